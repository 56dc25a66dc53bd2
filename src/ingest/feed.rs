//! Feeds: RSS 0.90 to 2.0, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1, each item an article.
//!
//! The XML is read with `quick-xml` and our own list of elements, not with `feed-rs`: that one turns dates into instants
//! (the printed form, its zone and its precision are lost), joins `dc:creator`, `dc:source` and `media:credit` or drops
//! them, drops `atom:source` and `feedburner:origLink`, and gives up a whole feed for one broken end.

mod item;
mod json;
mod names;
mod xml;

use crate::ingest::{Entry, Listed, Push, ReadOptions, Refused, decode, guarded};
use item::{Channel, Item};

/// A feed as it was written, before anything is made of it.
#[derive(Debug, Default)]
struct Parsed {
    channel: Channel,
    items: Vec<Item>,
    /// What kept the rest from being read.
    refused: Option<Refused>,
}

/// Reads a feed: each item with a text is an article, each other one is refused by its line.
pub(crate) fn read(name: &str, bytes: &[u8], options: &ReadOptions, push: &mut Push<'_>) {
    let parsed = parsed(name, bytes, options);
    let options = of_items(options);
    if parsed.items.is_empty() && parsed.refused.is_none() {
        let detail = "the feed has no items";
        let _ = push(Err(Refused::new(name, "no items", detail)));
        return;
    }
    for item in &parsed.items {
        let place = format!("{name}:{}", item.place);
        let article = guarded(&place, || item.article(&place, &parsed.channel, &options));
        if push(article).is_break() {
            return;
        }
    }
    if let Some(refused) = parsed.refused {
        let _ = push(Err(refused));
    }
}

/// What a feed says about its items, read or not.
pub(crate) fn addresses(name: &str, bytes: &[u8], options: &ReadOptions) -> Listed {
    let parsed = parsed(name, bytes, options);
    let options = of_items(options);
    let mut listed = Listed::default();
    for item in &parsed.items {
        let place = format!("{name}:{}", item.place);
        match guarded(&place, || Ok(item.entry(&parsed.channel, &options))) {
            Ok(Some(entry)) => listed.entries.push(entry),
            Ok(None) => {
                let detail = "the item names no address";
                listed
                    .refused
                    .push(Refused::new(&place, "no address", detail));
            }
            Err(refused) => listed.refused.push(refused),
        }
    }
    listed.refused.extend(parsed.refused);
    listed
}

fn parsed(name: &str, bytes: &[u8], options: &ReadOptions) -> Parsed {
    let text = decode::xml(bytes, options.content_type.as_deref());
    let mut parsed = Parsed::default();
    // Filled from outside, so that what was read stays when a bug ends the reading.
    let done = guarded(name, || {
        let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        if start.starts_with('{') {
            json::parse(name, start, options, &mut parsed);
        } else {
            xml::parse(name, &text, options, &mut parsed);
        }
        Ok(())
    });
    if let Err(refused) = done {
        parsed.refused = Some(refused);
    }
    parsed
}

/// The options for an item: the address the bytes came from is the feed's.
fn of_items(options: &ReadOptions) -> ReadOptions {
    ReadOptions {
        url: None,
        ..options.clone()
    }
}

/// The refusal of what goes beyond the cap of items.
fn too_many(name: &str, most: usize) -> Refused {
    let detail = format!("the feed has more than {most} items; the rest was left out");
    Refused::new(name, "too many items", detail)
}

#[cfg(test)]
mod tests {
    use crate::ingest::{Ingested, ReadOptions, addresses, read};
    use crate::model::Article;
    use proptest::prelude::*;
    use std::time::{Duration, Instant};

    /// An aggregator's feed, in the shape that Google News gives it.
    const LISTING: &str = r#"<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>
        <title>"harbour" - Every Paper</title><link>https://every.example/</link><language>en-US</language>
        <copyright>© Every Paper</copyright>
        <item><title>River crests below the quay - The Harbour Post</title><link>https://every.example/articles/1</link>
         <guid isPermaLink="false">CBM1</guid><pubDate>Tue, 19 Sep 2023 06:15:00 GMT</pubDate>
         <description>&lt;p&gt;The river crested at four metres on Tuesday.&lt;/p&gt;</description>
         <source url="https://www.harbourpost.example">The Harbour Post</source></item>
        <item><title>Fares rise - The Harbour Post</title><link>https://every.example/articles/2</link>
         <description>&lt;a href="https://every.example/articles/2"&gt;Fares rise&lt;/a&gt;&amp;nbsp;&amp;nbsp;&lt;font&gt;The Harbour Post&lt;/font&gt;</description>
         <source url="https://www.harbourpost.example">The Harbour Post</source></item>
        <item><title>Ships - Quay</title><link>https://every.example/articles/3</link>
         <description>&lt;ol&gt;&lt;li&gt;&lt;a href="/4"&gt;Ships wait off the mole&lt;/a&gt; &lt;font&gt;Quay&lt;/font&gt;&lt;/li&gt;&lt;li&gt;&lt;a href="/5"&gt;Mail boat late&lt;/a&gt; &lt;font&gt;Sea&lt;/font&gt;&lt;/li&gt;&lt;/ol&gt;</description>
         <source url="https://quay.example">Quay</source></item>
        </channel></rss>"#;

    fn with(feed: &str, outlet: Option<&str>) -> Ingested {
        let outlet = outlet.map(str::to_owned);
        let options = ReadOptions {
            outlet,
            ..ReadOptions::default()
        };
        read("f.xml", feed.as_bytes(), &options)
    }

    fn item(inside: &str) -> Article {
        let feed = format!(
            "<rss><channel><title>Post</title><link>https://post.example/</link><copyright>© Post</copyright><item>\
            <link>https://post.example/1</link>{inside}<description>Text.</description></item></channel></rss>"
        );
        with(&feed, None).articles.remove(0)
    }

    fn credits(article: &Article) -> Vec<&str> {
        article.credits.iter().map(|c| &*c.to).collect()
    }

    #[test]
    fn a_feed_item_keeps_its_real_publisher() {
        for outlet in [None, Some("Every Paper")] {
            let read = with(LISTING, outlet);
            assert_eq!(read.articles.len(), 1, "{read:?}");
            let article = &read.articles[0];
            assert_eq!(article.outlet.as_deref(), Some("The Harbour Post"));
            assert_eq!(
                article.title.as_deref(),
                Some("River crests below the quay")
            );
            assert_eq!(article.text, "The river crested at four metres on Tuesday.");
            assert_eq!(article.story.as_deref(), Some("CBM1"));
            // The rights of who lists it are not the rights in it.
            assert_eq!(article.licence, None);
            let credit = &article.credits[0];
            assert_eq!(credit.to, "The Harbour Post");
            assert_eq!(
                credit.url.as_deref(),
                Some("https://www.harbourpost.example")
            );
        }
    }

    #[test]
    fn a_text_that_only_says_the_headline_again_is_none() {
        let read = with(LISTING, None);
        let refused: Vec<_> = read
            .refused
            .iter()
            .map(|r| (&*r.place, &*r.reason))
            .collect();
        assert_eq!(refused, [("f.xml:8", "no text"), ("f.xml:11", "no text")]);
        assert!(read.refused[0].detail.contains("--fetch"));
    }

    #[test]
    fn the_user_names_the_outlet_over_the_feed_but_not_over_the_item() {
        let feed = "<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>All news</title><item><description>One.</description></item>\
            <item><dc:publisher>Quay</dc:publisher><description>Two.</description></item></channel></rss>";
        let outlets = |outlet| -> Vec<Option<String>> {
            with(feed, outlet)
                .articles
                .into_iter()
                .map(|a| a.outlet)
                .collect()
        };
        assert_eq!(
            outlets(None),
            [Some("All news".into()), Some("Quay".into())]
        );
        assert_eq!(
            outlets(Some("Post")),
            [Some("Post".into()), Some("Quay".into())]
        );
    }

    #[test]
    fn an_entry_copied_from_another_feed_names_that_feed() {
        let feed = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Planet</title><rights>© Planet</rights><author><name>Planet</name></author>
            <entry><title>River</title><link href='https://post.example/r'/><summary>It rose.</summary>
            <updated>2024-01-02T00:00:00Z</updated>
            <source><id>https://post.example/feed</id><title>Harbour Post</title><link rel='self' href='https://post.example/feed'/>
             <link href='https://post.example/'/><updated>2024-01-01T00:00:00Z</updated><rights>CC BY</rights>
             <author><name>Ida Berg</name></author></source></entry></feed>";
        let article = with(feed, None).articles.remove(0);
        assert_eq!(article.outlet.as_deref(), Some("Harbour Post"));
        assert_eq!(article.licence.as_deref(), Some("CC BY"));
        assert_eq!(article.byline.as_deref(), Some("Ida Berg"));
        assert_eq!(article.dates.len(), 1);
        // It lies on the site it is said to come from.
        assert!(article.credits.is_empty());
    }

    #[test]
    fn only_another_site_is_credited_and_never_a_photographer() {
        for (inside, want) in [
            (
                "<source url='https://post.example/rss'>Post</source>",
                vec![],
            ),
            (
                "<source url='https://wire.example/rss'>Wire</source>",
                vec!["Wire"],
            ),
            (
                "<source url='https://wire.example/rss'></source>",
                vec!["wire.example"],
            ),
            (
                "<dc:source>https://wire.example/7</dc:source>",
                vec!["wire.example"],
            ),
            ("<dc:source>https://www.post.example/7</dc:source>", vec![]),
            (
                "<atom:link rel='via' href='https://wire.example/7'/>",
                vec!["wire.example"],
            ),
            (
                "<media:credit role='photographer'>Jo Lens</media:credit>",
                vec![],
            ),
            ("<media:credit>Reuters</media:credit>", vec![]),
            (
                "<media:credit role='distribution company'>Wire</media:credit>",
                vec!["Wire"],
            ),
            (
                "<media:content url='a.jpg' medium='image'><media:credit role='owner'>Getty</media:credit></media:content>",
                vec![],
            ),
            (
                "<media:thumbnail url='a.jpg'/><media:credit role='owner'>Getty</media:credit>",
                vec![],
            ),
            (
                "<media:content medium='document'><media:credit role='owner'>Wire</media:credit></media:content>",
                vec!["Wire"],
            ),
        ] {
            assert_eq!(credits(&item(inside)), want, "{inside}");
        }
        let author = item("<media:credit role='author'>Ida Berg</media:credit>");
        assert_eq!(
            (author.byline.as_deref(), credits(&author)),
            (Some("Ida Berg"), vec![])
        );
    }

    #[test]
    fn a_licence_of_the_item_goes_before_the_rights_of_the_feed() {
        assert_eq!(item("").licence.as_deref(), Some("© Post"));
        assert_eq!(
            item("<dc:rights>CC BY-ND</dc:rights>").licence.as_deref(),
            Some("CC BY-ND")
        );
        let address = "https://creativecommons.org/licenses/by/4.0/";
        let both = format!(
            "<dc:rights>© Ida</dc:rights><creativeCommons:license>{address}</creativeCommons:license>"
        );
        assert_eq!(item(&both).licence.as_deref(), Some(address));
        let linked = format!("<cc:license rdf:resource='{address}'/>");
        assert_eq!(item(&linked).licence.as_deref(), Some(address));
    }

    #[test]
    fn what_needs_fetching_is_known_before_it_is_fetched() {
        let listed = addresses("f.xml", LISTING.as_bytes(), &ReadOptions::default());
        let found: Vec<_> = listed
            .entries
            .iter()
            .map(|e| (&*e.url, e.outlet.as_deref(), e.has_text))
            .collect();
        assert_eq!(
            found,
            [
                (
                    "https://every.example/articles/1",
                    Some("The Harbour Post"),
                    true
                ),
                (
                    "https://every.example/articles/2",
                    Some("The Harbour Post"),
                    false
                ),
                ("https://every.example/articles/3", Some("Quay"), false)
            ]
        );
        assert_eq!(
            listed.entries[0].claims[0].rfc3339(),
            "2023-09-19T06:15:00Z"
        );
        assert_eq!(
            listed.entries[0].claims[0].printed,
            "Tue, 19 Sep 2023 06:15:00 GMT"
        );
        assert_eq!(listed.entries[0].credits[0].to, "The Harbour Post");
        assert_eq!(listed.entries[0].story.as_deref(), Some("CBM1"));
    }

    #[test]
    fn the_address_of_a_feed_is_not_that_of_its_items() {
        let options = ReadOptions {
            url: Some("https://post.example/feed/".into()),
            ..ReadOptions::default()
        };
        let feed = "<rss><channel><item><guid isPermaLink='false'>1</guid><description>One.</description></item>\
            <item><link>../two</link><description>Two.</description></item></channel></rss>";
        let read = read("f.xml", feed.as_bytes(), &options);
        assert_eq!(read.articles[0].url, None);
        assert_eq!(
            read.articles[1].url.as_deref(),
            Some("https://post.example/two")
        );
    }

    #[test]
    fn a_feed_in_any_charset_is_read() {
        let feed = |label: &str| {
            format!(
                "<?xml version='1.0' encoding='{label}'?><rss><channel><item><description>Новости города</description></item></channel></rss>"
            )
        };
        let utf16: Vec<u8> = format!("\u{FEFF}{}", feed("utf-16"))
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let russian = encoding_rs::WINDOWS_1251
            .encode(&feed("windows-1251"))
            .0
            .into_owned();
        let unnamed = encoding_rs::KOI8_R.encode(&feed("?")).0.into_owned();
        let wrong = feed("iso-8859-1").into_bytes();
        for (bytes, told) in [
            (utf16, None),
            (russian, None),
            (wrong, None),
            (unnamed, Some("application/rss+xml; charset=koi8-r")),
        ] {
            let options = ReadOptions {
                content_type: told.map(str::to_owned),
                ..ReadOptions::default()
            };
            assert_eq!(
                read("f.xml", &bytes, &options).articles[0].text,
                "Новости города"
            );
        }
    }

    #[test]
    fn two_hundred_thousand_items_end_at_the_cap_in_time() {
        let start = Instant::now();
        let feed = format!(
            "<rss><channel>{}</channel></rss>",
            "<item><title>t</title></item>".repeat(200_000)
        );
        let read = with(&feed, None);
        assert_eq!(read.refused.len(), 50_001);
        assert_eq!(read.refused[50_000].reason, "too many items");
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "{:?}",
            start.elapsed()
        );
    }

    #[test]
    fn a_bomb_inside_an_item_costs_that_item_only() {
        let deep = "<div>".repeat(100_000);
        let feed = format!(
            "<rss><channel><item><description><![CDATA[{deep}]]></description></item><item><description>Two.</description></item></channel></rss>"
        );
        let read = with(&feed, None);
        assert_eq!(read.articles[0].text, "Two.");
        assert_eq!(read.refused[0].reason, "too deep");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_broken_feed_never_panics_and_reads_the_same_twice(
            seed in 0_usize..8, cut in 0_usize..4000, at in 0_usize..4000, with in any::<[u8; 3]>(), len in 0_usize..4,
        ) {
            let seeds: [(&str, &[u8]); 8] = [
                ("a.rss", include_bytes!("../../fixtures/formats/feeds/feedgen.rss")),
                ("a.atom", include_bytes!("../../fixtures/formats/feeds/feedgen.atom")),
                ("a.rdf", include_bytes!("../../fixtures/formats/feeds/feedendum.rdf")),
                ("a.json", include_bytes!("../../fixtures/formats/feeds/feed-npm.json")),
                ("a.xml", include_bytes!("../../fixtures/formats/feeds/sitemap-news.xml")),
                ("a.opml", include_bytes!("../../fixtures/formats/feeds/opyml.opml")),
                ("a.csv", include_bytes!("../../fixtures/formats/feeds/python-excel.csv")),
                ("a.tsv", include_bytes!("../../fixtures/formats/feeds/pandas-utf16.tsv")),
            ];
            let (name, bytes) = seeds[seed];
            let mut bytes = bytes[..bytes.len() - cut % bytes.len()].to_vec();
            let at = at % bytes.len();
            let end = (at + len).min(bytes.len());
            bytes.splice(at..end, with);
            let options = ReadOptions::default();
            let (one, two) = (read(name, &bytes, &options), read(name, &bytes, &options));
            prop_assert_eq!(&one.articles, &two.articles);
            prop_assert_eq!(&one.refused, &two.refused);
            prop_assert!(one.refused.iter().all(|r| r.reason != "bug"), "{:?}", one.refused);
            let listed = addresses(name, &bytes, &options);
            prop_assert!(listed.refused.iter().all(|r| r.reason != "bug"), "{:?}", listed.refused);
        }
    }
}

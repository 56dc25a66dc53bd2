//! Feeds, sitemaps, lists of feeds and tables that other programs wrote (`fixtures/formats/feeds/README.md` names them).

use std::ops::ControlFlow;
use std::path::PathBuf;

use urtext::ingest::{Entry, Listed, ReadOptions, addresses, read, read_source, sources};
use urtext::model::{Article, DateRole};

fn path(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats/feeds");
    folder.join(name)
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(path(name)).unwrap()
}

fn articles(name: &str) -> Vec<Article> {
    let read = read(name, &bytes(name), &ReadOptions::default());
    assert_eq!(read.refused, [], "{name}");
    read.articles
}

fn listed(name: &str) -> Vec<Entry> {
    let Listed { entries, refused } = addresses(name, &bytes(name), &ReadOptions::default());
    assert_eq!(refused, [], "{name}");
    entries
}

fn dates(article: &Article) -> Vec<(DateRole, String, &str)> {
    let dates = article.dates.iter();
    dates
        .map(|c| (c.role, c.rfc3339(), c.printed.as_str()))
        .collect()
}

const LAMP: &str = "The lamp on the north mole of Brannhavn went out at ten past four on Tuesday & stayed dark until noon.\n\n\
    Harbour master Ulla Tveit said a gull had carried a strip of foil into the relay. \
    “We have had foxes, frost and students,” she said. “Never foil.”\n\n\
    Three ferries waited outside the bar while a tug led the mail boat in.\n\nMore: ferries";

fn is_lamp(article: &Article) {
    assert_eq!(article.text, LAMP);
    assert_eq!(
        article.url.as_deref(),
        Some("https://brannpost.example/2024/03/05/lamp")
    );
    assert_eq!(article.outlet.as_deref(), Some("The Brannhavn Post"));
    assert_eq!(
        article.title.as_deref(),
        Some("Lamp on the mole goes dark & three ferries wait")
    );
    assert_eq!(article.links, ["https://brannpost.example/ferries"]);
    assert!(article.credits.is_empty());
}

fn is_mill(text: &str) {
    let paragraphs: Vec<_> = text.split("\n\n").collect();
    assert_eq!(paragraphs.len(), 2, "{text}");
    assert!(paragraphs[0].ends_with("the town's data centre from next spring."));
    assert!(paragraphs[1].starts_with("The council voted 14 to 9"));
}

#[test]
fn rss_and_atom_of_feedgen_are_read_field_by_field() {
    for (name, published, modified) in [
        ("feedgen.rss", "Tue, 05 Mar 2024 12:40:00 +0200", None),
        (
            "feedgen.atom",
            "2024-03-05T12:40:00+02:00",
            Some("2024-03-05T15:05:09+02:00"),
        ),
    ] {
        let [lamp, mill] = &articles(name)[..] else {
            panic!("{name}")
        };
        is_lamp(lamp);
        assert_eq!(lamp.byline.as_deref(), Some("Ida Berg"));
        assert_eq!(lamp.licence.as_deref(), Some("CC BY-ND 4.0"));
        assert_eq!(lamp.language.as_deref(), Some("en-GB"));
        assert_eq!(
            lamp.story.as_deref(),
            Some("https://brannpost.example/2024/03/05/lamp")
        );
        let mut want = vec![(
            DateRole::Published,
            "2024-03-05T10:40:00Z".to_owned(),
            published,
        )];
        want.extend(modified.map(|m| (DateRole::Modified, "2024-03-05T13:05:09Z".to_owned(), m)));
        let mut found = dates(lamp);
        found.sort();
        assert_eq!(found, want, "{name}");
        is_mill(&mill.text);
        assert_eq!(mill.outlet.as_deref(), Some("Osterfelder Bote"));
        assert_eq!(
            mill.story.as_deref(),
            Some("tag:brannpost.example,2024:mill")
        );
        assert_eq!(mill.licence, None);
        let credit = &mill.credits[0];
        assert_eq!(credit.to, "Osterfelder Bote");
        assert_eq!(
            credit.url.as_deref(),
            Some("https://osterfelder-bote.example/feed")
        );
    }
}

#[test]
fn an_item_of_pyrss2gen_keeps_its_source_and_a_bare_headline_is_refused() {
    let read = read(
        "pyrss2gen.rss",
        &bytes("pyrss2gen.rss"),
        &ReadOptions::default(),
    );
    let [mill] = &read.articles[..] else {
        panic!("{read:?}")
    };
    is_mill(&mill.text);
    assert_eq!(mill.outlet.as_deref(), Some("Osterfelder Bote"));
    assert_eq!(mill.byline.as_deref(), Some("Jonas Keil"));
    assert_eq!(mill.story.as_deref(), Some("mill-417"));
    assert_eq!(
        mill.url.as_deref(),
        Some("https://quayreader.example/go?to=417")
    );
    assert_eq!(mill.credits[0].to, "Osterfelder Bote");
    assert_eq!(mill.licence, None);
    assert_eq!(
        dates(mill),
        [(
            DateRole::Published,
            "2024-03-06T08:00:00Z".to_owned(),
            "Wed, 06 Mar 2024 08:00:00 GMT"
        )]
    );
    assert_eq!(read.refused[0].reason, "no text");
    let needs: Vec<_> = listed("pyrss2gen.rss").iter().map(|e| e.has_text).collect();
    assert_eq!(needs, [true, false]);
}

#[test]
fn rfeed_and_the_rdf_of_feedendum_are_read() {
    let [lamp] = &articles("rfeed.rss")[..] else {
        panic!()
    };
    assert!(
        lamp.text.starts_with("The lamp on the north mole")
            && lamp.text.ends_with("the mail boat in.")
    );
    assert_eq!(lamp.byline.as_deref(), Some("Ida Berg"));
    assert_eq!(lamp.dates[0].rfc3339(), "2024-03-05T10:40:00Z");
    let [mill] = &articles("feedendum.rdf")[..] else {
        panic!()
    };
    assert_eq!(mill.outlet.as_deref(), Some("Osterfelder Bote"));
    assert_eq!(mill.title.as_deref(), Some("Mühle trocknet mit Abwärme"));
    assert_eq!(mill.text.split("\n\n").count(), 2);
    assert_eq!(
        dates(mill),
        [(
            DateRole::Published,
            "2024-03-06T05:30:00Z".to_owned(),
            "2024-03-06T07:30:00+02:00"
        )]
    );
}

#[test]
fn the_three_feeds_of_npm_feed_say_the_same() {
    for name in ["feed-npm.json", "feed-npm.atom", "feed-npm.rss"] {
        let [lamp, mill] = &articles(name)[..] else {
            panic!("{name}")
        };
        is_lamp(lamp);
        let authors = lamp.byline.as_deref().unwrap();
        // Its JSON of version 1 has room for one author.
        assert_eq!(
            authors,
            if name.ends_with("json") {
                "Ida Berg"
            } else {
                "Ida Berg, Per Holm"
            }
        );
        assert_eq!(
            lamp.story.as_deref(),
            Some("tag:brannpost.example,2024:lamp")
        );
        let published = lamp.dates.iter().find(|d| d.role == DateRole::Published);
        assert_eq!(
            published.unwrap().rfc3339(),
            "2024-03-05T10:40:00Z",
            "{name}"
        );
        assert_eq!(mill.text, "A short word about the mill and its pipe.");
        // The author of the feed is the outlet itself.
        assert_eq!(mill.byline, None, "{name}");
    }
}

#[test]
fn sitemaps_of_npm_sitemap_list_addresses_with_their_claims() {
    let [lamp, mill] = &listed("sitemap-news.xml")[..] else {
        panic!()
    };
    assert_eq!(lamp.url, "https://brannpost.example/2024/03/05/lamp");
    assert_eq!(lamp.outlet.as_deref(), Some("The Brannhavn Post"));
    assert_eq!(lamp.language.as_deref(), Some("en"));
    assert_eq!(
        lamp.title.as_deref(),
        Some("Lamp on the mole goes dark & three ferries wait")
    );
    let claims: Vec<_> = lamp.claims.iter().map(|c| (c.role, c.rfc3339())).collect();
    assert_eq!(
        claims,
        [
            (DateRole::Published, "2024-03-05T10:40:00Z".to_owned()),
            (DateRole::Modified, "2024-03-05T13:05:09Z".to_owned())
        ]
    );
    assert!(mill.claims.is_empty() && !mill.nested && !mill.has_text);
    let index = listed("sitemap-index.xml");
    assert!(index.iter().all(|e| e.nested));
    assert_eq!(index[1].url, "https://brannpost.example/news-2.xml");
}

#[test]
fn lists_of_feeds_name_them_wherever_they_are_nested() {
    let found = |name| -> Vec<_> {
        listed(name)
            .into_iter()
            .map(|e| (e.url, e.title, e.nested))
            .collect()
    };
    let feed = |url: &str, title: &str| (url.to_owned(), Some(title.to_owned()), true);
    assert_eq!(
        found("opyml.opml"),
        [
            feed("https://brannpost.example/feed.xml", "The Brannhavn Post"),
            feed(
                "https://osterfelder-bote.example/feed",
                "Osterfelder Bote & Anzeiger"
            )
        ]
    );
    assert_eq!(
        found("opml-generator.opml"),
        [
            feed("https://brannpost.example/feed.xml", "The Brannhavn Post"),
            feed("https://quay.example/atom?a=1&b=2", "Quay & Mole")
        ]
    );
}

#[test]
fn tables_of_python_and_pandas_say_the_same_in_every_dialect() {
    let names = [
        "python-excel.csv",
        "python-unix.csv",
        "pandas-index.csv",
        "pandas-utf16.tsv",
        "pandas-cp1252.csv",
    ];
    for name in names {
        let [lamp, mill] = &articles(name)[..] else {
            panic!("{name}")
        };
        assert_eq!(
            lamp.text,
            LAMP.strip_suffix("\n\nMore: ferries").unwrap(),
            "{name}"
        );
        assert_eq!(
            lamp.title.as_deref(),
            Some("Lamp on the mole goes dark, ferries wait")
        );
        assert_eq!(lamp.outlet.as_deref(), Some("The Brannhavn Post"));
        assert_eq!(lamp.dates[0].rfc3339(), "2024-03-05T10:40:00Z");
        assert_eq!(
            mill.title.as_deref(),
            Some("Mühle trocknet mit Abwärme"),
            "{name}"
        );
        assert!(
            mill.text.contains("mit „fremder“ Wärme.\nDer Rat"),
            "{name}"
        );
        assert_eq!(mill.dates[0].rfc3339(), "2024-03-06");
    }
    let [mill] = &articles("csv-stringify.csv")[..] else {
        panic!()
    };
    assert_eq!(mill.title.as_deref(), Some("Mill; pulp and heat"));
    assert_eq!(mill.outlet.as_deref(), Some("The Brannhavn Post"));
    is_mill(mill.text.trim());
}

#[test]
fn a_file_gives_what_its_bytes_give() {
    for name in [
        "feedgen.rss",
        "feed-npm.json",
        "pandas-utf16.tsv",
        "pandas-cp1252.csv",
    ] {
        let (found, lost) = sources(&[path(name).to_string_lossy().into_owned()]);
        assert_eq!(lost, []);
        let mut read = Vec::new();
        read_source(&found[0], &ReadOptions::default(), &mut |record| {
            read.push(record.item.unwrap());
            ControlFlow::Continue(())
        });
        assert_eq!(read, articles(name), "{name}");
    }
}

//! RSS and Atom, in one pass over the document.
//!
//! Where an element stands (feed, item, author, source) decides what its name means; an
//! element that means nothing is passed over with all it holds.

use std::borrow::Cow;

use url::Url;

use crate::ingest::feed::item::{Body, Item, Named, Written};
use crate::ingest::feed::names::{Field, of_channel, of_item};
use crate::ingest::feed::{Parsed, too_many};
use crate::ingest::xml::{Piece, Space, Tag, Xml};
use crate::ingest::{ReadOptions, Refused, links};

/// Whose children are being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Channel,
    ChannelAuthor,
    Item,
    Author,
    Source,
    SourceAuthor,
    /// What says nothing about the text.
    Other,
}

/// What is to be done with an element.
enum Act {
    Enter(Part),
    Take(Field),
}

/// An element whose text is being gathered.
struct Taken<'a> {
    field: Field,
    depth: usize,
    tag: Tag<'a>,
    text: String,
    /// True once an element was met inside: then the text is markup.
    is_markup: bool,
    inside: Vec<&'a str>,
    base: Option<Url>,
}

/// Reads a feed into `into`; what was read before a break stays.
pub(super) fn parse(name: &str, text: &str, options: &ReadOptions, into: &mut Parsed) {
    let base = options
        .url
        .as_deref()
        .and_then(|u| links::absolute(u, None));
    let mut walk = Walk {
        xml: Xml::new(text, base, &options.limits),
        into,
        parts: vec![(Part::Channel, 0)],
        item: None,
        taken: None,
        is_atom: false,
        is_feed: false,
    };
    let refused = loop {
        let piece = match walk.xml.next() {
            Ok(piece) => piece,
            Err(trouble) => {
                let place = format!("{name}:{}", trouble.line);
                break Some(Refused::new(&place, trouble.reason, trouble.detail));
            }
        };
        match piece {
            Piece::End => break None,
            Piece::Text(text) => walk.text(&text),
            Piece::Open(tag) => walk.open(tag),
            Piece::Close => walk.close(),
        }
        if walk.into.items.len() > options.limits.items {
            walk.into.items.truncate(options.limits.items);
            break Some(too_many(name, options.limits.items));
        }
    };
    let is_feed = walk.is_feed;
    into.refused = refused;
    if !is_feed && into.refused.is_none() {
        let detail = "there is no <rss>, <feed> or <rdf:RDF> in it";
        into.refused = Some(Refused::new(name, "not a feed", detail));
    }
}

struct Walk<'a, 'b> {
    xml: Xml<'a>,
    into: &'b mut Parsed,
    /// Where in the feed the reading stands, each with the depth of its element.
    parts: Vec<(Part, usize)>,
    item: Option<Item>,
    taken: Option<Taken<'a>>,
    is_atom: bool,
    is_feed: bool,
}

impl<'a> Walk<'a, '_> {
    fn part(&self) -> Part {
        self.parts.last().map_or(Part::Channel, |(part, _)| *part)
    }

    fn open(&mut self, mut tag: Tag<'a>) {
        if let Some(taken) = &mut self.taken {
            taken.begin(&tag);
            return;
        }
        if tag.name == "feed" && !self.is_feed {
            self.is_atom = true;
        }
        // A feed that forgot to name its namespace.
        if self.is_atom && tag.space == Space::Plain {
            tag.space = Space::Atom;
        }
        let act = self.act(&tag);
        let depth = self.xml.depth();
        match act {
            Act::Take(field) => {
                self.taken = Some(Taken {
                    field,
                    depth,
                    tag,
                    text: String::new(),
                    is_markup: false,
                    inside: Vec::new(),
                    base: self.xml.base().cloned(),
                });
            }
            Act::Enter(part) => {
                if part == Part::Item && self.item.is_none() {
                    self.begin(&tag);
                }
                self.parts.push((part, depth));
            }
        }
    }

    fn begin(&mut self, tag: &Tag<'_>) {
        let mut item = Item {
            place: self.xml.line().to_string(),
            base: self.xml.base().cloned(),
            language: self.xml.language().map(str::to_owned),
            ..Item::default()
        };
        let about = tag
            .attributes
            .iter()
            .find(|(space, key, _)| *space == Space::Rdf && key == "about");
        if let Some((_, _, about)) = about {
            item.id = Some(about.trim().to_owned());
            item.id_is_address = true;
        }
        self.item = Some(item);
    }

    fn act(&mut self, tag: &Tag<'_>) -> Act {
        use Space::{Atom, Plain};
        let plain = matches!(tag.space, Plain | Atom);
        match (self.part(), tag.name) {
            (Part::Channel, "rss" | "RSS" | "feed" | "channel") if plain => {
                self.is_feed = true;
                Act::Enter(Part::Channel)
            }
            (Part::Channel, "RDF") => {
                self.is_feed = true;
                Act::Enter(Part::Channel)
            }
            (Part::Channel, "item" | "entry") if plain => {
                self.is_feed = true;
                Act::Enter(Part::Item)
            }
            (Part::Channel, "author") if tag.space == Atom => Act::Enter(Part::ChannelAuthor),
            (Part::Channel, _) => of_channel(tag).map_or(Act::Enter(Part::Other), Act::Take),
            (Part::Item, _) => self.of_item(tag),
            (Part::Source, "author") => Act::Enter(Part::SourceAuthor),
            (Part::Source, "title") => Act::Take(Field::Title),
            (Part::Source, "id") => Act::Take(Field::Id),
            (Part::Source, "link") => Act::Take(Field::Link),
            (Part::Source, "rights") => Act::Take(Field::Rights),
            (Part::Author | Part::SourceAuthor | Part::ChannelAuthor, "name") => {
                Act::Take(Field::Author)
            }
            _ => Act::Enter(Part::Other),
        }
    }

    fn of_item(&mut self, tag: &Tag<'_>) -> Act {
        use Space::{Atom, Media};
        match (tag.space, tag.name) {
            (Atom, "author") => Act::Enter(Part::Author),
            (Atom, "source") => {
                if let Some(item) = &mut self.item {
                    item.source.get_or_insert_with(Named::default);
                }
                Act::Enter(Part::Source)
            }
            (Media, "content") if tag.get("medium") == Some("document") => Act::Enter(Part::Item),
            (Media, "content" | "group" | "thumbnail" | "player") => {
                self.has_media();
                Act::Enter(Part::Other)
            }
            (Space::Plain, "enclosure") => {
                self.has_media();
                Act::Enter(Part::Other)
            }
            _ => of_item(tag).map_or(Act::Enter(Part::Other), Act::Take),
        }
    }

    fn has_media(&mut self) {
        if let Some(item) = &mut self.item {
            item.has_media = true;
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(taken) = &mut self.taken {
            taken.add(text);
        }
    }

    /// An element ends; its depth is one more than what is open now.
    fn close(&mut self) {
        let depth = self.xml.depth() + 1;
        if let Some(mut taken) = self.taken.take() {
            if taken.depth == depth {
                self.set(taken);
            } else {
                taken.end();
                self.taken = Some(taken);
            }
            return;
        }
        if self.parts.len() > 1 && self.parts.last().is_some_and(|(_, d)| *d == depth) {
            self.parts.pop();
        }
        if self.part() == Part::Channel {
            self.into.items.extend(self.item.take());
        }
    }

    fn set(&mut self, mut taken: Taken<'_>) {
        let part = self.part();
        let channel = &mut self.into.channel;
        let field = taken.field;
        let value = taken.value();
        match (part, &mut self.item) {
            (Part::Channel, _) => match field {
                Field::Title => keep(&mut channel.title, value),
                Field::Link => {
                    if matches!(taken.tag.get("rel"), None | Some("alternate")) {
                        keep(&mut channel.link, taken.address());
                    }
                }
                Field::Language => keep(&mut channel.language, value),
                Field::Publisher => keep(&mut channel.publisher, value),
                Field::Licence => channel.licence = value.or(channel.licence.take()),
                Field::Rights => keep(&mut channel.licence, value),
                _ => {}
            },
            (Part::ChannelAuthor, _) => channel.authors.extend(value),
            (Part::Author, Some(item)) => item.authors.extend(value),
            (Part::Source | Part::SourceAuthor, Some(item)) => {
                let source = item.source.get_or_insert_with(Named::default);
                match field {
                    Field::Title => keep(&mut source.name, value),
                    Field::Link if matches!(taken.tag.get("rel"), None | Some("alternate")) => {
                        source.url = taken.address().or(source.url.take());
                    }
                    Field::Id => keep(&mut source.url, value.filter(|v| v.starts_with("http"))),
                    Field::Rights => keep(&mut source.licence, value),
                    Field::Author => source.authors.extend(value),
                    _ => {}
                }
            }
            (_, Some(item)) => set(item, &mut taken, value),
            _ => {}
        }
    }
}

/// Takes note of what an item says.
fn set(item: &mut Item, taken: &mut Taken<'_>, value: Option<String>) {
    match taken.field {
        Field::Title => item.title = value.or(item.title.take()),
        Field::OtherTitle => keep(&mut item.title, value),
        Field::Link => link(item, taken),
        Field::Id => {
            item.id = value.or(item.id.take());
            item.id_is_address = taken.tag.get("isPermaLink") != Some("false");
        }
        Field::Origin => keep(&mut item.origin, value),
        Field::Body(rank, written) => {
            let written = if taken.is_markup {
                Written::Html
            } else {
                written
            };
            item.offer(Body {
                rank,
                written,
                text: std::mem::take(&mut taken.text),
                base: taken.base.take(),
            });
        }
        Field::Author => item.authors.extend(value),
        Field::OtherAuthor if item.authors.is_empty() => item.authors.extend(value),
        Field::Date(role) => item.dates.extend(value.map(|v| (v, role))),
        Field::Source => {
            let url = taken.tag.get("url").map(str::to_owned);
            if value.is_some() || url.is_some() {
                let named = Named {
                    name: value,
                    url,
                    ..Named::default()
                };
                item.source.get_or_insert(named);
            }
        }
        Field::Via => item.via.extend(value.or_else(|| taken.address())),
        Field::Publisher => keep(&mut item.publisher, value),
        Field::Rights => keep(&mut item.licence, value),
        Field::Licence => item.licence = value.or_else(|| taken.address()).or(item.licence.take()),
        Field::Language => item.language = value.or(item.language.take()),
        Field::MediaCredit => {
            let role = taken
                .tag
                .get("role")
                .unwrap_or_default()
                .to_ascii_lowercase();
            item.credits.extend(value.map(|v| (role, v)));
        }
        Field::OtherAuthor | Field::Nothing => {}
    }
}

fn link(item: &mut Item, taken: &Taken<'_>) {
    let Some(address) = taken.address() else {
        return;
    };
    let kind = taken.tag.get("type").unwrap_or("text/html");
    match taken.tag.get("rel").unwrap_or("alternate") {
        "alternate" if kind.contains("html") => keep(&mut item.link, Some(address)),
        "alternate" => item.related.push(address),
        "canonical" => keep(&mut item.canonical, Some(address)),
        "via" => item.via.push(address),
        "related" => item.related.push(address),
        "license" => item.licence = Some(address),
        "enclosure" => item.has_media = true,
        _ => {}
    }
}

/// Keeps the first value given.
fn keep(slot: &mut Option<String>, value: Option<String>) {
    if slot.is_none() {
        *slot = value;
    }
}

impl<'a> Taken<'a> {
    /// The text without blanks around it; nothing when there is none.
    fn value(&self) -> Option<String> {
        let text = self.text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// The address in an attribute or in the text.
    fn address(&self) -> Option<String> {
        let resource = self
            .tag
            .attributes
            .iter()
            .find(|(space, key, _)| *space == Space::Rdf && key == "resource");
        let resource = resource.map(|(_, _, value)| value.trim());
        let given = self.tag.get("href").or(resource).map(str::to_owned);
        given.or_else(|| self.value())
    }

    fn add(&mut self, text: &str) {
        if self.field != Field::Nothing {
            let text = if self.is_markup {
                escaped(text)
            } else {
                text.into()
            };
            self.text.push_str(&text);
        }
    }

    /// An element inside a text: the text is markup, and is written out again for the reader of HTML.
    fn begin(&mut self, tag: &Tag<'a>) {
        self.inside.push(tag.name);
        if self.field == Field::Nothing {
            return;
        }
        if !self.is_markup {
            self.is_markup = true;
            self.text = escaped(&self.text).into_owned();
        }
        self.text.push('<');
        self.text.push_str(tag.name);
        // What decides where a link leads and whether anything is seen.
        for key in ["href", "hidden", "style", "aria-hidden"] {
            if let Some((_, _, value)) = tag.attributes.iter().find(|(_, k, _)| k == key) {
                let value = escaped(value).replace('"', "&quot;");
                self.text.push_str(&format!(" {key}=\"{value}\""));
            }
        }
        self.text.push('>');
    }

    fn end(&mut self) {
        const VOID: [&str; 8] = ["br", "hr", "img", "input", "wbr", "col", "source", "embed"];
        let Some(name) = self.inside.pop() else {
            return;
        };
        if self.field != Field::Nothing && !VOID.contains(&name) {
            self.text.push_str("</");
            self.text.push_str(name);
            self.text.push('>');
        }
    }
}

fn escaped(text: &str) -> Cow<'_, str> {
    quick_xml::escape::minimal_escape(text)
}

#[cfg(test)]
mod tests {
    use crate::ingest::{Ingested, Limits, ReadOptions, read};
    use crate::model::{Article, DateRole};

    fn all(feed: &str) -> Ingested {
        read("f.xml", feed.as_bytes(), &ReadOptions::default())
    }

    fn one(feed: &str) -> Article {
        let mut read = all(feed);
        assert_eq!(read.refused, [], "{feed}");
        assert_eq!(read.articles.len(), 1, "{feed}");
        read.articles.remove(0)
    }

    fn item(inside: &str) -> Article {
        one(&format!(
            "<rss version='2.0'><channel><title>Post</title><link>https://post.example/</link><item>{inside}</item></channel></rss>"
        ))
    }

    fn dates(article: &Article) -> Vec<(DateRole, String)> {
        article
            .dates
            .iter()
            .map(|c| (c.role, c.rfc3339()))
            .collect()
    }

    #[test]
    fn the_first_rss_has_no_dates_and_no_guid() {
        let article = one(
            "<!DOCTYPE rss PUBLIC '-//Netscape Communications//DTD RSS 0.91//EN' 'http://my.netscape.com/publish/formats/rss-0.91.dtd'>
            <rss version='0.91'><channel><title>Post</title><language>en-us</language><copyright>© Post</copyright>
            <image><title>Logo</title><link>https://logo.example/</link></image>
            <item><title>River</title><link>https://post.example/river</link><description>The river rose.</description></item>
            <textinput><title>Search</title><name>q</name></textinput></channel></rss>",
        );
        assert_eq!(article.text, "The river rose.");
        assert_eq!(article.outlet.as_deref(), Some("Post"));
        assert_eq!(article.language.as_deref(), Some("en-us"));
        assert_eq!(article.licence.as_deref(), Some("© Post"));
        assert!(article.dates.is_empty() && article.story.is_none());
    }

    #[test]
    fn items_of_rdf_stand_outside_the_channel_and_are_dated_by_dublin_core() {
        let article = one(
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'
              xmlns:d='http://purl.org/dc/elements/1.1/' xmlns:t='http://purl.org/dc/terms/'>
            <channel rdf:about='https://post.example/'><title>Post</title><d:publisher>Post Media</d:publisher>
             <items><rdf:Seq><rdf:li resource='x'/></rdf:Seq></items></channel>
            <image rdf:about='x'><title>Logo</title></image>
            <item rdf:about='https://post.example/river'><title>River</title><description>The river rose.</description>
             <d:date>2005-06-07T08:09+02:00</d:date><t:modified>2005-06-08</t:modified><d:creator>Ida Berg</d:creator>
             <d:source>Upstream Wire</d:source><d:rights>CC BY 2.0</d:rights><d:language>de</d:language></item></rdf:RDF>",
        );
        assert_eq!(article.outlet.as_deref(), Some("Post Media"));
        assert_eq!(article.url.as_deref(), Some("https://post.example/river"));
        assert_eq!(article.byline.as_deref(), Some("Ida Berg"));
        assert_eq!(article.licence.as_deref(), Some("CC BY 2.0"));
        assert_eq!(article.language.as_deref(), Some("de"));
        assert_eq!(article.credits[0].to, "Upstream Wire");
        assert_eq!(
            dates(&article),
            [
                (DateRole::Published, "2005-06-07T06:09:00Z".into()),
                (DateRole::Modified, "2005-06-08".into())
            ]
        );
        assert_eq!(article.dates[0].printed, "2005-06-07T08:09+02:00");
    }

    #[test]
    fn atom_gives_xhtml_as_paragraphs_and_links_against_xml_base() {
        let article = one(
            "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en' xml:base='https://post.example/'><title>Post</title>
            <author><name>The Desk</name></author><rights>© Post</rights>
            <entry xml:base='2024/'><id>tag:post.example,2024:1</id><title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>The <b>river</b></div></title>
            <link href='river'/><link rel='canonical' href='/river'/><link rel='via' href='https://upstream.example/7'/>
            <link rel='related' href='https://map.example/'/><link rel='license' href='https://creativecommons.org/licenses/by/4.0/'/>
            <published>2024-03-05T10:00:00Z</published><updated>2024-03-05T11:00:00+01:00</updated>
            <summary>Short.</summary>
            <content type='xhtml'><x:div xmlns:x='http://www.w3.org/1999/xhtml'><x:p>It rose &amp;amp; fell<x:br/>twice &lt; 3.</x:p>
              <x:p style='display:none'>hidden</x:p><x:script>var x</x:script><x:p>See <x:a href='quay'>the quay</x:a>.</x:p></x:div></content>
            </entry></feed>",
        );
        assert_eq!(
            article.text,
            "It rose &amp; fell\ntwice < 3.\n\nSee the quay."
        );
        assert_eq!(article.title.as_deref(), Some("The river"));
        assert_eq!(
            article.url.as_deref(),
            Some("https://post.example/2024/river")
        );
        assert_eq!(
            article.canonical_url.as_deref(),
            Some("https://post.example/river")
        );
        assert_eq!(
            article.links,
            ["https://post.example/2024/quay", "https://map.example/"]
        );
        assert_eq!(
            article.licence.as_deref(),
            Some("https://creativecommons.org/licenses/by/4.0/")
        );
        assert_eq!(article.story.as_deref(), Some("tag:post.example,2024:1"));
        assert_eq!(article.byline.as_deref(), Some("The Desk"));
        assert_eq!(article.language.as_deref(), Some("en"));
        let credits: Vec<_> = article
            .credits
            .iter()
            .map(|c| (&*c.to, c.url.as_deref()))
            .collect();
        assert_eq!(
            credits,
            [("upstream.example", Some("https://upstream.example/7"))]
        );
        assert_eq!(
            dates(&article)[1],
            (DateRole::Modified, "2024-03-05T10:00:00Z".into())
        );
    }

    #[test]
    fn the_third_draft_of_atom_and_a_feed_without_its_namespace_are_read() {
        let old = "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>Post</title><entry><title>River</title>
            <link rel='alternate' type='text/html' href='https://post.example/r'/><id>x</id><issued>2004-05-06T07:08:09Z</issued>
            <modified>2004-05-07T07:08:09Z</modified><content type='text/html' mode='escaped'>&lt;p&gt;It rose.&lt;/p&gt;</content></entry></feed>";
        let bare = old.replace(" xmlns='http://purl.org/atom/ns#'", "");
        for feed in [old, &bare] {
            let article = one(feed);
            assert_eq!(article.text, "It rose.");
            assert_eq!(article.outlet.as_deref(), Some("Post"));
            assert_eq!(
                dates(&article),
                [
                    (DateRole::Published, "2004-05-06T07:08:09Z".into()),
                    (DateRole::Modified, "2004-05-07T07:08:09Z".into())
                ]
            );
        }
    }

    #[test]
    fn html_is_read_however_it_was_put_into_the_feed() {
        for inside in [
            "<description>&lt;p&gt;One &amp;amp; two.&lt;/p&gt;&lt;p&gt;Three.&lt;/p&gt;</description>",
            "<description><![CDATA[<p>One &amp; two.</p><p>Three.</p>]]></description>",
            "<description>&amp;lt;p&amp;gt;One &amp;amp; two.&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;Three.&amp;lt;/p&amp;gt;</description>",
            "<description><p>One &amp; two.</p><p>Three.</p></description>",
            "<description>Short.</description><content:encoded>&lt;p>One & two.&lt;/p>\n&lt;p>Three.&lt;/p></content:encoded>",
            "<description>Short.</description><e:encoded xmlns:e='http://purl.org/rss/1.0/modules/content/'>One &amp; two.&lt;br/>&lt;br/>Three.</e:encoded>",
            "<body xmlns='http://www.w3.org/1999/xhtml'><p>One &amp; two.</p><p>Three.</p></body>",
            "<description>One &amp; two.\n\nThree.</description>",
            "<yandex:full-text xmlns:yandex='http://news.yandex.ru'>One &amp; two.\n\nThree.</yandex:full-text>",
            "<description>One&nbsp;&amp; two.&#8203;\n\nThree.</description>",
        ] {
            let text = item(inside)
                .text
                .replace('\u{a0}', " ")
                .replace('\u{200b}', "");
            assert_eq!(text, "One & two.\n\nThree.", "{inside}");
        }
    }

    #[test]
    fn a_content_that_only_says_the_headline_again_leaves_the_word_to_the_summary() {
        let article = item(
            "<title>River - a film</title><description>The river rose.</description>
            <content:encoded><![CDATA[<span>River - a film</span>]]></content:encoded>",
        );
        assert_eq!(article.text, "The river rose.");
        let picture = item(
            "<title>River</title><description>The river rose.</description><content:encoded>&lt;img src='a'/&gt;</content:encoded>",
        );
        assert_eq!(picture.text, "The river rose.");
    }

    #[test]
    fn a_content_may_bring_its_own_base() {
        let article = one(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>Post</title><entry><title>River</title><link href='https://post.example/r'/>
            <content type='html' xml:base='https://post.example/r/2/'>It &lt;a href='x'&gt;rose&lt;/a&gt;.</content></entry></feed>",
        );
        assert_eq!(article.links, ["https://post.example/r/2/x"]);
    }

    #[test]
    fn a_headline_is_clean_text() {
        for (title, want) in [
            ("Storm &amp;amp; &lt;b&gt;flood&lt;/b&gt;", "Storm & flood"),
            ("Storm &amp; <b>flood</b>", "Storm & flood"),
            (
                "<![CDATA[Storm &#8211; it&rsquo;s <i>here</i>]]>",
                "Storm – it’s here",
            ),
            (
                "Storm &amp;lt;b&amp;gt;flood&amp;lt;/b&amp;gt;",
                "Storm flood",
            ),
            ("Q&A: 5 < 6", "Q&A: 5 < 6"),
        ] {
            let article = item(&format!(
                "<title>{title}</title><description>Text.</description>"
            ));
            assert_eq!(article.title.as_deref(), Some(want));
        }
    }

    #[test]
    fn the_address_is_that_of_the_page() {
        for (inside, want) in [
            ("<link>/a</link>", "https://post.example/a"),
            (
                "<link>https://counter.example/~r/1</link><feedburner:origLink>https://post.example/b</feedburner:origLink>",
                "https://post.example/b",
            ),
            (
                "<guid>https://post.example/c</guid>",
                "https://post.example/c",
            ),
            (
                "<guid isPermaLink='true'>https://post.example/d</guid><link/>",
                "https://post.example/d",
            ),
            (
                "<atom:link rel='alternate' href='https://post.example/e'/>",
                "https://post.example/e",
            ),
        ] {
            let article = item(&format!("{inside}<description>Text.</description>"));
            assert_eq!(article.url.as_deref(), Some(want), "{inside}");
        }
        let bare = item(
            "<guid isPermaLink='false'>https://post.example/f</guid><description>Text.</description>",
        );
        assert_eq!(bare.url, None);
        assert_eq!(bare.name.as_deref(), Some("https://post.example/f"));
    }

    #[test]
    fn a_feed_that_breaks_off_gives_what_came_before() {
        let whole = "<rss><channel><title>Post</title>\n<item><description>One.</description></item>\n<item><description>Two.</description></item>\n</channel></rss>";
        let at = whole.find("Two").unwrap();
        for (cut, articles) in [
            (at + 1, 1),
            (at - 20, 1),
            (whole.len() - 3, 2),
            (whole.len() - 16, 2),
        ] {
            let read = all(&whole[..cut]);
            assert_eq!(read.articles.len(), articles, "{cut}");
            assert_eq!(read.refused.len(), 1, "{cut}");
            assert_eq!(read.refused[0].reason, "broken off");
        }
        assert_eq!(all(&whole[..at + 1]).refused[0].place, "f.xml:3");
        let unclosed = whole.replace("</channel></rss>", "");
        assert_eq!(all(&unclosed).articles.len(), 2);
    }

    #[test]
    fn a_feed_without_its_channel_is_read_and_a_page_is_no_feed() {
        assert_eq!(one("<rss><item><link>https://post.example/a</link><description>One.</description></item></rss>").text, "One.");
        let channel = one(
            "<channel><title>Post</title><item><description>One.</description></item></channel>",
        );
        assert_eq!(channel.outlet.as_deref(), Some("Post"));
        let options = ReadOptions {
            format: crate::ingest::Format::Feed,
            ..ReadOptions::default()
        };
        let page = read("f.html", b"<html><body><p>x</p></body></html>", &options);
        assert_eq!(page.refused[0].reason, "not a feed");
        assert_eq!(all("<rss><channel/></rss>").refused[0].reason, "no items");
    }

    #[test]
    fn items_beyond_the_cap_are_left_out_and_said_to_be() {
        let limits = Limits {
            items: 3,
            ..Limits::default()
        };
        let options = ReadOptions {
            limits,
            ..ReadOptions::default()
        };
        let items = "<item><description>One.</description></item>";
        for (count, refused) in [(3, 0), (4, 1), (9, 1)] {
            let feed = format!("<rss><channel>{}</channel></rss>", items.repeat(count));
            let read = read("f.xml", feed.as_bytes(), &options);
            assert_eq!((read.articles.len(), read.refused.len()), (3, refused));
            assert!(read.refused.iter().all(|r| r.reason == "too many items"));
        }
    }
}

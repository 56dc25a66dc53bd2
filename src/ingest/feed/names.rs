//! Which element of which namespace says what about a feed and its items.

use crate::ingest::feed::item::Written;
use crate::ingest::xml::{Space, Tag};
use crate::model::DateRole;

/// What an element's text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    /// A title where there is no other.
    OtherTitle,
    Link,
    Id,
    Origin,
    /// A text, with its rank among the texts of an item.
    Body(u8, Written),
    Author,
    /// An author where there is no other.
    OtherAuthor,
    Date(DateRole),
    Source,
    Via,
    Publisher,
    Rights,
    Licence,
    Language,
    MediaCredit,
    /// Read to its end, and of no use.
    Nothing,
}

/// What a child of the feed says about it.
pub(super) fn of_channel(tag: &Tag<'_>) -> Option<Field> {
    use Space::{Atom, CreativeCommons, DcTerms, DublinCore, Plain};
    Some(match (tag.space, tag.name) {
        (Plain | Atom, "title") => Field::Title,
        (Plain | Atom, "link") => Field::Link,
        (Plain | DublinCore, "language") => Field::Language,
        (DublinCore | DcTerms, "publisher") => Field::Publisher,
        (Plain, "copyright") | (Atom | DublinCore | DcTerms, "rights") => Field::Rights,
        (CreativeCommons, "license") | (DcTerms, "license") => Field::Licence,
        (Atom, "subtitle" | "tagline") | (Plain, "description") => Field::Nothing,
        _ => return None,
    })
}

/// What a child of an item says about it.
pub(super) fn of_item(tag: &Tag<'_>) -> Option<Field> {
    use Space::{
        Atom, Content, CreativeCommons, DcTerms, DublinCore, FeedBurner, Itunes, Media, Plain,
        Prism, Xhtml,
    };
    let published = Field::Date(DateRole::Published);
    let modified = Field::Date(DateRole::Modified);
    let html = |rank| Field::Body(rank, Written::Html);
    Some(match (tag.space, tag.name) {
        (Plain | Atom, "title") => Field::Title,
        (DublinCore | DcTerms, "title") => Field::OtherTitle,
        (Plain | Atom, "link") => Field::Link,
        (Plain, "guid") | (Atom, "id") => Field::Id,
        (FeedBurner, "origLink") => Field::Origin,
        (Content, "encoded") => html(0),
        (Atom, "content") if tag.get("src").is_some() => Field::Nothing,
        (Atom, "content") => atom_text(tag, 1),
        (Plain, "content" | "body") | (Xhtml, "body" | "div") => html(1),
        // The full text of Russian news feeds (Yandex), and its like under other names.
        (_, "full-text" | "fulltext" | "fullText") => html(1),
        (Media, "text") => html(2),
        (Atom, "summary") => atom_text(tag, 3),
        (Plain | DublinCore, "description") | (DcTerms, "abstract" | "description") => html(3),
        (Itunes, "summary") | (Media, "description") => html(4),
        (Plain, "author") | (DublinCore | DcTerms, "creator") => Field::Author,
        (Itunes, "author") => Field::OtherAuthor,
        (Plain, "pubDate" | "pubdate" | "published") => published,
        (Atom, "published" | "issued") | (DublinCore, "date") => published,
        (DcTerms, "issued" | "available" | "date") | (Prism, "publicationDate") => published,
        (Atom, "updated" | "modified") | (Plain, "updated") => modified,
        (DcTerms, "modified") | (Prism, "modificationDate") => modified,
        (Plain, "source") => Field::Source,
        (DublinCore | DcTerms, "source") => Field::Via,
        (DublinCore | DcTerms, "publisher") => Field::Publisher,
        (Plain, "copyright") | (Atom | DublinCore, "rights") => Field::Rights,
        (DcTerms, "rights") | (Media, "copyright") => Field::Rights,
        (CreativeCommons, "license") | (DcTerms, "license") => Field::Licence,
        (Plain | DublinCore | DcTerms, "language") => Field::Language,
        (Media, "credit") => Field::MediaCredit,
        _ => return None,
    })
}

/// How a text of Atom is written; a picture or a program in it is none.
fn atom_text(tag: &Tag<'_>, rank: u8) -> Field {
    let kind = tag.get("type").unwrap_or("text").to_ascii_lowercase();
    if tag.get("mode") == Some("base64") {
        return Field::Nothing;
    }
    match kind.split(';').next().unwrap_or_default().trim() {
        "text" | "text/plain" => Field::Body(rank, Written::Plain),
        // `html`, `xhtml`, `application/xhtml+xml`, and words that no standard knows (feedgen writes `CDATA`).
        kind if kind.contains("html") || kind.contains("xml") || !kind.contains('/') => {
            Field::Body(rank, Written::Html)
        }
        _ => Field::Nothing,
    }
}

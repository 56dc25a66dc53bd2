//! Stand-in for the readers of feeds, sitemaps and OPML, until those are merged: what each names, and the text it brings.

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::ingest::{Push, ReadOptions, Refused, date, plain};
use crate::model::{Article, Credit, DateClaim, DateOrigin, DateRole};

/// What a feed, a sitemap or a list of feeds names.
#[derive(Debug, Default)]
pub struct Listed {
    /// Each address with what is known of it.
    pub entries: Vec<Entry>,
    /// What could not be read.
    pub refused: Vec<Refused>,
}

/// One address that a list names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// The address.
    pub url: String,
    /// Its headline.
    pub title: Option<String>,
    /// Who publishes it.
    pub outlet: Option<String>,
    /// Its language.
    pub language: Option<String>,
    /// Its dates.
    pub claims: Vec<DateClaim>,
    /// Its credits.
    pub credits: Vec<Credit>,
    /// True when it is a list itself.
    pub nested: bool,
    /// True when its text came along.
    pub has_text: bool,
}

/// What the bytes name; nothing when they are no list.
pub fn addresses(name: &str, bytes: &[u8], options: &ReadOptions) -> Listed {
    let front = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]);
    let holds = |word: &str| front.contains(word);
    let mut out = Listed::default();
    if holds("<urlset") || holds("<sitemapindex") || holds("<opml") {
        out.entries = xml(bytes);
    } else if holds("<rss") || holds("<feed") || holds("<rdf:RDF") {
        match feed_rs::parser::parse(bytes) {
            Ok(feed) => {
                let outlet = feed.title.map(|t| t.content);
                out.entries = feed
                    .entries
                    .iter()
                    .filter_map(|e| entry(e, options))
                    .collect();
                out.entries
                    .iter_mut()
                    .for_each(|e| e.outlet.clone_from(&outlet));
            }
            Err(e) => out
                .refused
                .push(Refused::new(name, "not a feed", e.to_string())),
        }
    }
    out
}

fn entry(item: &feed_rs::model::Entry, options: &ReadOptions) -> Option<Entry> {
    let claim = |at: Option<String>, role| date::parse(&at?, DateOrigin::Feed, role, options.now);
    Some(Entry {
        url: item.links.first()?.href.clone(),
        title: item.title.as_ref().map(|t| t.content.clone()),
        claims: claim(item.published.map(|d| d.to_rfc3339()), DateRole::Published)
            .into_iter()
            .chain(claim(
                item.updated.map(|d| d.to_rfc3339()),
                DateRole::Modified,
            ))
            .collect(),
        has_text: text(item).is_some(),
        ..Entry::default()
    })
}

fn text(item: &feed_rs::model::Entry) -> Option<String> {
    let body = item.content.as_ref().and_then(|c| c.body.clone());
    body.or_else(|| item.summary.as_ref().map(|s| s.content.clone()))
}

fn xml(bytes: &[u8]) -> Vec<Entry> {
    let (mut out, mut at, mut nested) = (Vec::new(), false, false);
    let mut reader = Reader::from_reader(bytes);
    let mut buffer = Vec::new();
    while let Ok(event) = reader.read_event_into(&mut buffer) {
        match event {
            Event::Eof => break,
            Event::Start(e) | Event::Empty(e) => {
                at = e.local_name().as_ref() == "loc";
                nested |= e.local_name().as_ref() == "sitemapindex";
                if let Ok(Some(url)) = e.try_get_attribute("xmlUrl") {
                    out.push(Entry {
                        url: url.value.to_string(),
                        nested: true,
                        ..Entry::default()
                    });
                }
            }
            Event::Text(text) if at => out.push(Entry {
                url: text.trim().to_owned(),
                nested,
                ..Entry::default()
            }),
            Event::End(_) => at = false,
            _ => {}
        }
        buffer.clear();
    }
    out.retain(|e| !e.url.is_empty());
    out
}

/// Reads the texts that a feed brings along.
pub(crate) fn read(name: &str, bytes: &[u8], options: &ReadOptions, push: &mut Push<'_>) {
    let Ok(feed) = feed_rs::parser::parse(bytes) else {
        let _ = push(Err(Refused::new(name, "not a feed", "it cannot be read")));
        return;
    };
    let outlet = feed.title.map(|t| t.content);
    for item in &feed.entries {
        let (Some(entry), Some(text)) = (entry(item, options), text(item)) else {
            let _ = push(Err(Refused::new(name, "no text", "the item has no text")));
            continue;
        };
        let article = plain::read(name, text, options).map(|read| Article {
            url: Some(entry.url),
            title: entry.title,
            outlet: options.outlet.clone().or_else(|| outlet.clone()),
            dates: entry
                .claims
                .into_iter()
                .chain(options.claims.iter().cloned())
                .collect(),
            ..read
        });
        let _ = push(article);
    }
}

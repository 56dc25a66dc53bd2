//! Sitemaps, news sitemaps and indexes of sitemaps: addresses with claims of date, outlet, language and title, and no text.
//!
//! Names count by where they stand: the `loc` of a picture or a film inside an address is none of its own.

use crate::ingest::html::fragment;
use crate::ingest::xml::{Piece, Space, Xml};
use crate::ingest::{Entry, Listed, Push, ReadOptions, Refused, date, decode, links};
use crate::model::{DateOrigin, DateRole};

/// Longest address, in bytes (the protocol allows 2,048; what is longer than this is none).
const LONGEST: usize = 8192;

/// Refuses a sitemap as the list of addresses it is.
pub(crate) fn read(name: &str, bytes: &[u8], options: &ReadOptions, push: &mut Push<'_>) {
    let hint = "fetch them with --fetch";
    for refused in addresses(name, bytes, options).without_text(name, "a sitemap", hint) {
        if push(Err(refused)).is_break() {
            return;
        }
    }
}

/// What one `<url>` or `<sitemap>` says.
#[derive(Default)]
struct Place {
    line: usize,
    nested: bool,
    address: String,
    changed: String,
    outlet: String,
    language: String,
    published: String,
    title: String,
}

/// The addresses of a sitemap, those of an index marked as nested.
pub(crate) fn addresses(name: &str, bytes: &[u8], options: &ReadOptions) -> Listed {
    let text = decode::xml(bytes, options.content_type.as_deref());
    let mut xml = Xml::new(&text, None, &options.limits);
    let mut listed = Listed::default();
    let mut path: Vec<(Space, &str)> = Vec::new();
    let mut place: Option<Place> = None;
    loop {
        match xml.next() {
            Ok(Piece::End) => return listed,
            Err(trouble) => {
                let at = format!("{name}:{}", trouble.line);
                listed
                    .refused
                    .push(Refused::new(&at, trouble.reason, trouble.detail));
                return listed;
            }
            Ok(Piece::Open(tag)) => {
                path.push((tag.space, tag.name));
                let nested = tag.name == "sitemap";
                if path.len() <= 2 && (nested || tag.name == "url") {
                    let line = xml.line();
                    place = Some(Place {
                        line,
                        nested,
                        ..Place::default()
                    });
                }
            }
            Ok(Piece::Text(text)) => {
                if let Some(slot) = place.as_mut().and_then(|p| p.slot(&path)) {
                    slot.push_str(&text);
                }
            }
            Ok(Piece::Close) => {
                path.pop();
                if path.len() > 1 {
                    continue;
                }
                let Some(place) = place.take() else { continue };
                if listed.entries.len() >= options.limits.items {
                    let detail = format!(
                        "the sitemap lists more than {} addresses",
                        options.limits.items
                    );
                    listed
                        .refused
                        .push(Refused::new(name, "too many items", detail));
                    return listed;
                }
                match place.entry(options) {
                    Ok(entry) => listed.entries.push(entry),
                    Err(detail) => {
                        let at = format!("{name}:{}", place.line);
                        listed.refused.push(Refused::new(&at, "no address", detail));
                    }
                }
            }
        }
    }
}

impl Place {
    /// Where the text of the innermost element goes.
    fn slot(&mut self, path: &[(Space, &str)]) -> Option<&mut String> {
        let at = path
            .iter()
            .rposition(|(_, name)| matches!(*name, "url" | "sitemap"))?;
        let below = &path[at + 1..];
        let own = below.iter().all(|(space, _)| *space == Space::Plain);
        let news = below.iter().all(|(space, _)| *space == Space::News);
        let names: Vec<&str> = below.iter().map(|(_, name)| *name).collect();
        Some(match names.as_slice() {
            ["loc"] if own => &mut self.address,
            ["lastmod"] if own => &mut self.changed,
            ["news", "publication", "name"] if news => &mut self.outlet,
            ["news", "publication", "language"] if news => &mut self.language,
            ["news", "publication_date"] if news => &mut self.published,
            ["news", "title"] if news => &mut self.title,
            _ => return None,
        })
    }

    fn entry(&self, options: &ReadOptions) -> Result<Entry, String> {
        let base = options
            .url
            .as_deref()
            .and_then(|u| links::absolute(u, None));
        let address = Some(self.address.trim()).filter(|a| !a.is_empty() && a.len() <= LONGEST);
        let address = address.ok_or("the entry names no address")?;
        let url = links::absolute(address, base.as_ref()).ok_or_else(|| {
            format!(
                "`{}` is no web address",
                address.chars().take(80).collect::<String>()
            )
        })?;
        let line = |text: &str| {
            let short = Some(text).filter(|t| t.len() <= LONGEST)?;
            Some(fragment::line(short, &options.limits)).filter(|t| !t.is_empty())
        };
        let dates = [
            (&self.published, DateRole::Published),
            (&self.changed, DateRole::Modified),
        ];
        let claims = dates.into_iter();
        let claims =
            claims.filter_map(|(d, role)| date::parse(d, DateOrigin::Sitemap, role, options.now));
        Ok(Entry {
            outlet: line(&self.outlet).or_else(|| options.outlet.clone()),
            title: line(&self.title),
            language: line(&self.language).filter(|l| l.len() <= 35),
            claims: claims.collect(),
            nested: self.nested,
            url: url.into(),
            ..Entry::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest;
    use crate::model::Precision;

    const NEWS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
 <url>
  <loc> https://post.example/river?a=1&amp;b=2 </loc>
  <lastmod>2023-09-19T10:00:00+02:00</lastmod>
  <image:image><image:loc>https://post.example/river.jpg</image:loc><image:title>A picture</image:title></image:image>
  <n:news><n:publication><n:name>The Harbour Post</n:name><n:language>en</n:language></n:publication>
   <n:publication_date>2023-09-19</n:publication_date><n:title>River &amp;amp; quay</n:title></n:news>
 </url>
 <url><loc></loc></url>
 <url><loc>https://post.example/plain</loc></url>
</urlset>"#;

    #[test]
    fn a_news_sitemap_claims_date_outlet_language_and_title_of_an_address() {
        let listed = ingest::addresses("s.xml", NEWS.as_bytes(), &ReadOptions::default());
        let first = &listed.entries[0];
        assert_eq!(first.url, "https://post.example/river?a=1&b=2");
        assert_eq!(first.outlet.as_deref(), Some("The Harbour Post"));
        assert_eq!(first.language.as_deref(), Some("en"));
        assert_eq!(first.title.as_deref(), Some("River & quay"));
        let claims: Vec<_> = first
            .claims
            .iter()
            .map(|c| (c.role, c.origin, c.precision))
            .collect();
        assert_eq!(
            claims,
            [
                (DateRole::Published, DateOrigin::Sitemap, Precision::Day),
                (DateRole::Modified, DateOrigin::Sitemap, Precision::Second)
            ]
        );
        assert_eq!(first.claims[1].printed, "2023-09-19T10:00:00+02:00");
        assert_eq!(listed.entries[1].url, "https://post.example/plain");
        let refused: Vec<_> = listed
            .refused
            .iter()
            .map(|r| (&*r.place, &*r.reason))
            .collect();
        assert_eq!(refused, [("s.xml:11", "no address")]);
    }

    #[test]
    fn an_index_lists_sitemaps_and_a_sitemap_is_refused_as_what_it_is() {
        let index = b"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>
            <sitemap><loc>https://post.example/news.xml</loc></sitemap></sitemapindex>";
        let listed = ingest::addresses("s.xml", index, &ReadOptions::default());
        assert!(listed.entries[0].nested);
        let read = ingest::read("s.xml", NEWS.as_bytes(), &ReadOptions::default());
        assert!(read.articles.is_empty());
        assert_eq!(read.refused[0].reason, "no text");
        assert_eq!(
            read.refused[0].detail,
            "a sitemap lists 2 addresses and holds no text; fetch them with --fetch"
        );
    }

    #[test]
    fn a_sitemap_that_breaks_off_lists_what_came_before() {
        let cut = &NEWS[..NEWS.len() - 20];
        let listed = ingest::addresses("s.xml", cut.as_bytes(), &ReadOptions::default());
        assert_eq!(listed.entries.len(), 1);
        assert_eq!(listed.refused.last().unwrap().reason, "broken off");
    }
}

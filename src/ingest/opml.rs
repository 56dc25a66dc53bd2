//! Lists of feeds (OPML): outlines with an `xmlUrl`, however deep their folders lie.

use std::collections::HashSet;

use crate::ingest::html::fragment;
use crate::ingest::xml::{Piece, Tag, Xml};
use crate::ingest::{Entry, Listed, Push, ReadOptions, Refused, decode, links};

/// Longest address or name, in bytes.
const LONGEST: usize = 8192;

/// Refuses a list of feeds as what it is.
pub(crate) fn read(name: &str, bytes: &[u8], options: &ReadOptions, push: &mut Push<'_>) {
    let hint = "follow them with watch";
    for refused in addresses(name, bytes, options).without_text(name, "a list of feeds", hint) {
        if push(Err(refused)).is_break() {
            return;
        }
    }
}

/// The feeds of a list, each once.
pub(crate) fn addresses(name: &str, bytes: &[u8], options: &ReadOptions) -> Listed {
    let text = decode::xml(bytes, options.content_type.as_deref());
    let mut xml = Xml::new(&text, None, &options.limits);
    let mut listed = Listed::default();
    let mut seen = HashSet::new();
    loop {
        let tag = match xml.next() {
            Ok(Piece::Open(tag)) => tag,
            Ok(Piece::End) => return listed,
            Ok(_) => continue,
            Err(trouble) => {
                let at = format!("{name}:{}", trouble.line);
                listed
                    .refused
                    .push(Refused::new(&at, trouble.reason, trouble.detail));
                return listed;
            }
        };
        let Some(address) =
            get(&tag, "xmlUrl").filter(|_| tag.name.eq_ignore_ascii_case("outline"))
        else {
            continue;
        };
        if listed.entries.len() >= options.limits.items {
            let detail = format!("the list names more than {} feeds", options.limits.items);
            listed
                .refused
                .push(Refused::new(name, "too many items", detail));
            return listed;
        }
        // Readers write `feed:` for addresses that feeds are followed under.
        let bare = address
            .strip_prefix("feed:")
            .map(|a| match a.strip_prefix("//") {
                Some(rest) => format!("http://{rest}"),
                None => a.to_owned(),
            });
        let base = options
            .url
            .as_deref()
            .and_then(|u| links::absolute(u, None));
        let url = links::absolute(bare.as_deref().unwrap_or(address), base.as_ref());
        let Some(url) = url.filter(|u| u.as_str().len() <= LONGEST) else {
            let at = format!("{name}:{}", xml.line());
            let shown: String = address.chars().take(80).collect();
            let detail = format!("`{shown}` is no web address");
            listed.refused.push(Refused::new(&at, "no address", detail));
            continue;
        };
        let url = String::from(url);
        if !seen.insert(url.clone()) {
            continue;
        }
        let title = get(&tag, "title").or_else(|| get(&tag, "text"));
        let title = title.filter(|t| t.len() <= LONGEST);
        let title = title
            .map(|t| fragment::line(t, &options.limits))
            .filter(|t| !t.is_empty());
        listed.entries.push(Entry {
            outlet: options.outlet.clone().or_else(|| title.clone()),
            language: get(&tag, "language")
                .filter(|l| l.len() <= 35)
                .map(str::to_owned),
            nested: true,
            title,
            url,
            ..Entry::default()
        });
    }
}

/// An attribute's value, in whatever case its name is written.
fn get<'t>(tag: &'t Tag<'_>, name: &str) -> Option<&'t str> {
    let mut all = tag.attributes.iter();
    let found = all.find(|(_, key, _)| key.eq_ignore_ascii_case(name));
    found
        .map(|(_, _, value)| value.trim())
        .filter(|v| !v.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest;

    #[test]
    fn feeds_are_found_in_nested_folders_each_once() {
        let list = br#"<opml version="2.0"><head><title>Mine</title></head><body>
            <outline text="News"><outline text="North"><outline text="Harbour &amp; Quay" xmlurl="feed://post.example/rss"/></outline>
            <outline text="Short" title="The Long Name" xmlUrl="https://quay.example/atom" language="de"/></outline>
            <outline text="Again" xmlUrl="https://quay.example/atom"/><outline xmlUrl="nonsense"/>
            <outline type="link" url="https://quay.example/"/></body></opml>"#;
        let listed = ingest::addresses("mine.opml", list, &ReadOptions::default());
        let found: Vec<_> = listed
            .entries
            .iter()
            .map(|e| (&*e.url, e.title.as_deref(), e.nested))
            .collect();
        assert_eq!(
            found,
            [
                ("http://post.example/rss", Some("Harbour & Quay"), true),
                ("https://quay.example/atom", Some("The Long Name"), true)
            ]
        );
        assert_eq!(listed.entries[1].language.as_deref(), Some("de"));
        assert_eq!(listed.refused[0].place, "mine.opml:4");
        let read = ingest::read("mine.opml", list, &ReadOptions::default());
        assert_eq!(read.refused[0].reason, "no text");
    }
}

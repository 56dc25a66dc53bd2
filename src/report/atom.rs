//! Copies as an Atom feed (RFC 4287), for a feed reader to watch.
//!
//! The same copies always give the same bytes: ids are made of the ids of the articles, and no clock is asked.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::report::copies::CopyView;
use crate::report::human::{outlet, title};

/// Entries of a feed, at most; the newest stay.
pub const ENTRIES: usize = 100;

/// The feed of the copies of an outlet's articles, newest first. `copies` may come in any order.
pub fn atom(mine: &str, copies: &[CopyView]) -> String {
    let mut newest: Vec<&CopyView> = copies.iter().collect();
    newest.sort_by(|a, b| {
        let key = |c: &CopyView| (c.copy.id.clone(), c.source.id.clone());
        b.first_seen_at
            .cmp(&a.first_seen_at)
            .then_with(|| key(a).cmp(&key(b)))
    });
    newest.truncate(ENTRIES);
    // A feed without entries has to carry a date too; the epoch says that nothing has come yet.
    let updated = newest
        .first()
        .map_or("1970-01-01T00:00:00Z", |c| c.first_seen_at.as_str());
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    element(
        &mut out,
        1,
        "id",
        &format!("urn:urtext:copies:{}", digest(mine)),
    );
    element(&mut out, 1, "title", &format!("Copies of {mine}"));
    element(&mut out, 1, "updated", updated);
    // Writing into a String cannot fail, here and below.
    let _ = writeln!(
        out,
        "  <author><name>urtext</name></author>\n  <generator version=\"{}\">urtext</generator>",
        env!("CARGO_PKG_VERSION")
    );
    for copy in newest {
        entry(&mut out, copy);
    }
    out.push_str("</feed>\n");
    out
}

fn entry(out: &mut String, copy: &CopyView) {
    let bare = |id: &str| id.trim_start_matches("a:").to_owned();
    let id = format!(
        "urn:urtext:copy:{}:{}",
        bare(&copy.copy.id),
        bare(&copy.source.id)
    );
    out.push_str("  <entry>\n");
    element(out, 2, "id", &id);
    let head = format!("{}: {}", outlet(&copy.copy), title(&copy.copy));
    element(out, 2, "title", &head);
    element(out, 2, "updated", &copy.first_seen_at);
    element(out, 2, "published", &copy.first_seen_at);
    for (relation, article) in [("alternate", &copy.copy), ("related", &copy.source)] {
        // Only what a reader may follow without harm becomes a link.
        let address = &article.article;
        if ["http://", "https://"]
            .iter()
            .any(|s| address.starts_with(s))
        {
            let _ = writeln!(
                out,
                "    <link rel=\"{relation}\" href=\"{}\"/>",
                escaped(address)
            );
        }
    }
    for (scheme, term) in [("direction", copy.direction), ("credit", copy.credit)] {
        let _ = writeln!(
            out,
            "    <category scheme=\"urn:urtext:{scheme}\" term=\"{}\"/>",
            escaped(term)
        );
    }
    let summary = format!(
        "{}. From “{}” ({}).",
        copy.summary(),
        title(&copy.source),
        outlet(&copy.source)
    );
    element(out, 2, "summary", &summary);
    out.push_str("  </entry>\n");
}

fn element(out: &mut String, depth: usize, name: &str, text: &str) {
    let blank = "  ".repeat(depth);
    let _ = writeln!(out, "{blank}<{name}>{}</{name}>", escaped(text));
}

/// Text as XML 1.0 can hold it: its five marks escaped, characters that it forbids left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}

/// The front of the SHA-256 of a name, in hex: a feed keeps its id whatever its name holds.
fn digest(name: &str) -> String {
    let sum = Sha256::digest(name.as_bytes());
    sum.iter().take(8).map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::human::samples::copied;

    fn read(text: &str) -> feed_rs::model::Feed {
        feed_rs::parser::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn an_independent_reader_finds_what_was_written() {
        let copies = [
            copied(1, "2024-05-15T03:00:00Z"),
            copied(2, "2024-05-16T03:00:00Z"),
        ];
        let text = atom("Harbour <Post> & \u{0}Co", &copies);
        let feed = read(&text);
        assert_eq!(feed.feed_type, feed_rs::model::FeedType::Atom);
        assert!(feed.id.starts_with("urn:urtext:copies:"));
        assert_eq!(feed.title.unwrap().content, "Copies of Harbour <Post> & Co");
        assert_eq!(feed.updated.unwrap().to_string(), "2024-05-16 03:00:00 UTC");
        assert_eq!(feed.entries.len(), 2);
        let newest = &feed.entries[0];
        assert_eq!(
            newest.id,
            format!("urn:urtext:copy:{}:{}", "0102".repeat(8), "0202".repeat(8))
        );
        assert_eq!(
            newest.title.as_ref().unwrap().content,
            "Flash: Tuba & <b>whale</b>\\u{1b}[31m"
        );
        let links: Vec<_> = newest
            .links
            .iter()
            .map(|l| (l.rel.as_deref(), l.href.as_str()))
            .collect();
        assert_eq!(
            links,
            [
                (Some("alternate"), "https://flash.example/2?a=1&b=2"),
                (Some("related"), "https://harbour.example/2?a=1&b=2"),
            ]
        );
        let summary = &newest.summary.as_ref().unwrap().content;
        assert!(
            summary.starts_with("4 paragraphs (3 verbatim, 1 edited), 110 of 120 words"),
            "{summary}"
        );
    }

    #[test]
    fn the_same_copies_give_the_same_bytes_and_only_the_newest_hundred_stay() {
        let mut copies: Vec<CopyView> = (0..130)
            .map(|n| copied(n, &format!("2024-05-15T03:{:02}:{:02}Z", n / 60, n % 60)))
            .collect();
        let text = atom("Harbour", &copies);
        copies.reverse();
        assert_eq!(atom("Harbour", &copies), text);
        let feed = read(&text);
        assert_eq!(feed.entries.len(), ENTRIES);
        assert!(feed.entries[0].id.contains(&format!("{:02x}", 129)));
    }

    #[test]
    fn a_feed_without_entries_is_whole_and_no_script_becomes_a_link() {
        let feed = read(&atom("Harbour", &[]));
        assert_eq!(feed.entries.len(), 0);
        let mut odd = copied(1, "2024-05-15T03:00:00Z");
        odd.copy.article = "javascript:alert(1)".into();
        odd.source.article = odd.source.id.clone();
        assert!(read(&atom("Harbour", &[odd])).entries[0].links.is_empty());
    }
}

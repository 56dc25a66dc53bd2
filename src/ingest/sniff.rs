//! What a stretch of bytes is: by its content first, by its name second.

use crate::ingest::decode;

/// How input is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Whatever the content looks like.
    #[default]
    Auto,
    /// One plain text.
    Text,
    /// One page.
    Html,
    /// JSON records: one a line, one alone, or an array of them.
    Jsonl,
}

/// How much of the front is looked at, in bytes.
const HEAD: usize = 4096;

impl Format {
    /// Itself, or for [`Format::Auto`] what `bytes` (the front of the input suffices) and `name` say.
    pub(crate) fn or_sniffed(self, name: &str, bytes: &[u8]) -> Self {
        if self == Self::Auto {
            sniff(name, bytes)
        } else {
            self
        }
    }
}

fn sniff(name: &str, bytes: &[u8]) -> Format {
    let head = decode::text(&bytes[..bytes.len().min(HEAD)]);
    let start = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let lower = name.to_ascii_lowercase();
    let lower = lower.strip_suffix(".gz").unwrap_or(&lower);
    let ends = |endings: &[&str]| endings.iter().any(|e| lower.ends_with(e));
    if ends(&[".jsonl", ".ndjson"]) && !start.starts_with('<') {
        return Format::Jsonl;
    }
    if is_json(start) {
        return Format::Jsonl;
    }
    if is_page(start) || start.starts_with('<') && ends(&[".html", ".htm", ".xhtml"]) {
        return Format::Html;
    }
    if ends(&[".json"]) {
        return Format::Jsonl;
    }
    Format::Text
}

/// True when the text opens an object with a key, or an array of such.
fn is_json(start: &str) -> bool {
    let inner = start.strip_prefix('[').map_or(start, str::trim_start);
    let Some(body) = inner.strip_prefix('{').map(str::trim_start) else {
        return false;
    };
    let Some(key) = body.strip_prefix('"') else {
        return body.starts_with('}');
    };
    key.split_once('"')
        .is_some_and(|(_, rest)| rest.trim_start().starts_with(':'))
}

/// True when the text opens like a page; comments and an XML declaration may stand before.
fn is_page(start: &str) -> bool {
    let mut rest = start;
    while let Some(end) = ["<!--", "<?xml"].iter().find_map(|open| {
        let close = if *open == "<!--" { "-->" } else { "?>" };
        rest.starts_with(open)
            .then(|| rest.find(close).map(|at| at + close.len()))?
    }) {
        rest = rest[end..].trim_start();
    }
    let head: String = rest
        .chars()
        .take(16)
        .collect::<String>()
        .to_ascii_lowercase();
    const OPENINGS: [&str; 16] = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<title",
        "<meta",
        "<script",
        "<div",
        "<p>",
        "<p ",
        "<article",
        "<main",
        "<section",
        "<h1",
        "<table",
        "<link",
    ];
    OPENINGS.iter().any(|o| head.starts_with(o))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_speaks_before_the_name() {
        for (name, bytes, want) in [
            ("a.txt", &b"<!DOCTYPE HTML><title>x"[..], Format::Html),
            ("a.html", b"<!-- saved --> <html>", Format::Html),
            ("a.html", b"{\"text\": \"x\"}", Format::Jsonl),
            ("a.txt", b"[{\"text\": 1}]", Format::Jsonl),
            ("a.html", b"A plain text", Format::Text),
            ("a.jsonl.gz", b"\n\nnonsense", Format::Jsonl),
            ("-", b"{not json", Format::Text),
            ("a.md", b"# Title", Format::Text),
            ("a", b"<3 is a heart", Format::Text),
        ] {
            assert_eq!(sniff(name, bytes), want, "{name}");
        }
    }
}

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
    /// A table with a line of column names (CSV, TSV).
    Csv,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A news sitemap.
    Sitemap,
    /// A list of feeds.
    Opml,
    /// WARC or ARC records.
    Warc,
    /// IPTC ninjs.
    Ninjs,
    /// IPTC NewsML-G2.
    NewsMl,
    /// NITF.
    Nitf,
    /// A page with its parts in one MIME message.
    Mhtml,
    /// A zip or tar of any of these.
    Archive,
}

/// How much of the front is looked at, in bytes.
const HEAD: usize = 4096;

impl Format {
    /// Itself, or for [`Format::Auto`] what `bytes` (the front of the input suffices) and `name` say.
    pub(crate) fn or_sniffed(self, name: &str, bytes: &[u8], content_type: Option<&str>) -> Self {
        if self == Self::Auto {
            sniff(name, bytes, content_type)
        } else {
            self
        }
    }

    /// True for what is read as it comes, whatever its size; the others lie in memory as a whole.
    pub(crate) fn is_streamed(self) -> bool {
        matches!(self, Self::Csv | Self::Warc | Self::Archive)
    }
}

fn sniff(name: &str, bytes: &[u8], content_type: Option<&str>) -> Format {
    if let Some(format) = packed(bytes) {
        return format;
    }
    let head = decode::text(&bytes[..bytes.len().min(HEAD)]);
    let start = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let lower = name.to_ascii_lowercase();
    let lower = lower.strip_suffix(".gz").unwrap_or(&lower);
    let ends = |endings: &[&str]| endings.iter().any(|e| lower.ends_with(e));
    // Archives whose front is damaged, or too old to be marked.
    if ends(&[".warc", ".arc"]) {
        return Format::Warc;
    }
    if ends(&[".zip", ".tar", ".tgz"]) {
        return Format::Archive;
    }
    if start.starts_with('<')
        && let Some(format) = markup(start)
    {
        return format;
    }
    let told = content_type.unwrap_or_default();
    // A feed behind whatever its server printed before it.
    if (ends(&[".rss", ".atom", ".rdf"]) || told.contains("rss+xml") || told.contains("atom+xml"))
        && ["<rss", "<feed", "<rdf:RDF"]
            .iter()
            .any(|f| start.contains(f))
    {
        return Format::Feed;
    }
    if told.starts_with("application/feed+json") && start.starts_with('{') {
        return Format::Feed;
    }
    let one = !ends(&[".jsonl", ".ndjson"]);
    if let Some(format) = Some(start).filter(|_| one).and_then(object) {
        return format;
    }
    if !one && !start.starts_with('<') {
        return Format::Jsonl;
    }
    if is_json(start) {
        return Format::Jsonl;
    }
    if is_mime(start) || ends(&[".mht", ".mhtml"]) {
        return Format::Mhtml;
    }
    if ends(&[".csv", ".tsv"]) || told.starts_with("text/csv") {
        return Format::Csv;
    }
    if told.starts_with("text/html") {
        return Format::Html;
    }
    if is_page(start) || start.starts_with('<') && ends(&[".html", ".htm", ".xhtml"]) {
        return Format::Html;
    }
    if ends(&[".json"]) {
        return Format::Jsonl;
    }
    Format::Text
}

/// What is told by the first bytes alone: records of archives, zip and tar.
fn packed(bytes: &[u8]) -> Option<Format> {
    /// Where a tar's mark stands.
    const TAR: usize = 257;
    if bytes.starts_with(b"WARC/") || bytes.starts_with(b"filedesc:") {
        return Some(Format::Warc);
    }
    let tar = bytes.get(TAR..).is_some_and(|b| b.starts_with(b"ustar"));
    let zip = [&b"PK\x03\x04"[..], b"PK\x05\x06"];
    (tar || zip.iter().any(|z| bytes.starts_with(z))).then_some(Format::Archive)
}

/// What the first element of a document says; declarations, comments and a doctype may stand before it.
fn markup(start: &str) -> Option<Format> {
    let mut rest = start;
    loop {
        rest = rest.trim_start().strip_prefix('<')?;
        let close = match rest.as_bytes().first()? {
            b'?' => "?>",
            b'!' if rest.starts_with("!--") => "-->",
            // A doctype may bring its own declarations.
            b'!' => match (rest.find('['), rest.find('>')?) {
                (Some(open), end) if open < end => "]>",
                _ => ">",
            },
            _ => break,
        };
        rest = &rest[rest.find(close)? + close.len()..];
    }
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
    let name = &rest[..end.unwrap_or(rest.len())];
    let local = name.rsplit(':').next().unwrap_or(name);
    Some(match local {
        "rss" | "RSS" | "feed" | "RDF" | "channel" => Format::Feed,
        "opml" | "OPML" => Format::Opml,
        "urlset" | "sitemapindex" => Format::Sitemap,
        "newsMessage" | "newsItem" | "packageItem" | "NewsML" => Format::NewsMl,
        "nitf" => Format::Nitf,
        _ => return None,
    })
}

/// What the keys at the front of one JSON object say.
fn object(start: &str) -> Option<Format> {
    let has = |key: &str| start.contains(&format!("\"{key}\""));
    if !start.starts_with('{') {
        return None;
    }
    if start.contains("jsonfeed.org/version") {
        return Some(Format::Feed);
    }
    const NINJS: [&str; 8] = [
        "versioncreated",
        "versionCreated",
        "firstcreated",
        "firstCreated",
        "pubstatus",
        "pubStatus",
        "body_html",
        "bodies",
    ];
    (has("uri") && NINJS.iter().filter(|k| has(k)).count() >= 2
        || start.contains("iptc.org/std/ninjs"))
    .then_some(Format::Ninjs)
}

/// True when the text opens with the header of a MIME message.
fn is_mime(start: &str) -> bool {
    let head = start.split("\n\n").next().unwrap_or(start);
    let head = head.split("\r\n\r\n").next().unwrap_or(head);
    let lower = head.to_ascii_lowercase();
    lower.contains("mime-version:") && lower.contains("content-type: multipart/related")
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
            ("a", b"WARC/1.0\r\n", Format::Warc),
            (
                "a",
                b"<?xml version='1.0'?><!-- x --><rss version='2.0'>",
                Format::Feed,
            ),
            ("a", b"<rdf:RDF xmlns='x'>", Format::Feed),
            (
                "a",
                b"<!DOCTYPE rss [<!ENTITY a 'b'> ]>\n<rss>",
                Format::Feed,
            ),
            ("a.xml", b"<opml version='2.0'>", Format::Opml),
            (
                "a.rss",
                b"Warning: line 7\n<rss version='2.0'>",
                Format::Feed,
            ),
            ("a.xml", b"<urlset xmlns='x'>", Format::Sitemap),
            ("a.xml", b"<!DOCTYPE nitf SYSTEM 'x'><nitf>", Format::Nitf),
            (
                "a.xml",
                b"<!DOCTYPE nitf [<!ENTITY a 'b'>]><nitf>",
                Format::Nitf,
            ),
            (
                "a.json",
                b"{\"version\": \"https://jsonfeed.org/version/1.1\"}",
                Format::Feed,
            ),
            (
                "a.json",
                b"{\"uri\": \"x\", \"pubstatus\": \"usable\", \"versioncreated\": \"y\"}",
                Format::Ninjs,
            ),
            ("a.csv", b"url,text\n", Format::Csv),
            (
                "a",
                b"From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n",
                Format::Mhtml,
            ),
            ("a", b"PK\x03\x04x", Format::Archive),
            ("a.warc.gz", b"no record", Format::Warc),
            ("a.tgz", b"no mark", Format::Archive),
        ] {
            assert_eq!(sniff(name, bytes, None), want, "{name}");
        }
    }
}

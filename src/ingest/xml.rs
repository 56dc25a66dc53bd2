//! XML as feeds really hold it: names by their namespace, entities inert, and as much as can be read of what is broken.
//!
//! `quick-xml` cuts the text into events; end tags that match nothing, bare `&` and `<`, prefixes that nobody declared and
//! entities that XML does not know are no trouble. Entities of a doctype are never expanded: `&lol9;` stays as it stands.
//! Depth and attributes are capped as for pages.

use std::borrow::Cow;
use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use url::Url;

use crate::ingest::{Limits, links};

/// Longest address that others are resolved against, in bytes.
const LONGEST_BASE: usize = 2048;

/// Whose word a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Space {
    /// No namespace at all, or one of RSS itself.
    Plain,
    Atom,
    Rdf,
    DublinCore,
    DcTerms,
    Content,
    Media,
    FeedBurner,
    CreativeCommons,
    Prism,
    Itunes,
    Xhtml,
    Xml,
    News,
    Other,
}

/// One element's start.
#[derive(Debug)]
pub(crate) struct Tag<'a> {
    pub(crate) space: Space,
    /// The name without its prefix.
    pub(crate) name: &'a str,
    pub(crate) attributes: Vec<(Space, String, String)>,
}

impl Tag<'_> {
    /// The value of an attribute that has no prefix, without blanks around it; nothing when it is empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        let found = all.find(|(space, key, _)| *space == Space::Plain && key == name);
        found
            .map(|(_, _, value)| value.trim())
            .filter(|v| !v.is_empty())
    }
}

/// What comes next in the text.
#[derive(Debug)]
pub(crate) enum Piece<'a> {
    Open(Tag<'a>),
    /// Text with its entities resolved, CDATA as it stands.
    Text(Cow<'a, str>),
    /// The end of the element that was opened last.
    Close,
    End,
}

/// Why the rest cannot be read.
#[derive(Debug, Clone)]
pub(crate) struct Trouble {
    /// Where, as a line number from 1.
    pub(crate) line: usize,
    pub(crate) reason: &'static str,
    pub(crate) detail: String,
}

/// An element that is not closed yet.
struct Opened<'a> {
    /// With its prefix.
    name: &'a str,
    line: usize,
    base: Option<Url>,
    language: Option<String>,
    /// The prefixes it declares.
    declared: Vec<String>,
}

/// A reader of one document.
pub(crate) struct Xml<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// Where the reader's text begins in `text`.
    from: usize,
    limits: &'a Limits,
    base: Option<Url>,
    open: Vec<Opened<'a>>,
    /// How many elements are to be closed before anything is read.
    closing: usize,
    begun: bool,
    spaces: HashMap<String, Vec<Space>>,
    /// A place and its line.
    counted: (usize, usize),
    /// How many bytes may still be looked at a second time.
    patience: usize,
}

impl<'a> Xml<'a> {
    /// A reader of `text`; relative addresses are resolved against `base` where the document names no other.
    pub(crate) fn new(text: &'a str, base: Option<Url>, limits: &'a Limits) -> Self {
        Self {
            text,
            reader: tolerant(text),
            from: 0,
            limits,
            base,
            open: Vec::new(),
            closing: 0,
            begun: false,
            spaces: HashMap::new(),
            counted: (0, 1),
            patience: text.len().saturating_add(1 << 20),
        }
    }

    /// How many elements are open, one that was just opened included.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The line on which the element that was opened last begins.
    pub(crate) fn line(&self) -> usize {
        self.open.last().map_or(1, |o| o.line)
    }

    /// The address that relative ones are resolved against here (`xml:base`).
    pub(crate) fn base(&self) -> Option<&Url> {
        let nearest = self.open.iter().rev().find_map(|o| o.base.as_ref());
        nearest.or(self.base.as_ref())
    }

    /// The language here (`xml:lang`).
    pub(crate) fn language(&self) -> Option<&str> {
        self.open.iter().rev().find_map(|o| o.language.as_deref())
    }

    /// The next piece; after an error there is nothing more to ask for.
    pub(crate) fn next(&mut self) -> Result<Piece<'a>, Trouble> {
        loop {
            if self.closing > 0 {
                self.closing -= 1;
                self.close();
                return Ok(Piece::Close);
            }
            let start = self.at();
            let event = match self.reader.read_event() {
                Ok(event) => event,
                // Whatever follows the document is none of it.
                Err(_) if self.begun && self.open.is_empty() => return Ok(Piece::End),
                Err(e) => {
                    // All that is wrong by syntax is something that the end of the text cuts short.
                    let is_cut = matches!(e, quick_xml::Error::Syntax(_));
                    let reason = if is_cut { "broken off" } else { "not XML" };
                    return Err(self.trouble(start, reason, e.to_string()));
                }
            };
            match event {
                Event::Start(tag) | Event::Empty(tag) if !is_name(tag.name().0) => {
                    if let Some(piece) = self.bare(start)? {
                        return Ok(piece);
                    }
                }
                Event::Start(tag) => return self.tag(&tag, start).map(Piece::Open),
                Event::Empty(tag) => {
                    self.closing = 1;
                    return self.tag(&tag, start).map(Piece::Open);
                }
                Event::End(tag) => {
                    let name = tag.name().0;
                    let found = self.open.iter().rev().position(|o| o.name == name);
                    self.closing = found.map_or(0, |above| above + 1);
                }
                Event::Text(text) => return Ok(Piece::Text(visible(text.into_inner()))),
                Event::CData(text) => return Ok(Piece::Text(visible(text.into_inner()))),
                Event::GeneralRef(name) => return Ok(Piece::Text(entity(&name).into())),
                Event::Eof => {
                    return match self.open.last() {
                        None => Ok(Piece::End),
                        Some(last) => {
                            let detail =
                                format!("it ends inside <{}> of line {}", last.name, last.line);
                            Err(self.trouble(self.text.len(), "broken off", detail))
                        }
                    };
                }
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    /// How far the text is read, in bytes.
    fn at(&self) -> usize {
        let read = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        self.from.saturating_add(read).min(self.text.len())
    }

    /// A `<` that begins no tag is text; reading goes on behind it.
    fn bare(&mut self, start: usize) -> Result<Option<Piece<'a>>, Trouble> {
        let taken = self.at() - start;
        if taken > self.patience {
            let detail = "too many `<` in it begin no tag".to_owned();
            return Err(self.trouble(start, "not XML", detail));
        }
        self.patience -= taken;
        self.from = start + 1;
        self.reader = tolerant(&self.text[self.from..]);
        Ok((!self.open.is_empty()).then_some(Piece::Text("<".into())))
    }

    fn tag(&mut self, tag: &BytesStart<'_>, start: usize) -> Result<Tag<'a>, Trouble> {
        self.begun = true;
        let line = self.line_of(start);
        if self.open.len() >= self.limits.depth as usize {
            let detail = format!("elements are nested deeper than {}", self.limits.depth);
            return Err(Trouble {
                line,
                reason: "too deep",
                detail,
            });
        }
        let text = self.text;
        let end = start + 1 + tag.name().0.len();
        let name = text.get(start + 1..end).unwrap_or_default();
        let mut opened = Opened {
            name,
            line,
            base: None,
            language: None,
            declared: Vec::new(),
        };
        let mut given: Vec<(String, String)> = Vec::new();
        let mut attributes = tag.html_attributes();
        for attribute in attributes.with_checks(false) {
            let Ok(attribute) = attribute else { continue };
            if given.len() >= self.limits.attributes {
                let detail = format!("a tag has more than {} attributes", self.limits.attributes);
                return Err(Trouble {
                    line,
                    reason: "too many attributes",
                    detail,
                });
            }
            let key = attribute.key.0;
            let value = resolved(&attribute.value);
            match key.strip_prefix("xmlns") {
                Some("") => self.declare("", &value, &mut opened),
                Some(prefix) if prefix.starts_with(':') => {
                    self.declare(&prefix[1..], &value, &mut opened);
                }
                _ => given.push((key.to_owned(), value)),
            }
        }
        for (key, value) in &given {
            match key.as_str() {
                "xml:base" if value.len() <= LONGEST_BASE => {
                    let base = links::absolute(value, self.base());
                    opened.base = base.filter(|b| b.as_str().len() <= LONGEST_BASE);
                }
                "xml:lang" => opened.language = Some(value.trim().to_owned()),
                _ => {}
            }
        }
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let space = self.space(prefix);
        self.open.push(opened);
        let attributes = given
            .into_iter()
            .map(|(key, value)| match key.split_once(':') {
                Some((prefix, local)) => (self.space(prefix), local.to_owned(), value),
                None => (Space::Plain, key, value),
            });
        let attributes = attributes.collect();
        Ok(Tag {
            space,
            name: local,
            attributes,
        })
    }

    fn declare(&mut self, prefix: &str, address: &str, opened: &mut Opened<'a>) {
        let space = match space_of(address) {
            Space::Other => by_custom(prefix),
            known => known,
        };
        self.spaces
            .entry(prefix.to_owned())
            .or_default()
            .push(space);
        opened.declared.push(prefix.to_owned());
    }

    fn space(&self, prefix: &str) -> Space {
        let declared = self.spaces.get(prefix).and_then(|s| s.last());
        declared.copied().unwrap_or_else(|| by_custom(prefix))
    }

    fn close(&mut self) {
        let Some(closed) = self.open.pop() else {
            return;
        };
        for prefix in closed.declared {
            if let Some(spaces) = self.spaces.get_mut(&prefix) {
                spaces.pop();
            }
        }
    }

    fn line_of(&mut self, at: usize) -> usize {
        let (from, line) = self.counted;
        // Places are asked for in order; one that lies before is counted anew.
        let (from, line) = if from <= at { (from, line) } else { (0, 1) };
        let bytes = &self.text.as_bytes()[from..at];
        let line = line + bytes.iter().filter(|b| **b == b'\n').count();
        self.counted = (at, line);
        line
    }

    fn trouble(&mut self, at: usize, reason: &'static str, detail: String) -> Trouble {
        let line = self.line_of(at);
        Trouble {
            line,
            reason,
            detail: format!("{detail} (line {line}, byte {at})"),
        }
    }
}

fn tolerant(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    config.check_comments = false;
    reader
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | ':')) && !name.contains('<')
}

/// Text without the control characters that no XML may hold.
fn visible(text: Cow<'_, str>) -> Cow<'_, str> {
    let odd = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    if text.contains(odd) {
        text.replace(odd, "").into()
    } else {
        text
    }
}

/// What a reference stands for; what XML does not know stays as it stands, for whoever reads the text as HTML.
fn entity(name: &str) -> String {
    match name {
        "lt" => "<".into(),
        "gt" => ">".into(),
        "amp" => "&".into(),
        "quot" => "\"".into(),
        "apos" => "'".into(),
        _ => match numbered(name) {
            Some(c) if !c.is_control() || matches!(c, '\t' | '\n' | '\r') => c.to_string(),
            // HTML reads these as the signs of windows-1252 that were meant.
            Some('\u{80}'..='\u{9F}') | None => format!("&{name};"),
            Some(_) => String::new(),
        },
    }
}

fn numbered(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let number = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(number)
}

/// An attribute's value with its references resolved.
fn resolved(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        // No reference is longer.
        let near = rest.bytes().take(32).position(|b| b == b';');
        match near {
            Some(end)
                if rest.as_bytes()[..end]
                    .iter()
                    .all(|b| b.is_ascii_alphanumeric() || *b == b'#') =>
            {
                out.push_str(&entity(&rest[..end]));
                rest = &rest[end + 1..];
            }
            _ => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

/// The namespace an address names, whatever its scheme and ending.
fn space_of(address: &str) -> Space {
    let lower = address.trim().to_ascii_lowercase();
    let bare = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"));
    let bare = bare.unwrap_or(&lower).trim_start_matches("www.");
    match bare.trim_end_matches(['/', '#']) {
        ""
        | "purl.org/rss/1.0"
        | "purl.org/net/rss1.1"
        | "my.netscape.com/rdf/simple/0.9"
        | "channel.netscape.com/rdf/simple/0.9"
        | "my.netscape.com/publish/formats/rss-0.91.dtd"
        | "backend.userland.com/rss"
        | "backend.userland.com/rss2"
        | "blogs.law.harvard.edu/tech/rss"
        | "cyber.law.harvard.edu/rss"
        | "backend.userland.com/rss091"
        | "backend.userland.com/rss092" => Space::Plain,
        "w3.org/2005/atom" | "purl.org/atom/ns" => Space::Atom,
        "w3.org/1999/02/22-rdf-syntax-ns" => Space::Rdf,
        "purl.org/dc/elements/1.1" | "purl.org/dc/elements/1.0" => Space::DublinCore,
        "purl.org/dc/terms" => Space::DcTerms,
        "purl.org/rss/1.0/modules/content" => Space::Content,
        "search.yahoo.com/mrss" => Space::Media,
        "rssnamespace.org/feedburner/ext/1.0" => Space::FeedBurner,
        "backend.userland.com/creativecommonsrssmodule"
        | "cyber.law.harvard.edu/rss/creativecommonsrssmodule.html"
        | "web.resource.org/cc"
        | "creativecommons.org/ns" => Space::CreativeCommons,
        "itunes.com/dtds/podcast-1.0.dtd" => Space::Itunes,
        "w3.org/1999/xhtml" => Space::Xhtml,
        "w3.org/xml/1998/namespace" => Space::Xml,
        "google.com/schemas/sitemap-news/0.9" => Space::News,
        "sitemaps.org/schemas/sitemap/0.9" | "google.com/schemas/sitemap/0.84" => Space::Plain,
        other if other.starts_with("prismstandard.org/namespaces") => Space::Prism,
        _ => Space::Other,
    }
}

/// What a prefix means that nobody declared, or that stands for an address nobody knows.
fn by_custom(prefix: &str) -> Space {
    match prefix {
        "" => Space::Plain,
        "atom" | "atom10" | "a10" => Space::Atom,
        "rdf" => Space::Rdf,
        "dc" => Space::DublinCore,
        "dcterms" | "dct" => Space::DcTerms,
        "content" => Space::Content,
        "media" => Space::Media,
        "feedburner" => Space::FeedBurner,
        "cc" | "creativeCommons" => Space::CreativeCommons,
        "prism" => Space::Prism,
        "itunes" => Space::Itunes,
        "xhtml" => Space::Xhtml,
        "xml" => Space::Xml,
        "news" | "n" => Space::News,
        _ => Space::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    /// The document as read, in one line, and the trouble met.
    fn walk(text: &str) -> (String, Option<Trouble>) {
        let limits = Limits::default();
        let mut xml = Xml::new(text, None, &limits);
        let mut out = String::new();
        loop {
            match xml.next() {
                Ok(Piece::Open(tag)) => write!(out, "<{:?}.{}>", tag.space, tag.name).unwrap(),
                Ok(Piece::Text(text)) => out.push_str(&text),
                Ok(Piece::Close) => out.push_str("</>"),
                Ok(Piece::End) => return (out, None),
                Err(trouble) => return (out, Some(trouble)),
            }
        }
    }

    #[test]
    fn names_go_by_their_namespace_and_a_prefix_nobody_declared_by_custom() {
        let (read, trouble) = walk(
            "<r xmlns:x='http://purl.org/dc/elements/1.1/' xmlns:dc='urn:nobody'><x:a/><dc:b/>\
             <media:c/><q:d/><e xmlns='https://www.w3.org/2005/Atom'><f/></e><f/></r>",
        );
        assert!(trouble.is_none());
        assert_eq!(
            read,
            "<Plain.r><DublinCore.a></><DublinCore.b></><Media.c></><Other.d></>\
             <Atom.e><Atom.f></></><Plain.f></></>"
        );
    }

    #[test]
    fn what_is_broken_is_read_as_it_was_meant() {
        for (text, want) in [
            (
                "<a>x & y &amp; z&nbsp;&#39;&#x41;&#146;</a>",
                "<Plain.a>x & y & z&nbsp;'A&#146;</>",
            ),
            ("<a>1 < 2 <b>c</b></a>", "<Plain.a>1 < 2 <Plain.b>c</></>"),
            ("<a><b>c</x></a>", "<Plain.a><Plain.b>c</></>"),
            (
                "<a>\u{8}x\u{0}<![CDATA[<p>&amp;]]></a>",
                "<Plain.a>x<p>&amp;</>",
            ),
            ("<a>x</a><!-- tail", "<Plain.a>x</>"),
        ] {
            let (read, trouble) = walk(text);
            assert!(trouble.is_none(), "{text}: {trouble:?}");
            assert_eq!(read, want, "{text}");
        }
    }

    #[test]
    fn where_a_document_breaks_off_is_said_by_its_line() {
        let (read, trouble) = walk("<a>\n<b>x</b>\n<c>y");
        assert_eq!(read, "<Plain.a>\n<Plain.b>x</>\n<Plain.c>y");
        let trouble = trouble.unwrap();
        assert_eq!((trouble.reason, trouble.line), ("broken off", 3));
    }

    #[test]
    fn bombs_are_inert() {
        let mut laughs = String::from("<!DOCTYPE l [<!ENTITY a 'ha'>");
        for n in 1..10 {
            let refs = format!("&a{};", n - 1).repeat(10);
            write!(laughs, "<!ENTITY a{n} '{refs}'>").unwrap();
        }
        laughs.push_str("]><l>&a9;&xxe;</l>");
        assert_eq!(walk(&laughs).0, "<Plain.l>&a9;&xxe;</>");
        let deep = walk(&"<a>".repeat(100_000)).1.unwrap();
        assert_eq!(deep.reason, "too deep");
        let attributes: String = (0..80_000).map(|n| format!(" a{n}='1'")).collect();
        let many = walk(&format!("<a{attributes}/>")).1.unwrap();
        assert_eq!(many.reason, "too many attributes");
        let signs = walk(&"< ".repeat(1_000_000)).1;
        assert!(signs.is_none_or(|t| t.reason == "broken off"));
        let one_end = walk(&format!("<a>{}>", "< ".repeat(200_000))).1.unwrap();
        assert_eq!(one_end.reason, "not XML");
        assert_eq!(
            walk(&format!("<a>{}</a>", "&".repeat(1_000_000))).0.len(),
            1_000_012
        );
        let declared: String = (0..500).map(|n| format!(" xmlns:p{n}='u'")).collect();
        let open = format!("<a{declared}>").repeat(500);
        assert_eq!(
            walk(&format!("{open}{}", "<q:b/>".repeat(10_000)))
                .1
                .unwrap()
                .reason,
            "broken off"
        );
    }
}

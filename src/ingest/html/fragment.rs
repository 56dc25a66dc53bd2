//! A piece of HTML as feeds and wires carry it, to the paragraphs a reader sees.
//!
//! All of it is the text: nothing is searched for, only what no reader sees is left out. Text without a tag keeps its
//! lines; HTML that was escaped twice is read as what it was.

use std::borrow::Cow;
use std::collections::HashSet;

use dom_query::{Document, NodeRef};
use url::Url;

use crate::ingest::html::body::paragraphs;
use crate::ingest::html::{hidden, parse};
use crate::ingest::{Limits, links};

/// What a piece of HTML says.
#[derive(Debug, Default)]
pub(crate) struct Fragment {
    /// Paragraphs, separated by blank lines.
    pub(crate) text: String,
    /// Addresses it links to, absolute, in order, without duplicates.
    pub(crate) links: Vec<String>,
    /// How many bytes of the text stand in links.
    pub(crate) linked: usize,
}

/// Elements that a paragraph does not go on behind.
const BLOCKS: [&str; 35] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tr",
    "ul",
];
/// Elements whose content is no text for readers.
const SILENT: [&str; 17] = [
    "audio", "button", "canvas", "head", "iframe", "math", "noframes", "noscript", "object",
    "script", "select", "style", "svg", "template", "textarea", "title", "video",
];
/// Other elements by which HTML is recognised.
const INLINE: [&str; 33] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "del", "em", "font",
    "i", "img", "ins", "kbd", "mark", "q", "s", "small", "source", "span", "strike", "strong",
    "sub", "sup", "tbody", "td", "th", "time", "u", "wbr",
];

/// Reads a piece of HTML; relative links are resolved against `base`. Fails where a cap of pages is met.
pub(crate) fn read(
    markup: &str,
    base: Option<&Url>,
    limits: &Limits,
) -> Result<Fragment, parse::Trouble> {
    let mut markup = Cow::Borrowed(markup);
    let is_tagged = |text: &str| names(text).any(is_known);
    if !is_tagged(&markup) && markup.contains("&lt;") {
        let once = unescaped(&markup, limits)?;
        if is_tagged(&once) {
            markup = Cow::Owned(once);
        }
    }
    if !is_tagged(&markup) {
        let text = unescaped(&markup, limits)?;
        let (links, text) = (links::in_text(&text), paragraphs(&text));
        return Ok(Fragment {
            text,
            links,
            linked: 0,
        });
    }
    let has_blocks = names(&markup).any(|n| is_one_of(&BLOCKS, n) || n.eq_ignore_ascii_case("br"));
    if !has_blocks && markup.contains("\n\n") {
        markup = Cow::Owned(markup.replace("\n\n", "<p>"));
    }
    let document = parse::guarded(&markup, limits)?;
    hidden::remove(&document);
    Ok(written(&document, base))
}

/// A headline or a name as one line of text, whatever markup it was given with.
pub(crate) fn line(markup: &str, limits: &Limits) -> String {
    let text = match read(markup, None, limits) {
        Ok(fragment) if !fragment.text.is_empty() || names(markup).any(is_known) => fragment.text,
        _ => markup.to_owned(),
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text without tags, its references resolved as HTML does.
fn unescaped(text: &str, limits: &Limits) -> Result<String, parse::Trouble> {
    if !text.contains('&') {
        return Ok(text.to_owned());
    }
    let document = parse::guarded(&text.replace('<', "&lt;"), limits)?;
    Ok(document.text().to_string())
}

/// The names behind every `<` that may begin or end a tag.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('<').filter_map(|(at, _)| {
        let rest = &text[at + 1..];
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let end = rest
            .bytes()
            .take(16)
            .position(|b| !b.is_ascii_alphanumeric())?;
        Some(&rest[..end]).filter(|name| !name.is_empty())
    })
}

fn is_known(name: &str) -> bool {
    is_one_of(&BLOCKS, name) || is_one_of(&INLINE, name) || is_one_of(&SILENT, name)
}

fn is_one_of(list: &[&str], name: &str) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Writes out what a document shows. A list instead of recursion: the depth is the document's.
fn written(document: &Document, base: Option<&Url>) -> Fragment {
    enum Step<'a> {
        Open(NodeRef<'a>),
        Break,
        Unlink,
    }
    let mut out = Fragment::default();
    let mut seen = HashSet::new();
    let mut in_links = 0_usize;
    let mut steps = vec![Step::Open(document.root())];
    while let Some(step) = steps.pop() {
        let node = match step {
            Step::Open(node) => node,
            Step::Break => {
                ended(&mut out.text);
                continue;
            }
            Step::Unlink => {
                in_links -= 1;
                continue;
            }
        };
        if node.is_text() {
            let before = out.text.len();
            let kept = node.parent().is_some_and(|p| p.has_name("pre"));
            spaced(&mut out.text, &node.text(), kept);
            out.linked += if in_links > 0 {
                out.text.len() - before
            } else {
                0
            };
            continue;
        }
        let name = node.node_name().unwrap_or_default();
        if is_one_of(&SILENT, &name) {
            continue;
        }
        match &*name {
            "br" => {
                out.text.truncate(out.text.trim_end_matches(' ').len());
                out.text.push('\n');
            }
            "td" | "th" => spaced(&mut out.text, " ", false),
            "a" => {
                let address = node.attr("href").and_then(|h| links::absolute(&h, base));
                let address = address.map(String::from).filter(|a| seen.insert(a.clone()));
                out.links.extend(address);
                in_links += 1;
                steps.push(Step::Unlink);
            }
            name if is_one_of(&BLOCKS, name) => {
                ended(&mut out.text);
                steps.push(Step::Break);
            }
            _ => {}
        }
        steps.extend(node.children_it(true).map(Step::Open));
    }
    out.text = paragraphs(&out.text);
    out
}

/// Ends a paragraph.
fn ended(text: &mut String) {
    text.truncate(text.trim_end_matches(' ').len());
    if !text.is_empty() && !text.ends_with("\n\n") {
        text.push_str("\n\n");
    }
}

/// Adds text with its runs of blanks as one; `kept` leaves its lines.
fn spaced(text: &mut String, more: &str, kept: bool) {
    if kept {
        text.push_str(more);
        return;
    }
    for c in more.chars() {
        // A space that does not break stays one: French and Polish print it within words' neighbours.
        if !matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
            text.push(c);
        } else if !text.is_empty() && !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(markup: &str) -> String {
        read(markup, None, &Limits::default()).unwrap().text
    }

    #[test]
    fn blocks_are_paragraphs_and_what_nobody_sees_is_left_out() {
        for (markup, want) in [
            (
                "<p>One <b>bold</b>\n word.</p><p>Two.</p>",
                "One bold word.\n\nTwo.",
            ),
            ("One.<br><br/>Two.<br>Three.", "One.\n\nTwo.\nThree."),
            ("<ul><li>a</li><li>b</li></ul>c", "a\n\nb\n\nc"),
            (
                "<p>x</p><script>var y</script><style>z{}</style><p hidden>h</p><p style='display:none'>n</p>",
                "x",
            ),
            (
                "<figure><img src=x><figcaption>Cap</figcaption></figure><p>A long enough text</p>",
                "Cap\n\nA long enough text",
            ),
            (
                "Plain &amp; simple &eacute;\n\nTwo",
                "Plain & simple é\n\nTwo",
            ),
            ("A <i>slanted</i> word\n\nTwo", "A slanted word\n\nTwo"),
            (
                "&lt;p&gt;Twice&lt;/p&gt;&lt;p&gt;escaped &amp;amp; so&lt;/p&gt;",
                "Twice\n\nescaped & so",
            ),
            ("5 < 6 and <unknown> stay", "5 < 6 and <unknown> stay"),
            ("5 &lt; 6", "5 < 6"),
            (
                "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
                "a b\n\nc",
            ),
        ] {
            assert_eq!(text(markup), want, "{markup}");
        }
    }

    #[test]
    fn links_are_absolute_and_counted_by_their_text() {
        let base = Url::parse("https://a.example/x/y").ok();
        let markup =
            "<p><a href='../z'>abcd</a> rest <a href='javascript:x'>ef</a><a href='/z'>.</a></p>";
        let read = read(markup, base.as_ref(), &Limits::default()).unwrap();
        assert_eq!(read.links, ["https://a.example/z"]);
        assert_eq!((read.text.as_str(), read.linked), ("abcd rest ef.", 7));
    }

    #[test]
    fn a_headline_is_one_line_without_markup() {
        for (markup, want) in [
            ("Tom &amp; <b>Jerry</b>", "Tom & Jerry"),
            (
                "Storm&amp;nbsp;hits &amp;lt;b&amp;gt;coast",
                "Storm&nbsp;hits &lt;b&gt;coast",
            ),
            ("Q&A: 5 < 6", "Q&A: 5 < 6"),
            ("&lt;i&gt;Twice&lt;/i&gt;\n done", "Twice done"),
            ("<img src=x>", ""),
        ] {
            assert_eq!(line(markup, &Limits::default()), want, "{markup}");
        }
    }

    #[test]
    fn a_deep_piece_is_refused() {
        let deep = read(&"<div>".repeat(50_000), None, &Limits::default());
        assert_eq!(deep.unwrap_err().reason, "too deep");
    }
}

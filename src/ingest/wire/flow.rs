//! Running text out of markup, whoever marked it up: paragraphs apart, lines broken where they were, blanks run together.
//!
//! Pictures, films and tables of contents beside a text are other works with credits of their own: they are left out, so
//! that a photographer's agency is never taken for the text's.

use dom_query::{Document, NodeRef};
use url::Url;

use crate::ingest::html::parse::guarded;
use crate::ingest::wire::xml::{Element, Step};
use crate::ingest::{Limits, links};

/// Collects the text as it comes.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    text: String,
    paragraph: String,
    /// A blank was met that is written once another word follows.
    blank: bool,
    pre: usize,
    links: Vec<String>,
}

/// What an element does to the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// It stands within a line.
    Inline,
    /// It begins and ends a paragraph.
    Block,
    /// It ends a line.
    Line,
    /// It keeps blanks and lines.
    Kept,
    /// It is no text.
    Left,
}

fn effect(name: &str) -> Effect {
    match name {
        "br" => Effect::Line,
        "pre" => Effect::Kept,
        "script"
        | "style"
        | "head"
        | "template"
        | "noscript"
        | "iframe"
        | "object"
        | "svg"
        | "figure"
        | "figcaption"
        | "media"
        | "img"
        | "video"
        | "audio"
        | "embed"
        | "picture"
        | "nitf-table-metadata"
        | "form"
        | "button" => Effect::Left,
        "p" | "div" | "section" | "article" | "main" | "header" | "footer" | "aside" | "block"
        | "body" | "body.content" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hl1" | "hl2"
        | "hedline" | "ul" | "ol" | "dl" | "li" | "dt" | "dd" | "blockquote" | "bq" | "table"
        | "tr" | "caption" | "hr" | "fn" | "note" | "credit" | "address" | "tagline"
        | "datasource" => Effect::Block,
        _ => Effect::Inline,
    }
}

impl Flow {
    fn open(&mut self, name: &str) {
        match effect(name) {
            Effect::Block => self.end_paragraph(),
            Effect::Line => self.end_line(),
            Effect::Kept => {
                self.end_paragraph();
                self.pre += 1;
            }
            // Cells stand apart.
            _ => self.blank |= matches!(name, "td" | "th"),
        }
    }

    fn close(&mut self, name: &str) {
        match effect(name) {
            Effect::Block => self.end_paragraph(),
            Effect::Kept => {
                self.end_paragraph();
                self.pre = self.pre.saturating_sub(1);
            }
            _ => {}
        }
    }

    fn say(&mut self, text: &str) {
        for c in text.chars() {
            if c == '\n' && self.pre > 0 {
                self.end_line();
            } else if c.is_whitespace() {
                self.blank = true;
            } else {
                if std::mem::take(&mut self.blank)
                    && !self.paragraph.is_empty()
                    && !self.paragraph.ends_with('\n')
                {
                    self.paragraph.push(' ');
                }
                self.paragraph.push(c);
            }
        }
    }

    fn link(&mut self, address: &str) {
        if let Some(address) = links::absolute(address, None).map(String::from)
            && !self.links.contains(&address)
        {
            self.links.push(address);
        }
    }

    fn end_line(&mut self) {
        self.blank = false;
        if !self.paragraph.is_empty() {
            self.paragraph.push('\n');
        }
    }

    fn end_paragraph(&mut self) {
        self.blank = false;
        let said = self.paragraph.trim();
        if !said.is_empty() {
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
            self.text.push_str(said);
        }
        self.paragraph.clear();
    }

    /// Text and links.
    pub(crate) fn done(mut self) -> (String, Vec<String>) {
        self.end_paragraph();
        (self.text, self.links)
    }

    /// Takes in an element of an XML document.
    pub(crate) fn element(&mut self, element: Element<'_>) {
        self.open(element.name());
        let mut walk = element.walk();
        while let Some(step) = walk.next() {
            match step {
                Step::Open(e) if effect(e.name()) == Effect::Left => walk.leave(),
                Step::Open(e) => {
                    self.open(e.name());
                    if e.name() == "a" {
                        e.attribute("href").into_iter().for_each(|a| self.link(a));
                    }
                }
                Step::Text(text) => self.say(text),
                Step::Close(e) => self.close(e.name()),
            }
        }
        self.close(element.name());
    }
}

/// The text and the links of a piece of HTML; nothing when it cannot be parsed within the limits.
pub(crate) fn html(markup: &str, limits: &Limits) -> Option<(String, Vec<String>)> {
    let document = guarded(markup, limits).ok()?;
    let mut flow = Flow::default();
    walk(&document, &mut flow);
    Some(flow.done())
}

/// True when a value of unknown kind is marked up.
pub(crate) fn is_markup(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    ["<p>", "<p ", "</p>", "<br", "<div", "</a>", "<h2", "<ul>"]
        .iter()
        .any(|tag| lower.contains(tag))
}

fn walk(document: &Document, flow: &mut Flow) {
    let root = document.root();
    let Some(mut node) = root.first_child() else {
        return;
    };
    // Down, along and up again, without recursion.
    loop {
        if node.is_text() {
            flow.say(&node.text());
        } else if let Some(name) = node.node_name()
            && effect(&name) != Effect::Left
        {
            flow.open(&name);
            if &*name == "a"
                && let Some(address) = node.attr("href")
            {
                flow.link(&address);
            }
            if let Some(child) = node.first_child() {
                node = child;
                continue;
            }
            flow.close(&name);
        }
        loop {
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) if parent.id != root.id => {
                    close(&parent, flow);
                    node = parent;
                }
                _ => return,
            }
        }
    }
}

fn close(node: &NodeRef<'_>, flow: &mut Flow) {
    if let Some(name) = node.node_name() {
        flow.close(&name);
    }
}

/// Plain text with one kind of line end and no blank lines at its ends; its links stand in it as printed.
pub(crate) fn plain(value: &str) -> (String, Vec<String>) {
    let text = value.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_matches('\n').trim_end().to_owned();
    let links = links::in_text(&text);
    (text, links)
}

/// True for an address of the web.
pub(crate) fn is_address(value: &str) -> bool {
    Url::parse(value).is_ok_and(|u| matches!(u.scheme(), "http" | "https") && u.has_host())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_stand_apart_and_pictures_are_left_out() {
        let (text, links) = html(
            "<p>One <b>two</b>,\n three.</p><p>Four<br/>five</p><figure><img alt='x'><figcaption>A quay. Photo: dpa\
             </figcaption></figure><ul><li>six <a href='https://a.example/1'>seven</a></li></ul><script>no()</script>",
            &Limits::default(),
        )
        .unwrap();
        assert_eq!(text, "One two, three.\n\nFour\nfive\n\nsix seven");
        assert_eq!(links, ["https://a.example/1"]);
    }

    #[test]
    fn deep_markup_is_left() {
        assert!(html(&"<div>".repeat(100_000), &Limits::default()).is_none());
        assert_eq!(html("", &Limits::default()).unwrap().0, "");
    }
}

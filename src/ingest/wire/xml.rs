//! A small XML tree: elements by their local names, bounded in depth, size and attributes.
//!
//! Nothing is fetched and no entity of the document's own is expanded: `&name;` is one of the five, a number, a name that
//! HTML knows, or stays as printed. A document that breaks off keeps what was whole before the break.

use quick_xml::Reader;
use quick_xml::escape::{resolve_html5_entity, unescape_with};
use quick_xml::events::{BytesStart, Event};

use crate::ingest::{Limits, decode};

/// How far into a document its declaration is looked for, in bytes.
const DECLARATION: usize = 256;

/// A document, as far as it could be read.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// In the order of their opening tags; the first is the root.
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Child>,
    closed: bool,
}

#[derive(Debug)]
enum Child {
    Text(String),
    Element(usize),
}

/// Why a document was not read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// For grouping.
    pub(crate) reason: &'static str,
    /// What is wrong, with the byte of the decoded text.
    pub(crate) detail: String,
}

/// Decodes a document by its mark, what its bringer said, or its declaration.
pub(crate) fn decoded<'a>(
    bytes: &'a [u8],
    content_type: Option<&str>,
) -> std::borrow::Cow<'a, str> {
    let told = content_type.filter(|t| t.to_ascii_lowercase().contains("charset"));
    if told.is_some() {
        return decode::page(bytes, told);
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION)]);
    let declared = head
        .split_once("?>")
        .and_then(|(declaration, _)| declaration.split_once("encoding"))
        .and_then(|(_, rest)| rest.trim_start().strip_prefix('='))
        .map(|rest| rest.trim_start().trim_start_matches(['"', '\'']))
        .map(|rest| rest.split(['"', '\'', ' ']).next().unwrap_or_default());
    match declared {
        Some(charset) => decode::page(bytes, Some(&format!("text/xml; charset={charset}"))),
        None => decode::text(bytes),
    }
}

/// Reads a document; what stands before the trouble is kept.
pub(crate) fn parse(text: &str, limits: &Limits) -> (Tree, Option<Trouble>) {
    let mut tree = Tree::default();
    let trouble = tree.fill(text, limits).err();
    (tree, trouble)
}

impl Tree {
    /// The root, when there is any element.
    pub(crate) fn root(&self) -> Option<Element<'_>> {
        (!self.nodes.is_empty()).then_some(Element { tree: self, at: 0 })
    }

    fn fill(&mut self, text: &str, limits: &Limits) -> Result<(), Trouble> {
        let mut reader = Reader::from_str(text.trim_start_matches('\u{FEFF}').trim_start());
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        let mut open: Vec<usize> = Vec::new();
        loop {
            let at = reader.buffer_position();
            let event = reader
                .read_event()
                .map_err(|e| trouble("not XML", format!("{e} at byte {at}")))?;
            match event {
                Event::Start(tag) => {
                    if open.len() >= limits.depth as usize {
                        let detail = format!("elements are nested deeper than {}", limits.depth);
                        return Err(trouble("too deep", detail));
                    }
                    let node = self.node(&tag, &open, limits)?;
                    open.push(node);
                }
                Event::Empty(tag) => {
                    let node = self.node(&tag, &open, limits)?;
                    self.nodes[node].closed = true;
                }
                Event::End(_) => {
                    if let Some(node) = open.pop() {
                        self.nodes[node].closed = true;
                    }
                }
                Event::Text(said) => self.text(&open, &said.into_inner()),
                Event::CData(said) => self.text(&open, &said.into_inner()),
                Event::GeneralRef(name) => {
                    let said = match name.resolve_char_ref() {
                        Ok(Some(c)) => c.to_string(),
                        // A number that is no character.
                        Err(_) => '\u{FFFD}'.to_string(),
                        Ok(None) => {
                            let name = name.into_inner();
                            resolve_html5_entity(&name)
                                .map_or_else(|| format!("&{name};"), str::to_owned)
                        }
                    };
                    self.text(&open, &said);
                }
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
                Event::Eof => break,
            }
            if open.is_empty() && self.nodes.first().is_some_and(|root| root.closed) {
                return Ok(());
            }
        }
        match open.last() {
            Some(&node) => {
                let detail = format!("it ends inside <{}>", self.nodes[node].name);
                Err(trouble("not XML", detail))
            }
            None => Err(trouble("not XML", "it holds no element".to_owned())),
        }
    }

    fn node(
        &mut self,
        tag: &BytesStart<'_>,
        open: &[usize],
        limits: &Limits,
    ) -> Result<usize, Trouble> {
        if self.nodes.len() >= limits.nodes {
            let detail = format!("the document has more than {} elements", limits.nodes);
            return Err(trouble("too many nodes", detail));
        }
        let mut attributes = Vec::new();
        let mut all = tag.attributes();
        // A name given twice is a writer's slip: the first stands.
        for attribute in all.with_checks(false).flatten() {
            if attributes.len() >= limits.attributes {
                let detail = format!("a tag has more than {} attributes", limits.attributes);
                return Err(trouble("too many attributes", detail));
            }
            let name = local(attribute.key.as_ref()).to_owned();
            let value = unescape_with(&attribute.value, resolve_html5_entity)
                .map_or_else(|_| attribute.value.to_string(), |v| v.into_owned());
            attributes.push((name, value));
        }
        let at = self.nodes.len();
        self.nodes.push(Node {
            name: local(tag.name().as_ref()).to_owned(),
            attributes,
            ..Node::default()
        });
        if let Some(&parent) = open.last() {
            self.nodes[parent].children.push(Child::Element(at));
        }
        Ok(at)
    }

    fn text(&mut self, open: &[usize], said: &str) {
        let Some(&at) = open.last() else { return };
        let children = &mut self.nodes[at].children;
        if let Some(Child::Text(before)) = children.last_mut() {
            before.push_str(said);
        } else {
            children.push(Child::Text(said.to_owned()));
        }
    }
}

fn trouble(reason: &'static str, detail: String) -> Trouble {
    Trouble { reason, detail }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// An element of a tree.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'t> {
    tree: &'t Tree,
    at: usize,
}

/// What a walk through an element meets.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step<'t> {
    /// An element begins.
    Open(Element<'t>),
    /// Characters.
    Text(&'t str),
    /// An element ends.
    Close(Element<'t>),
}

impl<'t> Element<'t> {
    fn node(self) -> &'t Node {
        &self.tree.nodes[self.at]
    }

    /// Its name without prefix.
    pub(crate) fn name(self) -> &'t str {
        &self.node().name
    }

    /// True when its end was met.
    pub(crate) fn is_whole(self) -> bool {
        self.node().closed
    }

    /// An attribute, by its name without prefix; nothing when it is blank.
    pub(crate) fn attribute(self, name: &str) -> Option<&'t str> {
        let mut all = self.node().attributes.iter();
        let (_, value) = all.find(|(n, _)| n == name)?;
        Some(value.trim()).filter(|v| !v.is_empty())
    }

    /// The elements in it.
    pub(crate) fn elements(self) -> impl Iterator<Item = Element<'t>> {
        let tree = self.tree;
        self.node().children.iter().filter_map(move |c| match c {
            Child::Element(at) => Some(Element { tree, at: *at }),
            Child::Text(_) => None,
        })
    }

    /// The elements of this name in it.
    pub(crate) fn all(self, name: &str) -> impl Iterator<Item = Element<'t>> {
        self.elements().filter(move |e| e.name() == name)
    }

    /// The first element down these names.
    pub(crate) fn at(self, path: &[&str]) -> Option<Element<'t>> {
        path.iter()
            .try_fold(self, |element, name| element.all(name).next())
    }

    /// Every element of this name below it, in order.
    pub(crate) fn below(self, name: &str) -> impl Iterator<Item = Element<'t>> {
        Walk::new(self).filter_map(move |step| match step {
            Step::Open(e) if e.name() == name => Some(e),
            _ => None,
        })
    }

    /// Its characters with all below, blanks run together; nothing when there are none.
    pub(crate) fn text(self) -> Option<String> {
        let mut said = String::new();
        for step in Walk::new(self) {
            match step {
                Step::Text(text) => said.push_str(text),
                // `<hl1>One<br/>two</hl1>` is two words.
                Step::Open(_) | Step::Close(_) => said.push(' '),
            }
        }
        let words: Vec<&str> = said.split_whitespace().collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// The text of the first element down these names.
    pub(crate) fn said(self, path: &[&str]) -> Option<String> {
        self.at(path)?.text()
    }

    /// Walks through everything in it, itself left out.
    pub(crate) fn walk(self) -> Walk<'t> {
        Walk::new(self)
    }
}

/// A walk in the order of the document, by a list instead of recursion.
#[derive(Debug)]
pub(crate) struct Walk<'t> {
    /// Elements that are open, each with the place of its next child.
    open: Vec<(Element<'t>, usize)>,
}

impl<'t> Walk<'t> {
    fn new(root: Element<'t>) -> Self {
        Self {
            open: vec![(root, 0)],
        }
    }

    /// Leaves the element that was just opened without looking into it.
    pub(crate) fn leave(&mut self) {
        if let Some((element, next)) = self.open.last_mut() {
            *next = element.node().children.len();
        }
    }
}

impl<'t> Iterator for Walk<'t> {
    type Item = Step<'t>;

    fn next(&mut self) -> Option<Step<'t>> {
        let (element, next) = self.open.last_mut()?;
        let element = *element;
        let Some(child) = element.node().children.get(*next) else {
            self.open.pop();
            return (!self.open.is_empty()).then_some(Step::Close(element));
        };
        *next += 1;
        match child {
            Child::Text(text) => Some(Step::Text(text)),
            Child::Element(at) => {
                let child = Element {
                    tree: element.tree,
                    at: *at,
                };
                self.open.push((child, 0));
                Some(Step::Open(child))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Tree, Option<Trouble>) {
        parse(text, &Limits::default())
    }

    #[test]
    fn names_are_local_and_text_is_run_together() {
        let (tree, trouble) =
            read("<?xml version='1.0'?><!-- x --><n:a x:id=' 7 '><b>One<br/>two</b><b>3</b></n:a>");
        assert_eq!(trouble, None);
        let root = tree.root().unwrap();
        assert_eq!((root.name(), root.attribute("id")), ("a", Some("7")));
        assert_eq!(root.said(&["b"]).as_deref(), Some("One two"));
        assert_eq!(root.below("b").count(), 2);
        assert_eq!(root.said(&["b", "none"]), None);
    }

    #[test]
    fn entities_are_never_expanded_but_the_five_numbers_and_names_of_html() {
        let laughs = "<!DOCTYPE a [<!ENTITY lol 'lol'><!ENTITY lol9 '&lol;&lol;'><!ENTITY x SYSTEM 'file:///etc/passwd'>]>\
            <a t='&lol9;&eacute;'>&lol9; &x; &amp;&#8220;&eacute;&nbsp;&#0; Q&A &</a>";
        let (tree, trouble) = read(laughs);
        assert_eq!(trouble, None);
        let text = tree.root().unwrap().text().unwrap();
        assert_eq!(text, "&lol9; &x; &“é \u{FFFD} Q&A &");
        assert_eq!(tree.root().unwrap().attribute("t"), Some("&lol9;&eacute;"));
    }

    #[test]
    fn a_deep_or_endless_document_is_left_and_a_broken_one_keeps_what_was_whole() {
        let deep = "<a>".repeat(100_000);
        assert_eq!(read(&deep).1.unwrap().reason, "too deep");
        let closed = format!("{deep}{}", "</a>".repeat(100_000));
        assert_eq!(read(&closed).1.unwrap().reason, "too deep");
        let wide = format!("<a>{}</a>", "<b/>".repeat(500_001));
        assert_eq!(read(&wide).1.unwrap().reason, "too many nodes");
        let tag = format!("<a{}/>", " x='1'".repeat(513));
        assert_eq!(read(&tag).1.unwrap().reason, "too many attributes");
        let (tree, trouble) = read("<a><b>whole</b><c>half");
        assert!(trouble.unwrap().detail.contains("<c>"));
        let root = tree.root().unwrap();
        assert!(root.at(&["b"]).unwrap().is_whole());
        assert!(!root.at(&["c"]).unwrap().is_whole());
        for none in ["", "plain", "<a", "<a></b>", "</a>"] {
            assert!(read(none).1.is_some(), "{none}");
        }
    }

    #[test]
    fn the_charset_stands_in_the_declaration() {
        let (body, ..) = encoding_rs::WINDOWS_1252.encode("<a>Zürich</a>");
        let bytes = [
            &b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>"[..],
            &body,
        ]
        .concat();
        assert!(decoded(&bytes, None).contains("Zürich"));
        let (body, ..) = encoding_rs::KOI8_R.encode("Мост");
        assert_eq!(decoded(&body, Some("text/xml; charset=koi8-r")), "Мост");
    }
}

//! A small XML tree: elements by their local names, bounded in depth, size and attributes.
//!
//! Built from the pieces of [`crate::ingest::xml`], so entities are inert here too; of a text, the names that HTML knows are read.
//! A document that breaks off keeps what was whole before the break.

use quick_xml::escape::resolve_html5_entity;

use crate::ingest::Limits;
use crate::ingest::xml::{Piece, Tag, Trouble, Xml};

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
        let mut xml = Xml::new(text, None, limits);
        let mut open: Vec<usize> = Vec::new();
        loop {
            match xml.next()? {
                Piece::Open(tag) => {
                    if self.nodes.len() >= limits.nodes {
                        let detail =
                            format!("the document has more than {} elements", limits.nodes);
                        return Err(trouble(xml.line(), "too many nodes", detail));
                    }
                    let node = self.node(tag, &open);
                    open.push(node);
                }
                Piece::Text(said) => self.text(&open, &said),
                Piece::Close => {
                    if let Some(node) = open.pop() {
                        self.nodes[node].closed = true;
                    }
                    // Whatever follows the root is none of the document.
                    if open.is_empty() {
                        return Ok(());
                    }
                }
                Piece::End => {
                    let detail = "it holds no element".to_owned();
                    return Err(trouble(1, "not XML", detail));
                }
            }
        }
    }

    fn node(&mut self, tag: Tag<'_>, open: &[usize]) -> usize {
        let at = self.nodes.len();
        self.nodes.push(Node {
            name: tag.name.to_owned(),
            attributes: tag
                .attributes
                .into_iter()
                .map(|(_, name, value)| (name, value))
                .collect(),
            ..Node::default()
        });
        if let Some(&parent) = open.last() {
            self.nodes[parent].children.push(Child::Element(at));
        }
        at
    }

    fn text(&mut self, open: &[usize], said: &str) {
        let Some(&at) = open.last() else { return };
        let named = said.strip_prefix('&').and_then(|s| s.strip_suffix(';'));
        let said = named.and_then(resolve_html5_entity).unwrap_or(said);
        let children = &mut self.nodes[at].children;
        if let Some(Child::Text(before)) = children.last_mut() {
            before.push_str(said);
        } else {
            children.push(Child::Text(said.to_owned()));
        }
    }
}

fn trouble(line: usize, reason: &'static str, detail: String) -> Trouble {
    Trouble {
        line,
        reason,
        detail,
    }
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
        assert!(trouble.is_none());
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
        assert!(trouble.is_none());
        let text = tree.root().unwrap().text().unwrap();
        assert_eq!(text, "&lol9; &x; &“é Q&A &");
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
}

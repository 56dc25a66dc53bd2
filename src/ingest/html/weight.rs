//! How much text stands in each element of a page, and how much of it is links.

use std::collections::HashMap;

use dom_query::{NodeId, NodeRef};

/// Least length of a stretch of text outside links that counts as prose, in bytes.
const PROSE: usize = 40;

/// The text of one element, in bytes, runs of blanks not counted.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Weight {
    /// All text.
    pub(crate) text: usize,
    /// What stands in links.
    pub(crate) links: usize,
    /// Stretches outside links that are long enough for a sentence.
    pub(crate) prose: usize,
}

impl Weight {
    /// The share of the text that is links, 0 to 1.
    pub(crate) fn density(self) -> f64 {
        self.links as f64 / self.text.max(1) as f64
    }
}

/// Weighs every element under `root` in two passes over its nodes, whatever their depth.
pub(crate) fn weigh(root: &NodeRef<'_>) -> HashMap<NodeId, Weight> {
    #[derive(Clone, Copy, PartialEq)]
    enum Kind {
        Text,
        Link,
        Code,
    }
    let nodes: Vec<NodeRef<'_>> = root.descendants_it().collect();
    let mut kinds: HashMap<NodeId, Kind> = HashMap::with_capacity(nodes.len());
    let mut weights: HashMap<NodeId, Weight> = HashMap::with_capacity(nodes.len());
    for node in &nodes {
        let above = node.parent().and_then(|p| kinds.get(&p.id).copied());
        let mut kind = above.unwrap_or(Kind::Text);
        const CODE: [&str; 5] = ["script", "style", "template", "textarea", "select"];
        if CODE.iter().any(|n| node.has_name(n)) {
            kind = Kind::Code;
        } else if node.has_name("a") && kind == Kind::Text && node.has_attr("href") {
            kind = Kind::Link;
        }
        kinds.insert(node.id, kind);
        if node.is_text() && kind != Kind::Code {
            let text = node.text();
            let size = text.split_whitespace().map(|w| w.len() + 1).sum::<usize>();
            let own = Weight {
                text: size,
                links: if kind == Kind::Link { size } else { 0 },
                prose: if kind == Kind::Text && size > PROSE {
                    size
                } else {
                    0
                },
            };
            weights.insert(node.id, own);
        }
    }
    // Backwards every node comes after all that stands in it.
    for node in nodes.iter().rev() {
        let own = weights.get(&node.id).copied().unwrap_or_default();
        if let (Some(parent), true) = (node.parent(), own.text > 0) {
            let sum = weights.entry(parent.id).or_default();
            sum.text += own.text;
            sum.links += own.links;
            sum.prose += own.prose;
        }
    }
    weights
}

/// The text of an element that has at most `most` bytes of it; a longer one is not gathered to its end.
///
/// Elements nest hundreds deep: to ask each for its whole text would read a page hundreds of times.
pub(crate) fn short_text(node: &NodeRef<'_>, most: usize) -> Option<String> {
    let mut text = String::new();
    for part in node.descendants_it().filter(NodeRef::is_text) {
        text.push_str(&part.text());
        if text.len() > most {
            return None;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    #[test]
    fn text_links_and_prose_add_up() {
        let page =
            "<div><p>One sentence that is long enough to be called prose.</p><a href=/x>a link</a>
            <script>var no = 'text';</script></div>";
        let document = Document::from(page);
        let weights = weigh(&document.root());
        let weight = weights[&document.select("div").nodes()[0].id];
        assert_eq!((weight.links, weight.prose), (7, 53));
        assert_eq!(weight.text, 60);
        assert!(weight.density() > 0.1 && weight.density() < 0.12);
    }

    #[test]
    fn a_long_text_is_not_gathered() {
        let document = Document::from("<p>one <b>two</b> three</p>");
        let node = document.select("p").nodes()[0];
        assert_eq!(short_text(&node, 13).as_deref(), Some("one two three"));
        assert_eq!(short_text(&node, 12), None);
    }
}

//! The opening of the article as the page's own description quotes it.
//!
//! Many pages set the opening apart from the running text, where a reader of the densest column misses it; and where the
//! running text is only a few lines, the quoted opening shows which lines they are.

use dom_query::{Document, NodeId, NodeRef};

use crate::ingest::html::head::Head;
use crate::ingest::html::weight::short_text;

/// How many letters and digits of the description are compared.
const COMPARED: usize = 40;
/// Fewest of them; shorter descriptions are slogans.
const LEAST: usize = 30;
/// Longest text of an element that is compared, in bytes.
const LONGEST: usize = 4000;
/// How many elements are compared.
const MOST: usize = 5000;

/// Letters and digits only, lower case.
pub(crate) fn key(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The innermost element whose text begins like one of the page's descriptions.
pub(crate) fn find(document: &Document, head: &Head) -> Option<NodeId> {
    let quoted: Vec<String> = head
        .all(&["og:description", "description", "twitter:description"])
        .iter()
        .map(|d| key(d).chars().take(COMPARED).collect())
        .filter(|k: &String| k.chars().count() >= LEAST)
        .collect();
    if quoted.is_empty() {
        return None;
    }
    let texts = document.select("body p, body h2, body h3, body h4, body div");
    let fits = |node: &NodeRef<'_>| {
        let Some(text) = short_text(node, LONGEST) else {
            return false;
        };
        let text = key(&text);
        quoted.iter().any(|q| text.starts_with(q))
    };
    let mut found: Option<&NodeRef<'_>> = None;
    for node in texts.nodes().iter().take(MOST) {
        // Once found, only what stands inside it may be better.
        if found.is_some_and(|f| !node.ancestors_it(None).any(|a| a.id == f.id)) {
            break;
        }
        if fits(node) {
            found = Some(node);
        }
    }
    found.map(|f| f.id)
}

/// The smallest element that holds more than `lead`.
pub(crate) fn frame<'a>(lead: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    let own = key(&lead.text()).len();
    lead.ancestors_it(Some(6))
        .take_while(|a| !a.has_name("body"))
        .find(|a| key(&a.text()).len() > own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_opening_is_the_innermost_element_that_begins_like_the_description() {
        let page = "<meta name=description content='The quay was closed on Monday after a crack was found in it…'>
            <body><div><h1>Head</h1><div class=intro><p>The quay was closed on Monday after a crack was found in its foot.</p></div></div><p>More.</p>";
        let document = Document::from(page);
        let found = find(&document, &Head::read(&document)).unwrap();
        let node = document
            .root()
            .descendants_it()
            .find(|n| n.id == found)
            .unwrap();
        assert!(node.has_name("p"));
        assert!(frame(&node).unwrap().text().contains("Head"));
        let slogan =
            Document::from("<meta name=description content='All the news'><p>All the news");
        assert_eq!(find(&slogan, &Head::read(&slogan)), None);
    }
}

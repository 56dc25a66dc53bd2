//! Takes out of a page what no reader sees, so that hidden words are neither text nor evidence.

use std::collections::HashSet;

use dom_query::{Document, NodeRef};

/// Largest share of a page's text that may be hidden; above it the page hides itself until its script has run.
const MOST: f64 = 0.5;
/// How many times the length of the text may be measured in all.
const PATIENCE: usize = 16;

/// Removes elements that are hidden by attribute or inline style.
pub(crate) fn remove(document: &Document) {
    let Some(body) = document.body() else { return };
    let whole = body.text().len().max(1);
    let hidden = document.select("[hidden], [style], [aria-hidden=true]");
    let mut removed = HashSet::new();
    let mut measured = 0;
    for node in hidden.nodes() {
        // Nested hidden elements would be measured again and again; what hides that often is no page to trust.
        if measured > PATIENCE * whole {
            return;
        }
        let frame = ["html", "body", "main", "article"];
        if frame.iter().any(|f| node.has_name(f)) || !is_hidden(node) {
            continue;
        }
        if node.ancestors_it(None).any(|a| removed.contains(&a.id)) {
            continue;
        }
        let size = node.text().len();
        measured += size;
        if (size as f64) < MOST * whole as f64 {
            removed.insert(node.id);
            node.remove_from_parent();
        }
    }
}

fn is_hidden(node: &NodeRef<'_>) -> bool {
    if node.has_attr("hidden") || node.attr_or("aria-hidden", "").trim() == "true" {
        return true;
    }
    let style = node.attr_or("style", "").to_ascii_lowercase();
    let rules: Vec<(&str, &str)> = style
        .split(';')
        .filter_map(|rule| rule.split_once(':'))
        .map(|(k, v)| (k.trim(), v.trim().trim_end_matches("!important").trim()))
        .collect();
    let is =
        |key: &str, values: &[&str]| rules.iter().any(|(k, v)| *k == key && values.contains(v));
    const ZERO: [&str; 5] = ["0", "0px", "0em", "0%", "0pt"];
    let flat = is("height", &ZERO) || is("width", &ZERO) || is("max-height", &ZERO);
    is("display", &["none"])
        || is("visibility", &["hidden", "collapse"])
        || is("font-size", &ZERO)
        || is("opacity", &["0", "0.0"])
        || flat && is("overflow", &["hidden"])
}

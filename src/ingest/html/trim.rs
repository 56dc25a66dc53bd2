//! Takes out of the found article what its links and its own words show to be furniture.

use std::collections::HashSet;

use dom_query::{Document, NodeId, NodeRef};

use crate::ingest::date;
use crate::ingest::html::body::Known;
use crate::ingest::html::lead::key;
use crate::ingest::html::weight::weigh;
use crate::model::{DateClaim, DateOrigin, DateRole, Precision};
use crate::segment::{Telling, ends_sentence, telling};

/// From this share of links on, a block is a list of other pages.
const DENSE: f64 = 0.8;
/// Largest share of the text that may go as lists of links; above it the page is such a list.
const MOST: f64 = 0.4;
/// From this many words on, a line is the running text.
const RUNNING: usize = 20;
/// After so many lines of running text there is no more headline, name or date of the article.
const BEGUN: usize = 2;
/// Fewest items of a list that leads to other pages.
const ITEMS: usize = 3;
/// From this share of links on, such a list may close an article.
const CLOSING: f64 = 0.3;
/// How many letters may stand beside the writers' names in a line that gives only them.
const NAMED: usize = 20;
/// One day, in seconds: zones differ by less.
const DAY: i64 = 86_400;
/// Longest label over a list, in bytes.
const LABEL: usize = 60;

/// Removes lists of links with the labels over them.
pub(crate) fn links(article: &Document) {
    let root = article.root();
    let weights = weigh(&root);
    let whole = weights.get(&root.id).copied().unwrap_or_default().text;
    const BLOCKS: [&str; 8] = [
        "p",
        "ul",
        "ol",
        "div",
        "section",
        "table",
        "blockquote",
        "dl",
    ];
    // What stands in a quotation or in something taken out is passed over.
    let mut passed: HashSet<NodeId> = HashSet::new();
    let mut found: Vec<NodeRef<'_>> = Vec::new();
    let mut size = 0;
    let mut closing: Vec<NodeRef<'_>> = Vec::new();
    for node in root.descendants_it().filter(NodeRef::is_element) {
        if node.has_name("blockquote") || node.parent().is_some_and(|p| passed.contains(&p.id)) {
            passed.insert(node.id);
            continue;
        }
        let weight = weights.get(&node.id).copied().unwrap_or_default();
        let dense = weight.text > 0 && weight.density() >= DENSE;
        // An address that is printed out is a reference, often the credit itself.
        if dense && BLOCKS.iter().any(|b| node.has_name(b)) && !node.text().contains("://") {
            passed.insert(node.id);
            size += weight.text;
            found.push(node);
        } else if is_list(&node) && weight.density() >= CLOSING {
            passed.insert(node.id);
            closing.push(node);
        } else if node.has_name("p") && weight.prose > 0 {
            // Behind a list that closes the article nothing is written.
            closing.clear();
        }
    }
    size += closing
        .iter()
        .map(|n| weights.get(&n.id).map_or(0, |w| w.text))
        .sum::<usize>();
    found.extend(closing);
    if size as f64 > MOST * whole as f64 {
        return;
    }
    for node in found {
        label(&node);
        node.remove_from_parent();
    }
}

/// True for a list each item of which holds a link.
fn is_list(node: &NodeRef<'_>) -> bool {
    if !(node.has_name("ul") || node.has_name("ol")) {
        return false;
    }
    let items = node.element_children();
    let links = |item: &NodeRef<'_>| item.descendants_it().any(|n| n.has_name("a"));
    items.len() >= ITEMS && items.iter().all(links)
}

/// Removes the label over a list that goes.
fn label(list: &NodeRef<'_>) {
    const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
    let is_heading = |n: &NodeRef<'_>| HEADINGS.iter().any(|h| n.has_name(h));
    let Some(before) = list.prev_element_sibling() else {
        return;
    };
    let text = before.text();
    let text = text.trim();
    let alone = list.next_element_sibling().is_none_or(|n| is_heading(&n));
    if text.len() <= LABEL && (text.ends_with([':', '…']) || is_heading(&before) && alone) {
        before.remove_from_parent();
    }
}

/// Leaves out the lines that say by their own words that they are no part of the article; what credits somebody stays.
pub(crate) fn lines(text: &str, known: &Known<'_>) -> String {
    let title = known.title.map(key);
    let byline = known.byline.map(key).filter(|b| b.len() > 4);
    let mut out = String::with_capacity(text.len());
    // An opening that is set apart is one such line before the dates and names.
    let mut running = 0;
    for paragraph in text.split("\n\n") {
        let mut first = true;
        for line in paragraph.lines() {
            let line = line.trim();
            let words = line.split_whitespace().count();
            let begun = running >= BEGUN;
            let again = |known: &Option<String>, more: usize| {
                let line = key(line);
                let fits = |k: &String| line.contains(k) && line.len() <= k.len() + more;
                !begun && known.as_ref().is_some_and(fits)
            };
            let drop = match telling(line) {
                Telling::Credit => false,
                Telling::Furniture | Telling::Caption => true,
                // A time alone heads an entry of a live report.
                Telling::Date => !begun && words > 2,
                Telling::Byline => again(&byline, LABEL) || !begun && is_dated(line, known),
                Telling::Other => {
                    again(&title, 0)
                        || again(&byline, NAMED)
                        || is_label(line)
                        || !begun && is_dated(line, known)
                }
            };
            if line.is_empty() || drop {
                continue;
            }
            running += usize::from(words >= RUNNING);
            if !out.is_empty() {
                out.push_str(if first { "\n\n" } else { "\n" });
            }
            out.push_str(line);
            first = false;
        }
    }
    out
}

/// True for a short line that gives a day which the page claims for its article.
fn is_dated(line: &str, known: &Known<'_>) -> bool {
    if line.split_whitespace().count() > RUNNING || ends_sentence(line) {
        return false;
    }
    let said = date::parse(line, DateOrigin::Dateline, DateRole::Published, i64::MAX);
    let near = |said: &DateClaim| {
        let mut claims = known.dates.iter();
        claims.any(|c| (c.earliest - said.earliest).abs() <= DAY)
    };
    said.filter(|s| s.precision <= Precision::Day)
        .is_some_and(|s| near(&s))
}

/// True for a line that is nothing but words of buttons.
fn is_label(line: &str) -> bool {
    #[rustfmt::skip]
    const BUTTONS: &[&str] = &[
        "share", "tweet", "whatsapp", "facebook", "twitter", "pinterest", "pint", "pin", "email", "e", "mail", "print", "linkedin", "reddit", "telegram",
        "copy", "link", "save", "like", "download", "baixar", "compartilhar", "compartir", "teilen", "drucken", "partager", "imprimer",
        "by", "caption", "image", "of", "close", "photo", "photos", "view", "comments", "comment", "text", "size", "order", "reprints", "article", "advert", "loading",
        "content", "play", "video", "show", "hide", "more", "less", "updated", "published", "posted", "on", "continue", "reading", "below",
    ];
    let mut words = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty());
    let short = words.clone().count() <= 8 && line.chars().any(char::is_alphabetic);
    short
        && words.all(|w| {
            w.bytes().all(|b| b.is_ascii_digit()) && w.len() < 4
                || BUTTONS.contains(&w.to_lowercase().as_str())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str = "A sentence of the article that goes on for more than twenty words, as the sentences of articles in newspapers mostly do, even today.";

    fn trimmed(content: &str) -> String {
        let article =
            Document::fragment(format!("<div><p>{PROSE}</p><p>{PROSE}</p>{content}</div>"));
        links(&article);
        article
            .formatted_text()
            .replace(PROSE, "P")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn lists_of_links_go_with_their_labels() {
        assert_eq!(
            trimmed("<p>More:</p><p><a href=/1>Another story of the day</a></p><p>End of it.</p>"),
            "P P End of it."
        );
        let closing = "<h3>More stories</h3><ul><li><a href=/1>One story</a> here</li><li><a href=/2>Two</a></li><li><a href=/3>Three</a></li></ul>";
        assert_eq!(trimmed(closing), "P P");
    }

    #[test]
    fn quotations_printed_addresses_and_lists_within_the_text_stay() {
        let tweet = "<blockquote><p>Words <a href=/t>pic.example/1</a></p><a href=/t>3 May</a></blockquote>";
        assert_eq!(trimmed(tweet), "P P Words pic.example/1 3 May");
        let source = "<p><a href=https://a.example/1>https://a.example/1</a></p>";
        assert_eq!(trimmed(source), "P P https://a.example/1");
        let list = format!(
            "<ul><li><a href=/1>One</a> is first</li><li><a href=/2>Two</a> is next</li><li><a href=/3>Three</a> is last</li></ul><p>{PROSE}</p>"
        );
        assert_eq!(
            trimmed(&list),
            "P P One is first Two is next Three is last P"
        );
    }

    #[test]
    fn lines_go_by_their_own_words_and_credits_stay() {
        let dates = [date::parse(
            "2019-11-20",
            DateOrigin::Meta,
            DateRole::Published,
            i64::MAX,
        )
        .unwrap()];
        let known = Known {
            title: Some("A head"),
            byline: Some("Ida Berg"),
            dates: &dates,
            ..Known::default()
        };
        let text = format!(
            "A Head\n\nBy Ida Berg\n\nBy AFP\n\nPublicerad 20.11.2019\n\nShare Tweet Email\n\n{PROSE}\n\nPhoto: Jo Lund\n\n11:40 p.m.\n\n{PROSE}\n\nA head\n\nAdvertisement\n\nSource: Reuters"
        );
        let got = lines(&text, &known).replace(PROSE, "P");
        assert_eq!(
            got,
            "By AFP\n\nP\n\n11:40 p.m.\n\nP\n\nA head\n\nSource: Reuters"
        );
    }
}

//! The running text of a page and the links in it.

use std::collections::HashSet;

use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};
use url::Url;

use crate::ingest::links;

/// Fewest letters and digits of a text; what is shorter is a menu or a notice.
const LEAST: usize = 40;

/// What a reader reads.
#[derive(Debug)]
pub(crate) struct Body {
    /// Paragraphs, separated by blank lines.
    pub(crate) text: String,
    pub(crate) links: Vec<String>,
    pub(crate) byline: Option<String>,
}

/// Finds the article in a page; nothing when there is none.
pub(crate) fn read(document: Document, base: Option<&Url>) -> Option<Body> {
    let config = Config {
        text_mode: TextMode::Formatted,
        disable_json_ld: true,
        ..Config::default()
    };
    let mut reader =
        Readability::with_document(document, base.map(Url::as_str), Some(config)).ok()?;
    let found = reader.parse().ok()?;
    let text = paragraphs(&found.text_content);
    if text.chars().filter(|c| c.is_alphanumeric()).count() < LEAST {
        return None;
    }
    Some(Body {
        links: addresses(&found.content, base),
        byline: found.byline.filter(|b| !b.contains("://") && b.len() < 200),
        text,
    })
}

/// Trims lines and leaves one blank line between paragraphs.
fn paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() {
            blank = true;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if blank { "\n\n" } else { "\n" });
        }
        out.push_str(line);
        blank = false;
    }
    out
}

fn addresses(content: &str, base: Option<&Url>) -> Vec<String> {
    let mut seen = HashSet::new();
    Document::fragment(content)
        .select("a[href]")
        .nodes()
        .iter()
        .filter_map(|a| links::absolute(&a.attr("href")?, base))
        .map(String::from)
        .filter(|address| seen.insert(address.clone()))
        .collect()
}

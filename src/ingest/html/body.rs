//! The running text of a page and the links in it.

use std::collections::HashSet;

use dom_query::{Document, NodeId};
use dom_smoothie::{Config, Readability, TextMode};
use url::Url;

use crate::ingest::html::{clean, lead, trim};
use crate::ingest::links;
use crate::model::DateClaim;

/// Fewest letters and digits of a text; what is shorter is a menu or a notice.
const LEAST: usize = 40;

/// A text shorter than this is doubted, in bytes.
const SHORT: usize = 500;

/// How many times longer the text for machines must be to stand for the one that is shown.
const TOLD: usize = 2;

/// What a reader reads.
#[derive(Debug, Default)]
pub(crate) struct Body {
    /// Paragraphs, separated by blank lines.
    pub(crate) text: String,
    pub(crate) links: Vec<String>,
    pub(crate) byline: Option<String>,
}

/// What is known about a page before its text is looked for.
#[derive(Debug, Default)]
pub(crate) struct Known<'a> {
    pub(crate) base: Option<&'a Url>,
    pub(crate) title: Option<&'a str>,
    pub(crate) byline: Option<&'a str>,
    /// The headline's element.
    pub(crate) heading: Option<NodeId>,
    /// The element in which the article opens.
    pub(crate) lead: Option<NodeId>,
    /// The text the page hands to machines.
    pub(crate) told: Option<String>,
    /// What it claims about its dates.
    pub(crate) dates: &'a [DateClaim],
}

/// Finds the article in a page; nothing when there is none.
pub(crate) fn read(document: Document, known: &Known<'_>) -> Option<Body> {
    let keep: Vec<NodeId> = known.heading.into_iter().chain(known.lead).collect();
    clean::remove(&document, &keep);
    let opening = opening(&document, known);
    let config = Config {
        text_mode: TextMode::Formatted,
        disable_json_ld: true,
        ..Config::default()
    };
    let reader = Readability::with_document(document, known.base.map(Url::as_str), Some(config));
    let found = reader.ok().and_then(|mut reader| reader.parse().ok());
    let article = Document::fragment(
        found
            .as_ref()
            .map_or_else(Default::default, |f| f.content.clone()),
    );
    // A list of links is no text, but a link in it may lead to the source.
    let links = addresses(&article, known.base);
    trim::links(&article);
    let trimmed = |text: &str| trim::lines(&paragraphs(text), known);
    let mut text = trimmed(&article.formatted_text());
    if let Some(opening) = opening {
        let (whole, lead) = (lead::key(&text), lead::key(&opening.text));
        if !whole.contains(&lead) {
            if text.len() < SHORT && opening.around.len() > text.len() / 2 {
                text = trimmed(&opening.around);
            } else {
                text = format!("{}\n\n{text}", trimmed(&opening.text));
            }
        }
    }
    let told = known.told.as_deref();
    if let Some(told) = told.filter(|told| told.len() > TOLD * text.len()) {
        text = trimmed(&plain(told));
    }
    if text.chars().filter(|c| c.is_alphanumeric()).count() < LEAST {
        return None;
    }
    let byline = found.and_then(|f| f.byline);
    Some(Body {
        links,
        byline: byline.filter(|b| !b.contains("://") && b.len() < 200),
        text,
    })
}

/// A text for machines as text; some pages put markup into it.
fn plain(told: &str) -> String {
    if told.contains("</") {
        Document::fragment(told).formatted_text().to_string()
    } else {
        told.to_owned()
    }
}

/// The opening of the article and what stands around it.
struct Opening {
    text: String,
    around: String,
}

fn opening(document: &Document, known: &Known<'_>) -> Option<Opening> {
    let id = known.lead?;
    let lead = document.root().descendants_it().find(|n| n.id == id)?;
    let around = lead::frame(&lead).map(|f| f.formatted_text().to_string());
    Some(Opening {
        text: lead.formatted_text().to_string(),
        around: around.unwrap_or_default(),
    })
}

/// Trims lines and leaves one blank line between paragraphs.
pub(crate) fn paragraphs(text: &str) -> String {
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

fn addresses(article: &Document, base: Option<&Url>) -> Vec<String> {
    let mut seen = HashSet::new();
    article
        .select("a[href]")
        .nodes()
        .iter()
        .filter_map(|a| links::absolute(&a.attr("href")?, base))
        .map(String::from)
        .filter(|address| seen.insert(address.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_for_machines_stands_in_where_the_page_shows_little() {
        let told = "<p>The whole story that the page keeps for machines.</p><p>It has two paragraphs of some length.</p>";
        let known = Known {
            told: Some(told.into()),
            ..Known::default()
        };
        let read = read(
            Document::from("<body><p>Please turn on scripts.</p></body>"),
            &known,
        )
        .unwrap();
        assert_eq!(
            read.text,
            "The whole story that the page keeps for machines.\n\nIt has two paragraphs of some length."
        );
    }

    #[test]
    fn of_a_short_text_the_quoted_opening_shows_the_place() {
        let page = "<body><div class=page><div class=post><p>Who was it that rang the bell at night?</p><p>Nobody knows.</p></div></div>
            <div class=notice><p>We keep small files in your browser, so that you need not tell us twice, thrice, or ever again, what you, your cat, or your aunt like.</p></div></body>";
        let document = Document::from(page);
        let lead = document.select("p").nodes().first().map(|p| p.id);
        let read = read(
            document,
            &Known {
                lead,
                ..Known::default()
            },
        )
        .unwrap();
        assert!(
            read.text
                .starts_with("Who was it that rang the bell at night?\n\nNobody knows."),
            "{}",
            read.text
        );
    }

    #[test]
    fn a_link_that_is_no_text_is_still_a_link_of_the_article() {
        let prose = "A sentence of some length, which nobody needs to read twice, because it says nothing new. ";
        let page = format!(
            "<body><article><p>{0}</p><p>{0}</p><p>{0}</p><p><a href='https://a.example/1'>Read it here in full</a></p></article>",
            prose.repeat(3)
        );
        let read = read(Document::from(page), &Known::default()).unwrap();
        assert_eq!(read.links, ["https://a.example/1"]);
        assert!(!read.text.contains("Read it here"), "{}", read.text);
    }
}

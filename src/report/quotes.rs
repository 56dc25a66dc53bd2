//! The ledger of quotations: who is quoted saying what, first printed where, in which wordings.

use serde::Serialize;

use crate::report::clean::line;
use crate::report::diff;
use crate::report::figures::plural;
use crate::report::human::{date, outlet, short};
use crate::report::layout::wrap;
use crate::report::rows::Row;
use crate::report::style::Style;
use crate::report::view::ArticleRef;

/// One printing of a quotation.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct PrintingView {
    /// The article.
    #[serde(flatten)]
    pub article: ArticleRef,
    /// Number of the body paragraph, from 1.
    pub paragraph: usize,
    /// First code point of the quotation in the article's text, without the mark.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words exactly as printed here.
    pub text: String,
    /// The speaker as this article names it; nothing where it names none that is understood.
    pub speaker: Option<String>,
    /// `first`, `copied` (in a copied paragraph), `own` (an earlier printing is of the same house) or `heard` (in a paragraph
    /// that comes from no other printing).
    pub came: &'static str,
}

/// One wording of a statement.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct WordingView {
    /// `same`, `part` or `edited`, held against the first printing.
    pub variant: &'static str,
    /// The words as first printed so.
    pub text: String,
    /// Where, earliest first.
    pub printings: Vec<PrintingView>,
}

/// Another statement that may be the same one in other words, as two translations are.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct OtherWordsView {
    /// `other_words`.
    pub variant: &'static str,
    /// Its first wording.
    pub text: String,
    /// Its first printing.
    pub first: PrintingView,
    /// Why it may be the same, a sentence each.
    pub reasons: Vec<String>,
}

/// One statement with all its printings.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct QuoteView {
    /// [`crate::report::view::SCHEMA`].
    pub schema: &'static str,
    /// `quote`.
    pub record: &'static str,
    /// Who says it, by the fullest name printed; nothing where no printing names a speaker that is understood.
    pub speaker: Option<String>,
    /// The first wording.
    pub statement: String,
    /// The earliest printing.
    pub first: PrintingView,
    /// `likely` when the dates tell that it was the earliest among several houses, `alone` when one house printed it, else `undecided`.
    pub direction: &'static str,
    /// How many printings there are.
    pub printings: usize,
    /// In how many houses.
    pub outlets: usize,
    /// How many houses have it in a paragraph of their own, the first among them.
    pub heard: usize,
    /// All wordings, that of the first printing first.
    pub wordings: Vec<WordingView>,
    /// Statements that may be the same in other words. They count in none of the numbers above.
    pub possible: Vec<OtherWordsView>,
}

impl Row for QuoteView {
    const HEAD: &'static [&'static str] = &[
        "speaker",
        "statement",
        "first_article",
        "first_outlet",
        "first_published_at",
        "paragraph",
        "start",
        "end",
        "direction",
        "printings",
        "outlets",
        "heard",
        "wordings",
        "possible",
    ];

    fn row(&self) -> Vec<String> {
        vec![
            self.speaker.clone().unwrap_or_default(),
            self.statement.clone(),
            self.first.article.article.clone(),
            self.first.article.outlet.clone().unwrap_or_default(),
            self.first.article.published_at.clone().unwrap_or_default(),
            self.first.paragraph.to_string(),
            self.first.start.to_string(),
            self.first.end.to_string(),
            self.direction.into(),
            self.printings.to_string(),
            self.outlets.to_string(),
            self.heard.to_string(),
            self.wordings.len().to_string(),
            self.possible.len().to_string(),
        ]
    }
}

/// The page for people; with `why` every printing and how the wordings differ.
pub fn page(views: &[QuoteView], found: usize, why: bool, style: &Style) -> String {
    if views.is_empty() {
        return "no quotation fits\n".to_owned();
    }
    let mut out = String::new();
    for view in views {
        let speaker = view
            .speaker
            .as_deref()
            .map_or_else(|| "speaker not named".to_owned(), line);
        out.push_str(&style.bold(&speaker));
        out.push('\n');
        for l in wrap(
            &format!("“{}”", line(&view.statement)),
            style.width.saturating_sub(2),
        ) {
            out.push_str(&format!("  {l}\n"));
        }
        let lead = match view.direction {
            "undecided" => "earliest by its date, undecided:",
            _ => "first in",
        };
        let first = &view.first.article;
        let summary = format!(
            "{lead} {} {}; {} in {}, {}",
            outlet(first),
            date(first),
            plural(view.printings, "printing"),
            plural(view.outlets, "outlet"),
            plural(view.wordings.len(), "wording"),
        );
        let heard = if view.heard > 1 {
            format!("; {} of them on their own", view.heard)
        } else {
            String::new()
        };
        out.push_str(&format!("  {}\n", style.dim(&(summary + &heard))));
        if why {
            details(view, style, &mut out);
        }
        for other in &view.possible {
            out.push_str(&format!(
                "  possibly the same in other words, {} {}:\n",
                outlet(&other.first.article),
                date(&other.first.article)
            ));
            for l in wrap(
                &format!("“{}”", line(&other.text)),
                style.width.saturating_sub(4),
            ) {
                out.push_str(&format!("    {l}\n"));
            }
            if why {
                for reason in &other.reasons {
                    out.push_str(&format!("    - {}\n", line(reason)));
                }
            }
        }
        out.push('\n');
    }
    if found > views.len() {
        out.push_str(&format!(
            "{} more; --limit shows them\n",
            found - views.len()
        ));
    }
    out
}

fn details(view: &QuoteView, style: &Style, out: &mut String) {
    for wording in &view.wordings {
        if wording.variant != "same" {
            let parts = diff::words(&view.statement, &wording.text);
            out.push_str(&format!("  {}:\n", wording.variant));
            for l in diff::draw(
                &parts,
                diff::Side::Both,
                None,
                style.width.saturating_sub(4),
                style,
            ) {
                out.push_str(&format!("    {l}\n"));
            }
        }
        for p in &wording.printings {
            let article = &p.article;
            out.push_str(&format!(
                "    {:<6} {}  {}  {}  ¶{}  {}\n",
                p.came,
                short(&article.id),
                date(article),
                outlet(article),
                p.paragraph,
                line(&article.article)
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::human::samples::source;

    fn printing(came: &'static str) -> PrintingView {
        PrintingView {
            article: source(),
            paragraph: 2,
            start: 10,
            end: 40,
            text: "We will not leave".into(),
            speaker: None,
            came,
        }
    }

    #[test]
    fn a_statement_is_a_page_and_a_row_and_foreign_letters_are_cleaned() {
        let view = QuoteView {
            schema: "urtext/v1",
            record: "quote",
            speaker: Some("Jane \u{1b}[31mRoe".into()),
            statement: "We will not leave".into(),
            first: printing("first"),
            direction: "likely",
            printings: 2,
            outlets: 2,
            heard: 2,
            wordings: vec![
                WordingView {
                    variant: "same",
                    text: "We will not leave".into(),
                    printings: vec![printing("first")],
                },
                WordingView {
                    variant: "edited",
                    text: "We shall not leave".into(),
                    printings: vec![printing("heard")],
                },
            ],
            possible: Vec::new(),
        };
        assert_eq!(view.row().len(), QuoteView::HEAD.len());
        let style = Style {
            colour: false,
            width: 100,
        };
        let text = page(&[view], 3, true, &style);
        assert!(
            text.contains("2 printings in 2 outlets, 2 wordings; 2 of them on their own"),
            "{text}"
        );
        assert!(
            text.contains("[-will-] {+shall+}") || text.contains("{+shall+}"),
            "{text}"
        );
        assert!(
            !text.contains('\u{1b}') && text.contains("2 more"),
            "{text}"
        );
    }
}

//! The pages of `trace` and `check`.

mod check;
mod paragraphs;
mod sources;
mod why;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::report::clean::line;
use crate::report::figures::plural;
use crate::report::human::parts::{date, outlet, searched, short, title};
use crate::report::human::trace::paragraphs::paragraphs;
use crate::report::human::trace::sources::{copies, sources};
use crate::report::human::trace::why::possible;
use crate::report::style::Style;
use crate::report::view::{DerivationView, DiffPart, ParagraphView, TraceView};

pub use check::check;

/// What the reader wants to see of a trace.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Where the text comes from.
    pub up: bool,
    /// Who has it later.
    pub down: bool,
    /// Only this paragraph.
    pub paragraph: Option<usize>,
    /// Reasons, and the comparison of each matched paragraph (source first), by paragraph number.
    pub why: Option<BTreeMap<usize, Vec<DiffPart>>>,
    /// How many sources and copies are listed.
    pub top: usize,
}

impl Default for Ask {
    fn default() -> Self {
        Self {
            up: true,
            down: true,
            paragraph: None,
            why: None,
            top: 10,
        }
    }
}

/// The page of `trace`.
pub fn trace(view: &TraceView, ask: &Ask, style: &Style) -> String {
    let mut out = String::new();
    // Writing into a String cannot fail, here and below.
    let _ = writeln!(
        out,
        "{}  {}",
        style.bold(&short(&view.article.id)),
        style.bold(&title(&view.article))
    );
    let _ = writeln!(
        out,
        "{} · {} · {}",
        outlet(&view.article),
        date(&view.article),
        plural(view.paragraphs.len(), "paragraph")
    );
    let _ = writeln!(out, "Searched {}.", searched(&view.searched));
    notices(&mut out, &view.notices, style);
    if ask.up {
        sources(&mut out, view, ask, style);
        paragraphs(&mut out, view, ask, style);
        possible(&mut out, view, ask, style);
    }
    if ask.down && ask.paragraph.is_none() {
        copies(&mut out, &view.copies, ask, style);
    }
    footer(&mut out, view);
    out
}

/// What stands behind a paragraph, and whether it counts as copying.
fn found(p: &ParagraphView) -> Option<(&DerivationView, bool)> {
    match (&p.derivation, &p.aside) {
        (Some(d), _) => Some((d, d.kind != "shared_quote" && !d.self_reuse)),
        (None, Some(d)) => Some((d, false)),
        (None, None) => None,
    }
}

fn notices(out: &mut String, notices: &[String], style: &Style) {
    for notice in notices {
        let _ = writeln!(out, "! {}", style.bold(&line(notice)));
    }
}

fn no_match(out: &mut String, view: &TraceView) {
    let word = if view.copies.is_empty() {
        "match"
    } else {
        "earlier match"
    };
    let _ = writeln!(
        out,
        "\n  No {word} in this store. This does not prove that the text is new."
    );
}

fn footer(out: &mut String, view: &TraceView) {
    if view.furniture > 0 {
        let _ = writeln!(
            out,
            "Not counted: {} outside the body (headlines, captions, credits, furniture).",
            plural(view.furniture, "block")
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::clean::is_unsafe;
    use crate::report::diff;
    use crate::report::human::samples;
    use crate::report::view::{CopySummary, DerivationView};

    #[test]
    fn a_trace_names_source_kind_direction_and_credit_and_collapses_runs() {
        let page = trace(&samples::traced(), &Ask::default(), &Style::PLAIN);
        assert_eq!(
            page,
            "\
a:6b21f0e4  (copy)
no outlet · undated · 4 paragraphs
Searched 5 articles of 3 named outlets; 2 carry a date, 2023-09-19.

  2 of 4 paragraphs verbatim, same order, shared with  a:3f9c01d2  Harbour Times 2023-09-19
      Bridge reopens
      direction: undecided · credit: missing · that source credits: AFP
  Named upstream: AFP — its own copy is not in this store; both may come from there.
  Credit in this text: none.

  ¶    label               source                          found
  1–2  V verbatim          a:3f9c01d2 ¶5–6  Harbour Times  40 of 40 words found there
  3    Q shared quote      a:3f9c01d2 ¶9  Harbour Times    12 of 20 words found there · not counted
  4    O no earlier match  –
Apart, never counted as copying: 1 shared quote.
Not counted: 3 blocks outside the body (headlines, captions, credits, furniture).
"
        );
    }

    #[test]
    fn why_shows_the_words_and_the_reasons() {
        let ask = Ask {
            paragraph: Some(1),
            why: Some([(1, diff::words("The old bridge", "The new bridge"))].into()),
            ..Ask::default()
        };
        let page = trace(&samples::traced(), &ask, &Style::PLAIN);
        assert!(
            page.contains("      The [-old-] {+new+} bridge\n"),
            "{page}"
        );
        assert!(page.contains("because the text has no date"), "{page}");
        assert!(
            page.contains("      same words\n") && !page.contains("credit missing ·"),
            "{page}"
        );
        assert!(!page.contains("1–2"), "{page}");
    }

    #[test]
    fn what_was_taken_along_is_told_in_one_line_and_explained_on_demand() {
        let mut view = samples::traced();
        let block = |block| DerivationView {
            block: Some(block),
            paragraph: 0,
            ..samples::derivation(0, 0, "verbatim")
        };
        view.also = vec![block("caption"), block("furniture"), block("caption")];
        let page = trace(&view, &Ask::default(), &Style::PLAIN);
        let told = "  Also taken along: 2 captions, 1 line of Harbour Times's furniture.\n";
        assert!(page.contains(told), "{page}");
        let ask = Ask {
            why: Some(BTreeMap::new()),
            ..Ask::default()
        };
        let page = trace(&view, &ask, &Style::PLAIN);
        let why = "      caption: verbatim, 20 of 20 words found in a:3f9c01d2 Harbour Times\n";
        assert!(page.contains(why), "{page}");
    }

    #[test]
    fn a_direction_is_never_cut() {
        let mut view = samples::traced();
        let long = "The Long and Winding Daily Courier of the Eastern Shore and Its Islands";
        view.article.outlet = Some(long.into());
        let mut copy = samples::source();
        copy.outlet = Some(long.into());
        view.copies = vec![CopySummary {
            copy,
            paragraphs: 2,
            direction: "undecided",
            credit: "destroyed",
            credit_form: "missing",
        }];
        let style = Style {
            width: 78,
            ..Style::PLAIN
        };
        let page = trace(&view, &Ask::default(), &style);
        assert!(page.contains("2 ¶  undecided  destroyed\n"), "{page}");
    }

    #[test]
    fn nothing_found_is_told_with_what_was_searched_and_never_as_original() {
        let mut view = samples::traced();
        view.paragraphs.retain(|p| p.paragraph == 4);
        view.sources.clear();
        let page = check(&view, &Ask::default(), &Style::PLAIN);
        assert_eq!(
            page,
            "Searched 5 articles of 3 named outlets; 2 carry a date, 2023-09-19. Nothing was stored.

  No match in this store. This does not prove that the text is new.
"
        );
        assert!(!trace(&view, &Ask::default(), &Style::PLAIN).contains("original"));
    }

    #[test]
    fn a_check_counts_paragraphs_beside_every_share() {
        let page = check(&samples::traced(), &Ask::default(), &Style::PLAIN);
        assert_eq!(
            page,
            "\
Searched 5 articles of 3 named outlets; 2 carry a date, 2023-09-19. Nothing was stored.
  V verbatim          2 of 4 ¶  50%  Harbour Times 2023-09-19 (a:3f9c01d2)  credit missing
  Q shared quote      1 of 4 ¶       Harbour Times 2023-09-19 (a:3f9c01d2)  not counted
  O no earlier match  1 of 4 ¶       none found in this store
Where none was found, that does not prove that a paragraph is new.
"
        );
    }

    #[test]
    fn a_poisoned_text_cannot_reach_the_terminal() {
        let view = samples::poisoned(samples::traced());
        let ask = Ask {
            why: Some([(1, diff::words("a\u{1b}[2J", "b\u{202e}"))].into()),
            ..Ask::default()
        };
        for page in [
            trace(&view, &ask, &Style::PLAIN),
            check(&view, &ask, &Style::PLAIN),
        ] {
            assert!(!page.chars().any(|c| c != '\n' && is_unsafe(c)), "{page:?}");
        }
    }

    #[test]
    fn a_rewritten_paragraph_tells_facts_and_its_evidence_line_by_line() {
        let mut view = samples::traced();
        view.paragraphs[0].derivation = Some(samples::rewritten(1, 5));
        let page = trace(&view, &Ask::default(), &Style::PLAIN);
        let row =
            "  1  R rewritten         a:3f9c01d2 ¶5  Harbour Times  17 of 19 facts found there\n";
        assert!(page.contains(row), "{page}");
        let ask = Ask {
            why: Some([(1, diff::words("Ships may pass", "Vessels can pass"))].into()),
            ..Ask::default()
        };
        let page = trace(&view, &ask, &Style::PLAIN);
        let told = "      there  Ships may pass\n      here   Vessels can pass\n      \
                    · 17 of its 19 facts stand in the source, 15 in the same order\n      \
                    · 4 other paragraphs support it: 2, 3, 5 and 6\n";
        assert!(page.contains(told), "{page}");
    }

    #[test]
    fn what_may_be_rewritten_is_told_apart_and_never_counted() {
        let mut view = samples::traced();
        view.paragraphs[3].possible = Some(DerivationView {
            record: "possible",
            reasons: vec!["only possible: no other paragraph supports it".into()],
            ..samples::rewritten(4, 7)
        });
        let told = "\nMay be rewritten, not counted:\n  \
                    ¶4  possible rewrite of a:3f9c01d2 ¶7  Harbour Times\n      \
                    · only possible: no other paragraph supports it\n";
        for page in [
            trace(&view, &Ask::default(), &Style::PLAIN),
            check(&view, &Ask::default(), &Style::PLAIN),
        ] {
            assert!(page.contains(told), "{page}");
            assert!(!page.contains("R rewritten"), "{page}");
        }
    }
}

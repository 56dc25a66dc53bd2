//! The pages of `show A B` and `compare A B`.

use std::fmt::Write as _;

use crate::report::clean::line;
use crate::report::diff::{Side, draw, plain};
use crate::report::figures::{percent, plural};
use crate::report::human::parts::{credits, heading, title};
use crate::report::layout::{pad, wrap};
use crate::report::style::{Style, label};
use crate::report::view::{CompareView, DiffPart, PairRow, PairView};

/// How two texts are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Two columns.
    SideBySide,
    /// One text with the differences inside.
    Unified,
}

/// The page of two articles. `why` adds the reasons of every match.
pub fn pair(view: &PairView, layout: Layout, why: bool, style: &Style) -> String {
    let mut out = String::new();
    // Writing into a String cannot fail, here and below.
    for (name, article, credit, n) in [
        ("A", &view.a, &view.credits[0], view.paragraphs[0]),
        ("B", &view.b, &view.credits[1], view.paragraphs[1]),
    ] {
        let _ = writeln!(
            out,
            "{name}  {}  {}",
            style.bold(&heading(article)),
            title(article)
        );
        let _ = writeln!(out, "   {n} paragraphs · credit: {}", credits(credit));
    }
    if view.rows.is_empty() {
        out.push_str("\nNo paragraph of one was found in the other.\n");
        return out;
    }
    let who = match view.copy {
        _ if view.rows.iter().all(|r| r.possible) => "nothing that counts was found",
        Some("a") => "A comes from B",
        Some("b") => "B comes from A",
        _ => "who was first is not known",
    };
    let _ = writeln!(out, "Direction: {} — {who}", view.direction);
    for reason in &view.reasons {
        let _ = writeln!(out, "   because {}", line(reason));
    }
    for change in view.would_change.iter().filter(|_| why) {
        let _ = writeln!(out, "  would be {}", line(change));
    }
    for row in &view.rows {
        let may = if row.possible { "may be " } else { "" };
        let head = format!("A ¶{} ~ B ¶{}  {may}{}", row.a, row.b, label(row.kind));
        let mut shares = match &row.evidence {
            Some(e) => format!(
                "{} of {} found there · score {:.2}",
                e.facts_shared,
                plural(e.facts, "fact"),
                row.score
            ),
            None => format!(
                "{} of A's words in B, {} of B's in A",
                share(row.a_in_b),
                share(row.b_in_a)
            ),
        };
        if row.possible {
            shares.push_str(" · not counted");
        }
        let _ = writeln!(
            out,
            "\n{}  {}",
            style.kind(row.kind, &head),
            style.dim(&shares)
        );
        match layout {
            // Of a rewriting a comparison word by word is all marks.
            Layout::Unified if row.evidence.is_some() => apart(&mut out, &row.diff, style),
            Layout::Unified => unified(&mut out, &row.diff, style),
            Layout::SideBySide => columns(&mut out, row, style),
        }
        let reasons = || row.reasons.iter().map(|r| line(r));
        if row.evidence.is_some() && (why || row.possible) {
            let shown = if why { row.reasons.len() } else { 1 };
            for reason in reasons().take(shown) {
                for (i, text) in wrap(&reason, style.width.saturating_sub(4))
                    .iter()
                    .enumerate()
                {
                    let _ = writeln!(out, "  {} {text}", if i == 0 { "·" } else { " " });
                }
            }
        } else if why && !row.reasons.is_empty() {
            let reasons: Vec<_> = reasons().collect();
            let _ = writeln!(out, "  why: {}", reasons.join(" · "));
        }
    }
    out
}

/// The page of two texts without a store; `diff` is their comparison word by word.
pub fn compare(view: &CompareView, diff: &[DiffPart], style: &Style) -> String {
    let word = if view.kind == "none" {
        "no match".to_owned()
    } else {
        label(view.kind)
    };
    let mut out = format!(
        "{}  {} of A's words in B, {} of B's in A · score {:.2}\n",
        style.kind(view.kind, &word),
        share(view.a_in_b),
        share(view.b_in_a),
        view.score
    );
    if !["none", "rewritten"].contains(&view.kind) {
        unified(&mut out, diff, style);
    }
    for reason in &view.reasons {
        let _ = writeln!(out, "  because {}", line(reason));
    }
    out
}

fn share(x: f64) -> String {
    percent((x.clamp(0.0, 1.0) * 10_000.0).round() as usize, 10_000)
}

fn unified(out: &mut String, diff: &[DiffPart], style: &Style) {
    for text in draw(diff, Side::Both, None, style.width.saturating_sub(2), style) {
        let _ = writeln!(out, "  {text}");
    }
}

fn apart(out: &mut String, diff: &[DiffPart], style: &Style) {
    for (name, side) in [("A", Side::A), ("B", Side::B)] {
        let text = plain(diff, side, style.width.saturating_sub(5));
        for (i, text) in text.iter().enumerate() {
            let name = if i == 0 { name } else { " " };
            let _ = writeln!(out, "  {}  {text}", style.dim(name));
        }
    }
}

fn columns(out: &mut String, row: &PairRow, style: &Style) {
    let width = style.width.saturating_sub(5) / 2;
    if row.evidence.is_some() {
        let [left, right] = [Side::A, Side::B].map(|side| plain(&row.diff, side, width));
        for i in 0..left.len().max(right.len()) {
            let a = pad(left.get(i).map_or("", String::as_str), width);
            let b = right.get(i).map_or("", String::as_str);
            let _ = writeln!(out, "{}", format!("  {a} │ {b}").trim_end());
        }
        return;
    }
    // Padding needs the width of what is seen, so the plain drawing is measured and the dressed one is printed.
    let plain = Style {
        colour: false,
        ..*style
    };
    let (left, right) = (
        draw(&row.diff, Side::A, None, width, style),
        draw(&row.diff, Side::B, None, width, style),
    );
    let seen = if style.colour {
        Vec::new()
    } else {
        draw(&row.diff, Side::A, None, width, &plain)
    };
    for i in 0..left.len().max(right.len()) {
        let a = left.get(i).map_or("", String::as_str);
        let b = right.get(i).map_or("", String::as_str);
        let a = if style.colour {
            pad_dressed(a, width)
        } else {
            pad(seen.get(i).map_or(a, |s| s), width)
        };
        let _ = writeln!(out, "{}", format!("  {a} │ {b}").trim_end());
    }
}

/// Pads a line that holds colour sequences, which take no column.
fn pad_dressed(text: &str, width: usize) -> String {
    let (mut bare, mut inside) = (String::new(), false);
    for c in text.chars() {
        match c {
            '\u{1b}' => inside = true,
            'm' if inside => inside = false,
            _ if !inside => bare.push(c),
            _ => {}
        }
    }
    let padded = pad(&bare, width);
    format!("{text}{}", &padded[bare.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::diff::words;
    use crate::report::human::samples;
    use crate::report::view::SCHEMA;

    fn view() -> PairView {
        PairView {
            schema: SCHEMA,
            record: "pair",
            a: samples::source(),
            b: samples::copy(),
            paragraphs: [9, 4],
            rows: vec![PairRow {
                a: 5,
                b: 1,
                kind: "edited",
                score: 0.9,
                a_in_b: 0.75,
                b_in_a: 0.75,
                spans: Vec::new(),
                diff: words("The old bridge opened", "The new bridge opened"),
                evidence: None,
                possible: false,
                reasons: vec!["aligned".into()],
            }],
            copy: Some("b"),
            direction: "likely",
            reasons: vec!["B is later".into()],
            direction_evidence: Vec::new(),
            would_change: Vec::new(),
            credits: [vec![samples::credit("AFP")], Vec::new()],
            dates: [Vec::new(), Vec::new()],
        }
    }

    #[test]
    fn the_unified_page_draws_the_differences_word_by_word() {
        assert_eq!(
            pair(&view(), Layout::Unified, true, &Style::PLAIN),
            "\
A  a:3f9c01d2  Harbour Times 2023-09-19  Bridge reopens
   9 paragraphs · credit: AFP
B  a:6b21f0e4  no outlet undated  (copy)
   4 paragraphs · credit: none
Direction: likely — B comes from A
   because B is later

A ¶5 ~ B ¶1  E edited  75% of A's words in B, 75% of B's in A
  The [-old-] {+new+} bridge opened
  why: aligned
"
        );
    }

    #[test]
    fn the_columns_stay_aligned_with_and_without_colour() {
        let narrow = Style {
            colour: false,
            width: 45,
        };
        let page = pair(&view(), Layout::SideBySide, false, &narrow);
        assert!(
            page.contains(
                "  The [-old-] bridge   │ The {+new+} bridge\n  opened               │ opened\n"
            ),
            "{page}"
        );
        let colour = Style {
            colour: true,
            ..narrow
        };
        assert!(
            pair(&view(), Layout::SideBySide, false, &colour).contains("\u{1b}[31;9mold\u{1b}[0m")
        );
    }
}

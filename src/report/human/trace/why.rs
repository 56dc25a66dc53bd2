//! The evidence under each paragraph, and what may be rewritten.

use std::fmt::Write as _;

use crate::report::clean::line;
use crate::report::diff::{Side, draw, plain};
use crate::report::human::parts::short;
use crate::report::human::trace::Ask;
use crate::report::layout::wrap;
use crate::report::style::Style;
use crate::report::view::{DerivationView, DiffPart, ParagraphView, TraceView};

/// The words and the reasons of one paragraph.
pub(in crate::report::human) fn evidence(
    out: &mut String,
    view: &TraceView,
    d: &DerivationView,
    parts: Option<&Vec<DiffPart>>,
    style: &Style,
) {
    let width = style.width.saturating_sub(6);
    match parts {
        Some(parts) if d.evidence.is_some() => texts(out, parts, width, style),
        Some(parts) => {
            for text in draw(parts, Side::Both, None, width, style) {
                let _ = writeln!(out, "      {text}");
            }
        }
        None => {}
    }
    // What was said of the whole source above is not said again of each paragraph.
    let above = view.sources.iter().find(|s| s.source.id == d.source.id);
    let told = |reason: &String| above.is_some_and(|s| s.reasons.contains(reason));
    let mut facts = Vec::new();
    if above.is_none_or(|s| (s.direction, s.credit) != (d.direction, d.credit)) {
        facts.push(format!("direction {}", d.direction));
        facts.push(format!("credit {}", d.credit));
    }
    if d.origin.id != d.source.id && !d.origin.id.is_empty() {
        let who = d
            .origin
            .outlet
            .as_deref()
            .map_or_else(|| "no outlet".into(), line);
        facts.push(format!("earliest known: {} {who}", short(&d.origin.id)));
    }
    let reasons = d.reasons.iter().filter(|r| !told(r)).map(|r| line(r));
    if d.evidence.is_none() {
        facts.extend(reasons);
        lines(out, &facts.join(" · "), style);
        return;
    }
    // What speaks for and against a rewriting is more than a line can hold.
    lines(out, &facts.join(" · "), style);
    for reason in reasons {
        point(out, &reason, style);
    }
}

fn lines(out: &mut String, text: &str, style: &Style) {
    for text in wrap(text, style.width.saturating_sub(6)) {
        let _ = writeln!(out, "      {}", style.dim(&text));
    }
}

fn point(out: &mut String, reason: &str, style: &Style) {
    for (i, text) in wrap(reason, style.width.saturating_sub(8))
        .iter()
        .enumerate()
    {
        let mark = if i == 0 { "·" } else { " " };
        let _ = writeln!(out, "      {}", style.dim(&format!("{mark} {text}")));
    }
}

/// The source's words, then this text's: of a rewriting a comparison word by word is all marks.
fn texts(out: &mut String, parts: &[DiffPart], width: usize, style: &Style) {
    for (name, side) in [("there", Side::A), ("here ", Side::B)] {
        for (i, text) in plain(parts, side, width.saturating_sub(7))
            .iter()
            .enumerate()
        {
            let name = if i == 0 { name } else { "     " };
            let _ = writeln!(out, "      {}  {text}", style.dim(name));
        }
    }
}

/// What paragraphs may be rewritten from, apart from what was found.
pub(in crate::report::human) fn possible(
    out: &mut String,
    view: &TraceView,
    ask: &Ask,
    style: &Style,
) {
    let wanted = |p: &&ParagraphView| ask.paragraph.is_none_or(|n| n == p.paragraph);
    let mut head = "\nMay be rewritten, not counted:\n";
    for p in view.paragraphs.iter().filter(wanted) {
        let Some(d) = &p.possible else { continue };
        out.push_str(std::mem::take(&mut head));
        let who = d
            .source
            .outlet
            .as_deref()
            .map_or_else(|| "no outlet".into(), line);
        let said = format!(
            "¶{}  possible rewrite of {} ¶{}  {who}",
            p.paragraph,
            short(&d.source.id),
            d.source.paragraph
        );
        let _ = writeln!(out, "  {}", style.kind(d.kind, &said));
        let Some(why) = &ask.why else {
            if let Some(reason) = d.reasons.first() {
                point(out, &line(reason), style);
            }
            continue;
        };
        if let Some(parts) = why.get(&p.paragraph).filter(|_| p.aside.is_none()) {
            texts(out, parts, style.width.saturating_sub(6), style);
        }
        for reason in &d.reasons {
            point(out, &line(reason), style);
        }
    }
}

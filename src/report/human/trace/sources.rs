//! The sources of a traced text, who has it later, and what was taken along.

use std::fmt::Write as _;

use crate::report::clean::line;
use crate::report::figures::{count, lag, plural};
use crate::report::human::parts::{carried, credits, date, heading, outlet, short, title};
use crate::report::human::trace::{Ask, found, no_match};
use crate::report::layout::{table, wrap};
use crate::report::style::Style;
use crate::report::view::{CopySummary, SourceSummary, TraceView};

/// The sources, most paragraphs first, with what stands behind them.
pub(in crate::report::human) fn sources(
    out: &mut String,
    view: &TraceView,
    ask: &Ask,
    style: &Style,
) {
    if view.sources.is_empty() && !view.paragraphs.iter().any(|p| found(p).is_some()) {
        no_match(out, view);
        return;
    }
    out.push('\n');
    for source in view.sources.iter().take(ask.top) {
        summary(out, view, source, ask, style);
    }
    if view.sources.len() > ask.top {
        let _ = writeln!(
            out,
            "  … {} more, use --top",
            count(view.sources.len() - ask.top)
        );
    }
    let mut lost: Vec<_> = view
        .paragraphs
        .iter()
        .filter_map(|p| p.derivation.as_ref()?.lost_source.as_deref())
        .map(line)
        .collect();
    lost.sort();
    lost.dedup();
    for agency in lost {
        let _ = writeln!(
            out,
            "  Named upstream: {agency} — its own copy is not in this store; both may come from there."
        );
    }
    also(out, view, ask, style);
    let own = view.article.outlet.as_deref();
    let named = view.credits.iter().filter(|c| own != Some(&*c.to));
    let named: Vec<_> = named.cloned().collect();
    let said = format!("Credit in this text: {}.", credits(&named));
    for text in wrap(&said, style.width.saturating_sub(2)) {
        let _ = writeln!(out, "  {text}");
    }
}

/// Captions, credit lines and the other outlet's standing lines that stand here beside copied paragraphs.
fn also(out: &mut String, view: &TraceView, ask: &Ask, style: &Style) {
    if view.also.is_empty() {
        return;
    }
    // In the order in which they stand in the text; writing out the numbers comes last.
    let mut groups: Vec<(String, String, usize)> = Vec::new();
    for d in &view.also {
        let who = d
            .source
            .outlet
            .as_deref()
            .map_or_else(|| "the other text".into(), line);
        let (one, many) = match d.block {
            Some("furniture") | None => (
                format!("line of {who}'s furniture"),
                format!("lines of {who}'s furniture"),
            ),
            Some(block) => {
                let block = block.replace('_', " ");
                (block.clone(), format!("{block}s"))
            }
        };
        match groups.iter_mut().find(|g| g.0 == one) {
            Some(group) => group.2 += 1,
            None => groups.push((one, many, 1)),
        }
    }
    let list: Vec<_> = groups
        .iter()
        .map(|(one, many, n)| format!("{n} {}", if *n == 1 { one } else { many }))
        .collect();
    let said = format!("Also taken along: {}.", list.join(", "));
    for text in wrap(&said, style.width.saturating_sub(2)) {
        let _ = writeln!(out, "  {text}");
    }
    if ask.why.is_none() {
        return;
    }
    for d in &view.also {
        let facts = format!(
            "{}: {}, {} of {} found in {} {}",
            d.block.unwrap_or("line").replace('_', " "),
            d.kind.replace('_', " "),
            count(d.words_shared),
            plural(d.words, "word"),
            short(&d.source.id),
            d.source
                .outlet
                .as_deref()
                .map_or_else(|| "(no outlet)".into(), line),
        );
        for text in wrap(&facts, style.width.saturating_sub(6)) {
            let _ = writeln!(out, "      {}", style.dim(&text));
        }
    }
}

fn summary(out: &mut String, view: &TraceView, s: &SourceSummary, ask: &Ask, style: &Style) {
    let kinds: Vec<_> = s.by_kind.iter().filter(|(_, n)| *n > 0).collect();
    let what = match kinds.as_slice() {
        [(kind, n)] if *n == s.paragraphs => format!(" {}", kind.replace('_', " ")),
        [] => String::new(),
        many => {
            let list: Vec<_> = many
                .iter()
                .map(|(k, n)| format!("{n} {}", k.replace('_', " ")))
                .collect();
            format!(" ({})", list.join(", "))
        }
    };
    let order = if s.in_order && s.paragraphs > 1 {
        ", same order"
    } else {
        ""
    };
    let from = if s.direction == "undecided" {
        "shared with"
    } else {
        "from"
    };
    let _ = writeln!(
        out,
        "  {} of {} paragraphs{what}{order}, {from}  {}",
        s.paragraphs,
        view.paragraphs.len(),
        style.bold(&heading(&s.source))
    );
    if s.source.title.is_some() || s.source.name.is_some() {
        let _ = writeln!(out, "      {}", style.dim(&title(&s.source)));
    }
    let mut facts = vec![
        format!("direction: {}", s.direction),
        format!("credit: {}", credit_words(s.credit, s.credit_form)),
    ];
    facts.extend(s.licence.as_ref().map(|l| format!("licence: {}", line(l))));
    facts.extend(s.lag_seconds.map(|l| format!("lag: {}", lag(l))));
    if !s.upstream.is_empty() {
        facts.push(format!("that source credits: {}", credits(&s.upstream)));
    }
    let _ = writeln!(out, "      {}", facts.join(" · "));
    for told in s.carries.iter().flat_map(carried) {
        for text in wrap(&told, style.width.saturating_sub(6)) {
            let _ = writeln!(out, "      {}", style.bold(&text));
        }
    }
    if ask.why.is_some() {
        for piece in &s.direction_evidence {
            let side = if piece.side == "against" {
                "against it"
            } else {
                "because"
            };
            let _ = writeln!(
                out,
                "      {side} {} ({}, weight {})",
                line(&piece.words),
                piece.kind,
                piece.weight
            );
        }
        for reason in s.reasons.iter().filter(|_| s.direction_evidence.is_empty()) {
            let _ = writeln!(out, "      because {}", line(reason));
        }
        for change in &s.would_change {
            let _ = writeln!(out, "      would be {}", line(change));
        }
    }
}

/// A credit, in its finer grain where that says more.
fn credit_words(credit: &str, form: &str) -> String {
    if form == credit || form.starts_with(credit) && form.ends_with("only") {
        return credit.to_owned();
    }
    format!("{credit} ({})", form.replace('_', " "))
}

/// Who has it later.
pub(in crate::report::human) fn copies(
    out: &mut String,
    copies: &[CopySummary],
    ask: &Ask,
    style: &Style,
) {
    if copies.is_empty() {
        return;
    }
    let _ = writeln!(out, "\nAlso in {}:", plural(copies.len(), "other article"));
    let rows = copies.iter().take(ask.top).map(|c| {
        vec![
            short(&c.copy.id),
            outlet(&c.copy),
            date(&c.copy),
            format!("{} ¶", c.paragraphs),
            c.direction.to_owned(),
            c.credit.to_owned(),
        ]
    });
    let head = ["", "outlet", "date", "shared", "direction", "credit"];
    let rows: Vec<_> = std::iter::once(head.map(String::from).to_vec())
        .chain(rows)
        .collect();
    let shown = table(&rows, &[3], 2, style.width);
    let (head, rest) = shown.split_once('\n').unwrap_or((&shown, ""));
    let _ = write!(out, "{}\n{rest}", style.dim(head));
    if copies.len() > ask.top {
        let _ = writeln!(out, "  … {} more, use --top", count(copies.len() - ask.top));
    }
}

//! The paragraphs of a traced text, one line each run.

use std::fmt::Write as _;

use crate::report::clean::line;
use crate::report::figures::{count, plural};
use crate::report::human::parts::short;
use crate::report::human::trace::why::evidence;
use crate::report::human::trace::{Ask, found};
use crate::report::layout::table;
use crate::report::style::{Style, label};
use crate::report::view::{DerivationView, ParagraphView, TraceView};

/// A run of paragraphs that say the same of themselves, one line each run.
pub(in crate::report::human) fn paragraphs(
    out: &mut String,
    view: &TraceView,
    ask: &Ask,
    style: &Style,
) {
    let wanted: Vec<_> = view
        .paragraphs
        .iter()
        .filter(|p| ask.paragraph.is_none_or(|n| n == p.paragraph))
        .collect();
    if wanted.is_empty() {
        return;
    }
    let why = ask.why.as_ref();
    let mut runs: Vec<Vec<&ParagraphView>> = Vec::new();
    for p in wanted {
        match runs.last_mut() {
            Some(run) if why.is_none() && run.last().is_some_and(|q| follows(q, p)) => run.push(p),
            _ => runs.push(vec![p]),
        }
    }
    let mut rows = vec![["¶", "label", "source", "found"].map(String::from).to_vec()];
    rows.extend(runs.iter().map(|run| row(run)));
    let shown = table(&rows, &[], 2, style.width);
    out.push('\n');
    for (i, text) in shown.lines().enumerate() {
        let Some(run) = i.checked_sub(1).and_then(|i| runs.get(i)) else {
            let _ = writeln!(out, "{}", style.dim(text));
            continue;
        };
        let d = run.first().and_then(|p| found(p));
        let _ = writeln!(out, "{}", style.kind(d.map_or("none", |d| d.0.kind), text));
        if let (Some(why), Some((d, _)), Some(p)) = (why, d, run.first()) {
            evidence(out, view, d, why.get(&p.paragraph), style);
        }
    }
    let apart = |q: &dyn Fn(&DerivationView) -> bool| {
        let all = view
            .paragraphs
            .iter()
            .filter_map(|p| p.aside.as_ref().or(p.derivation.as_ref()));
        all.filter(|d| q(d)).count()
    };
    let (quotes, own) = (
        apart(&|d| d.kind == "shared_quote" && !d.self_reuse),
        apart(&|d| d.self_reuse),
    );
    if quotes + own > 0 {
        let parts = [
            (quotes > 0).then(|| plural(quotes, "shared quote")),
            (own > 0).then(|| {
                format!(
                    "{} used before by the same outlet",
                    plural(own, "paragraph")
                )
            }),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        let _ = writeln!(
            out,
            "Apart, never counted as copying: {}.",
            parts.join(", ")
        );
    }
}

fn follows(q: &ParagraphView, p: &ParagraphView) -> bool {
    match (found(q), found(p)) {
        (None, None) => (q.witnesses > 0) == (p.witnesses > 0),
        (Some((d, x)), Some((e, y))) => {
            (d.kind, x, &d.source.id, d.self_reuse) == (e.kind, y, &e.source.id, e.self_reuse)
                && d.source.paragraph + 1 == e.source.paragraph
        }
        _ => false,
    }
}

fn row(run: &[&ParagraphView]) -> Vec<String> {
    let (Some(first), Some(last)) = (run.first(), run.last()) else {
        return Vec::new();
    };
    let range = |a: usize, b: usize| {
        if a == b {
            a.to_string()
        } else {
            format!("{a}–{b}")
        }
    };
    let place = range(first.paragraph, last.paragraph);
    let Some((d, counted)) = found(first) else {
        let seen: usize = run.iter().map(|p| p.witnesses).sum();
        let later = if seen > 0 {
            "shares words with a later or undated text"
        } else {
            ""
        };
        return vec![place, label("none"), "–".into(), later.into()];
    };
    let end = found(last).map_or(d, |f| f.0);
    let all = run.iter().filter_map(|p| found(p));
    let (words, shared) = all.fold((0, 0), |(w, s), (d, _)| {
        // Of a rewritten paragraph facts are common, not words.
        let (words, shared) = match &d.evidence {
            Some(e) => (e.facts, e.facts_shared),
            None => (d.words, d.words_shared),
        };
        (w + words, s + shared)
    });
    let what = if d.evidence.is_some() { "fact" } else { "word" };
    let mut note = format!("{} of {} found there", count(shared), plural(words, what));
    if d.self_reuse {
        note.push_str(" · same outlet, not counted");
    } else if !counted {
        note.push_str(" · not counted");
    }
    let who = d
        .source
        .outlet
        .as_deref()
        .map_or_else(|| "no outlet".into(), line);
    vec![
        place,
        label(d.kind),
        format!(
            "{} ¶{}  {who}",
            short(&d.source.id),
            range(d.source.paragraph, end.source.paragraph)
        ),
        note,
    ]
}

//! The page of `check`.

use std::fmt::Write as _;

use crate::report::clean::line;
use crate::report::figures::{count, percent};
use crate::report::human::parts::{carried, date, outlet, searched, short};
use crate::report::human::trace::paragraphs::paragraphs;
use crate::report::human::trace::why::possible;
use crate::report::human::trace::{Ask, found, no_match, notices};
use crate::report::layout::{table, wrap};
use crate::report::style::{Style, label};
use crate::report::view::{DerivationView, TraceView};

/// The page of `check`: kinds and sources first, nothing stored.
pub fn check(view: &TraceView, ask: &Ask, style: &Style) -> String {
    let mut out = format!(
        "Searched {}. Nothing was stored.\n",
        searched(&view.searched)
    );
    notices(&mut out, &view.notices, style);
    let all = view.paragraphs.len();
    let (mut groups, mut none) = (Vec::<(String, &DerivationView, usize, bool)>::new(), 0);
    for p in &view.paragraphs {
        match found(p) {
            None => none += 1,
            Some((d, counted)) => match groups
                .iter_mut()
                .find(|(_, g, _, c)| (g.kind, &g.source.id, *c) == (d.kind, &d.source.id, counted))
            {
                Some(group) => group.2 += 1,
                None => groups.push((label(d.kind), d, 1, counted)),
            },
        }
    }
    groups.sort_by_key(|(_, d, n, counted)| (!counted, std::cmp::Reverse(*n), d.source.id.clone()));
    let hidden = groups.len().saturating_sub(ask.top);
    let mut rows: Vec<Vec<String>> = groups
        .iter()
        .take(ask.top)
        .map(|(label, d, n, counted)| {
            let known = view.sources.iter().find(|s| s.source.id == d.source.id);
            let from = known.map_or_else(
                || {
                    d.source
                        .outlet
                        .as_deref()
                        .map_or_else(|| "no outlet".into(), line)
                },
                |s| format!("{} {}", outlet(&s.source), date(&s.source)),
            );
            vec![
                label.clone(),
                format!("{n} of {all} ¶"),
                if *counted {
                    percent(*n, all)
                } else {
                    String::new()
                },
                format!("{from} ({})", short(&d.source.id)),
                if *counted {
                    format!("credit {}", d.credit)
                } else if d.self_reuse {
                    "same outlet, not counted".into()
                } else {
                    "not counted".into()
                },
            ]
        })
        .collect();
    if none > 0 && !rows.is_empty() {
        rows.push(vec![
            label("none"),
            format!("{none} of {all} ¶"),
            String::new(),
            "none found in this store".into(),
            String::new(),
        ]);
    }
    if rows.is_empty() {
        no_match(&mut out, view);
        possible(&mut out, view, ask, style);
        return out;
    }
    let shown = table(&rows, &[2], 2, style.width);
    let kinds = groups
        .iter()
        .take(ask.top)
        .map(|g| g.1.kind)
        .chain(["none"]);
    for (row, kind) in shown.lines().zip(kinds) {
        let _ = writeln!(out, "{}", style.kind(kind, row));
    }
    if hidden > 0 {
        let _ = writeln!(out, "  … {} more, use --top", count(hidden));
    }
    for source in view.sources.iter().take(ask.top) {
        for told in source.carries.iter().flat_map(carried) {
            let told = format!("{}: {told}", short(&source.source.id));
            for text in wrap(&told, style.width.saturating_sub(2)) {
                let _ = writeln!(out, "  {text}");
            }
        }
    }
    if none > 0 {
        out.push_str("Where none was found, that does not prove that a paragraph is new.\n");
    }
    if ask.why.is_some() {
        out.push('\n');
        paragraphs(&mut out, view, ask, style);
    }
    possible(&mut out, view, ask, style);
    out
}

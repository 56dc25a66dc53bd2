//! The pages that are lists: outlets, standing lines, checks of the store, what was forgotten.

use std::fmt::Write as _;

use crate::report::clean::line;
use crate::report::figures::{count, plural};
use crate::report::layout::{columns, pad, table, wrap};
use crate::report::style::Style;
use crate::report::view::{AppliedView, DoctorView, ForgetView, FurnitureView, OutletView};

/// The page of `outlets`.
pub fn outlets(views: &[OutletView], limit: usize, style: &Style) -> String {
    if views.is_empty() {
        return "No outlets.\n".into();
    }
    let head = [
        "NAME",
        "KIND",
        "ARTICLES",
        "DATED",
        "PARAGRAPHS",
        "STANDING",
        "LATEST",
        "DOMAINS",
    ];
    let mut rows = vec![head.map(String::from).to_vec()];
    // Owners and other names are shown where there are any.
    let owned = views.iter().any(|o| o.publisher.is_some());
    let named = views.iter().any(|o| !o.names.is_empty());
    rows[0].extend(owned.then(|| "PUBLISHER".to_owned()));
    rows[0].extend(named.then(|| "ALSO".to_owned()));
    rows.extend(views.iter().take(limit).map(|o| {
        let mut row = vec![
            line(&o.outlet),
            o.kind.as_deref().map_or_else(|| "–".into(), line),
            count(o.articles),
            count(o.dated),
            count(o.paragraphs),
            count(o.furniture),
            o.latest.as_deref().map_or_else(|| "–".into(), line),
            line(&o.domains.join(" ")),
        ];
        let publisher = || o.publisher.as_deref().map_or_else(|| "–".into(), line);
        row.extend(owned.then(publisher));
        row.extend(named.then(|| line(&o.names.join(", "))));
        row
    }));
    let mut out = headed(&table(&rows, &[2, 3, 4, 5], 0, style.width), style);
    more(&mut out, views.len(), limit);
    out
}

/// The page of `outlets furniture`.
pub fn furniture(views: &[FurnitureView], limit: usize, style: &Style) -> String {
    if views.is_empty() {
        return "No standing lines.\n".into();
    }
    let mut out = String::new();
    for f in views.iter().take(limit) {
        let id: String = line(&f.passage).chars().take(14).collect();
        let how = match f.decided {
            "paragraph" => "said to be a paragraph",
            "furniture" => "said to be furniture",
            _ => match f.rule.as_str() {
                "looks" => "in two stories, and looks like furniture",
                "template" => "varied in three stories",
                _ => "found by itself",
            },
        };
        // Writing into a String cannot fail.
        let _ = writeln!(
            out,
            "{}  in {} · {how}",
            style.bold(&id),
            plural(f.articles, "article")
        );
        for text in wrap(&line(&f.text), style.width.saturating_sub(2)) {
            let _ = writeln!(out, "  {text}");
        }
        if let (Some(template), Some(shape)) = (&f.template, &f.shape) {
            let id: String = line(template).chars().take(14).collect();
            let how = match f.template_decided {
                Some("paragraph") => ", said to be paragraphs",
                Some(_) => ", said to be furniture",
                None => "",
            };
            let text = format!("template {id}{how}: {}", line(shape));
            for text in wrap(&text, style.width.saturating_sub(4)) {
                let _ = writeln!(out, "    {}", style.dim(&text));
            }
        }
    }
    more(&mut out, views.len(), limit);
    out
}

/// What laying a file of outlets over the store changed.
pub fn applied(view: &AppliedView, limit: usize) -> String {
    let mut out = format!("applied a file of {}\n", plural(view.outlets, "outlet"));
    for g in view.grouped.iter().take(limit) {
        let name = |n: &str| {
            if n.is_empty() {
                "no outlet".into()
            } else {
                line(n)
            }
        };
        // Writing into a String cannot fail.
        let _ = writeln!(
            out,
            "  {} is now {}: {}",
            name(&g.from),
            name(&g.into),
            plural(g.articles, "article")
        );
    }
    if view.grouped.is_empty() {
        out.push_str("  nothing in the store changes its outlet\n");
    }
    more(&mut out, view.grouped.len(), limit);
    out
}

/// The page of `doctor`.
pub fn doctor(view: &DoctorView, style: &Style) -> String {
    let names = view.checks.iter().map(|c| columns(&line(&c.check)));
    let widest = names.max().unwrap_or(0);
    let mut out = String::new();
    for c in &view.checks {
        let mut start = format!(
            "{}  {}  ",
            if c.ok { "ok " } else { "BAD" },
            pad(&line(&c.check), widest)
        );
        let blank = " ".repeat(columns(&start));
        for text in wrap(&line(&c.detail), style.width.saturating_sub(blank.len())) {
            // Writing into a String cannot fail.
            let _ = writeln!(out, "{start}{text}");
            start.clone_from(&blank);
        }
    }
    out.push_str(if view.ok {
        "The store is sound.\n"
    } else {
        "The store is NOT sound.\n"
    });
    out
}

/// What `forget` removed, or would remove.
pub fn forget(view: &ForgetView, done: bool) -> String {
    format!(
        "{} {} and {} that no other article holds\n",
        if done { "forgot" } else { "would forget" },
        plural(view.articles, "article"),
        plural(view.passages, "paragraph text")
    )
}

fn headed(table: &str, style: &Style) -> String {
    match table.split_once('\n') {
        Some((head, rest)) => format!("{}\n{rest}", style.dim(head)),
        None => table.to_owned(),
    }
}

fn more(out: &mut String, all: usize, limit: usize) {
    if all > limit {
        let _ = writeln!(out, "… {} more, use --limit", count(all - limit));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::view::{CheckLine, SCHEMA};

    #[test]
    fn a_cut_list_says_how_much_is_missing() {
        let one = |name: &str| OutletView {
            schema: SCHEMA,
            record: "outlet",
            outlet: name.into(),
            kind: Some("paper".into()),
            publisher: None,
            names: Vec::new(),
            domains: vec!["a.example".into()],
            articles: 1204,
            dated: 1200,
            paragraphs: 9,
            furniture: 0,
            latest: None,
        };
        assert_eq!(
            outlets(
                &[one("Harbour Times"), one("B"), one("C")],
                1,
                &Style::PLAIN
            ),
            "\
NAME           KIND   ARTICLES  DATED  PARAGRAPHS  STANDING  LATEST  DOMAINS
Harbour Times  paper     1 204  1 200           9         0  –       a.example
… 2 more, use --limit
"
        );
    }

    #[test]
    fn a_bad_store_is_called_so() {
        let view = DoctorView {
            schema: SCHEMA,
            record: "doctor",
            ok: false,
            checks: vec![CheckLine {
                check: "fingerprints".into(),
                ok: false,
                detail: "1 differs".into(),
            }],
        };
        assert_eq!(
            doctor(&view, &Style::PLAIN),
            "BAD  fingerprints  1 differs\nThe store is NOT sound.\n"
        );
        let gone = ForgetView {
            articles: 1,
            passages: 2,
        };
        assert_eq!(
            forget(&gone, true),
            "forgot 1 article and 2 paragraph texts that no other article holds\n"
        );
    }
}

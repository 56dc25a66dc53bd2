//! The pages of `trace` and `check`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::report::clean::line;
use crate::report::diff::{Side, draw};
use crate::report::figures::{count, lag, percent, plural};
use crate::report::human::parts::{credits, date, heading, outlet, searched, short, title};
use crate::report::layout::{table, wrap};
use crate::report::style::{Style, label};
use crate::report::view::{
    CopySummary, DerivationView, DiffPart, ParagraphView, SourceSummary, TraceView,
};

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
    }
    if ask.down && ask.paragraph.is_none() {
        copies(&mut out, &view.copies, ask, style);
    }
    footer(&mut out, view);
    out
}

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
    if none > 0 {
        out.push_str("Where none was found, that does not prove that a paragraph is new.\n");
    }
    if ask.why.is_some() {
        out.push('\n');
        paragraphs(&mut out, view, ask, style);
    }
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

fn sources(out: &mut String, view: &TraceView, ask: &Ask, style: &Style) {
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
        format!("credit: {}", s.credit),
    ];
    facts.extend(s.lag_seconds.map(|l| format!("lag: {}", lag(l))));
    if !s.upstream.is_empty() {
        facts.push(format!("that source credits: {}", credits(&s.upstream)));
    }
    let _ = writeln!(out, "      {}", facts.join(" · "));
    if ask.why.is_some() {
        for reason in &s.reasons {
            let _ = writeln!(out, "      because {}", line(reason));
        }
    }
}

/// A run of paragraphs that say the same of themselves, one line each run.
fn paragraphs(out: &mut String, view: &TraceView, ask: &Ask, style: &Style) {
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
    let (words, shared) = run
        .iter()
        .filter_map(|p| found(p))
        .fold((0, 0), |(w, s), (d, _)| (w + d.words, s + d.words_shared));
    let mut note = format!("{} of {} found there", count(shared), plural(words, "word"));
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

fn evidence(
    out: &mut String,
    view: &TraceView,
    d: &DerivationView,
    parts: Option<&Vec<DiffPart>>,
    style: &Style,
) {
    let width = style.width.saturating_sub(6);
    for text in parts
        .map(|p| draw(p, Side::Both, None, width, style))
        .unwrap_or_default()
    {
        let _ = writeln!(out, "      {text}");
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
    facts.extend(d.reasons.iter().filter(|r| !told(r)).map(|r| line(r)));
    for text in wrap(&facts.join(" · "), width) {
        let _ = writeln!(out, "      {}", style.dim(&text));
    }
}

fn copies(out: &mut String, copies: &[CopySummary], ask: &Ask, style: &Style) {
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
}

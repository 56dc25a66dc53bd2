//! The page of `audit`.

use std::fmt::Write as _;

use crate::report::clean::line;
use crate::report::figures::{bar, count, lag, percent, plural};
use crate::report::layout::table;
use crate::report::style::{Style, label};
use crate::report::view::{AuditView, ShareView};

/// The page of an audit: counts first, each share beside its count.
pub fn audit(view: &AuditView, top: usize, style: &Style) -> String {
    let period = match (&view.earliest, &view.latest) {
        (Some(a), Some(b)) => format!("{} … {}", line(a), line(b)),
        _ => "no dates".into(),
    };
    let mut out = format!(
        "{} ({}) · {period}\n{} of {} held, {} undated · {} counted\n",
        style.bold(&line(&view.target)),
        view.target_kind,
        count(view.articles),
        plural(view.articles_held, "article"),
        count(view.undated),
        plural(view.paragraphs, "paragraph"),
    );
    if view.target_kind != "outlet" && !view.outlets.is_empty() {
        let names: Vec<_> = view.outlets.iter().map(|o| line(o)).collect();
        // Writing into a String cannot fail, here and below.
        let _ = writeln!(out, "outlets met: {}", names.join(", "));
    }
    let left: Vec<_> = view
        .left_out
        .iter()
        .filter(|s| s.count > 0)
        .map(left_out)
        .collect();
    if !left.is_empty() {
        let _ = writeln!(out, "left out: {}", left.join(", "));
    }
    if view.older_versions > 0 {
        let _ = writeln!(
            out,
            "not counted: {} of which a newer one is",
            plural(view.older_versions, "older version")
        );
    }
    if view.paragraphs == 0 {
        out.push_str("Nothing to count.\n");
        return out;
    }
    out.push('\n');
    let rows: Vec<_> = view
        .kinds
        .iter()
        .map(|s| {
            vec![
                label(&s.label),
                count(s.count),
                percent(s.count, view.paragraphs),
                bar(s.count, view.paragraphs, 20),
            ]
        })
        .collect();
    for (row, kind) in table(&rows, &[1, 2], 2, style.width)
        .lines()
        .zip(&view.kinds)
    {
        let _ = writeln!(out, "{}", style.kind(&kind.label, row));
    }
    let copied: usize = view.credits.iter().map(|s| s.count).sum();
    if copied > 0 {
        out.push('\n');
        let _ = writeln!(
            out,
            "  credit of {}: {}",
            plural(copied, "copied paragraph"),
            shares(&view.credits, copied)
        );
        for broken in view.destroyed.iter().take(top) {
            let _ = writeln!(
                out,
                "  credit destroyed: {} stood where {} is, in {}",
                line(&broken.printed),
                line(&broken.agency),
                plural(broken.articles, "article")
            );
        }
        let all = view.directions.iter().map(|s| s.count).sum();
        let _ = writeln!(out, "  direction: {}", shares(&view.directions, all));
        let lags = match (view.lag_median, view.lag_p90) {
            (Some(m), Some(p)) => format!(
                "median {}, 90% under {} (of {} with known dates)",
                lag(m),
                lag(p),
                plural(view.lag_known, "copied article")
            ),
            _ => "not known (no pair of dates that are fine enough)".into(),
        };
        let _ = writeln!(out, "  lag: {lags}");
    }
    if !view.sources.is_empty() {
        out.push_str("\n  top sources\n");
        let rows: Vec<_> = view
            .sources
            .iter()
            .take(top)
            .map(|s| {
                vec![
                    line(&s.outlet),
                    format!("{} ¶", count(s.paragraphs)),
                    percent(s.paragraphs, copied.max(s.paragraphs)),
                    format!("in {}", plural(s.articles, "article")),
                    format!(
                        "{} of {} ¶ credited",
                        count(s.credited),
                        count(s.paragraphs)
                    ),
                ]
            })
            .collect();
        out.push_str(&table(&rows, &[1, 2], 2, style.width));
        if view.sources.len() > top {
            let _ = writeln!(
                out,
                "  … {} more, use --limit",
                count(view.sources.len() - top)
            );
        }
    }
    swaps(&mut out, view, top, style);
    if view.undated > 0 {
        let _ = writeln!(
            out,
            "{} of {} undated; counts do not depend on dates, lags and directions do.",
            count(view.undated),
            plural(view.articles, "article")
        );
    }
    out
}

/// What the copies put in the place of their sources' words.
fn swaps(out: &mut String, view: &AuditView, top: usize, style: &Style) {
    if view.swaps.is_empty() || top == 0 {
        return;
    }
    out.push_str("\n  words its copies swap\n");
    let rows: Vec<_> = view
        .swaps
        .iter()
        .take(top)
        .map(|s| {
            let flag = s.agency.map_or("", |_| "an agency's name");
            vec![
                format!("{} → {}", line(&s.from), line(&s.to)),
                plural(s.articles, "article"),
                flag.to_owned(),
            ]
        })
        .collect();
    out.push_str(&table(&rows, &[1], 2, style.width));
    if view.swaps.len() > top {
        let more = count(view.swaps.len() - top);
        let _ = writeln!(out, "  … {more} more, use --limit");
    }
}

/// What is not counted, by the name of its kind.
fn left_out(s: &ShareView) -> String {
    match s.label.as_str() {
        "shared_quote" => plural(s.count, "shared quote"),
        "self_reuse" => format!("{} used before by the same outlet", count(s.count)),
        "too_short" => format!("{} too short to be looked up", count(s.count)),
        "furniture" => format!("{} outside the body", plural(s.count, "block")),
        _ => worded(s),
    }
}

fn worded(s: &ShareView) -> String {
    format!("{} {}", count(s.count), line(&s.label).replace('_', " "))
}

fn shares(list: &[ShareView], whole: usize) -> String {
    let parts: Vec<_> = list
        .iter()
        .filter(|s| s.count > 0)
        .map(|s| format!("{} ({})", worded(s), percent(s.count, whole)))
        .collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::view::{AuditSource, DestroyedView, SCHEMA, SwapView};

    #[test]
    fn an_audit_gives_counts_beside_shares() {
        let share = |label: &str, count: usize| ShareView {
            label: label.into(),
            count,
            share: 0.0,
        };
        let view = AuditView {
            schema: SCHEMA,
            record: "audit",
            target: "Harbour Times".into(),
            target_kind: "outlet",
            outlets: vec!["Harbour Times".into()],
            articles: 412,
            articles_held: 1500,
            earliest: Some("2023-08-21".into()),
            latest: Some("2023-09-20".into()),
            older_versions: 1,
            undated: 2,
            paragraphs: 1000,
            left_out: vec![share("shared_quotes", 12), share("self_reuse", 0)],
            kinds: vec![
                share("no_earlier_match", 746),
                share("verbatim", 250),
                share("edited", 4),
            ],
            credits: vec![share("given", 54), share("missing", 200)],
            directions: vec![share("firm", 54), share("likely", 200)],
            lag_median: Some(11_520),
            lag_p90: Some(68_400),
            lag_known: 30,
            sources: vec![AuditSource {
                outlet: "AFP".into(),
                paragraphs: 254,
                share: 1.0,
                articles: 30,
                credited: 54,
            }],
            destroyed: vec![DestroyedView {
                printed: "Portal".into(),
                agency: "Reuters".into(),
                articles: 3,
            }],
            swaps: vec![
                SwapView {
                    from: "Reuters".into(),
                    to: "Portal".into(),
                    articles: 41,
                    agency: Some("Reuters"),
                },
                SwapView {
                    from: "hospital".into(),
                    to: "clinic".into(),
                    articles: 2,
                    agency: None,
                },
            ],
        };
        assert_eq!(
            audit(&view, 10, &Style::PLAIN),
            "\
Harbour Times (outlet) · 2023-08-21 … 2023-09-20
412 of 1 500 articles held, 2 undated · 1 000 paragraphs counted
left out: 12 shared quotes
not counted: 1 older version of which a newer one is

  O no earlier match  746  75%  ███████████████
  V verbatim          250  25%  █████
  E edited              4  <1%  █

  credit of 254 copied paragraphs: 54 given (21%), 200 missing (79%)
  credit destroyed: Portal stood where Reuters is, in 3 articles
  direction: 54 firm (21%), 200 likely (79%)
  lag: median 3 h 12 m, 90% under 19 h (of 30 copied articles with known dates)

  top sources
  AFP  254 ¶  100%  in 30 articles  54 of 254 ¶ credited

  words its copies swap
  Reuters → Portal   41 articles  an agency's name
  hospital → clinic   2 articles
2 of 412 articles undated; counts do not depend on dates, lags and directions do.
"
        );
    }
}

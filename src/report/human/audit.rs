//! The page of `audit`.

use std::fmt::Write as _;

use crate::report::clean::line;
use crate::report::figures::{bar, count, lag, percent, plural};
use crate::report::layout::{table, wrap};
use crate::report::style::{Style, label};
use crate::report::view::{AuditView, AuditsView, ExampleView, PeriodView, ShareView};

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
    if let Some(why) = &view.unrated {
        let _ = writeln!(out, "not rated: {}", line(why));
    }
    out.push('\n');
    kinds(&mut out, &view.kinds, view.paragraphs, style);
    let copied: usize = view.credits.iter().map(|s| s.count).sum();
    if copied > 0 {
        out.push('\n');
        let _ = writeln!(
            out,
            "  credit of {}: {}",
            plural(copied, "copied paragraph"),
            shares(&view.credits)
        );
        if let Some(rate) = rated(&view.credited) {
            let _ = writeln!(out, "  credit rate: {rate}");
        }
        for broken in view.destroyed.iter().take(top) {
            let _ = writeln!(
                out,
                "  credit destroyed: {} stood where {} is, in {}",
                line(&broken.printed),
                line(&broken.agency),
                plural(broken.articles, "article")
            );
        }
        let _ = writeln!(out, "  direction: {}", shares(&view.directions));
        if view.weak_dates.count > 0 {
            let share = rated(&view.weak_dates).map_or_else(String::new, |s| format!(" ({s})"));
            let _ = writeln!(
                out,
                "  rests on weak dates: {} of {}{share}",
                count(view.weak_dates.count),
                plural(copied, "copied paragraph")
            );
        }
        let lags = match (view.lag_median, view.lag_p90) {
            (Some(m), Some(p)) => format!(
                "median {}{}, 90% under {}{} (of {} with a firm arrow; {} without)",
                lag(m),
                between(view.lag_median_interval),
                lag(p),
                between(view.lag_p90_interval),
                plural(view.lag_known, "copied article"),
                count(view.lag_unknown)
            ),
            _ if view.lag_known > 0 => format!(
                "not rated (of {} with a firm arrow; {} without)",
                plural(view.lag_known, "copied article"),
                count(view.lag_unknown)
            ),
            _ => "not known (no firm arrow between dates that are fine enough)".into(),
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
                    if view.rated {
                        percent(s.paragraphs, copied.max(s.paragraphs))
                    } else {
                        String::new()
                    },
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
    if !view.clients.is_empty() && top > 0 {
        out.push_str("\n  taken from it by\n");
        let rows: Vec<_> = view
            .clients
            .iter()
            .take(top)
            .map(|s| {
                vec![
                    line(&s.outlet),
                    format!("{} ¶", count(s.paragraphs)),
                    format!("in {}", plural(s.articles, "article")),
                    format!(
                        "{} of {} ¶ credited",
                        count(s.credited),
                        count(s.paragraphs)
                    ),
                ]
            })
            .collect();
        out.push_str(&table(&rows, &[1], 2, style.width));
    }
    swaps(&mut out, view, top, style);
    if top > 0 {
        examples(&mut out, &view.examples, style);
    }
    periods(&mut out, &view.periods, style);
    if view.dismissed > 0 {
        let _ = writeln!(
            out,
            "{} set aside by review and not counted as copied.",
            plural(view.dismissed, "paragraph")
        );
    }
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

/// The table of kinds: paragraphs and words, with intervals where there is enough to rate.
fn kinds(out: &mut String, list: &[ShareView], whole: usize, style: &Style) {
    let rows: Vec<_> = list
        .iter()
        .map(|s| {
            let mut row = vec![label(&s.label), count(s.count)];
            if s.share.is_some() {
                row.push(percent(s.count, whole));
                row.push(bounds(s.interval));
                row.push(
                    s.word_share
                        .map_or_else(String::new, |w| format!("{} of words", hundredths(w))),
                );
                row.push(bar(s.count, whole, 20));
            }
            row
        })
        .collect();
    for (row, kind) in table(&rows, &[1, 2, 4], 2, style.width).lines().zip(list) {
        let _ = writeln!(out, "{}", style.kind(&kind.label, row));
    }
}

fn hundredths(share: f64) -> String {
    percent((share * 10_000.0).round() as usize, 10_000)
}

/// An interval of a share in hundredths: `(72–78)`.
fn bounds(interval: Option<[f64; 2]>) -> String {
    interval.map_or_else(String::new, |[low, high]| {
        format!("({:.0}–{:.0})", low * 100.0, high * 100.0)
    })
}

/// A share with its interval, where it is rated.
fn rated(s: &ShareView) -> Option<String> {
    let share = hundredths(s.share?);
    let bounds = bounds(s.interval);
    Some(if bounds.is_empty() {
        share
    } else {
        format!("{share} {bounds}")
    })
}

/// An interval of a lag.
fn between(interval: Option<[i64; 2]>) -> String {
    interval.map_or_else(String::new, |[low, high]| {
        format!(" ({} – {})", lag(low), lag(high))
    })
}

/// Paragraphs that show each kind.
fn examples(out: &mut String, list: &[ExampleView], style: &Style) {
    if list.is_empty() {
        return;
    }
    out.push_str("\n  examples\n");
    for e in list {
        let place = format!(
            "{} ¶{} ← {} ¶{}",
            e.article, e.paragraph, e.source, e.source_paragraph
        );
        let _ = writeln!(
            out,
            "  {}  {}",
            style.kind(e.kind, &label(e.kind)),
            line(&place)
        );
        for text in [&e.text, &e.source_text] {
            for (n, shown) in wrap(&line(text), style.width.saturating_sub(8))
                .into_iter()
                .enumerate()
            {
                let mark = if n == 0 { "“" } else { " " };
                let _ = writeln!(out, "      {mark}{}", style.dim(&shown));
            }
        }
    }
}

/// A row a period or section.
fn periods(out: &mut String, list: &[PeriodView], style: &Style) {
    if list.is_empty() {
        return;
    }
    out.push_str("\n  by period or section\n");
    let rows: Vec<_> = list
        .iter()
        .map(|p| {
            let mut row = vec![
                line(&p.group),
                plural(p.articles, "article"),
                format!("{} ¶", count(p.paragraphs)),
            ];
            let copied: usize = p.kinds.iter().skip(1).map(|k| k.count).sum();
            row.push(format!("{} ¶ copied", count(copied)));
            row.push(match p.kinds.first() {
                Some(first) if first.share.is_some() => {
                    let [low, high] = first
                        .interval
                        .map_or([0.0, 0.0], |[l, h]| [1.0 - h, 1.0 - l]);
                    format!(
                        "{} {}",
                        percent(copied, p.paragraphs),
                        bounds(Some([low, high]))
                    )
                }
                _ => "not rated".to_owned(),
            });
            row
        })
        .collect();
    out.push_str(&table(&rows, &[1, 2, 3], 2, style.width));
}

/// The page of two audits side by side.
pub fn audits(view: &AuditsView, top: usize, style: &Style) -> String {
    let mut out = audit(&view.one, top, style);
    out.push('\n');
    out.push_str(&audit(&view.other, top, style));
    out.push_str("\n  side by side\n");
    if view.differences.is_empty() {
        out.push_str("  nothing to compare: one of the two is not rated\n");
        return out;
    }
    let share = |s: Option<f64>| s.map_or_else(|| "–".to_owned(), hundredths);
    let rows: Vec<_> = view
        .differences
        .iter()
        .filter(|d| d.difference.is_some())
        .map(|d| {
            let points = d.difference.unwrap_or_default() * 100.0;
            vec![
                d.label.replace('_', " "),
                share(d.one),
                share(d.other),
                format!("{points:+.0} {}", bounds(d.interval)),
                if d.shown {
                    String::new()
                } else {
                    "no difference shown".to_owned()
                },
            ]
        })
        .collect();
    out.push_str(&table(&rows, &[1, 2], 2, style.width));
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
        "contested" => format!(
            "{} contested (only the date of an outlet that copies nearly all it prints says that it was first)",
            count(s.count)
        ),
        "too_short" => format!("{} too short to be looked up", count(s.count)),
        "furniture" => format!("{} outside the body", plural(s.count, "block")),
        _ => worded(s),
    }
}

fn worded(s: &ShareView) -> String {
    format!("{} {}", count(s.count), line(&s.label).replace('_', " "))
}

fn shares(list: &[ShareView]) -> String {
    let whole: usize = list.iter().map(|s| s.count).sum();
    let part = |s: &ShareView| match s.share {
        Some(_) => format!("{} ({})", worded(s), percent(s.count, whole)),
        None => worded(s),
    };
    let parts: Vec<_> = list.iter().filter(|s| s.count > 0).map(part).collect();
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
            share: Some(0.5),
            words: None,
            word_share: Some(0.25),
            interval: Some([0.42, 0.58]),
            word_interval: None,
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
            rated: true,
            unrated: None,
            whole: Vec::new(),
            credited: share("credited", 54),
            weak_dates: share("weak_dates", 30),
            dismissed: 2,
            lag_median_interval: Some([7_200, 14_400]),
            lag_p90_interval: None,
            lag_unknown: 12,
            clients: vec![AuditSource {
                outlet: "Late Post".into(),
                paragraphs: 9,
                share: 1.0,
                articles: 2,
                credited: 0,
            }],
            examples: vec![ExampleView {
                kind: "verbatim",
                article: "https://harbour.example/1".into(),
                id: "a:1".into(),
                paragraph: 2,
                text: "The tide took it.".into(),
                source: "https://afp.example/9".into(),
                source_outlet: Some("AFP".into()),
                source_paragraph: 4,
                source_text: "The tide took it.".into(),
                direction: "firm",
                credit_form: "given",
            }],
            periods: vec![PeriodView {
                group: "2023-W34".into(),
                articles: 3,
                paragraphs: 20,
                kinds: vec![ShareView {
                    share: None,
                    ..share("no_earlier_match", 20)
                }],
                credited: share("credited", 0),
            }],
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

  O no earlier match  746  75%  (42–58)  25% of words  ███████████████
  V verbatim          250  25%  (42–58)  25% of words  █████
  E edited              4  <1%  (42–58)  25% of words  █

  credit of 254 copied paragraphs: 54 given (21%), 200 missing (79%)
  credit rate: 50% (42–58)
  credit destroyed: Portal stood where Reuters is, in 3 articles
  direction: 54 firm (21%), 200 likely (79%)
  rests on weak dates: 30 of 254 copied paragraphs (50% (42–58))
  lag: median 3 h 12 m (2 h – 4 h), 90% under 19 h (of 30 copied articles with a firm arrow; 12 without)

  top sources
  AFP  254 ¶  100%  in 30 articles  54 of 254 ¶ credited

  taken from it by
  Late Post  9 ¶  in 2 articles  0 of 9 ¶ credited

  words its copies swap
  Reuters → Portal   41 articles  an agency's name
  hospital → clinic   2 articles

  examples
  V verbatim  https://harbour.example/1 ¶2 ← https://afp.example/9 ¶4
      “The tide took it.
      “The tide took it.

  by period or section
  2023-W34  3 articles  20 ¶  0 ¶ copied  not rated
2 paragraphs set aside by review and not counted as copied.
2 of 412 articles undated; counts do not depend on dates, lags and directions do.
"
        );
    }
}

//! The pages of `bench`: an error report as tables, and where the time of a run went.

use crate::report::bench::{BenchView, Figures, KindLine, NewsroomView, Reliability, StageView};
use crate::report::clean::line;
use crate::report::figures::{count, plural};
use crate::report::layout::table;
use crate::report::style::Style;

/// The page of `bench`: each newsroom, and all of them where there are several; `shown` stray pairs each.
pub fn bench(view: &BenchView, shown: usize, style: &Style) -> String {
    let pages = view.newsrooms.iter().map(|n| newsroom(n, shown, style));
    let mut out = pages.collect::<Vec<_>>().join("\n");
    if view.newsrooms.len() > 1 {
        let title = style.bold(&format!("All {}", plural(view.newsrooms.len(), "newsroom")));
        out.push_str(&format!("\n{title}\n"));
        out.push_str(&figures(&view.all, style));
    }
    out.push('\n');
    out.push_str(&timings(&view.stages, view.seconds, style));
    out
}

fn newsroom(view: &NewsroomView, shown: usize, style: &Style) -> String {
    let title = style.bold(&line(&view.newsroom));
    let mut out = format!("{title} · {}\n", plural(view.figures.articles, "article"));
    out.push_str(&figures(&view.figures, style));
    for stray in view.strays.iter().take(shown) {
        let (n, a, b) = (stray.paragraphs, line(&stray.a), line(&stray.b));
        out.push_str(&format!("  {n:>4} ¶  {a}\n          {b}\n"));
    }
    if view.strays.len() > shown {
        let more = count(view.strays.len() - shown);
        out.push_str(&format!("  … {more} more, use --all\n"));
    }
    out
}

fn figures(f: &Figures, style: &Style) -> String {
    let mut out = format!("\n{}", kinds(f, style));
    if !f.confusion.is_empty() {
        out.push_str(&format!("\n{}", confusion(f, style)));
    }
    if !f.negatives.is_empty() {
        let rows = f
            .negatives
            .iter()
            .map(|n| vec![line(&n.kind), count(n.pairs), count(n.claimed)]);
        out.push_str(&format!(
            "\n{}",
            sheet(&["NOT COPIED", "PAIRS", "CLAIMED"], rows, style)
        ));
    }
    if !f.arrows.is_empty() {
        let rows = f.arrows.iter().map(|a| {
            let told =
                [&a.dated, &a.credit].map(|w| if w.is_empty() { "–".into() } else { line(w) });
            told.into_iter()
                .chain([a.articles, a.claimed, a.firm].map(count))
                .collect()
        });
        let head = ["DATED", "CREDIT", "ARTICLES", "CLAIMED", "WITH A FIRM ¶"];
        out.push_str(&format!("\n{}", right_from(2, &head, rows, style)));
    }
    if f.reliability.paragraphs > 0 {
        out.push_str(&format!("\n{}", reliability(&f.reliability, style)));
    }
    let claims: usize = f.directions.iter().map(|d| d.paragraphs).sum();
    let shares = f.directions.iter().map(|d| {
        let share = d.paragraphs as f64 * 100.0 / claims as f64;
        format!(
            "{} {} ({share:.1}%)",
            line(&d.direction),
            count(d.paragraphs)
        )
    });
    let shares: Vec<_> = shares.collect();
    let shares = if shares.is_empty() {
        "none".into()
    } else {
        shares.join(", ")
    };
    out.push_str(&format!(
        "\nclaimed paragraphs: {shares}\n\
         furniture claimed as copied: {}\n\
         sources firmly called a copy of their copy: {}\n",
        plural(f.furniture_claimed, "paragraph"),
        count(f.wrong_firm),
    ));
    if f.unplaced > 0 {
        out.push_str(&format!(
            "lines about articles without an address: {}\n",
            count(f.unplaced)
        ));
    }
    out.push_str(&format!(
        "article pairs claimed that nobody planted: {} ({})\n",
        count(f.stray_pairs),
        plural(f.stray_paragraphs, "paragraph"),
    ));
    out
}

fn kinds(f: &Figures, style: &Style) -> String {
    let head = [
        "PLANTED",
        "ARTICLES",
        "FOUND",
        "¶",
        "RECALL",
        "RIGHT KIND",
        "RIGHT ORIGIN",
    ];
    let row = |k: &KindLine| {
        let counts = [k.articles, k.articles_found, k.paragraphs].map(count);
        let shares = [k.recall, k.right_kind, k.right_origin].map(share);
        let name = std::iter::once(line(&k.kind));
        name.chain(counts).chain(shares).collect()
    };
    sheet(&head, f.kinds.iter().chain([&f.planted]).map(row), style)
}

fn confusion(f: &Figures, style: &Style) -> String {
    let head = [
        "PLANTED ¶, CALLED",
        "¶",
        "VERBATIM",
        "EDITED",
        "PARTIAL",
        "REWRITTEN",
        "SHARED QUOTE",
        "NONE",
    ];
    let rows = f.confusion.iter().map(|c| {
        let counts = [
            c.paragraphs,
            c.verbatim,
            c.edited,
            c.partial,
            c.rewritten,
            c.shared_quote,
            c.none,
        ];
        let name = std::iter::once(line(&c.planted));
        name.chain(counts.map(count)).collect()
    });
    sheet(&head, rows, style)
}

fn reliability(r: &Reliability, style: &Style) -> String {
    let rows = r.bins.iter().map(|b| {
        let bin = format!("{:.1} … {:.1}", b.from, b.to);
        let right = share(Some(b.share_right));
        vec![
            bin,
            count(b.paragraphs),
            format!("{:.3}", b.mean_score),
            right,
        ]
    });
    let table = sheet(&["SCORE", "CLAIMED ¶", "MEAN", "SHARE RIGHT"], rows, style);
    let error = share(r.expected_error);
    format!("{table}expected calibration error: {error}\n")
}

/// Where `seconds` of wall time went, and what the processors did meanwhile.
pub fn timings(stages: &[StageView], seconds: f64, style: &Style) -> String {
    let cpu: f64 = stages.iter().map(|s| s.cpu_seconds).sum();
    let rows = stages.iter().map(|s| {
        let share = format!("{:.1}%", s.share * 100.0);
        let cpu = format!("{:.3}", s.cpu_seconds);
        vec![s.stage.to_owned(), format!("{:.3}", s.seconds), cpu, share]
    });
    let whole = vec![
        "whole".to_owned(),
        format!("{seconds:.3}"),
        format!("{cpu:.3}"),
        "100.0%".to_owned(),
    ];
    sheet(
        &["STAGE", "SECONDS", "CPU", "SHARE"],
        rows.chain([whole]),
        style,
    )
}

/// A share as printed; the dash is for nothing to divide.
fn share(share: Option<f64>) -> String {
    share.map_or_else(|| "–".into(), |s| format!("{s:.3}"))
}

/// A table whose first column is words and whose others are numbers.
fn sheet(head: &[&str], rows: impl Iterator<Item = Vec<String>>, style: &Style) -> String {
    right_from(1, head, rows, style)
}

fn right_from(
    first: usize,
    head: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
    style: &Style,
) -> String {
    let head = head.iter().map(|h| (*h).to_owned()).collect();
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    let right: Vec<usize> = (first..rows[0].len()).collect();
    let text = table(&rows, &right, 0, style.width);
    match text.split_once('\n') {
        Some((head, rest)) => format!("{}\n{rest}", style.dim(head)),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stages_stand_above_the_whole() {
        let stage = |stage, seconds, share| StageView {
            stage,
            seconds,
            cpu_seconds: 2.0 * seconds,
            share,
        };
        let stages = [stage("read", 0.5, 0.25), stage("other", 1.5, 0.75)];
        assert_eq!(
            timings(&stages, 2.0, &Style::PLAIN),
            "STAGE  SECONDS    CPU   SHARE\nread     0.500  1.000   25.0%\nother    1.500  3.000   75.0%\nwhole    2.000  4.000  100.0%\n"
        );
    }

    #[test]
    fn nothing_to_divide_is_a_dash_and_no_zero() {
        assert_eq!(share(None), "–");
        assert_eq!(share(Some(0.0)), "0.000");
    }
}

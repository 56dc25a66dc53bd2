//! The flat form of the views: heads and rows for CSV, TSV and Markdown.

use std::fmt::Write as _;

use crate::report::bench::{BenchView, KindLine};
use crate::report::clean;
use crate::report::view::{
    ArticleLine, ArticleView, AuditView, AuditsView, CheckLine, DerivationView, FurnitureView,
    MatchView, OutletView, PairRow, ParagraphView, ReviewView, ShareView, StemmaView, WitnessView,
};

/// A view that has a flat form: one head for all rows of its type.
pub trait Row {
    /// The names of the columns, a contract like the JSON field names.
    const HEAD: &'static [&'static str];
    /// One cell a column; empty where nothing is known.
    fn row(&self) -> Vec<String>;
}

fn opt(value: &Option<String>) -> String {
    value.clone().unwrap_or_default()
}

/// The flat form of an error report: one row a newsroom and planted kind, `all` for the sum of the kinds.
pub fn newsrooms(view: &BenchView) -> (&'static [&'static str], Vec<Vec<String>>) {
    const HEAD: &[&str] = &[
        "newsroom",
        "kind",
        "articles",
        "articles_found",
        "paragraphs",
        "paragraphs_found",
        "recall",
        "right_kind",
        "right_origin",
    ];
    let row = |newsroom: &str, k: &KindLine| {
        let counts = [
            k.articles,
            k.articles_found,
            k.paragraphs,
            k.paragraphs_found,
        ];
        let shares = [k.recall, k.right_kind, k.right_origin];
        let mut row = vec![newsroom.to_owned(), k.kind.clone()];
        row.extend(counts.map(|n| n.to_string()));
        row.extend(shares.map(|s| s.map(|s| s.to_string()).unwrap_or_default()));
        row
    };
    let mut rows = Vec::new();
    for room in &view.newsrooms {
        let kinds = room.figures.kinds.iter().chain([&room.figures.planted]);
        rows.extend(kinds.map(|k| row(&room.newsroom, k)));
    }
    (HEAD, rows)
}

impl Row for DerivationView {
    const HEAD: &'static [&'static str] = &[
        "article",
        "outlet",
        "paragraph",
        "start",
        "end",
        "kind",
        "score",
        "source_article",
        "source_outlet",
        "source_paragraph",
        "source_start",
        "source_end",
        "origin_article",
        "origin_outlet",
        "origin_published_at",
        "direction",
        "credit",
        "lost_source",
        "lag_seconds",
        "words",
        "words_shared",
        "self_reuse",
        "reasons",
        "credit_form",
        "review",
        "wording",
    ];

    fn row(&self) -> Vec<String> {
        vec![
            self.article.clone(),
            opt(&self.outlet),
            self.paragraph.to_string(),
            self.start.to_string(),
            self.end.to_string(),
            self.kind.into(),
            self.score.to_string(),
            self.source.article.clone(),
            opt(&self.source.outlet),
            self.source.paragraph.to_string(),
            self.source.start.to_string(),
            self.source.end.to_string(),
            self.origin.article.clone(),
            opt(&self.origin.outlet),
            opt(&self.origin.published_at),
            self.direction.into(),
            self.credit.into(),
            opt(&self.lost_source),
            self.lag_seconds.map_or_else(String::new, |s| s.to_string()),
            self.words.to_string(),
            self.words_shared.to_string(),
            self.self_reuse.to_string(),
            self.reasons.join("; "),
            self.credit_form.into(),
            self.review
                .as_ref()
                .map_or_else(String::new, |r| r.verdict.to_owned()),
            self.wording.unwrap_or_default().into(),
        ]
    }
}

impl Row for ArticleLine {
    const HEAD: &'static [&'static str] = &[
        "id",
        "article",
        "name",
        "outlet",
        "title",
        "published_at",
        "date_origin",
        "language",
        "first_seen_at",
        "paragraphs",
        "words",
        "credits",
        "byline",
        "licence",
    ];

    fn row(&self) -> Vec<String> {
        vec![
            self.article.id.clone(),
            self.article.article.clone(),
            opt(&self.article.name),
            opt(&self.article.outlet),
            opt(&self.article.title),
            opt(&self.article.published_at),
            self.article.date_origin.unwrap_or_default().into(),
            opt(&self.language),
            self.first_seen_at.clone(),
            self.paragraphs.to_string(),
            self.words.to_string(),
            self.credits.join("; "),
            opt(&self.byline),
            opt(&self.licence),
        ]
    }
}

impl Row for StemmaView {
    const HEAD: &'static [&'static str] = &[
        "family",
        "article",
        "id",
        "outlet",
        "source",
        "source_id",
        "source_outlet",
        "lost_source",
        "paragraphs",
        "direction",
        "shared_readings",
        "tied",
        "reasons",
    ];

    fn row(&self) -> Vec<String> {
        let source =
            |pick: fn(&WitnessView) -> String| self.source.as_ref().map(pick).unwrap_or_default();
        let numbers: Vec<String> = self.paragraphs.iter().map(usize::to_string).collect();
        vec![
            self.family.clone(),
            self.article.clone(),
            self.id.clone(),
            opt(&self.outlet),
            source(|s| s.article.clone()),
            source(|s| s.id.clone()),
            source(|s| s.outlet.clone().unwrap_or_default()),
            opt(&self.lost_source),
            numbers.join(" "),
            self.direction.into(),
            self.shared_readings.to_string(),
            self.tied.join(" "),
            self.reasons.join("; "),
        ]
    }
}

impl Row for ReviewView {
    const HEAD: &'static [&'static str] = &[
        "a",
        "b",
        "a_address",
        "b_address",
        "a_paragraph",
        "b_paragraph",
        "verdict",
        "note",
        "by",
        "at",
        "counts",
    ];

    fn row(&self) -> Vec<String> {
        let paragraph = |n: usize| {
            self.paragraphs
                .as_ref()
                .map_or_else(String::new, |p| p[n].clone())
        };
        vec![
            self.articles[0].clone(),
            self.articles[1].clone(),
            opt(&self.addresses[0]),
            opt(&self.addresses[1]),
            paragraph(0),
            paragraph(1),
            self.verdict.clone(),
            opt(&self.note),
            opt(&self.by),
            self.at.clone(),
            self.counts.to_string(),
        ]
    }
}

impl Row for MatchView {
    const HEAD: &'static [&'static str] = &[
        "a",
        "b",
        "kind",
        "score",
        "a_in_b",
        "b_in_a",
        "a_witnesses",
        "b_witnesses",
    ];

    fn row(&self) -> Vec<String> {
        vec![
            self.a.clone(),
            self.b.clone(),
            self.kind.into(),
            self.score.to_string(),
            self.a_in_b.to_string(),
            self.b_in_a.to_string(),
            self.a_witnesses.to_string(),
            self.b_witnesses.to_string(),
        ]
    }
}

impl Row for OutletView {
    const HEAD: &'static [&'static str] = &[
        "outlet",
        "kind",
        "domains",
        "articles",
        "dated",
        "paragraphs",
        "furniture",
        "latest",
        "publisher",
        "names",
    ];

    fn row(&self) -> Vec<String> {
        vec![
            self.outlet.clone(),
            opt(&self.kind),
            self.domains.join(" "),
            self.articles.to_string(),
            self.dated.to_string(),
            self.paragraphs.to_string(),
            self.furniture.to_string(),
            opt(&self.latest),
            opt(&self.publisher),
            self.names.join("; "),
        ]
    }
}

impl Row for FurnitureView {
    const HEAD: &'static [&'static str] = &[
        "passage", "outlet", "articles", "decided", "text", "rule", "template", "shape",
    ];

    fn row(&self) -> Vec<String> {
        vec![
            self.passage.clone(),
            self.outlet.clone(),
            self.articles.to_string(),
            self.decided.into(),
            self.text.clone(),
            self.rule.clone(),
            opt(&self.template),
            opt(&self.shape),
        ]
    }
}

impl Row for CheckLine {
    const HEAD: &'static [&'static str] = &["check", "ok", "detail"];

    fn row(&self) -> Vec<String> {
        vec![self.check.clone(), self.ok.to_string(), self.detail.clone()]
    }
}

impl Row for PairRow {
    const HEAD: &'static [&'static str] = &[
        "a", "b", "kind", "score", "a_in_b", "b_in_a", "reasons", "possible",
    ];

    fn row(&self) -> Vec<String> {
        vec![
            self.a.to_string(),
            self.b.to_string(),
            self.kind.into(),
            self.score.to_string(),
            self.a_in_b.to_string(),
            self.b_in_a.to_string(),
            self.reasons.join("; "),
            self.possible.to_string(),
        ]
    }
}

impl Row for ParagraphView {
    const HEAD: &'static [&'static str] = &[
        "paragraph",
        "kind",
        "counted",
        "source_article",
        "source_outlet",
        "source_paragraph",
        "direction",
        "credit",
        "lag_seconds",
        "words",
        "words_shared",
        "witnesses",
        "text",
        "possible_article",
        "possible_paragraph",
        "possible_score",
    ];

    fn row(&self) -> Vec<String> {
        let found = self.derivation.as_ref().or(self.aside.as_ref());
        let of = |f: &dyn Fn(&DerivationView) -> String| found.map_or_else(String::new, f);
        let possible = self.possible.as_ref();
        let may = |f: &dyn Fn(&DerivationView) -> String| possible.map_or_else(String::new, f);
        vec![
            self.paragraph.to_string(),
            found.map_or("none", |d| d.kind).into(),
            self.derivation.is_some().to_string(),
            of(&|d| d.source.article.clone()),
            of(&|d| opt(&d.source.outlet)),
            of(&|d| d.source.paragraph.to_string()),
            of(&|d| d.direction.into()),
            of(&|d| d.credit.into()),
            of(&|d| d.lag_seconds.map_or_else(String::new, |s| s.to_string())),
            self.words.to_string(),
            of(&|d| d.words_shared.to_string()),
            self.witnesses.to_string(),
            self.text.clone(),
            may(&|d| d.source.article.clone()),
            may(&|d| d.source.paragraph.to_string()),
            may(&|d| d.score.to_string()),
        ]
    }
}

/// The blocks of an article as rows.
pub fn blocks(view: &ArticleView) -> (&'static [&'static str], Vec<Vec<String>>) {
    let rows = view.blocks.iter().map(|b| {
        vec![
            b.kind.to_owned(),
            b.paragraph.map_or_else(String::new, |n| n.to_string()),
            b.start.to_string(),
            b.end.to_string(),
            opt(&b.sha256),
            b.text.clone(),
        ]
    });
    (
        &["kind", "paragraph", "start", "end", "sha256", "text"],
        rows.collect(),
    )
}

/// The shares of two audits side by side.
pub fn audits(view: &AuditsView) -> (&'static [&'static str], Vec<Vec<String>>) {
    let number = |x: Option<f64>| x.map_or_else(String::new, |x| x.to_string());
    let rows = view.differences.iter().map(|d| {
        vec![
            d.label.clone(),
            number(d.one),
            number(d.other),
            number(d.difference),
            number(d.interval.map(|i| i[0])),
            number(d.interval.map(|i| i[1])),
            d.shown.to_string(),
        ]
    });
    (
        &[
            "label",
            "one",
            "other",
            "difference",
            "low",
            "high",
            "shown",
        ],
        rows.collect(),
    )
}

/// The counts of an audit as rows.
pub fn audit(view: &AuditView) -> (&'static [&'static str], Vec<Vec<String>>) {
    let mut rows = Vec::new();
    let groups: [(&str, &[ShareView]); 6] = [
        ("whole", &view.whole),
        ("credited", std::slice::from_ref(&view.credited)),
        ("kind", &view.kinds),
        ("credit", &view.credits),
        ("direction", &view.directions),
        ("left_out", &view.left_out),
    ];
    for (group, shares) in groups {
        rows.extend(shares.iter().map(|s| {
            vec![
                view.target.clone(),
                group.to_owned(),
                s.label.clone(),
                s.count.to_string(),
                s.share.map_or_else(String::new, |x| x.to_string()),
            ]
        }));
    }
    rows.extend(view.sources.iter().map(|s| {
        vec![
            view.target.clone(),
            "source".to_owned(),
            s.outlet.clone(),
            s.paragraphs.to_string(),
            s.share.to_string(),
        ]
    }));
    rows.extend(view.clients.iter().map(|s| {
        vec![
            view.target.clone(),
            "client".to_owned(),
            s.outlet.clone(),
            s.paragraphs.to_string(),
            s.share.to_string(),
        ]
    }));
    for period in &view.periods {
        rows.extend(period.kinds.iter().map(|s| {
            vec![
                view.target.clone(),
                period.group.clone(),
                s.label.clone(),
                s.count.to_string(),
                s.share.map_or_else(String::new, |x| x.to_string()),
            ]
        }));
    }
    let mut of_articles = |group: &str, label: String, count: usize| {
        let share = count as f64 / view.articles.max(1) as f64;
        let cells = [group.to_owned(), label, count.to_string()];
        let mut row = vec![view.target.clone()];
        row.extend(cells);
        row.push(share.to_string());
        rows.push(row);
    };
    for d in &view.destroyed {
        let label = format!("{} → {}", d.agency, d.printed);
        of_articles("destroyed_credit", label, d.articles);
    }
    for s in &view.swaps {
        let group = s.agency.map_or("swap", |_| "agency_swap");
        of_articles(group, format!("{} → {}", s.from, s.to), s.articles);
    }
    (&["target", "group", "label", "count", "share"], rows)
}

/// Rows as a Markdown table; `|` in a cell is escaped and the text is made safe to show.
pub fn markdown(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = format!(
        "| {} |\n|{}\n",
        head.join(" | "),
        " --- |".repeat(head.len())
    );
    for row in rows {
        let cells: Vec<_> = row
            .iter()
            .map(|c| {
                clean::line(c)
                    .replace('&', "&amp;")
                    .replace('<', "&lt;")
                    .replace('|', "\\|")
            })
            .collect();
        // Writing into a String cannot fail.
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_cells_cannot_break_the_table() {
        assert_eq!(
            markdown(&["a", "b"], &[vec!["x|y\nz".into(), "<b>".into()]]),
            "| a | b |\n| --- | --- |\n| x\\|y z | &lt;b> |\n"
        );
    }
}

//! The answer of `origins`: from how many places a text, a paragraph or a claim comes.

use std::fmt::Write as _;

use serde::Serialize;

use crate::report::clean::line;
use crate::report::figures::{count, plural};
use crate::report::layout::table;
use crate::report::rows::Row;
use crate::report::style::Style;

/// One article and where it has its text from.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct OriginLine {
    /// Address or id.
    pub article: String,
    /// Id.
    pub id: String,
    /// Outlet.
    pub outlet: Option<String>,
    /// Its date as claimed.
    pub published_at: Option<String>,
    /// The origin that it counts under.
    pub origin: String,
    /// The held article it has most of it from directly, by address or id; nothing for a root.
    pub source: Option<String>,
    /// How sure that is; `root` where there is no source.
    pub direction: &'static str,
    /// Paragraphs from there, or all of a root's.
    pub paragraphs: usize,
    /// Its body paragraphs.
    pub of: usize,
}

/// A place that texts come from.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct OriginGroup {
    /// An outlet or an agency.
    pub origin: String,
    /// False for an agency or outlet whose own text is not in this store.
    pub held: bool,
    /// Houses that print it, the origin's own among them where it is held.
    pub outlets: usize,
    /// The earliest held witness.
    pub first: OriginLine,
    /// Every article, the earliest first.
    pub articles: Vec<OriginLine>,
    /// How many of the arrows are undecided.
    pub undecided: usize,
}

/// An article that holds paragraphs of more than one origin.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct MixedView {
    /// Address or id.
    pub article: String,
    /// Paragraphs by origin, the most first.
    pub paragraphs: Vec<(String, usize)>,
}

/// Answer of `origins`.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct OriginsView {
    /// [`crate::report::view::SCHEMA`].
    pub schema: &'static str,
    /// `origins`.
    pub record: &'static str,
    /// What was asked.
    pub asked: String,
    /// `article`, `paragraph` or `words`.
    pub asked_kind: &'static str,
    /// In one sentence: `41 outlets, 3 origins: AFP 38, Reuters 2, CNN 1`.
    pub sentence: String,
    /// Houses in all.
    pub outlets: usize,
    /// Articles in all.
    pub articles: usize,
    /// The origins, the one with the most houses first.
    pub origins: Vec<OriginGroup>,
    /// Who printed it first, as far as dates tell.
    pub first: Option<OriginLine>,
    /// Articles that are put together from several origins.
    pub mixed: Vec<MixedView>,
    /// Articles that are not counted, because they share a quotation alone.
    pub quotes_only: usize,
    /// Articles without a date.
    pub undated: usize,
    /// True when more articles belong to it than are looked at.
    pub cut: bool,
}

impl Row for OriginLine {
    const HEAD: &'static [&'static str] = &[
        "origin",
        "article",
        "id",
        "outlet",
        "published_at",
        "source",
        "direction",
        "paragraphs",
        "of",
    ];

    fn row(&self) -> Vec<String> {
        let text = |t: &Option<String>| t.clone().unwrap_or_default();
        vec![
            self.origin.clone(),
            self.article.clone(),
            self.id.clone(),
            text(&self.outlet),
            text(&self.published_at),
            text(&self.source),
            self.direction.to_owned(),
            self.paragraphs.to_string(),
            self.of.to_string(),
        ]
    }
}

/// The one sentence: houses, origins, houses of each.
pub fn sentence(outlets: usize, groups: &[OriginGroup]) -> String {
    if groups.is_empty() {
        return "No article in this store holds it. This does not prove that nobody printed it."
            .to_owned();
    }
    let parts: Vec<String> = groups
        .iter()
        .map(|g| format!("{} {}", g.origin, count(g.outlets)))
        .collect();
    format!(
        "{}, {}: {}",
        plural(outlets, "outlet"),
        plural(groups.len(), "origin"),
        parts.join(", ")
    )
}

/// An article's address, or the beginning of its id.
fn named(article: &str) -> String {
    match article.strip_prefix("a:") {
        Some(hex) => format!("a:{}", hex.get(..8).unwrap_or(hex)),
        None => article.to_owned(),
    }
}

/// The page of `origins`; `top` articles of each origin are listed.
pub fn page(view: &OriginsView, top: usize, style: &Style) -> String {
    let mut out = format!("{}\n", style.bold(&line(&view.sentence)));
    // Writing into a String cannot fail, here and below.
    if let Some(first) = &view.first {
        let date = first.published_at.as_deref().map_or("undated", |d| d);
        let outlet = first.outlet.as_deref().unwrap_or("(no outlet)");
        let _ = writeln!(
            out,
            "first held: {} {}  {}",
            line(outlet),
            line(date),
            line(&named(&first.article))
        );
    }
    for group in &view.origins {
        let held = if group.held {
            ""
        } else {
            " (its own text is not in this store)"
        };
        let _ = writeln!(out, "\n  {}{held}", style.bold(&line(&group.origin)));
        let rows: Vec<_> = group
            .articles
            .iter()
            .take(top)
            .map(|a| {
                vec![
                    a.id.get(..10).unwrap_or(&a.id).to_owned(),
                    line(a.outlet.as_deref().unwrap_or("(no outlet)")),
                    line(a.published_at.as_deref().unwrap_or("undated")),
                    if a.direction == "root" {
                        "root".to_owned()
                    } else {
                        format!("{} of {} ¶", count(a.paragraphs), count(a.of))
                    },
                    match &a.source {
                        Some(source) => format!("from {} ({})", line(&named(source)), a.direction),
                        None => String::new(),
                    },
                ]
            })
            .collect();
        out.push_str(&table(&rows, &[], 4, style.width));
        if group.articles.len() > top {
            let _ = writeln!(
                out,
                "    … {} more, use --limit",
                count(group.articles.len() - top)
            );
        }
        if group.undecided > 0 {
            let _ = writeln!(
                out,
                "    {} undecided: nothing says which was first",
                plural(group.undecided, "arrow")
            );
        }
    }
    if !view.mixed.is_empty() {
        out.push_str("\n  put together from several origins, counted under the main one\n");
        for mixed in view.mixed.iter().take(top) {
            let parts: Vec<String> = mixed
                .paragraphs
                .iter()
                .map(|(o, n)| format!("{} {n} ¶", line(o)))
                .collect();
            let _ = writeln!(out, "    {}: {}", line(&mixed.article), parts.join(", "));
        }
    }
    if view.quotes_only > 0 {
        let _ = writeln!(
            out,
            "not counted: {} with nothing but a quotation in common",
            plural(view.quotes_only, "article")
        );
    }
    if view.undated > 0 {
        let _ = writeln!(
            out,
            "{} without a date; they are first only among the undated.",
            plural(view.undated, "article")
        );
    }
    if view.cut {
        out.push_str("more articles belong to it than were looked at\n");
    }
    out
}

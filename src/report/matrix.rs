//! Who takes from whom, for every pair of outlets.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::report::clean::line;
use crate::report::figures::{count, lag, plural};
use crate::report::layout::table;
use crate::report::rows::Row;
use crate::report::style::Style;
use crate::report::view::{DerivationView, SCHEMA};

/// What one outlet has from another.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct MatrixView {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// `matrix`.
    pub record: &'static str,
    /// The outlet of the copies.
    pub outlet: String,
    /// The outlet that they come from.
    pub source: String,
    /// Articles with copies.
    pub articles: usize,
    /// Copied paragraphs.
    pub paragraphs: usize,
    /// By kind.
    pub kinds: BTreeMap<&'static str, usize>,
    /// By direction.
    pub directions: BTreeMap<&'static str, usize>,
    /// By credit, in its finer grain.
    pub credits: BTreeMap<&'static str, usize>,
    /// Paragraphs of articles that state a licence; apart from the credit.
    pub licensed: usize,
    /// Median lag of the copying articles in seconds, over firm arrows.
    pub lag_median: Option<i64>,
    /// Quotations that both print; no copying.
    pub shared_quotes: usize,
}

/// The sums of a matrix while derivations come.
#[derive(Debug, Default)]
pub struct Matrix {
    cells: BTreeMap<(String, String), Cell>,
}

#[derive(Debug, Default)]
struct Cell {
    articles: BTreeMap<String, Option<i64>>,
    kinds: BTreeMap<&'static str, usize>,
    directions: BTreeMap<&'static str, usize>,
    credits: BTreeMap<&'static str, usize>,
    paragraphs: usize,
    licensed: usize,
    shared_quotes: usize,
}

impl Matrix {
    /// Adds a derivation or shared quotation, but nothing that a house takes from itself; `licensed` when the copy states a licence.
    pub fn add(&mut self, d: &DerivationView, licensed: bool) {
        if d.self_reuse {
            return;
        }
        let name = |o: &Option<String>| o.clone().unwrap_or_else(|| "(no outlet)".to_owned());
        let cell = self
            .cells
            .entry((name(&d.outlet), name(&d.source.outlet)))
            .or_default();
        if d.kind == "shared_quote" {
            cell.shared_quotes += 1;
            return;
        }
        cell.paragraphs += 1;
        *cell.kinds.entry(d.kind).or_default() += 1;
        *cell.directions.entry(d.direction).or_default() += 1;
        *cell.credits.entry(d.credit_form).or_default() += 1;
        cell.licensed += usize::from(licensed);
        let lag = d.lag_seconds.filter(|_| d.direction == "firm");
        let slot = cell.articles.entry(d.id.clone()).or_default();
        *slot = [*slot, lag].into_iter().flatten().min();
    }

    /// The pairs, those with the most paragraphs first.
    pub fn views(self) -> Vec<MatrixView> {
        let one = |((outlet, source), cell): ((String, String), Cell)| {
            let mut lags: Vec<i64> = cell.articles.values().flatten().copied().collect();
            lags.sort_unstable();
            MatrixView {
                schema: SCHEMA,
                record: "matrix",
                outlet,
                source,
                articles: cell.articles.len(),
                paragraphs: cell.paragraphs,
                kinds: cell.kinds,
                directions: cell.directions,
                credits: cell.credits,
                licensed: cell.licensed,
                lag_median: lags.get(lags.len().saturating_sub(1) / 2).copied(),
                shared_quotes: cell.shared_quotes,
            }
        };
        let mut list: Vec<MatrixView> = self.cells.into_iter().map(one).collect();
        list.sort_by(|x, y| {
            y.paragraphs
                .cmp(&x.paragraphs)
                .then_with(|| (&x.outlet, &x.source).cmp(&(&y.outlet, &y.source)))
        });
        list
    }
}

/// The columns of credit, from the fullest to none.
const CREDITS: [&str; 8] = [
    "given_with_link",
    "given",
    "link_only",
    "partial",
    "in_text_only",
    "destroyed",
    "self_claimed",
    "missing",
];

impl Row for MatrixView {
    const HEAD: &'static [&'static str] = &[
        "outlet",
        "source",
        "articles",
        "paragraphs",
        "verbatim",
        "edited",
        "partial",
        "rewritten",
        "firm",
        "likely",
        "undecided",
        "given_with_link",
        "given",
        "link_only",
        "credit_partial",
        "in_text_only",
        "destroyed",
        "self_claimed",
        "missing",
        "licensed",
        "lag_median",
        "shared_quotes",
    ];

    fn row(&self) -> Vec<String> {
        let of = |map: &BTreeMap<&'static str, usize>, key: &str| {
            map.get(key).copied().unwrap_or(0).to_string()
        };
        let mut row = vec![
            self.outlet.clone(),
            self.source.clone(),
            self.articles.to_string(),
            self.paragraphs.to_string(),
        ];
        row.extend(["verbatim", "edited", "partial", "rewritten"].map(|k| of(&self.kinds, k)));
        row.extend(["firm", "likely", "undecided"].map(|k| of(&self.directions, k)));
        row.extend(CREDITS.map(|k| of(&self.credits, k)));
        row.push(self.licensed.to_string());
        row.push(self.lag_median.map_or_else(String::new, |l| l.to_string()));
        row.push(self.shared_quotes.to_string());
        row
    }
}

/// The page: a line a pair.
pub fn page(list: &[MatrixView], top: usize, style: &Style) -> String {
    if list.is_empty() {
        return "No outlet here has anything from another.\n".to_owned();
    }
    let told = |map: &BTreeMap<&'static str, usize>| -> String {
        let parts: Vec<String> = map
            .iter()
            .map(|(k, n)| format!("{} {}", count(*n), k.replace('_', " ")))
            .collect();
        parts.join(", ")
    };
    let rows: Vec<_> = list
        .iter()
        .take(top)
        .map(|m| {
            vec![
                line(&m.outlet),
                "←".to_owned(),
                line(&m.source),
                format!("{} ¶", count(m.paragraphs)),
                plural(m.articles, "article"),
                if m.paragraphs == 0 {
                    plural(m.shared_quotes, "shared quote")
                } else {
                    told(&m.kinds)
                },
                told(&m.credits),
                m.lag_median
                    .map_or_else(String::new, |l| format!("lag {}", lag(l))),
            ]
        })
        .collect();
    let mut out = table(&rows, &[3, 4], 0, style.width);
    if list.len() > top {
        out.push_str(&format!(
            "… {} more, use --limit\n",
            count(list.len() - top)
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::human::samples::derivation;

    #[test]
    fn each_pair_of_outlets_is_summed_once_and_quotations_stand_apart() {
        let mut matrix = Matrix::default();
        let mut d = derivation(1, 2, "verbatim");
        (d.outlet, d.source.outlet) = (Some("Post".into()), Some("Wire".into()));
        (d.direction, d.lag_seconds) = ("firm", Some(60));
        matrix.add(&d, true);
        matrix.add(&d, false);
        d.kind = "shared_quote";
        matrix.add(&d, false);
        (d.kind, d.outlet) = ("edited", Some("Mail".into()));
        matrix.add(&d, false);
        let list = matrix.views();
        assert_eq!(
            (list.len(), list[0].outlet.as_str(), list[0].paragraphs),
            (2, "Post", 2)
        );
        assert_eq!(
            (list[0].articles, list[0].licensed, list[0].shared_quotes),
            (1, 1, 1)
        );
        assert_eq!(list[0].lag_median, Some(60));
        assert_eq!(list[0].row().len(), MatrixView::HEAD.len());
        assert!(page(&list, 1, &Style::PLAIN).contains("… 1 more"));
    }
}

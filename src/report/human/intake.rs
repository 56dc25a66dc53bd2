//! The pages of `ingest`.

use std::fmt::Write as _;

use crate::report::clean::line;
use crate::report::figures::{count, plural};
use crate::report::human::parts::{credited, date, outlet, short, title};
use crate::report::intake::{IntakeView, Refusals};
use crate::report::layout::table;
use crate::report::style::Style;

/// Up to so many added articles are listed one by one.
const LISTED: usize = 12;

/// What was read and stored.
pub fn intake(view: &IntakeView, style: &Style) -> String {
    let sums = &view.sums;
    let mut out = format!(
        "{} {}   {}{}   {}, {}\n",
        if view.dry_run { "would read" } else { "read" },
        plural(view.files, "input"),
        plural(sums.added, "article"),
        if sums.known > 0 {
            format!(" added, {} known already", count(sums.known))
        } else {
            String::new()
        },
        plural(sums.paragraphs, "body paragraph"),
        plural(sums.furniture, "other block"),
    );
    if sums.passages > 0 {
        // Writing into a String cannot fail, here and below.
        // Captions and credit lines are compared too, so this may be more than the paragraphs.
        let _ = writeln!(
            out,
            "kept {} that {} not in the store before",
            plural(sums.passages, "text"),
            if sums.passages == 1 { "was" } else { "were" }
        );
    }
    if sums.versions > 0 {
        let _ = writeln!(
            out,
            "{} of {}: no copies, shown by `show` as one chain",
            plural(sums.versions, "new version"),
            plural(sums.versioned.len(), "article")
        );
    }
    if sums.matches > 0 {
        let _ = writeln!(
            out,
            "found {} of texts that share wording",
            plural(sums.matches, "pair")
        );
    }
    if sums.capped > 0 {
        let _ = writeln!(
            out,
            "! {} stand in very many different paragraphs; who shares them is compared with a few of the others",
            plural(sums.capped, "shingle")
        );
    }
    if sums.unread > 0 {
        let _ = writeln!(
            out,
            "! of {} not every candidate for a rewrite was read: too many share their rare words",
            plural(sums.unread, "article")
        );
    }
    if sums.added <= LISTED {
        let named = sums.articles.iter().any(|a| a.article.name.is_some());
        let rows: Vec<_> = sums
            .articles
            .iter()
            .map(|a| {
                // That a record's date comes from the record goes without saying.
                let origin = a
                    .article
                    .date_origin
                    .filter(|o| *o != "record")
                    .map_or_else(String::new, |o| format!(" ({})", o.replace('_', " ")));
                let mut row = vec![short(&a.article.id)];
                if named {
                    row.push(a.article.name.as_deref().map_or_else(|| "–".into(), line));
                }
                row.extend([
                    outlet(&a.article),
                    format!("{}{origin}", date(&a.article)),
                    format!("{} ¶", a.paragraphs),
                    format!("credit: {}", credited(&a.credits)),
                    title(&a.article),
                ]);
                row
            })
            .collect();
        out.push_str(&table(&rows, &[3 + usize::from(named)], 2, style.width));
        for a in &sums.articles {
            for notice in &a.notices {
                let _ = writeln!(out, "  ! {}: {}", short(&a.article.id), line(notice));
            }
        }
    }
    out
}

/// The refused inputs, grouped by reason; nothing when there were none.
pub fn refusals(refused: &Refusals, records: usize) -> String {
    if refused.is_empty() {
        return String::new();
    }
    let all = refused.len();
    let mut out = format!(
        "{} of {} refused\n",
        count(all),
        plural(records.max(all), "input")
    );
    for (reason, n, kept) in refused.groups() {
        let places: Vec<_> = kept.iter().map(|r| line(&r.place)).collect();
        let more = if n > kept.len() {
            format!(" … {} more", count(n - kept.len()))
        } else {
            String::new()
        };
        let _ = writeln!(
            out,
            "  {} ({}):  {}{more}",
            line(reason),
            count(n),
            places.join(", ")
        );
        if let Some(first) = kept.first().filter(|r| !r.detail.is_empty()) {
            let _ = writeln!(out, "    {}", line(&first.detail));
        }
    }
    if refused.others() > 0 {
        let _ = writeln!(out, "  other reasons ({})", count(refused.others()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::human::samples;
    use crate::report::intake::RefusedView;
    use crate::report::view::{IngestView, IngestedLine, SCHEMA};

    #[test]
    fn a_small_ingest_lists_its_articles() {
        let view = IntakeView {
            schema: SCHEMA,
            record: "ingest",
            files: 1,
            dry_run: false,
            sums: IngestView {
                unread: 3,
                added: 1,
                known: 2,
                paragraphs: 9,
                passages: 8,
                furniture: 3,
                matches: 0,
                capped: 0,
                versions: 1,
                versioned: ["a harbour.example/1".to_owned()].into(),
                articles: vec![IngestedLine {
                    article: samples::source(),
                    paragraphs: 9,
                    furniture: 3,
                    credits: vec![samples::credit("AFP")],
                    notices: vec!["no outlet".into()],
                }],
            },
            refused: 0,
            refusals: Vec::new(),
        };
        assert_eq!(
            intake(&view, &Style::PLAIN),
            "\
read 1 input   1 article added, 2 known already   9 body paragraphs, 3 other blocks
kept 8 texts that were not in the store before
1 new version of 1 article: no copies, shown by `show` as one chain
! of 3 articles not every candidate for a rewrite was read: too many share their rare words
  a:3f9c01d2  Harbour Times  2023-09-19  9 ¶  credit: AFP  Bridge reopens
  ! a:3f9c01d2: no outlet
"
        );
    }

    #[test]
    fn refused_inputs_are_grouped_with_their_places() {
        let mut refused = Refusals::default();
        for i in 1..=7 {
            refused.push(RefusedView {
                place: format!("x.jsonl:{i}"),
                reason: "not JSON".into(),
                detail: "expected value".into(),
            });
        }
        assert_eq!(
            refusals(&refused, 1204),
            "7 of 1 204 inputs refused\n  not JSON (7):  x.jsonl:1, x.jsonl:2, x.jsonl:3, x.jsonl:4, x.jsonl:5 … 2 more\n    expected value\n"
        );
    }
}

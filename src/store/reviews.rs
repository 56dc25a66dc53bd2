//! What people said of matches; appended to, never overwritten.

use rusqlite::{Row, params};

use crate::error::Result;
use crate::model::{ArticleId, ReviewVerdict};
use crate::store::articles::word;
use crate::store::{Reader, Writer};

/// A review as it is kept; the article with the smaller id first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRow {
    /// One article.
    pub a: ArticleId,
    /// The other.
    pub b: ArticleId,
    /// The SHA-256 of a paragraph of each, if the review is of these alone.
    pub paragraphs: Option<([u8; 32], [u8; 32])>,
    /// What was said.
    pub verdict: ReviewVerdict,
    /// In words.
    pub note: Option<String>,
    /// By whom.
    pub reviewer: Option<String>,
    /// When, in epoch seconds.
    pub reviewed_at: i64,
}

fn review(row: &Row<'_>) -> Result<ReviewRow> {
    let paragraphs: (Option<[u8; 32]>, Option<[u8; 32]>) = (row.get(2)?, row.get(3)?);
    Ok(ReviewRow {
        a: ArticleId(row.get(0)?),
        b: ArticleId(row.get(1)?),
        paragraphs: paragraphs.0.zip(paragraphs.1),
        verdict: word(row, 4, ReviewVerdict::parse)?,
        note: row.get(5)?,
        reviewer: row.get(6)?,
        reviewed_at: row.get(7)?,
    })
}

impl Reader {
    /// Lists all reviews, the older ones first.
    pub fn reviews(&self) -> Result<Vec<ReviewRow>> {
        let sql = "SELECT a, b, a_paragraph, b_paragraph, verdict, note, reviewer, reviewed_at FROM reviews ORDER BY reviewed_at, id";
        self.all(sql, [], review)
    }
}

impl Writer<'_> {
    /// Appends a review; the same one twice is kept once. Says whether it is new.
    pub fn insert_review(&mut self, row: &ReviewRow) -> Result<bool> {
        let swap = row.b < row.a;
        let (a, b) = if swap { (row.b, row.a) } else { (row.a, row.b) };
        let sides = row
            .paragraphs
            .map(|(x, y)| if swap { (y, x) } else { (x, y) });
        let (x, y) = (sides.map(|s| s.0), sides.map(|s| s.1));
        let changed = self.run(
            "INSERT INTO reviews (a, b, a_paragraph, b_paragraph, verdict, note, reviewer, reviewed_at)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE NOT EXISTS (
                 SELECT 1 FROM reviews WHERE a = ?1 AND b = ?2 AND a_paragraph IS ?3 AND b_paragraph IS ?4 AND verdict = ?5
                     AND note IS ?6 AND reviewer IS ?7 AND reviewed_at = ?8)",
            params![a.0, b.0, x, y, row.verdict.as_str(), row.note, row.reviewer, row.reviewed_at],
        )?;
        Ok(changed > 0)
    }
}

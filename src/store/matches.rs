//! Pairs of passages that share text, and the passages that stand for all holders of a shingle.

use rusqlite::{Row, params};

use crate::error::Result;
use crate::model::Kind;
use crate::store::articles::word;
use crate::store::fault::bug;
use crate::store::{MatchRow, PassageKey, Reader, Writer};

const MATCH: &str = "SELECT a, b, kind, score, a_in_b, b_in_a, runs, reasons FROM matches";

fn found(row: &Row<'_>) -> Result<MatchRow> {
    Ok(MatchRow {
        a: row.get(0)?,
        b: row.get(1)?,
        kind: word(row, 2, Kind::parse)?,
        score: row.get(3)?,
        a_in_b: row.get(4)?,
        b_in_a: row.get(5)?,
        runs: row.get(6)?,
        reasons: row.get(7)?,
    })
}

impl Reader {
    /// Lists the matches a passage takes part in, on either side; ordered by `a`, `b`.
    pub fn matches_of(&self, key: PassageKey) -> Result<Vec<MatchRow>> {
        let mut out = self.all(&format!("{MATCH} WHERE b = ?1 ORDER BY a"), [key], found)?;
        out.extend(self.all(&format!("{MATCH} WHERE a = ?1 ORDER BY b"), [key], found)?);
        Ok(out)
    }

    /// Lists the passages with which a passage has a match, in no particular order.
    pub fn partners_of(&self, key: PassageKey) -> Result<Vec<PassageKey>> {
        let sql = "SELECT a FROM matches WHERE b = ?1 UNION ALL SELECT b FROM matches WHERE a = ?1";
        self.all(sql, [key], |row| Ok(row.get(0)?))
    }

    /// Reads the match of two passages, given in any order.
    pub fn match_between(&self, one: PassageKey, other: PassageKey) -> Result<Option<MatchRow>> {
        let pair = [one.min(other), one.max(other)];
        self.first(&format!("{MATCH} WHERE a = ?1 AND b = ?2"), pair, found)
    }

    /// Hands out every match, ordered by `a`, `b`.
    pub fn all_matches(&self, mut each: impl FnMut(&MatchRow) -> Result<()>) -> Result<()> {
        self.each(&format!("{MATCH} ORDER BY a, b"), [], |row| {
            each(&found(row)?)
        })
    }

    /// The hubs of a shingle by its key, with their priorities; none where it is held by few.
    pub fn hubs(&self, key: u64) -> Result<Vec<(PassageKey, u64)>> {
        let sql = "SELECT passage, priority FROM hubs WHERE key = ?1 ORDER BY passage";
        self.all(sql, [key.cast_signed()], |row| {
            Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned()))
        })
    }

    /// Counts the shingles that have hubs.
    pub fn hot_count(&self) -> Result<u64> {
        let count = self.first("SELECT count(DISTINCT key) FROM hubs", [], |row| {
            Ok(row.get::<_, i64>(0)?)
        })?;
        Ok(count.unwrap_or(0).cast_unsigned())
    }
}

impl Writer<'_> {
    /// Inserts matches; one that is there already is replaced.
    pub fn insert_matches(&mut self, matches: &[MatchRow]) -> Result<()> {
        // In the order of the table: rows in any other cost several times as much.
        let mut rows: Vec<&MatchRow> = matches.iter().collect();
        rows.sort_unstable_by_key(|row| (row.a, row.b));
        for row in rows {
            if row.a >= row.b {
                return Err(bug("a match names the passage with the smaller key first"));
            }
            let values = params![
                row.a,
                row.b,
                row.kind.as_str(),
                row.score,
                row.a_in_b,
                row.b_in_a,
                row.runs,
                row.reasons,
            ];
            // Not OR REPLACE: for that SQLite copies every page it touches into a journal of its own.
            let new = self.run(
                "INSERT OR IGNORE INTO matches (a, b, kind, score, a_in_b, b_in_a, runs, reasons)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                values,
            )?;
            if new == 0 {
                self.run(
                    "UPDATE matches SET kind = ?3, score = ?4, a_in_b = ?5, b_in_a = ?6, runs = ?7, reasons = ?8
                     WHERE a = ?1 AND b = ?2",
                    values,
                )?;
            }
        }
        Ok(())
    }

    /// Deletes the match of two passages, given in any order; says whether there was one.
    pub fn delete_match(&mut self, one: PassageKey, other: PassageKey) -> Result<bool> {
        let pair = [one.min(other), one.max(other)];
        Ok(self.run("DELETE FROM matches WHERE a = ?1 AND b = ?2", pair)? > 0)
    }

    /// Sets the hubs of a shingle in place of those that it had, which are `before`.
    pub fn set_hubs(
        &mut self,
        key: u64,
        before: &[(PassageKey, u64)],
        hubs: &[(PassageKey, u64)],
    ) -> Result<()> {
        for (passage, _) in before.iter().filter(|hub| !hubs.contains(hub)) {
            self.run(
                "DELETE FROM hubs WHERE key = ?1 AND passage = ?2",
                params![key.cast_signed(), passage],
            )?;
        }
        for (passage, priority) in hubs.iter().filter(|hub| !before.contains(hub)) {
            self.run(
                "INSERT INTO hubs (key, passage, priority) VALUES (?1, ?2, ?3)",
                params![key.cast_signed(), passage, priority.cast_signed()],
            )?;
        }
        Ok(())
    }
}

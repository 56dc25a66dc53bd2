//! Pairs of passages that share text, and the keys that were cut from look-ups.

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

    /// Says which of these keys (any order) are capped.
    pub fn capped(&self, keys: &[u64]) -> Result<Vec<u64>> {
        let mut out = Vec::new();
        let mut ask = self
            .conn
            .prepare_cached("SELECT 1 FROM capped WHERE key = ?1")?;
        for &key in keys {
            if ask.exists([key.cast_signed()])? {
                out.push(key);
            }
        }
        Ok(out)
    }

    /// Counts the capped keys.
    pub fn capped_count(&self) -> Result<u64> {
        let count = self.first("SELECT count(*) FROM capped", [], |row| {
            Ok(row.get::<_, i64>(0)?)
        })?;
        Ok(count.unwrap_or(0).cast_unsigned())
    }
}

impl Writer<'_> {
    /// Inserts matches; one that is there already is replaced.
    pub fn insert_matches(&mut self, matches: &[MatchRow]) -> Result<()> {
        for row in matches {
            if row.a >= row.b {
                return Err(bug("a match names the passage with the smaller key first"));
            }
            self.run(
                "INSERT OR REPLACE INTO matches (a, b, kind, score, a_in_b, b_in_a, runs, reasons)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    row.a,
                    row.b,
                    row.kind.as_str(),
                    row.score,
                    row.a_in_b,
                    row.b_in_a,
                    row.runs,
                    row.reasons,
                ],
            )?;
        }
        Ok(())
    }

    /// Deletes the match of two passages, given in any order; says whether there was one.
    pub fn delete_match(&mut self, one: PassageKey, other: PassageKey) -> Result<bool> {
        let pair = [one.min(other), one.max(other)];
        Ok(self.run("DELETE FROM matches WHERE a = ?1 AND b = ?2", pair)? > 0)
    }

    /// Remembers keys that more passages share than are looked up; gives how many were new.
    pub fn add_capped(&mut self, keys: &[u64]) -> Result<usize> {
        let mut new = 0;
        for key in keys {
            new += self.run(
                "INSERT INTO capped (key) VALUES (?1) ON CONFLICT DO NOTHING",
                [key.cast_signed()],
            )?;
        }
        Ok(new)
    }

    /// Forgets that keys were capped, when passages are gone and look-ups are whole again.
    pub fn remove_capped(&mut self, keys: &[u64]) -> Result<()> {
        for key in keys {
            self.run("DELETE FROM capped WHERE key = ?1", [key.cast_signed()])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::store::sample::{a_match, add, articles};
    use crate::store::{PassageKey, Store};

    #[test]
    fn a_match_is_found_from_both_sides_and_kept_once() {
        let mut store = Store::in_memory().unwrap();
        add(&mut store, &articles(1)).unwrap();
        let far = a_match(PassageKey(3), PassageKey(1));
        store
            .write(|w| w.insert_matches(&[far.clone(), far.clone()]))
            .unwrap();
        for (one, other) in [(1, 3), (3, 1)] {
            let (one, other) = (PassageKey(one), PassageKey(other));
            assert_eq!(store.match_between(one, other).unwrap(), Some(far.clone()));
            assert_eq!(store.matches_of(one).unwrap().len(), 2);
        }
        assert_eq!(store.matches_of(PassageKey(2)).unwrap().len(), 2);
        let swapped = super::MatchRow {
            a: far.b,
            b: far.a,
            ..far
        };
        assert!(store.write(|w| w.insert_matches(&[swapped])).is_err());
        let gone = |w: &mut crate::store::Writer<'_>| w.delete_match(PassageKey(3), PassageKey(1));
        assert!(store.write(gone).unwrap());
        assert!(!store.write(gone).unwrap());
    }

    #[test]
    fn a_match_of_passages_that_are_not_there_is_refused() {
        let mut store = Store::in_memory().unwrap();
        let loose = a_match(PassageKey(1), PassageKey(2));
        assert!(store.write(|w| w.insert_matches(&[loose])).is_err());
    }

    #[test]
    fn capped_keys_are_remembered_until_told_otherwise() {
        let mut store = Store::in_memory().unwrap();
        let new = store.write(|w| Ok(w.add_capped(&[5, 9])? + w.add_capped(&[9, 11])?));
        assert_eq!(new.unwrap(), 3);
        store.write(|w| w.remove_capped(&[9])).unwrap();
        assert_eq!(store.capped(&[11, 9, 5, 1]).unwrap(), [11, 5]);
        assert_eq!(store.capped_count().unwrap(), 2);
    }
}

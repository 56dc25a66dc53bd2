//! What can be checked about a store without judging its content.

use rusqlite::types::ValueRef;

use crate::error::Result;
use crate::store::merge::Run;
use crate::store::run::Open;
use crate::store::{PassageKey, Reader, schema};

/// Figures about the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Steps of the schema done.
    pub schema: i64,
    /// The application id in the header.
    pub application_id: i64,
    /// Version of the SQLite library.
    pub sqlite: String,
    /// How the file is journalled; `wal`, or `memory` for a store in memory.
    pub journal: String,
    /// Bytes of the file, without its log.
    pub bytes: u64,
    /// Of these, bytes free to be used again.
    pub free: u64,
    /// Articles.
    pub articles: u64,
    /// Blocks of all kinds.
    pub blocks: u64,
    /// Passages.
    pub passages: u64,
    /// Matches.
    pub matches: u64,
}

/// What a walk through the whole inverted index found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostingsReport {
    /// Runs.
    pub runs: usize,
    /// Blocks.
    pub blocks: u64,
    /// Postings.
    pub postings: u64,
    /// What is wrong, at most 20 of it.
    pub problems: Vec<String>,
}

/// Problems beyond this many are not told one by one.
pub(crate) const MOST_PROBLEMS: usize = 20;

impl Reader {
    /// Reads the figures.
    pub fn facts(&self) -> Result<Facts> {
        let number = |sql: &str| -> Result<i64> {
            Ok(self.first(sql, [], |row| Ok(row.get(0)?))?.unwrap_or(0))
        };
        let word = |sql: &str| -> Result<String> {
            Ok(self
                .first(sql, [], |row| Ok(row.get(0)?))?
                .unwrap_or_default())
        };
        let page = number("PRAGMA page_size")?;
        let count = |sql: &str| number(sql).map(|n| u64::try_from(n).unwrap_or(0));
        Ok(Facts {
            schema: number("PRAGMA user_version")?,
            application_id: number("PRAGMA application_id")?,
            sqlite: rusqlite::version().to_owned(),
            journal: word("PRAGMA journal_mode")?,
            bytes: u64::try_from(number("PRAGMA page_count")?.saturating_mul(page)).unwrap_or(0),
            free: u64::try_from(number("PRAGMA freelist_count")?.saturating_mul(page)).unwrap_or(0),
            articles: count("SELECT count(*) FROM articles")?,
            blocks: count("SELECT count(*) FROM blocks")?,
            passages: count("SELECT count(*) FROM passages")?,
            matches: count("SELECT count(*) FROM matches")?,
        })
    }

    /// Runs SQLite's own check of the file; `full` also compares every index with its table. Empty when all is well.
    pub fn integrity(&self, full: bool) -> Result<Vec<String>> {
        let sql = if full {
            "PRAGMA integrity_check(20)"
        } else {
            "PRAGMA quick_check(20)"
        };
        let mut said: Vec<String> = self.all(sql, [], |row| Ok(row.get(0)?))?;
        said.retain(|line| line != "ok");
        Ok(said)
    }

    /// Lists rows that refer to rows that are not there.
    pub fn broken_references(&self) -> Result<Vec<String>> {
        self.all("PRAGMA foreign_key_check", [], |row| {
            let table: String = row.get(0)?;
            let parent: String = row.get(2)?;
            let place = match row.get_ref(1)? {
                ValueRef::Integer(id) => format!("row {id} of {table}"),
                _ => format!("a row of {table}"),
            };
            Ok(format!("{place} refers to no row of {parent}"))
        })
    }

    /// Lists where the schema differs from a fresh store's.
    pub fn schema_differences(&self) -> Result<Vec<String>> {
        schema::differences(&self.conn, schema::version(&self.conn)?)
    }

    /// Lists passages that have the same SHA-256 as an earlier one, with that one.
    pub fn duplicate_passages(&self) -> Result<Vec<(PassageKey, PassageKey)>> {
        self.all(
            "SELECT min(id), max(id) FROM passages GROUP BY sha256 HAVING count(*) > 1 ORDER BY 1 LIMIT ?1",
            [MOST_PROBLEMS as i64],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// Lists passages that stand nowhere, or not where their text is read from.
    pub fn orphan_passages(&self) -> Result<Vec<PassageKey>> {
        self.all(
            r#"SELECT id FROM passages p
               WHERE NOT EXISTS (SELECT 1 FROM blocks b WHERE b.passage = p.id AND b.article = p.article
                                 AND b.start = p.start AND b."end" = p."end")
               ORDER BY id LIMIT ?1"#,
            [MOST_PROBLEMS as i64],
            |row| Ok(row.get(0)?),
        )
    }

    /// Lists the ids of articles whose count or numbering of body paragraphs does not fit their blocks.
    pub fn misnumbered_articles(&self) -> Result<Vec<String>> {
        self.all(
            "SELECT lower(hex(a.uid)) FROM articles a LEFT JOIN
                 (SELECT article, sum(kind = 4) AS body, count(DISTINCT paragraph) AS numbers, max(paragraph) AS last,
                         sum((kind = 4) <> (paragraph IS NOT NULL)) AS wrong, max(ordinal) + 1 - count(*) AS gaps
                  FROM blocks GROUP BY article) b ON b.article = a.id
             WHERE a.paragraphs <> coalesce(b.body, 0) OR a.paragraphs <> coalesce(b.numbers, 0)
                OR a.paragraphs <> coalesce(b.last, 0) OR coalesce(b.wrong, 0) <> 0 OR coalesce(b.gaps, 0) <> 0
             ORDER BY 1 LIMIT ?1",
            [MOST_PROBLEMS as i64],
            |row| Ok(row.get(0)?),
        )
    }

    /// Walks through the whole inverted index: every block can be read, keys are in order, every passage is there.
    pub fn check_postings(&self) -> Result<PostingsReport> {
        let mut report = PostingsReport::default();
        let mut held = Vec::new();
        self.each("SELECT id FROM passages ORDER BY id", [], |row| {
            held.push(row.get::<_, u32>(0)?);
            Ok(())
        })?;
        let runs = self.runs()?;
        report.runs = runs.len();
        let mut listed = 0u64;
        for (_, run) in runs {
            listed = listed.saturating_add(run.blocks() as u64);
            self.check_run(run, &held, &mut report)?;
        }
        let stored = self.first("SELECT count(*) FROM posting_blocks", [], |row| {
            Ok(row.get::<_, i64>(0)?.cast_unsigned())
        })?;
        if stored != Some(listed) {
            report
                .problems
                .push("blocks of the index belong to no run".to_owned());
        }
        report.problems.truncate(MOST_PROBLEMS);
        Ok(report)
    }

    fn check_run(&self, run: Run, held: &[u32], report: &mut PostingsReport) -> Result<()> {
        let mut open = Open::default();
        let (mut before, mut count, mut expected) = (None, 0, run.first_block);
        self.each(
            "SELECT id, run, first_key, last_key, data FROM posting_blocks WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
            [run.first_block, run.last_block],
            |row| {
                let id: i64 = row.get(0)?;
                let mut wrong = |what: &str| {
                    if report.problems.len() < MOST_PROBLEMS {
                        report.problems.push(format!("block {id} of the index {what}"));
                    }
                };
                if id != expected || row.get::<_, i64>(1)? != run.id {
                    wrong("is not where it should be");
                }
                expected = id + 1;
                let data = row.get_ref(4)?;
                let first = row.get::<_, i64>(2)?.cast_unsigned();
                let read = data.as_blob().map(|d| open.read(first, d));
                if !matches!(read, Ok(Ok(()))) {
                    wrong("cannot be read");
                    return Ok(());
                }
                if open.last() != Some(row.get::<_, i64>(3)?.cast_unsigned()) {
                    wrong("does not end where it says");
                }
                for posting in open.postings() {
                    if before.is_some_and(|b| b >= posting) {
                        wrong("is out of order");
                        break;
                    }
                    if held.binary_search(&posting.1).is_err() {
                        wrong("names a passage that is not there");
                        break;
                    }
                    before = Some(posting);
                }
                count += open.len() as u64;
                report.blocks += 1;
                Ok(())
            },
        )?;
        if count != run.postings.cast_unsigned() {
            report.problems.push(format!(
                "run {} of the index holds {count} postings, not {}",
                run.id, run.postings
            ));
        }
        report.postings += count;
        Ok(())
    }
}

//! Blocks, the passages they are witnesses of, and where a passage stands.

use std::collections::HashMap;

use rusqlite::types::{Null, ToSqlOutput};
use rusqlite::{Row, params};

use crate::error::Result;
use crate::model::{Block, BlockKind};
use crate::store::articles::{bounds, span};
use crate::store::fault::{bug, damaged};
use crate::store::{
    ArticleKey, BlockRow, NewPassage, OutletKey, PassageKey, PassageRow, Reader, WitnessRow, Writer,
};

const PASSAGE: &str = r#"SELECT id, sha256, simhash, words, shingles, fingerprint_version, article, start, "end"
    FROM passages"#;

const WITNESS: &str = r#"SELECT b.passage, b.article, a.outlet, b.ordinal, b.paragraph, b.start, b."end"
    FROM blocks b JOIN articles a ON a.id = b.article"#;

fn passage(row: &Row<'_>) -> Result<PassageRow> {
    let simhash: i64 = row.get(2)?;
    Ok(PassageRow {
        key: row.get(0)?,
        sha256: row.get(1)?,
        simhash: simhash.cast_unsigned(),
        words: row.get(3)?,
        shingles: row.get(4)?,
        version: row.get(5)?,
        article: row.get(6)?,
        span: span(row, 7)?,
    })
}

fn witness(row: &Row<'_>) -> Result<WitnessRow> {
    Ok(WitnessRow {
        passage: row.get(0)?,
        article: row.get(1)?,
        outlet: row.get(2)?,
        ordinal: row.get(3)?,
        paragraph: row.get::<_, Option<u32>>(4)?.unwrap_or(0),
        span: span(row, 5)?,
    })
}

fn block(row: &Row<'_>, at: usize) -> Result<BlockRow> {
    let kind: u32 = row.get(at + 1)?;
    Ok(BlockRow {
        ordinal: row.get(at)?,
        kind: *BlockKind::ALL
            .get(kind as usize)
            .ok_or_else(|| damaged(format!("no kind of block has the number {kind}")))?,
        span: span(row, at + 2)?,
        paragraph: row.get(at + 4)?,
        passage: row.get(at + 5)?,
    })
}

impl Reader {
    /// Reads an article's blocks, in order.
    pub fn blocks(&self, article: ArticleKey) -> Result<Vec<BlockRow>> {
        self.all(
            r#"SELECT ordinal, kind, start, "end", paragraph, passage FROM blocks
               WHERE article = ?1 ORDER BY ordinal"#,
            [article],
            |row| block(row, 0),
        )
    }

    /// Hands out every block with its article, ordered by article's row and place.
    pub fn each_block(
        &self,
        mut each: impl FnMut(ArticleKey, BlockRow) -> Result<()>,
    ) -> Result<()> {
        self.each(
            r#"SELECT article, ordinal, kind, start, "end", paragraph, passage FROM blocks
               ORDER BY article, ordinal"#,
            [],
            |row| each(row.get(0)?, block(row, 1)?),
        )
    }

    /// Reads a passage.
    pub fn passage(&self, key: PassageKey) -> Result<PassageRow> {
        self.first(&format!("{PASSAGE} WHERE id = ?1"), [key], passage)?
            .ok_or_else(|| damaged(format!("no passage {}", key.0)))
    }

    /// How many passages there are, those that were forgotten counted too: a size to measure shares by.
    pub fn passage_count(&self) -> Result<usize> {
        let last = self.first("SELECT max(id) FROM passages", [], |row| {
            Ok(row.get::<_, Option<u32>>(0)?)
        })?;
        Ok(last.flatten().unwrap_or(0) as usize)
    }

    /// Hands out every passage, in the order of their rows.
    pub fn each_passage(&self, mut each: impl FnMut(&PassageRow) -> Result<()>) -> Result<()> {
        self.each(&format!("{PASSAGE} ORDER BY id"), [], |row| {
            each(&passage(row)?)
        })
    }

    /// Finds passages by the first hex digits (4 to 64) of their SHA-256. Reads the whole table of passages.
    pub fn passages_by_sha_prefix(&self, digits: &str) -> Result<Vec<PassageKey>> {
        let Some((low, high)) = bounds::<32>(digits) else {
            return Ok(Vec::new());
        };
        self.all(
            "SELECT id FROM passages WHERE sha256 BETWEEN ?1 AND ?2 ORDER BY sha256",
            [low.as_slice(), high.as_slice()],
            |row| Ok(row.get(0)?),
        )
    }

    /// Lists where a passage stands, ordered by article's row and place.
    pub fn witnesses(&self, key: PassageKey) -> Result<Vec<WitnessRow>> {
        self.all(
            &format!("{WITNESS} WHERE b.passage = ?1 ORDER BY b.article, b.ordinal"),
            [key],
            witness,
        )
    }

    /// Lists the places of a passage in one article, in order.
    pub fn witnesses_in(&self, key: PassageKey, article: ArticleKey) -> Result<Vec<WitnessRow>> {
        self.all(
            &format!("{WITNESS} WHERE b.passage = ?1 AND b.article = ?2 ORDER BY b.ordinal"),
            (key, article),
            witness,
        )
    }

    /// Lists the articles in which a passage stands, each once, with their outlets, in the order of their rows.
    pub fn outlets_holding(&self, key: PassageKey) -> Result<Vec<(ArticleKey, Option<OutletKey>)>> {
        let mut out = self.all(
            // CROSS JOIN keeps to the passage's own places; the index tells them without reading a block.
            "SELECT b.article, a.outlet FROM blocks b CROSS JOIN articles a ON a.id = b.article
             WHERE b.passage = ?1 ORDER BY b.article",
            [key],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        out.dedup();
        Ok(out)
    }

    /// Hands out every place of every passage, ordered by passage, article's row and place.
    pub fn each_witness(&self, mut each: impl FnMut(&WitnessRow) -> Result<()>) -> Result<()> {
        self.each(
            // CROSS JOIN keeps SQLite from walking the articles first and sorting everything.
            r#"SELECT b.passage, b.article, a.outlet, b.ordinal, b.paragraph, b.start, b."end"
               FROM blocks b INDEXED BY blocks_by_passage CROSS JOIN articles a ON a.id = b.article
               WHERE b.passage IS NOT NULL ORDER BY b.passage, b.article, b.ordinal"#,
            [],
            |row| each(&witness(row)?),
        )
    }

    /// Counts, for each passage given, in how many articles of each outlet it stands.
    pub fn outlet_witness_counts(
        &self,
        passages: &[PassageKey],
    ) -> Result<Vec<(PassageKey, Option<OutletKey>, u32)>> {
        let mut out = Vec::new();
        for &key in passages {
            self.each(
                "SELECT a.outlet, count(DISTINCT b.article)
                 FROM blocks b JOIN articles a ON a.id = b.article
                 WHERE b.passage = ?1 GROUP BY a.outlet ORDER BY a.outlet",
                [key],
                |row| {
                    out.push((key, row.get(0)?, row.get(1)?));
                    Ok(())
                },
            )?;
        }
        Ok(out)
    }

    /// Counts the articles that hold each of the passages given.
    pub fn witness_counts(&self, passages: &[PassageKey]) -> Result<HashMap<PassageKey, u32>> {
        let mut out = HashMap::new();
        for &key in passages {
            let count = self.first(
                "SELECT count(DISTINCT article) FROM blocks WHERE passage = ?1",
                [key],
                |row| Ok(row.get(0)?),
            )?;
            out.insert(key, count.unwrap_or(0));
        }
        Ok(out)
    }
}

impl Writer<'_> {
    /// Inserts passages; gives their keys, which follow one another. The caller has made sure that none with their SHA-256 is there, and that
    /// they differ.
    pub fn insert_passages<'p>(
        &mut self,
        new: impl ExactSizeIterator<Item = NewPassage<'p>>,
    ) -> Result<Vec<PassageKey>> {
        let many = new.len();
        if many == 0 {
            return Ok(Vec::new());
        }
        let row = |new: NewPassage<'p>| {
            [
                ToSqlOutput::from(new.sha256.as_slice()),
                new.simhash.cast_signed().into(),
                new.words.into(),
                new.shingles.into(),
                new.version.into(),
                new.article.0.into(),
                (new.span.start() as i64).into(),
                (new.span.end() as i64).into(),
            ]
        };
        self.insert_several(
            r#"INSERT INTO passages (sha256, simhash, words, shingles, fingerprint_version, article, start, "end")"#,
            new.map(row),
        )?;
        let full = || crate::error::Error::store("a store holds 4,294,967,295 passages at most");
        let last = u32::try_from(self.conn.last_insert_rowid()).map_err(|_| full())?;
        let first = u32::try_from(many)
            .ok()
            .and_then(|n| last.checked_sub(n - 1));
        Ok((first.ok_or_else(full)?..=last).map(PassageKey).collect())
    }

    /// Says by which version of the rules a passage was fingerprinted.
    pub fn set_fingerprint_version(&mut self, key: PassageKey, version: u32) -> Result<()> {
        self.run(
            "UPDATE passages SET fingerprint_version = ?2 WHERE id = ?1",
            params![key, version],
        )?;
        Ok(())
    }

    /// Inserts the blocks of an article, each with the passage it is a witness of, if any.
    pub fn insert_blocks(
        &mut self,
        article: ArticleKey,
        blocks: &[Block],
        passages: &[Option<PassageKey>],
    ) -> Result<()> {
        if blocks.len() != passages.len() {
            return Err(bug("every block needs a word on its passage"));
        }
        let mut paragraphs = 0_i64;
        let row = |(ordinal, (block, passage)): (usize, (&Block, &Option<PassageKey>))| {
            let number = (block.kind == BlockKind::Paragraph).then(|| {
                paragraphs += 1;
                paragraphs
            });
            let kind = BlockKind::ALL.iter().position(|&k| k == block.kind);
            [
                article.0.into(),
                whole(Some(ordinal as i64)),
                whole(kind.map(|k| k as i64)),
                (block.span.start() as i64).into(),
                (block.span.end() as i64).into(),
                whole(number),
                whole(passage.map(|p| i64::from(p.0))),
            ]
        };
        self.insert_several(
            r#"INSERT INTO blocks (article, ordinal, kind, start, "end", paragraph, passage)"#,
            blocks.iter().zip(passages).enumerate().map(row),
        )
    }
}

/// A whole number, or none.
fn whole(number: Option<i64>) -> ToSqlOutput<'static> {
    number.map_or(Null.into(), Into::into)
}

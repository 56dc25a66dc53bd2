//! Keeps articles, passages, matches and the inverted index in one SQLite file. All SQL of the program is here.
//!
//! The store deals in plain structs and never judges. Reading is done by a [`Reader`], which both the [`Store`] and the
//! [`Writer`] of a running write are, so a batch sees what it has just written. Every write is one IMMEDIATE
//! transaction ([`Store::write`]): a deferred one that turns into a write fails at once when another process writes,
//! without waiting.

mod articles;
mod doctor;
mod fault;
mod forget;
mod furniture;
mod matches;
mod merge;
mod open;
mod outlets;
mod pack;
mod passages;
mod postings;
mod rows;
mod run;
mod schema;

use std::ops::Deref;
use std::path::Path;

use rusqlite::{Connection, Params, Row, Transaction, TransactionBehavior};

use crate::error::Result;

pub use articles::Which;
pub use doctor::{Facts, PostingsReport};
pub use forget::Forgotten;
pub use pack::{pack, unpack};
pub use postings::Postings;
pub use rows::{
    ArticleKey, ArticleRow, BlockRow, FurnitureRow, MatchRow, NewArticle, NewPassage, OutletKey,
    OutletRow, PassageKey, PassageRow, ScopeRow, WitnessRow,
};
pub use schema::latest as latest_schema;

/// How a store is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Reading only; the store must exist.
    Read,
    /// Reading and writing; the store must exist.
    Write,
    /// Reading and writing; made when it is not there.
    Create,
}

/// An open store.
#[derive(Debug)]
pub struct Store {
    reader: Reader,
}

/// Everything that can be read from a store.
#[derive(Debug)]
pub struct Reader {
    conn: Connection,
}

/// A running write: one transaction, undone unless the closure of [`Store::write`] ends well.
#[derive(Debug)]
pub struct Writer<'s> {
    reader: &'s Reader,
}

impl Store {
    /// Opens the store at `path`, bringing an older schema up to date unless it is only read.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Store`] when the file is missing, foreign, damaged, newer than this program, or holds
    /// anything this program has not put there; the file is then unchanged.
    pub fn open(path: &Path, mode: Mode) -> Result<Self> {
        let conn = open::open(path, mode).map_err(|e| e.at(path.display().to_string()))?;
        Ok(Self {
            reader: Reader { conn },
        })
    }

    /// Opens an empty store in memory.
    pub fn in_memory() -> Result<Self> {
        Ok(Self {
            reader: Reader {
                conn: open::in_memory()?,
            },
        })
    }

    /// Runs `work` as one transaction: all of it is kept when it returns `Ok`, nothing when it fails or panics.
    ///
    /// Waits for another process's write to end first.
    pub fn write<T>(&mut self, work: impl FnOnce(&mut Writer<'_>) -> Result<T>) -> Result<T> {
        let transaction =
            Transaction::new_unchecked(&self.reader.conn, TransactionBehavior::Immediate)?;
        let done = work(&mut Writer {
            reader: &self.reader,
        })?;
        transaction.commit()?;
        Ok(done)
    }

    /// Runs `work` on one unchanging state of the store, whatever others write meanwhile.
    pub fn read<T>(&self, work: impl FnOnce(&Reader) -> Result<T>) -> Result<T> {
        let transaction =
            Transaction::new_unchecked(&self.reader.conn, TransactionBehavior::Deferred)?;
        let done = work(&self.reader)?;
        transaction.finish()?;
        Ok(done)
    }
}

impl Deref for Store {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl Deref for Writer<'_> {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        self.reader
    }
}

impl Reader {
    /// Reads every row of a query; statements are kept prepared.
    fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        mut read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut out = Vec::new();
        self.each(sql, params, |row| {
            out.push(read(row)?);
            Ok(())
        })?;
        Ok(out)
    }

    /// Reads the first row of a query, if there is one.
    fn first<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        rows.next()?.map(read).transpose()
    }

    /// Hands every row of a query to `each`, one at a time.
    fn each(
        &self,
        sql: &str,
        params: impl Params,
        mut each: impl FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        while let Some(row) = rows.next()? {
            each(row)?;
        }
        Ok(())
    }
}

impl Writer<'_> {
    /// Runs a statement that changes something; gives the number of rows.
    fn run(&self, sql: &str, params: impl Params) -> Result<usize> {
        Ok(self.conn.prepare_cached(sql)?.execute(params)?)
    }

    /// Inserts a row and gives its id.
    fn insert(&self, sql: &str, params: impl Params) -> Result<i64> {
        Ok(self.conn.prepare_cached(sql)?.insert(params)?)
    }
}

/// Settings of this store, free words.
impl Reader {
    /// Reads a setting.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        self.first("SELECT value FROM settings WHERE key = ?1", [key], |row| {
            Ok(row.get(0)?)
        })
    }
}

impl Writer<'_> {
    /// Writes a setting.
    pub fn set_setting(&mut self, key: &str, value: &str) -> Result<()> {
        self.run(
            "INSERT INTO settings (key, value) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [key, value],
        )?;
        Ok(())
    }
}

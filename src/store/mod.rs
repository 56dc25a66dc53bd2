//! Keeps articles, passages, matches and the inverted index in one SQLite file. All SQL of the program is here.
//!
//! The store deals in plain structs and never judges. Reading is done by a [`Reader`], which both the [`Store`] and the
//! [`Writer`] of a running write are, so a batch sees what it has just written. Every write is one IMMEDIATE
//! transaction ([`Store::write`]): a deferred one that turns into a write fails at once when another process writes,
//! without waiting.

mod articles;
mod doctor;
mod doubts;
mod fault;
mod fetches;
mod forget;
mod furniture;
mod matches;
mod merge;
mod open;
mod outlets;
mod pack;
mod pairings;
mod passages;
mod postings;
mod reviews;
mod rows;
mod run;
#[cfg(test)]
mod sample;
mod schema;
mod several;
mod shelves;
mod tally;
mod templates;
mod twins;
mod versions;

use std::cell::RefCell;
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, Params, Row, Transaction, TransactionBehavior};

use crate::error::Result;
use crate::segment::Catalogue;

pub use articles::Which;
pub use doctor::{Facts, PostingsReport};
pub use fetches::FetchRow;
pub use forget::Forgotten;
pub use pack::{pack, unpack};
pub use postings::Postings;
pub use reviews::ReviewRow;
pub use rows::{
    ArticleKey, ArticleRow, BlockRow, FurnitureRow, ImprintRow, LabelRow, MatchRow, NewArticle,
    NewPassage, OutletKey, OutletRow, PassageKey, PassageRow, ScopeRow, WitnessRow,
};
pub use schema::latest as latest_schema;
pub use shelves::Place;

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

/// A cache that may be larger takes this share of the file: what a batch reads of older articles grows with the store.
const FILE_SHARE: i64 = 9;

/// An open store.
#[derive(Debug)]
pub struct Store {
    reader: Reader,
    /// Bytes of the file's pages that may be kept in memory, where somebody has said.
    cache: Option<usize>,
}

/// Everything that can be read from a store.
#[derive(Debug)]
pub struct Reader {
    conn: Connection,
    /// The catalogue of outlets as it was last read, with the state of the file it was read from.
    catalogue: RefCell<Option<(String, Arc<Catalogue>)>>,
}

impl Reader {
    fn new(conn: Connection) -> Self {
        Self {
            conn,
            catalogue: RefCell::default(),
        }
    }
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
            reader: Reader::new(conn),
            cache: None,
        })
    }

    /// Opens an empty store in memory.
    pub fn in_memory() -> Result<Self> {
        Ok(Self {
            reader: Reader::new(open::in_memory()?),
            cache: None,
        })
    }

    /// Keeps at most so many bytes of the file's pages in memory, and less of a small file; more, while a write needs them, only until they can be
    /// written out.
    pub fn set_cache(&mut self, bytes: usize) -> Result<()> {
        self.cache = Some(bytes);
        self.fit_cache()
    }

    /// Fits the cache to the file, which grows.
    fn fit_cache(&self) -> Result<()> {
        let Some(most) = self.cache else {
            return Ok(());
        };
        let kib = i64::try_from(most / 1024).unwrap_or(i64::MAX).max(1);
        let kib = (self.size()? / 1024 / FILE_SHARE)
            .max(open::CACHE_KIB)
            .min(kib);
        self.reader.conn.pragma_update(None, "cache_size", -kib)?;
        Ok(())
    }

    /// Bytes of the file.
    fn size(&self) -> Result<i64> {
        let ask = |pragma| self.conn.query_row(pragma, [], |row| row.get::<_, i64>(0));
        Ok(ask("PRAGMA page_count")?.saturating_mul(ask("PRAGMA page_size")?))
    }

    /// Runs `work` as one transaction: all of it is kept when it returns `Ok`, nothing when it fails or panics.
    ///
    /// Waits for another process's write to end first.
    pub fn write<T>(&mut self, work: impl FnOnce(&mut Writer<'_>) -> Result<T>) -> Result<T> {
        self.fit_cache()?;
        let transaction =
            Transaction::new_unchecked(&self.reader.conn, TransactionBehavior::Immediate)?;
        let mut writer = Writer {
            reader: &self.reader,
        };
        let done = work(&mut writer)?;
        writer.settle_tally()?;
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
    /// Deletes a setting.
    pub fn unset_setting(&mut self, key: &str) -> Result<()> {
        self.run("DELETE FROM settings WHERE key = ?1", [key])?;
        Ok(())
    }

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::store::sample::{add, add_within, articles, assert_sound, dump};

    #[test]
    fn adding_twice_changes_nothing() {
        let mut store = Store::in_memory().unwrap();
        let articles = articles(20);
        assert_eq!(add(&mut store, &articles).unwrap(), 20);
        let once = dump(&store).unwrap();
        assert_eq!(add(&mut store, &articles).unwrap(), 0);
        assert_eq!(dump(&store).unwrap(), once);
        assert_sound(&store);
    }

    #[test]
    fn what_goes_in_comes_out() {
        let mut store = Store::in_memory().unwrap();
        let articles = articles(12);
        add(&mut store, &articles).unwrap();
        for article in &articles {
            let key = store.known(&article.id()).unwrap().unwrap();
            assert_eq!(store.text(key).unwrap(), article.text);
            assert_eq!(store.dates(key).unwrap(), article.dates);
            assert_eq!(store.credits(key).unwrap(), article.credits);
            assert_eq!(store.links(key).unwrap(), article.links);
            for block in store.blocks(key).unwrap() {
                let passage = block.passage.unwrap();
                let printed = block.span.of(&article.text);
                assert_eq!(store.passage_text(passage).unwrap(), printed);
                let here = store.witnesses(passage).unwrap();
                let mut held: Vec<_> = here.iter().map(|w| (w.article, w.outlet)).collect();
                held.dedup();
                assert_eq!(store.outlets_holding(passage).unwrap(), held);
                assert!(here.iter().any(|w| (w.article, w.span) == (key, block.span)
                    && w.paragraph == block.ordinal + 1));
            }
        }
        let mut witnesses = 0;
        store
            .each_witness(|_| {
                witnesses += 1;
                Ok(())
            })
            .unwrap();
        assert_eq!(witnesses, 36);
        assert_eq!(store.scope().unwrap().articles, 12);
        assert_eq!(store.scope().unwrap().dated, 12);
        let counted: u32 = store.outlets().unwrap().iter().map(|o| o.articles).sum();
        assert_eq!(counted, 12);
    }

    #[test]
    fn an_article_is_found_by_address_name_and_part_of_its_id() {
        let mut store = Store::in_memory().unwrap();
        let articles = articles(5);
        add(&mut store, &articles).unwrap();
        let id = articles[3].id();
        let key = store.known(&id).unwrap().unwrap();
        let short = id.to_string();
        for asked in [
            "story-3",
            "https://www.paper3.example/story/3",
            &short,
            &short[2..],
            &id.hex()[..7].to_uppercase(),
            &id.hex(),
        ] {
            assert_eq!(store.articles_matching(asked).unwrap(), [key], "{asked}");
        }
        assert!(store.articles_matching("a:").unwrap().is_empty());
        assert!(store.articles_matching("' OR 1=1 --").unwrap().is_empty());
        let count = |which| store.article_keys(which).unwrap().len();
        assert_eq!(count(Which::Domain("paper3.example")), 1);
        assert_eq!(count(Which::Domain("3.example")), 0);
        assert_eq!(count(Which::UrlPrefix("paper3.example/story")), 1);
        assert_eq!(count(Which::All), 5);
    }

    #[test]
    fn a_write_that_fails_or_panics_leaves_nothing() {
        let mut store = Store::in_memory().unwrap();
        add(&mut store, &articles(3)).unwrap();
        let before = dump(&store).unwrap();
        let failed = store.write(|w| {
            add_within(w, &articles(9))?;
            Err::<(), _>(crate::error::Error::input("no"))
        });
        assert!(failed.unwrap_err().is_input());
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _ = store.write(|w| -> Result<()> {
                add_within(w, &articles(9))?;
                panic!("in the middle");
            });
        }));
        assert!(panicked.is_err());
        assert_eq!(dump(&store).unwrap(), before);
        add(&mut store, &articles(9)).unwrap();
        assert_sound(&store);
    }

    #[test]
    fn two_writers_and_a_reader_end_as_one_writer_does() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("both.db");
        let articles = articles(200);
        let (left, right) = articles.split_at(110);
        Store::open(&path, Mode::Create).unwrap();
        std::thread::scope(|threads| {
            for part in [left, right] {
                let path = &path;
                threads.spawn(move || {
                    let mut store = Store::open(path, Mode::Create).unwrap();
                    for batch in part.chunks(10) {
                        add(&mut store, batch).unwrap();
                    }
                });
            }
            threads.spawn(|| {
                let store = Store::open(&path, Mode::Read).unwrap();
                let mut seen = 0;
                for _ in 0..40 {
                    let (scope, keys) = store
                        .read(|r| Ok((r.scope()?, r.article_keys(Which::All)?)))
                        .unwrap();
                    assert_eq!(scope.articles as usize, keys.len());
                    assert!(keys.len() >= seen, "an article vanished");
                    seen = keys.len();
                }
            });
        });
        let mut serial = Store::in_memory().unwrap();
        add(&mut serial, &articles).unwrap();
        let both = Store::open(&path, Mode::Read).unwrap();
        assert_eq!(dump(&both).unwrap(), dump(&serial).unwrap());
        assert_sound(&both);
    }

    #[test]
    fn a_full_disk_undoes_the_batch_and_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("full.db"), Mode::Create).unwrap();
        add(&mut store, &articles(10)).unwrap();
        let before = dump(&store).unwrap();
        let pages: i64 = store
            .conn
            .query_row("PRAGMA page_count", [], |r| r.get(0))
            .unwrap();
        store
            .conn
            .pragma_update(None, "max_page_count", pages + 3)
            .unwrap();
        let error = add(&mut store, &articles(300)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Store);
        assert!(error.to_string().contains("no space left"), "{error}");
        assert_eq!(dump(&store).unwrap(), before);
        assert_sound(&store);
    }

    #[test]
    fn a_damaged_store_gives_errors_and_never_a_panic() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sound.db");
        let mut store = Store::open(&path, Mode::Create).unwrap();
        add(&mut store, &articles(40)).unwrap();
        let whole = dump(&store).unwrap();
        drop(store);
        let bytes = std::fs::read(&path).unwrap();
        let hurt = folder.path().join("hurt.db");
        let mut told = 0;
        let mut state = 1u64;
        let size = open::PAGE as usize;
        for page in 0..bytes.len() / size {
            let mut damaged = bytes.clone();
            for _ in 0..4 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(99);
                let within = if page % 2 == 0 { 16 } else { size };
                damaged[page * size + (state >> 33) as usize % within] ^= (state >> 20) as u8 | 1;
            }
            std::fs::write(&hurt, &damaged).unwrap();
            let outcome = Store::open(&hurt, Mode::Read).and_then(|store| {
                let checks = store.integrity(true)?.len()
                    + store.check_postings()?.problems.len()
                    + store.orphan_passages()?.len();
                Ok((dump(&store)?, checks))
            });
            if !matches!(outcome, Ok((dump, 0)) if dump == whole) {
                told += 1;
            }
            if let Ok(mut store) = Store::open(&hurt, Mode::Write) {
                let _ = add(&mut store, &articles(50));
            }
            for end in ["-wal", "-shm"] {
                let _ = std::fs::remove_file(folder.path().join(format!("hurt.db{end}")));
            }
        }
        assert!(told > bytes.len() / size / 2, "{told}");
    }

    #[test]
    fn every_write_of_this_room_is_immediate() {
        let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
        let deferred = [".transac", "tion()"].concat();
        for file in std::fs::read_dir(room).unwrap() {
            let path = file.unwrap().path();
            let source = std::fs::read_to_string(&path).unwrap();
            assert!(!source.contains(&deferred), "{}", path.display());
        }
    }
}

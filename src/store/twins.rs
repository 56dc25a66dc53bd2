//! Several readers of one state: SQLite reads through one connection on one core, and a long answer has more of them.

use std::path::PathBuf;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::Result;
use crate::store::{Reader, Store, open};

/// How often it is tried to find a moment at which nobody writes; each takes microseconds, between batches that take a second.
const TRIES: usize = 20;

impl Store {
    /// Runs `work` as [`Store::read`] does, with up to `more` further readers of the very same state, which other threads may use.
    ///
    /// There are none of a store in memory, nor where others write so often that no two readers see the same.
    pub fn read_with<T>(
        &self,
        more: usize,
        work: impl FnOnce(&Reader, Vec<Reader>) -> Result<T>,
    ) -> Result<T> {
        let mut twins = self.twins(more);
        for _ in 0..TRIES {
            let before = states(&twins)?;
            let transaction = begun(&self.reader.conn)?;
            // Whatever was written in between, they see it now: where nothing was, the state of this reader is theirs.
            if states(&twins)? != before {
                transaction.finish()?;
                continue;
            }
            let done = work(&self.reader, std::mem::take(&mut twins))?;
            transaction.finish()?;
            return Ok(done);
        }
        self.read(|reader| work(reader, Vec::new()))
    }

    /// Opens the same file again.
    fn twins(&self, more: usize) -> Vec<Reader> {
        let file = self.conn.path().filter(|path| !path.is_empty());
        let file = file.map(PathBuf::from);
        let open = |_| open::again(file.as_deref()?).ok().map(Reader::new);
        (0..more).map_while(open).collect()
    }
}

/// Begins to read, and reads: only then the state is settled.
fn begun(conn: &Connection) -> Result<Transaction<'_>> {
    let transaction = Transaction::new_unchecked(conn, TransactionBehavior::Deferred)?;
    version(conn)?;
    Ok(transaction)
}

/// Begins to read anew with each reader; a number that is another one than before where somebody has written meanwhile.
fn states(readers: &[Reader]) -> Result<Vec<i64>> {
    let state = |reader: &Reader| {
        if !reader.conn.is_autocommit() {
            reader.conn.execute_batch("ROLLBACK")?;
        }
        reader.conn.execute_batch("BEGIN")?;
        version(&reader.conn)
    };
    readers.iter().map(state).collect()
}

fn version(conn: &Connection) -> Result<i64> {
    // Of the log only: a table is read as well, since the pragma alone may not settle on a state.
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(conn.query_row("PRAGMA data_version", [], |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Mode;
    use crate::store::sample::{add, articles};

    #[test]
    fn all_readers_see_one_state_whatever_is_written_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("n.db");
        let mut writer = Store::open(&path, Mode::Create).unwrap();
        add(&mut writer, &articles(4)).unwrap();
        let store = Store::open(&path, Mode::Read).unwrap();
        let count = |reader: &Reader| reader.scope().unwrap().articles;
        let seen = store.read_with(2, |reader, twins| {
            assert_eq!(twins.len(), 2);
            add(&mut writer, &articles(9)).unwrap();
            let counts: Vec<_> = twins.iter().map(count).collect();
            assert_eq!(counts, [4, 4]);
            std::thread::scope(|threads| {
                for twin in twins {
                    threads.spawn(move || assert_eq!(count(&twin), 4));
                }
            });
            Ok(count(reader))
        });
        assert_eq!(seen.unwrap(), 4);
        assert_eq!(count(&store), 9);
    }

    #[test]
    fn while_another_writes_on_and_on_they_agree_or_are_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("n.db");
        let mut writer = Store::open(&path, Mode::Create).unwrap();
        add(&mut writer, &articles(1)).unwrap();
        let store = Store::open(&path, Mode::Read).unwrap();
        std::thread::scope(|threads| {
            threads.spawn(move || {
                for n in 2..30 {
                    add(&mut writer, &articles(n)).unwrap();
                }
            });
            for _ in 0..60 {
                let agree = store.read_with(1, |reader, twins| {
                    let own = reader.scope()?.articles;
                    for twin in &twins {
                        assert_eq!(twin.scope()?.articles, own);
                    }
                    Ok(())
                });
                agree.unwrap();
            }
        });
    }

    #[test]
    fn a_store_in_memory_is_read_by_one() {
        let mut store = Store::in_memory().unwrap();
        add(&mut store, &articles(3)).unwrap();
        let read = store.read_with(3, |reader, twins| {
            Ok((reader.scope()?.articles, twins.len()))
        });
        assert_eq!(read.unwrap(), (3, 0));
    }
}

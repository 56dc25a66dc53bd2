//! Several readers of one state: SQLite reads through one connection on one core, and a long answer has more of them.

use std::path::PathBuf;

use rusqlite::{Transaction, TransactionBehavior};

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
        let twins = self.twins(more);
        for _ in 0..TRIES {
            let before = begun_by_all(&twins)?;
            let transaction =
                Transaction::new_unchecked(&self.reader.conn, TransactionBehavior::Deferred)?;
            let own = State::of(&self.reader)?;
            // Whatever was written in between, they see it now: where nothing was, the state of this reader is theirs.
            let after = begun_by_all(&twins)?;
            if after != before || after.iter().any(|state| state.last != own.last) {
                transaction.finish()?;
                continue;
            }
            let done = work(&self.reader, twins)?;
            transaction.finish()?;
            return Ok(done);
        }
        self.read(|reader| work(reader, Vec::new()))
    }

    /// Opens the same file again.
    fn twins(&self, more: usize) -> Vec<Reader> {
        let file = self.conn.path().filter(|path| !path.is_empty());
        let file = file.map(PathBuf::from);
        let open = |_| open::again(file.as_deref()?).ok()?.map(Reader::new);
        (0..more).map_while(open).collect()
    }
}

/// What a reader sees.
#[derive(Debug, PartialEq, Eq)]
struct State {
    /// Another one than before where somebody has written meanwhile; says nothing to another reader.
    version: i64,
    /// The last article: another one where another file was put in the place of this.
    last: Option<(i64, Vec<u8>)>,
}

impl State {
    /// Settles on a state, unless that is done, and tells it.
    fn of(reader: &Reader) -> Result<Self> {
        let last = reader.first(
            "SELECT id, uid FROM articles ORDER BY id DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let version = reader.first("PRAGMA data_version", [], |row| Ok(row.get(0)?))?;
        Ok(Self {
            version: version.unwrap_or(0),
            last,
        })
    }
}

/// Has each reader begin anew.
fn begun_by_all(readers: &[Reader]) -> Result<Vec<State>> {
    let state = |reader: &Reader| {
        if !reader.conn.is_autocommit() {
            reader.conn.execute_batch("ROLLBACK")?;
        }
        reader.conn.execute_batch("BEGIN")?;
        State::of(reader)
    };
    readers.iter().map(state).collect()
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
    fn a_file_that_was_put_in_the_place_of_the_store_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for (name, count) in [("n.db", 3), ("other.db", 60)] {
            let mut store = Store::open(&path(name), Mode::Create).unwrap();
            add(&mut store, &articles(count)).unwrap();
        }
        let store = Store::open(&path("n.db"), Mode::Read).unwrap();
        for strange in ["other.db", "strange"] {
            if strange == "strange" {
                std::fs::write(path(strange), "no store").unwrap();
            }
            std::fs::rename(path(strange), path("n.db")).unwrap();
            let read = store.read_with(2, |reader, twins| {
                Ok((reader.scope()?.articles, twins.len()))
            });
            assert_eq!(read.unwrap(), (3, 0));
        }
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

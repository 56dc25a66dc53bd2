//! Many sorted runs into one: streaming, one block of each in memory.

use std::collections::HashSet;

use rusqlite::{Connection, Row};

use crate::error::Result;
use crate::store::fault::damaged;
use crate::store::run::{Open, Posting};

/// A stored run, as its row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) id: i64,
    pub(crate) postings: i64,
    pub(crate) first_block: i64,
    pub(crate) last_block: i64,
}

impl Run {
    /// How many blocks it has.
    pub(crate) fn blocks(&self) -> usize {
        let more = self.last_block.saturating_sub(self.first_block);
        usize::try_from(more.saturating_add(1)).unwrap_or(0)
    }
}

/// A run being read in order.
struct Stream {
    next: i64,
    last: i64,
    open: Open,
    at: usize,
}

impl Stream {
    /// Goes on to the next block; false at the end of the run.
    fn advance(&mut self, conn: &Connection) -> Result<bool> {
        while self.at >= self.open.len() {
            if self.next > self.last {
                return Ok(false);
            }
            read_block(conn, self.next, &mut self.open)?;
            // Its page is free for what is written next: a merge needs no room beside what it merges.
            conn.prepare_cached("DELETE FROM posting_blocks WHERE id = ?1")?
                .execute([self.next])?;
            self.next += 1;
            self.at = 0;
        }
        Ok(true)
    }
}

/// Reads one block by its id into `open`.
pub(crate) fn read_block(conn: &Connection, id: i64, open: &mut Open) -> Result<()> {
    let mut statement =
        conn.prepare_cached("SELECT first_key, data FROM posting_blocks WHERE id = ?1")?;
    let mut rows = statement.query([id])?;
    let row = rows
        .next()?
        .ok_or_else(|| damaged("a block of the index is missing"))?;
    read_row(row, 0, open)
}

/// Reads the block whose first key stands in column `at` of a row, and its data in the next.
pub(crate) fn read_row(row: &Row<'_>, at: usize, open: &mut Open) -> Result<()> {
    let first: i64 = row.get(at)?;
    let data = row.get_ref(at + 1)?.as_blob();
    let data = data.map_err(|_| damaged("a block of the index is no blob"))?;
    open.read(first.cast_unsigned(), data)
}

/// Hands the postings of all `runs` to `each` in order, each once, without the passages in `dead`; deletes the runs' blocks as it goes.
///
/// Works in rounds: everything up to the smallest of the last keys in memory is complete, so it is gathered and
/// sorted (the standard sort merges ready-sorted stretches) and handed on.
pub(crate) fn merge(
    conn: &Connection,
    runs: &[Run],
    dead: &HashSet<u32>,
    mut each: impl FnMut(Posting) -> Result<()>,
) -> Result<()> {
    let mut streams: Vec<Stream> = runs
        .iter()
        .map(|run| Stream {
            next: run.first_block,
            last: run.last_block,
            open: Open::default(),
            at: 0,
        })
        .collect();
    let mut round: Vec<Posting> = Vec::new();
    let mut before = None;
    loop {
        let mut bound: Option<Posting> = None;
        let mut live = 0;
        for i in 0..streams.len() {
            if streams[i].advance(conn)? {
                let open = &streams[i].open;
                let last = open.posting(open.len() - 1);
                bound = Some(bound.map_or(last, |b| b.min(last)));
                streams.swap(live, i);
                live += 1;
            }
        }
        streams.truncate(live);
        let Some(bound) = bound else {
            return Ok(());
        };
        round.clear();
        for stream in &mut streams {
            let start = stream.at;
            while stream.at < stream.open.len() {
                let posting = stream.open.posting(stream.at);
                if posting > bound {
                    break;
                }
                round.push(posting);
                stream.at += 1;
            }
            // Order within a run is what ends the loop: a damaged run must not make it spin.
            if stream.at == start && stream.open.posting(start) <= bound {
                return Err(damaged("the index is out of order"));
            }
        }
        if round.is_empty() {
            return Err(damaged("the index is out of order"));
        }
        round.sort();
        for &posting in &round {
            if before != Some(posting) && !dead.contains(&posting.1) {
                each(posting)?;
            }
            before = Some(posting);
        }
    }
}

//! The inverted index: feature key → passages, transactional and incremental.
//!
//! A batch of postings is sorted and kept as one immutable run; when more than [`FAN`] runs of about one size have come
//! together they are merged into one, so every posting is rewritten once a level and a look-up reads few runs
//! (O'Neil et al., The Log-Structured Merge-Tree, 1996).

use std::collections::HashSet;

use crate::error::Result;
use crate::store::fault::bug;
use crate::store::merge::{Run, merge, read_block, read_row};
use crate::store::run::{Block, Cutter, Open, Posting};
use crate::store::{PassageKey, Reader, Writer};

/// How many runs of one level stay side by side. Of 2, 3, 4 and 8, four wrote 20 million postings as fast as eight and
/// left fewer runs to search (7, not 11).
const FAN: usize = 4;
/// Runs up to this many postings are of level 0; each level above holds runs [`FAN`] times as long.
const LEVEL_0: u64 = 4_096;

/// What was found for each key of a look-up, in the order of the keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Postings {
    starts: Vec<u32>,
    totals: Vec<u32>,
    passages: Vec<PassageKey>,
}

impl Postings {
    /// How many keys were looked up.
    pub fn len(&self) -> usize {
        self.totals.len()
    }

    /// True when nothing was looked up.
    pub fn is_empty(&self) -> bool {
        self.totals.is_empty()
    }

    /// The passages that have the key at `index`, in order: all of them when [`Self::total`] is within the cap of the
    /// look-up, else any `cap + 1` of them.
    pub fn of(&self, index: usize) -> &[PassageKey] {
        let bounds = self.starts.get(index).zip(self.starts.get(index + 1));
        bounds
            .and_then(|(&a, &b)| self.passages.get(a as usize..b as usize))
            .unwrap_or(&[])
    }

    /// How many passages have the key at `index`.
    pub fn total(&self, index: usize) -> usize {
        self.totals.get(index).map_or(0, |&n| n as usize)
    }

    /// Hits (index of the key, passage) in any order, made into lists.
    fn from_hits(hits: &Hits, totals: Vec<u32>) -> Self {
        let mut starts = vec![0u32; totals.len() + 1];
        for &(index, _) in hits.0.iter().flatten() {
            starts[index as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut next = starts.clone();
        let mut passages = vec![PassageKey(0); hits.0.iter().map(Vec::len).sum()];
        for &(index, passage) in hits.0.iter().flatten() {
            let place = &mut next[index as usize];
            passages[*place as usize] = PassageKey(passage);
            *place += 1;
        }
        for pair in starts.windows(2) {
            passages[pair[0] as usize..pair[1] as usize].sort_unstable();
        }
        Self {
            starts,
            totals,
            passages,
        }
    }
}

/// Hits of a look-up, part after part: one list of tens of millions would be copied each time it grows.
#[derive(Default)]
struct Hits(Vec<Vec<(u32, u32)>>);

impl Hits {
    /// Hits of a part.
    const PART: usize = 1 << 16;

    fn push(&mut self, hit: (u32, u32)) {
        match self.0.last_mut() {
            Some(part) if part.len() < Self::PART => part.push(hit),
            full => {
                // The first may stay small.
                let room = if full.is_some() { Self::PART } else { 0 };
                let mut part = Vec::with_capacity(room);
                part.push(hit);
                self.0.push(part);
            }
        }
    }
}

/// A look-up under way.
struct Search<'k> {
    keys: &'k [u64],
    keep: u32,
    totals: Vec<u32>,
    hits: Hits,
}

impl Search<'_> {
    /// Walks one block and the keys from `at` on together; gives the first key that later blocks may still hold.
    fn walk(&mut self, open: &Open, mut at: usize) -> usize {
        let Some(last) = open.last() else {
            return at;
        };
        let mut place = 0;
        while at < self.keys.len() && self.keys[at] <= last {
            let key = self.keys[at];
            place = open.at_least(key, place);
            while open.key(place) == key && place < open.len() {
                if self.totals[at] < self.keep {
                    self.hits.push((at as u32, open.passage(place)));
                }
                self.totals[at] = self.totals[at].saturating_add(1);
                place += 1;
            }
            if key == last {
                break;
            }
            at += 1;
        }
        at
    }
}

impl Reader {
    /// All runs of the index, oldest first.
    pub(crate) fn runs(&self) -> Result<Vec<(i64, Run)>> {
        self.all(
            "SELECT level, id, postings, first_block, last_block FROM posting_runs ORDER BY id",
            [],
            |row| {
                Ok((
                    row.get(0)?,
                    Run {
                        id: row.get(1)?,
                        postings: row.get(2)?,
                        first_block: row.get(3)?,
                        last_block: row.get(4)?,
                    },
                ))
            },
        )
    }

    /// Finds for every key (sorted, each once) the passages that have it, at most `cap + 1` of them, and how many
    /// there are.
    ///
    /// Reads only the blocks that may hold a key, or all between the first key and the last where those are fewer than the keys.
    pub fn lookup(&self, keys: &[u64], cap: usize) -> Result<Postings> {
        if !keys.is_sorted_by(|a, b| a < b) || u32::try_from(keys.len()).is_err() {
            return Err(bug("keys of a look-up must be sorted and different"));
        }
        let mut search = Search {
            keys,
            keep: u32::try_from(cap).unwrap_or(u32::MAX).saturating_add(1),
            totals: vec![0; keys.len()],
            hits: Hits::default(),
        };
        let (Some(&first), Some(&last)) = (keys.first(), keys.last()) else {
            return Ok(Postings::from_hits(&search.hits, search.totals));
        };
        let mut open = Open::default();
        for (_, run) in self.runs()? {
            let Some(from) = self.block_reaching(run, first)? else {
                continue;
            };
            let to = self.block_reaching(run, last)?.unwrap_or(run.last_block);
            if usize::try_from(to - from).is_ok_and(|blocks| blocks < keys.len()) {
                self.stream(run, from, &mut open, &mut search)?;
            } else {
                self.seek(run, &mut open, &mut search)?;
            }
        }
        Ok(Postings::from_hits(&search.hits, search.totals))
    }

    /// The first block of a run that reaches as far as a key.
    fn block_reaching(&self, run: Run, key: u64) -> Result<Option<i64>> {
        self.first(
            "SELECT id FROM posting_blocks WHERE run = ?1 AND last_key >= ?2 ORDER BY last_key, id LIMIT 1",
            (run.id, key.cast_signed()),
            |row| Ok(row.get(0)?),
        )
    }

    /// Searches all blocks of a run between the first key and the last: the keys of one family lie together.
    fn stream(&self, run: Run, from: i64, open: &mut Open, search: &mut Search<'_>) -> Result<()> {
        let mut blocks = self.conn.prepare_cached(
            "SELECT last_key, first_key, data FROM posting_blocks WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
        )?;
        let mut rows = blocks.query([from, run.last_block])?;
        let mut at = 0;
        while let Some(&key) = search.keys.get(at) {
            let Some(row) = rows.next()? else {
                return Ok(());
            };
            if key <= row.get::<_, i64>(0)?.cast_unsigned() {
                read_row(row, 1, open)?;
                at = search.walk(open, at);
            }
        }
        Ok(())
    }

    /// Searches only the blocks of a run that may hold a key.
    fn seek(&self, run: Run, open: &mut Open, search: &mut Search<'_>) -> Result<()> {
        let mut find = self.conn.prepare_cached(
            "SELECT id, first_key, data FROM posting_blocks WHERE run = ?1 AND last_key >= ?2
             ORDER BY last_key, id LIMIT 1",
        )?;
        let mut at = 0;
        while let Some(&key) = search.keys.get(at) {
            let mut block: i64 = {
                let mut rows = find.query((run.id, key.cast_signed()))?;
                let Some(row) = rows.next()? else {
                    return Ok(());
                };
                read_row(row, 1, open)?;
                row.get(0)?
            };
            loop {
                let before = at;
                at = search.walk(open, at);
                // A key that ends a block may go on in the next one.
                let ends = search.keys.get(at).is_some_and(|k| open.last() == Some(*k));
                if !ends {
                    if at == before {
                        // Only a damaged block leaves the key that led to it unanswered.
                        at += 1;
                    }
                    break;
                }
                if block >= run.last_block {
                    return Ok(());
                }
                block += 1;
                read_block(&self.conn, block, open)?;
            }
        }
        Ok(())
    }

    /// Lists which of these postings the index does not hold.
    pub fn missing_postings(&self, wanted: &[(u64, PassageKey)]) -> Result<Vec<(u64, PassageKey)>> {
        let mut keys: Vec<u64> = wanted.iter().map(|w| w.0).collect();
        keys.sort_unstable();
        keys.dedup();
        let found = self.lookup(&keys, usize::MAX)?;
        let is_missing = |w: &&(u64, PassageKey)| {
            !keys
                .binary_search(&w.0)
                .is_ok_and(|i| found.of(i).binary_search(&w.1).is_ok())
        };
        Ok(wanted.iter().filter(is_missing).copied().collect())
    }
}

impl Writer<'_> {
    /// Adds postings, which come in order, as a new run; look-ups of this transaction see them. A passage's postings are added once.
    ///
    /// # Errors
    /// When they are out of order. Keys must be below 2^63, since SQLite's whole numbers are signed.
    pub fn add_postings(&mut self, sorted: impl IntoIterator<Item = (u64, u32)>) -> Result<()> {
        let mut cutter = Cutter::default();
        let mut sink = Sink::new(self)?;
        let mut count = 0;
        let mut last: Option<Posting> = None;
        for posting in sorted {
            if last == Some(posting) {
                continue;
            }
            if last > Some(posting) {
                return Err(bug("postings must come in order"));
            }
            last = Some(posting);
            count += 1;
            if let Some(block) = cutter.push(posting) {
                sink.put(&block)?;
            }
        }
        if last.is_some_and(|p| i64::try_from(p.0).is_err()) {
            return Err(bug("keys of the index have 63 bits at most"));
        }
        if let Some(block) = cutter.finish() {
            sink.put(&block)?;
        }
        sink.close(count)?;
        self.settle()
    }

    /// Takes passages out of the index, by rewriting it.
    pub fn remove_postings(&mut self, dead: &HashSet<u32>) -> Result<()> {
        let runs: Vec<Run> = self.runs()?.into_iter().map(|(_, run)| run).collect();
        if dead.is_empty() || runs.is_empty() {
            return Ok(());
        }
        self.replace(&runs, dead)
    }

    /// Merges the runs beside the largest into one, when there are more than four in all: a look-up of a few keys seeks each of them in every run.
    /// Of a million articles' twelve runs two are left, for the work on an eighth of the postings.
    pub fn tidy_postings(&mut self) -> Result<()> {
        let mut runs: Vec<Run> = self.runs()?.into_iter().map(|(_, run)| run).collect();
        if runs.len() <= FAN {
            return Ok(());
        }
        let largest = runs.iter().max_by_key(|run| run.postings).map(|run| run.id);
        runs.retain(|run| Some(run.id) != largest);
        self.replace(&runs, &HashSet::new())
    }

    /// Merges all runs into one, for the fastest look-ups.
    pub fn compact_postings(&mut self) -> Result<()> {
        let runs: Vec<Run> = self.runs()?.into_iter().map(|(_, run)| run).collect();
        if runs.len() < 2 {
            return Ok(());
        }
        self.replace(&runs, &HashSet::new())
    }

    /// Merges levels until none holds too many runs.
    fn settle(&mut self) -> Result<()> {
        loop {
            let runs = self.runs()?;
            let crowded = runs
                .iter()
                .map(|(level, _)| *level)
                .filter(|level| runs.iter().filter(|(l, _)| l == level).count() > FAN)
                .min();
            let Some(level) = crowded else {
                return Ok(());
            };
            let members: Vec<Run> = runs
                .into_iter()
                .filter(|(l, _)| *l == level)
                .map(|(_, run)| run)
                .collect();
            self.replace(&members, &HashSet::new())?;
        }
    }

    fn replace(&mut self, runs: &[Run], dead: &HashSet<u32>) -> Result<()> {
        let mut cutter = Cutter::default();
        let mut sink = Sink::new(self)?;
        let mut count = 0;
        merge(&self.conn, runs, dead, |posting: Posting| {
            count += 1;
            cutter
                .push(posting)
                .map_or(Ok(()), |block| sink.put(&block))
        })?;
        if let Some(block) = cutter.finish() {
            sink.put(&block)?;
        }
        sink.close(count)?;
        for run in runs {
            self.run("DELETE FROM posting_runs WHERE id = ?1", [run.id])?;
        }
        Ok(())
    }
}

/// Which level a run of that many postings belongs to.
fn level(postings: u64) -> i64 {
    i64::from(
        (postings / LEVEL_0)
            .checked_ilog(FAN as u64)
            .map_or(0, |l| l + 1),
    )
}

/// A run being written.
struct Sink<'w> {
    writer: &'w Reader,
    run: i64,
    first: Option<i64>,
    last: i64,
}

impl<'w> Sink<'w> {
    fn new(writer: &Writer<'w>) -> Result<Self> {
        let run = writer.insert(
            "INSERT INTO posting_runs (level, postings, first_block, last_block) VALUES (0, 0, 0, -1)",
            [],
        )?;
        Ok(Self {
            writer: writer.reader,
            run,
            first: None,
            last: -1,
        })
    }

    fn put(&mut self, block: &Block) -> Result<()> {
        let mut insert = self.writer.conn.prepare_cached(
            "INSERT INTO posting_blocks (run, first_key, last_key, data) VALUES (?1, ?2, ?3, ?4)",
        )?;
        self.last = insert.insert((
            self.run,
            block.first.cast_signed(),
            block.last.cast_signed(),
            &block.data,
        ))?;
        self.first.get_or_insert(self.last);
        Ok(())
    }

    /// Enters the run's row; a run without blocks vanishes.
    fn close(self, postings: u64) -> Result<()> {
        let conn = &self.writer.conn;
        match self.first {
            Some(first) => conn
                .prepare_cached(
                    "UPDATE posting_runs SET level = ?2, postings = ?3, first_block = ?4, last_block = ?5
                     WHERE id = ?1",
                )?
                .execute((self.run, level(postings), postings.cast_signed(), first, self.last))?,
            None => conn
                .prepare_cached("DELETE FROM posting_runs WHERE id = ?1")?
                .execute([self.run])?,
        };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    type Model = BTreeMap<u64, BTreeSet<u32>>;

    fn agrees(store: &Reader, model: &Model, keys: &[u64], cap: usize) {
        let found = store.lookup(keys, cap).unwrap();
        assert_eq!(found.len(), keys.len());
        for (i, key) in keys.iter().enumerate() {
            let expected: Vec<_> = model.get(key).into_iter().flatten().collect();
            assert_eq!(found.total(i), expected.len(), "key {key}");
            if expected.len() <= cap {
                let got: Vec<_> = found.of(i).iter().map(|p| &p.0).collect();
                assert_eq!(got, expected, "key {key}");
            } else {
                assert_eq!(found.of(i).len(), cap + 1);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn a_look_up_finds_what_was_added_and_nothing_else(
            batches in prop::collection::vec((1usize..900, 0u32..40), 1..30),
            asked in prop::collection::btree_set(0u64..400, 1..60),
            dead in prop::collection::hash_set(0u32..3_000, 0..300),
        ) {
            let mut store = Store::in_memory().unwrap();
            let mut model = Model::new();
            let (mut passage, mut state) = (0u32, 7u64);
            for (size, shift) in batches {
                store.write(|w| {
                    let mut batch = Vec::new();
                    for i in 0..size {
                        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                        // Some keys are hot, most are not; a third of them spread over all 63 bits.
                        let key = if i % 3 == 0 { state >> 1 } else { ((state >> 34) % 400) >> (shift % 5) };
                        passage += u32::from(i % 7 == 0);
                        batch.push((key, passage));
                        model.entry(key).or_default().insert(passage);
                    }
                    let first = batch[0].0;
                    batch.sort_unstable();
                    w.add_postings(batch)?;
                    // The transaction sees its own run.
                    agrees(w, &model, &[first], usize::MAX);
                    Ok(())
                }).unwrap();
            }
            let few: Vec<u64> = asked.into_iter().collect();
            let all: Vec<u64> = model.keys().copied().collect();
            for cap in [0, 3, usize::MAX] {
                agrees(&store, &model, &few, cap);
                agrees(&store, &model, &all, cap);
            }
            agrees(&store, &model, &[few[0]], 5);
            let wanted: Vec<_> = model.iter().flat_map(|(&k, ps)| ps.iter().map(move |&p| (k, PassageKey(p)))).collect();
            prop_assert!(store.missing_postings(&wanted).unwrap().is_empty());
            prop_assert_eq!(store.missing_postings(&[(399, PassageKey(u32::MAX))]).unwrap().len(), 1);

            store.write(|w| w.remove_postings(&dead)).unwrap();
            for passages in model.values_mut() {
                passages.retain(|p| !dead.contains(p));
            }
            agrees(&store, &model, &all, usize::MAX);
            store.write(|w| w.compact_postings()).unwrap();
            agrees(&store, &model, &few, 3);
            agrees(&store, &model, &all, usize::MAX);
            prop_assert!(store.runs().unwrap().len() <= 1);
        }
    }

    #[test]
    fn runs_stay_few_and_blocks_of_merged_runs_are_gone() {
        let mut store = Store::in_memory().unwrap();
        for batch in 0..200u32 {
            store
                .write(|w| {
                    let keys: BTreeSet<u64> = (0..500).map(|i| i * 977 % 5_000).collect();
                    w.add_postings(keys.into_iter().map(|key| (key, batch)))
                })
                .unwrap();
        }
        let runs = store.runs().unwrap();
        assert!(runs.len() <= 3 * FAN, "{}", runs.len());
        let keys: Vec<u64> = (0..5_000).collect();
        let found = store.lookup(&keys, usize::MAX).unwrap();
        store.write(|w| w.tidy_postings()).unwrap();
        assert!(runs.len() > FAN && store.runs().unwrap().len() == 2);
        assert_eq!(store.lookup(&keys, usize::MAX).unwrap(), found);
        let report = store.check_postings().unwrap();
        assert_eq!(report.postings, 100_000);
        // No passage is in the table, and that is all there is to say against this index.
        assert!(report.problems.iter().all(|p| p.contains("not there")));
    }

    #[test]
    fn a_key_that_fills_many_blocks_is_found_whole() {
        let mut store = Store::in_memory().unwrap();
        let many = (0..9_000).map(|p| (42, p));
        let batch = [(41, 1)].into_iter().chain(many).chain([(43, 2)]);
        store.write(|w| w.add_postings(batch)).unwrap();
        let found = store.lookup(&[42, 43], 10_000).unwrap();
        assert_eq!((found.total(0), found.of(1)), (9_000, &[PassageKey(2)][..]));
        let capped = store.lookup(&[42], 10).unwrap();
        assert_eq!((capped.total(0), capped.of(0).len()), (9_000, 11));
    }

    #[test]
    fn what_is_out_of_order_and_keys_that_are_too_large_are_refused() {
        let mut store = Store::in_memory().unwrap();
        assert!(store.lookup(&[2, 1], 1).is_err());
        assert!(store.lookup(&[1, 1], 1).is_err());
        for refused in [[(1, 1), (u64::MAX, 1)], [(2, 1), (1, 1)], [(1, 2), (1, 1)]] {
            assert!(store.write(|w| w.add_postings(refused)).is_err());
        }
        store
            .write(|w| w.add_postings([(1, 1), (1, 1), (1, 2)]))
            .unwrap();
        assert_eq!(store.lookup(&[1], 9).unwrap().total(0), 2);
    }
}

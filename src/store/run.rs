//! The blocks of the inverted index: sorted postings of (key, passage), one database page each.
//!
//! ```text
//! kw u8 | pw u8 | base u32 LE | n × kw bytes: key deltas LE | n × pw bytes: passage - base LE
//! ```
//! Keys count up from the block's first key, which stands beside the block, not in it. Fixed widths, chosen for each
//! block, cost about the size of variable ones (hashed keys are spread evenly) and are read several times faster,
//! since a walk over the keys has no branches and passages are read only where a key was hit.

use crate::error::Result;
use crate::store::fault::damaged;

/// One feature key with one passage that has it.
pub(crate) type Posting = (u64, u32);

/// Bytes of a block. A table row of up to 4,061 bytes stays within its 4,096-byte page (SQLite file format, §1.6);
/// the rest is for the row's other columns.
const BLOCK_BYTES: usize = 3_960;
const HEAD: usize = 6;

/// A finished block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    /// Smallest key.
    pub(crate) first: u64,
    /// Largest key.
    pub(crate) last: u64,
    /// The encoded postings.
    pub(crate) data: Vec<u8>,
}

/// Cuts a sorted stream of postings into blocks.
#[derive(Debug, Default)]
pub(crate) struct Cutter {
    held: Vec<Posting>,
    largest_delta: u64,
    least: u32,
    most: u32,
}

fn width(value: u64) -> usize {
    (8 - value.leading_zeros() as usize / 8).max(1)
}

impl Cutter {
    /// Takes the next posting, which must not sort before the last; gives a block when one is full.
    pub(crate) fn push(&mut self, posting: Posting) -> Option<Block> {
        let Some(&(before, _)) = self.held.last() else {
            self.start(posting);
            return None;
        };
        let delta = self.largest_delta.max(posting.0 - before);
        let (least, most) = (self.least.min(posting.1), self.most.max(posting.1));
        let row = width(delta) + width(u64::from(most - least));
        if HEAD + (self.held.len() + 1) * row > BLOCK_BYTES {
            let block = self.finish();
            self.start(posting);
            return block;
        }
        (self.largest_delta, self.least, self.most) = (delta, least, most);
        self.held.push(posting);
        None
    }

    fn start(&mut self, posting: Posting) {
        self.held.push(posting);
        (self.largest_delta, self.least, self.most) = (0, posting.1, posting.1);
    }

    /// Gives what is held as the last block.
    pub(crate) fn finish(&mut self) -> Option<Block> {
        let (first, last) = (self.held.first()?.0, self.held.last()?.0);
        let kw = width(self.largest_delta);
        let pw = width(u64::from(self.most - self.least));
        let mut data = Vec::with_capacity(HEAD + self.held.len() * (kw + pw));
        data.extend([kw as u8, pw as u8]);
        data.extend(self.least.to_le_bytes());
        let mut before = first;
        for &(key, _) in &self.held {
            data.extend_from_slice(&(key - before).to_le_bytes()[..kw]);
            before = key;
        }
        for &(_, passage) in &self.held {
            data.extend_from_slice(&(passage - self.least).to_le_bytes()[..pw]);
        }
        self.held.clear();
        Some(Block { first, last, data })
    }
}

/// A block opened for reading: all its keys, and its passages on demand.
#[derive(Debug, Default)]
pub(crate) struct Open {
    keys: Vec<u64>,
    passages: Vec<u8>,
    width: usize,
    base: u32,
}

impl Open {
    /// Reads a block; the space is used again.
    ///
    /// # Errors
    /// When the bytes are no block.
    pub(crate) fn read(&mut self, first: u64, data: &[u8]) -> Result<()> {
        let bad = || damaged("a block of the index cannot be read");
        let [kw, pw, b0, b1, b2, b3, rows @ ..] = data else {
            return Err(bad());
        };
        let (kw, pw) = (usize::from(*kw), usize::from(*pw));
        if !(1..=8).contains(&kw) || !(1..=4).contains(&pw) || rows.len() % (kw + pw) != 0 {
            return Err(bad());
        }
        let n = rows.len() / (kw + pw);
        let (deltas, passages) = rows.split_at_checked(n * kw).ok_or_else(bad)?;
        self.keys.clear();
        match kw {
            1 => sum::<1>(first, deltas, &mut self.keys),
            2 => sum::<2>(first, deltas, &mut self.keys),
            3 => sum::<3>(first, deltas, &mut self.keys),
            4 => sum::<4>(first, deltas, &mut self.keys),
            5 => sum::<5>(first, deltas, &mut self.keys),
            6 => sum::<6>(first, deltas, &mut self.keys),
            7 => sum::<7>(first, deltas, &mut self.keys),
            _ => sum::<8>(first, deltas, &mut self.keys),
        }
        self.passages.clear();
        self.passages.extend_from_slice(passages);
        self.width = pw;
        self.base = u32::from_le_bytes([*b0, *b1, *b2, *b3]);
        Ok(())
    }

    /// The keys, in order.
    pub(crate) fn keys(&self) -> &[u64] {
        &self.keys
    }

    /// The passage at a place; 0 beyond the end.
    pub(crate) fn passage(&self, at: usize) -> u32 {
        let place = at * self.width..(at + 1) * self.width;
        let mut bytes = [0; 4];
        if let Some(stored) = self.passages.get(place) {
            bytes[..self.width].copy_from_slice(stored);
        }
        self.base.wrapping_add(u32::from_le_bytes(bytes))
    }

    /// All postings, in order.
    pub(crate) fn postings(&self) -> impl Iterator<Item = Posting> {
        self.keys
            .iter()
            .enumerate()
            .map(|(i, &key)| (key, self.passage(i)))
    }
}

fn sum<const W: usize>(first: u64, deltas: &[u8], keys: &mut Vec<u64>) {
    let mut key = first;
    keys.extend(deltas.chunks_exact(W).map(|chunk| {
        let mut bytes = [0; 8];
        bytes[..W].copy_from_slice(chunk);
        key = key.wrapping_add(u64::from_le_bytes(bytes));
        key
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(postings: &[Posting]) -> Vec<Block> {
        let mut cutter = Cutter::default();
        let mut blocks: Vec<_> = postings.iter().filter_map(|&p| cutter.push(p)).collect();
        blocks.extend(cutter.finish());
        blocks
    }

    proptest! {
        #[test]
        fn reading_gives_back_what_was_cut(
            mut postings in prop::collection::vec((0..u64::MAX >> 1, any::<u32>()), 0..2_000),
            shift in 0u32..60,
        ) {
            for posting in &mut postings { posting.0 >>= shift; }
            postings.sort_unstable();
            let mut open = Open::default();
            let mut back = Vec::new();
            for block in cut(&postings) {
                prop_assert!(block.data.len() <= BLOCK_BYTES);
                open.read(block.first, &block.data).unwrap();
                prop_assert_eq!(open.keys().last(), Some(&block.last));
                back.extend(open.postings());
            }
            prop_assert_eq!(back, postings);
        }

        #[test]
        fn no_bytes_make_reading_panic(
            first in any::<u64>(),
            data in prop::collection::vec(any::<u8>(), 0..100),
        ) {
            let mut open = Open::default();
            if open.read(first, &data).is_ok() {
                let _ = open.postings().count();
            }
        }
    }
}

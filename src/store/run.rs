//! The blocks of the inverted index: sorted postings of (key, passage), one database page each.
//!
//! ```text
//! kw u8 | pw u8 | base u32 LE | n × kw bytes: key - first LE | n × pw bytes: passage - base LE
//! ```
//! Keys count from the block's first key, which stands beside the block, not in it. Widths are fixed within a block, so a key is found by
//! bisection and nothing else of the block is decoded: a look-up in a large store asks each block for a key or two.

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
    least: u32,
    most: u32,
}

fn width(value: u64) -> usize {
    (8 - value.leading_zeros() as usize / 8).max(1)
}

impl Cutter {
    /// Takes the next posting, which must not sort before the last; gives a block when one is full.
    pub(crate) fn push(&mut self, posting: Posting) -> Option<Block> {
        let Some(&(first, _)) = self.held.first() else {
            self.start(posting);
            return None;
        };
        let (least, most) = (self.least.min(posting.1), self.most.max(posting.1));
        let row = width(posting.0 - first) + width(u64::from(most - least));
        if HEAD + (self.held.len() + 1) * row > BLOCK_BYTES {
            let block = self.finish();
            self.start(posting);
            return block;
        }
        (self.least, self.most) = (least, most);
        self.held.push(posting);
        None
    }

    fn start(&mut self, posting: Posting) {
        self.held.push(posting);
        (self.least, self.most) = (posting.1, posting.1);
    }

    /// Gives what is held as the last block.
    pub(crate) fn finish(&mut self) -> Option<Block> {
        let (first, last) = (self.held.first()?.0, self.held.last()?.0);
        let kw = width(last - first);
        let pw = width(u64::from(self.most - self.least));
        let mut data = Vec::with_capacity(HEAD + self.held.len() * (kw + pw));
        data.extend([kw as u8, pw as u8]);
        data.extend(self.least.to_le_bytes());
        for &(key, _) in &self.held {
            data.extend_from_slice(&(key - first).to_le_bytes()[..kw]);
        }
        for &(_, passage) in &self.held {
            data.extend_from_slice(&(passage - self.least).to_le_bytes()[..pw]);
        }
        self.held.clear();
        Some(Block { first, last, data })
    }
}

/// A block opened for reading: its keys and passages are read where they are asked for.
#[derive(Debug, Default)]
pub(crate) struct Open {
    first: u64,
    len: usize,
    /// The keys, with eight bytes more behind them, so that each is read in one go.
    keys: Vec<u8>,
    key_width: usize,
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
        let (keys, passages) = rows.split_at_checked(n * kw).ok_or_else(bad)?;
        self.first = first;
        self.len = n;
        self.keys.clear();
        self.keys.extend_from_slice(keys);
        self.keys.extend_from_slice(&[0; 8]);
        self.key_width = kw;
        self.passages.clear();
        self.passages.extend_from_slice(passages);
        self.width = pw;
        self.base = u32::from_le_bytes([*b0, *b1, *b2, *b3]);
        Ok(())
    }

    /// How many postings it holds.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The key at a place; the largest of all numbers beyond the end.
    pub(crate) fn key(&self, at: usize) -> u64 {
        if at >= self.len {
            return u64::MAX;
        }
        let from = at * self.key_width;
        let mut bytes = [0; 8];
        if let Some(stored) = self.keys.get(from..from + 8) {
            bytes.copy_from_slice(stored);
        }
        let mask = u64::MAX >> (64 - 8 * self.key_width);
        self.first.wrapping_add(u64::from_le_bytes(bytes) & mask)
    }

    /// The last key; nothing in a block without any.
    pub(crate) fn last(&self) -> Option<u64> {
        self.len.checked_sub(1).map(|at| self.key(at))
    }

    /// The first place from `from` on whose key is `key` or more: in growing strides, then by bisection.
    pub(crate) fn at_least(&self, key: u64, from: usize) -> usize {
        let (mut low, mut stride) = (from, 1);
        while low + stride < self.len && self.key(low + stride) < key {
            low += stride;
            stride *= 2;
        }
        let mut high = (low + stride).min(self.len);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.key(middle) < key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
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

    /// The posting at a place.
    pub(crate) fn posting(&self, at: usize) -> Posting {
        (self.key(at), self.passage(at))
    }

    /// All postings, in order.
    pub(crate) fn postings(&self) -> impl Iterator<Item = Posting> {
        (0..self.len).map(|at| self.posting(at))
    }
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
                prop_assert_eq!(open.last(), Some(block.last));
                for at in 0..open.len() {
                    let first = (0..=at).find(|&p| open.key(p) >= open.key(at));
                    prop_assert_eq!(Some(open.at_least(open.key(at), 0)), first);
                }
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

//! The blocks of the inverted index: sorted postings of (key, passage), four to a database page.
//!
//! ```text
//! kw u8 | pw u8 | n u16 LE | base u32 LE | n × kw bits: key - first | n × pw bits: passage - base
//! ```
//! Bits count from the lowest of the first byte; both lists end on a whole byte. Keys count from the block's first key, which stands beside the
//! block, not in it. Widths are fixed within a block, so a key is found by bisection and nothing else of the block is decoded: a look-up in a large store asks each block for a key or two.

use crate::error::Result;
use crate::store::fault::damaged;

/// One feature key with one passage that has it.
pub(crate) type Posting = (u64, u32);

/// Bytes of a block. Four rows of up to 4,090 bytes fill a page of 16,384, and in an older store's pages of 4,096 one of up to 4,061 stays within
/// its own (SQLite file format, §1.6); the rest is for the row's other columns.
const BLOCK_BYTES: usize = 3_960;
const HEAD: usize = 8;
/// Bits up to which a number can be read with one eight-byte load, wherever it begins; wider ones take 64.
const LOADABLE: usize = 57;

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

/// Bits for numbers up to `most`.
fn width(most: u64) -> usize {
    match (64 - most.leading_zeros() as usize).max(1) {
        loadable if loadable <= LOADABLE => loadable,
        _ => 64,
    }
}

/// Bytes of `n` numbers of `width` bits.
fn bytes(n: usize, width: usize) -> usize {
    (n * width).div_ceil(8)
}

/// Writes numbers side by side, `width` bits each.
fn pack(out: &mut Vec<u8>, width: usize, numbers: impl Iterator<Item = u64>) {
    let (mut held, mut bits) = (0_u128, 0);
    for number in numbers {
        held |= u128::from(number) << bits;
        bits += width;
        while bits >= 8 {
            out.push(held as u8);
            held >>= 8;
            bits -= 8;
        }
    }
    if bits > 0 {
        out.push(held as u8);
    }
}

/// Numbers that were packed, with eight bytes more behind them, so that each is read in one go.
#[derive(Debug, Default)]
struct Packed {
    bytes: Vec<u8>,
    width: usize,
}

impl Packed {
    fn read(&mut self, width: usize, data: &[u8]) {
        self.width = width;
        self.bytes.clear();
        self.bytes.extend_from_slice(data);
        self.bytes.extend_from_slice(&[0; 8]);
    }

    /// The number at a place; 0 beyond the end.
    fn get(&self, at: usize) -> u64 {
        let bit = at * self.width;
        let mut eight = [0; 8];
        if let Some(stored) = self.bytes.get(bit / 8..bit / 8 + 8) {
            eight.copy_from_slice(stored);
        }
        let mask = u64::MAX >> (64 - self.width);
        u64::from_le_bytes(eight) >> (bit % 8) & mask
    }
}

impl Cutter {
    /// Takes the next posting, which must not sort before the last; gives a block when one is full.
    pub(crate) fn push(&mut self, posting: Posting) -> Option<Block> {
        let Some(&(first, _)) = self.held.first() else {
            self.start(posting);
            return None;
        };
        let (least, most) = (self.least.min(posting.1), self.most.max(posting.1));
        let n = self.held.len() + 1;
        let keys = bytes(n, width(posting.0 - first));
        if HEAD + keys + bytes(n, width(u64::from(most - least))) > BLOCK_BYTES {
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
        let n = self.held.len();
        let mut data = Vec::with_capacity(HEAD + bytes(n, kw) + bytes(n, pw));
        data.extend([kw as u8, pw as u8]);
        data.extend((n as u16).to_le_bytes());
        data.extend(self.least.to_le_bytes());
        pack(&mut data, kw, self.held.iter().map(|p| p.0 - first));
        let least = self.least;
        let passages = self.held.iter().map(|p| u64::from(p.1 - least));
        pack(&mut data, pw, passages);
        self.held.clear();
        Some(Block { first, last, data })
    }
}

/// A block opened for reading: its keys and passages are read where they are asked for.
#[derive(Debug, Default)]
pub(crate) struct Open {
    first: u64,
    len: usize,
    keys: Packed,
    passages: Packed,
    base: u32,
    /// Postings for a step of the keys, on the average.
    density: f32,
}

impl Open {
    /// Reads a block; the space is used again.
    ///
    /// # Errors
    /// When the bytes are no block.
    pub(crate) fn read(&mut self, first: u64, data: &[u8]) -> Result<()> {
        let bad = || damaged("a block of the index cannot be read");
        let [kw, pw, n0, n1, b0, b1, b2, b3, rows @ ..] = data else {
            return Err(bad());
        };
        let (kw, pw) = (usize::from(*kw), usize::from(*pw));
        let n = usize::from(u16::from_le_bytes([*n0, *n1]));
        let fits = (1..=LOADABLE).contains(&kw) || kw == 64;
        if !fits || !(1..=32).contains(&pw) || rows.len() != bytes(n, kw) + bytes(n, pw) {
            return Err(bad());
        }
        let (keys, passages) = rows.split_at_checked(bytes(n, kw)).ok_or_else(bad)?;
        self.first = first;
        self.len = n;
        self.keys.read(kw, keys);
        self.passages.read(pw, passages);
        self.base = u32::from_le_bytes([*b0, *b1, *b2, *b3]);
        let span = self.last().map_or(0, |last| last.wrapping_sub(first));
        self.density = n as f32 / span.max(1) as f32;
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
        self.first.wrapping_add(self.keys.get(at))
    }

    /// The last key; nothing in a block without any.
    pub(crate) fn last(&self) -> Option<u64> {
        self.len.checked_sub(1).map(|at| self.key(at))
    }

    /// The first place from `from` on whose key is `key` or more. Keys are hashes and lie about evenly: it is looked for around where it should
    /// be, in growing strides, then by bisection (interpolation search, Peterson 1957).
    pub(crate) fn at_least(&self, key: u64, from: usize) -> usize {
        let here = self.key(from);
        if here >= key {
            return from.min(self.len);
        }
        // The key at `low` is smaller, that at `high` is not, or there is none.
        let ahead = (key - here) as f32 * self.density;
        let (mut low, mut high) = (from, self.len);
        let guess = from
            .saturating_add(ahead as usize)
            .saturating_add(1)
            .min(self.len - 1);
        let mut stride = 2 + (ahead.sqrt() / 2.0) as usize;
        if self.key(guess) < key {
            low = guess;
            while low + stride < high {
                if self.key(low + stride) >= key {
                    high = low + stride;
                    break;
                }
                low += stride;
                stride *= 2;
            }
        } else {
            high = guess;
            while high - low > stride {
                if self.key(high - stride) < key {
                    low = high - stride;
                    break;
                }
                high -= stride;
                stride *= 2;
            }
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if self.key(middle) < key {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    }

    /// The passage at a place; 0 beyond the end.
    pub(crate) fn passage(&self, at: usize) -> u32 {
        if at >= self.len {
            return 0;
        }
        self.base.wrapping_add(self.passages.get(at) as u32)
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
                    // Between two keys, and from wherever it is looked for.
                    let beyond = open.key(at) + 1;
                    let next = (at..open.len()).find(|&p| open.key(p) >= beyond);
                    for from in [at / 2, at.saturating_sub(1), at] {
                        prop_assert_eq!(open.at_least(beyond, from), next.unwrap_or(open.len()));
                    }
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

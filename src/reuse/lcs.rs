//! The longest common subsequence of two stem sequences, bit-parallel.

use std::collections::HashMap;

/// Stems of a side that are looked at: four machine words of bits. A paragraph of the news has fewer.
pub(crate) const LONGEST: usize = 256;

const BITS: usize = 64;
const LIMBS: usize = LONGEST / BITS;

/// The length of the longest common subsequence of the first [`LONGEST`] items of each side.
///
/// Hyyrö 2004 (Bit-parallel LCS-length computation revisited): one addition, one subtraction and two logical operations for 64
/// items of `a` at a time and each item of `b`.
pub(crate) fn lcs(a: &[u64], b: &[u64]) -> usize {
    let (a, b) = (&a[..a.len().min(LONGEST)], &b[..b.len().min(LONGEST)]);
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    let limbs = a.len().div_ceil(BITS);
    let mut places: HashMap<u64, [u64; LIMBS], Plain> = HashMap::default();
    for (i, item) in a.iter().enumerate() {
        places.entry(*item).or_default()[i / BITS] |= 1 << (i % BITS);
    }
    let mut row = [u64::MAX; LIMBS];
    for item in b {
        let Some(held) = places.get(item) else {
            continue;
        };
        let mut carry = false;
        for limb in 0..limbs {
            let before = row[limb];
            let met = before & held[limb];
            let (sum, over) = before.overflowing_add(met);
            let (sum, again) = sum.overflowing_add(u64::from(carry));
            carry = over || again;
            row[limb] = sum | (before - met);
        }
    }
    let mut ones = 0;
    for (limb, bits) in row.iter().enumerate().take(limbs) {
        let used = (a.len() - limb * BITS).min(BITS);
        let mask = if used == BITS {
            u64::MAX
        } else {
            (1 << used) - 1
        };
        ones += (!bits & mask).count_ones() as usize;
    }
    ones
}

/// The items are hashes already: they are taken as they are.
#[derive(Default, Clone)]
pub(crate) struct Plain;

impl std::hash::BuildHasher for Plain {
    type Hasher = Taken;

    fn build_hasher(&self) -> Taken {
        Taken(0)
    }
}

/// Takes a 64-bit hash for its own.
pub(crate) struct Taken(u64);

impl std::hash::Hasher for Taken {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The textbook's table.
    fn slowly(a: &[u64], b: &[u64]) -> usize {
        let mut row = vec![0; b.len() + 1];
        for x in a {
            let mut corner = 0;
            for (j, y) in b.iter().enumerate() {
                let above = row[j + 1];
                row[j + 1] = if x == y {
                    corner + 1
                } else {
                    above.max(row[j])
                };
                corner = above;
            }
        }
        row[b.len()]
    }

    #[test]
    fn order_counts_and_gaps_do_not() {
        assert_eq!(lcs(&[1, 2, 3, 4], &[1, 9, 3, 9, 4]), 3);
        assert_eq!(lcs(&[1, 2, 3], &[3, 2, 1]), 1);
        assert_eq!(lcs(&[], &[1]), 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_bits_count_what_the_table_counts(
            a in proptest::collection::vec(0_u64..12, 0..200),
            b in proptest::collection::vec(0_u64..12, 0..200),
        ) {
            prop_assert_eq!(lcs(&a, &b), slowly(&a, &b));
            prop_assert_eq!(lcs(&a, &b), lcs(&b, &a));
        }
    }
}

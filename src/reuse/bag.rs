//! Bags: the short runs of letters or of words that a paragraph is made of, by their hashes, ready to be held against many others.

/// Hashes of 32 bits, sorted, each as often as it stands there: of some 400 runs of a paragraph two meet by chance once in 50,000 paragraphs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bag {
    items: Vec<u32>,
    /// How many of them are different.
    different: u32,
    /// The sum of the squares of how often each stands there.
    square: u64,
}

impl Bag {
    /// The runs of four characters of a normal form, blanks at its ends included.
    pub(crate) fn of_letters(normal: &str) -> Self {
        let mut all = Vec::with_capacity(normal.len());
        let mut last = [0_u32; 4];
        let framed = std::iter::once(' ').chain(normal.chars()).chain([' ']);
        for (i, c) in framed.enumerate() {
            last = [last[1], last[2], last[3], u32::from(c)];
            if i >= 3 {
                all.push(last.iter().fold(0, |h, &c| step(h, u64::from(c))));
            }
        }
        Self::of(all)
    }

    /// The pairs of adjacent words of a sequence of hashes.
    pub(crate) fn of_pairs(sequence: &[u64]) -> Self {
        let pairs = sequence.windows(2);
        Self::of(pairs.map(|w| step(step(0, w[0]), w[1])).collect())
    }

    fn of(hashes: Vec<u64>) -> Self {
        let mut items: Vec<u32> = hashes.into_iter().map(|h| (h >> 32) as u32).collect();
        items.sort_unstable();
        Self::sorted(items)
    }

    fn sorted(items: Vec<u32>) -> Self {
        let (mut different, mut square) = (0, 0);
        for run in items.chunk_by(|x, y| x == y) {
            different += 1;
            square += (run.len() as u64).pow(2);
        }
        Self {
            items,
            different,
            square,
        }
    }

    /// What is in either, as often as in both together.
    pub(crate) fn joined(&self, other: &Self) -> Self {
        let mut items = [&self.items[..], &other.items[..]].concat();
        // The stable sort merges what is sorted already.
        items.sort();
        Self::sorted(items)
    }

    /// Calls `visit` for each hash that both hold, with how often either does.
    fn common(&self, other: &Self, mut visit: impl FnMut(u64, u64)) {
        let (a, b) = (&self.items, &other.items);
        let times = |items: &[u32], from: usize| {
            let run = items[from..].iter().take_while(|x| **x == items[from]);
            run.count()
        };
        let (mut i, mut j) = (0, 0);
        while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
            if x == y {
                let (here, there) = (times(a, i), times(b, j));
                visit(here as u64, there as u64);
                (i, j) = (i + here, j + there);
            } else {
                i += usize::from(x < y);
                j += usize::from(y < x);
            }
        }
    }

    /// The cosine of the counts, 0..1; 0 where either is empty.
    pub(crate) fn cosine(&self, other: &Self) -> f32 {
        let mut dot = 0;
        self.common(other, |x, y| dot += x * y);
        let whole = (self.square as f32 * other.square as f32).sqrt();
        share(dot as f32, whole)
    }

    /// The share of the different hashes of the side with fewer that the other has, 0..1; 0 where either is empty.
    pub(crate) fn shared(&self, other: &Self) -> f32 {
        let mut common = 0_u32;
        self.common(other, |_, _| common += 1);
        share(common as f32, self.different.min(other.different) as f32)
    }
}

/// A part of a whole, 0..1; 0 where there is no whole.
pub(crate) fn share(part: f32, whole: f32) -> f32 {
    if whole > 0.0 {
        (part / whole).min(1.0)
    } else {
        0.0
    }
}

/// One step of a hash whose upper half is used.
fn step(hash: u64, item: u64) -> u64 {
    (hash ^ item).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn counted(items: &[u32]) -> BTreeMap<u32, f32> {
        let mut counts = BTreeMap::new();
        for item in items {
            *counts.entry(*item).or_default() += 1.0;
        }
        counts
    }

    #[test]
    fn runs_of_letters_reach_over_the_ends_and_pairs_have_an_order() {
        assert!(Bag::of_letters("").items.is_empty());
        assert!(Bag::of_letters("r").items.is_empty());
        assert_eq!(Bag::of_letters("rain").items.len(), 3);
        let there = Bag::of_pairs(&[7, 9]);
        assert_eq!(there.shared(&Bag::of_pairs(&[7, 9, 7])), 1.0);
        assert_eq!(there.shared(&Bag::of_pairs(&[9, 7])), 0.0);
        assert_eq!(there.shared(&Bag::of_pairs(&[7])), 0.0);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn bags_compare_as_their_counts_do(
            a in proptest::collection::vec(0_u32..12, 0..40),
            b in proptest::collection::vec(0_u32..12, 0..40),
        ) {
            let bag = |items: &[u32]| Bag::of(items.iter().map(|x| u64::from(*x) << 32).collect());
            let (x, y) = (bag(&a), bag(&b));
            let (left, right) = (counted(&a), counted(&b));
            let norm = |m: &BTreeMap<u32, f32>| m.values().map(|n| n * n).sum::<f32>().sqrt();
            let dot: f32 = left.iter().filter_map(|(k, n)| Some(n * right.get(k)?)).sum();
            let expected = if dot > 0.0 { dot / (norm(&left) * norm(&right)) } else { 0.0 };
            prop_assert!((x.cosine(&y) - expected).abs() < 1e-5);
            let common = left.keys().filter(|k| right.contains_key(k)).count();
            let fewer = left.len().min(right.len());
            let expected = if fewer > 0 { common as f32 / fewer as f32 } else { 0.0 };
            prop_assert_eq!(x.shared(&y), expected);
            prop_assert_eq!((x.cosine(&y), x.shared(&y)), (y.cosine(&x), y.shared(&x)));
            prop_assert_eq!(x.joined(&y), bag(&[a, b].concat()));
        }
    }
}

//! A reliability table: how often claims of a given score are right.

use crate::report::bench::{BinLine, Reliability, share};

/// Bins of equal width over 0..=1.
const BINS: usize = 10;

/// Claims sorted into bins by score.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bins([Bin; BINS]);

#[derive(Debug, Clone, Copy, Default)]
struct Bin {
    claims: usize,
    right: usize,
    scores: f64,
}

impl Bins {
    /// Notes one claim; `score` is 0..=1.
    pub(crate) fn note(&mut self, score: f64, right: bool) {
        // A float that is cast stays within the numbers of the type; 1 itself belongs to the last bin.
        let bin = &mut self.0[((score * BINS as f64) as usize).min(BINS - 1)];
        bin.claims += 1;
        bin.right += usize::from(right);
        bin.scores += score;
    }

    /// Takes in what another set of bins holds.
    pub(crate) fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            mine.claims += theirs.claims;
            mine.right += theirs.right;
            mine.scores += theirs.scores;
        }
    }

    /// The table.
    pub(crate) fn table(&self) -> Reliability {
        let paragraphs = self.0.iter().map(|b| b.claims).sum();
        let bins: Vec<BinLine> = self
            .0
            .iter()
            .enumerate()
            .filter_map(|(i, bin)| {
                Some(BinLine {
                    from: i as f64 / BINS as f64,
                    to: (i + 1) as f64 / BINS as f64,
                    paragraphs: bin.claims,
                    right: bin.right,
                    mean_score: bin.scores / bin.claims as f64,
                    share_right: share(bin.right, bin.claims)?,
                })
            })
            .collect();
        let gap = |b: &BinLine| (b.mean_score - b.share_right).abs() * b.paragraphs as f64;
        let expected_error =
            (paragraphs > 0).then(|| bins.iter().map(gap).sum::<f64>() / paragraphs as f64);
        Reliability {
            paragraphs,
            bins,
            expected_error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_expected_error_weighs_each_bin_by_its_claims() {
        let mut bins = Bins::default();
        for right in [true, true, true, false] {
            bins.note(0.95, right);
        }
        let mut more = Bins::default();
        more.note(0.25, false);
        more.note(1.0, true);
        bins.add(&more);
        let table = bins.table();
        let told: Vec<_> = table
            .bins
            .iter()
            .map(|b| (b.from, b.to, b.paragraphs, b.right))
            .collect();
        assert_eq!(told, [(0.2, 0.3, 1, 0), (0.9, 1.0, 5, 4)]);
        // (1 · |0.25 − 0| + 5 · |0.96 − 0.8|) / 6
        assert!((table.expected_error.unwrap() - (0.25 + 5.0 * 0.16) / 6.0).abs() < 1e-9);
        assert_eq!(Bins::default().table().expected_error, None);
    }
}

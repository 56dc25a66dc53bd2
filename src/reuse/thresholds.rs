//! The numbers a kind hangs on, each with its unit and where it comes from.

/// Thresholds of the kinds. The defaults are what METHOD.md measures.
#[derive(Debug, Clone, PartialEq)]
pub struct Thresholds {
    /// Words: shorter common runs are chance and are not seeds of an alignment.
    pub seed_run: usize,
    /// Share of the longer side that aligned words must cover for `edited`.
    pub edited_coverage: f64,
    /// Words: a common run this long makes `partial`; what of it stands outside quotes is asked when articles are judged.
    pub partial_run: usize,
    /// Words: runs this long count towards `partial_coverage`.
    pub partial_tile: usize,
    /// Share of the shorter side that such runs must cover for `partial`.
    pub partial_coverage: f64,
    /// Share of the aligned words inside quotation marks from which an overlap is a quotation.
    pub quote_share: f64,
    /// Words outside quotes that a pair of paragraphs must share to support another pair.
    pub supporting_words: usize,
    /// Words outside quotes from which a pair of paragraphs needs no support.
    pub lone_words: usize,
    /// The same for two paragraphs that are equal from the first word to the last: less can be chance.
    pub lone_verbatim: usize,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            seed_run: 3,
            edited_coverage: 0.75,
            partial_run: 12,
            partial_tile: 5,
            partial_coverage: 0.4,
            quote_share: 0.6,
            supporting_words: 10,
            lone_words: 25,
            lone_verbatim: 16,
        }
    }
}

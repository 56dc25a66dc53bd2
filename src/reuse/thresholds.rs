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
    /// Words outside quotes from which a pair of paragraphs needs no support, and several equal quotations together are copied with their narration.
    pub lone_words: usize,
    /// The same for two paragraphs that are equal from the first word to the last: less can be chance.
    pub lone_verbatim: usize,
    /// Words: shorter paragraphs are never called rewritten and support nothing.
    pub rewrite_words: usize,
    /// Log-odds of a paragraph by itself below which it is never called rewritten, whatever its article says.
    pub rewrite_floor: f64,
    /// Sum of a paragraph and its context above which it is called rewritten.
    pub rewrite_sum: f64,
    /// What the sum must reach more in a language of which the rarity of words is not known; it takes two supporters there.
    pub rewrite_unsure: f64,
    /// How far below the sum asked for a supported paragraph is still shown as possible.
    pub rewrite_possible: f64,
    /// Share of an article's paragraphs whose nearest ones must follow each other in the other article, in the same order.
    pub rewrite_followed: f64,
    /// Mean log-odds of the paragraphs above which such a sequence counts.
    pub rewrite_sequence_mean: f64,
    /// What the sum of a paragraph gets on top in such an article.
    pub rewrite_sequence: f64,
    /// `rewrite_floor` in such an article.
    pub rewrite_sequence_floor: f64,
    /// Mean share of names below which two articles are one form filled in twice.
    pub rewrite_names: f64,
    /// Log-odds of a paragraph by itself above which it is shown as possible with no second to support it.
    pub rewrite_alone: f64,
    /// Log-odds of a paragraph by itself from which, in a text of few paragraphs, a common quotation is support enough.
    pub rewrite_brief: f64,
    /// Mean log-odds of an article's paragraphs above which two rewritten ones carry their common quotations along.
    pub rewrite_carry: f64,
    /// Share of word pairs that such a quotation must have in common.
    pub rewrite_adjacent: f64,
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
            rewrite_words: 10,
            rewrite_floor: -0.5,
            rewrite_sum: 0.0,
            rewrite_unsure: 1.0,
            rewrite_possible: 2.0,
            rewrite_followed: 0.7,
            rewrite_sequence_mean: -1.8,
            rewrite_sequence: 6.5,
            rewrite_sequence_floor: -4.0,
            rewrite_names: 0.2,
            rewrite_alone: 3.0,
            rewrite_brief: 4.5,
            rewrite_carry: 0.5,
            rewrite_adjacent: 0.3,
        }
    }
}

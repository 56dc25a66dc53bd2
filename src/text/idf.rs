//! How rare a stem is in the news: shipped tables of document frequencies, one for each language that has one.
//!
//! Verdicts use these tables and never the counts of a store, so that an answer does not depend on what else was read or
//! when. A table holds statistics only and is made by `tools/idf.rs`; raise [`IDF_VERSION`] with every new one.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::text::language::Language;
use crate::text::words::word_hash;

/// Raised with every change of a table or of the formula: index keys and scores hang on it.
pub const IDF_VERSION: u32 = 1;

/// Each table: first line `paragraphs N`, then a line for each document frequency, falling: the frequency and its stems.
const TABLES: [(Language, &str); 1] = [(Language::English, include_str!("idf/en.txt"))];

/// The hash that stands for a stem, in the index and in comparisons: [`word_hash`].
pub fn stem_hash(stem: &str) -> u64 {
    word_hash(stem)
}

/// Inverse document frequencies of one language.
#[derive(Debug)]
pub struct Idf {
    /// Of what the table does not hold.
    unseen: f32,
    known: FxHashMap<u64, f32>,
}

impl Idf {
    /// The table of a language, if one is shipped.
    pub fn of(language: Language) -> Option<&'static Self> {
        static LOADED: OnceLock<Vec<(Language, Idf)>> = OnceLock::new();
        let loaded = LOADED.get_or_init(|| {
            TABLES
                .iter()
                .map(|&(language, table)| (language, Self::parse(table)))
                .collect()
        });
        loaded.iter().find(|(l, _)| *l == language).map(|(_, t)| t)
    }

    /// ln((N + 1) / (df + 0.5)) for `df` of N paragraphs that hold the stem (Robertson and Spärck Jones 1976, with the smoothing
    /// that keeps it positive); a stem outside the table counts as seen never.
    pub fn get(&self, stem: u64) -> f32 {
        self.known.get(&stem).copied().unwrap_or(self.unseen)
    }

    fn parse(table: &str) -> Self {
        let mut lines = table.lines();
        let paragraphs: f32 = lines
            .next()
            .and_then(|head| head.strip_prefix("paragraphs ")?.parse().ok())
            .unwrap_or(0.0);
        let idf = |df: f32| ((paragraphs + 1.0) / (df + 0.5)).ln();
        let mut known = FxHashMap::default();
        for line in lines {
            let mut parts = line.split_ascii_whitespace();
            let Some(df) = parts.next().and_then(|n| n.parse().ok()) else {
                continue;
            };
            known.extend(parts.map(|stem| (stem_hash(stem), idf(df))));
        }
        Self {
            unseen: idf(0.5),
            known,
        }
    }
}

/// How rare a stem is taken to be in a language without a table: longer words are rarer (Zipf's law of abbreviation 1935).
fn guessed(stem: &str) -> f32 {
    let letters = stem.chars().count().min(12) as f32;
    2.0 + 0.6 * letters
}

/// How rare `stem` is in texts of `language`, 0 to some 12.
pub fn idf(language: Language, stem: &str) -> f32 {
    idf_of(language, stem, stem_hash(stem))
}

/// The same of a stem whose hash is at hand.
pub(crate) fn idf_of(language: Language, stem: &str, hash: u64) -> f32 {
    Idf::of(language).map_or_else(|| guessed(stem), |table| table.get(hash))
}

//! Lists of phrases of which most lines hold none, and say so in one pass.

use std::sync::OnceLock;

use crate::segment::fold::{Line, starts};

/// A list of phrases laid out by their first two bytes: most lines hold none of them, and say so in one pass.
pub(crate) struct Listed {
    phrases: &'static [&'static str],
    heads: OnceLock<Heads>,
}

/// The phrases by their first byte, and the two bytes that each opens with.
struct Heads {
    by_first: Vec<Vec<&'static str>>,
    pairs: Pairs,
}

/// Which two bytes any of some phrases opens with, one bit each: what tells most words from the first word of a phrase at once.
#[derive(Debug)]
pub(crate) struct Pairs(Vec<u64>);

impl Default for Pairs {
    fn default() -> Self {
        Self(vec![0; (1 << 16) / 64])
    }
}

impl Pairs {
    fn place(first: u8, second: u8) -> (usize, u32) {
        let pair = usize::from(first) << 8 | usize::from(second);
        (pair / 64, (pair % 64) as u32)
    }

    /// Adds a phrase; behind one of a single byte anything may follow.
    pub(crate) fn add(&mut self, phrase: &[u8]) {
        let (first, seconds) = match phrase {
            [] => return,
            [first] => (*first, 0..=u8::MAX),
            [first, second, ..] => (*first, *second..=*second),
        };
        for second in seconds {
            let (at, bit) = Self::place(first, second);
            self.0[at] |= 1 << bit;
        }
    }

    /// False when none of the phrases opens `bytes`.
    pub(crate) fn may_open(&self, bytes: &[u8]) -> bool {
        let Some(&first) = bytes.first() else {
            return false;
        };
        let (at, bit) = Self::place(first, bytes.get(1).copied().unwrap_or(0));
        self.0[at] >> bit & 1 == 1
    }
}

impl Heads {
    fn of(phrases: &'static [&'static str]) -> Self {
        let mut heads = Self {
            by_first: vec![Vec::new(); 256],
            pairs: Pairs::default(),
        };
        for phrase in phrases {
            if let Some(&first) = phrase.as_bytes().first() {
                heads.by_first[usize::from(first)].push(phrase);
                heads.pairs.add(phrase.as_bytes());
            }
        }
        heads
    }

    /// True when one of the phrases opens `bytes`.
    fn open(&self, bytes: &[u8]) -> bool {
        self.pairs.may_open(bytes)
            && self.by_first[usize::from(bytes[0])]
                .iter()
                .any(|p| bytes.starts_with(p.as_bytes()))
    }
}

impl Listed {
    /// Lists `phrases`.
    pub(crate) const fn new(phrases: &'static [&'static str]) -> Self {
        Self {
            phrases,
            heads: OnceLock::new(),
        }
    }

    fn heads(&self) -> &Heads {
        self.heads.get_or_init(|| Heads::of(self.phrases))
    }

    /// True when `text` opens with one of them.
    pub(crate) fn opens(&self, text: &str) -> bool {
        self.heads().open(text.as_bytes())
    }

    /// True when one of them starts at a word's start in `line`, in lower case.
    pub(crate) fn within(&self, line: &Line) -> bool {
        self.among(&line.lower, line.starts())
    }

    /// The same of a part of a line.
    pub(crate) fn within_part(&self, lower: &str) -> bool {
        self.among(lower, starts(lower))
    }

    fn among(&self, lower: &str, mut starts: impl Iterator<Item = usize>) -> bool {
        let heads = self.heads();
        starts.any(|at| heads.open(&lower.as_bytes()[at..]))
    }
}

/// Phrases at the first of which a name ends.
#[derive(Debug)]
pub(crate) struct Stops {
    phrases: Vec<String>,
    pairs: Pairs,
}

impl Stops {
    /// Takes phrases, of which none is empty.
    pub(crate) fn new(phrases: impl Iterator<Item = String>) -> Self {
        let phrases: Vec<String> = phrases.collect();
        let mut pairs = Pairs::default();
        phrases.iter().for_each(|p| pairs.add(p.as_bytes()));
        Self { phrases, pairs }
    }

    /// Where the first of them begins.
    pub(crate) fn first(&self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        (0..bytes.len()).find(|&at| {
            let here = &bytes[at..];
            self.pairs.may_open(here) && self.phrases.iter().any(|p| here.starts_with(p.as_bytes()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    static PHRASES: Listed = Listed::new(&["q", "quay", "the ferry", "©", "ферри"]);

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_phrase_is_found_wherever_a_word_starts(raw in "([a-c '(.-]|quay |the ferry|©|ферри|é){0,24}") {
            let line = Line::new(&raw);
            let opens = |at: usize| {
                let here = &line.lower.as_bytes()[at..];
                PHRASES.phrases.iter().any(|p| here.starts_with(p.as_bytes()))
            };
            prop_assert_eq!(PHRASES.within(&line), line.starts().any(opens));
            prop_assert_eq!(PHRASES.within_part(&line.lower), PHRASES.within(&line));
            let stops = Stops::new(PHRASES.phrases.iter().map(|p| (*p).to_owned()));
            let first = PHRASES.phrases.iter().filter_map(|p| line.lower.find(p)).min();
            prop_assert_eq!(stops.first(&line.lower), first);
            prop_assert_eq!(PHRASES.opens(&line.lower), line.starts().next().is_some_and(opens));
        }
    }
}

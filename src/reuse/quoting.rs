//! What became of a source's quotations: kept word for word, reworded, or told without the marks.

use serde::Serialize;

use crate::reuse::{Prepared, Side};

/// Words of a common run inside quotation marks on both sides from which a quotation is the same.
const SAME_WORDS: usize = 4;

/// Facts of a quotation that the suspect must have before anything is said of it.
const FACTS: usize = 3;

/// How many quotations of the source came over, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Quoting {
    /// Kept word for word: four words in a row or more, or the whole of a shorter quotation of two or three.
    pub word_for_word: usize,
    /// Quoted on both sides in other words.
    pub reworded: usize,
    /// Quoted in the source and told by the suspect without the marks.
    pub indirect: usize,
}

impl Quoting {
    /// What is to be said of it, a sentence each.
    pub fn words(&self) -> Vec<String> {
        let told = [
            (self.word_for_word, "shared word for word"),
            (self.reworded, "quoted in other words"),
            (self.indirect, "told without quotation marks"),
        ];
        let line = |(n, what): (usize, &str)| match n {
            0 => None,
            1 => Some(format!("one quotation of the source is {what}")),
            n => Some(format!("{n} quotations of the source are {what}")),
        };
        told.into_iter().filter_map(line).collect()
    }
}

/// The stretches of words inside quotation marks, each as first word and the one after its last.
fn stretches(prepared: &Prepared) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for i in (0..prepared.len()).filter(|&i| prepared.is_quoted(i)) {
        match found.last_mut() {
            Some((_, end)) if *end == i => *end = i + 1,
            _ => found.push((i, i + 1)),
        }
    }
    found
}

/// Looks at every quotation of `source` for its counterpart in `a`.
pub(crate) fn quoting(a: &Side<'_>, source: &[Side<'_>]) -> Quoting {
    let mut out = Quoting::default();
    let own = &a.content.sequence;
    let kept = |words: &[u64]| {
        let mut windows = own.windows(words.len()).enumerate();
        windows.any(|(i, w)| w == words && (i..i + words.len()).all(|k| a.prepared.is_quoted(k)))
    };
    for side in source {
        for (from, to) in stretches(side.prepared) {
            let Some(quoted) = side.content.sequence.get(from..to) else {
                continue;
            };
            if quoted.len() >= 2 && quoted.windows(quoted.len().min(SAME_WORDS)).any(kept) {
                out.word_for_word += 1;
                continue;
            }
            let mut stems = quoted.to_vec();
            stems.sort_unstable();
            stems.dedup();
            let facts: Vec<_> = stems
                .iter()
                .filter(|stem| side.content.fact(**stem).is_some())
                .collect();
            let (mut inside, mut outside) = (0, 0);
            for fact in facts.iter().filter_map(|stem| a.content.fact(**stem)) {
                inside += usize::from(!fact.outside);
                outside += usize::from(fact.outside);
            }
            // Half of what it says must have come over: three common words are soon found in a long quotation.
            if inside + outside < FACTS || (inside + outside) * 2 < facts.len() {
                continue;
            }
            if inside >= outside {
                out.reworded += 1;
            } else {
                out.indirect += 1;
            }
        }
    }
    out
}

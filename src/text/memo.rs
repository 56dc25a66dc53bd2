//! What was found out about a word once: a few ten thousand words make nearly all of the news, and stemming one costs more than all else
//! that is done with it.
//!
//! Each thread has a memo of its own, so nobody waits; it is emptied when it has grown too large. It holds what follows from a word's
//! letters alone, so whether a word is remembered never changes an answer.

use std::cell::Cell;

use rustc_hash::FxHashMap;

use crate::text::language::Language;

/// Words that a thread remembers; some 100 bytes each.
const MOST: usize = 1 << 16;

/// A stem with what hangs on it alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stem {
    /// Its letters.
    pub text: Box<str>,
    /// [`crate::text::word_hash`] of them.
    pub hash: u64,
    /// True when it holds a digit.
    pub number: bool,
}

/// What is remembered of a word.
#[derive(Debug)]
pub(crate) struct Known {
    spelling: Box<str>,
    /// The languages that have it as a function word, one bit each.
    pub(crate) ballot: u32,
    /// True when it is all letters.
    pub(crate) spelt: bool,
    /// True when it begins with a Greek letter.
    pub(crate) greek: bool,
    /// Its stem in each language it was met in; none where it is a function word.
    pub(crate) stems: Vec<(Language, Option<Stem>)>,
}

/// The words that a thread has met lately.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    words: FxHashMap<u64, Known>,
}

impl Memo {
    /// What is known of a word, found out by `learn` (ballot, all letters, Greek) when it is new.
    pub(crate) fn known(
        &mut self,
        hash: u64,
        word: &str,
        learn: impl Fn(&str) -> (u32, bool, bool),
    ) -> &mut Known {
        if self.words.len() >= MOST {
            self.words.clear();
        }
        let fresh = || {
            let (ballot, spelt, greek) = learn(word);
            Known {
                spelling: word.into(),
                ballot,
                spelt,
                greek,
                stems: Vec::new(),
            }
        };
        let known = self.words.entry(hash).or_insert_with(fresh);
        // Two words of one hash take turns.
        if *known.spelling != *word {
            *known = fresh();
        }
        known
    }
}

thread_local! {
    static MEMO: Cell<Memo> = Cell::default();
}

/// Lends the memo of this thread. Work within work gets an empty one.
pub(crate) fn with<T>(work: impl FnOnce(&mut Memo) -> T) -> T {
    let mut memo = MEMO.take();
    let done = work(&mut memo);
    MEMO.set(memo);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_words_of_one_hash_are_never_taken_for_each_other() {
        let mut memo = Memo::default();
        let learn = |word: &str| (word.len() as u32, true, false);
        assert_eq!(memo.known(7, "quay", learn).ballot, 4);
        assert_eq!(memo.known(7, "harbour", learn).ballot, 7);
        assert_eq!(memo.known(7, "quay", learn).ballot, 4);
    }

    #[test]
    fn a_full_memo_begins_anew() {
        let mut memo = Memo::default();
        for n in 0..=MOST as u64 {
            memo.known(n, "word", |_| (1, true, false));
        }
        assert_eq!(memo.words.len(), 1);
    }
}

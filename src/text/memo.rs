//! What was found out about a word once: a few ten thousand words make nearly all of the news, and stemming one costs more than all else
//! that is done with it.
//!
//! Each thread has a memo of its own, so nobody waits; it is emptied when it has grown too large. It holds what follows from a word's
//! letters alone, so whether a word is remembered never changes an answer.
//!
//! All that is asked of a word lies in the 64 bytes that a processor reads at once: with its letters, its vote and its stem in places of their
//! own, reading memory was a seventh of an ingest.

use std::cell::Cell;

use rustc_hash::FxHashMap;

use crate::text::idf::idf_of;
use crate::text::language::Language;
use crate::text::words::word_hash;

/// Words that a thread remembers: as many as a table of 2^17 places holds with a quarter of them free, some for the paragraph at hand left out. Of 30,000
/// articles there are 90,000.
const MOST: usize = 90_000;

/// Words that there is room for at first.
const LEAST: usize = 1 << 10;

/// A stem as the index and the scores know it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stem {
    /// [`crate::text::word_hash`] of its letters.
    pub hash: u64,
    /// The `simhash` package's hash of them: what SimHash counts.
    pub feature: u64,
    /// How rare it is in the news of its language ([`crate::text::idf`]).
    pub idf: f32,
    /// True when it holds a digit.
    pub number: bool,
}

impl Stem {
    /// What hangs on a stem of these letters.
    pub fn of(language: Language, text: &str) -> Self {
        let hash = word_hash(text);
        Self {
            hash,
            idf: idf_of(language, text, hash),
            feature: simhash::simhash_stream(std::iter::once(text)),
            number: text.contains(|c: char| c.is_numeric()),
        }
    }
}

/// The letters of a word in sixteen bytes, the last of which is their number and one: what two words are told apart by in one comparison. A longer
/// word has its hash there and stands apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Spelling(u128);

impl Spelling {
    /// Bytes of the longest word whose letters it holds.
    const LONGEST: usize = 15;

    fn of(hash: u64, word: &str) -> Self {
        let letters = word.as_bytes();
        if letters.len() > Self::LONGEST {
            return Self(u128::from(hash) | u128::from(u8::MAX) << 120);
        }
        // The first letters and the last, which overlap where they are few: quicker than a call that copies so little.
        let held = if let (Some(first), Some(last)) = (letters.first_chunk(), letters.last_chunk())
        {
            let last = u128::from(u64::from_le_bytes(*last)) << (8 * (letters.len() - 8));
            u128::from(u64::from_le_bytes(*first)) | last
        } else if let (Some(first), Some(last)) = (letters.first_chunk(), letters.last_chunk()) {
            let last = u64::from(u32::from_le_bytes(*last)) << (8 * (letters.len() - 4));
            u128::from(u64::from(u32::from_le_bytes(*first)) | last)
        } else {
            let one_by_one = letters.iter().rev();
            one_by_one.fold(0, |held, b| held << 8 | u128::from(*b))
        };
        Self(held | (letters.len() as u128 + 1) << 120)
    }

    fn is_whole(self) -> bool {
        self.0 >> 120 != u128::from(u8::MAX)
    }

    /// True where no word stands.
    fn is_none(self) -> bool {
        self.0 == 0
    }
}

/// What a word says of the language of its paragraph, in four bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Telling(u32);

impl Telling {
    const SPELT: u32 = 1 << 31;
    const GREEK: u32 = 1 << 30;

    /// `ballot` has one bit, of the lowest thirty, for each language that has the word as a function word.
    pub(crate) fn new(ballot: u32, spelt: bool, greek: bool) -> Self {
        let flag = |set: bool, bit: u32| if set { bit } else { 0 };
        let ballot = ballot & !(Self::SPELT | Self::GREEK);
        Self(ballot | flag(spelt, Self::SPELT) | flag(greek, Self::GREEK))
    }

    /// The languages that have it as a function word, one bit each.
    pub(crate) fn ballot(self) -> u32 {
        self.0 & !(Self::SPELT | Self::GREEK)
    }

    /// True when it is all letters.
    pub(crate) fn is_spelt(self) -> bool {
        self.0 & Self::SPELT != 0
    }

    /// True when it begins with a Greek letter.
    pub(crate) fn is_greek(self) -> bool {
        self.0 & Self::GREEK != 0
    }
}

/// What is remembered of a word.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
struct Known {
    spelling: Spelling,
    hash: u64,
    telling: Telling,
    /// Where its letters stand among the long ones, if they are too many for its spelling.
    long: u32,
    /// Its stem in the language it was first met in; no stem where it is a function word.
    stem: Option<(Language, Option<Stem>)>,
}

const _: () = assert!(size_of::<Known>() == 64);

/// The words that a thread has met lately.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    /// Each word stands where its hash says, or in the next free place behind; at least a quarter is free.
    table: Vec<Known>,
    /// How many of them are words.
    met: usize,
    /// The letters of long words.
    long: Vec<Box<str>>,
    /// The stems of words in languages that they were not first met in.
    others: FxHashMap<(u32, Language), Option<Stem>>,
    /// Where the words of the paragraph at hand stand in the table.
    pub(crate) path: Vec<u32>,
}

impl Memo {
    /// Makes room for a paragraph of so many words: places hold until this is called again.
    pub(crate) fn begin(&mut self, words: usize) {
        self.path.clear();
        if self.met >= MOST {
            self.table.fill(Known::default());
            self.met = 0;
            self.long.clear();
            self.others.clear();
        }
        let room = (self.met + words).max(LEAST).next_power_of_two();
        if (self.met + words) * 4 > self.table.len() * 3 {
            let table = std::mem::replace(&mut self.table, vec![Known::default(); 2 * room]);
            // What was found out in further languages is found out again.
            self.others.clear();
            for known in table.into_iter().filter(|k| !k.spelling.is_none()) {
                let free = self.search(known.hash, |there| there.spelling.is_none());
                self.table[free] = known;
            }
        }
    }

    /// Reads where the words of these hashes should stand, all at once: one by one each would be waited for.
    pub(crate) fn fetch(&self, hashes: &[u64]) {
        let last = self.table.len().wrapping_sub(1);
        let first = |hash: &u64| self.table[*hash as usize & last].hash;
        std::hint::black_box(hashes.iter().map(first).fold(0, |all, hash| all ^ hash));
    }

    /// The first place for a hash that is right.
    fn search(&self, hash: u64, is_right: impl Fn(&Known) -> bool) -> usize {
        let last = self.table.len() - 1;
        let mut at = hash as usize & last;
        while !is_right(&self.table[at]) {
            at = (at + 1) & last;
        }
        at
    }

    /// Where a word with this hash stands and what it says of the language, found out by `learn` when it is new.
    pub(crate) fn place(
        &mut self,
        hash: u64,
        word: &str,
        learn: impl Fn(&str) -> Telling,
    ) -> (u32, Telling) {
        let spelling = Spelling::of(hash, word);
        let at = self.search(hash, |there| {
            there.spelling.is_none()
                || there.spelling == spelling
                    && (spelling.is_whole() || &*self.long[there.long as usize] == word)
        });
        let known = &mut self.table[at];
        if known.spelling.is_none() {
            *known = Known {
                spelling,
                hash,
                telling: learn(word),
                long: self.long.len() as u32,
                stem: None,
            };
            if !spelling.is_whole() {
                self.long.push(word.into());
            }
            self.met += 1;
        }
        (at as u32, known.telling)
    }

    /// The stem in `language` of the word that stands there, found out by `learn` when it was not met in it before.
    pub(crate) fn stem(
        &mut self,
        place: u32,
        language: Language,
        learn: impl FnOnce() -> Option<Stem>,
    ) -> Option<Stem> {
        let known = self.table.get_mut(place as usize)?;
        match known.stem {
            None => {
                let stem = learn();
                known.stem = Some((language, stem));
                stem
            }
            Some((first, stem)) if first == language => stem,
            Some(_) => *self.others.entry((place, language)).or_insert_with(learn),
        }
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

    fn ready(words: usize) -> Memo {
        let mut memo = Memo::default();
        memo.begin(words);
        memo
    }

    fn telling(word: &str) -> Telling {
        Telling::new(word.len() as u32, true, false)
    }

    #[test]
    fn two_words_of_one_hash_are_never_taken_for_each_other() {
        let mut memo = ready(3);
        for (word, len) in [("quay", 4), ("harbour", 7), ("quay", 4)] {
            assert_eq!(memo.place(7, word, telling).1.ballot(), len);
        }
        let [quay, harbour] = ["quay", "harbour"].map(|w| memo.place(7, w, telling));
        assert_ne!(quay.0, harbour.0);
        assert_eq!([quay, harbour].map(|w| w.1.ballot()), [4, 7]);
    }

    #[test]
    fn what_a_word_tells_is_told_apart() {
        for (ballot, spelt, greek) in [(0, false, true), (5, true, false), (1 << 29, true, true)] {
            let told = Telling::new(ballot, spelt, greek);
            assert_eq!(
                (told.ballot(), told.is_spelt(), told.is_greek()),
                (ballot, spelt, greek)
            );
        }
    }

    #[test]
    fn words_of_any_length_are_told_apart_by_every_letter() {
        let mut memo = ready(9);
        let long = "a_word_that_is_longer_than_sixteen_bytes";
        let words = [
            "",
            "q",
            "quay",
            "quays",
            "fifteenletters_",
            "sixteen_letters_",
            "sixteen_letterss",
            long,
        ];
        let places = words.map(|w| memo.place(7, w, telling).0);
        let different: std::collections::BTreeSet<u32> = places.into();
        assert_eq!(different.len(), words.len());
        assert_eq!(words.map(|w| memo.place(7, w, telling).0), places);
    }

    #[test]
    fn a_word_has_a_stem_in_each_language_and_none_where_it_is_a_function_word() {
        let mut memo = ready(1);
        let (place, _) = memo.place(1, "die", telling);
        let english = Some(Stem::of(Language::English, "die"));
        assert_eq!(memo.stem(place, Language::German, || None), None);
        assert_eq!(memo.stem(place, Language::English, || english), english);
        assert_eq!(memo.stem(place, Language::German, || english), None);
        assert_eq!(memo.stem(place, Language::English, || None), english);
    }

    #[test]
    fn a_full_memo_begins_anew_with_the_next_paragraph() {
        let mut memo = ready(MOST + 1);
        for n in 0..=MOST as u64 {
            memo.place(n, &n.to_string(), telling);
        }
        assert_eq!(memo.met, MOST + 1);
        memo.begin(1);
        assert_eq!(memo.met, 0);
        assert!(memo.table.iter().all(|k| k.spelling.is_none()));
    }

    #[test]
    fn words_are_found_again_when_the_table_has_grown() {
        let words: Vec<String> = (0..5_000)
            .map(|n| format!("{n}{}", "long".repeat(n % 5)))
            .collect();
        let mut memo = Memo::default();
        for part in words.chunks(100) {
            memo.begin(part.len());
            for word in part {
                memo.place(word_hash(word) & 0xffff, word, telling);
            }
        }
        assert_eq!(memo.met, words.len());
        assert!(memo.met * 4 <= memo.table.len() * 3);
        for word in &words {
            memo.place(word_hash(word) & 0xffff, word, |_| {
                unreachable!("it is known")
            });
        }
    }
}

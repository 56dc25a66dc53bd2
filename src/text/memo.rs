//! What was found out about a word once: a few ten thousand words make nearly all of the news, and stemming one costs more than all else
//! that is done with it.
//!
//! Each thread has a memo of its own, so nobody waits; it is emptied when it has grown too large. It holds what follows from a word's
//! letters alone, so whether a word is remembered never changes an answer.

use std::cell::Cell;

use hashbrown::HashTable;

use crate::text::idf::idf_of;
use crate::text::language::Language;
use crate::text::words::word_hash;

/// Words that a thread remembers; some 100 bytes each.
const MOST: usize = 1 << 16;

/// A stem with what hangs on it alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Stem {
    /// Its letters.
    pub text: Box<str>,
    /// [`crate::text::word_hash`] of them.
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
            text: text.into(),
        }
    }
}

/// The letters of a word in sixteen bytes, the last of which is their number: what two words are told apart by in one comparison. A longer word has
/// its hash there and stands apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Spelling(u128);

impl Spelling {
    /// Bytes of the longest word whose letters it holds.
    const LONGEST: usize = 15;

    fn of(hash: u64, word: &str) -> Self {
        let mut letters = [0; 16];
        match letters.get_mut(..word.len()) {
            Some(head) if word.len() <= Self::LONGEST => {
                head.copy_from_slice(word.as_bytes());
                letters[Self::LONGEST] = word.len() as u8;
            }
            _ => {
                letters[..8].copy_from_slice(&hash.to_le_bytes());
                letters[Self::LONGEST] = u8::MAX;
            }
        }
        Self(u128::from_le_bytes(letters))
    }

    fn is_whole(self) -> bool {
        self.0 >> 120 != u128::from(u8::MAX)
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

/// A word in the table: eight bytes, so that the table stays near the processor.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// Where it stands among the memo's words.
    at: u32,
    telling: Telling,
}

/// What is remembered of a word.
#[derive(Debug)]
pub(crate) struct Known {
    hash: u64,
    /// Its letters, where they are too many to stand beside those of the others.
    long: Option<Box<str>>,
    /// Its stem in the language it was first met in; no stem where it is a function word.
    stem: Option<(Language, Option<Stem>)>,
    /// The same in other languages.
    others: Vec<(Language, Option<Stem>)>,
}

impl Known {
    /// Its stem in `language`, found out by `learn` when it was not met in it before.
    pub(crate) fn stem(
        &mut self,
        language: Language,
        learn: impl FnOnce() -> Option<Stem>,
    ) -> Option<&Stem> {
        match &self.stem {
            None => self.stem = Some((language, learn())),
            Some((first, _)) if *first == language => {}
            Some(_) => {
                let at = self.others.iter().position(|s| s.0 == language);
                let at = at.unwrap_or_else(|| {
                    self.others.push((language, learn()));
                    self.others.len() - 1
                });
                return self.others.get(at).and_then(|s| s.1.as_ref());
            }
        }
        self.stem.as_ref().and_then(|s| s.1.as_ref())
    }
}

/// The words that a thread has met lately.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    places: HashTable<Entry>,
    /// Their letters, close together.
    spellings: Vec<Spelling>,
    words: Vec<Known>,
    /// Where the words of the paragraph at hand stand among `words`.
    pub(crate) path: Vec<u32>,
}

impl Memo {
    /// Makes room for a paragraph: places hold until this is called again.
    pub(crate) fn begin(&mut self) {
        if self.words.len() >= MOST {
            self.words.clear();
            self.spellings.clear();
            self.places.clear();
        }
        self.path.clear();
    }

    /// Where a word with this hash stands and what it says of the language, found out by `learn` when it is new.
    pub(crate) fn place(
        &mut self,
        hash: u64,
        word: &str,
        learn: impl Fn(&str) -> Telling,
    ) -> (u32, Telling) {
        let (words, spellings) = (&mut self.words, &mut self.spellings);
        let spelling = Spelling::of(hash, word);
        let is_it = |entry: &Entry| {
            let at = entry.at as usize;
            spellings.get(at) == Some(&spelling)
                && (spelling.is_whole()
                    || words.get(at).and_then(|k| k.long.as_deref()) == Some(word))
        };
        if let Some(entry) = self.places.find(hash, is_it) {
            return (entry.at, entry.telling);
        }
        let (at, telling) = (words.len() as u32, learn(word));
        spellings.push(spelling);
        words.push(Known {
            hash,
            long: (!spelling.is_whole()).then(|| word.into()),
            stem: None,
            others: Vec::new(),
        });
        let hash_of = |entry: &Entry| words.get(entry.at as usize).map_or(0, |k| k.hash);
        self.places
            .insert_unique(hash, Entry { at, telling }, hash_of);
        (at, telling)
    }

    /// What is known of the word that stands there.
    pub(crate) fn at(&mut self, place: u32) -> Option<&mut Known> {
        self.words.get_mut(place as usize)
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

    fn telling(word: &str) -> Telling {
        Telling::new(word.len() as u32, true, false)
    }

    #[test]
    fn two_words_of_one_hash_are_never_taken_for_each_other() {
        let mut memo = Memo::default();
        for (word, len) in [("quay", 4), ("harbour", 7), ("quay", 4)] {
            assert_eq!(memo.place(7, word, telling).1.ballot(), len);
        }
        let both = ["quay", "harbour"].map(|w| memo.place(7, w, telling));
        assert_eq!(
            both.map(|(place, told)| (place, told.ballot())),
            [(0, 4), (1, 7)]
        );
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
        let mut memo = Memo::default();
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
        assert_eq!(places, [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(words.map(|w| memo.place(7, w, telling).0), places);
    }

    #[test]
    fn a_word_has_a_stem_in_each_language_and_none_where_it_is_a_function_word() {
        let mut memo = Memo::default();
        let (place, _) = memo.place(1, "die", telling);
        let known = memo.at(place).unwrap();
        assert_eq!(known.stem(Language::German, || None), None);
        assert_eq!(
            known.stem(Language::English, || Some(Stem::of(
                Language::English,
                "die"
            ))),
            Some(&Stem::of(Language::English, "die"))
        );
        assert_eq!(
            known.stem(Language::German, || Some(Stem::of(Language::German, "x"))),
            None
        );
        assert_eq!(
            known.stem(Language::English, || None),
            Some(&Stem::of(Language::English, "die"))
        );
    }

    #[test]
    fn a_full_memo_begins_anew_with_the_next_paragraph() {
        let mut memo = Memo::default();
        for n in 0..=MOST as u64 {
            memo.place(n, &n.to_string(), telling);
        }
        assert_eq!(memo.words.len(), MOST + 1);
        memo.begin();
        assert_eq!((memo.words.len(), memo.places.len()), (0, 0));
    }
}

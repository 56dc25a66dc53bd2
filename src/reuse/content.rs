//! What a paragraph says, made ready for the question whether another one says the same in other words.

use std::sync::OnceLock;

use crate::model::Span;
use crate::reuse::Prepared;
use crate::reuse::bag::Bag;
use crate::text::{Language, each_content_stem_in};

/// A content stem of a paragraph: a name, a number, or any other word that is no function word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fact {
    /// Its hash ([`crate::text::stem_hash`]).
    pub stem: u64,
    /// How rare it is in the news of its language ([`crate::text::idf`]).
    pub idf: f32,
    /// Its first place among the paragraph's words.
    pub at: u32,
    /// True when it stands outside quotation marks at least once.
    pub outside: bool,
    /// True for a name: capitalised where no sentence begins.
    pub name: bool,
    /// True when it holds a digit.
    pub number: bool,
}

/// The content of a paragraph, or of two adjacent ones joined.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Content {
    /// Hashes of the stems of all words, function words as they stand.
    pub(crate) sequence: Vec<u64>,
    /// The content stems, each once, by hash.
    pub(crate) facts: Vec<Fact>,
    /// The normal form, and the runs of four characters in it and the pairs of adjacent stems: gathered when they are asked for, since most
    /// paragraphs are put aside by their facts.
    normal: String,
    letters: OnceLock<Bag>,
    pairs: OnceLock<Bag>,
    /// Sum of idf² over the facts.
    pub(crate) weight: f32,
}

impl Content {
    /// Takes the content of a prepared paragraph; `text` is what it was prepared from, `language` that of its article.
    pub fn new(prepared: &Prepared, text: &str, language: Language) -> Self {
        let words = prepared.words();
        let mut sequence: Vec<u64> = words.hashes().to_vec();
        let mut facts = Vec::with_capacity(words.len() / 2);
        each_content_stem_in(language, words, |i, stem| {
            sequence[i] = stem.hash;
            facts.push(Fact {
                stem: stem.hash,
                idf: stem.idf,
                at: i as u32,
                outside: !prepared.is_quoted(i),
                name: is_name(text, prepared, i, language),
                number: stem.number,
            });
        });
        let facts = merged(facts);
        Self {
            sequence,
            weight: weight(&facts),
            facts,
            normal: words.normal().to_owned(),
            letters: OnceLock::new(),
            pairs: OnceLock::new(),
        }
    }

    /// The content of two adjacent paragraphs, this one first.
    #[must_use]
    pub fn joined(&self, next: &Self) -> Self {
        let mut sequence = self.sequence.clone();
        sequence.extend(&next.sequence);
        let shift = self.sequence.len() as u32;
        let later = next.facts.iter().map(|f| Fact {
            at: f.at + shift,
            ..*f
        });
        let facts = merged(self.facts.iter().copied().chain(later).collect());
        Self {
            sequence,
            weight: weight(&facts),
            facts,
            normal: String::new(),
            letters: OnceLock::from(self.letters().joined(next.letters())),
            pairs: OnceLock::new(),
        }
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.sequence.len()
    }

    /// True when there is no word.
    pub fn is_empty(&self) -> bool {
        self.sequence.is_empty()
    }

    /// True when both are the same words; of joined ones that is not asked.
    pub(crate) fn is_worded_as(&self, other: &Self) -> bool {
        !self.normal.is_empty() && self.normal == other.normal && self.sequence == other.sequence
    }

    /// True when its normal form, with a blank on either side, has runs of four characters.
    pub(crate) fn has_runs(&self) -> bool {
        self.normal.chars().nth(1).is_some()
    }

    /// The runs of four characters of the normal form, a blank on either side.
    pub(crate) fn letters(&self) -> &Bag {
        self.letters.get_or_init(|| Bag::of_letters(&self.normal))
    }

    /// The pairs of adjacent stems.
    pub(crate) fn pairs(&self) -> &Bag {
        self.pairs.get_or_init(|| Bag::of_pairs(&self.sequence))
    }

    /// The content stems, each once, by hash.
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// The fact with this stem, if it is one.
    pub fn fact(&self, stem: u64) -> Option<&Fact> {
        let at = self.facts.binary_search_by_key(&stem, |f| f.stem).ok()?;
        self.facts.get(at)
    }
}

fn weight(facts: &[Fact]) -> f32 {
    facts.iter().map(|f| f.idf * f.idf).sum()
}

/// Puts facts in order of their hashes and makes one of those with one stem.
fn merged(mut facts: Vec<Fact>) -> Vec<Fact> {
    facts.sort_unstable_by_key(|f| (f.stem, f.at));
    facts.dedup_by(|again, first| {
        let same = again.stem == first.stem;
        if same {
            first.outside |= again.outside;
            first.name |= again.name;
        }
        same
    });
    facts
}

/// True when word `i` is capitalised and begins no sentence. German writes every noun so: there it takes a capitalised
/// neighbour, as names of persons and places of two words have.
fn is_name(text: &str, prepared: &Prepared, i: usize, language: Language) -> bool {
    let words = prepared.words();
    let capital = |i: usize| {
        let head = words.span(i).of(text).chars().next();
        head.is_some_and(char::is_uppercase)
    };
    if !capital(i) || begins_sentence(text, words.span(i)) {
        return false;
    }
    if language != Language::German {
        return true;
    }
    let touching = |i: usize, j: usize| {
        let (left, right) = (words.span(i), words.span(j));
        text.get(left.end()..right.start()) == Some(" ")
    };
    (i > 0 && capital(i - 1) && touching(i - 1, i))
        || (i + 1 < words.len() && capital(i + 1) && touching(i, i + 1))
}

/// True when nothing but blanks, quotation marks and brackets lies between the word and the start or the end of a sentence.
fn begins_sentence(text: &str, word: Span) -> bool {
    let before = text.get(..word.start()).unwrap_or("");
    let mut chars = before.chars().rev();
    match chars.find(|c| !(c.is_whitespace() || is_frame(*c))) {
        None => true,
        Some('.') => {
            // "J. Smith", "U.S. Senate": a dot after a single letter ends no sentence.
            let mut letters = chars.take_while(|c| c.is_alphabetic());
            !(letters.next().is_some() && letters.next().is_none())
        }
        Some(c) => matches!(c, '!' | '?' | ':' | '…'),
    }
}

fn is_frame(c: char) -> bool {
    matches!(c, '(' | '[' | '•') || matches!(c, '-' | '–' | '—') || "\"'“”„‟‘’‚«»‹›".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::stem_hash;

    fn content(text: &str) -> Content {
        Content::new(&Prepared::new(text), text, Language::English)
    }

    fn fact(content: &Content, stem: &str) -> Fact {
        let found = content.facts().iter().find(|f| f.stem == stem_hash(stem));
        *found.unwrap_or_else(|| panic!("no {stem}"))
    }

    #[test]
    fn names_numbers_and_quoted_words_are_told_apart() {
        let text = "Ships of the Varnholm line carried 412 lorries in May. \"Storms cost us dear,\" J. Dahl said.";
        let content = content(text);
        assert!(fact(&content, "varnholm").name && fact(&content, "dahl").name);
        assert!(!fact(&content, "ship").name, "a sentence begins so");
        assert!(!fact(&content, "storm").name, "a quotation begins so");
        assert!(fact(&content, "412").number && !fact(&content, "lorri").number);
        assert!(fact(&content, "lorri").outside && !fact(&content, "storm").outside);
    }

    #[test]
    fn german_nouns_are_no_names_but_two_together_are() {
        let text = "Am Montag sprach Osric Dahl mit den Arbeitern im alten Hafen über den Lohn.";
        let content = Content::new(&Prepared::new(text), text, Language::German);
        assert!(fact(&content, "dahl").name);
        assert!(!fact(&content, "lohn").name);
    }

    #[test]
    fn two_paragraphs_joined_hold_the_facts_of_both() {
        let (a, b) = (
            content("The harbour council repaired the old bridge."),
            content("The bridge carries ten thousand lorries."),
        );
        let both = a.joined(&b);
        assert_eq!(both.len(), a.len() + b.len());
        let bridge = stem_hash("bridg");
        assert_eq!(both.facts().iter().filter(|f| f.stem == bridge).count(), 1);
        assert!(both.facts().is_sorted_by_key(|f| f.stem));
        assert_eq!(*both.letters(), a.letters().joined(b.letters()));
        assert_eq!(*both.pairs(), Bag::of_pairs(&both.sequence));
    }
}

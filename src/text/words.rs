//! Words with their places.

use xxhash_rust::xxh3::xxh3_64;

use crate::model::Span;
use crate::text::cut::cut;
use crate::text::fold::folded;

/// The words of a stretch of text, folded, in order, each with its place in the unchanged text.
///
/// The folded words joined by one space are the *normal form* ([`Words::normal`]): what SHA-256 is taken over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    normal: String,
    places: Vec<(u32, u32)>,
    hashes: Vec<u64>,
    spans: Vec<Span>,
    hidden: u32,
    hidden_inside: u32,
    manifest: bool,
}

impl Words {
    /// Number of words.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// True when there is no word.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The folded words joined by one space.
    pub fn normal(&self) -> &str {
        &self.normal
    }

    /// The folded word at `i`, empty beyond the end.
    pub fn get(&self, i: usize) -> &str {
        self.places
            .get(i)
            .and_then(|&(s, e)| self.normal.get(s as usize..e as usize))
            .unwrap_or("")
    }

    /// [`word_hash`] of every word, in order.
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// The hashes alone.
    pub fn into_hashes(self) -> Vec<u64> {
        self.hashes
    }

    /// Where word `i` stands in the unchanged text.
    pub fn span(&self, i: usize) -> Span {
        self.spans.get(i).copied().unwrap_or_default()
    }

    /// The folded words in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> + Clone + '_ {
        (0..self.len()).map(|i| self.get(i))
    }

    /// The stretch of the unchanged text from word `from` up to but without word `to`.
    pub fn stretch(&self, from: usize, to: usize) -> Span {
        if from >= to || to > self.len() {
            return Span::default();
        }
        Span::new(self.span(from).start(), self.span(to - 1).end())
    }

    /// How many characters were folded away that a reader cannot see or tell from plain ones: ignorable and
    /// zero-width characters, bidi controls, variation selectors, look-alike letters in mixed-script words.
    ///
    /// Not counted is what ordinary typesetting has: soft hyphens, joiners where they are spelling or hold emoji
    /// together, bidi controls in texts written from right to left, a byte-order mark at the start, manifests.
    pub fn hidden(&self) -> usize {
        self.hidden as usize
    }

    /// How many of the [`Words::hidden`] characters stood inside words, where nothing but an attempt to make the word
    /// compare differently puts them.
    pub fn hidden_inside(&self) -> usize {
        self.hidden_inside as usize
    }

    /// True when the text carried a manifest in invisible characters (C2PA: U+FEFF and variation selectors).
    pub fn manifest(&self) -> bool {
        self.manifest
    }
}

/// The hash that stands for a folded word or a stem: XXH3-64 of its letters.
pub fn word_hash(word: &str) -> u64 {
    xxh3_64(word.as_bytes())
}

/// Cuts `text` into folded words.
///
/// Punctuation is no word; a hyphen separates; apostrophes inside a word stay; Chinese, Japanese, Thai, Lao, Khmer
/// and Burmese are cut by dictionary. Spans lie in order and do not overlap; a word is given an empty span only when
/// its characters all came out of one that the word before has already.
pub fn words(text: &str) -> Words {
    let folded = folded(text);
    let guess = folded.text.len() / 5;
    let mut out = Words {
        normal: String::with_capacity(folded.text.len()),
        places: Vec::with_capacity(guess),
        hashes: Vec::with_capacity(guess),
        spans: Vec::with_capacity(guess),
        hidden: u32::try_from(folded.hidden).unwrap_or(u32::MAX),
        hidden_inside: u32::try_from(folded.hidden_in_words).unwrap_or(u32::MAX),
        manifest: folded.manifest,
    };
    cut(&folded.text, |start, end, word| {
        if !out.normal.is_empty() {
            out.normal.push(' ');
        }
        let place = Span::new(out.normal.len(), out.normal.len() + word.len());
        out.normal.push_str(word);
        out.places.push((place.start() as u32, place.end() as u32));
        out.hashes.push(word_hash(word));
        out.spans.push(Span::new(start, end));
    });
    folded.to_source(&mut out.spans);
    out
}

/// [`word_hash`] of every word that [`words`] would cut `text` into, in order.
pub fn word_hashes(text: &str) -> Vec<u64> {
    let folded = folded(text).text;
    let mut out = Vec::with_capacity(folded.len() / 5);
    cut(&folded, |_, _, word| out.push(word_hash(word)));
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::fold;

    #[test]
    fn hashes_alone_are_those_of_the_words() {
        for text in [
            "",
            "The “ferry” is late: 3,000 wait.",
            "Пекарня снова открылась",
            "河边的面包店",
        ] {
            assert_eq!(word_hashes(text), words(text).hashes());
        }
    }

    #[test]
    fn curly_quotes_do_not_hide_a_copy() {
        let curly = words("“It’s over,” he said — ‘twice’.");
        let straight = words("\"It's over,\" he said - 'twice'.");
        assert_eq!(curly.normal(), straight.normal());
        assert_eq!(curly.hidden(), 0);
    }

    #[test]
    fn every_word_knows_its_place_in_the_unchanged_text() {
        let text = "\u{feff}Ｔｈｅ “ﬁnal” re\u{ad}port: cafe\u{301} cost €3,000 in the U.S. ℀ Нave";
        let w = words(text);
        let shown: Vec<&str> = (0..w.len()).map(|i| w.span(i).of(text)).collect();
        assert_eq!(
            shown,
            [
                "Ｔｈｅ",
                "ﬁnal",
                "re\u{ad}port",
                "cafe\u{301}",
                "cost",
                "3,000",
                "in",
                "the",
                "U.S",
                "℀",
                "",
                "Нave"
            ]
        );
        assert_eq!(
            w.normal(),
            "the final report café cost 3000 in the us a c have"
        );
        assert_eq!(w.stretch(1, 3).of(text), "ﬁnal” re\u{ad}port");
        assert_eq!(w.stretch(3, 99), Span::default());
        assert_eq!(w.get(99), "");
    }

    /// Swaps letters of some words for look-alikes and strews zero-width characters.
    fn obfuscate(text: &str, seed: u64) -> String {
        let mut state = seed | 1;
        let mut random = move |n: u64| {
            state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            (state >> 33) % n
        };
        let mut out = String::new();
        for word in text.split_inclusive(' ') {
            let doctor = random(100) < 30;
            for c in word.chars() {
                let at = "aeopcxyABEHMT"
                    .find(c)
                    .filter(|_| doctor && random(100) < 70);
                out.push(at.and_then(|i| "аеорсхуАВЕНМТ".chars().nth(i)).unwrap_or(c));
                if doctor && random(100) < 20 {
                    out.push(['\u{200b}', '\u{2060}', '\u{200d}', '\u{feff}'][random(4) as usize]);
                }
            }
        }
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn spans_lie_in_the_text_in_order(text in "(\\PC|[ .,'0-9a-z\u{300}\u{200b}ﬁ℀½京まก่а]){0,60}") {
            let w = words(&text);
            let mut floor = 0;
            for i in 0..w.len() {
                let span = w.span(i);
                prop_assert!(span.start() >= floor && text.get(span.range()).is_some());
                prop_assert!(!w.get(i).is_empty() && !w.get(i).contains(' '));
                floor = span.end();
            }
            prop_assert_eq!(w.normal(), w.iter().collect::<Vec<_>>().join(" "));
        }

        #[test]
        fn folding_first_changes_no_word(text in "(\\PC|[ .,'0-9a-zA-Zа-яА-Яα-ω\u{300}\u{200b}京まก]){0,60}") {
            let (direct, folded) = (words(&text), words(&fold(&text)));
            prop_assert_eq!(direct.normal(), folded.normal());
        }

        #[test]
        fn obfuscation_changes_no_word(seed: u64) {
            let text = "The Agency has exposed a case of a coppery ape on a hot May day. A cop, an ace, \
                        saw one copy at Mayo and expected the box to be opened by Tom Hay at 3,000 U.S. posts.";
            let doctored = obfuscate(text, seed);
            let (plain, hiding) = (words(text), words(&doctored));
            prop_assert_eq!(plain.normal(), hiding.normal());
            let seen = doctored.chars().filter(|c| !c.is_ascii()).count();
            prop_assert_eq!(hiding.hidden(), seen);
        }
    }
}

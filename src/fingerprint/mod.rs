//! What stands for a paragraph in the index: SHA-256, shingles, pairs of rare stems, SimHash.
//!
//! Law: the same normal form gives the same fingerprint, on every machine and in every release with the same
//! [`FINGERPRINT_VERSION`]; golden values are pinned below.

mod pairs;
mod shingle;
mod simhash;

use sha2::{Digest, Sha256};

use crate::text::{Words, each_content_stem};

pub use pairs::RARE_STEMS;
pub use shingle::{SHINGLE_WIDTH, WINNOW_WINDOW, shingles, winnow};
pub use simhash::{SIMHASH_RADIUS, simhash_distance};

/// Raised when any stored value would come out differently.
pub const FINGERPRINT_VERSION: u32 = 4;

/// Paragraphs with fewer words are not looked up by shingles: a line of seven words ("He declined to comment on the
/// report") is everybody's.
pub const COMPARABLE_WORDS: usize = 8;

/// What stands for a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// SHA-256 of the normal form: equal for verbatim copies and, in practice, for nothing else.
    pub sha256: [u8; 32],
    /// SimHash over content stems; 0 when there is none.
    pub simhash: u64,
    /// Number of words.
    pub words: usize,
    /// Winnowed shingle hashes, sorted, without duplicates.
    pub shingles: Vec<u64>,
    /// Hashes of the pairs of its rarest content stems, sorted: what is left of it when every word around them changes.
    pub pairs: Vec<u64>,
}

impl Fingerprint {
    /// The key under which exact copies are found in the inverted index.
    pub fn exact_key(&self) -> u64 {
        let mut head = [0; 8];
        head.copy_from_slice(&self.sha256[..8]);
        EXACT | (u64::from_be_bytes(head) >> KEY_SHIFT)
    }

    /// The keys under which its shingles stand in the inverted index, sorted.
    pub fn shingle_keys(&self) -> impl ExactSizeIterator<Item = u64> + '_ {
        let short = is_short(&self.shingles);
        self.shingles.iter().map(move |&h| shingle_key(h, short))
    }

    /// The keys under which its pairs of rare stems stand in the inverted index, sorted.
    pub fn pair_keys(&self) -> impl ExactSizeIterator<Item = u64> + '_ {
        self.pairs.iter().map(|&h| PAIR | (h >> KEY_SHIFT))
    }

    /// The keys by which its wording is found, the exact one first.
    pub fn wording_keys(&self) -> impl Iterator<Item = u64> + '_ {
        std::iter::once(self.exact_key()).chain(self.shingle_keys())
    }

    /// Every key it stands under, the exact one first.
    pub fn keys(&self) -> impl Iterator<Item = u64> + '_ {
        self.keys_if(true)
    }

    /// The same, those of its pairs only where it is `paired`: not yet in an article whose rewrites are left for later.
    pub fn keys_if(&self, paired: bool) -> impl Iterator<Item = u64> + '_ {
        let pairs = paired.then(|| self.pair_keys());
        self.wording_keys().chain(pairs.into_iter().flatten())
    }
}

/// True when a paragraph has so few winnowed shingles that a single common one makes a candidate.
pub fn is_short(shingles: &[u64]) -> bool {
    shingles.len() <= SHORT_PRINT
}

/// Up to this many winnowed shingles (some 25 words) an edit may cost all but one of them.
const SHORT_PRINT: usize = 8;

/// Index keys carry their family in the bits above a 44-bit hash, so that families lie apart in key order and every key
/// is a positive SQLite integer. 44 bits: among 2·10^8 keys a look-up meets a chance equal with probability 10^-5, and
/// every hit is verified on words anyway. A shingle has one key in short paragraphs and another in longer ones, so that a look-up
/// knows the size of what it found without reading it; the two are neighbours, so that both are found at one place.
const KEY_SHIFT: u32 = 20;
const EXACT: u64 = 1 << 44;
const SHINGLE: u64 = 2 << 44;
const PAIR: u64 = 4 << 44;

/// The index key of a shingle hash of a short or a longer paragraph.
pub fn shingle_key(hash: u64, short: bool) -> u64 {
    SHINGLE + ((hash >> KEY_SHIFT) << 1) + u64::from(short)
}

/// The key in short paragraphs of the shingle that has `key` in longer ones: the next one.
pub fn short_twin(key: u64) -> u64 {
    key + 1
}

/// The winnowed shingles of a paragraph with these [word hashes](crate::text::word_hash), sorted, without duplicates; none of one too short to be looked up by them.
pub fn winnowed(words: &[u64]) -> Vec<u64> {
    if words.len() < COMPARABLE_WORDS {
        return Vec::new();
    }
    let mut kept = winnow(&shingles(words));
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// Takes the fingerprint of a paragraph's words.
pub fn fingerprint(words: &Words) -> Fingerprint {
    taken(words, true)
}

/// The same without the pairs, where no rewrite is looked for.
pub fn fingerprint_of_wording(words: &Words) -> Fingerprint {
    taken(words, false)
}

fn taken(words: &Words, paired: bool) -> Fingerprint {
    let paired = paired && words.len() >= COMPARABLE_WORDS;
    let mut features = Vec::with_capacity(words.len());
    let mut ranks = Vec::with_capacity(if paired { words.len() } else { 0 });
    each_content_stem(words, |_, stem| {
        features.push(stem.feature);
        if paired {
            ranks.push((stem.idf, stem.hash));
        }
    });
    Fingerprint {
        sha256: Sha256::digest(words.normal().as_bytes()).into(),
        simhash: simhash::simhash(&features),
        words: words.len(),
        shingles: winnowed(words.hashes()),
        pairs: pairs::pairs(&ranks),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;
    use proptest::prelude::*;

    const ENGLISH: &str = "The harbour’s new crane lifted forty containers before noon, the port said on Monday, and the \
                           crew went home early.";
    const RUSSIAN: &str = "Пекарня на Речной улице снова открылась в понедельник, сообщила хозяйка, и весь хлеб раскупили до полудня.";
    const CHINESE: &str = "河边的面包店星期一重新开门，店主说，所有的面包在中午之前就卖完了。";

    fn print(text: &str) -> Fingerprint {
        fingerprint(&words(text))
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|b| format!("{b:02x}")).collect()
    }

    #[test]
    fn fingerprints_stay_what_they_are_in_every_script() {
        let found = [ENGLISH, RUSSIAN, CHINESE].map(|text| {
            let print = print(text);
            let keys: Vec<String> = print.keys().take(3).map(|k| format!("{k:x}")).collect();
            format!(
                "{} {:016x} {} {} {}",
                hex(&print.sha256[..8]),
                print.simhash,
                print.words,
                print.shingles.len(),
                keys.join(" ")
            )
        });
        let expected = [
            "abc2e0d1680f1997 c465d370ad31bd99 20 7 1abc2e0d1680 21a5341ae62f 23261e0075b5",
            "57fa4c46e5a3961d ae6bc8f4622ea162 16 3 157fa4c46e5a 21dedd40b273 2238bdbae207",
            "35cdf0b2a852b308 930f5e7c664562a9 19 8 135cdf0b2a85 22b462844e5d 22c01811d117",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_exact_key_is_the_head_of_the_sha256_in_a_family_of_its_own() {
        let print = print(ENGLISH);
        let head = u64::from_str_radix(&hex(&print.sha256)[..11], 16).unwrap();
        assert_eq!(print.exact_key(), EXACT | head);
    }

    #[test]
    fn short_paragraphs_have_keys_of_their_own() {
        let short = |text: &str| -> Vec<bool> {
            let print = print(text);
            let keys = print.shingle_keys();
            let mut found: Vec<bool> = keys
                .map(|k| {
                    assert!((SHINGLE..PAIR).contains(&k));
                    k % 2 == 1
                })
                .collect();
            found.dedup();
            found
        };
        assert!(short("a line of only seven words here").is_empty());
        assert_eq!(short("a line of eight words is compared already"), [true]);
        let long: Vec<String> = (0..60).map(|i| format!("word{i}")).collect();
        assert_eq!(short(&long.join(" ")), [false]);
    }

    #[test]
    fn the_keys_of_a_shingle_in_long_and_in_short_paragraphs_are_neighbours() {
        for hash in [0, u64::MAX, 0x1234_5678_9abc_def0] {
            let (long, short) = (shingle_key(hash, false), shingle_key(hash, true));
            assert_eq!((short_twin(long), short - long), (short, 1));
            assert!(long >= SHINGLE && short < PAIR);
        }
    }

    #[test]
    fn without_its_pairs_a_fingerprint_is_the_same() {
        for text in [ENGLISH, RUSSIAN, CHINESE] {
            let whole = print(text);
            assert!(!whole.pairs.is_empty());
            let bare = fingerprint_of_wording(&words(text));
            let expected = Fingerprint {
                pairs: Vec::new(),
                ..whole
            };
            assert_eq!(bare, expected);
        }
    }

    #[test]
    fn a_paragraph_without_words_has_only_the_sum_of_nothing() {
        let empty = print(" — ");
        assert_eq!(
            (empty.words, empty.simhash, empty.keys().count()),
            (0, 0, 1)
        );
        assert_eq!(hex(&empty.sha256[..4]), "e3b0c442");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_same_normal_form_gives_the_same_fingerprint(
            text in "[a-zA-Z’“” ,\\-]{0,160}|[а-яА-Яё’“” ,\\-]{0,160}"
        ) {
            let cut = words(&text);
            prop_assert_eq!(fingerprint(&cut), print(cut.normal()));
        }

        #[test]
        fn case_and_blanks_leave_the_fingerprint_alone(text in "[a-zA-Z’“” ,.\\-]{0,160}") {
            prop_assert_eq!(print(&text), print(&format!("  {}\n", text.to_uppercase())));
        }

        #[test]
        fn keys_are_sorted_small_enough_for_sqlite_and_apart_by_family(
            text in proptest::collection::vec("[a-z]{1,6}", 0..90)
        ) {
            let print = print(&text.join(" "));
            let shingles: Vec<u64> = print.shingle_keys().collect();
            prop_assert!(shingles.is_sorted());
            prop_assert!(print.keys().all(|k| i64::try_from(k).is_ok()));
            prop_assert!(shingles.iter().all(|k| *k > print.exact_key()));
            prop_assert!(shingles.len() <= print.words);
        }
    }
}

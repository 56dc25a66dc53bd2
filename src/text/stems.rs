//! The content of a paragraph: stems of the words that are not function words.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::OnceLock;

use rust_stemmers::{Algorithm, Stemmer};

use crate::text::language::{Language, language, telling, voted};
use crate::text::memo::{Memo, Stem, with};
use crate::text::script::{Script, script};
use crate::text::stop::IDEOGRAPHIC;
use crate::text::words::Words;

/// The stems of the words that are not function words of the paragraph's language, in order.
///
/// Stems are Snowball's (`rust-stemmers`); words of a language without stemmer, numbers, and words in scripts without
/// blanks stand as they are, the latter without function words of one character.
pub fn content_stems(words: &Words) -> Vec<String> {
    content_stems_in(language(words), words)
}

/// The same for a text whose language is known.
pub fn content_stems_in(language: Language, words: &Words) -> Vec<String> {
    let letters = words.iter().filter_map(|word| letters(language, word));
    letters.map(Cow::into_owned).collect()
}

/// Calls `visit` with the place among the words and the stem of every content word, in order. See [`content_stems`].
pub fn each_content_stem(words: &Words, visit: impl FnMut(usize, &Stem)) {
    with(|memo| {
        memo.begin(words.len());
        let language = voted(memo, words);
        visited(memo, language, words, visit);
    });
}

/// The same for a text whose language is known: a short paragraph is cut like the article it stands in.
pub fn each_content_stem_in(language: Language, words: &Words, visit: impl FnMut(usize, &Stem)) {
    with(|memo| {
        memo.begin(words.len());
        memo.fetch(words.hashes());
        for (word, &hash) in words.iter().zip(words.hashes()) {
            let (place, _) = memo.place(hash, word, telling);
            memo.path.push(place);
        }
        visited(memo, language, words, visit);
    });
}

/// Visits the words that the memo's path leads to, which are these.
fn visited(
    memo: &mut Memo,
    language: Language,
    words: &Words,
    mut visit: impl FnMut(usize, &Stem),
) {
    let path = std::mem::take(&mut memo.path);
    for (i, &place) in path.iter().enumerate() {
        let learn = || Some(Stem::of(language, &letters(language, words.get(i))?));
        if let Some(stem) = memo.stem(place, language, learn) {
            visit(i, &stem);
        }
    }
    memo.path = path;
}

/// The letters of a content word's stem; nothing of a function word.
fn letters(language: Language, word: &str) -> Option<Cow<'_, str>> {
    let bare = without_elision(word, language);
    if language.has_function_word(word) || language.has_function_word(bare) || particle(word) {
        return None;
    }
    let stemmed = match algorithm(language).map(Stemmer::create) {
        Some(stemmer) if bare.chars().all(|c| c.is_alphabetic() || c == '\'') => stemmer.stem(bare),
        _ => Cow::Borrowed(bare),
    };
    Some(if stemmed.is_empty() {
        Cow::Borrowed(bare)
    } else {
        stemmed
    })
}

/// Takes the article or pronoun off a French or Italian word (`l'homme`, `dell'anno`) and the `'s` off an English one.
fn without_elision(word: &str, language: Language) -> &str {
    match language {
        Language::French | Language::Italian => match word.split_once('\'') {
            Some((head, rest)) if head.len() <= 6 && !rest.is_empty() => rest,
            _ => word,
        },
        Language::English => word.strip_suffix("'s").unwrap_or(word),
        _ => word,
    }
}

/// True for a Chinese or Japanese function word of one character, and for a lone Thai, Lao, Khmer or Burmese one.
fn particle(word: &str) -> bool {
    static PARTICLES: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let mut chars = word.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => match script(c) {
            Script::SouthEastAsian => true,
            Script::Ideographic => PARTICLES
                .get_or_init(|| IDEOGRAPHIC.split_ascii_whitespace().collect())
                .contains(word),
            _ => false,
        },
        _ => false,
    }
}

fn algorithm(language: Language) -> Option<Algorithm> {
    Some(match language {
        Language::English => Algorithm::English,
        Language::German => Algorithm::German,
        Language::French => Algorithm::French,
        Language::Spanish => Algorithm::Spanish,
        Language::Italian => Algorithm::Italian,
        Language::Portuguese => Algorithm::Portuguese,
        Language::Dutch => Algorithm::Dutch,
        Language::Russian => Algorithm::Russian,
        Language::Swedish => Algorithm::Swedish,
        Language::Norwegian => Algorithm::Norwegian,
        Language::Danish => Algorithm::Danish,
        Language::Finnish => Algorithm::Finnish,
        Language::Romanian => Algorithm::Romanian,
        Language::Hungarian => Algorithm::Hungarian,
        Language::Turkish => Algorithm::Turkish,
        Language::Arabic => Algorithm::Arabic,
        Language::Greek => Algorithm::Greek,
        Language::Other => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::stop::LISTS;
    use crate::text::words;

    #[test]
    fn what_is_said_remains_and_that_it_was_said_does_not() {
        let stems = |t| content_stems(&words(t)).join(" ");
        assert_eq!(
            stems(
                "The ministers said in a statement that the president's plans were rejected, according to Reuters."
            ),
            "minist presid plan reject reuter"
        );
        assert_eq!(
            stems(
                "Die Minister sagten, dass die Pläne des Präsidenten nicht mit 3,000 Euro bezahlt werden."
            ),
            "minist sagt plan prasident 3000 euro bezahlt"
        );
        assert_eq!(stems("我们的学校在北京"), "我们 学校 北京");
        assert!(
            stems("Le plan de l'homme et du ministre n'est pas dans la loi")
                .starts_with("plan homm ministr")
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]
        #[test]
        fn no_word_upsets_a_stemmer(word in "(\\PC|[a-zäöüßéèçığşа-яα-ωάέήا-ي']){1,14}") {
            let w = words(&word);
            for &(language, list) in LISTS {
                let first: Vec<&str> = list.split_ascii_whitespace().take(6).collect();
                let text = format!("{} {}", first.join(" "), w.normal());
                let stems = content_stems(&words(&text));
                prop_assert!(stems.iter().all(|s| !s.is_empty()), "{:?}", language);
                if let Some(a) = algorithm(language) {
                    for part in w.iter() {
                        let _ = Stemmer::create(a).stem(part);
                    }
                }
            }
        }
    }
}

//! The words around quotations, read once from `said.toml`.

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;

use crate::text::Language;

const DATA: &str = include_str!("said.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    particles: BTreeMap<String, HashSet<String>>,
    english: Lists,
    german: Lists,
    french: Lists,
    spanish: Lists,
    portuguese: Lists,
    italian: Lists,
    dutch: Lists,
    russian: Lists,
}

/// The words of one language.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lists {
    pub(crate) said: HashSet<String>,
    pub(crate) told: HashSet<String>,
    pub(crate) fills: HashSet<String>,
    pub(crate) she: HashSet<String>,
    pub(crate) he: HashSet<String>,
    pub(crate) according: Vec<String>,
    pub(crate) small: HashSet<String>,
    pub(crate) articles: HashSet<String>,
    pub(crate) titles: HashSet<String>,
    pub(crate) she_titles: HashSet<String>,
    pub(crate) he_titles: HashSet<String>,
    pub(crate) never: HashSet<String>,
    pub(crate) drops: bool,
    /// True where every noun begins with a capital.
    #[serde(skip)]
    pub(crate) capital_nouns: bool,
}

impl Lists {
    /// True for a verb that may attribute a quotation.
    pub(crate) fn is_verb(&self, word: &str) -> bool {
        self.said.contains(word) || self.told.contains(word)
    }

    /// True for a title or office; in German also one at the end of a longer word (`Regierungssprecherin`).
    pub(crate) fn is_title(&self, word: &str) -> bool {
        let word = word.trim_end_matches('.');
        self.titles.contains(word)
            || self.capital_nouns
                && self
                    .titles
                    .iter()
                    .any(|t| t.chars().count() > 3 && word.ends_with(t.as_str()))
    }
}

fn file() -> &'static Option<File> {
    static FILE: OnceLock<Option<File>> = OnceLock::new();
    FILE.get_or_init(|| {
        let mut file: Option<File> = toml::from_str(DATA).ok();
        if let Some(file) = &mut file {
            file.german.capital_nouns = true;
        }
        file
    })
}

/// The words of a language; of one without a list nothing is known.
pub(crate) fn lists(language: Language) -> Option<&'static Lists> {
    let file = file().as_ref()?;
    Some(match language {
        Language::English => &file.english,
        Language::German => &file.german,
        Language::French => &file.french,
        Language::Spanish => &file.spanish,
        Language::Portuguese => &file.portuguese,
        Language::Italian => &file.italian,
        Language::Dutch => &file.dutch,
        Language::Russian => &file.russian,
        _ => return None,
    })
}

/// True for a small word inside a name (`van`, `de`).
pub(crate) fn is_particle(word: &str) -> bool {
    file()
        .as_ref()
        .and_then(|f| f.particles.get("all"))
        .is_some_and(|p| p.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_words_is_read_and_folded() {
        let file: File = toml::from_str(DATA).unwrap();
        for list in [&file.english, &file.german, &file.russian, &file.dutch] {
            assert!(!list.said.is_empty());
            for word in list.said.iter().chain(&list.titles).chain(&list.never) {
                assert_eq!(&word.to_lowercase(), word);
            }
        }
        assert!(
            lists(Language::German)
                .unwrap()
                .is_title("regierungssprecherin")
        );
        assert!(is_particle("van"));
    }
}

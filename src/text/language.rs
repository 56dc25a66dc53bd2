//! Which language a paragraph is written in, from its own function words.
//!
//! A vote, not a model: the answer is the same on every machine, depends on nothing but the paragraph, and is read off
//! the words that are left out of the content anyway.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::text::memo::{Memo, Telling, with};
use crate::text::script::{Script, script};
use crate::text::stop::{LISTS, OTHER_CYRILLIC};
use crate::text::words::Words;

/// A language whose function words and stems are known, or [`Language::Other`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum Language {
    /// English.
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Italian.
    Italian,
    /// Portuguese.
    Portuguese,
    /// Dutch.
    Dutch,
    /// Russian.
    Russian,
    /// Swedish.
    Swedish,
    /// Norwegian (Bokmål).
    Norwegian,
    /// Danish.
    Danish,
    /// Finnish.
    Finnish,
    /// Romanian.
    Romanian,
    /// Hungarian.
    Hungarian,
    /// Turkish.
    Turkish,
    /// Arabic.
    Arabic,
    /// Modern Greek.
    Greek,
    /// Anything else, or too little to tell.
    #[default]
    Other,
}

/// Number of languages with a list.
const KNOWN: usize = LISTS.len();

/// What a vote is worth when only one language has the word; shared words count a share of it.
const VOTE: u32 = 60;

impl Language {
    /// The BCP 47 tag, `und` for [`Language::Other`].
    pub fn as_str(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Italian => "it",
            Self::Portuguese => "pt",
            Self::Dutch => "nl",
            Self::Russian => "ru",
            Self::Swedish => "sv",
            Self::Norwegian => "nb",
            Self::Danish => "da",
            Self::Finnish => "fi",
            Self::Romanian => "ro",
            Self::Hungarian => "hu",
            Self::Turkish => "tr",
            Self::Arabic => "ar",
            Self::Greek => "el",
            Self::Other => "und",
        }
    }

    /// True when folded `word` is a function word of this language.
    pub(crate) fn has_function_word(self, word: &str) -> bool {
        (self as usize) < KNOWN
            && ballots()
                .get(word)
                .is_some_and(|b| b >> self as usize & 1 == 1)
    }
}

/// For every function word, the languages that have it, one bit each; the bit after the last is other Cyrillic.
fn ballots() -> &'static HashMap<&'static str, u32> {
    static BALLOTS: OnceLock<HashMap<&'static str, u32>> = OnceLock::new();
    BALLOTS.get_or_init(|| {
        let mut ballots = HashMap::new();
        let lists = LISTS.iter().map(|&(l, list)| (l as usize, list));
        for (bit, list) in lists.chain([(KNOWN, OTHER_CYRILLIC)]) {
            for word in list.split_ascii_whitespace() {
                *ballots.entry(word).or_insert(0) |= 1 << bit;
            }
        }
        ballots
    })
}

/// Guesses the language of a paragraph from its function words.
///
/// A word that several languages share is a fraction of a vote for each. The winner needs votes worth one word of its
/// own, or of a sixteenth of the words (numbers apart) when there are many; a tie goes to the first in the order of [`Language`]. Greek
/// needs only its letters.
pub fn language(words: &Words) -> Language {
    with(|memo| {
        memo.begin(words.len());
        voted(memo, words)
    })
}

/// What a word says of the language of its paragraph.
pub(crate) fn telling(word: &str) -> Telling {
    let ballot = ballots().get(word).copied().unwrap_or(0);
    let first = word.chars().next();
    Telling::new(
        ballot,
        word.chars().all(char::is_alphabetic),
        first.is_some_and(|c| script(c) == Script::Greek),
    )
}

/// [`language`] with the memo at hand, whose path leads to the words afterwards.
pub(crate) fn voted(memo: &mut Memo, words: &Words) -> Language {
    let mut votes = [0_u32; KNOWN + 1];
    let (mut greek, mut spelt) = (0_usize, 0_u32);
    memo.fetch(words.hashes());
    for (word, &hash) in words.iter().zip(words.hashes()) {
        let (place, told) = memo.place(hash, word, telling);
        memo.path.push(place);
        let mut ballot = told.ballot();
        if ballot != 0 {
            let worth = VOTE / ballot.count_ones();
            while ballot != 0 {
                votes[ballot.trailing_zeros() as usize] += worth;
                ballot &= ballot - 1;
            }
        }
        spelt += u32::from(told.is_spelt());
        greek += usize::from(told.is_greek());
    }
    if greek * 2 > words.len() {
        return Language::Greek;
    }
    let mut best = (
        VOTE.max(spelt.saturating_mul(VOTE) / 16) - 1,
        Language::Other,
    );
    for (sum, &(language, _)) in votes.iter().zip(LISTS) {
        if *sum > best.0 {
            best = (*sum, language);
        }
    }
    if best.1 == Language::Russian && (votes[KNOWN] >= best.0 || not_russian(words)) {
        return Language::Other;
    }
    best.1
}

/// True when a text in Cyrillic letters has several that Russian lacks.
fn not_russian(words: &Words) -> bool {
    let foreign = words.normal().chars().filter(|c| {
        matches!(
            c,
            'і' | 'ї' | 'є' | 'ґ' | 'ў' | 'ј' | 'љ' | 'њ' | 'ћ' | 'ђ' | 'џ'
        )
    });
    foreign.take(3).count() == 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    #[test]
    fn a_sentence_is_enough_to_tell_the_language() {
        for (want, text) in [
            (
                "en",
                "The minister said on Tuesday that the plan would be put to a vote.",
            ),
            (
                "de",
                "Der Minister sagte am Dienstag, dass über den Plan abgestimmt werde.",
            ),
            (
                "fr",
                "Le ministre a déclaré mardi que le projet serait soumis au vote.",
            ),
            (
                "es",
                "El ministro dijo el martes que el plan se someterá a votación.",
            ),
            (
                "it",
                "Il ministro ha detto martedì che il piano sarà messo ai voti.",
            ),
            (
                "pt",
                "O ministro disse na terça-feira que o plano não será votado.",
            ),
            (
                "nl",
                "De minister zei dinsdag dat het plan in stemming wordt gebracht.",
            ),
            (
                "ru",
                "Министр сказал во вторник, что план будет поставлен на голосование.",
            ),
            (
                "sv",
                "Ministern sade på tisdagen att planen ska gå till omröstning.",
            ),
            (
                "nb",
                "Statsråden sa tirsdag at planen ikke skal opp til avstemning nå.",
            ),
            (
                "da",
                "Ministeren sagde tirsdag, at planen ikke skal til afstemning nu.",
            ),
            (
                "fi",
                "Ministeri sanoi tiistaina, että suunnitelmasta ei äänestetä vielä.",
            ),
            (
                "ro",
                "Ministrul a spus marți că planul va fi supus la vot și nu înainte.",
            ),
            (
                "hu",
                "A miniszter kedden elmondta, hogy a tervről nem szavaznak, és ez így van.",
            ),
            (
                "tr",
                "Bakan salı günü planın oylanacağını söyledi ve bu çok önemli dedi.",
            ),
            (
                "ar",
                "قال الوزير يوم الثلاثاء إن الخطة سوف تعرض على البرلمان في الأسبوع المقبل",
            ),
            (
                "el",
                "Ο υπουργός δήλωσε την Τρίτη ότι το σχέδιο θα τεθεί σε ψηφοφορία.",
            ),
            (
                "und",
                "Міністр сказав у вівторок, що план буде винесено на голосування.",
            ),
            (
                "und",
                "Министър-председателят каза, че планът ще бъде гласуван във вторник и се очаква да бъде приет.",
            ),
            ("und", "我们在北京。"),
            ("und", ""),
            ("und", "Reuters 2024"),
        ] {
            assert_eq!(language(&words(text)).as_str(), want, "{text}");
        }
    }

    #[test]
    fn the_lists_stand_in_the_order_of_the_languages() {
        for (i, &(language, _)) in LISTS.iter().enumerate() {
            assert_eq!(language as usize, i);
        }
    }
}

//! The words that one outlet's copies put in the place of their sources' words, learned from aligned pairs.
//!
//! A spinner works from a table, so what it swaps, it swaps again. A swap of a single article may be an editor's; what comes back in
//! two is a habit. Of use to a reader as a portrait of an outlet, and to name an agency whose name was swapped away.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Credit, CreditForm};
use crate::reuse::Swap;
use crate::segment::{CreditPlace, agency_name, same_outlet};
use crate::text::{Language, content_stems_in, words};

/// Different articles in which a swap must be met.
const LEAST_ARTICLES: usize = 2;

/// The swaps of one outlet.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    language: Language,
    /// By the folded words of both sides.
    swaps: BTreeMap<(String, String), Seen>,
}

/// Where a swap was met.
#[derive(Debug, Clone)]
struct Seen {
    /// As it was printed first.
    printed: Swap,
    /// Article pairs.
    pairs: usize,
    /// The copies among them.
    articles: BTreeSet<u64>,
}

/// A swap that an outlet makes again and again.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Entry {
    /// The source's words.
    pub from: String,
    /// The outlet's words.
    pub to: String,
    /// Article pairs in which it was met.
    pub count: usize,
    /// The agency that `from` names, if it names one: then a credit was swapped away.
    pub agency: Option<&'static str>,
}

/// A credit that was swapped away, with the reason for saying so.
#[derive(Debug, Clone, PartialEq)]
pub struct Restored {
    /// The broken credit; it names the agency.
    pub credit: Credit,
    /// Why the agency is named, in words.
    pub why: String,
}

impl Lexicon {
    /// An empty lexicon of an outlet that prints in `language`.
    pub fn new(language: Language) -> Self {
        Self {
            language,
            swaps: BTreeMap::new(),
        }
    }

    /// Adds the swaps of one article pair; `copy` tells the outlet's articles apart. A swap counts once a pair, however often it
    /// stands there. Function words, the spelling of numbers and mere inflection are passed over.
    pub fn add(&mut self, copy: u64, swaps: &[Swap]) {
        let mut met = BTreeSet::new();
        for swap in swaps {
            let key = (words(&swap.from), words(&swap.to));
            let key = (key.0.normal().to_owned(), key.1.normal().to_owned());
            if !self.tells(swap) || !met.insert(key.clone()) {
                continue;
            }
            let seen = self.swaps.entry(key).or_insert_with(|| Seen {
                printed: swap.clone(),
                pairs: 0,
                articles: BTreeSet::new(),
            });
            seen.pairs += 1;
            seen.articles.insert(copy);
        }
    }

    /// True when the swap replaces a word by another one.
    fn tells(&self, swap: &Swap) -> bool {
        let (from, to) = (words(&swap.from), words(&swap.to));
        let stems = |w| content_stems_in(self.language, w);
        let (left, right) = (stems(&from), stems(&to));
        let figure =
            |w: &String| w.contains(|c: char| c.is_numeric()) || SPELT.contains(&w.as_str());
        let numbers =
            from.iter().any(|w| figure(&w.to_owned())) && to.iter().any(|w| figure(&w.to_owned()));
        !left.is_empty()
            && !right.is_empty()
            && !numbers
            && left != right
            && !inflected(&left, &right)
    }

    /// The `n` most frequent swaps that were met in two articles or more; of equally frequent ones an agency's first, then by letters.
    pub fn top(&self, n: usize) -> Vec<Entry> {
        let mut all: Vec<Entry> = self.habits().collect();
        all.sort_by(|x, y| {
            let rank = |e: &Entry| (std::cmp::Reverse(e.count), e.agency.is_none());
            rank(x)
                .cmp(&rank(y))
                .then_with(|| (&x.from, &x.to).cmp(&(&y.from, &y.to)))
        });
        all.truncate(n);
        all
    }

    fn habits(&self) -> impl Iterator<Item = Entry> + '_ {
        let kept = self
            .swaps
            .values()
            .filter(|s| s.articles.len() >= LEAST_ARTICLES);
        kept.map(|seen| Entry {
            from: seen.printed.from.clone(),
            to: seen.printed.to.clone(),
            count: seen.pairs,
            agency: agency_name(&seen.printed.from),
        })
    }

    /// The credits of an article of the outlet that the lexicon gives back: names in credit places which stand for an agency elsewhere in
    /// the outlet. `own` is the outlet's name: that it puts its own name on a text is no broken credit. A headline's end counts
    /// only beside another place.
    pub fn restored(&self, places: &[CreditPlace], own: Option<&str>) -> Vec<Restored> {
        let agencies: Vec<Entry> = self.habits().filter(|e| e.agency.is_some()).collect();
        let mut found: Vec<(&CreditPlace, Restored)> = Vec::new();
        for place in places {
            let is_own = own.is_some_and(|own| same_outlet(own, &place.name));
            if is_own || agency_name(&place.name).is_some() {
                continue;
            }
            let printed = words(&place.name);
            let best = agencies
                .iter()
                .filter(|e| words(&e.to).normal() == printed.normal())
                .max_by_key(|e| e.count);
            let Some((entry, agency)) = best.and_then(|e| Some((e, e.agency?))) else {
                continue;
            };
            let credit = Credit {
                form: CreditForm::Mangled,
                to: agency.to_owned(),
                printed: place.name.clone(),
                span: Some(place.span),
                url: None,
            };
            let why = format!(
                "“{}” stands where {agency} is credited; this outlet put it for {agency} in {} articles",
                place.name, entry.count
            );
            found.push((place, Restored { credit, why }));
        }
        if found.iter().all(|(place, _)| place.place == HEADLINE_END) {
            return Vec::new();
        }
        found.into_iter().map(|(_, restored)| restored).collect()
    }
}

/// The place that counts only beside another.
const HEADLINE_END: &str = "end of the headline";

/// English number words; figures are told by their digits.
#[rustfmt::skip]
const SPELT: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty", "thirty", "forty", "fifty",
    "hundred", "thousand", "million", "billion", "trillion", "half", "dozen", "percent", "first", "second", "third",
];

/// True when both sides are forms of one word: they begin alike for all but their last three letters.
fn inflected(left: &[String], right: &[String]) -> bool {
    let ([a], [b]) = (left, right) else {
        return false;
    };
    let alike = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let longer = a.chars().count().max(b.chars().count());
    alike >= 4 && alike + 3 >= longer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Article, CreditStatus};
    use crate::provenance::credit;
    use crate::provenance::facts::printed_by;
    use crate::segment::{credit_places, segment};

    fn swap(from: &str, to: &str) -> Swap {
        Swap {
            from: from.to_owned(),
            to: to.to_owned(),
        }
    }

    fn learned(pairs: &[(u64, &[(&str, &str)])]) -> Lexicon {
        let mut lexicon = Lexicon::new(Language::English);
        for (copy, list) in pairs {
            let swaps: Vec<Swap> = list.iter().map(|(from, to)| swap(from, to)).collect();
            lexicon.add(*copy, &swaps);
        }
        lexicon
    }

    #[test]
    fn what_two_articles_swap_is_a_habit_and_what_one_swaps_is_none() {
        let twice = [("hospital", "clinic"), ("hospital", "clinic")];
        let lexicon = learned(&[
            (1, &twice),
            (2, &[("Hospital", "clinic"), ("Reuters", "Gateway")]),
            (3, &[("Reuters", "Gateway"), ("bridge", "crossing")]),
            (3, &[("bridge", "crossing")]),
            (4, &[("Reuters", "Gateway")]),
        ]);
        let told: Vec<(String, String, usize)> = lexicon
            .top(9)
            .into_iter()
            .map(|e| (e.from, e.to, e.count))
            .collect();
        let line = |a: &str, b: &str, n| (a.to_owned(), b.to_owned(), n);
        assert_eq!(
            told,
            [line("Reuters", "Gateway", 3), line("hospital", "clinic", 2)]
        );
        assert_eq!(lexicon.top(1)[0].agency, Some("Reuters"));
        assert_eq!(lexicon.top(2)[1].agency, None);
    }

    #[test]
    fn spelling_inflection_and_function_words_are_no_swaps() {
        let same: &[(&str, &str)] = &[
            ("three", "3"),
            ("4.1 percent", "four percent"),
            ("repair", "repairs"),
            ("analysis", "analyses"),
            ("adviser", "advisor"),
            ("said that", "told"),
            ("of the", "from"),
            ("Hospital", "hospital"),
        ];
        assert!(learned(&[(1, same), (2, same)]).top(9).is_empty());
    }

    const BODY: &str = "The last ferry left the harbour of Lindemar on Monday, the port office said after a meeting of its board.";

    #[test]
    fn a_credit_that_was_swapped_away_is_given_back_and_stays_destroyed() {
        let lexicon = learned(&[
            (1, &[("Reuters", "Gateway")]),
            (2, &[("Reuters", "Gateway")]),
        ]);
        let text = format!("LINDEMAR (Gateway) – {BODY}\n\n{BODY}");
        let article = Article {
            text: text.clone(),
            ..Article::default()
        };
        let cut = segment(&article);
        assert!(cut.credits.is_empty(), "the catalogue does not know it");
        let places = credit_places(&text, &cut.blocks);
        let found = lexicon.restored(&places, Some("Post"));
        assert_eq!(found.len(), 1);
        assert!(found[0].why.contains("Reuters") && found[0].why.contains("2 articles"));
        let mut copy = printed_by("Post", None);
        copy.credits.push(found[0].credit.clone());
        let said = credit(&copy, &printed_by("Wire", None));
        assert_eq!(said.status, CreditStatus::Destroyed);
        assert_eq!(said.lines[0].to, "Reuters");
        assert!(
            lexicon.restored(&places, Some("Gateway")).is_empty(),
            "its own name"
        );
        assert!(Lexicon::default().restored(&places, None).is_empty());
    }

    #[test]
    fn the_same_word_elsewhere_in_the_text_is_no_credit() {
        let lexicon = learned(&[
            (1, &[("Reuters", "Gateway")]),
            (2, &[("Reuters", "Gateway")]),
        ]);
        let text = format!(
            "Ferry stops for good as winter comes – Gateway\n\nThe Gateway (a ship) left. {BODY}"
        );
        let article = Article {
            text: text.clone(),
            ..Article::default()
        };
        let places = credit_places(&text, &segment(&article).blocks);
        assert!(lexicon.restored(&places, None).is_empty(), "{places:?}");
    }
}

//! What speaks for and against one paragraph being another in other words, so that a reader can check it with both texts in hand.
//!
//! It explains a verdict and makes none: nothing here is weighed.

use serde::Serialize;

use crate::reuse::Prepared;
use crate::reuse::content::{Content, Fact};
use crate::reuse::features::features;
use crate::reuse::quoting::{Quoting, quoting};
use crate::reuse::swaps::{Swap, swaps};

/// A paragraph with all that was prepared of it.
#[derive(Debug, Clone, Copy)]
pub struct Side<'t> {
    /// Its text.
    pub text: &'t str,
    /// Its words, prepared from the text.
    pub prepared: &'t Prepared,
    /// Its content, in the language of its article.
    pub content: &'t Content,
}

/// How a paragraph was made from its source, as far as it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Much of the wording was kept.
    Light,
    /// Little of the wording was kept.
    Heavy,
    /// Made of two paragraphs of the source.
    Merged,
    /// Another paragraph of the suspect has the same source.
    Split,
    /// What the source quotes is told as the suspect's own.
    QuoteToIndirect,
}

/// What speaks for and against. Lists are short, most telling first; words are as printed.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Evidence {
    /// Distinct facts (names, numbers and other content words) of the suspect.
    pub facts: usize,
    /// How many of them the source has.
    pub facts_shared: usize,
    /// How many of these stand in the same order in both (longest increasing subsequence of their first places).
    pub facts_in_order: usize,
    /// Names that both have.
    pub names: Vec<String>,
    /// Numbers that both have.
    pub numbers: Vec<String>,
    /// Rare words that both have.
    pub rare_words: Vec<String>,
    /// What became of the source's quotations.
    pub quotations: Quoting,
    /// Words that stand in the place of others.
    pub swaps: Vec<Swap>,
    /// Against: numbers of the suspect that the source has not.
    pub other_numbers: Vec<String>,
    /// Against: names of the suspect that the source has not.
    pub other_names: Vec<String>,
    /// How it was made.
    pub shape: Vec<Shape>,
}

/// Entries of each list, at most.
const LISTED: usize = 6;

/// Idf from which a word is rare: it stands in less than one of 700 paragraphs of the news.
const RARE: f32 = 6.5;

/// Idf, summed over its words, from which a name is worth listing: "President" alone is not.
const TELLING: f32 = 3.0;

/// Names of days say nothing of who or where.
const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// Share of the shorter side's words, in order, from which the wording counts as kept.
const KEPT: f32 = 0.6;

/// Share of the suspect's runs of three words that stand in the source from which the wording counts as kept.
const KEPT_RUNS: f32 = 0.3;

/// Collects what speaks for and against `a` being rewritten from `source`: one paragraph, or two adjacent ones in order. `split` says
/// that another paragraph of the suspect has the same source.
pub fn evidence(a: &Side<'_>, source: &[Side<'_>], split: bool) -> Evidence {
    let mut parts = source.iter();
    let Some(first) = parts.next() else {
        return Evidence::default();
    };
    let whole = parts.fold(first.content.clone(), |all, next| all.joined(next.content));
    let facts = a.content.facts();
    let mut shared: Vec<(u32, u32)> = facts
        .iter()
        .filter_map(|f| Some((f.at, whole.fact(f.stem)?.at)))
        .collect();
    shared.sort_unstable();
    let places: Vec<u32> = shared.iter().map(|s| s.1).collect();
    let has = |f: &Fact| whole.fact(f.stem).is_some();
    let name_there = |f: &Fact| f.name || whole.fact(f.stem).is_some_and(|g| g.name);
    let quotations = quoting(a, source);
    let mut swaps = swaps(a, source);
    swaps.dedup();
    swaps.truncate(LISTED);
    Evidence {
        facts: facts.len(),
        facts_shared: shared.len(),
        facts_in_order: in_order(&places),
        names: names(a, &|f| has(f), false),
        numbers: singles(a, |f| f.number && has(f)),
        rare_words: singles(a, |f| {
            !f.number && !name_there(f) && f.idf >= RARE && has(f)
        }),
        swaps,
        other_numbers: singles(a, |f| f.number && !has(f)),
        other_names: names(a, &|f| !has(f), true),
        shape: shape(a, source, &whole, quotations.indirect > 0, split),
        quotations,
    }
}

fn shape(
    a: &Side<'_>,
    source: &[Side<'_>],
    whole: &Content,
    indirect: bool,
    split: bool,
) -> Vec<Shape> {
    let runs = a.content.sequence.windows(3);
    let (mut common, mut all) = (0, 0);
    for run in runs {
        all += 1;
        common += usize::from(whole.sequence.windows(3).any(|w| w == run));
    }
    let kept = features(a.content, whole).wording >= KEPT
        || (all > 0 && common as f32 >= KEPT_RUNS * all as f32);
    let mut shape = vec![if kept { Shape::Light } else { Shape::Heavy }];
    for (holds, as_what) in [
        (source.len() > 1, Shape::Merged),
        (split, Shape::Split),
        (indirect, Shape::QuoteToIndirect),
    ] {
        if holds {
            shape.push(as_what);
        }
    }
    shape
}

/// Length of the longest rising subsequence (Fredman 1975, by the last item of the best run of each length).
fn in_order(places: &[u32]) -> usize {
    let mut last: Vec<u32> = Vec::new();
    for &place in places {
        let at = last.partition_point(|l| *l < place);
        match last.get_mut(at) {
            Some(end) => *end = place,
            None => last.push(place),
        }
    }
    last.len()
}

/// The word at `i` as printed, without a possessive; with its sign when it is a number.
fn printed(side: &Side<'_>, i: usize) -> String {
    let span = side.prepared.words().span(i);
    let word = span.of(side.text);
    let bare = ["'s", "’s", "'", "’"]
        .iter()
        .find_map(|end| word.strip_suffix(end));
    let mut out = bare.unwrap_or(word).to_owned();
    if word.starts_with(|c: char| c.is_numeric()) {
        let before = side
            .text
            .get(..span.start())
            .and_then(|t| t.chars().next_back());
        let after = side.text.get(span.end()..).and_then(|t| t.chars().next());
        if let Some(sign) = before.filter(|c| "$€£¥".contains(*c)) {
            out.insert(0, sign);
        }
        if after == Some('%') {
            out.push('%');
        }
    }
    out
}

/// The facts that `pick` takes, as printed, the rarest first, of equally rare ones the first.
fn singles(side: &Side<'_>, pick: impl Fn(&Fact) -> bool) -> Vec<String> {
    let mut found: Vec<&Fact> = side.content.facts().iter().filter(|f| pick(f)).collect();
    found.sort_by(|x, y| y.idf.total_cmp(&x.idf).then(x.at.cmp(&y.at)));
    found.truncate(LISTED);
    found.iter().map(|f| printed(side, f.at as usize)).collect()
}

/// The names whose words `pick` takes, adjacent words joined, the rarest first; `apart` leaves out what is only a part of a name
/// whose other words `pick` does not take.
fn names(side: &Side<'_>, pick: &dyn Fn(&Fact) -> bool, apart: bool) -> Vec<String> {
    let words = side.prepared.words();
    let capital = |i: usize| words.span(i).of(side.text).starts_with(char::is_uppercase);
    let fact_at = |i: usize| side.content.fact(*side.content.sequence.get(i)?);
    let taken = |i: usize| fact_at(i).filter(|f| f.name && !f.number && capital(i) && pick(f));
    // "China's Xinhua" are two names.
    let touching = |l: usize, i: usize| {
        printed(side, l) == words.span(l).of(side.text)
            && side.text.get(words.span(l).end()..words.span(i).start()) == Some(" ")
    };
    // What it is worth, where it begins, its words.
    let mut found: Vec<(f32, usize, String)> = Vec::new();
    let mut last = None;
    for i in 0..words.len() {
        let Some(fact) = taken(i) else { continue };
        let touches = last.is_some_and(|l: usize| l + 1 == i && touching(l, i));
        last = Some(i);
        match found.last_mut() {
            Some((worth, _, name)) if touches => {
                *worth += fact.idf;
                name.push(' ');
                name.push_str(&printed(side, i));
            }
            _ => found.push((fact.idf, i, printed(side, i))),
        }
    }
    // "Sergei" before a shared "Lavrov" is part of a shared name, not another one.
    let part = |from: usize, name: &str| {
        let end = from + name.split(' ').count();
        [from.checked_sub(1), Some(end)]
            .into_iter()
            .flatten()
            .any(|beside| {
                let fact = fact_at(beside).filter(|f| f.idf >= TELLING && !pick(f));
                fact.is_some() && capital(beside) && touching(beside.min(end - 1), beside.max(from))
            })
    };
    found.retain(|(worth, from, name)| {
        *worth >= TELLING && name.chars().count() > 1 && !(apart && part(*from, name))
    });
    found.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
    let mut kept: Vec<String> = Vec::new();
    for (_, _, name) in found {
        // "Dahl" says nothing beside "Osric Dahl".
        let said = |k: &String| format!(" {k} ").contains(&format!(" {name} "));
        if kept.len() < LISTED && !kept.iter().any(said) && !DAYS.contains(&name.as_str()) {
            kept.push(name);
        }
    }
    kept
}

impl Evidence {
    /// The evidence as short sentences: what speaks for, then what speaks against, then the shape.
    pub fn words(&self) -> Vec<String> {
        let mut out = Vec::new();
        if self.facts > 0 {
            out.push(format!(
                "{} of its {} facts stand in the source, {} in the same order",
                self.facts_shared, self.facts, self.facts_in_order
            ));
        }
        let mut list = |what: &str, entries: &[String]| {
            if !entries.is_empty() {
                out.push(format!("{what}: {}", entries.join(", ")));
            }
        };
        list("same names", &self.names);
        list("same numbers", &self.numbers);
        list("same rare words", &self.rare_words);
        let swapped: Vec<String> = self
            .swaps
            .iter()
            .map(|s| format!("“{}” became “{}”", s.from, s.to))
            .collect();
        list("words changed", &swapped);
        out.extend(self.quotations.words());
        let mut list = |what: &str, entries: &[String]| {
            if !entries.is_empty() {
                out.push(format!(
                    "against: {what} that the source has not: {}",
                    entries.join(", ")
                ));
            }
        };
        list("numbers", &self.other_numbers);
        list("names", &self.other_names);
        let own = self.facts - self.facts_shared;
        if own > 0 {
            let stand = if own == 1 { "stands" } else { "stand" };
            out.push(format!(
                "against: {own} of its facts {stand} nowhere in the source"
            ));
        }
        out.extend(self.shape.iter().map(|s| s.words().to_owned()));
        out
    }
}

impl Shape {
    /// The shape as it is told to a reader.
    pub fn words(self) -> &'static str {
        match self {
            Self::Light => "much of the wording was kept",
            Self::Heavy => "little of the wording was kept",
            Self::Merged => "two paragraphs of the source were made one",
            Self::Split => "another paragraph has the same source",
            Self::QuoteToIndirect => "a quotation of the source is told without quotation marks",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    /// The evidence of one text beside one or two others.
    fn between(a: &str, sources: &[&str], split: bool) -> Evidence {
        let prepared = |text: &&str| {
            let ready = Prepared::new(text);
            let content = Content::new(&ready, text, Language::English);
            (ready, content)
        };
        let own = prepared(&a);
        let theirs: Vec<(Prepared, Content)> = sources.iter().map(prepared).collect();
        let source: Vec<Side<'_>> = sources
            .iter()
            .zip(&theirs)
            .map(|(text, (prepared, content))| Side {
                text,
                prepared,
                content,
            })
            .collect();
        let side = Side {
            text: a,
            prepared: &own.0,
            content: &own.1,
        };
        evidence(&side, &source, split)
    }

    /// The paragraph of a fixture that begins so.
    fn fixture(file: &'static str, begins: &str) -> &'static str {
        let found = file.split("\n\n").find(|p| p.starts_with(begins));
        found.unwrap_or_else(|| panic!("no {begins}"))
    }

    const COPY: &str = include_str!("../../fixtures/stories/central-bank-rewritten/finchglobe.txt");
    const WIRE: &str = include_str!("../../fixtures/stories/central-bank-rewritten/meridian.txt");

    #[test]
    fn names_numbers_and_rare_words_are_listed_as_they_are_printed() {
        let found = between(
            fixture(COPY, "Home to 5.4 million"),
            &[fixture(WIRE, "Orlavia, an exporter")],
            false,
        );
        assert_eq!(found.numbers, ["5.4", "2003"]);
        assert_eq!(found.shape, [Shape::Heavy]);
        assert!(found.facts_shared * 2 >= found.facts, "{found:?}");
        assert!((1..=found.facts_shared).contains(&found.facts_in_order));
        let minister = between(
            fixture(COPY, "Meanwhile, Finance"),
            &[fixture(WIRE, "Finance Minister")],
            false,
        );
        assert!(
            minister.names.iter().any(|n| n.contains("Osric Dahl")),
            "{minister:?}"
        );
        let prices = between(
            fixture(COPY, "Annual inflation"),
            &[fixture(WIRE, "Consumer prices")],
            false,
        );
        for number in ["4.1", "5.8", "13.9", "2022"] {
            assert!(prices.numbers.iter().any(|n| n == number), "{prices:?}");
        }
        assert!(prices.other_numbers.is_empty());
    }

    #[test]
    fn the_first_name_of_somebody_the_source_names_is_no_other_name() {
        let source = "The plan was read to Dahl on Monday.";
        let told = |a: &str| between(a, &[source], false);
        let same = told("On Tuesday the plan was read to Osric Dahl.");
        assert_eq!(
            (same.names, same.other_names),
            (vec!["Dahl".to_owned()], Vec::new())
        );
        let other = told("On Tuesday the plan was read to Helka Morain.");
        assert_eq!(other.other_names, ["Helka Morain"]);
    }

    #[test]
    fn what_the_source_has_not_speaks_against() {
        let found = between(
            fixture(COPY, "Industry groups"),
            &[fixture(WIRE, "Builders and exporters")],
            false,
        );
        assert_eq!(found.other_numbers, ["20"]);
        let told = found.words();
        assert!(
            told.contains(&"against: numbers that the source has not: 20".to_owned()),
            "{told:?}"
        );
        assert!(
            told.iter()
                .any(|w| w.starts_with("against: ") && w.contains("nowhere in the source"))
        );
    }

    #[test]
    fn the_shape_tells_how_it_was_made() {
        let first = "The harbour council of Varnholm voted late on Monday to repair the old stone bridge before winter.";
        let second = "Three engineers had warned that the northern arch could not carry another season of heavy lorries.";
        let merged = format!("{first} {second}");
        assert_eq!(
            between(&merged, &[first, second], true).shape,
            [Shape::Light, Shape::Merged, Shape::Split]
        );
    }

    #[test]
    fn what_became_of_a_quotation_is_told() {
        let quote = "\"We will not close the bridge to pedestrians while one family lives on the far bank\"";
        let source = format!("{quote}, the mayor told reporters on Monday.");
        let become_of = |a: &str| between(a, &[&source], false).quotations;
        let kept = become_of(&format!("Asked about it, she answered: {quote}."));
        assert_eq!(
            (kept.word_for_word, kept.reworded, kept.indirect),
            (1, 0, 0)
        );
        let reworded = become_of(
            "\"Pedestrians may use that bridge as long as any family is still living beyond its far bank\", she answered.",
        );
        assert_eq!(
            (reworded.word_for_word, reworded.reworded, reworded.indirect),
            (0, 1, 0)
        );
        let told = between(
            "The mayor said pedestrians may use the bridge as long as a family is still living on its far bank.",
            &[&source],
            false,
        );
        assert_eq!(told.quotations.indirect, 1);
        assert!(told.shape.contains(&Shape::QuoteToIndirect));
        assert!(
            told.words().contains(
                &"one quotation of the source is told without quotation marks".to_owned()
            )
        );
        assert_eq!(
            become_of("Nothing else was said about it."),
            Quoting::default()
        );
    }

    #[test]
    fn order_is_the_longest_rising_row() {
        assert_eq!(in_order(&[1, 2, 3]), 3);
        assert_eq!(in_order(&[3, 2, 1]), 1);
        assert_eq!(in_order(&[5, 1, 6, 2, 7]), 3);
        assert_eq!(in_order(&[]), 0);
    }

    #[test]
    fn its_keys_are_stable_and_nothing_gives_nothing() {
        let found = between("The bridge closed.", &["The bridge was closed."], false);
        let json = serde_json::to_value(&found).unwrap();
        let mut keys: Vec<&str> = json
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        keys.sort_unstable();
        assert_eq!(
            keys,
            [
                "facts",
                "facts_in_order",
                "facts_shared",
                "names",
                "numbers",
                "other_names",
                "other_numbers",
                "quotations",
                "rare_words",
                "shape",
                "swaps"
            ]
        );
        assert_eq!(json["shape"][0], "light");
        assert_eq!(
            between("The bridge closed.", &[], false),
            Evidence::default()
        );
        assert!(Evidence::default().words().is_empty());
    }
}

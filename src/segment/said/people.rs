//! The people of one article: who is meant by a last name, a title or a pronoun.

use std::collections::{BTreeMap, BTreeSet};

use crate::segment::said::name::Name;

/// Somebody who says something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Speaker {
    /// The fullest name that the article gives, without titles.
    pub name: String,
}

impl Speaker {
    /// The last word of the name and the first, in small letters; the first only where there are two.
    pub fn key(&self) -> (String, Option<String>) {
        let low = self.name.to_lowercase();
        let mut words = low.split_whitespace();
        let last = words.next_back().unwrap_or_default().to_owned();
        (
            last,
            words.next().map(|w| w.trim_end_matches('.').to_owned()),
        )
    }
}

/// True when two names may be one person: the last names are equal, and so are the first ones, or one is the other's initial
/// or is not given. Two different first names are never one person.
pub fn same_person(a: &Speaker, b: &Speaker) -> bool {
    let ((last_a, first_a), (last_b, first_b)) = (a.key(), b.key());
    last_a == last_b && first_names_agree(first_a.as_deref(), first_b.as_deref())
}

fn first_names_agree(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => {
            let initial =
                |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
            a == b || initial(a, b) || initial(b, a)
        }
        _ => true,
    }
}

/// What an article tells of its people.
#[derive(Debug, Default)]
pub(crate) struct People {
    /// Full names by last word, as printed.
    full: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// What titles and pronouns told of a person, by name.
    gender: BTreeMap<String, char>,
    last: Option<Speaker>,
    /// Somebody else acts since the last speaker was named.
    other: bool,
    /// Paragraphs since the last speaker was named.
    since: usize,
}

/// Paragraphs over which a pronoun may point back.
const BACK: usize = 4;

impl People {
    /// Takes note of a name anywhere in the paragraphs.
    pub(crate) fn meet(&mut self, name: &Name) {
        if name.words.len() >= 2 {
            self.full
                .entry(name.last())
                .or_default()
                .insert(name.words.clone());
        }
        if let (Some(gender), Some(known)) = (name.gender, self.resolve(name)) {
            self.gender.entry(known).or_insert(gender);
        }
    }

    /// Begins a paragraph.
    pub(crate) fn paragraph(&mut self) {
        self.since += 1;
    }

    /// A name that begins a clause.
    pub(crate) fn acts(&mut self, name: &Name) {
        let Some(last) = &self.last else {
            return;
        };
        let other = Speaker {
            name: self.resolve(name).unwrap_or_else(|| name.words.join(" ")),
        };
        if !same_person(last, &other)
            && (name.words.len() >= 2 || self.full.contains_key(&name.last()))
        {
            self.other = true;
        }
    }

    /// The fullest name of whom a name means; nothing when a lone word means nobody or two people.
    fn resolve(&self, name: &Name) -> Option<String> {
        if name.words.len() >= 2 && name.words[0].chars().count() > 1 {
            return Some(name.words.join(" "));
        }
        let full = self.full.get(&name.last());
        let initial = (name.words.len() >= 2).then(|| name.words[0].to_lowercase());
        let fits = |words: &&Vec<String>| {
            let first = words[0].to_lowercase();
            initial
                .as_ref()
                .is_none_or(|i| first.starts_with(i.as_str()))
        };
        let mut firsts = BTreeSet::new();
        let mut longest: Option<&Vec<String>> = None;
        for words in full.into_iter().flatten().filter(fits) {
            if words[0].chars().count() > 1 {
                firsts.insert(words[0].to_lowercase());
            }
            if longest.is_none_or(|l| {
                words.iter().map(String::len).sum::<usize>() > l.iter().map(String::len).sum()
            }) {
                longest = Some(words);
            }
        }
        match longest {
            Some(words) if firsts.len() <= 1 => Some(words.join(" ")),
            _ if name.words.len() >= 2 => Some(name.words.join(" ")),
            _ => None,
        }
    }

    /// Somebody named speaks.
    pub(crate) fn say(&mut self, name: &Name, capital_nouns: bool) -> Option<Speaker> {
        let acronym = |w: &String| {
            w.chars().count() >= 2 && w.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
        };
        let known = self.resolve(name).or_else(|| {
            let word = name.words.first()?;
            let two = self.full.contains_key(&name.last());
            (!two && (name.titled || acronym(word) && !capital_nouns)).then(|| word.clone())
        });
        // A lone word that means two people or nobody is not guessed, and no pronoun points beyond it.
        let Some(known) = known else {
            self.last = None;
            return None;
        };
        if let Some(gender) = name.gender {
            self.gender.entry(known.clone()).or_insert(gender);
        }
        let speaker = Speaker { name: known };
        self.last = Some(speaker.clone());
        (self.other, self.since) = (false, 0);
        Some(speaker)
    }

    /// A pronoun speaks: the speaker named last, unless somebody else came between or the genders differ.
    pub(crate) fn pronoun(&mut self, gender: Option<char>) -> Option<Speaker> {
        let last = self
            .last
            .clone()
            .filter(|_| !self.other && self.since <= BACK)?;
        let agrees = gender.is_none_or(|g| *self.gender.entry(last.name.clone()).or_insert(g) == g);
        if !agrees {
            return None;
        }
        self.since = 0;
        Some(last)
    }

    /// All names of two words or more, sorted, in small letters.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut out: Vec<String> = self
            .full
            .values()
            .flatten()
            .map(|w| w.join(" ").to_lowercase())
            .collect();
        out.sort();
        out.dedup();
        out
    }
}

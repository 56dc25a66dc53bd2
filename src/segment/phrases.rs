//! The phrases of `credits.toml`, read once and laid out for quick look-up.
//!
//! A language stands in the file so that people find their way; a line is compared with the phrases of all of them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;

use crate::segment::fold::Line;
use crate::segment::listed::{Pairs, Stops};

/// Marks at which a name ends in any language.
const NAME_ENDS: [&str; 9] = [
    ". ", ", ", " (", "; ", "。", ": http", " at http", " | ", " – ",
];

/// The data, by form and language.
const DATA: &str = include_str!("credits.toml");

type By<T> = BTreeMap<String, T>;
type Words = Vec<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    names: By<NamesOf>,
    dateline: By<DatelineOf>,
    byline: By<BylineOf>,
    sign_off: By<Opens>,
    copyright: By<CopyrightOf>,
    republication: By<RepublicationOf>,
    partial: By<PartialOf>,
    source_line: By<SourceOf>,
    press_release: By<PressOf>,
    wire_furniture: By<WireOf>,
    in_text: By<InTextOf>,
    licence: By<LicenceOf>,
    dates: By<DatesOf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opens {
    opens: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamesOf {
    joins: Words,
    before: Words,
    #[serde(default)]
    aliases: BTreeMap<String, String>,
    #[serde(default)]
    generic: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct DatelineOf {
    labels: Words,
    small: Words,
    wires: Words,
    ends: Words,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct BylineOf {
    opens: Words,
    desks: Words,
    marks: Words,
    roles: Words,
    small: Words,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct CopyrightOf {
    opens: Words,
    then: Words,
    ends: Words,
    rights: Words,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RepublicationOf {
    links: Words,
    subjects: Words,
    verbs: Words,
    leads: Words,
    ends: Words,
    around: Words,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct PartialOf {
    contributed: Words,
    holds: Words,
    around: Words,
    opens: Words,
    closes: Words,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct SourceOf {
    opens: Words,
    offices: Words,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct PressOf {
    lines: BTreeMap<String, String>,
    holds: BTreeMap<String, String>,
    sources: Words,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct WireOf {
    whole: BTreeMap<String, String>,
    around: BTreeMap<String, String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct InTextOf {
    before: Words,
    after: Words,
    around: Words,
    tops: Words,
    ends: Words,
    glued: Words,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct LicenceOf {
    opens: Words,
    terms: Words,
    parts: Words,
    gives: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DatesOf {
    months: [Words; 12],
    fillers: Words,
    published: Words,
    modified: Words,
}

/// Phrases that a text may begin with, by their first byte and the longest first.
#[derive(Debug)]
pub(crate) struct Openings {
    by_first: Box<[Words; 256]>,
}

impl Openings {
    fn new(phrases: impl Iterator<Item = String>) -> Self {
        let mut by_first: Box<[Words; 256]> = Box::new(std::array::from_fn(|_| Vec::new()));
        for phrase in phrases.filter(|p| !p.is_empty()) {
            let bucket = &mut by_first[usize::from(phrase.as_bytes()[0])];
            if !bucket.contains(&phrase) {
                bucket.push(phrase);
            }
        }
        for bucket in by_first.iter_mut() {
            bucket.sort_by_key(|p| std::cmp::Reverse(p.len()));
        }
        Self { by_first }
    }

    /// The longest phrase that `text` begins with.
    pub(crate) fn of(&self, text: &str) -> Option<&str> {
        let first = *text.as_bytes().first()?;
        self.by_first[usize::from(first)]
            .iter()
            .map(String::as_str)
            .find(|p| text.starts_with(p))
    }

    /// What stands behind the longest phrase that `lower` begins with, in the case of `plain`, its twin of equal length.
    pub(crate) fn after<'a>(&self, lower: &str, plain: &'a str) -> Option<&'a str> {
        self.of(lower).and_then(|p| plain.get(p.len()..))
    }
}

/// Phrases that may begin at any word of a text, by the byte they begin with.
#[derive(Debug)]
pub(crate) struct Anywhere<T> {
    by_first: Box<[Vec<(u32, String, T)>; 256]>,
    pairs: Pairs,
}

/// The first three bytes as a number: no phrase is shorter, and a number is compared without a call.
fn prefix(bytes: &[u8]) -> Option<u32> {
    let [a, b, c] = *bytes.first_chunk()?;
    Some(u32::from_ne_bytes([a, b, c, 0]))
}

impl<T: Copy> Anywhere<T> {
    fn new(phrases: impl Iterator<Item = (String, T)>) -> Self {
        let mut by_first: Box<[Vec<(u32, String, T)>; 256]> =
            Box::new(std::array::from_fn(|_| Vec::new()));
        let mut pairs = Pairs::default();
        for (phrase, means) in phrases {
            let phrase = phrase.trim_start();
            if let Some(start) = prefix(phrase.as_bytes()) {
                let first = usize::from(phrase.as_bytes()[0]);
                by_first[first].push((start, phrase.to_owned(), means));
                pairs.add(phrase.as_bytes());
            }
        }
        Self { by_first, pairs }
    }

    /// Every phrase that begins at a word's start in `line`, in lower case, with its place. One pass: most lines hold none.
    pub(crate) fn each(&self, line: &Line, mut found: impl FnMut(T, usize, usize)) {
        let bytes = line.lower.as_bytes();
        for at in line.starts() {
            let here = &bytes[at..];
            if self.pairs.may_open(here)
                && let Some(open) = prefix(here)
            {
                for (start, phrase, means) in &self.by_first[usize::from(here[0])] {
                    if *start == open && here.starts_with(phrase.as_bytes()) {
                        found(*means, at, phrase.len());
                    }
                }
            }
        }
    }
}

/// What a phrase inside a line hints at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hint {
    /// Others contributed: their names stand before it.
    Contributed,
    /// Others contributed: their names stand behind it.
    Contains,
    /// The terms of a licence begin.
    Terms,
    /// A phrase of a wire or a press release, which `wire_around` and `press_holds` tell apart.
    Wire,
    /// What stands before the names of `contributed_around`.
    Around,
}

/// What a word means in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateWord {
    /// January is 1.
    Month(i8),
    /// A word beside the numbers.
    Filler,
    /// `published`, `updated`.
    Verb {
        /// True for `updated`.
        modified: bool,
    },
}

/// A name's two sides: what stands before it and behind it.
pub(crate) type Around = (String, String);

/// All phrases of one role together, whatever their language.
#[derive(Debug)]
pub(crate) struct Phrases {
    /// Words between two names, with a blank before them.
    pub(crate) joins_spaced: Words,
    /// The others.
    pub(crate) joins_wide: Words,
    /// Words in front of a name.
    pub(crate) name_before: Openings,
    /// Names that mean an agency in a credit place only, in lower case.
    pub(crate) aliases: HashMap<String, String>,
    /// Words that credit agencies and name none.
    pub(crate) generic: HashSet<String>,
    /// Words before a dash that are no places.
    pub(crate) labels: Words,
    /// Small words inside a place's name.
    pub(crate) place_small: HashSet<String>,
    /// Names that open a dateline in scripts without blanks.
    pub(crate) wires: Words,
    /// What ends such a dateline.
    pub(crate) wire_ends: Words,
    /// What a byline begins with.
    pub(crate) byline: Openings,
    /// A house's own desk in front of a name.
    pub(crate) desks: Openings,
    /// What stands before the house, behind the people.
    pub(crate) house_marks: Words,
    /// What stands behind the house.
    pub(crate) roles: Words,
    /// Small words among names.
    pub(crate) name_small: HashSet<String>,
    /// What a sign-off begins with.
    pub(crate) sign_off: Openings,
    /// What stands before the name in a copyright line.
    pub(crate) copyright: Openings,
    /// The same, and what may stand between it and the name.
    pub(crate) copyright_skips: Openings,
    /// Where the name ends.
    pub(crate) copyright_ends: Stops,
    /// What only copyright lines say.
    pub(crate) rights: Words,
    /// Openings of lines that link to the original.
    pub(crate) originals: Openings,
    /// What a republication notice speaks of.
    pub(crate) subjects: Openings,
    /// What was done with it.
    pub(crate) verbs: Words,
    /// The same, as openings.
    pub(crate) verb_first: Openings,
    /// What may stand before the name.
    pub(crate) leads: Openings,
    /// Where the name ends.
    pub(crate) lead_ends: Stops,
    /// Both sides of the name.
    pub(crate) republished: Vec<Around>,
    /// Phrases inside a line that speak of contributors or of a licence.
    pub(crate) hints: Anywhere<Hint>,
    /// Both sides of the names that contributed.
    pub(crate) contributed_around: Vec<Around>,
    /// What a short line of agencies begins with.
    pub(crate) partial: Openings,
    /// What it ends with.
    pub(crate) partial_ends: Words,
    /// What a source line begins with.
    pub(crate) source: Openings,
    /// Words in names of those that figures come from.
    pub(crate) offices: Words,
    /// Openings of a press release's closing lines, and whose they are.
    pub(crate) press: Openings,
    /// Whose each of them is.
    pub(crate) press_of: HashMap<String, String>,
    /// What stands anywhere in a short line of a press release, and whose it is.
    pub(crate) press_holds: Vec<Around>,
    /// Words in capitals before the name of the company.
    pub(crate) press_sources: Words,
    /// Whole lines of wires, and whose they are.
    pub(crate) wire_whole: HashMap<String, String>,
    /// Both sides of a wire's name, and the name.
    pub(crate) wire_around: Vec<(Around, String)>,
    /// What stands in front of a name inside the text.
    pub(crate) told_before: Words,
    /// What stands behind it.
    pub(crate) told_after: Words,
    /// Both sides of it.
    pub(crate) told_around: Vec<Around>,
    /// What stands behind a name at the start of a sentence.
    pub(crate) told_tops: Words,
    /// The verbs that end such a sentence.
    pub(crate) told_ends: Words,
    /// Letters that are written together with the name behind them.
    pub(crate) glued: Words,
    /// What a licence line speaks of.
    pub(crate) licensed: Openings,
    /// Words that belong to them.
    pub(crate) term_parts: Openings,
    /// What shows that a line gives the text away.
    pub(crate) gives: Words,
    /// What words mean in dates.
    pub(crate) dates: HashMap<String, DateWord>,
}

/// The shipped phrases.
pub(crate) fn phrases() -> &'static Phrases {
    static CATALOGUE: OnceLock<Phrases> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let file: File = toml::from_str(DATA).expect("a test reads the shipped data");
        Phrases::from(file)
    })
}

/// The phrases that `pick` takes out of every language of a form.
fn all<T, F: Fn(&T) -> &Words>(form: &By<T>, pick: F) -> Words {
    let mut out: Words = Vec::new();
    for phrase in form.values().flat_map(pick) {
        if !out.contains(phrase) {
            out.push(phrase.clone());
        }
    }
    out
}

fn openings<T, F: Fn(&T) -> &Words>(form: &By<T>, pick: F) -> Openings {
    Openings::new(form.values().flat_map(pick).cloned())
}

/// What stands before `{}` in each phrase.
fn firsts<'a>(phrases: impl Iterator<Item = &'a String>) -> Words {
    phrases.map(|p| sides(p).0).collect()
}

/// The two sides of `{}`.
fn sides(phrase: &str) -> Around {
    let (before, after) = phrase.split_once("{}").unwrap_or((phrase, ""));
    (before.to_owned(), after.to_owned())
}

impl From<File> for Phrases {
    fn from(file: File) -> Self {
        let pairs = |maps: Vec<&BTreeMap<String, String>>| -> Vec<Around> {
            let all = maps.into_iter().flatten();
            all.map(|(k, v)| (k.clone(), v.clone())).collect()
        };
        let lines = pairs(file.press_release.values().map(|p| &p.lines).collect());
        let wire_around = pairs(file.wire_furniture.values().map(|w| &w.around).collect());
        let (joins_spaced, joins_wide) = all(&file.names, |n| &n.joins)
            .into_iter()
            .partition(|j| j.starts_with(' '));
        let held = pairs(file.press_release.values().map(|p| &p.holds).collect());
        let contributed_around = all(&file.partial, |p| &p.around);
        let mut dates = HashMap::new();
        for d in file.dates.values() {
            for (month, words) in (1..).zip(&d.months) {
                dates.extend(words.iter().map(|w| (w.clone(), DateWord::Month(month))));
            }
        }
        // A month is a month wherever its name is also another word.
        for d in file.dates.values() {
            let verbs = |words: &Words, modified| -> Vec<(String, DateWord)> {
                let verb = DateWord::Verb { modified };
                words.iter().map(|w| (w.clone(), verb)).collect()
            };
            let fillers = d.fillers.iter().map(|w| (w.clone(), DateWord::Filler));
            for (word, means) in verbs(&d.published, false)
                .into_iter()
                .chain(verbs(&d.modified, true))
                .chain(fillers)
            {
                dates.entry(word).or_insert(means);
            }
        }
        let (byline, told) = (&file.byline, &file.in_text);
        // The words of a sign-off stand among its names too: `(Bericht von A, redigiert von B)`.
        let signing = all(&file.sign_off, |s| &s.opens);
        let signing = signing.iter().flat_map(|s| s.split([' ', ':', '(']));
        let small = all(byline, |b| &b.small)
            .into_iter()
            .chain(signing.map(str::to_owned));
        let around = all(&file.republication, |r| &r.around);
        let verbs = all(&file.republication, |r| &r.verbs);
        Self {
            joins_spaced,
            joins_wide,
            name_before: openings(&file.names, |n| &n.before),
            aliases: pairs(file.names.values().map(|n| &n.aliases).collect())
                .into_iter()
                .collect(),
            generic: all(&file.names, |n| &n.generic).into_iter().collect(),
            labels: all(&file.dateline, |d| &d.labels),
            place_small: all(&file.dateline, |d| &d.small).into_iter().collect(),
            wires: longest_first(all(&file.dateline, |d| &d.wires)),
            wire_ends: all(&file.dateline, |d| &d.ends),
            byline: openings(byline, |b| &b.opens),
            desks: openings(byline, |b| &b.desks),
            house_marks: all(byline, |b| &b.marks),
            roles: all(byline, |b| &b.roles),
            name_small: small.collect(),
            sign_off: openings(&file.sign_off, |s| &s.opens),
            copyright: openings(&file.copyright, |c| &c.opens),
            copyright_skips: Openings::new(
                all(&file.copyright, |c| &c.opens)
                    .into_iter()
                    .chain(all(&file.copyright, |c| &c.then)),
            ),
            copyright_ends: Stops::new(
                all(&file.copyright, |c| &c.ends)
                    .into_iter()
                    .chain(all(&file.copyright, |c| &c.rights)),
            ),
            rights: all(&file.copyright, |c| &c.rights),
            originals: openings(&file.republication, |r| &r.links),
            subjects: openings(&file.republication, |r| &r.subjects),
            verb_first: Openings::new(verbs.iter().cloned()),
            verbs,
            leads: openings(&file.republication, |r| &r.leads),
            lead_ends: Stops::new(
                all(&file.republication, |r| &r.ends)
                    .into_iter()
                    .chain(NAME_ENDS.map(str::to_owned)),
            ),
            republished: around.iter().map(|a| sides(a)).collect(),
            hints: Anywhere::new(
                [
                    (all(&file.partial, |p| &p.contributed), Hint::Contributed),
                    (all(&file.partial, |p| &p.holds), Hint::Contains),
                    (all(&file.licence, |l| &l.terms), Hint::Terms),
                    (held.iter().map(|(h, _)| h.clone()).collect(), Hint::Wire),
                    (firsts(wire_around.iter().map(|(w, _)| w)), Hint::Wire),
                    (firsts(contributed_around.iter()), Hint::Around),
                ]
                .into_iter()
                .flat_map(|(words, hint)| words.into_iter().map(move |w| (w, hint))),
            ),
            contributed_around: contributed_around.iter().map(|a| sides(a)).collect(),
            partial: openings(&file.partial, |p| &p.opens),
            partial_ends: longest_first(all(&file.partial, |p| &p.closes)),
            source: openings(&file.source_line, |s| &s.opens),
            offices: all(&file.source_line, |s| &s.offices),
            press: Openings::new(lines.iter().map(|(l, _)| l.clone())),
            press_of: lines.into_iter().collect(),
            press_holds: held,
            press_sources: all(&file.press_release, |p| &p.sources),
            wire_whole: pairs(file.wire_furniture.values().map(|w| &w.whole).collect())
                .into_iter()
                .map(|(line, to)| (undecorated(&line).to_owned(), to))
                .collect(),
            wire_around: wire_around
                .into_iter()
                .map(|(phrase, to)| (sides(&phrase), to))
                .collect(),
            told_before: all(told, |t| &t.before),
            told_after: all(told, |t| &t.after),
            told_around: all(told, |t| &t.around).iter().map(|a| sides(a)).collect(),
            told_tops: all(told, |t| &t.tops),
            told_ends: all(told, |t| &t.ends),
            glued: all(told, |t| &t.glued),
            licensed: openings(&file.licence, |l| &l.opens),
            term_parts: openings(&file.licence, |l| &l.parts),
            gives: all(&file.licence, |l| &l.gives),
            dates,
        }
    }
}

/// A line without the marks around it.
pub(crate) fn undecorated(line: &str) -> &str {
    line.trim_matches(|c: char| !c.is_alphanumeric())
}

fn longest_first(mut words: Words) -> Words {
    words.sort_by_key(|w| std::cmp::Reverse(w.len()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::fold::Line;

    const LANGUAGES: [&str; 10] = ["en", "de", "fr", "es", "it", "pt", "ru", "zh", "ja", "ar"];

    fn tables() -> toml::Table {
        toml::from_str(DATA).unwrap()
    }

    /// The phrases of a value, however deep, with the names of the fields that hold them.
    fn phrases(field: &str, value: &toml::Value, out: &mut Vec<(String, String)>) {
        match value {
            toml::Value::String(s) => out.push((field.to_owned(), s.clone())),
            toml::Value::Array(a) => a.iter().for_each(|v| phrases(field, v, out)),
            toml::Value::Table(t) => out.extend(t.keys().map(|k| (field.to_owned(), k.clone()))),
            _ => {}
        }
    }

    #[test]
    fn every_language_has_every_form() {
        let tables = tables();
        for (form, languages) in &tables {
            for language in LANGUAGES {
                let table = languages.get(language).and_then(toml::Value::as_table);
                let mut found = Vec::new();
                for (field, value) in table.into_iter().flatten() {
                    phrases(field, value, &mut found);
                }
                assert!(!found.is_empty(), "{form} has nothing in {language}");
            }
        }
        assert_eq!(tables.len(), 13);
        assert!(!crate::segment::phrases::phrases().joins_spaced.is_empty());
    }

    #[test]
    fn every_phrase_stands_as_a_line_is_folded() {
        for (form, languages) in tables() {
            for (language, table) in languages.as_table().unwrap() {
                for (field, value) in table.as_table().unwrap() {
                    let mut found = Vec::new();
                    phrases(field, value, &mut found);
                    for (field, phrase) in found {
                        let cased = matches!(field.as_str(), "sources" | "wires" | "ends");
                        if cased && form != "copyright" || form == "in_text" {
                            continue;
                        }
                        let line = Line::new(&format!("x{phrase}x"));
                        let folded = &line.lower[1..line.lower.len() - 1];
                        assert_eq!(folded, phrase, "{form}.{language}.{field}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_phrase_is_found_at_a_words_start_only_and_none_is_too_short_to_be_found() {
        let one = Anywhere::new([(" cc by".to_owned(), 1)].into_iter());
        let mut places = Vec::new();
        one.each(&Line::new("cc by, xcc by (cc by"), |_, at, len| {
            places.push((at, len))
        });
        assert_eq!(places, [(0, 5), (15, 5)]);
        let tables = tables();
        for (form, field) in [
            ("partial", "contributed"),
            ("partial", "holds"),
            ("licence", "terms"),
            ("press_release", "holds"),
        ] {
            for table in tables[form].as_table().unwrap().values() {
                let mut found = Vec::new();
                if let Some(value) = table.get(field) {
                    phrases(field, value, &mut found);
                }
                assert!(found.iter().all(|(_, p)| p.trim_start().len() >= 3));
            }
        }
    }

    #[test]
    fn the_longest_opening_is_taken() {
        let openings = Openings::new(["by ", "by: ", "b", ""].map(str::to_owned).into_iter());
        assert_eq!(openings.of("by: x"), Some("by: "));
        assert_eq!(openings.after("by x", "By X"), Some("X"));
        assert_eq!(openings.of("x"), None);
        assert_eq!(openings.of(""), None);
    }
}

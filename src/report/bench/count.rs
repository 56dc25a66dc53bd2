//! Counting: the derivations of a newsroom against its truth.
//!
//! A paragraph of the truth and a claimed paragraph are the same when they share more than half of the shorter one. A claim
//! is right when its source or its origin belongs to the planted family of the copy: everything that goes back to one source.
//! Where the dates do not say who was first, an arrow drawn from the other side counts too, unless it is firm.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::error::Result;
use crate::model::Kind;
use crate::report::bench::tally::Tally;
use crate::report::bench::truth::{Plant, Planted, Truth};
use crate::report::bench::{KindLine, StrayView};
use crate::report::view::DerivationView;

/// Shorter paragraphs, in words, are not counted.
const COUNTED: usize = 10;
/// What separates the paragraphs of the truth.
const BLANK_LINE: &str = "\n\n";

/// A line of the export, as far as it is counted.
#[derive(Debug, Clone)]
pub struct Line {
    article: String,
    place: (usize, usize),
    kind: &'static str,
    score: f64,
    source: String,
    source_place: (usize, usize),
    origin: String,
    firm: bool,
    direction: &'static str,
}

impl From<&DerivationView> for Line {
    fn from(d: &DerivationView) -> Self {
        Self {
            article: d.article.clone(),
            place: (d.start, d.end),
            kind: d.kind,
            score: d.score,
            source: d.source.article.clone(),
            source_place: (d.source.start, d.source.end),
            origin: d.origin.article.clone(),
            firm: d.direction == "firm",
            direction: d.direction,
        }
    }
}

impl Line {
    fn is_claim(&self) -> bool {
        Kind::parse(self.kind).is_some_and(Kind::is_copy)
    }
}

/// Checks that a truth speaks of what the articles (addresses and texts) hold; [`count`] does so too.
///
/// # Errors
/// At the first copy, paragraph or negative that is not there; the message names its key.
pub fn fits(truth: &Truth, articles: &[(&str, &str)]) -> Result<()> {
    let held: HashMap<&str, &str> = articles.iter().copied().collect();
    truth.check(|url| held.get(url).map(|text| text.split(BLANK_LINE).count()))
}

/// Counts `lines` against `truth`; `articles` are addresses and texts, `lines` in the order of the export.
///
/// # Errors
/// When the truth speaks of articles or paragraphs that are not there.
pub fn count(
    truth: &Truth,
    articles: &[(&str, &str)],
    lines: &[Line],
) -> Result<(Tally, Vec<StrayView>)> {
    fits(truth, articles)?;
    let paragraphs: HashMap<&str, Vec<Paragraph<'_>>> = articles
        .iter()
        .map(|(url, text)| (*url, cut(text)))
        .collect();
    let counting = Counting::new(truth, paragraphs, lines);
    let mut tally = counting.begun(lines);
    for plant in &truth.plants {
        counting.plant(plant, &mut tally);
    }
    let strays = counting.pairs(truth, &mut tally);
    Ok((tally, strays))
}

/// A paragraph as the truth counts them: its text and its place, in code points.
struct Paragraph<'a> {
    text: &'a str,
    place: (usize, usize),
}

fn cut(text: &str) -> Vec<Paragraph<'_>> {
    let mut at = 0;
    let place = |text: &str, at: &mut usize| {
        let start = *at;
        *at += text.chars().count() + 2;
        (start, *at - 2)
    };
    text.split(BLANK_LINE)
        .map(|text| Paragraph {
            text,
            place: place(text, &mut at),
        })
        .collect()
}

/// Words of a paragraph; two Han or kana characters count as one. The information separators part words too, as they do for
/// those who make such lists in Python.
fn words(text: &str) -> usize {
    let blank = |c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c);
    let spaced = text.split(blank).filter(|w| !w.is_empty()).count();
    let east = text
        .chars()
        .filter(|c| ('\u{3040}'..='\u{9fff}').contains(c));
    spaced.max(east.count() / 2)
}

/// True when two places share more than half of the shorter one.
fn meet(a: (usize, usize), b: (usize, usize)) -> bool {
    let shared = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    let shorter = a.1.saturating_sub(a.0).min(b.1.saturating_sub(b.0));
    shared * 2 > shorter
}

struct Counting<'a> {
    paragraphs: HashMap<&'a str, Vec<Paragraph<'a>>>,
    /// Claims and shared quotes by article.
    claims: HashMap<&'a str, Vec<&'a Line>>,
    quotes: HashMap<&'a str, Vec<&'a Line>>,
    /// Everything that goes back to one source, the source among it.
    families: HashMap<&'a str, BTreeSet<&'a str>>,
    home: HashMap<&'a str, &'a str>,
    source: HashMap<&'a str, &'a str>,
    known: BTreeSet<(&'a str, &'a str)>,
    furniture: BTreeSet<(&'a str, usize)>,
}

fn sorted<'a>(a: &'a str, b: &'a str) -> (&'a str, &'a str) {
    if a <= b { (a, b) } else { (b, a) }
}

impl<'a> Counting<'a> {
    fn new(
        truth: &'a Truth,
        paragraphs: HashMap<&'a str, Vec<Paragraph<'a>>>,
        lines: &'a [Line],
    ) -> Self {
        let mut new = Self {
            paragraphs,
            claims: HashMap::new(),
            quotes: HashMap::new(),
            families: HashMap::new(),
            home: HashMap::new(),
            source: HashMap::new(),
            known: BTreeSet::new(),
            furniture: BTreeSet::new(),
        };
        for line in lines {
            if new.paragraphs.contains_key(&*line.article) {
                let list = if line.is_claim() {
                    &mut new.claims
                } else {
                    &mut new.quotes
                };
                list.entry(&line.article).or_default().push(line);
            }
        }
        let mut order = Vec::new();
        for plant in &truth.plants {
            let family = new.families.entry(&plant.source).or_insert_with(|| {
                order.push(&*plant.source);
                BTreeSet::new()
            });
            family.extend([&*plant.copy, &*plant.source]);
            new.source.insert(&plant.copy, &plant.source);
            for planted in plant.paragraphs.iter().filter(|p| p.kind == "furniture") {
                new.furniture.insert((&plant.copy, planted.copy));
            }
        }
        // An article of two families is at home in the one that was named last.
        for source in order {
            for url in &new.families[source] {
                new.home.insert(url, source);
            }
        }
        let pairs = truth.known_overlap.iter();
        new.known = pairs.map(|(a, b)| sorted(a, b)).collect();
        new
    }

    /// What takes no plant to be counted.
    fn begun(&self, lines: &[Line]) -> Tally {
        let mut tally = Tally {
            articles: self.paragraphs.len(),
            ..Tally::default()
        };
        for line in lines {
            if !self.paragraphs.contains_key(&*line.article) {
                tally.unplaced += 1;
            } else if line.is_claim() {
                *tally.directions.entry(line.direction).or_default() += 1;
                if let Some(right) = self.is_right(line) {
                    tally.bins.note(line.score, right);
                }
            }
        }
        tally
    }

    /// The numbers of the paragraphs that a place means.
    fn at(&self, url: &str, place: (usize, usize)) -> impl Iterator<Item = usize> {
        let all = self.paragraphs.get(url).into_iter().flatten().enumerate();
        all.filter(move |(_, p)| meet(p.place, place))
            .map(|(i, _)| i)
    }

    fn related(&self, a: &str, b: &str) -> bool {
        let (a, b) = (self.home.get(a), self.home.get(b));
        a.is_some() && a == b
    }

    /// True for a pair known to overlap, and for the copies of such articles.
    fn overlaps(&self, a: &str, b: &str) -> bool {
        let with_source = |url| [url, *self.source.get(url).unwrap_or(&url)];
        let (a, b) = (with_source(a), with_source(b));
        let pairs = a.iter().flat_map(|x| b.iter().map(|y| sorted(x, y)));
        pairs.into_iter().any(|pair| self.known.contains(&pair))
    }

    /// Whether a claim is right; nothing when nobody knows.
    fn is_right(&self, line: &Line) -> Option<bool> {
        let (copy, source) = (&*line.article, &*line.source);
        if self.related(copy, source) || self.related(copy, &line.origin) {
            let mut at = self.at(copy, line.place);
            Some(!at.any(|n| self.furniture.contains(&(copy, n))))
        } else if self.overlaps(copy, source) {
            None
        } else {
            Some(false)
        }
    }

    fn plant(&self, plant: &'a Plant, tally: &mut Tally) {
        let nothing = Vec::new();
        let mine = self.claims.get(&*plant.copy).unwrap_or(&nothing);
        let mut row = KindLine {
            articles: 1,
            ..KindLine::default()
        };
        for planted in &plant.paragraphs {
            let here = |line: &&&Line| self.at(&plant.copy, line.place).any(|n| n == planted.copy);
            if planted.kind == "furniture" {
                tally.furniture += usize::from(mine.iter().any(|l| here(&l)));
                continue;
            }
            let text = self.paragraphs[&*plant.copy][planted.copy].text;
            if planted.kind == "original" || planted.source.is_none() || words(text) < COUNTED {
                continue;
            }
            row.paragraphs += 1;
            let found = self.found(plant, planted);
            if let Some(line) = found {
                row.paragraphs_found += 1;
                row.kind_right += usize::from(line.kind == planted.kind);
                if plant.dated == "after" {
                    row.dated += 1;
                    row.origin_right += usize::from(line.origin == plant.source);
                }
            }
            let quoted = || {
                let mut quotes = self.quotes.get(&*plant.copy).into_iter().flatten();
                quotes.any(|l| here(&l) && self.names(plant, l))
            };
            let verdict = match found {
                Some(line) => line.kind,
                None if quoted() => Kind::SharedQuote.as_str(),
                None => "none",
            };
            let total = plant.is_rewritten().then_some("rewritten");
            let own = (plant.kind != "rewritten").then_some(&*plant.kind);
            for planted in own.into_iter().chain(total) {
                tally
                    .confusion
                    .entry(planted.to_owned())
                    .or_default()
                    .note(verdict);
            }
        }
        row.articles_found =
            usize::from(row.paragraphs > 0 && row.paragraphs_found * 2 >= row.paragraphs);
        tally
            .kinds
            .entry(plant.row().to_owned())
            .or_default()
            .add(&row);
        let mut backwards = self.claims.get(&*plant.source).into_iter().flatten();
        tally.wrong_firm += usize::from(backwards.any(|l| l.firm && l.source == plant.copy));
        if !plant.is_rewritten() {
            let key = (plant.dated.clone(), plant.credit.clone());
            let arrows = tally.arrows.entry(key).or_default();
            arrows[0] += 1;
            arrows[1] += usize::from(!mine.is_empty());
            arrows[2] += usize::from(mine.iter().any(|l| l.firm));
        }
    }

    fn names(&self, plant: &Plant, line: &Line) -> bool {
        let family = &self.families[&*plant.source];
        family.contains(&*line.source) || family.contains(&*line.origin)
    }

    /// The claim that finds a planted paragraph.
    fn found(&self, plant: &Plant, planted: &Planted) -> Option<&'a Line> {
        let is_it = |url: &str, place| self.at(url, place).any(|n| n == planted.copy);
        let mut mine = self.claims.get(&*plant.copy).into_iter().flatten();
        let straight = mine.find(|l| self.names(plant, l) && is_it(&plant.copy, l.place));
        if straight.is_some() || plant.dated == "after" {
            return straight.copied();
        }
        let family = self.families[&*plant.source].iter();
        let mut theirs = family.flat_map(|url| self.claims.get(url).into_iter().flatten());
        let back = theirs
            .find(|l| l.source == plant.copy && !l.firm && is_it(&plant.copy, l.source_place));
        back.copied()
    }

    /// Counts the pairs of articles; returns those that nobody planted.
    fn pairs(&self, truth: &Truth, tally: &mut Tally) -> Vec<StrayView> {
        let mut claimed: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for line in self.claims.values().flatten() {
            *claimed
                .entry(sorted(&line.article, &line.source))
                .or_default() += 1;
        }
        for pair in &truth.negatives {
            let row = tally.negatives.entry(pair.kind.clone()).or_default();
            row.0 += 1;
            row.1 += usize::from(claimed.contains_key(&sorted(&pair.a, &pair.b)));
        }
        claimed.retain(|(a, b), _| !self.related(a, b) && !self.overlaps(a, b));
        tally.stray = (claimed.len(), claimed.values().sum());
        let stray = |((a, b), paragraphs): ((&str, &str), usize)| StrayView {
            a: a.to_owned(),
            b: b.to_owned(),
            paragraphs,
        };
        let mut strays: Vec<_> = claimed.into_iter().map(stray).collect();
        strays.sort_by_key(|s| std::cmp::Reverse(s.paragraphs));
        strays
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::bench::Figures;

    const LONG: &str = "one two three four five six seven eight nine ten";

    fn line(article: &str, at: usize, source: &str, to: usize, kind: &'static str) -> Line {
        // Every paragraph below is LONG, which has 48 letters, and a blank line.
        let place = |n: usize| (n * 50, n * 50 + 48);
        Line {
            article: article.into(),
            place: place(at),
            kind,
            score: 0.9,
            source: source.into(),
            source_place: place(to),
            origin: source.into(),
            firm: false,
            direction: "likely",
        }
    }

    fn truth(dated: &str) -> Truth {
        let json = format!(
            r#"{{"plants":[{{"copy":"copy","source":"src","kind":"excerpt","credit":"given","dated":"{dated}","paragraphs":[
                {{"copy":0,"source":null,"kind":"furniture"}},
                {{"copy":1,"source":[0],"kind":"verbatim"}},
                {{"copy":2,"source":[1],"kind":"edited"}}]}}],
              "negatives":[{{"a":"src","b":"far","kind":"same_event"}}],"known_overlap":[["src","old"]]}}"#
        );
        Truth::parse(json.as_bytes()).unwrap()
    }

    fn counted(dated: &str, lines: &[Line]) -> (Figures, Vec<StrayView>) {
        let text = [LONG; 3].join("\n\n");
        let articles = ["copy", "src", "far", "old"].map(|url| (url, &*text));
        let (tally, strays) = count(&truth(dated), &articles, lines).unwrap();
        (tally.figures(), strays)
    }

    #[test]
    fn a_paragraph_is_found_when_its_family_is_named_and_right_when_its_kind_is() {
        let lines = [
            line("copy", 1, "src", 0, "verbatim"),
            line("copy", 2, "src", 1, "partial"),
        ];
        let (f, strays) = counted("after", &lines);
        let row = &f.kinds[0];
        assert_eq!(
            (row.paragraphs, row.paragraphs_found, row.articles_found),
            (2, 2, 1)
        );
        assert_eq!(
            (row.recall, row.right_kind, row.right_origin),
            (Some(1.0), Some(0.5), Some(1.0))
        );
        let c = &f.confusion[0];
        assert_eq!(
            (c.paragraphs, c.verbatim, c.edited, c.partial, c.none),
            (2, 1, 0, 1, 0)
        );
        assert!(strays.is_empty());
        assert_eq!(f.reliability.bins[0].share_right, 1.0);
    }

    #[test]
    fn a_shared_quote_is_shown_and_not_found() {
        let (f, _) = counted("after", &[line("copy", 1, "src", 0, "shared_quote")]);
        assert_eq!((f.confusion[0].shared_quote, f.confusion[0].none), (1, 1));
        assert_eq!(
            (f.planted.paragraphs_found, f.reliability.paragraphs),
            (0, 0)
        );
        assert!(f.directions.is_empty());
    }

    #[test]
    fn an_arrow_from_the_other_side_counts_where_the_dates_are_silent_unless_it_is_firm() {
        let back = line("src", 0, "copy", 1, "verbatim");
        let firm = Line {
            firm: true,
            ..back.clone()
        };
        assert_eq!(
            counted("undated", std::slice::from_ref(&back))
                .0
                .planted
                .paragraphs_found,
            1
        );
        assert_eq!(counted("after", &[back]).0.planted.paragraphs_found, 0);
        let (f, _) = counted("undated", &[firm]);
        assert_eq!((f.planted.paragraphs_found, f.wrong_firm), (0, 1));
    }

    #[test]
    fn what_nobody_copied_is_told_by_kind_of_error() {
        let lines = [
            line("copy", 0, "src", 0, "verbatim"),
            line("far", 0, "src", 0, "edited"),
            line("copy", 1, "old", 0, "verbatim"),
            line("nowhere", 0, "src", 0, "verbatim"),
        ];
        let (f, strays) = counted("after", &lines);
        assert_eq!((f.furniture_claimed, f.unplaced), (1, 1));
        assert_eq!((f.negatives[0].pairs, f.negatives[0].claimed), (1, 1));
        // A copy of an article that is known to overlap with `old` is no stray, and nobody knows whether it is right.
        assert_eq!(
            (f.stray_pairs, &*strays[0].a, &*strays[0].b),
            (1, "far", "src")
        );
        let bin = &f.reliability.bins[0];
        assert_eq!((bin.paragraphs, bin.right), (2, 0));
    }

    #[test]
    fn newsrooms_add_up() {
        let text = [LONG; 3].join("\n\n");
        let articles = ["copy", "src", "far", "old"].map(|url| (url, &*text));
        let lines = [line("copy", 1, "src", 0, "verbatim")];
        let (one, _) = count(&truth("after"), &articles, &lines).unwrap();
        let mut two = one.clone();
        two.add(&one);
        let (one, two) = (one.figures(), two.figures());
        assert_eq!(two.articles, 2 * one.articles);
        assert_eq!(two.planted.paragraphs, 2 * one.planted.paragraphs);
        assert_eq!(
            (two.planted.recall, two.reliability.paragraphs),
            (one.planted.recall, 2)
        );
        assert_eq!(two.arrows[0].articles, 2);
    }

    #[test]
    fn han_and_kana_count_two_to_a_word() {
        assert_eq!(words("新闻社报道了大桥开通的消息"), 6);
        assert_eq!(words("one\u{1c}two  three"), 3);
    }
}

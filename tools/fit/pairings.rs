//! Articles laid side by side: planted rewritings, independent reports, the nearest other articles, and mixed articles that are
//! made of both.

use std::collections::HashMap;

use rayon::prelude::*;

use urtext::reuse::{Features, LOGIT_LIMIT, Thresholds};

use crate::articles::{Article, fold};
use crate::mining::nearest_others;
use crate::truth::{Relations, Truth, family};

/// What a paragraph is known to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    Rewritten,
    /// Written by its own house.
    Original,
    /// A copy of another kind, or not known.
    Unknown,
}

/// What two articles are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    Planted,
    SameEvent,
    SharedQuotes,
    Mined,
    Mixed,
}

/// A body paragraph of the suspected article beside the other article.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Its number between blank lines.
    pub(crate) number: usize,
    pub(crate) words: usize,
    /// The place of the nearest source paragraph and what it has in common with it, if it has anything.
    pub(crate) nearest: Option<(usize, Features)>,
    pub(crate) label: Label,
}

impl Line {
    /// True when it counts: long enough, and no quotation.
    pub(crate) fn counts(&self, thresholds: &Thresholds) -> bool {
        let quoted = self.nearest.map_or(0.0, |(_, f)| f.quoted);
        self.words >= thresholds.rewrite_words && f64::from(quoted) < thresholds.quote_share
    }
}

/// One article suspected of another: every body paragraph in order.
#[derive(Debug, Clone)]
pub(crate) struct Side {
    pub(crate) lines: Vec<Line>,
    /// Paragraphs of the other article.
    pub(crate) sources: usize,
    /// True when the rarity of words is known for the language.
    pub(crate) sure: bool,
}

/// Two articles side by side: one side for a planted copy, both for others.
#[derive(Debug, Clone)]
pub(crate) struct Pairing {
    pub(crate) group: Group,
    /// The plant's kind; of independent articles their addresses.
    pub(crate) kind: String,
    pub(crate) family: Option<usize>,
    pub(crate) fold: u64,
    pub(crate) sides: Vec<Side>,
    /// Rewritten paragraphs of ten words or more that the list names, seen or not.
    pub(crate) wanted: Vec<usize>,
}

/// A paragraph that shares this share of its word pairs outside quotations with one of an article nobody planted is a real copy.
const COPIED: f32 = 0.4;

/// Lays everything side by side that the fit looks at.
pub(crate) fn lay(articles: &[Article], truth: &Truth, thresholds: &Thresholds) -> Vec<Pairing> {
    let at: HashMap<&str, usize> = (0..).zip(articles).map(|(i, a)| (&*a.url, i)).collect();
    let find = |url: &str| at.get(url).map(|&i| &articles[i]);
    let mut all: Vec<Pairing> = truth
        .plants
        .par_iter()
        .filter(|p| p.is_rewritten() || p.paragraphs.iter().any(|q| q.kind == "original"))
        .filter_map(|plant| {
            let (copy, source) = (find(&plant.copy)?, find(&plant.source)?);
            let mut side = side(copy, source);
            for line in &mut side.lines {
                let known = plant.paragraphs.iter().find(|p| p.copy == line.number);
                line.label = match known.map(|p| &*p.kind) {
                    Some("rewritten") => Label::Rewritten,
                    Some("original") => Label::Original,
                    _ => Label::Unknown,
                };
            }
            let wanted = plant.paragraphs.iter().filter(|p| p.kind == "rewritten");
            let long = |n: &usize| {
                copy.words
                    .get(*n)
                    .is_some_and(|w| *w >= thresholds.rewrite_words)
            };
            Some(Pairing {
                group: Group::Planted,
                kind: plant.kind.clone(),
                family: if plant.is_rewritten() {
                    family(&plant.kind)
                } else {
                    None
                },
                fold: fold(&plant.source),
                sides: vec![side],
                wanted: wanted.map(|p| p.copy).filter(long).collect(),
            })
        })
        .collect();
    all.par_extend(truth.negatives.par_iter().filter_map(|pair| {
        let group = match &*pair.kind {
            "same_event" => Group::SameEvent,
            _ => Group::SharedQuotes,
        };
        Some(independent(find(&pair.a)?, find(&pair.b)?, group, &pair.a))
    }));
    let relations = Relations::of(truth);
    all.par_extend(
        nearest_others(articles, &relations)
            .into_par_iter()
            .map(|(a, b)| {
                let (a, b) = (&articles[a], &articles[b]);
                independent(a, b, Group::Mined, relations.home(&a.url))
            })
            .filter(|pairing| !is_copied(pairing, thresholds)),
    );
    all
}

/// True when some paragraph shows real copying: the list of plants cannot know of it.
fn is_copied(pairing: &Pairing, thresholds: &Thresholds) -> bool {
    let lines = pairing.sides.iter().flat_map(|s| &s.lines);
    let mut near = lines.filter(|l| l.counts(thresholds));
    near.any(|l| l.nearest.is_some_and(|(_, f)| f.adjacent >= COPIED))
}

fn independent(a: &Article, b: &Article, group: Group, source: &str) -> Pairing {
    let mut sides = vec![side(a, b), side(b, a)];
    for line in sides.iter_mut().flat_map(|s| &mut s.lines) {
        line.label = Label::Original;
    }
    Pairing {
        group,
        kind: format!("{}  {}", a.url, b.url),
        family: None,
        fold: fold(source),
        sides,
        wanted: Vec::new(),
    }
}

fn side(suspect: &Article, source: &Article) -> Side {
    let lines = suspect.body.beside(&source.body);
    Side {
        lines: lines
            .iter()
            .zip(&suspect.numbers)
            .map(|(line, &number)| Line {
                number,
                words: line.words,
                nearest: line.nearest.map(|n| (n.piece, n.features)),
                label: Label::Unknown,
            })
            .collect(),
        sources: source.body.len(),
        sure: suspect.is_sure(),
    }
}

/// Rounds of mixed articles.
const ROUNDS: u64 = 3;

/// Mixed articles: a block of three to five rewritten paragraphs set among four to nine of a report on the same event, both of
/// one fold, chosen by a fixed seed.
pub(crate) fn mix(pairings: &[Pairing]) -> Vec<Pairing> {
    let reports: Vec<(&Pairing, &Side)> = pairings
        .iter()
        .filter(|p| p.group == Group::SameEvent)
        .flat_map(|p| p.sides.iter().map(move |s| (p, s)))
        .filter(|(_, s)| s.lines.len() >= 4)
        .collect();
    let mut mixed = Vec::new();
    for round in 0..ROUNDS {
        for (n, planted) in (0..).zip(pairings) {
            let rewritten = planted.group == Group::Planted && planted.family.is_some();
            let among: Vec<&Side> = reports
                .iter()
                .filter(|(p, _)| p.fold == planted.fold)
                .map(|(_, s)| *s)
                .collect();
            if !rewritten || among.is_empty() {
                continue;
            }
            let mut dice = Dice(round << 32 | n);
            let report = among[dice.below(among.len())];
            mixed.extend(
                blend(&planted.sides[0], report, &mut dice).map(|side| Pairing {
                    group: Group::Mixed,
                    kind: planted.kind.clone(),
                    family: planted.family,
                    fold: planted.fold,
                    sides: vec![side],
                    wanted: Vec::new(),
                }),
            );
        }
    }
    mixed
}

/// Sets consecutive rewritten paragraphs among those of a report, whose places are stretched over the same source.
fn blend(rewritten: &Side, report: &Side, dice: &mut Dice) -> Option<Side> {
    let length = 3 + dice.below(3);
    let all_rewritten = |lines: &&[Line]| lines.iter().all(|l| l.label == Label::Rewritten);
    let blocks: Vec<&[Line]> = (3..=length)
        .rev()
        .map(|n| rewritten.lines.windows(n).filter(all_rewritten).collect())
        .find(|blocks: &Vec<&[Line]>| !blocks.is_empty())?;
    let block = blocks[dice.below(blocks.len())];
    let room = (4 + dice.below(6)).min(report.lines.len());
    let from = dice.below(report.lines.len() - room + 1);
    let mut lines: Vec<Line> = report.lines[from..from + room].to_vec();
    for line in &mut lines {
        if let Some((place, _)) = &mut line.nearest {
            *place = *place * rewritten.sources / report.sources.max(1);
        }
    }
    let at = dice.below(room + 1);
    lines.splice(at..at, block.iter().cloned());
    Some(Side {
        lines,
        sources: rewritten.sources,
        sure: rewritten.sure && report.sure,
    })
}

/// SplitMix64: numbers that look thrown and are always the same.
struct Dice(u64);

impl Dice {
    /// A number below `n`.
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }
}

/// The log-odds of a paragraph that has nothing in common with the source.
pub(crate) const NOTHING: f32 = -LOGIT_LIMIT;

#[cfg(test)]
mod tests {
    use super::*;

    fn side_of(label: Label, lines: usize) -> Side {
        let line = |number| Line {
            number,
            words: 20,
            nearest: Some((number, Features::default())),
            label,
        };
        Side {
            lines: (0..lines).map(line).collect(),
            sources: lines,
            sure: true,
        }
    }

    #[test]
    fn a_mixed_article_holds_one_block_among_paragraphs_of_its_own() {
        for seed in 0..40 {
            let (block, report) = (side_of(Label::Rewritten, 6), side_of(Label::Original, 12));
            let mixed = blend(&block, &report, &mut Dice(seed)).unwrap();
            let at: Vec<usize> = (0..mixed.lines.len())
                .filter(|&n| mixed.lines[n].label == Label::Rewritten)
                .collect();
            assert!((3..=5).contains(&at.len()));
            assert_eq!(at[at.len() - 1] - at[0] + 1, at.len());
            assert!((4..=9).contains(&(mixed.lines.len() - at.len())));
            let places = mixed.lines.iter().filter_map(|l| l.nearest);
            assert!(places.map(|(place, _)| place).all(|place| place < 6));
        }
        let short = side_of(Label::Rewritten, 2);
        assert!(blend(&short, &side_of(Label::Original, 12), &mut Dice(1)).is_none());
    }
}

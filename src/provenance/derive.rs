//! Chooses, for every paragraph of an article, the witness it most likely comes from and the earliest known one.
//!
//! In two steps, so that only a few texts need to be looked at word by word: [`shortlist`] orders the witnesses of each
//! paragraph by what is known without their text; [`settle`] takes the first that the words bear out.

use std::collections::HashMap;

use crate::model::Kind;
use crate::provenance::{Facts, Overlap, Rank, Support, credits_outlet};
use crate::reuse::Thresholds;

/// Another article's paragraph that shares text with a paragraph of the article in question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Which article, as an index into the caller's list.
    pub other: usize,
    /// Which block of it.
    pub ordinal: u32,
    /// The kind the wording makes.
    pub kind: Kind,
    /// Aligned words.
    pub shared: usize,
}

/// The other articles that share text with the one in question.
#[derive(Debug, Clone)]
pub struct Other {
    /// What is known about it.
    pub facts: std::rc::Rc<Facts>,
    /// Its place in the order of arrows.
    pub rank: Rank,
    /// True when the article in question carries standing lines of this one's outlet.
    pub carried: bool,
    /// True when this one carries standing lines of the outlet of the article in question.
    pub carries: bool,
}

/// How many witnesses of a paragraph are looked at word by word: beyond a handful they are verbatim sisters, of which the
/// best credited and earliest come first.
const SHORTLIST: usize = 6;

/// For one paragraph: which candidates to look at, best first, and which to look at for the origin, earliest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shortlist {
    /// Indices into the paragraph's candidates: likely sources.
    pub sources: Vec<usize>,
    /// Indices into the paragraph's candidates: possible origins.
    pub origins: Vec<usize>,
    /// Earlier uses by the same outlet.
    pub own: Vec<usize>,
}

/// Orders the candidates of every paragraph.
pub fn shortlist(
    copy: &Facts,
    rank: &Rank,
    lines: &[Vec<Candidate>],
    others: &[Other],
) -> Vec<Shortlist> {
    let mut coverage: HashMap<usize, usize> = HashMap::new();
    for line in lines {
        let mut best: HashMap<usize, usize> = HashMap::new();
        for c in line {
            let words = best.entry(c.other).or_default();
            *words = (*words).max(c.shared);
        }
        for (other, words) in best {
            *coverage.entry(other).or_default() += words;
        }
    }
    let earlier: Vec<bool> = others.iter().map(|o| o.rank < *rank).collect();
    let own: Vec<bool> = others.iter().map(|o| o.facts.same_outlet(copy)).collect();
    let credited: Vec<bool> = others
        .iter()
        .enumerate()
        .map(|(i, o)| earlier[i] && !own[i] && credits_outlet(copy, &o.facts))
        .collect();
    let whole = |kind: Kind| kind != Kind::Partial;
    lines
        .iter()
        .map(|line| {
            let pick = |wanted: &dyn Fn(usize) -> bool| -> Vec<usize> {
                (0..line.len())
                    .filter(|&i| earlier[line[i].other] && wanted(line[i].other))
                    .collect()
            };
            let mut sources = pick(&|o| !own[o]);
            sources.sort_by(|&x, &y| {
                let key = |i: usize| {
                    let c = line[i];
                    (
                        credited[c.other],
                        whole(c.kind),
                        coverage[&c.other],
                        c.shared,
                    )
                };
                key(y).cmp(&key(x)).then_with(|| {
                    let place = |i: usize| (&others[line[i].other].rank, line[i].ordinal);
                    place(x).cmp(&place(y))
                })
            });
            let by_rank = |list: &mut Vec<usize>| {
                list.sort_by(|&x, &y| {
                    let place = |i: usize| {
                        (
                            &others[line[i].other].rank,
                            std::cmp::Reverse(line[i].shared),
                            line[i].ordinal,
                        )
                    };
                    place(x).cmp(&place(y))
                });
            };
            let mut origins = sources.clone();
            by_rank(&mut origins);
            let mut own_uses = pick(&|o| own[o]);
            by_rank(&mut own_uses);
            sources.truncate(SHORTLIST);
            // Only what shares nearly as much as the best source can be where the paragraph comes from.
            let most = sources.iter().map(|&i| line[i].shared).max().unwrap_or(0);
            origins.retain(|&i| line[i].shared * 5 >= most * 4);
            origins.truncate(SHORTLIST);
            own_uses.truncate(1);
            Shortlist {
                sources,
                origins,
                own: own_uses,
            }
        })
        .collect()
}

/// What was settled for one paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Choice {
    /// The source, as an index into the paragraph's candidates, with the kind.
    pub source: Option<(usize, Kind)>,
    /// The earliest known witness.
    pub origin: Option<usize>,
    /// A shared quotation, when there is no source.
    pub quote: Option<usize>,
    /// An earlier use by the same outlet that explains the paragraph.
    pub own: Option<usize>,
}

/// Settles each paragraph; `overlap(line, candidate)` gives the words two paragraphs really share.
pub fn settle(
    rank_of: &dyn Fn(usize) -> Rank,
    lines: &[Vec<Candidate>],
    lists: &[Shortlist],
    overlap: &mut dyn FnMut(usize, usize) -> Option<Overlap>,
    thresholds: &Thresholds,
) -> Vec<Choice> {
    let mut wanted: Vec<usize> = lists
        .iter()
        .zip(lines)
        .flat_map(|(list, line)| {
            list.sources
                .iter()
                .chain(&list.origins)
                .map(|&i| line[i].other)
        })
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    let (support, overlaps) = supports(lines, &wanted, overlap, thresholds);
    lines
        .iter()
        .zip(lists)
        .enumerate()
        .map(|(n, (line, list))| {
            let verdict = |i: usize| {
                let seen = overlaps.get(&(n, i))?;
                support.get(&line[i].other)?.verdict(seen, thresholds)
            };
            let mut choice = Choice {
                own: list.own.first().copied(),
                ..Choice::default()
            };
            for &i in &list.sources {
                match verdict(i) {
                    Some(kind) if kind.is_copy() => {
                        choice.source = Some((i, kind));
                        break;
                    }
                    Some(_) if choice.quote.is_none() => choice.quote = Some(i),
                    _ => {}
                }
            }
            if choice.source.is_some() {
                choice.quote = None;
                choice.origin = list
                    .origins
                    .iter()
                    .copied()
                    .find(|&i| verdict(i).is_some_and(Kind::is_copy));
            }
            // The outlet had it before every other witness: it repeats itself.
            if let (Some(own), Some((source, _))) = (choice.own, choice.source) {
                let first = choice.origin.unwrap_or(source);
                if rank_of(line[own].other) < rank_of(line[first].other) {
                    choice = Choice {
                        own: Some(own),
                        ..Choice::default()
                    };
                }
            }
            choice
        })
        .collect()
}

/// Sums what each wanted article shares, taking its best paragraph for each of ours.
fn supports(
    lines: &[Vec<Candidate>],
    wanted: &[usize],
    overlap: &mut dyn FnMut(usize, usize) -> Option<Overlap>,
    thresholds: &Thresholds,
) -> (HashMap<usize, Support>, HashMap<(usize, usize), Overlap>) {
    let mut support: HashMap<usize, Support> = HashMap::new();
    let mut overlaps = HashMap::new();
    for (n, line) in lines.iter().enumerate() {
        let mut best: HashMap<usize, Overlap> = HashMap::new();
        for (i, candidate) in line.iter().enumerate() {
            if wanted.binary_search(&candidate.other).is_err() {
                continue;
            }
            let Some(seen) = overlap(n, i) else { continue };
            overlaps.insert((n, i), seen);
            let slot = best.entry(candidate.other).or_insert(seen);
            if seen.weight() > slot.weight() {
                *slot = seen;
            }
        }
        for (other, seen) in best {
            support.entry(other).or_default().add(&seen, thresholds);
        }
    }
    (support, overlaps)
}

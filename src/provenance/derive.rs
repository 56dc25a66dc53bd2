//! Chooses, for every paragraph of an article, the witness it most likely comes from and the earliest known one.
//!
//! In two steps, so that only a few texts need to be looked at word by word: [`shortlist`] orders the witnesses of each
//! paragraph by what is known without their text; [`settle`] takes the first that the words bear out.

use std::collections::HashMap;

use crate::model::Kind;
use crate::provenance::{Facts, Overlap, Rank, Support, carried, credits_outlet};
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
    /// How far its wording is from the paragraph's, where both stand in one family (see `ways`); the smaller, the likelier the source.
    pub score: Option<i64>,
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
    /// The chain of versions it stands in, by a number that means nothing else, and its place there from 1; nothing when no other
    /// version is known.
    pub chain: Option<(i64, usize)>,
    /// True when it is another version of the article in question.
    pub version: bool,
}

/// How many witnesses of a paragraph are looked at word by word: beyond a handful they are verbatim sisters, of which the
/// best credited and earliest come first.
const SHORTLIST: usize = 6;

/// True when so many words are nearly as many as the most: what shares much less is not where a paragraph was first.
fn nearly_all(shared: usize, most: usize) -> bool {
    shared * 5 >= most * 4
}

/// For one paragraph: which candidates to look at, best first, and which to look at for the origin, earliest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shortlist {
    /// Indices into the paragraph's candidates: likely sources.
    pub sources: Vec<usize>,
    /// Indices into the paragraph's candidates: possible origins.
    pub origins: Vec<usize>,
    /// Earlier uses by the same outlet, earliest first.
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
    let own: Vec<bool> = others
        .iter()
        .map(|o| o.version || o.facts.same_outlet(copy))
        .collect();
    // The versions of one article stand together: what the best of them covers counts for all, and so does the first one's rank.
    let best = carried(lines, others, &earlier, copy.published.map(|d| d.latest));
    let mut covered: HashMap<i64, usize> = HashMap::new();
    let mut first: HashMap<i64, &Rank> = HashMap::new();
    for (i, other) in others.iter().enumerate() {
        let Some((chain, _)) = other.chain else {
            continue;
        };
        let most = covered.entry(chain).or_default();
        *most = (*most).max(coverage.get(&i).copied().unwrap_or(0));
        let rank = first.entry(chain).or_insert(&other.rank);
        *rank = (*rank).min(&other.rank);
    }
    let standing = |o: usize| match others[o].chain {
        Some((chain, number)) => (first[&chain], number),
        None => (&others[o].rank, 0),
    };
    let covers = |o: usize| match others[o].chain {
        Some((chain, _)) => covered[&chain],
        None => coverage[&o],
    };
    let is_carried = |o: usize| {
        let chain = others[o].chain.and_then(|(chain, _)| best.get(&chain));
        chain.is_some_and(|c| c.other == o)
    };
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
                        // Inside a family the credit is part of the score.
                        credited[c.other] && c.score.is_none(),
                        whole(c.kind),
                        std::cmp::Reverse(c.score.filter(|_| whole(c.kind)).unwrap_or(i64::MAX)),
                        credited[c.other],
                        covers(c.other),
                        c.shared,
                        is_carried(c.other),
                    )
                };
                key(y).cmp(&key(x)).then_with(|| {
                    let place = |i: usize| (standing(line[i].other), line[i].ordinal);
                    place(x).cmp(&place(y))
                })
            });
            let by_rank = |list: &mut Vec<usize>| {
                list.sort_by(|&x, &y| {
                    let place = |i: usize| {
                        (
                            standing(line[i].other),
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
            let most = own_uses.iter().map(|&i| line[i].shared).max().unwrap_or(0);
            own_uses.retain(|&i| others[line[i].other].version || nearly_all(line[i].shared, most));
            by_rank(&mut own_uses);
            sources.truncate(SHORTLIST);
            // Only what shares nearly as much as the best source can be where the paragraph comes from.
            let most = sources.iter().map(|&i| line[i].shared).max().unwrap_or(0);
            origins.retain(|&i| nearly_all(line[i].shared, most));
            origins.truncate(SHORTLIST);
            own_uses.truncate(SHORTLIST);
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
    /// The earliest of these uses that would be called a copy if it were another house's, with the kind.
    pub reused: Option<(usize, Kind)>,
}

/// Settles each paragraph; `overlap(line, candidate)` gives the words two paragraphs really share.
pub fn settle(
    others: &[Other],
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
                .chain(&list.own)
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
            choice.reused = list
                .own
                .iter()
                .find_map(|&i| Some((i, verdict(i).filter(|kind| kind.is_copy())?)));
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
            // The outlet had it before every other witness: it repeats itself. A few words that it had before explain no whole paragraph.
            if let Some((source, _)) = choice.source {
                let explains = |own: usize| {
                    others[line[own].other].version
                        || nearly_all(line[own].shared, line[source].shared)
                };
                let own = list.own.iter().copied().find(|&own| explains(own));
                let rank = |i: usize| &others[line[i].other].rank;
                let first = choice.origin.unwrap_or(source);
                if own.is_some_and(|own| rank(own) < rank(first)) {
                    choice = Choice {
                        own,
                        reused: choice.reused,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CreditForm;
    use crate::provenance::facts::{crediting, printed_by};

    fn other(outlet: &str, at: Option<i64>) -> Other {
        let facts = printed_by(outlet, at);
        Other {
            rank: Rank::of(&facts, []),
            facts: std::rc::Rc::new(facts),
            carried: false,
            carries: false,
            chain: None,
            version: false,
        }
    }

    fn hit(other: usize, kind: Kind, shared: usize) -> Candidate {
        Candidate {
            other,
            ordinal: 0,
            kind,
            shared,
            score: None,
        }
    }

    /// Source and origin of every paragraph as places in `others`, and the same outlet's earlier use.
    fn settled(
        copy: &Facts,
        lines: &[Vec<Candidate>],
        others: &[Other],
    ) -> Vec<(Option<usize>, Option<usize>, Option<usize>)> {
        let thresholds = Thresholds::default();
        let lists = shortlist(copy, &Rank::of(copy, []), lines, others);
        let mut words = |line: usize, i: usize| {
            let candidate = lines[line][i];
            Some(Overlap {
                kind: candidate.kind,
                shared: candidate.shared,
                quoted: 0,
                outside: candidate.shared,
                shorter: candidate.shared,
                leaning: false,
                granted: false,
            })
        };
        settle(others, lines, &lists, &mut words, &thresholds)
            .iter()
            .zip(lines)
            .map(|(choice, line)| {
                let of = |i: Option<usize>| i.map(|i| line[i].other);
                (
                    of(choice.source.map(|s| s.0)),
                    of(choice.origin),
                    of(choice.own),
                )
            })
            .collect()
    }

    #[test]
    fn the_credited_witness_is_the_source_and_the_earliest_the_origin() {
        let mut copy = printed_by("Post", Some(30));
        copy.credits
            .push(crediting(CreditForm::Republication, "Herald"));
        let others = [other("Wire", Some(10)), other("Herald", Some(20))];
        let line = vec![hit(0, Kind::Verbatim, 30), hit(1, Kind::Verbatim, 30)];
        assert_eq!(
            settled(&copy, std::slice::from_ref(&line), &others),
            [(Some(1), Some(0), None)]
        );
        copy.credits.clear();
        assert_eq!(settled(&copy, &[line], &others), [(Some(0), Some(0), None)]);
    }

    #[test]
    fn who_covers_more_of_the_article_is_the_likelier_source() {
        let copy = printed_by("Post", Some(30));
        let others = [other("Wire", Some(10)), other("Herald", Some(20))];
        let lines = [
            vec![hit(0, Kind::Verbatim, 30), hit(1, Kind::Verbatim, 30)],
            vec![hit(1, Kind::Verbatim, 30)],
        ];
        let found = settled(&copy, &lines, &others);
        assert_eq!(found[0], (Some(1), Some(0), None));
        assert_eq!(found[1], (Some(1), Some(1), None));
    }

    #[test]
    fn what_shares_much_less_is_no_origin() {
        let copy = printed_by("Post", Some(30));
        let others = [other("Wire", Some(10)), other("Herald", Some(20))];
        let line = vec![hit(0, Kind::Partial, 30), hit(1, Kind::Verbatim, 60)];
        assert_eq!(settled(&copy, &[line], &others), [(Some(1), Some(1), None)]);
    }

    #[test]
    fn later_witnesses_are_neither_source_nor_origin() {
        let copy = printed_by("Post", Some(30));
        let others = [other("Wire", Some(40)), other("Herald", None)];
        let line = vec![hit(0, Kind::Verbatim, 30), hit(1, Kind::Verbatim, 30)];
        assert_eq!(settled(&copy, &[line], &others), [(None, None, None)]);
    }

    #[test]
    fn of_a_chain_the_version_that_is_carried_is_the_source_and_the_first_the_origin() {
        let copy = printed_by("Post", Some(30));
        let version = |number: usize, changed: i64| {
            let mut facts = printed_by("Wire", Some(10));
            facts.stated.changed = Some(changed);
            facts.url = Some(format!("https://wire.example/{}", 9 - number));
            Other {
                rank: Rank::of(&facts, []),
                facts: std::rc::Rc::new(facts),
                chain: Some((1, number)),
                ..other("Wire", Some(10))
            }
        };
        let others = [version(2, 25), version(1, 10)];
        // The first paragraph stands in both; the second was changed: the copy has the old wording.
        let both = vec![hit(0, Kind::Verbatim, 30), hit(1, Kind::Verbatim, 30)];
        let old = vec![hit(0, Kind::Edited, 20), hit(1, Kind::Verbatim, 30)];
        let found = settled(&copy, &[both.clone(), old.clone()], &others);
        assert_eq!(found[0], (Some(1), Some(1), None));
        assert_eq!(found[1].0, Some(1));
        // Where both versions read alike, the last that was out by then.
        let alike = settled(&copy, std::slice::from_ref(&both), &others);
        assert_eq!(alike, [(Some(0), Some(1), None)]);
        let sooner = printed_by("Post", Some(20));
        let found = settled(&sooner, std::slice::from_ref(&both), &others);
        assert_eq!(found, [(Some(1), Some(1), None)]);
        let earlier = [true, true];
        let best = carried(&[both, old], &others, &earlier, Some(30));
        assert_eq!((best[&1].other, best[&1].sure), (1, true));
    }

    #[test]
    fn another_version_is_no_source_and_keeps_its_copies_from_being_one() {
        let second = printed_by("Post", Some(30));
        let line = vec![hit(0, Kind::Verbatim, 30), hit(1, Kind::Verbatim, 30)];
        let mut first = other("A Name of Its Own", Some(5));
        first.version = true;
        let others = [first, other("Herald", Some(20))];
        assert_eq!(settled(&second, &[line], &others), [(None, None, Some(0))]);
    }

    #[test]
    fn a_few_words_that_an_outlet_had_before_explain_no_whole_paragraph() {
        let copy = printed_by("Post", Some(30));
        let line = vec![hit(0, Kind::Partial, 15), hit(1, Kind::Verbatim, 80)];
        let others = [other("Post", Some(5)), other("Herald", Some(20))];
        assert_eq!(
            settled(&copy, std::slice::from_ref(&line), &others),
            [(Some(1), Some(1), Some(0))]
        );
        // An earlier version of the same article is no accident.
        let mut version = other("Post", Some(5));
        version.version = true;
        let others = [version, other("Herald", Some(20))];
        assert_eq!(settled(&copy, &[line], &others), [(None, None, Some(0))]);
    }

    #[test]
    fn an_outlet_that_had_it_first_repeats_itself() {
        let copy = printed_by("Post", Some(30));
        let line = vec![hit(0, Kind::Verbatim, 30), hit(1, Kind::Verbatim, 30)];
        let first = [other("Post", Some(5)), other("Herald", Some(20))];
        assert_eq!(
            settled(&copy, std::slice::from_ref(&line), &first),
            [(None, None, Some(0))]
        );
        let after = [other("Post", Some(25)), other("Herald", Some(20))];
        assert_eq!(
            settled(&copy, &[line], &after),
            [(Some(1), Some(1), Some(0))]
        );
    }
}

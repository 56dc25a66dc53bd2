//! A second look at paragraphs that the index did not find, inside articles that are related already.
//!
//! A short paragraph with a changed word may share no shingle with its source, and those of a story that a thousand
//! outlets changed a little are phrases by then. Where two paragraphs of an article come from one other article, the rest of that
//! article is read beside the rest of this one; the words decide as ever.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::corpus::judge::{Hit, Judged};
use crate::error::Result;
use crate::fingerprint::COMPARABLE_WORDS;
use crate::model::{BlockKind, Kind};
use crate::reuse::compare;
use crate::store::WitnessRow;

/// Paragraphs that must come from an article before it is read further.
const RELATED: usize = 2;

/// Sources that are read further: the main one, and one more where a text was put together from two.
const SOURCES: usize = 2;

/// Pairs of paragraphs that are compared for one article, so that two books of a thousand paragraphs cost a bounded time.
const PAIRS: usize = 4_000;

/// Looks for the unmatched paragraphs in the main sources; says whether anything was found.
pub(super) fn look(judged: &mut Judged<'_, '_>) -> Result<bool> {
    let subject = judged.subject;
    let open: Vec<usize> = (0..judged.lines.len())
        .filter(|&n| {
            let choice = &judged.choices[n];
            let unmatched =
                choice.source.is_none() && choice.own.is_none() && choice.quote.is_none();
            let body = subject.paragraphs[n].kind == BlockKind::Paragraph;
            unmatched && body && judged.ready[n].len() >= COMPARABLE_WORDS
        })
        .collect();
    if open.is_empty() {
        return Ok(false);
    }
    let mut left = PAIRS;
    let mut any = false;
    for other in main_sources(judged) {
        let article = judged.keys[other];
        let taken: FxHashSet<u32> = verbatim_sources(judged, other);
        for block in judged.library.reader.blocks(article)? {
            let (BlockKind::Paragraph, Some(passage)) = (block.kind, block.passage) else {
                continue;
            };
            if taken.contains(&block.ordinal) || judged.library.is_standing(passage) {
                continue;
            }
            let theirs = judged.library.ready(article, block.ordinal, block.span)?;
            for &n in &open {
                if left == 0 {
                    return Ok(any);
                }
                left -= 1;
                let known = judged.lines[n]
                    .iter()
                    .any(|c| c.other == other && c.ordinal == block.ordinal);
                if known {
                    continue;
                }
                let Some(found) = compare(&judged.ready[n], &theirs, judged.thresholds) else {
                    continue;
                };
                any = true;
                let hit = Hit {
                    leaning: false,
                    witness: WitnessRow {
                        passage,
                        article,
                        outlet: None,
                        ordinal: block.ordinal,
                        paragraph: block.paragraph.unwrap_or(0),
                        span: block.span,
                    },
                    found: Rc::new(found),
                };
                judged.nominate(n, other, hit)?;
            }
        }
    }
    Ok(any)
}

/// The articles that most paragraphs come from, by number, ties by rank.
fn main_sources(judged: &Judged<'_, '_>) -> Vec<usize> {
    let mut counts: FxHashMap<usize, usize> = FxHashMap::default();
    for (n, choice) in judged.choices.iter().enumerate() {
        if let Some((source, _)) = choice.source {
            *counts.entry(judged.lines[n][source].other).or_default() += 1;
        }
    }
    let mut list: Vec<(usize, usize)> = counts
        .into_iter()
        .filter(|(_, paragraphs)| *paragraphs >= RELATED)
        .collect();
    list.sort_by(|x, y| {
        let rank = |other: usize| &judged.others[other].rank;
        y.1.cmp(&x.1).then_with(|| rank(x.0).cmp(rank(y.0)))
    });
    list.into_iter()
        .take(SOURCES)
        .map(|(other, _)| other)
        .collect()
}

/// The blocks of an article that stand whole in the judged one: nothing else comes from them.
fn verbatim_sources(judged: &Judged<'_, '_>, other: usize) -> FxHashSet<u32> {
    let chosen = judged.choices.iter().enumerate().filter_map(|(n, choice)| {
        let (source, kind) = choice.source?;
        let candidate = judged.lines[n][source];
        (kind == Kind::Verbatim && candidate.other == other).then_some(candidate.ordinal)
    });
    chosen.collect()
}

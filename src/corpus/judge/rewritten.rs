//! A third look: paragraphs that no common wording explains, read beside the articles that may be rewritten from each other.
//!
//! Articles are paired when they are added (`corpus::pairings`); what each paragraph of a pairing is called is settled here, each time it is
//! asked, with the dates and standing lines that are known by then.

use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::corpus::judge::{Hit, Judged};
use crate::corpus::rewrites::{Line, beside, is_explained};
use crate::error::Result;
use crate::model::{BlockKind, Kind, ReviewVerdict, Score};
use crate::provenance::{Leaning, Standing};
use crate::reuse::{Body, Match, resemblance};
use crate::store::{ArticleKey, WitnessRow};

/// Articles that are read beside one: what it is paired with and what shares wording with it, the earliest first.
const READ: usize = 12;

/// A paragraph that may be rewritten from a place in another article.
#[derive(Debug, Clone)]
pub(crate) struct Possible {
    /// The other article, as an index into the judged ones.
    pub(crate) other: usize,
    pub(crate) hit: Hit,
    pub(crate) line: Line,
}

/// Why a paragraph is called rewritten, by its number, the other article and the block there.
pub(crate) type Lines = FxHashMap<(usize, usize, u32), Line>;

/// The body of the judged article with the place of each paragraph among its blocks.
fn body(judged: &Judged<'_, '_>) -> (Vec<usize>, Body) {
    let paragraphs = &judged.subject.paragraphs;
    let places: Vec<usize> = (0..paragraphs.len())
        .filter(|&n| paragraphs[n].kind == BlockKind::Paragraph)
        .collect();
    let texts = places.iter().map(|&n| {
        let text = paragraphs[n].span.of(&judged.subject.text);
        (text, &judged.ready[n])
    });
    let body = Body::of(texts);
    (places, body)
}

/// Looks for rewritten paragraphs; says whether any was found.
pub(super) fn look(
    judged: &mut Judged<'_, '_>,
    place: &mut FxHashMap<ArticleKey, usize>,
) -> Result<bool> {
    let settled = |n: usize| {
        let source = judged.choices[n].source;
        matches!(source, Some((_, Kind::Verbatim | Kind::Edited)))
    };
    let paragraphs = &judged.subject.paragraphs;
    let open =
        (0..paragraphs.len()).any(|n| paragraphs[n].kind == BlockKind::Paragraph && !settled(n));
    let sources = if open {
        earlier(judged, place)?
    } else {
        Vec::new()
    };
    if sources.is_empty() {
        return Ok(false);
    }
    let (places, suspect) = body(judged);
    judged.language = suspect.language;
    let mut any = false;
    for other in sources {
        let article = judged.keys[other];
        let source = judged.library.source(article)?;
        for line in beside(&suspect, &source.body, judged.thresholds) {
            let n = places[line.place];
            if line.weighed.standing == Standing::Silent {
                continue;
            }
            if explained(judged, n, other, &line) {
                if line.is_claimed() {
                    any |= judged.granted.insert((n, other));
                }
                continue;
            }
            let witness = source.blocks[line.nearest.first];
            let hit = hit(judged, n, article, witness, &line)?;
            if line.is_claimed() {
                any = true;
                judged.lines_of.insert((n, other, witness.ordinal), line);
                witnesses(judged, n, other, &hit, place)?;
                judged.nominate(n, other, hit)?;
            } else {
                keep_possible(judged, n, Possible { other, hit, line });
            }
        }
    }
    Ok(any)
}

/// The earlier articles that are read beside the judged one, as indices, best ranked first.
fn earlier(
    judged: &mut Judged<'_, '_>,
    place: &mut FxHashMap<ArticleKey, usize>,
) -> Result<Vec<usize>> {
    let mut wanted: BTreeSet<usize> = BTreeSet::new();
    for &article in &judged.subject.pairings {
        wanted.insert(judged.place_of(article, place)?);
    }
    // What shares wording in two paragraphs or more is read too, whether it was paired or not: which candidates were read when an article
    // was added hangs on what was there by then.
    let mut shares: FxHashMap<usize, usize> = FxHashMap::default();
    for line in &judged.lines {
        let others: BTreeSet<usize> = line.iter().map(|c| c.other).collect();
        for other in others {
            *shares.entry(other).or_default() += 1;
        }
    }
    wanted.extend(shares.into_iter().filter(|s| s.1 >= 2).map(|s| s.0));
    let mut list: Vec<usize> = wanted
        .into_iter()
        .filter(|&o| judged.others[o].rank < judged.subject.rank && !judged.others[o].version)
        .filter(|&o| !is_dismissed(judged, o))
        .collect();
    list.sort_by(|&x, &y| judged.others[x].rank.cmp(&judged.others[y].rank));
    list.truncate(READ);
    Ok(list)
}

/// True when a review dismissed an article as a whole.
fn is_dismissed(judged: &Judged<'_, '_>, other: usize) -> bool {
    let ids = (judged.subject.facts.id, judged.others[other].facts.id);
    let review = judged.library.reviews.of_articles(ids.0, ids.1);
    review.is_some_and(|r| r.verdict == ReviewVerdict::Dismissed)
}

/// See [`is_explained`].
fn explained(judged: &Judged<'_, '_>, n: usize, other: usize, line: &Line) -> bool {
    let candidates = judged.lines[n].iter().filter(|c| c.other == other);
    is_explained(candidates.map(|c| (c.kind, c.shared)), line)
}

fn hit(
    judged: &Judged<'_, '_>,
    n: usize,
    article: ArticleKey,
    witness: WitnessRow,
    line: &Line,
) -> Result<Hit> {
    let theirs = judged
        .library
        .ready(article, witness.ordinal, witness.span)?;
    let measured = resemblance(&judged.ready[n], &theirs, judged.thresholds);
    Ok(Hit {
        leaning: false,
        witness,
        found: Rc::new(Match {
            kind: Kind::Rewritten,
            score: Score::new(line.weighed.score),
            ..measured
        }),
    })
}

/// Who else holds the very paragraph that was rewritten may be where it comes from as well.
fn witnesses(
    judged: &mut Judged<'_, '_>,
    n: usize,
    other: usize,
    hit: &Hit,
    place: &mut FxHashMap<ArticleKey, usize>,
) -> Result<()> {
    let all = judged.looked_at(hit.witness.passage)?;
    for &witness in all.iter() {
        if Some(witness.article) == judged.subject.key || witness.article == hit.witness.article {
            continue;
        }
        let at = judged.place_of(witness.article, place)?;
        let known = judged.lines[n]
            .iter()
            .any(|c| c.other == at && c.ordinal == witness.ordinal);
        if known || judged.others[at].rank >= judged.subject.rank {
            continue;
        }
        if let Some(line) = judged
            .lines_of
            .get(&(n, other, hit.witness.ordinal))
            .cloned()
        {
            judged.lines_of.insert((n, at, witness.ordinal), line);
        }
        judged.nominate(
            n,
            at,
            Hit {
                witness,
                ..hit.clone()
            },
        )?;
    }
    Ok(())
}

/// Keeps the likeliest.
fn keep_possible(judged: &mut Judged<'_, '_>, n: usize, new: Possible) {
    let slot = &mut judged.possible[n];
    let better = slot
        .as_ref()
        .is_none_or(|old| new.line.weighed.score > old.line.weighed.score);
    if better {
        *slot = Some(new);
    }
}

/// A later article with rewritten paragraphs of the judged one.
pub(super) struct Rewriting {
    pub(super) article: ArticleKey,
    /// Which paragraphs, by their number among the blocks.
    pub(super) paragraphs: BTreeSet<usize>,
    /// What the wording leans to, with the later article as the copy.
    pub(super) wording: Option<Leaning>,
}

/// Later articles with rewritten paragraphs of the judged one.
pub(super) fn copies(judged: &Judged<'_, '_>) -> Result<Vec<Rewriting>> {
    let mut out = Vec::new();
    let mut own = None;
    for &article in &judged.subject.pairings {
        let other = judged.library.other(article)?;
        let version = judged.subject.versions.contains(&article);
        if version
            || other.rank < judged.subject.rank
            || other.facts.same_outlet(&judged.subject.facts)
        {
            continue;
        }
        let (places, source) = own.get_or_insert_with(|| body(judged));
        let suspect = judged.library.source(article)?;
        let text = judged.library.text(article)?;
        let lines = beside(&suspect.body, source, judged.thresholds);
        let claimed: Vec<&Line> = lines.iter().filter(|line| line.is_claimed()).collect();
        let taken: BTreeSet<usize> = claimed.iter().map(|l| places[l.nearest.first]).collect();
        if taken.is_empty() {
            continue;
        }
        // The same paragraphs as where the later article itself is judged.
        let by_wording = |line: &Line| {
            let ordinal = suspect.blocks[line.place].ordinal;
            let candidates = judged.lines.iter().flatten();
            let same = candidates
                .filter(|c| judged.keys[c.other] == article && c.ordinal == ordinal)
                .map(|c| (c.kind, c.shared));
            is_explained(same, line)
        };
        let pairs = claimed.iter().filter(|line| !by_wording(line)).map(|line| {
            let mine = &judged.subject.paragraphs[places[line.nearest.first]];
            let theirs = suspect.blocks[line.place].span.of(&text);
            (theirs, mine.span.of(&judged.subject.text))
        });
        let wording = suspect.body.language.and_then(|l| Leaning::of(pairs, l));
        out.push(Rewriting {
            article,
            paragraphs: taken,
            wording,
        });
    }
    Ok(out)
}

//! One article inside its family: how near each of the others is to it, paragraph by paragraph.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::corpus::family::loci::Component;
use crate::corpus::family::{Cache, Family, From};
use crate::corpus::judge::Subject;
use crate::corpus::relate::prepared;
use crate::corpus::witness::Library;
use crate::error::Result;
use crate::fingerprint::COMPARABLE_WORDS;
use crate::model::{BlockKind, Kind};
use crate::provenance::{CHANGE, Held, Rank, Witness, way};
use crate::reuse::{Match, Prepared, Readings, Thresholds, resemblance};
use crate::store::{ArticleKey, PassageKey};

/// What it takes for a paragraph to be from another witness than the rest: more than one reading that an accident may have made equal.
const ASIDE: i64 = CHANGE + 400;

/// The most that the rest of a text counts between two witnesses that are equally near in one paragraph.
const REST: i64 = 300;

/// An article seen from inside its family.
#[derive(Debug)]
pub(crate) struct Near {
    /// The family.
    pub(crate) family: Rc<Family>,
    /// Its place there; nothing for an article that is not stored.
    pub(crate) place: Option<usize>,
    /// What it holds.
    witness: Witness,
    /// The ways to it, cheapest first.
    ways: Vec<From>,
    /// Where the tree has it from.
    pub(crate) parent: Option<usize>,
    /// The text place of each of its paragraphs.
    loci: Vec<Option<u32>>,
}

impl Near {
    /// Finds the family of a subject; nothing where nobody else is of it.
    pub(crate) fn of(library: &Library<'_>, subject: &Subject) -> Result<Option<Self>> {
        let Some(key) = subject.key else {
            return Self::joining(library, subject);
        };
        let family = Cache::family(library, key)?;
        let Some(place) = family.place(key).filter(|_| family.keys.len() > 1) else {
            return Ok(None);
        };
        let witness = family.witnesses[place].clone();
        let loci = subject.paragraphs.iter();
        let loci = loci.map(|p| {
            let held = witness.held.iter();
            let mut held = held.filter(|h| p.number > 0 && h.paragraph == p.number);
            held.next().map(|h| h.locus)
        });
        Ok(Some(Self {
            loci: loci.collect(),
            place: Some(place),
            ways: family.ways[place].clone(),
            parent: family.parents[place],
            witness,
            family,
        }))
    }

    /// The family that an article would join if it were stored.
    fn joining(library: &Library<'_>, subject: &Subject) -> Result<Option<Self>> {
        let mut shared: Vec<(usize, Rc<Component>, usize)> = Vec::new();
        let mut total = 0;
        let mut words = vec![0; subject.paragraphs.len()];
        for (n, paragraph) in subject.paragraphs.iter().enumerate() {
            if paragraph.kind != BlockKind::Paragraph {
                continue;
            }
            words[n] = Prepared::wording(paragraph.span.of(&subject.text)).len();
            if words[n] < COMPARABLE_WORDS {
                continue;
            }
            total += words[n];
            let whole = paragraph.relations.iter().filter(|r| {
                matches!(r.found.kind, Kind::Verbatim | Kind::Edited)
                    && !library.is_standing(r.passage)
            });
            if let Some(nearest) = whole.max_by_key(|r| r.found.shared_words()) {
                let component = Cache::component(library, nearest.passage)?;
                if shared.iter().all(|(_, c, _)| c.id != component.id) {
                    shared.push((n, component, words[n]));
                }
            }
        }
        let mut candidates: Vec<ArticleKey> = shared
            .iter()
            .flat_map(|(_, c, _)| c.holders.iter().copied())
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        let mut ranked: Vec<(Rank, ArticleKey)> = Vec::new();
        for candidate in candidates {
            let common = shared
                .iter()
                .filter(|(_, c, _)| c.holders.binary_search(&candidate).is_ok());
            if common.map(|(.., words)| words).sum::<usize>() * 2 >= total {
                let rank = library.rank(candidate)?;
                if rank < subject.rank {
                    ranked.push((rank, candidate));
                }
            }
        }
        ranked.sort();
        let mut leader = None;
        for (_, candidate) in ranked {
            if Cache::leader(library, candidate)? == candidate {
                leader = Some(candidate);
                break;
            }
        }
        let Some(leader) = leader else {
            return Ok(None);
        };
        let family = Cache::family(library, leader)?;
        let mut loci = vec![None; subject.paragraphs.len()];
        let mut held: Vec<Held> = Vec::new();
        for (n, component, _) in &shared {
            let Some(locus) = family.locus(component) else {
                continue;
            };
            let base = prepared(library.reader, family.bases[locus as usize])?;
            let paragraph = &subject.paragraphs[*n];
            let mine = Prepared::wording(paragraph.span.of(&subject.text));
            let runs = resemblance(&base, &mine, &Thresholds::default()).runs;
            held.push(Held {
                locus,
                readings: Rc::new(Readings::of(&base, &mine, &runs)),
                paragraph: paragraph.number,
            });
            loci[*n] = Some(locus);
        }
        held.sort_by_key(|h| h.locus);
        let witness = Witness {
            facts: Rc::clone(&subject.facts),
            rank: subject.rank.clone(),
            title: None,
            chain: None,
            held,
        };
        let mut ways: Vec<From> = (0..family.keys.len())
            .filter(|&source| !subject.versions.contains(&family.keys[source]))
            .filter_map(|source| {
                let cost = way(&witness, &family.witnesses[source])?;
                Some(From { source, cost })
            })
            .collect();
        ways.sort_by_key(|f| (f.cost.all, f.source));
        Ok(Some(Self {
            parent: ways.first().map(|w| w.source),
            place: None,
            family,
            witness,
            ways,
            loci,
        }))
    }

    /// The article that the tree has it from.
    pub(crate) fn source(&self) -> Option<ArticleKey> {
        self.parent.map(|place| self.family.keys[place])
    }

    /// The members nearest to it, the nearest first.
    pub(crate) fn nearest(&self, count: usize) -> impl Iterator<Item = ArticleKey> + '_ {
        self.ways
            .iter()
            .take(count)
            .map(|w| self.family.keys[w.source])
    }

    /// The text places of its paragraphs.
    pub(crate) fn loci(&self) -> impl Iterator<Item = u32> + '_ {
        self.loci.iter().flatten().copied()
    }

    /// Its paragraphs that stand at a text place, by their lines.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, u32)> + '_ {
        let lines = self.loci.iter().enumerate();
        lines.filter_map(|(line, locus)| Some((line, (*locus)?)))
    }

    /// The earliest member that holds a text place.
    pub(crate) fn earliest(&self, locus: u32) -> Option<ArticleKey> {
        self.family
            .earliest(locus)
            .map(|place| self.family.keys[place])
    }

    /// How many other members hold the text place of a paragraph; nothing where it stands at none.
    pub(crate) fn holders(&self, line: usize) -> Option<usize> {
        let holders = self.family.holders(self.loci[line]?);
        Some(holders.len() - usize::from(self.place.is_some()))
    }

    /// Later members of other houses with the number of text places that they have in common with it.
    pub(crate) fn later(&self, rank: &Rank) -> Vec<(ArticleKey, usize)> {
        let mut counts: FxHashMap<usize, usize> = FxHashMap::default();
        for locus in self.loci() {
            for &holder in self.family.holders(locus) {
                *counts.entry(holder).or_default() += 1;
            }
        }
        let later = counts.into_iter().filter(|(place, _)| {
            let facts = &self.family.witnesses[*place].facts;
            self.family.rank(*place) > rank && !facts.same_outlet(&self.witness.facts)
        });
        later
            .map(|(place, count)| (self.family.keys[place], count))
            .collect()
    }

    /// How far a witness of a paragraph is from it, in thousandths of a changed word: the smaller, the likelier its source. Who is not of the
    /// family is weighed by the shape of what they share, behind who is.
    pub(crate) fn score(
        &self,
        library: &Library<'_>,
        line: usize,
        article: ArticleKey,
        passage: PassageKey,
        found: &Match,
        words: usize,
    ) -> Result<i64> {
        let stranger = || {
            i64::try_from(gaps(found, words)).unwrap_or(i64::MAX / CHANGE) * CHANGE + ASIDE + REST
        };
        let (Some(locus), Some(place)) = (self.loci[line], self.family.place(article)) else {
            return Ok(stranger());
        };
        let component = Cache::component(library, passage)?;
        if self.family.locus(&component) != Some(locus) {
            return Ok(stranger());
        }
        let Some(apart) =
            crate::provenance::apart(&self.witness, &self.family.witnesses[place], locus)
        else {
            return Ok(stranger());
        };
        let cost = |place: usize| {
            self.ways
                .iter()
                .find(|w| w.source == place)
                .map(|w| w.cost.all)
        };
        let least = self.ways.first().map_or(0, |w| w.cost.all);
        let rest = cost(place).map_or(REST, |c| ((c - least) / 10).clamp(0, REST));
        let aside = if self.parent == Some(place) { 0 } else { ASIDE };
        Ok(i64::try_from(apart).unwrap_or(i64::MAX / CHANGE) * CHANGE + aside + rest)
    }
}

/// Places at which two paragraphs part, by their common runs; `words` are those of the first.
fn gaps(found: &Match, words: usize) -> usize {
    let (Some(first), Some(last)) = (found.runs.first(), found.runs.last()) else {
        return words;
    };
    let open = usize::from(first.a > 0 || first.b > 0);
    let close = usize::from(((last.a + last.len) as usize) < words);
    found.runs.len() - 1 + open + close
}

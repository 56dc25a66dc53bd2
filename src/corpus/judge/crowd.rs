//! Stories that hundreds print: which of all the witnesses are looked at, so that judging one copy costs the same however many there are.
//!
//! Of a crowded family those are held against an article that its tree found nearest, and the earliest of each paragraph; of a passage that a
//! crowd holds the earliest, those of the article's own house and those that it credits. Who is passed over is counted all the same.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::corpus::family::{CROWD, Cache, Near};
use crate::corpus::judge::{Hit, Judged};
use crate::error::Result;
use crate::reuse::compare;
use crate::store::{ArticleKey, OutletKey, PassageKey, WitnessRow};

/// Nearest members of the family that are looked at.
const NEAREST: usize = 16;

/// Of these, the members that are read beside the article where the index did not lead to them.
const READ: usize = 2;

/// The members of a crowded family that are looked at; nothing where there is no crowd.
pub(super) fn chosen(near: Option<&Near>) -> Option<FxHashSet<ArticleKey>> {
    let near = near.filter(|n| n.family.is_crowd())?;
    let mut chosen: FxHashSet<ArticleKey> = near.nearest(NEAREST).collect();
    chosen.extend(near.loci().filter_map(|locus| near.earliest(locus)));
    Some(chosen)
}

impl Judged<'_, '_> {
    /// The witnesses of a passage that are looked at.
    pub(super) fn looked_at(&mut self, passage: PassageKey) -> Result<Cow<'static, [WitnessRow]>> {
        let all = self.library.witnesses(passage)?;
        let Some(near) = self.near.as_ref().filter(|_| self.chosen.is_some()) else {
            if all.len() <= CROWD {
                return Ok(all.to_vec().into());
            }
            let rows = self.few_of(passage, &FxHashSet::default())?;
            self.passed_over |= rows.len() < all.len();
            return Ok(rows.into());
        };
        let chosen = self.chosen.clone().unwrap_or_default();
        let rows: Vec<WitnessRow> = if all.len() > CROWD {
            self.few_of(passage, &chosen)?
        } else {
            let family = &near.family;
            let wanted =
                |w: &&WitnessRow| chosen.contains(&w.article) || family.place(w.article).is_none();
            all.iter().filter(wanted).copied().collect()
        };
        self.passed_over |= rows.len() < all.len();
        Ok(rows.into())
    }

    /// Of a crowd of witnesses the chosen ones, the earliest, the first of the article's own house with its versions, and those that it credits.
    fn few_of(
        &self,
        passage: PassageKey,
        chosen: &FxHashSet<ArticleKey>,
    ) -> Result<Vec<WitnessRow>> {
        let crowd = self.library.crowd_of(passage)?;
        let facts = &self.subject.facts;
        let mut articles: BTreeSet<ArticleKey> = crowd.earliest.iter().copied().collect();
        articles.extend(chosen.iter().copied());
        if let Some(own) = facts
            .outlet
            .and_then(|o| crowd.of_outlet.get(&OutletKey(o)))
        {
            articles.extend(own.iter().take(CROWD).copied());
            articles.extend(self.subject.versions.iter().copied());
        }
        if !facts.credits.is_empty() || !facts.links.is_empty() {
            let component = Cache::component(self.library, passage)?;
            let mut named = Vec::new();
            for key in Cache::named(self.library, &component, facts)? {
                named.push((self.library.rank(key)?, key));
            }
            named.sort();
            articles.extend(named.into_iter().take(NEAREST).map(|(_, key)| key));
        }
        let rows = articles
            .iter()
            .filter_map(|a| crowd.of_article.get(a))
            .flatten();
        Ok(rows.copied().collect())
    }

    /// Reads the likeliest sources of a crowded family beside the article where no match leads to them: of a thousand edited copies not every
    /// two were compared when they were added.
    pub(super) fn complete(&mut self, place: &mut FxHashMap<ArticleKey, usize>) -> Result<()> {
        let Some(near) = self.near.as_ref().filter(|_| self.chosen.is_some()) else {
            return Ok(());
        };
        let nearest: Vec<ArticleKey> = near.nearest(READ).collect();
        let mut wanted: Vec<(usize, u32, ArticleKey)> = Vec::new();
        for (line, locus) in near.lines() {
            let mut articles: BTreeSet<ArticleKey> = nearest.iter().copied().collect();
            articles.extend(near.earliest(locus));
            let met = |a: &ArticleKey| {
                let mut hits = self.hits[line].iter();
                Some(*a) == self.subject.key || hits.any(|h| h.witness.article == *a)
            };
            wanted.extend(
                articles
                    .into_iter()
                    .filter(|a| !met(a))
                    .map(|a| (line, locus, a)),
            );
        }
        for (line, locus, article) in wanted {
            let Some(witness) = self.library.at_locus(article, locus)? else {
                continue;
            };
            let theirs = self.library.ready(article, witness.ordinal, witness.span)?;
            if let Some(found) = compare(&self.ready[line], &theirs, self.thresholds) {
                let other = self.place_of(article, place)?;
                let hit = Hit {
                    leaning: false,
                    witness,
                    found: Rc::new(found),
                };
                self.nominate(line, other, hit)?;
            }
        }
        Ok(())
    }
}

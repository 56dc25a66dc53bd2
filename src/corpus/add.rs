//! Adding articles: one transaction, all or nothing.

use std::collections::btree_map::{BTreeMap, Entry};
use std::collections::{BTreeSet, HashSet};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::corpus::cut::{Cut, CutBlock, Ready, cut_all};
use crate::corpus::ordered::in_order;
use crate::corpus::pairings::Newcomer;
use crate::corpus::publishers::Given;
use crate::corpus::relate::{EXACT_CAP, Looked, to_row, wording};
use crate::corpus::shingled::Shingled;
use crate::corpus::{
    Corpus, Timings, doubts, furniture, hubs, pairings, publishers, versions, views,
};
use crate::error::Result;
use crate::fingerprint::FINGERPRINT_VERSION;
use crate::model::{Article, BlockKind};
use crate::report::view::{IngestView, IngestedLine};
use crate::reuse::{Thresholds, compare_wording};
use crate::store::{ArticleKey, MatchRow, NewArticle, NewPassage, OutletKey, PassageKey, Writer};

/// How many added articles the answer describes one by one.
const DESCRIBED: usize = 12;

impl Corpus {
    /// Adds articles: one transaction, all or nothing; articles already held are left as they are.
    /// `now` (epoch seconds) becomes their `first_seen_at`.
    pub fn add(&mut self, articles: &[Article], now: i64) -> Result<IngestView> {
        let cut = || cut_all(articles, self.rewrites);
        let cuts = self.timings.time("cut and fingerprint", cut);
        self.add_cuts(&cuts, now, true)
    }

    /// [`Corpus::add`] of articles that were made ready elsewhere, where more follow; after the last comes [`Corpus::settle_doubts`].
    pub(crate) fn add_some(&mut self, ready: &Ready, now: i64) -> Result<IngestView> {
        self.add_cuts(ready.cuts(), now, false)
    }

    fn add_cuts(&mut self, cuts: &[Cut<'_>], now: i64, last: bool) -> Result<IngestView> {
        let Self {
            store,
            thresholds,
            timings,
            ..
        } = self;
        let mut batch = Batch {
            timings: timings.clone(),
            rewrites: self.rewrites,
            ..Batch::default()
        };
        // What is left to the outer stage is the end of the transaction.
        timings.time("commit", || {
            store.write(|writer| {
                timings.time("insert", || batch.insert(writer, cuts, now))?;
                batch.matches(writer, thresholds)?;
                if last {
                    timings.time("hubs", || doubts::settle(writer))?;
                }
                batch.pairings(writer, thresholds)?;
                timings.time("furniture", || {
                    furniture::settle(writer, &batch.seen, &batch.forms)
                })?;
                Ok(batch.view)
            })
        })
    }

    /// Deletes matches that earlier batches threw into doubt and that would not be looked for now: one transaction.
    pub(crate) fn settle_doubts(&mut self) -> Result<()> {
        if self.store.doubtful()?.is_empty() {
            return Ok(());
        }
        let store = &mut self.store;
        let settle = || store.write(doubts::settle);
        self.timings.time("hubs", settle)
    }
}

/// What one transaction has done so far.
#[derive(Default)]
struct Batch<'c> {
    view: IngestView,
    /// Passages made by this batch, and the blocks that brought them.
    fresh: Vec<PassageKey>,
    brought: Vec<&'c CutBlock>,
    /// Their shingles, from when they are entered into the index until they are looked up in it.
    shingled: Shingled<'c>,
    /// Outlet and passage of every paragraph that was met before, here or in the store: what may be a standing line.
    seen: HashSet<(OutletKey, PassageKey)>,
    /// The templates that lines of this batch are of, with their outlets.
    forms: BTreeSet<(OutletKey, i64)>,
    /// The articles made by this batch.
    articles: Vec<ArticleKey>,
    /// The same with what their rewrites are looked for by.
    newcomers: Vec<Newcomer<'c>>,
    /// Those of them that the answer describes.
    described: Vec<ArticleKey>,
    timings: Timings,
    /// False when rewrites are left for later.
    rewrites: bool,
}

impl<'c> Batch<'c> {
    fn insert(&mut self, writer: &mut Writer<'_>, cuts: &'c [Cut<'c>], now: i64) -> Result<()> {
        let mut new: Vec<&Cut<'_>> = Vec::new();
        let mut again: Vec<&Cut<'_>> = Vec::new();
        let mut in_batch = HashSet::new();
        for cut in cuts {
            let id = cut.id;
            if !in_batch.insert(id) || writer.known(&id)?.is_some() {
                self.view.known += 1;
                again.push(cut);
                continue;
            }
            new.push(cut);
        }
        let given: Vec<Given<'_>> = new.iter().map(|cut| Given::of(cut)).collect();
        self.name_outlets(writer, &given)?;
        // What an article says of its outlet is what many say.
        let mut resolved: BTreeMap<&Given<'_>, Option<OutletKey>> = BTreeMap::new();
        let mut inserted: Vec<(&Cut<'_>, ArticleKey, Option<OutletKey>)> = Vec::new();
        let places = writer.shelve(new.iter().map(|cut| cut.article.text.as_str()))?;
        for ((cut, given), place) in new.into_iter().zip(&given).zip(places) {
            let outlet = match resolved.entry(given) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(new) => *new.insert(publishers::resolve(writer, given)?),
            };
            let key = writer.insert_article(&NewArticle {
                id: cut.id,
                place,
                article: &cut.article,
                segmented: &cut.segmented,
                outlet,
                label: cut.named(),
                first_seen_at: now,
                words: cut.body().map(|p| p.print.words).sum(),
                hidden: cut.hidden,
            })?;
            inserted.push((cut, key, outlet));
        }
        let known = self.insert_passages(writer, &inserted)?;
        // How many of the new passages have been come to.
        let mut come = 0;
        for (cut, key, outlet) in inserted {
            let before = come;
            let mut passages: Vec<Option<PassageKey>> = vec![None; cut.segmented.blocks.len()];
            for paragraph in &cut.prints {
                let passage = known.get(&paragraph.print.sha256).copied();
                let next = self.brought.get(come);
                if next.is_some_and(|next| std::ptr::eq(*next, paragraph)) {
                    come += 1;
                } else {
                    self.seen.extend(outlet.zip(passage));
                }
                passages[paragraph.ordinal] = passage;
            }
            let varied = cut.prints.iter();
            let varied: Vec<(usize, i64)> = varied
                .filter_map(|p| Some((p.ordinal, p.template?)))
                .collect();
            for &(_, template) in &varied {
                self.forms.extend(outlet.map(|o| (o, template)));
            }
            writer.insert_templates(key, varied)?;
            self.articles.push(key);
            if self.rewrites {
                let own = &self.fresh[before..come];
                let own = own.first().map_or(0, |p| p.0)..own.last().map_or(0, |p| p.0 + 1);
                self.newcomers.push(Newcomer::of(key, own, cut, &passages));
            }
            writer.insert_blocks(key, &cut.segmented.blocks, &passages)?;
            self.describe(writer, cut, key)?;
        }
        for cut in again {
            if let Some(key) = writer.known(&cut.id)? {
                writer.restate(key, &cut.article)?;
            }
        }
        self.count_versions(writer)?;
        let timings = self.timings.clone();
        timings.time("index", || self.index(writer))
    }

    /// Makes a passage of every paragraph that neither the store nor an earlier article of the batch has; gives those of all paragraphs, by SHA-256.
    fn insert_passages(
        &mut self,
        writer: &mut Writer<'_>,
        inserted: &[(&'c Cut<'c>, ArticleKey, Option<OutletKey>)],
    ) -> Result<FxHashMap<[u8; 32], PassageKey>> {
        let mut known = known_passages(writer, inserted)?;
        let mut met: FxHashSet<&[u8; 32]> = FxHashSet::default();
        let mut brought: Vec<(&CutBlock, ArticleKey)> = Vec::new();
        for (cut, key, _) in inserted {
            let new = cut.prints.iter().filter(|block| {
                let sha256 = &block.print.sha256;
                !known.contains_key(sha256) && met.insert(sha256)
            });
            brought.extend(new.map(|block| (block, *key)));
        }
        let new = brought.iter().map(|(block, key)| new_passage(block, *key));
        self.fresh = writer.insert_passages(new)?;
        self.brought = brought.into_iter().map(|(block, _)| block).collect();
        let blocks = self.brought.iter();
        known.extend(
            blocks
                .map(|block| block.print.sha256)
                .zip(self.fresh.iter().copied()),
        );
        let body = self
            .brought
            .iter()
            .filter(|b| b.kind == BlockKind::Paragraph);
        self.view.passages += body.count();
        Ok(known)
    }

    /// Enters the new passages into the index, family by family, as their keys lie.
    fn index(&mut self, writer: &mut Writer<'_>) -> Result<()> {
        let prints = || self.brought.iter().map(|block| &block.print);
        let of_prints = || self.fresh.iter().zip(prints());
        let exact = of_prints().map(|(passage, print)| (print.exact_key(), passage.0));
        let mut exact: Vec<(u64, u32)> = exact.collect();
        exact.sort_unstable();
        let mut pairs: Vec<(u64, u32)> = Vec::new();
        if self.rewrites {
            pairs.reserve_exact(prints().map(|print| print.pairs.len()).sum());
            for (passage, print) in of_prints() {
                pairs.extend(print.pair_keys().map(|key| (key, passage.0)));
            }
            pairs.sort_unstable();
        }
        self.shingled = Shingled::of(prints().map(|print| &print.shingles[..]));
        let shingles = self.shingled.postings(&self.fresh);
        writer.add_postings(exact.into_iter().chain(shingles).chain(pairs))
    }

    /// Makes the outlets that have a name before any that has only a domain: a nameless one may go over to a named one,
    /// and then its lines have to be settled with the other's.
    fn name_outlets(&mut self, writer: &mut Writer<'_>, given: &[Given<'_>]) -> Result<()> {
        let told: BTreeSet<&Given<'_>> = given.iter().collect();
        for given in told.iter().filter(|given| given.name.is_some()) {
            let before = match &given.domain {
                Some(domain) => writer.outlet_at(domain)?,
                None => None,
            };
            let outlet = publishers::resolve(writer, given)?;
            let after = match &given.domain {
                Some(domain) => writer.outlet_at(domain)?,
                None => None,
            };
            if let (Some(outlet), true) = (outlet, before.is_some() && before != after) {
                let (lines, forms) = furniture::lines_of(writer, outlet)?;
                self.seen.extend(lines);
                self.forms.extend(forms);
            }
        }
        Ok(())
    }

    /// Counts the added articles that are versions of others, now that all of them are there.
    fn count_versions(&mut self, writer: &Writer<'_>) -> Result<()> {
        let added: HashSet<ArticleKey> = self.articles.iter().copied().collect();
        let mut done: HashSet<ArticleKey> = HashSet::new();
        for &key in &self.articles {
            if done.contains(&key) {
                continue;
            }
            let Some(chain) = versions::chain(writer, key)?.filter(|c| c.count > 1) else {
                continue;
            };
            let members = chain.members();
            done.extend(members.iter().map(|m| m.key));
            let (fresh, old): (Vec<_>, Vec<_>) =
                members.iter().partition(|m| added.contains(&m.key));
            let old: BTreeSet<usize> = old.iter().map(|m| m.number).collect();
            let fresh: BTreeSet<usize> = fresh.iter().map(|m| m.number).collect();
            let new = fresh.difference(&old).count() - usize::from(old.is_empty());
            if new > 0 {
                self.view.versions += new;
                self.view.versioned.insert(chain.label());
            }
            for (line, key) in self.view.articles.iter_mut().zip(&self.described) {
                if added.contains(key) {
                    line.notices.extend(versions::notice(&chain, *key));
                }
            }
        }
        Ok(())
    }

    fn describe(&mut self, writer: &Writer<'_>, cut: &Cut<'_>, key: ArticleKey) -> Result<()> {
        let paragraphs = cut.body().count();
        let furniture = cut.segmented.blocks.len() - paragraphs;
        self.view.added += 1;
        self.view.paragraphs += paragraphs;
        self.view.furniture += furniture;
        if self.view.articles.len() < DESCRIBED {
            self.described.push(key);
            let mut notices = views::notices(&writer.article(key)?);
            notices.extend(views::pointers(&cut.article.text, &cut.segmented.blocks));
            self.view.articles.push(IngestedLine {
                article: views::article_ref(writer, key)?,
                paragraphs,
                furniture,
                credits: writer.credits(key)?.iter().map(views::credit).collect(),
                notices,
            });
        }
        Ok(())
    }

    /// Finds what the new passages share with each other and with all older ones.
    fn matches(&mut self, writer: &mut Writer<'_>, thresholds: &Thresholds) -> Result<()> {
        let timings = self.timings.clone();
        let shingled = std::mem::take(&mut self.shingled);
        let looked = timings.time("look-up", || Looked::up(writer, shingled))?;
        let settled = timings.time("hubs", || {
            let prints = self.brought.iter().map(|block| &block.print);
            hubs::settle(writer, &looked, prints, &self.fresh)
        })?;
        let mut pairs =
            timings.time("look-up", || looked.pairs(writer, Some(&self.fresh), true))?;
        drop(looked);
        let mut passages = self.fresh.clone();
        if !settled.again.is_empty() {
            let again: Vec<PassageKey> = settled.again.iter().copied().collect();
            let old = hubs::shingles(writer, &again)?;
            let old = Shingled::of(old.iter().map(Vec::as_slice));
            pairs.extend(Looked::up(writer, old)?.pairs(writer, Some(&again), false)?);
            passages.extend(again);
        }
        let rows = timings.time("compare", || {
            self.compared(writer, &passages, &pairs, thresholds)
        })?;
        timings.time("write matches", || writer.insert_matches(&rows))?;
        self.view.matches = rows.len();
        timings.time("hubs", || settled.doubts.keep(writer))?;
        self.view.capped = usize::try_from(writer.hot_count()?).unwrap_or(usize::MAX);
        Ok(())
    }

    /// Compares each new passage with its candidates, word by word.
    fn compared(
        &self,
        writer: &Writer<'_>,
        passages: &[PassageKey],
        pairs: &[Vec<PassageKey>],
        thresholds: &Thresholds,
    ) -> Result<Vec<MatchRow>> {
        let place: FxHashMap<PassageKey, usize> = self.fresh.iter().copied().zip(0..).collect();
        // Old texts come from the store; new ones are at hand.
        let with_pairs = passages.iter().zip(pairs).filter(|p| !p.1.is_empty());
        let older = with_pairs
            .flat_map(|(mine, list)| list.iter().chain([mine]))
            .filter(|key| !place.contains_key(key))
            .copied();
        let read = in_order(older, |key| wording(writer, key))?;
        let ready = |key: &PassageKey| match place.get(key) {
            Some(&i) => self.brought.get(i).map(|block| &block.wording[..]),
            None => read.get(key).map(Vec::as_slice),
        };
        Ok(pairs
            .par_iter()
            .enumerate()
            .flat_map_iter(|(i, list)| {
                let mine = passages[i];
                list.iter().filter_map(move |&other| {
                    let found = compare_wording(ready(&mine)?, ready(&other)?, thresholds)?;
                    Some(to_row(mine, other, &found))
                })
            })
            .collect())
    }

    /// Looks for articles that may be rewritten from each other: the new ones beside each other and beside all older ones.
    fn pairings(&mut self, writer: &mut Writer<'_>, thresholds: &Thresholds) -> Result<()> {
        if !self.rewrites {
            let mut left = self.articles.iter();
            return left.try_for_each(|key| writer.set_unpaired(*key, true));
        }
        self.view.unread += pairings::settle(writer, &self.newcomers, thresholds, &self.timings)?;
        Ok(())
    }
}

fn new_passage(block: &CutBlock, article: ArticleKey) -> NewPassage<'_> {
    let print = &block.print;
    NewPassage {
        sha256: &print.sha256,
        simhash: print.simhash,
        words: u32::try_from(print.words).unwrap_or(u32::MAX),
        shingles: u32::try_from(print.shingles.len()).unwrap_or(u32::MAX),
        version: FINGERPRINT_VERSION,
        article,
        span: block.span,
    }
}

/// The passages that the store holds already, by SHA-256.
fn known_passages(
    writer: &Writer<'_>,
    inserted: &[(&Cut<'_>, ArticleKey, Option<OutletKey>)],
) -> Result<FxHashMap<[u8; 32], PassageKey>> {
    let mut keys: Vec<u64> = inserted
        .iter()
        .flat_map(|(cut, ..)| cut.prints.iter().map(|p| p.print.exact_key()))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    let postings = writer.lookup(&keys, EXACT_CAP)?;
    let mut known = FxHashMap::default();
    for index in 0..keys.len() {
        for &passage in postings.of(index) {
            known.insert(writer.passage(passage)?.sha256, passage);
        }
    }
    Ok(known)
}

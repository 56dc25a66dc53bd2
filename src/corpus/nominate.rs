//! Which stored articles a text may be rewritten from, or the other way round: those that share pairs of rare stems in several paragraphs.
//!
//! Two passages are a hit when they share a pair of their rarest stems. An article with a hit of three common stems, or with
//! two hits, is looked at, and not for one paragraph alone: nothing comes of one, while chance and quoted lines bring ever more of them. Articles are ranked by what their hits weigh over the paragraphs of either. Which stems are the rarest is settled by the shipped tables, and the count is the same from both
//! sides, so that the order in which articles come plays no part. Work is bounded for each article, whatever the store holds: a pair that too
//! many passages share is not looked up, and only the best few articles are read.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use crate::corpus::hits::{CAP, Hit, hits};
use crate::corpus::ordered::in_order;
use crate::error::Result;
use crate::fingerprint::{Fingerprint, RARE_STEMS};
use crate::model::ArticleId;
use crate::store::{ArticleKey, PassageKey, Reader};

/// Articles that are read side by side with one; what is left is counted and told.
const READ: usize = 16;

/// The weight of the hits from which an article is worth reading; a hit weighs its common stems less one. On the development newsroom three finds 522 articles,
/// four 520. Of an article of one paragraph one strong hit is enough.
const WORTH: usize = 3;

/// Common stems from which a hit counts that is the only one: all that are kept of a paragraph. Of 147,800 candidates of 100,000 generated articles 48,300
/// had one hit of fewer, and 307 of these were kept (32,400 of the others); of 10,400 of 10,000 articles they were 512, and 4 were kept.
const LONE: usize = RARE_STEMS;

/// Witnesses of a hit that are ranked: beyond a handful they are verbatim copies of each other.
const WITNESSES: usize = 16;

/// Common stems of a hit by which alone an article is looked at: chance pairs grow with the store, and next to none share a third stem.
const STRONG: usize = 3;

/// Weaker hits count when two paragraphs have one this near each other: the passages that an article brought into the store lie in one row. By
/// chance a text of twelve paragraphs meets half a dozen such places in ten million passages.
const NEAR: u32 = 64;

/// The candidates of one article.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nominees {
    /// The best, best first.
    pub(crate) articles: Vec<ArticleKey>,
    /// How many more were worth reading.
    pub(crate) unread: usize,
}

/// An article whose candidates are asked for.
#[derive(Debug)]
pub(crate) struct Asked<'p> {
    /// Its own row, if it is stored.
    pub(crate) own: Option<ArticleKey>,
    /// The rows of passages that it has just brought into the store: nobody else's, so that nobody is found by them.
    pub(crate) brought: Range<u32>,
    /// The fingerprints of its paragraphs.
    pub(crate) prints: Vec<&'p Fingerprint>,
    /// The passages of the same words, paragraph by paragraph, where the store holds one.
    pub(crate) passages: Vec<Option<PassageKey>>,
}

/// Finds the candidates of several articles.
pub(crate) fn nominees(reader: &Reader, articles: &[Asked<'_>]) -> Result<Vec<Nominees>> {
    let (keys, places) = sorted_keys(articles);
    let postings = reader.lookup(&keys, CAP)?;
    let mut rest = &places[..];
    let mut own_places: Vec<&[u32]> = Vec::with_capacity(articles.len());
    for article in articles {
        let own = article.prints.iter().map(|p| p.pairs.len()).sum();
        let (places, others) = rest.split_at(own);
        own_places.push(places);
        rest = others;
    }
    let found: Vec<Vec<Hit>> = articles
        .par_iter()
        .zip(own_places)
        .map(|(article, places)| hits(places, &postings, article))
        .collect();
    let telling: Vec<Vec<PassageKey>> = articles
        .iter()
        .zip(&found)
        .map(|(article, hits)| telling(hits, article))
        .collect();
    let holders = in_order(telling.iter().flatten().copied(), |passage| {
        reader.articles_holding(passage, WITNESSES)
    })?;
    let mut candidates: Vec<Vec<ArticleKey>> = Vec::with_capacity(articles.len());
    for (article, passages) in articles.iter().zip(&telling) {
        let mut others: Vec<ArticleKey> = passages
            .iter()
            .flat_map(|passage| &holders[passage])
            .filter(|other| Some(**other) != article.own)
            .copied()
            .collect();
        others.sort_unstable();
        others.dedup();
        candidates.push(others);
    }
    let held = in_order(candidates.iter().flatten().copied(), |candidate| {
        reader.passages_held(candidate)
    })?;
    let mut out = Vec::with_capacity(articles.len());
    for ((article, hits), candidates) in articles.iter().zip(found).zip(candidates) {
        let mut worth = Vec::new();
        for candidate in candidates {
            let passages = &held[&candidate];
            let fewer = article.prints.len().min(passages.len());
            let sum = weight(&hits, passages, fewer);
            if sum >= WORTH.min((STRONG - 1) * fewer) {
                worth.push((candidate, sum));
            }
        }
        out.push(ranked(reader, worth)?);
    }
    Ok(out)
}

/// The passages, each once, by whose hits an article's candidates are found.
fn telling(hits: &[Hit], article: &Asked<'_>) -> Vec<PassageKey> {
    let tells = |(at, hit): &(usize, &Hit)| {
        let own = article.brought.contains(&hit.passage().0);
        // What two articles have in the same words was not rewritten, and a standing line is in all of an outlet's: of 300,000 candidates of 100,000
        // articles two thirds were found by such a paragraph alone, and one in a thousand of these was kept.
        !own && !hit.is_same() && (hit.common() >= STRONG || is_near(hits, *at))
    };
    let told = hits.iter().enumerate().filter(tells);
    let mut passages: Vec<PassageKey> = told.map(|(_, hit)| hit.passage()).collect();
    passages.dedup();
    passages
}

/// The keys of all pairs, sorted, each once; and for each pair of each paragraph in turn the place of its key among them: looking for it there again
/// took a twenty-fifth of the work on half a million articles.
fn sorted_keys(articles: &[Asked<'_>]) -> (Vec<u64>, Vec<u32>) {
    let prints = articles.iter().flat_map(|a| &a.prints);
    let pairs = prints.flat_map(|p| p.pair_keys());
    let mut wanted: Vec<(u64, u32)> = pairs.zip(0..).collect();
    wanted.sort_unstable();
    let mut keys = Vec::with_capacity(wanted.len());
    let mut places = vec![0; wanted.len()];
    for run in wanted.chunk_by(|x, y| x.0 == y.0) {
        for &(_, pair) in run {
            places[pair as usize] = keys.len() as u32;
        }
        keys.push(run[0].0);
    }
    (keys, places)
}

/// True when another paragraph has a hit beside the one at `at`.
fn is_near(hits: &[Hit], at: usize) -> bool {
    let beside = |other: Option<&Hit>| {
        other.is_some_and(|other| {
            other.paragraph() != hits[at].paragraph()
                && other.passage() != hits[at].passage()
                && other.passage().0.abs_diff(hits[at].passage().0) <= NEAR
        })
    };
    beside(at.checked_sub(1).and_then(|before| hits.get(before))) || beside(hits.get(at + 1))
}

/// What the hits of an article's paragraphs in another's passages weigh: over the paragraphs of the one or of the other, whichever is more, the best of
/// the other side. A single hit weighs nothing where both have several paragraphs, unless it is of [`LONE`] stems; `fewer` is the number of
/// paragraphs of the shorter of the two.
fn weight(hits: &[Hit], passages: &[PassageKey], fewer: usize) -> usize {
    let mut ours: BTreeMap<u32, usize> = BTreeMap::new();
    let mut theirs = 0;
    let mut count = 0;
    for &passage in passages {
        let from = hits.partition_point(|hit| hit.passage() < passage);
        let run = hits[from..]
            .iter()
            .take_while(|hit| hit.passage() == passage);
        let mut best = 0;
        for hit in run {
            let slot = ours.entry(hit.paragraph()).or_default();
            *slot = (*slot).max(hit.common() - 1);
            best = best.max(hit.common() - 1);
            count += 1;
        }
        theirs += best;
    }
    if count == 1 && fewer > 1 && theirs + 1 < LONE {
        return 0;
    }
    theirs.max(ours.values().sum())
}

/// The best of the candidates, and how many are left; of equally good ones those whose ids come first.
fn ranked(reader: &Reader, mut worth: Vec<(ArticleKey, usize)>) -> Result<Nominees> {
    worth.sort_by(|x, y| y.1.cmp(&x.1).then_with(|| x.0.cmp(&y.0)));
    if let (Some(last), Some(next)) = (worth.get(READ - 1).copied(), worth.get(READ))
        && last.1 == next.1
    {
        let from = worth.partition_point(|w| w.1 > last.1);
        let to = worth.partition_point(|w| w.1 >= last.1);
        let mut named: Vec<(ArticleId, (ArticleKey, usize))> = Vec::new();
        for &tied in &worth[from..to] {
            named.push((reader.article(tied.0)?.id, tied));
        }
        named.sort_by_key(|n| n.0);
        for (slot, (_, tied)) in worth[from..to].iter_mut().zip(named) {
            *slot = tied;
        }
    }
    let best = worth.first().map_or(0, |w| w.1);
    Ok(Nominees {
        // What is not half as good as the best would have been read for nothing.
        unread: worth.iter().skip(READ).filter(|w| w.1 * 2 > best).count(),
        articles: worth.into_iter().take(READ).map(|w| w.0).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Corpus;
    use crate::fingerprint::fingerprint;
    use crate::model::Article;
    use crate::store::Which;
    use crate::text::words;

    #[test]
    fn nobody_is_a_candidate_by_a_paragraph_in_the_same_words_alone() {
        const STANDING: &str = "Subscribers receive the harbour gazette with tide tables, herring auctions and ferry timetables before breakfast.";
        const STORY: &str = "Engineers warned the Varnholm council that lorries would crack the northern arch of the medieval bridge.";
        const REWRITTEN: &str = "Lorries may crack the medieval bridge at Varnholm: its northern arch is too weak, engineers told councillors.";
        let mut corpus = Corpus::in_memory().unwrap();
        let text = format!("{STANDING}\n\n{STORY}");
        let held = Article {
            text,
            ..Article::default()
        };
        corpus.add(&[held], 7).unwrap();
        let found = |paragraphs: [&str; 2], same: bool| {
            let prints = paragraphs.map(|text| fingerprint(&words(text)));
            let found = corpus.store.read(|reader| {
                let key = reader.article_keys(Which::All)?[0];
                let standing = reader.passages_held(key)?[0];
                let asked = Asked {
                    own: None,
                    brought: 0..0,
                    prints: prints.iter().collect(),
                    passages: vec![same.then_some(standing), None],
                };
                Ok(nominees(reader, &[asked])?[0].articles.len())
            });
            found.unwrap()
        };
        let other = "A bakery on River Street sold every loaf within an hour of opening its doors on Monday.";
        assert_eq!(found([STANDING, other], false), 1);
        assert_eq!(found([STANDING, other], true), 0);
        assert_eq!(found([STANDING, REWRITTEN], true), 1);
    }

    #[test]
    fn one_paragraph_alone_makes_no_candidate_of_texts_of_several() {
        const STORY: &str = "Engineers warned the Varnholm council on Monday that heavy lorries would sooner or later crack the northern arch of the bridge.";
        const RETOLD: &str = "Sooner or later heavy lorries would crack the northern arch in Varnholm, engineers said of the scaffolding.";
        const SECOND: &str = "The ferryman Osric Tamber offered to carry passengers across the estuary for a penny until masons have finished.";
        const AGAIN: &str = "Until the masons finish, Osric Tamber will row passengers over the estuary, as his grandmother did.";
        const OTHER: &str = "A bakery on River Street sold every loaf within an hour of opening its doors on Monday.";
        let found = |held: &[&str], asked: &[&str]| {
            let mut corpus = Corpus::in_memory().unwrap();
            let text = held.join("\n\n");
            let held = Article {
                text,
                ..Article::default()
            };
            corpus.add(&[held], 7).unwrap();
            let prints: Vec<_> = asked.iter().map(|text| fingerprint(&words(text))).collect();
            let asked = Asked {
                own: None,
                brought: 0..0,
                prints: prints.iter().collect(),
                passages: vec![None; prints.len()],
            };
            let found = corpus.store.read(|reader| nominees(reader, &[asked]));
            found.unwrap()[0].articles.len()
        };
        assert_eq!(found(&[STORY, OTHER], &[RETOLD, SECOND]), 0);
        assert_eq!(found(&[STORY, SECOND], &[RETOLD, AGAIN]), 1);
        assert_eq!(found(&[STORY], &[RETOLD, SECOND]), 1);
        assert_eq!(found(&[STORY, OTHER], &[RETOLD]), 1);
        // All that is kept of a paragraph is more than chance.
        assert_eq!(found(&[STORY, OTHER], &[STORY, SECOND]), 1);
    }
}

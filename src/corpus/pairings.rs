//! Looks for the pairings of new articles: candidates by rare stems, each read side by side with the new one.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;

use crate::corpus::Timings;
use crate::corpus::cut::Cut;
use crate::corpus::nominate::{Asked, nominees};
use crate::corpus::rewrites::is_pairing;
use crate::error::Result;
use crate::fingerprint::Fingerprint;
use crate::model::{BlockKind, Span};
use crate::reuse::{Body, Thresholds};
use crate::store::{ArticleKey, PassageKey, Reader, Writer};

/// Pairs that are read side by side before the next: bounds the memory of their bodies.
const TOGETHER: usize = 1_000;

/// What was found for some articles.
#[derive(Debug, Default)]
struct Found {
    /// Pairs of articles that may be rewritten one from the other, each once.
    pairs: Vec<(ArticleKey, ArticleKey)>,
    /// Articles of which not every candidate was read, with the number left.
    unread: Vec<(ArticleKey, usize)>,
}

/// A stored article whose pairings are looked for, with what is at hand of it.
#[derive(Debug)]
pub(crate) struct Newcomer<'c> {
    /// Its row.
    pub(crate) key: ArticleKey,
    /// The rows of the passages that it has just brought into the store, where they are known.
    pub(crate) brought: Range<u32>,
    /// Its body paragraphs, in order.
    pub(crate) body: Vec<Paragraph<'c>>,
}

/// One of its body paragraphs.
#[derive(Debug)]
pub(crate) struct Paragraph<'c> {
    pub(crate) text: &'c str,
    pub(crate) print: &'c Fingerprint,
    /// The passage that it is.
    pub(crate) passage: Option<PassageKey>,
}

impl<'c> Newcomer<'c> {
    /// An article that was just cut, with the passages of its blocks.
    pub(crate) fn of(
        key: ArticleKey,
        brought: Range<u32>,
        cut: &'c Cut<'c>,
        passages: &[Option<PassageKey>],
    ) -> Self {
        let body = cut.body().map(|p| Paragraph {
            text: p.span.of(&cut.article.text),
            print: &p.print,
            passage: passages[p.ordinal],
        });
        Self {
            key,
            brought,
            body: body.collect(),
        }
    }
}

/// Finds the pairings of stored articles and keeps them; says of how many articles not every candidate was read.
pub(crate) fn settle(
    writer: &mut Writer<'_>,
    articles: &[Newcomer<'_>],
    thresholds: &Thresholds,
    timings: &Timings,
) -> Result<usize> {
    let found = find(writer, articles, thresholds, timings)?;
    for &(one, other) in &found.pairs {
        writer.insert_pairing(one, other)?;
    }
    for &(article, unread) in &found.unread {
        writer.set_unread_candidates(article, unread)?;
    }
    Ok(found.unread.len())
}

fn find(
    reader: &Reader,
    articles: &[Newcomer<'_>],
    thresholds: &Thresholds,
    timings: &Timings,
) -> Result<Found> {
    let asked: Vec<_> = articles
        .iter()
        .map(|a| Asked {
            own: Some(a.key),
            brought: a.brought.clone(),
            prints: a.body.iter().map(|p| p.print).collect(),
            passages: a.body.iter().map(|p| p.passage).collect(),
        })
        .collect();
    let nominees = timings.time("look up stems", || nominees(reader, &asked))?;
    let mut out = Found::default();
    let mut wanted: BTreeSet<(ArticleKey, ArticleKey)> = BTreeSet::new();
    for (Newcomer { key, .. }, found) in articles.iter().zip(&nominees) {
        wanted.extend(found.articles.iter().map(|&o| (o.min(*key), o.max(*key))));
        if found.unread > 0 {
            out.unread.push((*key, found.unread));
        }
    }
    let at_hand: BTreeMap<ArticleKey, &Newcomer<'_>> =
        articles.iter().map(|a| (a.key, a)).collect();
    // By the newer of the two, so that the pairs of one newcomer lie together.
    let mut wanted: Vec<_> = wanted.into_iter().collect();
    wanted.sort_unstable_by_key(|&(a, b)| (b, a));
    for chunk in wanted.chunks(TOGETHER) {
        out.pairs
            .extend(scored(reader, &at_hand, chunk, thresholds, timings)?);
    }
    Ok(out)
}

/// Reads some pairs of articles side by side and gives those that are pairings.
fn scored(
    reader: &Reader,
    at_hand: &BTreeMap<ArticleKey, &Newcomer<'_>>,
    pairs: &[(ArticleKey, ArticleKey)],
    thresholds: &Thresholds,
    timings: &Timings,
) -> Result<Vec<(ArticleKey, ArticleKey)>> {
    let mut bodies: BTreeMap<ArticleKey, Option<Body>> = pairs
        .iter()
        .flat_map(|&(a, b)| [(a, None), (b, None)])
        .collect();
    // Texts come from the store one after the other; what they say is taken on all cores.
    let texts = timings.time(
        "read candidates",
        || -> Result<BTreeMap<ArticleKey, Stored>> {
            let others = bodies.keys().filter(|key| !at_hand.contains_key(key));
            others
                .map(|key| Ok((*key, Stored::read(reader, *key)?)))
                .collect()
        },
    )?;
    Ok(timings.time("score rewrites", || {
        bodies.par_iter_mut().for_each(|(key, slot)| {
            if let Some(article) = at_hand.get(key) {
                *slot = Some(Body::new(article.body.iter().map(|p| p.text)));
            } else if let Some(stored) = texts.get(key) {
                *slot = Some(Body::new(
                    stored.paragraphs.iter().map(|p| p.of(&stored.text)),
                ));
            }
        });
        let body = |key: &ArticleKey| bodies.get(key)?.as_ref();
        let pairing = |(a, b): &&(ArticleKey, ArticleKey)| {
            body(a)
                .zip(body(b))
                .is_some_and(|(a, b)| is_pairing(a, b, thresholds))
        };
        pairs.par_iter().filter(pairing).copied().collect()
    }))
}

/// The body of a stored article, standing lines and all: what is furniture may change, a pairing stays.
struct Stored {
    text: String,
    paragraphs: Vec<Span>,
}

impl Stored {
    fn read(reader: &Reader, key: ArticleKey) -> Result<Self> {
        let blocks = reader.blocks(key)?.into_iter();
        let body = blocks.filter(|b| b.kind == BlockKind::Paragraph && b.passage.is_some());
        Ok(Self {
            text: reader.text(key)?,
            paragraphs: body.map(|b| b.span).collect(),
        })
    }
}

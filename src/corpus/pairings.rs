//! Looks for the pairings of new articles: candidates by rare stems, each read side by side with the new one.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::corpus::Timings;
use crate::corpus::cut::Cut;
use crate::corpus::nominate::nominees;
use crate::corpus::rewrites::is_pairing;
use crate::error::Result;
use crate::model::BlockKind;
use crate::reuse::{Body, Thresholds};
use crate::store::{ArticleKey, Reader};

/// What was found for some articles.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Pairs of articles that may be rewritten one from the other, each once.
    pub(crate) pairs: Vec<(ArticleKey, ArticleKey)>,
    /// Articles of which not every candidate was read, with the number left.
    pub(crate) unread: Vec<(ArticleKey, usize)>,
}

/// Finds the pairings of stored articles, of which the cuts are at hand.
pub(crate) fn find(
    reader: &Reader,
    articles: &[(ArticleKey, &Cut<'_>)],
    thresholds: &Thresholds,
    timings: &Timings,
) -> Result<Found> {
    let asked: Vec<_> = articles
        .iter()
        .map(|(key, cut)| (Some(*key), cut.body().map(|p| &p.print).collect()))
        .collect();
    let nominees = timings.time("look up stems", || nominees(reader, &asked))?;
    let mut out = Found::default();
    let mut wanted: BTreeSet<(ArticleKey, ArticleKey)> = BTreeSet::new();
    for ((key, _), found) in articles.iter().zip(&nominees) {
        wanted.extend(found.articles.iter().map(|&o| (o.min(*key), o.max(*key))));
        if found.unread > 0 {
            out.unread.push((*key, found.unread));
        }
    }
    let mut bodies: BTreeMap<ArticleKey, Option<Body>> = wanted
        .iter()
        .flat_map(|&(a, b)| [(a, None), (b, None)])
        .collect();
    let at_hand: BTreeMap<ArticleKey, &Cut<'_>> = articles.iter().copied().collect();
    timings.time("read candidates", || -> Result<()> {
        for (key, slot) in &mut bodies {
            if !at_hand.contains_key(key) {
                *slot = Some(stored(reader, *key)?);
            }
        }
        Ok(())
    })?;
    let wanted: Vec<_> = wanted.into_iter().collect();
    out.pairs = timings.time("score rewrites", || {
        bodies.par_iter_mut().for_each(|(key, slot)| {
            if let Some(cut) = at_hand.get(key) {
                *slot = Some(Body::new(cut.body().map(|p| p.span.of(&cut.article.text))));
            }
        });
        let body = |key: &ArticleKey| bodies.get(key)?.as_ref();
        let pairing = |(a, b): &(ArticleKey, ArticleKey)| {
            body(a)
                .zip(body(b))
                .is_some_and(|(a, b)| is_pairing(a, b, thresholds))
        };
        wanted.into_par_iter().filter(pairing).collect()
    });
    Ok(out)
}

/// The body of a stored article, standing lines and all: what is furniture may change, a pairing stays.
fn stored(reader: &Reader, key: ArticleKey) -> Result<Body> {
    let text = reader.text(key)?;
    let blocks = reader.blocks(key)?;
    let paragraphs = blocks
        .iter()
        .filter(|b| b.kind == BlockKind::Paragraph && b.passage.is_some());
    Ok(Body::new(paragraphs.map(|b| b.span.of(&text))))
}

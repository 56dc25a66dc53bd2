//! The nearest other articles: what an index would hand over, found by the rare stems two articles of different outlets have in common.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use crate::articles::Article;
use crate::truth::Relations;

/// Articles looked at for each article.
const NEAREST: usize = 4;

/// A stem in more articles is not rare.
const RARE: usize = 60;

/// Pairs of places of articles, each once, in order. Copies that are no rewritings are left out, and so are pairs the list knows.
pub(crate) fn nearest_others(
    articles: &[Article],
    relations: &Relations<'_>,
) -> Vec<(usize, usize)> {
    let stems: Vec<BTreeSet<u64>> = articles
        .par_iter()
        .map(|article| {
            if relations.is_plain_copy(&article.url) {
                return BTreeSet::new();
            }
            article.body.facts().map(|f| f.stem).collect()
        })
        .collect();
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    for (n, stems) in stems.iter().enumerate() {
        for &stem in stems {
            holders.entry(stem).or_default().push(n);
        }
    }
    let near: Vec<(usize, usize)> = (0..articles.len())
        .into_par_iter()
        .flat_map_iter(|n| {
            let mut sums: HashMap<usize, f64> = HashMap::new();
            for stem in &stems[n] {
                let Some(held) = holders.get(stem).filter(|h| h.len() <= RARE) else {
                    continue;
                };
                let rarity = (articles.len() as f64 / held.len() as f64).ln();
                for &other in held {
                    *sums.entry(other).or_default() += rarity;
                }
            }
            let mut found: Vec<(usize, f64)> = sums
                .into_iter()
                .filter(|&(m, _)| {
                    articles[m].outlet != articles[n].outlet
                        && !relations.are_related(&articles[n].url, &articles[m].url)
                })
                .collect();
            found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            found.truncate(NEAREST);
            found.into_iter().map(move |(m, _)| (n.min(m), n.max(m)))
        })
        .collect();
    near.into_iter()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::truth::{Independent, Truth};
    use urtext::reuse::Body;

    fn article(url: &str, text: &str) -> Article {
        Article {
            url: url.into(),
            outlet: url.into(),
            body: Body::new([text]),
            numbers: vec![0],
            words: vec![text.split_whitespace().count()],
        }
    }

    #[test]
    fn articles_with_rare_words_in_common_are_paired_once_unless_the_list_knows_them() {
        let articles = [
            article("a", "The harbour bridge closed."),
            article("b", "The harbour bridge opened."),
            article("c", "A bakery sold every loaf."),
        ];
        let mut truth = Truth::default();
        assert_eq!(nearest_others(&articles, &Relations::of(&truth)), [(0, 1)]);
        truth.negatives.push(Independent {
            a: "b".into(),
            b: "a".into(),
            kind: "same_event".into(),
        });
        assert!(nearest_others(&articles, &Relations::of(&truth)).is_empty());
    }
}

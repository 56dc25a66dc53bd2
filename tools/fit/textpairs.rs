//! How well a paragraph by itself tells rewritten text pairs from independent ones, and what becomes of a rewriter that no weight has seen.

use crate::articles::Pair;
use crate::crossed::Crossed;
use crate::model::{Data, Model};
use crate::newsroom::paragraphs_found;
use crate::tables::{share, table};
use crate::truth::FAMILIES;

/// The score of a text pair: the mean log-odds of both directions.
fn pair_score(model: &Model, pair: &Pair) -> f64 {
    pair.sides
        .iter()
        .map(|s| f64::from(model.logit(s)))
        .sum::<f64>()
        / 2.0
}

/// Scored pairs: related or not, set aside as a quotation or not, the score.
struct Scored<'d> {
    pair: &'d Pair,
    aside: bool,
    score: f64,
}

fn scored<'d, 'm>(data: &'d Data, model: impl Fn(&Pair) -> &'m Model) -> Vec<Scored<'d>> {
    let one = |pair: &'d Pair| Scored {
        pair,
        aside: pair
            .sides
            .iter()
            .any(|s| f64::from(s.quoted) >= data.thresholds.quote_share),
        score: pair_score(model(pair), pair),
    };
    data.pairs.iter().map(one).collect()
}

/// The share of (rewritten, independent) in which the rewritten pair has the larger score; a tie is half.
fn auc(yes: &[f64], no: &[f64]) -> f64 {
    let mut sorted = no.to_vec();
    sorted.sort_by(f64::total_cmp);
    let wins = yes.iter().map(|y| {
        let below = sorted.partition_point(|n| n < y);
        let upto = sorted.partition_point(|n| n <= y);
        (below + upto) as f64 / 2.0
    });
    wins.sum::<f64>() / (yes.len() * no.len()).max(1) as f64
}

/// The score that one independent pair in a hundred exceeds; quotations set aside exceed none.
fn one_percent(scored: &[Scored<'_>]) -> f64 {
    let no = scored.iter().filter(|s| !s.pair.related);
    let may = no.clone().count() / 100;
    let mut scores: Vec<f64> = no.filter(|s| !s.aside).map(|s| s.score).collect();
    scores.sort_by(|a, b| b.total_cmp(a));
    scores.get(may).copied().unwrap_or(f64::NEG_INFINITY)
}

/// Counts of rewritten pairs: all, and found at a threshold.
fn found(scored: &[Scored<'_>], at: f64, which: impl Fn(&Pair) -> bool) -> (usize, usize) {
    let of = scored.iter().filter(|s| s.pair.related && which(s.pair));
    (
        of.clone().count(),
        of.filter(|s| !s.aside && s.score > at).count(),
    )
}

/// The text pairs, each scored by the model that has not seen its source.
pub(crate) fn pairs(data: &Data, crossed: &Crossed) {
    let scored = scored(data, |pair| crossed.unseen(pair.fold));
    let no = |s: &&Scored<'_>| !s.pair.related;
    let negatives: Vec<f64> = scored.iter().filter(no).map(|s| s.score).collect();
    let kept: Vec<f64> = scored
        .iter()
        .filter(no)
        .filter(|s| !s.aside)
        .map(|s| s.score)
        .collect();
    let at = one_percent(&scored);
    let mut kinds: Vec<&str> = data
        .pairs
        .iter()
        .filter(|p| p.related)
        .map(|p| &*p.kind)
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    let line = |name: &str, which: &dyn Fn(&Pair) -> bool| {
        let of: Vec<&Scored<'_>> = scored
            .iter()
            .filter(|s| s.pair.related && which(s.pair))
            .collect();
        let scores: Vec<f64> = of.iter().map(|s| s.score).collect();
        let apart: Vec<f64> = of.iter().filter(|s| !s.aside).map(|s| s.score).collect();
        let (n, hit) = found(&scored, at, which);
        vec![
            name.to_owned(),
            n.to_string(),
            format!("{:.3}", auc(&scores, &negatives)),
            format!("{:.3}", auc(&apart, &kept)),
            share(hit, n),
        ]
    };
    let mut lines: Vec<Vec<String>> = kinds
        .iter()
        .map(|kind| line(kind, &|p| p.kind == *kind))
        .collect();
    lines.push(line("all", &|_| true));
    let heading = format!(
        "Text pairs by themselves, by models that have not seen the source: {} independent, {} of them set aside as quotations; recall at a log-odds of {at:.2}, which 1 % of the independent exceed",
        negatives.len(),
        negatives.len() - kept.len()
    );
    table(
        &heading,
        &[
            "rewriter",
            "pairs",
            "AUC",
            "AUC without quotations",
            "recall",
        ],
        &lines,
    );
}

/// A rewriter that falls below this share of the mean recall is not found as others are.
const LEAST: f64 = 0.5;

/// Each family of rewriters, by a model that has seen none of its texts.
pub(crate) fn families(data: &Data, crossed: &Crossed) {
    let results: Vec<[(usize, usize); 2]> = (0..FAMILIES.len())
        .map(|out| {
            let model = &crossed.families[out];
            let scored = scored(data, |_| model);
            let [n, hit, ..] = paragraphs_found(data, |_| model, |p| p.family == Some(out));
            [
                found(&scored, one_percent(&scored), |p| p.family == Some(out)),
                (n, hit),
            ]
        })
        .collect();
    let recall = |(n, hit): (usize, usize)| (n > 0).then(|| hit as f64 / n as f64);
    let means: [f64; 2] = [0, 1].map(|which| {
        let all: Vec<f64> = results.iter().filter_map(|r| recall(r[which])).collect();
        all.iter().sum::<f64>() / all.len().max(1) as f64
    });
    let mut least = f64::INFINITY;
    let mut lines: Vec<Vec<String>> = Vec::new();
    for (name, result) in FAMILIES.iter().zip(&results) {
        let mut line = vec![(*name).to_owned()];
        for (&result, mean) in result.iter().zip(means) {
            let to_mean = recall(result).map(|r| r / mean);
            least = to_mean.map_or(least, |r| least.min(r));
            line.extend([
                result.0.to_string(),
                share(result.1, result.0),
                to_mean.map_or("-".to_owned(), |r| format!("{r:.2}")),
            ]);
        }
        lines.push(line);
    }
    table(
        "Rewriters held out: text pairs at 1 % of the independent, and paragraphs of the newsroom",
        &[
            "rewriter",
            "pairs",
            "recall",
            "to mean",
            "paragraphs",
            "recall",
            "to mean",
        ],
        &lines,
    );
    let holds = if least >= LEAST {
        "holds"
    } else {
        "does not hold"
    };
    println!("\nNo rewriter below {LEAST} of the mean: {holds}; the least is {least:.2}.");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_under_the_curve_counts_wins_and_half_of_the_ties() {
        assert_eq!(auc(&[2.0, 3.0], &[0.0, 1.0]), 1.0);
        assert_eq!(auc(&[0.0, 1.0], &[2.0, 3.0]), 0.0);
        assert_eq!(auc(&[1.0], &[1.0]), 0.5);
        assert_eq!(auc(&[1.0, 2.0], &[1.0, 0.0]), 0.875);
    }
}

//! How often rewritten paragraphs of a newsroom are found, how often independent articles are claimed, and what a score is worth.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use urtext::provenance::Standing;

use crate::crossed::{Crossed, allowed, judged, reached};
use crate::model::{Data, Model, Rule};
use crate::pairings::{Group, Label, Pairing};
use crate::tables::{name, share, table};

/// Numbers of the paragraphs of a planted copy that a model claims.
fn claimed(data: &Data, model: &Model, pairing: &Pairing) -> BTreeSet<usize> {
    let judged = pairing
        .sides
        .iter()
        .flat_map(|s| model.judge(s, &data.thresholds));
    let claimed = judged.filter(|j| j.is_claimed());
    claimed.map(|j| j.line.number).collect()
}

/// Of planted copies: rewritten paragraphs, those found, articles, those of which at least half is found.
pub(crate) fn paragraphs_found<'m>(
    data: &Data,
    model: impl Fn(&Pairing) -> &'m Model,
    which: impl Fn(&Pairing) -> bool,
) -> [usize; 4] {
    let mut all = [0; 4];
    let planted = data
        .pairings
        .iter()
        .filter(|p| p.group == Group::Planted && !p.wanted.is_empty());
    for pairing in planted.filter(|p| which(p)) {
        let claimed = claimed(data, model(pairing), pairing);
        let hit = pairing
            .wanted
            .iter()
            .filter(|n| claimed.contains(n))
            .count();
        let half = usize::from(hit * 2 >= pairing.wanted.len());
        for (sum, n) in all.iter_mut().zip([pairing.wanted.len(), hit, 1, half]) {
            *sum += n;
        }
    }
    all
}

/// Recall by kind, unseen and by the final weights.
pub(crate) fn plants(data: &Data, crossed: &Crossed) {
    let planted = data.pairings.iter().filter(|p| !p.wanted.is_empty());
    let kinds: BTreeSet<&str> = planted.map(|p| &*p.kind).collect();
    let line = |name: &str, which: &dyn Fn(&Pairing) -> bool| {
        let [n, hit, articles, half] = paragraphs_found(data, |p| crossed.unseen(p.fold), which);
        let [_, last, _, last_half] = paragraphs_found(data, |_| &crossed.model, which);
        vec![
            name.to_owned(),
            articles.to_string(),
            half.to_string(),
            n.to_string(),
            share(hit, n),
            last_half.to_string(),
            share(last, n),
        ]
    };
    let mut lines: Vec<Vec<String>> = kinds
        .iter()
        .map(|kind| line(kind.trim_start_matches("rewritten:"), &|p| p.kind == *kind))
        .collect();
    lines.push(line("all", &|_| true));
    table(
        "Planted rewritings: articles of which at least half is found, recall of paragraphs of ten words or more",
        &[
            "rewriter",
            "articles",
            "found",
            "paragraphs",
            "recall",
            "found (final)",
            "recall (final)",
        ],
        &lines,
    );
}

/// Independent articles of which any paragraph is claimed, and paragraphs of planted copies that are their house's own.
pub(crate) fn independent(data: &Data, crossed: &Crossed) {
    let count = |group: Group, last: bool| {
        let of = data.pairings.par_iter().filter(|p| p.group == group);
        let hits = of.map(|p| {
            let model = if last {
                &crossed.model
            } else {
                crossed.unseen(p.fold)
            };
            claimed(data, model, p).len()
        });
        let hits: Vec<usize> = hits.filter(|n| *n > 0).collect();
        (hits.len(), hits.iter().sum::<usize>())
    };
    let mut lines = Vec::new();
    for ((group, some, of), (_, block, _)) in
        allowed(Rule::Whole).into_iter().zip(allowed(Rule::Block))
    {
        let n = data.pairings.iter().filter(|p| p.group == group).count();
        let ((unseen, paragraphs), (last, _)) = (count(group, false), count(group, true));
        lines.push(vec![
            name(group).to_owned(),
            n.to_string(),
            format!("{some} and {block} of {of}"),
            unseen.to_string(),
            paragraphs.to_string(),
            last.to_string(),
        ]);
    }
    table(
        "Independent articles claimed",
        &[
            "pairs of articles",
            "number",
            "allowed to the sums",
            "claimed",
            "paragraphs",
            "claimed (final)",
        ],
        &lines,
    );
    let mut own = [0; 3];
    for (_, judged) in judged(data, crossed)
        .iter()
        .filter(|(positive, _)| !positive)
    {
        own[0] += 1;
        own[1] += usize::from(judged.is_claimed());
        own[2] += usize::from(judged.standing == Standing::Possible);
    }
    println!(
        "\nParagraphs their own house wrote, in planted and listed articles: {}; claimed {}, shown as possible {}.",
        own[0], own[1], own[2]
    );
}

/// The independent articles whose sums reach farthest, to be read: some are copies that no list knows.
pub(crate) fn farthest(data: &Data, crossed: &Crossed) {
    for rule in Rule::ALL {
        let mut lines = Vec::new();
        for (group, ..) in allowed(rule) {
            let all = reached(data, &crossed.folds, rule, group);
            for (sum, pairing) in all.iter().take(FARTHEST) {
                let cells = [
                    pairing.kind.clone(),
                    name(group).to_owned(),
                    format!("{sum:.2}"),
                ];
                lines.push(cells.to_vec());
            }
        }
        let heading = format!(
            "Independent articles that reach farthest by the sum for a {}; above 0 is claimed",
            rule.name()
        );
        table(&heading, &["articles", "", "sum"], &lines);
    }
}

/// How many of each group are shown.
const FARTHEST: usize = 6;

/// What a score is worth: bins of the probability with the share that is right, and the expected calibration error.
pub(crate) fn reliability(data: &Data, crossed: &Crossed) {
    let judged = judged(data, crossed);
    let of = |standings: &[Standing]| -> Vec<(bool, f64)> {
        let some = judged
            .iter()
            .filter(|(_, j)| standings.contains(&j.standing));
        some.map(|(positive, j)| (*positive, j.score)).collect()
    };
    let claims = of(&[Standing::Rewritten]);
    let shown = of(&[Standing::Rewritten, Standing::Possible]);
    for (what, all) in [("claims", claims), ("claims and what is possible", shown)] {
        let mut bins: BTreeMap<usize, (usize, f64, usize)> = BTreeMap::new();
        for &(right, score) in &all {
            // Below even is one bin, then tenths.
            let bin = if score < 0.5 {
                4
            } else {
                ((score * 10.0) as usize).min(9)
            };
            let bin = bins.entry(bin).or_default();
            bin.0 += 1;
            bin.1 += score;
            bin.2 += usize::from(right);
        }
        let mut error = 0.0;
        let mut lines = Vec::new();
        for (bin, (n, scores, right)) in bins {
            error += (scores - right as f64).abs() / all.len() as f64;
            let range = if bin == 4 {
                "below .5".to_owned()
            } else {
                format!(".{bin}-{:.1}", (bin + 1) as f64 / 10.0).replace("-0.", "-.")
            };
            lines.push(vec![
                range,
                n.to_string(),
                format!("{:.3}", scores / n as f64),
                share(right, n),
            ]);
        }
        table(
            &format!("Reliability of the score: {what}, by models that have not seen the source"),
            &["score", "paragraphs", "mean score", "right"],
            &lines,
        );
        println!("\nExpected calibration error: {error:.3}");
    }
}

/// Rewritten paragraphs that are not even possible, by what stops them: to see where recall is lost.
pub(crate) fn lost(data: &Data, crossed: &Crossed) {
    let judged = judged(data, crossed);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, judged) in judged
        .iter()
        .filter(|(_, j)| j.line.label == Label::Rewritten)
    {
        let what = match judged.standing {
            Standing::Rewritten => "claimed",
            Standing::Carried => "claimed, a common quotation carried along",
            Standing::Possible => "possible",
            Standing::Silent if judged.line.words < data.thresholds.rewrite_words => {
                "silent, too short"
            }
            Standing::Silent if !judged.line.counts(&data.thresholds) => {
                "silent, a common quotation"
            }
            Standing::Silent => "silent, too little in common",
        };
        *counts.entry(what).or_default() += 1;
    }
    let lines: Vec<Vec<String>> = counts
        .into_iter()
        .map(|(what, n)| vec![what.to_owned(), n.to_string()])
        .collect();
    table(
        "What becomes of rewritten paragraphs that are seen as body",
        &["", "paragraphs"],
        &lines,
    );
}

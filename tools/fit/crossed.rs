//! Cross-validation, the thresholds it gives, and the calibration.

use rayon::prelude::*;

use urtext::provenance::Standing;

use crate::articles::FOLDS;
use crate::logistic::{Row, Sign, fit};
use crate::model::{Data, Judged, Model, Rule, rounded, train};
use crate::pairings::{Group, Label, Pairing};
use crate::truth::FAMILIES;

/// Of each group, how many pairings of how many a rule may claim. Some of the shared statements are taken from the other report with
/// more than the statement, so a few are allowed: three to the whole and one to the block, which are mostly the same.
pub(crate) fn allowed(rule: Rule) -> [(Group, usize, usize); 3] {
    let statements = match rule {
        Rule::Whole => 3,
        Rule::Block => 1,
    };
    [
        (Group::SameEvent, 1, 150),
        (Group::SharedQuotes, statements, 100),
        (Group::Mined, 1, 3_000),
    ]
}

/// The final model and those that were fitted without some of the examples.
pub(crate) struct Crossed {
    pub(crate) model: Model,
    /// One for each fold, fitted without it.
    pub(crate) folds: Vec<Model>,
    /// One for each family of rewriters, fitted without it.
    pub(crate) families: Vec<Model>,
    /// What was taken off each rule's sum.
    pub(crate) lowered: [f64; 2],
}

impl Crossed {
    /// The model that has not seen a pairing or pair of this fold.
    pub(crate) fn unseen(&self, fold: u64) -> &Model {
        &self.folds[fold as usize]
    }
}

/// Fits everything; the calibration comes last and is the same for all models.
pub(crate) fn cross(data: &Data) -> Crossed {
    let folds: Vec<Model> = (0..FOLDS)
        .map(|out| train(data, |fold, _| fold != out))
        .collect();
    let families: Vec<Model> = (0..FAMILIES.len())
        .map(|out| train(data, |_, family| family != Some(out)))
        .collect();
    let lowered = Rule::ALL.map(|rule| lowest(data, &folds, rule));
    let lower = |models: Vec<Model>| -> Vec<Model> {
        models.into_iter().map(|m| m.lowered(lowered)).collect()
    };
    let mut crossed = Crossed {
        model: train(data, |_, _| true).lowered(lowered),
        folds: lower(folds),
        families: lower(families),
        lowered,
    };
    let calibration = calibrated(data, &crossed);
    let all = crossed.folds.iter_mut().chain(&mut crossed.families);
    for model in all.chain([&mut crossed.model]) {
        model.scales.calibration = calibration;
    }
    crossed
}

/// How far the sums of independent articles reach, the farthest first, by models that have not seen them.
pub(crate) fn reached<'d>(
    data: &'d Data,
    folds: &[Model],
    rule: Rule,
    group: Group,
) -> Vec<(f64, &'d Pairing)> {
    let of = data.pairings.par_iter().filter(|p| p.group == group);
    let mut reached: Vec<(f64, &Pairing)> = of
        .map(|p| {
            let model = &folds[p.fold as usize];
            (model.reach(p, rule, &data.thresholds), p)
        })
        .collect();
    reached.sort_by(|a, b| b.0.total_cmp(&a.0));
    reached
}

/// What a threshold stands above the sum it was read from: the final weights see every article and differ a little from those it was
/// read with.
const MARGIN: f64 = 0.2;

/// The lowest threshold of a rule at which models that have not seen a pairing claim no more than is allowed.
fn lowest(data: &Data, folds: &[Model], rule: Rule) -> f64 {
    let asked = allowed(rule).map(|(group, some, of)| {
        let reached = reached(data, folds, rule, group);
        let may = reached.len() * some / of;
        reached.get(may).map_or(f64::NEG_INFINITY, |r| r.0)
    });
    let most = asked.into_iter().fold(f64::NEG_INFINITY, f64::max);
    if most.is_finite() { most + MARGIN } else { 0.0 }
}

/// Paragraphs with what they are known to be, as a model sees them that has not seen their article: rewritten ones, and those
/// their own house wrote, in planted articles and listed independent ones.
pub(crate) fn judged<'d>(data: &'d Data, crossed: &Crossed) -> Vec<(bool, Judged<'d>)> {
    let listed = |p: &&Pairing| !matches!(p.group, Group::Mined | Group::Mixed);
    let mut all = Vec::new();
    for pairing in data.pairings.iter().filter(listed) {
        for side in &pairing.sides {
            let model = crossed.unseen(pairing.fold);
            for judged in model.judge(side, &data.thresholds) {
                match judged.line.label {
                    Label::Rewritten => all.push((true, judged)),
                    Label::Original => all.push((false, judged)),
                    Label::Unknown => {}
                }
            }
        }
    }
    all
}

/// Slope and bias from the larger sum to a probability, over what is claimed or possible (Platt 1999).
fn calibrated(data: &Data, crossed: &Crossed) -> [f32; 2] {
    let rows: Vec<Row<2>> = judged(data, crossed)
        .into_iter()
        .filter(|(_, j)| matches!(j.standing, Standing::Rewritten | Standing::Possible))
        .map(|(positive, j)| Row {
            x: [f64::from(j.sum), 1.0],
            weight: 1.0,
            positive,
        })
        .collect();
    if rows.is_empty() {
        return [1.0, 0.0];
    }
    rounded(fit(&rows, [Sign::Positive, Sign::Any]))
}

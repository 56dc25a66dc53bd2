//! The weights of the rewrite score, all of them, and how they are fitted: first a paragraph by itself, then its context.

use urtext::provenance::{Context, Scales, Standing, Suspect, contexts, may_claim, weigh_by};
use urtext::reuse::{FEATURES, Features, Thresholds, logit_by};

use crate::articles::Pair;
use crate::logistic::{Row, Sign, fit};
use crate::pairings::{Group, Label, Line, NOTHING, Pairing, Side};

/// Everything the fit looks at.
pub(crate) struct Data {
    pub(crate) pairs: Vec<Pair>,
    pub(crate) pairings: Vec<Pairing>,
    pub(crate) thresholds: Thresholds,
}

/// The weights of `src/reuse/weights.rs`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Model {
    pub(crate) paragraph: [f32; FEATURES],
    pub(crate) bias: f32,
    pub(crate) scales: Scales,
}

/// The two sums of a paragraph with its context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    Whole,
    Block,
}

impl Rule {
    pub(crate) const ALL: [Self; 2] = [Self::Whole, Self::Block];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Block => "block",
        }
    }

    fn sum(self, context: &Context, scales: &Scales) -> f32 {
        match self {
            Self::Whole => context.whole(&scales.whole),
            Self::Block => context.block(&scales.block),
        }
    }
}

/// A paragraph as a model sees it with its article.
pub(crate) struct Judged<'l> {
    pub(crate) line: &'l Line,
    pub(crate) standing: Standing,
    /// The larger of the two sums.
    pub(crate) sum: f32,
    /// The probability made of it.
    pub(crate) score: f64,
}

impl Judged<'_> {
    /// True when the paragraph is called rewritten.
    pub(crate) fn is_claimed(&self) -> bool {
        matches!(self.standing, Standing::Rewritten | Standing::Carried)
    }
}

impl Model {
    pub(crate) fn logit(&self, measured: &Features) -> f32 {
        logit_by(measured, &self.paragraph, self.bias)
    }

    pub(crate) fn suspects(&self, side: &Side) -> Vec<Suspect> {
        let lines = side.lines.iter().enumerate();
        lines
            .map(|(place, line)| Suspect {
                place,
                source: line.nearest.map(|n| n.0),
                words: line.words,
                logit: line.nearest.map_or(NOTHING, |(_, f)| self.logit(&f)),
                names: line.nearest.map_or(0.0, |(_, f)| f.names),
                quoted: line.nearest.map_or(0.0, |(_, f)| f.quoted),
                adjacent: line.nearest.map_or(0.0, |(_, f)| f.adjacent),
            })
            .collect()
    }

    /// Weighs every paragraph of a side.
    pub(crate) fn judge<'s>(&self, side: &'s Side, thresholds: &Thresholds) -> Vec<Judged<'s>> {
        let suspects = self.suspects(side);
        let weighed = weigh_by(&suspects, side.sure, thresholds, &self.scales);
        let contexts = contexts(&suspects, thresholds);
        let sums = contexts.iter().map(|c| {
            let sums = Rule::ALL.map(|rule| rule.sum(c, &self.scales));
            sums[0].max(sums[1])
        });
        side.lines
            .iter()
            .zip(weighed)
            .zip(sums)
            .map(|((line, weighed), sum)| Judged {
                line,
                standing: weighed.standing,
                sum,
                score: weighed.score,
            })
            .collect()
    }

    /// The sum at which a rule would claim a pairing: the second largest of a side, since one paragraph alone is never claimed, counted
    /// from what is asked for its language.
    pub(crate) fn reach(&self, pairing: &Pairing, rule: Rule, thresholds: &Thresholds) -> f64 {
        let mut most = f64::NEG_INFINITY;
        for side in &pairing.sides {
            let suspects = self.suspects(side);
            let asked = if side.sure {
                0.0
            } else {
                thresholds.rewrite_unsure
            };
            let contexts = contexts(&suspects, thresholds);
            let mut sums: Vec<f64> = suspects
                .iter()
                .zip(&contexts)
                .filter(|(suspect, context)| may_claim(suspect, context, side.sure, thresholds))
                .map(|(_, context)| f64::from(rule.sum(context, &self.scales)) - asked)
                .collect();
            sums.sort_by(|x, y| y.total_cmp(x));
            most = most.max(sums.get(1).copied().unwrap_or(f64::NEG_INFINITY));
        }
        most
    }

    /// The same model with this much taken off each sum, rounded to two decimals to the safe side.
    #[must_use]
    pub(crate) fn lowered(mut self, by: [f64; 2]) -> Self {
        let lower =
            |bias: f32, by: f64| (((f64::from(bias) - by) * 100.0 + 1e-6).floor() / 100.0) as f32;
        self.scales.whole[2] = lower(self.scales.whole[2], by[0]);
        self.scales.block[4] = lower(self.scales.block[4], by[1]);
        self
    }
}

/// An example with the class it belongs to.
type Classed<const N: usize> = (usize, [f64; N]);

/// A class of examples: whether it is positive, and its share of the weight of its side.
struct Class {
    positive: bool,
    share: f64,
}

const fn class(positive: bool, share: f64) -> Class {
    Class { positive, share }
}

/// Gives each class its share, whatever its number of examples; positives weigh as much as negatives.
fn balanced<const N: usize>(examples: &[Classed<N>], classes: &[Class]) -> Vec<Row<N>> {
    let count = |class: usize| examples.iter().filter(|e| e.0 == class).count();
    let counts: Vec<usize> = (0..classes.len()).map(count).collect();
    let all = |positive: bool| -> f64 {
        let present = classes.iter().zip(&counts);
        let present = present.filter(|(c, n)| c.positive == positive && **n > 0);
        present.map(|(c, _)| c.share).sum()
    };
    let (yes, no) = (all(true), all(false));
    let row = |&(class, x): &Classed<N>| {
        let Class { positive, share } = classes[class];
        let side = if positive { yes } else { no };
        Row {
            x,
            weight: share / side / counts[class] as f64,
            positive,
        }
    };
    examples.iter().map(row).collect()
}

/// Half of the weight of rewritten paragraphs is the pairs', and a quarter of that of independent ones: those of the newsroom stand where
/// they will be met. Of these .7 are the listed independent reports.
const PARAGRAPHS: [Class; 5] = [
    class(true, 0.5),
    class(true, 0.5),
    class(false, 0.25),
    class(false, 0.525),
    class(false, 0.225),
];

/// Rewritten articles, listed independent reports, nearest others; then the block and the rest of mixed articles.
const CONTEXTS: [Class; 5] = [
    class(true, 0.5),
    class(false, 0.35),
    class(false, 0.15),
    class(true, 0.5),
    class(false, 0.5),
];

/// Fits all weights but the calibration on the examples of which fold and family are kept.
pub(crate) fn train(data: &Data, keep: impl Fn(u64, Option<usize>) -> bool) -> Model {
    let kept: Vec<&Pairing> = data
        .pairings
        .iter()
        .filter(|p| keep(p.fold, p.family))
        .collect();
    let pairs = data.pairs.iter().filter(|p| keep(p.fold, p.family));
    let rows = balanced(&paragraphs(data, pairs, &kept), &PARAGRAPHS);
    let signs = [
        Sign::Positive,
        Sign::Positive,
        Sign::Positive,
        Sign::Positive,
        Sign::Negative,
        Sign::Positive,
        Sign::Any,
    ];
    let [order, outside, plain, names, numbers, letters, bias] = rounded(fit(&rows, signs));
    let mut model = Model {
        paragraph: [order, outside, plain, names, numbers, letters],
        bias,
        scales: Scales {
            calibration: [1.0, 0.0],
            ..Scales::default()
        },
    };
    let examples = around(data, &model, &kept);
    let unmixed = examples.iter().filter(|e| e.0 < 3);
    let whole: Vec<Classed<3>> = unmixed
        .map(|&(class, [own, others, .., one])| (class, [own, others, one]))
        .collect();
    let signs = [Sign::Positive, Sign::Positive, Sign::Any];
    model.scales.whole = rounded(fit(&balanced(&whole, &CONTEXTS), signs));
    let signs = [
        Sign::Positive,
        Sign::Positive,
        Sign::Positive,
        Sign::Positive,
        Sign::Any,
    ];
    model.scales.block = rounded(fit(&balanced(&examples, &CONTEXTS), signs));
    model
}

/// Two decimals.
pub(crate) fn rounded<const N: usize>(weights: [f64; N]) -> [f32; N] {
    // Adding nothing turns a minus nothing into a plain one.
    weights.map(|w| ((w * 100.0).round() / 100.0 + 0.0) as f32)
}

fn paragraphs<'d>(
    data: &Data,
    pairs: impl Iterator<Item = &'d Pair>,
    kept: &[&Pairing],
) -> Vec<Classed<{ FEATURES + 1 }>> {
    let example = |class: usize, measured: &Features| {
        let mut x = [1.0; FEATURES + 1];
        for (x, measure) in x.iter_mut().zip(measured.scored()) {
            *x = f64::from(measure);
        }
        (class, x)
    };
    let mut examples = Vec::new();
    for pair in pairs {
        for side in &pair.sides {
            if f64::from(side.quoted) < data.thresholds.quote_share {
                examples.push(example(if pair.related { 1 } else { 2 }, side));
            }
        }
    }
    for pairing in kept {
        for line in pairing.sides.iter().flat_map(|s| &s.lines) {
            let class = match (pairing.group, line.label) {
                (Group::Planted, Label::Rewritten) => 0,
                (Group::SameEvent | Group::SharedQuotes, _) => 3,
                (Group::Mined, _) => 4,
                _ => continue,
            };
            if let Some((_, measured)) = line.nearest.filter(|_| line.counts(&data.thresholds)) {
                examples.push(example(class, &measured));
            }
        }
    }
    examples
}

fn around(data: &Data, model: &Model, kept: &[&Pairing]) -> Vec<Classed<5>> {
    let mut examples = Vec::new();
    for pairing in kept {
        for side in &pairing.sides {
            let contexts = contexts(&model.suspects(side), &data.thresholds);
            for (line, context) in side.lines.iter().zip(contexts) {
                let class = match (pairing.group, line.label) {
                    (Group::Planted, Label::Rewritten) => 0,
                    (Group::SameEvent | Group::SharedQuotes, _) => 1,
                    (Group::Mined, _) => 2,
                    (Group::Mixed, Label::Rewritten) => 3,
                    (Group::Mixed, _) => 4,
                    _ => continue,
                };
                if line.counts(&data.thresholds) {
                    let x = [
                        context.own,
                        context.others,
                        context.neighbours,
                        context.in_order as f32,
                        1.0,
                    ];
                    examples.push((class, x.map(f64::from)));
                }
            }
        }
    }
    examples
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_weighs_its_share_whatever_its_size_and_sides_weigh_alike() {
        let examples: Vec<Classed<1>> = [0, 2, 2, 2, 3].map(|class| (class, [1.0])).to_vec();
        let rows = balanced(&examples, &PARAGRAPHS);
        let weight = |positive: bool| -> f64 {
            let rows = rows.iter().filter(|r| r.positive == positive);
            rows.map(|r| r.weight).sum()
        };
        assert!((weight(true) - 1.0).abs() < 1e-12);
        assert!((weight(false) - 1.0).abs() < 1e-12);
        assert!(rows[4].weight > 2.0 * rows[1].weight);
    }

    #[test]
    fn a_lowered_sum_is_never_higher_than_asked() {
        let model = Model {
            paragraph: [1.0; FEATURES],
            bias: 0.0,
            scales: Scales::default(),
        };
        let low = model.lowered([0.123, 2.0]);
        assert!(low.scales.whole[2] <= model.scales.whole[2] - 0.12);
        assert_eq!(
            low.scales.block[4],
            ((f64::from(model.scales.block[4]) - 2.0) * 100.0).round() as f32 / 100.0
        );
    }
}

//! Logistic regression of a few variables whose weights may be held to one sign: Newton's method on the variables that are not
//! at their bound, with halved steps until the loss falls. No randomness, and sums in a fixed order.

use rayon::prelude::*;

/// How strongly large weights are held back: it decides only where the examples do not, as where they can be told apart without error.
const RIDGE: f64 = 1e-5;

/// The fit has converged when no free variable could lower the loss by moving.
const STILL: f64 = 1e-10;

/// Steps; ten to twenty are enough where the examples overlap.
const STEPS: usize = 200;

/// One example: its variables (the constant that carries the bias among them), what it weighs, and what it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<const N: usize> {
    pub(crate) x: [f64; N],
    pub(crate) weight: f64,
    pub(crate) positive: bool,
}

/// Which weights a variable may have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Sign {
    Any,
    Positive,
    Negative,
}

impl Sign {
    fn hold(self, weight: f64) -> f64 {
        match self {
            Self::Any => weight,
            Self::Positive => weight.max(0.0),
            Self::Negative => weight.min(0.0),
        }
    }

    /// True when a weight lies at its bound and the loss would push it across.
    fn binds(self, weight: f64, gradient: f64) -> bool {
        weight == 0.0
            && match self {
                Self::Any => false,
                Self::Positive => gradient > 0.0,
                Self::Negative => gradient < 0.0,
            }
    }
}

/// Loss, gradient and curvature at one point.
struct Slope<const N: usize> {
    loss: f64,
    gradient: [f64; N],
    curvature: [[f64; N]; N],
}

/// The weights of least weighted log-loss among those with the asked signs.
pub(crate) fn fit<const N: usize>(rows: &[Row<N>], signs: [Sign; N]) -> [f64; N] {
    let mut weights = [0.0; N];
    let mut here = slope(rows, &weights);
    for _ in 0..STEPS {
        let free: Vec<usize> = (0..N)
            .filter(|&i| !signs[i].binds(weights[i], here.gradient[i]))
            .collect();
        if free.iter().all(|&i| here.gradient[i].abs() < STILL) {
            break;
        }
        // Where a bound turns Newton's step uphill, each variable goes its own way for once.
        let next =
            downhill(rows, signs, &weights, &here, &free, &newton(&here, &free)).or_else(|| {
                let alone = |&i: &usize| here.gradient[i] / here.curvature[i][i];
                let step: Vec<f64> = free.iter().map(alone).collect();
                downhill(rows, signs, &weights, &here, &free, &step)
            });
        let Some(next) = next else { break };
        (weights, here) = next;
    }
    weights
}

/// The point along a step, halved until the loss falls, or nothing.
fn downhill<const N: usize>(
    rows: &[Row<N>],
    signs: [Sign; N],
    weights: &[f64; N],
    here: &Slope<N>,
    free: &[usize],
    step: &[f64],
) -> Option<([f64; N], Slope<N>)> {
    (0..40).find_map(|halvings| {
        let mut tried = *weights;
        for (&i, step) in free.iter().zip(step) {
            tried[i] = signs[i].hold(weights[i] - step * 0.5_f64.powi(halvings));
        }
        let there = slope(rows, &tried);
        (there.loss < here.loss).then_some((tried, there))
    })
}

/// The sum of an example under some weights.
pub(crate) fn sum<const N: usize>(x: &[f64; N], weights: &[f64; N]) -> f64 {
    x.iter().zip(weights).map(|(x, w)| x * w).sum()
}

fn slope<const N: usize>(rows: &[Row<N>], weights: &[f64; N]) -> Slope<N> {
    // Parts of fixed size, added up in their order: the same numbers whatever the number of threads.
    let parts: Vec<Slope<N>> = rows
        .par_chunks(4096)
        .map(|rows| part(rows, weights))
        .collect();
    let mut all = nothing();
    for part in &parts {
        add(&mut all, part);
    }
    let total: f64 = rows.iter().map(|r| r.weight).sum();
    all.loss /= total;
    for (i, weight) in weights.iter().enumerate() {
        all.loss += RIDGE * weight * weight / 2.0;
        all.gradient[i] = all.gradient[i] / total + RIDGE * weight;
        for bend in &mut all.curvature[i] {
            *bend /= total;
        }
        all.curvature[i][i] += RIDGE;
    }
    all
}

fn nothing<const N: usize>() -> Slope<N> {
    Slope {
        loss: 0.0,
        gradient: [0.0; N],
        curvature: [[0.0; N]; N],
    }
}

fn add<const N: usize>(all: &mut Slope<N>, part: &Slope<N>) {
    all.loss += part.loss;
    for i in 0..N {
        all.gradient[i] += part.gradient[i];
        for j in 0..N {
            all.curvature[i][j] += part.curvature[i][j];
        }
    }
}

fn part<const N: usize>(rows: &[Row<N>], weights: &[f64; N]) -> Slope<N> {
    let mut all = nothing();
    for row in rows {
        let z = sum(&row.x, weights);
        let odds = if row.positive { -z } else { z };
        // ln(1 + e^odds) without overflow.
        all.loss += row.weight * (odds.max(0.0) + (-odds.abs()).exp().ln_1p());
        let p = 1.0 / (1.0 + (-z).exp());
        let miss = row.weight * (p - f64::from(u8::from(row.positive)));
        let bend = row.weight * p * (1.0 - p);
        for i in 0..N {
            all.gradient[i] += miss * row.x[i];
            for j in 0..N {
                all.curvature[i][j] += bend * row.x[i] * row.x[j];
            }
        }
    }
    all
}

/// The step of Newton's method in the free variables: curvature · step = gradient, by elimination with pivots.
fn newton<const N: usize>(here: &Slope<N>, free: &[usize]) -> Vec<f64> {
    let n = free.len();
    let mut lines: Vec<Vec<f64>> = free
        .iter()
        .map(|&i| {
            let mut line: Vec<f64> = free.iter().map(|&j| here.curvature[i][j]).collect();
            line.push(here.gradient[i]);
            line
        })
        .collect();
    for at in 0..n {
        let size = |line: &Vec<f64>| line[at].abs();
        let pivot = (at..n).max_by(|&a, &b| size(&lines[a]).total_cmp(&size(&lines[b])));
        lines.swap(at, pivot.unwrap_or(at));
        let top = lines[at].clone();
        for line in lines.iter_mut().skip(at + 1) {
            let share = line[at] / top[at];
            for (x, t) in line.iter_mut().zip(&top).skip(at) {
                *x -= share * t;
            }
        }
    }
    let mut step = vec![0.0; n];
    for at in (0..n).rev() {
        let known: f64 = (at + 1..n).map(|j| lines[at][j] * step[j]).sum();
        step[at] = (lines[at][n] - known) / lines[at][at];
    }
    step
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Examples of two measures and the constant.
    fn rows(all: &[(f64, f64, bool)]) -> Vec<Row<3>> {
        let row = |&(x, y, positive): &(f64, f64, bool)| Row {
            x: [x, y, 1.0],
            weight: 1.0,
            positive,
        };
        all.iter().map(row).collect()
    }

    const MIXED: [(f64, f64, bool); 8] = [
        (0.9, 0.1, true),
        (0.7, 0.6, true),
        (0.6, 0.2, true),
        (0.3, 0.1, true),
        (0.8, 0.7, false),
        (0.2, 0.9, false),
        (0.1, 0.3, false),
        (0.4, 0.8, false),
    ];

    #[test]
    fn a_weight_keeps_the_sign_it_is_held_to() {
        let free = fit(&rows(&MIXED), [Sign::Any; 3]);
        assert!(free[0] > 0.0 && free[1] < 0.0, "{free:?}");
        let held = fit(&rows(&MIXED), [Sign::Positive, Sign::Positive, Sign::Any]);
        assert!(held[0] > 0.0);
        assert_eq!(held[1], 0.0);
        let turned = fit(&rows(&MIXED), [Sign::Negative, Sign::Negative, Sign::Any]);
        assert_eq!(turned[0], 0.0);
        assert!(turned[1] < 0.0);
    }

    #[test]
    fn at_the_end_no_free_weight_could_do_better() {
        let signs = [Sign::Positive, Sign::Positive, Sign::Any];
        let rows = rows(&MIXED);
        let best = fit(&rows, signs);
        let loss = slope(&rows, &best).loss;
        for i in 0..3 {
            for nudge in [-0.01, 0.01] {
                let mut moved = best;
                moved[i] = signs[i].hold(moved[i] + nudge);
                assert!(slope(&rows, &moved).loss >= loss);
            }
        }
    }

    #[test]
    fn fitting_again_gives_the_same_numbers() {
        let many: Vec<Row<3>> = rows(&MIXED).repeat(3_000);
        let signs = [Sign::Positive, Sign::Negative, Sign::Any];
        assert_eq!(fit(&many, signs), fit(&many, signs));
    }

    #[test]
    fn what_can_be_told_apart_is_told_apart() {
        let apart: Vec<_> = MIXED
            .iter()
            .map(|&(x, y, p)| (x + f64::from(u8::from(p)), y, p))
            .collect();
        let rows = rows(&apart);
        let weights = fit(&rows, [Sign::Positive, Sign::Positive, Sign::Any]);
        for row in &rows {
            assert_eq!(sum(&row.x, &weights) > 0.0, row.positive);
        }
    }

    #[test]
    fn a_heavier_example_pulls_harder() {
        // Two examples that cannot be told apart: only their weights decide.
        let twins = [(0.5, 0.5, true), (0.5, 0.5, false)];
        let mut rows = rows(&twins);
        let even = fit(&rows, [Sign::Any; 3]);
        assert!(sum(&rows[0].x, &even).abs() < 1e-3);
        rows[0].weight *= 3.0;
        let pulled = fit(&rows, [Sign::Any; 3]);
        assert!(sum(&rows[0].x, &pulled) > 0.5);
    }
}

//! From aligned runs to a kind.

use crate::model::{Kind, Score};
use crate::reuse::align::longest_in_order;
use crate::reuse::{Match, Reason, Run, Thresholds, Tokens};

/// Counts what the runs cover, without judging.
pub(crate) fn measure(a: Tokens<'_>, b: Tokens<'_>, runs: &[Run]) -> Match {
    let shared: usize = runs.iter().map(|r| r.len as usize).sum();
    let quoted: usize = runs.iter().map(|r| quoted_in(a, b, *r)).sum();
    let a_in_b = Score::share(shared, a.len());
    let b_in_a = Score::share(shared, b.len());
    Match {
        kind: Kind::Partial,
        score: Score::new(a_in_b.get().max(b_in_a.get())),
        a_in_b,
        b_in_a,
        quoted: Score::share(quoted, shared),
        runs: runs.to_vec(),
        reasons: Vec::new(),
    }
}

/// Words of a run that stand inside quotation marks on either side.
fn quoted_in(a: Tokens<'_>, b: Tokens<'_>, run: Run) -> usize {
    (0..run.len)
        .filter(|i| a.is_quoted((run.a + i) as usize) || b.is_quoted((run.b + i) as usize))
        .count()
}

/// Gives the runs a kind by the order of rules in METHOD.md; nothing when they make none.
pub(crate) fn classify(
    a: Tokens<'_>,
    b: Tokens<'_>,
    runs: &[Run],
    thresholds: &Thresholds,
) -> Option<Match> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let mut found = measure(a, b, runs);
    if a.words == b.words {
        found.kind = Kind::Verbatim;
        found.score = Score::ONE;
        found.reasons.push(Reason::SameWords);
    } else if is_edited(a, b, runs, thresholds) {
        found.kind = Kind::Edited;
        found.score = Score::new(found.a_in_b.get().min(found.b_in_a.get()));
        found.reasons.push(Reason::WordsChanged);
    } else if is_partial(a, b, &found, thresholds) {
        found.kind = Kind::Partial;
        // A long run is near certain by itself; a short one stands on the share it makes of the smaller paragraph.
        let run = (found.longest_run() as f64 / (2 * thresholds.partial_run) as f64).min(1.0);
        found.score = Score::new(found.score.get().max(run));
        add_shape(&mut found, thresholds);
    } else {
        return None;
    }
    if found.is_quote_dominated(thresholds) {
        found.reasons.push(Reason::InsideQuotes);
    }
    if longest_in_order(&found.runs)
        .iter()
        .map(|r| r.len as usize)
        .sum::<usize>()
        + thresholds.partial_tile
        <= found.shared_words()
    {
        found.reasons.push(Reason::Moved);
    }
    found.reasons.sort_unstable();
    Some(found)
}

/// Most of the longer side is aligned, and what is not is scattered: one missing stretch at an end, with the rest
/// untouched, is a cut paragraph and not an edited one.
fn is_edited(a: Tokens<'_>, b: Tokens<'_>, runs: &[Run], thresholds: &Thresholds) -> bool {
    let shared: usize = runs.iter().map(|r| r.len as usize).sum();
    let longer = a.len().max(b.len());
    if (shared as f64) < thresholds.edited_coverage * longer as f64 {
        return false;
    }
    let whole_run_of_the_shorter = runs.len() == 1 && shared == a.len().min(b.len());
    !(whole_run_of_the_shorter && longer - shared >= thresholds.seed_run)
}

fn is_partial(a: Tokens<'_>, b: Tokens<'_>, found: &Match, thresholds: &Thresholds) -> bool {
    let long = |r: &&Run| r.len as usize >= thresholds.partial_tile;
    let tiles: usize = found.runs.iter().filter(long).map(|r| r.len as usize).sum();
    let shorter = a.len().min(b.len());
    found.longest_run() >= thresholds.partial_run
        || (tiles as f64 >= thresholds.partial_coverage * shorter as f64
            && tiles >= thresholds.partial_run)
}

fn add_shape(found: &mut Match, thresholds: &Thresholds) {
    // A side counts as whole when nearly all of it is aligned: a changed word does not make it a fragment.
    const WHOLE: f64 = 0.9;
    if found.a_in_b.get() >= WHOLE {
        found.reasons.push(Reason::AInsideB);
    }
    if found.b_in_a.get() >= WHOLE {
        found.reasons.push(Reason::BInsideA);
    }
    if found.longest_run() >= thresholds.partial_run {
        found.reasons.push(Reason::LongRun);
    }
}

//! The answer of `audit`: what a site took from others, and others from it.

mod contested;
mod read;
mod shares;
mod site;
mod tallies;

use std::collections::BTreeMap;

use crate::corpus::copies;
use crate::corpus::views;
use crate::corpus::workers::{self, Workers};
use crate::corpus::{AuditGroup, Judging, Period};
use crate::error::Result;
use crate::model::{CreditStatus, Direction};
use crate::provenance::{
    Audit, AuditInput, Counted, Tally, audit as sum, differences, of_percentile,
};
use crate::report::view::{
    AuditSource, AuditView, AuditsView, DestroyedView, DifferenceView, PeriodView, SCHEMA,
};
use crate::store::Store;

use read::{Read, read};
use shares::{Shares, is_rated, parts, unrated};
pub(crate) use site::site;

/// Copied articles from which the lag and the credit are rated.
const LEAST_COPIED: usize = 10;

/// Audits the site that `target` names.
pub(crate) fn audit(
    store: &Store,
    target: &str,
    period: Period,
    by: Option<AuditGroup>,
    judging: Judging<'_>,
) -> Result<AuditView> {
    workers::with(store, judging.watched, |workers| {
        let read = read(workers, target, period, by, judging)?;
        view(workers, target, &read, judging)
    })
}

/// Audits two sites side by side.
pub(crate) fn compare(
    store: &Store,
    one: &str,
    other: &str,
    period: Period,
    judging: Judging<'_>,
) -> Result<AuditsView> {
    workers::with(store, judging.watched, |workers| {
        both(workers, one, other, period, judging)
    })
}

fn both<'e>(
    workers: &Workers<'_, 'e>,
    one: &str,
    other: &str,
    period: Period,
    judging: Judging<'e>,
) -> Result<AuditsView> {
    let (a, b) = (
        read(workers, one, period, None, judging)?,
        read(workers, other, period, None, judging)?,
    );
    let mut rows = Vec::new();
    if is_rated(&a.inputs) && is_rated(&b.inputs) {
        let (left, right) = (parts(&a.inputs), parts(&b.inputs));
        let bounds = differences(&left, &right);
        let (left, right) = (Shares::of(&a.inputs), Shares::of(&b.inputs));
        let enough =
            sum(&a.inputs).copying >= LEAST_COPIED && sum(&b.inputs).copying >= LEAST_COPIED;
        for (n, label) in shares::labels().into_iter().enumerate() {
            if !enough && shares::is_of_copies(&label) {
                continue;
            }
            let (x, y) = (left.share(n), right.share(n));
            let interval = bounds.get(n).copied().flatten();
            rows.push(DifferenceView {
                label,
                one: x,
                other: y,
                difference: x.zip(y).map(|(x, y)| x - y),
                interval,
                shown: interval.is_some_and(|[low, high]| low > 0.0 || high < 0.0),
            });
        }
    }
    Ok(AuditsView {
        schema: SCHEMA,
        record: "audits",
        one: view(workers, one, &a, judging)?,
        other: view(workers, other, &b, judging)?,
        differences: rows,
    })
}

fn view<'e>(
    workers: &Workers<'_, 'e>,
    target: &str,
    read: &Read,
    judging: Judging<'e>,
) -> Result<AuditView> {
    let total = sum(&read.inputs);
    let shares = Shares::of(&read.inputs);
    let copied: usize = total.credits.values().sum();
    let lags_rated = total.lags.len() >= LEAST_COPIED;
    let copies_rated = total.copying >= LEAST_COPIED;
    let mut sources: Vec<AuditSource> = total
        .sources
        .iter()
        .map(|(outlet, &(paragraphs, credited, articles))| AuditSource {
            outlet: outlet.clone(),
            paragraphs,
            share: paragraphs as f64 / copied.max(1) as f64,
            articles,
            credited,
        })
        .collect();
    by_weight(&mut sources);
    let weak = |input: &&AuditInput| {
        let resting = |p: &Counted| match p.tally {
            Tally::Copied { direction, .. } => input.weak || direction == Direction::Undecided,
            _ => false,
        };
        input.paragraphs.iter().filter(|p| resting(p)).count()
    };
    let weak: usize = read.inputs.iter().map(|i| weak(&i)).sum();
    Ok(AuditView {
        schema: SCHEMA,
        record: "audit",
        target: target.to_owned(),
        target_kind: read.target_kind,
        outlets: read.outlets.iter().cloned().collect(),
        articles: read.inputs.len(),
        articles_held: read.held.len(),
        earliest: read.days.iter().min().copied().map(views::day),
        latest: read.days.iter().max().copied().map(views::day),
        older_versions: read.older_versions,
        undated: read.undated,
        paragraphs: total.paragraphs,
        left_out: shares.left_out(),
        kinds: shares.kinds(),
        credits: CreditStatus::ALL
            .iter()
            .map(|c| shares.credit(*c, copies_rated))
            .collect(),
        directions: [Direction::Firm, Direction::Likely, Direction::Undecided]
            .map(|d| shares.direction(d, copies_rated))
            .into(),
        rated: shares.rated,
        unrated: unrated(&read.inputs),
        whole: shares.whole(),
        credited: shares.credited(copies_rated),
        weak_dates: shares::plain("weak_dates", weak, copied, shares.rated),
        dismissed: read.inputs.iter().map(|i| i.dismissed).sum(),
        lag_median: total.lag_median.filter(|_| lags_rated),
        lag_p90: total.lag_p90.filter(|_| lags_rated),
        lag_median_interval: of_percentile(&total.lags, 50).filter(|_| lags_rated),
        lag_p90_interval: of_percentile(&total.lags, 90).filter(|_| lags_rated),
        lag_known: total.lag_known,
        lag_unknown: total.copying - total.lag_known.min(total.copying),
        sources,
        clients: clients(workers, read, judging)?,
        examples: read.examples.chosen(),
        periods: periods(&read.inputs),
        destroyed: destroyed(&total),
        swaps: read.swaps.clone(),
    })
}

fn by_weight(list: &mut [AuditSource]) {
    list.sort_by(|x, y| {
        y.paragraphs
            .cmp(&x.paragraphs)
            .then_with(|| x.outlet.cmp(&y.outlet))
    });
}

/// The outlets whose articles have paragraphs straight from the counted ones.
fn clients<'e>(
    workers: &Workers<'_, 'e>,
    read: &Read,
    judging: Judging<'e>,
) -> Result<Vec<AuditSource>> {
    let mut counts: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    for copy in copies::taken(workers, &read.held, &read.keys, judging)? {
        let outlet = copy
            .copy
            .outlet
            .clone()
            .unwrap_or_else(|| "(no outlet)".to_owned());
        let row = counts.entry(outlet).or_default();
        row.0 += copy.paragraphs;
        row.1 += 1;
        row.2 += if matches!(copy.credit, "missing" | "destroyed") {
            0
        } else {
            copy.paragraphs
        };
    }
    let all: usize = counts.values().map(|c| c.0).sum();
    let mut list: Vec<AuditSource> = counts
        .into_iter()
        .map(|(outlet, (paragraphs, articles, credited))| AuditSource {
            outlet,
            paragraphs,
            share: paragraphs as f64 / all.max(1) as f64,
            articles,
            credited,
        })
        .collect();
    by_weight(&mut list);
    Ok(list)
}

/// The shares of each group, in the order of their names.
fn periods(inputs: &[AuditInput]) -> Vec<PeriodView> {
    let mut groups: BTreeMap<&String, Vec<AuditInput>> = BTreeMap::new();
    for input in inputs {
        if let Some(group) = &input.group {
            groups.entry(group).or_default().push(input.clone());
        }
    }
    let groups = groups.into_iter().map(|(group, inputs)| {
        let shares = Shares::of(&inputs);
        let copying = sum(&inputs).copying;
        PeriodView {
            group: group.clone(),
            articles: inputs.len(),
            paragraphs: shares.counted(),
            kinds: shares.kinds(),
            credited: shares.credited(copying >= LEAST_COPIED),
        }
    });
    groups.collect()
}

/// What destroyed credits were made into, most articles first.
fn destroyed(total: &Audit) -> Vec<DestroyedView> {
    let mut list: Vec<DestroyedView> = total
        .broken
        .iter()
        .map(|((printed, agency), &articles)| DestroyedView {
            printed: printed.clone(),
            agency: agency.clone(),
            articles,
        })
        .collect();
    list.sort_by_key(|d| std::cmp::Reverse(d.articles));
    list
}

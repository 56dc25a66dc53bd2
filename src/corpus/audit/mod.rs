//! The answer of `audit`: what a site took from others, and others from it.

mod contested;
mod shares;
mod site;
mod tallies;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::corpus::copies;
use crate::corpus::lexicon::Habits;
use crate::corpus::views;
use crate::corpus::witness::Library;
use crate::corpus::{AuditGroup, Judging, Period};
use crate::error::Result;
use crate::model::{CreditStatus, Direction};
use crate::provenance::{
    Audit, AuditInput, Counted, Facts, Tally, audit as sum, differences, of_percentile,
};
use crate::report::view::{
    AuditSource, AuditView, AuditsView, DestroyedView, DifferenceView, PeriodView, SCHEMA,
};
use crate::store::{ArticleKey, Reader};

use shares::{Shares, is_rated, parts, unrated};
pub(crate) use site::site;
use tallies::{Examples, group, tallies};

/// Copied articles from which the lag and the credit are rated.
const LEAST_COPIED: usize = 10;

/// What was read of a site.
struct Read {
    target_kind: &'static str,
    held: HashSet<ArticleKey>,
    outlets: BTreeSet<String>,
    days: Vec<i64>,
    undated: usize,
    older_versions: usize,
    keys: HashSet<ArticleKey>,
    inputs: Vec<AuditInput>,
    examples: Examples,
    swaps: Vec<crate::report::view::SwapView>,
}

fn read(
    library: &Library<'_>,
    target: &str,
    period: Period,
    by: Option<AuditGroup>,
    judging: Judging<'_>,
) -> Result<Read> {
    let Judging {
        thresholds,
        watched,
    } = judging;
    let (target_kind, held) = site(library.reader, target)?;
    let mut read = Read {
        target_kind,
        held: held.iter().copied().collect(),
        outlets: BTreeSet::new(),
        days: Vec::new(),
        undated: 0,
        older_versions: 0,
        keys: HashSet::new(),
        inputs: Vec::new(),
        examples: Examples::default(),
        swaps: Vec::new(),
    };
    let mut habits = Habits::default();
    let mut keys = Vec::new();
    let mut sources: BTreeSet<ArticleKey> = BTreeSet::new();
    for key in watched.over("judge articles", &held) {
        let &key = key?;
        let facts = library.facts(key)?;
        if !is_inside(&facts, period) {
            continue;
        }
        // An article counts once, as it stands now.
        let counted = library.chain(key)?.and_then(|c| c.counted());
        if let Some(counted) = counted.filter(|c| *c != key && read.held.contains(c))
            && is_inside(&*library.facts(counted)?, period)
        {
            read.older_versions += 1;
            continue;
        }
        match facts.published {
            Some(date) => read.days.push(date.earliest),
            None => read.undated += 1,
        }
        read.outlets.extend(facts.outlet_name.clone());
        let (mut input, taken) = tallies(library, key, &mut read.examples, thresholds)?;
        input.group = by.map(|by| group(&facts, by));
        sources.extend(taken.iter().map(|t| t.source));
        habits.read(library, key, &taken)?;
        keys.push(key);
        read.inputs.push(input);
    }
    // What the site swaps is known only now that all its articles are read.
    let portrait = habits.portrait();
    for pair in watched.over("restore credits", keys.iter().zip(&mut read.inputs)) {
        let (key, input) = pair?;
        if input.lacks_credit() {
            for restored in portrait.restored(library, *key)? {
                input.destroy(&restored.credit.printed, &restored.credit.to);
            }
        }
    }
    contested::set_aside(library, &mut read.inputs, &sources, judging)?;
    read.keys = keys.into_iter().collect();
    read.swaps = portrait.swaps;
    Ok(read)
}

/// Audits the site that `target` names.
pub(crate) fn audit(
    reader: &Reader,
    target: &str,
    period: Period,
    by: Option<AuditGroup>,
    judging: Judging<'_>,
) -> Result<AuditView> {
    let library = Library::new(reader)?;
    let read = read(&library, target, period, by, judging)?;
    view(&library, target, &read, judging)
}

/// Audits two sites side by side.
pub(crate) fn compare(
    reader: &Reader,
    one: &str,
    other: &str,
    period: Period,
    judging: Judging<'_>,
) -> Result<AuditsView> {
    let library = Library::new(reader)?;
    let (a, b) = (
        read(&library, one, period, None, judging)?,
        read(&library, other, period, None, judging)?,
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
        one: view(&library, one, &a, judging)?,
        other: view(&library, other, &b, judging)?,
        differences: rows,
    })
}

fn view(
    library: &Library<'_>,
    target: &str,
    read: &Read,
    judging: Judging<'_>,
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
        clients: clients(library, read, judging)?,
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
fn clients(library: &Library<'_>, read: &Read, judging: Judging<'_>) -> Result<Vec<AuditSource>> {
    let mut counts: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    for copy in copies::taken(library, &read.held, &read.keys, judging)? {
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

/// True when an article was published in a period.
fn is_inside(facts: &Facts, period: Period) -> bool {
    match facts.published {
        Some(date) => {
            period.since.is_none_or(|t| date.latest >= t)
                && period.until.is_none_or(|t| date.earliest <= t)
        }
        // Without a date an article is in no period, and in the whole of time.
        None => period == Period::default(),
    }
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

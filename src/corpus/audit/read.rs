//! Reads a site's articles, all workers at once: what each paragraph of them came to.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::corpus::audit::tallies::{Examples, group, tallies};
use crate::corpus::audit::{contested, site};
use crate::corpus::lexicon::{Habits, Portrait};
use crate::corpus::witness::Library;
use crate::corpus::workers::Workers;
use crate::corpus::{AuditGroup, Judging, Period};
use crate::error::Result;
use crate::provenance::{AuditInput, Facts};
use crate::report::view::SwapView;
use crate::store::ArticleKey;

/// What was read of a site.
pub(super) struct Read {
    pub(super) target_kind: &'static str,
    /// All its articles.
    pub(super) held: Arc<HashSet<ArticleKey>>,
    pub(super) outlets: BTreeSet<String>,
    pub(super) days: Vec<i64>,
    pub(super) undated: usize,
    pub(super) older_versions: usize,
    /// The articles that are counted.
    pub(super) keys: Vec<ArticleKey>,
    pub(super) inputs: Vec<AuditInput>,
    pub(super) examples: Examples,
    pub(super) swaps: Vec<SwapView>,
}

/// What one worker has read of a site.
#[derive(Default)]
struct Part {
    articles: Vec<(ArticleKey, AuditInput)>,
    outlets: BTreeSet<String>,
    days: Vec<i64>,
    undated: usize,
    older_versions: usize,
    examples: Examples,
    habits: Habits,
    sources: BTreeSet<ArticleKey>,
}

/// What is asked of each article.
#[derive(Clone)]
struct Asked<'e> {
    held: Arc<HashSet<ArticleKey>>,
    period: Period,
    by: Option<AuditGroup>,
    judging: Judging<'e>,
}

impl Part {
    fn read(&mut self, library: &Library<'_>, key: ArticleKey, asked: &Asked<'_>) -> Result<()> {
        let facts = library.facts(key)?;
        if !is_inside(&facts, asked.period) {
            return Ok(());
        }
        // An article counts once, as it stands now.
        let counted = library.chain(key)?.and_then(|c| c.counted());
        if let Some(counted) = counted.filter(|c| *c != key && asked.held.contains(c))
            && is_inside(&*library.facts(counted)?, asked.period)
        {
            self.older_versions += 1;
            return Ok(());
        }
        match facts.published {
            Some(date) => self.days.push(date.earliest),
            None => self.undated += 1,
        }
        self.outlets.extend(facts.outlet_name.clone());
        let thresholds = asked.judging.thresholds;
        let (mut input, taken) = tallies(library, key, &mut self.examples, thresholds)?;
        input.group = asked.by.map(|by| group(&facts, by));
        self.sources.extend(taken.iter().map(|t| t.source));
        self.habits.read(library, key, &taken)?;
        self.articles.push((key, input));
        Ok(())
    }
}

/// Reads the site that `target` names.
pub(super) fn read<'e>(
    workers: &Workers<'_, 'e>,
    target: &str,
    period: Period,
    by: Option<AuditGroup>,
    judging: Judging<'e>,
) -> Result<Read> {
    let (target_kind, held) = site(workers.library.reader, target)?;
    let place: FxHashMap<ArticleKey, usize> = held.iter().copied().zip(0..).collect();
    let asked = Asked {
        held: Arc::new(held.iter().copied().collect()),
        period,
        by,
        judging,
    };
    let among = Arc::clone(&asked.held);
    let parts = workers.fold(
        "judge articles",
        in_rows(held),
        move |library, part: &mut Part, &key| part.read(library, key, &asked),
    )?;
    let mut all = Part::default();
    let mut habits = Vec::new();
    for part in parts {
        all.articles.extend(part.articles);
        all.outlets.extend(part.outlets);
        all.days.extend(part.days);
        all.undated += part.undated;
        all.older_versions += part.older_versions;
        all.examples.join(part.examples);
        all.sources.extend(part.sources);
        habits.push(part.habits);
    }
    // Whoever read them, and in whatever order.
    all.articles.sort_by_key(|(key, _)| place[key]);
    let (keys, mut inputs): (Vec<ArticleKey>, Vec<AuditInput>) = all.articles.into_iter().unzip();
    // What the site swaps is known only now that all its articles are read.
    let mut portrait = Habits::joined(habits, |key| place[&key]).portrait();
    let swaps = std::mem::take(&mut portrait.swaps);
    restore(workers, portrait, &keys, &mut inputs)?;
    contested::set_aside(workers, &mut inputs, all.sources, judging)?;
    Ok(Read {
        target_kind,
        held: among,
        outlets: all.outlets,
        days: all.days,
        undated: all.undated,
        older_versions: all.older_versions,
        keys,
        inputs,
        examples: all.examples,
        swaps,
    })
}

/// In the order of their rows: those that came in together stand beside the same others, which are then in memory.
fn in_rows(mut keys: Vec<ArticleKey>) -> Vec<ArticleKey> {
    keys.sort_unstable();
    keys
}

/// Notes the agencies' names that were swapped away.
fn restore(
    workers: &Workers<'_, '_>,
    portrait: Portrait,
    keys: &[ArticleKey],
    inputs: &mut [AuditInput],
) -> Result<()> {
    if !portrait.is_telling() {
        return Ok(());
    }
    let open = inputs.iter().enumerate().filter(|(_, i)| i.lacks_credit());
    let list: Vec<(usize, ArticleKey)> = open.map(|(n, _)| (n, keys[n])).collect();
    let found = workers.fold(
        "restore credits",
        list,
        move |library, found: &mut Vec<(usize, String, String)>, &(n, key)| {
            let restored = portrait.restored(library, key)?.into_iter();
            found.extend(restored.map(|r| (n, r.credit.printed, r.credit.to)));
            Ok(())
        },
    )?;
    for (n, printed, agency) in found.into_iter().flatten() {
        inputs[n].destroy(&printed, &agency);
    }
    Ok(())
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

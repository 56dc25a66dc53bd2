//! The answer of `audit`: what a site took from others.

use std::collections::BTreeSet;

use crate::corpus::address::domain;
use crate::corpus::judge::{Outcome, judge};
use crate::corpus::lexicon::{Habits, Taken, broken_names};
use crate::corpus::witness::Library;
use crate::corpus::{Period, asked, publishers, subject, views};
use crate::error::{Error, Result};
use crate::fingerprint::COMPARABLE_WORDS;
use crate::model::{BlockKind, CreditStatus, Direction, Kind};
use crate::provenance::{Audit, AuditInput, Facts, Tally, audit as sum};
use crate::report::view::{
    AuditSource, AuditView, DerivationView, DestroyedView, SCHEMA, ShareView,
};
use crate::reuse::Thresholds;
use crate::store::{ArticleKey, Reader, Which};

/// Audits the site that `target` names.
pub(crate) fn audit(
    reader: &Reader,
    target: &str,
    period: Period,
    thresholds: &Thresholds,
) -> Result<AuditView> {
    let (target_kind, held) = site(reader, target)?;
    let library = Library::new(reader)?;
    let mut inputs = Vec::new();
    let mut habits = Habits::default();
    let mut outlets: BTreeSet<String> = BTreeSet::new();
    let (mut undated, mut furniture, mut older_versions) = (0, 0, 0);
    let mut days: Vec<i64> = Vec::new();
    let known: BTreeSet<ArticleKey> = held.iter().copied().collect();
    for &key in &held {
        let facts = library.facts(key)?;
        if !is_inside(&facts, period) {
            continue;
        }
        // An article counts once, as it stands now.
        let counted = library.chain(key)?.and_then(|c| c.counted());
        if let Some(counted) = counted.filter(|c| *c != key && known.contains(c))
            && is_inside(&*library.facts(counted)?, period)
        {
            older_versions += 1;
            continue;
        }
        match facts.published {
            Some(date) => days.push(date.earliest),
            None => undated += 1,
        }
        outlets.extend(facts.outlet_name.clone());
        let (input, taken) = tallies(&library, key, &mut furniture, thresholds)?;
        habits.read(&library, key, &taken)?;
        inputs.push((key, input));
    }
    // What the site swaps is known only now that all its articles are read.
    let portrait = habits.portrait();
    for (key, input) in &mut inputs {
        if input.lacks_credit() {
            for restored in portrait.restored(&library, *key)? {
                input.destroy(&restored.credit.printed, &restored.credit.to);
            }
        }
    }
    let inputs: Vec<AuditInput> = inputs.into_iter().map(|(_, input)| input).collect();
    let total = sum(&inputs);
    let copied: usize = total
        .kinds
        .iter()
        .filter(|(k, _)| k.is_some())
        .map(|(_, n)| n)
        .sum();
    let share = |label: &str, count: usize, whole: usize| ShareView {
        label: label.to_owned(),
        count,
        share: if whole == 0 {
            0.0
        } else {
            count as f64 / whole as f64
        },
    };
    let counted = |kind: Option<Kind>| total.kinds.get(&kind).copied().unwrap_or(0);
    let mut kinds = vec![share("no_earlier_match", counted(None), total.paragraphs)];
    kinds.extend(
        Kind::ALL
            .iter()
            .filter(|k| k.is_copy())
            .map(|k| share(k.as_str(), counted(Some(*k)), total.paragraphs)),
    );
    let all =
        total.paragraphs + total.shared_quotes + total.self_reuse + total.too_short + furniture;
    let mut sources: Vec<AuditSource> = total
        .sources
        .iter()
        .map(|(outlet, &(paragraphs, credited, articles))| AuditSource {
            outlet: outlet.clone(),
            paragraphs,
            share: share("", paragraphs, copied).share,
            articles,
            credited,
        })
        .collect();
    sources.sort_by(|x, y| {
        y.paragraphs
            .cmp(&x.paragraphs)
            .then_with(|| x.outlet.cmp(&y.outlet))
    });
    let directions = [Direction::Firm, Direction::Likely, Direction::Undecided];
    Ok(AuditView {
        schema: SCHEMA,
        record: "audit",
        target: target.to_owned(),
        target_kind,
        outlets: outlets.into_iter().collect(),
        articles: inputs.len(),
        articles_held: held.len(),
        earliest: days.iter().min().copied().map(views::day),
        latest: days.iter().max().copied().map(views::day),
        older_versions,
        undated,
        paragraphs: total.paragraphs,
        left_out: vec![
            share("shared_quote", total.shared_quotes, all),
            share("self_reuse", total.self_reuse, all),
            share("too_short", total.too_short, all),
            share("furniture", furniture, all),
        ],
        kinds,
        credits: CreditStatus::ALL
            .iter()
            .map(|c| {
                share(
                    c.as_str(),
                    total.credits.get(c).copied().unwrap_or(0),
                    copied,
                )
            })
            .collect(),
        directions: directions
            .iter()
            .map(|d| {
                share(
                    d.as_str(),
                    total.directions.get(d).copied().unwrap_or(0),
                    copied,
                )
            })
            .collect(),
        lag_median: total.lag_median,
        lag_p90: total.lag_p90,
        lag_known: total.lag_known,
        sources,
        destroyed: destroyed(&total),
        swaps: portrait.swaps,
    })
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

/// What `target` is, and the articles it covers: an outlet's name first, then a domain, then an address prefix.
pub(crate) fn site(reader: &Reader, target: &str) -> Result<(&'static str, Vec<ArticleKey>)> {
    let asked = target.trim();
    if let Some(outlet) = publishers::named(reader, asked)? {
        return Ok(("outlet", reader.article_keys(Which::Outlet(outlet))?));
    }
    let mut owned = Vec::new();
    for row in reader.outlets()? {
        let (_, publisher) = publishers::described(reader, row.key, &row.name)?;
        if publisher.is_some_and(|p| p.to_lowercase() == asked.to_lowercase()) {
            owned.extend(reader.article_keys(Which::Outlet(row.key))?);
        }
    }
    if !owned.is_empty() {
        return Ok(("publisher", owned));
    }
    let bare = asked
        .trim_start_matches("https://")
        .trim_start_matches("http://");
    let host = bare.trim_end_matches('/');
    if !host.contains('/') && host.contains('.') && domain(&format!("https://{host}/")).is_some() {
        let mut held = reader.article_keys(Which::Domain(host))?;
        // A page read from a file has no address of its own, but its outlet is known by the domain.
        if let Some(outlet) = reader.outlet_at(host)? {
            let known: BTreeSet<ArticleKey> = held.iter().copied().collect();
            let own = reader.article_keys(Which::Outlet(outlet))?;
            held.extend(own.into_iter().filter(|key| !known.contains(key)));
        }
        if !held.is_empty() {
            return Ok(("domain", held));
        }
    }
    if bare.contains('.') {
        let held = reader.article_keys(Which::UrlPrefix(asked))?;
        if !held.is_empty() {
            return Ok(("url prefix", held));
        }
        return Err(Error::not_found(format!(
            "no article at `{asked}` in this store"
        )));
    }
    asked::outlet(reader, asked).map(|_| ("outlet", Vec::new()))
}

/// What an article's paragraphs came to, and where its copies have theirs from.
fn tallies(
    library: &Library<'_>,
    key: ArticleKey,
    furniture: &mut usize,
    thresholds: &Thresholds,
) -> Result<(AuditInput, Vec<Taken>)> {
    let subject = subject::stored(library, key)?;
    let judged = judge(library, &subject, thresholds)?;
    let body = |kind: BlockKind| kind == BlockKind::Paragraph;
    let blocks = library.reader.blocks(key)?.len();
    *furniture += blocks - subject.paragraphs.iter().filter(|p| body(p.kind)).count();
    let mut input = AuditInput::default();
    let (mut taken, mut credits) = (Vec::new(), BTreeSet::new());
    for (line, paragraph) in subject
        .paragraphs
        .iter()
        .enumerate()
        .filter(|(_, p)| body(p.kind))
    {
        input.paragraphs.push(match judged.outcome(line)? {
            Outcome::Copied(view) => {
                if view.credit == CreditStatus::Destroyed.as_str() {
                    let lines = view.credit_detail.iter();
                    credits.extend(lines.map(|c| (c.printed.clone(), c.to.clone())));
                }
                if let (Some((source, ordinal)), Some(kind)) =
                    (judged.source_of(line), Kind::parse(view.kind))
                {
                    taken.push(Taken {
                        kind,
                        span: paragraph.span,
                        source,
                        ordinal,
                    });
                }
                copied(&view)
            }
            Outcome::Quote(_) => Tally::SharedQuote,
            Outcome::Own(_) => Tally::SelfReuse,
            Outcome::Nothing if judged.words(line) < COMPARABLE_WORDS => Tally::TooShort,
            Outcome::Nothing => Tally::NoEarlierMatch,
        });
    }
    input.broken = broken_names(library, key, credits)?;
    Ok((input, taken))
}

fn copied(view: &DerivationView) -> Tally {
    let credit = CreditStatus::ALL
        .into_iter()
        .find(|c| c.as_str() == view.credit)
        .unwrap_or(CreditStatus::Missing);
    let direction = [Direction::Firm, Direction::Likely]
        .into_iter()
        .find(|d| d.as_str() == view.direction);
    Tally::Copied {
        kind: Kind::parse(view.kind).unwrap_or(Kind::Partial),
        direction: direction.unwrap_or(Direction::Undecided),
        credit,
        outlet: view
            .source
            .outlet
            .clone()
            .unwrap_or_else(|| "(no outlet)".to_owned()),
        lag: view.lag_seconds,
    }
}

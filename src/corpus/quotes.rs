//! The ledger of quotations: read from the articles' texts each time it is asked for, nothing of it is stored.
//!
//! One pass over the articles keeps the quotations and lets the texts go. Wordings are joined by `reuse`, and what is asked for
//! is drawn afterwards, so that a statement is the same whoever asks.

mod answer;
mod other;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use xxhash_rust::xxh3::xxh3_64;

use crate::corpus::quotes::answer::{Statement, draw};
use crate::corpus::watched::Watched;
use crate::corpus::witness::Library;
use crate::corpus::{Period, asked, views};
use crate::error::Result;
use crate::model::Span;
use crate::report::quotes::QuoteView;
use crate::reuse::{Wording, statements};
use crate::segment::{Speaker, quotations, same_person};
use crate::store::{ArticleKey, Reader};
use crate::text::words;

/// What is asked of the ledger; everything left empty asks for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuoteQuery {
    /// A name: the last name alone, or with a first name or its initial.
    pub speaker: Option<String>,
    /// When the first printing must lie.
    pub period: Period,
    /// An outlet that printed it.
    pub outlet: Option<String>,
    /// An article that printed it.
    pub article: Option<String>,
    /// Words that all stand in one wording.
    pub words: Vec<String>,
    /// Least number of houses.
    pub min_outlets: usize,
}

/// One quotation of one article.
#[derive(Debug, Clone)]
pub(crate) struct Printed {
    pub(crate) article: ArticleKey,
    pub(crate) paragraph: usize,
    /// In bytes of the article's text.
    pub(crate) span: Span,
    /// In code points.
    pub(crate) points: (usize, usize),
    pub(crate) speaker: Option<Speaker>,
    pub(crate) text: String,
    /// Its wording among all.
    pub(crate) wording: usize,
}

/// All quotations of a store.
pub(crate) struct Ledger {
    pub(crate) printed: Vec<Printed>,
    pub(crate) wordings: Vec<Wording>,
    /// Names of each article that quotes, hashed and sorted.
    pub(crate) names: HashMap<ArticleKey, Vec<u64>>,
}

/// Answers `query`, the statements of most houses first.
pub(crate) fn quotes(
    reader: &Reader,
    query: &QuoteQuery,
    watched: &Watched,
) -> Result<Vec<QuoteView>> {
    let article = query
        .article
        .as_deref()
        .map(|a| asked::article(reader, a))
        .transpose()?;
    let outlet = query
        .outlet
        .as_deref()
        .map(|o| asked::outlet(reader, o))
        .transpose()?;
    let outlet = outlet.map(|o| o.0);
    let library = Library::new(reader)?;
    let ledger = read(reader, watched)?;
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let leaders = statements(&ledger.wordings);
    for (i, printed) in ledger.printed.iter().enumerate() {
        found.entry(leaders[printed.wording]).or_default().push(i);
    }
    let mut all = Vec::with_capacity(found.len());
    for members in watched.over("place statements", found.into_values()) {
        all.push(Statement::new(&library, &ledger, members?)?);
    }
    let others = other::others(&library, &ledger, &all)?;
    let wanted = query.speaker.as_deref().map(|s| Speaker {
        name: s.trim().to_owned(),
    });
    let folded: Vec<String> = query
        .words
        .iter()
        .map(|w| words(w).normal().to_owned())
        .collect();
    let mut out = Vec::new();
    for (i, statement) in all.iter().enumerate() {
        let spoken = |s: &Speaker| wanted.as_ref().is_none_or(|w| same_person(w, s));
        if wanted.is_some() && !statement.speaker.as_ref().is_some_and(spoken) {
            continue;
        }
        let printings = || statement.members.iter().map(|&m| &ledger.printed[m]);
        if article.is_some_and(|a| printings().all(|p| p.article != a)) {
            continue;
        }
        if let Some(outlet) = outlet {
            let mut held = false;
            for printed in printings() {
                held |= library.facts(printed.article)?.outlet == Some(outlet);
            }
            if !held {
                continue;
            }
        }
        if statement.houses.len() < query.min_outlets || !within(query.period, statement.published)
        {
            continue;
        }
        let holds = |p: &Printed| {
            let normal = format!(" {} ", words(&p.text).normal());
            folded.iter().all(|w| normal.contains(&format!(" {w} ")))
        };
        if !folded.is_empty() && !printings().any(holds) {
            continue;
        }
        out.push(draw(&library, &ledger, &all, i, &others[i])?);
    }
    out.sort_by(|x, y| {
        (y.outlets, y.printings)
            .cmp(&(x.outlets, x.printings))
            .then_with(|| {
                x.first
                    .article
                    .published_at
                    .cmp(&y.first.article.published_at)
            })
            .then_with(|| {
                (&x.first.article.id, x.first.start).cmp(&(&y.first.article.id, y.first.start))
            })
    });
    Ok(out)
}

/// True when an article's dates may lie in a period; an undated one lies in none that has an end.
fn within(period: Period, published: Option<(i64, i64)>) -> bool {
    match published {
        Some((earliest, latest)) => {
            period.since.is_none_or(|s| latest >= s) && period.until.is_none_or(|u| earliest <= u)
        }
        None => period.since.is_none() && period.until.is_none(),
    }
}

fn read(reader: &Reader, watched: &Watched) -> Result<Ledger> {
    let mut keys = Vec::new();
    // In the order of ids: the ledger does not depend on the order of ingest.
    reader.each_article(|row| {
        keys.push(row.key);
        Ok(())
    })?;
    let mut ledger = Ledger {
        printed: Vec::new(),
        wordings: Vec::new(),
        names: HashMap::new(),
    };
    let mut known: HashMap<Wording, usize> = HashMap::new();
    for key in watched.over("read articles", keys) {
        let key = key?;
        let text = reader.text(key)?;
        let quoted = quotations(&text, &views::blocks(reader, key)?);
        if quoted.quotations.is_empty() {
            continue;
        }
        let mut points = views::CodePoints::new(&text);
        for quotation in quoted.quotations {
            let printed = quotation.span.of(&text);
            let wording = Wording {
                words: words(printed)
                    .iter()
                    .map(|w| xxh3_64(w.as_bytes()))
                    .collect(),
                speaker: quotation.speaker.as_ref().map(Speaker::key),
            };
            let next = known.len();
            let wording = *known.entry(wording).or_insert(next);
            ledger.printed.push(Printed {
                article: key,
                paragraph: quotation.paragraph,
                span: quotation.span,
                points: points.span(quotation.span),
                speaker: quotation.speaker,
                text: printed.to_owned(),
                wording,
            });
        }
        let names: BTreeSet<u64> = quoted.names.iter().map(|n| xxh3_64(n.as_bytes())).collect();
        ledger.names.insert(key, names.into_iter().collect());
    }
    ledger.wordings = vec![Wording::default(); known.len()];
    for (wording, i) in known {
        ledger.wordings[i] = wording;
    }
    Ok(ledger)
}

#[cfg(test)]
mod tests;

//! `urtext demo`: a tour over a sample that is built in, in memory only.

use std::collections::HashMap;

use crate::cli::{Context, Exit, reading};
use crate::corpus::Corpus;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Kind;
use crate::report::human::{self, Tour};
use crate::report::rows::Row;
use crate::report::view::{ArticleView, DerivationView, DiffPart};
use crate::report::{diff, view};

/// The sample: invented articles, one a line.
const SAMPLE: &str = include_str!("../../fixtures/sample/sample.jsonl");
/// First-seen time of the sample (2024-06-01), so that the tour is the same every day.
const SEEN: i64 = 1_717_200_000;
/// How many arrows are looked at for the most telling one.
const LOOKED_AT: usize = 40;
/// The most telling comparison has some changed stretches, and not many.
const TELLING: std::ops::RangeInclusive<usize> = 1..=6;

/// Runs it.
pub(super) fn run(context: &mut Context) -> Result<Exit> {
    let articles = reading::bytes("sample.jsonl", SAMPLE.as_bytes(), SEEN);
    if articles.is_empty() {
        return Err(Error::new(
            ErrorKind::Bug,
            "the built-in sample cannot be read",
        ));
    }
    let mut corpus = Corpus::in_memory()?;
    let read = corpus.add(&articles, SEEN)?;
    let mut tour = Tour {
        read,
        scope: corpus.scope()?,
        ..Tour::default()
    };
    corpus.articles(&mut |a| {
        tour.articles.push(a.clone());
        Ok(())
    })?;
    corpus.derivations(&mut |d| {
        tour.derivations.push(d.clone());
        Ok(())
    })?;
    let mut texts = Texts::default();
    tour.evidence = telling(&corpus, &tour.derivations, &mut texts)?;
    for d in tour
        .derivations
        .iter()
        .filter(|d| d.kind == Kind::SharedQuote.as_str())
    {
        let text = texts.paragraph(&corpus, &d.id, d.paragraph)?;
        // The longest shared stretch, counted from the start of the paragraph.
        if let Some([start, end, ..]) = d.spans.iter().max_by_key(|s| s[1].saturating_sub(s[0])) {
            let (skip, take) = (start.saturating_sub(d.start), end.saturating_sub(*start));
            let words: String = text.chars().skip(skip).take(take).collect();
            tour.quotes.push((d.clone(), words));
        }
    }
    context.print.one(
        &tour.derivations,
        |style| human::tour(&tour, style),
        || {
            let rows = tour.derivations.iter().map(Row::row).collect();
            (view::DerivationView::HEAD, rows)
        },
    )?;
    Ok(Exit::Done)
}

/// Articles already fetched.
#[derive(Default)]
struct Texts(HashMap<String, ArticleView>);

impl Texts {
    fn paragraph(&mut self, corpus: &Corpus, id: &str, number: usize) -> Result<String> {
        if !self.0.contains_key(id) {
            self.0.insert(id.to_owned(), corpus.show(id)?);
        }
        let blocks = self.0.get(id).into_iter().flat_map(|a| &a.blocks);
        let mut found = blocks.filter(|b| b.paragraph == Some(number));
        Ok(found.next().map(|b| b.text.clone()).unwrap_or_default())
    }
}

/// The arrow whose comparison tells most: an edited paragraph before a part of one before an equal one, and of these the
/// longest with a few changes.
fn telling(
    corpus: &Corpus,
    derivations: &[DerivationView],
    texts: &mut Texts,
) -> Result<Option<(DerivationView, Vec<DiffPart>)>> {
    let order = [Kind::Edited, Kind::Partial, Kind::Rewritten, Kind::Verbatim];
    let rank = |d: &DerivationView| order.iter().position(|k| k.as_str() == d.kind);
    let mut best = None;
    let copies = derivations.iter().filter(|d| !d.self_reuse);
    for (d, rank) in copies
        .filter_map(|d| rank(d).map(|r| (d, r)))
        .take(LOOKED_AT)
    {
        let source = texts.paragraph(corpus, &d.source.id, d.source.paragraph)?;
        let copy = texts.paragraph(corpus, &d.id, d.paragraph)?;
        let parts = diff::words(&source, &copy);
        let changes = parts.iter().filter(|p| p.op != "same").count();
        let worth = (
            TELLING.contains(&changes),
            std::cmp::Reverse(rank),
            d.words_shared,
        );
        if best.as_ref().is_none_or(|(w, _)| worth > *w) {
            best = Some((worth, (d.clone(), parts)));
        }
    }
    Ok(best.map(|(_, found)| found))
}

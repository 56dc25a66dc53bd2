//! Holding the program against newsrooms with known copies.

use crate::corpus::{Corpus, Timings};
use crate::error::Result;
use crate::model::Article;
use crate::report::bench::count::{Line, count};
use crate::report::bench::tally::Tally;
use crate::report::bench::truth::Truth;
use crate::report::bench::{BenchView, NewsroomView};
use crate::report::view::SCHEMA;

/// Articles in one transaction; the figures do not depend on it.
const BATCH: usize = 4_000;

/// Articles with what is known about them.
#[derive(Debug, Clone)]
pub struct Newsroom {
    /// A name for it.
    pub name: String,
    /// Its articles; those without an address take part and are not counted.
    pub articles: Vec<Article>,
    /// What is known.
    pub truth: Truth,
}

/// Counts; see [`crate::corpus::bench`]. The time of the whole is left to the caller, who has the clock.
pub(crate) fn bench(newsrooms: &[Newsroom], now: i64, timings: &Timings) -> Result<BenchView> {
    let mut all = Tally::default();
    let mut views = Vec::new();
    for newsroom in newsrooms {
        let lines = lines(&newsroom.articles, now, timings)?;
        let articles: Vec<(&str, &str)> = newsroom
            .articles
            .iter()
            .filter_map(|a| Some((a.url.as_deref()?, &*a.text)))
            .collect();
        let counted = timings.time("count", || count(&newsroom.truth, &articles, &lines));
        let (tally, strays) = counted.map_err(|e| e.at(newsroom.name.clone()))?;
        all.add(&tally);
        views.push(NewsroomView {
            newsroom: newsroom.name.clone(),
            figures: tally.figures(),
            strays,
        });
    }
    Ok(BenchView {
        schema: SCHEMA,
        record: "bench",
        newsrooms: views,
        all: all.figures(),
        seconds: 0.0,
        stages: Vec::new(),
    })
}

fn lines(articles: &[Article], now: i64, timings: &Timings) -> Result<Vec<Line>> {
    let corpus = timings.time("open", Corpus::in_memory)?;
    let mut corpus = corpus.timed(timings);
    for batch in articles.chunks(BATCH) {
        corpus.add(batch, now)?;
    }
    let mut lines = Vec::new();
    corpus.derivations(&mut |view| {
        lines.push(Line::from(view));
        Ok(())
    })?;
    Ok(lines)
}

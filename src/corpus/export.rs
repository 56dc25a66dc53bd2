//! Handing out everything, one line after the other, in an order that does not depend on ingest.

use std::collections::HashMap;

use crate::corpus::judge::{Outcome, judge};
use crate::corpus::show::hex;
use crate::corpus::watched::Watched;
use crate::corpus::witness::Library;
use crate::corpus::{Judging, Timings, subject, views};
use crate::error::Result;
use crate::report::view::{ArticleLine, DerivationView, MatchView, SCHEMA};
use crate::store::{PassageKey, Reader, Which};

/// Whether what a house takes from itself is handed out too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reuse {
    /// As lines of their own kind.
    Told,
    /// Not at all: nothing that counts or draws arrows can trip over it.
    LeftOut,
}

/// Hands out every derivation and shared quote, and self-reuse where it is asked for.
pub(crate) fn derivations(
    reader: &Reader,
    judging: Judging<'_>,
    timings: &Timings,
    reuse: Reuse,
    each: &mut dyn FnMut(&DerivationView) -> Result<()>,
) -> Result<()> {
    let library = timings.time("read articles", || Library::new(reader))?;
    let keys = reader.article_keys(Which::All)?;
    for key in judging.watched.over("judge articles", keys) {
        let key = key?;
        let subject = timings.time("read articles", || subject::stored(&library, key))?;
        let judged = timings.time("judge", || judge(&library, &subject, judging.thresholds))?;
        for line in 0..subject.paragraphs.len() {
            match timings.time("draw arrows", || judged.outcome(line))? {
                Outcome::Copied(view) | Outcome::Quote(view) => {
                    timings.time("write", || each(&view))?;
                }
                Outcome::Own(_) if reuse == Reuse::Told => {
                    if let Some(view) = judged.reuse(line)? {
                        timings.time("write", || each(&view))?;
                    }
                }
                Outcome::Own(_) | Outcome::Nothing => {}
            }
        }
    }
    Ok(())
}

/// Hands out every derivation with the texts of its copy and its source; shared quotes are none.
pub(crate) fn derivations_in_text(
    reader: &Reader,
    judging: Judging<'_>,
    each: &mut dyn FnMut(&DerivationView, &str, &str) -> Result<()>,
) -> Result<()> {
    let library = Library::new(reader)?;
    let keys = reader.article_keys(Which::All)?;
    for key in judging.watched.over("judge articles", keys) {
        let key = key?;
        let subject = subject::stored(&library, key)?;
        let judged = judge(&library, &subject, judging.thresholds)?;
        for line in 0..subject.paragraphs.len() {
            if let (Outcome::Copied(view), Some((source, _))) =
                (judged.outcome(line)?, judged.source_of(line))
            {
                each(&view, &subject.text, &library.text(source)?)?;
            }
        }
    }
    Ok(())
}

/// Hands out every article.
pub(crate) fn articles(
    reader: &Reader,
    watched: &Watched,
    each: &mut dyn FnMut(&ArticleLine) -> Result<()>,
) -> Result<()> {
    articles_in_text(reader, watched, &mut |line, _| each(line))
}

/// What is handed every article, with what reads its text.
pub(crate) type ArticleInText<'f> =
    dyn FnMut(&ArticleLine, &dyn Fn() -> Result<String>) -> Result<()> + 'f;

/// Hands out every article with its text.
pub(crate) fn articles_in_text(
    reader: &Reader,
    watched: &Watched,
    each: &mut ArticleInText<'_>,
) -> Result<()> {
    for key in watched.over("read articles", reader.article_keys(Which::All)?) {
        let key = key?;
        let row = reader.article(key)?;
        let dates = reader.dates(key)?;
        let credits = reader.credits(key)?;
        let line = ArticleLine {
            schema: SCHEMA,
            record: "article",
            article: views::reference(&row, &dates),
            language: row.language,
            first_seen_at: views::instant(row.first_seen_at),
            paragraphs: row.paragraphs as usize,
            words: row.words as usize,
            credits: credits
                .iter()
                .map(|c| format!("{}:{}", c.form.as_str(), c.to))
                .collect(),
            byline: row.byline,
            licence: row.licence,
        };
        each(&line, &|| reader.text(key))?;
    }
    Ok(())
}

/// Hands out every match, ordered by the hashes of its passages.
pub(crate) fn matches(
    reader: &Reader,
    watched: &Watched,
    each: &mut dyn FnMut(&MatchView) -> Result<()>,
) -> Result<()> {
    let mut rows = Vec::new();
    let mut passages: HashMap<PassageKey, String> = HashMap::new();
    reader.all_matches(|row| {
        passages.entry(row.a).or_default();
        passages.entry(row.b).or_default();
        rows.push((row.a, row.b, row.kind, row.score, row.a_in_b, row.b_in_a));
        Ok(())
    })?;
    for passage in watched.over("read paragraphs", &mut passages) {
        let (key, sha) = passage?;
        *sha = hex(&reader.passage(*key)?.sha256);
    }
    let all: Vec<PassageKey> = passages.keys().copied().collect();
    let counts = reader.witness_counts(&all)?;
    let mut lines: Vec<MatchView> = rows
        .into_iter()
        .map(|(a, b, kind, score, a_in_b, b_in_a)| {
            let swap = passages[&a] > passages[&b];
            let ((a, a_in_b), (b, b_in_a)) = if swap {
                ((b, b_in_a), (a, a_in_b))
            } else {
                ((a, a_in_b), (b, b_in_a))
            };
            let count = |key: &PassageKey| counts.get(key).copied().unwrap_or(0) as usize;
            MatchView {
                schema: SCHEMA,
                record: "match",
                a: passages[&a].clone(),
                b: passages[&b].clone(),
                kind: kind.as_str(),
                score,
                a_in_b,
                b_in_a,
                a_witnesses: count(&a),
                b_witnesses: count(&b),
            }
        })
        .collect();
    lines.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
    for line in watched.over("write matches", &lines) {
        each(line?)?;
    }
    Ok(())
}

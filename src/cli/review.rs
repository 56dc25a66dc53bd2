//! `urtext review`: what people say of matches.

use std::path::PathBuf;

use crate::cli::answering::ask;
use crate::cli::{Context, Exit, say};
use crate::corpus::{Access, Review};
use crate::error::{Error, Result};
use crate::model::ReviewVerdict;
use crate::report::clean::line;
use crate::report::figures::plural;
use crate::report::layout::table;
use crate::report::view::{DerivationView, ReviewView};

/// Arguments of `review`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The two articles of a match: id, address or name
    #[arg(value_name = "ARTICLE", num_args = 0..=2)]
    pair: Vec<String>,
    /// It is a match
    #[arg(long, group = "verdict", requires = "pair")]
    confirm: bool,
    /// It is none: no derivation is drawn between the two any more
    #[arg(long, group = "verdict", requires = "pair")]
    dismiss: bool,
    /// What was said before no longer counts
    #[arg(long, group = "verdict", requires = "pair")]
    reopen: bool,
    /// Only these paragraphs: the number in the first article and in the second
    #[arg(long, value_names = ["N", "M"], num_args = 2, requires = "verdict")]
    paragraphs: Vec<usize>,
    /// In words
    #[arg(long, value_name = "TEXT", requires = "verdict")]
    note: Option<String>,
    /// By whom
    #[arg(long, value_name = "NAME", requires = "verdict")]
    by: Option<String>,
    /// List the derivations that nobody reviewed, the heaviest first
    #[arg(long, conflicts_with_all = ["pair", "import"])]
    queue: bool,
    /// Take in reviews that `export reviews` wrote
    #[arg(long, value_name = "FILE", conflicts_with = "pair")]
    import: Option<PathBuf>,
    /// How many are listed
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

/// Runs it.
pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    if let Some(file) = &args.import {
        return import(file, context);
    }
    if args.queue {
        let list = ask(context, |corpus| corpus.review_queue(args.limit))?;
        context
            .print
            .list(&list, |style| queue(&list, style.width))?;
        return Ok(Exit::Done);
    }
    let verdict = match (args.confirm, args.dismiss, args.reopen) {
        (true, ..) => Some(ReviewVerdict::Confirmed),
        (_, true, _) => Some(ReviewVerdict::Dismissed),
        (.., true) => Some(ReviewVerdict::Open),
        _ => None,
    };
    if let Some(verdict) = verdict {
        let [one, other] = &args.pair[..] else {
            return Err(Error::usage("a review is of two articles"));
        };
        let review = Review {
            one: one.clone(),
            other: other.clone(),
            paragraphs: args
                .paragraphs
                .first()
                .copied()
                .zip(args.paragraphs.get(1).copied()),
            verdict,
            note: args.note.clone(),
            by: args.by.clone(),
        };
        let now = context.now;
        context.corpus(Access::Write)?.review(&review, now)?;
        if !context.quiet {
            say(&format!(
                "{}: {} and {}",
                verdict.as_str(),
                line(one),
                line(other)
            ));
        }
        return Ok(Exit::Done);
    }
    let corpus = context.corpus(Access::Read)?;
    let mut list = corpus.reviews()?;
    for article in &args.pair {
        let id = corpus.show(article)?.article.id;
        list.retain(|r| r.articles.contains(&id));
    }
    list.truncate(args.limit);
    context
        .print
        .list(&list, |style| reviews(&list, style.width))?;
    Ok(Exit::Done)
}

fn import(file: &PathBuf, context: &mut Context) -> Result<Exit> {
    let shown = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|e| Error::from(e).at(shown.clone()))?;
    let mut views: Vec<ReviewView> = Vec::new();
    for (n, record) in text
        .lines()
        .enumerate()
        .filter(|(_, l)| !l.trim().is_empty())
    {
        let view = serde_json::from_str(record).map_err(|e| {
            Error::input(format!("no review as `export reviews` writes them: {e}"))
                .at(format!("{shown}: line {}", n + 1))
        })?;
        views.push(view);
    }
    let new = context
        .corpus(Access::Write)?
        .import_reviews(&views)
        .map_err(|e| e.at(shown))?;
    if !context.quiet {
        say(&format!(
            "{} read, {} new",
            plural(views.len(), "review"),
            new
        ));
    }
    Ok(Exit::Done)
}

fn reviews(list: &[ReviewView], width: usize) -> String {
    if list.is_empty() {
        return "Nobody has reviewed anything here. `urtext review --queue` lists what waits.\n"
            .to_owned();
    }
    let shown = |n: usize, r: &ReviewView| {
        let address = r.addresses[n].as_deref().unwrap_or("(not in this store)");
        format!("{} {}", short(&r.articles[n]), line(address))
    };
    let rows: Vec<_> = list
        .iter()
        .map(|r| {
            vec![
                r.at.clone(),
                if r.counts {
                    r.verdict.clone()
                } else {
                    format!("({})", r.verdict)
                },
                shown(0, r),
                shown(1, r),
                if r.paragraphs.is_some() {
                    "one paragraph".to_owned()
                } else {
                    String::new()
                },
                line(r.by.as_deref().unwrap_or_default()),
                line(r.note.as_deref().unwrap_or_default()),
            ]
        })
        .collect();
    table(&rows, &[], 0, width)
}

/// An id as it can be given to `review`.
fn short(id: &str) -> &str {
    id.get(..10).unwrap_or(id)
}

fn queue(list: &[DerivationView], width: usize) -> String {
    if list.is_empty() {
        return "Nothing waits for a review.\n".to_owned();
    }
    let rows: Vec<_> = list
        .iter()
        .map(|d| {
            vec![
                format!("{} words", d.words_shared),
                d.kind.to_owned(),
                format!("{} ¶{}", short(&d.id), d.paragraph),
                line(d.outlet.as_deref().unwrap_or_default()),
                "←".to_owned(),
                format!("{} ¶{}", short(&d.source.id), d.source.paragraph),
                line(d.source.outlet.as_deref().unwrap_or_default()),
                d.direction.to_owned(),
                d.credit_form.to_owned(),
            ]
        })
        .collect();
    table(&rows, &[0], 0, width)
}

//! `urtext quotes`: who is quoted saying what, first printed where, in which wordings.

use crate::cli::answering::ask;
use crate::cli::when::Range;
use crate::cli::{Context, Exit};
use crate::corpus::QuoteQuery;
use crate::error::Result;
use crate::report::quotes::page;

/// Arguments of `quotes`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Words that all stand in the quotation
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// Who says it: a last name, or a first name or initial with it
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,
    /// An outlet that printed it
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    /// An article that printed it: an id, an address or a name
    #[arg(long, value_name = "ID", conflicts_with = "words")]
    article: Option<String>,
    #[command(flatten)]
    range: Range,
    /// Printed by so many outlets or more
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_outlets: usize,
    /// How many statements are listed
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// List every printing and how the wordings differ
    #[arg(long)]
    why: bool,
}

/// Runs it.
pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let query = QuoteQuery {
        speaker: args.speaker.clone(),
        period: args.range.period(context.now)?,
        outlet: args.outlet.clone(),
        article: args.article.clone(),
        words: args.words.clone(),
        min_outlets: args.min_outlets,
    };
    let mut views = ask(context, |corpus| corpus.quotes(&query))?;
    let found = views.len();
    views.truncate(args.limit);
    context
        .print
        .list(&views, |style| page(&views, found, args.why, style))?;
    Ok(Exit::Done)
}

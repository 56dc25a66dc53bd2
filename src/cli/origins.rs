//! `urtext origins`: from how many places a story, a paragraph or a claim comes.

use crate::cli::answering::Telling;
use crate::cli::when::Range;
use crate::cli::{Context, Exit};
use crate::corpus::{Access, Corpus, OriginsQuery};
use crate::error::{Error, ErrorKind, Result};
use crate::report::origins::page;
use crate::report::rows::Row as _;

/// Arguments of `origins`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// An article (id, address or name), or words that stand in articles; words in quotation marks stand in this order
    #[arg(required = true, value_name = "ID|WORDS")]
    asked: Vec<String>,
    /// Only this paragraph of the article
    #[arg(long, value_name = "N")]
    paragraph: Option<usize>,
    #[command(flatten)]
    range: Range,
    /// How many articles of each origin are listed
    #[arg(long, value_name = "N", default_value_t = 12)]
    limit: usize,
    #[command(flatten)]
    telling: Telling,
}

/// Runs it.
pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let period = args.range.period(context.now)?;
    let answering = args.telling.start(context.progress, context.quiet);
    let corpus = answering.watch(context.corpus(Access::Read)?);
    let query = query(args, &corpus)?;
    let view = corpus.origins(&query, period)?;
    answering.clear();
    context.print.one(
        &view,
        |style| page(&view, args.limit, style),
        || {
            let rows = view.origins.iter().flat_map(|g| &g.articles);
            (
                crate::report::origins::OriginLine::HEAD,
                rows.map(|a| a.row()).collect(),
            )
        },
    )?;
    Ok(Exit::Done)
}

/// One argument that names an article is the article; all else are words.
fn query(args: &Args, corpus: &Corpus) -> Result<OriginsQuery> {
    let [one] = &args.asked[..] else {
        if args.paragraph.is_some() {
            return Err(Error::usage("--paragraph goes with one article"));
        }
        return Ok(OriginsQuery::Words(args.asked.join(" ")));
    };
    if let Some(number) = args.paragraph {
        return Ok(OriginsQuery::Paragraph(one.clone(), number));
    }
    let looks = one.starts_with("a:") || one.contains("://");
    match corpus.show(one) {
        Ok(_) => Ok(OriginsQuery::Article(one.clone())),
        Err(e) if e.kind() == ErrorKind::NotFound && !looks => Ok(OriginsQuery::Words(one.clone())),
        Err(e) => Err(e),
    }
}

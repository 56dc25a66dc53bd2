//! `urtext check`: a text against the store; nothing is stored.

use crate::cli::downloads;
use crate::cli::evidence::evidence;
use crate::cli::failon::{self, FailOn};
use crate::cli::net::Net;
use crate::cli::reading::Reading;
use crate::cli::{Context, Exit, say};
use crate::corpus::Access;
use crate::error::Result;
use crate::report::human::{self, Ask};
use crate::report::rows::Row;
use crate::report::view::ParagraphView;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A file, - for standard input, or with --fetch an address
    file: String,
    /// End with code 1 when this is met: any, uncredited, KIND, KIND:N, KIND:P%
    #[arg(long, value_name = "CONDITION", value_delimiter = ',', value_parser = failon::parse)]
    fail_on: Vec<FailOn>,
    /// Leave out paragraphs with fewer words
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_words: usize,
    /// How many sources are listed
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    /// Show the reasons and the differences word by word
    #[arg(long)]
    why: bool,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    net: Net,
}

/// Runs it.
pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let corpus = context.corpus(Access::Read)?;
    let read = downloads::whole(&args.file, &args.net, &args.reading, None, context)?;
    let mut met = Vec::new();
    for (i, article) in read.articles.iter().enumerate() {
        let mut view = corpus.check(article, context.now)?;
        view.paragraphs.retain(|p| p.words >= args.min_words);
        let ask = Ask {
            why: if args.why {
                Some(evidence(&corpus, &view)?)
            } else {
                None
            },
            top: args.top,
            ..Ask::default()
        };
        if read.articles.len() > 1 && context.print.format.is_none() {
            let gap = if i > 0 { "\n" } else { "" };
            let head = human::title(&view.article);
            context.print.out.text(&format!("{gap}{head}\n"))?;
        }
        context.print.one(
            &view,
            |style| human::check(&view, &ask, style),
            || {
                (
                    ParagraphView::HEAD,
                    view.paragraphs.iter().map(Row::row).collect(),
                )
            },
        )?;
        met.extend(args.fail_on.iter().filter_map(|c| c.met(&view)));
    }
    context.print.out.done()?;
    let exit = context.refused(read.refused, read.articles.len());
    for condition in &met {
        say(&format!("urtext: {condition}"));
    }
    Ok(if met.is_empty() {
        exit
    } else {
        Exit::Condition
    })
}

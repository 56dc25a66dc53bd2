//! `urtext trace`: where each paragraph comes from and who has it later.

use std::path::Path;

use crate::cli::evidence::evidence;
use crate::cli::reading::Reading;
use crate::cli::{Context, Exit};
use crate::corpus::{Access, Corpus};
use crate::error::{Error, Result};
use crate::report::human::{self, Ask};
use crate::report::rows::Row;
use crate::report::view::{ParagraphView, TraceView};

/// Arguments of `trace`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Articles: id, address or name; or files that are not stored
    #[arg(required = true, value_name = "ID|FILE|URL")]
    articles: Vec<String>,
    /// Only where it comes from
    #[arg(long, conflicts_with = "down")]
    up: bool,
    /// Only who has it later
    #[arg(long)]
    down: bool,
    /// Only this paragraph
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    paragraph: Option<u32>,
    /// Show the reasons and the differences word by word
    #[arg(long)]
    why: bool,
    /// How many sources and copies are listed
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
}

/// Runs it.
pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let corpus = context.corpus(Access::Read)?;
    let mut exit = Exit::Done;
    let mut first = true;
    for name in &args.articles {
        let views = match corpus.trace(name) {
            Ok(view) => vec![view],
            // A name that the store does not know may be a file.
            Err(e) if e.is_not_found() && (name == "-" || Path::new(name).is_file()) => {
                let read = Reading::default().whole(name, None, context.now)?;
                let views: Result<Vec<_>> = {
                    let checked = read.articles.iter().map(|a| corpus.check(a, context.now));
                    checked.collect()
                };
                if context.refused(read.refused, read.articles.len()) == Exit::Refused {
                    exit = Exit::Refused;
                }
                context.hint(&format!(
                    "{name} is not in the store; it was compared and not stored"
                ));
                views?
            }
            Err(e) => return Err(e),
        };
        for view in views {
            if !std::mem::take(&mut first) && context.print.format.is_none() {
                context.print.out.text("\n")?;
            }
            one(&corpus, view, args, context)?;
        }
    }
    Ok(exit)
}

fn one(corpus: &Corpus, mut view: TraceView, args: &Args, context: &mut Context) -> Result<()> {
    let number = args.paragraph.map(|n| n as usize);
    if let Some(n) = number {
        let all = view.paragraphs.len();
        if n > all {
            let e = Error::not_found(format!("no paragraph {n}, the article has {all}"));
            return Err(e.at(human::short(&view.article.id)));
        }
    }
    let ask = Ask {
        up: !args.down,
        down: !args.up,
        paragraph: number,
        why: if args.why {
            Some(evidence(corpus, &view)?)
        } else {
            None
        },
        top: args.top,
    };
    let page = human::trace(&view, &ask, &context.print.style);
    if let Some(n) = number {
        view.paragraphs.retain(|p| p.paragraph == n);
    }
    if args.down {
        view.sources.clear();
    }
    if args.up {
        view.copies.clear();
    }
    context.print.one(
        &view,
        |_| page,
        || {
            (
                ParagraphView::HEAD,
                view.paragraphs.iter().map(Row::row).collect(),
            )
        },
    )
}

//! `urtext outlets`: who publishes, and what stands on all their pages.

use std::path::{Path, PathBuf};

use crate::cli::answering::ask;
use crate::cli::place::read_outlets;
use crate::cli::{Context, Exit, say};
use crate::corpus::{Access, Corpus, FurnitureRuling};
use crate::error::{Error, Result};
use crate::report::clean::line;
use crate::report::figures::plural;
use crate::report::human;
use crate::report::view::GroupedView;

/// Arguments of `outlets`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
    /// What each has from each of the others, with which credit
    #[arg(long)]
    matrix: bool,
    /// How many are listed
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// List the outlets
    List {
        /// How many are listed
        #[arg(long, value_name = "N", default_value_t = 50)]
        limit: usize,
    },
    /// Say what an outlet is and which domains are its own
    Set {
        /// Name of the outlet; made when it is not there
        name: String,
        /// paper, broadcaster, agency, aggregator, …
        #[arg(long)]
        kind: Option<String>,
        /// A domain of the outlet (repeatable)
        #[arg(long, value_name = "DOMAIN")]
        domain: Vec<String>,
        /// Who owns it: outlets of one publisher are one house
        #[arg(long, value_name = "NAME")]
        publisher: Option<String>,
    },
    /// Lay a file of outlets over the store and say what changed
    Apply {
        /// The file, as `outlets file` prints it
        file: PathBuf,
        /// How many changes are listed
        #[arg(long, value_name = "N", default_value_t = 50)]
        limit: usize,
    },
    /// Print the groups of outlets as they are now, to be edited and applied again
    File,
    /// Make one name another name of the same outlet
    Merge {
        /// The name to give up
        from: String,
        /// The name to keep
        into: String,
    },
    /// List an outlet's standing lines, or overrule what a line is
    Furniture {
        /// Name of the outlet
        name: String,
        /// This is no furniture but a paragraph: `p:…` a line, `t:…` all lines of a template
        #[arg(long, value_name = "PASSAGE")]
        not: Vec<String>,
        /// This is furniture
        #[arg(long = "is", value_name = "PASSAGE")]
        is: Vec<String>,
        /// Let the rule decide about this again
        #[arg(long, value_name = "PASSAGE")]
        auto: Vec<String>,
        /// How many are listed
        #[arg(long, value_name = "N", default_value_t = 50)]
        limit: usize,
    },
}

/// Runs it.
pub(super) fn run(args: Args, context: &mut Context) -> Result<Exit> {
    match args.verb {
        None if args.matrix => {
            let views = ask(context, Corpus::matrix)?;
            context.print.list(&views, |style| {
                crate::report::matrix::page(&views, args.limit, style)
            })?;
            Ok(Exit::Done)
        }
        None => list(args.limit, context),
        Some(Verb::List { limit }) => list(limit, context),
        Some(Verb::Set {
            name,
            kind,
            domain,
            publisher,
        }) => {
            if kind.is_none() && domain.is_empty() && publisher.is_none() {
                return Err(Error::usage(
                    "nothing to set: give --kind, --domain or --publisher",
                ));
            }
            let mut corpus = context.corpus(Access::Create)?;
            corpus.set_outlet(&name, kind.as_deref(), &domain)?;
            if let Some(publisher) = publisher {
                corpus.set_publisher(&name, &publisher)?;
            }
            done(context, &format!("set {}", line(&name)));
            Ok(Exit::Done)
        }
        Some(Verb::Apply { file, limit }) => apply(&file, limit, context),
        Some(Verb::File) => {
            let text = context.corpus(Access::Read)?.outlets_file()?;
            context.print.out.text(&text)?;
            Ok(Exit::Done)
        }
        Some(Verb::Merge { from, into }) => {
            let moved = context.corpus(Access::Write)?.merge_outlets(&from, &into)?;
            let what = plural(moved, "article");
            done(
                context,
                &format!("{} is now {}; {what} moved", line(&from), line(&into)),
            );
            Ok(Exit::Done)
        }
        Some(Verb::Furniture {
            name,
            not,
            is,
            auto,
            limit,
        }) => {
            let rulings = [
                (not, FurnitureRuling::Paragraph),
                (is, FurnitureRuling::Furniture),
                (auto, FurnitureRuling::Automatic),
            ];
            if rulings.iter().all(|(passages, _)| passages.is_empty()) {
                let views = context.corpus(Access::Read)?.furniture(&name)?;
                context
                    .print
                    .list(&views, |style| human::furniture(&views, limit, style))?;
                return Ok(Exit::Done);
            }
            let mut corpus = context.corpus(Access::Write)?;
            for (passages, ruling) in rulings {
                for passage in passages {
                    corpus.rule_furniture(&name, &passage, ruling)?;
                    done(context, &format!("ruled on {}", line(&passage)));
                }
            }
            Ok(Exit::Done)
        }
    }
}

fn apply(file: &Path, limit: usize, context: &mut Context) -> Result<Exit> {
    let shown = format!("file of outlets: {}", file.display());
    let text = read_outlets(file).map_err(|e| e.at(shown.clone()))?;
    let laid = context
        .bare_corpus(Access::Create)?
        .lay_outlets(Some(&text))
        .map_err(|e| e.at(shown))?;
    match laid {
        None => done(context, "the store is settled by this very file"),
        Some(view) => context.print.one(
            &view,
            |_| human::applied(&view, limit),
            || {
                let row =
                    |g: &GroupedView| vec![g.from.clone(), g.into.clone(), g.articles.to_string()];
                (
                    &["from", "into", "articles"],
                    view.grouped.iter().map(row).collect(),
                )
            },
        )?,
    }
    Ok(Exit::Done)
}

fn list(limit: usize, context: &mut Context) -> Result<Exit> {
    let views = context.corpus(Access::Read)?.outlets()?;
    context
        .print
        .list(&views, |style| human::outlets(&views, limit, style))?;
    Ok(Exit::Done)
}

fn done(context: &Context, text: &str) {
    if !context.quiet {
        say(text);
    }
}

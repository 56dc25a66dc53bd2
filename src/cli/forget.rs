//! `urtext forget`: deletes articles, counted first.

use std::io::{BufRead as _, Write as _};

use crate::cli::out::Flat;
use crate::cli::{Context, Exit, say};
use crate::corpus::{Access, Forget};
use crate::error::{Error, ErrorKind, Result};
use crate::report::human;
use crate::report::view::ForgetView;

/// Arguments of `forget`.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true))]
pub(super) struct Args {
    /// An article: id, address or name
    #[arg(group = "what")]
    article: Option<String>,
    /// Every article of this outlet
    #[arg(long, value_name = "NAME", group = "what")]
    outlet: Option<String>,
    /// Only say what would be removed
    #[arg(long)]
    dry_run: bool,
}

/// Runs it.
pub(super) fn run(args: Args, context: &mut Context) -> Result<Exit> {
    let what = match (args.article, args.outlet) {
        (Some(article), _) => Forget::Article(article),
        (None, Some(outlet)) => Forget::Outlet(outlet),
        (None, None) => return Err(Error::usage("name an article or --outlet")),
    };
    if args.dry_run {
        let view = context.corpus(Access::Read)?.would_forget(&what)?;
        print(&view, false, context)?;
        return Ok(Exit::Done);
    }
    let mut corpus = context.corpus(Access::Write)?;
    let view = corpus.would_forget(&what)?;
    if !context.yes {
        say(human::forget(&view, false).trim_end());
        if !context.ask {
            return Err(Error::usage(
                "nothing was forgotten: --yes is needed where nobody can be asked",
            ));
        }
        if !agreed()? {
            return Err(Error::new(ErrorKind::Interrupted, "nothing was forgotten"));
        }
    }
    let view = corpus.forget(&what)?;
    print(&view, true, context)?;
    Ok(Exit::Done)
}

fn print(view: &ForgetView, done: bool, context: &mut Context) -> Result<()> {
    let flat = || -> Flat {
        let row = [view.articles, view.passages]
            .map(|n| n.to_string())
            .to_vec();
        (&["articles", "passages"], vec![row])
    };
    context.print.one(view, |_| human::forget(view, done), flat)
}

fn agreed() -> Result<bool> {
    let mut err = std::io::stderr().lock();
    let asked = err.write_all(b"Go on? [y/N] ").and_then(|()| err.flush());
    let mut answer = String::new();
    asked.and_then(|()| std::io::stdin().lock().read_line(&mut answer))?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

//! `urtext audit`: what a site copied, from whom, with which credit.

use crate::cli::when::Range;
use crate::cli::{Context, Exit};
use crate::corpus::Access;
use crate::error::Result;
use crate::report::{human, rows};

/// Arguments of `audit`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Sites: an outlet's name, a domain, or the beginning of an address
    #[arg(required = true, value_name = "OUTLET")]
    targets: Vec<String>,
    #[command(flatten)]
    range: Range,
    /// How many sources are listed
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
}

/// Runs it.
pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let period = args.range.period(context.now)?;
    let corpus = context.corpus(Access::Read)?;
    for (i, target) in args.targets.iter().enumerate() {
        let view = corpus.audit(target, period)?;
        if i > 0 && context.print.format.is_none() {
            context.print.out.text("\n")?;
        }
        context.print.one(
            &view,
            |style| human::audit(&view, args.limit, style),
            || rows::audit(&view),
        )?;
    }
    Ok(Exit::Done)
}

//! `urtext doctor`: is the store sound?

use crate::cli::{Context, Exit};
use crate::corpus::Access;
use crate::error::Result;
use crate::report::human;
use crate::report::rows::Row;
use crate::report::view::CheckLine;

/// Arguments of `doctor`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Recompute every fingerprint from the text and compare
    #[arg(long)]
    full: bool,
}

/// Runs it.
pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let view = context.corpus(Access::Read)?.doctor(args.full)?;
    context.print.one(
        &view,
        |style| human::doctor(&view, style),
        || (CheckLine::HEAD, view.checks.iter().map(Row::row).collect()),
    )?;
    Ok(if view.ok { Exit::Done } else { Exit::Store })
}

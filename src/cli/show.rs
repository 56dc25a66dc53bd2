//! `urtext show`: one article block by block, or two with their differences.

use crate::cli::{Context, Exit};
use crate::corpus::Access;
use crate::error::{Error, Result};
use crate::report::clean::clean;
use crate::report::human::{self, Layout};
use crate::report::rows::{self, Row};
use crate::report::view::PairRow;

/// Width from which two columns are readable, in columns.
const WIDE: usize = 100;

/// Arguments of `show`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// An article: id, address or name
    a: String,
    /// A second one, to see both together
    b: Option<String>,
    /// Two columns (the default from 100 columns on)
    #[arg(long, requires = "b", conflicts_with = "unified")]
    side_by_side: bool,
    /// One text with the differences inside
    #[arg(long, requires = "b")]
    unified: bool,
    /// Show the reasons, the words behind dates and credits, the fingerprints
    #[arg(long)]
    why: bool,
    /// Only the text, unchanged
    #[arg(long, conflicts_with_all = ["b", "why"])]
    raw: bool,
}

/// Runs it.
pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let corpus = context.corpus(Access::Read)?;
    if let Some(b) = &args.b {
        let view = corpus.pair(&args.a, b)?;
        let layout = if args.side_by_side || (!args.unified && context.print.style.width >= WIDE) {
            Layout::SideBySide
        } else {
            Layout::Unified
        };
        context.print.one(
            &view,
            |style| human::pair(&view, layout, args.why, style),
            || (PairRow::HEAD, view.rows.iter().map(Row::row).collect()),
        )?;
        return Ok(Exit::Done);
    }
    let view = corpus.show(&args.a)?;
    if args.raw {
        if context.print.format.is_some() {
            return Err(Error::usage("--raw has no other format"));
        }
        let terminal = context.print.out.terminal;
        for block in &view.blocks {
            let text = if terminal {
                clean(&block.text)
            } else {
                (&*block.text).into()
            };
            context.print.out.text(&text)?;
            context.print.out.text("\n\n")?;
        }
        return Ok(Exit::Done);
    }
    context.print.one(
        &view,
        |style| human::article(&view, args.why, style),
        || rows::blocks(&view),
    )?;
    Ok(Exit::Done)
}

//! `urtext audit`: what a site copied, from whom, with which credit.

use crate::cli::answering::Telling;
use crate::cli::when::Range;
use crate::cli::{Context, Exit};
use crate::corpus::{Access, AuditGroup};
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
    /// The shares of each day, week, month or section as well
    #[arg(long, value_enum, value_name = "GROUP")]
    by: Option<Group>,
    /// Hold it against another site
    #[arg(long, value_name = "OUTLET", conflicts_with = "by")]
    compare: Option<String>,
    /// How many sources, clients and swapped words are listed
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    #[command(flatten)]
    telling: Telling,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Group {
    Day,
    Week,
    Month,
    /// The first part of the address's path
    Section,
}

impl From<Group> for AuditGroup {
    fn from(group: Group) -> Self {
        match group {
            Group::Day => Self::Day,
            Group::Week => Self::Week,
            Group::Month => Self::Month,
            Group::Section => Self::Section,
        }
    }
}

/// Runs it.
pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let period = args.range.period(context.now)?;
    let answering = args.telling.start(context.progress, context.quiet);
    let corpus = answering.watch(context.corpus(Access::Read)?);
    for (i, target) in args.targets.iter().enumerate() {
        if i > 0 && context.print.format.is_none() {
            context.print.out.text("\n")?;
        }
        if let Some(other) = &args.compare {
            let view = corpus.audit_both(target, other, period)?;
            answering.clear();
            context.print.one(
                &view,
                |style| human::audits(&view, args.limit, style),
                || rows::audits(&view),
            )?;
            continue;
        }
        let view = corpus.audit_by(target, period, args.by.map(AuditGroup::from))?;
        answering.clear();
        context.print.one(
            &view,
            |style| human::audit(&view, args.limit, style),
            || rows::audit(&view),
        )?;
    }
    Ok(Exit::Done)
}

//! `urtext help`: commands and topics.

use crate::cli::{Context, Exit, command, exit};
use crate::error::{Error, Result};

/// Arguments of `help`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A command, or a topic: exit-codes, labels, time, store, network
    words: Vec<String>,
}

const LABELS: &str = "\
Labels

  V verbatim          the same words in the same order, after folding case, quotes and dashes
  E edited            the same paragraph with some words changed
  P partial           a part of one stands in the other: merged, split, cut, padded
  R rewritten         the same facts in other words; never given to one paragraph alone
  Q shared quote      only a quotation is common; never counted as copying
  O no earlier match  nothing earlier was found in this store; this does not prove it is new

What was set aside is never counted: furniture (menus, newsletter lines, an outlet's standing lines),
headlines, captions, credit lines, and what an outlet takes from itself.

What only may be rewritten is told apart, with the reason why, and never counted.

A match shows shared wording or shared facts in the same shape. It does not show who was right to use it: most reuse is paid for.

Direction is told apart from the kind:
  firm       two kinds of evidence agree and none contradicts (dates, captures, credits or links,
             lines of the other outlet left in the text)
  likely     one kind of evidence points this way and none against it
  undecided  nothing says who was first, or the evidence disagrees

Credit, as claimed by the copy:
  given      the source, its outlet or an agency is named where credits stand
  link       only a link to the source
  partial    credit for a part (“… contributed to this report”)
  destroyed  a credit stood there and was broken by a machine (“Portal” for Reuters)
  missing    none found
";

const TIME: &str = "\
Time

A date is a claim: it has an origin (record, json_ld, meta, url, header, dateline, …) and is only as
fine as it was printed. Claims stand side by side; none is overwritten, and a missing one stays missing.
A lag is told only where both dates are fine enough to have one. Nothing depends on the order of ingest.

--since and --until take a day (2023-09-19), RFC 3339 (2023-09-19T06:08:40Z), or a span before now
(36h, 7d, 4w). Days are UTC. A day given to --until belongs to the period.
";

const STORE: &str = "\
Store

Everything is kept in one SQLite file: --db FILE, else $URTEXT_DB, else ./urtext.db if it is there,
else $XDG_DATA_HOME/urtext/urtext.db (~/.local/share/urtext/urtext.db).

`ingest` makes it. Each batch of articles is one transaction: after Ctrl-C or a power cut what was stored
is whole, and the same command again goes on with the rest; what is there already is left alone.
Readers may work while one urtext writes. `doctor --full` recomputes every fingerprint and compares.
";

const NETWORK: &str = "\
Network

Nothing is downloaded but what `--fetch ADDRESS` or `watch` asks for; --offline forbids these too.

Only public addresses are asked, over http and https, at ports 80 and 443. A name is looked up once a request;
if any of its numbers belongs to this machine, a private network or a special range, nothing is asked.
Redirects (5 at most, never from https to http) are checked in the same way.

A site's robots.txt is heeded (name: urtext). A site gets one request a second at most, fewer where it says
so. What was downloaded is asked for again only if it changed (ETag, Last-Modified). A page may have 15 MiB
and take 20 s. No cookie, no credential, no proxy is used. --contact says whom a site may ask about it.
";

/// The topics.
const TOPICS: [&str; 5] = ["exit-codes", "labels", "time", "store", "network"];

fn topic(name: &str) -> Option<String> {
    match name {
        "exit-codes" => Some(exit::table()),
        "labels" => Some(LABELS.into()),
        "time" => Some(TIME.into()),
        "store" => Some(STORE.into()),
        "network" => Some(NETWORK.into()),
        _ => None,
    }
}

/// Runs it.
pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    if let [word] = args.words.as_slice()
        && let Some(text) = topic(word)
    {
        context.print.out.text(&text)?;
        return Ok(Exit::Done);
    }
    // Building hands the global options down to the commands.
    let mut root = command();
    root.build();
    let mut found = &mut root;
    for word in &args.words {
        found = found.find_subcommand_mut(word).ok_or_else(|| {
            Error::usage(format!(
                "no command or topic `{word}`; topics: {}",
                TOPICS.join(", ")
            ))
        })?;
    }
    let text = found.render_long_help().to_string();
    context.print.out.text(&text)?;
    Ok(Exit::Done)
}

/// What is printed when no command is given.
pub(super) fn short(context: &mut Context) -> Result<Exit> {
    let text = command().render_help().to_string();
    context.print.out.text(&text)?;
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_has_a_text() {
        assert!(
            TOPICS
                .iter()
                .all(|t| topic(t).is_some_and(|t| t.ends_with('\n')))
        );
    }
}

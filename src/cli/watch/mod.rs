//! `urtext watch`: polls feeds, adds what is new, and reports copies of an outlet's articles as they turn up.

mod feeds;
mod mine;

use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Duration;

use crate::cli::downloads::{self, Ask, Downloads, Shelf};
use crate::cli::net::Door;
use crate::cli::out::{Format, Printer};
use crate::cli::reading::Reading;
use crate::cli::when;
use crate::cli::{Context, Exit, say};
use crate::corpus::{Access, Corpus, FetchRow};
use crate::error::{Error, Result};
use crate::model::Article;
use crate::report::copies::NewView;
use crate::report::figures::plural;
use crate::report::intake::RefusedView;
use feeds::Feed;
use mine::Mine;

/// Articles in one transaction, few enough that the answer describes each.
const BATCH: usize = 12;

/// Arguments of `watch`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Feeds: an address, a file with one address a line (then the outlet, if it is to be set), or an OPML file
    #[arg(value_name = "LIST", required_unless_present = "mine")]
    lists: Vec<String>,
    /// Poll once and end
    #[arg(long)]
    once: bool,
    /// Time between two polls of a feed (10m, 2h); servers and feeds can ask for more
    #[arg(long, value_name = "TIME", default_value = "15m", value_parser = every)]
    every: Duration,
    /// Do not download the pages of items whose text is not in the feed
    #[arg(long)]
    no_pages: bool,
    /// Pages downloaded because one feed names them, at most in one poll
    #[arg(long, value_name = "N", default_value_t = 50)]
    max_pages: usize,
    /// Report copies of this outlet's articles: its name, domain or the beginning of its addresses
    #[arg(long, value_name = "OUTLET")]
    mine: Option<String>,
    /// Report also copies that were in the store before, from this day or time on (2023-09-19, RFC 3339, 7d, 36h)
    #[arg(long, value_name = "T", requires = "mine")]
    since: Option<String>,
    /// Keep an Atom feed of the copies in this file: of the last 30 days, or from --since on
    #[arg(long, value_name = "FILE", requires = "mine")]
    atom: Option<PathBuf>,
    #[command(flatten)]
    door: Door,
}

/// Reads a time span: a number with `s`, `m`, `h` or `d`.
fn every(text: &str) -> std::result::Result<Duration, String> {
    let (number, unit) =
        text.split_at(text.len() - text.chars().next_back().map_or(0, char::len_utf8));
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return Err("expected a number with s, m, h or d".to_owned()),
    };
    let number: u64 = number
        .parse()
        .map_err(|_| "expected a number with s, m, h or d".to_owned())?;
    match number.checked_mul(seconds) {
        Some(60..=2_592_000) => Ok(Duration::from_secs(number * seconds)),
        _ => Err("expected a time from 1m to 30d".to_owned()),
    }
}

/// Runs it.
pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    if !matches!(context.print.format(), Format::Table | Format::Jsonl) {
        return Err(Error::usage("watch prints text or --format jsonl"));
    }
    let since = args.since.as_deref().map(|text| {
        when::point(text, context.now, false)
            .ok_or_else(|| Error::usage(format!("`{text}` is no date or time")).at("--since"))
    });
    let since = since.transpose()?;
    let mut feeds = Feed::all(&args.lists, context.now)?;
    let mut downloads = match feeds.is_empty() {
        true => None,
        false => Some(Downloads::new(&args.door, context)?),
    };
    // Who only asks what is there needs no store of their own, and changes none.
    let access = if feeds.is_empty() {
        Access::Read
    } else {
        Access::Create
    };
    let corpus = context.corpus(access)?;
    let asked = args.mine.clone();
    let mut mine = match asked {
        Some(outlet) => Some(Mine::new(
            outlet,
            since,
            args.atom.clone(),
            &corpus,
            context,
            feeds.is_empty(),
        )?),
        None => None,
    };
    let mut watch = Watch {
        corpus,
        print: &mut context.print,
        batch: Vec::new(),
        rows: Vec::new(),
        feed: String::new(),
        told: HashSet::new(),
        now: context.now,
        added: 0,
        known: 0,
        refused: 0,
    };
    let mut lost = 0;
    loop {
        let round = context.clock.now();
        if let Some(downloads) = &mut downloads {
            lost += poll(&mut feeds, downloads, args, &mut watch, context.clock)?;
        }
        if let Some(mine) = &mut mine {
            mine.report(round, &watch.corpus, watch.print)?;
        }
        watch.print.out.done()?;
        if args.once {
            break;
        }
        if downloads.is_some() && feeds.is_empty() {
            say("urtext: no feed is left to watch");
            break;
        }
        let now = context.clock.elapsed();
        let next = feeds
            .iter()
            .map(|f| f.due)
            .min()
            .unwrap_or(now + args.every);
        std::thread::sleep(next.saturating_sub(now));
    }
    let exit = match watch.refused {
        0 => Exit::Done,
        _ if lost > 0 && watch.added + watch.known == 0 => Exit::Network,
        _ => Exit::Refused,
    };
    if args.once && !context.quiet && downloads.is_some() {
        say(&format!(
            "{} added, {} known, {} refused",
            plural(watch.added, "article"),
            watch.known,
            watch.refused
        ));
    }
    Ok(exit)
}

/// Polls the feeds whose turn has come; gives how many addresses could not be had.
fn poll(
    feeds: &mut Vec<Feed>,
    downloads: &mut Downloads,
    args: &Args,
    watch: &mut Watch<'_>,
    clock: downloads::Wall,
) -> Result<usize> {
    let reading = Reading::default();
    let mut lost = 0;
    for feed in feeds.iter_mut() {
        if feed.due > clock.elapsed() {
            continue;
        }
        let ask = Ask {
            reading: &reading,
            outlet: feed.outlet.as_deref(),
            pages: if args.no_pages { 0 } else { args.max_pages },
            afresh: false,
        };
        watch.feed.clone_from(&feed.url);
        watch.now = clock.now();
        let harvest = downloads.take(&feed.url, &ask, watch)?;
        watch.store()?;
        lost += harvest.lost;
        feed.settle(&harvest, args.every, clock.elapsed());
        if feed.gone {
            say(&format!(
                "urtext: {}: gone for good, not asked again",
                feed.url
            ));
        }
    }
    feeds.retain(|f| !f.gone);
    Ok(lost)
}

/// What is under way: the store, and what was told.
struct Watch<'a> {
    corpus: Corpus,
    print: &'a mut Printer,
    batch: Vec<Article>,
    rows: Vec<FetchRow>,
    feed: String,
    /// Refusals that were told: one that comes back with every poll is told once.
    told: HashSet<(String, String)>,
    now: i64,
    added: usize,
    known: usize,
    refused: usize,
}

impl Watch<'_> {
    /// Stores the batch, tells what of it is new, and only then notes what the servers said.
    fn store(&mut self) -> Result<()> {
        if !self.batch.is_empty() {
            let view = self.corpus.add(&self.batch, self.now)?;
            self.batch.clear();
            self.added += view.added;
            self.known += view.known;
            for line in view.articles {
                let view = NewView::new(&self.feed, line);
                match self.print.format() {
                    Format::Table => self.print.out.text(&view.text())?,
                    _ => self.print.line(&view)?,
                }
            }
            self.print.out.done()?;
        }
        for row in std::mem::take(&mut self.rows) {
            self.corpus.note_fetch(&row)?;
        }
        Ok(())
    }
}

impl Shelf for Watch<'_> {
    fn fetched(&self, url: &str) -> Option<FetchRow> {
        downloads::seen(Some(&self.corpus), url).0
    }

    fn holds(&self, url: &str) -> bool {
        downloads::seen(Some(&self.corpus), url).1
    }

    fn article(&mut self, article: Article) -> Result<()> {
        self.batch.push(article);
        if self.batch.len() >= BATCH {
            self.store()?;
        }
        Ok(())
    }

    fn refused(&mut self, refused: RefusedView) {
        self.refused += 1;
        if self.told.len() < 100_000
            && self
                .told
                .insert((refused.place.clone(), refused.reason.clone()))
        {
            say(&format!(
                "refused {}: {}: {}",
                refused.place, refused.reason, refused.detail
            ));
        }
    }

    fn note(&mut self, row: FetchRow) -> Result<()> {
        self.rows.push(row);
        // An article that took a download is stored as soon as it is there.
        self.store()
    }

    fn known(&mut self, pages: usize) {
        self.known += pages;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_span_has_a_unit_and_is_neither_too_short_nor_endless() {
        assert_eq!(every("10m"), Ok(Duration::from_secs(600)));
        assert_eq!(every("2h"), Ok(Duration::from_secs(7200)));
        assert_eq!(every("90s"), Ok(Duration::from_secs(90)));
        for bad in [
            "",
            "10",
            "m",
            "1s",
            "31d",
            "-5m",
            "é",
            "99999999999999999999d",
            "9223372036854775807d",
        ] {
            assert!(every(bad).is_err(), "{bad}");
        }
    }
}

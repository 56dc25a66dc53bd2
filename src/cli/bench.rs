//! `urtext bench`: an error report on articles of which it is known what was copied.

use std::path::Path;

use crate::cli::out::say;
use crate::cli::reading::{As, Reading};
use crate::cli::timed::Timed;
use crate::cli::{Context, Exit};
use crate::corpus::{Newsroom, Timings, bench};
use crate::error::{Error, ErrorKind, Result};
use crate::report::bench::count::fits;
use crate::report::bench::truth::Truth;
use crate::report::human;
use crate::report::intake::RefusedView;
use crate::report::rows::newsrooms;

/// The files of a newsroom.
const ARTICLES: &str = "articles.jsonl";
const TRUTH: &str = "truth.json";
/// Stray pairs listed without `--all`.
const LISTED: usize = 20;

const TRUTH_FORMAT: &str = "\
A newsroom is a folder with articles.jsonl (one article a line, as `ingest` reads it) and truth.json:

  {\"plants\": [{\"copy\": URL, \"source\": URL, \"kind\": \"verbatim\", \"credit\": \"given|missing\",
               \"dated\": \"after|undated|backdated\",
               \"paragraphs\": [{\"copy\": 0, \"source\": [2], \"kind\": \"verbatim\"}, …]}, …],
   \"negatives\": [{\"a\": URL, \"b\": URL, \"kind\": \"same_event\"}, …],
   \"known_overlap\": [[URL, URL], …]}

Paragraphs are what blank lines separate, counted from 0. The `source` of a paragraph is a list of \
numbers, [] when only the article is known, null when there is none (furniture, original). \
Paragraphs under ten words are not counted. `known_overlap` may be left out: pairs that share text \
nobody planted. The kind of a plant is any word; `rewritten:NAME` tells rewriters apart.";

/// Arguments of `bench`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = TRUTH_FORMAT)]
pub(super) struct Args {
    /// A folder with articles.jsonl and truth.json, or a folder of such folders
    #[arg(value_name = "DIR")]
    folder: String,
    /// List every article pair claimed that nobody planted
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    timed: Timed,
}

/// Runs it.
pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let watch = args.timed.start_always();
    let (mut rooms, mut refused) = (Vec::new(), Vec::new());
    for folder in folders(&args.folder)? {
        let (room, bad) = load(&folder, context.now, &watch.timings)?;
        rooms.push(room);
        refused.extend(bad);
    }
    let read = rooms.iter().map(|r| r.articles.len()).sum();
    let mut view = bench(&rooms, context.now, &watch.timings)?;
    let whole = watch.whole();
    view.seconds = whole.wall.as_secs_f64();
    view.stages = watch.timings.stages(whole);
    let shown = if args.all { usize::MAX } else { LISTED };
    context.print.one(
        &view,
        |style| human::bench(&view, shown, style),
        || newsrooms(&view),
    )?;
    context.print.out.done()?;
    watch.end(context);
    if !refused.is_empty() && !context.quiet {
        say("urtext: what was refused is missing from the figures");
    }
    Ok(context.refused(refused, read))
}

/// The newsrooms meant by a folder: itself, or its sub-folders by name.
fn folders(folder: &str) -> Result<Vec<String>> {
    let path = Path::new(folder);
    let holds = |path: &Path| [ARTICLES, TRUTH].iter().any(|f| path.join(f).is_file());
    if holds(path) {
        return Ok(vec![folder.to_owned()]);
    }
    let entries = std::fs::read_dir(path).map_err(|e| Error::from(e).at(folder))?;
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|e| Error::from(e).at(folder))?.path();
        if holds(&entry) {
            found.push(entry.display().to_string());
        }
    }
    if found.is_empty() {
        let what = format!("no {ARTICLES} and {TRUTH} there or one folder below");
        return Err(Error::new(ErrorKind::Io, what).at(folder));
    }
    found.sort();
    Ok(found)
}

fn load(folder: &str, now: i64, timings: &Timings) -> Result<(Newsroom, Vec<RefusedView>)> {
    let file = |name: &str| Path::new(folder).join(name).display().to_string();
    let place = file(TRUTH);
    let truth = timings.time("read", || {
        let bytes = std::fs::read(&place).map_err(|e| Error::from(e).at(place.clone()))?;
        Truth::parse(&bytes).map_err(|e| e.at(place.clone()))
    })?;
    let reading = Reading {
        kind: As::Jsonl,
        ..Reading::default()
    };
    let read = timings.time("read", || reading.whole(&file(ARTICLES), None, now))?;
    let held: Vec<(&str, &str)> = read
        .articles
        .iter()
        .filter_map(|a| Some((a.url.as_deref()?, &*a.text)))
        .collect();
    fits(&truth, &held).map_err(|e| e.at(place.clone()))?;
    let room = Newsroom {
        name: folder.trim_end_matches('/').to_owned(),
        articles: read.articles,
        truth,
    };
    Ok((room, read.refused))
}

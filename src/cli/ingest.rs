//! `urtext ingest`: adds articles, batch by batch, one transaction each.

use std::ops::ControlFlow;
use std::time::Instant;

use crate::cli::downloads::{self, Ask, Downloads, Harvest, Shelf};
use crate::cli::net::{Net, Parted};
use crate::cli::progress::{self, Progress};
use crate::cli::reading::{self, Reading, Source};
use crate::cli::timed::{Timed, Watch};
use crate::cli::{Context, Exit, say};
use crate::corpus::{Access, Ahead, Corpus, FetchRow};
use crate::error::{Error, Result};
use crate::model::{Article, BlockKind};
use crate::report::extract::extract;
use crate::report::figures::plural;
use crate::report::human;
use crate::report::intake::{IntakeView, Refusals, RefusedView, sum};
use crate::report::view::{ArticleRef, IngestView, IngestedLine, SCHEMA};
use crate::segment::segment;

/// Articles in a batch while the store is small.
const BATCH: usize = 1_500;
/// The same where rewrites are left for later, which take as much memory as all else.
const PLAIN_BATCH: usize = 3_000;
/// Every batch is looked up in the whole index, so a batch is at least this share of what the store holds: the index is then read some 25 times while
/// the store doubles, and the work for an article does not grow with the store.
const STORE_SHARE: usize = 36;
/// A batch is full at this share of the memory in text, whatever the articles' length and number: of three batches one is read, one waits and one is
/// written, and what is worked out for them takes some twenty times as much as a batch's text (a million articles, batches of 40 MiB: 1,489 MB at the peak, up to 800 of it pages).
const BATCH_SHARE: usize = 40;
/// The share of the memory that pages of a large store may take.
const CACHE_SHARE: usize = 2;
/// Articles kept for the summary: one more than are listed.
const KEPT: usize = 13;

/// Arguments of `ingest`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files, folders, globs, - for standard input, or with --fetch addresses
    #[arg(required = true, value_name = "SRC")]
    sources: Vec<String>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    net: Net,
    /// Pages downloaded because one feed or sitemap names them, at most
    #[arg(long, value_name = "N", default_value_t = 50)]
    max_pages: usize,
    /// Read everything, store nothing
    #[arg(long)]
    dry_run: bool,
    /// Find what shares wording alone; a later ingest without this looks for rewrites too
    #[arg(long)]
    no_rewrites: bool,
    /// Memory to work in, in MiB, however much there is to read; some 130 more are needed in any case
    #[arg(long, value_name = "MIB", default_value_t = 1_600, value_parser = clap::value_parser!(u32).range(32..))]
    memory: u32,
    /// Articles in one transaction
    #[arg(long, hide = true, value_parser = clap::value_parser!(u32).range(1..))]
    batch: Option<u32>,
    /// Say `stored N` after each transaction, N the articles read so far
    #[arg(long, hide = true)]
    progress_lines: bool,
    #[command(flatten)]
    timed: Timed,
}

impl Args {
    fn bytes(&self) -> usize {
        (self.memory as usize) << 20
    }

    fn least_batch(&self) -> usize {
        if self.no_rewrites { PLAIN_BATCH } else { BATCH }
    }
}

/// What is under way.
struct Run<'a> {
    corpus: Option<Corpus>,
    args: &'a Args,
    now: i64,
    batch: Vec<Article>,
    /// What servers said of the batch and before; written down once it is stored.
    rows: Vec<FetchRow>,
    bytes: usize,
    /// Articles that the store held before.
    held: usize,
    /// Articles that were handed over and of which nothing was heard yet.
    waiting: usize,
    sums: IngestView,
    refusals: Refusals,
}

impl Run<'_> {
    fn take(&mut self, article: Article, ahead: Option<&mut Ahead>) -> Result<()> {
        self.bytes += article.text.len();
        self.batch.push(article);
        let held = self.held + self.sums.added + self.waiting;
        let most = match self.args.batch {
            Some(articles) => articles as usize,
            None => self.args.least_batch().max(held / STORE_SHARE),
        };
        if self.batch.len() >= most || self.bytes >= self.args.bytes() / BATCH_SHARE {
            self.store(ahead)?;
        }
        Ok(())
    }

    /// Stores the batch, or hands it to the one who does.
    fn store(&mut self, ahead: Option<&mut Ahead>) -> Result<()> {
        let rows = std::mem::take(&mut self.rows);
        if self.batch.is_empty() {
            return self.noted(&rows);
        }
        let batch = std::mem::take(&mut self.batch);
        self.bytes = 0;
        if let Some(ahead) = ahead {
            self.waiting += batch.len();
            return ahead.put(batch, |view| self.written(view));
        }
        let done = match &mut self.corpus {
            Some(corpus) => corpus.add(&batch, self.now)?,
            None => rehearse(&batch, KEPT, self.now),
        };
        let stored = self.corpus.is_some();
        self.summed(done, stored);
        self.noted(&rows)
    }

    /// Takes down that a batch that was handed over is written.
    fn written(&mut self, view: IngestView) {
        self.waiting = self.waiting.saturating_sub(view.added + view.known);
        self.summed(view, true);
    }

    fn summed(&mut self, done: IngestView, stored: bool) {
        sum(&mut self.sums, done, KEPT);
        if self.args.progress_lines && stored {
            say(&format!("stored {}", self.sums.added + self.sums.known));
        }
    }

    /// Writes down what servers said: only now is it true that there is nothing left to ask them for.
    fn noted(&mut self, rows: &[FetchRow]) -> Result<()> {
        match &mut self.corpus {
            Some(corpus) => rows.iter().try_for_each(|row| corpus.note_fetch(row)),
            None => Ok(()),
        }
    }

    fn read(&self) -> usize {
        self.sums.added + self.sums.known + self.waiting + self.batch.len()
    }
}

impl Shelf for Run<'_> {
    fn fetched(&self, url: &str) -> Option<FetchRow> {
        downloads::seen(self.corpus.as_ref(), url).0
    }

    fn holds(&self, url: &str) -> bool {
        downloads::seen(self.corpus.as_ref(), url).1
    }

    fn article(&mut self, article: Article) -> Result<()> {
        self.take(article, None)
    }

    fn refused(&mut self, refused: RefusedView) {
        self.refusals.push(refused);
    }

    fn note(&mut self, row: FetchRow) -> Result<()> {
        self.rows.push(row);
        Ok(())
    }

    fn known(&mut self, pages: usize) {
        self.sums.known += pages;
    }
}

/// Runs it.
pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let started = Instant::now();
    let watch = args.timed.start();
    let Parted { addresses, files } = args.net.part(&args.sources, context)?;
    let (sources, lost) = reading::sources(&files);
    let mut run = Run {
        corpus: None,
        args,
        now: context.now,
        batch: Vec::new(),
        rows: Vec::new(),
        bytes: 0,
        held: 0,
        waiting: 0,
        sums: IngestView::default(),
        refusals: Refusals::default(),
    };
    lost.into_iter()
        .for_each(|r| run.refusals.push(reading::refusal(r)));
    // No store is made for the sake of inputs that are not there.
    let inputs = sources.len() + addresses.len();
    if !args.dry_run && inputs > 0 {
        let opened = watch
            .timings
            .time("open", || context.corpus(Access::Create))?;
        let mut corpus = opened.timed(&watch.timings);
        corpus.set_cache(args.bytes() / CACHE_SHARE)?;
        run.held = corpus.scope()?.articles;
        if args.no_rewrites {
            corpus = corpus.without_rewrites();
        } else {
            catch_up(&mut corpus, context)?;
        }
        run.corpus = Some(corpus);
    }
    let total = sources.iter().map(|s| s.size()).sum::<Option<u64>>();
    let mut bar = Progress::new(context.progress, context.quiet, total);
    // With a stopwatch one batch comes after the other, so that each moment belongs to one stage.
    let beside = run.corpus.take_if(|_| !args.timed.is_on());
    let read = match beside {
        Some(mut corpus) => {
            let done = corpus.ahead(context.now, |ahead| {
                let read = read_all(&sources, &mut run, Some(ahead), &mut bar, &watch, context);
                let stored = read.and_then(|()| run.store(Some(ahead)));
                let ended = ahead.end(|view| run.written(view));
                stored.and(ended)
            });
            run.corpus = Some(corpus);
            done
        }
        None => read_all(&sources, &mut run, None, &mut bar, &watch, context),
    };
    let mut lost = 0;
    let trouble = read
        .and_then(|()| download(&addresses, &mut run, context, &mut lost))
        .and_then(|()| run.store(None))
        .and_then(|()| match &mut run.corpus {
            Some(corpus) => corpus.tidy(run.sums.added),
            None => Ok(()),
        })
        .err();
    bar.end();
    let exit = report(run, inputs, lost, started, trouble, context);
    watch.end(context);
    exit
}

/// Reads files one after the other.
fn read_all(
    sources: &[Source],
    run: &mut Run<'_>,
    mut ahead: Option<&mut Ahead>,
    bar: &mut Progress,
    watch: &Watch,
    context: &Context,
) -> Result<()> {
    for source in sources {
        let mut trouble: Option<Error> = None;
        watch.timings.time("read", || {
            let args = run.args;
            args.reading.each(source, context.now, &mut |item, taken| {
                let result = match item {
                    Ok(article) => run.take(article, ahead.as_deref_mut()),
                    Err(refused) => {
                        if context.verbose {
                            bar.note(&format!("refused {}: {}", refused.place, refused.detail));
                        }
                        run.refusals.push(refused);
                        Ok(())
                    }
                };
                bar.at(taken, run.read(), source.name());
                match result {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(e) => {
                        trouble = Some(e);
                        ControlFlow::Break(())
                    }
                }
            });
        });
        if let Some(e) = trouble {
            return Err(e);
        }
        bar.next(source.size().unwrap_or(0));
    }
    Ok(())
}

/// Looks for the rewrites of articles that were added with `--no-rewrites`.
fn catch_up(corpus: &mut Corpus, context: &Context) -> Result<()> {
    let mut made_up = 0;
    loop {
        match corpus.catch_up()? {
            0 => break,
            some => made_up += some,
        }
    }
    if made_up > 0 && !context.quiet {
        let articles = plural(made_up, "article");
        say(&format!(
            "looked for the rewrites of {articles} stored with --no-rewrites"
        ));
    }
    Ok(())
}

/// Downloads addresses one after the other; counts those that could not be had.
fn download(
    addresses: &[String],
    run: &mut Run<'_>,
    context: &Context,
    lost: &mut usize,
) -> Result<()> {
    if addresses.is_empty() {
        return Ok(());
    }
    let args = run.args;
    let mut downloads = Downloads::new(&args.net.door, context)?;
    let ask = Ask {
        reading: &args.reading,
        outlet: None,
        pages: args.max_pages,
        afresh: false,
    };
    for address in addresses {
        let harvest = downloads.take(address, &ask, run)?;
        *lost += harvest.lost;
        if !context.quiet {
            told(address, &harvest);
        }
    }
    Ok(())
}

/// Says what an address left to wish.
fn told(address: &str, harvest: &Harvest) {
    if harvest.unchanged {
        say(&format!(
            "{address} did not change since it was last downloaded"
        ));
    }
    if harvest.left_out > 0 {
        let pages = plural(harvest.left_out, "more page");
        say(&format!(
            "{address} names {pages}; --max-pages raises the limit"
        ));
    }
}

fn report(
    run: Run<'_>,
    files: usize,
    lost: usize,
    started: Instant,
    trouble: Option<Error>,
    context: &mut Context,
) -> Result<Exit> {
    let dry_run = run.args.dry_run;
    let view = IntakeView {
        schema: SCHEMA,
        record: "ingest",
        files,
        dry_run,
        refused: run.refusals.len(),
        refusals: run.refusals.kept(),
        sums: run.sums,
    };
    let records = view.sums.added + view.sums.known + view.refused;
    // Nothing was read: the refusals below say it all.
    let quiet = (context.quiet || view.files == 0) && context.print.format.is_none();
    if !quiet {
        context.print.one(
            &view,
            |style| human::intake(&view, style),
            || {
                let head: &[&str] = &[
                    "added",
                    "known",
                    "refused",
                    "paragraphs",
                    "passages",
                    "matches",
                ];
                let s = &view.sums;
                let row = [
                    s.added,
                    s.known,
                    view.refused,
                    s.paragraphs,
                    s.passages,
                    s.matches,
                ];
                (head, vec![row.map(|n| n.to_string()).to_vec()])
            },
        )?;
        context.print.out.done()?;
    }
    if let Some(e) = trouble {
        if view.sums.added > 0 {
            say(&format!(
                "urtext: stopped; {} articles before that are stored",
                view.sums.added
            ));
        }
        return Err(e);
    }
    if context.verbose {
        say(&progress::rate(view.sums.added, started));
    }
    if view.refused > 0 {
        say(&format!(
            "urtext: {}",
            human::refusals(&run.refusals, records)
        ));
        if !dry_run && view.sums.added + view.sums.known > 0 {
            say("Everything else is stored. Run again with the same arguments to retry.");
        }
        let nothing = view.sums.added + view.sums.known == 0;
        return Ok(if lost > 0 && nothing {
            Exit::Network
        } else {
            Exit::Refused
        });
    }
    if let (Some(first), false) = (view.sums.articles.first(), dry_run) {
        let id: String = first.article.id.chars().take(10).collect();
        context.hint(&format!("urtext trace {id}"));
    }
    Ok(Exit::Done)
}

/// What would be added, without a store: nothing is matched.
fn rehearse(batch: &[Article], keep: usize, now: i64) -> IngestView {
    let mut view = IngestView {
        added: batch.len(),
        ..IngestView::default()
    };
    for article in batch {
        let seen = segment(article);
        let body = seen
            .blocks
            .iter()
            .filter(|b| b.kind == BlockKind::Paragraph)
            .count();
        view.paragraphs += body;
        view.furniture += seen.blocks.len() - body;
        if view.articles.len() < keep {
            let e = extract(article, &seen, false, now);
            let id = format!("a:{}", article.id().hex());
            view.articles.push(IngestedLine {
                article: ArticleRef {
                    article: article.url.clone().unwrap_or_else(|| id.clone()),
                    id,
                    name: e.name,
                    outlet: e.outlet,
                    title: e.title,
                    date_origin: e
                        .dates
                        .iter()
                        .find(|d| Some(&d.at) == e.published_at.as_ref())
                        .map(|d| d.origin),
                    published_at: e.published_at,
                },
                paragraphs: body,
                furniture: seen.blocks.len() - body,
                credits: e.credits,
                notices: Vec::new(),
            });
        }
    }
    view
}

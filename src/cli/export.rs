//! `urtext export`: everything of one sort, one record a line.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::cli::answering::Telling;
use crate::cli::out::Format;
use crate::cli::timed::Timed;
use crate::cli::when::{self, Range};
use crate::cli::{Context, Exit, say};
use crate::corpus::{Access, Corpus, Period};
use crate::error::{Error, ErrorKind, Result};
use crate::report::csv::Sheet;
use crate::report::figures::plural;
use crate::report::formats::{
    Annotations, Graph, GraphForm, News, NewsForm, Prov, ProvForm, Sources, quoted,
};
use crate::report::json;
use crate::report::rows::Row;
use crate::report::view::{
    ArticleLine, DerivationView, MatchView, OutletView, ReviewView, StemmaView,
};

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to print
    #[arg(value_enum)]
    what: What,
    /// Write a format of the field instead of records
    #[arg(long = "as", value_enum, value_name = "FORMAT")]
    form: Option<Form>,
    /// Write into this file, which must not be there yet
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file of -o
    #[arg(long, requires = "output")]
    force: bool,
    /// Leave cells as they are that a spreadsheet would run as formulas
    #[arg(long)]
    csv_raw: bool,
    #[command(flatten)]
    range: Range,
    /// At most so many records
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    timed: Timed,
    #[command(flatten)]
    telling: Telling,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// Each copied paragraph with its source; what an outlet takes from itself as kind self_reuse, which is no copying
    Derivations,
    /// Where each witness of a text has it from, directly
    Stemma,
    /// Each article
    Articles,
    /// Each pair of paragraph texts that share words, without direction
    Matches,
    /// Each outlet
    Outlets,
    /// What people said of matches
    Reviews,
}

/// The formats of the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// W3C PROV-JSON, of derivations
    ProvJson,
    /// W3C PROV-JSONLD, of derivations
    ProvJsonld,
    /// W3C Web Annotation, of derivations
    WebAnnotation,
    /// schema.org NewsArticle with isBasedOn, of articles
    Newsarticle,
    /// IPTC ninjs 3, an item a line, of articles
    Ninjs,
    /// Who copies whom, of derivations (by outlet) or stemma (by article)
    Graphml,
    /// The same for Graphviz
    Dot,
}

/// Writes a format of the field; gives how many records it holds.
fn write_form(args: &Args, form: Form, corpus: &Corpus, to: &mut dyn Write) -> Result<usize> {
    let graph = |form| {
        if form == Form::Dot {
            GraphForm::Dot
        } else {
            GraphForm::GraphMl
        }
    };
    match (args.what, form) {
        (What::Derivations, Form::ProvJson | Form::ProvJsonld) => {
            let form = if form == Form::ProvJson { ProvForm::Json } else { ProvForm::JsonLd };
            let mut document = Prov::begin(to, form)?;
            corpus.derivations(&mut |d| document.derivation(d))?;
            corpus.articles(&mut |a| {
                document.article(a);
                Ok(())
            })?;
            document.end()
        }
        (What::Derivations, Form::WebAnnotation) => {
            let mut page = Annotations::begin(to)?;
            corpus.derivations_in_text(&mut |d, copy, source| {
                let copy = quoted(copy, d.start, d.end);
                let source = quoted(source, d.source.start, d.source.end);
                page.derivation(d, &copy, &source)
            })?;
            page.end()
        }
        (What::Articles, Form::Newsarticle | Form::Ninjs) => {
            let form = if form == Form::Ninjs { NewsForm::Ninjs } else { NewsForm::NewsArticle };
            let mut sources = Sources::default();
            corpus.derivations(&mut |d| {
                sources.add(d);
                Ok(())
            })?;
            let mut list = News::begin(to, form)?;
            corpus.articles_in_text(&mut |a, text| {
                let text = match form {
                    NewsForm::Ninjs => text()?,
                    NewsForm::NewsArticle => String::new(),
                };
                list.article(a, &text, &sources)
            })?;
            list.end()
        }
        (What::Derivations, Form::Graphml | Form::Dot) => {
            let mut found = Graph::default();
            corpus.derivations(&mut |d| {
                found.derivation(d);
                Ok(())
            })?;
            found.write(to, graph(form))
        }
        (What::Stemma, Form::Graphml | Form::Dot) => {
            let mut found = Graph::default();
            corpus.stemma(&mut |view| {
                found.arrow(view);
                Ok(())
            })?;
            found.write(to, graph(form))
        }
        _ => Err(Error::usage(
            "prov-json, prov-jsonld and web-annotation go with derivations; newsarticle and ninjs with articles; graphml and dot with derivations and stemma",
        )
        .at("--as")),
    }
}

/// Runs it.
pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let shape = match context.print.format.unwrap_or(Format::Jsonl) {
        Format::Jsonl => Shape::Lines,
        Format::Json => Shape::Array,
        Format::Csv => Shape::Sheet(b','),
        Format::Tsv => Shape::Sheet(b'\t'),
        Format::Table | Format::Md => {
            return Err(Error::usage(
                "export writes --format jsonl (the default), json, csv or tsv",
            ));
        }
    };
    let period = args.range.period(context.now)?;
    let dated = matches!(args.what, What::Derivations | What::Articles);
    if period != Period::default() && !dated {
        return Err(Error::usage(
            "--since and --until go with derivations and articles",
        ));
    }
    if args.form.is_some()
        && (context.print.format.is_some() || args.limit.is_some() || period != Period::default())
    {
        return Err(Error::usage(
            "a format of the field is written whole: leave --format, --limit, --since and --until out",
        )
        .at("--as"));
    }
    let watch = args.timed.start();
    let opened = watch
        .timings
        .time("open", || context.corpus(Access::Read))?;
    // Lines that come as they are found would run into a bar on the same terminal.
    let apart = args.output.is_some() || !context.print.out.terminal;
    let answering = args
        .telling
        .start(context.progress && apart, context.quiet || !apart);
    let corpus = answering.watch(opened.timed(&watch.timings));
    let Some(path) = &args.output else {
        let escaped = context.print.out.terminal;
        watch.timings.time("write", || {
            let out = &mut context.print.out;
            write(args, &corpus, period, shape, escaped, out)?;
            out.done()
        })?;
        answering.clear();
        watch.end(context);
        return Ok(Exit::Done);
    };
    let done = watch.timings.time("write", || {
        let mut file = Replacing::new(path, args.force)?;
        let done = write(args, &corpus, period, shape, false, &mut file.to)?;
        file.keep().map(|()| done)
    })?;
    drop(answering);
    watch.end(context);
    if !context.quiet {
        let mut text = format!("wrote {} to {}", plural(done.rows, "row"), path.display());
        if done.guarded > 0 {
            text.push_str(&format!(
                "; {} began like a formula and got a leading ' (use --csv-raw to switch off)",
                plural(done.guarded, "cell")
            ));
        }
        say(&text);
    }
    Ok(Exit::Done)
}

/// What the rows are written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// One JSON object a line.
    Lines,
    /// One JSON array, an object a line.
    Array,
    /// Rows of cells with this delimiter.
    Sheet(u8),
}

struct Done {
    rows: usize,
    guarded: usize,
}

/// Ends an export early; never seen by anybody.
fn enough() -> Error {
    Error::new(ErrorKind::Interrupted, "limit")
}

fn write(
    args: &Args,
    corpus: &Corpus,
    period: Period,
    shape: Shape,
    escaped: bool,
    to: &mut dyn Write,
) -> Result<Done> {
    let head = match args.what {
        What::Derivations => DerivationView::HEAD,
        What::Stemma => StemmaView::HEAD,
        What::Articles => ArticleLine::HEAD,
        What::Matches => MatchView::HEAD,
        What::Outlets => OutletView::HEAD,
        What::Reviews => ReviewView::HEAD,
    };
    if let Some(form) = args.form {
        let rows = write_form(args, form, corpus, to)?;
        return Ok(Done { rows, guarded: 0 });
    }
    let mut sink = match shape {
        Shape::Lines | Shape::Array => Sink::Lines {
            to,
            escaped,
            array: shape == Shape::Array,
            rows: 0,
        },
        Shape::Sheet(d) => Sink::Sheet(Box::new(Sheet::new(to, d, args.csv_raw, head)?)),
    };
    let (limit, mut left) = (args.limit.is_some(), args.limit.unwrap_or(usize::MAX));
    let mut cut = false;
    let mut more = move || {
        if left == 0 {
            return Err(enough());
        }
        left -= 1;
        Ok(())
    };
    let result = match args.what {
        What::Derivations => {
            let inside = inside(corpus, period)?;
            corpus.derivations_and_reuse(&mut |d| {
                if inside.as_ref().is_some_and(|ids| !ids.contains(&d.id)) {
                    return Ok(());
                }
                more().inspect_err(|_| cut = true)?;
                sink.put(d)
            })
        }
        What::Stemma => corpus.stemma(&mut |view| {
            more().inspect_err(|_| cut = true)?;
            sink.put(view)
        }),
        What::Articles => corpus.articles(&mut |a| {
            if !within(a, period) {
                return Ok(());
            }
            more().inspect_err(|_| cut = true)?;
            sink.put(a)
        }),
        What::Matches => corpus.matches(&mut |m| {
            more().inspect_err(|_| cut = true)?;
            sink.put(m)
        }),
        What::Reviews => corpus.reviews()?.iter().try_for_each(|r| {
            more().inspect_err(|_| cut = true)?;
            sink.put(r)
        }),
        What::Outlets => corpus.outlets()?.iter().try_for_each(|o| {
            more().inspect_err(|_| cut = true)?;
            sink.put(o)
        }),
    };
    match result {
        Err(_) if limit && cut => {}
        other => other?,
    }
    sink.end()
}

/// The ids of the articles in a period; nothing when the period is open.
fn inside(corpus: &Corpus, period: Period) -> Result<Option<HashSet<String>>> {
    if period == Period::default() {
        return Ok(None);
    }
    let mut ids = HashSet::new();
    corpus.articles(&mut |a| {
        if within(a, period) {
            ids.insert(a.article.id.clone());
        }
        Ok(())
    })?;
    Ok(Some(ids))
}

/// Undated articles are in no period but the open one.
fn within(a: &ArticleLine, period: Period) -> bool {
    if period == Period::default() {
        return true;
    }
    let at = a.article.published_at.as_deref().and_then(when::earliest);
    at.is_some_and(|at| {
        period.since.is_none_or(|s| s <= at) && period.until.is_none_or(|u| at <= u)
    })
}

enum Sink<'w> {
    Lines {
        to: &'w mut dyn Write,
        escaped: bool,
        array: bool,
        rows: usize,
    },
    Sheet(Box<Sheet<&'w mut dyn Write>>),
}

impl Sink<'_> {
    fn put<T: Serialize + Row>(&mut self, view: &T) -> Result<()> {
        match self {
            Self::Lines {
                to,
                escaped,
                array,
                rows,
            } => {
                let line = json::line(view, *escaped)?;
                let before: &[u8] = match (*array, *rows) {
                    (false, _) => b"",
                    (true, 0) => b"[\n",
                    (true, _) => b",\n",
                };
                *rows += 1;
                to.write_all(before)?;
                to.write_all(line.as_bytes())?;
                if !*array {
                    to.write_all(b"\n")?;
                }
                Ok(())
            }
            Self::Sheet(sheet) => sheet.row(&view.row()),
        }
    }

    fn end(self) -> Result<Done> {
        match self {
            Self::Lines {
                to, array, rows, ..
            } => {
                if array {
                    to.write_all(if rows == 0 { b"[]\n" } else { b"\n]\n" })?;
                }
                Ok(Done { rows, guarded: 0 })
            }
            Self::Sheet(sheet) => {
                let (_, rows, guarded) = sheet.finish()?;
                Ok(Done { rows, guarded })
            }
        }
    }
}

/// A file that appears whole or not at all: written beside its place, synced, then put there.
pub(super) struct Replacing {
    pub(super) to: BufWriter<File>,
    temporary: PathBuf,
    path: PathBuf,
    force: bool,
    kept: bool,
}

impl Replacing {
    pub(super) fn new(path: &Path, force: bool) -> Result<Self> {
        let shown = path.display().to_string();
        if !force && path.symlink_metadata().is_ok() {
            return Err(Error::usage("already there; --force replaces it").at(shown));
        }
        let name = path
            .file_name()
            .ok_or_else(|| Error::usage("no file name").at(shown.clone()))?;
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}.part", std::process::id()));
        let temporary = path.with_file_name(hidden);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&temporary)
            .map_err(|e| Error::from(e).at(shown))?;
        Ok(Self {
            to: BufWriter::new(file),
            temporary,
            path: path.to_owned(),
            force,
            kept: false,
        })
    }

    pub(super) fn keep(mut self) -> Result<()> {
        let result = self.put();
        self.kept = result.is_ok();
        result.map_err(|e| Error::from(e).at(self.path.display().to_string()))
    }

    fn put(&mut self) -> std::io::Result<()> {
        self.to.flush()?;
        self.to.get_ref().sync_all()?;
        if self.force {
            fs::rename(&self.temporary, &self.path)?;
        } else if fs::hard_link(&self.temporary, &self.path).is_ok() {
            // A link, unlike a rename, never replaces what came there meanwhile.
            fs::remove_file(&self.temporary)?;
        } else if self.path.symlink_metadata().is_ok() {
            return Err(std::io::ErrorKind::AlreadyExists.into());
        } else {
            fs::rename(&self.temporary, &self.path)?;
        }
        // The name itself is safe only when its folder is; not every system can sync one.
        let folder = self.path.parent().filter(|f| !f.as_os_str().is_empty());
        if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Drop for Replacing {
    fn drop(&mut self) {
        if !self.kept {
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_appears_whole_or_not_at_all_and_is_never_replaced_unasked() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.csv");
        let mut file = Replacing::new(&path, false).unwrap();
        file.to.write_all(b"half").unwrap();
        drop(file);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
        let mut file = Replacing::new(&path, false).unwrap();
        file.to.write_all(b"whole").unwrap();
        file.keep().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        assert!(Replacing::new(&path, false).is_err());
        Replacing::new(&path, true).unwrap().keep().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}

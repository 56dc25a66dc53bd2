//! `watch --mine`: copies of an outlet's articles, as lines and as an Atom feed.

use std::collections::{BTreeMap, HashSet};
use std::io::Write as _;
use std::path::PathBuf;

use crate::cli::export::Replacing;
use crate::cli::out::{Format, Printer};
use crate::cli::{Context, say};
use crate::corpus::Corpus;
use crate::error::Result;
use crate::report::atom::{ENTRIES, atom};
use crate::report::copies::CopyView;

/// How far back the Atom feed reaches unless the user says so, in seconds: 30 days.
const REACH: i64 = 30 * 86_400;

/// The ids of a copy and its source.
type Pair = (String, String);

/// What is watched.
#[derive(Debug)]
pub(super) struct Mine {
    outlet: String,
    file: Option<PathBuf>,
    /// Copies that the Atom feed holds.
    kept: BTreeMap<Pair, CopyView>,
    told: HashSet<Pair>,
    quiet: bool,
    /// What is reported in the first round, whenever it came in.
    first: Option<Option<i64>>,
}

impl Mine {
    /// Starts; `stored` says that nothing is polled, so that what is in the store is all there is to report.
    ///
    /// # Errors
    /// When the store cannot be read, or holds no such outlet and nothing else can come in.
    pub(super) fn new(
        outlet: String,
        since: Option<i64>,
        file: Option<PathBuf>,
        corpus: &Corpus,
        context: &Context,
        stored: bool,
    ) -> Result<Self> {
        let mut mine = Self {
            outlet,
            file,
            kept: BTreeMap::new(),
            told: HashSet::new(),
            quiet: context.quiet,
            first: (stored || since.is_some()).then_some(since),
        };
        if mine.file.is_some() {
            let from = since.unwrap_or(context.now.saturating_sub(REACH));
            for copy in mine.copies(corpus, Some(from), stored)? {
                mine.kept.insert(pair(&copy), copy);
            }
        } else {
            // A name that nobody has is told before anything else is done.
            mine.copies(corpus, Some(i64::MAX), stored)?;
        }
        Ok(mine)
    }

    /// The copies; none while the outlet is not known yet, unless that is an error.
    fn copies(&self, corpus: &Corpus, since: Option<i64>, strict: bool) -> Result<Vec<CopyView>> {
        match corpus.copies_of(&self.outlet, since) {
            Err(e) if e.is_not_found() && !strict => Ok(Vec::new()),
            other => other,
        }
    }

    /// Tells of the copies that came in since `round` began, and writes the feed anew when it changed.
    pub(super) fn report(
        &mut self,
        round: i64,
        corpus: &Corpus,
        print: &mut Printer,
    ) -> Result<()> {
        let since = self.first.take().unwrap_or(Some(round));
        let mut news = self.copies(corpus, since, false)?;
        // Told in the order in which they came.
        news.reverse();
        for copy in news {
            let pair = pair(&copy);
            if self.told.insert(pair.clone()) {
                match print.format() {
                    Format::Table => print.out.text(&copy.text())?,
                    _ => print.line(&copy)?,
                }
            }
            if self.file.is_some() {
                self.kept.insert(pair, copy);
            }
        }
        self.write()
    }

    /// Writes the feed beside its place and puts it there whole; a feed that did not change is left alone.
    fn write(&mut self) -> Result<()> {
        let Some(path) = &self.file else {
            return Ok(());
        };
        let mut newest: Vec<CopyView> = std::mem::take(&mut self.kept).into_values().collect();
        newest.sort_by(|a, b| b.first_seen_at.cmp(&a.first_seen_at));
        newest.truncate(2 * ENTRIES);
        let text = atom(&self.outlet, &newest);
        self.kept = newest.into_iter().map(|c| (pair(&c), c)).collect();
        if std::fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
            return Ok(());
        }
        let mut file = Replacing::new(path, true)?;
        file.to.write_all(text.as_bytes())?;
        file.keep()?;
        if !self.quiet {
            say(&format!("wrote {}", path.display()));
        }
        Ok(())
    }
}

fn pair(copy: &CopyView) -> Pair {
    (copy.copy.id.clone(), copy.source.id.clone())
}

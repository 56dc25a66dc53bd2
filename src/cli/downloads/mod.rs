//! From an address to articles: downloads a page, a feed or a sitemap, and the pages that a feed or sitemap names.

use std::time::{Duration, Instant};

use crate::cli::net::Net;
use crate::cli::reading::{Read, Reading};
use crate::cli::{Context, when};
use crate::corpus::{Corpus, FetchRow};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Article;
use crate::report::intake::RefusedView;

#[cfg(feature = "fetch")]
mod entries;
#[cfg(not(feature = "fetch"))]
mod off;
#[cfg(feature = "fetch")]
mod on;

#[cfg(not(feature = "fetch"))]
pub(super) use off::Downloads;
#[cfg(feature = "fetch")]
pub(super) use on::Downloads;

/// How an address is to be read.
#[derive(Debug)]
pub(super) struct Ask<'a> {
    /// What the user said about the input.
    pub(super) reading: &'a Reading,
    /// The outlet of this address, over that of `reading`.
    pub(super) outlet: Option<&'a str>,
    /// Pages that are downloaded because a feed or sitemap names them, at most.
    pub(super) pages: usize,
    /// True when what is known already is to be asked for again in full.
    pub(super) afresh: bool,
}

/// Where what was downloaded is put, and what is there already.
pub(super) trait Shelf {
    /// What the server last said of an address.
    fn fetched(&self, url: &str) -> Option<FetchRow>;
    /// True when an article of that address is there.
    fn holds(&self, url: &str) -> bool;
    /// Takes an article.
    fn article(&mut self, article: Article) -> Result<()>;
    /// Takes note of what could not be had or read.
    fn refused(&mut self, refused: RefusedView);
    /// Takes note of what a server said, once the articles before it are safe.
    fn note(&mut self, row: FetchRow) -> Result<()>;
    /// Takes note of pages that were left alone: they are there, or did not change.
    fn known(&mut self, pages: usize);
}

/// What an address came to.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Harvest {
    /// Addresses that could not be had.
    pub(super) lost: usize,
    /// True when the address itself could not be had, or not be read.
    pub(super) failed: bool,
    /// True when the server says that it is gone for good.
    pub(super) gone: bool,
    /// True when it did not change since it was last downloaded.
    pub(super) unchanged: bool,
    /// Pages that are named and were left out because of the cap.
    pub(super) left_out: usize,
    /// Seconds for which the answer holds, or after which the server wants to be asked again.
    pub(super) wait: Option<u64>,
}

/// What is written down of fetching when there is a store.
pub(super) fn seen(corpus: Option<&Corpus>, url: &str) -> (Option<FetchRow>, bool) {
    let row = corpus.and_then(|c| c.fetched(url).ok().flatten());
    let held = corpus.is_some_and(|c| c.holds(url).unwrap_or(false));
    (row, held)
}

/// Reads all of one file, of standard input, or with `--fetch` of one address. Of a feed that is what it brings along; the pages
/// it names stay where they are.
///
/// # Errors
/// When nothing could be read.
pub(super) fn whole(
    arg: &str,
    net: &Net,
    reading: &Reading,
    url: Option<&str>,
    context: &Context,
) -> Result<Read> {
    let parted = net.part(&[arg.to_owned()], context)?;
    let Some(address) = parted.addresses.first() else {
        return reading.whole(arg, url, context.now);
    };
    let mut read = Read::default();
    let ask = Ask {
        reading,
        outlet: None,
        pages: 0,
        afresh: true,
    };
    let harvest = Downloads::new(&net.door, context)?.take(address, &ask, &mut read)?;
    if !read.articles.is_empty() {
        return Ok(read);
    }
    let kind = if harvest.lost > 0 {
        ErrorKind::Network
    } else {
        ErrorKind::Input
    };
    Err(match read.refused.first() {
        Some(first) => {
            Error::new(kind, format!("{}: {}", first.reason, first.detail)).at(first.place.clone())
        }
        None => Error::new(kind, "it names pages and brings no text itself").at(address),
    })
}

impl Shelf for Read {
    fn fetched(&self, _: &str) -> Option<FetchRow> {
        None
    }

    fn holds(&self, _: &str) -> bool {
        false
    }

    fn article(&mut self, article: Article) -> Result<()> {
        self.articles.push(article);
        Ok(())
    }

    fn refused(&mut self, refused: RefusedView) {
        self.refused.push(refused);
    }

    fn note(&mut self, _: FetchRow) -> Result<()> {
        Ok(())
    }

    fn known(&mut self, _: usize) {}
}

/// The clock of the machine; with `--now` it starts there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wall {
    fixed: Option<i64>,
    started: Instant,
}

impl Wall {
    pub(super) fn new(fixed: Option<i64>) -> Self {
        Self {
            fixed,
            started: Instant::now(),
        }
    }

    /// The present in epoch seconds.
    pub(super) fn now(&self) -> i64 {
        match self.fixed {
            // A run is shorter than the age of the universe.
            Some(at) => at.saturating_add_unsigned(self.started.elapsed().as_secs()),
            None => when::now(),
        }
    }

    /// Time since it was made.
    pub(super) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }
}

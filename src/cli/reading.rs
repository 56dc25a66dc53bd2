//! The way from the command line's arguments to the reading room.

use std::ops::ControlFlow;

use crate::error::{Error, ErrorKind, Result};
use crate::ingest as reader;
use crate::ingest::Refused;
use crate::model::Article;
use crate::report::intake::RefusedView;

pub(super) use reader::{Source, sources};

/// How input is to be read.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Reading {
    /// What the input is
    #[arg(long = "as", value_enum, default_value_t = As::Auto, value_name = "TYPE")]
    pub(super) kind: As,
    /// Outlet of texts and pages, and of records that name none
    #[arg(long, value_name = "NAME")]
    pub(super) outlet: Option<String>,
    /// When it was published (2023-09-19, RFC 3339, RFC 2822, words)
    #[arg(long, value_name = "DATE")]
    pub(super) published: Option<String>,
    /// When it was captured
    #[arg(long, value_name = "DATE")]
    pub(super) captured: Option<String>,
    /// Names of the input's keys: url=link,text=body
    #[arg(long, value_name = "OURS=THEIRS", value_delimiter = ',', value_parser = pair)]
    pub(super) map: Vec<(String, String)>,
    /// Refuse documents larger than this
    #[arg(long, value_name = "N")]
    pub(super) max_bytes: Option<u64>,
    /// Refuse pages nested deeper than this
    #[arg(long, value_name = "N")]
    pub(super) max_depth: Option<u32>,
    /// Let pages through that hold no running text; no option of its own.
    #[arg(skip)]
    pub(super) bare_pages: bool,
    /// Leave out the items of a feed, sitemap or list of feeds after this many
    #[arg(long, value_name = "N")]
    pub(super) max_items: Option<usize>,
}

/// Types of input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum As {
    /// Look at the front of the input
    Auto,
    /// Plain text, one article
    Text,
    /// An HTML page
    Html,
    /// One JSON object a line
    Jsonl,
    /// A table with column names in its first line
    Csv,
    /// RSS, Atom or JSON Feed
    Feed,
    /// A news sitemap
    Sitemap,
    /// A list of feeds
    Opml,
    /// A web archive, WARC or ARC
    Warc,
    /// IPTC ninjs
    Ninjs,
    /// IPTC NewsML-G2
    Newsml,
    /// NITF
    Nitf,
    /// A page saved as one MIME message
    Mhtml,
    /// A zip or tar of any of these
    Archive,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            kind: As::Auto,
            outlet: None,
            published: None,
            captured: None,
            map: Vec::new(),
            max_bytes: None,
            max_depth: None,
            bare_pages: false,
            max_items: None,
        }
    }
}

fn pair(text: &str) -> std::result::Result<(String, String), String> {
    match text.split_once('=') {
        Some((ours, theirs)) if reader::KEYS.contains(&ours) && !theirs.is_empty() => {
            Ok((ours.to_owned(), theirs.to_owned()))
        }
        _ => Err(format!(
            "expected OURS=THEIRS, OURS one of {}",
            reader::KEYS.join(", ")
        )),
    }
}

impl Reading {
    pub(super) fn options(&self, url: Option<&str>, now: i64) -> reader::ReadOptions {
        let mut limits = reader::Limits::default();
        if let Some(bytes) = self.max_bytes {
            limits.file_bytes = bytes;
            limits.inflated_bytes = bytes;
            limits.record_bytes = bytes;
        }
        if let Some(depth) = self.max_depth {
            limits.depth = depth;
        }
        if let Some(items) = self.max_items {
            limits.items = items;
        }
        reader::ReadOptions {
            format: match self.kind {
                As::Auto => reader::Format::Auto,
                As::Text => reader::Format::Text,
                As::Html => reader::Format::Html,
                As::Jsonl => reader::Format::Jsonl,
                As::Csv => reader::Format::Csv,
                As::Feed => reader::Format::Feed,
                As::Sitemap => reader::Format::Sitemap,
                As::Opml => reader::Format::Opml,
                As::Warc => reader::Format::Warc,
                As::Ninjs => reader::Format::Ninjs,
                As::Newsml => reader::Format::NewsMl,
                As::Nitf => reader::Format::Nitf,
                As::Mhtml => reader::Format::Mhtml,
                As::Archive => reader::Format::Archive,
            },
            outlet: self.outlet.clone(),
            published: self.published.clone(),
            captured: self.captured.clone(),
            map: self.map.clone(),
            limits,
            now,
            url: url.map(str::to_owned),
            bare_pages: self.bare_pages,
            ..reader::ReadOptions::default()
        }
    }

    /// Hands out what a source holds, one by one, with the bytes taken so far; stops when `each` says so.
    pub(super) fn each(
        &self,
        source: &Source,
        now: i64,
        each: &mut dyn FnMut(Result<Article, RefusedView>, u64) -> ControlFlow<()>,
    ) {
        reader::read_source(source, &self.options(None, now), &mut |record| {
            each(record.item.map_err(refusal), record.consumed)
        });
    }

    /// Reads all of one file or standard input.
    pub(super) fn whole(&self, file: &str, url: Option<&str>, now: i64) -> Result<Read> {
        let (found, lost) = sources(&[file.to_owned()]);
        let mut read = Read {
            refused: lost.into_iter().map(refusal).collect(),
            ..Read::default()
        };
        let options = self.options(url, now);
        for source in &found {
            reader::read_source(source, &options, &mut |record| {
                match record.item {
                    Ok(article) => read.articles.push(article),
                    Err(refused) => read.refused.push(refusal(refused)),
                }
                ControlFlow::Continue(())
            });
        }
        match read.refused.first() {
            Some(first) if read.articles.is_empty() => {
                let kind = if first.reason == "not found" {
                    ErrorKind::Io
                } else {
                    ErrorKind::Input
                };
                let what = format!("{}: {}", first.reason, first.detail);
                Err(Error::new(kind, what).at(first.place.clone()))
            }
            _ => Ok(read),
        }
    }
}

/// Articles in bytes at hand.
pub(super) fn bytes(name: &str, bytes: &[u8], now: i64) -> Vec<Article> {
    reader::read(name, bytes, &Reading::default().options(None, now)).articles
}

/// What one file held.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The articles.
    pub(super) articles: Vec<Article>,
    /// What could not be read.
    pub(super) refused: Vec<RefusedView>,
}

/// A refusal in its printed shape.
pub(super) fn refusal(refused: Refused) -> RefusedView {
    RefusedView {
        place: refused.place,
        reason: refused.reason,
        detail: refused.detail,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caps_are_the_users() {
        let reading = Reading {
            max_items: Some(7),
            max_depth: Some(8),
            ..Reading::default()
        };
        let limits = reading.options(None, 0).limits;
        assert_eq!((limits.items, limits.depth), (7, 8));
    }

    #[test]
    fn keys_are_mapped_by_name() {
        assert_eq!(pair("url=link"), Ok(("url".into(), "link".into())));
        assert_eq!(
            pair("licence=rights"),
            Ok(("licence".into(), "rights".into()))
        );
        assert!(pair("link").is_err());
        assert!(pair("colour=x").is_err());
        assert!(pair("url=").is_err());
    }
}

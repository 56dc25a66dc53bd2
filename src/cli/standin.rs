//! Stands in for the reading room until it is merged: same names, same shapes, text and JSON lines only.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;

use crate::ingest::{Ingested, Refused};
use crate::model::Article;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Auto,
    Text,
    Html,
    Jsonl,
}

#[derive(Debug, Clone)]
pub(super) struct Limits {
    pub(super) file_bytes: u64,
    pub(super) inflated_bytes: u64,
    pub(super) depth: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            inflated_bytes: 256 << 20,
            depth: 512,
        }
    }
}

#[derive(Debug, Clone)]
#[expect(dead_code, reason = "the reading room uses them all")]
pub(super) struct ReadOptions {
    pub(super) format: Format,
    pub(super) outlet: Option<String>,
    pub(super) published: Option<String>,
    pub(super) captured: Option<String>,
    pub(super) map: Vec<(String, String)>,
    pub(super) limits: Limits,
    pub(super) now: i64,
    pub(super) url: Option<String>,
}

pub(super) struct Source(String);

impl Source {
    pub(super) fn name(&self) -> &str {
        &self.0
    }

    pub(super) fn size(&self) -> Option<u64> {
        std::fs::metadata(&self.0).ok().map(|m| m.len())
    }
}

pub(super) struct Record {
    pub(super) item: Result<Article, Refused>,
    pub(super) consumed: u64,
}

fn refused(place: &str, reason: &str, detail: String) -> Refused {
    Refused {
        place: place.to_owned(),
        reason: reason.to_owned(),
        detail,
    }
}

pub(super) fn sources(args: &[String]) -> (Vec<Source>, Vec<Refused>) {
    let (found, lost): (Vec<_>, Vec<_>) = args
        .iter()
        .partition(|a| *a == "-" || std::path::Path::new(a).exists());
    let lost = lost
        .iter()
        .map(|a| refused(a, "not found", "no such file or folder".into()));
    (
        found.iter().map(|a| Source((*a).clone())).collect(),
        lost.collect(),
    )
}

pub(super) fn read_source(
    source: &Source,
    options: &ReadOptions,
    each: &mut dyn FnMut(Record) -> ControlFlow<()>,
) {
    let input: Box<dyn BufRead> = if source.0 == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        match File::open(&source.0) {
            Ok(file) => Box::new(BufReader::new(file)),
            Err(e) => {
                let item = Err(refused(&source.0, "unreadable", e.to_string()));
                let _ = each(Record { item, consumed: 0 });
                return;
            }
        }
    };
    let mut bytes = Vec::new();
    if let Err(e) = input
        .take(options.limits.file_bytes)
        .read_to_end(&mut bytes)
    {
        let item = Err(refused(&source.0, "unreadable", e.to_string()));
        let _ = each(Record { item, consumed: 0 });
        return;
    }
    let read = read(&source.0, &bytes, options);
    let consumed = bytes.len() as u64;
    for item in read
        .articles
        .into_iter()
        .map(Ok)
        .chain(read.refused.into_iter().map(Err))
    {
        if each(Record { item, consumed }).is_break() {
            return;
        }
    }
}

pub(super) fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> Ingested {
    let text = String::from_utf8_lossy(bytes);
    let mut out = Ingested::default();
    if options.format == Format::Text || !(options.format == Format::Jsonl || text.starts_with('{'))
    {
        out.articles.push(Article {
            name: std::path::Path::new(name)
                .file_stem()
                .map(|s| s.to_string_lossy().into_owned()),
            outlet: options.outlet.clone(),
            url: options.url.clone(),
            text: text.into_owned(),
            ..Article::default()
        });
        return out;
    }
    for (i, line) in text.lines().enumerate() {
        match serde_json::from_str::<serde_json::Value>(line) {
            Ok(record) => {
                let get = |key: &str| record.get(key).and_then(|v| v.as_str()).map(str::to_owned);
                out.articles.push(Article {
                    url: get("url"),
                    outlet: get("outlet").or_else(|| options.outlet.clone()),
                    title: get("title"),
                    text: get("text").unwrap_or_default(),
                    ..Article::default()
                });
            }
            Err(e) => out.refused.push(refused(
                &format!("{name}:{}", i + 1),
                "not JSON",
                e.to_string(),
            )),
        }
    }
    out
}

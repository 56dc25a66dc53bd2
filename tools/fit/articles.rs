//! The articles of a newsroom and the text pairs, read and made ready as `ingest` makes them ready.

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;

use rayon::prelude::*;
use serde::Deserialize;

use urtext::ingest::{ReadOptions, read};
use urtext::reuse::{Body, Features, Prepared, whole_texts};
use urtext::segment::segment;
use urtext::text::Idf;
use urtext::{BlockKind, Span};

use crate::truth::family;

/// How many parts the examples are cut into for cross-validation.
pub(crate) const FOLDS: u64 = 5;

/// An article with its body paragraphs made ready.
#[derive(Debug)]
pub(crate) struct Article {
    pub(crate) url: String,
    pub(crate) outlet: String,
    pub(crate) body: Body,
    /// For each body paragraph, its number among the paragraphs between blank lines.
    pub(crate) numbers: Vec<usize>,
    /// Words of each paragraph between blank lines.
    pub(crate) words: Vec<usize>,
}

impl Article {
    /// True when the rarity of words is known for its language.
    pub(crate) fn is_sure(&self) -> bool {
        self.body.language.is_some_and(|l| Idf::of(l).is_some())
    }
}

/// Two texts, related or not.
#[derive(Debug)]
pub(crate) struct Pair {
    pub(crate) kind: String,
    pub(crate) related: bool,
    pub(crate) family: Option<usize>,
    pub(crate) fold: u64,
    /// `a` as the suspect of `b`, and the reverse.
    pub(crate) sides: [Features; 2],
}

/// The part of the examples that a source text and everything of it falls into.
pub(crate) fn fold(source: &str) -> u64 {
    // FNV-1a: the same on every machine.
    let hash = source.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash >> 32) % FOLDS
}

/// Reads the articles of a newsroom.
pub(crate) fn read_articles(folder: &Path) -> Result<Vec<Article>, Box<dyn Error>> {
    let file = folder.join("articles.jsonl");
    let bytes = std::fs::read(&file)?;
    let read = read(&file.to_string_lossy(), &bytes, &ReadOptions::default());
    Ok(read.articles.par_iter().map(article).collect())
}

fn article(article: &urtext::Article) -> Article {
    let text = &article.text;
    let mut pieces: Vec<Span> = Vec::new();
    let mut at = 0;
    for piece in text.split("\n\n") {
        pieces.push(Span::new(at, at + piece.len()));
        at += piece.len() + 2;
    }
    let (mut ready, mut numbers) = (Vec::new(), Vec::new());
    for block in segment(article).blocks {
        if block.kind == BlockKind::Paragraph {
            let part = block.span.of(text);
            ready.push((part, Prepared::new(part)));
            numbers.push(pieces.partition_point(|p| p.end() <= block.span.start()));
        }
    }
    Article {
        url: article.url.clone().unwrap_or_default(),
        outlet: article.outlet.clone().unwrap_or_default(),
        body: Body::of(ready.iter().map(|(text, prepared)| (*text, prepared))),
        numbers,
        words: pieces
            .iter()
            .map(|p| p.of(text).split_whitespace().count())
            .collect(),
    }
}

/// A line of the file of pairs.
#[derive(Deserialize)]
struct Line {
    a: String,
    b: String,
    related: u8,
    kind: String,
}

/// Reads and measures the text pairs. Pairs that have a text in common fall into one fold, and so do those that are chained by such.
pub(crate) fn read_pairs(file: &Path) -> Result<Vec<Pair>, Box<dyn Error>> {
    let text = std::fs::read_to_string(file)?;
    let lines: Vec<Line> = text
        .lines()
        .filter(|l| !l.trim().is_empty())
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let groups = groups(&lines);
    Ok(lines
        .par_iter()
        .zip(groups)
        .map(|(line, group)| pair(line, &lines[group].a))
        .collect())
}

/// For each pair, the first pair it is chained to.
fn groups(lines: &[Line]) -> Vec<usize> {
    fn root(of: &[usize], mut at: usize) -> usize {
        while of[at] != at {
            at = of[at];
        }
        at
    }
    let mut of: Vec<usize> = (0..lines.len()).collect();
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        for text in [&line.a, &line.b] {
            let other = *first.entry(text).or_insert(at);
            let (x, y) = (root(&of, at), root(&of, other));
            of[x.max(y)] = x.min(y);
        }
    }
    (0..lines.len()).map(|at| root(&of, at)).collect()
}

fn pair(line: &Line, group: &str) -> Pair {
    let (a, b) = (line.a.as_str(), line.b.as_str());
    Pair {
        kind: line.kind.clone(),
        related: line.related == 1,
        family: family(&line.kind),
        fold: fold(group),
        sides: whole_texts(a, b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_that_share_a_text_are_chained_and_others_are_not() {
        let line = |a: &str, b: &str| Line {
            a: a.into(),
            b: b.into(),
            related: 1,
            kind: "raidar:make".into(),
        };
        let lines = [
            line("one", "two"),
            line("three", "four"),
            line("five", "two"),
            line("four", "one"),
            line("six", "seven"),
        ];
        assert_eq!(groups(&lines), [0, 0, 0, 0, 4]);
    }

    #[test]
    fn body_paragraphs_know_their_number_between_blank_lines() {
        let body = "The harbour council voted late on Monday to repair the old stone bridge before winter, its mayor said.";
        let other = "Three engineers had warned that the northern arch could not carry another season of heavy lorries.";
        let read = article(&urtext::Article {
            text: format!("Share this article\n\n{body}\n\n{other}"),
            ..urtext::Article::default()
        });
        assert_eq!(
            (read.numbers.as_slice(), read.words.len()),
            (&[1, 2][..], 3)
        );
        assert!(read.is_sure());
    }

    #[test]
    fn a_fold_depends_on_the_text_alone() {
        assert_eq!(fold("a source"), fold("a source"));
        assert!(
            (0..50)
                .map(|n| fold(&n.to_string()))
                .any(|f| f != fold("0"))
        );
    }
}

//! Fits the weights of `provenance::cues` and measures them: `cargo run --example cues -- FOLDER`.
//!
//! FOLDER holds `articles.jsonl` and `truth.json` with planted rewritings (`kind` begins with `rewritten`). Every copy is laid beside its
//! source as the program does, both ways round; each family of rewriters is judged by weights fitted on the others.

#![expect(clippy::print_stdout, reason = "a tool prints its table")]

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::path::Path;

use urtext::ingest::{ReadOptions, read};
use urtext::provenance::{CUE_NAMES, CUES, LEAST_PAIRS, Leaning, difference, fit_cues};
use urtext::reuse::Body;
use urtext::segment::segment;
use urtext::text::Language;
use urtext::{Article, BlockKind};

/// Pull towards zero; a cue that is worth less is noise.
const RIDGE: f32 = 0.02;

/// One document pair: the differences of its paragraphs (rewriting minus source).
type Pair = Vec<[f32; CUES]>;

fn paragraphs(article: &Article) -> Vec<&str> {
    let blocks = segment(article).blocks;
    let body = blocks
        .into_iter()
        .filter(|b| b.kind == BlockKind::Paragraph);
    body.map(|b| b.span.of(&article.text)).collect()
}

/// The differences between the paragraphs of `a` and what they come closest to in `b`.
fn beside(a: &Article, b: &Article) -> Pair {
    let (left, right) = (paragraphs(a), paragraphs(b));
    let (one, two) = (
        Body::new(left.iter().copied()),
        Body::new(right.iter().copied()),
    );
    if one.language != Some(Language::English) {
        return Vec::new();
    }
    let lines = one.beside(&two).into_iter().zip(left);
    let near = lines.filter(|(line, _)| line.logit() > 0.0 && line.words >= 10);
    near.filter_map(|(line, text)| {
        let nearest = line.nearest?;
        let source = right.get(nearest.first..nearest.first + nearest.paragraphs)?;
        Some(difference(text, &source.join("\n")))
    })
    .collect()
}

/// Rewriters of one kind belong together: prompts to one model, edits by one tool.
fn family(kind: &str) -> &str {
    let kind = kind.trim_start_matches("rewritten:");
    if kind.starts_with("polish_") {
        "polish_n"
    } else if kind.contains(' ') {
        "prompts"
    } else {
        kind
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: cues FOLDER")?;
    let file = |name: &str| std::fs::read(Path::new(&folder).join(name));
    let read = read(
        "articles.jsonl",
        &file("articles.jsonl")?,
        &ReadOptions::default(),
    );
    let by_url: HashMap<&str, &Article> = read
        .articles
        .iter()
        .filter_map(|a| Some((a.url.as_deref()?, a)))
        .collect();
    let truth: serde_json::Value = serde_json::from_slice(&file("truth.json")?)?;
    let mut families: BTreeMap<&str, Vec<Pair>> = BTreeMap::new();
    for plant in truth["plants"].as_array().ok_or("no plants")? {
        let word = |key: &str| plant[key].as_str().unwrap_or("");
        let kind = word("kind");
        let (Some(copy), Some(source)) = (by_url.get(word("copy")), by_url.get(word("source")))
        else {
            continue;
        };
        if kind.starts_with("rewritten") {
            let known = families.entry(family(kind)).or_default();
            known.push(beside(copy, source));
            known.push(beside(source, copy).iter().map(|d| d.map(|x| -x)).collect());
        }
    }
    let flat = |without: &str| -> Vec<Pair> {
        let kept = families.iter().filter(|(name, _)| **name != without);
        kept.map(|(_, pairs)| pairs.concat()).collect()
    };
    let mut sums: Vec<(f32, &str)> = Vec::new();
    println!("family\tparagraphs\tright\tdocuments\tof five pairs\tright");
    for (name, pairs) in &families {
        let weights = fit_cues(&flat(name), RIDGE);
        let all = pairs.concat();
        let sum = |d: &[[f32; CUES]]| Leaning::summed(d, &weights).sum;
        let right = all
            .iter()
            .filter(|d| sum(std::slice::from_ref(*d)) > 0.0)
            .count();
        let long: Vec<f32> = pairs
            .iter()
            .filter(|p| p.len() >= LEAST_PAIRS)
            .map(|p| sum(p))
            .collect();
        let well = long.iter().filter(|s| **s > 0.0).count();
        println!(
            "{name}\t{}\t{:.3}\t{}\t{}\t{:.3}",
            all.len(),
            right as f64 / all.len().max(1) as f64,
            pairs.len(),
            long.len(),
            well as f64 / long.len().max(1) as f64
        );
        sums.extend(long.into_iter().map(|s| (s, *name)));
    }
    println!("limit\tanswers\twrong\tby family: answers/wrong");
    for step in 0..=24 {
        let limit = step as f32 * 0.25;
        let of = |name: Option<&str>| {
            let held = sums.iter().filter(|s| name.is_none_or(|n| n == s.1));
            held.fold((0, 0), |(n, bad), (s, _)| {
                (
                    n + usize::from(s.abs() >= limit),
                    bad + usize::from(*s <= -limit),
                )
            })
        };
        let (answers, wrong) = of(None);
        let parts: Vec<String> = families
            .keys()
            .map(|name| {
                let (n, bad) = of(Some(name));
                format!("{name} {n}/{bad}")
            })
            .collect();
        println!("{limit:.2}\t{answers}\t{wrong}\t{}", parts.join(", "));
    }
    println!("weights");
    for (name, weight) in CUE_NAMES.iter().zip(fit_cues(&flat(""), RIDGE)) {
        println!("{name}\t{weight:.2}");
    }
    Ok(())
}

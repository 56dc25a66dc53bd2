//! Holds the program against a newsroom with known copies: `cargo bench --bench newsroom -- FOLDER`.
//!
//! FOLDER holds `articles.jsonl` (one article a line, as `ingest` reads it) and `truth.json` with `plants` (`copy`, `source`,
//! `kind`, `dated` = `after | undated | backdated`, `credit` = `given | missing`) and `negatives` (`a`, `b`, `kind`). What
//! is counted here is what no table of recall shows: which way the arrows point, how sure they claim to be, how many stay
//! undecided, and who is accused without reason. Without a folder it says how it is called and measures nothing.

#![expect(clippy::print_stdout, reason = "a bench prints its table")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;
use std::time::Instant;

use serde::Deserialize;
use urtext::ingest::{ReadOptions, read};
use urtext::report::view::DerivationView;
use urtext::{Article, Corpus};

#[derive(Deserialize)]
struct Truth {
    plants: Vec<Plant>,
    negatives: Vec<Negative>,
}

#[derive(Deserialize)]
struct Plant {
    copy: String,
    source: String,
    kind: String,
    dated: String,
    credit: String,
}

#[derive(Deserialize)]
struct Negative {
    a: String,
    b: String,
    kind: String,
}

/// An arrow as far as it is counted.
struct Arrow {
    source: String,
    direction: &'static str,
}

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo hands its own `--bench` down.
    let Some(folder) = std::env::args().skip(1).find(|a| !a.starts_with("--")) else {
        println!(
            "usage: cargo bench --bench newsroom -- FOLDER (with articles.jsonl and truth.json)"
        );
        return Ok(());
    };
    let folder = Path::new(&folder);
    let truth: Truth = serde_json::from_slice(&std::fs::read(folder.join("truth.json"))?)?;
    let bytes = std::fs::read(folder.join("articles.jsonl"))?;
    let started = Instant::now();
    let corpus = ingest(&read("articles.jsonl", &bytes, &ReadOptions::default()).articles)?;
    println!(
        "ingest with matching: {:.2} s",
        started.elapsed().as_secs_f64()
    );
    let started = Instant::now();
    let mut arrows: BTreeMap<String, Vec<Arrow>> = BTreeMap::new();
    let mut directions: BTreeMap<&str, usize> = BTreeMap::new();
    corpus.derivations(&mut |view: &DerivationView| {
        if view.kind != "shared_quote" {
            *directions.entry(view.direction).or_default() += 1;
            let arrow = Arrow {
                source: view.source.article.clone(),
                direction: view.direction,
            };
            arrows.entry(view.article.clone()).or_default().push(arrow);
        }
        Ok(())
    })?;
    println!("derivations: {:.2} s", started.elapsed().as_secs_f64());
    shares("paragraphs", &directions);
    plants(&truth.plants, &arrows);
    negatives(&truth.negatives, &arrows);
    Ok(())
}

fn ingest(articles: &[Article]) -> Result<Corpus, Box<dyn Error>> {
    const NOW: i64 = 1_800_000_000;
    let mut corpus = Corpus::in_memory()?;
    for batch in articles.chunks(4_000) {
        corpus.add(batch, NOW)?;
    }
    Ok(corpus)
}

fn shares(what: &str, counts: &BTreeMap<&str, usize>) {
    let all: usize = counts.values().sum();
    let told: Vec<String> = counts
        .iter()
        .map(|(word, n)| {
            format!(
                "{word} {n} ({:.1} %)",
                *n as f64 * 100.0 / all.max(1) as f64
            )
        })
        .collect();
    println!("{what}: {}", told.join(", "));
}

/// For each way of dating and crediting: how many planted copies were found, how many of them firmly, and how many sources
/// are firmly called a copy of their copy. Rewrites are left out: this version does not look for them.
fn plants(plants: &[Plant], arrows: &BTreeMap<String, Vec<Arrow>>) {
    let mut rows: BTreeMap<(&str, &str), [usize; 3]> = BTreeMap::new();
    let mut wrong = 0;
    for plant in plants {
        let backwards = arrows.get(&plant.source).into_iter().flatten();
        wrong += usize::from(
            backwards
                .filter(|a| a.source == plant.copy)
                .any(|a| a.direction == "firm"),
        );
        if plant.kind.starts_with("rewritten") {
            continue;
        }
        let row = rows.entry((&plant.dated, &plant.credit)).or_default();
        let found = arrows.get(&plant.copy);
        row[0] += 1;
        row[1] += usize::from(found.is_some());
        row[2] += usize::from(found.is_some_and(|list| list.iter().any(|a| a.direction == "firm")));
    }
    println!(
        "{:<12}{:<10}{:>8}{:>8}{:>8}",
        "dated", "credit", "planted", "found", "firm"
    );
    for ((dated, credit), [all, found, firm]) in rows {
        println!("{dated:<12}{credit:<10}{all:>8}{found:>8}{firm:>8}");
    }
    println!("sources firmly called a copy of their copy: {wrong}");
}

fn negatives(negatives: &[Negative], arrows: &BTreeMap<String, Vec<Arrow>>) {
    let claimed: BTreeSet<(&str, &str)> = arrows
        .iter()
        .flat_map(|(copy, list)| list.iter().map(move |a| (copy.as_str(), a.source.as_str())))
        .collect();
    let mut rows: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for pair in negatives {
        let row = rows.entry(&pair.kind).or_default();
        let (a, b) = (pair.a.as_str(), pair.b.as_str());
        row[0] += 1;
        row[1] += usize::from(claimed.contains(&(a, b)) || claimed.contains(&(b, a)));
    }
    for (kind, [all, accused]) in rows {
        println!("independent pairs, {kind}: {accused} of {all} accused");
    }
}

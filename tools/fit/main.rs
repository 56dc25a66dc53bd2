//! Fits the weights of the rewrite score and says how often they are right:
//! `cargo run --release --example fit -- PAIRS.jsonl NEWSROOM_DIR [--write src/reuse/weights.rs]`.
//!
//! Reads text pairs (`a`, `b`, `related`, `kind` a line) and a newsroom (`articles.jsonl` and its list of plants, `truth.json`). Every
//! number is the same in every run: nothing is thrown, and sums are made in a fixed order. `src/reuse/weights.rs` is its output
//! over the development set.

#![expect(clippy::print_stdout, reason = "a tool prints its tables")]

mod articles;
mod crossed;
mod logistic;
mod mining;
mod model;
mod newsroom;
mod pairings;
mod tables;
mod textpairs;
mod truth;
mod write;

use std::error::Error;
use std::path::{Path, PathBuf};

use urtext::reuse::Thresholds;

use crate::model::Data;

const USAGE: &str = "usage: fit PAIRS.jsonl NEWSROOM_DIR [--write WEIGHTS.rs]";

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (pairs, newsroom, target) = match args.as_slice() {
        [pairs, newsroom] => (pairs, newsroom, None),
        [pairs, newsroom, flag, target] if flag == "--write" => {
            (pairs, newsroom, Some(PathBuf::from(target)))
        }
        _ => {
            println!("{USAGE}");
            return Ok(());
        }
    };
    let data = read(Path::new(pairs), Path::new(newsroom))?;
    tables::examples(&data);
    let crossed = crossed::cross(&data);
    tables::weights(&crossed);
    textpairs::pairs(&data, &crossed);
    newsroom::plants(&data, &crossed);
    newsroom::independent(&data, &crossed);
    newsroom::farthest(&data, &crossed);
    newsroom::lost(&data, &crossed);
    textpairs::families(&data, &crossed);
    newsroom::reliability(&data, &crossed);
    let source = write::source(&crossed.model);
    match target {
        Some(file) => std::fs::write(file, source)?,
        None => println!("\n{source}"),
    }
    Ok(())
}

/// Reads and measures everything once.
fn read(pairs: &Path, newsroom: &Path) -> Result<Data, Box<dyn Error>> {
    let thresholds = Thresholds::default();
    let truth = truth::read(newsroom)?;
    let articles = articles::read_articles(newsroom)?;
    let mut pairings = pairings::lay(&articles, &truth, &thresholds);
    pairings.extend(pairings::mix(&pairings));
    Ok(Data {
        pairs: articles::read_pairs(pairs)?,
        pairings,
        thresholds,
    })
}

//! Makes the table of document frequencies of one language: `cargo run --release --example idf -- LANGUAGE FILE.jsonl… > TABLE`.
//!
//! Reads articles as `ingest` does, counts in how many distinct body paragraphs of the language each content stem stands, and
//! prints the counts of those that stand in three or more: statistics, no text. `src/text/idf/en.txt` is its output
//! over the development newsroom.

#![expect(clippy::print_stdout, reason = "a tool prints its table")]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::error::Error;
use std::path::Path;

use urtext::BlockKind;
use urtext::fingerprint::COMPARABLE_WORDS;
use urtext::ingest::{ReadOptions, read};
use urtext::segment::segment;
use urtext::text::{content_stems, language, words};

/// Stems in fewer paragraphs are left to the rule for unseen ones: mostly names and slips.
const LEAST: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let wanted = args.next().ok_or("usage: idf LANGUAGE FILE.jsonl…")?;
    let mut seen: HashSet<String> = HashSet::new();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for file in args {
        let bytes = std::fs::read(Path::new(&file))?;
        for article in read(&file, &bytes, &ReadOptions::default()).articles {
            for block in segment(&article).blocks {
                let cut = words(block.span.of(&article.text));
                let body = block.kind == BlockKind::Paragraph && cut.len() >= COMPARABLE_WORDS;
                if !body
                    || language(&cut).as_str() != wanted
                    || !seen.insert(cut.normal().to_owned())
                {
                    continue;
                }
                let stems: BTreeSet<String> = content_stems(&cut).into_iter().collect();
                for stem in stems {
                    *counts.entry(stem).or_default() += 1;
                }
            }
        }
    }
    let mut table: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for (stem, df) in counts.into_iter().filter(|(_, df)| *df >= LEAST) {
        table.entry(df).or_default().insert(stem);
    }
    println!("paragraphs {}", seen.len());
    for (df, stems) in table.iter().rev() {
        let stems: Vec<&str> = stems.iter().map(String::as_str).collect();
        println!("{df} {}", stems.join(" "));
    }
    Ok(())
}

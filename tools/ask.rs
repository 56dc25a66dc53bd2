//! How long a store takes to answer: asks about articles one after the other and prints the median, the 99th percentile and the longest time.
//!
//! `cargo run --release --example ask -- STORE NEWS N` takes the first N articles of NEWS. One that the store holds is traced, any other is checked. The store is
//! opened once, so all but the first answers are warm.

#![expect(clippy::print_stdout, reason = "a tool prints its table")]

use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use urtext::corpus::{Access, Corpus};
use urtext::ingest::{ReadOptions, read_source, sources};

/// The program's own (`src/main.rs`): what is timed is what it would take.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// When the articles that are checked are taken to be seen first: 2030-01-01T00:00:00Z, later than all that a store holds.
const NOW: i64 = 1_893_456_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [store, news, count] = args.as_slice() else {
        return Err("give a store, a file of articles and how many of them to ask about".into());
    };
    let count: usize = count.parse()?;
    let mut articles = Vec::new();
    let (found, _) = sources(std::slice::from_ref(news));
    for source in &found {
        read_source(source, &ReadOptions::default(), &mut |record| {
            articles.extend(record.item.ok());
            if articles.len() < count {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
    }
    let corpus = Corpus::open(Path::new(store), Access::Read)?;
    let (mut traced, mut checked) = (Vec::new(), Vec::new());
    for article in &articles {
        let id = format!("a:{}", article.id().hex());
        let started = Instant::now();
        if corpus.trace(&id).is_ok() {
            traced.push(started.elapsed());
            continue;
        }
        let started = Instant::now();
        corpus.check(article, NOW)?;
        checked.push(started.elapsed());
    }
    told("trace", traced);
    told("check", checked);
    Ok(())
}

fn told(verb: &str, mut times: Vec<Duration>) {
    if times.is_empty() {
        return;
    }
    times.sort_unstable();
    let at = |share: f64| {
        let place = (times.len() - 1) as f64 * share;
        times[place.round() as usize].as_secs_f64() * 1e3
    };
    println!(
        "{verb}: {} answers, median {:.2} ms, 99th percentile {:.2} ms, longest {:.2} ms",
        times.len(),
        at(0.5),
        at(0.99),
        at(1.0)
    );
}

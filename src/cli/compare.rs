//! `urtext compare`: two texts, or pairs of texts, without a store.

use std::fs::File;
use std::io::{BufRead, BufReader, Read as _};

use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use crate::cli::out::Format;
use crate::cli::reading::{Reading, refusal};
use crate::cli::{Context, Exit};
use crate::corpus::compare;
use crate::error::{Error, Result};
use crate::ingest::Refused;
use crate::report::intake::RefusedView;
use crate::report::view::CompareView;
use crate::report::{diff, human};

/// Pairs compared at once; the order of the answers is that of the questions.
const CHUNK: usize = 512;
/// Longest line of a file of pairs, in bytes.
const LINE: u64 = 64 << 20;

/// Arguments of `compare`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// First text: a file, or - for standard input
    #[arg(required_unless_present = "jsonl", requires = "b")]
    a: Option<String>,
    /// Second text
    b: Option<String>,
    /// Pairs {"id","a","b"}, one a line; - for standard input
    #[arg(long, value_name = "PAIRS", conflicts_with_all = ["a", "b"])]
    jsonl: Option<String>,
}

/// One pair as given.
#[derive(Deserialize)]
struct Pair {
    id: Value,
    a: String,
    b: String,
}

/// Runs it.
pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    match (&args.jsonl, &args.a, &args.b) {
        (Some(file), ..) => pairs(file, context),
        (None, Some(a), Some(b)) => two(a, b, context),
        _ => Err(Error::usage("two texts are needed, or --jsonl")),
    }
}

fn two(a: &str, b: &str, context: &mut Context) -> Result<Exit> {
    let text = |file: &str| -> Result<String> {
        let read = Reading::default().whole(file, None, context.now)?;
        let texts: Vec<_> = read.articles.into_iter().map(|a| a.text).collect();
        Ok(texts.join("\n\n"))
    };
    let (ta, tb) = (text(a)?, text(b)?);
    let view = compare(&format!("{a} {b}"), &ta, &tb);
    context.print.one(
        &view,
        |style| human::compare(&view, &diff::words(&ta, &tb), style),
        || (HEAD, vec![row(&view)]),
    )?;
    Ok(Exit::Done)
}

const HEAD: &[&str] = &["id", "kind", "score", "a_in_b", "b_in_a", "reasons"];

fn row(view: &CompareView) -> Vec<String> {
    vec![
        view.id.clone(),
        view.kind.into(),
        view.score.to_string(),
        view.a_in_b.to_string(),
        view.b_in_a.to_string(),
        view.reasons.join("; "),
    ]
}

fn pairs(file: &str, context: &mut Context) -> Result<Exit> {
    if !matches!(
        context.print.format,
        None | Some(Format::Jsonl | Format::Json)
    ) {
        return Err(Error::usage("--jsonl answers in JSON lines only"));
    }
    let mut input: Box<dyn BufRead> = if file == "-" {
        Box::new(BufReader::new(std::io::stdin()))
    } else {
        let opened = File::open(file).map_err(|e| Error::from(e).at(file))?;
        Box::new(BufReader::with_capacity(1 << 16, opened))
    };
    let (mut refused, mut number, mut answered, mut open) = (Vec::new(), 0, 0, true);
    while open {
        let mut chunk = Vec::with_capacity(CHUNK);
        while open && chunk.len() < CHUNK {
            let mut line = Vec::new();
            let n = input
                .by_ref()
                .take(LINE)
                .read_until(b'\n', &mut line)
                .map_err(|e| Error::from(e).at(file))?;
            open = n > 0;
            number += usize::from(open);
            if !line.trim_ascii().is_empty() {
                chunk.push((number, line));
            }
        }
        let answers: Vec<_> = chunk
            .par_iter()
            .map(|(n, line)| answer(line).map_err(|detail| trouble(file, *n, detail)))
            .collect();
        for answer in answers {
            match answer {
                Ok(view) => {
                    answered += 1;
                    context.print.line(&view)?;
                }
                Err(r) => refused.push(r),
            }
        }
    }
    context.print.out.done()?;
    Ok(context.refused(refused, answered))
}

fn trouble(file: &str, line: usize, detail: String) -> RefusedView {
    refusal(Refused {
        place: format!("{file}:{line}"),
        reason: "no pair".into(),
        detail,
    })
}

/// The answer as an object; an id that is a number stays one.
fn answer(line: &[u8]) -> std::result::Result<Value, String> {
    let pair: Pair = serde_json::from_slice(line).map_err(|e| e.to_string())?;
    let id = pair
        .id
        .as_str()
        .map_or_else(|| pair.id.to_string(), str::to_owned);
    let view = compare(&id, &pair.a, &pair.b);
    let mut answer = serde_json::to_value(&view).map_err(|e| e.to_string())?;
    if let Some(object) = answer.as_object_mut() {
        object.insert("id".into(), pair.id);
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_keeps_its_type_and_a_bad_line_says_why() {
        let value = answer(br#"{"id":7,"a":"x","b":"y","more":1}"#).unwrap();
        assert_eq!(value["id"], 7);
        assert!(value["kind"].is_string() && value["score"].is_number());
        assert!(answer(b"{").is_err());
        assert!(answer(br#"{"id":"x","a":"y"}"#).is_err_and(|e| e.contains('b')));
    }
}

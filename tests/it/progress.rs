//! Long answers say how far they are, and whoever is told can stop them.

use std::ops::ControlFlow;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use assert_cmd::cargo::cargo_bin;
use urtext::corpus::{Progress, QuoteQuery};
use urtext::ingest::{ReadOptions, read};
use urtext::{Corpus, Error, ErrorKind, OriginsQuery, Period};

/// 2026-01-01T00:00:00Z.
const NOW: i64 = 1_767_225_600;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/sample/sample.jsonl");

const ARTICLE: &str = "a:fd934c39";

fn sample() -> Corpus {
    let bytes = std::fs::read(SAMPLE).unwrap();
    let mut corpus = Corpus::in_memory().unwrap();
    let articles = read("sample.jsonl", &bytes, &ReadOptions::default()).articles;
    corpus.add(&articles, NOW).unwrap();
    corpus
}

/// The outlet with the most articles.
fn largest(corpus: &Corpus) -> String {
    let outlets = corpus.outlets().unwrap().into_iter();
    outlets.max_by_key(|o| o.articles).unwrap().outlet
}

type Verb = fn(&Corpus) -> Result<(), Error>;

/// Every answer that may take long.
const VERBS: [(&str, Verb); 10] = [
    ("audit", |c| {
        c.audit(&largest(c), Period::default()).map(drop)
    }),
    ("copies", |c| c.copies_of(&largest(c), None).map(drop)),
    ("origins of words", |c| {
        let query = OriginsQuery::Words("whale harbour".into());
        c.origins(&query, Period::default()).map(drop)
    }),
    ("origins of a story", |c| {
        let query = OriginsQuery::Article(ARTICLE.into());
        c.origins(&query, Period::default()).map(drop)
    }),
    ("origins of a paragraph", |c| {
        let query = OriginsQuery::Paragraph(ARTICLE.into(), 1);
        c.origins(&query, Period::default()).map(drop)
    }),
    ("derivations", |c| c.derivations(&mut |_| Ok(()))),
    ("stemma", |c| c.stemma(&mut |_| Ok(()))),
    ("matches", |c| c.matches(&mut |_| Ok(()))),
    ("matrix", |c| c.matrix().map(drop)),
    ("quotes", |c| c.quotes(&QuoteQuery::default()).map(drop)),
];

#[test]
fn counts_of_a_stage_rise_and_end_at_its_total() {
    for (name, verb) in VERBS {
        let told: Arc<Mutex<Vec<Progress>>> = Arc::default();
        let heard = Arc::clone(&told);
        let corpus = sample().watched(move |progress| {
            heard.lock().unwrap().push(progress);
            ControlFlow::Continue(())
        });
        verb(&corpus).unwrap();
        let told = told.lock().unwrap();
        assert!(told.iter().any(|p| p.done > 0), "{name} told nothing");
        for stage in told.chunk_by(|x, y| x.stage == y.stage) {
            assert!(stage.is_sorted_by_key(|p| p.done), "{name}: {stage:?}");
            let last = stage.last().unwrap();
            assert_eq!(
                last.done,
                last.total.unwrap_or(last.done),
                "{name}: {last:?}"
            );
        }
    }
}

#[test]
fn a_stopped_answer_is_an_error_wherever_it_is_stopped_and_the_store_stays_readable() {
    for (name, verb) in VERBS {
        let asked = Arc::new(Mutex::new((0_usize, None)));
        let heard = Arc::clone(&asked);
        let corpus = sample().watched(move |_| {
            let mut asked = heard.lock().unwrap();
            asked.0 += 1;
            match asked.1 {
                Some(at) if asked.0 >= at => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        });
        let scope = corpus.scope().unwrap();
        verb(&corpus).unwrap();
        let turns = asked.lock().unwrap().0;
        for at in [1, turns / 2 + 1, turns] {
            *asked.lock().unwrap() = (0, Some(at));
            let stopped = verb(&corpus).unwrap_err();
            assert_eq!(stopped.kind(), ErrorKind::Interrupted, "{name}: {stopped}");
        }
        *asked.lock().unwrap() = (0, None);
        assert_eq!(corpus.scope().unwrap(), scope, "{name}");
        verb(&corpus).unwrap();
    }
}

#[test]
fn watching_changes_no_answer() {
    let plain = sample();
    let outlet = largest(&plain);
    let before = plain.audit(&outlet, Period::default()).unwrap();
    let watched = plain.watched(|_| ControlFlow::Continue(()));
    assert_eq!(watched.audit(&outlet, Period::default()).unwrap(), before);
}

#[test]
fn the_command_line_tells_stages_on_standard_error_alone_and_draws_no_bar_without_a_terminal() {
    let dir = tempfile::tempdir().unwrap();
    let urtext = |args: &[&str]| {
        let done = Command::new(cargo_bin("urtext"))
            .args(["--db", "t.db"])
            .args(args)
            .current_dir(dir.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(done.status.success(), "{args:?}");
        (
            String::from_utf8(done.stdout).unwrap(),
            String::from_utf8(done.stderr).unwrap(),
        )
    };
    urtext(&["ingest", SAMPLE]);
    for (args, stage) in [
        (&["audit", "Coastal Herald"][..], "judge articles"),
        (&["origins", "whale", "harbour"], "search texts"),
        (&["export", "derivations"], "judge articles"),
    ] {
        // A machine that is slow enough would be told of otherwise.
        let (answer, silence) = urtext(&[args, &["--quiet"]].concat());
        assert!(silence.is_empty(), "{args:?}: {silence}");
        let (same, told) = urtext(&[args, &["--progress-lines"]].concat());
        assert_eq!(answer, same, "{args:?}");
        assert!(told.contains(&format!("{stage} ")), "{args:?}: {told}");
        assert!(!told.contains('\u{1b}'), "{args:?}: {told}");
    }
}

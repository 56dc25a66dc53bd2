//! The answers hang on what is in the store, not on the order or the batches in which it came.

use std::collections::BTreeSet;

use proptest::prelude::*;
use urtext::corpus::{Corpus, Period};
use urtext::model::Article;

use crate::newsroom::{STANDING, printed};

/// 2026-01-01T00:00:00Z: every article is first seen at one moment, so that only the order differs.
const NOW: i64 = 1_767_225_600;

const ARTICLES: usize = 60;

fn articles() -> Vec<Article> {
    let all = printed(7, ARTICLES);
    all.iter().map(|printed| printed.article()).collect()
}

/// What the store says of its derivations and of what its houses take from themselves, one JSON line each, sorted.
fn told(corpus: &Corpus) -> Vec<String> {
    let mut lines = Vec::new();
    corpus
        .derivations_and_reuse(&mut |view| {
            lines.push(serde_json::to_string(view).unwrap());
            Ok(())
        })
        .unwrap();
    lines.sort_unstable();
    lines
}

/// What the store says of its derivations, one JSON line each, sorted.
pub(crate) fn derivations(corpus: &Corpus) -> Vec<String> {
    let mut lines = Vec::new();
    corpus
        .derivations(&mut |view| {
            lines.push(serde_json::to_string(view).unwrap());
            Ok(())
        })
        .unwrap();
    lines.sort_unstable();
    lines
}

fn ingested(articles: &[Article], batch: usize) -> Corpus {
    let mut corpus = Corpus::in_memory().unwrap();
    for part in articles.chunks(batch) {
        corpus.add(part, NOW).unwrap();
    }
    corpus
}

/// Says where two answers part, since two hundred lines side by side help nobody.
pub(crate) fn assert_same(expected: &[String], found: &[String], how: &str) {
    let a: BTreeSet<_> = expected.iter().collect();
    let b: BTreeSet<_> = found.iter().collect();
    let only = |x: &BTreeSet<&String>, y: &BTreeSet<&String>| {
        let lines = x.difference(y).take(3).map(|l| l.as_str());
        lines.collect::<Vec<_>>().join("\n")
    };
    assert!(
        expected == found,
        "{how}: {} derivations, not {}\nonly as written:\n{}\nonly so:\n{}",
        found.len(),
        expected.len(),
        only(&a, &b),
        only(&b, &a),
    );
}

#[test]
fn the_press_holds_something_of_everything() {
    let corpus = ingested(&articles(), ARTICLES);
    let all = told(&corpus).join("\n");
    for expected in [
        r#""kind":"verbatim""#,
        r#""kind":"edited""#,
        r#""kind":"partial""#,
        r#""direction":"undecided""#,
        r#""direction":"likely""#,
        r#""credit":"given""#,
        r#""credit":"missing""#,
        r#""kind":"self_reuse""#,
    ] {
        assert!(all.contains(expected), "no {expected} in\n{all}");
    }
    let audit = corpus.audit("Northern Wire", Period::default()).unwrap();
    let own = audit.left_out.iter().find(|s| s.label == "self_reuse");
    assert!(own.unwrap().count > 0);
    let standing = corpus.furniture("Daily Relay").unwrap();
    assert!(standing.iter().any(|line| line.text == STANDING));
}

#[test]
fn adding_twice_changes_nothing() {
    let articles = articles();
    let mut corpus = ingested(&articles, 25);
    let before = told(&corpus);
    let again = corpus.add(&articles, NOW + 1).unwrap();
    assert_eq!((again.added, again.known), (0, ARTICLES));
    assert_same(&before, &told(&corpus), "added twice");
}

#[test]
fn the_latest_may_come_first() {
    let mut articles = articles();
    let expected = told(&ingested(&articles, ARTICLES));
    articles.reverse();
    for batch in [1, 7, ARTICLES] {
        let found = told(&ingested(&articles, batch));
        assert_same(&expected, &found, &format!("backwards by {batch}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_and_any_batches_give_the_same_derivations(
        shuffled in Just(articles()).prop_shuffle(),
        batch in 1_usize..=ARTICLES,
    ) {
        let expected = told(&ingested(&articles(), ARTICLES));
        let corpus = ingested(&shuffled, batch);
        assert_same(&expected, &told(&corpus), &format!("shuffled by {batch}"));
        let standing = corpus.furniture("Daily Relay").unwrap();
        prop_assert!(standing.iter().any(|line| line.text == STANDING));
    }
}

/// Everything that can be exported, byte for byte.
fn exported(articles: &[Article], batch: usize) -> String {
    let corpus = ingested(articles, batch);
    let mut out = String::new();
    let mut put = |line: String| {
        out.push_str(&line);
        out.push('\n');
        Ok(())
    };
    corpus
        .derivations_and_reuse(&mut |d| put(serde_json::to_string(d).unwrap()))
        .unwrap();
    corpus
        .stemma(&mut |v| put(serde_json::to_string(v).unwrap()))
        .unwrap();
    corpus
        .articles(&mut |a| put(serde_json::to_string(a).unwrap()))
        .unwrap();
    corpus
        .matches(&mut |m| put(serde_json::to_string(m).unwrap()))
        .unwrap();
    for outlet in corpus.outlets().unwrap() {
        put(serde_json::to_string(&outlet).unwrap()).unwrap();
    }
    out
}

#[test]
fn any_order_of_ingest_gives_byte_equal_exports() {
    // Copies of all kinds, rewrites, versions, undated and backdated texts, furniture, lost sources, contamination.
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut files = vec![
        root.join("sample/sample.jsonl"),
        root.join("newsroom/articles.jsonl"),
    ];
    for name in [
        "chain-undated-middle",
        "contaminated",
        "versions",
        "lost-and-copied",
        "backdated-credited",
        "digest-of-two",
        "star",
    ] {
        files.push(root.join(format!("stemmata/{name}/articles.jsonl")));
    }
    let mut all = articles();
    all.truncate(30);
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        let name = file.display().to_string();
        all.extend(
            urtext::ingest::read(&name, &bytes, &urtext::ingest::ReadOptions::default()).articles,
        );
    }
    let expected = exported(&all, all.len());
    assert!(
        expected.lines().count() > 600,
        "{}",
        expected.lines().count()
    );
    let mut order = all.clone();
    for (turn, batch) in [(7, 1), (31, 13), (50, 200)] {
        order.reverse();
        order.rotate_left(turn);
        let found = exported(&order, batch);
        let (a, b): (Vec<String>, Vec<String>) = (
            expected.lines().map(str::to_owned).collect(),
            found.lines().map(str::to_owned).collect(),
        );
        assert_same(&a, &b, &format!("turned by {turn}, in batches of {batch}"));
        assert!(expected == found);
    }
}

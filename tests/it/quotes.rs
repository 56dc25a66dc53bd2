//! The stories of `fixtures/quotes`: speakers and statements counted against what a careful reader wrote down.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde::Deserialize;
use urtext::corpus::{Corpus, QuoteQuery};
use urtext::ingest::{ReadOptions, read};
use urtext::report::quotes::QuoteView;

/// 2026-01-01T00:00:00Z, after every date in the stories.
const NOW: i64 = 1_767_225_600;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Truth {
    #[serde(rename = "about")]
    _about: String,
    quotations: Vec<Said>,
    statements: Vec<Statement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    outlet: String,
    begins: String,
    speaker: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Statement {
    begins: String,
    first: String,
    outlets: usize,
    heard: usize,
    possible: usize,
}

fn stories() -> BTreeMap<String, (Truth, Vec<QuoteView>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/quotes");
    let mut out = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let truth = fs::read_to_string(path.join("truth.json")).unwrap();
        let bytes = fs::read(path.join("articles.jsonl")).unwrap();
        let read = read("articles.jsonl", &bytes, &ReadOptions::default());
        assert!(read.refused.is_empty(), "{name}: {:?}", read.refused);
        let mut corpus = Corpus::in_memory().unwrap();
        corpus.add(&read.articles, NOW).unwrap();
        let views = corpus.quotes(&QuoteQuery::default()).unwrap();
        out.insert(name, (serde_json::from_str(&truth).unwrap(), views));
    }
    out
}

#[test]
fn speakers_are_named_rightly_or_not_at_all() {
    let (mut right, mut wrong, mut missed, mut extra) = (0, 0, 0, 0);
    let mut notes = Vec::new();
    let stories = stories();
    assert!(stories.len() >= 6);
    for (name, (truth, views)) in &stories {
        let mut found = Vec::new();
        for wording in views.iter().flat_map(|v| &v.wordings) {
            for p in &wording.printings {
                found.push((
                    p.article.outlet.clone().unwrap(),
                    p.text.clone(),
                    p.speaker.clone(),
                ));
            }
        }
        for want in &truth.quotations {
            let at = found
                .iter()
                .position(|(o, t, _)| *o == want.outlet && t.starts_with(&want.begins));
            let got = at.and_then(|i| found.swap_remove(i).2);
            match (&want.speaker, &got) {
                (Some(a), Some(b)) if a == b => right += 1,
                (Some(_), None) => missed += 1,
                (None, None) => {}
                _ => wrong += 1,
            }
            if want.speaker != got {
                notes.push(format!(
                    "{name}: {} “{}”: {:?} instead of {:?}",
                    want.outlet, want.begins, got, want.speaker
                ));
            }
        }
        extra += found.len();
        notes.extend(found.iter().map(|f| format!("{name}: no statement: {f:?}")));
    }
    let told = format!(
        "{right} right, {wrong} wrong, {missed} missed, {extra} no statements\n{}",
        notes.join("\n")
    );
    assert!(right * 20 >= (right + wrong) * 19, "{told}");
    assert!(right * 5 >= (right + wrong + missed) * 4, "{told}");
    assert_eq!(extra, 0, "{told}");
}

#[test]
fn statements_are_joined_over_houses_and_the_first_is_told() {
    for (name, (truth, views)) in stories() {
        for want in truth.statements {
            let view = views.iter().find(|v| v.statement.starts_with(&want.begins));
            let view = view
                .unwrap_or_else(|| panic!("{name}: no statement “{}”: {views:#?}", want.begins));
            assert_eq!(
                view.first.article.outlet.as_deref(),
                Some(&*want.first),
                "{name}: {}",
                want.begins
            );
            assert_eq!(
                (view.outlets, view.heard, view.possible.len()),
                (want.outlets, want.heard, want.possible),
                "{name}: {view:#?}"
            );
        }
    }
}

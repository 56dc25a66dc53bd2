//! Reads every page under `fixtures/pages/` and holds what was read against `truth.json`.
//!
//! A page is a file beside its entry there; a new case needs no Rust.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde::Deserialize;
use urtext::ingest::{ReadOptions, date, read};
use urtext::model::Article;

/// What is true of a page; a key that is not there says that there is nothing of the kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Truth {
    #[serde(rename = "about")]
    _about: String,
    url: String,
    title: String,
    outlet: String,
    byline: Option<String>,
    language: String,
    published_at: Option<String>,
    modified_at: Option<String>,
    licence: Option<String>,
    #[serde(default)]
    credits: Vec<String>,
    /// How each paragraph begins, in order; there are no others.
    paragraphs: Vec<String>,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages")
}

fn wrong(truth: &Truth, article: &Article) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut same = |what: &str, want: Option<&str>, got: Option<&str>| {
        if want != got {
            wrong.push(format!("{what}: {got:?}, not {want:?}"));
        }
    };
    let published = date::published_at(&article.dates, i64::MAX);
    let modified = date::modified_at(&article.dates, i64::MAX);
    same("title", Some(&truth.title), article.title.as_deref());
    same("outlet", Some(&truth.outlet), article.outlet.as_deref());
    same("byline", truth.byline.as_deref(), article.byline.as_deref());
    same(
        "language",
        Some(&truth.language),
        article.language.as_deref(),
    );
    same(
        "published",
        truth.published_at.as_deref(),
        published.as_deref(),
    );
    same(
        "modified",
        truth.modified_at.as_deref(),
        modified.as_deref(),
    );
    same(
        "licence",
        truth.licence.as_deref(),
        article.licence.as_deref(),
    );
    let credits: Vec<&str> = article.credits.iter().map(|c| c.to.as_str()).collect();
    if credits != truth.credits {
        wrong.push(format!("credits: {credits:?}, not {:?}", truth.credits));
    }
    let paragraphs: Vec<&str> = article.text.split("\n\n").collect();
    let fits = paragraphs.len() == truth.paragraphs.len()
        && paragraphs
            .iter()
            .zip(&truth.paragraphs)
            .all(|(p, start)| p.starts_with(start));
    if !fits {
        wrong.push(format!("text: {}", article.text));
    }
    wrong
}

#[test]
fn every_page_gives_what_stands_in_its_truth() {
    let truth = fs::read_to_string(folder().join("truth.json")).unwrap();
    let truth: BTreeMap<String, Truth> = serde_json::from_str(&truth).unwrap();
    let pages = fs::read_dir(folder()).unwrap().filter(|entry| {
        let path = entry.as_ref().unwrap().path();
        path.extension().is_some_and(|e| e == "html")
    });
    assert_eq!(pages.count(), truth.len(), "each page has one truth");
    assert!(truth.len() >= 14, "{}", truth.len());
    let mut failures = Vec::new();
    for (name, truth) in &truth {
        let bytes = fs::read(folder().join(name)).unwrap();
        let options = ReadOptions {
            url: Some(truth.url.clone()),
            ..ReadOptions::default()
        };
        let read = read(name, &bytes, &options);
        match read.articles.first() {
            Some(article) => {
                let wrong = wrong(truth, article);
                failures.extend(wrong.iter().map(|w| format!("{name}: {w}")));
            }
            None => failures.push(format!("{name}: {:?}", read.refused)),
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

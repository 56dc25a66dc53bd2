//! What is told of rewritten paragraphs: the evidence, what is only possible, two articles side by side.

use urtext::corpus::{Corpus, Period};
use urtext::model::{Article, DateClaim, DateOrigin, DateRole, Precision, Zone};

const NOW: i64 = 1_767_225_600;
const COPY: &str = include_str!("../../fixtures/stories/central-bank-rewritten/finchglobe.txt");
const WIRE: &str = include_str!("../../fixtures/stories/central-bank-rewritten/meridian.txt");

const ONE: &str = "The harbour council of Varnholm voted late on Monday to repair the old stone bridge before winter. Three engineers had \
                       warned that the northern arch could not carry another season of heavy lorries.";
const OTHER: &str = "Varnholm's harbour council decided on Monday to repair its old stone bridge before the winter, heeding three engineers \
                         who warned its northern arch would not carry heavy lorries for another season.";

/// The long paragraphs of a fixture.
fn body(text: &'static str) -> Vec<&'static str> {
    text.split("\n\n").filter(|p| p.len() > 120).collect()
}

/// An article of `outlet` with this text, dated by its day.
fn article(outlet: &str, day: i64, text: &str) -> Article {
    let at = 1_699_963_500 + day * 86_400;
    Article {
        url: Some(format!("https://{outlet}.example/news/{day}")),
        outlet: Some(outlet.to_owned()),
        dates: vec![DateClaim {
            earliest: at,
            latest: at,
            origin: DateOrigin::Record,
            role: DateRole::Published,
            precision: Precision::Second,
            zone: Zone::Stated,
            printed: String::new(),
        }],
        text: text.to_owned(),
        ..Article::default()
    }
}

fn store(articles: &[Article]) -> Corpus {
    let mut corpus = Corpus::in_memory().unwrap();
    corpus.add(articles, NOW).unwrap();
    corpus
}

fn wire() -> Article {
    article("meridian", 0, &body(WIRE).join("\n\n"))
}

fn rewriting() -> Article {
    article("finch", 1, &body(COPY).join("\n\n"))
}

#[test]
fn a_rewritten_paragraph_comes_with_its_evidence() {
    let corpus = store(&[wire(), rewriting()]);
    let view = corpus.trace("https://finch.example/news/1").unwrap();
    let json = serde_json::to_value(&view).unwrap();
    let mut rewritten = 0;
    for paragraph in json["paragraphs"].as_array().unwrap() {
        let d = &paragraph["derivation"];
        if d["kind"] != "rewritten" {
            assert!(d.get("evidence").is_none(), "{d}");
            continue;
        }
        rewritten += 1;
        assert!(d["evidence"]["facts_shared"].as_u64().unwrap() > 0, "{d}");
        let first = d["reasons"][0].as_str().unwrap();
        assert!(first.contains("facts stand in the source"), "{first}");
        let reasons: Vec<&str> = d["reasons"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|r| r.as_str())
            .collect();
        assert!(reasons.iter().any(|r| r.contains("support")), "{reasons:?}");
        assert!(
            !reasons.iter().any(|r| r.contains("words equal")),
            "{reasons:?}"
        );
    }
    assert!(rewritten >= 5, "{rewritten}");
}

#[test]
fn what_may_be_rewritten_is_shown_and_never_exported_or_counted() {
    let corpus = store(&[article("meridian", 0, ONE), article("finch", 1, OTHER)]);
    let view = corpus.trace("https://finch.example/news/1").unwrap();
    let possible = view.paragraphs[0].possible.as_ref().unwrap();
    assert_eq!((possible.record, possible.kind), ("possible", "rewritten"));
    assert!(
        possible.reasons[0].starts_with("only possible: "),
        "{possible:?}"
    );
    assert!(view.paragraphs[0].derivation.is_none() && view.sources.is_empty());
    let json = serde_json::to_value(&view).unwrap();
    assert_eq!(json["paragraphs"][0]["possible"]["record"], "possible");
    let mut exported = 0;
    corpus
        .derivations(&mut |_| {
            exported += 1;
            Ok(())
        })
        .unwrap();
    assert_eq!(exported, 0);
    let audit = corpus.audit("finch", Period::default()).unwrap();
    let rewritten = audit.kinds.iter().find(|k| k.label == "rewritten").unwrap();
    assert_eq!((rewritten.count, audit.paragraphs), (0, 1));
    let pair = corpus
        .pair("https://meridian.example/news/0", &view.article.article)
        .unwrap();
    assert!(pair.rows.iter().all(|r| r.possible) && pair.copy.is_none());
}

#[test]
fn two_articles_side_by_side_show_what_is_rewritten_from_either_side() {
    let corpus = store(&[wire(), rewriting()]);
    let (a, b) = (
        "https://meridian.example/news/0",
        "https://finch.example/news/1",
    );
    let (there, back) = (corpus.pair(a, b).unwrap(), corpus.pair(b, a).unwrap());
    let rows = |view: &urtext::report::view::PairView, swap: bool| {
        let mut rows: Vec<_> = view
            .rows
            .iter()
            .map(|r| {
                (
                    if swap { (r.b, r.a) } else { (r.a, r.b) },
                    r.kind,
                    r.possible,
                )
            })
            .collect();
        rows.sort_unstable();
        rows
    };
    assert_eq!(rows(&there, false), rows(&back, true));
    let rewritten = there
        .rows
        .iter()
        .filter(|r| r.kind == "rewritten" && !r.possible);
    assert!(rewritten.clone().count() >= 5);
    for row in rewritten {
        assert!(
            row.evidence.as_ref().is_some_and(|e| e.facts > 0),
            "{row:?}"
        );
    }
    assert_eq!((there.copy, back.copy), (Some("b"), Some("a")));
    assert_eq!(there.direction, "likely");
}

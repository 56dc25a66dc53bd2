//! The ledger on small stores.

use super::*;
use crate::corpus::Corpus;
use crate::ingest::date;
use crate::model::{Article, DateOrigin, DateRole};

const NOW: i64 = 1_767_225_600;

fn article(outlet: &str, at: Option<&str>, text: &str) -> Article {
    let claim = at.and_then(|t| date::parse(t, DateOrigin::Record, DateRole::Published, i64::MAX));
    Article {
        url: Some(format!("https://{}.example/1", outlet.to_lowercase())),
        outlet: Some(outlet.into()),
        dates: claim.into_iter().collect(),
        text: text.into(),
        ..Article::default()
    }
}

fn ledger(articles: &[Article], query: &QuoteQuery) -> Vec<QuoteView> {
    let mut corpus = Corpus::in_memory().unwrap();
    corpus.add(articles, NOW).unwrap();
    corpus.quotes(query).unwrap()
}

fn heard() -> Vec<Article> {
    vec![
        article(
            "Harbour",
            Some("2024-05-14T09:30:00Z"),
            "The mayor spoke on the pier of Lindemar to those who had come to see the boats. “We will not leave the harbour before spring, whatever they say,” said Jane Roe in the rain.",
        ),
        article(
            "Hill",
            Some("2024-05-14T11:00:00Z"),
            "Up in the hills people heard it on the radio while they were at lunch in their kitchens. Jane Roe told the crowd: “We will not leave the harbour before spring.”",
        ),
        article(
            "Flash",
            Some("2024-05-14T12:00:00Z"),
            "The mayor spoke on the pier of Lindemar to those who had come to see the boats. “We will not leave the harbour before spring, whatever they say,” said Jane Roe in the rain.",
        ),
    ]
}

#[test]
fn a_copy_is_told_from_a_hearing_of_its_own_and_the_first_is_the_earliest() {
    let found = ledger(&heard(), &QuoteQuery::default());
    assert_eq!(found.len(), 1, "{found:#?}");
    let view = &found[0];
    assert_eq!(view.speaker.as_deref(), Some("Jane Roe"));
    assert_eq!(view.first.article.outlet.as_deref(), Some("Harbour"));
    assert_eq!(
        (view.direction, view.printings, view.outlets, view.heard),
        ("likely", 3, 3, 2)
    );
    let came: Vec<_> = view
        .wordings
        .iter()
        .flat_map(|w| w.printings.iter().map(|p| (w.variant, p.came)))
        .collect();
    assert_eq!(
        came,
        [("same", "first"), ("same", "copied"), ("part", "heard")]
    );
    let text = &heard()[0].text;
    let quoted: String = text
        .chars()
        .skip(view.first.start)
        .take(view.first.end - view.first.start)
        .collect();
    assert_eq!(quoted, view.statement);
}

#[test]
fn without_dates_nobody_is_first() {
    let mut all = heard();
    for article in &mut all {
        article.dates.clear();
    }
    let found = ledger(&all, &QuoteQuery::default());
    assert_eq!(found[0].direction, "undecided");
    let since = QuoteQuery {
        period: Period {
            since: Some(0),
            until: None,
        },
        ..QuoteQuery::default()
    };
    assert!(ledger(&all, &since).is_empty());
}

#[test]
fn the_order_of_ingest_plays_no_part_in_the_ledger() {
    let mut all = heard();
    let forward = ledger(&all, &QuoteQuery::default());
    all.reverse();
    assert_eq!(forward, ledger(&all, &QuoteQuery::default()));
}

#[test]
fn the_ledger_is_asked_by_speaker_outlet_words_article_and_number_of_houses() {
    let all = heard();
    let ask = |query: QuoteQuery| ledger(&all, &query).len();
    let name = |s: &str| QuoteQuery {
        speaker: Some(s.into()),
        ..QuoteQuery::default()
    };
    assert_eq!(
        (ask(name("roe")), ask(name("J. Roe")), ask(name("John Roe"))),
        (1, 1, 0)
    );
    assert_eq!(
        ask(QuoteQuery {
            outlet: Some("Hill".into()),
            ..QuoteQuery::default()
        }),
        1
    );
    assert_eq!(
        ask(QuoteQuery {
            article: Some("https://hill.example/1".into()),
            ..QuoteQuery::default()
        }),
        1
    );
    assert_eq!(
        ask(QuoteQuery {
            words: vec!["Spring".into(), "harbour".into()],
            ..QuoteQuery::default()
        }),
        1
    );
    assert_eq!(
        ask(QuoteQuery {
            words: vec!["autumn".into()],
            ..QuoteQuery::default()
        }),
        0
    );
    assert_eq!(
        ask(QuoteQuery {
            min_outlets: 4,
            ..QuoteQuery::default()
        }),
        0
    );
}

#[test]
fn two_translations_of_one_statement_are_a_possibility_and_no_variant() {
    let all = [
        article(
            "Echo",
            Some("2024-05-14T09:30:00Z"),
            "At the Harbour Palace in Lindemar the talks of the Northern League went on. “The fishing treaty with the islands is dead and we shall bury it in winter,” said Anna Petrova.",
        ),
        article(
            "Post",
            Some("2024-05-15T09:30:00Z"),
            "The Northern League met at the Harbour Palace to speak about its future this week. Anna Petrova said: “Our treaty on fishing with those islands has died; it will be buried this winter.”",
        ),
        article(
            "Moon",
            Some("2024-05-25T09:30:00Z"),
            "The Northern League met at the Harbour Palace once again to speak about its future. Anna Petrova said: “The treaties about fishing near the islands are dead, winter has buried them.”",
        ),
    ];
    let found = ledger(&all, &QuoteQuery::default());
    assert_eq!(found.len(), 3, "{found:#?}");
    let possible: Vec<_> = found.iter().map(|v| v.possible.len()).collect();
    assert_eq!(possible, [1, 1, 0], "{found:#?}");
    assert!(found.iter().all(|v| v.printings == 1));
    assert_eq!(found[0].possible[0].reasons.len(), 4);
}

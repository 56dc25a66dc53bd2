//! An audit against a newsroom of which it is known what was copied: shares, intervals, periods, comparison.

use serde_json::Value;
use urtext::ingest::{ReadOptions, read};
use urtext::{AuditGroup, Corpus, Period};

use crate::stemmata::copyist::{corpus, lines};

/// 2026-01-01T00:00:00Z.
const NOW: i64 = 1_767_225_600;

/// Articles of each of the two sites that are audited.
const ARTICLES: usize = 30;

/// What the first site's paragraphs are, by their number in an article of fourteen: the first seven are taken as they are, the next four changed in
/// a word, the last three its own.
const VERBATIM: usize = 7;
const EDITED: usize = 4;

/// Papers with a story each; a digest that takes of every one of them and adds its own; a clean site.
fn newsroom() -> Vec<Value> {
    let mut all = corpus(3 * ARTICLES, false, 5);
    let paragraphs = |article: &Value| -> Vec<String> {
        article["text"]
            .as_str()
            .unwrap()
            .split("\n\n")
            .map(str::to_owned)
            .collect()
    };
    for n in 0..ARTICLES {
        let (paper, own) = (paragraphs(&all[n]), paragraphs(&all[ARTICLES + n]));
        let mut text: Vec<String> = paper[..VERBATIM].to_vec();
        for paragraph in &paper[VERBATIM..VERBATIM + EDITED] {
            let mut words: Vec<&str> = paragraph.split(' ').collect();
            words[20] = "otherwise";
            text.push(words.join(" "));
        }
        text.extend_from_slice(&own[VERBATIM + EDITED..]);
        all[n]["published_at"] = format!("2024-04-{:02}T08:00:00Z", n % 28 + 1).into();
        all[ARTICLES + n]["text"] = text.join("\n\n").into();
        all[ARTICLES + n]["outlet"] = "The Digest".into();
        all[ARTICLES + n]["url"] = format!(
            "https://digest.example/{}/story-{n}",
            ["world", "town"][n % 2]
        )
        .into();
        all[ARTICLES + n]["published_at"] = format!("2024-05-{:02}T08:00:00Z", n % 28 + 1).into();
        let paper = all[n]["outlet"].clone();
        all[ARTICLES + n]["source"] = paper;
        all[2 * ARTICLES + n]["outlet"] = "The Clean Page".into();
        all[2 * ARTICLES + n]["published_at"] = "2024-05-09T08:00:00Z".into();
    }
    all
}

fn held(articles: &[Value]) -> Corpus {
    let found = read(
        "newsroom.jsonl",
        lines(articles).as_bytes(),
        &ReadOptions::default(),
    );
    let mut held = Corpus::in_memory().unwrap();
    held.add(&found.articles, NOW).unwrap();
    held
}

#[test]
fn the_shares_are_those_of_the_truth_whatever_the_order_of_ingest() {
    let all = newsroom();
    let view = held(&all)
        .audit_by("The Digest", Period::default(), Some(AuditGroup::Section))
        .unwrap();
    assert!(
        view.rated && view.paragraphs == 14 * ARTICLES,
        "{}",
        view.paragraphs
    );
    for (label, count) in [
        ("no_earlier_match", 3),
        ("verbatim", VERBATIM),
        ("edited", EDITED),
        ("partial", 0),
        ("rewritten", 0),
    ] {
        let truth = count as f64 / 14.0;
        let found = view.kinds.iter().find(|k| k.label == label).unwrap();
        assert!(
            (found.share.unwrap() - truth).abs() < 0.02,
            "{label}: {found:?}"
        );
        assert!(
            (found.word_share.unwrap() - truth).abs() < 0.02,
            "{label}: {found:?}"
        );
        let [low, high] = found.interval.unwrap();
        assert!(
            low <= truth + 0.02 && truth - 0.02 <= high,
            "{label}: {found:?}"
        );
    }
    assert!(view.credited.share.unwrap() > 0.98, "{:?}", view.credited);
    assert_eq!(view.lag_known, ARTICLES, "all arrows are firm");
    assert_eq!(
        view.examples
            .iter()
            .filter(|e| e.kind == "verbatim")
            .count(),
        3
    );
    let groups: Vec<&str> = view.periods.iter().map(|p| p.group.as_str()).collect();
    assert_eq!(groups, ["town", "world"]);
    assert!(view.periods.iter().all(|p| p.kinds[0].share.is_some()));
    let mut turned = all.clone();
    turned.reverse();
    let again = held(&turned)
        .audit_by("The Digest", Period::default(), Some(AuditGroup::Section))
        .unwrap();
    assert_eq!(view, again);
}

#[test]
fn two_sites_side_by_side_differ_where_they_do_and_a_paper_names_its_client() {
    let all = newsroom();
    let held = held(&all);
    let both = held
        .audit_both("The Digest", "The Clean Page", Period::default())
        .unwrap();
    let row = |label: &str| both.differences.iter().find(|d| d.label == label).unwrap();
    assert!(
        row("verbatim").shown && row("verbatim").difference.unwrap() > 0.4,
        "{:?}",
        row("verbatim")
    );
    assert!(!row("rewritten").shown);
    assert!(
        both.differences
            .iter()
            .all(|d| !d.label.starts_with("credit")),
        "one of them has no copies to rate"
    );
    let paper = all[0]["outlet"].as_str().unwrap();
    let view = held.audit(paper, Period::default()).unwrap();
    assert_eq!(
        (view.clients[0].outlet.as_str(), view.clients[0].paragraphs),
        ("The Digest", VERBATIM + EDITED)
    );
    assert!(
        !view.rated
            && view
                .kinds
                .iter()
                .all(|k| k.share.is_none() && k.interval.is_none())
    );
}

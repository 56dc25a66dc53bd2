//! What the library says of small stores, verb by verb.

use urtext::corpus::{Corpus, Forget, FurnitureRuling, Period, compare};
use urtext::model::{Article, DateClaim, DateOrigin, DateRole, Precision, Zone};

use crate::newsroom::printed;
use crate::order::{assert_same, derivations};

const NOW: i64 = 1_767_225_600;

/// 30 words that no other number gives.
fn paragraph(number: usize) -> String {
    let words: Vec<String> = (0..30).map(|i| format!("w{number}x{i}")).collect();
    format!("The {}.", words.join(" "))
}

/// An article of `outlet` with these paragraphs, dated by its number.
fn article(outlet: &str, number: i64, paragraphs: &[String]) -> Article {
    let at = 1_677_650_400 + number * 86_400;
    let site = outlet.to_lowercase().replace(' ', "-");
    Article {
        url: Some(format!("https://{site}.example/news/{number}")),
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
        text: paragraphs.join("\n\n"),
        ..Article::default()
    }
}

fn store(articles: &[Article]) -> Corpus {
    let mut corpus = Corpus::in_memory().unwrap();
    corpus.add(articles, NOW).unwrap();
    corpus
}

fn standing(corpus: &Corpus, outlet: &str) -> Vec<(String, &'static str)> {
    let lines = corpus.furniture(outlet).unwrap();
    lines.into_iter().map(|l| (l.text, l.decided)).collect()
}

#[test]
fn copies_of_an_outlet_are_what_the_derivations_say() {
    let read = |file: &str| {
        let path = format!("{}/fixtures/{file}", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(&path).unwrap();
        urtext::ingest::read(&path, &bytes, &urtext::ingest::ReadOptions::default()).articles
    };
    let articles = [read("sample/sample.jsonl"), read("newsroom/articles.jsonl")].concat();
    let corpus = store(&articles);
    let mut pairs = 0;
    for outlet in corpus.outlets().unwrap() {
        let mut told: Vec<(String, String, usize)> = Vec::new();
        corpus
            .derivations(&mut |d| {
                let mine = |name: &Option<String>| name.as_deref() == Some(&*outlet.outlet);
                let source = if mine(&d.source.outlet) {
                    &d.source.id
                } else if mine(&d.origin.outlet) {
                    &d.origin.id
                } else {
                    return Ok(());
                };
                if d.kind == "shared_quote" || d.paragraph == 0 || mine(&d.outlet) {
                    return Ok(());
                }
                match told.iter_mut().find(|t| (&t.0, &t.1) == (&d.id, source)) {
                    Some(known) => known.2 += 1,
                    None => told.push((d.id.clone(), source.clone(), 1)),
                }
                Ok(())
            })
            .unwrap();
        told.sort();
        for since in [None, Some(NOW)] {
            let found = corpus.copies_of(&outlet.outlet, since).unwrap();
            let mut found: Vec<_> = found
                .into_iter()
                .map(|c| (c.copy.id, c.source.id, c.paragraphs))
                .collect();
            found.sort();
            assert_eq!(found, told, "{} {since:?}", outlet.outlet);
        }
        assert!(
            corpus
                .copies_of(&outlet.outlet, Some(NOW + 1))
                .unwrap()
                .is_empty()
        );
        pairs += told.len();
    }
    assert!(pairs >= 8, "{pairs}");
}

#[test]
fn a_line_in_three_stories_is_furniture_and_in_three_versions_of_one_is_not() {
    let line = paragraph(0);
    let stories: Vec<Article> = (1..=3)
        .map(|n| {
            let own = n as usize * 10;
            article(
                "Post",
                n,
                &[
                    paragraph(own),
                    paragraph(own + 1),
                    paragraph(own + 2),
                    line.clone(),
                ],
            )
        })
        .collect();
    assert!(standing(&store(&stories[..2]), "Post").is_empty());
    assert_eq!(
        standing(&store(&stories), "Post"),
        [(line.clone(), "standing")]
    );
    let versions: Vec<Article> = (1..=3)
        .map(|n| {
            article(
                "Post",
                n,
                &[
                    paragraph(1),
                    paragraph(2),
                    line.clone(),
                    paragraph(50 + n as usize),
                ],
            )
        })
        .collect();
    assert!(standing(&store(&versions), "Post").is_empty());
}

#[test]
fn a_version_that_comes_between_does_not_hide_a_habit() {
    let line = paragraph(0);
    // One round-up that shares a third with each of three stories that share nothing but the line.
    let stories: Vec<Article> = (1..=3)
        .map(|n| {
            article(
                "Post",
                n,
                &[
                    paragraph(n as usize),
                    line.clone(),
                    paragraph(n as usize + 10),
                ],
            )
        })
        .collect();
    let round_up = article(
        "Post",
        9,
        &[paragraph(1), paragraph(2), paragraph(3), line.clone()],
    );
    let mut first = store(std::slice::from_ref(&round_up));
    first.add(&stories, NOW).unwrap();
    let mut last = store(&stories);
    last.add(&[round_up], NOW).unwrap();
    assert_eq!(standing(&first, "Post"), standing(&last, "Post"));
}

#[test]
fn a_ruling_holds_against_the_rule_until_it_is_lifted() {
    let line = paragraph(0);
    let story = |n: i64| {
        article(
            "Post",
            n,
            &[
                paragraph(n as usize * 10),
                paragraph(n as usize * 10 + 1),
                paragraph(n as usize * 10 + 2),
                line.clone(),
            ],
        )
    };
    let mut corpus = store(&[story(1), story(2), story(3)]);
    let passage = corpus.furniture("Post").unwrap()[0].passage.clone();
    corpus
        .rule_furniture("Post", &passage, FurnitureRuling::Paragraph)
        .unwrap();
    corpus.add(&[story(4)], NOW).unwrap();
    assert_eq!(standing(&corpus, "Post"), [(line.clone(), "paragraph")]);
    corpus
        .rule_furniture("Post", &passage, FurnitureRuling::Automatic)
        .unwrap();
    assert_eq!(standing(&corpus, "Post"), [(line, "standing")]);
}

#[test]
fn what_was_forgotten_and_added_again_gives_the_same_answers() {
    let all: Vec<Article> = printed(3, 40).iter().map(|p| p.article()).collect();
    let mut corpus = store(&all);
    let before = derivations(&corpus);
    let gone = Forget::Outlet("Daily Relay".to_owned());
    let would = corpus.would_forget(&gone).unwrap();
    let did = corpus.forget(&gone).unwrap();
    assert_eq!(
        (would.articles, would.passages),
        (did.articles, did.passages)
    );
    let (relay, others): (Vec<Article>, Vec<Article>) = all
        .into_iter()
        .partition(|a| a.outlet.as_deref() == Some("Daily Relay"));
    assert_eq!(did.articles, relay.len());
    assert_same(
        &derivations(&store(&others)),
        &derivations(&corpus),
        "forgotten",
    );
    assert!(corpus.doctor(true).unwrap().ok);
    corpus.add(&relay, NOW).unwrap();
    assert_same(&before, &derivations(&corpus), "added again");
    assert!(corpus.doctor(true).unwrap().ok);
}

#[test]
fn merged_outlets_are_one_house() {
    let text = [paragraph(1), paragraph(2)];
    let mut corpus = store(&[article("Wire", 1, &text), article("Wire Desk", 2, &text)]);
    assert_eq!(derivations(&corpus).len(), 2);
    assert_eq!(corpus.merge_outlets("Wire Desk", "Wire").unwrap(), 1);
    assert!(derivations(&corpus).is_empty());
    assert_eq!(corpus.outlets().unwrap().len(), 1);
    assert!(corpus.merge_outlets("Nobody", "Wire").is_err());
}

#[test]
fn a_nameless_article_belongs_to_the_outlet_of_its_site_whichever_comes_first() {
    let text = [paragraph(1), paragraph(2)];
    let named = article("Wire", 1, &text);
    let nameless = Article {
        outlet: None,
        ..article("Wire", 2, &text)
    };
    let copy = article("Post", 3, &text);
    let mut orders = vec![
        vec![&named, &nameless, &copy],
        vec![&copy, &nameless, &named],
    ];
    orders.push(vec![&nameless, &named, &copy]);
    let mut answers = Vec::new();
    for order in orders {
        let mut corpus = Corpus::in_memory().unwrap();
        for one in order {
            corpus.add(std::slice::from_ref(one), NOW).unwrap();
        }
        let outlets = corpus.outlets().unwrap();
        let counts: Vec<_> = outlets
            .iter()
            .map(|o| (o.outlet.clone(), o.articles))
            .collect();
        answers.push((counts, derivations(&corpus)));
    }
    assert_eq!(
        answers[0].0,
        [("Post".to_owned(), 1), ("Wire".to_owned(), 2)]
    );
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
}

#[test]
fn quotation_marks_of_another_witness_change_no_answer() {
    let said = "we will keep the old bridge open for every family on the far bank for as long as the arch can carry them";
    let a = article(
        "Wire",
        1,
        &[format!("The mayor said “{said}” on Monday."), paragraph(1)],
    );
    let b = article(
        "Post",
        2,
        &[format!("The mayor said {said} on Monday."), paragraph(1)],
    );
    let c = article(
        "Herald",
        3,
        &[
            format!("In the chamber the mayor said “{said}” again."),
            paragraph(1),
        ],
    );
    let orders = [[&a, &b, &c], [&c, &b, &a], [&b, &c, &a]];
    let answers = orders.map(|order| {
        let mut corpus = Corpus::in_memory().unwrap();
        for one in order {
            corpus.add(std::slice::from_ref(one), NOW).unwrap();
        }
        derivations(&corpus)
    });
    assert_same(&answers[0], &answers[1], "backwards");
    assert_same(&answers[0], &answers[2], "by turns");
}

#[test]
fn two_articles_of_one_site_are_one_house_reusing_its_own() {
    let text = [paragraph(1), paragraph(2)];
    let mut guest = article("Guest Writer", 2, &text);
    guest.url = Some("https://www.wire.example/guest".to_owned());
    let corpus = store(&[article("Wire", 1, &text), guest]);
    assert!(derivations(&corpus).is_empty());
    let trace = corpus.trace("https://www.wire.example/guest").unwrap();
    let asides = trace.paragraphs.iter().filter_map(|p| p.aside.as_ref());
    assert_eq!(asides.filter(|a| a.self_reuse).count(), 2);
}

/// The lines of `export derivations` as JSON.
fn exported(corpus: &Corpus) -> Vec<serde_json::Value> {
    let mut lines = Vec::new();
    corpus
        .derivations_and_reuse(&mut |d| {
            lines.push(serde_json::to_value(d).unwrap());
            Ok(())
        })
        .unwrap();
    lines
}

#[test]
fn text_that_comes_back_to_the_outlet_that_had_it_first_is_exported_as_self_reuse_with_its_own_first_article()
 {
    let text = [paragraph(1), paragraph(2)];
    let mut later = text.clone();
    later[1] = later[1].replace("w2x3", "seven").replace("w2x20", "of");
    let back = [paragraph(3), later[0].clone(), later[1].clone()];
    let corpus = store(&[
        article("Wire", 1, &text),
        article("Post", 2, &text),
        article("Wire", 3, &text),
        article("Wire", 4, &back),
    ]);
    let lines = exported(&corpus);
    let mut own: Vec<_> = lines.iter().filter(|l| l["kind"] == "self_reuse").collect();
    own.sort_by_key(|l| (l["article"].to_string(), l["start"].as_u64()));
    let first = "https://wire.example/news/1";
    assert_eq!((lines.len(), own.len()), (6, 4));
    for (line, (url, wording)) in own.iter().zip([
        ("https://wire.example/news/3", "verbatim"),
        ("https://wire.example/news/3", "verbatim"),
        ("https://wire.example/news/4", "verbatim"),
        ("https://wire.example/news/4", "edited"),
    ]) {
        assert_eq!(
            (&line["article"], &line["wording"]),
            (&url.into(), &wording.into())
        );
        assert_eq!(line["source"]["article"], first);
        assert_eq!(line["origin"]["article"], first);
        assert_eq!(line["self_reuse"], true);
        assert_eq!(
            (&line["credit"], &line["credit_form"]),
            (&"not_due".into(), &"not_due".into())
        );
    }
    let start = back[0].chars().count() + 2 + back[1].chars().count() + 2;
    assert_eq!(
        (&own[3]["start"], &own[3]["paragraph"]),
        (&start.into(), &3.into())
    );
    assert_eq!(own[3]["source"]["start"], text[0].chars().count() + 2);
    assert!(
        lines
            .iter()
            .all(|l| (l["kind"] == "self_reuse") == l.get("wording").is_some())
    );
}

#[test]
fn a_stray_run_of_words_in_two_articles_of_one_house_is_no_line_of_an_export() {
    let words = |number: usize| -> Vec<String> {
        let all = paragraph(number);
        all.split(' ').map(str::to_owned).collect()
    };
    let mixed = [&words(1)[..14], &words(9)[..18]].concat().join(" ");
    let corpus = store(&[
        article("Wire", 1, &[paragraph(1), paragraph(2)]),
        article("Wire", 3, &[paragraph(3), mixed]),
    ]);
    let trace = corpus.trace("https://wire.example/news/3").unwrap();
    assert!(trace.paragraphs[1].aside.as_ref().unwrap().self_reuse);
    assert!(exported(&corpus).is_empty());
}

#[test]
fn self_reuse_is_counted_nowhere_as_copying() {
    let text = [paragraph(1), paragraph(2)];
    let corpus = store(&[
        article("Wire", 1, &text),
        article("Post", 2, &text),
        article("Wire", 3, &text),
    ]);
    assert_eq!(exported(&corpus).len(), 4);
    let told = derivations(&corpus);
    assert!(told.len() == 2 && told.iter().all(|l| !l.contains("self_reuse")));
    let mut in_text = 0;
    corpus
        .derivations_in_text(&mut |d, _, _| {
            in_text += usize::from(d.is_copy());
            Ok(())
        })
        .unwrap();
    assert_eq!(in_text, 2);
    let matrix = corpus.matrix().unwrap();
    assert_eq!((matrix.len(), matrix[0].outlet.as_str()), (1, "Post"));
    assert_eq!(corpus.review_queue(9).unwrap().len(), 2);
    let audit = corpus.audit("Wire", Period::default()).unwrap();
    let mut copied = audit.kinds.iter().filter(|k| k.label != "no_earlier_match");
    assert!(copied.all(|k| k.count == 0), "{audit:?}");
}

#[test]
fn a_check_gives_what_storing_and_tracing_gives() {
    let all: Vec<Article> = printed(5, 40).iter().map(|p| p.article()).collect();
    let (last, before) = all.split_last().unwrap();
    for copy in [last, &all[12], &all[25]] {
        let others: Vec<Article> = before.iter().filter(|a| *a != copy).cloned().collect();
        let mut corpus = store(&others);
        let checked = corpus.check(copy, NOW).unwrap();
        corpus.add(std::slice::from_ref(copy), NOW).unwrap();
        let traced = corpus.trace(copy.url.as_deref().unwrap()).unwrap();
        let said = |view: &urtext::report::view::TraceView| {
            serde_json::to_string(&(&view.paragraphs, &view.sources, &view.copies)).unwrap()
        };
        assert_eq!(said(&checked), said(&traced));
    }
}

#[test]
fn lines_of_another_house_left_in_a_copy_tell_the_direction() {
    let line = paragraph(0);
    let story = |outlet: &str, n: i64| {
        let own = n as usize * 10;
        article(
            outlet,
            n,
            &[
                paragraph(own),
                paragraph(own + 1),
                paragraph(own + 2),
                line.clone(),
            ],
        )
    };
    let mut copy = story("Post", 3);
    copy.url = Some("https://post.example/copy".to_owned());
    copy.dates.clear();
    let corpus = store(&[
        story("Wire", 1),
        story("Wire", 2),
        story("Wire", 3),
        story("Wire", 4),
        copy,
    ]);
    let lines = derivations(&corpus);
    assert!(!lines.is_empty());
    assert!(
        lines
            .iter()
            .all(|l| l.contains("still carries lines of Wire"))
    );
}

#[test]
fn a_site_is_audited_by_its_name_its_domain_and_a_part_of_its_address() {
    let text = [paragraph(1), paragraph(2)];
    let corpus = store(&[article("Wire", 1, &text), article("Post", 2, &text)]);
    for (target, kind) in [
        ("Post", "outlet"),
        ("post.example", "domain"),
        ("https://post.example/news/", "url"),
    ] {
        let audit = corpus.audit(target, Period::default()).unwrap();
        assert_eq!((audit.articles, audit.paragraphs), (1, 2), "{target}");
        assert!(audit.target_kind.starts_with(kind), "{}", audit.target_kind);
        assert_eq!(audit.sources[0].outlet, "Wire");
    }
    let later = Period {
        since: Some(NOW),
        until: None,
    };
    assert_eq!(corpus.audit("Post", later).unwrap().articles, 0);
    assert!(corpus.audit("Nobody", Period::default()).is_err());
}

#[test]
fn two_texts_are_compared_without_a_store() {
    let (a, b) = (paragraph(1), paragraph(2));
    assert_eq!(compare("x", &a, &a).kind, "verbatim");
    assert_eq!(compare("x", &a, &b).kind, "none");
    assert_eq!(compare("x", "", "").kind, "none");
    let both = compare("x", &a, &format!("{b} {a}"));
    assert_eq!((both.kind, both.a_in_b), ("partial", 1.0));
}

#[test]
fn a_short_edited_paragraph_is_found_beside_copied_ones_and_not_without_them() {
    let before = "Harbour pilots will vote again on Tuesday about the new tide tables.";
    // No five words in a row are left, so that the index knows nothing of it.
    let after = "Harbour pilots will ballot again on Tuesday over the new tide tables.";
    let source = article(
        "Post",
        1,
        &[paragraph(1), paragraph(2), before.to_owned(), paragraph(3)],
    );
    let copy = article(
        "Herald",
        2,
        &[paragraph(1), paragraph(2), after.to_owned(), paragraph(9)],
    );
    let lone = article("Mail", 3, &[paragraph(11), after.replace("Harbour", "Bay")]);
    let corpus = store(&[source, copy, lone]);
    let mut found = Vec::new();
    corpus
        .derivations(&mut |d| {
            found.push((d.outlet.clone().unwrap_or_default(), d.paragraph, d.kind));
            Ok(())
        })
        .unwrap();
    found.sort();
    let herald = |n, kind| ("Herald".to_owned(), n, kind);
    assert_eq!(
        found,
        [
            herald(1, "verbatim"),
            herald(2, "verbatim"),
            herald(3, "edited")
        ]
    );
}

/// Texts that share one phrase of 20 words and nothing else.
fn phrase_holders(count: i64) -> Vec<Article> {
    let phrase: Vec<String> = (0..20).map(|i| format!("common{i}")).collect();
    (0..count)
        .map(|n| {
            let own: Vec<String> = (0..25).map(|i| format!("own{n}x{i}")).collect();
            let text = format!("The {} {}.", phrase.join(" "), own.join(" "));
            article(&format!("Outlet {n}"), n, &[text])
        })
        .collect()
}

fn match_count(corpus: &Corpus) -> usize {
    let mut count = 0;
    corpus
        .matches(&mut |_| {
            count += 1;
            Ok(())
        })
        .unwrap();
    count
}

#[test]
fn of_a_phrase_in_hundreds_of_passages_each_is_compared_with_a_few_however_they_came() {
    let articles = phrase_holders(520);
    let few = store(&articles[..30]);
    assert_eq!(match_count(&few), 30 * 29 / 2);
    let at_once = store(&articles);
    let count = match_count(&at_once);
    assert!((520..520 * 16).contains(&count), "{count}");
    for (batch, reversed) in [(1, false), (37, true), (260, false)] {
        let mut ordered = articles.clone();
        if reversed {
            ordered.reverse();
        }
        let mut slowly = Corpus::in_memory().unwrap();
        let mut hot = 0;
        for part in ordered.chunks(batch) {
            hot = slowly.add(part, NOW).unwrap().capped;
        }
        assert!(hot > 0, "it is told");
        assert_eq!(
            match_lines(&slowly),
            match_lines(&at_once),
            "in batches of {batch}"
        );
    }
}

#[test]
fn what_is_left_after_forgetting_hubs_is_compared_anew() {
    let articles = phrase_holders(120);
    let mut corpus = store(&articles);
    for gone in &articles[..110] {
        let forgotten = corpus.forget(&urtext::Forget::Article(gone.url.clone().unwrap()));
        assert_eq!(forgotten.unwrap().articles, 1);
    }
    assert_eq!(match_lines(&corpus), match_lines(&store(&articles[110..])));
}

fn match_lines(corpus: &Corpus) -> Vec<String> {
    let mut lines = Vec::new();
    corpus
        .matches(&mut |m| {
            lines.push(format!("{} {} {}", m.a, m.b, m.score));
            Ok(())
        })
        .unwrap();
    lines
}

#[test]
fn a_page_read_from_a_file_is_audited_by_the_domain_it_names_itself() {
    let page = Article {
        url: None,
        canonical_url: Some("https://www.post.example/news/1".into()),
        ..article("Post", 1, &[paragraph(1)])
    };
    let view = store(&[page]).audit("post.example", Period::default());
    assert_eq!(view.unwrap().articles, 1);
}

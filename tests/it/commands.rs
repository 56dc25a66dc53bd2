//! The commands over a small store of invented articles.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;
use tempfile::TempDir;

const FIRST: &str = "The lighthouse keeper of Gull Rock has counted every ship that passed for forty years, and on Monday he closed the book with the last one, a red freighter bound for the north.";
const SECOND: &str = "His ledger will go to the harbour museum, where visitors may turn the pages themselves and look for the ships on which their grandparents came or went.";
const OWN: &str = "Rain kept most people indoors on market day, but the baker sold out before noon and the florist gave away her last tulips to whoever passed the stall.";

/// A folder with three articles: a source, a later copy that names nobody, and one of its own.
fn stories() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let line = |url: &str, outlet: &str, at: &str, text: &str| {
        let value = serde_json::json!({
            "url": format!("https://{url}"), "outlet": outlet, "published_at": at, "title": format!("From {outlet}"), "text": text,
        });
        format!("{value}\n")
    };
    let body = format!("{FIRST}\n\n{SECOND}");
    let all = [
        line(
            "rock.example/1",
            "Rock Gazette",
            "2024-03-04T08:00:00Z",
            &body,
        ),
        line(
            "copy.example/2",
            "Copy Courier",
            "2024-03-05T09:30:00Z",
            &body,
        ),
        line("own.example/3", "=Own Voice", "2024-03-05", OWN),
    ];
    std::fs::write(dir.path().join("news.jsonl"), all.concat()).unwrap();
    dir
}

fn urtext(dir: &Path, args: &[&str]) -> Output {
    Command::new(cargo_bin("urtext"))
        .args(["--now", "2024-06-01", "--db", "t.db"])
        .args(args)
        .current_dir(dir)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Runs a command that must end with `code` and gives what it printed.
fn ends(dir: &Path, code: i32, args: &[&str]) -> String {
    let output = urtext(dir, args);
    assert_eq!(
        output.status.code(),
        Some(code),
        "{args:?}: {}{}",
        out(&output),
        err(&output)
    );
    out(&output)
}

fn json(dir: &Path, args: &[&str]) -> Value {
    serde_json::from_str(&ends(dir, 0, args)).unwrap()
}

fn filled() -> TempDir {
    let dir = stories();
    ends(dir.path(), 0, &["ingest", "news.jsonl"]);
    dir
}

#[test]
fn ingest_twice_is_ingest_once() {
    let dir = stories();
    let page = ends(dir.path(), 0, &["ingest", "news.jsonl", "--batch", "1"]);
    assert!(
        page.starts_with(
            "read 1 input   3 articles   5 body paragraphs, 0 other blocks\nkept 3 texts"
        ),
        "{page}"
    );
    let again = json(dir.path(), &["ingest", "news.jsonl", "--json"]);
    assert_eq!((&again["added"], &again["known"]), (&0.into(), &3.into()));
    assert_eq!(
        ends(dir.path(), 0, &["export", "articles"]).lines().count(),
        3
    );
}

#[test]
fn a_rehearsal_stores_nothing() {
    let dir = stories();
    let page = ends(dir.path(), 0, &["ingest", "news.jsonl", "--dry-run"]);
    assert!(page.contains("3 articles"), "{page}");
    assert!(!dir.path().join("t.db").exists());
}

#[test]
fn a_bad_record_is_named_and_the_rest_is_stored() {
    let dir = stories();
    let good = std::fs::read_to_string(dir.path().join("news.jsonl")).unwrap();
    std::fs::write(dir.path().join("news.jsonl"), format!("{{broken\n{good}")).unwrap();
    let output = urtext(dir.path(), &["ingest", "news.jsonl", "nowhere.txt"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(
        err(&output).contains("2 of 5 inputs refused"),
        "{}",
        err(&output)
    );
    assert!(err(&output).contains("news.jsonl:1") && err(&output).contains("nowhere.txt"));
    assert_eq!(
        ends(dir.path(), 0, &["export", "articles"]).lines().count(),
        3
    );
}

#[test]
fn a_trace_names_the_source_and_table_and_json_agree() {
    let dir = filled();
    let page = ends(dir.path(), 0, &["trace", "https://copy.example/2"]);
    assert!(
        page.contains("2 of 2 paragraphs verbatim, same order, from"),
        "{page}"
    );
    assert!(page.contains("Rock Gazette 2024-03-04 08:00Z"), "{page}");
    assert!(page.contains("1–2  V verbatim"), "{page}");
    let value = json(dir.path(), &["trace", "https://copy.example/2", "--json"]);
    assert_eq!(value["schema"], "urtext/v1");
    assert_eq!(value["sources"][0]["paragraphs"], 2);
    for p in value["paragraphs"].as_array().unwrap() {
        assert_eq!(p["derivation"]["kind"], "verbatim");
        assert_eq!(p["derivation"]["lag_seconds"], 91_800);
        assert_eq!(p["derivation"]["credit"], "missing");
    }
    let id = value["article"]["id"].as_str().unwrap();
    assert_eq!(json(dir.path(), &["trace", &id[..10], "--json"]), value);
    assert!(ends(dir.path(), 0, &["trace", id, "--why"]).contains("words, all equal"));
    let down = ends(
        dir.path(),
        0,
        &["trace", "https://rock.example/1", "--down"],
    );
    assert!(down.contains("Also in 1 other article"), "{down}");
    let own = ends(dir.path(), 0, &["trace", "https://own.example/3"]);
    assert!(own.contains("No match in this store."), "{own}");
    ends(dir.path(), 4, &["trace", "nobody"]);
    ends(dir.path(), 4, &["trace", id, "--paragraph", "9"]);
}

#[test]
fn a_check_stores_nothing_and_fails_only_when_asked() {
    let dir = filled();
    std::fs::write(
        dir.path().join("draft.txt"),
        format!("{FIRST}\n\n{OWN} Nobody minded.\n"),
    )
    .unwrap();
    let page = ends(dir.path(), 0, &["check", "draft.txt"]);
    assert!(
        page.contains("Nothing was stored.") && page.contains("V verbatim"),
        "{page}"
    );
    let failed = urtext(
        dir.path(),
        &["check", "draft.txt", "--fail-on", "verbatim:50%"],
    );
    assert_eq!(failed.status.code(), Some(1));
    assert!(
        err(&failed).contains("--fail-on verbatim:50% met"),
        "{}",
        err(&failed)
    );
    ends(
        dir.path(),
        0,
        &["check", "draft.txt", "--fail-on", "verbatim:3"],
    );
    ends(dir.path(), 3, &["check", "nowhere.txt"]);
    let traced = json(dir.path(), &["trace", "draft.txt", "--json"]);
    assert_eq!(traced["paragraphs"].as_array().unwrap().len(), 2);
    assert_eq!(
        ends(dir.path(), 0, &["export", "articles"]).lines().count(),
        3
    );
}

#[test]
fn articles_are_shown_alone_and_in_pairs() {
    let dir = filled();
    let one = ends(dir.path(), 0, &["show", "https://rock.example/1"]);
    assert!(one.contains("¶2"), "{one}");
    let raw = ends(dir.path(), 0, &["show", "https://own.example/3", "--raw"]);
    assert!(raw.contains(OWN));
    for layout in ["--unified", "--side-by-side"] {
        let pair = ends(
            dir.path(),
            0,
            &[
                "show",
                "https://rock.example/1",
                "https://copy.example/2",
                layout,
            ],
        );
        assert!(pair.contains("A ¶1 ~ B ¶1  V verbatim"), "{pair}");
        assert!(pair.contains("B comes from A"), "{pair}");
    }
    ends(dir.path(), 4, &["show", "nobody"]);
}

#[test]
fn an_audit_counts_and_the_formats_agree() {
    let dir = filled();
    let page = ends(dir.path(), 0, &["audit", "Copy Courier"]);
    assert!(page.contains("V verbatim          2\n"), "{page}");
    assert!(
        page.contains("not rated: 1 article with 2 paragraphs"),
        "{page}"
    );
    let value = json(dir.path(), &["audit", "copy.example", "--json"]);
    assert_eq!(value["paragraphs"], 2);
    assert_eq!(
        (&value["rated"], &value["kinds"][1]["share"]),
        (&false.into(), &serde_json::Value::Null)
    );
    let csv = ends(dir.path(), 0, &["audit", "Copy Courier", "--format", "csv"]);
    assert!(csv.contains("Copy Courier,kind,verbatim,2,"), "{csv}");
    ends(dir.path(), 4, &["audit", "Nobody's News"]);
}

#[test]
fn exports_are_exact_guarded_and_never_replace_a_file() {
    let dir = filled();
    let lines = ends(
        dir.path(),
        0,
        &["export", "derivations", "--format", "jsonl"],
    );
    assert_eq!(lines.lines().count(), 2);
    for line in lines.lines() {
        let v: Value = serde_json::from_str(line).unwrap();
        let (start, end) = (
            v["start"].as_u64().unwrap() as usize,
            v["end"].as_u64().unwrap() as usize,
        );
        assert_eq!(
            end - start,
            [FIRST, SECOND][v["paragraph"].as_u64().unwrap() as usize - 1]
                .chars()
                .count()
        );
        for key in [
            "article",
            "outlet",
            "kind",
            "score",
            "source",
            "origin",
            "direction",
            "credit",
            "lag_seconds",
            "reasons",
        ] {
            assert!(v.get(key).is_some(), "{key}");
        }
    }
    let csv = ends(dir.path(), 0, &["export", "outlets", "--format", "csv"]);
    assert!(csv.contains("\n'=Own Voice,"), "{csv}");
    let raw = ends(
        dir.path(),
        0,
        &["export", "outlets", "--format", "csv", "--csv-raw"],
    );
    assert!(raw.contains("\n=Own Voice,"), "{raw}");
    ends(dir.path(), 0, &["export", "matches", "-o", "m.jsonl"]);
    ends(dir.path(), 2, &["export", "matches", "-o", "m.jsonl"]);
    ends(
        dir.path(),
        0,
        &["export", "matches", "-o", "m.jsonl", "--force"],
    );
    assert_eq!(
        ends(dir.path(), 0, &["export", "articles", "--limit", "1"])
            .lines()
            .count(),
        1
    );
    let later = ends(
        dir.path(),
        0,
        &["export", "articles", "--since", "2024-03-05"],
    );
    assert_eq!(later.lines().count(), 2);
    assert_eq!(
        ends(
            dir.path(),
            0,
            &["export", "derivations", "--until", "2024-03-04"]
        ),
        ""
    );
}

#[test]
fn self_reuse_stands_in_the_records_of_an_export_and_in_no_format_of_the_field() {
    let dir = filled();
    let forms = [
        ("derivations", "prov-json"),
        ("derivations", "prov-jsonld"),
        ("derivations", "web-annotation"),
        ("derivations", "graphml"),
        ("derivations", "dot"),
    ];
    let drawn = |what: &str, form: &str| ends(dir.path(), 0, &["export", what, "--as", form]);
    let arrows = |text: &str| {
        let signs = [
            "wasDerivedFrom",
            "TextQuoteSelector",
            "<edge",
            " -> ",
            "generatedEntity",
        ];
        signs.map(|sign| text.matches(sign).count())
    };
    let before = forms.map(|(what, form)| arrows(&drawn(what, form)));
    let again = serde_json::json!({
        "url": "https://rock.example/4", "outlet": "Rock Gazette", "published_at": "2024-03-09T08:00:00Z",
        "title": "Once more", "text": format!("{FIRST}\n\n{SECOND}"),
    });
    std::fs::write(dir.path().join("again.jsonl"), again.to_string()).unwrap();
    ends(dir.path(), 0, &["ingest", "again.jsonl"]);
    let lines = ends(dir.path(), 0, &["export", "derivations"]);
    let lines: Vec<Value> = lines
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let own: Vec<&Value> = lines.iter().filter(|l| l["kind"] == "self_reuse").collect();
    assert_eq!(own.len(), 2, "{lines:?}");
    assert!(
        own.iter()
            .all(|l| l["source"]["article"] == "https://rock.example/1"),
        "{own:?}"
    );
    let sheet = ends(dir.path(), 0, &["export", "derivations", "--format", "csv"]);
    assert!(
        sheet.lines().next().unwrap().ends_with(",review,wording"),
        "{sheet}"
    );
    assert_eq!(sheet.matches(",self_reuse,").count(), 2 + 1, "{sheet}");
    for ((what, form), before) in forms.into_iter().zip(before) {
        let text = drawn(what, form);
        assert!(!text.contains("self_reuse"), "{form}: {text}");
        assert_eq!(arrows(&text), before, "{form}: {text}");
    }
    let news = ends(
        dir.path(),
        0,
        &["export", "articles", "--as", "newsarticle"],
    );
    assert!(!news.contains("self_reuse"), "{news}");
    let check = ends(dir.path(), 0, &["outlets", "--matrix", "--format", "csv"]);
    assert!(!check.contains("Rock Gazette,Rock Gazette"), "{check}");
}

#[test]
fn outlets_are_listed_described_and_merged() {
    let dir = filled();
    ends(
        dir.path(),
        0,
        &["outlets", "set", "Copy Courier", "--kind", "aggregator"],
    );
    assert!(ends(dir.path(), 0, &["outlets"]).contains("aggregator"));
    ends(
        dir.path(),
        0,
        &["outlets", "merge", "Copy Courier", "Rock Gazette"],
    );
    assert_eq!(
        json(dir.path(), &["outlets", "--json"])
            .as_array()
            .unwrap()
            .len(),
        2
    );
    ends(dir.path(), 4, &["outlets", "furniture", "Nobody's News"]);
}

#[test]
fn a_file_of_outlets_is_applied_printed_and_refused_with_its_line() {
    let dir = filled();
    let put = |text: &str| std::fs::write(dir.path().join("outlets.toml"), text).unwrap();
    let group = "[[outlet]]\nname = \"Rock Group\"\naliases = [\"Rock *\", \"Copy Courier\"]\n";
    std::fs::write(dir.path().join("groups.toml"), group).unwrap();
    let said = ends(dir.path(), 0, &["outlets", "apply", "groups.toml"]);
    assert!(said.contains("Copy Courier is now Rock Group"), "{said}");
    let outlets = json(dir.path(), &["outlets", "--json"]);
    assert_eq!(outlets[1]["outlet"], "Rock Group");
    let printed = ends(dir.path(), 0, &["outlets", "file"]);
    assert!(
        printed.contains("aliases = [\"Rock *\", \"Copy Courier\"]"),
        "{printed}"
    );
    // What lies beside the store is laid over it by whatever writes; a fault stops that, and changes nothing.
    put("[[outlet]]\nname = \"Rock Group\"\ndomain = [\"rock.example\"]\n");
    let output = urtext(
        dir.path(),
        &["outlets", "set", "Rock Group", "--kind", "paper"],
    );
    assert_eq!(output.status.code(), Some(3));
    assert!(
        err(&output).contains("outlets.toml: line 3: unknown field"),
        "{}",
        err(&output)
    );
    assert_eq!(json(dir.path(), &["outlets", "--json"]), outlets);
    put(&printed);
    ends(
        dir.path(),
        0,
        &[
            "outlets",
            "set",
            "Rock Group",
            "--publisher",
            "Rock Holdings",
        ],
    );
    let owned = json(dir.path(), &["outlets", "--json"]);
    assert_eq!(owned[1]["publisher"], "Rock Holdings");
}

#[test]
fn forgetting_needs_a_yes() {
    let dir = filled();
    ends(dir.path(), 2, &["forget", "https://copy.example/2"]);
    ends(
        dir.path(),
        0,
        &["forget", "https://copy.example/2", "--dry-run"],
    );
    assert_eq!(
        ends(dir.path(), 0, &["export", "articles"]).lines().count(),
        3
    );
    let page = ends(
        dir.path(),
        0,
        &["forget", "https://copy.example/2", "--yes"],
    );
    assert_eq!(
        page,
        "forgot 1 article and 0 paragraph texts that no other article holds\n"
    );
    ends(
        dir.path(),
        0,
        &["forget", "--outlet", "Rock Gazette", "--yes"],
    );
    assert_eq!(
        ends(dir.path(), 0, &["export", "articles"]).lines().count(),
        1
    );
    ends(dir.path(), 4, &["forget", "nobody", "--yes"]);
    ends(dir.path(), 0, &["doctor", "--full"]);
}

#[test]
fn a_file_that_is_no_store_is_refused_unchanged() {
    let dir = stories();
    let junk = "this is a letter, not a store ".repeat(100);
    std::fs::write(dir.path().join("t.db"), &junk).unwrap();
    for args in [&["outlets"][..], &["ingest", "news.jsonl"], &["doctor"]] {
        ends(dir.path(), 5, args);
    }
    assert_eq!(
        std::fs::read_to_string(dir.path().join("t.db")).unwrap(),
        junk
    );
}

#[test]
fn the_tour_reads_copies_and_silence_out_of_the_sample_and_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let page = ends(dir.path(), 0, &["demo"]);
    assert!(
        page.contains("Who had it first") && page.contains("V verbatim"),
        "{page}"
    );
    assert!(page.contains("[-") && page.contains("{+"), "{page}");
    assert!(page.lines().all(|l| l.chars().count() <= 100), "{page}");
    assert_eq!(page, ends(dir.path(), 0, &["demo"]));
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn a_reader_that_leaves_an_answer_is_no_error() {
    let dir = filled();
    for args in [
        &["export", "articles"][..],
        &["trace", "https://copy.example/2"],
        &["demo"],
        &["export", "outlets", "--format", "csv"],
    ] {
        let mut child = Command::new(cargo_bin("urtext"))
            .args(["--db", "t.db"])
            .args(args)
            .current_dir(dir.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert_eq!(err(&output), "", "{args:?}");
    }
}

#[test]
fn a_page_without_text_is_extracted_with_what_it_says_and_not_ingested() {
    let dir = tempfile::tempdir().unwrap();
    let page = "<html><head><title>A door without a house</title></head><body><nav><a href=/>Home</a></nav></body></html>";
    std::fs::write(dir.path().join("bare.html"), page).unwrap();
    let seen = urtext(dir.path(), &["extract", "bare.html"]);
    assert_eq!(seen.status.code(), Some(0), "{seen:?}");
    let seen: Value = serde_json::from_slice(&seen.stdout).unwrap();
    assert_eq!(seen["title"], "A door without a house");
    assert_eq!(seen["text"], "");
    let kept = urtext(dir.path(), &["ingest", "bare.html"]);
    assert_eq!(kept.status.code(), Some(3), "{kept:?}");
    assert!(err(&kept).contains("no article text"), "{}", err(&kept));
}

#[test]
fn a_review_is_heeded_listed_exported_and_taken_in_again() {
    let dir = filled();
    let waiting = json(dir.path(), &["review", "--queue", "--json"]);
    let first = &waiting[0];
    let (copy, source) = (
        first["id"].as_str().unwrap(),
        first["source"]["id"].as_str().unwrap(),
    );
    let all = ["export", "derivations", "--format", "json"];
    let before = json(dir.path(), &all);
    let said = [
        "review",
        copy,
        source,
        "--dismiss",
        "--note",
        "by phone",
        "--by",
        "Ann",
    ];
    ends(dir.path(), 0, &said);
    let after = json(dir.path(), &all);
    assert!(after.as_array().unwrap().len() < before.as_array().unwrap().len());
    let page = ends(dir.path(), 0, &["review"]);
    for word in ["dismissed", "by phone", "Ann"] {
        assert!(page.contains(word), "{page}");
    }
    let lines = ends(dir.path(), 0, &["export", "reviews"]);
    let file = dir.path().join("reviews.jsonl");
    std::fs::write(&file, &lines).unwrap();
    ends(dir.path(), 0, &["review", copy, source, "--reopen"]);
    assert_eq!(json(dir.path(), &all), before);
    ends(
        dir.path(),
        0,
        &["review", "--import", file.to_str().unwrap()],
    );
    ends(dir.path(), 4, &["review", copy, "nobody", "--confirm"]);
    ends(dir.path(), 2, &["review", copy, copy, "--confirm"]);
    std::fs::write(&file, "{}\n").unwrap();
    ends(
        dir.path(),
        3,
        &["review", "--import", file.to_str().unwrap()],
    );
}

#[test]
fn origins_the_matrix_and_graphs_are_printed() {
    let dir = filled();
    let waiting = json(dir.path(), &["review", "--queue", "--json"]);
    let view = json(
        dir.path(),
        &["origins", waiting[0]["id"].as_str().unwrap(), "--json"],
    );
    assert_eq!(
        (&view["record"], &view["outlets"]),
        (&"origins".into(), &2.into())
    );
    let none = ends(dir.path(), 0, &["origins", "zeppelin"]);
    assert!(none.contains("does not prove"), "{none}");
    ends(dir.path(), 4, &["origins", "a:00000000"]);
    let csv = ends(dir.path(), 0, &["outlets", "--matrix", "--format", "csv"]);
    assert!(
        csv.starts_with("outlet,source,articles,paragraphs,verbatim"),
        "{csv}"
    );
    ends(dir.path(), 2, &["export", "articles", "--as", "dot"]);
    ends(
        dir.path(),
        2,
        &["export", "derivations", "--as", "dot", "--format", "csv"],
    );
    let graph = ends(dir.path(), 0, &["export", "stemma", "--as", "dot"]);
    assert!(graph.starts_with("digraph urtext"), "{graph}");
}

#[test]
fn neither_memory_nor_batches_nor_the_stopwatch_change_what_is_found() {
    let found = |options: &[&str]| {
        let dir = stories();
        ends(
            dir.path(),
            0,
            &[&["ingest", "news.jsonl"], options].concat(),
        );
        // What was left for later is made up for by an ingest that adds nothing.
        ends(dir.path(), 0, &["ingest", "news.jsonl"]);
        ends(dir.path(), 0, &["export", "derivations"])
    };
    let usual = found(&[]);
    assert!(!usual.is_empty());
    for options in [
        &["--memory", "32"][..],
        &["--batch", "1"],
        &["--timings"],
        &["--no-rewrites"],
    ] {
        assert_eq!(found(options), usual, "{options:?}");
    }
}

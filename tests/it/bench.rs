//! `urtext bench` over the small newsroom under `fixtures/`, and over folders that cannot be read.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;

const FILES: [&str; 2] = ["articles.jsonl", "truth.json"];

fn newsroom() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/newsroom")
}

fn bench(folder: &Path, more: &[&str]) -> Output {
    Command::new(cargo_bin("urtext"))
        .args(["--now", "2026-01-01", "bench"])
        .arg(folder)
        .args(more)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn json(folder: &Path) -> Value {
    let output = bench(folder, &["--format", "json"]);
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn named<'a>(rows: &'a Value, key: &str, name: &str) -> &'a Value {
    let mut rows = rows.as_array().unwrap().iter();
    rows.find(|r| r[key] == name).unwrap()
}

/// A folder with a copy of the newsroom for each name.
fn copies(names: &[&str]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for name in names {
        fs::create_dir(dir.path().join(name)).unwrap();
        for file in FILES {
            fs::copy(newsroom().join(file), dir.path().join(name).join(file)).unwrap();
        }
    }
    dir
}

#[test]
fn what_shares_wording_is_found_and_what_does_not_is_left_alone() {
    let view = json(&newsroom());
    assert_eq!(
        (&view["schema"], &view["record"]),
        (&"urtext/v1".into(), &"bench".into())
    );
    let all = &view["all"];
    for (kind, articles, paragraphs) in [("verbatim", 2, 6), ("edited", 1, 3), ("excerpt", 1, 2)] {
        let row = named(&all["kinds"], "kind", kind);
        assert_eq!(
            (&row["articles"], &row["articles_found"]),
            (&articles.into(), &articles.into())
        );
        assert_eq!(
            (&row["paragraphs"], &row["recall"]),
            (&paragraphs.into(), &1.0.into()),
            "{kind}"
        );
        assert_eq!(row["right_kind"], 1.0, "{kind}");
    }
    assert_eq!(named(&all["kinds"], "kind", "rewritten")["paragraphs"], 3);
    for kind in ["same_event", "shared_statement"] {
        let row = named(&all["negatives"], "kind", kind);
        assert_eq!(
            (&row["pairs"], &row["claimed"]),
            (&1.into(), &0.into()),
            "{kind}"
        );
    }
    for none in ["furniture_claimed", "wrong_firm", "stray_pairs", "unplaced"] {
        assert_eq!(all[none], 0, "{none}");
    }
}

#[test]
fn the_verdicts_on_a_kind_add_up_to_its_paragraphs_and_the_stages_to_the_time() {
    let view = json(&newsroom());
    let confusion = &view["all"]["confusion"];
    for row in confusion.as_array().unwrap() {
        let verdicts = [
            "verbatim",
            "edited",
            "partial",
            "rewritten",
            "shared_quote",
            "none",
        ];
        let sum: u64 = verdicts.iter().map(|v| row[*v].as_u64().unwrap()).sum();
        assert_eq!(row["paragraphs"], sum, "{row}");
    }
    let (retold, total) = (
        named(confusion, "planted", "rewritten:retold"),
        named(confusion, "planted", "rewritten"),
    );
    assert_eq!(retold["paragraphs"], total["paragraphs"]);
    let stages = view["stages"].as_array().unwrap();
    let sum: f64 = stages.iter().map(|s| s["seconds"].as_f64().unwrap()).sum();
    assert!(
        (sum - view["seconds"].as_f64().unwrap()).abs() < 1e-6,
        "{stages:?}"
    );
    for stage in [
        "read",
        "cut and fingerprint",
        "look-up",
        "compare",
        "judge",
        "count",
    ] {
        named(&view["stages"], "stage", stage);
    }
}

#[test]
fn each_folder_below_has_its_table_and_all_have_one_together() {
    let dir = copies(&["de", "en"]);
    let view = json(dir.path());
    let rooms = view["newsrooms"].as_array().unwrap();
    assert_eq!(rooms.len(), 2);
    assert!(rooms[0]["newsroom"].as_str().unwrap().ends_with("de"));
    assert_eq!(rooms[0]["planted"], rooms[1]["planted"]);
    assert_eq!(
        view["all"]["planted"]["paragraphs"],
        2 * rooms[0]["planted"]["paragraphs"].as_u64().unwrap()
    );
    let page = String::from_utf8(bench(dir.path(), &[]).stdout).unwrap();
    assert_eq!(page.matches("PLANTED ¶, CALLED").count(), 3, "{page}");
    assert!(page.contains("All 2 newsrooms"));
}

#[test]
fn pairs_that_nobody_planted_are_listed() {
    let dir = copies(&["x"]);
    let truth = r#"{"plants":[],"negatives":[]}"#;
    fs::write(dir.path().join("x/truth.json"), truth).unwrap();
    let page = String::from_utf8(bench(dir.path(), &[]).stdout).unwrap();
    // The two copies of the market story, the trams and the bees.
    assert!(
        page.contains("article pairs claimed that nobody planted: 4 ("),
        "{page}"
    );
    assert!(
        page.contains("https://marshcourier.example/night-market\n"),
        "{page}"
    );
}

#[test]
fn a_truth_that_cannot_be_used_is_named_with_file_and_key_or_line() {
    let good = fs::read_to_string(newsroom().join("truth.json")).unwrap();
    let cases = [
        (
            good.replace("\"negatives\"", "\"others\""),
            "missing field `negatives`",
        ),
        (
            good.replacen("\"dated\": \"after\"", "\"dated\": 7", 1),
            "line 9 column",
        ),
        (
            good.replacen("hilldispatch", "valleydispatch", 1),
            "plants[0].copy: no article",
        ),
        (
            good.replacen("{\"copy\": 3", "{\"copy\": 30", 1),
            "plants[0].paragraphs[3].copy: no paragraph 30",
        ),
        (
            good.replace("islandreader", "nobody"),
            "negatives[0].b: no article",
        ),
    ];
    for (truth, told) in cases {
        let dir = copies(&["x"]);
        fs::write(dir.path().join("x/truth.json"), truth).unwrap();
        let output = bench(&dir.path().join("x"), &[]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{said}");
        assert!(
            said.contains("truth.json: ") && said.contains(told),
            "{told}: {said}"
        );
        assert!(said.contains("hint: `urtext help bench`"), "{said}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_missing_file_is_named() {
    for gone in FILES {
        let dir = copies(&["x"]);
        fs::remove_file(dir.path().join("x").join(gone)).unwrap();
        let output = bench(dir.path(), &[]);
        assert_eq!(output.status.code(), Some(3));
        assert!(String::from_utf8(output.stderr).unwrap().contains(gone));
    }
    let empty = tempfile::tempdir().unwrap();
    let said = String::from_utf8(bench(empty.path(), &[]).stderr).unwrap();
    assert!(
        said.contains("no articles.jsonl and truth.json there"),
        "{said}"
    );
}

#[test]
fn a_record_that_cannot_be_read_is_told_and_the_others_are_counted() {
    let dir = copies(&["x"]);
    let path = dir.path().join("x/articles.jsonl");
    let more = fs::read_to_string(&path).unwrap() + "{broken\n";
    fs::write(&path, more).unwrap();
    let output = bench(dir.path(), &["--json"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("articles.jsonl")
    );
    let view: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(view["all"]["articles"], 16);
}

#[test]
fn timings_go_to_standard_error_and_only_when_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let urtext = |args: &[&str]| {
        let mut command = Command::new(cargo_bin("urtext"));
        command.args(["-q", "--db", "t.db"]).args(args);
        let output = command.current_dir(dir.path()).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        (output.stdout, String::from_utf8(output.stderr).unwrap())
    };
    let articles = newsroom().join(FILES[0]).display().to_string();
    let (out, told) = urtext(&["ingest", &articles, "--timings"]);
    assert!(out.is_empty() && told.starts_with("STAGE"), "{told}");
    assert!(
        ["read", "insert", "whole"].iter().all(|s| told.contains(s)),
        "{told}"
    );
    let (plain, told) = urtext(&["export", "derivations"]);
    assert_eq!(told, "");
    let (timed, told) = urtext(&["export", "derivations", "--timings"]);
    assert!(told.contains("judge") && told.contains("whole"), "{told}");
    assert_eq!(plain, timed);
}

/// Reports of one event in six languages, and rewrites of them: what METHOD.md says of them may not get worse, and silence on
/// independent reports least of all.
#[test]
fn rewrites_in_six_languages_are_found_and_no_independent_report_is_accused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/fresh");
    let view = json(&folder);
    assert_eq!(view["newsrooms"].as_array().unwrap().len(), 6);
    let all = &view["all"];
    for (kind, pairs) in [("same_event", 252), ("rewrite_of_another", 126)] {
        let row = named(&all["negatives"], "kind", kind);
        assert_eq!(
            (&row["pairs"], &row["claimed"]),
            (&pairs.into(), &0.into()),
            "{kind}"
        );
    }
    let rewritten = named(&all["kinds"], "kind", "rewritten");
    assert_eq!(rewritten["paragraphs"], 311);
    let recall = rewritten["recall"].as_f64().unwrap();
    assert!(recall >= 0.7, "{recall}");
    for none in ["furniture_claimed", "wrong_firm", "stray_pairs", "unplaced"] {
        assert_eq!(all[none], 0, "{none}");
    }
}

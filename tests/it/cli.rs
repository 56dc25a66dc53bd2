//! The command from outside, as far as it needs no store: help, usage errors, pipes.

use std::io::Read as _;
use std::process::{Command, Output, Stdio};

use assert_cmd::cargo::cargo_bin;

/// The program, cut off from the user's own surroundings.
fn urtext(args: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin("urtext"));
    command
        .args(args)
        .env_remove("URTEXT_DB")
        .env_remove("NO_COLOR")
        .env("XDG_DATA_HOME", "/nonexistent")
        .stdin(Stdio::null());
    command
}

fn run(args: &[&str]) -> Output {
    urtext(args).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

const COMMANDS: [&str; 19] = [
    "ingest",
    "watch",
    "extract",
    "trace",
    "check",
    "compare",
    "show",
    "origins",
    "audit",
    "quotes",
    "review",
    "outlets",
    "export",
    "forget",
    "doctor",
    "demo",
    "completions",
    "man",
    "help",
];

#[test]
fn every_command_has_help_on_standard_output() {
    let root = run(&["--help"]);
    assert_eq!(root.status.code(), Some(0));
    for command in COMMANDS {
        assert!(out(&root).contains(&format!("\n  {command}")), "{command}");
        for args in [[command, "--help"], ["help", command]] {
            let output = run(&args);
            assert_eq!(output.status.code(), Some(0), "{args:?}");
            assert!(out(&output).contains("Usage:"), "{args:?}");
            assert!(out(&output).contains("--db"), "{args:?}");
            assert_eq!(err(&output), "");
        }
    }
}

#[test]
fn no_command_means_short_help() {
    let output = run(&[]);
    assert_eq!(output.status.code(), Some(0));
    assert!(out(&output).contains("urtext demo"));
}

#[test]
fn topics_are_explained() {
    for (topic, text) in [
        ("exit-codes", "  130  "),
        ("labels", "V verbatim"),
        ("time", "--since"),
        ("store", "$URTEXT_DB"),
    ] {
        let output = run(&["help", topic]);
        assert_eq!(output.status.code(), Some(0));
        assert!(out(&output).contains(text), "{topic}");
    }
    assert_eq!(run(&["help", "nothing"]).status.code(), Some(2));
}

#[test]
fn wrong_usage_ends_with_two_and_a_suggestion() {
    let output = run(&["ingset"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("ingest"), "{}", err(&output));
    assert_eq!(out(&output), "");
    for args in [
        &["ingest"][..],
        &["trace"],
        &["check", "x", "--fail-on", "nonsense"],
        &["export", "everything"],
        &["export", "articles", "--format", "md"],
        &["export", "matches", "--since", "7d"],
        &["audit", "x", "--since", "yesterday"],
        &["forget"],
        &["forget", "x", "--outlet", "y"],
        &["show", "a", "--unified"],
        &["compare", "a"],
        &["--json", "--format", "csv", "outlets"],
        &["--width", "3", "outlets"],
        &["ingest", "x", "--map", "colour=x"],
        &["outlets", "set", "x"],
    ] {
        assert_eq!(run(args).status.code(), Some(2), "{args:?}");
    }
}

#[test]
fn a_poisoned_argument_is_shown_not_obeyed() {
    let output = run(&["show\u{1b}[2J\u{202e}"]);
    assert!(
        !err(&output).contains(['\u{1b}', '\u{202e}']),
        "{}",
        err(&output)
    );
    let output = run(&["--db", "x\u{1b}[2J.db", "outlets"]);
    assert!(!err(&output).contains('\u{1b}'), "{}", err(&output));
}

#[test]
fn a_missing_store_is_named_with_the_next_step() {
    let dir = tempfile::tempdir().unwrap();
    let output = urtext(&["--db", "no.db", "outlets"])
        .current_dir(dir.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(5));
    assert_eq!(out(&output), "");
    assert!(
        err(&output).starts_with("urtext: no.db: no store there\nhint: "),
        "{}",
        err(&output)
    );
    assert!(!dir.path().join("no.db").exists());
}

#[test]
fn completions_and_manual_come_from_the_same_parser() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let output = run(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0));
        assert!(out(&output).contains("fail-on"), "{shell}");
    }
    assert!(out(&run(&["man"])).contains(".TH urtext"));
    let dir = tempfile::tempdir().unwrap();
    assert!(urtext(&["man"]).arg(dir.path()).status().unwrap().success());
    for command in COMMANDS {
        assert!(
            dir.path().join(format!("urtext-{command}.1")).exists(),
            "{command}"
        );
    }
    let check = std::fs::read_to_string(dir.path().join("urtext-check.1")).unwrap();
    assert!(check.contains("fail\\-on"));
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    for args in [
        &["help"][..],
        &["--help"],
        &["man"],
        &["completions", "bash"],
        &["help", "labels"],
    ] {
        let mut child = urtext(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{args:?}");
        assert_eq!(said, "", "{args:?}");
    }
}

#[test]
fn no_user_text_judges() {
    let mut text = String::new();
    for command in COMMANDS {
        text.push_str(&out(&run(&["help", command])));
    }
    for topic in ["labels", "time", "store", "exit-codes"] {
        text.push_str(&out(&run(&["help", topic])));
    }
    let text = text.to_lowercase();
    for word in ["plagiar", "stole", "theft", "guilty"] {
        assert!(!text.contains(word), "{word}");
    }
}

#[test]
fn a_text_is_extracted_as_one_json_object() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("a.txt");
    std::fs::write(&file, "The ferry was late again.\n\nNobody minded.\n").unwrap();
    let output = run(&[
        "extract",
        file.to_str().unwrap(),
        "--url",
        "https://a.example/1",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(out(&output).lines().count(), 1);
    let value: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    for key in [
        "url",
        "canonical_url",
        "outlet",
        "title",
        "byline",
        "published_at",
        "modified_at",
        "dates",
        "credits",
        "language",
        "text",
    ] {
        assert!(value.get(key).is_some(), "{key}");
    }
    assert_eq!(value["url"], "https://a.example/1");
    assert_eq!(run(&["extract", "/nonexistent/x"]).status.code(), Some(3));
}

#[test]
fn pairs_are_answered_one_a_line_in_their_order() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("pairs.jsonl");
    let mut lines: Vec<_> = (0..1500)
        .map(|i| format!("{{\"id\":\"p{i}\",\"a\":\"one text\",\"b\":\"another\"}}\n"))
        .collect();
    lines.insert(700, "not a pair\n".into());
    std::fs::write(&file, lines.concat()).unwrap();
    let output = run(&["compare", "--jsonl", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
    assert!(err(&output).contains("pairs.jsonl:701"), "{}", err(&output));
    let ids: Vec<String> = out(&output)
        .lines()
        .map(|l| {
            let v: serde_json::Value = serde_json::from_str(l).unwrap();
            assert!(v["kind"].is_string() && v["score"].is_number());
            v["id"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(ids, (0..1500).map(|i| format!("p{i}")).collect::<Vec<_>>());
}

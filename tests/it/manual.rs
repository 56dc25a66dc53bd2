//! README and METHOD against the program: what they show is what it prints, and nothing it offers is missing there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use assert_cmd::cargo::cargo_bin;
use urtext::model::Kind;
use urtext::report::style::label;
use urtext::reuse::Thresholds;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// Runs the program in the project's folder, with its store in `folder` and a fixed present.
fn urtext(folder: &Path, args: &[String]) -> Output {
    Command::new(cargo_bin("urtext"))
        .args(args)
        .args(["--now", "2024-06-01"])
        .current_dir(root())
        .env("URTEXT_DB", folder.join("sample.db"))
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn printed(folder: &Path, line: &str) -> String {
    let output = urtext(folder, &words(line));
    assert!(output.status.success(), "{line}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The words of a command line; double quotes hold words together.
fn words(line: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (i, part) in line.split('"').enumerate() {
        if i % 2 == 1 {
            out.push(part.to_owned());
        } else {
            out.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    out
}

/// The console blocks of a page: each command with what is printed below it.
fn commands(page: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if let Some(command) = line.strip_prefix("$ urtext ").filter(|_| inside) {
            out.push((command.to_owned(), String::new()));
        } else if let Some((_, shown)) = out.last_mut().filter(|_| inside) {
            shown.push_str(line);
            shown.push('\n');
        }
    }
    out
}

#[test]
fn the_console_blocks_show_what_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let blocks = commands(&read("README.md"));
    assert!(blocks.len() >= 3, "{blocks:?}");
    // Whatever the order on the page, there must be a store first.
    let (ingests, others): (Vec<_>, Vec<_>) =
        blocks.iter().partition(|(c, _)| c.starts_with("ingest"));
    for (command, shown) in ingests.into_iter().chain(others) {
        let got = printed(folder.path(), command);
        assert_eq!(got.trim_end(), shown.trim_end(), "urtext {command}");
    }
}

#[test]
fn every_command_and_global_option_stands_in_the_readme() {
    let folder = tempfile::tempdir().unwrap();
    let (help, page) = (printed(folder.path(), "--help"), read("README.md"));
    let (_, rest) = help.split_once("Commands:\n").unwrap();
    let (verbs, options) = rest.split_once("Options:\n").unwrap();
    let verbs: Vec<_> = verbs
        .lines()
        .filter_map(|l| l.strip_prefix("  ")?.split_whitespace().next())
        .collect();
    assert!(verbs.len() >= 15, "{verbs:?}");
    for verb in verbs {
        let named = page.contains(&format!("`{verb}`")) || page.contains(&format!("`{verb} "));
        assert!(named, "README.md does not name the command {verb}");
    }
    let options: Vec<_> = options
        .split_whitespace()
        .filter(|w| w.starts_with("--") && w.len() > 2)
        .map(|w| w.trim_matches(|c: char| !c.is_ascii_lowercase() && c != '-'))
        .collect();
    assert!(options.len() >= 12, "{options:?}");
    for option in options {
        let named = [format!("`{option}`"), format!("`{option} ")];
        assert!(
            named.iter().any(|n| page.contains(n)),
            "README.md does not name the option {option}"
        );
    }
}

#[test]
fn every_label_stands_in_the_readme_with_its_letter() {
    let page = read("README.md");
    for kind in Kind::ALL.iter().map(|k| k.as_str()).chain(["none"]) {
        assert!(page.contains(&format!("| `{}` |", label(kind))), "{kind}");
    }
}

#[test]
fn the_exit_codes_of_the_readme_are_those_of_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let told: Vec<_> = printed(folder.path(), "help exit-codes")
        .lines()
        .skip(2)
        .map(|l| l.trim().split_once("  ").unwrap())
        .map(|(code, meaning)| format!("| {code} | {meaning} |"))
        .collect();
    let page = read("README.md");
    let (_, section) = page.split_once("## Exit codes\n").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let rows: Vec<_> = section
        .lines()
        .filter(|l| l.starts_with("| ") && !l.starts_with("| code"))
        .map(str::to_owned)
        .collect();
    assert_eq!(rows, told);
}

#[test]
fn every_threshold_stands_in_the_method_with_its_value() {
    let page = read("METHOD.md");
    // Derived Debug prints every field, so a new one cannot be forgotten.
    let printed = format!("{:?}", Thresholds::default());
    let fields = printed
        .trim_start_matches("Thresholds { ")
        .trim_end_matches(" }");
    for field in fields.split(", ") {
        let (name, value) = field.split_once(": ").unwrap();
        let row = format!("| `{name}` | {value} |");
        assert!(page.contains(&row), "METHOD.md lacks the row {row}");
    }
}

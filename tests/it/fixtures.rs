//! Reads the stories under `fixtures/` with what is true about them, and checks that they are well formed.
//!
//! The format is described in `fixtures/README.md`. A new case is a new folder; nothing here changes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use urtext::model::{CreditStatus, Direction, Kind};

/// One case: a few articles and what is true about them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Story {
    /// The folder's name.
    #[serde(skip)]
    pub(crate) slug: String,
    /// One sentence: what the case shows.
    pub(crate) about: String,
    /// The kind of case (`SHAPES`).
    pub(crate) shape: String,
    /// The articles by a name that is good within the story.
    pub(crate) articles: BTreeMap<String, Article>,
    /// Who copied what from whom.
    pub(crate) copies: Vec<Copied>,
    /// Pairs between which no kind but `shared_quote` may be claimed.
    pub(crate) silent: Vec<(String, String)>,
    /// Lines that are never a body paragraph.
    pub(crate) not_paragraphs: Vec<Line>,
    /// Credits that stand in an article and must be read.
    pub(crate) credits: Vec<CreditTo>,
    /// Articles that are versions of one, in the order in which they came out.
    #[serde(default)]
    pub(crate) versions: Vec<Vec<String>>,
    /// Which version of its source a copy carries.
    #[serde(default)]
    pub(crate) carries: Vec<Carries>,
}

/// One article of a story: its place and its metadata.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Article {
    /// A file of the folder; for `.jsonl` the line with this article's `url`.
    pub(crate) file: String,
    pub(crate) outlet: String,
    pub(crate) url: String,
    /// RFC 3339, or nothing for an undated article.
    pub(crate) published_at: Option<String>,
    /// ISO 639-1.
    pub(crate) language: String,
    /// Where `file` lies.
    #[serde(skip)]
    pub(crate) path: PathBuf,
    /// The file's text, or the record's `text`.
    #[serde(skip)]
    pub(crate) text: String,
    /// The record's title; nothing for `.txt` and `.html`.
    #[serde(skip)]
    pub(crate) title: Option<String>,
}

/// A copy with its source.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Copied {
    pub(crate) copy: String,
    pub(crate) source: String,
    pub(crate) credit: String,
    /// The strongest direction that may be claimed.
    pub(crate) direction: String,
    /// The strongest direction of an arrow the other way round; without it no such arrow may be drawn.
    pub(crate) reversed: Option<String>,
    /// The agency whose text both print and nobody holds.
    pub(crate) lost_source: Option<String>,
    /// The copy claims an earlier date than its source.
    #[serde(default)]
    pub(crate) backdated: bool,
    /// The copy hides itself with look-alike or invisible characters, which must be flagged.
    #[serde(default)]
    pub(crate) hidden_characters: bool,
    /// Both are of one outlet.
    #[serde(default)]
    pub(crate) self_reuse: bool,
    pub(crate) paragraphs: Vec<Aligned>,
}

/// A paragraph of a copy with the paragraph of its source.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Aligned {
    pub(crate) starts: String,
    pub(crate) source_starts: String,
    pub(crate) kind: String,
    /// Kinds that are right as well.
    #[serde(default)]
    pub(crate) also: Vec<String>,
    /// So heavily changed that it may pass unseen.
    #[serde(default)]
    pub(crate) heavy: bool,
}

/// What is known of the version that a copy carries.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Carries {
    pub(crate) copy: String,
    /// The version, by its article.
    pub(crate) source: String,
    /// False when the copied text stands alike in several.
    pub(crate) sure: bool,
    /// `withheld` or `canceled`, by the newest version.
    pub(crate) status: Option<String>,
    /// Paragraphs that were changed since, when it is sure.
    pub(crate) changed: Option<usize>,
    /// The newest version owns up to a mistake in this one.
    #[serde(default)]
    pub(crate) correction: bool,
}

/// A line of an article, named by its first words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Line {
    pub(crate) article: String,
    pub(crate) starts: String,
}

/// A credit that an article gives.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreditTo {
    pub(crate) article: String,
    pub(crate) to: String,
}

/// A line of a `.jsonl` file.
#[derive(Deserialize)]
struct Record {
    url: String,
    outlet: String,
    published_at: Option<String>,
    title: String,
    text: String,
}

const SHAPES: [&str; 10] = [
    "edited",
    "furniture",
    "independent",
    "mixed",
    "partial",
    "rewritten",
    "self_reuse",
    "shared_quote",
    "template",
    "verbatim",
];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Reads the story in one folder. Panics with the file's name when it is not one.
fn story(folder: &Path) -> Story {
    let truth = folder.join("truth.json");
    let mut story: Story =
        serde_json::from_str(&read(&truth)).unwrap_or_else(|e| panic!("{}: {e}", truth.display()));
    story.slug = folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    for article in story.articles.values_mut() {
        article.path = folder.join(&article.file);
        let raw = read(&article.path);
        if !article.file.ends_with(".jsonl") {
            article.text = raw;
            continue;
        }
        let record = raw
            .lines()
            .map(|line| serde_json::from_str::<Record>(line).expect("a record a line"))
            .find(|record| record.url == article.url)
            .unwrap_or_else(|| panic!("{}: no {}", article.path.display(), article.url));
        assert_eq!(record.outlet, article.outlet, "{}", article.url);
        assert_eq!(record.published_at, article.published_at, "{}", article.url);
        article.title = Some(record.title);
        article.text = record.text;
    }
    story
}

/// Every story, by name.
pub(crate) fn stories() -> Vec<Story> {
    let folder = fixtures().join("stories");
    let mut folders: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders.iter().map(|path| story(path)).collect()
}

/// The story that `demo` shows.
pub(crate) fn sample() -> Story {
    story(&fixtures().join("sample"))
}

impl Article {
    /// How often a line of the article (in a page: what follows a tag) begins so.
    pub(crate) fn lines_starting(&self, starts: &str) -> usize {
        let end = if self.file.ends_with(".html") || self.file.ends_with(".json") {
            '>'
        } else {
            '\n'
        };
        self.text
            .split(end)
            .filter(|line| line.trim_start().starts_with(starts))
            .count()
    }

    fn published(&self) -> Option<jiff::Timestamp> {
        self.published_at
            .as_ref()
            .map(|date| date.parse().expect("an RFC 3339 date"))
    }
}

/// What is wrong with a story, one line a fault.
fn faults(story: &Story) -> Vec<String> {
    let mut faults = Vec::new();
    let mut check = |good: bool, what: String| {
        if !good {
            faults.push(format!("{}: {what}", story.slug));
        }
    };
    let has = |name: &str, starts: &str| {
        story
            .articles
            .get(name)
            .is_some_and(|article| article.lines_starting(starts) == 1)
    };
    check(
        story.about.ends_with('.'),
        "`about` is not a sentence".into(),
    );
    check(
        SHAPES.contains(&&*story.shape),
        format!("shape {}", story.shape),
    );
    let urls: BTreeSet<_> = story.articles.values().map(|a| &a.url).collect();
    check(
        urls.len() == story.articles.len(),
        "two articles have one address".into(),
    );
    for copied in &story.copies {
        let pair = format!("{} from {}", copied.copy, copied.source);
        let (Some(copy), Some(source)) = (
            story.articles.get(&copied.copy),
            story.articles.get(&copied.source),
        ) else {
            check(false, format!("{pair}: no such article"));
            continue;
        };
        let known = |word: &str| {
            [Direction::Firm, Direction::Likely, Direction::Undecided]
                .iter()
                .any(|direction| direction.as_str() == word)
        };
        check(
            CreditStatus::ALL
                .iter()
                .any(|c| c.as_str() == copied.credit),
            format!("{pair}: credit {}", copied.credit),
        );
        check(
            known(&copied.direction) && copied.reversed.as_deref().is_none_or(known),
            format!("{pair}: direction"),
        );
        check(
            copied.self_reuse == (copy.outlet == source.outlet),
            format!("{pair}: self_reuse"),
        );
        check(
            copied.lost_source.as_deref() != Some(""),
            format!("{pair}: lost_source"),
        );
        match copy.published().zip(source.published()) {
            Some((later, earlier)) => check(
                copied.backdated == (later < earlier),
                format!("{pair}: backdated"),
            ),
            None => check(
                copied.direction != "firm",
                format!("{pair}: firm without dates"),
            ),
        }
        check(
            copied.hidden_characters == copy.text.contains('\u{200b}'),
            format!("{pair}: hidden_characters"),
        );
        check(!copied.paragraphs.is_empty(), format!("{pair}: nothing"));
        for row in &copied.paragraphs {
            check(
                has(&copied.copy, &row.starts),
                format!("{pair}: {}", row.starts),
            );
            check(
                has(&copied.source, &row.source_starts),
                format!("{pair}: {}", row.source_starts),
            );
            for kind in row.also.iter().chain([&row.kind]) {
                check(Kind::parse(kind).is_some(), format!("{pair}: kind {kind}"));
            }
        }
        let copying = copied
            .paragraphs
            .iter()
            .any(|row| row.kind != "shared_quote");
        let silent = story.silent.iter().any(|(a, b)| {
            (a, b) == (&copied.copy, &copied.source) || (b, a) == (&copied.copy, &copied.source)
        });
        check(
            copying != silent,
            format!("{pair}: both copied and silent, or neither"),
        );
    }
    for (a, b) in &story.silent {
        check(
            a != b && story.articles.contains_key(a) && story.articles.contains_key(b),
            format!("silent {a} {b}"),
        );
    }
    for name in story.versions.iter().flatten() {
        check(story.articles.contains_key(name), format!("version {name}"));
    }
    for carries in &story.carries {
        let is_version = story.versions.iter().any(|v| v.contains(&carries.source));
        check(
            is_version && story.articles.contains_key(&carries.copy),
            format!("{} carries {}", carries.copy, carries.source),
        );
    }
    for line in &story.not_paragraphs {
        check(
            has(&line.article, &line.starts),
            format!("{}: {}", line.article, line.starts),
        );
    }
    for credit in &story.credits {
        check(
            story.articles.contains_key(&credit.article) && !credit.to.is_empty(),
            format!("credit of {}", credit.article),
        );
    }
    faults
}

#[test]
fn every_story_is_well_formed() {
    let stories = stories();
    assert!(stories.len() >= 26, "{} stories", stories.len());
    let faults: Vec<String> = stories.iter().chain([&sample()]).flat_map(faults).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_stories_cover_eleven_languages_and_every_shape() {
    let stories = stories();
    let languages: BTreeSet<&str> = stories
        .iter()
        .flat_map(|story| story.articles.values())
        .map(|article| &*article.language)
        .collect();
    for language in [
        "ar", "de", "el", "en", "es", "fr", "ja", "pt", "ru", "th", "zh",
    ] {
        assert!(languages.contains(language), "no story in {language}");
    }
    for shape in SHAPES.iter().filter(|shape| **shape != "mixed") {
        assert!(stories.iter().any(|s| s.shape == *shape), "no {shape}");
    }
}

#[test]
fn no_fixture_accuses_anybody() {
    // Spelt in halves so that this file keeps the rule that it checks.
    let words = [
        concat!("plag", "iar"),
        concat!("the", "ft"),
        concat!("sto", "len"),
    ];
    for story in stories().iter().chain([&sample()]) {
        for article in story.articles.values() {
            let title = article.title.as_deref().unwrap_or_default();
            let all = format!("{title} {} {}", article.text, story.about).to_lowercase();
            for word in words {
                assert!(!all.contains(word), "{}: {word}", article.path.display());
            }
        }
    }
}

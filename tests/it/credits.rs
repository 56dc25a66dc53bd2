//! The lines of `fixtures/credits`, each in its place in a small article: what is read as credit, licence and attribution,
//! counted against what a careful reader wrote down.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;
use urtext::model::Article;
use urtext::segment::{attributions, segment};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    set: String,
    language: String,
    place: String,
    line: String,
    credits: Vec<(String, String)>,
    #[serde(default)]
    mentions: Vec<String>,
    licence: Option<String>,
    outlet: Option<String>,
    url: Option<String>,
}

#[derive(Default, Clone, Copy)]
struct Count {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }

    fn precision(self) -> f64 {
        self.right as f64 / (self.right + self.wrong).max(1) as f64
    }

    fn recall(self) -> f64 {
        self.right as f64 / (self.right + self.missed).max(1) as f64
    }

    fn told(self, name: &str) -> String {
        let (p, r) = (self.precision(), self.recall());
        let Self {
            right,
            wrong,
            missed,
        } = self;
        format!(
            "{name:<8} precision {p:.3} recall {r:.3} ({right} right, {wrong} wrong, {missed} missed)"
        )
    }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/credits")
}

fn lines() -> Vec<Line> {
    let all = std::fs::read_to_string(folder().join("lines.jsonl")).unwrap();
    all.lines()
        .map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}")))
        .collect()
}

fn bodies() -> BTreeMap<String, Vec<String>> {
    let all = std::fs::read_to_string(folder().join("bodies.json")).unwrap();
    serde_json::from_str(&all).unwrap()
}

/// The line where its place says: `head` and `foot` before and after the body, `body` within it as a paragraph of its own, `opens` and
/// `closes` at the ends of the body's own paragraphs. The body is its paragraphs twice over, so that its middle is far from both ends.
fn article(line: &Line, body: &[String]) -> Article {
    let mut blocks: Vec<String> = body.iter().chain(body).chain(body).cloned().collect();
    match line.place.as_str() {
        "head" => blocks.insert(0, line.line.clone()),
        "foot" => blocks.push(line.line.clone()),
        "body" => blocks.insert(2, line.line.clone()),
        "opens" => blocks[0].insert_str(0, &line.line),
        "closes" => {
            let last = blocks.last_mut().unwrap();
            let wide = last.ends_with('。');
            *last = format!("{last}{}{}", if wide { "" } else { " " }, line.line);
        }
        other => panic!("{other} is no place"),
    }
    Article {
        outlet: line.outlet.clone(),
        url: line.url.clone(),
        title: Some("4711".into()),
        text: blocks.join("\n\n"),
        ..Article::default()
    }
}

/// Compares as sets; what differs is put into words.
fn compare<T: Ord + std::fmt::Debug>(
    found: Vec<T>,
    expected: Vec<T>,
    of: &str,
    line: &Line,
    differences: &mut Vec<String>,
) -> Count {
    let (mut found, mut expected) = (found, expected);
    found.sort();
    found.dedup();
    expected.sort();
    let right = found.iter().filter(|f| expected.contains(f)).count();
    let count = Count {
        right,
        wrong: found.len() - right,
        missed: expected.len() - right,
    };
    if count.wrong + count.missed > 0 {
        differences.push(format!(
            "{} {} {of}: {} -> {found:?}, expected {expected:?}",
            line.language, line.place, line.line
        ));
    }
    count
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "the figures are for people who ask for them"
)]
fn credits_are_read_from_the_lines_of_ten_languages_and_from_no_trap() {
    let bodies = bodies();
    let mut differences = Vec::new();
    let mut credits: BTreeMap<String, Count> = BTreeMap::new();
    let (mut licences, mut mentions) = (Count::default(), Count::default());
    for line in &lines() {
        let article = article(line, &bodies[&line.language]);
        let seen = segment(&article);
        let found = seen.credits.iter();
        let found = found.map(|c| (c.form.as_str().to_owned(), c.to.clone()));
        let expected = line.credits.clone();
        let count = compare(found.collect(), expected, "credit", line, &mut differences);
        for key in [&line.language, &line.set, &"all".to_owned()] {
            credits.entry(key.clone()).or_default().add(count);
        }
        let found = seen.licence.clone().into_iter().collect();
        let expected = line.licence.clone().into_iter().collect();
        licences.add(compare(found, expected, "licence", line, &mut differences));
        let told = attributions(&article.text, &seen.blocks);
        let found = told.into_iter().map(|a| a.to).collect();
        let expected = line.mentions.clone();
        mentions.add(compare(
            found,
            expected,
            "attribution",
            line,
            &mut differences,
        ));
    }
    let mut told: Vec<String> = credits.iter().map(|(k, c)| c.told(k)).collect();
    told.push(licences.told("licence"));
    told.push(mentions.told("told"));
    let told = format!("{}\n{}", differences.join("\n"), told.join("\n"));
    println!("{told}");
    let all = credits["all"];
    assert!(all.precision() >= 0.98 && all.recall() >= 0.95, "{told}");
    for count in [licences, mentions] {
        assert!(count.precision() >= 0.95 && count.recall() >= 0.9, "{told}");
    }
}

#[test]
fn the_lines_are_many_and_a_third_of_them_are_traps() {
    let lines = lines();
    let traps = lines.iter().filter(|l| l.credits.is_empty()).count();
    assert!(lines.len() >= 170 && traps * 3 >= lines.len());
    for language in bodies().keys() {
        let own = lines.iter().filter(|l| l.language == *language);
        let (credits, traps): (Vec<_>, Vec<_>) = own.partition(|l| !l.credits.is_empty());
        assert!(credits.len() >= 10 && traps.len() >= 5, "{language}");
    }
}

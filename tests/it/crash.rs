//! A killed ingest loses nothing it reported, leaves nothing half-written, and goes on where it was.
//!
//! The child is the real program and the kill is SIGKILL, so no destructor and no handler runs. (This does not show what a power cut
//! does: the operating system's cache survives the process.)

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::newsroom::{Dice, printed};

const ARTICLES: usize = 3_000;
const KILLS: usize = 50;
/// How often one store is killed before the next begins afresh.
const KILLS_A_STORE: usize = 5;
const BATCH: &str = "20";

struct Bench {
    folder: tempfile::TempDir,
    urls: Vec<String>,
}

impl Bench {
    fn of(articles: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let all = printed(11, articles);
        let lines: Vec<_> = all.iter().map(|p| p.line()).collect();
        fs::write(folder.path().join("news.jsonl"), lines.join("\n")).unwrap();
        let urls = all.into_iter().map(|p| p.url).collect();
        Self { folder, urls }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn urtext(&self, store: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_urtext"));
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        command.arg("--db").arg(store);
        command
    }

    fn run(&self, store: &str, args: &[&str]) -> Output {
        self.urtext(store).args(args).output().unwrap()
    }

    /// What a command prints, when it must go well.
    fn answer(&self, store: &str, args: &[&str]) -> String {
        let out = self.run(store, args);
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(
            out.status.success(),
            "{store}: {args:?}: {}\n{said}",
            out.status
        );
        String::from_utf8(out.stdout).unwrap()
    }

    /// Begins an ingest whose reports go to a file, which outlives the child.
    fn ingest(&self, store: &str) -> Child {
        let reports = File::create(self.path("reports")).unwrap();
        self.urtext(store)
            .args(["ingest", "news.jsonl", "--batch", BATCH, "--progress-lines"])
            .stdout(Stdio::null())
            .stderr(reports)
            .spawn()
            .unwrap()
    }

    /// The last count the child reported as stored; a line that was cut is no report.
    fn reported(&self) -> usize {
        let reports = fs::read_to_string(self.path("reports")).unwrap();
        reports
            .split_inclusive('\n')
            .filter_map(|line| line.strip_suffix('\n')?.trim().strip_prefix("stored "))
            .filter_map(|count| count.parse().ok())
            .max()
            .unwrap_or(0)
    }

    /// The stored articles by address, with how many paragraphs each has.
    fn articles(&self, store: &str) -> BTreeMap<String, u64> {
        let lines = self.answer(store, &["export", "articles", "--format", "jsonl"]);
        let mut found = BTreeMap::new();
        for line in lines.lines() {
            let article: serde_json::Value = serde_json::from_str(line).unwrap();
            let url = article["article"].as_str().unwrap().to_owned();
            found.insert(url, article["paragraphs"].as_u64().unwrap());
        }
        found
    }

    fn derivations(&self, store: &str) -> String {
        self.answer(store, &["export", "derivations", "--format", "jsonl"])
    }
}

/// Ends the child after `delay`; nothing when it was quicker.
fn killed_after(child: &mut Child, delay: Duration) -> Option<ExitStatus> {
    thread::sleep(delay);
    if child.try_wait().unwrap().is_some() {
        return None;
    }
    child.kill().unwrap();
    // The child may have ended between the question and the signal.
    Some(child.wait().unwrap()).filter(|status| !status.success())
}

/// True when the store holds something that `doctor` can be asked about.
fn begun(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.len() > 0)
}

#[test]
fn a_killed_ingest_loses_nothing_it_reported_and_completes() {
    let bench = Bench::of(ARTICLES);

    let started = Instant::now();
    assert!(bench.ingest("whole.db").wait().unwrap().success());
    let full = started.elapsed();
    assert_eq!(
        bench.reported(),
        ARTICLES,
        "an ingest reports what it stored"
    );
    let whole = bench.articles("whole.db");
    assert_eq!(whole.len(), ARTICLES);
    let expected = bench.derivations("whole.db");
    assert!(expected.contains(r#""kind":"verbatim""#));

    let mut dice = Dice(13);
    let (mut kills, mut lives, mut reports) = (0, 0, 0);
    while kills < KILLS {
        lives += 1;
        assert!(
            lives <= 3 * KILLS,
            "the program is too quick to be killed: {kills} kills in {lives} lives"
        );
        let store = format!("killed-{lives}.db");
        let mut held = 0;
        for _ in 0..KILLS_A_STORE.min(KILLS - kills) {
            // Any moment of what is left to do.
            let left = full.mul_f64((ARTICLES - held) as f64 / ARTICLES as f64);
            let delay = left.mul_f64(dice.roll(1_000) as f64 / 1_000.0);
            if killed_after(&mut bench.ingest(&store), delay).is_none() {
                break;
            }
            kills += 1;
            let reported = bench.reported();
            reports += usize::from(reported > 0);
            if reported == 0 && held == 0 && !sound(&bench, &store) {
                continue;
            }
            let what = format!("kill {kills}, {store} after {delay:?}, reported {reported}");
            bench.answer(&store, &["doctor"]);
            let articles = bench.articles(&store);
            assert!(
                articles.len() >= reported.max(held),
                "{what}: {} held, {held} before",
                articles.len()
            );
            for url in &bench.urls[..reported] {
                assert!(articles.contains_key(url), "{what}: {url} is lost");
            }
            for (url, paragraphs) in &articles {
                assert_eq!(
                    whole.get(url),
                    Some(paragraphs),
                    "{what}: {url} is half-written"
                );
            }
            held = articles.len();
        }
        assert!(
            bench.ingest(&store).wait().unwrap().success(),
            "{store}: resumed"
        );
        bench.answer(&store, &["doctor"]);
        assert_eq!(bench.articles(&store), whole, "{store}: resumed");
        assert!(
            bench.derivations(&store) == expected,
            "{store}: other derivations than in one go"
        );
    }
    assert!(
        reports >= KILLS / 2,
        "only {reports} of {KILLS} kills came after a report"
    );
    bench.answer("whole.db", &["doctor", "--full"]);
}

/// A store that was killed while it was being made may be nothing yet; once it answers, it must be whole.
fn sound(bench: &Bench, store: &str) -> bool {
    begun(&bench.path(store)) && bench.run(store, &["export", "articles"]).status.success()
}

#[test]
fn a_store_killed_at_its_birth_is_made_by_the_next_run() {
    let bench = Bench::of(40);
    let mut dice = Dice(17);
    for life in 0..60 {
        let store = format!("newborn-{life}.db");
        // Making a store takes some 20 ms; most of these fall into it.
        let delay = Duration::from_micros(dice.roll(30_000) as u64);
        killed_after(&mut bench.ingest(&store), delay);
        assert!(
            bench.ingest(&store).wait().unwrap().success(),
            "{store}, killed after {delay:?}: {}",
            fs::read_to_string(bench.path("reports")).unwrap()
        );
        assert_eq!(bench.articles(&store).len(), 40, "{store}");
    }
}

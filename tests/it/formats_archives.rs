//! Archives that other programs wrote (fixtures/formats/archives, see its README) read field by field, and broken ones that never
//! make the reader stumble.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;

use assert_cmd::cargo::cargo_bin;
use proptest::prelude::*;
use urtext::ingest::{Ingested, ReadOptions, read, read_source, sources};
use urtext::model::{Article, DateOrigin, DateRole};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats/archives")
}

/// Reads a sample as a file, by its folder-less name.
fn sample(name: &str) -> Ingested {
    let path = folder().join(name).to_string_lossy().into_owned();
    let (found, lost) = sources(&[path]);
    assert_eq!(lost, []);
    let mut out = Ingested::default();
    read_source(&found[0], &ReadOptions::default(), &mut |record| {
        match record.item {
            Ok(article) => out.articles.push(article),
            Err(refused) => out.refused.push(refused),
        }
        ControlFlow::Continue(())
    });
    out
}

/// The places of what was refused, without the folder, with the reasons.
fn refused(read: &Ingested) -> Vec<(String, &str)> {
    let place = |p: &str| p.rsplit("archives/").next().unwrap().to_owned();
    let all = read.refused.iter();
    all.map(|r| (place(&r.place), r.reason.as_str())).collect()
}

fn claims(article: &Article, origin: DateOrigin) -> Vec<(DateRole, String)> {
    let own = article.dates.iter().filter(|d| d.origin == origin);
    own.map(|d| (d.role, d.rfc3339())).collect()
}

/// What every page of the samples says.
fn is_ferry(article: &Article, place: &str) {
    let want = format!(
        "The ferry to {place} came back to the quay after dark on Tuesday with all of its 41 passengers"
    );
    assert!(article.text.contains(&want), "{place}: {}", article.text);
    assert!(!article.text.contains("Home"), "{place}");
    assert!(article.text.contains("cut it free by hand"), "{place}: cut");
}

#[test]
fn every_record_that_warcio_writes_is_read_or_passed_over() {
    for name in ["warcio.warc", "warcio.warc.gz"] {
        let read = sample(name);
        assert_eq!(refused(&read), [], "{name}");
        let base = "https://harbour.example/2024/";
        let want = [
            ("plain", "Skerry"),
            ("chunked", "Norhaven"),
            ("gzip", "Ostrey"),
            ("both", "Vestrey"),
            ("deflate", "Sudrey"),
            ("brotli", "Midrey"),
            ("charset", "Шхеры"),
            ("falsely-chunked", "Langrey"),
            ("resource", "Innrey"),
            ("text", "Utrey"),
            ("memento", "Fjarrey"),
        ];
        assert_eq!(read.articles.len(), want.len(), "{name}");
        for (article, (slug, place)) in read.articles.iter().zip(want) {
            is_ferry(article, place);
            assert_eq!(article.name.as_deref(), Some(slug));
            let url = (slug != "resource").then(|| format!("{base}{slug}.html"));
            assert_eq!(article.url, url);
            let captured = (DateRole::Captured, "2024-03-06T08:15:30Z".to_owned());
            assert!(
                claims(article, DateOrigin::Archive).contains(&captured),
                "{slug}"
            );
            if slug != "text" {
                let published = (DateRole::Published, "2024-03-05T19:40:00Z".to_owned());
                assert_eq!(claims(article, DateOrigin::Meta), [published]);
            }
        }
        let modified = (DateRole::Modified, "2024-03-05T19:55:00Z".to_owned());
        assert_eq!(claims(&read.articles[0], DateOrigin::Http), [modified]);
        assert_eq!(read.articles[6].title.as_deref(), Some("Паром опоздал"));
        let memento = &read.articles[10];
        assert_eq!(memento.outlet.as_deref(), Some("harbour.example"));
        assert_eq!(claims(memento, DateOrigin::Http), []);
        let first = (DateRole::Captured, "2024-03-06T07:00:00Z".to_owned());
        assert_eq!(claims(memento, DateOrigin::Archive)[0], first);
    }
}

#[test]
fn a_page_that_wget_kept_has_its_address_without_brackets() {
    let read = sample("wget.warc.gz");
    assert_eq!(refused(&read), []);
    let [article] = &read.articles[..] else {
        panic!("{} articles", read.articles.len());
    };
    is_ferry(article, "Grarey");
    let url = article.url.as_deref().unwrap();
    assert!(
        url.starts_with("http://127.0.0.1:") && url.ends_with("/story.html"),
        "{url}"
    );
    assert_eq!(claims(article, DateOrigin::Archive).len(), 1);
    assert_eq!(claims(article, DateOrigin::Http).len(), 1);
}

#[test]
fn an_old_arc_is_read_with_its_blank_in_the_address() {
    let read = sample("old.arc.gz");
    assert_eq!(refused(&read), []);
    is_ferry(&read.articles[0], "Aldrey");
    assert_eq!(
        read.articles[0].url.as_deref(),
        Some("http://harbour.example/old%20story.html")
    );
    assert_eq!(read.articles[0].name.as_deref(), Some("old story"));
    let captured = (DateRole::Captured, "2004-03-06T08:15:30Z".to_owned());
    assert_eq!(claims(&read.articles[0], DateOrigin::Archive), [captured]);
}

#[test]
fn zips_and_tars_of_every_writer_give_the_same_articles() {
    for (name, up, long, nested) in [
        ("python.zip", true, false, true),
        ("python-streamed.zip", true, false, true),
        ("infozip.zip", false, false, false),
        ("python-ustar.tar", true, false, true),
        ("python-pax.tar", true, true, true),
        ("gnu.tar", false, true, false),
        ("gnu.tgz", false, true, false),
    ] {
        let read = sample(name);
        let by_name = |want: &str| {
            let found = read
                .articles
                .iter()
                .find(|a| a.name.as_deref() == Some(want));
            found.unwrap_or_else(|| panic!("{name}: no {want}"))
        };
        is_ferry(by_name("plain"), "Skerry");
        is_ferry(by_name("Fähre"), "Norhaven");
        is_ferry(by_name("packed"), "Vestrey");
        let record = read.articles.iter().find(|a| a.url.is_some()).unwrap();
        assert_eq!(record.text, "The ferry to Ostrey came back after dark.");
        if up {
            is_ferry(by_name("up"), "Sudrey");
        }
        if long {
            is_ferry(by_name("story"), "Langrey");
        }
        assert_eq!(
            read.articles.len(),
            4 + usize::from(up) + usize::from(long),
            "{name}"
        );
        let mut want = vec![(format!("{name}!records.jsonl:2"), "not JSON")];
        if nested {
            want.push((format!("{name}!nested.zip"), "nested archive"));
        }
        assert_eq!(refused(&read), want);
    }
    let locked = sample("infozip-encrypted.zip");
    assert_eq!(locked.articles.len(), 0);
    assert_eq!(
        refused(&locked),
        [("infozip-encrypted.zip!news/plain.html".into(), "encrypted")]
    );
    // No member was written anywhere.
    assert!(!folder().join("../../up.txt").exists() && !folder().join("news").exists());
}

#[test]
fn a_saved_page_is_read_with_its_address_and_the_time_of_saving() {
    for (name, place, url) in [
        (
            "chrome.mhtml",
            "Skérry",
            "https://harbour.example/2024/saved.html",
        ),
        (
            "explorer.mht",
            "Шхеры",
            "http://harbour.example/2004/parom.html",
        ),
    ] {
        let read = sample(name);
        assert_eq!(refused(&read), []);
        is_ferry(&read.articles[0], place);
        assert_eq!(read.articles[0].url.as_deref(), Some(url));
        let captured = (DateRole::Captured, "2024-03-06T08:15:30Z".to_owned());
        assert_eq!(claims(&read.articles[0], DateOrigin::Archive), [captured]);
    }
}

#[test]
fn the_command_names_the_offset_of_what_it_refused_and_stores_the_rest() {
    let dir = tempfile::tempdir().unwrap();
    let good = fs::read(folder().join("warcio.warc")).unwrap();
    let bad = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 7\r\n\r\nno such length\r\n\r\n";
    let file = dir.path().join("x.warc");
    fs::write(&file, [&good[..], bad, &good].concat()).unwrap();
    let output = Command::new(cargo_bin("urtext"))
        .arg("--db")
        .arg(dir.path().join("x.db"))
        .arg("ingest")
        .arg(&file)
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{err}");
    let place = format!("x.warc@{}", good.len());
    assert!(
        err.contains(&place) && err.contains("wrong length"),
        "{err}"
    );
    assert!(err.contains("1 of 23 inputs refused"), "{err}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]
    #[test]
    fn mutated_archives_never_panic_or_hang_and_read_the_same_twice(
        which in 0_usize..9, cut in 0_usize..400, twice in any::<bool>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let names = [
            "warcio.warc", "warcio.warc.gz", "old.arc.gz", "wget.warc.gz", "python.zip",
            "python-streamed.zip", "python-pax.tar", "gnu.tgz", "explorer.mht",
        ];
        let mut bytes = fs::read(folder().join(names[which])).unwrap();
        bytes.truncate(bytes.len() - cut.min(bytes.len() / 2));
        for (at, with) in edits {
            let at = at.index(bytes.len());
            bytes[at] = with;
        }
        if twice {
            bytes.extend_from_within(bytes.len() / 3..);
        }
        let options = ReadOptions::default();
        let (one, two) = (read(names[which], &bytes, &options), read(names[which], &bytes, &options));
        prop_assert_eq!(&one.articles, &two.articles);
        prop_assert_eq!(&one.refused, &two.refused);
        prop_assert!(one.refused.iter().all(|r| r.reason != "bug"), "{:?}", one.refused);
        prop_assert!(!one.articles.is_empty() || !one.refused.is_empty());
    }
}

//! Checking a store: does what is stored still follow from the texts?

use std::collections::{BTreeMap, HashSet};

use crate::error::Result;
use crate::fingerprint::{FINGERPRINT_VERSION, fingerprint};
use crate::report::view::{CheckLine, DoctorView, SCHEMA};
use crate::store::{ArticleKey, PassageKey, Reader};
use crate::text::words;

/// Passages whose postings are looked up together: bounds the memory of a full check.
const TOGETHER: usize = 20_000;

/// Checks the store; `full` recomputes every fingerprint.
pub(crate) fn doctor(reader: &Reader, full: bool) -> Result<DoctorView> {
    let facts = reader.facts()?;
    let mut checks = vec![CheckLine {
        check: "store".to_owned(),
        ok: true,
        detail: format!(
            "schema {}, SQLite {}, {} articles, {} blocks, {} passages, {} matches, {:.1} MB of which {:.1} MB free",
            facts.schema,
            facts.sqlite,
            facts.articles,
            facts.blocks,
            facts.passages,
            facts.matches,
            facts.bytes as f64 / 1e6,
            facts.free as f64 / 1e6,
        ),
    }];
    let mut add = |check: &str, problems: &[String], fine: &str| {
        let detail = if problems.is_empty() {
            fine.to_owned()
        } else {
            problems.join("; ")
        };
        checks.push(CheckLine {
            check: check.to_owned(),
            ok: problems.is_empty(),
            detail,
        });
    };
    add(
        "file",
        &reader.integrity(full)?,
        if full {
            "every page and index is sound"
        } else {
            "every page is sound"
        },
    );
    add(
        "references",
        &reader.broken_references()?,
        "every row refers to a row that is there",
    );
    add(
        "schema",
        &reader.schema_differences()?,
        "the tables are as this program makes them",
    );
    let doubles: Vec<String> = reader
        .duplicate_passages()?
        .iter()
        .map(|(a, b)| format!("passages {} and {} hold one text", a.0, b.0))
        .collect();
    add("passages", &doubles, "each text is stored once");
    let orphans: Vec<String> = reader
        .orphan_passages()?
        .iter()
        .map(|p| format!("passage {} stands in no article", p.0))
        .collect();
    add("witnesses", &orphans, "every passage stands in an article");
    add(
        "articles",
        &reader.misnumbered_articles()?,
        "every article has all its paragraphs",
    );
    let texts = reader.misplaced_texts()?;
    let texts: Vec<String> = texts
        .iter()
        .map(|id| format!("the text of a:{id} lies on no shelf"))
        .collect();
    add("texts", &texts, "every text lies on its shelf");
    let miscounted = if reader.tally_is_right()? {
        Vec::new()
    } else {
        vec!["articles, dated ones or their period are counted wrongly".to_owned()]
    };
    add(
        "counts",
        &miscounted,
        "articles and dates are as many as is said",
    );
    let postings = reader.check_postings()?;
    let fine = format!(
        "{} postings in {} runs, in order",
        postings.postings, postings.runs
    );
    add("index", &postings.problems, &fine);
    if full {
        let (count, problems) = recompute(reader)?;
        let fine =
            format!("{count} passages: SHA-256, shingles and SimHash as the text gives them");
        add("fingerprints", &problems, &fine);
    }
    Ok(DoctorView {
        schema: SCHEMA,
        record: "doctor",
        ok: checks.iter().all(|c| c.ok),
        checks,
    })
}

/// Takes every fingerprint again from the text and compares; says how many, and what differs.
fn recompute(reader: &Reader) -> Result<(usize, Vec<String>)> {
    let later: HashSet<ArticleKey> = reader.unpaired(usize::MAX)?.into_iter().collect();
    let mut rows = Vec::new();
    reader.each_passage(|row| {
        rows.push(*row);
        Ok(())
    })?;
    let mut wrong: BTreeMap<PassageKey, Vec<&str>> = BTreeMap::new();
    let mut wanted: Vec<(u64, PassageKey)> = Vec::new();
    for chunk in rows.chunks(TOGETHER) {
        wanted.clear();
        for row in chunk {
            let print = fingerprint(&words(&reader.passage_text(row.key)?));
            let mut note = |bad: bool, what: &'static str| {
                if bad {
                    wrong.entry(row.key).or_default().push(what);
                }
            };
            note(row.version != FINGERPRINT_VERSION, "version");
            note(row.sha256 != print.sha256, "SHA-256");
            note(row.simhash != print.simhash, "SimHash");
            note(row.words as usize != print.words, "words");
            note(row.shingles as usize != print.shingles.len(), "shingles");
            let keys = print.keys_if(!later.contains(&row.article));
            wanted.extend(keys.map(|k| (k, row.key)));
        }
        wanted.sort_unstable();
        wanted.dedup();
        for (_, passage) in reader.missing_postings(&wanted)? {
            let list = wrong.entry(passage).or_default();
            if !list.contains(&"index") {
                list.push("index");
            }
        }
    }
    const LISTED: usize = 20;
    let mut problems: Vec<String> = wrong
        .iter()
        .take(LISTED)
        .map(|(key, what)| format!("passage {}: {} differ", key.0, what.join(", ")))
        .collect();
    if wrong.len() > LISTED {
        problems.push(format!("and {} more", wrong.len() - LISTED));
    }
    Ok((rows.len(), problems))
}

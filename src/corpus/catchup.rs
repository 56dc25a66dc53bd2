//! What is made up for when a store is next written to: an index that an older version left, and rewrites that were not looked for.

use std::collections::HashSet;

use rayon::prelude::*;

use crate::corpus::Timings;
use crate::corpus::pairings::{self, Newcomer, Paragraph};
use crate::error::Result;
use crate::fingerprint::{FINGERPRINT_VERSION, Fingerprint, fingerprint};
use crate::model::BlockKind;
use crate::reuse::Thresholds;
use crate::store::{ArticleKey, BlockRow, PassageKey, Reader, Store, Writer};
use crate::text::words;

/// The setting that says that the index has to be built from the texts.
const MISSING: &str = "index";

/// Passages, and articles, that are taken together: bounds the memory.
const PASSAGES: usize = 20_000;
const ARTICLES: usize = 2_000;

/// True when the store's index has to be built before anything can be asked.
pub(crate) fn lacks_index(reader: &Reader) -> Result<bool> {
    Ok(reader.setting(MISSING)?.is_some())
}

/// Builds the index of a store that an older version has written: one transaction.
pub(crate) fn build_index(store: &mut Store) -> Result<()> {
    if !lacks_index(store)? {
        return Ok(());
    }
    store.write(|writer| {
        // Another process may have been first.
        if !lacks_index(writer)? {
            return Ok(());
        }
        // Their pairs come with their rewrites: twice in the index they would count twice.
        let later: HashSet<ArticleKey> = writer.unpaired(usize::MAX)?.into_iter().collect();
        let mut held: Vec<(PassageKey, bool)> = Vec::new();
        writer.each_passage(|row| {
            held.push((row.key, !later.contains(&row.article)));
            Ok(())
        })?;
        for chunk in held.chunks(PASSAGES) {
            let texts: Vec<String> = chunk
                .iter()
                .map(|(key, _)| writer.passage_text(*key))
                .collect::<Result<_>>()?;
            let prints: Vec<Fingerprint> =
                texts.par_iter().map(|t| fingerprint(&words(t))).collect();
            let mut postings: Vec<(u64, u32)> = Vec::new();
            for ((key, paired), print) in chunk.iter().zip(&prints) {
                postings.extend(print.keys_if(*paired).map(|k| (k, key.0)));
            }
            postings.sort_unstable();
            writer.add_postings(postings)?;
            for (key, _) in chunk {
                writer.set_fingerprint_version(*key, FINGERPRINT_VERSION)?;
            }
        }
        writer.unset_setting(MISSING)
    })
}

/// An article as it is stored, with the fingerprints of its blocks.
struct Held {
    key: ArticleKey,
    text: String,
    blocks: Vec<(BlockRow, Fingerprint)>,
}

impl Held {
    fn read(reader: &Reader, key: ArticleKey) -> Result<Self> {
        let text = reader.text(key)?;
        let blocks = reader.blocks(key)?.into_iter();
        let blocks = blocks
            .filter(|b| b.passage.is_some())
            .map(|b| (b, fingerprint(&words(b.span.of(&text)))))
            .collect();
        Ok(Self { key, text, blocks })
    }
}

/// Looks for the rewrites of some of the articles that were added without; says of how many. None are left when it says 0.
pub(crate) fn some_rewrites(
    store: &mut Store,
    thresholds: &Thresholds,
    timings: &Timings,
) -> Result<usize> {
    if store.unpaired(1)?.is_empty() {
        return Ok(0);
    }
    store.write(|writer| {
        let keys = writer.unpaired(ARTICLES)?;
        let held: Vec<Held> = keys
            .iter()
            .map(|key| Held::read(writer, *key))
            .collect::<Result<_>>()?;
        index_pairs(writer, &held)?;
        let newcomers: Vec<Newcomer<'_>> = held
            .iter()
            .map(|article| Newcomer {
                key: article.key,
                brought: 0..0,
                body: article
                    .blocks
                    .iter()
                    .filter(|(b, _)| b.kind == BlockKind::Paragraph)
                    .map(|(b, print)| Paragraph {
                        text: b.span.of(&article.text),
                        print,
                        passage: b.passage,
                    })
                    .collect(),
            })
            .collect();
        pairings::settle(writer, &newcomers, thresholds, timings)?;
        for key in &keys {
            writer.set_unpaired(*key, false)?;
        }
        Ok(keys.len())
    })
}

/// Adds the pairs of stems of the passages that these articles brought into the store.
fn index_pairs(writer: &mut Writer<'_>, held: &[Held]) -> Result<()> {
    let mut postings = Vec::new();
    for article in held {
        for (block, print) in &article.blocks {
            let Some(passage) = block.passage else {
                continue;
            };
            if writer.passage(passage)?.article == article.key {
                postings.extend(print.pair_keys().map(|k| (k, passage.0)));
            }
        }
    }
    postings.sort_unstable();
    writer.add_postings(postings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Access, Corpus};
    use crate::model::Article;

    const COPY: &str = include_str!("../../fixtures/stories/central-bank-rewritten/finchglobe.txt");
    const WIRE: &str = include_str!("../../fixtures/stories/central-bank-rewritten/meridian.txt");

    fn story() -> [Article; 2] {
        [("Meridian", WIRE), ("Finch Globe", COPY)].map(|(outlet, text)| Article {
            url: Some(format!(
                "https://{}.example/1",
                outlet.replace(' ', "").to_lowercase()
            )),
            outlet: Some(outlet.to_owned()),
            text: text.to_owned(),
            ..Article::default()
        })
    }

    /// Every pairing, by the ids of its articles.
    fn pairings(corpus: &Corpus) -> Vec<String> {
        let reader: &Reader = &corpus.store;
        let mut out = Vec::new();
        for key in reader.article_keys(crate::store::Which::All).unwrap() {
            for other in reader.pairings_of(key).unwrap() {
                let id = |key| reader.article(key).unwrap().id.to_string();
                out.push(format!("{} {}", id(key), id(other)));
            }
        }
        out.sort();
        out
    }

    #[test]
    fn rewrites_left_for_later_are_found_later() {
        let mut at_once = Corpus::in_memory().unwrap();
        at_once.add(&story(), 1_700_000_000).unwrap();
        assert_eq!(pairings(&at_once).len(), 2);
        let mut later = Corpus::in_memory().unwrap().without_rewrites();
        later.add(&story(), 1_700_000_000).unwrap();
        assert!(pairings(&later).is_empty());
        assert_eq!(
            (later.catch_up().unwrap(), later.catch_up().unwrap()),
            (2, 0)
        );
        assert_eq!(pairings(&later), pairings(&at_once));
        let checks = later.doctor(true).unwrap();
        assert!(checks.ok, "{:?}", checks.checks);
    }

    #[test]
    fn rewrites_left_for_later_are_found_later_in_an_index_built_anew_too() {
        let folder = tempfile::tempdir().unwrap();
        let [path, other] = ["later.db", "at-once.db"].map(|name| folder.path().join(name));
        let mut at_once = Corpus::open(&other, Access::Create).unwrap();
        at_once.add(&story(), 1_700_000_000).unwrap();
        let mut later = Corpus::open(&path, Access::Create)
            .unwrap()
            .without_rewrites();
        later.add(&story(), 1_700_000_000).unwrap();
        later
            .store
            .write(|writer| {
                let dead = (1..=200).collect();
                writer.remove_postings(&dead)?;
                writer.set_setting(MISSING, "missing")
            })
            .unwrap();
        drop(later);
        let mut later = Corpus::open(&path, Access::Write).unwrap();
        assert!(later.doctor(true).unwrap().ok);
        assert_eq!(later.catch_up().unwrap(), 2);
        let postings = |corpus: &Corpus| corpus.store.check_postings().unwrap().postings;
        assert_eq!(postings(&later), postings(&at_once));
        assert_eq!(pairings(&later), pairings(&at_once));
        assert!(later.doctor(true).unwrap().ok);
    }

    #[test]
    fn an_index_that_an_older_version_left_is_built_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.db");
        let mut corpus = Corpus::open(&path, Access::Create).unwrap();
        corpus.add(&story(), 1_700_000_000).unwrap();
        let before = corpus.store.check_postings().unwrap().postings;
        corpus
            .store
            .write(|writer| {
                let dead = (1..=200).collect();
                writer.remove_postings(&dead)?;
                writer.set_fingerprint_version(PassageKey(1), 1)?;
                writer.set_setting(MISSING, "missing")
            })
            .unwrap();
        drop(corpus);
        let error = Corpus::open(&path, Access::Read).unwrap_err();
        assert!(
            error.to_string().contains("any command that writes"),
            "{error}"
        );
        let corpus = Corpus::open(&path, Access::Write).unwrap();
        assert_eq!(corpus.store.check_postings().unwrap().postings, before);
        assert!(corpus.doctor(true).unwrap().ok);
        Corpus::open(&path, Access::Read).unwrap();
    }
}

//! Removes articles with everything that is only theirs.

use std::collections::{BTreeSet, HashSet};

use crate::error::Result;
use crate::store::{ArticleKey, OutletKey, PassageKey, Reader, Writer};

/// What was removed, or would be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Articles.
    pub articles: usize,
    /// Passages that no other article holds.
    pub dead: Vec<PassageKey>,
    /// Templates that the removed articles' lines were of, with the outlets.
    pub templates: Vec<(OutletKey, i64)>,
    /// Lines of furniture whose count of stories has to be taken again.
    pub recount: Vec<(OutletKey, PassageKey)>,
}

impl Reader {
    /// Says what [`Writer::delete_articles`] would remove.
    pub fn would_delete(&self, articles: &[ArticleKey]) -> Result<Forgotten> {
        let going: HashSet<ArticleKey> = articles.iter().copied().collect();
        let mut out = Forgotten::default();
        let mut touched = BTreeSet::new();
        for &article in &going {
            if self
                .first(
                    "SELECT 1 FROM articles WHERE id = ?1",
                    [article],
                    |_| Ok(()),
                )?
                .is_some()
            {
                out.articles += 1;
                touched.extend(self.passages_in(article)?);
            }
        }
        for passage in touched {
            let stays = self
                .holders(passage)?
                .iter()
                .any(|article| !going.contains(article));
            if stays {
                out.recount.extend(self.all(
                    "SELECT outlet, passage FROM furniture WHERE passage = ?1 ORDER BY outlet",
                    [passage],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )?);
            } else {
                out.dead.push(passage);
            }
        }
        Ok(out)
    }

    /// The passages an article holds or lends its text to.
    fn passages_in(&self, article: ArticleKey) -> Result<Vec<PassageKey>> {
        self.all(
            "SELECT passage FROM blocks WHERE article = ?1 AND passage IS NOT NULL
             UNION SELECT id FROM passages WHERE article = ?1",
            [article],
            |row| Ok(row.get(0)?),
        )
    }

    /// The articles that hold a passage.
    fn holders(&self, passage: PassageKey) -> Result<Vec<ArticleKey>> {
        self.all(
            "SELECT DISTINCT article FROM blocks WHERE passage = ?1 ORDER BY article",
            [passage],
            |row| Ok(row.get(0)?),
        )
    }
}

impl Writer<'_> {
    /// Removes articles. Passages that no block refers to any more go with their matches, postings and furniture;
    /// those that stay but were read from a removed article are read from another witness from now on.
    pub fn delete_articles(&mut self, articles: &[ArticleKey]) -> Result<Forgotten> {
        let mut out = self.would_delete(articles)?;
        let mut touched = BTreeSet::new();
        for &article in articles {
            touched.extend(self.passages_in(article)?);
            out.templates.extend(self.templates_of(article)?);
            self.run("DELETE FROM blocks WHERE article = ?1", [article])?;
        }
        for &PassageKey(dead) in &out.dead {
            touched.remove(&PassageKey(dead));
            self.run("DELETE FROM matches WHERE a = ?1", [dead])?;
            self.run("DELETE FROM matches WHERE b = ?1", [dead])?;
            self.run("DELETE FROM furniture WHERE passage = ?1", [dead])?;
            self.run("DELETE FROM hubs WHERE passage = ?1", [dead])?;
            self.run("DELETE FROM passages WHERE id = ?1", [dead])?;
        }
        for passage in touched {
            // The witness to read from is the one with the smallest id, so that the order of adding plays no part.
            self.run(
                r#"UPDATE passages SET (article, start, "end") =
                       (SELECT b.article, b.start, b."end" FROM blocks b JOIN articles a ON a.id = b.article
                        WHERE b.passage = ?1 ORDER BY a.uid, b.ordinal LIMIT 1)
                   WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.passage = ?1
                       AND b.article = passages.article AND b.start = passages.start)"#,
                [passage],
            )?;
        }
        self.unset_tally()?;
        for &article in articles {
            self.unshelve(article)?;
            for sql in [
                "DELETE FROM templates WHERE article = ?1",
                "DELETE FROM date_claims WHERE article = ?1",
                "DELETE FROM credits WHERE article = ?1",
                "DELETE FROM links WHERE article = ?1",
                "DELETE FROM pairings WHERE a = ?1",
                "DELETE FROM pairings WHERE b = ?1",
                "DELETE FROM unread_candidates WHERE article = ?1",
                "DELETE FROM unpaired WHERE article = ?1",
                "DELETE FROM version_keys WHERE article = ?1",
                "DELETE FROM reviews WHERE a = (SELECT uid FROM articles WHERE id = ?1)",
                "DELETE FROM reviews WHERE b = (SELECT uid FROM articles WHERE id = ?1)",
                "DELETE FROM articles WHERE id = ?1",
            ] {
                self.run(sql, [article])?;
            }
        }
        if !articles.is_empty() {
            // Else a server or feed would say "not changed" for ever, and what is forgotten could not come back.
            self.run("DELETE FROM fetches", ())?;
        }
        let dead: HashSet<u32> = out.dead.iter().map(|p| p.0).collect();
        self.remove_postings(&dead)?;
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use crate::store::sample::{add, articles, assert_sound, dump};
    use crate::store::{FurnitureRow, Store};

    #[test]
    fn forgetting_leaves_what_would_be_there_without_the_article() {
        let all = articles(30);
        let (gone, stay): (Vec<_>, Vec<_>) = all.iter().cloned().partition(|a| {
            let name = a.name.as_deref().unwrap_or("");
            name.ends_with('0') || name.ends_with('3')
        });
        let mut store = Store::in_memory().unwrap();
        add(&mut store, &all).unwrap();
        let keys: Vec<_> = gone
            .iter()
            .map(|a| store.known(&a.id()).unwrap().unwrap())
            .collect();
        let would = store.would_delete(&keys).unwrap();
        let did = store.write(|w| w.delete_articles(&keys)).unwrap();
        assert_eq!(would, did);
        assert_eq!(did.articles, gone.len());
        assert!(did.dead.len() >= gone.len());
        let mut without = Store::in_memory().unwrap();
        add(&mut without, &stay).unwrap();
        // Made-up matches follow neighbourhood in one article; real ones the two texts alone.
        let facts = |said: String| -> Vec<String> {
            let kept = said.lines().filter(|l| !l.starts_with("match "));
            kept.map(str::to_owned).collect()
        };
        let (found, expected) = (facts(dump(&store).unwrap()), facts(dump(&without).unwrap()));
        let differ = found.iter().zip(&expected).find(|(a, b)| a != b);
        assert_eq!((differ, found.len()), (None, expected.len()));
        assert_sound(&store);
    }

    #[test]
    fn a_line_that_stays_has_to_be_counted_again() {
        let mut store = Store::in_memory().unwrap();
        add(&mut store, &articles(2)).unwrap();
        let key = store.articles_matching("story-0").unwrap()[0];
        let shared = store.blocks(key).unwrap()[0].passage.unwrap();
        let outlet = store.outlets().unwrap()[0].key;
        let line = FurnitureRow {
            outlet,
            passage: shared,
            stories: 2,
            ruling: Some("furniture".into()),
            rule: "standing".into(),
        };
        store.write(|w| w.set_furniture(&line)).unwrap();
        assert_eq!(store.furniture(outlet).unwrap(), [line]);
        assert_eq!(store.furniture_set("paragraph").unwrap().len(), 1);
        assert_eq!(store.furniture_set("furniture").unwrap().len(), 0);
        let did = store.write(|w| w.delete_articles(&[key, key])).unwrap();
        assert_eq!((did.articles, did.recount), (1, vec![(outlet, shared)]));
        assert_sound(&store);
    }
}

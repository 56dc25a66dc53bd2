//! Pairs of articles that may be rewritten one from the other.

use crate::error::Result;
use crate::store::fault::bug;
use crate::store::{ArticleKey, PassageKey, Reader, Writer};

impl Reader {
    /// Lists the articles an article is paired with, by key.
    pub fn pairings_of(&self, key: ArticleKey) -> Result<Vec<ArticleKey>> {
        let mut out = self.all(
            "SELECT a FROM pairings WHERE b = ?1 ORDER BY a",
            [key],
            |row| Ok(row.get(0)?),
        )?;
        out.extend(self.all(
            "SELECT b FROM pairings WHERE a = ?1 ORDER BY b",
            [key],
            |row| Ok(row.get::<_, ArticleKey>(0)?),
        )?);
        Ok(out)
    }

    /// How many candidates of an article were not read; nothing when all were.
    pub fn unread_candidates(&self, key: ArticleKey) -> Result<Option<u32>> {
        self.first(
            "SELECT unread FROM unread_candidates WHERE article = ?1",
            [key],
            |row| Ok(row.get(0)?),
        )
    }

    /// True when an article was added without looking for rewrites.
    pub fn is_unpaired(&self, key: ArticleKey) -> Result<bool> {
        let found = self.first("SELECT 1 FROM unpaired WHERE article = ?1", [key], |_| {
            Ok(())
        })?;
        Ok(found.is_some())
    }

    /// Articles that were added without looking for rewrites, at most `limit` of them, in the order of their rows.
    pub fn unpaired(&self, limit: usize) -> Result<Vec<ArticleKey>> {
        self.all(
            "SELECT article FROM unpaired ORDER BY article LIMIT ?1",
            [i64::try_from(limit).unwrap_or(i64::MAX)],
            |row| Ok(row.get(0)?),
        )
    }

    /// The passages that stand in an article, each once, in the order of their rows.
    pub fn passages_held(&self, article: ArticleKey) -> Result<Vec<PassageKey>> {
        let mut out: Vec<PassageKey> = self.all(
            "SELECT passage FROM blocks WHERE article = ?1 AND passage IS NOT NULL",
            [article],
            |row| Ok(row.get(0)?),
        )?;
        out.sort_unstable();
        out.dedup();
        Ok(out)
    }

    /// The articles that hold a passage, each once, at most `limit` of them, in the order of their rows.
    pub fn articles_holding(&self, passage: PassageKey, limit: usize) -> Result<Vec<ArticleKey>> {
        self.all(
            "SELECT DISTINCT article FROM blocks WHERE passage = ?1 ORDER BY article LIMIT ?2",
            (passage, i64::try_from(limit).unwrap_or(i64::MAX)),
            |row| Ok(row.get(0)?),
        )
    }
}

impl Writer<'_> {
    /// Remembers, or forgets, that an article was added without looking for rewrites.
    pub fn set_unpaired(&mut self, key: ArticleKey, unpaired: bool) -> Result<()> {
        let sql = if unpaired {
            "INSERT INTO unpaired (article) VALUES (?1) ON CONFLICT DO NOTHING"
        } else {
            "DELETE FROM unpaired WHERE article = ?1"
        };
        self.run(sql, [key])?;
        Ok(())
    }

    /// Remembers that two different articles may be rewritten one from the other.
    pub fn insert_pairing(&mut self, one: ArticleKey, other: ArticleKey) -> Result<()> {
        if one == other {
            return Err(bug("an article is no pairing with itself"));
        }
        self.run(
            "INSERT INTO pairings (a, b) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            [one.min(other), one.max(other)],
        )?;
        Ok(())
    }

    /// Remembers that some candidates of an article were not read.
    pub fn set_unread_candidates(&mut self, key: ArticleKey, unread: usize) -> Result<()> {
        self.run(
            "INSERT OR REPLACE INTO unread_candidates (article, unread) VALUES (?1, ?2)",
            (key, u32::try_from(unread).unwrap_or(u32::MAX)),
        )?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::store::sample::{add, articles};
    use crate::store::{ArticleKey, Store};

    #[test]
    fn a_pairing_is_found_from_both_sides_and_goes_with_either_article() {
        let mut store = Store::in_memory().unwrap();
        add(&mut store, &articles(3)).unwrap();
        let keys: Vec<ArticleKey> = (0..3)
            .map(|n| store.articles_matching(&format!("story-{n}")).unwrap()[0])
            .collect();
        store
            .write(|w| {
                w.insert_pairing(keys[1], keys[0])?;
                w.insert_pairing(keys[0], keys[1])?;
                w.insert_pairing(keys[2], keys[1])?;
                w.set_unread_candidates(keys[1], 7)
            })
            .unwrap();
        assert_eq!(store.pairings_of(keys[0]).unwrap(), [keys[1]]);
        assert_eq!(store.pairings_of(keys[1]).unwrap(), [keys[0], keys[2]]);
        assert_eq!(store.unread_candidates(keys[1]).unwrap(), Some(7));
        assert!(store.write(|w| w.insert_pairing(keys[0], keys[0])).is_err());
        store.write(|w| w.delete_articles(&[keys[1]])).unwrap();
        assert!(store.pairings_of(keys[0]).unwrap().is_empty());
        assert!(store.pairings_of(keys[2]).unwrap().is_empty());
    }
}

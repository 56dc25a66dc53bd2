//! What an answer says of the whole store: how many articles, of which period.
//!
//! Counting a million articles takes a second, and every answer tells it; so it is counted as articles come, and anew when some go.

use crate::error::Result;
use crate::store::{ArticleKey, Reader, ScopeRow, Writer};

/// Articles with a claimed date of publication among those behind `?1` up to `?2`, with the earliest and the latest.
const DATED: &str = "SELECT count(DISTINCT d.article), min(d.earliest), max(d.earliest)
     FROM date_claims d JOIN articles a ON a.id = d.article
     WHERE d.article > ?1 AND d.article <= ?2 AND d.role = 'published' AND d.origin NOT IN ('http', 'archive')
       AND d.latest > 172800 AND d.earliest <= a.first_seen_at + 86400";

/// The outlets that have an article: one look into the index for each.
const OUTLETS: &str =
    "SELECT count(*) FROM outlets o WHERE EXISTS (SELECT 1 FROM articles a WHERE a.outlet = o.id)";

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tally {
    upto: i64,
    articles: u32,
    dated: u32,
    earliest: Option<i64>,
    latest: Option<i64>,
    /// Not known since articles were given to other outlets.
    outlets: Option<u32>,
}

impl Tally {
    fn add(&mut self, more: Self) {
        self.upto = self.upto.max(more.upto);
        self.articles += more.articles;
        self.dated += more.dated;
        self.earliest = self.earliest.into_iter().chain(more.earliest).min();
        self.latest = self.latest.into_iter().chain(more.latest).max();
    }
}

impl Reader {
    /// Counts what the store holds.
    pub fn scope(&self) -> Result<ScopeRow> {
        // What a running write has added is counted here; else there is nothing behind the last one.
        let mut tally = self.tally()?.unwrap_or_default();
        let last = self.last_article()?;
        let kept = tally.outlets.filter(|_| tally.upto == last);
        tally.add(self.counted(tally.upto, last)?);
        Ok(ScopeRow {
            articles: tally.articles,
            outlets: kept.map_or_else(|| self.counted_outlets(), Ok)?,
            dated: tally.dated,
            earliest: tally.earliest,
            latest: tally.latest,
        })
    }

    /// True when what is kept of the counts is what there is to count.
    pub fn tally_is_right(&self) -> Result<bool> {
        let Some(held) = self.tally()? else {
            return Ok(true);
        };
        let mut counted = self.counted(0, self.last_article()?)?;
        if held.outlets.is_some() {
            counted.outlets = Some(self.counted_outlets()?);
        }
        Ok(held == counted)
    }

    fn counted_outlets(&self) -> Result<u32> {
        Ok(self
            .first(OUTLETS, [], |row| Ok(row.get(0)?))?
            .unwrap_or_default())
    }

    fn tally(&self) -> Result<Option<Tally>> {
        let held = "SELECT upto, articles, dated, earliest, latest, outlets FROM tally";
        self.first(held, [], |row| {
            Ok(Tally {
                upto: row.get(0)?,
                articles: row.get(1)?,
                dated: row.get(2)?,
                earliest: row.get(3)?,
                latest: row.get(4)?,
                outlets: row.get(5)?,
            })
        })
    }

    fn last_article(&self) -> Result<i64> {
        let last = self.first("SELECT max(id) FROM articles", [], |row| {
            Ok(row.get::<_, Option<i64>>(0)?)
        })?;
        Ok(last.flatten().unwrap_or(0))
    }

    /// Counts the articles behind `from` up to `to`.
    fn counted(&self, from: i64, to: i64) -> Result<Tally> {
        let articles = self.first(
            "SELECT count(*) FROM articles WHERE id > ?1 AND id <= ?2",
            (from, to),
            |row| Ok(row.get(0)?),
        )?;
        let dated = self.first(DATED, (from, to), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
        let (dated, earliest, latest) = dated.unwrap_or_default();
        Ok(Tally {
            upto: to,
            articles: articles.unwrap_or(0),
            dated,
            earliest,
            latest,
            outlets: None,
        })
    }
}

impl Writer<'_> {
    /// Counts what has come since; the last thing of every write.
    pub(crate) fn settle_tally(&mut self) -> Result<()> {
        let mut tally = self.tally()?.unwrap_or_default();
        let last = self.last_article()?;
        if last <= tally.upto && tally.outlets.is_some() {
            return Ok(());
        }
        tally.add(self.counted(tally.upto, last)?);
        tally.outlets = Some(self.counted_outlets()?);
        self.set_tally(tally)
    }

    /// Forgets how many outlets have an article: some are given to others.
    pub(crate) fn unset_outlets(&mut self) -> Result<()> {
        self.run("UPDATE tally SET outlets = NULL", ()).map(drop)
    }

    /// Forgets the counts: articles are going.
    pub(crate) fn unset_tally(&mut self) -> Result<()> {
        self.run("DELETE FROM tally", ()).map(drop)
    }

    /// Does `change` to the dates of one article, which may add claims and takes none away, and counts it anew.
    pub(crate) fn redated(
        &mut self,
        key: ArticleKey,
        change: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let held = self.tally()?.filter(|t| key.0 <= t.upto);
        let before = self.counted(key.0.saturating_sub(1), key.0)?;
        change(self)?;
        let Some(mut tally) = held else {
            return Ok(());
        };
        let after = self.counted(key.0.saturating_sub(1), key.0)?;
        tally.dated = (tally.dated + after.dated).saturating_sub(before.dated);
        tally.add(Tally {
            earliest: after.earliest,
            latest: after.latest,
            ..Tally::default()
        });
        self.set_tally(tally)
    }

    fn set_tally(&self, tally: Tally) -> Result<()> {
        let row = "INSERT INTO tally (id, upto, articles, dated, earliest, latest, outlets) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (id) DO UPDATE SET upto = excluded.upto, articles = excluded.articles, dated = excluded.dated,
                 earliest = excluded.earliest, latest = excluded.latest, outlets = excluded.outlets";
        let values = (
            tally.upto,
            tally.articles,
            tally.dated,
            tally.earliest,
            tally.latest,
            tally.outlets,
        );
        self.run(row, values).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use crate::store::sample::{add, articles};

    #[test]
    fn counts_are_kept_as_articles_come_and_go() {
        let mut store = Store::in_memory().unwrap();
        assert_eq!(store.scope().unwrap(), ScopeRow::default());
        let all = articles(30);
        for batch in all.chunks(7) {
            add(&mut store, batch).unwrap();
            assert!(store.tally().unwrap().is_some() && store.tally_is_right().unwrap());
        }
        assert_eq!(store.scope().unwrap().articles, 30);
        let keys: Vec<_> = all[..12]
            .iter()
            .map(|a| store.known(&a.id()).unwrap().unwrap())
            .collect();
        store.write(|w| w.delete_articles(&keys)).unwrap();
        assert!(store.tally_is_right().unwrap());
        assert_eq!(store.scope().unwrap().articles, 18);
        let outlets = store.outlets().unwrap();
        let with_articles = outlets.iter().filter(|o| o.articles > 0).count();
        assert_eq!(store.scope().unwrap().outlets as usize, with_articles);
    }

    #[test]
    fn outlets_are_counted_again_after_articles_went_to_others() {
        let mut store = Store::in_memory().unwrap();
        let all = articles(12);
        add(&mut store, &all).unwrap();
        let before = store.scope().unwrap().outlets;
        assert!(before > 1);
        let rows = store.outlets().unwrap();
        let (one, other) = (rows[0].key, rows[1].key);
        store
            .write(|w| w.merge_outlets(one, other).map(drop))
            .unwrap();
        assert_eq!(store.scope().unwrap().outlets, before - 1);
        store
            .write(|w| {
                for article in &all {
                    let key = w.known(&article.id())?.unwrap();
                    w.move_article(key, Some(other))?;
                }
                // Before the write is over too.
                assert_eq!(w.scope()?.outlets, 1);
                Ok(())
            })
            .unwrap();
        assert_eq!(store.scope().unwrap().outlets, 1);
        assert!(store.tally_is_right().unwrap());
    }

    #[test]
    fn another_delivery_with_more_dates_is_counted() {
        let mut store = Store::in_memory().unwrap();
        let mut all = articles(3);
        let dates = std::mem::take(&mut all[1].dates);
        add(&mut store, &all).unwrap();
        let before = store.scope().unwrap().dated;
        all[1].dates = dates;
        all[1].revision = Some(2);
        let key = store.known(&all[1].id()).unwrap().unwrap();
        assert!(store.write(|w| w.restate(key, &all[1])).unwrap());
        assert_eq!(store.scope().unwrap().dated, before + 1);
        assert!(store.tally_is_right().unwrap());
    }
}

//! What articles are known by over their versions, and what a later delivery of the same text says of it.

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use crate::error::Result;
use crate::model::{Article, DateClaim};
use crate::provenance::version_keys;
use crate::store::{ArticleKey, Reader, Writer};

/// The setting that says that older articles have no keys yet.
const MISSING: &str = "version_keys";

/// An article with what its keys follow from: row, address, canonical address, story.
type Unkeyed = (ArticleKey, Option<String>, Option<String>, Option<String>);

/// Writes the keys of articles that were there before keys were: once, in a transaction of its own.
pub(crate) fn complete(conn: &Connection) -> Result<()> {
    let missing = |conn: &Connection| -> Result<bool> {
        let mut statement = conn.prepare("SELECT 1 FROM settings WHERE key = ?1")?;
        Ok(statement.exists([MISSING])?)
    };
    if !missing(conn)? {
        return Ok(());
    }
    let transaction = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
    // Another process may have been first.
    if missing(conn)? {
        let rows: Vec<Unkeyed> = conn
            .prepare("SELECT id, url, canonical_url, story FROM articles")?
            .query_map([], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let mut insert = conn.prepare(INSERT)?;
        for (article, url, canonical, story) in rows {
            let keys = version_keys(url.as_deref(), canonical.as_deref(), story.as_deref());
            for key in keys {
                insert.execute(params![key, article])?;
            }
        }
        conn.execute("DELETE FROM settings WHERE key = ?1", [MISSING])?;
    }
    transaction.commit()?;
    Ok(())
}

const INSERT: &str =
    "INSERT INTO version_keys (key, article) VALUES (?1, ?2) ON CONFLICT DO NOTHING";

impl Reader {
    /// The articles that go by one of these keys ([`version_keys`]), ordered by id: versions of one article, if their
    /// outlets allow it.
    pub fn versions_by(&self, key: &str) -> Result<Vec<ArticleKey>> {
        self.all(
            "SELECT v.article FROM version_keys v JOIN articles a ON a.id = v.article
             WHERE v.key = ?1 ORDER BY a.uid",
            [key],
            |row| Ok(row.get(0)?),
        )
    }

    /// The articles that share a key with this one, itself left out, ordered by id.
    pub fn versions_of(&self, article: ArticleKey) -> Result<Vec<ArticleKey>> {
        self.all(
            "SELECT DISTINCT o.article FROM version_keys v JOIN version_keys o ON o.key = v.key
             JOIN articles a ON a.id = o.article
             WHERE v.article = ?1 AND o.article <> ?1 ORDER BY a.uid",
            [article],
            |row| Ok(row.get(0)?),
        )
    }
}

impl Writer<'_> {
    pub(crate) fn insert_version_keys(
        &mut self,
        article: ArticleKey,
        url: Option<&str>,
        canonical: Option<&str>,
        story: Option<&str>,
    ) -> Result<()> {
        for key in version_keys(url, canonical, story) {
            self.run(INSERT, params![key, article])?;
        }
        Ok(())
    }

    /// Takes from another delivery of an article's text what it says of the version: of two deliveries the one with the
    /// higher number stands, of equal ones the graver status, and the dates of both; true when anything changed.
    /// Whichever came first, the outcome is the same.
    pub fn restate(&mut self, key: ArticleKey, article: &Article) -> Result<bool> {
        let row = self.article(key)?;
        let held = (row.revision, row.status);
        let told = (article.revision, article.status);
        if held == told {
            return Ok(false);
        }
        if told > held {
            self.run(
                "UPDATE articles SET revision = ?2, status = ?3 WHERE id = ?1",
                params![key, told.0, told.1.as_str()],
            )?;
        }
        let mut dates = self.dates(key)?;
        for claim in &article.dates {
            if !dates.contains(claim) {
                dates.push(claim.clone());
            }
        }
        dates.sort_by(|x, y| order(x).cmp(&order(y)));
        self.redated(key, |writer| {
            writer.run("DELETE FROM date_claims WHERE article = ?1", [key])?;
            writer.insert_dates(key, dates.iter())
        })?;
        Ok(told > held)
    }
}

/// An order of claims that does not hang on which was written first.
fn order(claim: &DateClaim) -> impl Ord + '_ {
    (
        claim.role,
        claim.origin,
        claim.precision,
        claim.earliest,
        claim.latest,
        &claim.printed,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DateOrigin, DateRole, Precision, Status};
    use crate::store::sample::{add, add_within, articles};
    use crate::store::{Mode, Store};

    #[test]
    fn a_store_of_an_older_schema_gets_its_keys_when_it_is_next_opened_for_writing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("news.db");
        let mut store = Store::open(&path, Mode::Create).unwrap();
        add(&mut store, &articles(3)).unwrap();
        let keys = |store: &Store| -> Vec<(String, i64)> {
            let sql = "SELECT key, article FROM version_keys ORDER BY key, article";
            store
                .all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
                .unwrap()
        };
        let before = keys(&store);
        assert!(!before.is_empty());
        store
            .write(|w| {
                w.run("DELETE FROM version_keys", [])?;
                w.run(
                    "INSERT INTO settings (key, value) VALUES ('version_keys', 'missing')",
                    [],
                )
                .map(drop)
            })
            .unwrap();
        drop(store);
        let store = Store::open(&path, Mode::Write).unwrap();
        assert_eq!(keys(&store), before);
        assert_eq!(store.setting("version_keys").unwrap(), None);
    }

    #[test]
    fn a_kill_of_the_same_text_is_kept_whichever_came_first() {
        let at = |role, hour: i64| DateClaim {
            earliest: hour * 3_600,
            latest: hour * 3_600,
            origin: DateOrigin::Wire,
            role,
            precision: Precision::Second,
            zone: crate::model::Zone::Stated,
            printed: hour.to_string(),
        };
        let live = Article {
            revision: Some(1),
            dates: vec![at(DateRole::Published, 500_000)],
            ..articles(1).remove(0)
        };
        let kill = Article {
            revision: Some(2),
            status: Status::Canceled,
            dates: vec![
                at(DateRole::Published, 500_000),
                at(DateRole::Modified, 500_007),
            ],
            ..live.clone()
        };
        let told = |first: &Article, second: &Article| {
            let mut store = Store::in_memory().unwrap();
            store
                .write(|w| {
                    add_within(w, std::slice::from_ref(first))?;
                    let key = w.known(&first.id())?.unwrap();
                    w.restate(key, second)?;
                    w.restate(key, first)?;
                    let row = w.article(key)?;
                    Ok((row.revision, row.status, w.dates(key)?))
                })
                .unwrap()
        };
        let one = told(&live, &kill);
        assert_eq!(one, told(&kill, &live));
        assert_eq!((one.0, one.1), (Some(2), Status::Canceled));
        assert_eq!(one.2.len(), 2);
    }
}

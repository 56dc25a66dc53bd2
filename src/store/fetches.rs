//! What servers said of addresses that were downloaded.

use crate::error::Result;
use crate::store::{Reader, Writer};

/// The last answer of one address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FetchRow {
    /// The address.
    pub url: String,
    /// `ETag`, as it came.
    pub etag: Option<String>,
    /// `Last-Modified`, as it came.
    pub last_modified: Option<String>,
    /// When it was asked, in epoch seconds.
    pub fetched_at: i64,
    /// The HTTP status of the answer.
    pub status: u16,
}

impl Reader {
    /// Reads the last answer of an address.
    pub fn fetched(&self, url: &str) -> Result<Option<FetchRow>> {
        self.first(
            "SELECT url, etag, last_modified, fetched_at, status FROM fetches WHERE url = ?1",
            [url],
            |row| {
                Ok(FetchRow {
                    url: row.get(0)?,
                    etag: row.get(1)?,
                    last_modified: row.get(2)?,
                    fetched_at: row.get(3)?,
                    status: row.get(4)?,
                })
            },
        )
    }

    /// True when an article of that address is held.
    pub fn holds_url(&self, url: &str) -> Result<bool> {
        let found = self.first(
            "SELECT 1 FROM articles WHERE url = ?1 OR canonical_url = ?1",
            [url],
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }
}

impl Writer<'_> {
    /// Writes the last answer of an address over the one before.
    pub fn set_fetched(&mut self, row: &FetchRow) -> Result<()> {
        self.run(
            "INSERT INTO fetches (url, etag, last_modified, fetched_at, status)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified,
                 fetched_at = excluded.fetched_at, status = excluded.status",
            (
                &row.url,
                &row.etag,
                &row.last_modified,
                row.fetched_at,
                row.status,
            ),
        )?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use crate::store::sample::{add, articles};

    #[test]
    fn the_last_answer_of_an_address_replaces_the_one_before() {
        let mut store = Store::in_memory().unwrap();
        let mut row = FetchRow {
            url: "https://a.example/feed".into(),
            etag: Some("\"1\"".into()),
            last_modified: None,
            fetched_at: 5,
            status: 200,
        };
        store.write(|w| w.set_fetched(&row)).unwrap();
        row.etag = None;
        row.status = 404;
        store.write(|w| w.set_fetched(&row)).unwrap();
        assert_eq!(store.fetched(&row.url).unwrap(), Some(row));
        assert_eq!(store.fetched("https://a.example/").unwrap(), None);
    }

    #[test]
    fn what_is_forgotten_is_downloaded_anew() {
        let mut store = Store::in_memory().unwrap();
        let articles = articles(1);
        add(&mut store, &articles).unwrap();
        let url = articles[0].url.clone().unwrap();
        assert!(store.holds_url(&url).unwrap());
        let row = FetchRow {
            url: url.clone(),
            status: 200,
            ..FetchRow::default()
        };
        store.write(|w| w.set_fetched(&row)).unwrap();
        let key = store.known(&articles[0].id()).unwrap().unwrap();
        store.write(|w| w.delete_articles(&[key])).unwrap();
        assert_eq!(store.fetched(&url).unwrap(), None);
        assert!(!store.holds_url(&url).unwrap());
    }
}

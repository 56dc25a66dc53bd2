//! The texts of articles, laid one behind the other on shelves.
//!
//! An article is some three kilobytes long: a row for each text left a quarter of every page empty when pages had four.

use crate::error::Result;
use crate::store::articles::span;
use crate::store::doctor::MOST_PROBLEMS;
use crate::store::fault::damaged;
use crate::store::{ArticleKey, PassageKey, Reader, Writer};

/// A shelf with so many bytes is full: one page that it fills, and what is beyond stands with others' on another. A paragraph is read by reading both.
const FULL: usize = 16 << 10;

/// Where a text lies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// The shelf.
    pub(crate) shelf: i64,
    /// First byte on it.
    pub(crate) start: usize,
    /// Bytes.
    pub(crate) length: usize,
}

impl Reader {
    /// Reads an article's text.
    pub fn text(&self, key: ArticleKey) -> Result<String> {
        self.first(
            "SELECT substr(s.texts, a.text_start + 1, a.text_length), a.text_length
             FROM articles a JOIN shelves s ON s.id = a.shelf WHERE a.id = ?1",
            [key],
            |row| {
                let bytes = row.get_ref(0)?.as_blob().unwrap_or_default();
                let whole = bytes.len() as i64 == row.get::<_, i64>(1)?;
                let text = std::str::from_utf8(bytes).ok().filter(|_| whole);
                text.map(str::to_owned)
                    .ok_or_else(|| damaged(format!("the text of article {} is none", key.0)))
            },
        )?
        .ok_or_else(|| damaged(format!("no article {}", key.0)))
    }

    /// Reads a passage's text, as one witness prints it.
    pub fn passage_text(&self, key: PassageKey) -> Result<String> {
        // Blobs are cut by bytes.
        self.first(
            r#"SELECT substr(s.texts, a.text_start + p.start + 1, p."end" - p.start), p.start, p."end", a.text_length
               FROM passages p JOIN articles a ON a.id = p.article JOIN shelves s ON s.id = a.shelf
               WHERE p.id = ?1"#,
            [key],
            |row| {
                let bytes = row.get_ref(0)?.as_blob().unwrap_or_default();
                let place = span(row, 1)?;
                let inside = place.end() as i64 <= row.get::<_, i64>(3)?
                    && bytes.len() == place.len();
                let text = std::str::from_utf8(bytes).ok().filter(|_| inside);
                text.map(str::to_owned)
                    .ok_or_else(|| damaged(format!("passage {} lies outside its article", key.0)))
            },
        )?
        .ok_or_else(|| damaged(format!("no passage {}", key.0)))
    }

    /// Hands out every article's title and text in the order in which the articles lie in the file, which is the fastest and says nothing.
    pub fn each_text(
        &self,
        mut each: impl FnMut(ArticleKey, Option<&str>, &str) -> Result<()>,
    ) -> Result<()> {
        // A shelf is read once for all that lie on it.
        let (mut held, mut texts) = (0_i64, Vec::new());
        self.each(
            "SELECT id, title, shelf, text_start, text_length FROM articles ORDER BY id",
            [],
            |row| {
                let key: ArticleKey = row.get(0)?;
                let none = || damaged(format!("the text of article {} is none", key.0));
                let shelf = row.get(2)?;
                if shelf != held {
                    let wanted = "SELECT texts FROM shelves WHERE id = ?1";
                    let read = self.first(wanted, [shelf], |row| Ok(row.get::<_, Vec<u8>>(0)?))?;
                    (held, texts) = (shelf, read.ok_or_else(none)?);
                }
                let (start, length) = (
                    row.get::<_, u32>(3)? as usize,
                    row.get::<_, u32>(4)? as usize,
                );
                let bytes = texts.get(start..start + length).ok_or_else(none)?;
                let text = std::str::from_utf8(bytes).map_err(|_| none())?;
                let title = row.get_ref(1)?.as_str_or_null();
                each(
                    key,
                    title.map_err(|_| damaged("a title that is none"))?,
                    text,
                )
            },
        )
    }

    /// Lists the ids of articles whose text lies on no shelf, or beyond its end.
    pub fn misplaced_texts(&self) -> Result<Vec<String>> {
        self.all(
            "SELECT lower(hex(a.uid)) FROM articles a LEFT JOIN shelves s ON s.id = a.shelf
             WHERE s.id IS NULL OR a.text_start < 0 OR a.text_length < 0 OR a.text_start + a.text_length > length(s.texts)
             ORDER BY 1 LIMIT ?1",
            [MOST_PROBLEMS as i64],
            |row| Ok(row.get(0)?),
        )
    }
}

impl Writer<'_> {
    /// Lays texts on shelves, the last one first if it has room; gives their places, in order.
    pub fn shelve<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) -> Result<Vec<Place>> {
        let mut open = self.first(
            "SELECT id, texts FROM shelves WHERE id = (SELECT max(id) FROM shelves) AND length(texts) < ?1",
            [FULL as i64],
            |row| Ok((Some(row.get::<_, i64>(0)?), row.get::<_, Vec<u8>>(1)?)),
        )?;
        let mut places: Vec<Place> = Vec::new();
        let mut laid = 0;
        for text in texts {
            // A long text has a shelf of its own, so that no row is much longer than a text may be.
            let room = |held: &[u8]| held.is_empty() || held.len() + text.len() <= 2 * FULL;
            if let Some((id, held)) = open.take_if(|(_, held)| !room(held)) {
                self.close(id, &held, &mut places[laid..])?;
                laid = places.len();
            }
            let (_, held) = open.get_or_insert_default();
            places.push(Place {
                shelf: 0,
                start: held.len(),
                length: text.len(),
            });
            held.extend_from_slice(text.as_bytes());
            if let Some((id, held)) = open.take_if(|(_, held)| held.len() >= FULL) {
                self.close(id, &held, &mut places[laid..])?;
                laid = places.len();
            }
        }
        if let Some((id, held)) = open
            && laid < places.len()
        {
            self.close(id, &held, &mut places[laid..])?;
        }
        Ok(places)
    }

    fn close(&self, known: Option<i64>, texts: &[u8], places: &mut [Place]) -> Result<()> {
        let shelf = match known {
            Some(id) if places.is_empty() => id,
            Some(id) => {
                self.run("UPDATE shelves SET texts = ?2 WHERE id = ?1", (id, texts))?;
                id
            }
            None => self.insert("INSERT INTO shelves (texts) VALUES (?1)", [texts])?,
        };
        places.iter_mut().for_each(|place| place.shelf = shelf);
        Ok(())
    }

    /// Takes an article's text off its shelf; those behind it move up.
    pub(crate) fn unshelve(&mut self, key: ArticleKey) -> Result<()> {
        let place = self.first(
            "SELECT shelf, text_start, text_length FROM articles WHERE id = ?1",
            [key],
            |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, i64>(1)?,
                    row.get::<_, i64>(2)?,
                ))
            },
        )?;
        let Some((shelf, start, length)) = place else {
            return Ok(());
        };
        self.run(
            "UPDATE shelves SET texts = CAST(substr(texts, 1, ?2) || substr(texts, ?2 + ?3 + 1) AS BLOB) WHERE id = ?1",
            (shelf, start, length),
        )?;
        self.run(
            "UPDATE articles SET text_start = text_start - ?3 WHERE shelf = ?1 AND text_start > ?2",
            (shelf, start, length),
        )?;
        self.run(
            "DELETE FROM shelves WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM articles WHERE shelf = ?1 AND id <> ?2)",
            (shelf, key.0),
        )?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::store::Store;
    use crate::store::sample::{add, articles};

    fn shelves(store: &Store) -> Vec<usize> {
        let length = |row: &rusqlite::Row<'_>| Ok(row.get::<_, u32>(0)? as usize);
        store
            .all("SELECT length(texts) FROM shelves ORDER BY id", [], length)
            .unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn texts_lie_where_their_places_say_whatever_their_length(
            batches in proptest::collection::vec(proptest::collection::vec(0..90_000_usize, 0..6), 1..5)
        ) {
            let mut store = Store::in_memory().unwrap();
            for batch in batches {
                let texts: Vec<String> = batch.iter().map(|n| "é".repeat(n / 2)).collect();
                let places = store.write(|w| w.shelve(texts.iter().map(String::as_str))).unwrap();
                prop_assert_eq!(places.len(), texts.len());
                for (place, text) in places.iter().zip(&texts) {
                    let held: Vec<u8> = store
                        .first("SELECT texts FROM shelves WHERE id = ?1", [place.shelf], |row| Ok(row.get(0)?))
                        .unwrap()
                        .unwrap();
                    prop_assert_eq!(&held[place.start..place.start + place.length], text.as_bytes());
                }
            }
        }
    }

    #[test]
    fn texts_that_come_one_by_one_share_shelves_too() {
        let mut store = Store::in_memory().unwrap();
        for article in &articles(60) {
            add(&mut store, std::slice::from_ref(article)).unwrap();
        }
        let all: usize = articles(60).iter().map(|a| a.text.len()).sum();
        let held = shelves(&store);
        assert_eq!(held.iter().sum::<usize>(), all);
        assert!(held.len() <= all / FULL + 1, "{held:?}");
    }

    #[test]
    fn a_text_that_is_taken_away_leaves_no_gap_and_no_empty_shelf() {
        let mut store = Store::in_memory().unwrap();
        let all = articles(9);
        add(&mut store, &all).unwrap();
        let keys: Vec<_> = all
            .iter()
            .map(|a| store.known(&a.id()).unwrap().unwrap())
            .collect();
        store
            .write(|w| w.delete_articles(&[keys[4], keys[0]]))
            .unwrap();
        for i in [1, 2, 3, 5, 6, 7, 8] {
            assert_eq!(store.text(keys[i]).unwrap(), all[i].text);
        }
        let left: usize = [1, 2, 3, 5, 6, 7, 8]
            .iter()
            .map(|&i| all[i].text.len())
            .sum();
        assert_eq!(shelves(&store).iter().sum::<usize>(), left);
        store.write(|w| w.delete_articles(&keys)).unwrap();
        assert!(shelves(&store).is_empty());
        assert!(store.misplaced_texts().unwrap().is_empty());
    }
}

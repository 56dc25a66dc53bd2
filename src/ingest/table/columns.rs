//! What the columns of a table are, by the names in its first line.

use std::borrow::Cow;

use crate::ingest::{KEYS, ReadOptions, Refused};

/// Names that people give to columns, beside our own; of two columns with one meaning the earlier name here counts.
const NAMES: [(&str, &[&str]); 16] = [
    (
        "url",
        &[
            "link",
            "address",
            "article_url",
            "web_url",
            "href",
            "permalink",
        ],
    ),
    ("canonical_url", &["canonical"]),
    (
        "outlet",
        &[
            "publisher",
            "media_name",
            "publication",
            "newspaper",
            "outlet_name",
            "site",
        ],
    ),
    (
        "published_at",
        &[
            "date",
            "pubdate",
            "publish_date",
            "published",
            "publication_date",
            "date_published",
            "publishedat",
            "datetime",
        ],
    ),
    (
        "modified_at",
        &[
            "modified",
            "updated",
            "updated_at",
            "date_modified",
            "last_modified",
        ],
    ),
    (
        "captured_at",
        &["captured", "crawled_at", "crawl_date", "fetched_at"],
    ),
    ("title", &["headline"]),
    (
        "text",
        &[
            "body",
            "content",
            "fulltext",
            "full_text",
            "article_text",
            "maintext",
            "article",
        ],
    ),
    ("byline", &["authors"]),
    ("language", &["lang"]),
    ("id", &["guid", "article_id", "uid"]),
    ("credit", &["credits", "creditline"]),
    ("licence", &["rights", "copyright"]),
    ("story", &["story_id"]),
    ("revision", &["version"]),
    ("status", &["pubstatus"]),
];

/// Where in a row each thing stands.
pub(super) struct Columns {
    /// Pairs of our key and the number of its column.
    pub(super) known: Vec<(&'static str, usize)>,
    /// The name of the column that holds the text.
    pub(super) text: String,
    count: usize,
}

impl Columns {
    /// Reads the first line; refused when no column holds a text.
    pub(super) fn of(
        file: &str,
        cells: &[Cow<'_, str>],
        options: &ReadOptions,
    ) -> Result<Self, Refused> {
        let names: Vec<String> = cells.iter().map(|c| c.trim().to_lowercase()).collect();
        let find = |name: &str| names.iter().position(|n| alike(n, name));
        let mut known: Vec<(&'static str, usize)> = Vec::new();
        for key in KEYS {
            let told = options.map.iter().filter(|(ours, _)| ours == key);
            let told = told
                .rev()
                .find_map(|(_, theirs)| find(&theirs.to_lowercase()));
            let others = NAMES
                .iter()
                .find(|(ours, _)| ours == key)
                .map_or(&[][..], |(_, others)| others);
            let at = told
                .or_else(|| find(key))
                .or_else(|| others.iter().find_map(|name| find(name)));
            known.extend(at.map(|at| (*key, at)));
        }
        let has = |key: &str, known: &[(&str, usize)]| known.iter().any(|(k, _)| *k == key);
        // Many tables call the outlet its source; where another column or the user names the outlet, a source is a credit.
        if !has("outlet", &known)
            && options.outlet.is_none()
            && let Some(source) = known.iter_mut().find(|(key, _)| *key == "source")
        {
            source.0 = "outlet";
        }
        let Some((_, text)) = known.iter().find(|(key, _)| *key == "text") else {
            let mut shown: Vec<String> = cells
                .iter()
                .take(30)
                .map(|c| c.chars().take(40).collect())
                .collect();
            if cells.len() > 30 {
                shown.push("…".to_owned());
            }
            let detail = format!(
                "no column holds a text; map the one that does (--map text=NAME); the columns are {}",
                shown.join(", ")
            );
            return Err(Refused::new(file, "no text", detail));
        };
        let text = cells
            .get(*text)
            .map_or(String::new(), |c| c.trim().to_owned());
        Ok(Self {
            known,
            text,
            count: cells.len(),
        })
    }

    /// Refuses a row whose cells do not stand under the columns; empty ones at the end are no matter.
    pub(super) fn check(
        &self,
        place: &str,
        number: u64,
        cells: &[Cow<'_, str>],
    ) -> Result<(), Refused> {
        let extra = cells.iter().skip(self.count).any(|c| !c.trim().is_empty());
        if cells.len() >= self.count && !extra {
            return Ok(());
        }
        let detail = format!(
            "row {number} has {} where the first line names {}",
            counted(cells.len(), "cell"),
            counted(self.count, "column")
        );
        Err(Refused::new(place, "bad row", detail))
    }
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

/// True for names that differ in blanks, hyphens and underscores only; both in small letters.
fn alike(one: &str, other: &str) -> bool {
    let bare = |c: &char| !matches!(c, ' ' | '-' | '_' | '.');
    one == other || one.chars().filter(bare).eq(other.chars().filter(bare))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_name_counts_before_others_and_a_map_before_both() {
        let cells = ["Body", "link", "URL", "Publish Date", "text"].map(Cow::Borrowed);
        let columns =
            Columns::of("t", &cells, &ReadOptions::default()).unwrap_or_else(|r| panic!("{r:?}"));
        assert_eq!(
            columns.known,
            [("url", 2), ("published_at", 3), ("text", 4)]
        );
        let map = vec![("text".into(), "body".into())];
        let options = ReadOptions {
            map,
            ..ReadOptions::default()
        };
        let columns = Columns::of("t", &cells, &options).unwrap_or_else(|r| panic!("{r:?}"));
        assert!(columns.known.contains(&("text", 0)));
        assert_eq!(columns.text, "Body");
    }
}

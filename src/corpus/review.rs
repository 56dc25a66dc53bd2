//! What people said of matches, and how it is respected.

use std::collections::{BTreeMap, HashMap};

use crate::corpus::{asked, views};
use crate::error::{Error, Result};
use crate::fingerprint::fingerprint;
use crate::model::{ArticleId, ReviewVerdict};
use crate::report::view::{DerivationView, ReviewMark, ReviewView, SCHEMA};
use crate::store::{ArticleKey, Reader, ReviewRow, Writer};
use crate::text::words;

/// A review to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// One article: id, address or name.
    pub one: String,
    /// The other.
    pub other: String,
    /// The number of a paragraph of each, if only these are meant.
    pub paragraphs: Option<(usize, usize)>,
    /// What is said.
    pub verdict: ReviewVerdict,
    /// In words.
    pub note: Option<String>,
    /// By whom.
    pub by: Option<String>,
}

type Pair = (ArticleId, ArticleId);
type Places = ([u8; 32], [u8; 32]);

/// The reviews that count, by what they are of.
#[derive(Debug, Default)]
pub(crate) struct Reviews {
    articles: HashMap<Pair, ReviewRow>,
    paragraphs: HashMap<Pair, BTreeMap<Places, ReviewRow>>,
}

fn pair(one: ArticleId, other: ArticleId) -> Pair {
    (one.min(other), one.max(other))
}

impl Reviews {
    /// Reads them.
    pub(crate) fn read(reader: &Reader) -> Result<Self> {
        let mut found = Self::default();
        for row in reader.reviews()? {
            let key = pair(row.a, row.b);
            match row.paragraphs {
                None => {
                    found.articles.insert(key, row);
                }
                Some(places) => {
                    found.paragraphs.entry(key).or_default().insert(places, row);
                }
            }
        }
        Ok(found)
    }

    /// What counts of two articles, or of a paragraph of each by their texts: what was said of the paragraphs goes before what was said of the whole.
    pub(crate) fn of(
        &self,
        one: ArticleId,
        other: ArticleId,
        texts: impl FnOnce() -> Result<(String, String)>,
    ) -> Result<Option<&ReviewRow>> {
        let key = pair(one, other);
        let standing = |row: &&ReviewRow| row.verdict != ReviewVerdict::Open;
        if let Some(list) = self.paragraphs.get(&key) {
            let (mine, theirs) = texts()?;
            let (x, y) = (sha(&mine), sha(&theirs));
            let places = if one <= other { (x, y) } else { (y, x) };
            if let Some(row) = list.get(&places) {
                return Ok(Some(row).filter(standing));
            }
        }
        Ok(self.articles.get(&key).filter(standing))
    }

    /// What counts of two articles as wholes.
    pub(crate) fn of_articles(&self, one: ArticleId, other: ArticleId) -> Option<&ReviewRow> {
        self.articles
            .get(&pair(one, other))
            .filter(|r| r.verdict != ReviewVerdict::Open)
    }

    /// True when nobody reviewed anything.
    pub(crate) fn is_empty(&self) -> bool {
        self.articles.is_empty() && self.paragraphs.is_empty()
    }
}

fn sha(text: &str) -> [u8; 32] {
    fingerprint(&words(text)).sha256
}

/// A review as it is shown beside a derivation.
pub(crate) fn mark(row: &ReviewRow) -> ReviewMark {
    ReviewMark {
        verdict: row.verdict.as_str(),
        at: views::instant(row.reviewed_at),
        by: row.reviewer.clone(),
        note: row.note.clone(),
    }
}

/// Records a review.
pub(crate) fn record(writer: &mut Writer<'_>, review: &Review, now: i64) -> Result<()> {
    let (one, other) = (
        asked::article(writer, &review.one)?,
        asked::article(writer, &review.other)?,
    );
    if one == other {
        return Err(
            Error::usage("a review is of two articles; these are one").at(review.one.clone())
        );
    }
    let paragraphs = match review.paragraphs {
        Some((x, y)) => Some((paragraph(writer, one, x)?, paragraph(writer, other, y)?)),
        None => None,
    };
    writer.insert_review(&ReviewRow {
        a: writer.article(one)?.id,
        b: writer.article(other)?.id,
        paragraphs,
        verdict: review.verdict,
        note: review.note.clone(),
        reviewer: review.by.clone(),
        reviewed_at: now,
    })?;
    Ok(())
}

fn paragraph(reader: &Reader, article: ArticleKey, number: usize) -> Result<[u8; 32]> {
    let text = reader.text(article)?;
    let blocks = reader.blocks(article)?;
    let found = blocks
        .iter()
        .find(|b| b.paragraph.is_some_and(|p| p as usize == number));
    let block =
        found.ok_or_else(|| Error::not_found(format!("no paragraph {number} in that article")))?;
    Ok(sha(block.span.of(&text)))
}

/// Lists all reviews, the older ones first.
pub(crate) fn list(reader: &Reader) -> Result<Vec<ReviewView>> {
    let rows = reader.reviews()?;
    let mut last: HashMap<(Pair, Option<Places>), usize> = HashMap::new();
    for (n, row) in rows.iter().enumerate() {
        last.insert((pair(row.a, row.b), row.paragraphs), n);
    }
    let address = |id: ArticleId| -> Result<Option<String>> {
        Ok(match reader.known(&id)? {
            Some(key) => reader.article(key)?.url,
            None => None,
        })
    };
    let mut out = Vec::new();
    for (n, row) in rows.iter().enumerate() {
        out.push(ReviewView {
            schema: SCHEMA.to_owned(),
            record: "review".to_owned(),
            articles: [views::id(row.a), views::id(row.b)],
            addresses: [address(row.a)?, address(row.b)?],
            paragraphs: row.paragraphs.map(|(x, y)| [hex(&x), hex(&y)]),
            verdict: row.verdict.as_str().to_owned(),
            note: row.note.clone(),
            by: row.reviewer.clone(),
            at: views::instant(row.reviewed_at),
            counts: last[&(pair(row.a, row.b), row.paragraphs)] == n,
        });
    }
    Ok(out)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.strip_prefix("a:").unwrap_or(text);
    let mut out = [0; N];
    if digits.len() != 2 * N || !digits.is_ascii() {
        return None;
    }
    for (i, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).ok()?;
    }
    Some(out)
}

/// Takes in reviews that another store gave out; gives how many were new.
pub(crate) fn import(writer: &mut Writer<'_>, views: &[ReviewView]) -> Result<usize> {
    let mut new = 0;
    for (n, view) in views.iter().enumerate() {
        let row = row(view).ok_or_else(|| {
            Error::input("no review as `export reviews` writes them").at(format!("line {}", n + 1))
        })?;
        new += usize::from(writer.insert_review(&row)?);
    }
    Ok(new)
}

fn row(view: &ReviewView) -> Option<ReviewRow> {
    let paragraphs = match &view.paragraphs {
        Some([x, y]) => Some((unhex(x)?, unhex(y)?)),
        None => None,
    };
    Some(ReviewRow {
        a: ArticleId(unhex(&view.articles[0])?),
        b: ArticleId(unhex(&view.articles[1])?),
        paragraphs,
        verdict: ReviewVerdict::parse(&view.verdict)?,
        note: view.note.clone(),
        reviewer: view.by.clone(),
        reviewed_at: view.at.parse::<jiff::Timestamp>().ok()?.as_second(),
    })
}

/// The derivations that nobody reviewed, those with the most common words first.
pub(crate) fn queue(list: &mut Vec<DerivationView>, limit: usize) {
    list.retain(|d| d.review.is_none() && d.is_copy());
    list.sort_by(|x, y| {
        y.words_shared
            .cmp(&x.words_shared)
            .then_with(|| (&x.id, x.paragraph, x.start).cmp(&(&y.id, y.paragraph, y.start)))
    });
    list.truncate(limit);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Access, Corpus, Period};
    use crate::model::{Article, Kind};

    const STORY: [&str; 3] = [
        "The last ferry of the season left the harbour of Lindemar on Monday evening with only eleven passengers on board.",
        "The port office counted forty thousand travellers this summer, a third fewer than in the year before the bridge.",
        "Captain Orla Venn said that she had never seen the quay so empty in the twenty years of her service.",
    ];
    const NOW: i64 = 1_767_225_600;

    fn article(outlet: &str, day: u32) -> Article {
        let printed = format!("2024-05-{day:02}T08:00:00Z");
        let claim = crate::ingest::date::parse(
            &printed,
            crate::model::DateOrigin::Record,
            crate::model::DateRole::Published,
            i64::MAX,
        );
        Article {
            url: Some(format!("https://{}.example/{day}", outlet.to_lowercase())),
            outlet: Some(outlet.into()),
            dates: claim.into_iter().collect(),
            text: STORY.join("\n\n"),
            ..Article::default()
        }
    }

    fn filled() -> Corpus {
        let mut corpus = Corpus::in_memory().unwrap();
        corpus
            .add(
                &[
                    article("Harbour", 1),
                    article("Flash", 3),
                    article("Late", 5),
                ],
                NOW,
            )
            .unwrap();
        corpus
    }

    fn review(one: &str, other: &str, verdict: ReviewVerdict) -> Review {
        Review {
            one: one.into(),
            other: other.into(),
            paragraphs: None,
            verdict,
            note: Some("looked at both pages".into()),
            by: Some("R. Desk".into()),
        }
    }

    fn sources(corpus: &Corpus, article: &str) -> Vec<Option<String>> {
        let trace = corpus.trace(article).unwrap();
        trace
            .paragraphs
            .iter()
            .map(|p| p.derivation.as_ref().map(|d| d.source.article.clone()))
            .collect()
    }

    const FLASH: &str = "https://flash.example/3";
    const HARBOUR: &str = "https://harbour.example/1";
    const LATE: &str = "https://late.example/5";

    #[test]
    fn a_dismissed_pair_makes_no_derivation_and_another_witness_steps_in() {
        let mut corpus = filled();
        assert_eq!(sources(&corpus, FLASH), vec![Some(HARBOUR.to_owned()); 3]);
        corpus
            .review(&review(FLASH, HARBOUR, ReviewVerdict::Dismissed), NOW)
            .unwrap();
        assert_eq!(sources(&corpus, FLASH), [None, None, None]);
        let trace = corpus.trace(FLASH).unwrap();
        assert!(
            trace
                .notices
                .iter()
                .any(|n| n.contains("dismissed by review") && n.contains("looked at both pages")),
            "{:?}",
            trace.notices
        );
        let audit = corpus.audit("Flash", Period::default()).unwrap();
        assert_eq!(audit.dismissed, 3);
        // The other copy still has it from the first.
        corpus
            .review(&review(LATE, HARBOUR, ReviewVerdict::Dismissed), NOW)
            .unwrap();
        assert_eq!(sources(&corpus, LATE), vec![Some(FLASH.to_owned()); 3]);
        corpus
            .review(&review(LATE, HARBOUR, ReviewVerdict::Open), NOW + 1)
            .unwrap();
        assert_eq!(sources(&corpus, LATE), vec![Some(HARBOUR.to_owned()); 3]);
    }

    #[test]
    fn one_paragraph_can_be_dismissed_alone() {
        let mut corpus = filled();
        let one = Review {
            paragraphs: Some((2, 2)),
            ..review(FLASH, HARBOUR, ReviewVerdict::Dismissed)
        };
        corpus.review(&one, NOW).unwrap();
        assert_eq!(
            sources(&corpus, FLASH),
            [Some(HARBOUR.to_owned()), None, Some(HARBOUR.to_owned())]
        );
        let beyond = Review {
            paragraphs: Some((9, 1)),
            ..one
        };
        assert!(corpus.review(&beyond, NOW).is_err());
    }

    #[test]
    fn a_confirmed_pair_is_marked_and_leaves_the_queue() {
        let mut corpus = filled();
        let waiting = corpus.review_queue(50).unwrap();
        assert_eq!(waiting.len(), 6);
        corpus
            .review(&review(HARBOUR, FLASH, ReviewVerdict::Confirmed), NOW)
            .unwrap();
        let trace = corpus.trace(FLASH).unwrap();
        let mark = trace.paragraphs[0]
            .derivation
            .as_ref()
            .unwrap()
            .review
            .clone()
            .unwrap();
        assert_eq!(
            (mark.verdict, mark.by.as_deref()),
            ("confirmed", Some("R. Desk"))
        );
        assert_eq!(
            trace.sources[0].direction,
            Corpus::in_memory().map(|_| "likely").unwrap()
        );
        assert_eq!(corpus.review_queue(50).unwrap().len(), 3);
    }

    #[test]
    fn reviews_outlive_a_store_that_is_built_anew() {
        let mut corpus = filled();
        corpus
            .review(&review(FLASH, HARBOUR, ReviewVerdict::Dismissed), NOW)
            .unwrap();
        corpus
            .review(&review(LATE, HARBOUR, ReviewVerdict::Confirmed), NOW + 5)
            .unwrap();
        let given = corpus.reviews().unwrap();
        let mut other = Corpus::in_memory().unwrap();
        other
            .add(
                &[
                    article("Late", 5),
                    article("Flash", 3),
                    article("Harbour", 1),
                ],
                NOW,
            )
            .unwrap();
        assert_eq!(other.import_reviews(&given).unwrap(), 2);
        assert_eq!(
            other.import_reviews(&given).unwrap(),
            0,
            "again changes nothing"
        );
        assert_eq!(other.reviews().unwrap(), given);
        assert_eq!(sources(&other, FLASH), [None, None, None]);
        let lines = |c: &Corpus| {
            let mut out = Vec::new();
            c.derivations(&mut |d| {
                out.push(serde_json::to_string(d).unwrap());
                Ok(())
            })
            .unwrap();
            out
        };
        assert_eq!(lines(&corpus), lines(&other));
        let _ = (Access::Read, Kind::Verbatim);
    }
}

//! Articles with what they claim: dates, credits, links.

use rusqlite::{Row, params};

use crate::error::Result;
use crate::model::{
    ArticleId, Credit, CreditForm, DateClaim, DateOrigin, DateRole, Precision, Span, Status, Zone,
};
use crate::store::fault::damaged;
use crate::store::{ArticleKey, ArticleRow, ImprintRow, NewArticle, OutletKey, Reader, Writer};

/// Which articles are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which<'a> {
    /// All of them.
    All,
    /// Those of an outlet.
    Outlet(OutletKey),
    /// Those whose address lies on a domain or below it.
    Domain(&'a str),
    /// Those whose address begins so; the scheme may be left out.
    UrlPrefix(&'a str),
}

const COLUMNS: &str =
    "SELECT a.id, a.uid, a.outlet, o.name, a.url, a.canonical_url, a.name, a.title, a.byline,
    a.language, a.first_seen_at, a.words, a.paragraphs, a.hidden, a.named_outlet,
    a.licence, a.story, a.revision, a.status
    FROM articles a LEFT JOIN outlets o ON o.id = a.outlet";

fn article(row: &Row<'_>) -> Result<ArticleRow> {
    Ok(ArticleRow {
        key: row.get(0)?,
        id: ArticleId(row.get(1)?),
        outlet: row.get(2)?,
        outlet_name: row.get(3)?,
        url: row.get(4)?,
        canonical_url: row.get(5)?,
        name: row.get(6)?,
        title: row.get(7)?,
        byline: row.get(8)?,
        language: row.get(9)?,
        first_seen_at: row.get(10)?,
        words: row.get(11)?,
        paragraphs: row.get(12)?,
        hidden: row.get(13)?,
        named_outlet: row.get(14)?,
        licence: row.get(15)?,
        story: row.get(16)?,
        revision: row.get(17)?,
        status: word(row, 18, Status::parse)?,
    })
}

/// Reads a word of a fixed list.
pub(crate) fn word<T>(
    row: &Row<'_>,
    column: usize,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T> {
    let word: String = row.get(column)?;
    parse(&word).ok_or_else(|| damaged(format!("'{word}' is no word this program writes")))
}

/// Reads a span from two columns.
pub(crate) fn span(row: &Row<'_>, start: usize) -> Result<Span> {
    let (a, b): (u32, u32) = (row.get(start)?, row.get(start + 1)?);
    Ok(Span::new(a as usize, b as usize))
}

/// The articles of an outlet by their ids, read from the index alone as far as they are asked for.
const OF_OUTLET: &str = "SELECT id FROM articles WHERE outlet = ?1 ORDER BY uid";

impl Reader {
    /// Finds an article by its identity.
    pub fn known(&self, id: &ArticleId) -> Result<Option<ArticleKey>> {
        self.first(
            "SELECT id FROM articles WHERE uid = ?1",
            [id.0.as_slice()],
            |row| Ok(row.get(0)?),
        )
    }

    /// Reads an article without its text.
    pub fn article(&self, key: ArticleKey) -> Result<ArticleRow> {
        self.first(&format!("{COLUMNS} WHERE a.id = ?1"), [key], article)?
            .ok_or_else(|| damaged(format!("no article {}", key.0)))
    }

    /// Reads who printed an article and where: a part of what [`Reader::article`] reads, for a third of the work.
    pub fn imprint(&self, key: ArticleKey) -> Result<ImprintRow> {
        let row = self.first(
            "SELECT uid, outlet, url, canonical_url, first_seen_at FROM articles WHERE id = ?1",
            [key],
            |row| {
                Ok(ImprintRow {
                    id: ArticleId(row.get(0)?),
                    outlet: row.get(1)?,
                    url: row.get(2)?,
                    canonical_url: row.get(3)?,
                    first_seen_at: row.get(4)?,
                })
            },
        )?;
        row.ok_or_else(|| damaged(format!("no article {}", key.0)))
    }

    /// Hands out every article without its text, in the order of their ids.
    pub fn each_article(&self, mut each: impl FnMut(&ArticleRow) -> Result<()>) -> Result<()> {
        self.each(&format!("{COLUMNS} ORDER BY a.uid"), [], |row| {
            each(&article(row)?)
        })
    }

    /// Finds articles by address or name, exactly, or else by a prefix of at least 4 hex digits of the id.
    ///
    /// `a:` before the digits says that only the id is meant. Ordered by id.
    pub fn articles_matching(&self, asked: &str) -> Result<Vec<ArticleKey>> {
        let digits = asked.strip_prefix("a:");
        if digits.is_none() {
            let exact = self.all(
                "SELECT id FROM articles WHERE url = ?1 OR name = ?1 ORDER BY uid",
                [asked],
                |row| Ok(row.get(0)?),
            )?;
            if !exact.is_empty() {
                return Ok(exact);
            }
        }
        let Some((low, high)) = bounds::<16>(digits.unwrap_or(asked)) else {
            return Ok(Vec::new());
        };
        self.all(
            "SELECT id FROM articles WHERE uid BETWEEN ?1 AND ?2 ORDER BY uid",
            [low.as_slice(), high.as_slice()],
            |row| Ok(row.get(0)?),
        )
    }

    /// Lists articles, ordered by id: never by the order they were added in.
    pub fn article_keys(&self, which: Which<'_>) -> Result<Vec<ArticleKey>> {
        let key = |row: &Row<'_>| -> Result<ArticleKey> { Ok(row.get(0)?) };
        let among = |belongs: &dyn Fn(&str) -> bool| -> Result<Vec<ArticleKey>> {
            let mut out = Vec::new();
            self.each(
                "SELECT id, url FROM articles WHERE url IS NOT NULL ORDER BY uid",
                [],
                |row| {
                    if belongs(row.get_ref(1)?.as_str().unwrap_or("")) {
                        out.push(row.get(0)?);
                    }
                    Ok(())
                },
            )?;
            Ok(out)
        };
        match which {
            Which::All => self.all("SELECT id FROM articles ORDER BY uid", [], key),
            Which::Outlet(outlet) => self.all(OF_OUTLET, [outlet], key),
            Which::Domain(domain) => {
                let domain = domain.to_lowercase();
                among(&|url| {
                    let host = host(url).to_lowercase();
                    host.strip_suffix(&domain)
                        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
                })
            }
            Which::UrlPrefix(prefix) => {
                let bare = without_scheme(prefix);
                among(&|url| url.starts_with(prefix) || without_scheme(url).starts_with(bare))
            }
        }
    }

    /// Lists the first articles of an outlet in the order of ids, `most` of them, without those that are passed over.
    pub fn first_articles_of(
        &self,
        outlet: OutletKey,
        most: usize,
        is_passed_over: impl Fn(ArticleKey) -> bool,
    ) -> Result<Vec<ArticleKey>> {
        let mut statement = self.conn.prepare_cached(OF_OUTLET)?;
        let mut rows = statement.query([outlet])?;
        let mut out = Vec::new();
        while out.len() < most
            && let Some(row) = rows.next()?
        {
            let key = row.get(0)?;
            if !is_passed_over(key) {
                out.push(key);
            }
        }
        Ok(out)
    }

    /// Lists the articles that were first seen at or after a second, ordered by id.
    pub fn articles_since(&self, first_seen_at: i64) -> Result<Vec<ArticleKey>> {
        self.all(
            "SELECT id FROM articles WHERE first_seen_at >= ?1 ORDER BY uid",
            [first_seen_at],
            |row| Ok(row.get(0)?),
        )
    }

    /// Reads an article's date claims, as they were found.
    pub fn dates(&self, key: ArticleKey) -> Result<Vec<DateClaim>> {
        self.all(
            "SELECT earliest, latest, origin, role, precision, printed, zone FROM date_claims
             WHERE article = ?1 ORDER BY position",
            [key],
            |row| date(row, 0),
        )
    }

    /// Hands out every date claim with its article, ordered by article's row.
    pub fn each_date(
        &self,
        mut each: impl FnMut(ArticleKey, DateClaim) -> Result<()>,
    ) -> Result<()> {
        self.each(
            "SELECT article, earliest, latest, origin, role, precision, printed, zone FROM date_claims
             ORDER BY article, position",
            [],
            |row| each(row.get(0)?, date(row, 1)?),
        )
    }

    /// Reads an article's credits, as they were found.
    pub fn credits(&self, key: ArticleKey) -> Result<Vec<Credit>> {
        self.all(
            r#"SELECT form, name, printed, url, start, "end" FROM credits
             WHERE article = ?1 ORDER BY position"#,
            [key],
            |row| credit(row, 0),
        )
    }

    /// Hands out every credit with its article, ordered by article's row.
    pub fn each_credit(
        &self,
        mut each: impl FnMut(ArticleKey, Credit) -> Result<()>,
    ) -> Result<()> {
        self.each(
            r#"SELECT article, form, name, printed, url, start, "end" FROM credits
             ORDER BY article, position"#,
            [],
            |row| each(row.get(0)?, credit(row, 1)?),
        )
    }

    /// Reads the addresses an article links to.
    pub fn links(&self, key: ArticleKey) -> Result<Vec<String>> {
        self.all(
            "SELECT url FROM links WHERE article = ?1 ORDER BY position",
            [key],
            |row| Ok(row.get(0)?),
        )
    }
}

fn date(row: &Row<'_>, at: usize) -> Result<DateClaim> {
    Ok(DateClaim {
        earliest: row.get(at)?,
        latest: row.get(at + 1)?,
        origin: word(row, at + 2, DateOrigin::parse)?,
        role: word(row, at + 3, DateRole::parse)?,
        precision: word(row, at + 4, Precision::parse)?,
        printed: row.get(at + 5)?,
        zone: word(row, at + 6, Zone::parse)?,
    })
}

fn credit(row: &Row<'_>, at: usize) -> Result<Credit> {
    let placed: Option<u32> = row.get(at + 4)?;
    Ok(Credit {
        form: word(row, at, CreditForm::parse)?,
        to: row.get(at + 1)?,
        printed: row.get(at + 2)?,
        url: row.get(at + 3)?,
        span: placed.map(|_| span(row, at + 4)).transpose()?,
    })
}

impl Writer<'_> {
    /// Inserts an article with its dates, credits and links. Its blocks follow by [`Self::insert_blocks`].
    ///
    /// # Errors
    /// Also when the article is held already; ask [`Reader::known`] first.
    pub fn insert_article(&mut self, new: &NewArticle<'_>) -> Result<ArticleKey> {
        let article = new.article;
        // A headline that stands in the text is the title where none is known apart from it.
        let printed = new.segmented.headline.map(|span| span.of(&article.text));
        let title = article.title.as_deref().or(printed);
        let named_outlet = new
            .segmented
            .outlet
            .as_deref()
            .filter(|_| article.outlet.is_some());
        let named_outlet = named_outlet.filter(|named| Some(*named) != article.outlet.as_deref());
        let licence = article.licence.as_ref();
        let licence = licence.or(new.segmented.licence.as_ref());
        let paragraphs = new.segmented.blocks.iter();
        let paragraphs = paragraphs.filter(|b| b.kind == crate::model::BlockKind::Paragraph);
        let key = self.insert(
            "INSERT INTO articles (uid, outlet, url, canonical_url, name, title, byline, language,
                                   first_seen_at, words, paragraphs, hidden, named_outlet,
                                   licence, story, revision, status, label, shelf, text_start, text_length)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,
                     ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
            params![
                new.id.0.as_slice(),
                new.outlet,
                article.url,
                article.canonical_url,
                article.name,
                title,
                article.byline,
                article.language,
                new.first_seen_at,
                new.words as i64,
                paragraphs.count() as i64,
                new.hidden as i64,
                named_outlet,
                licence,
                article.story,
                article.revision,
                article.status.as_str(),
                new.label,
                new.place.shelf,
                new.place.start as i64,
                new.place.length as i64,
            ],
        )?;
        let dates = article.dates.iter().chain(&new.segmented.dates);
        self.insert_dates(ArticleKey(key), dates)?;
        let credits = article.credits.iter().chain(&new.segmented.credits);
        for (position, credit) in credits.enumerate() {
            self.run(
                r#"INSERT INTO credits (article, position, form, name, printed, start, "end", url)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"#,
                params![
                    key,
                    position as i64,
                    credit.form.as_str(),
                    credit.to,
                    credit.printed,
                    credit.span.map(|s| s.start() as i64),
                    credit.span.map(|s| s.end() as i64),
                    credit.url,
                ],
            )?;
        }
        for (position, url) in article.links.iter().enumerate() {
            self.run(
                "INSERT INTO links (article, position, url) VALUES (?1, ?2, ?3)",
                params![key, position as i64, url],
            )?;
        }
        let key = ArticleKey(key);
        self.insert_version_keys(
            key,
            article.url.as_deref(),
            article.canonical_url.as_deref(),
            article.story.as_deref(),
        )?;
        Ok(key)
    }

    /// Writes an article's date claims in this order.
    pub(crate) fn insert_dates<'d>(
        &self,
        key: ArticleKey,
        dates: impl Iterator<Item = &'d DateClaim>,
    ) -> Result<()> {
        for (position, claim) in dates.enumerate() {
            self.run(
                "INSERT INTO date_claims (article, position, earliest, latest, origin, role, precision, printed, zone)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                params![
                    key,
                    position as i64,
                    claim.earliest,
                    claim.latest,
                    claim.origin.as_str(),
                    claim.role.as_str(),
                    claim.precision.as_str(),
                    claim.printed,
                    claim.zone.as_str(),
                ],
            )?;
        }
        Ok(())
    }
}

/// The smallest and largest value of `N` bytes that begin with these hex digits (4 to all of them).
pub(crate) fn bounds<const N: usize>(digits: &str) -> Option<([u8; N], [u8; N])> {
    if digits.len() < 4 || digits.len() > 2 * N {
        return None;
    }
    let (mut low, mut high) = ([0x00; N], [0xff; N]);
    for (i, digit) in digits.chars().enumerate() {
        let value = digit.to_digit(16)? as u8;
        let (shift, rest) = if i % 2 == 0 { (4, 0x0f) } else { (0, 0) };
        let kept = if i % 2 == 0 { 0 } else { 0xf0 };
        low[i / 2] = low[i / 2] & kept | value << shift;
        high[i / 2] = high[i / 2] & kept | value << shift | rest;
    }
    Some((low, high))
}

fn without_scheme(url: &str) -> &str {
    let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
    bare.strip_prefix("www.").unwrap_or(bare)
}

/// The host of an address, empty where there is none.
fn host(url: &str) -> &str {
    let Some((_, rest)) = url.split_once("://") else {
        return "";
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    let host = authority.rsplit('@').next().unwrap_or("");
    host.split(':').next().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Article;
    use crate::store::{Store, Which};

    #[test]
    fn a_prefix_of_the_id_may_have_an_odd_number_of_digits() {
        let (low, high) = bounds::<4>("abcde").unwrap();
        assert_eq!(low, [0xab, 0xcd, 0xe0, 0x00]);
        assert_eq!(high, [0xab, 0xcd, 0xef, 0xff]);
        assert!(bounds::<4>("abc").is_none());
        assert!(bounds::<4>("abcg").is_none());
        assert!(bounds::<4>("aaaaaaaaa").is_none());
    }

    #[test]
    fn the_licence_of_the_record_is_kept_before_one_in_the_text() {
        let text = "The last ferry left the harbour of Lindemar on Monday, the port office said.\n\nCC BY 4.0";
        let article = |licence: Option<&str>| Article {
            url: Some(format!("https://a.example/{}", licence.unwrap_or("1"))),
            text: text.into(),
            licence: licence.map(str::to_owned),
            ..Article::default()
        };
        let mut store = Store::in_memory().unwrap();
        let both = [article(None), article(Some("terms"))];
        crate::store::sample::add(&mut store, &both).unwrap();
        let kept = store.read(|reader| {
            let keys = reader.article_keys(Which::All)?;
            let rows = keys.iter().map(|key| Ok(reader.article(*key)?.licence));
            rows.collect::<Result<Vec<_>>>()
        });
        let mut kept: Vec<String> = kept.unwrap().into_iter().flatten().collect();
        kept.sort();
        assert_eq!(kept, ["CC BY 4.0", "terms"]);
    }

    #[test]
    fn the_first_articles_of_an_outlet_are_the_first_of_all_of_it() {
        let article = |n: usize| Article {
            url: Some(format!("https://a.example/{n}")),
            outlet: Some(
                if n.is_multiple_of(10) {
                    "Small"
                } else {
                    "Large"
                }
                .to_owned(),
            ),
            text: format!("The ferry number {n} left the harbour of Lindemar on Monday."),
            ..Article::default()
        };
        let all: Vec<Article> = (0..60).map(article).collect();
        let mut store = Store::in_memory().unwrap();
        crate::store::sample::add(&mut store, &all).unwrap();
        for name in ["Small", "Large"] {
            let outlet = store.outlet_named(name).unwrap().unwrap();
            let keys = store.article_keys(Which::Outlet(outlet)).unwrap();
            for most in [0, 1, 3, 40, 100] {
                let passed_over = |key: ArticleKey| key == keys[0] || key.0 % 4 == 1;
                let found = store.first_articles_of(outlet, most, passed_over).unwrap();
                let left = keys.iter().copied().filter(|key| !passed_over(*key));
                assert_eq!(found, left.take(most).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn the_host_of_an_address_is_not_fooled_by_what_stands_around_it() {
        assert_eq!(
            host("https://me@news.example.com:8080/a?b#c"),
            "news.example.com"
        );
        assert_eq!(host("/a/b"), "");
        assert_eq!(host("http://a?x=://b.example"), "a");
    }
}

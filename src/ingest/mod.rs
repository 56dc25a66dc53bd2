//! From bytes to articles: sniffs what a file is and reads it. Never fails on content, never panics on any bytes.
//!
//! What cannot be read is refused with its place and reason while everything else is kept. The room prints nothing
//! and reads no clock: whoever needs "now" hands it in.

mod archive;
mod capture;
pub mod date;
mod decode;
mod feed;
mod html;
mod json;
mod limits;
mod links;
mod listed;
mod mhtml;
mod opml;
mod plain;
mod record;
mod sitemap;
mod sniff;
mod source;
mod stream;
mod table;
mod unpack;
mod warc;
mod wire;
mod xml;

use std::borrow::Cow;
use std::io::BufRead;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::model::{Article, DateClaim, DateOrigin, DateRole};

pub use capture::capture_of;
pub use limits::Limits;
pub use listed::{Entry, Listed, NOT_A_LIST, addresses};
pub use record::KEYS;
pub use sniff::Format;
pub use source::{Source, sources};
pub use stream::{Record, read_source, read_stream};
pub use unpack::unpacked;

/// What a stretch of bytes gave.
#[derive(Debug, Default)]
pub struct Ingested {
    /// The articles that could be read.
    pub articles: Vec<Article>,
    /// What could not be read, and why.
    pub refused: Vec<Refused>,
}

/// One input, or one record of it, that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// File name, with the record's place where there is one (`news.jsonl:17`).
    pub place: String,
    /// The family of the trouble, for grouping (`not JSON`, `too deep`).
    pub reason: String,
    /// What is wrong and what may be done.
    pub detail: String,
}

impl Refused {
    fn new(place: &str, reason: &str, detail: impl Into<String>) -> Self {
        Self {
            place: place.to_owned(),
            reason: reason.to_owned(),
            detail: detail.into(),
        }
    }
}

/// How input is to be read, and what the user knows about it.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// What the input is.
    pub format: Format,
    /// The outlet of texts and pages, over what a page says; of records that name none.
    pub outlet: Option<String>,
    /// When it was published, as [`date::parse`] reads it; stands first among the claims.
    pub published: Option<String>,
    /// When it was captured, as [`date::parse`] reads it.
    pub captured: Option<String>,
    /// Pairs of our key and their key (`("url", "link")`); dots in theirs go into nested objects.
    pub map: Vec<(String, String)>,
    /// What is refused for its size.
    pub limits: Limits,
    /// The present, in epoch seconds: it settles the century of `19.09.23`, and where a page offers many dates, one more than a
    /// day after it is not picked. `i64::MAX` allows all.
    pub now: i64,
    /// The address of the page, where the caller knows it.
    pub url: Option<String>,
    /// The media type that came with the bytes (`text/html; charset=windows-1251`), where a server or an archive named one.
    pub content_type: Option<String>,
    /// What whoever brought the bytes knows about when they were there (an archive's capture, a server's `Last-Modified`);
    /// stands last among the claims.
    pub claims: Vec<DateClaim>,
    /// Whether a page without running text is let through, with an empty text and what its head says of it; else it is refused.
    pub bare_pages: bool,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            format: Format::Auto,
            outlet: None,
            published: None,
            captured: None,
            map: Vec::new(),
            limits: Limits::default(),
            now: i64::MAX,
            url: None,
            content_type: None,
            claims: Vec::new(),
            bare_pages: false,
        }
    }
}

/// Takes what a reader found, one by one, until it says that this is enough.
pub(crate) type Push<'a> = dyn FnMut(Result<Article, Refused>) -> ControlFlow<()> + 'a;

/// Reads the articles in `bytes`, gzipped or not; `name` is the file's name, used for places, endings and short names.
///
/// Whatever cannot be read stands in [`Ingested::refused`]; the same bytes and options always give the same answer.
pub fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> Ingested {
    let mut out = Ingested::default();
    if bytes.is_empty() {
        out.refused
            .push(Refused::new(name, "empty", "the input holds no bytes"));
        return out;
    }
    let format = options
        .format
        .or_sniffed(name, bytes, options.content_type.as_deref());
    let push: &mut Push<'_> = &mut |item| {
        out.push(item);
        ControlFlow::Continue(())
    };
    match format {
        _ if bytes.starts_with(&[0x1F, 0x8B]) => {
            stream::read_input(name, stream::Input::of(bytes), options, push);
        }
        Format::Warc | Format::Archive => {
            stream::read_input(name, stream::Input::of(bytes), options, push);
        }
        Format::Jsonl => stream::read_all(name, bytes, options, push),
        format if format.is_streamed() => streamed(name, &mut &bytes[..], format, options, push),
        format => whole(name, bytes, format, options, push),
    }
    out
}

/// Reads a file that holds many records, as it comes.
fn streamed(
    name: &str,
    input: &mut dyn BufRead,
    format: Format,
    options: &ReadOptions,
    push: &mut Push<'_>,
) {
    match format {
        Format::Csv => table::read(name, input, options, push),
        _ => warc::read(name, input, options, push),
    }
}

/// Reads a document that lies in memory; it may hold many articles.
fn whole(name: &str, bytes: &[u8], format: Format, options: &ReadOptions, push: &mut Push<'_>) {
    match format {
        Format::Feed => feed::read(name, bytes, options, push),
        Format::Sitemap => sitemap::read(name, bytes, options, push),
        Format::Opml => opml::read(name, bytes, options, push),
        Format::Ninjs | Format::NewsMl | Format::Nitf => {
            wire::read(name, bytes, format, options, push)
        }
        Format::Mhtml => mhtml::read(name, bytes, options, push),
        format => {
            let _ = push(document(name, bytes, format, options));
        }
    }
}

impl Ingested {
    fn push(&mut self, item: Result<Article, Refused>) {
        match item {
            Ok(article) => self.articles.push(article),
            Err(refused) => self.refused.push(refused),
        }
    }
}

/// Reads one page or text.
fn document(
    name: &str,
    bytes: &[u8],
    format: Format,
    options: &ReadOptions,
) -> Result<Article, Refused> {
    guarded(name, || {
        if format == Format::Html {
            let page = decode::page(bytes, options.content_type.as_deref());
            return page_of(name, &page, options);
        }
        let text = decode::text(bytes);
        finished(
            name,
            plain::read(name, text.into_owned(), options)?,
            options,
        )
    })
}

/// Reads one decoded page; one out of a web archive is that of its own site.
fn page_of(name: &str, page: &str, options: &ReadOptions) -> Result<Article, Refused> {
    let mut own = Cow::Borrowed(options);
    if let (None, Some(url)) = (&options.url, capture::saved_from(page)) {
        own.to_mut().url = Some(url.to_owned());
    }
    let own = capture::settled(&own);
    let mut article = html::read(name, page, &own)?;
    capture::release(&mut article, own.now);
    finished(name, article, &own)
}

/// Runs one reading; a bug met on the way refuses that document instead of ending the run.
fn guarded<T>(place: &str, reading: impl FnOnce() -> Result<T, Refused>) -> Result<T, Refused> {
    catch_unwind(AssertUnwindSafe(reading)).unwrap_or_else(|_| {
        let detail = "reading it met a bug in this program; please report the file";
        Err(Refused::new(place, "bug", detail))
    })
}

/// Adds what the user said about the input and checks the length of the text.
fn finished(place: &str, mut article: Article, options: &ReadOptions) -> Result<Article, Refused> {
    let most = options.limits.text_bytes;
    if article.text.len() > most {
        let detail = format!(
            "the text has {} bytes, more than {most}",
            article.text.len()
        );
        return Err(Refused::new(place, "too long", detail));
    }
    if article.url.is_none() {
        article.url.clone_from(&options.url);
    }
    let told = [
        (&options.published, DateRole::Published),
        (&options.captured, DateRole::Captured),
    ];
    let claims = told.into_iter().filter_map(|(printed, role)| {
        date::parse(printed.as_deref()?, DateOrigin::User, role, options.now)
    });
    article.dates.splice(0..0, claims);
    article.dates.extend(options.claims.iter().cloned());
    Ok(article)
}

/// Gives an article that is named after its place in an archive the name that it has there.
fn renamed(
    item: Result<Article, Refused>,
    place: &str,
    name: Option<&str>,
) -> Result<Article, Refused> {
    item.map(|mut article| {
        if article.name.is_some() && article.name == stem(place) {
            article.name = name.map(str::to_owned);
        }
        article
    })
}

/// A short name for people: the file's name without folders and endings.
fn stem(name: &str) -> Option<String> {
    let file = name.rsplit(['/', '\\']).next()?;
    let file = file.strip_suffix(".gz").unwrap_or(file);
    let stem = match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    };
    (!stem.is_empty() && stem != "-").then(|| stem.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_bytes_are_refused_and_ten_million_on_one_line_are_too_long() {
        let none = read("a.txt", b"", &ReadOptions::default());
        assert_eq!(none.refused[0].reason, "empty");
        let long = vec![b'a'; 10 << 20];
        let long = read("a.txt", &long, &ReadOptions::default());
        assert_eq!(long.refused[0].reason, "too long");
    }

    #[test]
    fn what_the_user_says_stands_first() {
        let options = ReadOptions {
            outlet: Some("The Paper".into()),
            published: Some("2023-09-19".into()),
            url: Some("https://a.example/1".into()),
            ..ReadOptions::default()
        };
        let read = read("dir/story.txt", b"1695103720 A headline\n\nText.", &options);
        let article = &read.articles[0];
        assert_eq!(article.name.as_deref(), Some("story"));
        assert_eq!(article.outlet.as_deref(), Some("The Paper"));
        assert_eq!(article.url.as_deref(), Some("https://a.example/1"));
        assert_eq!(article.dates[0].origin, DateOrigin::User);
        assert_eq!(article.dates[1].origin, DateOrigin::Header);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn broken_bytes_never_panic_and_read_the_same_twice(
            seed in 0_usize..3, cut in 0_usize..600, at in 0_usize..600, with in any::<[u8; 3]>(),
        ) {
            let seeds: [(&str, &[u8]); 3] = [
                ("a.html", include_bytes!("html/page.html")),
                ("a.jsonl", b"{\"url\":\"https://a.example\",\"text\":\"one \\u00e9\",\"x\":[1,{\"y\":2}]}\n{\"text\":\"two\"}\n"),
                ("a.txt", "1695103720 Überschrift\n\nText — mit „Zeichen“.".as_bytes()),
            ];
            let (name, bytes) = seeds[seed];
            let mut bytes = bytes[..bytes.len() - cut.min(bytes.len() - 1)].to_vec();
            let at = at % bytes.len();
            let end = (at + 3).min(bytes.len());
            bytes[at..end].copy_from_slice(&with[..end - at]);
            let (one, two) = (read(name, &bytes, &ReadOptions::default()), read(name, &bytes, &ReadOptions::default()));
            prop_assert_eq!(&one.articles, &two.articles);
            prop_assert!(one.refused.iter().all(|r| r.reason != "bug"), "{:?}", one.refused);
        }
    }
}

//! The plain structs that go into and come out of a store.

use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use crate::model::{Article, ArticleId, BlockKind, Kind, Span, Status};
use crate::segment::Segmented;
use crate::store::shelves::Place;

macro_rules! key {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub $inner);

        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.0))
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                FromSql::column_result(value).map(Self)
            }
        }
    };
}

key!(
    /// An article's row. Means nothing outside this store.
    ArticleKey(i64)
);
key!(
    /// An outlet's row. Means nothing outside this store.
    OutletKey(i64)
);
key!(
    /// A passage's row, as the inverted index holds it. Means nothing outside this store.
    PassageKey(u32)
);

/// An article to be inserted. Its blocks follow by [`crate::store::Writer::insert_blocks`].
#[derive(Debug, Clone, Copy)]
pub struct NewArticle<'a> {
    /// Its id.
    pub id: ArticleId,
    /// What was read.
    pub article: &'a Article,
    /// Where its text lies ([`crate::store::Writer::shelve`]).
    pub place: Place,
    /// How it was cut: gives dates and credits beside the article's own, and the number of body paragraphs.
    pub segmented: &'a Segmented,
    /// The outlet, resolved by [`crate::store::Writer::outlet`].
    pub outlet: Option<OutletKey>,
    /// The outlet's name as the input or the text gives it.
    pub label: Option<&'a str>,
    /// Epoch seconds by our own clock.
    pub first_seen_at: i64,
    /// Words in the body paragraphs.
    pub words: usize,
    /// Characters folded away that smell of hiding.
    pub hidden: usize,
}

/// A passage to be inserted, with the place of the witness that brought it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewPassage<'p> {
    /// SHA-256 of the normal form.
    pub sha256: &'p [u8; 32],
    /// SimHash.
    pub simhash: u64,
    /// Words.
    pub words: u32,
    /// Distinct shingles.
    pub shingles: u32,
    /// Version of the fingerprint's recipe.
    pub version: u32,
    /// The witness.
    pub article: ArticleKey,
    /// Its place there.
    pub span: Span,
}

/// An article without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleRow {
    /// Its row.
    pub key: ArticleKey,
    /// Its content-derived identity.
    pub id: ArticleId,
    /// The outlet's row.
    pub outlet: Option<OutletKey>,
    /// The outlet's name.
    pub outlet_name: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// What the page names as its address.
    pub canonical_url: Option<String>,
    /// A short name for people.
    pub name: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The byline.
    pub byline: Option<String>,
    /// Language tag.
    pub language: Option<String>,
    /// The outlet that the article's own furniture names, when it is another than its own.
    pub named_outlet: Option<String>,
    /// The terms under which the text may be used, as printed.
    pub licence: Option<String>,
    /// The publisher's own identifier of the story across its versions.
    pub story: Option<String>,
    /// The number the publisher gives this version.
    pub revision: Option<u32>,
    /// Whether the publisher still stands by it.
    pub status: Status,
    /// Epoch seconds by our own clock.
    pub first_seen_at: i64,
    /// Words in the body paragraphs.
    pub words: u32,
    /// Body paragraphs.
    pub paragraphs: u32,
    /// Characters folded away that smell of hiding.
    pub hidden: u32,
}

/// Who printed an article, where, and when it was first seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImprintRow {
    /// Its content-derived identity.
    pub id: ArticleId,
    /// The outlet's row.
    pub outlet: Option<OutletKey>,
    /// Where it was published.
    pub url: Option<String>,
    /// What the page names as its address.
    pub canonical_url: Option<String>,
    /// Epoch seconds by our own clock.
    pub first_seen_at: i64,
}

/// One tile of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockRow {
    /// Its number among all tiles, from 0.
    pub ordinal: u32,
    /// What it is.
    pub kind: BlockKind,
    /// Where it lies, in bytes of the article's text.
    pub span: Span,
    /// Its number among the body paragraphs, from 1.
    pub paragraph: Option<u32>,
    /// The passage it is a witness of.
    pub passage: Option<PassageKey>,
}

/// A passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PassageRow {
    /// Its row.
    pub key: PassageKey,
    /// SHA-256 of the normal form.
    pub sha256: [u8; 32],
    /// SimHash.
    pub simhash: u64,
    /// Words.
    pub words: u32,
    /// Distinct shingles.
    pub shingles: u32,
    /// Version of the fingerprint's recipe.
    pub version: u32,
    /// The article its text is read from.
    pub article: ArticleKey,
    /// The place there.
    pub span: Span,
}

/// A place where a passage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WitnessRow {
    /// The passage.
    pub passage: PassageKey,
    /// The article.
    pub article: ArticleKey,
    /// Its outlet.
    pub outlet: Option<OutletKey>,
    /// Number among all tiles, from 0.
    pub ordinal: u32,
    /// Number among the body paragraphs, from 1; 0 when the tile is none.
    pub paragraph: u32,
    /// The place, in bytes of the article's text.
    pub span: Span,
}

/// Two passages that share text; `a < b`.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchRow {
    /// The passage with the smaller key.
    pub a: PassageKey,
    /// The other.
    pub b: PassageKey,
    /// How they relate.
    pub kind: Kind,
    /// How sure, 0..1.
    pub score: f64,
    /// Share of `a`'s words found in `b`.
    pub a_in_b: f64,
    /// Share of `b`'s words found in `a`.
    pub b_in_a: f64,
    /// The aligned stretches, as the caller packs them ([`crate::store::pack`]).
    pub runs: Vec<u8>,
    /// Why, as the caller writes it.
    pub reasons: String,
}

/// A line that an outlet prints in several stories, or that the user ruled on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FurnitureRow {
    /// The outlet.
    pub outlet: OutletKey,
    /// The line.
    pub passage: PassageKey,
    /// How many of the outlet's stories hold it.
    pub stories: u32,
    /// The user's ruling, as the caller writes it.
    pub ruling: Option<String>,
    /// Why it counts by itself, as the caller writes it.
    pub rule: String,
}

/// What decides an article's outlet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelRow {
    /// The article.
    pub article: ArticleKey,
    /// The outlet it belongs to.
    pub outlet: Option<OutletKey>,
    /// The name it was given.
    pub label: Option<String>,
    /// Its address, or else the one its page names.
    pub url: Option<String>,
}

/// An outlet with counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutletRow {
    /// Its row.
    pub key: OutletKey,
    /// Its name.
    pub name: String,
    /// What the user said it is: `paper`, `agency`, …
    pub kind: Option<String>,
    /// Who the user said owns it.
    pub publisher: Option<String>,
    /// The folded names it goes by beside its own, in order.
    pub names: Vec<String>,
    /// Its domains, in order.
    pub domains: Vec<String>,
    /// Articles held.
    pub articles: u32,
    /// Of these with a claimed date of publication.
    pub dated: u32,
    /// Body paragraphs.
    pub paragraphs: u32,
    /// Rows of furniture.
    pub furniture: u32,
    /// The latest first second of a claimed date of publication.
    pub latest: Option<i64>,
}

/// What a store holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ScopeRow {
    /// Articles.
    pub articles: u32,
    /// Outlets with at least one article.
    pub outlets: u32,
    /// Articles with a claimed date of publication.
    pub dated: u32,
    /// The first second of the earliest such claim.
    pub earliest: Option<i64>,
    /// The first second of the latest such claim.
    pub latest: Option<i64>,
}

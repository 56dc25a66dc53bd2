//! An outlet's printing of a story.

use sha2::{Digest, Sha256};
use std::fmt;

use crate::model::{Credit, DateClaim};

/// One outlet's printing of a story, kept word for word: a witness.
///
/// `text` is never edited; every [`crate::model::Span`] about the article points into it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Article {
    /// Where it was published.
    pub url: Option<String>,
    /// What the page itself names as its address (`rel=canonical`), when it differs from `url` or `url` is unknown.
    pub canonical_url: Option<String>,
    /// A short name for people: the file's stem, or the record's own id. Not part of the identity.
    pub name: Option<String>,
    /// Who published it, as named by the input; not yet resolved to a stored outlet.
    pub outlet: Option<String>,
    /// The headline, where it is known apart from the text.
    pub title: Option<String>,
    /// The byline, where it is known apart from the text.
    pub byline: Option<String>,
    /// The language the input claims, as a BCP 47 tag.
    pub language: Option<String>,
    /// Every date the input claims, each with its origin. Empty means undated.
    pub dates: Vec<DateClaim>,
    /// Credits stated outside the text (meta tags, JSON-LD, feed source); those in the text are found by `segment`.
    pub credits: Vec<Credit>,
    /// The terms under which the text may be used, as printed (`CC BY-ND 4.0`, an address, a copyright notice). Says nothing about
    /// whether the source is credited.
    pub licence: Option<String>,
    /// The publisher's own identifier of the story across its versions (feed `guid`, ninjs `uri`, NewsML `guid`). Not part of
    /// the identity.
    pub story: Option<String>,
    /// The number the publisher gives this version, where it gives one. Not part of the identity.
    pub revision: Option<u32>,
    /// Whether the publisher still stands by it. Not part of the identity.
    pub status: Status,
    /// Addresses the article links to, absolute, in order, without duplicates.
    pub links: Vec<String>,
    /// The text as given; paragraphs separated by blank lines or line ends.
    pub text: String,
}

/// Whether a publisher stands by an article (IPTC `pubStatus`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Status {
    /// It may be used; what nobody says anything else about.
    #[default]
    Usable,
    /// It must not be used for now.
    Withheld,
    /// It was taken back: a kill.
    Canceled,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Usable, Self::Withheld, Self::Canceled];

    /// The word used in SQL and JSON, IPTC's own.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Usable => "usable",
            Self::Withheld => "withheld",
            Self::Canceled => "canceled",
        }
    }

    /// The status a word names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == word)
    }
}

impl Article {
    /// The content-derived identity: the same outlet, address and text give the same id on every machine.
    pub fn id(&self) -> ArticleId {
        let mut hash = Sha256::new();
        for part in [
            self.outlet.as_deref(),
            self.url.as_deref(),
            Some(&*self.text),
        ] {
            let part = part.unwrap_or("");
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        let digest = hash.finalize();
        let mut id = [0; 16];
        id.copy_from_slice(&digest[..16]);
        ArticleId(id)
    }
}

/// The first 128 bits of the SHA-256 of outlet, address and text. Printed as `a:` and 8 hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub [u8; 16]);

impl ArticleId {
    /// All 32 hex digits.
    pub fn hex(self) -> String {
        self.0.iter().map(|b| format!("{b:02x}")).collect()
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a:")?;
        self.0[..4].iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_article_has_the_same_id_whatever_it_is_called() {
        let a = Article {
            name: Some("one".into()),
            text: "x".into(),
            ..Article::default()
        };
        let b = Article {
            name: Some("two".into()),
            text: "x".into(),
            ..Article::default()
        };
        let c = Article {
            outlet: Some("x".into()),
            ..Article::default()
        };
        assert_eq!(a.id(), b.id());
        assert_ne!(a.id(), c.id());
    }
}

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
    /// Addresses the article links to, absolute, in order, without duplicates.
    pub links: Vec<String>,
    /// The text as given; paragraphs separated by blank lines or line ends.
    pub text: String,
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

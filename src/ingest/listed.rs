//! What feeds, sitemaps and lists of feeds say about addresses, for whoever fetches them.

use crate::ingest::{Format, ReadOptions, Refused, feed, guarded, opml, sitemap};
use crate::model::{Credit, DateClaim};

/// One address and what its lister claims about it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// The address, absolute.
    pub url: String,
    /// The headline, or the name of a feed.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The language claimed, as a BCP 47 tag.
    pub language: Option<String>,
    /// Every date claimed; hand them on as [`ReadOptions::claims`] when the page is read.
    pub claims: Vec<DateClaim>,
    /// Whom the lister names as the source.
    pub credits: Vec<Credit>,
    /// The lister's own identifier (`guid`, `id`).
    pub story: Option<String>,
    /// True when the lister holds the text too: an article can be read without fetching.
    pub has_text: bool,
    /// True when the address is itself a feed or a sitemap.
    pub nested: bool,
}

/// The reason that bytes which are no list at all are refused for: they may still be a page or a text.
pub const NOT_A_LIST: &str = "not a list";

/// The addresses in a feed, a sitemap, an index of sitemaps or a list of feeds.
#[derive(Debug, Default)]
pub struct Listed {
    /// In their order.
    pub entries: Vec<Entry>,
    /// What could not be read, and why.
    pub refused: Vec<Refused>,
}

/// Lists the addresses that `bytes`, uncompressed, name; anything that lists none is refused.
///
/// Relative addresses are resolved against [`ReadOptions::url`], the address of the bytes.
pub fn addresses(name: &str, bytes: &[u8], options: &ReadOptions) -> Listed {
    let told = options.content_type.as_deref();
    let read = match options.format.or_sniffed(name, bytes, told) {
        Format::Feed => feed::addresses,
        Format::Sitemap => sitemap::addresses,
        Format::Opml => opml::addresses,
        _ => {
            let detail = "it is no feed, no sitemap and no list of feeds";
            return Listed::of(Refused::new(name, NOT_A_LIST, detail));
        }
    };
    guarded(name, || Ok(read(name, bytes, options))).unwrap_or_else(Listed::of)
}

impl Listed {
    fn of(refused: Refused) -> Self {
        Self {
            entries: Vec::new(),
            refused: vec![refused],
        }
    }

    /// The one refusal of a file that names addresses and holds no text, and what else was refused in it.
    pub(crate) fn without_text(self, name: &str, what: &str, hint: &str) -> Vec<Refused> {
        let count = self.entries.len();
        let detail = match count {
            0 => format!("{what} lists no addresses"),
            1 => format!("{what} lists one address and holds no text; {hint}"),
            _ => format!("{what} lists {count} addresses and holds no text; {hint}"),
        };
        let mut refused = self.refused;
        if count > 0 || refused.is_empty() {
            refused.insert(0, Refused::new(name, "no text", detail));
        }
        refused
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lists_nothing_is_refused() {
        let listed = addresses("a.html", b"<!doctype html><p>x", &ReadOptions::default());
        assert_eq!(listed.refused[0].reason, NOT_A_LIST);
    }
}

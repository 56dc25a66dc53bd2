//! The meta tags and links of a page's head, by name.

use std::collections::HashMap;

use dom_query::Document;

/// Every named meta value of a page, in order, and what else its head says.
#[derive(Debug, Default)]
pub(crate) struct Head {
    meta: HashMap<String, Vec<String>>,
    canonical: Option<String>,
    language: Option<String>,
    pub(crate) title: Option<String>,
}

impl Head {
    /// Reads the whole document's meta tags; many pages misplace them into the body.
    pub(crate) fn read(document: &Document) -> Self {
        let mut head = Self::default();
        for node in document.select("meta[content], meta[value]").nodes() {
            // Some writers put the value under `value`.
            let value = node.attr("content").or_else(|| node.attr("value"));
            let value = value.unwrap_or_default().trim().to_owned();
            let key = ["property", "name", "itemprop", "http-equiv"]
                .iter()
                .find_map(|k| node.attr(k));
            if let (Some(key), false) = (key, value.is_empty()) {
                let key = key.trim().to_ascii_lowercase();
                head.meta.entry(key).or_default().push(value);
            }
        }
        let canonical: Vec<String> = document
            .select("link[rel~=canonical][href]")
            .nodes()
            .iter()
            .map(|n| n.attr_or("href", "").trim().to_owned())
            .filter(|h| !h.is_empty())
            .collect();
        // Two different canonical addresses say nothing.
        head.canonical = canonical
            .first()
            .filter(|first| canonical.iter().all(|c| c == *first))
            .cloned();
        head.language = document
            .html_root()
            .attr("lang")
            .map(|l| l.trim().to_owned())
            .filter(|l| !l.is_empty());
        let title = document.select_single("head title").text();
        head.title = spaced(&title);
        head
    }

    /// The first value under the first of `keys` (lower case) that has one, with blanks folded.
    pub(crate) fn first(&self, keys: &[&str]) -> Option<String> {
        keys.iter()
            .filter_map(|k| self.meta.get(*k))
            .flatten()
            .find_map(|v| spaced(v))
    }

    /// All values under `keys`, in the order of the keys.
    pub(crate) fn all(&self, keys: &[&str]) -> Vec<String> {
        let values = keys.iter().filter_map(|k| self.meta.get(*k)).flatten();
        values.cloned().collect()
    }

    /// All values under keys that `fits`, in the order of the alphabet.
    pub(crate) fn like(&self, fits: impl Fn(&str) -> bool) -> Vec<String> {
        let mut found: Vec<_> = self.meta.iter().filter(|(k, _)| fits(k)).collect();
        found.sort();
        found.into_iter().flat_map(|(_, v)| v.clone()).collect()
    }

    /// The page's own address as it names it.
    pub(crate) fn canonical(&self) -> Option<&str> {
        let of_graph = || self.meta.get("og:url")?.first().map(String::as_str);
        self.canonical.as_deref().or_else(of_graph)
    }

    /// The page's language as a tag.
    pub(crate) fn language(&self) -> Option<String> {
        let tag = self.language.clone().or_else(|| {
            self.first(&["content-language", "og:locale", "dc.language", "inlanguage"])
        })?;
        let tag = tag.split([',', ';']).next()?.trim().replace('_', "-");
        let fits = (2..=35).contains(&tag.len())
            && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        fits.then_some(tag)
    }

    /// The author by meta tag; an address is none.
    pub(crate) fn author(&self) -> Option<String> {
        let keys = [
            "author",
            "article:author",
            "parsely-author",
            "sailthru.author",
            "dc.creator",
            "dcterms.creator",
            "byl",
        ];
        self.first(&keys)
            .filter(|a| !a.contains("://") && a.len() < 200)
    }
}

/// `text` with every run of blanks folded into one; nothing when nothing is left.
pub(crate) fn spaced(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

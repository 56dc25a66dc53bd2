//! Which articles a name, a domain or an address stands for.

use std::collections::BTreeSet;

use crate::corpus::address::domain;
use crate::corpus::{asked, publishers};
use crate::error::{Error, Result};
use crate::store::{ArticleKey, Reader, Which};

/// What `target` is, and the articles it covers: an outlet's name first, then a domain, then an address prefix.
pub(crate) fn site(reader: &Reader, target: &str) -> Result<(&'static str, Vec<ArticleKey>)> {
    let asked = target.trim();
    if let Some(outlet) = publishers::named(reader, asked)? {
        return Ok(("outlet", reader.article_keys(Which::Outlet(outlet))?));
    }
    let mut owned = Vec::new();
    for row in reader.outlets()? {
        let (_, publisher) = publishers::described(reader, row.key, &row.name)?;
        if publisher.is_some_and(|p| p.to_lowercase() == asked.to_lowercase()) {
            owned.extend(reader.article_keys(Which::Outlet(row.key))?);
        }
    }
    if !owned.is_empty() {
        return Ok(("publisher", owned));
    }
    let bare = asked
        .trim_start_matches("https://")
        .trim_start_matches("http://");
    let host = bare.trim_end_matches('/');
    if !host.contains('/') && host.contains('.') && domain(&format!("https://{host}/")).is_some() {
        let mut held = reader.article_keys(Which::Domain(host))?;
        // A page read from a file has no address of its own, but its outlet is known by the domain.
        if let Some(outlet) = reader.outlet_at(host)? {
            let known: BTreeSet<ArticleKey> = held.iter().copied().collect();
            let own = reader.article_keys(Which::Outlet(outlet))?;
            held.extend(own.into_iter().filter(|key| !known.contains(key)));
        }
        if !held.is_empty() {
            return Ok(("domain", held));
        }
    }
    if bare.contains('.') {
        let held = reader.article_keys(Which::UrlPrefix(asked))?;
        if !held.is_empty() {
            return Ok(("url prefix", held));
        }
        return Err(Error::not_found(format!(
            "no article at `{asked}` in this store"
        )));
    }
    asked::outlet(reader, asked).map(|_| ("outlet", Vec::new()))
}

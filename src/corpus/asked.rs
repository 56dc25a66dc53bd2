//! From what a user typed to what the store holds.

use std::collections::BTreeSet;

use crate::corpus::{Forget, publishers, views};
use crate::error::{Error, Result};
use crate::store::{ArticleKey, OutletKey, PassageKey, Reader, Which};

/// The one article that `asked` names.
///
/// # Errors
/// When there is none, or more than one: the message then lists the first few.
pub(crate) fn article(reader: &Reader, asked: &str) -> Result<ArticleKey> {
    let found = reader.articles_matching(asked.trim())?;
    match found[..] {
        [one] => Ok(one),
        [] => Err(Error::not_found(format!(
            "no article `{asked}` in this store"
        ))),
        _ => {
            const LISTED: usize = 6;
            let mut names = Vec::new();
            for &key in found.iter().take(LISTED) {
                let reference = views::article_ref(reader, key)?;
                let outlet = reference.outlet.unwrap_or_else(|| "no outlet".to_owned());
                names.push(format!(
                    "{} ({outlet})",
                    &reference.id[..10.min(reference.id.len())]
                ));
            }
            let more = found.len().saturating_sub(LISTED);
            let tail = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            Err(Error::not_found(format!(
                "`{asked}` names {} articles: {}{tail}",
                found.len(),
                names.join(", ")
            )))
        }
    }
}

/// The outlet of that name, or at that domain.
pub(crate) fn outlet(reader: &Reader, asked: &str) -> Result<OutletKey> {
    let asked = asked.trim();
    let found = match publishers::named(reader, asked)? {
        Some(outlet) => Some(outlet),
        None => match reader.catalogue()?.at(asked) {
            Some(filed) => reader.outlet_named(&filed.name)?,
            None => reader.outlet_at(asked)?,
        },
    };
    found.ok_or_else(|| Error::not_found(format!("no outlet `{asked}` in this store")))
}

/// The passage whose SHA-256 begins so; `p:` in front may be left out.
pub(crate) fn passage(reader: &Reader, asked: &str) -> Result<PassageKey> {
    let digits = asked.trim().trim_start_matches("p:");
    let found = reader.passages_by_sha_prefix(digits)?;
    match found[..] {
        [one] => Ok(one),
        [] => Err(Error::not_found(format!(
            "no passage `{asked}` in this store"
        ))),
        _ => Err(Error::not_found(format!(
            "`{asked}` names {} passages; give more digits",
            found.len()
        ))),
    }
}

/// The template of an outlet whose key begins so; `t:` stands before the digits.
pub(crate) fn template(reader: &Reader, outlet: OutletKey, asked: &str) -> Result<i64> {
    let digits = asked.trim().trim_start_matches("t:").to_lowercase();
    let mut keys: BTreeSet<i64> = reader.template_rulings(outlet)?.into_keys().collect();
    for row in reader.furniture(outlet)? {
        keys.extend(reader.templates_of_line(outlet, row.passage)?);
    }
    keys.retain(|key| format!("{key:016x}").starts_with(&digits));
    let mut found = keys.into_iter();
    match (found.next(), found.next()) {
        (Some(one), None) if digits.len() >= 4 => Ok(one),
        (Some(_), _) => Err(Error::not_found(format!(
            "`{asked}` may be several templates; give more digits"
        ))),
        (None, _) => Err(Error::not_found(format!(
            "no template `{asked}` among the standing lines of this outlet"
        ))),
    }
}

/// The articles that are to be forgotten.
pub(crate) fn forget(reader: &Reader, what: &Forget) -> Result<Vec<ArticleKey>> {
    match what {
        Forget::Article(asked) => Ok(vec![article(reader, asked)?]),
        Forget::Outlet(asked) => reader.article_keys(Which::Outlet(outlet(reader, asked)?)),
    }
}

//! The formats of the field: W3C PROV, Web Annotation, schema.org, ninjs, GraphML, DOT.
//!
//! Each is written as its records come, so that a million of them need not lie in memory; what a format wants to have apart (entities,
//! agents) is kept by id alone. A claim that nobody made is never written: a date stands only where one was claimed, to the precision claimed.

mod annotation;
mod graph;
mod news;
mod prov;

use std::io::Write;

use serde_json::Value;

use crate::error::Result;
use crate::report::json;

pub use annotation::{Annotations, Quoted, quoted};
pub use graph::{Graph, GraphForm};
pub use news::{News, NewsForm, Sources};
pub use prov::{Prov, ProvForm};

/// Writes the items of a list inside a JSON document, a line each.
struct Items {
    first: bool,
}

impl Items {
    fn new() -> Self {
        Self { first: true }
    }

    fn put(&mut self, to: &mut dyn Write, key: Option<&str>, value: &Value) -> Result<()> {
        let separator = if std::mem::take(&mut self.first) {
            "\n"
        } else {
            ",\n"
        };
        to.write_all(separator.as_bytes())?;
        if let Some(key) = key {
            to.write_all(json::line(key, false)?.as_bytes())?;
            to.write_all(b":")?;
        }
        to.write_all(json::line(value, false)?.as_bytes())?;
        Ok(())
    }
}

/// A name as the local part of a qualified name: letters and digits as they are, all else as `-` and hex digits.
fn local(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else {
            out.push_str(&format!("-{:x}-", u32::from(c)));
        }
    }
    out
}

/// An article's id as an IRI: its address where it has one, else a URN of its id.
fn iri(article: &str, id: &str) -> String {
    if article.starts_with("http://") || article.starts_with("https://") {
        article.to_owned()
    } else {
        urn(id)
    }
}

/// An article's id as a URN.
fn urn(id: &str) -> String {
    format!("urn:urtext:article:{}", id.trim_start_matches("a:"))
}

/// True for a claimed date that names a moment, with its zone.
fn is_moment(date: &str) -> bool {
    date.contains('T') && date.ends_with('Z')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_local_part_is_plain_and_tells_names_apart(one in any::<String>(), other in any::<String>()) {
            let part = local(&one);
            prop_assert!(part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
            prop_assert_eq!(part == local(&other), one == other);
        }
    }
}

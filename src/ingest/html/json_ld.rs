//! The schema.org description of a page's article: JSON-LD, and what the page's markup says where that is silent.

use dom_query::Document;
use serde_json::Value;
use url::Url;

use crate::ingest::html::head::spaced;
use crate::ingest::html::{markup, repair};

/// The nodes of a page's JSON-LD that describe its article, best first.
#[derive(Debug, Default)]
pub(crate) struct JsonLd {
    nodes: Vec<Value>,
    /// The same from microdata and RDFa. Their dates are read where they stand, with the other elements.
    marked: Vec<Value>,
    /// All organisations named anywhere, for publishers given by reference.
    named: Vec<(String, String)>,
}

impl JsonLd {
    /// Reads every script of a document. `page` tells the page's article from others that are listed beside it.
    pub(crate) fn read(document: &Document, page: Option<&Url>) -> Self {
        let mut found = Vec::new();
        let mut named = Vec::new();
        for script in document.select("script[type*='ld+json']").nodes() {
            let Some(value) = repair::value(&script.text()) else {
                continue;
            };
            flatten(value, &mut found, &mut named);
        }
        Self {
            nodes: ranked(found, page),
            marked: ranked(markup::items(document), page),
            named,
        }
    }

    /// The articles of the page, best first.
    fn all(&self) -> impl Iterator<Item = &Value> {
        self.nodes.iter().chain(&self.marked)
    }

    /// The article itself, as each of the two tells it.
    fn best(&self) -> impl Iterator<Item = &Value> {
        self.nodes.iter().take(1).chain(self.marked.iter().take(1))
    }

    /// The first date JSON-LD gives under `key`, best node first.
    pub(crate) fn date(&self, key: &str) -> Option<String> {
        self.nodes.iter().find_map(|n| name(n.get(key)?))
    }

    /// The first text under `key`, best node first.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        self.all().find_map(|n| self.name(n.get(key)?))
    }

    /// The texts under `key` of the article itself.
    pub(crate) fn texts(&self, key: &str) -> Vec<String> {
        self.best().filter_map(|n| self.name(n.get(key)?)).collect()
    }

    /// What a value names, also one that is named elsewhere in the page.
    fn name(&self, value: &Value) -> Option<String> {
        name(value).or_else(|| {
            let id = value.get("@id")?.as_str()?;
            let found = self.named.iter().find(|(named, _)| named == id);
            found.map(|(_, name)| name.clone())
        })
    }

    /// The article's text as the page hands it to machines.
    pub(crate) fn body(&self) -> Option<String> {
        self.nodes
            .first()?
            .get("articleBody")?
            .as_str()
            .map(str::to_owned)
    }

    pub(crate) fn authors(&self) -> Option<String> {
        self.text("author").filter(|a| !a.contains("://"))
    }

    pub(crate) fn language(&self) -> Option<String> {
        self.text("inLanguage").filter(|l| l.len() <= 35)
    }

    pub(crate) fn publisher(&self) -> Option<String> {
        self.text("publisher")
    }

    /// Addresses of works this one is said to derive from.
    pub(crate) fn sources(&self) -> Vec<String> {
        let keys = ["isBasedOn", "isBasedOnUrl"];
        let values = self
            .best()
            .flat_map(|n| keys.iter().filter_map(|k| n.get(*k)));
        values
            .flat_map(|v| match v {
                Value::Array(all) => all.iter().collect(),
                one => vec![one],
            })
            .filter_map(address)
            .collect()
    }

    /// The terms under which the article may be used, as an address or in words.
    pub(crate) fn licence(&self) -> Option<String> {
        let licence = self.best().find_map(|n| {
            let value = n.get("license")?;
            address(value)
                .and_then(|a| spaced(&a))
                .or_else(|| name(value))
        });
        licence.or_else(|| self.texts("copyrightNotice").into_iter().next())
    }
}

/// The address a value is or has.
fn address(value: &Value) -> Option<String> {
    value
        .as_str()
        .or_else(|| value.get("url")?.as_str())
        .or_else(|| value.get("@id")?.as_str())
        .map(str::to_owned)
}

/// The nodes that describe an article, best first; of equals, the first in the page.
fn ranked(found: Vec<Value>, page: Option<&Url>) -> Vec<Value> {
    let mut ranked: Vec<(u8, Value)> = found
        .into_iter()
        .filter_map(|node| Some((rank(&node, page)?, node)))
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, node)| node).collect()
}

/// Lays the objects of arrays, `@graph` and main entities side by side.
fn flatten(value: Value, found: &mut Vec<Value>, named: &mut Vec<(String, String)>) {
    // A list instead of recursion; serde_json has bounded the depth, the order is that of the page.
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(all) => waiting.extend(all.into_iter().rev()),
            Value::Object(mut object) => {
                if let Some(graph) = object.remove("@graph") {
                    waiting.push(graph);
                }
                for key in ["mainEntity", "mainEntityOfPage"] {
                    if object
                        .get(key)
                        .is_some_and(|v| v.get("datePublished").is_some())
                    {
                        waiting.extend(object.remove(key));
                    }
                }
                let of = |key: &str| object.get(key).and_then(Value::as_str);
                if let (Some(id), Some(name)) = (of("@id"), of("name")) {
                    named.push((id.to_owned(), name.to_owned()));
                }
                found.push(Value::Object(object));
            }
            _ => {}
        }
    }
}

/// How surely a node describes the page's own article, 0 best; nothing for other things.
fn rank(node: &Value, page: Option<&Url>) -> Option<u8> {
    let kinds = match node.get("@type")? {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        one => vec![one.as_str()?],
    };
    let is = |f: fn(&str) -> bool| kinds.iter().any(|k| f(k.rsplit('/').next().unwrap_or(k)));
    let article = is(|k| {
        k.ends_with("Article") || k.ends_with("BlogPosting") || matches!(k, "Report" | "Review")
    });
    let page_kind = is(|k| k.ends_with("Page") || k == "CreativeWork" || k.ends_with("Posting"));
    if !article && !page_kind {
        return None;
    }
    let own = page.is_some_and(|page| {
        let entity = node.get("mainEntityOfPage");
        let addresses = [
            node.get("url"),
            node.get("@id"),
            entity,
            entity.and_then(|e| e.get("@id")),
            entity.and_then(|e| e.get("url")),
        ];
        addresses
            .into_iter()
            .flatten()
            .filter_map(|a| Url::parse(a.as_str()?).ok())
            .any(|a| a.path().trim_end_matches('/') == page.path().trim_end_matches('/'))
    });
    Some(match (article, own) {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (false, false) => 3,
    })
}

/// The text a value holds: itself, its name, or the names of its members.
fn name(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => spaced(text),
        Value::Object(object) => spaced(object.get("name")?.as_str()?),
        Value::Array(all) => {
            let texts = all
                .iter()
                .filter(|v| !v.is_array())
                .filter_map(|v| match v {
                    Value::String(text) => spaced(text),
                    other => spaced(other.get("name")?.as_str()?),
                });
            let mut texts: Vec<String> = texts.collect();
            let mut seen = std::collections::HashSet::new();
            texts.retain(|t| seen.insert(t.clone()));
            (!texts.is_empty()).then(|| texts.join(", "))
        }
        _ => None,
    }
}

//! The schema.org description of a page's article (JSON-LD).

use dom_query::Document;
use serde_json::Value;
use url::Url;

use crate::ingest::html::head::spaced;

/// The nodes of a page's JSON-LD that describe its article, best first.
#[derive(Debug, Default)]
pub(crate) struct JsonLd {
    nodes: Vec<Value>,
    /// All organisations named anywhere, for publishers given by reference.
    named: Vec<(String, String)>,
}

impl JsonLd {
    /// Reads every script of a document. `page` tells the page's article from others that are listed beside it.
    pub(crate) fn read(document: &Document, page: Option<&Url>) -> Self {
        let mut found = Vec::new();
        let mut named = Vec::new();
        for script in document.select("script[type*='ld+json']").nodes() {
            let Some(value) = value(&script.text()) else {
                continue;
            };
            flatten(value, &mut found, &mut named);
        }
        let mut ranked: Vec<(u8, Value)> = found
            .into_iter()
            .filter_map(|node| Some((rank(&node, page)?, node)))
            .collect();
        // Stable: of equals, the first in the page.
        ranked.sort_by_key(|(rank, _)| *rank);
        Self {
            nodes: ranked.into_iter().map(|(_, node)| node).collect(),
            named,
        }
    }

    /// The first text under `key`, best node first.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        self.nodes.iter().find_map(|n| name(n.get(key)?))
    }

    pub(crate) fn authors(&self) -> Option<String> {
        self.text("author").filter(|a| !a.contains("://"))
    }

    pub(crate) fn language(&self) -> Option<String> {
        self.text("inLanguage").filter(|l| l.len() <= 35)
    }

    pub(crate) fn publisher(&self) -> Option<String> {
        self.text("publisher").or_else(|| {
            let id = self
                .nodes
                .iter()
                .find_map(|n| n.get("publisher")?.get("@id")?.as_str())?;
            let found = self.named.iter().find(|(named, _)| named == id);
            found.map(|(_, name)| name.clone())
        })
    }

    /// Addresses of works this one is said to derive from.
    pub(crate) fn sources(&self) -> Vec<String> {
        let keys = ["isBasedOn", "isBasedOnUrl"];
        let values = self
            .nodes
            .iter()
            .take(1)
            .flat_map(|n| keys.iter().filter_map(|k| n.get(*k)));
        values
            .flat_map(|v| match v {
                Value::Array(all) => all.iter().collect(),
                one => vec![one],
            })
            .filter_map(|v| {
                v.as_str()
                    .or_else(|| v.get("url")?.as_str())
                    .or_else(|| v.get("@id")?.as_str())
            })
            .map(str::to_owned)
            .collect()
    }

    /// Names to whom the text is credited.
    pub(crate) fn credits(&self) -> Vec<String> {
        let publisher = self.publisher();
        let keys = ["creditText", "sourceOrganization"];
        let best = self.nodes.iter().take(1);
        best.flat_map(|n| keys.iter().filter_map(|k| name(n.get(*k)?)))
            .filter(|n| Some(n) != publisher.as_ref())
            .collect()
    }
}

/// Parses a script, forgiving what browsers and writers do to it: comment marks, CDATA, raw control characters.
fn value(script: &str) -> Option<Value> {
    let mut text = script.trim();
    for mark in ["<!--", "//<![CDATA[", "<![CDATA[", "/*<![CDATA[*/"] {
        text = text.strip_prefix(mark).unwrap_or(text).trim_start();
    }
    for mark in ["-->", "//]]>", "]]>", "/*]]>*/", ";", "//"] {
        text = text.strip_suffix(mark).unwrap_or(text).trim_end();
    }
    serde_json::from_str(text).ok().or_else(|| {
        let clean: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        serde_json::from_str(&clean).ok()
    })
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
            let texts: Vec<String> = texts.collect();
            (!texts.is_empty()).then(|| texts.join(", "))
        }
        _ => None,
    }
}

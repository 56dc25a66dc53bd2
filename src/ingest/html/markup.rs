//! The schema.org description of a page's article in its markup: microdata and RDFa, given the shape of JSON-LD.

use std::collections::HashMap;

use dom_query::{Document, NodeId, NodeRef};
use serde_json::{Map, Value};

use crate::ingest::html::head::spaced;
use crate::ingest::html::weight::short_text;

/// How many marked elements of a page are looked at.
const MOST: usize = 5000;
/// Longest value, in bytes: the text of the article itself is not read here.
const LONGEST: usize = 2000;

/// Every item of a page that says what type it is, with its properties, in page order.
///
/// An item that is itself a property stands in its parent too, by its name and address.
pub(crate) fn items(document: &Document) -> Vec<Value> {
    let marked = document.select("[itemscope], [typeof], [itemprop], [property]");
    let nodes = marked.nodes();
    let nodes = &nodes[..nodes.len().min(MOST)];
    let mut places: HashMap<NodeId, usize> = HashMap::new();
    let mut items: Vec<Map<String, Value>> = Vec::new();
    for node in nodes {
        if let Some(kind) = kind(node) {
            places.insert(node.id, items.len());
            items.push(Map::from_iter([("@type".to_owned(), Value::String(kind))]));
        }
    }
    // Backwards the inner items are read before the outer ones.
    let mut found: Vec<(usize, String, Value)> = Vec::new();
    for node in nodes.iter().rev() {
        let Some(property) = property(node) else {
            continue;
        };
        let owner = node
            .ancestors_it(None)
            .find_map(|a| places.get(&a.id).copied());
        let Some(owner) = owner else { continue };
        let value = match places.get(&node.id) {
            Some(inner) => {
                // Of an inner item only what names it: whole ones would be copied once for each item around them.
                let kind = items[*inner].get("@type").cloned().unwrap_or_default();
                let mut short = Map::from_iter([("@type".to_owned(), kind)]);
                let named = found.iter().rev().filter(|(at, ..)| at == inner);
                for (_, property, value) in named {
                    if matches!(property.as_str(), "name" | "url") && value.is_string() {
                        short.entry(property).or_insert_with(|| value.clone());
                    }
                }
                Some(Value::Object(short))
            }
            None => text(node).map(Value::String),
        };
        if let Some(value) = value {
            found.push((owner, property, value));
        }
    }
    for (owner, property, value) in found.into_iter().rev() {
        add(&mut items[owner], &property, value);
    }
    items.into_iter().map(Value::Object).collect()
}

/// Adds a value; a second one makes a list.
fn add(item: &mut Map<String, Value>, property: &str, value: Value) {
    match item.get_mut(property) {
        None => {
            item.insert(property.to_owned(), value);
        }
        Some(Value::Array(all)) => all.push(value),
        Some(one) => {
            let first = one.take();
            *one = Value::Array(vec![first, value]);
        }
    }
}

/// The schema.org type of an item, without its address.
fn kind(node: &NodeRef<'_>) -> Option<String> {
    let kind = node.attr("itemtype").or_else(|| node.attr("typeof"))?;
    let first = kind.split_whitespace().next()?;
    let name = first.rsplit(['/', ':', '#']).next()?;
    (!name.is_empty()).then(|| name.to_owned())
}

/// The first schema.org property an element has.
fn property(node: &NodeRef<'_>) -> Option<String> {
    let names = node.attr("itemprop").or_else(|| node.attr("property"))?;
    let name = names.split_whitespace().next()?;
    // Open Graph uses the same attribute for names of its own.
    let own = ["og:", "article:", "fb:", "twitter:"]
        .iter()
        .any(|p| name.starts_with(p));
    let name = name.rsplit([':', '/', '#']).next()?;
    (!own && !name.is_empty()).then(|| name.to_owned())
}

/// What an element says: its address where it is a link, its attribute where it has one, else its text.
fn text(node: &NodeRef<'_>) -> Option<String> {
    let attribute = ["content", "datetime"].iter().find_map(|k| node.attr(k));
    let address = || {
        let links = ["a", "link", "area"].iter().any(|n| node.has_name(n));
        let named = matches!(
            property(node).as_deref(),
            Some("url" | "license" | "isBasedOn" | "isBasedOnUrl" | "mainEntityOfPage")
        );
        if links && named {
            node.attr("href")
        } else {
            None
        }
    };
    let said = attribute.or_else(address).map(|t| t.to_string());
    let text = said.or_else(|| short_text(node, LONGEST))?;
    (text.len() <= LONGEST).then(|| spaced(&text)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn items_hold_their_properties_and_those_of_the_items_in_them() {
        let page = "<article itemscope itemtype='https://schema.org/NewsArticle'><h1 itemprop='headline'>A  head</h1>
            <span itemprop=author itemscope itemtype='http://schema.org/Person'><b itemprop=name>Ida Berg</b></span>
            <span itemprop=author itemscope itemtype='http://schema.org/Person'><b itemprop=name>Jon Vik</b></span>
            <time itemprop=datePublished datetime=2023-09-19>today</time>
            <a itemprop=isBasedOn href='https://w.example/1'>there</a></article>
            <div vocab='http://schema.org/' typeof='Article'><meta property='schema:name' content=Other></div>
            <meta property='og:title' content=no>";
        assert_eq!(
            items(&Document::from(page)),
            [
                json!({"@type": "NewsArticle", "headline": "A head", "datePublished": "2023-09-19", "isBasedOn": "https://w.example/1",
                    "author": [{"@type": "Person", "name": "Ida Berg"}, {"@type": "Person", "name": "Jon Vik"}]}),
                json!({"@type": "Person", "name": "Ida Berg"}),
                json!({"@type": "Person", "name": "Jon Vik"}),
                json!({"@type": "Article", "name": "Other"}),
            ]
        );
    }
}

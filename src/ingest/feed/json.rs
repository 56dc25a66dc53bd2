//! JSON Feed 1.0 and 1.1. Items are kept as they come, so that a feed that breaks off gives those before the break.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::ingest::feed::item::{Body, Item, Written};
use crate::ingest::feed::{Parsed, too_many};
use crate::ingest::json::{Key, without_lone_surrogates};
use crate::ingest::{ReadOptions, Refused, links};
use crate::model::DateRole;

/// Reads a feed into `into`.
pub(super) fn parse(name: &str, text: &str, options: &ReadOptions, into: &mut Parsed) {
    let most = options.limits.items;
    let mut error = run(text, most, into);
    if error.is_some()
        && let Some(mended) = without_lone_surrogates(text)
    {
        *into = Parsed::default();
        error = run(&mended, most, into);
    }
    into.refused = error.map(|e| {
        if into.items.len() >= most {
            return too_many(name, most);
        }
        let reason = if e.is_eof() { "broken off" } else { "not JSON" };
        Refused::new(&format!("{name}:{}", e.line()), reason, e.to_string())
    });
    let base = options
        .url
        .as_deref()
        .and_then(|u| links::absolute(u, None));
    for item in &mut into.items {
        item.base.clone_from(&base);
    }
}

fn run(text: &str, most: usize, into: &mut Parsed) -> Option<serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = Feed { into, most }.deserialize(&mut deserializer);
    read.and_then(|()| deserializer.end()).err()
}

struct Feed<'b> {
    into: &'b mut Parsed,
    most: usize,
}

impl<'de> DeserializeSeed<'de> for Feed<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Feed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON feed")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Key(key)) = map.next_key()? {
            let channel = &mut self.into.channel;
            match &*key {
                "items" => map.next_value_seed(Items {
                    items: &mut self.into.items,
                    most: self.most,
                })?,
                "title" => channel.title = string(&map.next_value()?),
                "home_page_url" => channel.link = string(&map.next_value()?),
                "language" => channel.language = string(&map.next_value()?),
                "author" | "authors" => channel.authors.extend(names(&map.next_value()?)),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

struct Items<'b> {
    items: &'b mut Vec<Item>,
    most: usize,
}

impl<'de> DeserializeSeed<'de> for Items<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the list of items")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(value) = seq.next_element::<Value>()? {
            if self.items.len() >= self.most {
                return Err(serde::de::Error::custom("too many items"));
            }
            self.items.push(item(&value, self.items.len() + 1));
        }
        Ok(())
    }
}

fn item(value: &Value, number: usize) -> Item {
    let get = |key: &str| value.get(key).and_then(string);
    let authors = ["authors", "author"]
        .iter()
        .filter_map(|k| value.get(*k))
        .find(|v| !v.is_null());
    let mut item = Item {
        place: format!("item {number}"),
        title: get("title"),
        link: get("url").or_else(|| get("external_url")),
        id: get("id"),
        id_is_address: true,
        authors: authors.map(names).unwrap_or_default(),
        related: get("external_url").into_iter().collect(),
        language: get("language"),
        ..Item::default()
    };
    let dates = [
        ("date_published", DateRole::Published),
        ("date_modified", DateRole::Modified),
    ];
    item.dates = dates
        .into_iter()
        .filter_map(|(key, role)| Some((get(key)?, role)))
        .collect();
    let texts = [
        ("content_html", 0, Written::Html),
        ("content_text", 1, Written::Plain),
        ("summary", 3, Written::Plain),
    ];
    for (key, rank, written) in texts {
        if let Some(text) = get(key) {
            item.offer(Body {
                rank,
                written,
                text,
                base: None,
            });
        }
    }
    item.related.retain(|r| Some(r) != item.link.as_ref());
    item
}

fn string(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The names of one author or a list of them.
fn names(value: &Value) -> Vec<String> {
    let all = match value {
        Value::Array(all) => all.as_slice(),
        one => std::slice::from_ref(one),
    };
    let name = |v: &Value| string(v).or_else(|| string(v.get("name")?));
    all.iter().filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use crate::ingest::{Limits, ReadOptions, read};
    use crate::model::DateRole;

    const FEED: &str = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Post", "home_page_url": "https://post.example/",
 "language": "en", "authors": [{"name": "The Desk"}], "hubs": [{"deep": [[[1]]]}],
 "items": [
  {"id": 7, "url": "https://post.example/7", "external_url": "https://upstream.example/x", "title": "River &amp; quay",
   "content_html": "<p>It rose.</p><p>It <a href='/fell'>fell</a>.</p>", "summary": "Short.", "language": "de",
   "date_published": "2024-03-05T12:40:00+02:00", "date_modified": "2024-03-06", "author": {"name": "Ida Berg"}},
  {"id": "b", "content_text": "One.\n\nTwo < three.", "authors": [{"name": "A"}, {"name": "B"}]},
  {"id": "c", "title": "Only a headline", "url": "https://post.example/c"}
 ]}"#;

    #[test]
    fn a_json_feed_is_read_field_by_field() {
        let read = read("f.json", FEED.as_bytes(), &ReadOptions::default());
        let [first, second] = &read.articles[..] else {
            panic!("{read:?}")
        };
        assert_eq!(first.text, "It rose.\n\nIt fell.");
        assert_eq!(first.title.as_deref(), Some("River & quay"));
        assert_eq!(first.outlet.as_deref(), Some("Post"));
        assert_eq!(first.byline.as_deref(), Some("Ida Berg"));
        assert_eq!(first.language.as_deref(), Some("de"));
        assert_eq!(first.story.as_deref(), Some("7"));
        assert_eq!(
            first.links,
            ["https://post.example/fell", "https://upstream.example/x"]
        );
        let dates: Vec<_> = first.dates.iter().map(|d| (d.role, &*d.printed)).collect();
        assert_eq!(
            dates,
            [
                (DateRole::Published, "2024-03-05T12:40:00+02:00"),
                (DateRole::Modified, "2024-03-06")
            ]
        );
        assert_eq!(second.text, "One.\n\nTwo < three.");
        assert_eq!(second.byline.as_deref(), Some("A, B"));
        assert_eq!(second.url, None);
        assert_eq!(
            (&*read.refused[0].place, &*read.refused[0].reason),
            ("f.json:item 3", "no text")
        );
    }

    #[test]
    fn a_json_feed_that_breaks_off_gives_what_came_before() {
        let cut = &FEED[..FEED.find("\"c\"").unwrap()];
        let read = read("f.json", cut.as_bytes(), &ReadOptions::default());
        assert_eq!(read.articles.len(), 2);
        assert_eq!(
            (&*read.refused[0].place, &*read.refused[0].reason),
            ("f.json:8", "broken off")
        );
        let half = FEED.replace("Two <", "\\ud83d Two <");
        let read = crate::ingest::read("f.json", half.as_bytes(), &ReadOptions::default());
        assert_eq!(read.articles.len(), 2);
    }

    #[test]
    fn a_deep_or_endless_json_feed_is_refused() {
        let deep = FEED.replace(
            "[[[1]]]",
            &format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000)),
        );
        let deep_item = FEED.replace(
            "\"id\": 7",
            &format!(
                "\"x\": {}1{}, \"id\": 7",
                "[".repeat(9000),
                "]".repeat(9000)
            ),
        );
        for feed in [deep, deep_item] {
            let read = read("f.json", feed.as_bytes(), &ReadOptions::default());
            assert!(
                read.refused.iter().all(|r| r.reason != "bug"),
                "{:?}",
                read.refused
            );
        }
        let limits = Limits {
            items: 1,
            ..Limits::default()
        };
        let options = ReadOptions {
            limits,
            ..ReadOptions::default()
        };
        let read = read("f.json", FEED.as_bytes(), &options);
        assert_eq!(read.articles.len(), 1);
        assert_eq!(read.refused[0].reason, "too many items");
    }
}

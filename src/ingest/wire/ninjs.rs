//! IPTC ninjs: news in JSON. Versions 1.x write small letters and a key a body (`body_html`), 2.x and 3.x camel case and
//! lists (`bodies`); what agencies send mixes both, so keys are told apart by their letters alone.

use serde_json::{Map, Value};

use crate::ingest::json::without_lone_surrogates;
use crate::ingest::wire::flow::{self, html, is_markup, plain};
use crate::ingest::wire::{Item, Read, filled, nitf, xml};
use crate::ingest::{Limits, ReadOptions, Refused, decode, stem};

/// Most objects of one file that are read.
const ITEMS: usize = 100_000;

/// Reads one object, a list of them, or several one after the other.
pub(crate) fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> Read {
    let text = decode::text(bytes);
    let text = text.trim_start_matches('\u{FEFF}');
    let mended = without_lone_surrogates(text);
    let text = mended.as_deref().unwrap_or(text);
    let mut values = Vec::new();
    let mut broken = None;
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        match value {
            Ok(Value::Array(all)) => values.extend(all),
            Ok(value) => values.push(value),
            Err(e) => {
                broken = Some(Refused::new(name, "not JSON", e.to_string()));
                break;
            }
        }
        if values.len() > ITEMS {
            let detail = format!("the file holds more than {ITEMS} items");
            broken = Some(Refused::new(name, "too many items", detail));
            values.truncate(ITEMS);
            break;
        }
    }
    let many = values.len() > 1;
    let mut all: Read = Vec::new();
    for (n, value) in values.into_iter().enumerate() {
        let place = if many {
            format!("{name}:{}", n + 1)
        } else {
            name.to_owned()
        };
        let Value::Object(object) = value else {
            let detail = "an item is an object with `uri`";
            all.push(Err(Refused::new(&place, "not ninjs", detail)));
            continue;
        };
        all.push(item(&object, &options.limits).and_then(|mut item| {
            if !many {
                item.name = stem(name).or(item.name);
            }
            item.article(&place, options)
        }));
        if let Some(Err(refused)) = all.last_mut() {
            refused.place.clone_from(&place);
        }
    }
    all.extend(broken.map(Err));
    all
}

/// The keys of an object without regard to how they are spelled.
struct Keys<'v>(&'v Map<String, Value>);

impl<'v> Keys<'v> {
    /// The value under a key, given in small letters without underscores.
    fn get(&self, key: &str) -> Option<&'v Value> {
        let exact = self.0.get(key);
        exact.or_else(|| {
            self.0
                .iter()
                .find(|(k, _)| plain_key(k) == key)
                .map(|e| e.1)
        })
    }

    fn text(&self, key: &str) -> Option<String> {
        text(self.get(key)?)
    }

    /// The objects of a list, or the one that stands in its place.
    fn objects(&self, key: &str) -> impl Iterator<Item = Keys<'v>> {
        let list: &[Value] = match self.get(key) {
            Some(Value::Array(all)) => all,
            Some(one) => std::slice::from_ref(one),
            None => &[],
        };
        list.iter().filter_map(|v| v.as_object().map(Keys))
    }
}

fn plain_key(key: &str) -> String {
    let letters = key.chars().filter(|c| *c != '_');
    letters.flat_map(char::to_lowercase).collect()
}

/// What a value says: text, a number, or the name of an object.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => filled(text.as_str()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => {
            let keys = Keys(object);
            ["name", "literal", "value"]
                .iter()
                .find_map(|k| keys.get(k)?.as_str().and_then(filled))
        }
        Value::Array(all) => {
            let said: Vec<String> = all
                .iter()
                .filter(|v| !v.is_array())
                .filter_map(text)
                .collect();
            (!said.is_empty()).then(|| said.join(", "))
        }
        Value::Null | Value::Bool(_) => None,
    }
}

fn item(object: &Map<String, Value>, limits: &Limits) -> Result<Item, Refused> {
    let keys = Keys(object);
    let kind = keys.text("type").map(|t| t.to_ascii_lowercase());
    let (text, links) = body(&keys, limits)?;
    let pictured = ["picture", "photo", "video", "audio", "graphic"];
    if let Some(kind) = kind.filter(|k| text.is_empty() && pictured.contains(&&**k)) {
        let detail = format!("the item is a {kind}, it has no text");
        return Err(Refused::new("", "no text", detail));
    }
    let mut item = Item {
        address: keys.text("uri").filter(|uri| flow::is_address(uri)),
        story: keys.text("uri"),
        version: keys.text("version"),
        status: keys.text("pubstatus"),
        holder: keys.text("copyrightholder"),
        notice: keys.text("copyrightnotice"),
        terms: keys.text("usageterms"),
        title: title(&keys),
        byline: keys.text("by").or_else(|| keys.text("byline")),
        language: keys.text("language"),
        first_created: keys.text("firstcreated"),
        version_created: keys.text("versioncreated"),
        published: keys.text("contentcreated").into_iter().collect(),
        note: keys.text("ednote"),
        name: keys.text("slugline").or_else(|| keys.text("uri")),
        text,
        links,
        ..Item::default()
    };
    for key in ["infosources", "infosource"] {
        for source in keys.objects(key) {
            let named = ["name", "literal", "uri"];
            let Some(named) = named.iter().find_map(|k| source.text(k)) else {
                continue;
            };
            let role = source.text("role").or_else(|| source.text("rel"));
            let role = role.unwrap_or_default().to_ascii_lowercase();
            // Who brings the item out is its outlet; all others are those it comes from.
            if (role.contains("publisher") || role.contains("provider")) && item.provider.is_none()
            {
                item.provider = Some(named);
            } else {
                item.sources.push(named);
            }
        }
    }
    // A list since 2.0, an object of named items before.
    let mut related: Vec<Keys<'_>> = keys.objects("associations").collect();
    if let Some(Value::Object(named)) = keys.get("associations") {
        related.extend(named.values().filter_map(|v| v.as_object().map(Keys)));
    }
    for other in related {
        let rel = other.text("rel").unwrap_or_default().to_ascii_lowercase();
        if rel.contains("derivedfrom") || rel.contains("evolvedfrom") {
            item.related.extend(other.text("uri"));
        }
    }
    Ok(item)
}

/// The main headline.
fn title(keys: &Keys<'_>) -> Option<String> {
    let listed: Vec<Keys<'_>> = keys.objects("headlines").collect();
    let main = |k: &&Keys<'_>| k.text("role").is_some_and(|r| r.ends_with("main"));
    let listed = listed.iter().find(main).or(listed.first());
    let listed = listed.and_then(|k| k.text("value"));
    let alone = || keys.text("headline").or_else(|| keys.text("headlinemain"));
    let other = || {
        let found = keys.0.iter().find(|(k, _)| k.starts_with("headline_"));
        found.and_then(|(_, v)| text(v))
    };
    let title = listed.or_else(alone).or_else(other)?;
    // Some send the headline marked up.
    if is_markup(&title) || title.contains("</") {
        return html(&title, &Limits::default()).and_then(|(t, _)| filled(t.replace('\n', " ")));
    }
    Some(title)
}

/// The fullest body: one that keeps its paragraphs unless a plain one says much more.
fn body(keys: &Keys<'_>, limits: &Limits) -> Result<(String, Vec<String>), Refused> {
    let mut marked: (String, Vec<String>) = Default::default();
    let mut bare: (String, Vec<String>) = Default::default();
    let listed = keys
        .objects("bodies")
        .map(|b| (b.text("contenttype"), b.get("value")));
    let listed: Vec<_> = listed.collect();
    let keyed = keys.0.iter().filter(|(k, _)| {
        let key = k.to_lowercase();
        key == "body" || key.starts_with("body_")
    });
    let keyed = keyed.map(|(k, v)| {
        let key = k.to_lowercase();
        let kind = if key.ends_with("html") {
            Some("text/html".to_owned())
        } else if key.ends_with("nitf") {
            Some("application/nitf+xml".to_owned())
        } else {
            None
        };
        (kind, Some(v))
    });
    for (kind, value) in listed.into_iter().chain(keyed) {
        let Some(value) = value.and_then(Value::as_str) else {
            continue;
        };
        if value.len() > limits.text_bytes.saturating_mul(8) {
            let detail = format!("a body has {} bytes", value.len());
            return Err(Refused::new("", "too long", detail));
        }
        let kind = kind.unwrap_or_default().to_ascii_lowercase();
        let read = if kind.contains("nitf") {
            let (tree, _) = xml::parse(value, limits);
            Some(tree.root().map(nitf::text).unwrap_or_default())
        } else if kind.contains("html") || kind.contains("xml") || is_markup(value) {
            html(value, limits)
        } else {
            let text = plain(value);
            if text.0.len() > bare.0.len() {
                bare = text;
            }
            continue;
        };
        let Some(read) = read else {
            let detail = "a body is nested too deeply";
            return Err(Refused::new("", "too deep", detail));
        };
        if read.0.len() > marked.0.len() {
            marked = read;
        }
    }
    // A plain body is often the same text on one line.
    Ok(if marked.0.len() * 5 >= bare.0.len() * 4 {
        marked
    } else {
        bare
    })
}

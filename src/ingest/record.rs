//! One JSON record to one article: known keys are read, all others ignored, wrong types never an error.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::ingest::json::{Key, Loose, without_lone_surrogates};
use crate::ingest::{ReadOptions, Refused, date, finished, links};
use crate::model::{Article, Credit, CreditForm, DateOrigin, DateRole};

/// The keys a record may have; several spellings of one thing stand beside each other.
#[derive(Debug, Default)]
struct Fields<'a> {
    url: Loose<'a>,
    canonical_url: Loose<'a>,
    outlet: Loose<'a>,
    published_at: Loose<'a>,
    modified_at: Loose<'a>,
    captured_at: Loose<'a>,
    title: Loose<'a>,
    text: Loose<'a>,
    id: Loose<'a>,
    name: Loose<'a>,
    byline: Loose<'a>,
    author: Loose<'a>,
    language: Loose<'a>,
    credit: Loose<'a>,
}

impl<'a> Fields<'a> {
    fn slot(&mut self, key: &str) -> Option<&mut Loose<'a>> {
        Some(match key {
            "url" => &mut self.url,
            "canonical_url" => &mut self.canonical_url,
            "outlet" => &mut self.outlet,
            "published_at" => &mut self.published_at,
            "modified_at" => &mut self.modified_at,
            "captured_at" => &mut self.captured_at,
            "title" => &mut self.title,
            "text" => &mut self.text,
            "id" => &mut self.id,
            "name" => &mut self.name,
            "byline" => &mut self.byline,
            "author" => &mut self.author,
            "language" => &mut self.language,
            "credit" => &mut self.credit,
            _ => return None,
        })
    }
}

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldsVisitor;
        impl<'de> Visitor<'de> for FieldsVisitor {
            type Value = Fields<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with the article's fields")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Fields::default();
                while let Some(Key(key)) = map.next_key()? {
                    match fields.slot(&key) {
                        Some(slot) => *slot = map.next_value()?,
                        None => {
                            map.next_value::<IgnoredAny>()?;
                        }
                    }
                }
                Ok(fields)
            }
        }
        deserializer.deserialize_map(FieldsVisitor)
    }
}

/// Reads one record; `place` names it in a refusal (`news.jsonl:17`).
pub(crate) fn read(place: &str, json: &str, options: &ReadOptions) -> Result<Article, Refused> {
    match parsed(place, json, options) {
        Err(Trouble::Json(e)) => match without_lone_surrogates(json) {
            Some(mended) => parsed(place, &mended, options).map_err(|t| t.refused(place)),
            None => Err(Trouble::Json(e).refused(place)),
        },
        other => other.map_err(|t| t.refused(place)),
    }
}

enum Trouble {
    Json(serde_json::Error),
    Refused(Refused),
}

impl Trouble {
    fn refused(self, place: &str) -> Refused {
        match self {
            Self::Refused(refused) => refused,
            Self::Json(e) => Refused::new(place, "not JSON", e.to_string()),
        }
    }
}

fn parsed(place: &str, json: &str, options: &ReadOptions) -> Result<Article, Trouble> {
    if options.map.is_empty() {
        let fields: Fields<'_> = serde_json::from_str(json).map_err(Trouble::Json)?;
        return article(place, &fields, options).map_err(Trouble::Refused);
    }
    let value: serde_json::Value = serde_json::from_str(json).map_err(Trouble::Json)?;
    let mut fields = Fields::deserialize(&value).map_err(Trouble::Json)?;
    for (ours, theirs) in &options.map {
        let Some(slot) = fields.slot(ours) else {
            continue;
        };
        let found = value
            .get(theirs)
            .or_else(|| theirs.split('.').try_fold(&value, |v, key| v.get(key)));
        if let Some(found) = found {
            *slot = Loose::deserialize(found).map_err(Trouble::Json)?;
        }
    }
    article(place, &fields, options).map_err(Trouble::Refused)
}

fn article(place: &str, fields: &Fields<'_>, options: &ReadOptions) -> Result<Article, Refused> {
    let Some(text) = fields.text.0.as_deref().filter(|t| !t.trim().is_empty()) else {
        let detail = "the record has no `text`; map the key that holds it (text=body)";
        return Err(Refused::new(place, "no text", detail));
    };
    let own = |field: &Loose<'_>| field.trimmed().map(str::to_owned);
    let dates = [
        (&fields.published_at, DateRole::Published),
        (&fields.modified_at, DateRole::Modified),
        (&fields.captured_at, DateRole::Captured),
    ];
    let dates = dates.into_iter().filter_map(|(field, role)| {
        date::parse(field.trimmed()?, DateOrigin::Record, role, options.now)
    });
    let article = Article {
        url: own(&fields.url),
        canonical_url: own(&fields.canonical_url),
        name: own(&fields.id).or_else(|| own(&fields.name)),
        outlet: own(&fields.outlet).or_else(|| options.outlet.clone()),
        title: own(&fields.title),
        byline: own(&fields.byline).or_else(|| own(&fields.author)),
        language: own(&fields.language),
        dates: dates.collect(),
        credits: fields.credit.trimmed().map(credit).into_iter().collect(),
        links: links::in_text(text),
        text: text.to_owned(),
        ..Article::default()
    };
    finished(place, article, options)
}

/// A credit stated in a field: a name, or an address whose site it names.
fn credit(printed: &str) -> Credit {
    let domain = links::domain(printed);
    Credit {
        form: CreditForm::Metadata,
        url: domain.is_some().then(|| printed.to_owned()),
        to: domain.unwrap_or_else(|| printed.to_owned()),
        printed: printed.to_owned(),
        span: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_whatever_else_it_holds() {
        let json = r#"{"url":"https://a.example/1","outlet":"A","published_at":"2023-09-19T06:08:40Z",
            "title":"T","text":"One.\n\nTwo.","author":[{"name":"B"}],"id":7,"x":{"deep":[1,2]},"text2":null,"id":8}"#;
        let article = read("x:1", json, &ReadOptions::default()).unwrap();
        assert_eq!(article.text, "One.\n\nTwo.");
        assert_eq!(article.byline.as_deref(), Some("B"));
        assert_eq!(article.name.as_deref(), Some("8"));
        assert_eq!(article.dates[0].rfc3339(), "2023-09-19T06:08:40Z");
    }

    #[test]
    fn keys_can_be_mapped_into_nested_objects() {
        let options = ReadOptions {
            map: vec![
                ("url".into(), "link".into()),
                ("text".into(), "content.body".into()),
            ],
            ..ReadOptions::default()
        };
        let json = r#"{"link":"https://a.example/2","content":{"body":"Text"},"outlet":"A"}"#;
        let article = read("x:1", json, &options).unwrap();
        assert_eq!(article.url.as_deref(), Some("https://a.example/2"));
        assert_eq!(article.outlet.as_deref(), Some("A"));
        assert_eq!(article.text, "Text");
    }

    #[test]
    fn a_record_without_text_or_sense_is_refused_by_its_place() {
        let options = ReadOptions::default();
        let none = read("n.jsonl:17", r#"{"title":"x","text":" "}"#, &options).unwrap_err();
        assert_eq!((&*none.place, &*none.reason), ("n.jsonl:17", "no text"));
        let bad = read("n.jsonl:18", "{\"text\":", &options).unwrap_err();
        assert_eq!(bad.reason, "not JSON");
        assert_eq!(read("n:1", "[1]", &options).unwrap_err().reason, "not JSON");
    }

    #[test]
    fn half_an_emoji_does_not_cost_the_article() {
        let article = read("n:1", r#"{"text":"cut \ud83d"}"#, &ReadOptions::default()).unwrap();
        assert_eq!(article.text, "cut \u{FFFD}");
    }
}

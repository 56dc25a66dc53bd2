//! Articles as schema.org NewsArticle with what they are based on, and as IPTC ninjs 3.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use serde_json::{Value, json};

use crate::error::Result;
use crate::report::formats::{Items, iri, is_moment, urn};
use crate::report::json;
use crate::report::view::{ArticleLine, DerivationView};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewsForm {
    /// One JSON-LD document with a graph of NewsArticle.
    NewsArticle,
    /// One ninjs item a line.
    Ninjs,
}

/// What articles are based on, by the id of the copy: the sources' addresses, and the agencies that the store holds nothing of.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    held: BTreeMap<String, BTreeSet<(String, String)>>,
    lost: BTreeMap<String, BTreeSet<String>>,
}

impl Sources {
    /// Takes note of a derivation; a shared quotation bases nothing on anything, self-reuse nothing on another's.
    pub fn add(&mut self, d: &DerivationView) {
        if !d.is_copy() {
            return;
        }
        // Versions of one article share an address: the id tells them apart.
        let source = (urn(&d.source.id), iri(&d.source.article, &d.source.id));
        self.held.entry(d.id.clone()).or_default().insert(source);
        if let Some(lost) = &d.lost_source {
            self.lost
                .entry(d.id.clone())
                .or_default()
                .insert(lost.clone());
        }
    }

    fn held(&self, id: &str) -> impl Iterator<Item = &(String, String)> {
        self.held.get(id).into_iter().flatten()
    }

    fn lost(&self, id: &str) -> impl Iterator<Item = &String> {
        self.lost.get(id).into_iter().flatten()
    }
}

/// A list of articles that is being written.
pub struct News<'w> {
    to: &'w mut dyn Write,
    form: NewsForm,
    items: Items,
    written: usize,
}

impl<'w> News<'w> {
    /// Begins a list.
    ///
    /// # Errors
    /// When `to` cannot be written to; so do the other steps.
    pub fn begin(to: &'w mut dyn Write, form: NewsForm) -> Result<Self> {
        if form == NewsForm::NewsArticle {
            to.write_all(b"{\"@context\":\"https://schema.org\",\"@graph\":[")?;
        }
        Ok(Self {
            to,
            form,
            items: Items::new(),
            written: 0,
        })
    }

    /// Writes an article with its text and what it is based on.
    pub fn article(&mut self, a: &ArticleLine, text: &str, sources: &Sources) -> Result<()> {
        self.written += 1;
        match self.form {
            NewsForm::NewsArticle => self.items.put(self.to, None, &news_article(a, sources)),
            NewsForm::Ninjs => {
                let item = json::line(&ninjs(a, text, sources), false)?;
                writeln!(self.to, "{item}").map_err(Into::into)
            }
        }
    }

    /// Ends the list; gives how many articles it holds.
    pub fn end(self) -> Result<usize> {
        if self.form == NewsForm::NewsArticle {
            self.to.write_all(b"\n]}\n")?;
        }
        Ok(self.written)
    }
}

fn news_article(a: &ArticleLine, sources: &Sources) -> Value {
    let id = &a.article.id;
    let mut item =
        json!({"@type": "NewsArticle", "@id": urn(id), "identifier": id, "wordCount": a.words});
    let mut set = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            item[key] = value;
        }
    };
    set("headline", a.article.title.as_ref().map(|t| json!(t)));
    set(
        "url",
        a.article
            .article
            .starts_with("http")
            .then(|| json!(a.article.article)),
    );
    set(
        "datePublished",
        a.article.published_at.as_ref().map(|d| json!(d)),
    );
    set("inLanguage", a.language.as_ref().map(|l| json!(l)));
    set("license", a.licence.as_ref().map(|l| json!(l)));
    set(
        "creditText",
        (!a.credits.is_empty()).then(|| json!(a.credits.join("; "))),
    );
    let author = |name: &String| json!({"@type": "Person", "name": name});
    set("author", a.byline.as_ref().map(author));
    let organization = |name: &String| json!({"@type": "NewsMediaOrganization", "name": name});
    set("publisher", a.article.outlet.as_ref().map(organization));
    let based: Vec<Value> = sources
        .held(id)
        .map(|(urn, address)| json!({"@type": "NewsArticle", "@id": urn, "url": address}))
        .collect();
    set(
        "isBasedOn",
        (!based.is_empty()).then_some(Value::Array(based)),
    );
    let lost: Vec<Value> = sources.lost(id).map(organization).collect();
    set(
        "sourceOrganization",
        (!lost.is_empty()).then_some(Value::Array(lost)),
    );
    item
}

fn ninjs(a: &ArticleLine, text: &str, sources: &Sources) -> Value {
    let id = &a.article.id;
    let mut item = json!({
        "standard": {"name": "ninjs", "version": "3.1", "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"},
        "uri": iri(&a.article.article, id), "type": "text", "pubStatus": "usable",
        "bodies": [{"role": "main", "contentType": "text/plain", "charCount": text.chars().count(), "wordCount": a.words, "value": text}],
        "altIds": [{"role": "urtext", "value": id}],
    });
    let mut set = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            item[key] = value;
        }
    };
    set("language", a.language.as_ref().map(|l| json!(l)));
    set(
        "headlines",
        a.article
            .title
            .as_ref()
            .map(|t| json!([{"role": "main", "value": t}])),
    );
    set("by", a.byline.as_ref().map(|b| json!(b)));
    // ninjs wants a moment; a day alone is none.
    set(
        "versionCreated",
        a.article
            .published_at
            .as_ref()
            .filter(|d| is_moment(d))
            .map(|d| json!(d)),
    );
    set("usageTerms", a.licence.as_ref().map(|l| json!(l)));
    let mut parties: Vec<Value> = a
        .article
        .outlet
        .iter()
        .map(|o| json!({"name": o, "role": "distributor"}))
        .collect();
    parties.extend(
        sources
            .lost(id)
            .map(|agency| json!({"name": agency, "role": "originator"})),
    );
    set(
        "infoSources",
        (!parties.is_empty()).then_some(Value::Array(parties)),
    );
    let from = sources.held(id).zip(1..);
    let from: Vec<Value> = from
        .map(
            |((_, uri), n)| json!({"name": format!("derivedFrom-{n}"), "uri": uri, "type": "text"}),
        )
        .collect();
    set(
        "associations",
        (!from.is_empty()).then_some(Value::Array(from)),
    );
    item
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::human::samples::derivation;
    use crate::report::view::{ArticleRef, SCHEMA};

    #[test]
    fn an_article_names_what_it_is_based_on_and_claims_no_time_that_was_not_claimed() {
        let mut d = derivation(1, 2, "verbatim");
        d.lost_source = Some("AFP".into());
        let line = ArticleLine {
            schema: SCHEMA,
            record: "article",
            article: ArticleRef {
                id: d.id.clone(),
                article: "https://post.example/1".into(),
                published_at: Some("2024-05-14".into()),
                ..ArticleRef::default()
            },
            language: None,
            first_seen_at: String::new(),
            paragraphs: 1,
            words: 9,
            credits: Vec::new(),
            byline: Some("Ann Example".into()),
            licence: None,
        };
        let mut sources = Sources::default();
        sources.add(&d);
        let item = news_article(&line, &sources);
        assert_eq!(item["isBasedOn"][0]["@id"], urn(&d.source.id));
        assert_eq!(item["sourceOrganization"][0]["name"], "AFP");
        assert_eq!(
            (&item["datePublished"], &item["author"]["name"]),
            (&"2024-05-14".into(), &"Ann Example".into())
        );
        let item = ninjs(&line, "Text.", &sources);
        assert_eq!(item.get("versionCreated"), None, "a day is no moment");
        assert_eq!(
            (&item["by"], &item["bodies"][0]["charCount"]),
            (&"Ann Example".into(), &5.into())
        );
        d.kind = "shared_quote";
        let mut none = Sources::default();
        none.add(&d);
        assert_eq!(news_article(&line, &none).get("isBasedOn"), None);
    }
}

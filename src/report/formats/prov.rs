//! W3C PROV: PROV-JSON (member submission of 2013-04-24) and PROV-JSONLD (of 2024-08-25).
//!
//! A paragraph and an article are entities, an outlet an agent. Verbatim is a Quotation, edited a Revision, partial and rewritten a plain
//! Derivation; the earliest witness is the PrimarySource. What is not in the store is an entity of the type `urtext:LostSource`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use serde_json::{Value, json};

use crate::error::Result;
use crate::report::formats::{Items, is_moment, local, urn};
use crate::report::view::{ArticleLine, DerivationView, SCHEMA};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProvForm {
    /// PROV-JSON.
    Json,
    /// PROV-JSONLD.
    JsonLd,
}

/// A PROV document that is being written: first every derivation, then every article, then the end.
pub struct Prov<'w> {
    to: &'w mut dyn Write,
    form: ProvForm,
    items: Items,
    count: usize,
    written: usize,
    /// Paragraphs by id, each with its article, number and place.
    paragraphs: BTreeMap<String, (String, usize, usize, usize)>,
    lost: BTreeSet<String>,
    articles: Vec<Value>,
}

/// The prefixes of both forms.
fn prefixes() -> Value {
    json!({
        "prov": "http://www.w3.org/ns/prov#", "xsd": "http://www.w3.org/2001/XMLSchema#", "urtext": "urn:urtext:v1:",
        "a": "urn:urtext:article:", "p": "urn:urtext:paragraph:", "o": "urn:urtext:outlet:", "lost": "urn:urtext:lost:",
    })
}

/// The terms of PROV-JSONLD that are used here, over PROV-O.
fn context() -> Value {
    let mut context = prefixes();
    let scoped = |id: &str, subject: &str, qualified: &str, object: (&str, &str)| {
        json!({"@id": id, "@context": {
            subject: {"@reverse": qualified, "@type": "@id"},
            object.0: {"@id": object.1, "@type": "@id"},
        }})
    };
    context["Entity"] = json!("prov:Entity");
    context["Agent"] = json!("prov:Agent");
    context["Quotation"] = json!("prov:Quotation");
    context["Revision"] = json!("prov:Revision");
    context["PrimarySource"] = json!("prov:PrimarySource");
    context["Derivation"] = scoped(
        "prov:Derivation",
        "generatedEntity",
        "prov:qualifiedDerivation",
        ("usedEntity", "prov:entity"),
    );
    context["Attribution"] = scoped(
        "prov:Attribution",
        "entity",
        "prov:qualifiedAttribution",
        ("agent", "prov:agent"),
    );
    context["generatedAtTime"] = json!({"@id": "prov:generatedAtTime", "@type": "xsd:dateTime"});
    context["atLocation"] = json!({"@id": "prov:atLocation", "@type": "@id"});
    context["label"] = json!("http://www.w3.org/2000/01/rdf-schema#label");
    context["partOf"] = json!({"@id": "urtext:partOf", "@type": "@id"});
    context
}

impl<'w> Prov<'w> {
    /// Begins a document.
    ///
    /// # Errors
    /// When `to` cannot be written to; so do the other steps.
    pub fn begin(to: &'w mut dyn Write, form: ProvForm) -> Result<Self> {
        match form {
            ProvForm::Json => write!(to, "{{\"prefix\":{},\n\"wasDerivedFrom\":{{", prefixes())?,
            ProvForm::JsonLd => write!(to, "{{\"@context\":{},\n\"@graph\":[", context())?,
        }
        Ok(Self {
            to,
            form,
            items: Items::new(),
            count: 0,
            written: 0,
            paragraphs: BTreeMap::new(),
            lost: BTreeSet::new(),
            articles: Vec::new(),
        })
    }

    /// Writes a derivation; a shared quotation is none and is passed over, and so is what a house takes from itself.
    pub fn derivation(&mut self, d: &DerivationView) -> Result<()> {
        if !d.is_copy() {
            return Ok(());
        }
        let kind = match d.kind {
            "verbatim" => Some("Quotation"),
            "edited" => Some("Revision"),
            "partial" | "rewritten" => None,
            _ => return Ok(()),
        };
        self.written += 1;
        let copy = self.paragraph(&d.id, d.paragraph, d.start, d.end);
        let source = self.paragraph(
            &d.source.id,
            d.source.paragraph,
            d.source.start,
            d.source.end,
        );
        self.arrow(&copy, &source, kind, Some(d))?;
        self.arrow(&copy, &d.origin.id, Some("PrimarySource"), None)?;
        if let Some(lost) = &d.lost_source {
            self.lost.insert(lost.clone());
            let lost = format!("lost:{}", local(lost));
            self.arrow(&copy, &lost, None, None)?;
        }
        Ok(())
    }

    /// Takes note of an article.
    pub fn article(&mut self, a: &ArticleLine) {
        self.articles.push(json!([
            a.article.id,
            a.article.article,
            a.article.outlet,
            a.article.title,
            a.article.published_at,
        ]));
    }

    fn paragraph(&mut self, article: &str, number: usize, start: usize, end: usize) -> String {
        let hex = article.trim_start_matches("a:");
        // A caption or credit line has no number; its place tells it.
        let id = if number > 0 {
            format!("p:{hex}.{number}")
        } else {
            format!("p:{hex}.at{start}")
        };
        self.paragraphs
            .entry(id.clone())
            .or_insert_with(|| (article.to_owned(), number, start, end));
        id
    }

    fn arrow(
        &mut self,
        copy: &str,
        used: &str,
        kind: Option<&str>,
        d: Option<&DerivationView>,
    ) -> Result<()> {
        self.count += 1;
        let about = d.map(|d| {
            json!({"urtext:kind": d.kind, "urtext:direction": d.direction, "urtext:credit": d.credit, "urtext:score": d.score})
        });
        let about = about
            .as_ref()
            .and_then(Value::as_object)
            .into_iter()
            .flatten();
        match self.form {
            ProvForm::Json => {
                let mut item = json!({"prov:generatedEntity": copy, "prov:usedEntity": used});
                if let Some(kind) = kind {
                    item["prov:type"] =
                        json!({"$": format!("prov:{kind}"), "type": "prov:QUALIFIED_NAME"});
                }
                for (key, value) in about {
                    item[key] = value.as_f64().map_or_else(
                        || value.clone(),
                        |n| json!({"$": n.to_string(), "type": "xsd:double"}),
                    );
                }
                self.items
                    .put(self.to, Some(&format!("_:d{}", self.count)), &item)
            }
            ProvForm::JsonLd => {
                let mut item = json!({"@type": kind.map_or_else(|| json!(["Derivation"]), |k| json!(["Derivation", k])),
                    "generatedEntity": copy, "usedEntity": used});
                for (key, value) in about {
                    item[key] = value.clone();
                }
                self.items.put(self.to, None, &item)
            }
        }
    }

    /// Writes the entities and agents and ends the document; gives how many derivations it holds.
    pub fn end(mut self) -> Result<usize> {
        let mut agents = BTreeSet::new();
        let mut entities: Vec<(String, Value)> = Vec::new();
        let (mut owned, mut born) = (Vec::new(), Vec::new());
        for article in std::mem::take(&mut self.articles) {
            let text = |i: usize| article[i].as_str();
            let id = text(0).unwrap_or_default().to_owned();
            entities.push((id.clone(), self.entity("urtext:Article", &article)));
            if let Some(outlet) = text(2) {
                agents.insert(outlet.to_owned());
                owned.push((id.clone(), format!("o:{}", local(outlet))));
            }
            if let Some(moment) = text(4).filter(|t| is_moment(t)) {
                born.push((id, moment.to_owned()));
            }
        }
        for (id, (article, number, start, end)) in &self.paragraphs {
            let about = match self.form {
                ProvForm::Json => {
                    json!({"prov:type": {"$": "urtext:Paragraph", "type": "prov:QUALIFIED_NAME"},
                    "urtext:partOf": {"$": article, "type": "prov:QUALIFIED_NAME"}, "urtext:number": number, "urtext:start": start, "urtext:end": end})
                }
                ProvForm::JsonLd => {
                    json!({"@type": ["Entity", "urtext:Paragraph"], "@id": id, "partOf": article,
                    "urtext:number": number, "urtext:start": start, "urtext:end": end})
                }
            };
            entities.push((id.clone(), about));
        }
        for lost in &self.lost {
            let id = format!("lost:{}", local(lost));
            let about = match self.form {
                ProvForm::Json => {
                    json!({"prov:label": lost, "prov:type": {"$": "urtext:LostSource", "type": "prov:QUALIFIED_NAME"}})
                }
                ProvForm::JsonLd => {
                    json!({"@type": ["Entity", "urtext:LostSource"], "@id": id, "label": lost})
                }
            };
            entities.push((id, about));
        }
        match self.form {
            ProvForm::Json => {
                self.section("entity", entities)?;
                let agents = agents.iter().map(|name| {
                    let about = json!({"prov:label": name, "prov:type": {"$": "prov:Organization", "type": "prov:QUALIFIED_NAME"}});
                    (format!("o:{}", local(name)), about)
                });
                let agents = agents.collect();
                self.section("agent", agents)?;
                let owned = owned.into_iter().zip(1..).map(|((entity, agent), n)| {
                    (
                        format!("_:t{n}"),
                        json!({"prov:entity": entity, "prov:agent": agent}),
                    )
                });
                let owned = owned.collect();
                self.section("wasAttributedTo", owned)?;
                let born = born.into_iter().zip(1..).map(|((entity, at), n)| {
                    (
                        format!("_:g{n}"),
                        json!({"prov:entity": entity, "prov:time": at}),
                    )
                });
                let born = born.collect();
                self.section("wasGeneratedBy", born)?;
                self.to.write_all(b"\n}}\n")?;
            }
            ProvForm::JsonLd => {
                let times: BTreeMap<String, String> = born.into_iter().collect();
                for (id, mut about) in entities {
                    if let Some(at) = times.get(&id) {
                        about["generatedAtTime"] = json!(at);
                    }
                    self.items.put(self.to, None, &about)?;
                }
                for name in &agents {
                    let about = json!({"@type": ["Agent", "prov:Organization"], "@id": format!("o:{}", local(name)), "label": name});
                    self.items.put(self.to, None, &about)?;
                }
                for (entity, agent) in owned {
                    self.items.put(
                        self.to,
                        None,
                        &json!({"@type": "Attribution", "entity": entity, "agent": agent}),
                    )?;
                }
                self.to.write_all(b"\n]}\n")?;
            }
        }
        Ok(self.written)
    }

    fn section(&mut self, name: &str, list: Vec<(String, Value)>) -> Result<()> {
        write!(self.to, "\n}},\n\"{name}\":{{")?;
        let mut items = Items::new();
        for (key, value) in list {
            items.put(self.to, Some(&key), &value)?;
        }
        Ok(())
    }

    /// An article as an entity; `row` is its id, address, outlet, title and date.
    fn entity(&self, kind: &str, row: &Value) -> Value {
        let id = row[0].as_str().unwrap_or_default();
        let address = row[1].as_str().filter(|a| a.starts_with("http"));
        let mut about = match self.form {
            ProvForm::Json => {
                json!({"prov:type": {"$": kind, "type": "prov:QUALIFIED_NAME"}, "urtext:schema": SCHEMA})
            }
            ProvForm::JsonLd => {
                json!({"@type": ["Entity", kind], "@id": id, "urtext:schema": SCHEMA, "urtext:urn": urn(id)})
            }
        };
        let label = if self.form == ProvForm::Json {
            "prov:label"
        } else {
            "label"
        };
        if let Some(title) = row[3].as_str() {
            about[label] = json!(title);
        }
        if let Some(address) = address {
            match self.form {
                ProvForm::Json => {
                    about["prov:location"] = json!({"$": address, "type": "xsd:anyURI"})
                }
                ProvForm::JsonLd => about["atLocation"] = json!(address),
            }
        }
        if let Some(date) = row[4].as_str() {
            about["urtext:published"] = json!(date);
        }
        about
    }
}

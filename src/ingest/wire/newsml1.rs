//! NewsML 1.0 to 1.2, the older envelope: items with components in components, the text mostly as NITF.

use crate::ingest::wire::flow::{Flow, is_markup, plain};
use crate::ingest::wire::xml::{Element, Step};
use crate::ingest::wire::{Item, Read, nitf};
use crate::ingest::{ReadOptions, Refused, stem};

/// Reads every item of the envelope.
pub(crate) fn read(name: &str, root: Element<'_>, options: &ReadOptions) -> Read {
    let items: Vec<Element<'_>> = if root.name() == "NewsItem" {
        vec![root]
    } else {
        root.all("NewsItem").collect()
    };
    if items.is_empty() {
        let detail = "the envelope holds no items";
        return vec![Err(Refused::new(name, "no text", detail))];
    }
    let many = items.len() > 1;
    let whole = items.iter().enumerate().filter(|(_, i)| i.is_whole());
    let read = whole.map(|(n, element)| {
        let mut item = item(*element);
        if many {
            return item.article(&format!("{name}:{}", n + 1), options);
        }
        item.name = stem(name).or(item.name);
        item.article(name, options)
    });
    read.collect()
}

fn item(element: Element<'_>) -> Item {
    let mut item = body(element);
    let id = element.at(&["Identification", "NewsIdentifier"]);
    let said = |name: &str| id.and_then(|i| i.said(&[name]));
    let revision = id.and_then(|i| i.at(&["RevisionId"]));
    item.version = revision.and_then(Element::text).or(item.version);
    // The public identifier ends with the revision, which is no part of the story.
    let parts = [said("ProviderId"), said("DateId"), said("NewsItemId")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.len() > 1 {
        item.story = Some(format!("urn:newsml:{}", parts.join(":")));
    }
    item.name = said("NewsItemId").or(item.name);
    if let Some(management) = element.at(&["NewsManagement"]) {
        item.first_created = management.said(&["FirstCreated"]).or(item.first_created);
        item.version_created = management
            .said(&["ThisRevisionCreated"])
            .or(item.version_created);
        let status = management
            .at(&["Status"])
            .and_then(|s| s.attribute("FormalName"));
        item.status = status.map(str::to_owned).or(item.status);
    }
    let lines = |name: &str| {
        let mut all = element.below("NewsLines");
        all.find_map(|l| l.said(&[name]))
    };
    item.title = lines("HeadLine").or(item.title);
    item.byline = lines("ByLine").or(item.byline);
    item.notice = lines("CopyrightLine").or(item.notice);
    item.sources.extend(lines("CreditLine"));
    item.terms = element
        .below("UsageRights")
        .find_map(|u| u.said(&["UsageType"]))
        .or(item.terms);
    let party = |role: &str| {
        let mut all = element.below("AdministrativeMetadata");
        all.find_map(|m| m.at(&[role, "Party"])?.attribute("FormalName"))
            .map(str::to_owned)
    };
    item.provider = party("Provider").or(item.provider);
    item.sources.extend(party("Source"));
    item.holder = element
        .below("CopyrightHolder")
        .find_map(Element::text)
        .or(item.holder);
    let language = element
        .below("Language")
        .find_map(|l| l.attribute("FormalName"));
    item.language = language.map(str::to_owned).or(item.language);
    item
}

/// The fullest text among the components.
fn body(element: Element<'_>) -> Item {
    let mut best = Item::default();
    for data in element.below("DataContent") {
        let found = match data.all("nitf").next() {
            Some(document) => nitf::item(document),
            None => bare(data),
        };
        if found.text.len() > best.text.len() {
            best = found;
        }
    }
    best
}

/// Paragraphs of a page, or characters alone.
fn bare(data: Element<'_>) -> Item {
    let marked = data.elements().next().is_some();
    let (text, links) = if marked {
        let mut flow = Flow::default();
        flow.element(data.at(&["html", "body"]).unwrap_or(data));
        flow.done()
    } else {
        let mut said = String::new();
        for step in data.walk() {
            if let Step::Text(text) = step {
                said.push_str(text);
            }
        }
        if is_markup(&said) {
            crate::ingest::wire::flow::html(&said, &crate::ingest::Limits::default())
                .unwrap_or_default()
        } else {
            plain(&said)
        }
    };
    Item {
        text,
        links,
        ..Item::default()
    }
}

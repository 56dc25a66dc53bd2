//! NITF 3: the News Industry Text Format, alone or inside a NewsML item.

use crate::ingest::wire::flow::{Flow, is_address};
use crate::ingest::wire::xml::Element;
use crate::ingest::wire::{Item, filled};
use crate::ingest::{ReadOptions, Refused, stem};
use crate::model::Article;
use crate::segment::agency_name;

/// Reads a document of its own.
pub(crate) fn read(
    name: &str,
    root: Element<'_>,
    options: &ReadOptions,
) -> Result<Article, Refused> {
    let mut item = item(root);
    item.name = stem(name);
    item.article(name, options)
}

/// The body of a document and what closes it.
pub(crate) fn text(root: Element<'_>) -> (String, Vec<String>) {
    let body = root.at(&["body"]).unwrap_or(root);
    let mut flow = Flow::default();
    let content = body.at(&["body.content"]);
    match content {
        Some(content) => {
            // Archives print the lead once by itself and once more in the full text.
            let full = |b: &Element<'_>| b.attribute("class") == Some("full_text");
            let full = content.all("block").find(full);
            flow.element(full.unwrap_or(content));
        }
        // Some agencies send the body alone, without its frame.
        None if root.name() == "body.content" => flow.element(root),
        None => {}
    }
    if let Some(tagline) = body.at(&["body.end", "tagline"]) {
        flow.element(tagline);
    }
    flow.done()
}

/// Everything a document says of itself.
pub(crate) fn item(root: Element<'_>) -> Item {
    let docdata = root.at(&["head", "docdata"]);
    let head = |name: &str| docdata.and_then(|d| d.all(name).next());
    let body_head = root.at(&["body", "body.head"]);
    let (text, links) = text(root);
    let mut item = Item {
        text,
        links,
        title: body_head
            .and_then(|h| h.said(&["hedline", "hl1"]))
            .or_else(|| root.said(&["head", "title"])),
        status: docdata
            .and_then(|d| d.attribute("management-status"))
            .map(str::to_owned),
        language: root
            .attribute("lang")
            .or_else(|| root.at(&["body"])?.attribute("lang"))
            .map(str::to_owned),
        ..Item::default()
    };
    if let Some(byline) = body_head.and_then(|h| h.at(&["byline"])) {
        item.byline = byline.text();
        item.byline_title = byline.said(&["byttl"]);
    }
    let distributor = body_head.and_then(|h| h.said(&["distributor"]));
    let registered = head("doc-id").and_then(|d| d.attribute("regsrc"));
    let pubdata = root.at(&["head", "pubdata"]);
    let copyright = head("doc.copyright");
    item.holder = copyright
        .and_then(|c| c.attribute("holder"))
        .map(str::to_owned)
        .or_else(|| body_head.and_then(|h| h.said(&["rights", "rights.owner"])));
    item.notice = copyright
        .and_then(|c| Some((c.attribute("year"), c.attribute("holder")?)))
        .map(|(year, holder)| match year {
            Some(year) => format!("© {year} {holder}"),
            None => format!("© {holder}"),
        });
    item.terms = body_head.and_then(|h| h.said(&["rights", "rights.agent"]));
    // The paper that printed it, where it was printed; else who sends it.
    item.provider = pubdata
        .and_then(|p| p.attribute("name"))
        .map(str::to_owned)
        .or_else(|| distributor.clone())
        .or_else(|| {
            let source = registered?;
            Some(agency_name(source).unwrap_or(source).to_owned())
        });
    item.sources.extend(distributor);
    identity(&mut item, docdata, registered);
    if let Some(printed) = pubdata {
        if item.address.is_none() {
            let address = printed.attribute("ex-ref");
            item.address = address.filter(|a| is_address(a)).map(str::to_owned);
        }
        item.published
            .extend(printed.attribute("date.publication").map(str::to_owned));
    }
    item.first_created = head("date.issue")
        .and_then(|d| d.attribute("norm"))
        .map(str::to_owned);
    let dateline = body_head.and_then(|h| h.at(&["dateline", "story.date"]));
    if let Some(day) = dateline {
        let norm = day.attribute("norm").map(str::to_owned);
        item.published.extend(norm.or_else(|| day.text()));
    }
    let changes = root.at(&["head"]).into_iter();
    let changed = changes
        .flat_map(|h| h.all("revision-history"))
        .filter_map(|r| r.attribute("norm"));
    item.version_created = changed.max().map(str::to_owned);
    if let Some(said) = head("ed-msg") {
        item.note = said.attribute("info").map(str::to_owned);
        let kind = said.attribute("msg-type").unwrap_or_default();
        if item.status.is_none() && kind.to_ascii_lowercase().contains("kill") {
            item.status = Some("canceled".to_owned());
        }
    }
    item
}

/// What names the document over its versions: the id its source registered, else its key.
fn identity(item: &mut Item, docdata: Option<Element<'_>>, registered: Option<&str>) {
    let Some(docdata) = docdata else { return };
    let id = docdata
        .at(&["doc-id"])
        .and_then(|d| d.attribute("id-string"));
    let key = docdata.at(&["du-key"]);
    let story = id.or_else(|| key.and_then(|k| k.attribute("key")));
    item.story = story.map(|id| match registered {
        Some(source) if !id.contains(':') => format!("{source}:{id}"),
        _ => id.to_owned(),
    });
    item.address = id.filter(|id| is_address(id)).map(str::to_owned);
    item.version = key.and_then(|k| k.attribute("version")).and_then(filled);
}

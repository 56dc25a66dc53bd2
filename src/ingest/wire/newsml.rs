//! NewsML-G2: one news item, or a message with many.

use crate::ingest::wire::flow::{Flow, html, is_address, is_markup, plain};
use crate::ingest::wire::xml::Element;
use crate::ingest::wire::{Item, Read, nitf};
use crate::ingest::{ReadOptions, Refused, stem};
use crate::model::Article;

/// Reads the items of a message, or the one that stands alone. Pictures and packages, which have no text of their own, are
/// refused where they stand alone and passed over beside texts.
pub(crate) fn read(name: &str, root: Element<'_>, options: &ReadOptions) -> Read {
    let items: Vec<Element<'_>> = match root.name() {
        "newsItem" | "packageItem" => vec![root],
        "itemSet" => root.elements().collect(),
        _ => root.all("itemSet").flat_map(Element::elements).collect(),
    };
    let many = items.len() > 1;
    let mut all: Read = Vec::new();
    let mut textless = Vec::new();
    for (n, item) in items.iter().enumerate() {
        let place = if many {
            format!("{name}:{}", n + 1)
        } else {
            name.to_owned()
        };
        if !item.is_whole() {
            continue;
        }
        let read = match item.name() {
            "newsItem" => one(&place, *item, name, many, options),
            "packageItem" => {
                let detail = "a package lists items and has no text of its own";
                Err((true, Refused::new(&place, "no text", detail)))
            }
            other => {
                let detail = format!("<{other}> is no news item");
                Err((true, Refused::new(&place, "no text", detail)))
            }
        };
        match read {
            Ok(article) => all.push(Ok(article)),
            Err((true, refused)) => textless.push(Err(refused)),
            Err((false, refused)) => all.push(Err(refused)),
        }
    }
    if all.is_empty() {
        if textless.is_empty() && items.is_empty() {
            let detail = "the message holds no items";
            textless.push(Err(Refused::new(name, "no text", detail)));
        }
        return textless;
    }
    all
}

/// Reads an item; a refusal says whether it was made without text.
fn one(
    place: &str,
    element: Element<'_>,
    name: &str,
    many: bool,
    options: &ReadOptions,
) -> Result<Article, (bool, Refused)> {
    let class = element
        .at(&["itemMeta", "itemClass"])
        .and_then(|c| c.attribute("qcode").or_else(|| c.attribute("uri")));
    let class = class.map_or("text", |c| c.rsplit([':', '/']).next().unwrap_or(c));
    let mut item = item(element, options).map_err(|refused| (false, refused))?;
    if !many {
        item.name = stem(name).or(item.name);
    }
    let textless = item.text.trim().is_empty()
        && matches!(
            class,
            "picture" | "graphic" | "video" | "audio" | "animation" | "composite"
        );
    if textless {
        let detail = format!("the item is of class {class} and has no text");
        return Err((true, Refused::new(place, "no text", detail)));
    }
    item.article(place, options)
        .map_err(|refused| (false, refused))
}

/// A party by its name, whatever says it.
fn party(element: Element<'_>) -> Option<String> {
    let code = |value: &str| value.split_once(':').map_or(value, |(_, c)| c).to_owned();
    element
        .said(&["name"])
        .or_else(|| element.attribute("literal").map(str::to_owned))
        .or_else(|| element.attribute("qcode").map(code))
        .or_else(|| element.text())
        .or_else(|| element.attribute("uri").map(str::to_owned))
}

fn item(element: Element<'_>, options: &ReadOptions) -> Result<Item, Refused> {
    let mut item = body(element, options);
    let meta = |path: &[&str]| element.at(path);
    let guid = element.attribute("guid");
    item.story = guid.map(str::to_owned).or(item.story);
    item.address = guid
        .filter(|g| is_address(g))
        .map(str::to_owned)
        .or(item.address);
    item.version = element
        .attribute("version")
        .map(str::to_owned)
        .or(item.version);
    let status = meta(&["itemMeta", "pubStatus"])
        .and_then(|s| s.attribute("qcode").or_else(|| s.attribute("uri")));
    item.status = status.map(str::to_owned).or(item.status);
    item.provider = meta(&["itemMeta", "provider"])
        .and_then(party)
        .and_then(|p| if is_address(&p) { site(&p) } else { Some(p) })
        .or(item.provider);
    let language = meta(&["contentMeta", "language"]).and_then(|l| l.attribute("tag"));
    item.language = language
        .or(element.attribute("lang"))
        .map(str::to_owned)
        .or(item.language);
    item.first_created = element
        .said(&["itemMeta", "firstCreated"])
        .or(item.first_created);
    item.version_created = element
        .said(&["itemMeta", "versionCreated"])
        .or(item.version_created);
    if let Some(created) = element.said(&["contentMeta", "contentCreated"]) {
        item.published.insert(0, created);
    }
    item.note = element.said(&["itemMeta", "edNote"]).or(item.note);
    for rights in element.all("rightsInfo") {
        let holder = rights.at(&["copyrightHolder"]).and_then(party);
        item.holder = item.holder.or(holder);
        item.notice = item.notice.or_else(|| rights.said(&["copyrightNotice"]));
        item.terms = item.terms.or_else(|| rights.said(&["usageTerms"]));
    }
    if let Some(content) = element.at(&["contentMeta"]) {
        item.title = content.said(&["headline"]).or(item.title);
        item.name = content.said(&["slugline"]).or(item.story.clone());
        item.byline = content.said(&["by"]).or(item.byline).or_else(|| {
            let names: Vec<String> = content.all("creator").filter_map(party).collect();
            (!names.is_empty()).then(|| names.join(", "))
        });
        let sources = content.all("infoSource").filter_map(party);
        item.sources.extend(sources);
        let lines = content.all("creditline").filter_map(Element::text);
        item.sources.extend(lines);
    }
    for link in element.all("itemMeta").flat_map(|m| m.all("link")) {
        let rel = link.attribute("rel").unwrap_or_default();
        if rel.ends_with("derivedFrom") || rel.ends_with("evolvedFrom") {
            let to = link
                .attribute("href")
                .or_else(|| link.attribute("residref"));
            item.related.extend(to.map(str::to_owned));
        }
    }
    Ok(item)
}

/// The site of a provider that is only an address.
fn site(address: &str) -> Option<String> {
    crate::ingest::links::domain(address)
}

/// The fullest rendition of the text, with what it says of itself.
fn body(element: Element<'_>, options: &ReadOptions) -> Item {
    let mut best = Item::default();
    for set in element.all("contentSet") {
        for content in set.elements() {
            let found = match content.name() {
                "inlineXML" => inline(content),
                "inlineData" => data(content, options),
                _ => continue,
            };
            if found.text.len() > best.text.len() || best.title.is_none() && found.title.is_some() {
                best = found;
            }
        }
    }
    best
}

/// Markup that stands in the item: NITF, or a page.
fn inline(content: Element<'_>) -> Item {
    if let Some(nitf) = content.all("nitf").next() {
        return nitf::item(nitf);
    }
    let root = content.at(&["html", "body"]).unwrap_or(content);
    let mut flow = Flow::default();
    flow.element(root);
    let (text, links) = flow.done();
    Item {
        text,
        links,
        title: content.said(&["html", "head", "title"]),
        ..Item::default()
    }
}

/// Text that stands in the item as characters.
fn data(content: Element<'_>, options: &ReadOptions) -> Item {
    let mut said = String::new();
    for step in content.walk() {
        if let crate::ingest::wire::xml::Step::Text(text) = step {
            said.push_str(text);
        }
    }
    let kind = content.attribute("contenttype").unwrap_or_default();
    let (text, links) = if content.attribute("encoding").is_some() {
        // Pictures are sent so.
        Default::default()
    } else if kind.contains("html") || is_markup(&said) {
        html(&said, &options.limits).unwrap_or_default()
    } else {
        plain(&said)
    };
    Item {
        text,
        links,
        ..Item::default()
    }
}

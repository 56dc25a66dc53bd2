//! Every date a page claims for its article, each with its origin.

use dom_query::{Document, NodeRef};
use url::Url;

use crate::ingest::date;
use crate::ingest::html::head::Head;
use crate::ingest::html::json_ld::JsonLd;
use crate::model::{DateClaim, DateOrigin, DateRole};

/// Meta names (lower case) of the time of publication, most exact first.
const PUBLISHED: [&str; 32] = [
    "article:published_time",
    "article:published",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publish_date",
    "published_date",
    "publication_date",
    "pubdate",
    "publishdate",
    "published-date",
    "article_date_original",
    "originalpublicationdate",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "dc:date",
    "ptime",
    "bt:pubdate",
    "rbpubdate",
    "displaydate",
    "citation_publication_date",
    "datecreated",
    "date",
];
/// Meta names of the last change.
const MODIFIED: [&str; 10] = [
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "article:modified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "updated_time",
    "article:updated_time",
];

/// Collects the claims: JSON-LD, meta tags, `<time>` elements, the address. A claim said twice by one origin stands once.
pub(crate) fn claims(
    document: &Document,
    head: &Head,
    ld: &JsonLd,
    page: Option<&Url>,
    now: i64,
) -> Vec<DateClaim> {
    let mut out: Vec<DateClaim> = Vec::new();
    let mut add = |claim: Option<DateClaim>| {
        if let Some(claim) = claim {
            let said = |c: &DateClaim| {
                (c.origin, c.role, c.earliest, c.latest)
                    == (claim.origin, claim.role, claim.earliest, claim.latest)
            };
            if !out.iter().any(said) {
                out.push(claim);
            }
        }
    };
    let read = |printed: &str, origin, role| date::parse(printed, origin, role, now);
    for (key, role) in [
        ("datePublished", DateRole::Published),
        ("dateCreated", DateRole::Published),
        ("dateModified", DateRole::Modified),
    ] {
        if let Some(printed) = ld.text(key) {
            if key != "dateCreated" || ld.text("datePublished").is_none() {
                add(read(&printed, DateOrigin::JsonLd, role));
            }
        }
    }
    for (keys, role) in [
        (&PUBLISHED[..], DateRole::Published),
        (&MODIFIED[..], DateRole::Modified),
    ] {
        // The first name that holds a date speaks for all: later ones are vaguer.
        let first = keys
            .iter()
            .flat_map(|key| head.all(&[key]))
            .find_map(|printed| read(&printed, DateOrigin::Meta, role));
        add(first);
    }
    for (printed, role) in elements(document) {
        add(read(&printed, DateOrigin::TimeElement, role));
    }
    add(page
        .and_then(|p| date::from_url(p.as_str()))
        .filter(|c| date::plausible(c, now)));
    out
}

/// The dates of elements that say what they are; where none does, of the first `<time>` outside lists and comments.
fn elements(document: &Document) -> Vec<(String, DateRole)> {
    let mut marked = Vec::new();
    let mut plain = None;
    for node in document
        .select(
            "time, abbr.published, abbr.updated, [itemprop=datePublished], [itemprop=dateModified]",
        )
        .nodes()
    {
        let Some(printed) = printed(node) else {
            continue;
        };
        let mark = node.attr_or("itemprop", "").to_ascii_lowercase();
        let class = node.attr_or("class", "").to_ascii_lowercase();
        if aside(node) {
            continue;
        }
        if mark == "datemodified" || class.contains("updated") || class.contains("modified") {
            marked.push((printed, DateRole::Modified));
        } else if mark == "datepublished" || node.has_attr("pubdate") || class.contains("published")
        {
            marked.push((printed, DateRole::Published));
        } else if plain.is_none() && node.has_name("time") {
            plain = Some((printed, DateRole::Published));
        }
    }
    if !marked.iter().any(|(_, role)| *role == DateRole::Published) {
        marked.extend(plain);
    }
    marked
}

fn printed(node: &NodeRef<'_>) -> Option<String> {
    let attribute = ["datetime", "content", "title"]
        .iter()
        .find_map(|k| node.attr(k));
    let printed = attribute.unwrap_or_else(|| node.text());
    let printed = printed.trim();
    (!printed.is_empty()).then(|| printed.to_owned())
}

/// True inside what is not the article: comments, lists of other stories, side columns.
fn aside(node: &NodeRef<'_>) -> bool {
    node.ancestors_it(None).any(|a| {
        if ["aside", "nav", "footer", "li"]
            .iter()
            .any(|n| a.has_name(n))
        {
            return true;
        }
        let names =
            format!("{} {}", a.attr_or("class", ""), a.attr_or("id", "")).to_ascii_lowercase();
        let frame = a.has_name("body") || a.has_name("html") || a.has_name("article");
        !frame
            && [
                "comment",
                "related",
                "sidebar",
                "recommend",
                "teaser",
                "latest",
                "popular",
                "most-read",
                "widget",
            ]
            .iter()
            .any(|w| names.contains(w))
    })
}

//! Whom a page's metadata credit, under which terms its text stands, and whose page it is.

use dom_query::Document;
use url::Url;

use crate::ingest::html::head::{Head, spaced};
use crate::ingest::html::json_ld::JsonLd;
use crate::ingest::html::lead::key;
use crate::ingest::links;
use crate::model::{Credit, CreditForm};
use crate::segment::{agency_name, same_outlet};

/// Longest name that is taken for one, in bytes.
const NAME: usize = 200;
/// Longest statement of terms, in bytes.
const TERMS: usize = 500;

/// Whose page it is: what the page calls its site, else its publisher, else nothing.
///
/// The site comes first, for many pages name the agency of a text as its publisher. A site named by an address or by a
/// section stands behind a publisher whose name the domain agrees with.
pub(crate) fn outlet(head: &Head, ld: &JsonLd, site: Option<&str>) -> Option<String> {
    let domain = site.and_then(links::domain);
    let label = domain.as_deref().and_then(|d| d.split('.').next()).map(key);
    let named = head.first(&["og:site_name"]).filter(|n| n.len() <= NAME);
    let publisher = ld
        .publisher()
        .or_else(|| head.first(&["publisher", "dc.publisher", "dcterms.publisher"]))
        .filter(|n| n.len() <= NAME && !n.contains("://"));
    let publisher = publisher.filter(|p| agency_name(p).is_none() || fits(p, label.as_deref()));
    let address = |n: &String| {
        let named = n.to_lowercase();
        n.contains("://") || domain.as_deref().is_some_and(|d| named.ends_with(d))
    };
    if let (Some(named), Some(publisher)) = (&named, &publisher) {
        let other = address(named) || !fits(named, label.as_deref());
        if other && !address(publisher) && fits(publisher, label.as_deref()) {
            return Some(publisher.clone());
        }
    }
    let named = named.filter(|n| {
        !address(n) || publisher.is_none() && !n.contains("://") && Some(n) == domain.as_ref()
    });
    named
        .or(publisher)
        .or_else(|| {
            head.first(&["application-name"])
                .filter(|n| n.len() <= NAME)
        })
        .or(domain)
}

/// True when a name and the first label of a domain are one inside the other, or the label is the name's initials.
fn fits(name: &str, label: Option<&str>) -> bool {
    let initials: String = name
        .split_whitespace()
        .filter_map(|w| w.chars().next())
        .collect();
    let (name, initials) = (key(name), key(&initials));
    let name = name.strip_prefix("the").unwrap_or(&name);
    label.is_some_and(|l| {
        !name.is_empty() && (name.contains(l) || l.contains(name) || initials == l)
    })
}

/// What is known of a page when its credits are read.
pub(crate) struct Page<'a> {
    pub(crate) head: &'a Head,
    pub(crate) ld: &'a JsonLd,
    /// Its address, or what it calls its address.
    pub(crate) site: Option<&'a str>,
    pub(crate) canonical: Option<&'a str>,
    pub(crate) outlet: Option<&'a str>,
    pub(crate) byline: Option<&'a str>,
}

/// What the metadata say about where the text comes from; a page that names its own house credits nobody.
pub(crate) fn read(document: &Document, page: &Page<'_>) -> Vec<Credit> {
    let own = page.site.and_then(links::domain);
    let canonical = page.canonical.filter(|_| own.is_some());
    let addresses = page
        .head
        .all(&["syndication-source", "original-source"])
        .into_iter()
        .chain(page.ld.sources())
        .chain(canonical.map(str::to_owned));
    let mut credits: Vec<Credit> = Vec::new();
    for printed in addresses {
        let domain = links::domain(&printed);
        if domain.is_none() || domain != own {
            push(
                &mut credits,
                domain.unwrap_or_else(|| printed.clone()),
                &printed,
                true,
            );
        }
    }
    let label = own.as_deref().and_then(|d| d.split('.').next()).map(key);
    let foreign = |name: &String| {
        let own = page
            .outlet
            .is_some_and(|o| same_outlet(o, name) || key(o) == key(name));
        !own && !fits(name, label.as_deref()) && name.len() <= NAME
    };
    // These say themselves that they credit somebody.
    let plain = ["creditText", "sourceOrganization"]
        .iter()
        .flat_map(|k| page.ld.texts(k));
    for name in plain.chain(source_organisation(document)).filter(foreign) {
        push(&mut credits, name.clone(), &name, false);
    }
    // These mostly name the house, its owner or a person; an agency among them is whom the text comes from.
    let roles = ["publisher", "provider", "copyrightHolder", "author"];
    let roles = roles.iter().flat_map(|k| page.ld.texts(k));
    let names = roles
        .chain(page.byline.map(str::to_owned))
        .chain(page.head.all(&[
            "author",
            "article:author",
            "dc.source",
            "dcterms.source",
            "source",
            "news_source",
        ]));
    for name in names.filter(foreign) {
        if let Some(agency) = agency_name(name.trim()) {
            push(&mut credits, agency.to_owned(), &name, false);
        }
    }
    credits
}

fn push(credits: &mut Vec<Credit>, to: String, printed: &str, address: bool) {
    if credits
        .iter()
        .any(|c| c.printed == printed || !address && c.to == to)
    {
        return;
    }
    credits.push(Credit {
        form: CreditForm::Metadata,
        url: (address && links::domain(printed).is_some()).then(|| printed.to_owned()),
        to,
        printed: printed.to_owned(),
        span: None,
    });
}

/// True for an address under which a cache or an archive holds another house's page.
pub(crate) fn is_cached(address: &str) -> bool {
    const CACHES: [&str; 4] = [
        "ampproject.org",
        "bing-amp.com",
        "archive.org",
        "googleusercontent.com",
    ];
    links::domain(address).is_some_and(|d| CACHES.contains(&d.as_str()))
}

/// The organisation an hNews entry names as its source.
fn source_organisation(document: &Document) -> Option<String> {
    let marked = document.select(".hnews .source-org, .hentry .source-org");
    let node = marked.nodes().first()?;
    let inner = document.select(".source-org .fn, .source-org .org");
    let named = inner
        .nodes()
        .iter()
        .find(|n| n.ancestors_it(None).any(|a| a.id == node.id));
    spaced(&named.unwrap_or(node).text())
}

/// The terms under which the text may be used: of the article, else of the page.
pub(crate) fn licence(
    document: &Document,
    head: &Head,
    ld: &JsonLd,
    base: Option<&Url>,
) -> Option<String> {
    let linked = |selector: &str| {
        let found = document.select(selector);
        let node = found.nodes().first()?;
        let address = node.attr("href").and_then(|h| links::absolute(&h, base));
        address.map(String::from).or_else(|| spaced(&node.text()))
    };
    ld.licence()
        .or_else(|| linked("[rel~=license][href], a.item-license, .item-license a, .item-license"))
        .or_else(|| {
            head.first(&[
                "dcterms.license",
                "dc.rights",
                "dcterms.rights",
                "rights",
                "copyright",
            ])
        })
        .filter(|l| l.len() <= TERMS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(page: &str, site: &str) -> Option<String> {
        let document = Document::from(page);
        outlet(
            &Head::read(&document),
            &JsonLd::read(&document, None),
            Some(site),
        )
    }

    fn publisher(site_name: &str, publisher: &str) -> String {
        format!("<meta property='og:site_name' content='{site_name}'><script type='application/ld+json'>
            {{\"@type\":\"NewsArticle\",\"publisher\":{{\"name\":\"{publisher}\"}}}}</script>")
    }

    #[test]
    fn the_site_goes_before_the_publisher_but_for_an_address_or_a_section() {
        let site = "https://www.harbourpost.example/1";
        for (page, want) in [
            (
                publisher("Harbour Post", "Associated Press"),
                "Harbour Post",
            ),
            (
                publisher("Harbour Post", "Quay Media Holding"),
                "Harbour Post",
            ),
            (
                publisher("https://www.harbourpost.example", "The Harbour Post"),
                "The Harbour Post",
            ),
            (publisher("World", "Harbour Post"), "Harbour Post"),
            (String::new(), "harbourpost.example"),
        ] {
            assert_eq!(named(&page, site).as_deref(), Some(want), "{page}");
        }
        let own = publisher("U.S.", "Reuters");
        assert_eq!(
            named(&own, "https://www.reuters.com/x").as_deref(),
            Some("Reuters")
        );
    }

    #[test]
    fn owners_credit_nobody_and_agencies_are_credited_in_every_role() {
        let page = "<meta name=source content=dpa><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"creditText\":\"Upstream Wire\",
            \"copyrightHolder\":\"Quay Media Holding\",\"provider\":{\"name\":\"AFP\"},\"author\":\"Harbour Post\"}</script>";
        let document = Document::from(page);
        let (head, ld) = (Head::read(&document), JsonLd::read(&document, None));
        let page = Page {
            head: &head,
            ld: &ld,
            site: Some("https://harbourpost.example"),
            canonical: None,
            outlet: Some("Harbour Post"),
            byline: None,
        };
        let to: Vec<String> = read(&document, &page).into_iter().map(|c| c.to).collect();
        assert_eq!(to, ["Upstream Wire", "AFP", "dpa"]);
    }
}

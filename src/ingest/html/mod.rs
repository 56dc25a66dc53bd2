//! A page to an article: what its head claims about it, and the text a reader sees.

mod body;
mod dates;
mod head;
mod hidden;
mod json_ld;
pub(crate) mod parse;
mod title;

use url::Url;

use crate::ingest::{ReadOptions, Refused, links, stem};
use crate::model::{Article, Credit, CreditForm};
use head::Head;
use json_ld::JsonLd;

/// Reads one decoded page.
pub(crate) fn read(name: &str, page: &str, options: &ReadOptions) -> Result<Article, Refused> {
    let document = parse::guarded(page, &options.limits)
        .map_err(|trouble| Refused::new(name, trouble.reason, trouble.detail))?;
    let head = Head::read(&document);
    let base = base(&head, options);
    let ld = JsonLd::read(&document, base.as_ref());
    let canonical = head
        .canonical()
        .and_then(|c| links::absolute(c, base.as_ref()))
        .map(String::from);
    let title = title::choose(&document, &head, &ld);
    let place = dates::Place::of(&document, title.as_deref());
    let dates = dates::claims(&document, &head, &ld, &place, base.as_ref(), options.now);
    let byline = ld.authors().or_else(|| head.author());
    let site = options.url.as_deref().or(canonical.as_deref());
    let outlet = options
        .outlet
        .clone()
        .or_else(|| head.first(&["og:site_name"]))
        .or_else(|| ld.publisher())
        .or_else(|| head.first(&["application-name"]))
        .or_else(|| links::domain(site?));
    let language = head.language().or_else(|| ld.language());
    let credits = credits(&head, &ld, site, canonical.as_deref());
    hidden::remove(&document);
    let body = body::read(document, base.as_ref())
        .ok_or_else(|| Refused::new(name, "no article text", "the page holds no running text"))?;
    Ok(Article {
        url: options.url.clone(),
        canonical_url: canonical,
        name: stem(name),
        outlet,
        title,
        byline: byline.or(body.byline),
        language,
        dates,
        credits,
        links: body.links,
        text: body.text,
        ..Article::default()
    })
}

/// The address relative links are resolved against.
fn base(head: &Head, options: &ReadOptions) -> Option<Url> {
    let given = options
        .url
        .as_deref()
        .and_then(|u| links::absolute(u, None));
    given.or_else(|| links::absolute(head.canonical()?, None))
}

/// What the head says about where the text comes from; a page that names its own site credits nobody.
fn credits(head: &Head, ld: &JsonLd, site: Option<&str>, canonical: Option<&str>) -> Vec<Credit> {
    let own = site.and_then(links::domain);
    let addresses = head
        .all(&["syndication-source", "original-source"])
        .into_iter()
        .chain(ld.sources())
        .chain(canonical.map(str::to_owned));
    let names = ld.credits();
    let mut credits: Vec<Credit> = Vec::new();
    for printed in addresses.chain(names) {
        let domain = links::domain(&printed);
        if domain.is_some() && domain == own || credits.iter().any(|c| c.printed == printed) {
            continue;
        }
        if own.is_none() && canonical == Some(&printed) {
            continue;
        }
        credits.push(Credit {
            form: CreditForm::Metadata,
            url: domain.is_some().then(|| printed.clone()),
            to: domain.unwrap_or_else(|| printed.clone()),
            printed,
            span: None,
        });
    }
    credits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::best_date;

    fn article(page: &str) -> Article {
        let options = ReadOptions {
            url: Some("https://www.harbourpost.example/2023/09/19/river".into()),
            ..ReadOptions::default()
        };
        read("river.html", page, &options).unwrap()
    }

    #[test]
    fn a_page_gives_its_text_and_what_its_head_claims() {
        let article = article(include_str!("page.html"));
        assert_eq!(
            article.title.as_deref(),
            Some("River crests below the quay")
        );
        assert_eq!(article.byline.as_deref(), Some("Ida Berg"));
        assert_eq!(article.outlet.as_deref(), Some("The Harbour Post"));
        assert_eq!(article.language.as_deref(), Some("en"));
        assert_eq!(article.links, ["https://www.harbourpost.example/ferries"]);
        assert_eq!(
            best_date(&article.dates).unwrap().rfc3339(),
            "2023-09-19T06:15:00Z"
        );
        assert_eq!(article.dates.len(), 4, "{:?}", article.dates);
        let credits: Vec<_> = article.credits.iter().map(|c| c.to.as_str()).collect();
        assert_eq!(credits, ["upstreamwire.example", "Upstream Wire"]);
        assert_eq!(article.text.split("\n\n").count(), 3, "{}", article.text);
        assert!(!article.text.contains("hidden") && !article.text.contains("Copyright"));
    }

    #[test]
    fn a_page_without_text_is_refused() {
        let page = "<html><body><nav><a href=/>Home</a></nav></body></html>";
        let refused = read("x.html", page, &ReadOptions::default()).unwrap_err();
        assert_eq!(refused.reason, "no article text");
    }
}

//! The headline of a page, out of the several titles it has.

use dom_query::Document;

use crate::ingest::html::head::{Head, spaced};
use crate::ingest::html::json_ld::JsonLd;

/// Signs that stand between a headline and the name of the site.
const SEPARATORS: [&str; 8] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " « "];

/// Chooses the headline: a first-level heading that the head agrees with, else what the head says, without the site.
pub(crate) fn choose(document: &Document, head: &Head, ld: &JsonLd) -> Option<String> {
    let claimed: Vec<String> = [
        head.first(&["og:title"]),
        ld.text("headline"),
        head.first(&[
            "twitter:title",
            "dc.title",
            "sailthru.title",
            "parsely-title",
        ]),
        head.title.clone(),
    ]
    .into_iter()
    .flatten()
    .collect();
    let headings: Vec<String> = document
        .select("h1")
        .nodes()
        .iter()
        .filter_map(|h| spaced(&h.text()))
        .collect();
    let site = head
        .first(&["og:site_name", "application-name"])
        .map(|s| key(&s));
    let agreed = headings.iter().find(|h| {
        let heading = key(h);
        heading.len() >= 8
            && site.as_ref() != Some(&heading)
            // A heading that is less than half of the claimed title is the name of the site in it.
            && claimed
                .iter()
                .map(|c| key(c))
                .any(|c| c.contains(&heading) && heading.len() * 2 >= c.len())
    });
    if let Some(headline) = behind_kicker(document, &claimed) {
        return Some(headline);
    }
    if let Some(heading) = agreed {
        return Some(heading.clone());
    }
    // A heading may hold a kicker line before the headline that the head names alone, or a headline the head cuts.
    claimed
        .iter()
        .map(|c| without_site(c, head))
        .find(|c| key(c).len() >= 8 && site.as_ref() != Some(&key(c)))
        .or_else(|| {
            headings
                .into_iter()
                .find(|h| site.as_ref() != Some(&key(h)))
        })
        .or_else(|| claimed.into_iter().next())
}

/// The part of a first-level heading that is the headline, where the heading holds a kicker line before it: an element
/// that ends a claimed title and is most of it.
fn behind_kicker(document: &Document, claimed: &[String]) -> Option<String> {
    let parts = document.select("h1 > span, h1 > a > span, h1 > strong, h1 > em, h1 > div");
    let texts: Vec<String> = parts
        .nodes()
        .iter()
        .filter_map(|p| spaced(&p.text()))
        .collect();
    texts.into_iter().find(|part| {
        let part = key(part);
        let most = |c: &String| c.len() > part.len() && part.len() * 10 >= c.len() * 6;
        part.len() >= 10
            && claimed
                .iter()
                .map(|c| key(c))
                .any(|c| c.ends_with(&part) && most(&c))
    })
}

/// Letters and digits only, lower case.
fn key(title: &str) -> String {
    title
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The title without the name of the site behind its last separator.
fn without_site(title: &str, head: &Head) -> String {
    let site = head
        .first(&["og:site_name", "application-name"])
        .map(|s| key(&s));
    let cut = SEPARATORS
        .iter()
        .filter_map(|s| title.rfind(s).map(|at| (at, at + s.len())))
        .max();
    match cut {
        Some((at, after)) => {
            let tail = key(&title[after..]);
            let named = site.is_some_and(|s| s == tail || !tail.is_empty() && s.contains(&tail));
            let short = title[after..].split_whitespace().count() <= 3;
            let long = title[..at].split_whitespace().count() >= 3;
            if named || short && long {
                title[..at].trim().to_owned()
            } else {
                title.to_owned()
            }
        }
        None => title.to_owned(),
    }
}

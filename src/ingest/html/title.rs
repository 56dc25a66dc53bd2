//! The headline of a page, out of the several titles it has.

use dom_query::{Document, NodeRef};

use crate::ingest::html::head::{Head, spaced};
use crate::ingest::html::json_ld::JsonLd;

/// Signs that stand between a headline and the name of the site.
const SEPARATORS: [&str; 8] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " « "];

/// How many headings of a page are looked at.
const MOST: usize = 50;

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
        .take(MOST)
        .filter_map(headline)
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

/// The text of a heading without the kicker that many houses put into it before the headline.
fn headline(heading: &NodeRef<'_>) -> Option<String> {
    const KICKERS: [&str; 10] = [
        "kicker",
        "overline",
        "dachzeile",
        "eyebrow",
        "topline",
        "pretitle",
        "supertitle",
        "roofline",
        "hidden",
        "colon",
    ];
    let is_kicker = |node: &NodeRef<'_>| {
        let class = node.attr_or("class", "").to_ascii_lowercase();
        node.has_name("small") || KICKERS.iter().any(|k| class.contains(k))
    };
    let mut text = String::new();
    for node in heading.descendants_it().filter(NodeRef::is_text) {
        let mut above = node.ancestors_it(None).take_while(|a| a.id != heading.id);
        if !above.any(|a| is_kicker(&a)) {
            text.push_str(&node.text());
        }
    }
    let text = text.trim().trim_start_matches([':', '|', '–', '-']);
    spaced(text).or_else(|| spaced(&heading.text()))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn title(page: &str) -> Option<String> {
        let document = Document::from(page);
        choose(&document, &Head::read(&document), &JsonLd::default())
    }

    #[test]
    fn neither_the_site_nor_the_kicker_is_part_of_the_headline() {
        let page = "<title>Flood: River crests below the quay | The Post</title>
            <h1>The Post</h1><h1><span class=kicker>Flood</span><span>: </span>River crests below the quay</h1>";
        assert_eq!(title(page).as_deref(), Some("River crests below the quay"));
        let bare = "<title>River crests below the quay - The Harbour Post</title><h1>Menu</h1>";
        assert_eq!(title(bare).as_deref(), Some("River crests below the quay"));
        assert_eq!(title("<p>nothing"), None);
    }
}

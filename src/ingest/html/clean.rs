//! Takes out of a page, before its article is looked for, what by its tag or its name is no part of one.
//!
//! Names lie: a whole article may stand in a `<form>` or under `has-sidebar`. So nothing is taken out that holds the
//! headline or a large share of what is written on the page.

use std::collections::HashSet;

use dom_query::{Document, NodeId};

use crate::ingest::html::names;
use crate::ingest::html::weight::{Weight, weigh};

/// Largest share of a page's prose that may go with one element.
const MOST: f64 = 0.25;
/// The same for what says that it is the readers' comments: they are often longer than the article.
const MOST_COMMENTS: f64 = 0.8;

/// Tags that hold no running text.
const TAGS: [&str; 12] = [
    "nav",
    "footer",
    "aside",
    "form",
    "dialog",
    "menu",
    "button",
    "figcaption",
    "noscript",
    "select",
    "textarea",
    "svg",
];

/// Words in names of page furniture.
#[rustfmt::skip]
const FURNITURE: &[&str] = &[
    "share", "sharing", "shares", "sharebar", "sharethis", "addthis", "social", "socials", "sharedaddy", "newsletter", "newsletters", "subscribe",
    "subscription", "signup", "related", "relateds", "recommended", "recommendation", "recommendations", "recirc", "breadcrumb",
    "breadcrumbs", "caption", "captions", "gallery", "slideshow", "carousel", "promo", "promos", "promotion", "advert",
    "advertisement", "advertising", "ads", "ad", "sponsor", "sponsored", "tags", "taglist", "cookie", "cookies", "consent", "gdpr", "popup",
    "modal", "popular", "trending", "outbrain", "taboola", "paywall", "toolbar", "toolbox", "rating", "ratings", "pagination", "pager",
    "sidebar", "widget", "widgets", "rollover", "dropdown", "flyout", "nav", "navigation", "navbar", "menu", "footer", "tooltip", "login",
    "feedback", "bio", "authorbox", "mostread", "readmore", "navigation", "complementary", "contentinfo", "search", "donate", "donation",
];
/// Pairs of words in names of page furniture.
const PAIRS: &[(&str, &str)] = &[
    ("read", "more"),
    ("read", "next"),
    ("most", "read"),
    ("most", "viewed"),
    ("also", "like"),
    ("see", "also"),
    ("read", "also"),
    ("more", "from"),
    ("more", "stories"),
    ("more", "on"),
    ("author", "box"),
    ("author", "info"),
    ("about", "author"),
    ("author", "description"),
    ("photo", "credit"),
    ("image", "credit"),
    ("image", "meta"),
    ("sign", "up"),
    ("mailing", "list"),
    ("up", "next"),
    ("load", "more"),
    ("next", "post"),
    ("post", "navigation"),
    ("back", "to"),
    ("skip", "link"),
    ("screen", "reader"),
    ("visually", "hidden"),
    ("sr", "only"),
    ("call", "to"),
];
/// Words in names of what introduces a writer; a sentence in it is no byline.
const AUTHOR: &[&str] = &["author", "authors", "autor", "auteur"];
/// Words in names of what leads to another page, where it holds a link, and else is the opening of this one.
const TEASER: &[&str] = &["teaser", "teasers"];
/// Words in names of readers' comments.
const COMMENTS: &[&str] = &[
    "comments",
    "comment",
    "disqus",
    "respond",
    "kommentare",
    "commentlist",
    "commentaires",
];

/// Removes the furniture of a page; `keep` are its headline and its opening.
pub(crate) fn remove(document: &Document, keep: &[NodeId]) {
    let Some(body) = document.body() else { return };
    let weights = weigh(&body);
    let whole = weights.get(&body.id).copied().unwrap_or_default().prose;
    let mut kept: HashSet<NodeId> = HashSet::new();
    let nodes: Vec<_> = body.descendants_it().filter(|n| n.is_element()).collect();
    for node in nodes.iter().filter(|n| keep.contains(&n.id)) {
        kept.insert(node.id);
        kept.extend(node.ancestors_it(None).map(|a| a.id));
    }
    let mut gone: HashSet<NodeId> = HashSet::new();
    for node in nodes {
        if node.parent().is_some_and(|p| gone.contains(&p.id)) {
            gone.insert(node.id);
            continue;
        }
        const FRAMES: [&str; 4] = ["main", "article", "body", "a"];
        if kept.contains(&node.id) || FRAMES.iter().any(|f| node.has_name(f)) {
            continue;
        }
        let weight = weights.get(&node.id).copied().unwrap_or_default();
        let Weight { prose, links, .. } = weight;
        let words = names::words(&node);
        let most = if names::any(&words, COMMENTS, &[]) {
            MOST_COMMENTS
        } else if names::any(&words, AUTHOR, &[]) && prose > 0
            || names::any(&words, TEASER, &[]) && links > 0
            || TAGS.iter().any(|t| node.has_name(t))
            || names::any(&words, FURNITURE, PAIRS)
        {
            MOST
        } else {
            continue;
        };
        if prose as f64 <= most * whole as f64 {
            gone.insert(node.id);
            node.remove_from_parent();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str =
        "A sentence of the article that is long enough to be counted as prose by everybody.";

    fn cleaned(page: &str) -> String {
        let document = Document::from(page);
        let heading = document.select("h1").nodes().first().map(|n| n.id);
        remove(&document, &heading.into_iter().collect::<Vec<_>>());
        document
            .select("body")
            .text()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn furniture_goes_by_tag_and_by_name() {
        for furniture in [
            "<nav>NO</nav>",
            "<figure><figcaption>NO</figcaption></figure>",
            "<div class='article-relatedPosts'>NO</div>",
            "<div id=read_more>NO</div>",
            "<div role=navigation>NO</div>",
            "<div class=teaser><a href=/x>NO</a></div>",
            "<div class=author-box>NO, this is a sentence about the life of the writer.</div>",
        ] {
            let page =
                format!("<h1>Head</h1><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p>{furniture}");
            assert!(!cleaned(&page).contains("NO"), "{furniture}");
        }
    }

    #[test]
    fn what_holds_the_headline_or_much_of_the_text_stays_whatever_its_name() {
        for (open, close) in [
            ("<form>", "</form>"),
            ("<div class='has-sidebar widget'>", "</div>"),
        ] {
            let page = format!("{open}<h1>Head</h1><p>{PROSE}</p><p>{PROSE}</p>{close}");
            assert!(cleaned(&page).contains("by everybody"), "{open}");
            let page = format!("<h1>Head</h1>{open}<p>{PROSE}</p><p>{PROSE}</p>{close}");
            assert!(cleaned(&page).contains("by everybody"), "{open}");
        }
        let byline = format!(
            "<h1>Head</h1><p class=author>By AFP</p> <p class=teaser>YES, it opens.</p><p>{PROSE}</p>"
        );
        assert!(cleaned(&byline).contains("By AFP YES"));
    }

    #[test]
    fn comments_go_though_they_are_longer_than_the_article() {
        let page = format!(
            "<h1>Head</h1><p>{PROSE}</p><div class=comments-area>{}</div>",
            format!("<p>NO {PROSE}</p>").repeat(3)
        );
        assert!(!cleaned(&page).contains("NO"));
    }
}

//! Every date a page claims for its article, each with its origin.

use std::cell::RefCell;
use std::collections::HashSet;

use dom_query::{Document, NodeId, NodeRef};
use url::Url;

use crate::ingest::date;
use crate::ingest::html::head::{Head, spaced};
use crate::ingest::html::json_ld::JsonLd;
use crate::ingest::html::weight::short_text;
use crate::model::{DateClaim, DateOrigin, DateRole, Precision};

/// Meta names (lower case) of the time of publication, most exact first.
const PUBLISHED: [&str; 33] = [
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
    "uploaddate",
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

/// Longest line that is looked at for a date, in bytes.
const LINE: usize = 120;
/// How many pieces of text behind the headline are looked at.
const NEAR: usize = 40;

/// How many elements of a page are asked for dates; a page with more is a list.
const MOST: usize = 2000;
/// How many levels around the headline are its close surroundings.
const CLOSE: usize = 3;

/// Where in the page its article begins.
pub(crate) struct Place {
    heading: Option<NodeId>,
    /// The elements that hold the heading: they frame the article, whatever they are called.
    frames: HashSet<NodeId>,
    /// The innermost of them.
    near: Vec<NodeId>,
}

impl Place {
    /// Finds the first-level heading that is the page's `title`, else the first one.
    pub(crate) fn of(document: &Document, title: Option<&str>) -> Self {
        let headings = document.select("h1");
        let nodes = headings.nodes();
        let named = nodes
            .iter()
            .find(|h| title.is_some_and(|t| spaced(&h.text()).is_some_and(|h| h.ends_with(t))));
        let heading = named.or_else(|| nodes.first());
        let frames: Vec<NodeRef<'_>> = heading.iter().flat_map(|h| h.ancestors_it(None)).collect();
        let near = frames.iter().take(CLOSE);
        Self {
            heading: heading.map(|h| h.id),
            near: near
                .filter(|a| !a.has_name("body") && !a.has_name("html"))
                .map(|a| a.id)
                .collect(),
            frames: frames.iter().map(|a| a.id).collect(),
        }
    }

    /// The headline's element.
    pub(crate) fn heading(&self) -> Option<NodeId> {
        self.heading
    }

    /// True in one of the innermost elements that hold the headline.
    fn is_near(&self, node: &NodeRef<'_>) -> bool {
        node.ancestors_it(Some(CLOSE))
            .any(|a| self.near.contains(&a.id))
    }

    /// True inside what is not the article: comments, lists of other stories, side columns.
    pub(crate) fn is_beside(&self, node: &NodeRef<'_>) -> bool {
        const FRAMES: [&str; 4] = ["aside", "nav", "footer", "li"];
        // What says that it is the publication may stand in a side note of the article.
        let marked = node.has_attr("itemprop") || node.has_attr("pubdate");
        const WORDS: [&str; 12] = [
            "comment",
            "kommentar",
            "related",
            "sidebar",
            "recommend",
            "teaser",
            "latest",
            "popular",
            "most-read",
            "widget",
            "breaking",
            "footer",
        ];
        node.ancestors_it(None)
            .take_while(|a| !self.frames.contains(&a.id))
            .any(|a| {
                let names = format!("{} {}", a.attr_or("class", ""), a.attr_or("id", ""));
                let names = names.to_ascii_lowercase();
                !marked && FRAMES.iter().any(|n| a.has_name(n))
                    || WORDS.iter().any(|w| names.contains(w))
            })
    }
}

/// Collects the claims: JSON-LD, meta tags, `<time>` elements, the address, and where none of these gives a day, the
/// date line that readers see, else the only day that the page prints.
///
/// A claim said twice by one origin stands once. What is told from the day of reading (`3 hours ago`) counts where it is known
/// when the page was `captured`.
pub(crate) fn claims(
    document: &Document,
    head: &Head,
    ld: &JsonLd,
    place: &Place,
    page: Option<&Url>,
    captured: Option<i64>,
    now: i64,
) -> Vec<DateClaim> {
    // Of many places the first that holds a date that can be true speaks; what other machine-read places held is kept beside it.
    let doubted = RefCell::new(Vec::new());
    let read = |printed: &str, origin, role| {
        let shown = matches!(origin, DateOrigin::TimeElement | DateOrigin::Dateline);
        let told = |at| date::parse_relative(printed, at, origin, role);
        let claim = date::parse(printed, origin, role, now)
            .or_else(|| captured.filter(|_| shown).and_then(told))?;
        if date::plausible(&claim, now) {
            return Some(claim);
        }
        let mut doubted = doubted.borrow_mut();
        if origin != DateOrigin::Dateline && !doubted.contains(&claim) {
            doubted.push(claim);
        }
        None
    };
    let mut out: Vec<DateClaim> = Vec::new();
    let published = ld.date("datePublished").or_else(|| ld.date("dateCreated"));
    for (printed, role) in [
        (published, DateRole::Published),
        (ld.date("dateModified"), DateRole::Modified),
    ] {
        out.extend(printed.and_then(|p| read(&p, DateOrigin::JsonLd, role)));
    }
    for (keys, role) in [
        (&PUBLISHED[..], DateRole::Published),
        (&MODIFIED[..], DateRole::Modified),
    ] {
        let known = keys.iter().flat_map(|key| head.all(&[key]));
        let like = head.like(|key| {
            role == DateRole::Published
                && key.contains("pub")
                && (key.contains("date") || key.contains("time"))
        });
        // The first name that holds a date speaks for all: later ones are vaguer.
        let first = known
            .chain(like)
            .find_map(|printed| read(&printed, DateOrigin::Meta, role));
        out.extend(first);
    }
    for (printed, role) in elements(document, place) {
        let claim = read(&printed, DateOrigin::TimeElement, role);
        let said = |c: &DateClaim| {
            claim
                .as_ref()
                .is_some_and(|n| (c.origin, c.role, c.earliest) == (n.origin, n.role, n.earliest))
        };
        if !out.iter().any(said) {
            out.extend(claim);
        }
    }
    let address = page.and_then(|p| date::from_url(p.as_str()));
    out.extend(address);
    out.extend(doubted.take());
    let fine = |c: &DateClaim| c.role == DateRole::Published && c.precision <= Precision::Day;
    let day = |c: &DateClaim| fine(c) && date::plausible(c, now);
    if !out.iter().any(day) {
        let lines = visible(document, place);
        let claims = lines
            .iter()
            .filter_map(|l| read(l, DateOrigin::Dateline, DateRole::Published));
        out.extend(claims.filter(day).take(1));
    }
    if !out.iter().any(day) {
        let claims = lone(document, place).into_iter();
        let claims = claims.filter_map(|l| read(&l, DateOrigin::Dateline, DateRole::Published));
        let mut claims = claims.filter(day);
        let first = claims.next();
        let same = |a: &DateClaim, b: &DateClaim| a.earliest / 86_400 == b.earliest / 86_400;
        // Several days date several things.
        out.extend(first.filter(|f| claims.all(|c| same(f, &c))));
    }
    out
}

/// The dates of elements that say what they are; where none does, of the first `<time>` beside no other story.
///
/// Of several that say they are the publication, only the one nearest behind the headline: the others date other stories.
fn elements(document: &Document, place: &Place) -> Vec<(String, DateRole)> {
    let nodes = document.select(
        "h1, time, abbr.published, abbr.updated, [itemprop=datePublished], [itemprop=dateModified], \
         [property$=datePublished], [property$=dateCreated]",
    );
    let nodes = nodes.nodes();
    let heading = nodes
        .iter()
        .position(|n| Some(n.id) == place.heading)
        .unwrap_or(0);
    let distance = |at: usize| {
        if at < heading {
            (1, heading - at)
        } else {
            (0, at - heading)
        }
    };
    let (mut published, mut modified) = (Vec::new(), Vec::new());
    for (at, node) in nodes.iter().enumerate().take(MOST) {
        let Some(printed) =
            printed(node).filter(|_| !node.has_name("h1") && !place.is_beside(node))
        else {
            continue;
        };
        let mark = node.attr("itemprop").or_else(|| node.attr("property"));
        let mark = mark.unwrap_or_default().to_ascii_lowercase();
        let class = node.attr_or("class", "").to_ascii_lowercase();
        if mark.ends_with("datemodified") || class.contains("updated") || class.contains("modified")
        {
            modified.push((distance(at), printed));
        } else if mark.ends_with("datepublished")
            || mark.ends_with("datecreated")
            || node.has_attr("pubdate")
            || class.contains("published")
        {
            published.push((0, distance(at), printed));
        } else if node.has_name("time") {
            published.push((1, distance(at), printed));
        }
    }
    let published = published
        .into_iter()
        .min()
        .map(|(_, _, p)| (p, DateRole::Published));
    let modified = modified
        .into_iter()
        .min()
        .map(|(_, p)| (p, DateRole::Modified));
    published.into_iter().chain(modified).collect()
}

fn printed(node: &NodeRef<'_>) -> Option<String> {
    let attribute = ["datetime", "content", "title"]
        .iter()
        .find_map(|k| node.attr(k));
    let said = attribute.map(|a| a.to_string());
    let printed = said.or_else(|| short_text(node, 4 * LINE))?;
    let printed = printed.trim();
    (!printed.is_empty()).then(|| printed.to_owned())
}

/// Short texts with digits anywhere in the page but beside the article: those that say they date it, else all.
fn lone(document: &Document, place: &Place) -> Vec<String> {
    #[rustfmt::skip]
    const SAYS: &[&str] = &[
        "publish", "posted", "released", "press release", "erschien", "veröffentlicht", "stand:", "datum:", "artikel wurde", "mitteilung", "publicado",
        "publié", "paru", "pubblicat", "gepubliceerd", "опубликован", "дата", "发布", "發佈", "掲載", "公開", "نشر",
    ];
    let Some(body) = document.body() else {
        return Vec::new();
    };
    let mut texts = Vec::new();
    let mut said = Vec::new();
    let nodes = body.descendants_it().filter(NodeRef::is_text);
    let short = nodes.filter_map(|node| {
        let text = spaced(&node.text())?;
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let shown = !node
            .parent()
            .is_some_and(|p| p.has_name("script") || p.has_name("style"));
        (text.len() <= LINE && digits >= 5 && shown).then_some((node, text))
    });
    for (node, text) in short.take(MOST) {
        let lower = text.to_lowercase();
        if SAYS.iter().any(|s| lower.contains(s)) {
            said.push(text);
        } else if !place.is_beside(&node) {
            texts.push(text);
        }
    }
    if said.is_empty() { texts } else { said }
}

/// Texts of elements that are named after dates, then short texts that stand near the headline, in page order.
fn visible(document: &Document, place: &Place) -> Vec<String> {
    const NAMED: &str = "h1, [class*=date], [class*=Date], [id*=date], [class*=datum], [class*=publi], [class*=time], \
        [class*=byline], [class*=posted], [class*=meta], [class*=info], [class*=author]";
    let short = |node: &NodeRef<'_>| {
        let text = spaced(&short_text(node, 4 * LINE)?)?;
        let fits = text.len() <= LINE && text.bytes().any(|b| b.is_ascii_digit());
        fits.then_some(text)
    };
    let mut behind = Vec::new();
    let root = document.root();
    let nodes = root.descendants_it();
    let texts = nodes
        .skip_while(|n| Some(n.id) != place.heading)
        .filter(NodeRef::is_text);
    for node in texts.take(NEAR) {
        let text = node.text();
        let text = text.trim();
        if text.len() > LINE {
            break;
        }
        if text.bytes().any(|b| b.is_ascii_digit()) && !place.is_beside(&node) {
            behind.push(text.to_owned());
        }
    }
    // Above the headline stand also the masthead and today's date: there only what shares a frame with it counts.
    let named = document.select(NAMED);
    let mut passed = place.heading.is_none();
    let named = named.nodes().iter().take(MOST).filter(|node| {
        if Some(node.id) == place.heading {
            passed = true;
        }
        (passed || place.is_near(node)) && !place.is_beside(node)
    });
    behind.into_iter().chain(named.filter_map(short)).collect()
}

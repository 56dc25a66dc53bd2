//! Who wrote the article: as the metadata say, else as the page prints it.

use dom_query::{Document, NodeRef};

use crate::ingest::html::dates::Place;
use crate::ingest::html::head::{Head, spaced};
use crate::ingest::html::json_ld::JsonLd;
use crate::ingest::html::names;
use crate::ingest::html::weight::short_text;
use crate::segment::{Telling, same_outlet, telling};

/// Longest byline, in bytes.
const LONGEST: usize = 200;
/// Most words of a byline that is read off the page.
const WORDS: usize = 10;
/// How many elements of a page are asked for it.
const MOST: usize = 2000;

/// Chooses the byline. Metadata that name only the house give way to a name on the page.
pub(crate) fn choose(
    document: &Document,
    head: &Head,
    ld: &JsonLd,
    place: &Place,
    outlet: Option<&str>,
) -> Option<String> {
    let house = |name: &String| {
        let houses = ld.publisher();
        outlet
            .into_iter()
            .chain(houses.as_deref())
            .any(|o| same_outlet(o, name))
    };
    let claimed = [ld.authors(), head.author()];
    let claimed: Vec<String> = claimed
        .into_iter()
        .flatten()
        .filter(|name| fits(name))
        .collect();
    let person = claimed.iter().find(|name| !house(name)).cloned();
    person
        .or_else(|| printed(document, place))
        .or_else(|| claimed.into_iter().next())
}

fn fits(name: &str) -> bool {
    name.len() <= LONGEST && !name.contains("://") && telling(name) != Telling::Furniture
}

/// The first byline on the page beside no other story; of what stands in its element, the part that is marked as the name.
fn printed(document: &Document, place: &Place) -> Option<String> {
    const NAMED: &str = "[rel~=author], [itemprop~=author], .vcard .fn, [class*=byline], [class*=Byline], [class*=author], [class*=Author], \
        [class*=autor], [class*=auteur]";
    let nodes = document.select(NAMED);
    let nodes = nodes.nodes();
    let fitting = |node: &NodeRef<'_>| {
        let words = names::words(node);
        let other = names::any(
            &words,
            &[
                "comment", "comments", "bio", "image", "avatar", "email", "date", "time",
            ],
            &[],
        );
        if other || node.has_name("meta") || node.has_name("body") || place.is_beside(node) {
            return None;
        }
        name(&short_text(node, 2 * LONGEST)?)
    };
    let mut found: Option<(&NodeRef<'_>, String)> = None;
    for node in nodes.iter().take(MOST) {
        // Once found, only the name inside it may be better.
        let marked = node.has_attr("rel") || node.has_attr("itemprop") || node.has_class("fn");
        if found.is_some() && !marked {
            continue;
        }
        if found
            .as_ref()
            .is_some_and(|(f, _)| !node.ancestors_it(None).any(|a| a.id == f.id))
        {
            break;
        }
        if let Some(name) = fitting(node) {
            found = Some((node, name));
        }
    }
    found.map(|(_, name)| name)
}

/// The names in a printed byline, without the word before them and what stands behind.
pub(crate) fn name(text: &str) -> Option<String> {
    const BEFORE: [&str; 16] = [
        "by",
        "av",
        "af",
        "von",
        "por",
        "par",
        "di",
        "door",
        "от",
        "автор",
        "text",
        "posted",
        "written",
        "author",
        "autor",
        "veröffentlicht",
    ];
    let end = text
        .find(|c: char| c.is_ascii_digit() || matches!(c, '|' | '·' | '•' | '—' | '*' | '@'))
        .unwrap_or(text.len());
    let words: Vec<&str> = text[..end].split_whitespace().collect();
    let plain = |w: &str| w.trim_end_matches(':').to_lowercase();
    let from = words
        .iter()
        .position(|w| !BEFORE.contains(&plain(w).as_str()))?;
    let words = &words[from..];
    let name = words.join(" ");
    let name =
        name.trim_matches(|c: char| matches!(c, ',' | ':' | '-' | '–' | '/') || c.is_whitespace());
    let written = name
        .chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    let fits = words.len() <= WORDS && name.len() <= LONGEST && name.chars().count() > 2 && written;
    let other = matches!(telling(name), Telling::Furniture | Telling::Date);
    (fits && !other).then(|| spaced(name)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn byline(page: &str) -> Option<String> {
        let document = Document::from(page);
        let head = Head::read(&document);
        let ld = JsonLd::read(&document, None);
        choose(
            &document,
            &head,
            &ld,
            &Place::of(&document, None),
            Some("The Harbour Post"),
        )
    }

    #[test]
    fn a_name_on_the_page_goes_before_the_house_in_the_head() {
        let page = "<meta name=author content='The Harbour Post'><h1>A headline</h1>
            <div class='article-byline'>By <a rel=author>Ida Berg</a> | 19 Sept 2023</div>
            <div class=comments><b class=comment-author>Troll</b></div>";
        assert_eq!(byline(page).as_deref(), Some("Ida Berg"));
        assert_eq!(
            byline("<meta name=author content='Harbour Post'>").as_deref(),
            Some("Harbour Post")
        );
        assert_eq!(
            byline("<meta name=author content='Ida Berg'><i class=author>Jon Vik</i>").as_deref(),
            Some("Ida Berg")
        );
        assert_eq!(
            byline("<h1>x</h1><p class=byline>Von Jon Vik, 19.9.2023</p>").as_deref(),
            Some("Jon Vik")
        );
        assert_eq!(byline("<p class=author>name *</p>"), None);
    }
}

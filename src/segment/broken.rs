//! Where an agency's name stands in an article, and what machines are known to make of such names.
//!
//! Translators and word spinners take names for words: `(Portal) –` where Reuters stood. The catalogue holds the few that are
//! met over and over; a house's own are learned elsewhere, and count in these same places only.

use crate::model::{Block, BlockKind, Span};
use crate::segment::fold::{head, lower};

/// Names that spinners left in credit lines of the news, with what stood there: back-translations of Reuters' name and synonyms
/// for a word of the Associated Press's.
pub(crate) const BROKEN: &[(&str, &str)] = &[
    ("Portal", "Reuters"),
    ("Archyde", "Reuters"),
    ("Related Press", "AP"),
    ("Affiliated Press", "AP"),
];

/// House phrases of agencies as machines rewrote them, in lower case, with whose they are.
pub(crate) const BROKEN_PHRASES: &[(&str, &str)] = &[
    ("acquire license rights", "Reuters"),
    ("purchase license rights", "Reuters"),
    ("our requirements: the thomson", "Reuters"),
    ("our norms: the thomson", "Reuters"),
];

/// The agency that a broken name stands for.
pub(crate) fn whole(name: &str) -> Option<&'static str> {
    BROKEN.iter().find(|(b, _)| *b == name).map(|(_, w)| *w)
}

/// The place of an agency's house phrase that a machine rewrote, and whose it is.
pub fn broken_phrase(text: &str) -> Option<(Span, &'static str)> {
    let low = lower(text);
    BROKEN_PHRASES.iter().find_map(|(phrase, agency)| {
        let at = low.find(phrase)?;
        Some((Span::new(at, at + phrase.len()), *agency))
    })
}

/// A name in a place where newsrooms put an agency's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditPlace {
    /// Where the name stands in the article's text.
    pub span: Span,
    /// The name as printed: one to three capitalised words.
    pub name: String,
    /// What kind of place it is, in words.
    pub place: &'static str,
}

/// Paragraphs in front that may carry a dateline.
const OPENING: usize = 3;

/// Bytes of a paragraph in which a dateline's bracket must close.
const REACH: usize = 100;

/// The names in the credit places of an article: a bracket before a dash in front of the text, a byline, a source line, `via X` in a
/// caption, a headline's end behind a dash, a bracket at the very end. Whether they are agencies is not asked.
pub fn credit_places(text: &str, blocks: &[Block]) -> Vec<CreditPlace> {
    let mut found = Vec::new();
    let mut add = |start: usize, name: &str, place: &'static str| {
        if is_name(name) {
            found.push(CreditPlace {
                span: Span::new(start, start + name.len()),
                name: name.to_owned(),
                place,
            });
        }
    };
    let opens = |k: BlockKind| matches!(k, BlockKind::Paragraph | BlockKind::Dateline);
    for block in blocks.iter().filter(|b| opens(b.kind)).take(2 * OPENING) {
        let line = head(block.span.of(text), REACH);
        if let Some((from, to)) = bracket(line)
            && after_is_dash(&line[to + 1..], block.kind)
        {
            add(block.span.start() + from, &line[from..to], "dateline");
        }
    }
    for block in blocks {
        let line = block.span.of(text);
        let at = block.span.start();
        match block.kind {
            BlockKind::Caption => {
                if let Some(from) = line.rfind("via ").map(|n| n + 4) {
                    let end = capitals(&line[from..]);
                    add(at + from, &line[from..from + end], "picture credit");
                }
            }
            BlockKind::Headline => {
                let dash = [" - ", " – ", " — "];
                let cut = dash
                    .iter()
                    .filter_map(|d| line.rfind(d).map(|n| n + d.len()));
                if let Some(from) = cut.max() {
                    add(at + from, &line[from..], "end of the headline");
                }
            }
            BlockKind::Byline | BlockKind::CreditLine => {
                let opening = ["By ", "Source: ", "Via: ", "via ", "Via "];
                if let Some(from) = opening
                    .iter()
                    .find(|o| line.starts_with(**o))
                    .map(|o| o.len())
                {
                    let rest = line[from..]
                        .trim_end_matches(" Staff")
                        .trim_end_matches('.');
                    add(at + from, rest, "credit line");
                }
            }
            _ => {}
        }
    }
    if let Some(last) = blocks.iter().rfind(|b| b.kind == BlockKind::Paragraph) {
        let line = last.span.of(text);
        let tail = line
            .strip_suffix(')')
            .and_then(|l| Some((l.rfind('(')? + 1, l)));
        if let Some((from, line)) = tail {
            add(last.span.start() + from, &line[from..], "last words");
        }
    }
    found.sort_by_key(|p| p.span);
    found.dedup_by_key(|p| p.span);
    found
}

/// The first bracket of a line: from behind the opening mark to the closing one.
fn bracket(line: &str) -> Option<(usize, usize)> {
    let from = line.find('(')? + 1;
    Some((from, from + line[from..].find(')')?))
}

/// A dateline that was cut off ends with its bracket and a dash or nothing; in a paragraph the dash must be there.
fn after_is_dash(rest: &str, kind: BlockKind) -> bool {
    let rest = rest.trim_start();
    rest.starts_with(['-', '–', '—', '―']) || kind == BlockKind::Dateline && rest.is_empty()
}

/// Bytes of the capitalised words that `text` begins with.
fn capitals(text: &str) -> usize {
    let mut end = 0;
    for word in text.split_inclusive(' ') {
        if !word.starts_with(char::is_uppercase) {
            break;
        }
        end += word.len();
    }
    text[..end].trim_end_matches([' ', '.', ')', ',']).len()
}

/// One to three words, each with a capital or all small like `dpa`, of letters.
fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let word = |w: &&str| {
        w.starts_with(char::is_uppercase)
            && w.chars().all(|c| c.is_alphanumeric() || "-.'".contains(c))
    };
    (1..=3).contains(&words.len()) && words.iter().all(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Article;
    use crate::segment::{agency_name, segment};

    fn places(text: &str) -> Vec<(String, &'static str)> {
        let article = Article {
            text: text.into(),
            ..Article::default()
        };
        let found = credit_places(text, &segment(&article).blocks);
        assert!(found.iter().all(|p| p.span.of(text) == p.name));
        found.into_iter().map(|p| (p.name, p.place)).collect()
    }

    const BODY: &str = "The last ferry left the harbour of Lindemar on Monday, the port office said after a meeting of its board.";

    #[test]
    fn a_name_is_found_where_agencies_are_credited() {
        let text = format!(
            "Ferry stops as winter comes to the coast – Gateway\n\nThe ferry, March 4, 2021. Port Office/Handout via Gateway acquire license rights\n\nMarch 4 (Gateway) – {BODY}\n\n{BODY} (Gateway)"
        );
        let found: Vec<&str> = places(&text).iter().map(|p| p.1).collect();
        assert_eq!(
            found,
            [
                "end of the headline",
                "picture credit",
                "dateline",
                "last words"
            ]
        );
        let plain = format!("The ferry (Gateway was its name) left.\n\n{BODY}");
        assert!(places(&plain).is_empty(), "{:?}", places(&plain));
    }

    #[test]
    fn the_catalogue_names_agencies_and_its_names_are_none() {
        for (broken, whole) in BROKEN.iter().chain(BROKEN_PHRASES) {
            assert_eq!(agency_name(whole), Some(*whole));
            assert_eq!(agency_name(broken), None);
        }
    }

    #[test]
    fn a_broken_name_of_two_words_or_without_a_place_is_a_broken_credit() {
        for line in ["LINDEMAR (Related Press) — ", "(Portal) - "] {
            let article = Article {
                text: format!("{line}{BODY}\n\n{BODY}"),
                ..Article::default()
            };
            let credits = segment(&article).credits;
            assert_eq!(credits.len(), 1, "{line}");
            assert_eq!(credits[0].form, crate::model::CreditForm::Mangled);
        }
        assert!(
            places(&format!("LINDEMAR (KMIZ) — {BODY}"))
                .iter()
                .all(|p| whole(&p.0).is_none())
        );
    }
}

//! Names and addresses inside credit lines.

use crate::segment::agencies::{Agency, agency, agency_list, is_generic};
use crate::segment::fold::{half, lower};
use crate::segment::phrases::phrases;

/// The agency that `name` means in a credit place: its own name, a short form that counts only there, with or without
/// words like `der Nachrichtenagentur` before it.
pub(crate) fn house(name: &str) -> Option<&'static Agency> {
    let half = half(name);
    let bare = |name| -> &str {
        str::trim_matches(name, |c: char| {
            c.is_whitespace()
                || is_quote(c)
                || matches!(
                    c,
                    '(' | ')' | '[' | ']' | '【' | '】' | '*' | '-' | ',' | ':'
                )
        })
    };
    let mut name = bare(&half);
    let known = |name: &str| {
        let alias = || {
            let low = lower(name.trim_end_matches('.'));
            agency(phrases().aliases.get(&low)?)
        };
        agency(name).or_else(alias)
    };
    // `de la agencia EFE` has three such words in front.
    for _ in 0..4 {
        if name.is_empty() || name.len() > 80 {
            return None;
        }
        if let Some(found) = known(name) {
            return Some(found);
        }
        name = bare(phrases().name_before.after(&lower(name), name)?);
    }
    None
}

/// Marks that stand around a quoted name; most others are plain by then.
pub(crate) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '«' | '»' | '“' | '”' | '„' | '「' | '」' | '『' | '』' | '《' | '》'
    )
}

/// The agencies of `tkr/dpa`, `dpa/lno`, `APA/dpa/red`: houses among the signs of desks and of people, at least one of each.
pub(crate) fn desk_list(text: &str) -> Option<Vec<&'static Agency>> {
    if text.len() > 40 || !text.contains('/') {
        return None;
    }
    let mut out: Vec<&'static Agency> = Vec::new();
    let mut signs = false;
    for part in text.split('/') {
        let part = part.trim();
        if let Some(found) = house(part) {
            if !out.iter().any(|a| a.name == found.name) {
                out.push(found);
            }
        } else if (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase()) {
            signs = true;
        } else {
            return None;
        }
    }
    (signs && !out.is_empty()).then_some(out)
}

/// The agency that `Корр. ТАСС Павел Лужин` and `AFP, Jane Roe` begin with, when only a person follows.
pub(crate) fn manned(text: &str) -> Option<&'static Agency> {
    let ends = text.match_indices([' ', ',']).map(|(at, _)| at);
    let (found, rest) = ends
        .rev()
        .find_map(|at| Some((house(&text[..at])?, &text[at..])))?;
    let people = rest.trim_matches([' ', ',', '.']);
    let cased = people.chars().any(char::is_uppercase);
    (cased && is_title(people) && people.contains(' ')).then_some(found)
}

/// True when `name` credits agencies in general, in any language.
pub(crate) fn is_anybody(name: &str) -> bool {
    is_generic(name) || phrases().generic.contains(&lower(name.trim()))
}

/// The agencies of a list, in any language's way of joining names; nothing unless every part is one.
pub(crate) fn houses(names: &str) -> Option<Vec<&'static Agency>> {
    if let Some(list) = agency_list(names) {
        return Some(list);
    }
    let names = half(names);
    let mut out: Vec<&'static Agency> = Vec::new();
    let mut add = |found: &'static Agency| {
        if !out.iter().any(|a| a.name == found.name) {
            out.push(found);
        }
    };
    for part in names.split([',', '/', '&', ';', '+', '|', '、', '・']) {
        let mut rest = part.trim();
        while rest.chars().any(char::is_alphanumeric) && !is_anybody(rest) {
            if let Some(found) = house(rest) {
                add(found);
                break;
            }
            let cut = joins(rest).find_map(|(at, len)| {
                let left = &rest[..at];
                let generic = is_anybody(left);
                let found = house(left);
                (generic || found.is_some()).then_some((found, at + len))
            });
            let (found, from) = cut?;
            found.into_iter().for_each(&mut add);
            rest = rest[from..].trim();
        }
    }
    (!out.is_empty()).then_some(out)
}

/// Where a list may come apart: at a word that joins, and where one script meets another (`AFP時事`).
fn joins(text: &str) -> impl Iterator<Item = (usize, usize)> {
    // Joins that begin with a blank are looked for at blanks only; the others belong to scripts beyond ASCII.
    let (spaced, wide) = (&phrases().joins_spaced, &phrases().joins_wide);
    let spaced = text.match_indices(' ').flat_map(move |(at, _)| {
        let joins = spaced
            .iter()
            .filter(move |j| text[at..].starts_with(j.as_str()));
        joins.map(move |j| (at, j.len()))
    });
    let wide = wide.iter().filter(|_| !text.is_ascii());
    let wide = wide.flat_map(move |j| {
        let places = text.match_indices(j.as_str());
        places.map(move |(at, _)| (at, j.len()))
    });
    let words = spaced.chain(wide);
    let letters = text.char_indices().zip(text.chars().skip(1));
    let scripts = letters.filter(|((_, a), b)| {
        a.is_alphanumeric() && b.is_alphanumeric() && a.is_ascii() != b.is_ascii()
    });
    words
        .filter(|(at, _)| *at > 0)
        .chain(scripts.map(|((at, a), _)| (at + a.len_utf8(), 0)))
}

/// The name that stands at the start of `rest`, up to where the sentence goes on.
pub(crate) fn name_of(rest: &str) -> String {
    let rest = rest.trim();
    if let Some(name) = quoted(rest) {
        return name.to_owned();
    }
    let end = phrases().lead_ends.first(rest).unwrap_or(rest.len());
    let name = rest[..end].trim_matches(|c: char| {
        c.is_whitespace() || is_quote(c) || matches!(c, '.' | ':' | '\'' | ')' | '*' | ',')
    });
    if name.is_empty() || name.split(' ').count() > 8 || !name.chars().any(char::is_alphanumeric) {
        return String::new();
    }
    // `CNN (Web News)` keeps its section.
    match rest[end..]
        .strip_prefix(" (")
        .and_then(|r| r.split_once(')'))
    {
        Some((section, after)) if after.trim_matches('.').is_empty() && rest.starts_with(name) => {
            format!("{name} ({section})")
        }
        _ => name.to_owned(),
    }
}

/// The name in quotation marks at the start of `rest`, behind at most three small words that say what it is (`the newspaper "X"`).
fn quoted(rest: &str) -> Option<&str> {
    let at = rest.find(is_quote)?;
    let kind = rest[..at].trim();
    let wide = !kind.contains(' ') && kind.chars().count() > 8;
    let plain = |c: char| c.is_alphabetic() && !c.is_uppercase() || matches!(c, ' ' | '\'' | '-');
    let noun = lower(&rest[..at]);
    let small = kind.chars().all(plain) || phrases().leads.of(&noun) == Some(&noun);
    if wide || kind.split(' ').count() > 3 || !small {
        return None;
    }
    let open = rest[at..].chars().next()?.len_utf8();
    let inside = &rest[at + open..];
    let name = inside[..inside.find(is_quote)?].trim();
    let fits = name.split(' ').count() <= 8 && name.chars().any(char::is_alphanumeric);
    (fits && !name.contains("://")).then_some(name)
}

/// A name without the quotation marks around it.
pub(crate) fn unquoted(name: &str) -> &str {
    name.trim_matches(|c: char| c.is_whitespace() || is_quote(c))
}

/// True for one to five words that all begin with a capital.
pub(crate) fn is_title(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    (1..=5).contains(&words.len()) && words.iter().all(|w| w.starts_with(char::is_uppercase))
}

/// The catalogue's name for `name` where it knows one, else the name itself.
pub(crate) fn canonical(name: &str) -> String {
    house(name).map_or_else(|| name.to_owned(), |a| a.name.to_owned())
}

/// The first web address in `text`.
pub(crate) fn address(text: &str) -> Option<String> {
    let start = text.find("http://").or_else(|| text.find("https://"))?;
    let end = text[start..]
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')' | ']'))
        .map_or(text.len(), |n| start + n);
    let found = text[start..end].trim_end_matches(['.', ',', ';']);
    url::Url::parse(found).ok()?.host_str()?;
    Some(found.to_owned())
}

/// The registrable domain of an address, by the public suffix list.
pub(crate) fn domain(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    let host = url.host_str()?;
    Some(psl::domain_str(host).unwrap_or(host).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: Option<Vec<&'static Agency>>) -> String {
        let list = list.unwrap_or_default();
        list.iter().map(|a| a.name).collect::<Vec<_>>().join("+")
    }

    #[test]
    fn houses_are_told_from_the_signs_of_desks_and_people() {
        assert_eq!(names(desk_list("dpa/lno")), "dpa");
        assert_eq!(names(desk_list("ire/dpa/Reuters")), "dpa+Reuters");
        for text in [
            "dpa/AFP",
            "lno/red",
            "and/or",
            "dpa",
            "dpa/Lindemar",
            "AP/photo",
        ] {
            assert_eq!(names(desk_list(text)), "", "{text}");
        }
    }

    #[test]
    fn an_agency_with_its_reporter_is_the_agency() {
        assert_eq!(
            manned("Корр. ТАСС Павел Лужин").map(|a| a.name),
            Some("TASS")
        );
        assert_eq!(manned("AFP, Jane Roe").map(|a| a.name), Some("AFP"));
        for text in [
            "Jane Roe, Lindemar",
            "AFP reported it",
            "AFP",
            "AFP Lindemar",
        ] {
            assert!(manned(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_quoted_name_loses_its_marks_and_the_words_before_it() {
        for (rest, name) in [
            ("\"Küstenpost\" am 4. März", "Küstenpost"),
            ("газете \"Портовые вести\".", "Портовые вести"),
            ("「港湾タイムズ」に", "港湾タイムズ"),
            ("Zeitung \"Küstenpost\" erschienen", "Küstenpost"),
            (
                "Lindemar Echo as \"Ferry stops\"",
                "Lindemar Echo as \"Ferry stops",
            ),
        ] {
            assert_eq!(name_of(rest), name);
        }
        assert_eq!(unquoted("「港湾」"), "港湾");
    }
}

//! Names and addresses inside credit lines.

use crate::segment::agencies::agency;
use crate::segment::fold::Line;

/// The name that stands at the start of `rest`, up to where the sentence goes on.
pub(crate) fn name_of(rest: &str) -> String {
    let rest = rest.trim();
    let end = [
        ". ",
        ", ",
        " on ",
        " under ",
        " and is",
        " and has",
        " with permission",
        " (",
        " as part",
        " in the",
        "; ",
        " am ",
        " le ",
        " el ",
        "。",
        " before ",
        " at http",
        ": http",
        " | ",
        " when ",
        " after ",
        " – ",
        " to ",
    ]
    .iter()
    .filter_map(|e| rest.find(e))
    .min()
    .unwrap_or(rest.len());
    let name = rest[..end].trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '.' | ':' | '"' | '\'' | ')' | '*' | '《' | '》' | ',')
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

/// True for one to five words that all begin with a capital.
pub(crate) fn is_title(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    (1..=5).contains(&words.len()) && words.iter().all(|w| w.starts_with(char::is_uppercase))
}

/// The catalogue's name for `name` where it knows one, else the name itself.
pub(crate) fn canonical(name: &str) -> String {
    agency(name).map_or_else(|| name.to_owned(), |a| a.name.to_owned())
}

/// The one word between two stretches of a line.
pub(crate) fn between<'a>(line: &'a Line, from: &str, to: &str) -> Option<&'a str> {
    let start = line.lower.find(from)? + from.len();
    let end = start + line.lower[start..].find(to)?;
    Some(line.plain[start..end].trim()).filter(|w| !w.is_empty() && !w.contains(' '))
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

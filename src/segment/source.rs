//! Source lines: `Source: X`, `Quelle: ntv.de, tkr/dpa`, `来源：新华社`.

use crate::model::CreditForm;
use crate::segment::credits::{Found, is_day, named};
use crate::segment::fold::{Line, lower};
use crate::segment::named::{address, desk_list, domain, house, houses, is_anybody};
use crate::segment::phrases::phrases;

/// The houses of a source line whose parts are not all agencies (`ntv.de, tkr/dpa`); nothing when none of them is one.
fn mixed(rest: &str) -> Option<Vec<(CreditForm, String)>> {
    let parts = rest.split([',', ';', '+']).map(str::trim);
    let mut agency = false;
    let mut out = Vec::new();
    for part in parts.filter(|p| !p.is_empty() && !is_anybody(p)) {
        match houses(part).or_else(|| desk_list(part)) {
            Some(list) => {
                agency = true;
                out.extend(named(CreditForm::SourceLine, &list));
            }
            None if is_office(&lower(part)) || is_day(part) => {}
            None => out.push((
                CreditForm::SourceLine,
                part.trim_end_matches('.').to_owned(),
            )),
        }
    }
    agency.then_some(out)
}

/// `Source: X`, `Via: X`.
pub(crate) fn source(line: &Line) -> Option<Found> {
    if line.words > 12 {
        return None;
    }
    let marks = ['(', ')', '[', ']', '*', ' ', '-'];
    let bare = line.plain.trim_start_matches(marks);
    let start = line.plain.len() - bare.len();
    let bare = bare.trim_end_matches(marks);
    let low = &line.lower[start..start + bare.len()];
    let rest = match phrases().source.after(low, bare) {
        Some(rest) => rest.trim(),
        None if low.starts_with("via ") && house(&bare[4..]).is_some() => &bare[4..],
        // `(Fonte ANSA)`: without its colon the word needs a house.
        None => {
            let (first, _) = low.split_once(' ')?;
            let word = format!("{first}:");
            if phrases().source.of(&word) != Some(&word) || houses(bare).is_some() {
                return None;
            }
            let rest = bare[first.len()..].trim();
            houses(rest).is_some().then_some(rest)?
        }
    };
    if rest.is_empty() {
        return None;
    }
    let url = address(rest);
    let wire = || phrases().wire_whole.get(&lower(rest));
    let list = houses(rest).or_else(|| houses(wire()?));
    let credits = match (&url, list) {
        (Some(url), _) => vec![(CreditForm::SourceLine, domain(url)?)],
        (None, Some(list)) => named(CreditForm::SourceLine, &list),
        (None, None) if is_anybody(rest) => vec![(CreditForm::SourceLine, String::new())],
        (None, None) if mixed(rest).is_some() => mixed(rest)?,
        // Where the figures come from, not the text.
        (None, None) if is_office(&lower(rest)) => Vec::new(),
        (None, None) if rest.starts_with(char::is_lowercase) && !rest.contains('.') => return None,
        (None, None) => vec![(
            CreditForm::SourceLine,
            rest.trim_end_matches(['.', ',']).to_owned(),
        )],
    };
    let mut found = Found::many(credits).weak();
    found.url = url;
    Some(found)
}

/// True for the name of one that counts or measures. A short word must be a whole one.
fn is_office(low: &str) -> bool {
    let whole = |w: &str| low.split(|c: char| !c.is_alphanumeric()).any(|t| t == w);
    phrases().offices.iter().any(|o| {
        let short = o.is_ascii() && o.len() <= 5;
        if short {
            whole(o)
        } else {
            low.contains(o.as_str())
        }
    })
}

//! Copyright lines: whose a text is said to be.

use crate::model::CreditForm;
use crate::segment::byline::last_agency;
use crate::segment::credits::Found;
use crate::segment::fold::Line;
use crate::segment::named::house;
use crate::segment::phrases::phrases;

/// `© 2021 X, Inc. All rights reserved.`
pub(crate) fn copyright(line: &Line) -> Option<Found> {
    if line.words > 60 {
        return None;
    }
    let words = phrases();
    // Behind a few marks at most (`™ & ©`).
    let low = line.lower.as_bytes();
    let sign = (0..=8.min(low.len())).find(|&at| {
        let rest = &low[at..];
        match rest.first() {
            Some(b'(') => rest.starts_with(b"(c) 2") || rest.starts_with(b"(c)") && line.words <= 6,
            Some(0xc2) => rest.starts_with("©".as_bytes()),
            Some(b'c') => rest.starts_with(b"copyright"),
            _ => false,
        }
    });
    let sign = match words.copyright.of(&line.lower) {
        Some(_) => 0,
        None => sign.or_else(|| behind_rights(line))?,
    };
    let mut rest = line.plain[sign..].trim();
    let mut marked = false;
    loop {
        let low = line.lower.get(line.plain.trim_end().len() - rest.len()..)?;
        let cut = if low.starts_with("(c)") {
            marked = true;
            3
        } else if let Some(opening) = words.copyright_skips.of(low) {
            opening.len()
        } else if let Some(c) = rest
            .chars()
            .next()
            .filter(|c| c.is_ascii_digit() || !c.is_alphanumeric())
        {
            marked |= c == '©' || c.is_ascii_digit();
            c.len_utf8()
        } else {
            break;
        };
        rest = &rest[cut..];
    }
    let low = line.lower.get(line.plain.trim_end().len() - rest.len()..)?;
    let end = words.copyright_ends.first(low).unwrap_or(rest.len());
    let name = rest[..end].trim().trim_end_matches(['.', ',', ';']);
    if name.is_empty()
        || name.split(' ').count() > 8
        || name.starts_with(char::is_lowercase) && house(name).is_none()
    {
        return None;
    }
    let known = house(name).map(|a| a.name).or_else(|| last_agency(name));
    // `(c) Jane Roe` is a picture's.
    let bare = line.lower[sign..].starts_with("(c)") && !line.lower[sign..].starts_with("(c) 2");
    if bare && house(name).is_none() {
        return None;
    }
    // A heading about copyright has neither sign nor year.
    if !marked && known.is_none() && !words.rights.iter().any(|r| line.lower.contains(r.as_str())) {
        return None;
    }
    let to = known.map_or_else(|| name.to_owned(), str::to_owned);
    Some(Found::strong(CreditForm::Copyright, to))
}

/// Where the sign stands behind a sentence about rights: `Tous droits réservés. © (2024) AFP`.
fn behind_rights(line: &Line) -> Option<usize> {
    // Few lines have a bracket, and one letter is found much faster than five.
    let typed = || {
        let from = line.lower.find('(')?;
        Some(from + line.lower[from..].find("(c) 2")?)
    };
    let at = line.lower.find('©').or_else(typed)?;
    let before = format!(" {}", &line.lower[..at]);
    let mut rights = phrases().rights.iter();
    rights.any(|r| before.contains(r.as_str())).then_some(at)
}

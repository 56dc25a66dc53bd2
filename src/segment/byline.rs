//! Bylines: who wrote a text, and for which house.

use crate::model::CreditForm;
use crate::segment::agencies::{Agency, is_known_outlet};
use crate::segment::beside::helped;
use crate::segment::credits::Found;
use crate::segment::dateline::{date_line, has_digit};
use crate::segment::fold::{Line, lower};
use crate::segment::named::{house, houses, is_anybody, is_title};
use crate::segment::phrases::{DateWord, phrases};

/// `By X`, `By A and B, CNN`, or a line that is an agency's name.
pub(crate) fn byline(line: &Line) -> Option<Found> {
    if line.words > 20 {
        return None;
    }
    let words = phrases();
    let short = line.words <= 6 && line.plain.len() <= 80 && !line.plain.ends_with(':');
    let lone = if short { houses(&line.plain) } else { None };
    let mut found = if let Some(list) = lone {
        listed(&list)
    } else if short && is_anybody(&line.plain) {
        Found::strong(CreditForm::Byline, "")
    } else if let Some(found) = Some(line).filter(|_| short).and_then(stationed) {
        found
    } else if let Some(found) = of_desk(line)
        .or_else(|| dated(line))
        .or_else(|| Some(&line.plain).filter(|_| short).and_then(|p| helped(p)))
    {
        found
    } else {
        let rest = words.byline.after(&line.lower, &line.plain)?;
        let rest =
            rest.trim_matches(|c: char| c == '"' || c == '|' || c == '-' || c.is_whitespace());
        let opens_like_a_name = rest
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase())
            || is_known_outlet(rest)
            || houses(rest).is_some();
        let wordy = line.is_final() && !is_known_outlet(rest) && !ends_in_abbreviation(rest);
        if rest.is_empty()
            || is_time(rest)
            || rest.len() > 160
            || wordy
            || !opens_like_a_name
            || !is_names(rest)
            || rest.ends_with([':', ',', ';', '"'])
        {
            return None;
        }
        named(rest)
    };
    found.weak = true;
    found.byline = true;
    Some(found)
}

/// `EFE / Lindemar`, `PARIS (AFP)`, `Jane Roe | AP`: an agency, and a place or somebody.
fn stationed(line: &Line) -> Option<Found> {
    let plain = &line.plain;
    if !plain.contains(['(', '/', '|', '-']) {
        return None;
    }
    if let Some((place, name)) = plain.strip_suffix(')').and_then(|p| p.rsplit_once('(')) {
        let place = place.trim();
        let shouted = !place.is_empty() && !place.chars().any(char::is_lowercase);
        let list = houses(name).filter(|_| shouted)?;
        let credits = list
            .iter()
            .map(|a| (CreditForm::Dateline, a.name.to_owned()));
        return Some(Found::many(credits.collect()));
    }
    if let Some((people, name)) = plain.split_once(" | ")
        && is_title(people)
        && (2..=4).contains(&people.split(' ').count())
        && let Some(list) = houses(name)
    {
        return Some(listed(&list));
    }
    let marks = [" / ", " | ", " - ", "/"];
    let (name, place) = marks.iter().find_map(|m| plain.split_once(m))?;
    let list = houses(name).filter(|_| is_title(place))?;
    Some(listed(&list))
}

/// `Redazione ANSA`, `Da redação, com Reuters`, `新华社记者 李明`: a desk of the house, or its reporters.
fn of_desk(line: &Line) -> Option<Found> {
    let words = phrases();
    if line.words > 10 || line.is_final() {
        return None;
    }
    if let Some(rest) = words.desks.after(&line.lower, &line.plain) {
        let list = houses(rest).map(|list| listed(&list));
        return list.or_else(|| is_anybody(rest).then(|| Found::strong(CreditForm::Partial, "")));
    }
    if line.plain.is_ascii() {
        return None;
    }
    let wire = words
        .wires
        .iter()
        .find(|w| !w.is_ascii() && line.plain.starts_with(w.as_str()))?;
    let rest = &line.plain[wire.len()..];
    let people = words.roles.iter().any(|r| rest.starts_with(r.as_str()));
    let pictures = rest.ends_with(['摄', '攝', '影']) || rest.contains("摄)");
    Some(listed(&[house(wire)?])).filter(|_| people && !pictures && line.plain.len() <= 90)
}

/// `AFP – Publié le 4 mars 2024 à 18:42`, `4. März 2024 | dpa`: an agency beside the day.
fn dated(line: &Line) -> Option<Found> {
    if line.words > 14 || !has_digit(&line.plain) {
        return None;
    }
    let plain = &line.plain;
    let is_day = |text: &str| date_line(&Line::new(text)).is_some();
    // `Publié le 4 mars 2024 par AFP`
    let by = plain.match_indices(' ').find_map(|(at, _)| {
        let name = phrases()
            .byline
            .after(&line.lower[at + 1..], &plain[at + 1..])?;
        houses(name).filter(|_| is_day(&plain[..at]))
    });
    if let Some(list) = by {
        return Some(listed(&list));
    }
    [" - ", " | ", ", ", " · ", " • ", " / ", " "]
        .iter()
        .find_map(|mark| {
            let first = plain.split_once(mark).filter(|(_, day)| is_day(day));
            let last = || plain.rsplit_once(mark).filter(|(day, _)| is_day(day));
            let name = first.map(|(name, _)| name);
            houses(name.or_else(|| last().map(|(_, name)| name))?)
        })
        .map(|list| listed(&list))
}

fn listed(list: &[&Agency]) -> Found {
    let credits = list
        .iter()
        .map(|a| (form_of(a.press_release), a.name.to_owned()));
    Found::many(credits.collect())
}

fn form_of(press_release: bool) -> CreditForm {
    if press_release {
        CreditForm::PressRelease
    } else {
        CreditForm::Byline
    }
}

/// Whom a byline's words credit.
fn named(rest: &str) -> Found {
    if is_anybody(rest) {
        return Found::strong(CreditForm::Byline, "");
    }
    if let Some(list) = houses(rest) {
        return listed(&list);
    }
    if let Some(found) = helped(rest) {
        return found;
    }
    // `Jane Roe, dpa und AFP` names both.
    let behind = rest.match_indices([',', '|', '(']).find_map(|(at, _)| {
        houses(rest[at + 1..].trim_matches([' ', ')'])).filter(|list| list.len() > 1)
    });
    if let Some(list) = behind {
        return listed(&list);
    }
    if let Some(agency) = last_agency(rest) {
        return Found::strong(CreditForm::Byline, agency);
    }
    if let Some((_, outlet)) = rest
        .rsplit_once([',', '|'])
        .filter(|(_, o)| is_known_outlet(o.trim()))
    {
        return Found::strong(CreditForm::Byline, outlet.trim());
    }
    Found::strong(CreditForm::Byline, rest)
}

/// The agency at the end of `A and B, CNN`, `Jane Roe | AP`, `Jane Roe of The Associated Press`, `Reuters Staff`.
pub(crate) fn last_agency(names: &str) -> Option<&'static str> {
    let words = phrases();
    let mut names = names.trim();
    let mut low = lower(names);
    for role in &words.roles {
        if low.ends_with(role.as_str()) {
            low.truncate(low.len() - role.len());
            names = &names[..low.len()];
        }
    }
    if let Some(a) = house(names) {
        return Some(a.name);
    }
    words
        .house_marks
        .iter()
        .filter_map(|mark| low.rfind(mark.as_str()).map(|at| &names[at + mark.len()..]))
        .find_map(house)
        .map(|a| a.name)
}

/// True when every word is capitalised, caseless, or one of the small words that stand between names.
pub(crate) fn is_names(text: &str) -> bool {
    let small = &phrases().name_small;
    text.split(|c: char| {
        c.is_whitespace() || matches!(c, '/' | ';' | ',' | '(' | ')' | '|' | '[' | ']')
    })
    .all(|w| {
        let bare = w.trim_matches(|c: char| !c.is_alphanumeric());
        bare.chars().next().is_none_or(|c| !c.is_lowercase())
            || small.contains(bare)
            || bare.contains(['.', '@'])
            || bare.contains('\'')
            || bare.contains("al-")
            || bare.contains("el-")
    })
}

/// True for what begins with a day: `Monday, Every Boat Was Gone`. A name may be a month's.
fn is_time(rest: &str) -> bool {
    let word = rest.split(' ').next().unwrap_or_default();
    let bare = lower(word.trim_end_matches(','));
    match phrases().dates.get(&bare) {
        Some(DateWord::Filler) => bare.len() > 3 || word.ends_with(','),
        Some(DateWord::Month(_)) => word.ends_with(','),
        _ => false,
    }
}

fn ends_in_abbreviation(text: &str) -> bool {
    let last = text
        .rsplit([' ', '.'])
        .find(|w| !w.is_empty())
        .unwrap_or("");
    text.ends_with('.') && last.chars().count() <= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(CreditForm, String)> {
        byline(&Line::new(text))?.credits.into_iter().next()
    }

    #[test]
    fn an_agency_beside_a_day_is_a_byline() {
        for text in [
            "AFP – Publié le 4 mars 2024 à 18:42",
            "4. März 2024 | AFP",
            "Publié le 4 mars 2024 par AFP",
            "AFP, 4.3.2024",
        ] {
            assert_eq!(
                read(text),
                Some((CreditForm::Byline, "AFP".to_owned())),
                "{text}"
            );
        }
        for text in ["CNN 10", "March 4, 2024", "AFP, Lindemar"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

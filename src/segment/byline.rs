//! Bylines: who wrote a text, and for which house.

use crate::model::CreditForm;
use crate::segment::agencies::{agency, agency_list, is_generic, is_known_outlet};
use crate::segment::credits::Found;
use crate::segment::fold::Line;

/// `By X`, `By A and B, CNN`, or a line that is an agency's name.
pub(crate) fn byline(line: &Line) -> Option<Found> {
    #[rustfmt::skip]
    const OPENINGS: &[&str] = &[
        "by ", "by: ", "written by ", "words by ", "von ", "por ", "par ", "di ", "door ", "от ", "автор: ", "автор ", "текст: ", "作者:", "作者 ",
        "文/", "记者 ", "记者:", "本报记者 ", "本报记者", "记者", "بقلم ", "بقلم: ", "كتب ", "كتبت ",
    ];
    if line.words > 20 {
        return None;
    }
    let mut found = if let Some(list) =
        agency_list(&line.plain).filter(|_| line.words <= 6 && !line.plain.ends_with(':'))
    {
        Found::many(
            list.iter()
                .map(|a| (form_of(a.press_release), a.name.to_owned()))
                .collect(),
        )
    } else if is_generic(&line.plain) {
        Found::strong(CreditForm::Byline, "")
    } else {
        let rest = OPENINGS.iter().find_map(|o| line.after(o))?;
        let rest =
            rest.trim_matches(|c: char| c == '"' || c == '|' || c == '-' || c.is_whitespace());
        let opens_like_a_name = rest
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase())
            || is_known_outlet(rest);
        let wordy = line.is_final() && !is_known_outlet(rest) && !ends_in_abbreviation(rest);
        if rest.is_empty()
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

fn form_of(press_release: bool) -> CreditForm {
    if press_release {
        CreditForm::PressRelease
    } else {
        CreditForm::Byline
    }
}

/// Whom a byline's words credit.
fn named(rest: &str) -> Found {
    if is_generic(rest) {
        return Found::strong(CreditForm::Byline, "");
    }
    if let Some(list) = agency_list(rest) {
        return Found::many(
            list.iter()
                .map(|a| (form_of(a.press_release), a.name.to_owned()))
                .collect(),
        );
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
    let mut names = names.trim();
    for role in [
        " Staff Writer",
        " Staff",
        " Writer",
        " Newsroom",
        " Reporter",
        " Correspondent",
        " staff",
        " writer",
        " correspondent",
        " reporter",
        " News Service",
    ] {
        names = names.strip_suffix(role).unwrap_or(names);
    }
    if let Some(a) = agency(names) {
        return Some(a.name);
    }
    [
        ", ", " | ", "|", "/", " (", " - ", " for ", " of ", " with ", " via ", "、", "; ",
    ]
    .iter()
    .filter_map(|mark| names.rfind(mark).map(|at| &names[at + mark.len()..]))
    .find_map(agency)
    .map(|a| a.name)
}

/// True when every word is capitalised, caseless, or one of the small words that stand between names.
pub(crate) fn is_names(text: &str) -> bool {
    #[rustfmt::skip]
    const SMALL: &[&str] = &[
        "and", "und", "et", "y", "e", "и", "with", "by", "for", "of", "in", "at", "from", "the", "de", "del", "della", "di", "da", "du", "des",
        "la", "le", "van", "von", "der", "den", "dem", "al", "bin", "ibn", "zu", "special", "to", "staff", "writer", "writers", "reporter",
        "correspondent", "contributor", "editor", "additional", "reporting", "writing", "editing", "edited", "written", "compiled", "mit", "für",
        "aus", "avec", "pour", "con", "para", "с", "для", "dpa", "afp", "wire", "reports", "senior", "via", "on", "as", "told",
    ];
    text.split(|c: char| {
        c.is_whitespace() || matches!(c, '/' | ';' | ',' | '(' | ')' | '|' | '[' | ']')
    })
    .all(|w| {
        let bare = w.trim_matches(|c: char| !c.is_alphanumeric());
        bare.chars().next().is_none_or(|c| !c.is_lowercase())
            || SMALL.contains(&bare)
            || bare.contains(['.', '@'])
            || bare.contains('\'')
            || bare.contains("al-")
            || bare.contains("el-")
    })
}

fn ends_in_abbreviation(text: &str) -> bool {
    let last = text
        .rsplit([' ', '.'])
        .find(|w| !w.is_empty())
        .unwrap_or("");
    text.ends_with('.') && last.chars().count() <= 3
}

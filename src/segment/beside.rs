//! A house that had an agency's help: `Le Figaro avec AFP`, `Lindemar Echo with agencies`.

use crate::model::CreditForm;
use crate::segment::agencies::is_known_outlet;
use crate::segment::credits::Found;
use crate::segment::fold::{Line, lower};
use crate::segment::named::{houses, is_anybody};
use crate::segment::phrases::phrases;

/// `Le Figaro avec AFP`: a house that had an agency's help. Of people the byline says so.
pub(crate) fn helped(names: &str) -> Option<Found> {
    let (left, right) = beside(names)?;
    let article = has_article(left);
    let site = left.contains('.') && !left.contains(' ');
    if !(article || site || is_known_outlet(left)) {
        return None;
    }
    Some(helped_by(right))
}

/// The same for a whole line whose house is known by `own` alone: `Lindemar Echo with AFP` on its own page.
pub(crate) fn own_helped(line: &Line, own: impl Fn(&str) -> bool) -> Option<Found> {
    let (_, right) = beside(&line.plain).filter(|(left, _)| line.words <= 8 && own(left))?;
    let mut found = helped_by(right);
    found.weak = true;
    found.byline = true;
    Some(found)
}

/// The part that the agencies had.
fn helped_by(names: &str) -> Found {
    let list = houses(names).unwrap_or_default();
    if list.is_empty() {
        return Found::strong(CreditForm::Partial, "");
    }
    let credits = list
        .iter()
        .map(|a| (CreditForm::Partial, a.name.to_owned()));
    Found::many(credits.collect())
}

/// True when a byline names a house of which `own` is true, with an agency's help.
pub(crate) fn helper(printed: &str, own: impl Fn(&str) -> bool) -> bool {
    let line = Line::new(printed);
    let names = phrases().byline.after(&line.lower, &line.plain);
    beside(names.unwrap_or(&line.plain)).is_some_and(|(left, _)| own(left))
}

/// The two sides of `X avec AFP`, `X mit Agenturmaterial`, when agencies stand on the right.
fn beside(names: &str) -> Option<(&str, &str)> {
    let low = lower(names);
    names
        .match_indices(' ')
        .filter_map(|(at, _)| {
            let right = phrases().partial.after(&low[at + 1..], &names[at + 1..])?;
            let left = names[..at].trim_end_matches([',', ' ']);
            let known = houses(right).is_some() || is_anybody(right);
            (known && !left.is_empty()).then_some((left, right))
        })
        .next()
}

/// True for a name that begins with an article and a capital, as houses are called and people are not.
fn has_article(name: &str) -> bool {
    let articles = [
        "The ", "Der ", "Die ", "Das ", "Le ", "La ", "Les ", "L'", "El ", "Los ", "Las ", "Il ",
    ];
    articles
        .iter()
        .filter_map(|a| name.strip_prefix(a))
        .any(|rest| rest.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::byline::byline;

    fn read(text: &str) -> Option<(CreditForm, String)> {
        byline(&Line::new(text))?.credits.into_iter().next()
    }

    #[test]
    fn a_house_with_an_agency_had_its_help_and_a_person_with_one_writes_for_it() {
        let partial = |to: &str| Some((CreditForm::Partial, to.to_owned()));
        for text in [
            "Par Le Figaro avec AFP",
            "Le Phare avec AFP",
            "tagesschau.de mit AFP",
        ] {
            assert_eq!(read(text), partial("AFP"), "{text}");
        }
        assert_eq!(read("Da Redação, com agências"), partial(""));
        assert_eq!(
            read("Par Jeanne Dow avec AFP"),
            Some((CreditForm::Byline, "AFP".to_owned()))
        );
        assert!(helper("Von Küstenpost mit dpa", |o| o == "Küstenpost"));
        assert!(!helper("Von Jan Dow, dpa", |_| true));
        let echo = Line::new("Lindemar Echo with AFP");
        assert!(read(&echo.plain).is_none());
        assert!(own_helped(&echo, |o| o == "Lindemar Echo").is_some());
        assert!(own_helped(&echo, |_| false).is_none());
    }
}

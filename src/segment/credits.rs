//! Credit lines: the forms newsrooms use, read from one line.
//!
//! Whether a weak form counts depends on where it stands; that is decided where the whole article is seen.

use crate::model::CreditForm;
use crate::segment::agencies::{Agency, agency, is_known_outlet};
use crate::segment::byline::{byline, is_names, last_agency};
use crate::segment::copyright::copyright;
use crate::segment::dateline::is_date_word;
use crate::segment::fold::{Line, lower};
use crate::segment::licence::licence;
use crate::segment::named::{
    address, canonical, desk_list, domain, house, houses, is_anybody, is_title, name_of, unquoted,
};
use crate::segment::phrases::{Around, Hint, phrases, undecorated};
use crate::segment::source::source;

/// What one line credits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// The forms and whom they name; may be empty for a line that credits people only.
    pub(crate) credits: Vec<(CreditForm, String)>,
    /// The address it links to.
    pub(crate) url: Option<String>,
    /// True for forms that count only near the article's ends.
    pub(crate) weak: bool,
    /// True for a line that says who wrote the text.
    pub(crate) byline: bool,
    /// True when a link may follow in the next block (`Original url:`).
    pub(crate) wants_link: bool,
    /// The terms of the licence that it names, as printed.
    pub(crate) licence: Option<String>,
}

impl Found {
    /// A form that counts wherever the line stands.
    pub(crate) fn strong(form: CreditForm, to: impl Into<String>) -> Self {
        Self::many(vec![(form, to.into())])
    }

    /// Several credits of one line.
    pub(crate) fn many(credits: Vec<(CreditForm, String)>) -> Self {
        Self {
            credits,
            url: None,
            weak: false,
            byline: false,
            wants_link: false,
            licence: None,
        }
    }

    /// The same, counting only near the article's ends.
    pub(crate) fn weak(mut self) -> Self {
        self.weak = true;
        self
    }
}

/// Reads the credit that a line is, if it is one.
pub(crate) fn credit_line(line: &Line) -> Option<Found> {
    if line.words == 0 || line.words > 70 {
        return None;
    }
    let mut hinted = Hinted::default();
    phrases().hints.each(line, |hint, at, len| {
        let slot = match hint {
            Hint::Contributed => &mut hinted.contributed,
            Hint::Contains => &mut hinted.contains,
            Hint::Terms => &mut hinted.terms,
            Hint::Wire => &mut hinted.wire,
            Hint::Around => &mut hinted.around,
        };
        slot.get_or_insert((at, len));
    });
    let found = wire(line, &hinted)
        .or_else(|| original(line))
        .or_else(|| republished(line))
        .or_else(|| sign_off(line))
        .or_else(|| partial(line, &hinted))
        .or_else(|| copyright(line))
        .or_else(|| source(line))
        .or_else(|| byline(line));
    let Some((at, len)) = hinted.terms else {
        return found;
    };
    let republished = found.as_ref().is_some_and(|f| {
        let mut forms = f.credits.iter().map(|(form, _)| *form);
        forms.any(|f| matches!(f, CreditForm::Republication | CreditForm::Copyright))
    });
    match (found, licence(line, at, len, republished)) {
        (Some(found), licence) => Some(Found { licence, ..found }),
        (None, None) => None,
        (None, licence) => Some(Found {
            licence,
            ..Found::many(Vec::new()).weak()
        }),
    }
}

/// Phrases that stand somewhere in the line, each with its place and length.
#[derive(Default)]
struct Hinted {
    contributed: Option<(usize, usize)>,
    contains: Option<(usize, usize)>,
    terms: Option<(usize, usize)>,
    wire: Option<(usize, usize)>,
    around: Option<(usize, usize)>,
}

/// Lines that only wires put there.
fn wire(line: &Line, hinted: &Hinted) -> Option<Found> {
    let words = phrases();
    let bare = undecorated(&line.lower);
    if line.words <= 8
        && let Some(to) = words.wire_whole.get(bare)
    {
        return Some(Found::strong(CreditForm::WireFurniture, to));
    }
    // `(c)AFP/Jane Roe` signs a text like `(c)AFP`.
    if line.words <= 6
        && line.lower.starts_with("(c)")
        && let Some(to) = bare
            .split_once('/')
            .and_then(|(n, _)| words.wire_whole.get(n))
    {
        return Some(Found::strong(CreditForm::WireFurniture, to));
    }
    if line.words > 20 {
        return None;
    }
    let around = || {
        words.wire_around.iter().find_map(|(sides, to)| {
            let name = between(line, sides).filter(|n| !n.contains(' '))?;
            Some((name, to))
        })
    };
    if let Some((name, to)) = hinted
        .wire
        .filter(|_| line.words <= 14)
        .and_then(|_| around())
    {
        let whole = house(name).is_some_and(|a| a.name == to);
        let broken = !whole && name.starts_with(char::is_uppercase);
        if whole || broken {
            let form = if whole {
                CreditForm::WireFurniture
            } else {
                CreditForm::Mangled
            };
            return Some(Found::strong(form, to));
        }
    }
    let release = words.press.of(bare).and_then(|p| words.press_of.get(p));
    let held = || {
        let mut holds = words.press_holds.iter();
        holds
            .find(|(phrase, _)| bare.contains(phrase.as_str()))
            .map(|(_, to)| to)
    };
    if let Some(to) = release.or_else(|| hinted.wire.and_then(|_| held())) {
        return Some(Found::strong(CreditForm::PressRelease, to));
    }
    let who = words
        .press_sources
        .iter()
        .find_map(|s| line.plain.strip_prefix(s.as_str()))
        .filter(|who| {
            line.words <= 10 && !line.is_final() && !who.starts_with(char::is_lowercase)
        })?;
    Some(Found::strong(CreditForm::PressRelease, who.trim()))
}

/// The stretch between two sides, the second of which may be empty: then a word.
fn between<'a>(line: &'a Line, (before, after): &Around) -> Option<&'a str> {
    let start = line.lower.find(before.as_str())? + before.len();
    let rest = &line.lower[start..];
    let end = if after.is_empty() {
        rest.find([' ', '.', ',']).unwrap_or(rest.len())
    } else {
        rest.find(after.as_str())?
    };
    Some(line.plain[start..start + end].trim()).filter(|w| !w.is_empty())
}

/// `Original url: …`, `Read the original article on X`.
fn original(line: &Line) -> Option<Found> {
    if line.words > 14 {
        return None;
    }
    let rest = phrases().originals.after(&line.lower, &line.plain)?;
    let url = address(rest);
    let name = led(rest.trim_start_matches([':', ' ']));
    let to = match &url {
        Some(url) => domain(url).unwrap_or_default(),
        None => name_of(name),
    };
    if to.is_empty() && !rest.trim_end().ends_with(':') && !rest.trim().is_empty() {
        return None;
    }
    let no_name = |c: char| c.is_ascii_digit() || c.is_lowercase();
    if url.is_none() && to.starts_with(no_name) && !to.contains('.') && !is_known_outlet(&to) {
        return None;
    }
    let mut found = Found::strong(CreditForm::Republication, to);
    found.wants_link = url.is_none();
    found.url = url;
    Some(found)
}

/// What is left of `rest` behind the words that lead to a name (`by `, `in der `).
fn led(mut rest: &str) -> &str {
    loop {
        // In its own case: `Die Küstenpost` keeps its article.
        match phrases().leads.after(rest, rest) {
            Some(next) => rest = next.trim_start(),
            None => return rest,
        }
    }
}

/// `This article was originally published by X`.
fn republished(line: &Line) -> Option<Found> {
    if line.words > 40 {
        return None;
    }
    let words = phrases();
    // The opening is tested first: it is cheap, and almost every paragraph fails it.
    let opened = line
        .lower
        .trim_start_matches(|c: char| !c.is_alphanumeric());
    let subject = words.subjects.of(opened).is_some();
    let direct = line.words <= 20 && words.verb_first.of(opened).is_some();
    if !subject && !direct {
        return None;
    }
    let around = words
        .republished
        .iter()
        .filter(|(before, _)| opened.starts_with(before.as_str()))
        .find_map(|sides| between(line, sides));
    if let Some(name) = around.filter(|n| n.len() <= 90) {
        let rest = behind_day(led(name)).map_or(name, led);
        let name = name_of(led(rest));
        let fits = !name.is_empty() && !name.starts_with(char::is_lowercase) && !is_day(&name);
        return fits.then(|| Found::strong(CreditForm::Republication, canonical(unquoted(&name))));
    }
    let (at, verb) = words
        .verbs
        .iter()
        .filter_map(|v| line.lower.find(v).map(|at| (at, v.len())))
        .min_by_key(|&(at, len)| (at, std::cmp::Reverse(len)))?;
    if at > 90 {
        return None;
    }
    // Something that was first published decades ago inside a sentence is no credit: the verb must lead to a name.
    let mut rest = led(line.plain[at + verb..].trim_start());
    if let Some(after) = dated_then(rest).or_else(|| behind_day(rest)) {
        rest = led(after);
    }
    rest = rest.strip_prefix("the ").unwrap_or(rest);
    let url = address(rest);
    let mut to = name_of(rest);
    // A day is no name: then the house may stand in front (`This report by The Canadian Press was first published March 4`).
    if to.is_empty() || is_day(&to) {
        to = writer(line, opened, at).unwrap_or_default();
    }
    if let Some(domain) = url
        .as_deref()
        .and_then(domain)
        .filter(|_| to.is_empty() || to.contains("://"))
    {
        to = domain;
    }
    if to.is_empty()
        || to.chars().next().is_some_and(|c| {
            c.is_ascii_digit() || c.is_lowercase() && !is_known_outlet(&to) && !to.contains('.')
        })
    {
        return None;
    }
    let mut found = Found::strong(CreditForm::Republication, canonical(&to));
    found.url = url;
    Some(found)
}

/// True for `March 4`, `4. März 2021`: words of a day with a number among them.
pub(crate) fn is_day(name: &str) -> bool {
    name.contains(|c: char| c.is_ascii_digit())
        && name.split_whitespace().all(|w| is_date_word(&lower(w)))
}

/// The house between the subject and the verb at `to`: `This report by The Canadian Press was`. A person's name there credits nobody.
fn writer(line: &Line, opened: &str, to: usize) -> Option<String> {
    let words = phrases();
    let subject = words.subjects.of(opened)?.len();
    let from = line.lower.len() - opened.len() + subject;
    let stretch = line.plain.get(from..to)?.trim_start();
    let names = words.leads.after(stretch, stretch)?;
    let capital = |w: &&str| w.starts_with(|c: char| c.is_uppercase() || c == '"');
    let name: Vec<&str> = names.split(' ').take_while(capital).collect();
    let name = name.join(" ");
    let name = unquoted(name.trim_end_matches(','));
    let article = name.strip_prefix("The ").is_some_and(is_title);
    (article || house(name).is_some() || is_known_outlet(name)).then(|| canonical(name))
}

/// Skips `March 4, 2021, by ` in front of a name.
fn dated_then(rest: &str) -> Option<&str> {
    let at = rest
        .find(" by ")
        .or_else(|| rest.find(" on "))
        .or_else(|| rest.find(" in "))?;
    crate::segment::dateline::day_in(&rest[..at])?;
    Some(rest[at + 4..].trim_start())
}

/// What stands behind a day at the start of `rest` (`4. März 2024 in der …`); `rest` stands behind the words that lead to it.
fn behind_day(rest: &str) -> Option<&str> {
    let mut words = rest.match_indices(' ').map(|(at, _)| at);
    let mut from = 0;
    let mut end = None;
    for at in words.by_ref().take(8) {
        let word = rest[from..at].trim_end_matches(',');
        if !is_date_word(&lower(word)) && phrases().leads.of(&rest[from..]).is_none() {
            break;
        }
        if word.contains(|c: char| c.is_ascii_digit()) {
            end = Some(at + 1);
        }
        from = at + 1;
    }
    rest.get(end?..)
}

/// `Reporting by …; Editing by …`
fn sign_off(line: &Line) -> Option<Found> {
    let words = phrases();
    let opened = line.lower.trim_start_matches(['(', '-', ' ', '[']);
    if let Some(opening) = words.sign_off.of(opened)
        && is_names(&line.plain)
    {
        let cased = line.plain.chars().any(char::is_uppercase);
        // Where no capital tells a name from a word, a colon or a second phrase must.
        let told = || {
            let rest = &opened[opening.len()..];
            let parts = rest.split(['-', ';', '؛', '،', '、', '(']).skip(1);
            opening.trim_end().ends_with(':')
                || parts
                    .map(str::trim_start)
                    .any(|p| words.sign_off.of(p).is_some())
        };
        if cased || line.words <= 14 && !line.is_final() && told() {
            return Some(signed(line));
        }
    }
    if is_people(line) {
        return Some(signed(line));
    }
    // `ire/dpa/Reuters`: the signs of people and the agencies they wrote with.
    if let Some(list) = desk_list(&line.plain) {
        return Some(Found::many(named(CreditForm::SignOff, &list)).weak());
    }
    // `bur-ab/cd`, `ab/cd/ef`: the initials of an AFP desk.
    let bare = line.plain.trim_matches(['(', ')']);
    let initials =
        |s: &str| (2..=4).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_lowercase());
    let desk = bare.starts_with("bur-") || bare.split('/').count() >= 3;
    (desk && bare.len() <= 24 && bare.contains('/') && bare.split(['/', '-']).all(initials))
        .then(|| Found::strong(CreditForm::SignOff, "").weak())
}

/// A sign-off, with the agency that it names in its last bracket or at its end.
fn signed(line: &Line) -> Found {
    let bracket = line.plain.rfind('(');
    let named = bracket
        .and_then(|n| house(&line.plain[n..]))
        .map(|a| a.name)
        .or_else(|| last_agency(&line.plain));
    Found::strong(CreditForm::SignOff, named.unwrap_or_default())
}

/// `(Jane Roe; edited by Jan Dow)`, `（佐伯里奈　編集：森川拓）`: names in brackets, one of them behind a sign-off's words.
fn is_people(line: &Line) -> bool {
    // The wire's own date may follow: `）1130514`.
    let behind = |c: char| c.is_ascii_digit() || matches!(c, '.' | ' ');
    let low = line.lower.trim_end_matches(behind);
    let plain = &line.plain[..low.len()];
    if line.words > 45 || !plain.starts_with(['(', '[']) || !plain.ends_with([')', ']']) {
        return false;
    }
    let inside = 1..plain.len() - 1;
    let (Some(plain), Some(low)) = (plain.get(inside.clone()), low.get(inside)) else {
        return false;
    };
    if plain.contains(['!', '?', '。', '"']) || !is_names(plain) {
        return false;
    }
    let marks = |c: char| matches!(c, ',' | ';' | '.' | '/' | '|' | '؛' | '、' | '-' | '(');
    let starts = |apart: &dyn Fn(char) -> bool| -> Vec<usize> {
        let behind = low.char_indices().filter(|&(_, c)| apart(c));
        let behind = behind.map(|(at, c)| at + c.len_utf8());
        std::iter::once(0).chain(behind).collect()
    };
    let cased = plain.chars().any(char::is_uppercase);
    let phrase = |at: usize| {
        let blank = low[at..].len() - low[at..].trim_start().len();
        let phrase = phrases().sign_off.of(&low[at + blank..])?;
        let name = plain[at + blank + phrase.len()..].trim_start();
        (!name.is_empty() && !name.starts_with(char::is_lowercase)).then_some(phrase)
    };
    let told = starts(&marks).into_iter().filter_map(phrase).count();
    let colon = || {
        let words = starts(&|c| marks(c) || c == ' ');
        let mut found = words.into_iter().filter_map(phrase);
        found.any(|p| p.trim_end().ends_with([':', '/']))
    };
    // Where no capital tells a name from a word, a colon or a second phrase must.
    told >= if cased { 1 } else { 2 } || colon()
}

/// `X contributed to this report`, `With inputs from PTI`, `Avec AFP`.
fn partial(line: &Line, hinted: &Hinted) -> Option<Found> {
    if line.words > 45 {
        return None;
    }
    let words = phrases();
    if let Some((at, _)) = hinted.contributed {
        let tail = &line.lower[at..];
        if tail.split(' ').count() > 12 || !line.plain.starts_with(|c: char| !c.is_lowercase()) {
            return None;
        }
        let credits = partly(&line.plain[..at]);
        if credits.is_empty() && is_anybody(&line.plain[..at]) {
            return Some(Found::strong(CreditForm::Partial, ""));
        }
        return Some(Found::many(credits));
    }
    if let Some((at, len)) = hinted
        .contains
        .filter(|(at, _)| line.words <= 30 && line.lower[..*at].chars().count() < 30)
    {
        let rest = &line.plain[at + len..];
        let credits = partly(rest.split(" was used").next().unwrap_or(rest));
        if !credits.is_empty() || line.lower.starts_with("contributing: ") {
            return Some(Found::many(credits));
        }
    }
    let around = || {
        let mut sides = words.contributed_around.iter();
        sides.find_map(|s| between(line, s))
    };
    if line.words > 12 || line.plain.len() > 160 {
        return None;
    }
    if let Some(list) = hinted.around.and_then(|_| around()).and_then(houses) {
        return Some(Found::many(named(CreditForm::Partial, &list)));
    }
    let mark = |c: char| !c.is_alphanumeric() && c != '、';
    let bare = line.plain.trim_start_matches(mark);
    let start = line.plain.len() - bare.len();
    let bare = bare.trim_end_matches(mark);
    let low = &line.lower[start..start + bare.len()];
    let opened = words.partial.after(low, bare);
    let rest = opened.unwrap_or(bare);
    let close = |rest: &str| {
        let low = &low[low.len() - rest.len()..];
        let mut ends = words.partial_ends.iter();
        ends.find(|e| low.ends_with(e.as_str()))
            .map(|e| rest.len() - e.len())
    };
    let closed = close(rest).map(|n| rest[..n].trim_end());
    if opened.is_none() && closed.is_none() {
        return None;
    }
    if is_anybody(rest) || closed.is_some_and(is_anybody) {
        return Some(Found::strong(CreditForm::Partial, "").weak());
    }
    let list = houses(rest).or_else(|| houses(closed?))?;
    Some(Found::many(named(CreditForm::Partial, &list)).weak())
}

/// One credit for each agency of a list.
pub(crate) fn named(form: CreditForm, list: &[&Agency]) -> Vec<(CreditForm, String)> {
    list.iter().map(|a| (form, a.name.to_owned())).collect()
}

/// The outlets among the names of a partial credit: agencies, and the owner in `CNN's Jane Roe`.
fn partly(names: &str) -> Vec<(CreditForm, String)> {
    let mut out: Vec<(CreditForm, String)> = Vec::new();
    let mut add = |name: String| {
        if !name.is_empty() && !out.iter().any(|(_, n)| *n == name) {
            out.push((CreditForm::Partial, name));
        }
    };
    for part in names
        .split([',', ';'])
        .flat_map(|p| p.split(" and "))
        .flat_map(|p| p.split("and the "))
        .flat_map(|p| p.split(" und "))
        .flat_map(|p| p.split(" et "))
        .flat_map(|p| p.split(" y "))
        .flat_map(|p| p.split(" e "))
        .flat_map(|p| p.split(" и "))
    {
        let part = part
            .trim()
            .trim_start_matches(['•', '-', '*', '(', '⦁', ' ']);
        if let Some(known) = house(part).or_else(|| house(part.trim_end_matches(['.', ')']))) {
            add(known.name.to_owned());
        } else if let Some((owner, _)) = part.split_once("'s ").or_else(|| part.split_once("' ")) {
            let owner = owner.trim();
            if owner.split(' ').count() <= 4 && owner.starts_with(char::is_uppercase) {
                add(canonical(owner));
            }
        } else if let Some(house) = part
            .strip_prefix("The ")
            .or_else(|| part.strip_prefix("the "))
            .filter(|h| is_title(h))
        {
            // The name of a person takes no article, that of a house does.
            add(canonical(house));
        } else {
            // `Associated Press writer Jane Roe`: the longest agency that the words open with.
            let opening: Vec<usize> = part.match_indices(' ').map(|(n, _)| n).take(4).collect();
            if let Some(a) = opening.iter().rev().find_map(|&n| agency(&part[..n])) {
                add(a.name.to_owned());
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use CreditForm as F;

    fn read(text: &str) -> Option<(CreditForm, String)> {
        credit_line(&Line::new(text))?.credits.into_iter().next()
    }

    #[test]
    fn the_forms_of_credit_are_read() {
        for (text, form, to) in [
            ("By [ANP](#)", F::Byline, "ANP"),
            ("By Jane Roe and Jan Dow, CNN", F::Byline, "CNN"),
            ("Von Jan Dow, dpa", F::Byline, "dpa"),
            ("By Lindemar Echo", F::Byline, "Lindemar Echo"),
            ("By Jane Roe | The Associated Press", F::Byline, "AP"),
            ("By Reuters Staff", F::Byline, "Reuters"),
            ("Afp Afp", F::Byline, "AFP"),
            ("Agencies", F::Byline, ""),
            ("PRNewswire", F::PressRelease, "PR Newswire"),
            (
                "This article was originally published by Lindemar Echo.",
                F::Republication,
                "Lindemar Echo",
            ),
            (
                "This story originally appeared on FerryDesk.com.",
                F::Republication,
                "FerryDesk.com",
            ),
            (
                "This article is republished from The Conversation under a Creative Commons license.",
                F::Republication,
                "The Conversation",
            ),
            (
                "Editor's note: This column first appeared in the Lindemar Echo.",
                F::Republication,
                "Lindemar Echo",
            ),
            (
                "Dieser Artikel erschien zuerst bei Lindemar Echo.",
                F::Republication,
                "Lindemar Echo",
            ),
            (
                "Original url: <https://news.echo.co.uk/2021/03/04/x>",
                F::Republication,
                "echo.co.uk",
            ),
            ("Source: Lindemar Echo", F::SourceLine, "Lindemar Echo"),
            ("(Quelle: dpa)", F::SourceLine, "dpa"),
            ("Источник: ТАСС", F::SourceLine, "TASS"),
            ("来源：新华社", F::SourceLine, "Xinhua"),
            ("المصدر: رويترز", F::SourceLine, "Reuters"),
            ("Πηγή: Ακταία Εφημερίδα", F::SourceLine, "Ακταία Εφημερίδα"),
            ("出典：港ヶ丘新報", F::SourceLine, "港ヶ丘新報"),
            ("部分内容转载自云桥晚报", F::Republication, "云桥晚报"),
            (
                "The passage above first appeared in the Lindemar Echo: https://echo.example/1",
                F::Republication,
                "Lindemar Echo",
            ),
            ("The Echo contributed to this report.", F::Partial, "Echo"),
            ("Avec AFP", F::Partial, "AFP"),
            ("(With PTI inputs)", F::Partial, "PTI"),
            ("AFP contributed to this report.", F::Partial, "AFP"),
            (
                "CNN’s Jan Dow contributed to this report",
                F::Partial,
                "CNN",
            ),
            (
                "Associated Press writer Jane Roe contributed to this report.",
                F::Partial,
                "AP",
            ),
            (
                "Reporting by Jane Roe and Jan Dow; Editing by Ann Poe",
                F::SignOff,
                "",
            ),
            (
                "© 2021 Cable News Network, Inc., a Ferry Company. All rights reserved.",
                F::Copyright,
                "CNN",
            ),
            (
                "Copyright 2021 The Associated Press. All rights reserved.",
                F::Copyright,
                "AP",
            ),
            (
                "Copyright © 2021 Lindemar Echo, LLC. Click here for more.",
                F::Copyright,
                "Lindemar Echo",
            ),
            ("The-CNN-Wire", F::WireFurniture, "CNN"),
            ("(c)AFP/Jane ROE", F::WireFurniture, "AFP"),
            (
                "Tous droits réservés. © (2024) Agence France-Presse",
                F::Copyright,
                "AFP",
            ),
            (
                "This report by The Harbour Press was first published March 4, 2024.",
                F::Republication,
                "The Harbour Press",
            ),
            (
                "Оригинал статьи опубликован в газете «Портовые вести»",
                F::Republication,
                "Портовые вести",
            ),
            (
                "نُشر هذا المقال أولاً في موقع «الميناء»",
                F::Republication,
                "الميناء",
            ),
            ("Quelle: tkr/dpa", F::SourceLine, "dpa"),
            ("(Fonte ANSA)", F::SourceLine, "ANSA"),
            ("来源：新华社客户端", F::SourceLine, "Xinhua"),
            ("(c)時事通信社", F::Copyright, "Jiji"),
            ("Agencies contributed to this report", F::Partial, ""),
            (
                "Dieser Artikel wurde zuerst am 4. März 2024 in der Zeitung „Küstenpost“ veröffentlicht.",
                F::Republication,
                "Küstenpost",
            ),
            (
                "Cet article a été publié pour la première fois le 4 mars 2024 dans Le Phare.",
                F::Republication,
                "Le Phare",
            ),
            ("ire/dpa", F::SignOff, "dpa"),
            ("(Иван Лужин. Редактор Анна Сомова)", F::SignOff, ""),
            ("（佐伯里奈　編集：森川拓）", F::SignOff, ""),
            (
                "(Por Ana Roa, em Porto; reportagem adicional de Rui Dow; edição de Lia Poe)",
                F::SignOff,
                "",
            ),
            (
                "При подготовке статьи использованы материалы агентства «Франс Пресс».",
                F::Partial,
                "AFP",
            ),
            (
                "Our Standards: The Thomson Reuters Trust Principles.",
                F::WireFurniture,
                "Reuters",
            ),
            (
                "Our standards: The Thomson Gateway Trust Principles.",
                F::Mangled,
                "Reuters",
            ),
        ] {
            assert_eq!(read(text), Some((form, to.to_owned())), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_credit_is_none() {
        for text in [
            "By the time the ferry came, nobody was left.",
            "By the numbers",
            "The captain told AFP that he would stay.",
            "According to AP, the ferry sank.",
            "Interfax reported the loss first.",
            "Her first novel, first published in 1961, sold well.",
            "Reporting by the newspaper showed that the ferry was old.",
            "AP courses are popular.",
            "With that, he left.",
            "(KMIZ)",
            "portal",
            "The source: a ferry captain who saw it all and will not be named here.",
            "By Monday, it was over.",
            "Con artists came too.",
            "(Jane Roe and Jan Dow)",
            "(c) Jane Roe",
            "Source close to the port",
            "Dieser Artikel wurde zuerst im Rat besprochen und dann verteilt.",
            "(He came; edited by night, it was gone)",
            "(ترجمة غير رسمية)",
            "This report by Jane Roe was first published March 4, 2024.",
            "Le quai des Tanneurs. © AFP",
            "The original article appeared in 1998 and was long.",
            "The copyright belongs to the port.",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

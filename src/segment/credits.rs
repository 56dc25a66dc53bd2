//! Credit lines: the forms newsrooms use, read from one line.
//!
//! Whether a weak form counts depends on where it stands; that is decided where the whole article is seen.

use crate::model::CreditForm;
use crate::segment::agencies::{agency, agency_list, is_generic, is_known_outlet};
use crate::segment::byline::{byline, is_names, last_agency};
use crate::segment::fold::{Line, head, holds_any, opens};
use crate::segment::named::{address, between, canonical, domain, is_title, name_of};

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
        }
    }

    fn weak(mut self) -> Self {
        self.weak = true;
        self
    }
}

/// Reads the credit that a line is, if it is one.
pub(crate) fn credit_line(line: &Line) -> Option<Found> {
    if line.words == 0 || line.words > 70 {
        return None;
    }
    wire(line)
        .or_else(|| original(line))
        .or_else(|| republished(line))
        .or_else(|| sign_off(line))
        .or_else(|| partial(line))
        .or_else(|| copyright(line))
        .or_else(|| source(line))
        .or_else(|| byline(line))
}

/// Lines that only wires put there.
fn wire(line: &Line) -> Option<Found> {
    let bare = line.lower.trim_matches(|c: char| !c.is_alphanumeric());
    if matches!(
        bare,
        "the-cnn-wire" | "cnn newsource" | "cnn wire" | "the cnn wire"
    ) {
        return Some(Found::strong(CreditForm::WireFurniture, "CNN"));
    }
    if line.words <= 12
        && let Some(broken) = between(line, "thomson ", " trust principles")
    {
        let form = if broken == "Reuters" {
            CreditForm::WireFurniture
        } else {
            CreditForm::Mangled
        };
        return Some(Found::strong(form, "Reuters"));
    }
    if line.words <= 20
        && (bare.starts_with("view original content") || bare.contains("prnewswire.com/"))
    {
        return Some(Found::strong(CreditForm::PressRelease, "PR Newswire"));
    }
    if line.words <= 20 && bare.starts_with("view source version on businesswire") {
        return Some(Found::strong(CreditForm::PressRelease, "Business Wire"));
    }
    let who = line
        .plain
        .strip_prefix("SOURCE ")
        .filter(|_| line.words <= 10 && !line.is_final())?;
    Some(Found::strong(CreditForm::PressRelease, who.trim()))
}

/// `Original url: …`, `Read the original article on X`.
fn original(line: &Line) -> Option<Found> {
    #[rustfmt::skip]
    const OPENINGS: &[&str] = &[
        "original url", "original link", "original article", "original source", "original post", "originally published at",
        "read the original article", "read the original story", "read the full article on", "read the full story on", "read the original at",
        "read the original on", "originalartikel", "zum originalartikel", "original-url", "lien original", "article original", "url original",
        "enlace original", "artículo original", "ссылка на оригинал", "оригинал статьи", "оригинал:", "оригинал материала", "источник оригинала",
        "原文链接", "原文地址", "原文网址", "原文连结", "原文:", "الرابط الأصلي", "المقال الأصلي",
    ];
    if line.words > 14 {
        return None;
    }
    let opening = OPENINGS.iter().find(|o| opens(&line.lower, o))?;
    let rest = &line.plain[opening.len()..];
    let url = address(rest);
    let name = rest.trim_start_matches([':', ' ']);
    let name = ["at ", "on ", "from ", "in ", "by "]
        .iter()
        .find_map(|p| name.strip_prefix(p))
        .unwrap_or(name);
    let to = match &url {
        Some(url) => domain(url).unwrap_or_default(),
        None => name_of(name),
    };
    if to.is_empty() && !rest.trim_end().ends_with(':') && !rest.trim().is_empty() {
        return None;
    }
    let mut found = Found::strong(CreditForm::Republication, to);
    found.wants_link = url.is_none();
    found.url = url;
    Some(found)
}

/// `This article was originally published by X`.
fn republished(line: &Line) -> Option<Found> {
    #[rustfmt::skip]
    const VERBS: &[&str] = &[
        "originally published", "originally appeared", "originally ran", "originally written for", "first appeared", "first published",
        "first ran", "republished from", "republished with permission from", "republished with permission of",
        "republished with the permission of", "reprinted with permission from", "reprinted with permission of", "reprinted from", "reposted from",
        "syndicated from", "is republished", "was produced by", "was provided by", "erschien zuerst", "erschien ursprünglich", "zuerst erschienen",
        "ursprünglich erschienen", "zuerst veröffentlicht", "ursprünglich veröffentlicht", "initialement publié", "publié initialement",
        "d'abord été publié", "publié à l'origine", "initialement paru", "d'abord paru", "publicado originalmente", "publicó originalmente",
        "apareció originalmente", "originalmente publicado", "впервые опубликован", "впервые опубликована", "изначально опубликован",
        "первоначально опубликован", "原载于", "原载", "首发于", "转载自", "轉載自", "本文来自", "نشر هذا المقال أولا", "نشر هذا المقال لأول مرة", "نقلا عن",
        "نقلاً عن",
    ];
    #[rustfmt::skip]
    const SUBJECTS: &[&str] = &[
        "this article", "this story", "this column", "this post", "this piece", "this essay", "this report", "this analysis", "this op-ed",
        "this commentary", "this item", "the article", "the story", "the column", "a version of", "an earlier version", "editor's note",
        "the passage above", "this passage", "this excerpt", "the excerpt above", "dieser artikel", "dieser beitrag", "dieser text", "der artikel", "cet article", "ce texte", "este artículo", "esta nota", "este texto",
        "статья", "материал", "эта статья", "этот материал", "本文", "部分内容", "以上内容", "هذا المقال",
    ];
    if line.words > 40 {
        return None;
    }
    // The opening is tested first: it is cheap, and almost every paragraph fails it.
    let opened = line
        .lower
        .trim_start_matches(|c: char| !c.is_alphanumeric());
    let subject = SUBJECTS.iter().any(|s| opens(opened, s));
    let direct = line.words <= 20 && VERBS.iter().any(|v| opens(opened, v));
    if !subject && !direct {
        return None;
    }
    let (at, verb) = VERBS
        .iter()
        .filter_map(|v| line.lower.find(v).map(|at| (at, *v)))
        .min_by_key(|(at, _)| *at)?;
    if at > 90 {
        return None;
    }
    // Something that was first published decades ago inside a sentence is no credit: the verb must lead to a name.
    let mut rest = line.plain[at + verb.len()..].trim_start();
    #[rustfmt::skip]
    const LEADS: &[&str] = &[
        "by ", "on ", "in ", "at ", "from ", "bei ", "auf ", "im ", "par ", "sur ", "dans ", "por ", "en ", "в ", "на ", "изданием ", "ب", "في ",
        ":", "于", "as part of ",
    ];
    while let Some(next) = LEADS.iter().find_map(|l| rest.strip_prefix(l)) {
        rest = next.trim_start();
    }
    if let Some(after) = dated_then(rest) {
        rest = after;
    }
    rest = rest.strip_prefix("the ").unwrap_or(rest);
    let url = address(rest);
    let mut to = name_of(rest);
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

/// Skips `March 4, 2021, by ` in front of a name.
fn dated_then(rest: &str) -> Option<&str> {
    let at = rest
        .find(" by ")
        .or_else(|| rest.find(" on "))
        .or_else(|| rest.find(" in "))?;
    crate::segment::dateline::day_in(&rest[..at])?;
    Some(rest[at + 4..].trim_start())
}

/// `Reporting by …; Editing by …`
fn sign_off(line: &Line) -> Option<Found> {
    #[rustfmt::skip]
    const OPENINGS: &[&str] = &[
        "reporting by ", "writing by ", "editing by ", "edited by ", "additional reporting by ", "compiled by ", "reported by ", "bearbeitet von ",
        "redaktion: ", "reportage de ", "édité par ", "редактор ",
    ];
    let bare = line.lower.trim_start_matches(['(', '-', ' ', '[']);
    if OPENINGS.iter().any(|o| opens(bare, o)) && is_names(&line.plain) {
        let named = line
            .plain
            .rfind('(')
            .and_then(|n| agency(&line.plain[n..]))
            .map(|a| a.name)
            .or_else(|| last_agency(&line.plain));
        return Some(Found::strong(
            CreditForm::SignOff,
            named.unwrap_or_default(),
        ));
    }
    // `bur-ab/cd`: the initials of an AFP desk.
    let bare = line.plain.trim_matches(['(', ')']);
    let (left, right) = bare.split_once('/')?;
    let initials =
        |s: &str| (2..=4).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_lowercase());
    (left.split('-').all(initials) && left.contains('-') && right.split('/').all(initials))
        .then(|| Found::strong(CreditForm::SignOff, "").weak())
}

/// `X contributed to this report`, `With inputs from PTI`, `Avec AFP`.
fn partial(line: &Line) -> Option<Found> {
    if line.words > 45 {
        return None;
    }
    const VERBS: &[&str] = &[
        " contributed to this ",
        " contributed reporting",
        " contributed to the report",
        " also contributed",
    ];
    let contributed = holds_any(&line.lower, &["contribut"]);
    if let Some(at) = VERBS
        .iter()
        .filter(|_| contributed)
        .find_map(|v| line.lower.find(v))
    {
        let tail = &line.lower[at..];
        if tail.split(' ').count() > 12 || !line.plain.starts_with(|c: char| !c.is_lowercase()) {
            return None;
        }
        return Some(Found::many(partly(&line.plain[..at])));
    }
    #[rustfmt::skip]
    const MATERIAL: &[&str] = &[
        "this report contains material from ", "this article contains material from ", "this story includes material from ",
        "this report includes information from ", "includes reporting from ", "information from ", "contributing: ",
    ];
    let material = line.words <= 30 && holds_any(head(&line.lower, 72), MATERIAL);
    if let Some(rest) = MATERIAL.iter().filter(|_| material).find_map(|m| {
        head(&line.lower, 72)
            .find(m)
            .filter(|&at| at < 30)
            .map(|at| &line.plain[at + m.len()..])
    }) {
        let credits = partly(rest.split(" was used").next().unwrap_or(rest));
        if !credits.is_empty() || line.lower.starts_with("contributing: ") {
            return Some(Found::many(credits));
        }
    }
    if line.words > 12 {
        return None;
    }
    #[rustfmt::skip]
    const OPENINGS: &[&str] = &[
        "with inputs from ", "with input from ", "with files from ", "with reporting by ", "with reporting from ", "with material from ",
        "with information from ", "with additional reporting by ", "with ", "inputs from ", "(according to ", "avec ", "d'après ",
        "mit material von ", "mit informationen von ", "mit ", "unter verwendung von ", "con información de ", "con ", "с материалами ",
        "по материалам ", "по информации ", "по сообщению ", "综合",
    ];
    let bare = line.plain.trim_matches(|c: char| !c.is_alphanumeric());
    let low = line.lower.trim_matches(|c: char| !c.is_alphanumeric());
    let opening = OPENINGS
        .iter()
        .map(|o| o.trim_start_matches('('))
        .find(|o| low.starts_with(o))?;
    let rest = bare[opening.len()..]
        .trim_end_matches(" inputs")
        .trim_end_matches(" Inputs");
    if is_generic(rest) {
        return Some(Found::strong(CreditForm::Partial, "").weak());
    }
    let list = agency_list(rest)?;
    Some(
        Found::many(
            list.iter()
                .map(|a| (CreditForm::Partial, a.name.to_owned()))
                .collect(),
        )
        .weak(),
    )
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
    {
        let part = part
            .trim()
            .trim_start_matches(['•', '-', '*', '(', '⦁', ' ']);
        if let Some(known) = agency(part) {
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

/// `© 2021 X, Inc. All rights reserved.`
fn copyright(line: &Line) -> Option<Found> {
    let sign = [
        head(&line.plain, 16).find('©'),
        head(&line.lower, 24).find("copyright"),
        head(&line.lower, 16).find("(c) 2"),
    ]
    .into_iter()
    .flatten()
    .min()?;
    if sign > 8 || line.words > 60 {
        return None;
    }
    let mut rest = line.plain[sign..].trim();
    loop {
        let low = rest.get(..9).unwrap_or(rest).to_ascii_lowercase();
        let cut = if low.starts_with("copyright") {
            9
        } else if low.starts_with("(c)") || low.starts_with("by ") {
            3
        } else if let Some(c) = rest
            .chars()
            .next()
            .filter(|c| c.is_ascii_digit() || !c.is_alphanumeric())
        {
            c.len_utf8()
        } else {
            break;
        };
        rest = &rest[cut..];
    }
    let low = line.lower.get(line.plain.len() - rest.len()..)?;
    let end = [
        ". ",
        ", inc",
        " inc.",
        ", llc",
        " all rights",
        ", a ",
        " | ",
        ", l.p",
        " alle rechte",
        " tous droits",
        " todos los",
        " все права",
        " via ",
        " (",
    ]
    .iter()
    .filter_map(|e| low.find(e))
    .min()
    .unwrap_or(rest.len());
    let name = rest[..end].trim().trim_end_matches(['.', ',', ';']);
    let words = name.split(' ').count();
    if name.is_empty() || words > 8 || name.starts_with(char::is_lowercase) {
        return None;
    }
    let to = agency(name)
        .map(|a| a.name)
        .or_else(|| last_agency(name))
        .map_or_else(|| name.to_owned(), str::to_owned);
    Some(Found::strong(CreditForm::Copyright, to))
}

/// `Source: X`, `Via: X`.
fn source(line: &Line) -> Option<Found> {
    #[rustfmt::skip]
    const OPENINGS: &[&str] = &[
        "source:", "sources:", "source :", "via:", "via @", "quelle:", "quellen:", "fuente:", "fuentes:", "fonte:", "bron:", "источник:",
        "источники:", "来源:", "來源:", "文章来源:", "消息来源:", "稿源:", "المصدر:", "المصادر:", "المصدر :", "agence:", "agentur:", "πηγή:",
        "πηγές:", "出典:", "引用元:", "情報源:", "ที่มา:", "แหล่งที่มา:",
    ];
    if line.words > 12 {
        return None;
    }
    let bare = line.plain.trim_matches(['(', ')', '[', ']', '*', ' ', '-']);
    let start = line.plain.find(bare)?;
    let low = &line.lower[start..start + bare.len()];
    let opening = match OPENINGS.iter().find(|o| low.starts_with(**o)) {
        Some(o) => o,
        None if low.starts_with("via ") && agency(&bare[4..]).is_some() => "via ",
        None => return None,
    };
    let rest = bare[opening.len()..].trim();
    if rest.is_empty() {
        return None;
    }
    let url = address(rest);
    let credits = match (&url, agency_list(rest)) {
        (Some(url), _) => vec![(CreditForm::SourceLine, domain(url)?)],
        (None, Some(list)) => list
            .iter()
            .map(|a| (CreditForm::SourceLine, a.name.to_owned()))
            .collect(),
        (None, None) => vec![(
            CreditForm::SourceLine,
            rest.trim_end_matches(['.', ',']).to_owned(),
        )],
    };
    let mut found = Found::many(credits).weak();
    found.url = url;
    Some(found)
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
            "The copyright belongs to the port.",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

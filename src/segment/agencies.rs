//! The catalogue of news agencies and wires, and when two names mean one outlet.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;

use crate::segment::catalogue::{Catalogue, Filed};
use crate::segment::fold::lower;
use crate::segment::initials::Initials;

/// One agency, wire or republication service that newsrooms credit.
#[derive(Debug)]
pub(crate) struct Agency {
    /// The name used in output.
    pub(crate) name: &'static str,
    /// True for services that carry press releases.
    pub(crate) press_release: bool,
}

/// The agencies of the shipped catalogue by their names.
static AGENCIES: LazyLock<HashMap<&'static str, Agency>> = LazyLock::new(|| {
    let wires = Catalogue::shipped()
        .outlets()
        .iter()
        .filter(|o| o.is_wire());
    let agency = |outlet: &'static Filed| Agency {
        name: &outlet.name,
        press_release: outlet.is_press_release(),
    };
    wires
        .map(|outlet| (&*outlet.name, agency(outlet)))
        .collect()
});

/// Words that credit agencies without naming one.
#[rustfmt::skip]
const GENERIC: &[&str] = &[
    "agencies", "newsagencies", "wirereports", "wireservices", "agences", "agencias", "agenturen", "agenzie", "агентства", "وكالات", "综合",
    "agencystaff", "staffandagencies",
];

/// What is known of a name.
#[derive(Debug, Clone)]
struct Known {
    /// The outlet of the catalogue.
    outlet: Option<&'static Filed>,
    /// The same, when it is an agency.
    agency: Option<&'static Agency>,
    /// The same for all names of one outlet.
    family: Rc<str>,
}

/// Names kept in [`NAMES`]: a store of a thousand outlets asks for the same few thousand names a million times.
const KEPT: usize = 20_000;

thread_local! {
    /// Folding a name costs a thousand times more than comparing it, so what came of it is kept.
    static NAMES: RefCell<HashMap<String, Known>> = RefCell::default();
}

fn known(name: &str) -> Known {
    if let Some(known) = NAMES.with_borrow(|names| names.get(name).cloned()) {
        return known;
    }
    let known = look_up(name);
    NAMES.with_borrow_mut(|names| {
        if names.len() >= KEPT {
            names.clear();
        }
        names.insert(name.to_owned(), known.clone());
    });
    known
}

fn look_up(name: &str) -> Known {
    let outlet = Catalogue::shipped().named(name);
    Known {
        outlet,
        agency: outlet.and_then(|outlet| AGENCIES.get(outlet.name.as_str())),
        family: key(outlet.map_or(name, |outlet| &outlet.name)).into(),
    }
}

/// What is known of a name that the catalogue may have: what it cannot have is not worth remembering.
fn filed(name: &str) -> Option<Known> {
    let may_be = Catalogue::shipped().may_name(name);
    may_be.then(|| known(name))
}

/// The agency that `name` names, the whole of it; short names only in their own case.
pub(crate) fn agency(name: &str) -> Option<&'static Agency> {
    filed(name)?.agency
}

/// The catalogue's own name for an agency, however it was written; nothing when it is no agency it knows.
pub fn agency_name(name: &str) -> Option<&'static str> {
    agency(name).map(|agency| agency.name)
}

/// True when `name` credits agencies in general (`Agencies`, `wire reports`).
pub(crate) fn is_generic(name: &str) -> bool {
    static BEGIN: LazyLock<Initials> = LazyLock::new(|| {
        let mut begin = Initials::default();
        GENERIC.iter().for_each(|name| begin.add(name));
        begin
    });
    BEGIN.may_begin(name) && GENERIC.contains(&key(name).as_str())
}

/// The agencies of a list like `PTI, ANI` or `dpa/AFP`; nothing unless every part is one.
pub(crate) fn agency_list(names: &str) -> Option<Vec<&'static Agency>> {
    if let Some(one) = agency(names) {
        return Some(vec![one]);
    }
    let mut out: Vec<&'static Agency> = Vec::new();
    for part in names
        .split([',', '/', '&', ';', '+', '|', '、'])
        .flat_map(|p| p.split(" and "))
        .flat_map(|p| p.split(" und "))
        .flat_map(|p| p.split(" et "))
        .flat_map(|p| p.split(" - "))
        .flat_map(|p| p.split_inclusive(')'))
    {
        let part = part.trim();
        if !part.chars().any(char::is_alphanumeric) || is_generic(part) {
            continue;
        }
        let found = agency(part).or_else(|| doubled(part))?;
        if !out.iter().any(|a| a.name == found.name) {
            out.push(found);
        }
    }
    (!out.is_empty()).then_some(out)
}

/// `Afp Afp`: a name that a template printed as author and as source.
fn doubled(part: &str) -> Option<&'static Agency> {
    let (a, b) = part.split_once(' ')?;
    (a == b).then(|| agency(a)).flatten()
}

/// True when the catalogue knows `name` as an outlet or agency of its own.
pub(crate) fn is_known_outlet(name: &str) -> bool {
    filed(name).is_some_and(|known| known.outlet.is_some())
}

/// True when `host` is a site of the agency that `name` names: what an agency prints at home credits nobody.
pub fn is_agency_at(name: &str, host: &str) -> bool {
    known(name)
        .outlet
        .is_some_and(|outlet| Catalogue::shipped().at(host) == Some(outlet))
}

/// Whether two names mean the same outlet: case, `The`, a web suffix, a company form, a section in brackets and known aliases aside.
pub fn same_outlet(a: &str, b: &str) -> bool {
    let (a, b) = (known(a).family, known(b).family);
    !a.is_empty() && a == b
}

/// A name without what varies: lower case, letters and digits only, no article, web suffix, company form or section.
pub(crate) fn key(name: &str) -> String {
    let mut low = lower(name.trim());
    for mark in [" (", " | "] {
        if let Some(at) = low.find(mark).filter(|&at| at > 0) {
            low.truncate(at);
        }
    }
    if let Some((head, section)) = low.rsplit_once(" - ")
        && matches!(
            section,
            "news" | "opinion" | "politics" | "online" | "world" | "us" | "web"
        )
    {
        low.truncate(head.len());
    }
    let mut bare = low
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_start_matches("www.")
        .trim_end_matches(['/', '.']);
    for suffix in [
        ".co.uk", ".com", ".org", ".net", ".de", ".ru", ".news", ", inc", " inc", ", llc", " llc",
        " ltd", " gmbh", ", l.p",
    ] {
        bare = bare.strip_suffix(suffix).unwrap_or(bare);
    }
    let joined: String = bare.chars().filter(|c| c.is_alphanumeric()).collect();
    match joined.strip_prefix("the") {
        Some(rest) if rest.len() > 2 => rest.to_owned(),
        _ => joined,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_agency_of_the_catalogue_is_found_by_all_its_names() {
        for g in GENERIC {
            assert_eq!(key(g), **g);
        }
        let wires = Catalogue::shipped().outlets().iter();
        for outlet in wires.filter(|o| o.is_wire()) {
            let names = outlet.aliases.iter().chain(&outlet.short);
            for name in names.chain([&outlet.name]) {
                assert_eq!(agency_name(name), Some(&*outlet.name), "{name}");
            }
        }
        // Nearly all that is none is told at a glance.
        for text in ["He said so on Monday", "Nobody was hurt", "The ferry left"] {
            assert!(!Catalogue::shipped().may_name(text), "{text}");
        }
        assert!(agency("PR Newswire").is_some_and(|a| a.press_release));
        assert_eq!(agency_name("The Guardian"), None);
        assert!(is_known_outlet("The Guardian") && !is_known_outlet("Harbour Post"));
    }

    #[test]
    fn an_agency_is_at_home_on_its_own_site() {
        assert!(is_agency_at("Associated Press", "apnews.com"));
        assert!(is_agency_at("AP", "hosted.ap.org"));
        assert!(!is_agency_at("AP", "reuters.com") && !is_agency_at("KMIZ", "apnews.com"));
    }

    #[test]
    fn names_of_one_outlet_are_the_same_and_of_two_are_not() {
        for (a, b) in [
            ("AP", "Associated Press"),
            ("The Associated Press", "associated press"),
            ("CNN (Web News)", "CNN"),
            ("TheBlaze.com", "The Blaze"),
            ("New York Times - News", "nytimes.com"),
            ("Fox Online News", "Fox News"),
            ("新华社", "Xinhua"),
        ] {
            assert!(same_outlet(a, b), "{a} / {b}");
        }
        for (a, b) in [
            ("Harbor Post", "Harbor Mail"),
            ("Writer - Left", "Writer - Right"),
            ("", ""),
            ("PA", "AP"),
        ] {
            assert!(!same_outlet(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn short_names_count_only_in_their_own_case() {
        assert!(agency("AP").is_some() && agency("(AP)").is_some());
        assert!(agency("ap").is_none() && agency("Pa").is_none() && agency("uni").is_none());
        assert!(agency("portal").is_none() && agency("KMIZ").is_none());
        assert_eq!(agency_list("PTI, ANI").map(|l| l.len()), Some(2));
        assert!(agency_list("PTI, Jane Roe").is_none());
    }
}

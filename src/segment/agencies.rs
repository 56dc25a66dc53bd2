//! The catalogue of news agencies and wires, and when two names mean one outlet.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::segment::fold::lower;

/// One agency, wire or republication service that newsrooms credit.
#[derive(Debug)]
pub(crate) struct Agency {
    /// The name used in output.
    pub(crate) name: &'static str,
    /// True for services that carry press releases.
    pub(crate) press_release: bool,
    /// Names as [`key`] makes them.
    keys: &'static [&'static str],
    /// Short names that are also other words: they count only as printed here.
    short: &'static [&'static str],
}

const fn wire(
    name: &'static str,
    keys: &'static [&'static str],
    short: &'static [&'static str],
) -> Agency {
    Agency {
        name,
        press_release: false,
        keys,
        short,
    }
}

const fn releases(name: &'static str, keys: &'static [&'static str]) -> Agency {
    Agency {
        name,
        press_release: true,
        keys,
        short: &[],
    }
}

/// Agencies by their usual names; the selection follows the credit lines met in syndicated news.
#[rustfmt::skip]
static AGENCIES: &[Agency] = &[
    wire("AP", &["associatedpress", "apnews", "ассошиэйтедпресс", "美联社", "أسوشيتدبرس", "أسوشييتدبرس"], &["AP", "A.P."]),
    wire("Reuters", &["reuters", "thomsonreuters", "reutersnewsagency", "рейтер", "рейтерс", "路透社", "路透", "رويترز"], &[]),
    wire("AFP", &["afp", "agencefrancepresse", "afpnews", "afprelaxnews", "afpcom", "франспресс", "法新社", "فرانسبرس", "وكالةفرانسبرس", "أفب"], &[]),
    wire("CNN", &["cnn", "cnnwire", "cnnnewsource", "cablenewsnetwork", "cnninternational", "cnnbusiness", "سيإنإن"], &[]),
    wire("UPI", &["upi", "unitedpressinternational"], &[]),
    wire("dpa", &["dpa", "deutschepresseagentur", "dpaafx", "дпа", "德新社", "دبأ"], &[]),
    wire("PA Media", &["pamedia", "pressassociation", "pressassociationpa", "panewsagency"], &["PA"]),
    wire("EFE", &["efe", "agenciaefe", "efeverde", "埃菲社"], &[]),
    wire("Europa Press", &["europapress"], &[]),
    wire("ANSA", &["ansa", "agenziaansa", "安莎社"], &[]),
    wire("AGI", &["agenziaitalia"], &["AGI"]),
    wire("Adnkronos", &["adnkronos"], &[]),
    wire("ANP", &["anp"], &[]),
    wire("Belga", &["belga", "belganewsagency"], &[]),
    wire("APA", &["austriapresseagentur"], &["APA"]),
    wire("Keystone-SDA", &["keystonesda", "keystoneats", "sdakeystone", "schweizerischedepeschenagentur"], &["ATS", "SDA", "sda", "ats"]),
    wire("SID", &["sportinformationsdienst"], &["SID"]),
    wire("epd", &["evangelischerpressedienst"], &["epd"]),
    wire("KNA", &["katholischenachrichtenagentur"], &["KNA"]),
    wire("TT", &["ttnyhetsbyran", "tidningarnastelegrambyra"], &["TT"]),
    wire("NTB", &["ntb"], &[]),
    wire("Ritzau", &["ritzau"], &[]),
    wire("STT", &["sttlehtikuva"], &["STT"]),
    wire("Lusa", &["agencialusa"], &["Lusa", "LUSA"]),
    wire("PAP", &["polskaagencjaprasowa"], &["PAP"]),
    wire("CTK", &["ctk", "čtk"], &[]),
    wire("MTI", &["mti"], &[]),
    wire("TASR", &["tasr"], &[]),
    wire("Hina", &["hrvatskaizvjestajnanovinskaagencija"], &["Hina", "HINA"]),
    wire("Tanjug", &["tanjug"], &[]),
    wire("BTA", &["bulgariannewsagency"], &["BTA"]),
    wire("Agerpres", &["agerpres"], &[]),
    wire("Anadolu", &["anadolu", "anadoluagency", "anadoluajansı", "анадолу", "الأناضول", "وكالةالأناضول"], &["AA"]),
    wire("TASS", &["tass", "itartass", "тасс", "итартасс", "塔斯社", "تاس"], &[]),
    wire("Interfax", &["interfax", "интерфакс", "国际文传电讯社", "إنترفاكس"], &[]),
    wire("RIA Novosti", &["rianovosti", "риановости", "俄新社"], &["РИА", "RIA"]),
    wire("Sputnik", &["sputniknews", "спутник", "سبوتنيك"], &["Sputnik"]),
    wire("Ukrinform", &["ukrinform", "укринформ"], &[]),
    wire("UNIAN", &["unian", "униан"], &[]),
    wire("Xinhua", &["xinhua", "xinhuanewsagency", "синьхуа", "新华社", "新华网", "新華社", "شينخوا"], &[]),
    wire("China News Service", &["chinanewsservice", "中新社", "中新网", "中国新闻网"], &["CNS"]),
    wire("CNA", &["中央社"], &["CNA"]),
    wire("Kyodo", &["kyodo", "kyodonews", "共同社", "共同通信"], &[]),
    wire("Jiji", &["jiji", "jijipress", "时事社", "時事通信"], &[]),
    wire("Yonhap", &["yonhap", "yonhapnewsagency", "韩联社", "연합뉴스"], &[]),
    wire("KCNA", &["kcna", "朝中社"], &[]),
    wire("PTI", &["pti", "presstrustofindia"], &[]),
    wire("ANI", &["asiannewsinternational"], &["ANI"]),
    wire("IANS", &["ians", "indoasiannewsservice"], &[]),
    wire("UNI", &["unitednewsofindia"], &["UNI"]),
    wire("APP", &["associatedpressofpakistan"], &["APP"]),
    wire("Antara", &["antaranews"], &["Antara", "ANTARA"]),
    wire("Bernama", &["bernama"], &[]),
    wire("VNA", &["vietnamnewsagency"], &["VNA"]),
    wire("AAP", &["australianassociatedpress"], &["AAP"]),
    wire("The Canadian Press", &["canadianpress", "lapressecanadienne"], &["CP"]),
    wire("MENA", &["middleeastnewsagency"], &["MENA"]),
    wire("WAFA", &["wafa", "وفا"], &[]),
    wire("IRNA", &["irna", "إرنا"], &[]),
    wire("SANA", &["سانا"], &["SANA"]),
    wire("SPA", &["saudipressagency", "واس"], &["SPA"]),
    wire("Bloomberg", &["bloomberg", "bloombergnews", "彭博", "彭博社", "блумберг", "بلومبرغ"], &[]),
    wire("CBS Newspath", &["cbsnewspath"], &[]),
    wire("NBC News Channel", &["nbcnewschannel"], &[]),
    wire("TNS", &["tribunenewsservice", "tribunecontentagency"], &["TNS"]),
    wire("States Newsroom", &["statesnewsroom"], &[]),
    wire("Stacker", &["stacker"], &[]),
    wire("KFF Health News", &["kffhealthnews", "kaiserhealthnews"], &[]),
    wire("ProPublica", &["propublica"], &[]),
    wire("The Conversation", &["conversation", "conversationus", "conversationuk"], &[]),
    wire("Global Voices", &["globalvoices"], &[]),
    wire("STA", &["slovenskatiskovnaagencija"], &["STA"]),
    releases("PR Newswire", &["prnewswire", "prnewswireapac", "美通社"]),
    releases("Business Wire", &["businesswire"]),
    releases("GlobeNewswire", &["globenewswire"]),
    releases("EurekAlert!", &["eurekalert"]),
    releases("PR Web", &["prweb"]),
    releases("Accesswire", &["accesswire"]),
    releases("news aktuell", &["newsaktuell", "presseportal"]),
];

/// Outlets that go by several names, as [`key`] makes them; the first of each row stands for all.
#[rustfmt::skip]
static OUTLETS: &[&[&str]] = &[
    &["newyorktimes", "nytimes", "nyt"], &["washingtonpost", "wapo"], &["wallstreetjournal", "wsj"],
    &["guardian", "theguardian", "guardianus", "guardianuk"], &["bbc", "bbcnews", "bbccouk"], &["foxnews", "foxonlinenews", "foxnewschannel"],
    &["npr", "nationalpublicradio", "npronlinenews", "nprnews"], &["usatoday", "usat"], &["losangelestimes", "latimes"],
    &["abcnews", "abcnewsonline", "abcnewsgo"], &["csmonitor", "christiansciencemonitor"], &["huffpost", "huffingtonpost"],
    &["financialtimes", "ft"], &["frankfurterallgemeine", "frankfurterallgemeinezeitung", "faz"], &["süddeutsche", "süddeutschezeitung", "sz"],
];

/// Words that credit agencies without naming one.
#[rustfmt::skip]
const GENERIC: &[&str] = &[
    "agencies", "newsagencies", "wirereports", "wireservices", "agences", "agencias", "agenturen", "agenzie", "агентства", "وكالات", "综合",
    "agencystaff", "staffandagencies",
];

/// What is known of a name.
#[derive(Debug, Clone)]
struct Known {
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
    let folded = key(name);
    let bare = name
        .trim_matches(|c: char| !c.is_alphanumeric() && c != '.')
        .trim_end_matches('.');
    let agency = if bare.is_empty() || bare.len() > 80 {
        None
    } else {
        let key = key(bare);
        AGENCIES
            .iter()
            .find(|a| a.keys.contains(&key.as_str()) || a.short.contains(&bare))
    };
    let family = match agency {
        Some(agency) => key(agency.name),
        None => match OUTLETS.iter().find(|row| row.contains(&folded.as_str())) {
            Some(row) => row[0].to_owned(),
            None => folded,
        },
    };
    Known {
        agency,
        family: family.into(),
    }
}

/// The agency that `name` names, the whole of it; short names only in their own case.
pub(crate) fn agency(name: &str) -> Option<&'static Agency> {
    known(name).agency
}

/// The catalogue's own name for an agency, however it was written; nothing when it is no agency it knows.
pub fn agency_name(name: &str) -> Option<&'static str> {
    agency(name).map(|agency| agency.name)
}

/// True when `name` credits agencies in general (`Agencies`, `wire reports`).
pub(crate) fn is_generic(name: &str) -> bool {
    GENERIC.contains(&key(name).as_str())
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

/// True when the alias table knows `name` as an outlet or agency of its own.
pub(crate) fn is_known_outlet(name: &str) -> bool {
    agency(name).is_some() || OUTLETS.iter().any(|row| row.contains(&key(name).as_str()))
}

/// Whether two names mean the same outlet: case, `The`, a web suffix, a company form, a section in brackets and known aliases aside.
pub fn same_outlet(a: &str, b: &str) -> bool {
    let (a, b) = (known(a).family, known(b).family);
    !a.is_empty() && a == b
}

/// A name without what varies: lower case, letters and digits only, no article, web suffix, company form or section.
fn key(name: &str) -> String {
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
    fn every_name_of_the_catalogue_is_its_own_key() {
        for k in AGENCIES.iter().flat_map(|a| a.keys).chain(GENERIC) {
            assert_eq!(key(k), **k);
        }
        for a in AGENCIES {
            assert_eq!(agency(a.name).map(|x| x.name), Some(a.name));
        }
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

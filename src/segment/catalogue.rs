//! The file of outlets: which names, feeds and domains are one newsroom, what it is, and who owns it.
//!
//! One format for the file that is compiled in (`outlets.toml` beside this file) and for the one a user keeps. The user's
//! is laid over the shipped one: an outlet named in both is one, and a name that both claim is the user's.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use serde::Deserialize;
use toml::Spanned;

use crate::error::{Error, Result};
use crate::segment::agencies::key;
use crate::segment::fold::Line;
use crate::segment::initials::Initials;

/// The file that is compiled in.
const SHIPPED: &str = include_str!("outlets.toml");

/// The largest file of outlets that is read, in bytes.
pub const LARGEST_FILE: usize = 4 << 20;

/// The longest name, in bytes.
const LONGEST_NAME: usize = 200;

/// An outlet as a file describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filed {
    /// The name it is shown by.
    pub name: String,
    /// `agency`, `press_release`, `paper`, …
    pub kind: Option<String>,
    /// Who owns it.
    pub publisher: Option<String>,
    /// Other names; one that ends with `*` covers all that begin so.
    pub aliases: Vec<String>,
    /// Names that count only as printed here.
    pub short: Vec<String>,
    /// Its own sites, lower case; each covers its sub-domains.
    pub domains: Vec<String>,
    /// Addresses of its feeds.
    pub feeds: Vec<String>,
}

impl Filed {
    /// True for a service of press releases.
    pub fn is_press_release(&self) -> bool {
        self.kind.as_deref() == Some("press_release")
    }

    /// True for a wire that newsrooms credit: a news agency or a service of press releases.
    pub fn is_wire(&self) -> bool {
        self.is_press_release() || self.kind.as_deref() == Some("agency")
    }
}

/// The file as it is written; places are kept so that a fault can be shown.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    outlet: Vec<Entered>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entered {
    name: Spanned<String>,
    kind: Option<Spanned<String>>,
    publisher: Option<Spanned<String>>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    #[serde(default)]
    short: Vec<Spanned<String>>,
    #[serde(default)]
    domains: Vec<Spanned<String>>,
    #[serde(default)]
    feeds: Vec<Spanned<String>>,
}

/// Outlets found by their names and domains.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    outlets: Vec<Filed>,
    /// Names without what varies.
    keys: HashMap<String, usize>,
    /// Names that count as printed.
    shorts: HashMap<String, usize>,
    /// What the names of an outlet begin with, in lower case; the longest first.
    openings: Vec<(String, usize)>,
    /// What all these begin with.
    initials: Initials,
    domains: HashMap<String, usize>,
}

impl Catalogue {
    /// The catalogue that is compiled in, read once.
    pub fn shipped() -> &'static Self {
        static READ: LazyLock<Catalogue> =
            LazyLock::new(|| Catalogue::parse(SHIPPED).expect("a test reads the shipped file"));
        &READ
    }

    /// Reads a file alone.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Input`] with the line, when the text is no such file or two outlets claim one name or domain.
    pub fn parse(text: &str) -> Result<Self> {
        if text.len() > LARGEST_FILE {
            return Err(Error::input("a file of outlets has 4 MiB at most"));
        }
        let file: File = toml::from_str(text).map_err(|e| {
            let said = e.message().split_whitespace().collect::<Vec<_>>().join(" ");
            fault(text, e.span().map_or(0, |s| s.start), &said)
        })?;
        let mut reading = Reading {
            text,
            catalogue: Self::default(),
        };
        for entered in file.outlet {
            reading.outlet(entered)?;
        }
        let mut catalogue = reading.catalogue;
        catalogue.sort();
        Ok(catalogue)
    }

    /// The shipped catalogue with a user's laid over it.
    #[must_use]
    pub fn with(users: &Self) -> Self {
        let mut all = users.clone();
        for shipped in &Self::shipped().outlets {
            let at = match all.same(shipped) {
                Some(at) => {
                    let own = &mut all.outlets[at];
                    own.kind = own.kind.take().or_else(|| shipped.kind.clone());
                    own.publisher = own.publisher.take().or_else(|| shipped.publisher.clone());
                    at
                }
                None => {
                    all.outlets.push(shipped.clone());
                    all.outlets.len() - 1
                }
            };
            all.claim(at, shipped);
        }
        all.sort();
        all
    }

    /// The user's outlet that a shipped one is: its name is one of the shipped names, or the other way round.
    fn same(&self, shipped: &Filed) -> Option<usize> {
        let theirs = Self::shipped();
        let by_name = |own: &Filed| theirs.named(&own.name).is_some_and(|o| o == shipped);
        let found = self.outlets.iter().position(by_name);
        found.or_else(|| {
            let at = *self.keys.get(&key(&shipped.name))?;
            // A short name may well be another outlet's.
            (!shipped.short.contains(&shipped.name)).then_some(at)
        })
    }

    /// Enters the names and domains of `outlet` that nobody has.
    fn claim(&mut self, at: usize, outlet: &Filed) {
        for short in &outlet.short {
            self.shorts.entry(short.clone()).or_insert(at);
        }
        let named = std::iter::once(&outlet.name).filter(|name| !outlet.short.contains(name));
        for alias in named.chain(&outlet.aliases) {
            match alias.strip_suffix('*') {
                Some(opening) => self.openings.push((opened(opening), at)),
                None => drop(self.keys.entry(key(alias)).or_insert(at)),
            }
        }
        for domain in &outlet.domains {
            self.domains.entry(domain.clone()).or_insert(at);
        }
    }

    /// Sorts the openings; comes last.
    fn sort(&mut self) {
        // A stable sort: of equals the user's stands first.
        self.openings
            .sort_by_key(|(opening, _)| std::cmp::Reverse(opening.len()));
        self.initials = Initials::default();
        let openings = self.openings.iter().map(|(opening, _)| opening);
        for name in self.shorts.keys().chain(self.keys.keys()).chain(openings) {
            self.initials.add(name);
        }
    }

    /// The outlets, in the order of the file.
    pub fn outlets(&self) -> &[Filed] {
        &self.outlets
    }

    /// The outlet that goes by `name`, the whole of it; short names only as printed.
    pub fn named(&self, name: &str) -> Option<&Filed> {
        self.place(name).map(|at| &self.outlets[at])
    }

    /// False for nearly every text that no outlet goes by, at a glance.
    pub(crate) fn may_name(&self, text: &str) -> bool {
        self.initials.may_begin(text)
    }

    fn place(&self, name: &str) -> Option<usize> {
        let bare = bare(name);
        if bare.is_empty() || bare.len() > LONGEST_NAME || !self.may_name(name) {
            return None;
        }
        if let Some(at) = self.shorts.get(bare) {
            return Some(*at);
        }
        let mut found = self.keys.get(&key(bare));
        if found.is_none() && bare.len() < name.len() {
            // A name that begins with a sign (`+972`) is trimmed of it above.
            found = self.keys.get(&key(name));
        }
        if found.is_some() || self.openings.is_empty() {
            return found.copied();
        }
        // Folding costs much more than comparing, and nearly every name fails at its first letter.
        let first = bare.chars().next()?.to_lowercase().next()?;
        if !self
            .openings
            .iter()
            .any(|(o, _)| o.chars().find(|c| c.is_alphanumeric()) == Some(first))
        {
            return None;
        }
        let low = opened(name);
        let opens = |entry: &&(String, usize)| low.starts_with(&entry.0);
        self.openings.iter().find(opens).map(|(_, at)| *at)
    }

    /// True when `name` counts only as it is printed: it may be another's, too.
    pub fn is_short(&self, name: &str) -> bool {
        self.shorts.contains_key(bare(name))
    }

    /// The outlet whose site `host` is, or is a part of.
    pub fn at(&self, host: &str) -> Option<&Filed> {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let mut rest = host.as_str();
        loop {
            if let Some(&at) = self.domains.get(rest) {
                return Some(&self.outlets[at]);
            }
            rest = rest.split_once('.')?.1;
        }
    }

    /// The outlet of an article, by the name it is given and the host of its address. A name decides before a domain; a
    /// short name counts only where the address does not speak against it: many outlets are called CNA.
    pub fn find(&self, name: Option<&str>, host: Option<&str>) -> Option<&Filed> {
        let site = host.and_then(|host| self.at(host));
        if let Some(name) = name
            && let Some(named) = self.named(name)
        {
            let is_short = self.is_short(name);
            let elsewhere = host.is_some() && !named.domains.is_empty() && site != Some(named);
            if !(is_short && elsewhere) {
                return Some(named);
            }
        }
        site
    }
}

/// One file being read.
struct Reading<'t> {
    text: &'t str,
    catalogue: Catalogue,
}

impl Reading<'_> {
    fn outlet(&mut self, entered: Entered) -> Result<()> {
        let at = self.catalogue.outlets.len();
        let mut outlet = Filed {
            name: self.name(&entered.name)?,
            ..Filed::default()
        };
        if let Some(kind) = &entered.kind {
            let word = kind.get_ref();
            let plain = |c: char| c.is_ascii_lowercase() || c == '_' || c == '-';
            if word.is_empty() || word.len() > 40 || !word.chars().all(plain) {
                return Err(self.fault(
                    kind,
                    "a kind is one word of small letters, as `agency`, `press_release`, `paper`",
                ));
            }
            outlet.kind = Some(word.clone());
        }
        if let Some(publisher) = &entered.publisher {
            outlet.publisher = Some(self.name(publisher)?);
        }
        for short in &entered.short {
            let name = self.name(short)?;
            if name.contains('*') {
                return Err(self.fault(short, "a short name stands for itself: no `*`"));
            }
            match entered_for(&mut self.catalogue.shorts, bare(&name), at) {
                Err(other) => return Err(self.taken(short, other)),
                Ok(true) => outlet.short.push(name),
                Ok(false) => {}
            }
        }
        // A name that is listed among the short ones counts only so.
        if !outlet.short.contains(&outlet.name) {
            self.claim(&entered.name, &outlet.name.clone(), at, &outlet)?;
        }
        for alias in &entered.aliases {
            let name = self.name(alias)?;
            if self.claim(alias, &name, at, &outlet)? {
                outlet.aliases.push(name);
            }
        }
        for domain in &entered.domains {
            let name = self.domain(domain)?;
            match entered_for(&mut self.catalogue.domains, &name, at) {
                Err(other) => return Err(self.taken(domain, other)),
                Ok(true) => outlet.domains.push(name),
                Ok(false) => {}
            }
        }
        for feed in &entered.feeds {
            let address = url::Url::parse(feed.get_ref()).ok();
            if !address.is_some_and(|u| matches!(u.scheme(), "http" | "https") && u.has_host()) {
                return Err(self.fault(feed, "a feed is a web address, as `https://…`"));
            }
            outlet.feeds.push(feed.get_ref().clone());
        }
        self.catalogue.outlets.push(outlet);
        Ok(())
    }

    /// Enters a name; false when the outlet has it already.
    fn claim(
        &mut self,
        place: &Spanned<String>,
        name: &str,
        at: usize,
        own: &Filed,
    ) -> Result<bool> {
        if let Some(opening) = name.strip_suffix('*') {
            let opening = opened(opening);
            if opening.chars().filter(|c| c.is_alphanumeric()).count() < 3 {
                return Err(self.fault(place, "three letters or more must stand before `*`"));
            }
            let known = self.catalogue.openings.iter().find(|(o, _)| *o == opening);
            return match known {
                Some((_, other)) if *other != at => Err(self.taken(place, *other)),
                Some(_) => Ok(false),
                None => {
                    self.catalogue.openings.push((opening, at));
                    Ok(true)
                }
            };
        }
        if name.contains('*') {
            return Err(self.fault(place, "`*` may stand only at the end of a name"));
        }
        let key = key(name);
        if key.is_empty() {
            return Err(self.fault(place, "a name needs a letter or digit"));
        }
        match entered_for(&mut self.catalogue.keys, &key, at) {
            Err(other) => Err(self.taken(place, other)),
            // Another spelling of a name it has is kept for whoever reads the file.
            Ok(_) => Ok(own.name != name && !own.aliases.iter().any(|a| a == name)),
        }
    }

    fn name(&self, place: &Spanned<String>) -> Result<String> {
        let name = place.get_ref().trim();
        if name.is_empty() || name.chars().any(char::is_control) {
            return Err(self.fault(
                place,
                "a name needs a letter or digit, and stands on one line",
            ));
        }
        if name.len() > LONGEST_NAME {
            return Err(self.fault(place, "a name has 200 bytes at most"));
        }
        Ok(name.to_owned())
    }

    fn domain(&self, place: &Spanned<String>) -> Result<String> {
        let domain = place.get_ref().trim().to_lowercase();
        // Written as an address or with a star, what is meant is plain, but better said than guessed.
        let host = url::Host::parse(&domain).ok().map(|host| host.to_string());
        match host.filter(|h| h.contains('.') && !h.starts_with("www.") && !domain.contains('*')) {
            Some(host) => Ok(host.trim_end_matches('.').to_owned()),
            None => Err(self.fault(
                place,
                "a domain is a host name alone, as `harbourpost.example`: no `https://`, `www.`, path or `*`",
            )),
        }
    }

    fn taken(&self, place: &Spanned<String>, other: usize) -> Error {
        let other = self
            .catalogue
            .outlets
            .get(other)
            .map_or("", |o| o.name.as_str());
        let said = place.get_ref();
        self.fault(
            place,
            &format!("`{said}` is already of `{other}`; leave it with one of them"),
        )
    }

    fn fault(&self, place: &Spanned<String>, said: &str) -> Error {
        fault(self.text, place.span().start, said)
    }
}

/// Enters `name` for the outlet at `at`: whether it is new, or whose it is already.
fn entered_for(
    map: &mut HashMap<String, usize>,
    name: &str,
    at: usize,
) -> std::result::Result<bool, usize> {
    match map.get(name) {
        Some(&other) if other != at => Err(other),
        Some(_) => Ok(false),
        None => {
            map.insert(name.to_owned(), at);
            Ok(true)
        }
    }
}

fn fault(text: &str, at: usize, said: &str) -> Error {
    let before = text.as_bytes().iter().take(at);
    let line = 1 + before.filter(|b| **b == b'\n').count();
    Error::input(said).at(format!("line {line}"))
}

/// A name without the signs around it, as short names are printed.
fn bare(name: &str) -> &str {
    name.trim_matches(|c: char| !c.is_alphanumeric() && c != '.')
        .trim_end_matches('.')
}

/// How a name begins, whatever its case, quotes, dashes and blanks; a blank at the end counts.
fn opened(name: &str) -> String {
    let low = Line::new(name).lower;
    let mut joined = low.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.ends_with(char::is_whitespace) {
        joined.push(' ');
    }
    joined
}

/// Writes outlets as a file that [`Catalogue::parse`] reads.
pub fn written(outlets: &[Filed]) -> String {
    let mut out = String::new();
    for outlet in outlets {
        // Writing into a String cannot fail.
        let _ = writeln!(out, "[[outlet]]\nname = {}", quoted(&outlet.name));
        for (label, value) in [("kind", &outlet.kind), ("publisher", &outlet.publisher)] {
            if let Some(value) = value {
                let _ = writeln!(out, "{label} = {}", quoted(value));
            }
        }
        for (label, list) in [
            ("aliases", &outlet.aliases),
            ("short", &outlet.short),
            ("domains", &outlet.domains),
            ("feeds", &outlet.feeds),
        ] {
            if !list.is_empty() {
                let list: Vec<String> = list.iter().map(|s| quoted(s)).collect();
                let _ = writeln!(out, "{label} = [{}]", list.join(", "));
            }
        }
        out.push('\n');
    }
    out
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const POST: &str = r#"
[[outlet]]
name = "Harbour Post"
kind = "paper"
publisher = "Quay Media"
aliases = ["Harbour Post - *", "HP Online"]
short = ["HP"]
domains = ["harbourpost.example", "news.quay.example"]

[[outlet]]
name = "Harbour Wire Service"
kind = "agency"
aliases = ["Harbour Wire"]
"#;

    fn name(found: Option<&Filed>) -> Option<&str> {
        found.map(|o| o.name.as_str())
    }

    #[test]
    fn names_editions_and_sites_of_one_newsroom_are_one() {
        let file = Catalogue::parse(POST).unwrap();
        for by in [
            "harbour post",
            "The Harbour Post",
            "Harbour Post – Sports",
            "HARBOUR POST - City",
            "HP",
            "hp online",
        ] {
            assert_eq!(name(file.named(by)), Some("Harbour Post"), "{by}");
        }
        for by in ["hp", "Harbour Posting", "Post", ""] {
            assert_eq!(name(file.named(by)), None, "{by}");
        }
        for host in [
            "harbourpost.example",
            "m.HARBOURPOST.example",
            "news.quay.example.",
        ] {
            assert_eq!(name(file.at(host)), Some("Harbour Post"), "{host}");
        }
        for host in ["quay.example", "notharbourpost.example", "example", ""] {
            assert_eq!(name(file.at(host)), None, "{host}");
        }
        let desk = file.find(Some("Sports Desk"), Some("harbourpost.example"));
        assert_eq!(name(desk), Some("Harbour Post"));
    }

    #[test]
    fn a_short_name_on_a_strangers_site_is_the_strangers() {
        let file = Catalogue::parse(POST).unwrap();
        let own = file.find(Some("HP"), Some("www.harbourpost.example"));
        assert_eq!(name(own), Some("Harbour Post"));
        assert_eq!(name(file.find(Some("HP"), None)), Some("Harbour Post"));
        assert_eq!(file.find(Some("HP"), Some("hilltop.example")), None);
        let shipped = Catalogue::shipped();
        assert_eq!(shipped.find(Some("CNA"), Some("channel.example")), None);
        assert_eq!(name(shipped.find(Some("CNA"), None)), Some("CNA"));
    }

    #[test]
    fn the_users_file_is_laid_over_the_shipped_one() {
        let users = Catalogue::parse(
            "[[outlet]]\nname = \"Agence France-Presse\"\ndomains = [\"afp.example\"]\n\
             [[outlet]]\nname = \"Albany Post\"\nshort = [\"AP\"]\n",
        )
        .unwrap();
        let all = Catalogue::with(&users);
        let afp = all.named("AFP").unwrap();
        assert_eq!(afp.name, "Agence France-Presse");
        assert!(afp.is_wire());
        assert_eq!(name(all.at("afp.com")), Some("Agence France-Presse"));
        assert_eq!(name(all.at("afp.example")), Some("Agence France-Presse"));
        assert_eq!(name(all.named("AP")), Some("Albany Post"));
        assert_eq!(name(all.named("Associated Press")), Some("AP"));
        assert_eq!(name(all.named("Reuters")), Some("Reuters"));
    }

    #[test]
    fn a_fault_names_its_line_and_what_to_do() {
        for (text, said) in [
            ("[[outlet]]\nname = 3\n", "line 2: "),
            (
                "[[outlet]]\nname = \"A\"\ncolour = \"red\"\n",
                "line 3: unknown field",
            ),
            (
                "[[outlet]]\nkind = \"paper\"\n",
                "line 1: missing field `name`",
            ),
            ("[[outlet]\n", "line 1: "),
            (
                "[[outlet]]\nname = \"Post\"\n[[outlet]]\nname = \"Mail\"\naliases = [\"The Post\"]\n",
                "line 5: `The Post` is already of `Post`",
            ),
            (
                "[[outlet]]\nname = \"Post\"\ndomains = [\"https://post.example/\"]\n",
                "line 3: a domain is a host name alone",
            ),
            (
                "[[outlet]]\nname = \"Post\"\naliases = [\"P*st\"]\n",
                "line 3: `*` may stand only at the end",
            ),
            (
                "[[outlet]]\nname = \"Post\"\naliases = [\"P*\"]\n",
                "line 3: three letters",
            ),
            ("[[outlet]]\nname = \" \"\n", "line 2: a name needs"),
            (
                "[[outlet]]\nname = \"Post\"\nkind = \"A Paper\"\n",
                "line 3: a kind is one word",
            ),
            (
                "[[outlet]]\nname = \"Post\"\nfeeds = [\"post.example\"]\n",
                "line 3: a feed is a web address",
            ),
        ] {
            let error = Catalogue::parse(text).unwrap_err();
            assert!(error.is_input());
            assert!(error.to_string().starts_with(said), "{error}\n{text}");
        }
    }

    #[test]
    fn the_shipped_file_is_sound_and_written_as_it_is_read() {
        let shipped = Catalogue::parse(SHIPPED).unwrap();
        assert!(shipped.outlets().len() > 90);
        let again = Catalogue::parse(&written(shipped.outlets())).unwrap();
        assert_eq!(again.outlets(), shipped.outlets());
        for outlet in shipped.outlets() {
            assert_eq!(
                name(shipped.named(&outlet.name)),
                Some(outlet.name.as_str())
            );
            for domain in &outlet.domains {
                assert_eq!(name(shipped.at(domain)), Some(outlet.name.as_str()));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_reads_back(
            names in proptest::collection::vec("[A-Za-z\"\\\\é新 .'#=]{1,12}", 1..6),
            kind in proptest::option::of("[a-z_]{1,8}"),
        ) {
            let outlets: Vec<Filed> = names.iter().enumerate().map(|(i, name)| Filed {
                name: format!("N{i} {}", name.trim()),
                kind: kind.clone(),
                aliases: vec![format!("alias {i} {}*", name.trim())],
                domains: vec![format!("d{i}.example")],
                ..Filed::default()
            }).map(|mut o| { o.name = o.name.trim().to_owned(); o }).collect();
            let read = Catalogue::parse(&written(&outlets)).unwrap();
            prop_assert_eq!(read.outlets(), &outlets[..]);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "(\\[\\[outlet\\]\\]|name = |\"|[a-z*\\n\\[\\] =,\"]){0,40}") {
            if let Err(e) = Catalogue::parse(&text) {
                prop_assert!(e.is_input());
            }
        }
    }
}

//! The address of a page inside a web archive: what it is a capture of, and of when.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::ingest::{ReadOptions, date, links};
use crate::model::{Article, DateClaim, DateOrigin, DateRole};

/// Parts of a path that may stand before the time of a capture.
const BEFORE: [&str; 7] = [
    "web", "wayback", "archive", "memento", "all", "warc", "replay",
];
/// Sites that put the time first.
const TIME_FIRST: [&str; 7] = [
    "archive.today",
    "archive.ph",
    "archive.is",
    "archive.li",
    "archive.vn",
    "archive.fo",
    "archive.md",
];

/// What an archive's own address says: the address of the page that was captured, and the time of the capture, an upper
/// bound for the page's date.
///
/// Understands the Wayback Machine and archives of its kind (`https://web.archive.org/web/20230919060840id_/https://…`), and
/// archive.today with its sister sites. `now` is in epoch seconds; nothing when the address is no capture's.
pub fn capture_of(address: &str, now: i64) -> Option<(String, DateClaim)> {
    let (_, rest) = address.trim().split_once("://")?;
    let (host, path) = rest.split_once('/')?;
    let host = host.to_ascii_lowercase();
    let mut before: Vec<&str> = Vec::new();
    let mut rest = path;
    // The time stands within the first few parts or nowhere.
    for _ in 0..4 {
        let (part, after) = rest.split_once('/')?;
        if let Some(time) = time(part) {
            let known = match before.last() {
                Some(last) => BEFORE.contains(last),
                None => TIME_FIRST.contains(&host.trim_start_matches("www.")),
            };
            let claim = date::parse(&time, DateOrigin::Archive, DateRole::Captured, now)
                .filter(|claim| date::plausible(claim, now))?;
            return known.then(|| original(after)).flatten().map(|o| (o, claim));
        }
        before.push(part);
        rest = after;
    }
    None
}

/// The time in a part of a path: fourteen digits, with how the page is to be shown (`id_`) behind.
fn time(part: &str) -> Option<String> {
    let end = part
        .find(|c: char| c.is_ascii_alphabetic())
        .unwrap_or(part.len());
    let (digits, shown) = part.split_at(end);
    if !(shown.is_empty() || shown.len() <= 4 && shown.ends_with('_')) {
        return None;
    }
    let digits: String = digits.chars().filter(|c| !matches!(c, '.' | '-')).collect();
    crate::ingest::warc::arc_time(&digits)
}

/// The address behind the time, mended where a slash was lost or the scheme left out.
fn original(after: &str) -> Option<String> {
    let lower = after.get(..8).unwrap_or(after).to_ascii_lowercase();
    for scheme in ["http", "https"] {
        let Some(rest) = lower
            .strip_prefix(scheme)
            .and_then(|r| r.strip_prefix(":/"))
        else {
            continue;
        };
        let slashes = usize::from(rest.starts_with('/'));
        let rest = &after[scheme.len() + 2 + slashes..];
        return (!rest.is_empty()).then(|| format!("{scheme}://{rest}"));
    }
    let host = after.split(['/', '?', '#']).next()?;
    (host.contains('.') && !host.contains(':')).then(|| format!("http://{after}"))
}

/// The address that a browser notes in a page it saves: `<!-- saved from url=(0026)https://a.example/x -->`.
pub(crate) fn saved_from(page: &str) -> Option<&str> {
    /// How far into the page the note may stand, in bytes.
    const REACH: usize = 2048;
    let at = page
        .find("<!-- saved from url=(")
        .filter(|at| *at < REACH)?;
    let (_, rest) = page[at..].split_once(')')?;
    let (address, _) = rest.split_once("-->")?;
    let address = address.trim();
    let public = ["http://", "https://"]
        .iter()
        .any(|s| address.starts_with(s));
    (public && !address.contains(char::is_whitespace)).then_some(address)
}

/// Turns the addresses that an archive wrote over those of a page back: its own address, its links and whom it credits.
pub(crate) fn release(article: &mut Article, now: i64) {
    let canonical = article.canonical_url.take();
    article.canonical_url = match canonical.as_deref().and_then(|c| capture_of(c, now)) {
        Some((original, claim)) => {
            let keeper = canonical.as_deref().and_then(links::domain);
            if article.outlet.is_some() && article.outlet == keeper {
                article.outlet = links::domain(&original);
            }
            if article.url.is_none() {
                article.dates.push(claim);
            }
            Some(original)
        }
        None => canonical,
    };
    let site = article.url.as_deref().or(article.canonical_url.as_deref());
    let own = site.and_then(links::domain);
    for link in &mut article.links {
        if let Some((original, _)) = capture_of(link, now) {
            *link = original;
        }
    }
    let mut seen = HashSet::new();
    article.links.retain(|link| seen.insert(link.clone()));
    article.credits.retain_mut(|credit| {
        let found = credit.url.as_deref().and_then(|url| capture_of(url, now));
        let Some((original, _)) = found else {
            return true;
        };
        let to = links::domain(&original);
        credit.to = to.clone().unwrap_or_else(|| original.clone());
        credit.url = Some(original);
        to.is_none() || to != own
    });
}

/// The options with the address of the page itself instead of its archive's, the capture among the claims.
pub(crate) fn settled(options: &ReadOptions) -> Cow<'_, ReadOptions> {
    let found = options.url.as_deref();
    let Some((original, claim)) = found.and_then(|url| capture_of(url, options.now)) else {
        return Cow::Borrowed(options);
    };
    let mut settled = options.clone();
    settled.url = Some(original);
    settled.claims.push(claim);
    Cow::Owned(settled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_capture_names_the_page_and_the_time() {
        for (address, want) in [
            (
                "https://web.archive.org/web/20230919060840/https://a.example/x?y=1#z",
                "https://a.example/x?y=1#z",
            ),
            (
                "http://web.archive.org/web/20230919060840id_/http://a.example/",
                "http://a.example/",
            ),
            (
                "https://web.archive.org/web/20230919060840if_/https:/a.example/x",
                "https://a.example/x",
            ),
            (
                "https://web.archive.org/web/20230919060840/a.example/x",
                "http://a.example/x",
            ),
            (
                "https://arquivo.example/wayback/20230919060840/https://a.example/",
                "https://a.example/",
            ),
            (
                "https://wa.example/wayback/archive/20230919060840mp_/https://a.example/",
                "https://a.example/",
            ),
            (
                "https://archive.ph/2023.09.19-060840/https://a.example/x",
                "https://a.example/x",
            ),
            (
                "https://archive.ph/20230919060840/https://a.example/x",
                "https://a.example/x",
            ),
        ] {
            let (original, claim) =
                capture_of(address, i64::MAX).unwrap_or_else(|| panic!("{address}"));
            assert_eq!(original, want);
            assert_eq!(claim.rfc3339(), "2023-09-19T06:08:40Z");
            assert_eq!(
                (claim.origin, claim.role),
                (DateOrigin::Archive, DateRole::Captured)
            );
        }
    }

    #[test]
    fn a_page_out_of_an_archive_is_that_of_its_own_site() {
        let page = |head: &str| {
            format!(
                "<!DOCTYPE html>{head}<body><article><h1>Ferry late</h1><p>The ferry to Skerry came back after dark on Tuesday with all of its 41 \
                 passengers on board, <a href='https://web.archive.org/web/20230919060840/https://b.example/told'>the Gazette</a> \
                 said in the evening.</p><p>Nobody was hurt, and the next boat leaves at the usual hour.</p></article></body>"
            )
        };
        let read = |head: &str, url: Option<&str>| {
            let options = ReadOptions {
                url: url.map(str::to_owned),
                ..ReadOptions::default()
            };
            let mut read = crate::ingest::read("a.html", page(head).as_bytes(), &options);
            read.articles.remove(0)
        };
        let kept = "https://web.archive.org/web/20230919060840/https://a.example/ferry";
        let canonical = format!("<html><head><link rel='canonical' href='{kept}'></head>");
        let saved = format!("\n<!-- saved from url=(0066){kept} -->\n<html><head></head>");
        for (head, url) in [
            (&*canonical, None),
            (&canonical, Some(kept)),
            (&saved, None),
            ("<html>", Some(kept)),
        ] {
            let article = read(head, url);
            let address = article.url.as_deref().or(article.canonical_url.as_deref());
            assert_eq!(address, Some("https://a.example/ferry"), "{head}");
            assert_eq!(article.outlet.as_deref(), Some("a.example"), "{head}");
            assert_eq!(article.credits, [], "{head}");
            assert_eq!(article.links, ["https://b.example/told"], "{head}");
            let captured: Vec<_> = article
                .dates
                .iter()
                .map(|d| (d.role, d.rfc3339()))
                .collect();
            assert_eq!(
                captured,
                [(DateRole::Captured, "2023-09-19T06:08:40Z".to_owned())],
                "{head}"
            );
        }
        let plain = read(
            "<!-- saved from url=(0026)https://a.example/ferry -->",
            None,
        );
        assert_eq!(plain.url.as_deref(), Some("https://a.example/ferry"));
        let local = read("<!-- saved from url=(0014)about:internet -->", None);
        assert_eq!(local.url, None);
    }

    #[test]
    fn other_addresses_are_their_own() {
        for address in [
            "https://a.example/2023/09/19/https://b.example/",
            "https://a.example/20230919060840/https://b.example/",
            "https://web.archive.org/web/2023*/https://a.example/",
            "https://web.archive.org/web/20230919060840/",
            "https://web.archive.org/web/20231319060840/https://a.example/",
            "https://archive.ph/AbCdE",
            "no address",
            "https://web.archive.org/web/20230919060840js_x/https://a.example/",
        ] {
            assert_eq!(capture_of(address, i64::MAX), None, "{address}");
        }
        let before = 1_600_000_000;
        let later = "https://web.archive.org/web/20230919060840/https://a.example/";
        assert_eq!(capture_of(later, before), None);
    }
}

//! A whole record to articles: what of it is news, what its head and its server say about it.

use std::ops::ControlFlow;

use crate::ingest::warc::header::Head;
use crate::ingest::warc::http::Answer;
use crate::ingest::{
    Format, Push, ReadOptions, Refused, capture, date, guarded, renamed, stem, whole,
};
use crate::model::{DateClaim, DateOrigin, DateRole};

/// Media types of what may be an article or hold some; every other XML is looked into as well.
const WANTED: [&str; 6] = [
    "text/html",
    "text/plain",
    "text/xml",
    "application/xml",
    "application/feed+json",
    "multipart/related",
];
/// Media types that say nothing.
const SILENT: [&str; 4] = [
    "application/octet-stream",
    "application/http",
    "unknown/unknown",
    "no-type",
];

/// Reads the articles of one record; what is none (pictures, redirects, requests, the archive's own notes) is passed over in silence.
///
/// A revisit holds no text, and its time is later than that of the record it repeats: it adds nothing to an upper bound.
pub(crate) fn read(
    place: &str,
    head: &Head,
    block: &[u8],
    options: &ReadOptions,
    push: &mut Push<'_>,
) -> ControlFlow<()> {
    if !is_wanted(head, block) {
        return ControlFlow::Continue(());
    }
    if head.is_segment {
        let detail = "the record is one piece of several, and the pieces are not joined";
        return push(Err(Refused::new(place, "segmented", detail)));
    }
    let answer = Answer::read(block);
    let body = guarded(place, || match &answer {
        Some(answer) => answer
            .decoded(&options.limits)
            .map_err(|(reason, detail)| Refused::new(place, reason, detail)),
        None => Ok(block.into()),
    });
    let body = match body {
        Ok(body) if body.trim_ascii().is_empty() => return ControlFlow::Continue(()),
        Ok(body) => body,
        Err(refused) => return push(Err(refused)),
    };
    let own = own_options(head, answer.as_ref(), options);
    let format = Format::Auto.or_sniffed("", &body, own.content_type.as_deref());
    let told = media(own.content_type.as_deref());
    match format {
        Format::Warc | Format::Archive | Format::Jsonl | Format::Csv | Format::Auto => {
            return ControlFlow::Continue(());
        }
        // Text that calls itself XML or nothing at all is a map, a drawing or a program.
        Format::Text if told != "text/plain" => return ControlFlow::Continue(()),
        _ => {}
    }
    let mut flow = ControlFlow::Continue(());
    let name = name_of(head.target.as_deref());
    whole(place, &body, format, &own, &mut |item| {
        flow = push(renamed(item, place, name.as_deref()));
        flow
    });
    flow
}

/// True for a record that may hold articles, told by its head and the front of what follows.
pub(crate) fn is_wanted(head: &Head, front: &[u8]) -> bool {
    match head.kind.as_str() {
        "response" | "resource" | "conversion" => {}
        _ => return false,
    }
    let scheme = head.target.as_deref().and_then(|t| t.split_once(':'));
    let scheme = scheme.map(|(s, _)| s.to_ascii_lowercase());
    // The archive's own notes have addresses of their own (metadata:, urn:, dns:, screenshot:).
    if scheme.is_some_and(|s| !matches!(s.as_str(), "http" | "https" | "ftp" | "file")) {
        return false;
    }
    let target = head.target.as_deref().unwrap_or_default();
    if target.ends_with("/robots.txt") {
        return false;
    }
    let answer = Answer::read(front);
    match &answer {
        Some(answer) if !matches!(answer.status, 200 | 203) => return false,
        // What a server answered without a head was kept whole by ARC only.
        None if head.kind == "response" && front.starts_with(b"HTTP/") => return false,
        _ => {}
    }
    let told = media(content_type(head, answer.as_ref()));
    let xml = told.ends_with("+xml") && !told.starts_with("image/");
    told.is_empty() || xml || WANTED.contains(&&*told) || SILENT.contains(&&*told)
}

/// What is known about the page: the server's word before the archive's.
fn content_type<'a>(head: &'a Head, answer: Option<&'a Answer<'_>>) -> Option<&'a str> {
    match answer {
        Some(answer) => answer
            .field("x-archive-orig-content-type")
            .or_else(|| answer.field("content-type")),
        None => head.content_type.as_deref(),
    }
}

/// The media type without its parameters, in lower case.
fn media(content_type: Option<&str>) -> String {
    let told = content_type.unwrap_or_default();
    let told = told.split(';').next().unwrap_or_default();
    told.trim().to_ascii_lowercase()
}

/// The options for what the record holds: its address, media type, and when it was there.
fn own_options(head: &Head, answer: Option<&Answer<'_>>, options: &ReadOptions) -> ReadOptions {
    let claim = |printed: Option<&str>, origin, role| -> Option<DateClaim> {
        date::parse(printed?, origin, role, options.now)
    };
    let field = |name: &str| answer.and_then(|a| a.field(name));
    let captured = (DateOrigin::Archive, DateRole::Captured);
    let memento = field("memento-datetime");
    // The server of another archive dates its own copy; the page's server is quoted beside it.
    let modified = field("x-archive-orig-last-modified")
        .or_else(|| field("last-modified").filter(|_| memento.is_none()));
    let mut claims = options.claims.clone();
    claims.extend(claim(memento, captured.0, captured.1));
    // All that is said is that the text was there by then, so the time of a conversion holds as well as that of its capture.
    claims.extend(claim(head.date.as_deref(), captured.0, captured.1));
    claims.extend(claim(modified, DateOrigin::Http, DateRole::Modified));
    // What lay on the archivist's own disk was published nowhere.
    let public = |t: &&str| !t.get(..5).is_some_and(|s| s.eq_ignore_ascii_case("file:"));
    let target = head.target.as_deref().filter(public);
    let target = target.map(|t| t.replace(' ', "%20"));
    let original = memento.and_then(|_| original(field("link")?));
    let own = ReadOptions {
        format: Format::Auto,
        url: original.or(target).or_else(|| options.url.clone()),
        content_type: content_type(head, answer).map(str::to_owned),
        claims,
        ..options.clone()
    };
    capture::settled(&own).into_owned()
}

/// The address of the page itself among the links of a memento (RFC 7089).
fn original(links: &str) -> Option<String> {
    let mut rest = links;
    while let Some((_, after)) = rest.split_once('<') {
        let (address, after) = after.split_once('>')?;
        let end = after.find('<').unwrap_or(after.len());
        let about = after[..end].to_ascii_lowercase();
        let relations = about.split("rel=").nth(1).unwrap_or_default();
        let relations = relations.split([';', ',']).next().unwrap_or_default();
        let mut relations = relations.split([' ', '"', '\'']);
        if relations.any(|r| r == "original") {
            return Some(address.trim().to_owned());
        }
        rest = after;
    }
    None
}

/// A short name for people: the last part of the address's path, without its ending.
fn name_of(url: Option<&str>) -> Option<String> {
    let path = url?.split(['?', '#']).next()?;
    let (_, path) = path.split_once("://")?;
    let (_, path) = path.split_once('/')?;
    let last = path.rsplit('/').find(|s| !s.is_empty())?;
    stem(&last.replace("%20", " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memento_names_the_page_among_its_links() {
        let links = "<https://ar.example/tg/https://a.example/x>; rel=\"timegate\", \
            <https://a.example/x,y;z>; rel=\"original\", <https://ar.example/1>; rel=\"first memento\"";
        assert_eq!(original(links).as_deref(), Some("https://a.example/x,y;z"));
        assert_eq!(
            original("<https://a.example>; rel=original").as_deref(),
            Some("https://a.example")
        );
        assert_eq!(original("<https://a.example>; rel=\"originals\""), None);
        assert_eq!(original("no link"), None);
    }

    #[test]
    fn the_last_part_of_an_address_is_its_name() {
        let name = |url| name_of(Some(url));
        assert_eq!(
            name("https://a.example/2024/ferry-late.html").as_deref(),
            Some("ferry-late")
        );
        assert_eq!(name("https://a.example/news/"), Some("news".into()));
        assert_eq!(
            name("http://a.example/old story.html?x=/y"),
            Some("old story".into())
        );
        assert_eq!(name("https://a.example/"), None);
        assert_eq!(name("https://a.example"), None);
    }
}

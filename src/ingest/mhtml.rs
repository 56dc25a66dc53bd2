//! A page saved with its parts as one MIME message (`.mhtml`, `.mht`): the page is taken out, the pictures and styles are left.
//!
//! `mail-parser` finds the parts and undoes their transfer coding. The bytes of the page are decoded here, since only a page's own
//! meta tag knows its charset where the part names none.

use std::ops::ControlFlow;

use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use crate::ingest::{Format, Push, ReadOptions, Refused, capture, date, document, guarded};
use crate::model::{DateOrigin, DateRole};

/// Most messages that may lie in each other: the parser's own memory is as deep as they are.
const NESTED: usize = 32;

/// Reads the page of a message.
pub(crate) fn read(name: &str, bytes: &[u8], options: &ReadOptions, push: &mut Push<'_>) {
    let page = guarded(name, || {
        bounded(name, bytes, options)?;
        page(bytes, options)
            .ok_or_else(|| Refused::new(name, "no page", "the message holds no page"))
    });
    let _: ControlFlow<()> = push(page.and_then(|page| {
        let own = page.options(options);
        document(name, &page.bytes, page.format, &own)
    }));
}

/// Refuses messages that cost the parser more than they are worth.
fn bounded(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<(), Refused> {
    let most = options.limits.members;
    let starts = |line: &[u8]| line.starts_with(b"--");
    if bytes.split(|b| *b == b'\n').filter(|l| starts(l)).count() > most {
        let detail = format!("the message has more than {most} parts");
        return Err(Refused::new(name, "too many parts", detail));
    }
    let inner = |word: &[u8]| {
        word.eq_ignore_ascii_case(b"message/") || word.eq_ignore_ascii_case(b"t/digest")
    };
    if bytes.windows(8).filter(|w| inner(w)).count() > NESTED {
        let detail = format!("more than {NESTED} messages lie in each other");
        return Err(Refused::new(name, "too deep", detail));
    }
    Ok(())
}

/// The page of a message.
struct Page {
    bytes: Vec<u8>,
    format: Format,
    content_type: Option<String>,
    url: Option<String>,
    saved: Option<String>,
}

impl Page {
    /// What the message says about its page.
    fn options(&self, options: &ReadOptions) -> ReadOptions {
        let mut own = options.clone();
        own.url = self.url.clone().or(own.url);
        own.content_type.clone_from(&self.content_type);
        let saved = self.saved.as_deref();
        // Whoever saved the page says when: that is a capture.
        own.claims.extend(saved.and_then(|saved| {
            date::parse(saved, DateOrigin::Archive, DateRole::Captured, options.now)
        }));
        capture::settled(&own).into_owned()
    }
}

fn page(bytes: &[u8], options: &ReadOptions) -> Option<Page> {
    let message = MessageParser::default().parse(bytes)?;
    let part = root(&message)?;
    let from = usize::try_from(part.offset_body).ok()?;
    let until = usize::try_from(part.offset_end).ok()?;
    let raw = bytes.get(from..until)?;
    let decoded = match part.encoding {
        Encoding::None => Some(raw.to_vec()),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::Base64 => base64_decode(raw),
    };
    let header = |name: &'static str| -> Option<String> {
        let value = message.header_raw(name)?;
        Some(unfolded(value)).filter(|v| !v.is_empty())
    };
    let part_header = |name: &'static str| {
        let found = part
            .headers
            .iter()
            .rfind(|h| h.name().eq_ignore_ascii_case(name))?;
        let from = usize::try_from(found.offset_start()).ok()?;
        let until = usize::try_from(found.offset_end()).ok()?;
        let value = unfolded(&String::from_utf8_lossy(bytes.get(from..until)?));
        (!value.is_empty()).then_some(value)
    };
    let address = |found: Option<String>| {
        found.filter(|a| a.get(..4).is_some_and(|s| s.eq_ignore_ascii_case("http")))
    };
    Some(Page {
        bytes: decoded?,
        format: if is_html(part) {
            Format::Html
        } else {
            Format::Text
        },
        content_type: part_header("Content-Type"),
        url: address(header("Snapshot-Content-Location"))
            .or_else(|| address(part_header("Content-Location")))
            .or_else(|| address(header("Content-Location")))
            .or_else(|| options.url.clone()),
        saved: header("Date"),
    })
}

/// A header's value on one line.
fn unfolded(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_html(part: &MessagePart<'_>) -> bool {
    let told = part.content_type();
    let sub = told.and_then(|t| t.subtype()).unwrap_or_default();
    let page = sub.eq_ignore_ascii_case("html") || sub.eq_ignore_ascii_case("xhtml+xml");
    page || matches!(part.body, PartType::Html(_))
}

/// The part that is the page: the one the message names as its start, else its first page, else its first text.
fn root<'a>(message: &'a Message<'a>) -> Option<&'a MessagePart<'a>> {
    let top = message.parts.first()?;
    let start = top.content_type().and_then(|t| t.attribute("start"));
    let bare = |id: &str| id.trim().trim_matches(['<', '>']).to_owned();
    let named = start.and_then(|start| {
        let is_start =
            |p: &&MessagePart<'_>| p.content_id().is_some_and(|id| bare(id) == bare(start));
        message.parts.iter().find(is_start)
    });
    let text = |p: &&MessagePart<'_>| matches!(p.body, PartType::Text(_));
    named
        .filter(|p| is_html(p))
        .or_else(|| message.parts.iter().find(|p| is_html(p)))
        .or_else(|| message.parts.iter().find(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::read as read_any;

    fn message(head: &str, part: &str, body: &str) -> String {
        format!(
            "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/2024/ferry\r\nSubject: =?utf-8?Q?Ferry?=\r\n\
             Date: Tue, 5 Mar 2024 19:40:12 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";{head}\r\n\t\
             boundary=\"----MultipartBoundary--x----\"\r\n\r\n\r\n------MultipartBoundary--x----\r\n{part}\r\n\r\n{body}\r\n\
             ------MultipartBoundary--x----\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\
             Content-Location: https://a.example/p.png\r\n\r\niVBORw0KGgo=\r\n------MultipartBoundary--x------\r\n"
        )
    }

    const BODY: &str = "<html><body><article><h1>Ferry late</h1><p>The ferry to Skerry came back after dark on Tuesday with all of its 41 passengers, the harbour office said in the evening.</p><p>Nobody was hurt, and the next boat leaves at the usual hour, a spokeswoman said.</p></article></body></html>";

    fn only(message: &str) -> crate::model::Article {
        let read = read_any("saved.mhtml", message.as_bytes(), &ReadOptions::default());
        assert_eq!(read.refused, []);
        read.articles.into_iter().next().unwrap()
    }

    #[test]
    fn a_saved_page_keeps_its_address_and_the_time_of_saving() {
        let body = BODY
            .replace("=", "=3D")
            .replace("Skerry", "Sk=C3=A9rry")
            .replace("harbour office", "harb=\r\nour office");
        let article = only(&message(
            "",
            "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://a.example/2024/ferry",
            &body,
        ));
        assert_eq!(article.url.as_deref(), Some("https://a.example/2024/ferry"));
        assert_eq!(article.title.as_deref(), Some("Ferry late"));
        assert!(article.text.contains("ferry to Skérry"), "{}", article.text);
        assert!(
            article.text.contains("the harbour office"),
            "{}",
            article.text
        );
        let saved = article.dates.last().unwrap();
        assert_eq!(
            (saved.origin, saved.role),
            (DateOrigin::Archive, DateRole::Captured)
        );
        assert_eq!(saved.rfc3339(), "2024-03-05T19:40:12Z");
    }

    #[test]
    fn the_start_is_the_page_and_a_charset_is_kept() {
        let part = "Content-Type: text/html; charset=windows-1251\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <frame@x>";
        let russian = BODY.replace("Skerry", "Шхеры");
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(&russian);
        let article = only(&message(
            "\r\n\tstart=\"<frame@x>\";",
            part,
            &base64(&bytes),
        ));
        assert!(article.text.contains("ferry to Шхеры"), "{}", article.text);
    }

    fn base64(bytes: &[u8]) -> String {
        const ALPHABET: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut out = String::new();
        for (n, three) in bytes.chunks(3).enumerate() {
            let mut group = [0; 3];
            group[..three.len()].copy_from_slice(three);
            let value = u32::from_be_bytes([0, group[0], group[1], group[2]]);
            for at in 0..4 {
                let digit = (value >> (18 - 6 * at)) & 63;
                out.push(if at > three.len() {
                    '='
                } else {
                    char::from(ALPHABET[digit as usize])
                });
            }
            if n % 19 == 18 {
                out.push_str("\r\n");
            }
        }
        out
    }

    #[test]
    fn bombs_of_messages_and_parts_are_refused() {
        let deep = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n--a\r\n"
            .to_owned()
            + &"Content-Type: message/rfc822\r\n\r\n".repeat(100_000);
        let read = read_any("a.mht", deep.as_bytes(), &ReadOptions::default());
        assert_eq!(read.refused[0].reason, "too deep");
        let many = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n"
            .to_owned()
            + &"--a\r\n\r\n".repeat(200_000);
        let read = read_any("a.mht", many.as_bytes(), &ReadOptions::default());
        assert_eq!(read.refused[0].reason, "too many parts");
        let nested = (0..60_000)
            .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"));
        let nested =
            "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n--a\r\n"
                .to_owned()
                + &nested.collect::<String>();
        let read = read_any("a.mht", nested.as_bytes(), &ReadOptions::default());
        assert_eq!(read.refused[0].reason, "no page");
        let none = read_any("a.mht", b"no message at all", &ReadOptions::default());
        assert_eq!(none.refused.len(), 1);
    }
}

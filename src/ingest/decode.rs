//! Bytes to text: UTF-8 with or without a mark, UTF-16 with or without one, legacy charsets by statistics.
//!
//! Any bytes decode, always to the same text; what is no text shows as U+FFFD and is refused by its reader.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes at the front of a page may name its charset (the HTML standard's figure).
const PRESCAN: usize = 1024;

/// Decodes a plain text.
pub(crate) fn text(bytes: &[u8]) -> Cow<'_, str> {
    with(bytes, None)
}

/// Decodes a page, whose charset its server may name in the media type and the page itself in a meta tag; the server goes first.
pub(crate) fn page<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    let told = content_type.and_then(|t| named(&t.to_ascii_lowercase()));
    with(bytes, told.or_else(|| declared(bytes)))
}

/// Decodes XML, whose charset its server or its declaration may name; a declared UTF-8 that is none is looked at again.
pub(crate) fn xml<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    let told = content_type.and_then(|t| named(&t.to_ascii_lowercase()));
    let told = told.or_else(|| declaration(bytes));
    with(bytes, told.filter(|e| *e != UTF_8 || nearly_utf8(bytes)))
}

/// The charset that an XML declaration names.
fn declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]);
    let head = head.trim_start().strip_prefix("<?xml")?;
    let head = &head[..head.find("?>")?];
    let value = head[head.find("encoding")? + "encoding".len()..].trim_start();
    let value = value.strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value[1..].split(quote).next()?;
    let encoding = Encoding::for_label(label.trim().as_bytes())?;
    // What could be read up to here is not UTF-16.
    let wide = encoding == UTF_16LE || encoding == UTF_16BE;
    Some(if wide { UTF_8 } else { encoding })
}

/// True for UTF-8 with a few broken places (a cut character at the end, one foreign quotation).
fn nearly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad <= good / 4
        || bad <= 1
            && bytes.len() > 64
            && bytes
                .utf8_chunks()
                .next()
                .is_some_and(|c| c.valid().len() + 4 > bytes.len())
}

fn with<'a>(bytes: &'a [u8], declared: Option<&'static Encoding>) -> Cow<'a, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    // Text that is valid UTF-8 is so by intent: no legacy text of any length is by chance.
    let wide = utf16(bytes);
    if let (None, Ok(text)) = (wide, std::str::from_utf8(bytes)) {
        return Cow::Borrowed(text);
    }
    let encoding = wide.or(declared).unwrap_or_else(|| guess(bytes));
    encoding.decode_without_bom_handling(bytes).0
}

/// What the statistics of the bytes speak for.
pub(crate) fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// UTF-16 without a mark: a text whose every second byte is mostly zero.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |odd: usize| {
        head.iter()
            .skip(odd)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let many = head.len() / 5;
    if head.len() < 8 {
        None
    } else if odd > many && even * 10 < odd {
        Some(UTF_16LE)
    } else if even > many && odd * 10 < even {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The charset a page names in its head.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_ascii_lowercase();
    let encoding = named(&head)?;
    // A page that could be read up to its meta tag is not UTF-16, whatever the tag says.
    let wide = encoding == UTF_16LE || encoding == UTF_16BE;
    Some(if wide { UTF_8 } else { encoding })
}

/// The charset named behind the first `charset=`.
fn named(head: &str) -> Option<&'static Encoding> {
    let after = &head[head.find("charset")? + "charset".len()..];
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let end = value
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.')))
        .unwrap_or(value.len());
    Encoding::for_label(&value.as_bytes()[..end])
}

/// True for decoded text that is none: more than a tenth control characters and replacements.
pub(crate) fn is_binary(text: &str) -> bool {
    let odd = |c: &char| *c == '\u{FFFD}' || c.is_control() && !c.is_whitespace();
    let (mut all, mut bad) = (0_usize, 0_usize);
    for c in text.chars().take(65_536) {
        all += 1;
        bad += usize::from(odd(&c));
    }
    bad * 10 > all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_charset_gives_the_same_text() {
        let want = "Über die Verhandlungen: „Wir hoffen“, sagte der Minister für Äußeres.";
        let utf16: Vec<u8> = want.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [&[0xFF, 0xFE][..], &utf16].concat();
        let mark = ["\u{FEFF}", want].concat();
        let (legacy, ..) = encoding_rs::WINDOWS_1252.encode(want);
        for bytes in [want.as_bytes(), &utf16, &marked, mark.as_bytes(), &legacy] {
            assert_eq!(text(bytes), want);
        }
    }

    #[test]
    fn a_feed_is_decoded_by_what_it_is_not_by_what_it_claims() {
        let wrong = [
            &b"<?xml version='1.0' encoding='utf-8'?><t>"[..],
            b"Caf\xE9 \xC9tude d\xE9j\xE0</t>",
        ]
        .concat();
        assert!(xml(&wrong, None).contains("Café Étude déjà"));
        let right = "<?xml version='1.0' encoding='iso-8859-1'?><t>Café</t>";
        assert_eq!(xml(right.as_bytes(), None), right);
        let cut = &"<?xml version='1.0' encoding='utf-8'?><t>Привет, Мария</t> и".as_bytes();
        assert!(xml(&cut[..cut.len() - 1], None).contains("Привет, Мария"));
        let (body, ..) = encoding_rs::KOI8_R.encode("Привет");
        let told = [b"<?xml version=\"1.0\" encoding = \"koi8-r\" ?>", &*body].concat();
        assert!(xml(&told, None).ends_with("Привет"));
    }

    #[test]
    fn a_page_may_name_its_charset() {
        let (body, ..) = encoding_rs::WINDOWS_1251.encode("Привет");
        let bytes = [b"<meta charset='windows-1251'><p>", &*body].concat();
        assert!(page(&bytes, None).ends_with("Привет"));
        let bare = &bytes[bytes.len() - body.len()..];
        assert_eq!(
            page(bare, Some("text/html; Charset=Windows-1251")),
            "Привет"
        );
        assert!(is_binary(&text(&[0, 1, 2, 3, 0, 255, 254, 7, 9])));
    }
}

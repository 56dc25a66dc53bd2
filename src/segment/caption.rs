//! What stands under pictures.

use memchr::memrchr_iter;

use crate::segment::closing::is_signature;
use crate::segment::fold::Line;
use crate::segment::listed::Listed;

/// Openings of captions and photo credits (lower case).
#[rustfmt::skip]
static OPENINGS: Listed = Listed::new(&[
    "file -", "file photo", "file photo:", "file image", "photo:", "photo by", "photos by", "photo courtesy", "photo credit", "photograph:",
    "photograph by", "picture:", "image:", "image courtesy", "image source:", "image credit", "image caption", "enlarge this image",
    "toggle caption", "handout", "video by", "credit:", "archivfoto", "foto:", "fotos:", "bild:", "symbolbild", "photo d'illustration",
    "photo d'archives", "crédit photo", "crédits photo", "imagen:", "imagen de archivo", "fotografía:", "фото:", "фотография:", "图为", "图片来源",
    "图:", "图/", "摄影:", "写真:", "写真提供:", "(写真", "画像:", "撮影:", "foto di ", "fotografia:", "immagine:", "crediti foto", "imagem:", "foto de arquivo", "صورة:", "الصورة:",
    "تصوير:",
]);

/// Marks of a photo credit; they count behind the last sentence, in a closing bracket or at the end of the line.
#[rustfmt::skip]
const MARKS: &[&str] = &[
    "getty images", "/getty", "/ap photo", "ap photo/", "(ap photo", "ap photo)", "/associated press", "handout via", "via reuters",
    "/reuters", "reuters/", "via ap", "/ap", "/afp", "afp/", "/epa", "epa-efe", "epa/", "/tass", "/sputnik", "/xinhua", "via getty",
    "/shutterstock", "shutterstock", "press service", "/bloomberg", "/picture alliance", "/dpa", "picture alliance", "imago images",
    "photo by", "photos by", "file photo", "staff photo", "courtesy photo", "photo courtesy", "/telegram", "via portal", "/handout", "фото:",
    "риа новости/", "/rex", "/zuma", "zuma press", "/imago", "istockphoto", "/pool", "/upi",
];

/// Longest tail, in bytes, in which a photo credit is looked for.
const TAIL: usize = 140;

/// True when the line is a caption by its own words. `raw` is the block as it stands, `line` the same folded (or its tail, for a long block).
pub(crate) fn is_caption(raw: &str, line: &Line, whole: bool) -> bool {
    if whole && line.words <= 80 && OPENINGS.opens(&line.lower) {
        return !line.lower.starts_with("credit:") || line.words <= 12;
    }
    if whole
        && line.words <= 80
        && raw.ends_with("**")
        && raw.trim_end_matches('*').contains("**")
        && line.words > 4
    {
        return true;
    }
    if whole && raw.starts_with("<i>") && raw.contains("<br") {
        return true;
    }
    let mut from = line.lower.len().saturating_sub(TAIL);
    while !line.lower.is_char_boundary(from) {
        from += 1;
    }
    let tail = credit_part(&line.lower[from..]);
    // Every mark holds a slash or one of these words: most sentences end the search here.
    #[rustfmt::skip]
    static ROOTS: Listed = Listed::new(&[
        "getty", "ap photo", "handout", "via ", "reuters/", "epa", "shutterstock", "press", "photo", "file", "staff", "court",
        "picture", "imago", "zuma", "istock", "фото",
    ]);
    !tail.is_empty()
        && tail.len() <= 110
        && (tail.as_bytes().contains(&b'/') || ROOTS.within_part(tail))
        && MARKS.iter().any(|m| holds(tail, m))
        && !is_signature(&line.plain[from..])
}

/// True when `line` says what `caption` says: it stands in it, or most of it does, from its first word on.
pub(crate) fn says_again(line: &str, caption: &str) -> bool {
    /// Words that two sentences do not begin with by chance.
    const SAME_WORDS: usize = 8;
    if caption.contains(line) {
        return true;
    }
    let words = line.split(' ').count();
    let ends = line.match_indices(' ').map(|(n, _)| n);
    let same = ends
        .take_while(|&n| caption.contains(line[..n].trim_end_matches(',')))
        .count();
    same >= SAME_WORDS && same * 3 >= words * 2
}

/// True for a picture's text with who took it: `The ferry leaves Lindemar on Monday. Lindemar Harbour Office`.
pub(crate) fn is_signed(plain: &str) -> bool {
    let Some((sentence, name)) = plain.rsplit_once(". ") else {
        return false;
    };
    let words: Vec<&str> = name.split(' ').collect();
    // A short word or a capital before the stop is an abbreviation (`St.`, `Dr.`, `U.S.`), not a sentence's end.
    let last = sentence.rsplit(' ').next().unwrap_or_default();
    sentence.split(' ').count() >= 6
        && last.chars().count() >= 4
        && last
            .chars()
            .skip(1)
            .all(|c| c.is_lowercase() || c.is_ascii_digit())
        && (2..=6).contains(&words.len())
        && words.iter().all(|w| {
            w.starts_with(char::is_uppercase) || matches!(*w, "of" | "the" | "and" | "de" | "for")
        })
}

/// What stands behind the last full sentence, or inside the closing bracket: where photo credits live.
fn credit_part(tail: &str) -> &str {
    let body = tail.trim_end();
    if let Some(inner) = body.strip_suffix(')') {
        return inner.rfind('(').map_or("", |n| &inner[n..]);
    }
    if body.ends_with(['"', '?', '!', ':', ';', ',']) {
        return "";
    }
    let inner = body.strip_suffix('.').unwrap_or(body);
    let stops = memrchr_iter(b'.', inner.as_bytes());
    let stop = stops.filter(|&n| inner[n..].starts_with(". ")).find(|&n| {
        // An initial (`J. Scott`) ends no sentence.
        inner[..n]
            .chars()
            .rev()
            .take_while(|c| c.is_alphanumeric())
            .count()
            > 2
    });
    let bars = || inner.as_bytes().windows(3).rposition(|w| w == b" | ");
    let bar = inner.contains('|').then(bars).flatten();
    match stop.max(bar) {
        Some(n) => inner[n..].trim_start_matches(['.', ' ', '|']),
        // A whole line without a stop: a name and a house, no sentence.
        None if !body.ends_with('.') => inner,
        None => "",
    }
}

/// True when `part` holds `mark` and nothing that makes it a sentence about the house.
fn holds(part: &str, mark: &str) -> bool {
    let Some(at) = part.find(mark) else {
        return false;
    };
    let after = part.as_bytes().get(at + mark.len());
    let whole = after.is_none_or(|b| !b.is_ascii_alphanumeric()) || mark.ends_with('/');
    let words = part.split(' ').count();
    whole
        && words <= 14
        && ![
            " said",
            " says",
            " told",
            " was ",
            " is ",
            " has ",
            " reported",
            " according",
            " were ",
        ]
        .iter()
        .any(|v| part.contains(v))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(text: &str) -> bool {
        is_caption(text, &Line::new(text), true)
    }

    #[test]
    fn photo_credits_make_captions() {
        for text in [
            "The ferry leaves Lindemar on Monday. **Port Press Service**",
            "The ferry leaves Lindemar. Port Authority/Handout via REUTERS",
            "(Jane Roe/Reuters)",
            "The ferry at dusk. (Photo by Jane Roe/Getty Images)",
            "The ferry | Jane Roe/AP Photo",
            "FILE - The ferry leaves Lindemar on May 3, 2020.",
            "Captain Roe Photograph: Jan Dow/AFP/Getty Images",
            "Foto: Jan Dow/dpa",
            "<i>Port Office/Telegram</i><br/>The ferry leaves on Monday.",
            "Enlarge this image toggle caption Jan Dow/AP Jan Dow/AP",
            "The ferry, March 4, 2021. Port Office/Handout via Portal acquire license rights",
        ] {
            assert!(is(text), "{text}");
        }
    }

    #[test]
    fn sentences_about_photographs_and_agencies_are_no_captions() {
        for text in [
            "The captain told Reuters that the ferry would sail.",
            "He sold the photo by auction, his wife said.",
            "The pictures were sold to Getty Images.",
            "She joined the press service of the port in May.",
            "The poll was run for Reuters/Ipsos.",
        ] {
            assert!(!is(text), "{text}");
        }
    }
}

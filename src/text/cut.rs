//! Cuts folded text into words by Unicode text segmentation (UAX #29), with the few rules news needs on top.
//!
//! Beyond UAX #29: dotted acronyms are one word without dots (`u.s.` → `us`), numbers lose thousands commas
//! (`3,000` → `3000`), a full stop or colon between longer words separates them even where the blank was lost, an
//! apostrophe between digit and letter stays (`1990's`), the low line separates.

use std::sync::OnceLock;

use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed, options::WordBreakInvariantOptions};
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use crate::text::bits::each_run;
use crate::text::script::{Script, script};

/// Calls `word` with every word of folded `text`: its bytes in `text`, and its letters.
pub(crate) fn cut(text: &str, mut word: impl FnMut(usize, usize, &str)) {
    if text.is_ascii() || text.chars().all(|c| c.is_ascii() || plain_letter(c)) {
        return scan(text, 0, &mut word);
    }
    // Words never reach over a blank, so only the chunks with rarer characters go the long way.
    let mut at = 0;
    for chunk in text.split_inclusive(|c: char| c.is_ascii_whitespace()) {
        if chunk.chars().all(|c| c.is_ascii() || plain_letter(c)) {
            scan(chunk, at, &mut word);
        } else {
            rare(chunk, at, &mut word);
        }
        at += chunk.len();
    }
}

/// True for letters that need no table: Latin, Greek and Cyrillic ones that are ALetter in UAX #29.
fn plain_letter(c: char) -> bool {
    matches!(u32::from(c), 0xC0..=0xD6 | 0xD8..=0xF6 | 0xF8..=0x24F | 0x388..=0x3CE | 0x400..=0x481
        | 0x48A..=0x52F | 0x1EA0..=0x1EFF)
}

/// Cuts a chunk that has other than plain letters.
fn rare(chunk: &str, base: usize, word: &mut impl FnMut(usize, usize, &str)) {
    let mut from = 0;
    let mut inside = false;
    for (at, c) in chunk.char_indices() {
        let unspaced = if is_combining_mark(c) {
            inside
        } else {
            matches!(script(c), Script::Ideographic | Script::SouthEastAsian) || inside && c == 'ー'
        };
        if unspaced != inside {
            part(&chunk[from..at], base + from, inside, word);
            from = at;
            inside = unspaced;
        }
    }
    part(&chunk[from..], base + from, inside, word);
}

/// Cuts a part that is wholly of scripts without blanks between words, or wholly not.
fn part(part: &str, base: usize, unspaced: bool, word: &mut impl FnMut(usize, usize, &str)) {
    if !unspaced {
        for (at, piece) in part.unicode_word_indices() {
            scan(piece, base + at, word);
        }
        return;
    }
    let mut from = 0;
    for to in segmenter().segment_str(part) {
        let piece = &part[from..to];
        if piece.chars().any(char::is_alphanumeric) {
            word(base + from, base + to, piece);
        }
        from = to;
    }
}

/// The segmenter for Chinese, Japanese, Thai, Lao, Khmer and Burmese; making one is costly.
fn segmenter() -> WordSegmenterBorrowed<'static> {
    static SEGMENTER: OnceLock<WordSegmenterBorrowed<'static>> = OnceLock::new();
    *SEGMENTER.get_or_init(|| WordSegmenter::new_auto(WordBreakInvariantOptions::default()))
}

/// Cuts text in which every character beyond ASCII is part of a word.
fn scan(text: &str, base: usize, word: &mut impl FnMut(usize, usize, &str)) {
    let bytes = text.as_bytes();
    let mut buffer = String::new();
    let mut done = 0;
    each_run(bytes, in_word, |start, end| {
        // What the word before took as well is passed over: of `1,024th` the last letters are left.
        let start = start.max(done);
        if start >= end {
            return;
        }
        // Nearly every word ends here.
        let mark = matches!(bytes.get(end), Some(b'\'' | b'.' | b','));
        if !mark || !word_at(bytes, end + 1) {
            return word(base + start, base + end, &text[start..end]);
        }
        buffer.clear();
        buffer.push_str(&text[start..end]);
        done = joined(text, start, end, &mut buffer);
        word(base + start, base + done, &buffer);
    });
}

/// Follows apostrophes, dots and commas that do not end the word `start..at`; gives where it ends.
fn joined(text: &str, start: usize, mut at: usize, buffer: &mut String) -> usize {
    let bytes = text.as_bytes();
    if let Some(end) = acronym(text, start, at, buffer) {
        at = end;
        if bytes.get(at) == Some(&b'.')
            && bytes.get(at + 1) == Some(&b'\'')
            && word_at(bytes, at + 2)
        {
            at += 1;
        }
    } else if let Some(end) = thousands(bytes, start, at) {
        buffer.extend(text[at..end].chars().filter(|c| *c != ','));
        at = end;
    }
    while let Some(&mark) = bytes.get(at) {
        let digits =
            bytes[at - 1].is_ascii_digit() && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        let goes_on = match mark {
            b'\'' => word_at(bytes, at + 1) && !digits,
            b'.' | b',' => digits,
            _ => false,
        };
        if !goes_on {
            break;
        }
        let from = at;
        at += 1;
        while word_at(bytes, at) {
            at += 1;
        }
        buffer.push_str(&text[from..at]);
    }
    at
}

/// The end of single letters joined by dots (`u.s.a`), which go to `buffer` without the dots.
fn acronym(text: &str, start: usize, at: usize, buffer: &mut String) -> Option<usize> {
    let single = |s: &str| {
        let mut chars = s.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    };
    if !single(&text[start..at]) {
        return None;
    }
    let bytes = text.as_bytes();
    let mut end = at;
    while bytes.get(end) == Some(&b'.') {
        let from = end + 1;
        let mut to = from;
        while word_at(bytes, to) {
            to += 1;
        }
        if !single(&text[from..to]) {
            break;
        }
        buffer.push_str(&text[from..to]);
        end = to;
    }
    (end > at).then_some(end)
}

/// The end of a number `start..at` that goes on in groups set off by commas: the last of three digits, those before
/// of two (Indian) or three.
fn thousands(bytes: &[u8], start: usize, at: usize) -> Option<usize> {
    if at - start > 3 || !bytes[start..at].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let mut end = at;
    let mut group = 0;
    while bytes.get(end) == Some(&b',') {
        let digits = bytes[end + 1..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        let group_before = std::mem::replace(&mut group, digits);
        if !(2..=3).contains(&digits) {
            // "3,000, 5" ends before the comma; "3,4" is no thousand.
            group = group_before;
            if digits > 0 {
                return None;
            }
            break;
        }
        end += 1 + digits;
    }
    (end > at && group == 3).then_some(end)
}

fn word_at(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(|b| in_word(*b))
}

fn in_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;
    use proptest::prelude::*;

    /// Words cut byte after byte.
    fn slow(text: &str) -> Vec<(usize, String)> {
        let bytes = text.as_bytes();
        let (mut out, mut at) = (Vec::new(), 0);
        while at < bytes.len() {
            let start = at;
            at += 1;
            if !in_word(bytes[start]) {
                continue;
            }
            while word_at(bytes, at) {
                at += 1;
            }
            let mut word = text[start..at].to_owned();
            at = joined(text, start, at, &mut word);
            out.push((start, word));
        }
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn words_are_those_that_a_walk_from_byte_to_byte_finds(text in "([ab1é0']|[.,' ]|000|1,024th|u\\.s\\.){0,80}") {
            let mut found = Vec::new();
            scan(&text, 0, &mut |start, _, word| found.push((start, word.to_owned())));
            prop_assert_eq!(found, slow(&text));
        }
    }

    #[test]
    fn news_is_cut_into_words() {
        for (text, want) in [
            (
                "The U.S. and the US, U.S.-led, U.S.'s",
                "the us and the us us led us's",
            ),
            (
                "3,000 3,000,000.50 12,34,567 3,5 1,2,3",
                "3000 3000000.50 1234567 3,5 1,2,3",
            ),
            ("in 1,000, 2,000, and 3,0000.", "in 1000 2000 and 3,0000"),
            ("1,024th 1,024th's 10,000m.", "1024 th 1024 th's 10000 m"),
            ("twenty-one twenty – one", "twenty one twenty one"),
            (
                "the parties' 1990's rock'n'roll 'tis",
                "the parties' 1990's rock'n'roll tis"
                    .replace("parties'", "parties")
                    .as_str(),
            ),
            (
                "the end.Next a.m. e.g.the $5 at&t foo_bar 3:1",
                "the end next am eg the 5 at t foo bar 3 1",
            ),
            (
                "v1.2 3.5m No.5 covid-19 café’s naïve",
                "v1.2 3.5m no 5 covid 19 café's naïve",
            ),
            ("т.е. США", "те сша"),
            ("l’homme €5 £3.2bn 5°", "l'homme 5 3.2bn 5"),
            ("हिन्दी में, 한국어 العربية", "हिन्दी में 한국어 العربية"),
        ] {
            assert_eq!(words(text).normal(), want, "{text}");
        }
    }

    #[test]
    fn chinese_japanese_and_thai_are_cut_without_blanks() {
        let w = words("我们在北京。2024年");
        assert_eq!(w.normal(), "我们 在 北京 2024 年");
        assert_eq!(w.span(2).of("我们在北京。2024年"), "北京");
        assert_eq!(words("こんにちは世界").normal(), "こんにちは 世界");
        assert_eq!(words("ทุกสองสัปดาห์").normal(), "ทุก สอง สัปดาห์");
    }
}

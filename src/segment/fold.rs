//! A line as a reader sees it: without markup, with plain quotes, dashes and blanks, beside its lower-case form.

use std::borrow::Cow;

use crate::text::{bits, places};

/// One block's text made comparable. `plain` and `lower` have the same byte length, so places in one hold in the other.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    /// Without markup and invisible characters; quotes, dashes and blanks made plain; case kept.
    pub(crate) plain: String,
    /// The same in lower case.
    pub(crate) lower: String,
    /// Number of stretches between blanks that hold a letter or digit.
    pub(crate) words: usize,
    /// Where a phrase may start in `lower`: one bit for each byte, set at its beginning and behind every byte that is neither a letter nor a digit of ASCII.
    starts: Vec<u64>,
}

impl Line {
    /// Folds `raw`. Linear: every look ahead is bounded.
    pub(crate) fn new(raw: &str) -> Self {
        let plain = plain(raw);
        let lower = lower(&plain);
        let words = words(&plain);
        let starts = start_bits(&lower).collect();
        Self {
            plain,
            lower,
            words,
            starts,
        }
    }

    /// Where a phrase may start in `lower`, in order.
    pub(crate) fn starts(&self) -> impl Iterator<Item = usize> {
        set(self.starts.iter().copied(), self.lower.len())
    }

    /// True when the last visible character, closing quotes and brackets aside, ends a sentence.
    pub(crate) fn is_final(&self) -> bool {
        ends_sentence(&self.plain)
    }
}

/// True when `text` ends like a sentence: `.`, `!`, `?`, `…` or a full-width or Arabic stop, before any closing quotes or brackets.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '\'' | '”' | '’' | '»' | '“' | ')' | ']' | '」' | '』' | '*'
            )
    });
    end.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '۔'])
}

/// `text` with full-width letters, figures and marks as their narrow twins: `ＡＦＰ` is `AFP`.
pub(crate) fn half(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains(|c| matches!(c, '！'..='～' | '\u{3000}')) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(narrow).collect())
}

fn narrow(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

/// The first `limit` bytes of `text`, fewer where a character would be cut.
pub(crate) fn head(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// `text` in lower case, byte for byte in step: a letter whose lower case has another length is kept.
pub(crate) fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars()
        .map(|c| {
            let mut low = c.to_lowercase();
            match (low.next(), low.next()) {
                (Some(l), None) if l.len_utf8() == c.len_utf8() => l,
                _ => c,
            }
        })
        .collect()
}

/// Number of stretches between blanks that hold a letter or digit.
fn words(plain: &str) -> usize {
    if !plain.is_ascii() {
        let held = |w: &&str| w.chars().any(char::is_alphanumeric);
        return plain.split(' ').filter(held).count();
    }
    let bytes = plain.as_bytes();
    let letters = bits(bytes, |b| b.is_ascii_alphanumeric());
    let blanks = bits(bytes, |b| b == b' ');
    let (mut count, mut inside, mut waiting) = (0, 0, false);
    for (letters, blanks) in letters.zip(blanks) {
        let stretch = !blanks;
        // Where a stretch begins, or goes on that has had no letter yet.
        let begins = stretch & !(stretch << 1 | inside) | u64::from(waiting) & stretch;
        // Added to what is no letter, a beginning is carried on to the stretch's first letter, or out of the number.
        let (carried, none) = (stretch & !letters).overflowing_add(begins);
        count += (carried & letters).count_ones() as usize;
        (inside, waiting) = (stretch >> 63, none);
    }
    count
}

/// Where a phrase may start in `lower`, in order: see [`Line::starts`].
pub(crate) fn starts(lower: &str) -> impl Iterator<Item = usize> {
    set(start_bits(lower), lower.len())
}

fn start_bits(lower: &str) -> impl Iterator<Item = u64> {
    let mut inside = 0;
    bits(lower.as_bytes(), |b| b.is_ascii_alphanumeric()).map(move |letters| {
        let starts = !(letters << 1 | inside);
        inside = letters >> 63;
        starts
    })
}

/// The places of bits that are set, below `length`.
fn set(bits: impl Iterator<Item = u64>, length: usize) -> impl Iterator<Item = usize> {
    let all = bits.zip((0..).step_by(64));
    all.flat_map(move |(bits, base)| {
        let inside = length - base;
        let beyond = if inside < 64 { u64::MAX << inside } else { 0 };
        places(bits & !beyond).map(move |at| base + at)
    })
}

/// True when nothing is to be made plain: visible ASCII and single blanks, no mark that markup may begin with.
fn is_plain(raw: &[u8]) -> bool {
    let odd =
        |b| !matches!(b, 0 | b' '..=b'~') || matches!(b, b'<' | b'>' | b'[' | b']' | b'*' | b'`');
    let blanks = bits(raw, |b| b == b' ');
    let mut before = 0;
    let mut found = 0;
    for (odd, blanks) in bits(raw, odd).zip(blanks) {
        found |= odd | blanks & (blanks << 1 | before);
        before = blanks >> 63;
    }
    found == 0 && !raw.contains(&0)
}

fn plain(raw: &str) -> String {
    let raw = raw.trim_start_matches('#').trim();
    if is_plain(raw.as_bytes()) {
        return raw.to_owned();
    }
    made_plain(raw)
}

fn made_plain(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut at = 0;
    let mut angle = false;
    while let Some(c) = raw[at..].chars().next() {
        let rest = &raw[at..];
        at += c.len_utf8();
        let folded = match c {
            '<' => {
                if let Some(len) = tag(rest) {
                    at += len - 1;
                    ' '
                } else {
                    angle = true;
                    continue;
                }
            }
            '>' if angle => {
                angle = false;
                continue;
            }
            '[' if link(rest).is_some() => continue,
            ']' if rest[1..].starts_with('(') => match within(&rest[2..], ')', 500) {
                Some(len) => {
                    at += len + 2;
                    continue;
                }
                None => c,
            },
            '*' if rest.starts_with("**") => {
                at += 1;
                continue;
            }
            '‘' | '’' | '‚' | '‛' | '′' | '`' => '\'',
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' => '"',
            '‐'..='―' | '−' => '-',
            '！'..='～' => narrow(c),
            '،' => ',',
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}' => continue,
            // Vowel signs and the long stroke are written or left out at will: `نُشر` is `نشر`.
            '\u{640}' | '\u{64b}'..='\u{652}' | '\u{670}' => continue,
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if folded != ' ' || !(out.is_empty() || out.ends_with(' ')) {
            out.push(folded);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Length of the markup tag at the start of `rest`; an address in angle brackets is none.
fn tag(rest: &str) -> Option<usize> {
    let first = *rest.as_bytes().get(1)?;
    if !(first.is_ascii_alphabetic() || first == b'/') || rest[1..].starts_with("http") {
        return None;
    }
    within(&rest[1..], '>', 300).map(|len| len + 2)
}

fn link(rest: &str) -> Option<()> {
    let close = within(&rest[1..], ']', 300)?;
    rest[close + 2..].starts_with('(').then_some(())
}

/// Where `mark` stands among the first `limit` bytes.
fn within(text: &str, mark: char, limit: usize) -> Option<usize> {
    text.bytes().take(limit).position(|b| b == mark as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_plain_would_be_left_as_it_is(raw in "([a-z]{1,30}|[ -~]|[a-z] |é){0,12}") {
            let raw = raw.trim();
            if is_plain(raw.as_bytes()) {
                prop_assert_eq!(made_plain(raw), raw);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn words_and_starts_are_those_of_a_slow_count(raw in "([a-c '(.-]|quay |the ferry|©|ферри|é){0,24}") {
            let line = Line::new(&raw);
            let held = |w: &&str| w.chars().any(char::is_alphanumeric);
            prop_assert_eq!(line.words, line.plain.split(' ').filter(held).count());
            let bytes = line.lower.as_bytes();
            let begins = |at: &usize| *at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
            let places: Vec<usize> = (0..bytes.len()).filter(begins).collect();
            prop_assert_eq!(line.starts().collect::<Vec<_>>(), places);
        }
    }

    #[test]
    fn markup_quotes_and_blanks_are_made_plain() {
        let line = Line::new("By [ANP](#) &\u{a0} **“Jan”** – <i>x</i>");
        assert_eq!(line.plain, "By ANP & \"Jan\" - x");
        assert_eq!(line.plain.len(), line.lower.len());
    }

    #[test]
    fn vowel_signs_of_arabic_are_left_out() {
        assert_eq!(Line::new("نُشر أولاً").plain, "نشر أولا");
    }

    #[test]
    fn an_address_in_angle_brackets_stays() {
        assert_eq!(
            Line::new("<https://a.example/b>").plain,
            "https://a.example/b"
        );
    }

    #[test]
    fn a_sentence_ends_before_its_closing_quote() {
        assert!(ends_sentence("He said: “No.”"));
        assert!(ends_sentence("他说。」"));
        assert!(!ends_sentence("What comes next"));
    }
}

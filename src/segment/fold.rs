//! A line as a reader sees it: without markup, with plain quotes, dashes and blanks, beside its lower-case form.

use std::borrow::Cow;

/// One block's text made comparable. `plain` and `lower` have the same byte length, so places in one hold in the other.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    /// Without markup and invisible characters; quotes, dashes and blanks made plain; case kept.
    pub(crate) plain: String,
    /// The same in lower case.
    pub(crate) lower: String,
    /// Number of stretches between blanks that hold a letter or digit.
    pub(crate) words: usize,
    /// Where a phrase may start in `lower`: at its beginning, and behind every byte that is neither a letter nor a digit of ASCII.
    pub(crate) starts: Vec<u32>,
}

impl Line {
    /// Folds `raw`. Linear: every look ahead is bounded.
    pub(crate) fn new(raw: &str) -> Self {
        let plain = plain(raw);
        let lower = lower(&plain);
        let (words, starts) = surveyed(&plain, &lower);
        Self {
            plain,
            lower,
            words,
            starts,
        }
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

/// See [`Line::words`] and [`Line::starts`]; `lower` is as long as `plain`.
fn surveyed(plain: &str, lower: &str) -> (usize, Vec<u32>) {
    if !plain.is_ascii() {
        let held = |w: &&str| w.chars().any(char::is_alphanumeric);
        return (plain.split(' ').filter(held).count(), starts(lower));
    }
    // Without a branch: where words end no processor can guess.
    let mut starts = vec![0; lower.len()];
    let (mut count, mut inside) = (0, false);
    let (mut words, mut counted) = (0, false);
    for (at, &byte) in (0..).zip(lower.as_bytes()) {
        starts[count] = at;
        count += usize::from(!inside);
        inside = byte.is_ascii_alphanumeric();
        words += usize::from(inside & !counted);
        counted = (counted | inside) & (byte != b' ');
    }
    starts.truncate(count);
    (words, starts)
}

/// See [`Line::starts`].
pub(crate) fn starts(lower: &str) -> Vec<u32> {
    let begins = |at: &usize| *at == 0 || !lower.as_bytes()[at - 1].is_ascii_alphanumeric();
    (0..lower.len())
        .filter(begins)
        .map(|at| at as u32)
        .collect()
}

fn plain(raw: &str) -> String {
    let raw = raw.trim_start_matches('#').trim();
    let simple =
        |b: &u8| matches!(b, b' '..=b'~') && !matches!(b, b'<' | b'>' | b'[' | b'*' | b'`');
    // Without a branch, so that many bytes are looked at in one step.
    let bytes = raw.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let odd = |a: u8, b: u8| (a == b' ') & (b == b' ') | (a == b']') & (b == b'(');
    if bytes.iter().fold(true, |all, b| all & simple(b))
        && !pairs.fold(false, |any, (&a, &b)| any | odd(a, b))
    {
        return raw.to_owned();
    }
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
        fn words_and_starts_are_those_of_a_slow_count(raw in "([a-c '(.-]|quay |the ferry|©|ферри|é){0,24}") {
            let line = Line::new(&raw);
            let held = |w: &&str| w.chars().any(char::is_alphanumeric);
            prop_assert_eq!(line.words, line.plain.split(' ').filter(held).count());
            let bytes = line.lower.as_bytes();
            let begins = |at: &usize| *at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
            let places: Vec<usize> = (0..bytes.len()).filter(begins).collect();
            prop_assert_eq!(line.starts.iter().map(|&at| at as usize).collect::<Vec<_>>(), places);
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

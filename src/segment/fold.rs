//! A line as a reader sees it: without markup, with plain quotes, dashes and blanks, beside its lower-case form.

use std::borrow::Cow;
use std::sync::OnceLock;

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

/// A list of phrases laid out by their first two bytes: most lines hold none of them, and say so in one pass.
pub(crate) struct Listed {
    phrases: &'static [&'static str],
    heads: OnceLock<Heads>,
}

/// The phrases by their first byte, and the two bytes that each opens with.
struct Heads {
    by_first: Vec<Vec<&'static str>>,
    pairs: Pairs,
}

/// Which two bytes any of some phrases opens with, one bit each: what tells most words from the first word of a phrase at once.
#[derive(Debug)]
pub(crate) struct Pairs(Vec<u64>);

impl Default for Pairs {
    fn default() -> Self {
        Self(vec![0; (1 << 16) / 64])
    }
}

impl Pairs {
    fn place(first: u8, second: u8) -> (usize, u32) {
        let pair = usize::from(first) << 8 | usize::from(second);
        (pair / 64, (pair % 64) as u32)
    }

    /// Adds a phrase; behind one of a single byte anything may follow.
    pub(crate) fn add(&mut self, phrase: &[u8]) {
        let (first, seconds) = match phrase {
            [] => return,
            [first] => (*first, 0..=u8::MAX),
            [first, second, ..] => (*first, *second..=*second),
        };
        for second in seconds {
            let (at, bit) = Self::place(first, second);
            self.0[at] |= 1 << bit;
        }
    }

    /// False when none of the phrases opens `bytes`.
    pub(crate) fn may_open(&self, bytes: &[u8]) -> bool {
        let Some(&first) = bytes.first() else {
            return false;
        };
        let (at, bit) = Self::place(first, bytes.get(1).copied().unwrap_or(0));
        self.0[at] >> bit & 1 == 1
    }
}

impl Heads {
    fn of(phrases: &'static [&'static str]) -> Self {
        let mut heads = Self {
            by_first: vec![Vec::new(); 256],
            pairs: Pairs::default(),
        };
        for phrase in phrases {
            if let Some(&first) = phrase.as_bytes().first() {
                heads.by_first[usize::from(first)].push(phrase);
                heads.pairs.add(phrase.as_bytes());
            }
        }
        heads
    }

    /// True when one of the phrases opens `bytes`.
    fn open(&self, bytes: &[u8]) -> bool {
        self.pairs.may_open(bytes)
            && self.by_first[usize::from(bytes[0])]
                .iter()
                .any(|p| bytes.starts_with(p.as_bytes()))
    }
}

impl Listed {
    /// Lists `phrases`.
    pub(crate) const fn new(phrases: &'static [&'static str]) -> Self {
        Self {
            phrases,
            heads: OnceLock::new(),
        }
    }

    fn heads(&self) -> &Heads {
        self.heads.get_or_init(|| Heads::of(self.phrases))
    }

    /// True when `text` opens with one of them.
    pub(crate) fn opens(&self, text: &str) -> bool {
        self.heads().open(text.as_bytes())
    }

    /// True when one of them starts at a word's start in `line`, in lower case.
    pub(crate) fn within(&self, line: &Line) -> bool {
        self.among(&line.lower, &line.starts)
    }

    /// The same of a part of a line.
    pub(crate) fn within_part(&self, lower: &str) -> bool {
        self.among(lower, &starts(lower))
    }

    fn among(&self, lower: &str, starts: &[u32]) -> bool {
        let heads = self.heads();
        let mut words = starts.iter().map(|&at| &lower.as_bytes()[at as usize..]);
        words.any(|word| heads.open(word))
    }
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
fn starts(lower: &str) -> Vec<u32> {
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

    static PHRASES: Listed = Listed::new(&["q", "quay", "the ferry", "©", "ферри"]);

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
            prop_assert_eq!(line.starts.iter().map(|&at| at as usize).collect::<Vec<_>>(), places.clone());
            let opens = |at: &usize| PHRASES.phrases.iter().any(|p| bytes[*at..].starts_with(p.as_bytes()));
            prop_assert_eq!(PHRASES.within(&line), places.iter().any(opens));
            prop_assert_eq!(PHRASES.within_part(&line.lower), PHRASES.within(&line));
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

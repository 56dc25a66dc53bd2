//! The folded text: what is left of a text when everything a reader does not read is taken away.
//!
//! Order: invisible characters are dropped, look-alike letters read as what they stand for, marks made plain, then
//! Unicode's compatibility composition (NFKC) and lower case. Full NFKC is slow, so it is done only on the few
//! characters that need it, each with the combining marks that follow.

use std::borrow::Cow;
use std::iter::once;

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfkc_quick};

use crate::model::Span;
use crate::text::hidden::hides;
use crate::text::lookalike::{Swap, may_mix, swaps};
use crate::text::marks::{ignorable, plain, variation_selector, vulgar_fraction};
use crate::text::origin::Origin;
use crate::text::script::{Script, script};

/// Rounds after which folding is taken as settled; two are enough for every text known.
const ROUNDS: usize = 4;

/// A folded text, with where it came from.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    /// Folded text; blanks are spaces or ASCII controls, not yet collapsed.
    pub(crate) text: String,
    /// One map a round, the first round first.
    origins: Vec<Origin>,
    /// How much was folded away that a reader cannot see or tell.
    pub(crate) hidden: usize,
    /// How much of it stood inside words.
    pub(crate) hidden_in_words: usize,
    /// True when a run of variation selectors that carries a manifest was dropped.
    pub(crate) manifest: bool,
}

impl Folded {
    /// Turns spans of the folded text, in order, into spans of the unchanged one.
    pub(crate) fn to_source(&self, spans: &mut [Span]) {
        for origin in self.origins.iter().rev() {
            origin.to_source(spans);
        }
    }
}

/// The normal form of a stretch of text, punctuation kept: NFKC, lower case, straight quotes, plain dashes, one space
/// for every run of blanks and none at the ends, nothing invisible, look-alike letters resolved.
///
/// Folding what is folded changes nothing.
pub fn fold(text: &str) -> String {
    let folded = folded(text).text;
    let mut out = String::with_capacity(folded.len());
    for piece in folded.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(piece);
    }
    out
}

/// Folds `text` and remembers where everything was.
pub(crate) fn folded(text: &str) -> Folded {
    // One byte for one byte, so places stay.
    let text: Cow<'_, str> = if text.contains('`') {
        text.replace('`', "'").into()
    } else {
        text.into()
    };
    if text.is_ascii() {
        return Folded {
            text: text.to_ascii_lowercase(),
            ..Folded::default()
        };
    }
    let mut out = round(&text);
    // Lower case can make or unmake a look-alike (Н is an H, н is none): fold until nothing moves.
    for _ in 1..ROUNDS {
        if !may_mix(&out.text) {
            break;
        }
        let next = round(&out.text);
        if next.text == out.text {
            break;
        }
        out.text = next.text;
        out.origins.extend(next.origins);
        out.hidden += next.hidden;
        out.hidden_in_words += next.hidden_in_words;
    }
    out
}

/// One pass over the text.
fn round(text: &str) -> Folded {
    let swapped = if may_mix(text) {
        swaps(text)
    } else {
        Vec::new()
    };
    let right_to_left = text
        .chars()
        .any(|c| c > '\u{5cf}' && script(c) == Script::RightToLeft);
    let mut folder = Folder {
        text,
        swaps: &swapped,
        right_to_left,
        out: String::with_capacity(text.len() + 8),
        origin: Origin::default(),
        last: None,
        before: None,
        hidden: swapped.len(),
        hidden_in_words: swapped.len(),
        pending: 0,
        manifest: false,
    };
    folder.run();
    Folded {
        text: folder.out,
        origins: vec![folder.origin],
        hidden: folder.hidden,
        hidden_in_words: folder.hidden_in_words,
        manifest: folder.manifest,
    }
}

struct Folder<'a> {
    text: &'a str,
    swaps: &'a [Swap],
    right_to_left: bool,
    out: String,
    origin: Origin,
    /// Where the last character began: unchanged, folded. A combining mark that follows is composed with it.
    last: Option<(usize, usize)>,
    /// The last visible character as it stood.
    before: Option<char>,
    hidden: usize,
    hidden_in_words: usize,
    /// Hidden characters since the last visible one.
    pending: usize,
    manifest: bool,
}

impl Folder<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let rest = &bytes[at..];
            let mut ascii = rest.iter().position(|b| *b >= 0x80).unwrap_or(rest.len());
            if let Some(&(place, _)) = self.swaps.first() {
                ascii = ascii.min(place - at);
            }
            if ascii > 0 {
                let from = self.out.len();
                self.out.push_str(&self.text[at..at + ascii]);
                self.out[from..].make_ascii_lowercase();
                self.origin.linear(from, at, ascii);
                at += ascii;
                self.last = Some((at - 1, self.out.len() - 1));
                self.see(char::from(rest[0]));
                self.before = Some(char::from(bytes[at - 1]));
            }
            if let Some(c) = self.text[at..].chars().next() {
                at = self.step(at, c);
            }
        }
    }

    /// Folds the character `c` at `at`, and what must be folded with it; gives the place after.
    fn step(&mut self, at: usize, c: char) -> usize {
        let end = at + c.len_utf8();
        if ignorable(c) {
            return self.drop(at, c);
        }
        let read = self.read(at, c);
        self.see(c);
        let from = self.out.len();
        if let Some(s) = plain(read) {
            self.out.push_str(s);
            self.origin.solid(from, s.len(), at, end - at);
        } else if stable(read) {
            self.out.extend(read.to_lowercase());
            let len = self.out.len() - from;
            if len == end - at {
                self.origin.linear(from, at, len);
            } else {
                self.origin.solid(from, len, at, end - at);
            }
        } else {
            return self.compose(at, read, end);
        }
        if self.out.len() > from {
            self.last = Some((at, from));
        }
        end
    }

    /// The letter at `at`, or the one it is to be read as.
    fn read(&mut self, at: usize, c: char) -> char {
        match self.swaps.first() {
            Some(&(place, letter)) if place == at => {
                self.swaps = &self.swaps[1..];
                letter
            }
            _ => c,
        }
    }

    /// Drops an ignorable character, or a whole manifest; gives the place after.
    fn drop(&mut self, at: usize, c: char) -> usize {
        let end = at + c.len_utf8();
        let after = self.text[end..].chars().next();
        if c == '\u{feff}' {
            if after.is_some_and(variation_selector) {
                // C2PA text manifests: a byte-order mark and one variation selector for every byte.
                self.manifest = true;
                let run = self.text[end..].find(|c| !variation_selector(c));
                return run.map_or(self.text.len(), |n| end + n);
            }
            if at == 0 {
                return end;
            }
        }
        let hides = usize::from(hides(c, self.before, after, self.right_to_left));
        self.hidden += hides;
        self.pending += hides;
        end
    }

    /// Notes the visible character `c`: what was hidden just before it stood inside a word if there is a letter on
    /// both sides.
    fn see(&mut self, c: char) {
        if self.pending > 0 {
            let inside = c.is_alphanumeric() && self.before.is_some_and(char::is_alphanumeric);
            self.hidden_in_words += if inside { self.pending } else { 0 };
            self.pending = 0;
        }
        self.before = Some(c);
    }

    /// Folds `c` together with the character before it and the marks after it, as far as they compose.
    fn compose(&mut self, at: usize, c: char, end: usize) -> usize {
        let mut chunk = String::new();
        let mut start = at;
        if !boundary(c)
            && let Some((source, folded)) = self.last
        {
            start = source;
            chunk.push_str(&self.out[folded..]);
            self.out.truncate(folded);
            self.origin.truncate(folded);
        } else if vulgar_fraction(c) && self.out.ends_with(|d: char| d.is_ascii_digit()) {
            chunk.push(' ');
        }
        chunk.push(c);
        let (mut seen, mut end) = (end, end);
        while let Some(next) = self.text[seen..].chars().next() {
            if ignorable(next) {
                seen = self.drop(seen, next);
                continue;
            }
            if boundary(next) {
                break;
            }
            chunk.push(self.read(seen, next));
            self.see(next);
            seen += next.len_utf8();
            end = seen;
        }
        let settled = settle(chunk);
        let from = self.out.len();
        self.out.push_str(&settled);
        self.origin.solid(from, settled.len(), start, end - start);
        if from < self.out.len() {
            self.last = Some((start, from));
        }
        seen
    }
}

/// True when NFKC leaves `c` alone whatever stands beside it, but for marks that follow.
fn stable(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{131}' | '\u{410}'..='\u{44f}' | '\u{4e00}'..='\u{9fa5}')
        || c != '\u{345}'
            && canonical_combining_class(c) == 0
            && is_nfkc_quick(once(c)) == IsNormalized::Yes
}

/// True when no character before `c` can compose with it.
fn boundary(c: char) -> bool {
    if c.is_ascii() {
        return true;
    }
    let mut first = None;
    decompose_compatible(c, |d| {
        first.get_or_insert(d);
    });
    first.is_none_or(|d| {
        canonical_combining_class(d) == 0 && is_nfc_quick(once(d)) == IsNormalized::Yes
    })
}

/// Normalises and lowers a short chunk until it no longer changes.
fn settle(mut chunk: String) -> String {
    for _ in 0..ROUNDS {
        let mut next = String::with_capacity(chunk.len());
        for c in chunk.nfkc().filter(|c| !ignorable(*c)) {
            match plain(c) {
                Some(s) => next.push_str(s),
                // A dot over a dotted i says nothing (İ lowered elsewhere).
                None if c == '\u{307}' && next.ends_with('i') => {}
                None => next.extend(c.to_lowercase()),
            }
        }
        if next == chunk {
            break;
        }
        chunk = next;
    }
    chunk
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_width_case_and_ligatures_fold_away() {
        for (text, want) in [
            ("“It’s” – ‘fine’…", "\"it's\" - 'fine'..."),
            ("ﬁnal Ａｌｅｒｔ ①", "final alert 1"),
            ("Cafe\u{301} e\u{200b}\u{301}", "café é"),
            ("Straße STRASSE", "strasse strasse"),
            (
                "KADIN kadın İstanbul i̇stanbul",
                "kadin kadin istanbul istanbul",
            ),
            ("ΚΌΣΜΟΣ κόσμος", "κόσμοσ κόσμοσ"),
            (" a\u{a0}\n\u{3000}b ", "a b"),
            ("1½ ½", "1 1/2 1/2"),
            ("ｶﾞ 한\u{1100}\u{1161}", "ガ 한가"),
        ] {
            assert_eq!(fold(text), want);
        }
    }

    #[test]
    fn every_character_folds_once_and_for_all() {
        for c in '\u{80}'..=char::MAX {
            let once = fold(&format!("a{c}b"));
            assert_eq!(fold(&once), once, "{c:?} U+{:04X}", u32::from(c));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn folding_is_idempotent(text in "(\\PC|[a-zа-яА-Яα-ωΑ-Ω\u{300}-\u{345}\u{200b} İı]){0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}

//! The one gate for foreign text on its way to a terminal.
//!
//! An article may carry escape sequences that repaint or type into a terminal, and bidi controls that show words in
//! another order than they stand (RUSTSEC-2021-0145 and CVE-2021-42574 are of this kind). They are shown, not obeyed.

use std::borrow::Cow;
use std::fmt::Write as _;

/// True for a character that a terminal may obey or hide instead of showing: C0, DEL and C1 controls, the line and
/// paragraph separators, bidi controls, and the other `Default_Ignorable_Code_Point`s of Unicode 16 (`DerivedCoreProperties.txt`).
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Makes foreign text safe to show, line ends kept: a tab becomes a blank, everything else that [`is_unsafe`] becomes `\u{…}`.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c != '\n' && is_unsafe(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        push(&mut out, c, c == '\n');
    }
    Cow::Owned(out)
}

/// The same on one line: runs of blanks and line ends become one blank.
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            push(&mut out, c, false);
        }
    }
    out
}

fn push(out: &mut String, c: char, keep: bool) {
    if keep || !is_unsafe(c) {
        out.push(c);
    } else if c == '\t' {
        out.push(' ');
    } else {
        // Writing into a String cannot fail.
        let _ = write!(out, "\\u{{{:x}}}", c as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escape_sequences_are_shown_not_obeyed() {
        assert_eq!(clean("\u{1b}[31mred\u{9b}0m"), "\\u{1b}[31mred\\u{9b}0m");
        assert_eq!(clean("a\u{202e}b\u{2028}c"), "a\\u{202e}b\\u{2028}c");
        assert_eq!(clean("bell\u{7}\u{7f}"), "bell\\u{7}\\u{7f}");
    }

    #[test]
    fn plain_text_is_left_alone_and_not_copied() {
        let text = "Élan — «цитата» 新闻\nsecond line";
        assert!(matches!(clean(text), Cow::Borrowed(t) if t == text));
    }

    #[test]
    fn one_line_stays_one_line() {
        assert_eq!(line("a\r\n\tb  c\u{2028}d"), "a b c d");
        assert_eq!(line("soft\u{ad}hyphen"), "soft\\u{ad}hyphen");
    }

    proptest! {
        #[test]
        fn nothing_unsafe_survives(text in any::<String>()) {
            prop_assert!(!clean(&text).chars().any(|c| c != '\n' && is_unsafe(c)));
            prop_assert!(!line(&text).chars().any(is_unsafe));
        }
    }
}

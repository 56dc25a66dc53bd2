//! JSON, the machine's form of every view.

use std::fmt::Write as _;

use serde::Serialize;

use crate::error::{Error, ErrorKind, Result};
use crate::report::clean;

/// One object on one line, without the line end. Always valid UTF-8; a number that is not finite becomes `null`.
///
/// `escaped` writes what a terminal might obey as `\uXXXX`, which means the same to every JSON reader.
///
/// # Errors
/// Only when the value cannot be JSON at all (a map with keys that are no strings): a bug.
pub fn line<T: Serialize + ?Sized>(value: &T, escaped: bool) -> Result<String> {
    serde_json::to_string(value)
        .map(|s| if escaped { escape(&s) } else { s })
        .map_err(bug)
}

/// The same, indented, for one document.
///
/// # Errors
/// As [`line()`].
pub fn document<T: Serialize + ?Sized>(value: &T, escaped: bool) -> Result<String> {
    serde_json::to_string_pretty(value)
        .map(|s| if escaped { escape(&s) } else { s })
        .map_err(bug)
}

fn bug(e: serde_json::Error) -> Error {
    Error::new(ErrorKind::Bug, format!("cannot write JSON: {e}"))
}

/// Unsafe characters can stand only inside strings (the writer's own line ends aside), where `\uXXXX` is allowed.
fn escape(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && clean::is_unsafe(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaping_changes_the_bytes_and_not_the_meaning() {
        let text = "a\u{1b}\u{9b}\u{202e}\u{e0001}é";
        let shown = line(text, true).unwrap();
        assert!(!shown.chars().any(clean::is_unsafe));
        assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), text);
        assert_eq!(line("\u{202e}", false).unwrap(), "\"\u{202e}\"");
    }

    #[test]
    fn a_number_that_is_not_finite_becomes_null() {
        assert_eq!(line(&f64::NAN, false).unwrap(), "null");
    }
}

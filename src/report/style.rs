//! How a page is dressed: colour or not, how wide.

use crate::model::Kind;

/// Dress of a human page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether SGR colour sequences may be written. Every meaning is also in a letter or a word.
    pub colour: bool,
    /// Columns of the page.
    pub width: usize,
}

impl Style {
    /// No colour, 100 columns: what a pipe gets.
    pub const PLAIN: Self = Self {
        colour: false,
        width: 100,
    };

    /// Bold.
    pub fn bold(&self, text: &str) -> String {
        self.paint("\u{1b}[1m", text)
    }

    /// Faint.
    pub fn dim(&self, text: &str) -> String {
        self.paint("\u{1b}[2m", text)
    }

    /// The colour of a kind; green for no earlier match.
    pub fn kind(&self, kind: &str, text: &str) -> String {
        self.paint(sgr(kind), text)
    }

    fn paint(&self, sgr: &str, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("{sgr}{text}{RESET}")
        } else {
            text.to_owned()
        }
    }
}

/// Ends every colour.
pub const RESET: &str = "\u{1b}[0m";
/// Words that stand only in the first text: red and struck through.
pub const GONE: &str = "\u{1b}[31;9m";
/// Words that stand only in the second text: green and underlined.
pub const NEW: &str = "\u{1b}[32;4m";

fn sgr(kind: &str) -> &'static str {
    match Kind::parse(kind) {
        Some(Kind::Verbatim) => "\u{1b}[31m",
        Some(Kind::Edited) => "\u{1b}[33m",
        Some(Kind::Partial) => "\u{1b}[93m",
        Some(Kind::Rewritten) => "\u{1b}[35m",
        Some(Kind::SharedQuote) => "\u{1b}[34m",
        None => "\u{1b}[32m",
    }
}

/// Letter and word of a kind: `V verbatim`, `Q shared quote`; `O no earlier match` for anything that is no kind.
pub fn label(kind: &str) -> String {
    match Kind::parse(kind) {
        Some(kind) => format!("{} {}", kind.letter(), kind.as_str().replace('_', " ")),
        None => "O no earlier match".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_letter_and_a_word() {
        let labels: Vec<_> = Kind::ALL.iter().map(|k| label(k.as_str())).collect();
        assert_eq!(
            labels,
            [
                "V verbatim",
                "E edited",
                "P partial",
                "R rewritten",
                "Q shared quote"
            ]
        );
        assert_eq!(label("none"), "O no earlier match");
    }

    #[test]
    fn without_colour_nothing_is_added() {
        assert_eq!(Style::PLAIN.bold("x"), "x");
        let colour = Style {
            colour: true,
            ..Style::PLAIN
        };
        assert_eq!(colour.kind("verbatim", "x"), "\u{1b}[31mx\u{1b}[0m");
    }
}

//! Fitting text into a terminal's width: padding, cutting, wrapping by display columns.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that a text takes in a terminal (East Asian wide characters take two, UAX #11).
pub fn columns(text: &str) -> usize {
    text.width()
}

/// Pads a text with blanks up to `width` columns.
pub fn pad(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(columns(text));
    format!("{text}{}", " ".repeat(missing))
}

/// Pads a text with blanks on the left up to `width` columns.
pub fn pad_left(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(columns(text));
    format!("{}{text}", " ".repeat(missing))
}

/// Cuts a text to at most `width` columns, the last one being `…` when something was cut.
pub fn fit(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used + 1 > width {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

/// One word to be laid out, with what stands around it on the page but takes no part in measuring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What is seen.
    pub text: String,
    /// Written before it (a colour), takes no column.
    pub before: &'static str,
    /// Written after it.
    pub after: &'static str,
    /// True when a blank (or a line end) stands before it.
    pub gap: bool,
}

impl Piece {
    /// A plain word with a blank before it.
    pub fn word(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            before: "",
            after: "",
            gap: true,
        }
    }
}

/// Breaks pieces into lines of at most `width` columns; a piece that is wider than a line is broken inside.
pub fn flow(pieces: &[Piece], width: usize) -> Vec<String> {
    let width = width.max(8);
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0);
    for piece in pieces {
        let need = columns(&piece.text);
        let gap = usize::from(piece.gap && used > 0);
        if used > 0 && used + gap + need > width && (piece.gap || used >= width) {
            lines.push(std::mem::take(&mut line));
            used = 0;
        } else if gap == 1 {
            line.push(' ');
            used += 1;
        }
        line.push_str(piece.before);
        for c in piece.text.chars() {
            let w = c.width().unwrap_or(0);
            if used + w > width {
                line.push_str(piece.after);
                lines.push(std::mem::take(&mut line));
                line.push_str(piece.before);
                used = 0;
            }
            line.push(c);
            used += w;
        }
        line.push_str(piece.after);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Breaks a text into lines of at most `width` columns.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let pieces: Vec<_> = text.split_whitespace().map(Piece::word).collect();
    flow(&pieces, width)
}

/// Rows of cells in aligned columns, two blanks apart, each line indented by `indent`; no blanks at line ends.
///
/// `right` names the columns that are aligned to the right. Where the whole is wider than `width`, the widest column is
/// cut until it fits, though never below 12 columns.
pub fn table(rows: &[Vec<String>], right: &[usize], indent: usize, width: usize) -> String {
    let n = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut widths = vec![0; n];
    for row in rows {
        for (w, cell) in widths.iter_mut().zip(row) {
            *w = (*w).max(columns(cell));
        }
    }
    let blanks = indent + 2 * n.saturating_sub(1);
    while widths.iter().sum::<usize>() + blanks > width {
        match widths.iter_mut().max() {
            Some(widest) if *widest > 12 => *widest -= 1,
            _ => break,
        }
    }
    let mut out = String::new();
    for row in rows {
        let mut line = " ".repeat(indent);
        for (i, (cell, &w)) in row.iter().zip(&widths).enumerate() {
            if i > 0 {
                line.push_str("  ");
            }
            let cell = fit(cell, w);
            line.push_str(&if right.contains(&i) {
                pad_left(&cell, w)
            } else {
                pad(&cell, w)
            });
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wide_characters_count_double() {
        assert_eq!(columns("新闻"), 4);
        assert_eq!(fit("新闻社报道", 5), "新闻…");
        assert_eq!(pad("新", 4), "新  ");
    }

    #[test]
    fn lines_break_between_words_and_inside_a_word_that_is_too_long() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("abcdefghijkl", 8), ["abcdefgh", "ijkl"]);
        assert!(wrap("  \n ", 8).is_empty());
    }

    #[test]
    fn columns_are_aligned_and_the_widest_gives_way() {
        let rows = [["NAME", "N"], ["a very long outlet name", "12"]]
            .map(|r| r.map(String::from).to_vec());
        assert_eq!(
            table(&rows, &[1], 2, 20),
            "  NAME             N\n  a very long o…  12\n"
        );
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked(text in "[a-z新闻 ]{0,80}", width in 8usize..40) {
            let lines = wrap(&text, width);
            prop_assert!(lines.iter().all(|l| columns(l) <= width));
            let back: String = lines.concat().split_whitespace().collect();
            let whole: String = text.split_whitespace().collect();
            prop_assert_eq!(back, whole);
        }
    }
}

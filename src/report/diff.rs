//! Word-by-word comparison of two paragraphs, and how it is drawn.
//!
//! Words are compared in their normal form, so that quotes, dashes and case are no differences; what is drawn are the
//! words as they stand in the texts.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::report::clean;
use crate::report::layout::{Piece, flow, wrap};
use crate::report::style::{GONE, NEW, RESET, Style};
use crate::report::view::DiffPart;
use crate::text;

/// Compares two paragraphs word by word. The parts that are `same` or `only_a`, joined, give the words of `a`.
pub fn words(a: &str, b: &str) -> Vec<DiffPart> {
    let (wa, wb) = (text::words(a), text::words(b));
    let (na, nb): (Vec<_>, Vec<_>) = (wa.iter().collect(), wb.iter().collect());
    let mut out = Vec::new();
    let mut part = |op, of: &str, text: &text::Words, from: usize, to: usize| {
        if from < to {
            out.push(DiffPart {
                op,
                // The stretch runs up to the next word, so that punctuation stays with the word before it.
                text: tail(of, text, from, to).to_owned(),
            });
        }
    };
    for op in capture_diff_slices(Algorithm::Myers, &na, &nb) {
        let (ra, rb) = (op.old_range(), op.new_range());
        if matches!(op, DiffOp::Equal { .. }) {
            part("same", a, &wa, ra.start, ra.end);
        } else {
            part("only_a", a, &wa, ra.start, ra.end);
            part("only_b", b, &wb, rb.start, rb.end);
        }
    }
    out
}

/// From word `from` up to where word `to` begins; from the very start for the first, to the very end for the last.
fn tail<'t>(of: &'t str, words: &text::Words, from: usize, to: usize) -> &'t str {
    let opening = |i: usize| {
        let (mut at, floor) = (
            words.span(i).start(),
            if i == 0 { 0 } else { words.span(i - 1).end() },
        );
        // An opening quote or bracket belongs to the word after it.
        while let Some(c) = of.get(floor..at).and_then(|s| s.chars().next_back()) {
            if c.is_whitespace() {
                break;
            }
            at -= c.len_utf8();
        }
        if of.get(floor..at).is_some_and(str::is_empty) && i > 0 {
            words.span(i).start()
        } else {
            at
        }
    };
    let start = if from == 0 { 0 } else { opening(from) };
    let end = if to == words.len() {
        of.len()
    } else {
        opening(to)
    };
    of.get(start..end).unwrap_or("").trim()
}

/// Which side of a comparison is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Both, one after the other.
    Both,
    /// Only the words of the first text.
    A,
    /// Only the words of the second text.
    B,
}

/// Draws a comparison in lines of `width` columns: `[-gone-]{+new+}`, or colours with strike and underline.
///
/// `context`, when given, cuts a stretch of unchanged words to so many at either end.
pub fn draw(
    parts: &[DiffPart],
    side: Side,
    context: Option<usize>,
    width: usize,
    style: &Style,
) -> Vec<String> {
    let mut pieces = Vec::new();
    for (i, part) in parts.iter().enumerate() {
        let shown: Vec<String> = part.text.split_whitespace().map(clean::line).collect();
        match part.op {
            "only_a" if side != Side::B => changed(&mut pieces, shown, "[-", "-]", GONE, style),
            "only_b" if side != Side::A => changed(&mut pieces, shown, "{+", "+}", NEW, style),
            "only_a" | "only_b" => {}
            _ => same(&mut pieces, shown, context, i == 0, i + 1 == parts.len()),
        }
    }
    flow(&pieces, width)
}

/// Two texts that are not compared word by word: one in other words is all differences.
pub fn whole(a: &str, b: &str) -> Vec<DiffPart> {
    let part = |op, text: &str| DiffPart {
        op,
        text: text.to_owned(),
    };
    vec![part("only_a", a), part("only_b", b)]
}

/// One side of a comparison in lines of `width` columns, nothing marked: where next to every word differs, marks hide the text.
pub fn plain(parts: &[DiffPart], side: Side, width: usize) -> Vec<String> {
    let hidden = match side {
        Side::A => "only_b",
        Side::B => "only_a",
        Side::Both => "",
    };
    let kept = parts.iter().filter(|p| p.op != hidden);
    let text: Vec<String> = kept.map(|p| clean::line(p.text.trim())).collect();
    wrap(&text.join(" "), width)
}

fn changed(
    pieces: &mut Vec<Piece>,
    mut shown: Vec<String>,
    open: &str,
    close: &str,
    sgr: &'static str,
    style: &Style,
) {
    if !style.colour {
        if let Some(first) = shown.first_mut() {
            first.insert_str(0, open);
        }
        if let Some(last) = shown.last_mut() {
            last.push_str(close);
        }
    }
    pieces.extend(shown.into_iter().map(|text| Piece {
        before: if style.colour { sgr } else { "" },
        after: if style.colour { RESET } else { "" },
        ..Piece::word(text)
    }));
}

fn same(
    pieces: &mut Vec<Piece>,
    shown: Vec<String>,
    context: Option<usize>,
    first: bool,
    last: bool,
) {
    let n = shown.len();
    let (head, end) = match context {
        Some(c) if first && last => (2 * c, 0),
        Some(c) => (if first { 0 } else { c }, if last { 0 } else { c }),
        None => (n, 0),
    };
    if head + end + 1 >= n {
        pieces.extend(shown.into_iter().map(Piece::word));
        return;
    }
    let mut shown = shown.into_iter();
    pieces.extend(shown.by_ref().take(head).map(Piece::word));
    pieces.push(Piece::word("…"));
    pieces.extend(shown.skip(n - head - end).map(Piece::word));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(a: &str, b: &str, context: Option<usize>) -> String {
        draw(&words(a, b), Side::Both, context, 200, &Style::PLAIN).join("\n")
    }

    #[test]
    fn changed_words_are_marked_and_the_rest_is_left_alone() {
        assert_eq!(
            drawn(
                "The ship sailed on Monday morning.",
                "The ship left on Monday morning, late.",
                None
            ),
            "The ship [-sailed-] {+left+} on Monday morning. {+late.+}"
        );
    }

    #[test]
    fn case_and_punctuation_are_no_differences() {
        assert_eq!(words("Hello, World!", "hello world").len(), 1);
    }

    #[test]
    fn quotes_stay_with_their_word() {
        assert_eq!(
            drawn(
                "He said \"no deal\" today",
                "He said \"some deal\" today",
                None
            ),
            "He said [-\"no-] {+\"some+} deal\" today"
        );
    }

    #[test]
    fn long_unchanged_stretches_are_cut_on_request() {
        let a = "a b c d e f g h i j x k l m n o p q";
        let b = "a b c d e f g h i j y k l m n o p q";
        assert_eq!(drawn(a, b, Some(2)), "… i j [-x-] {+y+} k l …");
    }

    #[test]
    fn one_side_shows_only_its_own_words() {
        let parts = words("one two", "one three");
        assert_eq!(
            draw(&parts, Side::B, None, 80, &Style::PLAIN),
            ["one {+three+}"]
        );
    }

    #[test]
    fn poison_in_a_text_is_shown() {
        assert_eq!(drawn("a\u{1b}[2J b", "a\u{1b}[2J b", None), "a\\u{1b}[2J b");
    }
}

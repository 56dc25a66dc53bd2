//! Where paragraphs begin and end.
//!
//! A blank line always ends a paragraph. A single line end does so too, unless the text is hard-wrapped, which shows in two
//! things at once: of the lines that stop in mid-sentence and have another line right below, at least four in five are *full*
//! (the next line's first word would not have fitted within the longest line, give or take a twelfth of it), and at least half of all lines with
//! another right below stop in mid-sentence. In a wrapped text a line is joined to the next when it is full or the next goes on in lower case.

use memchr::memchr2_iter;

use crate::model::Span;
use crate::segment::fold::ends_sentence;

/// Longest paragraph in bytes; a longer one is split at a sentence end, so that no later step meets a monster.
pub(crate) const LONGEST: usize = 64 * 1024;

/// Widest column, in characters, at which a text is taken for hard-wrapped; narrower than 30 are lists and verse.
const COLUMNS: std::ops::RangeInclusive<usize> = 30..=160;

struct Row {
    span: Span,
    width: usize,
    blank_before: bool,
    indented: bool,
}

/// The stretches of `text` that are paragraphs or lines of their own, trimmed, in order; together they hold every non-blank byte.
pub(crate) fn pieces(text: &str) -> Vec<Span> {
    let rows = rows(text);
    let wrapped = column(text, &rows);
    let mut out: Vec<Span> = Vec::with_capacity(rows.len());
    for (i, row) in rows.iter().enumerate() {
        let joined = match (wrapped, i.checked_sub(1)) {
            (Some(column), Some(p)) if !row.blank_before => {
                let (above, below) = (rows[p].span.of(text), row.span.of(text));
                let indent = row.indented && !rows[p].indented;
                !indent && (full(&rows[p], below, column) || goes_on(above, below))
            }
            _ => false,
        };
        match out.last_mut() {
            Some(last) if joined => *last = Span::new(last.start(), row.span.end()),
            _ => out.push(row.span),
        }
    }
    if out.iter().any(|s| s.len() > LONGEST) {
        out = out.into_iter().flat_map(|s| split(text, s)).collect();
    }
    out
}

fn rows(text: &str) -> Vec<Row> {
    let mut out = Vec::new();
    let (mut at, mut blank) = (0, true);
    let bytes = text.as_bytes();
    for end in memchr2_iter(b'\n', b'\r', bytes).chain([bytes.len()]) {
        // The second half of a line end, or nothing behind the last.
        if end < at || at == bytes.len() {
            continue;
        }
        let raw = &text[at..end];
        let body = raw.trim_start();
        let start = end - body.len();
        let body = body.trim_end();
        if body.is_empty() {
            blank = true;
        } else {
            out.push(Row {
                span: Span::new(start, start + body.len()),
                width: 0,
                blank_before: blank,
                indented: start > at,
            });
            blank = false;
        }
        at = end + 1;
        if bytes.get(end) == Some(&b'\r') && bytes.get(at) == Some(&b'\n') {
            at += 1;
        }
    }
    // Widths matter only to lines that touch another line.
    for i in 0..out.len() {
        let touches = !out[i].blank_before || out.get(i + 1).is_some_and(|r| !r.blank_before);
        if touches {
            out[i].width = out[i].span.of(text).chars().count();
        }
    }
    out
}

/// The column at which the text is wrapped, if it is.
fn column(text: &str, rows: &[Row]) -> Option<usize> {
    let column = rows.iter().map(|r| r.width).max()?;
    if !COLUMNS.contains(&column) {
        return None;
    }
    let (mut inner, mut open, mut filled) = (0usize, 0usize, 0usize);
    for pair in rows.windows(2) {
        if pair[1].blank_before {
            continue;
        }
        inner += 1;
        if !ends_sentence(pair[0].span.of(text)) {
            open += 1;
            filled += usize::from(full(&pair[0], pair[1].span.of(text), column));
        }
    }
    (inner >= 2 && open * 2 >= inner && filled * 5 >= open * 4).then_some(column)
}

/// True when the first word of `below` would not have fitted behind the row.
fn full(row: &Row, below: &str, column: usize) -> bool {
    let word = below
        .chars()
        .take(column)
        .take_while(|c| !c.is_whitespace() && !is_ideograph(*c))
        .count();
    row.width + 1 + word.max(1) + column / 12 > column
}

fn goes_on(above: &str, below: &str) -> bool {
    !ends_sentence(above) && below.chars().next().is_some_and(char::is_lowercase)
}

/// True for letters of scripts written without blanks.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{0e00}'..='\u{0e7f}')
}

/// Splits an overlong stretch at its last sentence end, else its last blank, else between two characters.
fn split(text: &str, span: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let (mut at, end) = (span.start(), span.end());
    while end - at > LONGEST {
        let mut limit = at + LONGEST;
        while !text.is_char_boundary(limit) {
            limit -= 1;
        }
        let head = &text[at..limit];
        let cut = sentence_end(head)
            .or_else(|| head.rfind(char::is_whitespace))
            .filter(|&n| n > LONGEST / 2)
            .unwrap_or(head.len());
        let piece = head[..cut].trim_end();
        if !piece.is_empty() {
            out.push(Span::new(at, at + piece.len()));
        }
        let rest = &text[at + cut..end];
        at = end - rest.trim_start().len();
    }
    if at < end {
        out.push(Span::new(at, end));
    }
    out
}

fn sentence_end(head: &str) -> Option<usize> {
    let latin = head
        .as_bytes()
        .windows(2)
        .rposition(|w| matches!(w[0], b'.' | b'!' | b'?') && w[1].is_ascii_whitespace())
        .map(|n| n + 1);
    let wide = head
        .char_indices()
        .rev()
        .find(|(_, c)| matches!(c, '。' | '！' | '？' | '؟' | '۔'))
        .map(|(n, c)| n + c.len_utf8());
    latin.max(wide)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        pieces(text).into_iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn blank_lines_and_single_line_ends_both_separate_paragraphs() {
        assert_eq!(
            cut("One came.\r\n\r\nTwo came.\r\n"),
            ["One came.", "Two came."]
        );
        assert_eq!(
            cut("One came.\nTwo came.\nThree."),
            ["One came.", "Two came.", "Three."]
        );
    }

    #[test]
    fn hard_wrapped_lines_are_joined() {
        let text = "The harbour council of Lindemar voted on Thursday night to close the\n\
                    old swing bridge for good, after engineers found cracks in four of\n\
                    its six bearings.\n\nA new crossing will be built further up the river, where the banks are\n\
                    higher, and the ferry will run until then every quarter of an hour\nfrom dawn to dusk.\n";
        assert_eq!(cut(text).len(), 2);
        assert_eq!(cut(&text.replace('\n', "\r\n")).len(), 2);
        let tight = text.replace("\n\n", "\n");
        assert_eq!(cut(&tight).len(), 2, "{:?}", cut(&tight));
    }

    #[test]
    fn lines_of_like_length_that_are_sentences_stay_apart() {
        let text = "The mayor spoke for an hour on Monday at the fair.\nThe crowd spoke for an hour on Tuesday at the inn.\n\
                    The guard spoke for an hour on Friday at the gate.";
        assert_eq!(cut(text).len(), 3);
    }

    #[test]
    fn an_overlong_paragraph_is_split_at_a_sentence_end() {
        let text = "那是一个很长的句子。".repeat(4_000);
        let parts = cut(&text);
        assert!(
            parts.len() > 1
                && parts
                    .iter()
                    .all(|p| p.len() <= LONGEST && p.ends_with('。'))
        );
        assert_eq!(cut(&"x".repeat(1 << 20)).len(), 16);
    }
}

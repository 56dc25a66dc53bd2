//! Quoted stretches.
//!
//! Plain open/close toggling turns a paragraph inside out when it starts inside a quotation, so a mark is judged by
//! what stands beside it: blank before and text after opens, anything else closes. Guillemets and curly marks point
//! the other way in German and Swedish; their direction decides only where the neighbours do not.

use crate::model::Span;

/// How far, in bytes, the end of a quotation in single marks is looked for.
const SINGLE_REACH: usize = 1500;

/// Marks that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Straight,
    Curly,
    Guillemet,
    Bracket,
}

impl Family {
    /// True when a mark of `other` may close what this one opened: straight and curly ones are mixed up in print.
    fn answers(self, other: Self) -> bool {
        let upper = |f| matches!(f, Self::Straight | Self::Curly);
        self == other || upper(self) && upper(other)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
}

/// The stretches of `text` that stand between quotation marks, in order, without the marks, not overlapping.
///
/// `text` is one paragraph: a closing mark with nothing open before it means that the paragraph starts inside a
/// quotation, an opening mark never closed that it ends inside one. Quotations within quotations are part of the
/// outer one. Single marks count only in pairs, and not where they may be apostrophes.
pub fn quotes(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<(usize, Family)> = None;
    // The quotation within the open one, when it is set in other marks.
    let mut within = None;
    let mut next = 0;
    while let Some((at, c)) = next_mark(text, next) {
        let left = text[..at].chars().next_back();
        let mut end = at + c.len_utf8();
        let doubled = matches!(c, '\'' | '’' | '‘' | '`') && text[end..].starts_with(c);
        if doubled {
            end += c.len_utf8();
        }
        next = end;
        let right = text[end..].chars().next();
        if !doubled && open.is_none() && single(c) && opens(left, right) {
            if let Some(close) = single_end(text, end, c) {
                keep(text, end, close, &mut found);
                next = close + text[close..].chars().next().map_or(0, char::len_utf8);
            }
            continue;
        }
        let twin = match c {
            _ if !doubled => c,
            '\'' => '"',
            '’' => '”',
            _ => '“',
        };
        let Some((family, points)) = mark(twin) else {
            continue;
        };
        match open {
            Some((start, of)) if of.answers(family) => {
                match side(twin, left, right, points, true) {
                    Side::Opens if of != family => within = Some(family),
                    Side::Opens => {}
                    Side::Closes if within == Some(family) => within = None,
                    Side::Closes => {
                        keep(text, start, at, &mut found);
                        (open, within) = (None, None);
                    }
                }
            }
            // A mark of another family inside is a quotation within.
            Some(_) => {}
            None => match side(twin, left, right, points, false) {
                Side::Opens => open = Some((end, family)),
                Side::Closes if found.is_empty() && !measure(text, at, twin) => {
                    keep(text, 0, at, &mut found);
                }
                Side::Closes => {}
            },
        }
    }
    if let Some((start, _)) = open {
        keep(text, start, text.len(), &mut found);
    }
    found
}

/// The first character from byte `from` on that may be a mark, with its place: most of a text is passed over byte by byte.
fn next_mark(text: &str, from: usize) -> Option<(usize, char)> {
    let may_be = |b: &u8| !b.is_ascii() || matches!(b, b'"' | b'\'' | b'`');
    let rest = text.as_bytes().get(from..)?;
    let at = from + rest.iter().position(may_be)?;
    Some((at, text[at..].chars().next()?))
}

/// Adds a stretch without the blanks at its ends, unless nothing is left.
fn keep(text: &str, start: usize, end: usize, found: &mut Vec<Span>) {
    let inner = &text[start..end];
    let from = start + inner.len() - inner.trim_start().len();
    let to = from + inner.trim().len();
    if from < to {
        found.push(Span::new(from, to));
    }
}

/// The family of a double mark, and where it points when nothing else tells.
fn mark(c: char) -> Option<(Family, Option<Side>)> {
    Some(match c {
        '"' | '＂' => (Family::Straight, None),
        '“' | '„' | '‟' | '❝' | '〝' => (Family::Curly, Some(Side::Opens)),
        '”' | '❞' | '〞' | '〟' => (Family::Curly, Some(Side::Closes)),
        '«' | '‹' => (Family::Guillemet, Some(Side::Opens)),
        '»' | '›' => (Family::Guillemet, Some(Side::Closes)),
        '「' | '『' | '《' | '｢' => (Family::Bracket, Some(Side::Opens)),
        '」' | '』' | '》' | '｣' => (Family::Bracket, Some(Side::Closes)),
        _ => return None,
    })
}

/// Says whether a mark opens or closes; `inside` tells that a quotation of its family is open.
fn side(
    c: char,
    left: Option<char>,
    right: Option<char>,
    points: Option<Side>,
    inside: bool,
) -> Side {
    if let ('「' | '」' | '『' | '』' | '《' | '》' | '｢' | '｣' | '„', Some(side)) = (c, points)
    {
        return side;
    }
    let text_left = !free(left);
    let text_right = right.is_some_and(|r| !r.is_whitespace());
    let ends =
        right.is_none_or(|r| r.is_whitespace() || r.is_ascii_punctuation() || mark(r).is_some());
    match (text_left, text_right) {
        (false, true) if !(ends && inside) => Side::Opens,
        (true, _) if ends => Side::Closes,
        // Text or blanks on both sides: the mark itself tells, or else it does what is due.
        _ => match points {
            Some(Side::Opens) if inside => Side::Closes,
            Some(side) => side,
            None if inside || text_left => Side::Closes,
            None => Side::Opens,
        },
    }
}

/// True when what stands before leaves a mark free to open: nothing, a blank, a bracket, a dash, another mark.
fn free(left: Option<char>) -> bool {
    left.is_none_or(|l| {
        l.is_whitespace()
            || matches!(
                l,
                '(' | '[' | '{' | '-' | '/' | '\u{2010}'..='\u{2015}' | '‘' | '¿' | '¡'
            )
            || matches!(mark(l), Some((_, Some(Side::Opens))))
    })
}

fn opens(left: Option<char>, right: Option<char>) -> bool {
    free(left)
        && right.is_some_and(|r| r.is_alphanumeric() || matches!(r, '.' | '…' | '$' | '“' | '"'))
}

fn single(c: char) -> bool {
    matches!(c, '\'' | '‘' | '‚')
}

/// Where a quotation in single marks that starts at `start` ends, if it does.
///
/// A mark after a letter and before a blank may be a plural possessive ("the parties' positions"); one after an `s`
/// with nothing to mark an end is taken only when no clearer one follows.
fn single_end(text: &str, start: usize, opener: char) -> Option<usize> {
    let rest = &text[start..];
    if opener == '\'' && elided(rest) {
        return None;
    }
    let mut left = None;
    let mut doubtful = None;
    for (at, c) in rest.char_indices().take_while(|(at, _)| *at < SINGLE_REACH) {
        let prev = left.replace(c);
        let closes = matches!(
            (opener, c),
            ('\'', '\'') | ('‘', '’' | '\'') | ('‚', '‘' | '’')
        );
        let Some(prev) = prev.filter(|p| closes && !p.is_whitespace()) else {
            continue;
        };
        let next = rest[at + c.len_utf8()..].chars().next();
        if next.is_some_and(char::is_alphanumeric) {
            continue;
        }
        let marked = !prev.is_alphanumeric() || next.is_none_or(|n| !n.is_whitespace());
        if marked || !matches!(prev, 's' | 'z' | 'x') {
            return Some(start + at);
        }
        doubtful = doubtful.or(Some(start + at));
    }
    doubtful
}

/// True when a straight single mark before `rest` stands for letters left out ('90s, 'tis).
fn elided(rest: &str) -> bool {
    let word: String = rest
        .chars()
        .take_while(|c| c.is_alphanumeric())
        .take(8)
        .flat_map(char::to_lowercase)
        .collect();
    word.starts_with(|c: char| c.is_ascii_digit())
        || matches!(
            word.as_str(),
            "tis" | "twas" | "til" | "cause" | "em" | "n" | "bout" | "round" | "neath" | "s" | "t"
        )
}

/// True when a straight mark stands for inches (`6"`, `5'10"`).
fn measure(text: &str, at: usize, c: char) -> bool {
    let head = &text[..at];
    let stem = head.trim_end_matches(|d: char| d.is_ascii_digit());
    let digits = head.len() - stem.len();
    c == '"'
        && (1..=2).contains(&digits)
        && stem
            .chars()
            .next_back()
            .is_none_or(|b| b.is_whitespace() || matches!(b, '\'' | '’' | '.' | '-'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<&str> {
        quotes(text).into_iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn all_forms_of_quotation_are_found() {
        for (text, want) in [
            ("\"One,\" he said. \"Two.\"", vec!["One,", "Two."]),
            ("“One,” he said (“two”).", vec!["One,", "two"]),
            (
                "Er sagte: „Ja“, dann »Nein« und «Doch».",
                vec!["Ja", "Nein", "Doch"],
            ),
            (
                "Il dit : « Bonjour à tous » puis «\u{a0}adieu\u{a0}».",
                vec!["Bonjour à tous", "adieu"],
            ),
            (
                "Han sade: ”Ja visst” igår, »kanske».",
                vec!["Ja visst", "kanske"],
            ),
            ("他说：「好的」和《人民日报》", vec!["好的", "人民日报"]),
            (
                "The ‘final offer’ was 'not good', the parties' lawyers said.",
                vec!["final offer", "not good"],
            ),
            (
                "“He said ‘no’ to us,” she said.",
                vec!["He said ‘no’ to us,"],
            ),
            (
                "Он сказал: «Газета “Правда” права».",
                vec!["Газета “Правда” права"],
            ),
        ] {
            assert_eq!(found(text), want, "{text}");
        }
    }

    #[test]
    fn a_paragraph_may_start_or_end_inside_a_quotation() {
        assert_eq!(
            found("we go on,\" he said. \"And on"),
            ["we go on,", "And on"]
        );
        assert_eq!(found("“Never closed"), ["Never closed"]);
        assert_eq!(found("and so it was.” He left."), ["and so it was."]);
    }

    #[test]
    fn marks_that_do_not_match_still_pair() {
        assert_eq!(
            found("“In different ways,\" he said, \"yes.”"),
            ["In different ways,", "yes."]
        );
        assert_eq!(
            found("“Turn them off,’’ she said. ``Now.''"),
            ["Turn them off,", "Now."]
        );
        assert_eq!(
            found("\"He said “no” to us,\" she said."),
            ["He said “no” to us,"]
        );
    }

    #[test]
    fn apostrophes_and_inches_are_no_quotation() {
        for text in [
            "the parties' positions and the workers' rights",
            "It's the boys' and girls’ school, don’t ask",
            "rock 'n' roll in the '90s",
            "He is 5'10\" tall",
            "",
            "\"",
            "“”",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn quotations_lie_in_order_in_the_text(text in "[ a-cs.,(\"'“”„«»‘’「」é\u{a0}-]{0,60}") {
            let mut floor = 0;
            for span in quotes(&text) {
                prop_assert!(span.start() >= floor && !span.is_empty());
                prop_assert!(text.get(span.range()).is_some());
                floor = span.end();
            }
        }
    }
}

//! Words of a paragraph with their places, and the names among them.

use crate::model::Span;
use crate::segment::said::lists::{Lists, is_particle};

/// A word outside quotation marks.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// Where it stands in the paragraph.
    pub(crate) span: Span,
    /// In small letters, typographic apostrophes made straight.
    pub(crate) low: String,
    /// True when it begins with a capital.
    pub(crate) capital: bool,
    /// True when a sentence ends behind it.
    pub(crate) ends: bool,
    /// True when a comma, dash or bracket stands behind it.
    pub(crate) comma: bool,
    /// True when a colon stands behind it.
    pub(crate) colon: bool,
}

/// The words of `text` between `from` and `to`.
pub(crate) fn tokens(text: &str, from: usize, to: usize, lists: &Lists) -> Vec<Token> {
    let part = text.get(from..to).unwrap_or("");
    let mut out: Vec<Token> = Vec::new();
    let mut start = None;
    for (at, c) in part.char_indices().chain([(part.len(), '\n')]) {
        let inner = matches!(c, '\'' | '’' | '-' | '\u{2010}' | '\u{2011}') && start.is_some();
        if c.is_alphanumeric()
            || inner && part[at + c.len_utf8()..].starts_with(char::is_alphanumeric)
        {
            start.get_or_insert(at);
            continue;
        }
        if let Some(begin) = start.take() {
            let word = &part[begin..at];
            out.push(Token {
                span: Span::new(from + begin, from + at),
                low: word.to_lowercase().replace('’', "'"),
                capital: word.starts_with(char::is_uppercase),
                ends: false,
                comma: false,
                colon: false,
            });
        }
        let Some(last) = out.last_mut() else {
            continue;
        };
        match c {
            '.' => {
                let abbreviated = last.low.chars().count() == 1
                    || last.capital && lists.titles.contains(&last.low) && last.low.len() <= 5;
                last.ends |= !(abbreviated && last.capital && last.span.end() == from + at);
            }
            '!' | '?' | ';' | '…' | '\u{2028}' => last.ends = true,
            ',' | '(' | ')' | '[' | ']' | '—' | '–' => last.comma = true,
            ':' => last.colon = true,
            _ => {}
        }
    }
    out
}

/// A name as it stands: the words `from..to` of a list of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) from: usize,
    pub(crate) to: usize,
}

fn part_of_name(token: &Token, lists: &Lists) -> bool {
    token.capital && !lists.never.contains(&token.low)
}

fn joined(token: &Token) -> bool {
    !(token.ends || token.comma || token.colon || token.low.ends_with("'s"))
}

/// The name that begins at `at`, as long as it goes.
pub(crate) fn run_at(tokens: &[Token], at: usize, lists: &Lists) -> Option<Run> {
    let mut to = at;
    while let Some(token) = tokens.get(to) {
        if part_of_name(token, lists) {
            to += 1;
            if !joined(token) {
                break;
            }
        } else if to > at && is_particle(&token.low) && joined(token) {
            // A small word belongs to the name only when a capital follows, perhaps behind a second one.
            let next =
                (to + 1..to + 3).find(|&i| tokens.get(i).is_some_and(|t| part_of_name(t, lists)));
            let clear = next.is_some_and(|n| (to..n).all(|i| is_particle(&tokens[i].low)));
            if !clear {
                break;
            }
            to += 1;
        } else {
            break;
        }
    }
    (to > at).then_some(Run { from: at, to })
}

/// All names of a list of tokens, in order, not overlapping.
pub(crate) fn runs(tokens: &[Token], lists: &Lists) -> Vec<Run> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match run_at(tokens, at, lists) {
            Some(run) => {
                at = run.to;
                out.push(run);
            }
            None => at += 1,
        }
    }
    out
}

/// A name without its titles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    /// The words, as printed, joined by a blank.
    pub(crate) words: Vec<String>,
    /// What the title says of the person: `f` or `m`.
    pub(crate) gender: Option<char>,
    /// True when a title stood before it.
    pub(crate) titled: bool,
}

impl Name {
    /// The last word, in small letters.
    pub(crate) fn last(&self) -> String {
        self.words
            .last()
            .map(|w| w.to_lowercase())
            .unwrap_or_default()
    }
}

/// Takes the titles off a run; nothing when no name is left or the run is too long to be one.
pub(crate) fn name(text: &str, tokens: &[Token], run: Run, lists: &Lists) -> Option<Name> {
    let part = &tokens[run.from..run.to];
    let after = part
        .iter()
        .rposition(|t| lists.is_title(&t.low))
        .map_or(0, |i| i + 1);
    let titled = after > 0;
    // A small title may stand before the run: `mayor Jane Roe`, `el alcalde Juan Roa`.
    let before = run
        .from
        .checked_sub(1)
        .and_then(|i| tokens.get(i))
        .filter(|t| !t.ends && !t.comma);
    let small = before.filter(|t| lists.is_title(&t.low));
    let mut gender = None;
    for title in part[..after].iter().chain(small) {
        if lists.she_titles.contains(&title.low) {
            gender = Some('f');
        } else if lists.he_titles.contains(&title.low) {
            gender = Some('m');
        }
    }
    let mut rest = &part[after..];
    if lists.capital_nouns && rest.len() > 2 && !rest.iter().any(|t| is_particle(&t.low)) {
        rest = &rest[rest.len() - 2..];
    }
    if !rest.first().is_some_and(|t| t.capital)
        || rest.len() > 5
        || !rest.iter().any(|t| t.span.len() > 1)
    {
        return None;
    }
    Some(Name {
        words: rest
            .iter()
            .map(|t| strip(t.span.of(text)).to_owned())
            .collect(),
        gender,
        titled: titled || small.is_some(),
    })
}

fn strip(word: &str) -> &str {
    word.strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word)
}

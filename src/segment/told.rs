//! Attribution inside the text: `told AFP`, `по данным ТАСС`, `共同通信に語った`.
//!
//! It names where a fact comes from. That is information and no credit for the text, so it is kept apart from the credits,
//! is not stored, and is looked for only where it is shown.

use std::collections::BTreeMap;

use crate::model::{Block, BlockKind, Span};
use crate::segment::agencies::{agency, is_known_outlet};
use crate::segment::fold::{half, head, lower};
use crate::segment::named::house;
use crate::segment::phrases::phrases;

/// An agency or outlet that the text names as where a fact comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// Whom it names: the catalogue's name where it knows one, else the name as printed.
    pub to: String,
    /// The name and the words that make it an attribution, as printed.
    pub printed: String,
    /// Where they stand in the article's text.
    pub span: Span,
}

/// Words behind a cue at which a name may begin (`a déclaré la capitaine à l'AFP`).
const BETWEEN: usize = 6;

/// Longest name, in words.
const NAME: usize = 3;

/// Bytes around a cue in which a name is looked for.
const REACH: usize = 90;

/// Which runs of three bytes a text holds, roughly: most of some hundreds of cues are ruled out without a search for each.
struct Trigrams([u64; 512]);

impl Trigrams {
    fn of(text: &str) -> Self {
        let mut bits = [0; 512];
        for run in text.as_bytes().windows(3) {
            let (word, bit) = Self::place(run);
            bits[word] |= bit;
        }
        Self(bits)
    }

    fn place(run: &[u8]) -> (usize, u64) {
        let hash = run
            .iter()
            .fold(0_u32, |h, b| h.wrapping_mul(31).wrapping_add(u32::from(*b)));
        let at = hash.wrapping_mul(0x9e37_79b1) >> 17;
        ((at >> 6) as usize, 1 << (at & 63))
    }

    /// False only for what the text cannot hold.
    fn may_hold(&self, cue: &str) -> bool {
        cue.as_bytes().windows(3).all(|run| {
            let (word, bit) = Self::place(run);
            self.0[word] & bit != 0
        })
    }
}

/// The attributions in the paragraphs of a text, in order, one a name and place. Pure and linear in the length of the text.
pub fn attributions(text: &str, blocks: &[Block]) -> Vec<Attribution> {
    // By where the name begins: two cues may lead to one name.
    let mut found: BTreeMap<usize, Attribution> = BTreeMap::new();
    for block in blocks.iter().filter(|b| b.kind == BlockKind::Paragraph) {
        let raw = block.span.of(text);
        // Byte for byte in step with the text; the typographic apostrophe stays what it is.
        let low = lower(raw);
        let seen = Trigrams::of(&low);
        let mut add = |name: Span, to: String, cue: Span| {
            let at = block.span.start();
            let span = Span::new(
                at + name.start().min(cue.start()),
                at + name.end().max(cue.end()),
            );
            found.entry(at + name.start()).or_insert(Attribution {
                to,
                printed: span.of(text).trim().to_owned(),
                span,
            });
        };
        for cue in phrases().told_before.iter().filter(|c| seen.may_hold(c)) {
            for at in starts(&low, cue) {
                if let Some((name, to)) = behind(raw, at + cue.len()) {
                    add(name, to, Span::new(at, at + cue.len()));
                }
            }
        }
        for cue in phrases().told_after.iter().filter(|c| seen.may_hold(c)) {
            for (at, _) in low.match_indices(cue.as_str()) {
                let end = at + cue.len();
                let cut = cue.is_ascii() && low[end..].starts_with(|c: char| c.is_alphanumeric());
                if let Some((name, to)) = in_front(raw, at).filter(|_| !cut) {
                    add(name, to, Span::new(at, end));
                }
            }
        }
        for (before, after) in &phrases().told_around {
            for (at, _) in low.match_indices(before.as_str()) {
                let from = at + before.len();
                let Some(len) = head(&low[from..], REACH / 2).find(after.as_str()) else {
                    continue;
                };
                if let Some(to) = house(&raw[from..from + len]) {
                    let cue = Span::new(at, from + len + after.len());
                    add(Span::new(from, from + len), to.name.to_owned(), cue);
                }
            }
        }
        for cue in &phrases().told_ends {
            for (at, _) in low.match_indices(cue.as_str()) {
                if let Some((name, to)) = on_top(raw, at) {
                    add(name, to, name);
                }
            }
        }
    }
    found.into_values().collect()
}

/// The places where `cue` stands as words of their own.
fn starts<'a>(low: &'a str, cue: &'a str) -> impl Iterator<Item = usize> {
    low.match_indices(cue).map(|(at, _)| at).filter(|&at| {
        let before = low[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric())
    })
}

/// The name of an agency or outlet, if `words` is one.
fn named(words: &str) -> Option<String> {
    let words = words.trim_matches(|c: char| !c.is_alphanumeric());
    let like_a_name = words
        .chars()
        .next()
        .is_some_and(|c| !c.is_lowercase() || words.len() <= 4);
    if words.is_empty() || !like_a_name {
        return None;
    }
    let known = |name: &str| match agency(name).or_else(|| aliased(name)) {
        Some(agency) => Some(agency.name.to_owned()),
        None => is_known_outlet(name).then(|| name.to_owned()),
    };
    known(words).or_else(|| {
        let mut glued = phrases().glued.iter();
        glued.find_map(|g| known(words.strip_prefix(g.as_str())?))
    })
}

/// Other ways to write a name; a word in front of it is no part of it here.
fn aliased(name: &str) -> Option<&'static crate::segment::agencies::Agency> {
    let half = half(name);
    agency(&half).or_else(|| agency(phrases().aliases.get(&lower(&half))?))
}

/// The first name behind `from`, up to the end of the sentence.
fn behind(raw: &str, from: usize) -> Option<(Span, String)> {
    let reach = head(&raw[from..], REACH);
    let words = words(reach);
    for (i, &(start, _)) in words.iter().enumerate().take(BETWEEN) {
        for &(_, end) in words[i..].iter().take(NAME).rev() {
            // A name does not run over a comma or a stop.
            if reach[start..end].contains([',', '.', ';', ':'])
                && !reach[start..end].contains("A.P")
            {
                continue;
            }
            if let Some(to) = named(&reach[start..end]) {
                return Some((Span::new(from + start, from + end), to));
            }
        }
        let (_, end) = words[i];
        if reach[end..].starts_with(['.', ';', ':', '!', '?', '»', '”', '"', '(']) {
            return None;
        }
    }
    None
}

/// The name right in front of `to`.
fn in_front(raw: &str, to: usize) -> Option<(Span, String)> {
    let mut from = to.saturating_sub(REACH);
    while !raw.is_char_boundary(from) {
        from += 1;
    }
    let reach = &raw[from..to];
    let end = reach.trim_end().len();
    // Without blanks between words, hiragana ends a name: `船長は共同通信に`.
    let wide = |c: char| {
        matches!(c, 'ー' | '・') || c.is_alphanumeric() && !matches!(c, '\u{3040}'..='\u{309f}')
    };
    let words = words(reach);
    let starts = words.iter().rev().take(NAME).rev().map(|w| w.0);
    let glued = reach
        .char_indices()
        .rev()
        .take_while(|(_, c)| wide(*c))
        .last()
        .map(|(at, _)| at);
    for start in starts.chain(glued) {
        if let Some(to) = named(&reach[start..end]) {
            return Some((Span::new(from + start, from + end), to));
        }
    }
    None
}

/// The agency that a sentence opens with when its last verb stands at `to`: `ロイター通信は…と伝えた`.
fn on_top(raw: &str, to: usize) -> Option<(Span, String)> {
    let mut from = to.saturating_sub(4 * REACH);
    while !raw.is_char_boundary(from) {
        from += 1;
    }
    let reach = &raw[from..to];
    // Where no stop is in reach, the sentence must be the text's first.
    let start = match reach.rfind('。') {
        Some(at) => at + '。'.len_utf8(),
        None if from == 0 => 0,
        None => return None,
    };
    let sentence = &reach[start..];
    let end = phrases()
        .told_tops
        .iter()
        .filter_map(|t| sentence.find(t.as_str()))
        .min()?;
    let name = sentence[..end].trim();
    let found = house(name).filter(|_| name.len() <= REACH / 2)?;
    let at = from + start + (sentence[..end].len() - sentence[..end].trim_start().len());
    Some((Span::new(at, at + name.len()), found.name.to_owned()))
}

/// The words of a stretch without the marks around them; an apostrophe ends one (`l'AFP`).
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = c.is_alphanumeric() || matches!(c, '-' | '&') || c == '.' && start.is_some();
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let end = from + text[from..at].trim_end_matches('.').len();
                out.push((from, end));
                start = None;
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let block = Block {
            span: Span::new(0, text.len()),
            kind: BlockKind::Paragraph,
        };
        let found = attributions(text, &[block]);
        assert!(found.iter().all(|a| a.span.of(text).contains(&a.printed)));
        found.into_iter().map(|a| a.to).collect()
    }

    #[test]
    fn whom_a_fact_was_told_to_is_found_in_many_languages() {
        for (text, to) in [
            ("The captain told AFP that he would stay.", "AFP"),
            ("\"No,\" she told The Associated Press.", "AP"),
            ("The news portal Interfax reported it.", "Interfax"),
            ("„Nein“, sagte die Kapitänin der dpa.", "dpa"),
            ("« Non », a déclaré la capitaine à l’AFP.", "AFP"),
            ("«No», dijo la capitana a EFE.", "EFE"),
            ("«No», ha detto la comandante all'ANSA.", "ANSA"),
            ("“Não”, disse a comandante à Lusa.", "Lusa"),
            ("«Нет», — сообщила капитан ТАСС.", "TASS"),
            ("По данным ТАСС, паром затонул.", "TASS"),
            ("船长对新华社表示，她会留下。", "Xinhua"),
            ("船長は共同通信に語った。", "Kyodo"),
            ("ロイター通信は14日、船が沈んだと伝えた。", "Reuters"),
            ("路透社引述船长的话说，她会留下。", "Reuters"),
            ("قالت القبطانة لرويترز إنها ستبقى.", "Reuters"),
        ] {
            assert_eq!(read(text), [to], "{text}");
        }
        assert_eq!(
            read("On Tuesday, the Wall Street Journal reported it."),
            ["Wall Street Journal"]
        );
    }

    #[test]
    fn a_sentence_that_attributes_nothing_to_a_house_has_none() {
        for text in [
            "The captain told the board that he would stay.",
            "AFP was founded in 1944.",
            "He told them. Reuters was not there.",
            "Die Kapitänin sagte der Versammlung ab.",
            "Students reported that AP courses are hard.",
            "共同通信社は14日、新しい社長を発表した。市長が伝えた。",
        ] {
            assert!(read(text).is_empty(), "{text}: {:?}", read(text));
        }
    }

    #[test]
    fn odd_texts_are_read_in_linear_time() {
        for text in [
            "told ".repeat(50_000),
            "а".repeat(200_000),
            "に語った".repeat(20_000),
        ] {
            assert!(read(&text).is_empty());
        }
    }
}

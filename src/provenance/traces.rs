//! What machine translation, word spinning and language models leave in a text: pointers for a reader, never proof.
//!
//! Each is narrow on purpose. A trace says "look here"; no verdict counts it.

use serde::Serialize;

use crate::model::{Article, BlockKind, CreditForm, DateOrigin, Span};
use crate::reuse::Prepared;
use crate::segment::{broken_phrase, segment};
use crate::text::{Words, smells_of_hiding};

/// What kind of trace it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TraceKind {
    /// An agency's name broken where it is credited: `(Portal) –`.
    BrokenAgency,
    /// A house phrase of an agency in other words: `acquire license rights`.
    BrokenPhrase,
    /// A verb doubled or between the words of a name: `the Russian said Foreign Ministry`.
    MisplacedVerb,
    /// A sentence that breaks off before its stop: `early Tuesday with .`
    EmptyStop,
    /// Letters that cannot be seen or are borrowed from another script, inside words.
    HiddenLetters,
    /// What a language model says to whom it writes for: `Here is the rewritten article`.
    ModelTalk,
    /// A number of seconds in front of the title, as content farms' machines name files.
    EpochTitle,
}

/// A trace with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// Its kind.
    pub kind: TraceKind,
    /// Where it stands in the article's text.
    pub span: Span,
    /// What it is, to a reader.
    pub words: String,
}

/// Attributions that no reporter writes twice in a row or inside a name.
const VERBS: &[&str] = &["said", "says", "told", "announced", "reported"];

/// Heads of names of institutions: `Foreign Ministry`.
#[rustfmt::skip]
const INSTITUTIONS: &[&str] = &[
    "ministry", "department", "parliament", "government", "embassy", "presidency", "agency", "committee", "council", "ministries",
];

/// Words that no sentence ends with: articles, and prepositions that English does not strand.
const UNFINISHED: &[&str] = &[
    "the", "a", "an", "of", "with", "from", "and", "between", "into", "than",
];

/// What a model says at the head of an answer, folded.
#[rustfmt::skip]
const OPENINGS: &[&str] = &[
    "here is the rewritten", "here's the rewritten", "here is a rewritten", "here's a rewritten", "here is the paraphrased",
    "here's the paraphrased", "here is a paraphrased", "here's a paraphrased", "here is the revised version", "here's the revised version",
    "here is a polished version", "here is the translated", "here's the translated", "sure here is", "sure here's", "certainly here is",
    "certainly here's", "of course here is", "i'm sorry but i cannot", "i'm sorry but i can't", "i am sorry but i cannot",
    "i apologize but i cannot", "i cannot fulfill", "i can't fulfill", "i cannot fulfil", "as an ai language model", "as an ai i cannot",
];

/// What a model says anywhere, folded.
const ANYWHERE: &[&str] = &[
    "as an ai language model i",
    "my knowledge cutoff",
    "rewritten version of the article",
    "rewritten version of your",
    "please provide the text you",
];

/// Looks for traces in the text of one article, in the order of their places.
pub fn traces(text: &str) -> Vec<Trace> {
    let cut = segment(&Article {
        text: text.to_owned(),
        ..Article::default()
    });
    let mut found = Vec::new();
    let mut add = |kind, span: Span, words: String| found.push(Trace { kind, span, words });
    for credit in cut.credits.iter().filter(|c| c.form == CreditForm::Mangled) {
        let words = format!(
            "“{}” stands where {} is credited",
            credit.printed, credit.to
        );
        add(
            TraceKind::BrokenAgency,
            credit.span.unwrap_or_default(),
            words,
        );
    }
    if let (Some(_), Some(first)) = (
        cut.dates.iter().find(|d| d.origin == DateOrigin::Header),
        cut.blocks.first(),
    ) {
        let number = first.span.of(text).split_whitespace().next().unwrap_or("");
        let span = Span::new(first.span.start(), first.span.start() + number.len());
        let words = format!("the title begins with a number of seconds, {number}");
        add(TraceKind::EpochTitle, span, words);
    }
    for block in &cut.blocks {
        let raw = block.span.of(text);
        let at = block.span.start();
        let shifted = |s: Span| Span::new(at + s.start(), at + s.end());
        if let Some((span, agency)) = broken_phrase(raw) {
            let words = format!("“{}” is a phrase of {agency} in other words", span.of(raw));
            add(TraceKind::BrokenPhrase, shifted(span), words);
        }
        if block.kind != BlockKind::Paragraph && block.kind != BlockKind::Headline {
            continue;
        }
        let ready = Prepared::new(raw);
        if smells_of_hiding(ready.words()) {
            let words = "letters inside words are hidden or borrowed from another script";
            add(TraceKind::HiddenLetters, block.span, words.to_owned());
        }
        if let Some(span) = model_talk(&ready) {
            let words = format!(
                "“{}” is what a language model says to its user",
                span.of(raw)
            );
            add(TraceKind::ModelTalk, shifted(span), words);
        }
        for span in misplaced(raw, ready.words()) {
            let words = format!("the verb is out of place in “{}”", span.of(raw));
            add(TraceKind::MisplacedVerb, shifted(span), words);
        }
        for span in empty_stops(raw, ready.words()) {
            let words = format!("a sentence breaks off: “{}”", span.of(raw));
            add(TraceKind::EmptyStop, shifted(span), words);
        }
    }
    found.sort_by_key(|t| (t.span, t.kind));
    found
}

/// The words of a phrase that a model says, outside quotation marks: a report about models quotes it.
fn model_talk(ready: &Prepared) -> Option<Span> {
    let words = ready.words();
    let begins = |from: usize, phrase: &str| {
        let mut parts = phrase.split(' ').enumerate();
        parts.all(|(i, part)| words.get(from + i) == part && !ready.is_quoted(from + i))
    };
    let span = |from: usize, phrase: &str| words.stretch(from, from + phrase.split(' ').count());
    if let Some(phrase) = OPENINGS.iter().find(|p| begins(0, p)) {
        return Some(span(0, phrase));
    }
    (0..words.len()).find_map(|from| {
        let phrase = ANYWHERE.iter().find(|p| begins(from, p))?;
        Some(span(from, phrase))
    })
}

/// Doubled verbs, and verbs between a country's adjective and its institution.
fn misplaced(raw: &str, words: &Words) -> Vec<Span> {
    let printed = |i: usize| words.span(i).of(raw);
    let capital = |i: usize| printed(i).starts_with(char::is_uppercase);
    let touching = |from: usize, to: usize| {
        (from..to).all(|i| raw.get(words.span(i).end()..words.span(i + 1).start()) == Some(" "))
    };
    let mut found = Vec::new();
    for i in (0..words.len()).filter(|&i| VERBS.contains(&words.get(i))) {
        let next = i + 1;
        if next < words.len() && words.get(next) == words.get(i) && touching(i, next) {
            found.push(words.stretch(i, next + 1));
        } else if i >= 2
            && next + 1 < words.len()
            && words.get(i - 2) == "the"
            && capital(i - 1)
            && is_of_country(words.get(i - 1))
            && capital(next)
            && capital(next + 1)
            && INSTITUTIONS.contains(&words.get(next + 1))
            && touching(i - 2, next + 1)
        {
            found.push(words.stretch(i - 2, next + 2));
        }
    }
    found
}

fn is_of_country(word: &str) -> bool {
    [
        "ian", "ean", "ish", "ese", "can", "aeli", "raqi", "rench", "erman", "tani",
    ]
    .iter()
    .any(|end| word.ends_with(end))
}

/// Stops with a blank before them behind a word that ends no sentence.
fn empty_stops(raw: &str, words: &Words) -> Vec<Span> {
    let mut found = Vec::new();
    for i in (0..words.len()).filter(|&i| UNFINISHED.contains(&words.get(i))) {
        let end = words.span(i).end();
        let Some(rest) = raw.get(end..) else { continue };
        let bare = rest.trim_start_matches([' ', '\u{a0}']);
        let Some(after) = bare.strip_prefix('.').filter(|_| bare.len() < rest.len()) else {
            continue;
        };
        // Three dots are an omission, and `.com` is an address.
        if after.is_empty()
            || after.starts_with([' ', '\n', '"', '”']) && !after.trim_start().starts_with('.')
        {
            let stop = end + (rest.len() - after.len());
            found.push(Span::new(words.span(i.saturating_sub(2)).start(), stop));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<TraceKind> {
        traces(text).iter().map(|t| t.kind).collect()
    }

    const BODY: &str = "The last ferry left the harbour of Lindemar on Monday, the port office said after a meeting of its board.";

    #[test]
    fn what_a_machine_left_is_pointed_at() {
        use TraceKind as K;
        for (line, kind) in [
            (
                "LINDEMAR (Portal) – The ferry left on Monday, the office said.",
                K::BrokenAgency,
            ),
            (
                "Our standards: The Thomson Gateway Trust Principles.",
                K::BrokenAgency,
            ),
            (
                "The ferry on Monday. Port Office/Handout, acquire license rights",
                K::BrokenPhrase,
            ),
            (
                "They agreed on it, the Orlavian said Foreign Ministry on Tuesday, and the ferry left.",
                K::MisplacedVerb,
            ),
            (
                "The captain said said that the ferry would leave the harbour on Monday.",
                K::MisplacedVerb,
            ),
            (
                "The ferry left the harbour on Tuesday with . Nobody was on board by then.",
                K::EmptyStop,
            ),
            (
                "The las\u{200b}t fe\u{200b}rry le\u{200b}ft the harbour of Lindemar on Monday.",
                K::HiddenLetters,
            ),
            (
                "Sure, here is the rewritten text about the ferry of Lindemar and its captain.",
                K::ModelTalk,
            ),
            (
                "As an AI language model, I cannot write about the ferry of Lindemar.",
                K::ModelTalk,
            ),
        ] {
            let text = format!("{line}\n\n{BODY}\n\n{BODY}");
            let found = traces(&text);
            assert!(found.iter().any(|t| t.kind == kind), "{line}: {found:?}");
            assert!(
                found
                    .iter()
                    .all(|t| !t.span.is_empty() && !t.words.is_empty())
            );
        }
        let epoch = kinds(&format!(
            "1614852000 Ferry stops for good\n\n{BODY}\n\n{BODY}"
        ));
        assert_eq!(epoch, [K::EpochTitle]);
    }

    #[test]
    fn what_people_write_is_left_alone() {
        for line in [
            "The captain, the office said, said nothing.",
            "The Orlavian said Foreign Minister Dahl had called him, and the ministry confirmed it.",
            "He had had enough of what the harbour had become, and who could say what it was.",
            "\"As an AI language model, I cannot sail,\" the program answered when the captain asked it.",
            "Nobody knew what it was made of. The harbour was what he had come from.",
            "He waited for the . . . ferry, and for the .com boom to end.",
            "The news portal Interfax reported that the ferry left (Portal was its name).",
            "Here is what we know of the ferry, and of its captain, who certainly was there.",
            "In 1614852000 seconds the ferry will be gone.",
        ] {
            let text = format!("{BODY}\n\n{line}\n\n{BODY}");
            assert_eq!(traces(&text), [], "{line}");
        }
    }

    #[test]
    fn places_lie_in_the_text() {
        let text = format!("{BODY}\n\nThe ferry left with . Then it said said no.");
        for trace in traces(&text) {
            assert!(text.get(trace.span.range()).is_some());
        }
        assert_eq!(traces(&text)[0].span.of(&text), "ferry left with .");
        assert_eq!(traces(&text)[1].span.of(&text), "said said");
    }
}

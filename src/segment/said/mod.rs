//! Who says what: the quotations of an article's paragraphs, with their speakers.
//!
//! A speaker is taken only where the words around the marks name one: a verb of saying beside a name, or beside a pronoun
//! that can mean only the speaker named last. Everything else stays without a speaker. The words are data (`said.toml`).

mod lists;
mod name;
mod people;

use crate::model::{Block, BlockKind, Span};
use crate::segment::said::lists::{Lists, lists};
use crate::segment::said::name::{Name, Run, Token, name, run_at, runs, tokens};
use crate::segment::said::people::People;
use crate::text::{Language, language, quotes, words};

pub use people::{Speaker, same_person};

/// Words from which a quotation is a statement and no term, title or scare quote.
pub const STATEMENT_WORDS: usize = 5;

/// Words a quotation without a speaker and without an end of sentence must have.
const LOOSE_WORDS: usize = 8;

/// Words beside a quotation among which its speaker is looked for.
const REACH: usize = 28;

/// A quotation of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// Where it stands in the article's text, without the marks.
    pub span: Span,
    /// Number of the body paragraph, from 1.
    pub paragraph: usize,
    /// Who says it; nothing where the text does not say so in a way that is understood.
    pub speaker: Option<Speaker>,
}

/// What an article says of sayings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quoted {
    /// The statements, in order.
    pub quotations: Vec<Quotation>,
    /// The names of two words or more that stand in the paragraphs, sorted, in small letters.
    pub names: Vec<String>,
}

/// Who a stretch of words makes the speaker.
enum Subject {
    Named(Name),
    /// A pronoun; `f`, `m` or nothing.
    Pronoun(Option<char>),
}

/// Finds the quotations of five words or more in the paragraphs of a text. Pure, and linear in the length of the text.
pub fn quotations(text: &str, blocks: &[Block]) -> Quoted {
    let body: Vec<Span> = blocks
        .iter()
        .filter(|b| b.kind == BlockKind::Paragraph)
        .map(|b| b.span)
        .collect();
    let mut sample = String::new();
    for span in body.iter().take(12) {
        sample.push_str(span.of(text).get(..400).unwrap_or(span.of(text)));
        sample.push('\n');
        if sample.len() > 2000 {
            break;
        }
    }
    let own = lists(language(&words(&sample)));
    let known = own.is_some();
    let Some(lists) = own.or_else(|| lists(Language::English)) else {
        return Quoted::default();
    };
    let mut people = People::default();
    for span in &body {
        let raw = span.of(text);
        let all = tokens(raw, 0, raw.len(), lists);
        for run in runs(&all, lists) {
            if let Some(name) = name(raw, &all, run, lists) {
                people.meet(&name);
            }
        }
    }
    let mut out = Vec::new();
    // The speaker of a quotation that goes on in the next paragraph.
    let mut carried: Option<Option<Speaker>> = None;
    for (i, span) in body.iter().enumerate() {
        let raw = span.of(text);
        let found = quotes(raw);
        people.paragraph();
        let mut page = Page::new(raw, &found, lists);
        let mut last: Option<Speaker> = None;
        for (n, &place) in found.iter().enumerate() {
            let opens_inside = place.start() <= 4 && n == 0;
            let mut speaker = if known {
                page.speaker(n, &mut people, last.as_ref())
            } else {
                None
            };
            if speaker.is_none() && opens_inside {
                speaker = carried.take().flatten();
            }
            last.clone_from(&speaker);
            let count = words(place.of(raw)).len();
            let ended = place
                .of(raw)
                .ends_with(['.', ',', '!', '?', '…', '。', '！', '？']);
            let enough = count >= STATEMENT_WORDS
                && (speaker.is_some()
                    || count >= LOOSE_WORDS
                    || ended && !is_title_case(place.of(raw)));
            if enough {
                out.push(Quotation {
                    span: place.shifted(span.start()),
                    paragraph: i + 1,
                    speaker,
                });
            }
        }
        page.rest(&mut people);
        let open = found
            .last()
            .is_some_and(|q| q.end() == raw.trim_end().len());
        carried = open.then_some(last);
    }
    Quoted {
        quotations: out,
        names: people.names(),
    }
}

/// True where most longer words begin with a capital, as in the title of a work.
fn is_title_case(text: &str) -> bool {
    let long: Vec<&str> = text
        .split_whitespace()
        .filter(|w| w.chars().count() > 3)
        .collect();
    let capital = long
        .iter()
        .filter(|w| w.starts_with(char::is_uppercase))
        .count();
    !long.is_empty() && capital * 4 >= long.len() * 3
}

/// One paragraph: its quotations and the words around them.
struct Page<'t> {
    raw: &'t str,
    found: &'t [Span],
    /// The words before each quotation, and those behind the last.
    gaps: Vec<Vec<Token>>,
    lists: &'t Lists,
    /// How many gaps were searched for people who act.
    seen: usize,
}

impl<'t> Page<'t> {
    fn new(raw: &'t str, found: &'t [Span], lists: &'t Lists) -> Self {
        let mut gaps = Vec::with_capacity(found.len() + 1);
        let mut from = 0;
        for place in found {
            gaps.push(tokens(raw, from, place.start(), lists));
            from = place.end();
        }
        gaps.push(tokens(raw, from, raw.len(), lists));
        Self {
            raw,
            found,
            gaps,
            lists,
            seen: 0,
        }
    }

    /// Tells `people` of the names that begin sentences in the gaps up to `to`: after them a pronoun may mean somebody else.
    fn pass(&mut self, to: usize, people: &mut People) {
        while self.seen < to {
            let gap = &self.gaps[self.seen];
            let mut opens = true;
            for (i, token) in gap.iter().enumerate() {
                if opens
                    && let Some(run) = run_at(gap, i, self.lists)
                    && let Some(name) = name(self.raw, gap, run, self.lists)
                {
                    people.acts(&name);
                }
                opens = token.ends || token.comma;
            }
            self.seen += 1;
        }
    }

    fn rest(&mut self, people: &mut People) {
        self.pass(self.gaps.len(), people);
    }

    /// The speaker of quotation `n`.
    fn speaker(
        &mut self,
        n: usize,
        people: &mut People,
        last: Option<&Speaker>,
    ) -> Option<Speaker> {
        self.pass(n + 1, people);
        let inner = self.found[n].of(self.raw);
        let behind = self.raw.get(self.found[n].end()..).unwrap_or("");
        let closing = behind
            .trim_start_matches(|c: char| c.is_whitespace())
            .chars()
            .next();
        let beyond = behind.trim_start_matches(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'' | '‹' | '›'
                )
        });
        let halted = inner.ends_with('.') && !beyond.starts_with([',', '—', '–', '-'])
            || closing.is_some() && beyond.starts_with(['.', ';']);
        let goes_on = inner.ends_with([',', '!', '?']) || beyond.starts_with([',', '—', '–', '-']);
        let before = before(&self.gaps[n]);
        let leads = before.last().is_some_and(|t| t.colon || t.comma);
        let front = || self.in_front(before);
        let back = || if halted { None } else { self.behind(n + 1) };
        let found = if goes_on && !leads {
            back().or_else(front)
        } else {
            front().or_else(back)
        };
        match found {
            Some(Subject::Named(name)) => people.say(&name, self.lists.capital_nouns),
            Some(Subject::Pronoun(gender)) => people.pronoun(gender),
            None => {
                // `"…," said Roe. "…"`: the second part stands right behind the first one's sentence.
                let gap = &self.gaps[n];
                let attached = n > 0 && !gap.is_empty() && before.is_empty() && gap.len() <= REACH;
                last.filter(|_| attached && self.only_attribution(gap))
                    .cloned()
            }
        }
    }

    /// True when a gap is one sentence.
    fn only_attribution(&self, gap: &[Token]) -> bool {
        gap.iter().filter(|t| t.ends).count() == 1
    }

    /// The subject of what stands before a quotation in its sentence.
    fn in_front(&self, part: &[Token]) -> Option<Subject> {
        if part.is_empty() {
            return None;
        }
        if let Some(named) = self.according(part) {
            return Some(named);
        }
        let verb = part
            .iter()
            .rposition(|t| self.lists.is_verb(&t.low) || inverted(&t.low, self.lists).is_some())?;
        self.subject(part, verb, true)
    }

    /// The subject of what stands behind a quotation.
    fn behind(&self, n: usize) -> Option<Subject> {
        let gap = &self.gaps[n];
        let end = gap
            .iter()
            .position(|t| t.ends)
            .map_or(gap.len(), |i| i + 1)
            .min(REACH);
        let part = &gap[..end];
        if let Some(named) = self.according(part) {
            return Some(named);
        }
        let verb = part
            .iter()
            .position(|t| self.lists.is_verb(&t.low) || inverted(&t.low, self.lists).is_some())?;
        self.subject(part, verb, false)
    }

    /// `according to Jane Roe`, at the very start of a stretch.
    fn according(&self, part: &[Token]) -> Option<Subject> {
        for cue in &self.lists.according {
            let count = cue.split(' ').count();
            let opens = part.len() > count && cue.split(' ').zip(part).all(|(w, t)| t.low == w);
            if opens {
                return self.named_from(part, count).map(Subject::Named);
            }
        }
        None
    }

    /// The name at or soon behind `at`, with nothing but articles and small words of an office between.
    fn named_from(&self, part: &[Token], at: usize) -> Option<Name> {
        let mut i = at;
        while let Some(token) = part.get(i).filter(|_| i < at + 6) {
            if let Some(run) = run_at(part, i, self.lists) {
                return self.take(part, run);
            }
            // `the mayor, Jane Roe`: a comma may stand before the name when something stood there.
            if token.ends
                || token.colon
                || self.lists.small.contains(&token.low)
                    && !self.lists.articles.contains(&token.low)
                || self.lists.is_verb(&token.low)
            {
                return None;
            }
            if token.comma && !part.get(i + 1).is_some_and(|t| t.capital) {
                return None;
            }
            i += 1;
        }
        None
    }

    /// A run as a name, unless a small word before it makes it a place.
    fn take(&self, part: &[Token], run: Run) -> Option<Name> {
        let before = run.from.checked_sub(1).and_then(|i| part.get(i));
        let placed = before.is_some_and(|t| {
            self.lists.small.contains(&t.low)
                && !t.comma
                && !t.ends
                && !self.lists.articles.contains(&t.low)
        });
        let article = before.is_some_and(|t| self.lists.articles.contains(&t.low) && !t.comma);
        if article
            && self.lists.capital_nouns
            && run.to - run.from < 3
            && !part[run.from..run.to]
                .iter()
                .any(|t| self.lists.is_title(&t.low))
        {
            return None;
        }
        name(self.raw, part, run, self.lists)
            .filter(|_| !placed || self.is_according(part, run.from))
    }

    fn is_according(&self, part: &[Token], from: usize) -> bool {
        self.lists.according.iter().any(|cue| {
            let count = cue.split(' ').count();
            from == count && cue.split(' ').zip(part).all(|(w, t)| t.low == w)
        })
    }

    /// The subject of the verb at `verb`.
    fn subject(&self, part: &[Token], verb: usize, leads: bool) -> Option<Subject> {
        if let Some(gender) = inverted(&part[verb].low, self.lists) {
            return Some(Subject::Pronoun(Some(gender)));
        }
        // Right before it, over words that may stand between.
        let mut at = verb;
        while at > 0 && self.lists.fills.contains(&part[at - 1].low) && !part[at - 1].ends {
            at -= 1;
        }
        if at > 0 {
            let left = &part[at - 1];
            if let Some(pronoun) = self.pronoun(&left.low).filter(|_| !left.comma) {
                return Some(Subject::Pronoun(pronoun));
            }
            let all = runs(&part[..at], self.lists);
            let shift = |run: Run| self.take(part, run).map(Subject::Named);
            if left.comma {
                // `Jane Roe, the mayor of Lindemar, said`: the name that opens the sentence, followed by a comma.
                let first = all
                    .first()
                    .filter(|r| part[r.to - 1].comma && r.from <= 4 && r.to < at);
                let alone = first.filter(|r| {
                    part[..r.from]
                        .iter()
                        .all(|t| !t.comma && !self.lists.is_verb(&t.low))
                });
                if let Some(run) = alone {
                    return shift(*run);
                }
                // `the mayor, Jane Roe, said`: the name stands between commas behind an office.
                let office = all
                    .last()
                    .filter(|r| r.to == at && (1..=4).contains(&r.from) && part[r.from - 1].comma);
                if let Some(run) = office.filter(|_| self.lists.articles.contains(&part[0].low)) {
                    return shift(*run);
                }
            } else if let Some(run) = all.last().filter(|r| r.to == at) {
                return shift(*run);
            }
        }
        if self.lists.told.contains(&part[verb].low) {
            return None;
        }
        // Behind it: `said Jane Roe`, `sagte die Bürgermeisterin Jana Roth`, `sagte sie`.
        let open = verb == 0
            || at == 0
            || leads && part[..at].iter().all(|t| self.pronoun(&t.low).is_none());
        let mut next = verb + 1;
        while part
            .get(next)
            .is_some_and(|t| self.lists.fills.contains(&t.low))
        {
            next += 1;
        }
        if part[verb].ends || part[verb].comma || part[verb].colon || next == part.len() {
            return (self.lists.drops && at == 0 && verb <= 2).then_some(Subject::Pronoun(None));
        }
        if !open {
            return None;
        }
        if let Some(pronoun) = self.pronoun(&part[next].low) {
            return Some(Subject::Pronoun(pronoun));
        }
        let named = self.named_from(part, next).map(Subject::Named);
        let drops =
            self.lists.drops && at == 0 && verb <= 2 && self.lists.small.contains(&part[next].low);
        named.or_else(|| drops.then_some(Subject::Pronoun(None)))
    }

    #[expect(
        clippy::option_option,
        reason = "no pronoun, and a pronoun that tells no gender"
    )]
    fn pronoun(&self, word: &str) -> Option<Option<char>> {
        if self.lists.she.contains(word) {
            Some(Some('f'))
        } else {
            self.lists.he.contains(word).then_some(Some('m'))
        }
    }
}

/// The part of a gap that belongs to the sentence of the quotation behind it.
fn before(gap: &[Token]) -> &[Token] {
    let start = gap.iter().rposition(|t| t.ends).map_or(0, |i| i + 1);
    let part = &gap[start..];
    &part[part.len().saturating_sub(REACH)..]
}

/// `dit-elle`, `a-t-il`: the gender of the pronoun that hangs on a French verb.
fn inverted(word: &str, lists: &Lists) -> Option<char> {
    let (stem, pronoun) = word.rsplit_once('-')?;
    let stem = stem.strip_suffix("-t").unwrap_or(stem);
    let gender = match pronoun {
        "elle" => 'f',
        "il" => 'm',
        _ => return None,
    };
    (lists.is_verb(stem) || lists.fills.contains(stem)).then_some(gender)
}

#[cfg(test)]
mod tests;

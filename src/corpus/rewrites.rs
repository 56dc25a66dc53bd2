//! Two articles side by side: which paragraphs of one are rewritten from the other.

use crate::model::Kind;
use crate::provenance::{Scales, Standing, Suspect, Weighed, contexts, may_claim, weigh};
use crate::reuse::{
    Beside, Body, Content, Cosines, Evidence, Nearest, Prepared, Side, Thresholds, evidence,
};
use crate::text::{Idf, Language};

/// A paragraph of the suspected article with what it comes closest to and what may be said of it.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Its place among the paragraphs of the suspected body.
    pub(crate) place: usize,
    /// The nearest of the other body.
    pub(crate) nearest: Nearest,
    /// What the rest of the two articles says of it.
    pub(crate) weighed: Weighed,
    /// True when it was found the other way round: it is part of what a paragraph of the other text comes closest to.
    pub(crate) mirrored: bool,
    /// Why it is only possible, if it is.
    pub(crate) doubt: Option<Doubt>,
}

/// Why a paragraph that may be rewritten is not called so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// No other paragraph supports it.
    Unsupported,
    /// It is the only one that is likely enough.
    Single,
    /// The two articles are one form filled in twice.
    Form,
    /// It and its context are not likely enough together.
    TooLittle,
}

impl Doubt {
    /// The doubt as it is told to a reader.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Unsupported => "only possible: no other paragraph supports it",
            Self::Single => "only possible: one paragraph alone is never called rewritten",
            Self::Form => {
                "only possible: next to none of this text's names stand in the other, as in two reports filled into one form"
            }
            Self::TooLittle => {
                "only possible: it and the paragraphs around it look too little like the other text"
            }
        }
    }
}

impl Line {
    /// True when it is called rewritten.
    pub(crate) fn is_claimed(&self) -> bool {
        is_claim(self.weighed.standing)
    }
}

fn is_claim(standing: Standing) -> bool {
    matches!(standing, Standing::Rewritten | Standing::Carried)
}

/// One article held against another, with what may be said of each paragraph.
fn weighed(
    suspect: &Body,
    source: &Body,
    cosines: &Cosines,
    thresholds: &Thresholds,
) -> Vec<(Beside, Weighed, Option<Doubt>)> {
    let lines = suspect.beside_by(source, cosines);
    let suspects: Vec<Suspect> = lines
        .iter()
        .enumerate()
        .map(|(place, line)| Suspect::new(place, line))
        .collect();
    let sure = suspect.language.is_some_and(|l| Idf::of(l).is_some());
    let weighed = weigh(&suspects, sure, thresholds);
    let doubts = doubts(&suspects, &weighed, sure, thresholds);
    let all = lines.into_iter().zip(weighed).zip(doubts);
    all.map(|((line, weighed), doubt)| (line, weighed, doubt))
        .collect()
}

/// Why each paragraph that is possible is no more than that.
fn doubts(
    suspects: &[Suspect],
    weighed: &[Weighed],
    sure: bool,
    thresholds: &Thresholds,
) -> Vec<Option<Doubt>> {
    let possible = |w: &Weighed| w.standing == Standing::Possible;
    if !weighed.iter().any(possible) {
        return vec![None; weighed.len()];
    }
    let scales = Scales::default();
    let asked = thresholds.rewrite_sum + if sure { 0.0 } else { thresholds.rewrite_unsure };
    let likely: Vec<bool> = suspects
        .iter()
        .zip(contexts(suspects, thresholds))
        .map(|(suspect, context)| {
            let sum = context
                .whole(&scales.whole)
                .max(context.block(&scales.block));
            may_claim(suspect, &context, sure, thresholds) && f64::from(sum) > asked
        })
        .collect();
    let alone = likely.iter().filter(|l| **l).count() < 2;
    let doubt = |(w, likely): (&Weighed, &bool)| {
        possible(w).then_some(match (likely, alone) {
            _ if w.supporters.is_empty() => Doubt::Unsupported,
            (true, true) => Doubt::Single,
            (true, false) => Doubt::Form,
            (false, _) => Doubt::TooLittle,
        })
    };
    weighed.iter().zip(&likely).map(doubt).collect()
}

/// A paragraph that the other text holds a part of, or two of which it made one, must look at least this much like it itself.
const MIRRORED_LOGIT: f32 = -3.0;

/// Reads `suspect` beside `source`: a line for every paragraph that shares a fact with the source.
///
/// Both ways: where the source's paragraph is what comes out as rewritten (the direction is not known before the dates are looked at, and
/// of a paragraph that was split neither half may be enough), its counterparts here are claimed with it.
pub(crate) fn beside(suspect: &Body, source: &Body, thresholds: &Thresholds) -> Vec<Line> {
    let there = suspect.cosines(source);
    let back = there.transposed();
    let mut lines: Vec<Option<Line>> = weighed(suspect, source, &there, thresholds)
        .into_iter()
        .enumerate()
        .map(|(place, (line, weighed, doubt))| {
            Some(Line {
                place,
                nearest: line.nearest?,
                weighed,
                mirrored: false,
                doubt,
            })
        })
        .collect();
    for (at, (back, weighed, _)) in self::weighed(source, suspect, &back, thresholds)
        .iter()
        .enumerate()
    {
        let Some(window) = back.nearest.filter(|_| is_claim(weighed.standing)) else {
            continue;
        };
        for line in lines[window.first..window.first + window.paragraphs]
            .iter_mut()
            .flatten()
        {
            let covers =
                line.nearest.first <= at && at < line.nearest.first + line.nearest.paragraphs;
            let like = line.nearest.logit > MIRRORED_LOGIT;
            if !line.is_claimed() && covers && like {
                line.weighed = weighed.clone();
                line.mirrored = true;
                line.doubt = None;
            }
        }
    }
    lines.into_iter().flatten().collect()
}

/// Beyond this much common order a paragraph is an edited copy: the shingles find it, and it makes no pairing by itself.
const EDITED_ORDER: f32 = 0.8;

/// True when two articles should be kept as a pairing: some paragraph of either may be a rewriting of the other.
pub(crate) fn is_pairing(a: &Body, b: &Body, thresholds: &Thresholds) -> bool {
    let there = a.cosines(b);
    let back = there.transposed();
    let told = |a: &Body, b: &Body, cosines: &Cosines| {
        weighed(a, b, cosines, thresholds)
            .iter()
            .any(|(line, weighed, _)| {
                weighed.standing != Standing::Silent
                    && line
                        .nearest
                        .is_some_and(|n| n.features.order < EDITED_ORDER)
            })
    };
    (a.resembles_by(b, &there) || b.resembles_by(a, &back))
        && (told(a, b, &there) || told(b, a, &back))
}

/// Common runs that hold this share of the words common in order explain them; fewer, and the rest is rewritten.
const EXPLAINED: f64 = 0.6;

/// True when common wording (`found`: what a paragraph shares with paragraphs of the other article, as kind and words) says already what it has
/// from there: one paragraph there is its like, or some hold runs of most of what is common, so that what is left is no rewriting
/// but something else.
pub(crate) fn is_explained(found: impl Iterator<Item = (Kind, usize)>, line: &Line) -> bool {
    let mut covered = 0;
    for (kind, shared) in found {
        match kind {
            Kind::Verbatim | Kind::Edited => return true,
            Kind::Partial => covered += shared,
            Kind::Rewritten | Kind::SharedQuote => {}
        }
    }
    covered > 0 && covered as f64 >= EXPLAINED * f64::from(line.nearest.features.common)
}

/// What speaks for and against a paragraph being rewritten from one or two others, all given as text with its words.
pub(crate) fn between(
    suspect: (&str, &Prepared),
    sources: &[(&str, &Prepared)],
    language: Option<Language>,
    split: bool,
) -> Evidence {
    let tongue = language.unwrap_or(Language::Other);
    let content = |(text, prepared): (&str, &Prepared)| Content::new(prepared, text, tongue);
    let own = content(suspect);
    let theirs: Vec<Content> = sources.iter().map(|s| content(*s)).collect();
    let sides: Vec<Side<'_>> = sources
        .iter()
        .zip(&theirs)
        .map(|((text, prepared), content)| Side {
            text,
            prepared,
            content,
        })
        .collect();
    let side = Side {
        text: suspect.0,
        prepared: suspect.1,
        content: &own,
    };
    evidence(&side, &sides, split)
}

/// The reasons of a rewritten or possible paragraph: why it is only possible, what speaks for it, which neighbours support it, what more
/// was asked for, what speaks against it. `own` and `theirs` are the numbers of the paragraphs of both bodies.
pub(crate) fn reasons(
    line: &Line,
    evidence: &Evidence,
    language: Option<Language>,
    own: &[usize],
    theirs: &[usize],
) -> Vec<String> {
    let (against, speaks): (Vec<String>, Vec<String>) = evidence
        .words()
        .into_iter()
        .partition(|w| w.starts_with("against: "));
    let mut out: Vec<String> = line.doubt.iter().map(|d| d.words().to_owned()).collect();
    out.extend(speaks);
    out.extend(neighbours(line, if line.mirrored { theirs } else { own }));
    if line.weighed.standing == Standing::Carried {
        out.push("a common quotation, carried along with rewritten paragraphs".to_owned());
    }
    match language {
        Some(l) if Idf::of(l).is_some() => {}
        Some(l) => out.push(format!(
            "more support was asked for: no table of rare words for {}",
            l.as_str()
        )),
        None => out.push("more support was asked for: the language is not known".to_owned()),
    }
    out.extend(against);
    out
}

/// Beyond this many supporters in the same order no more are counted (`Weighed::in_order`).
const COUNTED: usize = 4;

/// Which other paragraphs support this one.
fn neighbours(line: &Line, numbers: &[usize]) -> Option<String> {
    let weighed = &line.weighed;
    let list: Vec<usize> = weighed
        .supporters
        .iter()
        .filter_map(|&place| numbers.get(place).copied())
        .collect();
    let who = match (list.len(), line.mirrored) {
        (0, _) => {
            return (line.is_claimed() && !line.mirrored)
                .then(|| "a common quotation beside it supports it".to_owned());
        }
        (1, false) => "one other paragraph supports it".to_owned(),
        (n, false) => format!("{n} other paragraphs support it"),
        (1, true) => "found from the other text's side, where one paragraph supports it".to_owned(),
        (n, true) => {
            format!("found from the other text's side, where {n} paragraphs support it")
        }
    };
    let order = match weighed.in_order {
        0 => String::new(),
        _ if list.len() == 1 => ", in the same order".to_owned(),
        n if n == list.len() => ", all in the same order".to_owned(),
        n if n < COUNTED => format!(", {n} near it in the same order"),
        n => format!(", at least {n} near it in the same order"),
    };
    Some(format!("{who}{order}: {}", ranges(&list)))
}

/// Rising numbers as people write them: `2, 3 and 5–8`.
fn ranges(numbers: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &n in numbers {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == n => *end = n,
            _ => runs.push((n, n)),
        }
    }
    let mut parts: Vec<String> = Vec::new();
    for (start, end) in runs {
        match end - start {
            0 => parts.push(start.to_string()),
            1 => parts.extend([start.to_string(), end.to_string()]),
            _ => parts.push(format!("{start}–{end}")),
        }
    }
    match parts.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => parts.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COPY: &str = include_str!("../../fixtures/stories/central-bank-rewritten/finchglobe.txt");
    const WIRE: &str = include_str!("../../fixtures/stories/central-bank-rewritten/meridian.txt");

    const ONE: &str = "The harbour council of Varnholm voted late on Monday to repair the old stone bridge before winter. Three engineers had \
                       warned that the northern arch could not carry another season of heavy lorries.";
    const OTHER: &str = "Varnholm's harbour council decided on Monday to repair its old stone bridge before the winter, heeding three engineers \
                         who warned its northern arch would not carry heavy lorries for another season.";

    fn body(text: &'static str) -> Vec<&'static str> {
        text.split("\n\n").filter(|p| p.len() > 120).collect()
    }

    #[test]
    fn numbers_are_told_as_people_write_them() {
        assert_eq!(ranges(&[]), "");
        assert_eq!(ranges(&[4]), "4");
        assert_eq!(ranges(&[2, 3, 5, 6]), "2, 3, 5 and 6");
        assert_eq!(ranges(&[1, 2, 3, 4, 7]), "1–4 and 7");
    }

    #[test]
    fn the_reasons_name_the_paragraphs_that_support_one() {
        let (copy, wire) = (body(COPY), body(WIRE));
        let (suspect, source) = (Body::new(copy.clone()), Body::new(wire.clone()));
        let lines = beside(&suspect, &source, &Thresholds::default());
        let line = lines
            .iter()
            .find(|l| l.is_claimed() && !l.mirrored)
            .unwrap();
        let own: Vec<usize> = (1..=copy.len()).collect();
        let ready = (
            Prepared::new(copy[line.place]),
            Prepared::new(wire[line.nearest.first]),
        );
        let found = between(
            (copy[line.place], &ready.0),
            &[(wire[line.nearest.first], &ready.1)],
            suspect.language,
            false,
        );
        let told = reasons(line, &found, suspect.language, &own, &own);
        assert!(told[0].contains("facts stand in the source"), "{told:?}");
        let support = told.iter().position(|r| r.contains("support it"));
        let against = told.iter().position(|r| r.starts_with("against: "));
        assert!(support.is_some() && support < against, "{told:?}");
        let told = reasons(line, &found, Some(Language::Other), &own, &own);
        assert!(
            told.iter()
                .any(|r| r.starts_with("more support was asked for")),
            "{told:?}"
        );
    }

    #[test]
    fn one_paragraph_alone_is_possible_and_says_why() {
        let lines = beside(
            &Body::new([OTHER]),
            &Body::new([ONE]),
            &Thresholds::default(),
        );
        assert_eq!(lines[0].weighed.standing, Standing::Possible);
        assert_eq!(lines[0].doubt, Some(Doubt::Unsupported));
    }
}

//! Two articles side by side: which paragraphs of one are rewritten from the other.

use crate::fingerprint::Idf;
use crate::provenance::{Standing, Suspect, Weighed, weigh};
use crate::reuse::{Beside, Body, Nearest, Thresholds};

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
fn weighed(suspect: &Body, source: &Body, thresholds: &Thresholds) -> Vec<(Beside, Weighed)> {
    let lines = suspect.beside(source);
    let suspects: Vec<Suspect> = lines
        .iter()
        .enumerate()
        .map(|(place, line)| Suspect::new(place, line))
        .collect();
    let sure = suspect.language.is_some_and(|l| Idf::of(l).is_some());
    let weighed = weigh(&suspects, sure, thresholds);
    lines.into_iter().zip(weighed).collect()
}

/// A paragraph that the other text holds a part of, or two of which it made one, must look at least this much like it itself.
const MIRRORED_LOGIT: f32 = -3.0;

/// Reads `suspect` beside `source`: a line for every paragraph that shares a fact with the source.
///
/// Both ways: where the source's paragraph is what comes out as rewritten (the direction is not known before the dates are looked at, and
/// of a paragraph that was split neither half may be enough), its counterparts here are claimed with it.
pub(crate) fn beside(suspect: &Body, source: &Body, thresholds: &Thresholds) -> Vec<Line> {
    let mut lines: Vec<Option<Line>> = weighed(suspect, source, thresholds)
        .into_iter()
        .enumerate()
        .map(|(place, (line, weighed))| {
            Some(Line {
                place,
                nearest: line.nearest?,
                weighed,
                mirrored: false,
            })
        })
        .collect();
    for (at, (back, weighed)) in self::weighed(source, suspect, thresholds)
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
            }
        }
    }
    lines.into_iter().flatten().collect()
}

/// Beyond this much common order a paragraph is an edited copy: the shingles find it, and it makes no pairing by itself.
const EDITED_ORDER: f32 = 0.8;

/// True when two articles should be kept as a pairing: some paragraph of either may be a rewriting of the other.
pub(crate) fn is_pairing(a: &Body, b: &Body, thresholds: &Thresholds) -> bool {
    let told = |a: &Body, b: &Body| {
        weighed(a, b, thresholds).iter().any(|(line, weighed)| {
            weighed.standing != Standing::Silent
                && line
                    .nearest
                    .is_some_and(|n| n.features.order < EDITED_ORDER)
        })
    };
    (a.resembles(b) || b.resembles(a)) && (told(a, b) || told(b, a))
}

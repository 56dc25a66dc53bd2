//! How likely one paragraph is another one in other words, by itself: a sum of weighted measures.
//!
//! By itself it decides nothing: sentences of a single fact look alike in independent reports. What may be said of a paragraph is
//! settled with the rest of its article (`provenance`).

use crate::reuse::content::Content;
use crate::reuse::features::{
    FEATURES, Features, Mutual, cosine, cosine_joined, features, features_by,
};
use crate::reuse::weights::{PARAGRAPH, PARAGRAPH_BIAS};

/// A paragraph's score lies between minus and plus this: one paragraph cannot outweigh the rest of its article.
pub const LOGIT_LIMIT: f32 = 6.0;

/// Two adjacent paragraphs are taken together as a source up to this many words: rewriters merge sentences, not pages.
pub const JOINED_WORDS: usize = 130;

/// What one source paragraph has over two: two say more by themselves, and so resemble more.
const SINGLE_BONUS: f32 = 0.02;

/// What has less in common with a paragraph (by [`cosine`]) is not looked at: its log-odds would be near the lowest.
const TOO_LITTLE: f32 = 0.1;

/// The log-odds that a paragraph is another one rewritten, by their measures alone: 0 is even, between
/// -[`LOGIT_LIMIT`] and [`LOGIT_LIMIT`]; fitted by `tools/fit`.
pub fn logit(measured: &Features) -> f32 {
    logit_by(measured, &PARAGRAPH, PARAGRAPH_BIAS)
}

/// [`logit`] with other weights than those that ship, as their fit asks for it.
pub fn logit_by(measured: &Features, weights: &[f32; FEATURES], bias: f32) -> f32 {
    let sum: f32 = measured
        .scored()
        .iter()
        .zip(weights)
        .map(|(measure, weight)| measure * weight)
        .sum();
    (sum + bias).clamp(-LOGIT_LIMIT, LOGIT_LIMIT)
}

/// The probability of log-odds.
pub fn probability(logit: f32) -> f64 {
    1.0 / (1.0 + f64::from(-logit).exp())
}

/// The paragraph, or the two adjacent ones, of a source that a suspect resembles most.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearest {
    /// Place of the first source paragraph in the list.
    pub first: usize,
    /// The same as a place among the pieces of the source's paragraphs, where long ones are read in pieces.
    pub piece: usize,
    /// One or two.
    pub paragraphs: usize,
    /// What the suspect has in common with them.
    pub features: Features,
    /// [`logit`] of it.
    pub logit: f32,
}

impl Nearest {
    /// The same place with other measures.
    #[must_use]
    pub(crate) fn with(self, features: Features) -> Self {
        Self {
            features,
            logit: logit(&features),
            ..self
        }
    }
}

/// Finds what of `sources` (paragraphs in order) the suspect comes closest to, by [`cosine`]; nothing when they share
/// next to nothing.
pub fn nearest(suspect: &Content, sources: &[Content]) -> Option<Nearest> {
    let single: Vec<f32> = sources.iter().map(|s| cosine(suspect, s)).collect();
    nearest_by(suspect, sources, &single, |at| {
        Mutual::of(suspect, &sources[at])
    })
}

/// [`nearest`] where the suspect's [`cosine`] with each source is known, and `mutual` tells what it has in common with one of them.
pub(crate) fn nearest_by(
    suspect: &Content,
    sources: &[Content],
    single: &[f32],
    mutual: impl FnOnce(usize) -> Mutual,
) -> Option<Nearest> {
    let mut best: Option<(f32, usize, bool)> = None;
    let mut consider = |found: f32, at: usize, two: bool| {
        if found > TOO_LITTLE && best.is_none_or(|b| found > b.0) {
            best = Some((found, at, two));
        }
    };
    for (at, &found) in single.iter().enumerate() {
        consider(found + SINGLE_BONUS, at, false);
    }
    for (at, pair) in sources.windows(2).enumerate() {
        // What one of the two does not share, the other has to bring: both must share something.
        let hopeless = single[at].min(single[at + 1]) < TOO_LITTLE / 2.0;
        if hopeless || pair[0].len() + pair[1].len() > JOINED_WORDS {
            continue;
        }
        consider(cosine_joined(suspect, &pair[0], &pair[1]), at, true);
    }
    let (_, first, two) = best?;
    let measured = if two {
        features(suspect, &sources[first].joined(&sources[first + 1]))
    } else {
        features_by(suspect, &sources[first], mutual(first))
    };
    Some(Nearest {
        first,
        piece: first,
        paragraphs: 1 + usize::from(two),
        features: measured,
        logit: logit(&measured),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reuse::Prepared;
    use crate::text::Language;

    fn content(text: &str) -> Content {
        Content::new(&Prepared::new(text), text, Language::English)
    }

    const FIRST: &str = "The harbour council of Varnholm voted late on Monday to repair the old stone bridge before winter.";
    const SECOND: &str = "Three engineers had warned that the northern arch could not carry another season of heavy lorries.";
    const THIRD: &str = "A bakery on River Street sold every loaf within an hour.";

    #[test]
    fn a_merged_paragraph_comes_from_two() {
        let sources = [content(THIRD), content(FIRST), content(SECOND)];
        let merged = content(
            "Varnholm's harbour council decided on Monday to repair its old stone bridge before the winter, heeding three \
             engineers who warned its northern arch would not carry heavy lorries for another season.",
        );
        let found = nearest(&merged, &sources).unwrap();
        assert_eq!((found.first, found.paragraphs), (1, 2));
        let single = nearest(&content(SECOND), &sources).unwrap();
        assert_eq!((single.first, single.paragraphs), (2, 1));
        assert!(single.logit >= found.logit);
    }

    #[test]
    fn what_shares_no_fact_has_no_source() {
        assert_eq!(
            nearest(&content("Rain fell in the hills."), &[content(FIRST)]),
            None
        );
        assert_eq!(nearest(&content(FIRST), &[]), None);
    }

    #[test]
    fn more_in_common_is_never_less_likely() {
        let mut weak = Features::default();
        let before = logit(&weak);
        for raise in [
            |f: &mut Features| f.order = 0.5,
            |f: &mut Features| f.outside = 0.5,
            |f: &mut Features| f.plain = 0.9,
            |f: &mut Features| f.names = 0.9,
            |f: &mut Features| f.letters = 0.5,
        ] {
            let mut more = weak;
            raise(&mut more);
            assert!(logit(&more) >= before);
        }
        weak.numbers = 3.0;
        assert!(logit(&weak) <= before);
    }

    #[test]
    fn log_odds_become_a_probability() {
        assert_eq!(probability(0.0), 0.5);
        assert!(probability(LOGIT_LIMIT) > 0.99 && probability(-LOGIT_LIMIT) < 0.01);
    }
}

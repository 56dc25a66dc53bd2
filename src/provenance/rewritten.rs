//! Which paragraphs of an article are rewritten from another one: each paragraph's own score, and what the rest of the two articles says.
//!
//! The context decides. A sentence of one fact looks the same in every report of an event; ten paragraphs that each resemble
//! a paragraph of one other article are no accident. A quotation that both have word for word neither accuses nor supports.

use crate::reuse::weights::{BLOCK, CALIBRATION, WHOLE};
use crate::reuse::{Beside, LOGIT_LIMIT, Thresholds, probability};

/// A paragraph of the suspected article with the nearest of the other one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Suspect {
    /// Its place among the paragraphs of its article.
    pub place: usize,
    /// Place of the nearest source paragraph.
    pub source: usize,
    /// Its words.
    pub words: usize,
    /// Its own log-odds.
    pub logit: f32,
    /// Share of what is common that stands inside one quotation both have.
    pub quoted: f32,
    /// Share of word pairs that are common.
    pub adjacent: f32,
}

impl Suspect {
    /// The paragraph at `place` as it was found beside another article.
    pub fn new(place: usize, beside: &Beside) -> Self {
        Self {
            place,
            source: beside.nearest.map_or(0, |n| n.first),
            words: beside.words,
            logit: beside.logit,
            quoted: beside.quoted,
            adjacent: beside.adjacent,
        }
    }
}

/// What may be said of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is rewritten.
    Rewritten,
    /// A common quotation between paragraphs that are rewritten: part of the copy.
    Carried,
    /// It may be rewritten; shown, never counted.
    Possible,
    /// Nothing.
    Silent,
}

/// A paragraph with what its article says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighed {
    /// What may be said.
    pub standing: Standing,
    /// The probability that it is rewritten, 0..1.
    pub score: f64,
    /// The mean log-odds of the other paragraphs.
    pub others: f32,
    /// How many other paragraphs were weighed.
    pub weighed: usize,
    /// Places of the other paragraphs that support it: those with log-odds above even.
    pub supporters: Vec<usize>,
    /// Of these within four paragraphs, how many stand in the same order as their sources; at most four.
    pub in_order: usize,
}

/// How far around a paragraph supporters in order are looked for.
const NEAR: usize = 4;

/// Weighs every paragraph of one article against another article. `sure` says that the rarity of words is known for the language; without
/// it more support is asked for.
pub fn weigh(suspects: &[Suspect], sure: bool, thresholds: &Thresholds) -> Vec<Weighed> {
    let counts = |s: &&Suspect| {
        s.words >= thresholds.rewrite_words && f64::from(s.quoted) < thresholds.quote_share
    };
    let counted: Vec<&Suspect> = suspects.iter().filter(counts).collect();
    let sum: f32 = counted.iter().map(|s| s.logit).sum();
    let mut all: Vec<Weighed> = suspects
        .iter()
        .map(|s| one(s, &counted, sum, sure, thresholds))
        .collect();
    let claimed = all
        .iter()
        .filter(|w| w.standing == Standing::Rewritten)
        .count();
    if claimed < 2 {
        // One alone is never claimed, however likely.
        for weighed in &mut all {
            if weighed.standing == Standing::Rewritten {
                weighed.standing = Standing::Possible;
            }
        }
        return all;
    }
    let mean = sum / counted.len().max(1) as f32;
    // A quotation between rewritten paragraphs came with them.
    let carries = claimed >= 3 || f64::from(mean) > thresholds.rewrite_carry;
    for (weighed, suspect) in all.iter_mut().zip(suspects) {
        let quotation = f64::from(suspect.quoted) >= thresholds.quote_share;
        if carries && quotation && f64::from(suspect.adjacent) >= thresholds.rewrite_adjacent {
            weighed.standing = Standing::Carried;
        }
    }
    all
}

fn one(
    suspect: &Suspect,
    counted: &[&Suspect],
    sum: f32,
    sure: bool,
    thresholds: &Thresholds,
) -> Weighed {
    let others: Vec<&Suspect> = counted
        .iter()
        .copied()
        .filter(|o| o.place != suspect.place)
        .collect();
    let own = if others.len() < counted.len() {
        suspect.logit
    } else {
        0.0
    };
    let mean = if others.is_empty() {
        -LOGIT_LIMIT
    } else {
        (sum - own) / others.len() as f32
    };
    let supporters: Vec<usize> = others
        .iter()
        .filter(|o| o.logit > 0.0)
        .map(|o| o.place)
        .collect();
    let in_order = others
        .iter()
        .filter(|o| o.logit > 0.0 && o.place.abs_diff(suspect.place) <= NEAR)
        .filter(|o| {
            o.source == suspect.source || (o.place < suspect.place) == (o.source < suspect.source)
        })
        .count()
        .min(4);
    let neighbours = neighbours(suspect, &others);
    let [own, rest, add] = WHOLE;
    let whole = own * suspect.logit + rest * mean + add;
    let [own, rest, near, order, add] = BLOCK;
    let block =
        own * suspect.logit + rest * mean + near * neighbours + order * in_order as f32 + add;
    let sum = whole.max(block);
    let score = probability(CALIBRATION[0] * sum + CALIBRATION[1]);
    let quotation = f64::from(suspect.quoted) >= thresholds.quote_share;
    let asked = thresholds.rewrite_sum + if sure { 0.0 } else { thresholds.rewrite_unsure };
    let needed = if sure { 1 } else { 2 };
    let logit = f64::from(suspect.logit);
    let standing = if quotation || suspect.words < thresholds.rewrite_words {
        Standing::Silent
    } else if supporters.len() >= needed
        && logit > thresholds.rewrite_floor
        && f64::from(sum) > asked
    {
        Standing::Rewritten
    } else if logit > thresholds.rewrite_alone
        || (!supporters.is_empty()
            && logit > 0.0
            && f64::from(sum) > asked - thresholds.rewrite_possible)
    {
        Standing::Possible
    } else {
        Standing::Silent
    };
    Weighed {
        standing,
        score,
        others: mean,
        weighed: others.len(),
        supporters,
        in_order,
    }
}

/// The mean log-odds of the two nearest other paragraphs, the earlier first where two are as near.
fn neighbours(suspect: &Suspect, others: &[&Suspect]) -> f32 {
    let mut near: Vec<&&Suspect> = others.iter().collect();
    near.sort_by_key(|o| (o.place.abs_diff(suspect.place), o.place));
    near.truncate(2);
    if near.is_empty() {
        return -LOGIT_LIMIT;
    }
    near.iter().map(|o| o.logit).sum::<f32>() / near.len() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An article of paragraphs with these log-odds, each next to the source paragraph in the same place.
    fn article(logits: &[f32]) -> Vec<Suspect> {
        let lines = logits.iter().enumerate();
        lines
            .map(|(place, &logit)| Suspect {
                place,
                source: place,
                words: 30,
                logit,
                quoted: 0.0,
                adjacent: 0.2,
            })
            .collect()
    }

    fn standings(suspects: &[Suspect]) -> Vec<Standing> {
        let weighed = weigh(suspects, true, &Thresholds::default());
        weighed.iter().map(|w| w.standing).collect()
    }

    #[test]
    fn one_paragraph_is_never_more_than_possible() {
        assert_eq!(standings(&article(&[6.0])), [Standing::Possible]);
        let among_others = standings(&article(&[-4.0, 6.0, -4.0, -4.0]));
        assert_eq!(among_others[1], Standing::Possible);
        assert!(!among_others.contains(&Standing::Rewritten));
    }

    #[test]
    fn a_text_rewritten_from_end_to_end_is_found() {
        let all = standings(&article(&[1.5, 2.0, 0.8, 3.0, 1.2]));
        assert_eq!(all, [Standing::Rewritten; 5]);
    }

    #[test]
    fn independent_reports_are_passed_over() {
        let all = standings(&article(&[-3.0, 0.6, -2.5, -4.0, -1.5, -3.5, -2.0]));
        assert!(!all.contains(&Standing::Rewritten), "{all:?}");
    }

    #[test]
    fn a_block_of_rewritten_paragraphs_is_found_inside_other_material() {
        let all = standings(&article(&[
            -4.0, -4.0, 4.5, 4.0, 5.0, 4.5, -4.0, -4.0, -4.0, -4.0,
        ]));
        assert_eq!(all[2..6], [Standing::Rewritten; 4]);
        assert!(
            !all[..2].contains(&Standing::Rewritten) && !all[6..].contains(&Standing::Rewritten)
        );
    }

    #[test]
    fn a_common_quotation_neither_accuses_nor_supports_and_comes_along_with_the_rest() {
        let quotation = |mut suspect: Suspect| {
            (suspect.quoted, suspect.adjacent) = (0.9, 0.8);
            suspect
        };
        let quotes: Vec<Suspect> = article(&[6.0, 6.0, 6.0])
            .into_iter()
            .map(quotation)
            .collect();
        assert_eq!(standings(&quotes), [Standing::Silent; 3]);
        let mut all = article(&[3.0, 3.0, 6.0, 3.0]);
        all[2] = quotation(all[2]);
        assert_eq!(standings(&all)[2], Standing::Carried);
    }

    #[test]
    fn an_unknown_language_asks_for_more() {
        let two = article(&[2.0, 2.0]);
        let asked = |sure| weigh(&two, sure, &Thresholds::default())[0].standing;
        assert_eq!(
            (asked(true), asked(false)),
            (Standing::Rewritten, Standing::Possible)
        );
    }

    #[test]
    fn more_resemblance_is_never_less_likely() {
        let lines = article(&[1.0, -1.0, 0.5, 2.0, -3.0]);
        let before = weigh(&lines, true, &Thresholds::default());
        for raised in 0..lines.len() {
            let mut more = lines.clone();
            more[raised].logit += 1.0;
            let after = weigh(&more, true, &Thresholds::default());
            for (was, is) in before.iter().zip(&after) {
                assert!(is.score >= was.score);
            }
        }
    }
}

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
    /// Place of the nearest piece of the other article; nothing when it shares next to nothing with any.
    pub source: Option<usize>,
    /// Its words.
    pub words: usize,
    /// Its own log-odds.
    pub logit: f32,
    /// Share of its names that the nearest has.
    pub names: f32,
    /// Share of what is common that stands inside one quotation both have.
    pub quoted: f32,
    /// Share of word pairs that are common.
    pub adjacent: f32,
}

impl Suspect {
    /// The paragraph at `place` as it was found beside another article.
    pub fn new(place: usize, beside: &Beside) -> Self {
        let measured = beside.nearest.map(|n| n.features).unwrap_or_default();
        Self {
            place,
            source: beside.nearest.map(|n| n.piece),
            words: beside.words,
            logit: beside.logit(),
            names: measured.names,
            quoted: measured.quoted,
            adjacent: measured.adjacent,
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

/// What turns a paragraph's own score and its context into one probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scales {
    /// The weights of [`Context::whole`].
    pub whole: [f32; 3],
    /// The weights of [`Context::block`].
    pub block: [f32; 5],
    /// From the larger of the two sums to log-odds: slope and what is added.
    pub calibration: [f32; 2],
}

impl Default for Scales {
    fn default() -> Self {
        Self {
            whole: WHOLE,
            block: BLOCK,
            calibration: CALIBRATION,
        }
    }
}

/// What the rest of the two articles says of one paragraph.
#[derive(Debug, Clone, PartialEq)]
pub struct Context {
    /// The paragraph's own log-odds.
    pub own: f32,
    /// The mean log-odds of the other paragraphs; the least there is when there are none.
    pub others: f32,
    /// The mean log-odds of the two nearest other paragraphs; the least there is when there are none.
    pub neighbours: f32,
    /// How many other paragraphs were weighed.
    pub weighed: usize,
    /// Places of the other paragraphs with log-odds above even.
    pub supporters: Vec<usize>,
    /// Of these within four paragraphs, how many stand in the same order as their sources; at most four.
    pub in_order: usize,
    /// What the sum of a whole text gets on top because its paragraphs follow the other's one by one, or nothing.
    pub sequence: f32,
}

impl Context {
    /// The sum that finds a text rewritten as a whole: weights of own and others, and what is added.
    pub fn whole(&self, weights: &[f32; 3]) -> f32 {
        let [own, rest, add] = weights;
        own * self.own + rest * self.others + add + self.sequence
    }

    /// The sum that finds a block of rewritten paragraphs: weights of own, others, neighbours and order, and what is added.
    pub fn block(&self, weights: &[f32; 5]) -> f32 {
        let [own, rest, near, order, add] = weights;
        own * self.own
            + rest * self.others
            + near * self.neighbours
            + order * self.in_order as f32
            + add
    }
}

/// True when a paragraph is weighed with the rest: it is long enough, and what it has in common is no quotation.
pub fn counts(suspect: &Suspect, thresholds: &Thresholds) -> bool {
    suspect.words >= thresholds.rewrite_words && !is_quotation(suspect, thresholds)
}

fn is_quotation(suspect: &Suspect, thresholds: &Thresholds) -> bool {
    f64::from(suspect.quoted) >= thresholds.quote_share
}

/// The context of every paragraph, in the order of `suspects`; only paragraphs that count make it.
pub fn contexts(suspects: &[Suspect], thresholds: &Thresholds) -> Vec<Context> {
    let together = Together::of(suspects, thresholds);
    suspects.iter().map(|s| together.context(s)).collect()
}

/// What is the same for every paragraph of two articles.
struct Together<'s> {
    /// The paragraphs that count.
    counted: Vec<&'s Suspect>,
    /// Their log-odds, summed.
    sum: f32,
    /// See [`Context::sequence`].
    sequence: f32,
}

impl<'s> Together<'s> {
    fn of(suspects: &'s [Suspect], thresholds: &Thresholds) -> Self {
        let counted: Vec<&Suspect> = suspects.iter().filter(|s| counts(s, thresholds)).collect();
        let sum: f32 = counted.iter().map(|s| s.logit).sum();
        let mut together = Self {
            counted,
            sum,
            sequence: 0.0,
        };
        let follows = f64::from(followed(suspects, thresholds)) >= thresholds.rewrite_followed;
        if follows && f64::from(together.mean()) > thresholds.rewrite_sequence_mean {
            together.sequence = thresholds.rewrite_sequence as f32;
        }
        together
    }

    /// The mean log-odds of the paragraphs that count.
    fn mean(&self) -> f32 {
        if self.counted.is_empty() {
            -LOGIT_LIMIT
        } else {
            self.sum / self.counted.len() as f32
        }
    }

    /// True when next to none of the suspect's names stand in the other text: both were filled into one form, as weather warnings and
    /// market reports are.
    fn is_form(&self, thresholds: &Thresholds) -> bool {
        let names: f32 = self.counted.iter().map(|s| s.names).sum();
        f64::from(names) < thresholds.rewrite_names * self.counted.len() as f64
    }

    fn context(&self, suspect: &Suspect) -> Context {
        let context = context(suspect, &self.counted, self.sum);
        // A paragraph far below the others was not made as they were.
        let one_of_them = suspect.logit > context.others - OUTLIER;
        Context {
            sequence: if one_of_them { self.sequence } else { 0.0 },
            ..context
        }
    }
}

/// How far below the mean of the others a paragraph may lie to be one of a sequence.
const OUTLIER: f32 = 5.5;

/// Paragraphs from which a sequence is more than chance.
const SEQUENCE: usize = 4;

/// The share of the long enough paragraphs whose nearest ones follow each other in the same order, each further on than the last; 0 for a short text.
/// Independent reports of one event come closest to a few paragraphs, again and again.
fn followed(suspects: &[Suspect], thresholds: &Thresholds) -> f32 {
    let long: Vec<&Suspect> = suspects
        .iter()
        .filter(|s| s.words >= thresholds.rewrite_words)
        .collect();
    if long.len() < SEQUENCE {
        return 0.0;
    }
    // The longest rising subsequence (Fredman 1975): `ends[k]` is the smallest place that k + 1 rising ones can end in.
    let mut ends: Vec<usize> = Vec::new();
    for source in long.iter().filter_map(|s| s.source) {
        let at = ends.partition_point(|end| *end < source);
        match ends.get_mut(at) {
            Some(end) => *end = source,
            None => ends.push(source),
        }
    }
    ends.len() as f32 / long.len() as f32
}

fn context(suspect: &Suspect, counted: &[&Suspect], sum: f32) -> Context {
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
    let supporters = others
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
    Context {
        own: suspect.logit,
        others: mean,
        neighbours: neighbours(suspect, &others),
        weighed: others.len(),
        supporters,
        in_order,
        sequence: 0.0,
    }
}

/// Weighs every paragraph of one article against another article. `sure` says that the rarity of words is known for the language; without
/// it more support is asked for.
pub fn weigh(suspects: &[Suspect], sure: bool, thresholds: &Thresholds) -> Vec<Weighed> {
    weigh_by(suspects, sure, thresholds, &Scales::default())
}

/// [`weigh`] with other weights than those that ship, as their fit asks for it.
pub fn weigh_by(
    suspects: &[Suspect],
    sure: bool,
    thresholds: &Thresholds,
    scales: &Scales,
) -> Vec<Weighed> {
    let together = Together::of(suspects, thresholds);
    let mut all: Vec<Weighed> = suspects
        .iter()
        .map(|s| one(s, together.context(s), sure, thresholds, scales))
        .collect();
    let claimed = all
        .iter()
        .filter(|w| w.standing == Standing::Rewritten)
        .count();
    let is_form = together.is_form(thresholds);
    if claimed < 2 && !is_form && beside_a_quotation(&mut all, suspects, &together, thresholds) {
        return all;
    }
    if claimed < 2 || is_form {
        // One alone is never claimed, however likely.
        for weighed in &mut all {
            if weighed.standing == Standing::Rewritten {
                weighed.standing = Standing::Possible;
            }
        }
        return all;
    }
    // A quotation between rewritten paragraphs came with them.
    let carries = claimed >= 3 || f64::from(together.mean()) > thresholds.rewrite_carry;
    for (weighed, suspect) in all.iter_mut().zip(suspects) {
        let quotation = is_quotation(suspect, thresholds);
        if carries && quotation && f64::from(suspect.adjacent) >= thresholds.rewrite_adjacent {
            weighed.standing = Standing::Carried;
        }
    }
    all
}

/// Counted paragraphs of a text so short that a quotation may be the second to support the first.
const BRIEF: usize = 4;

/// A brief text of which little but quotations is left beside one rewritten paragraph: where that one is very likely by itself, the
/// others of the few are likely too, and a quotation has both words and marks of the other text, the quotation is the second
/// paragraph. Says whether it was so.
fn beside_a_quotation(
    all: &mut [Weighed],
    suspects: &[Suspect],
    together: &Together<'_>,
    thresholds: &Thresholds,
) -> bool {
    let carried = |s: &Suspect| {
        is_quotation(s, thresholds)
            && s.words >= thresholds.rewrite_words
            && f64::from(s.adjacent) >= thresholds.rewrite_adjacent
    };
    let likely =
        |s: &Suspect| counts(s, thresholds) && f64::from(s.logit) >= thresholds.rewrite_brief;
    let brief = together.counted.len() <= BRIEF
        && f64::from(together.mean()) > thresholds.rewrite_carry
        && suspects.iter().any(carried)
        && suspects.iter().any(likely);
    if brief {
        for (weighed, suspect) in all.iter_mut().zip(suspects) {
            if likely(suspect) {
                weighed.standing = Standing::Rewritten;
                weighed.score = probability(suspect.logit - thresholds.rewrite_alone as f32);
            } else if carried(suspect) {
                weighed.standing = Standing::Carried;
            }
        }
    }
    brief
}

/// True when a paragraph may be called rewritten if only its sum is large enough: it counts, is likely enough by itself and has support.
pub fn may_claim(
    suspect: &Suspect,
    context: &Context,
    sure: bool,
    thresholds: &Thresholds,
) -> bool {
    counts(suspect, thresholds)
        && context.supporters.len() >= if sure { 1 } else { 2 }
        && f64::from(suspect.logit)
            > if context.sequence > 0.0 {
                thresholds.rewrite_sequence_floor
            } else {
                thresholds.rewrite_floor
            }
}

fn one(
    suspect: &Suspect,
    context: Context,
    sure: bool,
    thresholds: &Thresholds,
    scales: &Scales,
) -> Weighed {
    let sum = context
        .whole(&scales.whole)
        .max(context.block(&scales.block));
    let [slope, add] = scales.calibration;
    let asked = thresholds.rewrite_sum + if sure { 0.0 } else { thresholds.rewrite_unsure };
    let logit = f64::from(suspect.logit);
    let standing = if !counts(suspect, thresholds) {
        Standing::Silent
    } else if may_claim(suspect, &context, sure, thresholds) && f64::from(sum) > asked {
        Standing::Rewritten
    } else if logit > thresholds.rewrite_alone
        || (!context.supporters.is_empty()
            && logit > 0.0
            && f64::from(sum) > asked - thresholds.rewrite_possible)
    {
        Standing::Possible
    } else {
        Standing::Silent
    };
    Weighed {
        standing,
        score: probability(slope * sum + add),
        others: context.others,
        weighed: context.weighed,
        supporters: context.supporters,
        in_order: context.in_order,
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
                source: Some(place),
                words: 30,
                logit,
                names: 0.8,
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
    fn in_a_brief_a_quotation_may_be_the_second() {
        let mut brief = article(&[5.5, 6.0]);
        (brief[1].quoted, brief[1].adjacent) = (0.9, 0.8);
        assert_eq!(standings(&brief), [Standing::Rewritten, Standing::Carried]);
        brief[0].logit = 3.5;
        assert_eq!(standings(&brief), [Standing::Possible, Standing::Silent]);
        let mut long = article(&[5.5, 6.0, -4.0, -4.0, -4.0, -4.0]);
        (long[1].quoted, long[1].adjacent) = (0.9, 0.8);
        assert!(!standings(&long).contains(&Standing::Rewritten));
    }

    #[test]
    fn a_text_that_follows_another_from_end_to_end_may_be_heavily_changed() {
        let logits = [-1.8, -0.9, 2.9, -0.7, -1.2, -2.1, 0.8, 1.9];
        let in_order = standings(&article(&logits));
        assert_eq!(in_order, [Standing::Rewritten; 8]);
        // A paragraph of its own among copied ones is not drawn in by their order.
        let padded = standings(&article(&[6.0, 6.0, -3.0, 6.0, 6.0]));
        assert_eq!(padded[2], Standing::Silent);
        let mut again = article(&logits);
        for suspect in &mut again {
            // Two paragraphs of the other text are all that it comes close to.
            suspect.source = suspect.source.map(|s| s % 2);
        }
        assert!(!standings(&again).contains(&Standing::Rewritten));
    }

    #[test]
    fn a_form_filled_in_with_other_names_is_nobodys() {
        let mut form = article(&[2.0, 4.0, 3.0, 3.5]);
        for suspect in &mut form {
            suspect.names = 0.05;
        }
        assert_eq!(standings(&form), [Standing::Possible; 4]);
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

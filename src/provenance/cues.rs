//! Which of two texts reads like the rewriting of the other, where no date and no credit says it.
//!
//! Rewriters leave habits: they attribute with finer verbs than `said`, drop quotation marks, titles and contractions, and like
//! longer words and tails of the form `, emphasising …`. One paragraph proves nothing; summed over the rewritten paragraphs of two
//! English articles the habits lean to one side, or to none. A leaning is a hint: alone it never makes more than `likely`.
//! Length is no cue: some rewriters pad, others condense.

use crate::text::{Language, quotes, words};

/// How many cues there are.
pub const CUES: usize = 8;

/// Their names, in the order of [`cues`].
pub const CUE_NAMES: [&str; CUES] = [
    "said", "quotes", "stock", "length", "titles", "numbers", "short", "tails",
];

/// One weight a cue, in the order of [`CUE_NAMES`], for each unit of difference (see [`cues`]); positive where the rewriting has
/// more. Written by `cargo run --example cues -- NEWSROOM`; change them by fitting again, never by hand.
pub const CUE_WEIGHTS: [f32; CUES] = [-0.47, -0.59, 1.01, 1.21, -0.15, -0.21, -0.36, 0.28];

/// Which side of zero a weight may lie on; what rewriters do was read off other texts, and a fit that says
/// otherwise has met an accident of its texts.
const SIGNS: [f32; CUES] = [-1.0, -1.0, 1.0, 1.0, -1.0, -1.0, -1.0, 1.0];

/// Pairs of paragraphs below which nothing is said.
pub const LEAST_PAIRS: usize = 5;

/// The sum from which a side is named. Chosen so that no held-out family of rewriters gave a wrong answer on the development
/// newsroom; at 1.75 four in a hundred were wrong, nearly all of one family (a paraphraser that shortens words).
pub const LEANING_LIMIT: f32 = 3.75;

/// No cue may differ by more than this in one pair: a single odd paragraph decides nothing.
const MOST: f32 = 2.0;

/// Plain attribution: what reporters write and rewriters replace.
const SAID: &[&str] = &["said", "says", "say", "told", "tells"];

/// Openings of words that language models put into news far more often than reporters do.
#[rustfmt::skip]
const STOCK: &[&str] = &[
    "additional", "acknowledg", "aim", "amid", "assert", "bolster", "commitment", "comprehensive", "convey", "crucial", "delv", "despite",
    "emphasi", "enhanc", "ensur", "essential", "expressed", "expressing", "facilitat", "foster", "furthermore", "garner", "heighten", "highlight",
    "implement", "individuals", "landscape", "moreover", "navigat", "notabl", "numerous", "ongoing", "particularly", "pivotal", "potential",
    "prior", "prompted", "prompting", "reaffirm", "regarding", "reiterat", "remark", "robust", "showcas", "significan", "stated", "stating",
    "subsequent", "underscor", "utilis", "utiliz", "various", "whil", "widespread",
];

/// Honorifics and shortened words that reporters print and rewriters spell out or drop.
#[rustfmt::skip]
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "dr", "rep", "sen", "gov", "gen", "col", "lt", "sgt", "rev", "jr", "sr", "st", "inc", "corp", "co", "ltd", "jan", "feb",
    "aug", "sept", "oct", "nov", "dec", "bn", "mln",
];

/// Counts the cues of one English paragraph. In order: plain attributions; quotation marks' stretches; stock words of
/// language models; mean letters of a word; titles and shortened words; numbers in digits; contractions; tails
/// (`, emphasising`). All but the length of words are counted for every ten words.
pub fn cues(text: &str) -> [f32; CUES] {
    let cut = words(text);
    let mut counts = [0.0_f32; CUES];
    let (mut letters, mut spelt) = (0, 0);
    for (i, word) in cut.iter().enumerate() {
        let mut count = |cue: usize, holds: bool| counts[cue] += f32::from(u8::from(holds));
        count(0, SAID.contains(&word));
        count(2, is_stock(word));
        count(4, TITLES.contains(&word));
        count(5, word.starts_with(|c: char| c.is_ascii_digit()));
        count(6, is_contraction(word));
        let before = text.get(..cut.span(i).start()).unwrap_or("").trim_end();
        count(
            7,
            word.len() >= 6 && word.ends_with("ing") && before.ends_with(','),
        );
        if word.chars().all(char::is_alphabetic) {
            letters += word.chars().count();
            spelt += 1;
        }
    }
    counts[1] = quotes(text).len() as f32;
    let tens = (cut.len() as f32 / 10.0).max(1.0);
    counts = counts.map(|c| c / tens);
    counts[3] = letters as f32 / spelt.max(1) as f32;
    counts
}

fn is_stock(word: &str) -> bool {
    STOCK.iter().any(|s| word.starts_with(s))
}

fn is_contraction(word: &str) -> bool {
    ["n't", "'re", "'ve", "'ll", "'d", "'m"]
        .iter()
        .any(|end| word.ends_with(end))
        || matches!(
            word,
            "it's" | "that's" | "he's" | "she's" | "there's" | "what's"
        )
}

/// How the cues of `a` differ from those of `b`, each at most 2 either way; swapping the sides turns every sign.
pub fn difference(a: &str, b: &str) -> [f32; CUES] {
    let (a, b) = (cues(a), cues(b));
    std::array::from_fn(|cue| (a[cue] - b[cue]).clamp(-MOST, MOST))
}

/// Which side the wording leans to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leaning {
    /// The weighted differences of all pairs, summed: positive where the first side reads like the rewriting.
    pub sum: f32,
    /// How many pairs of paragraphs were looked at.
    pub pairs: usize,
    /// What each cue brought to the sum, in the order of [`CUE_NAMES`].
    pub parts: [f32; CUES],
}

impl Leaning {
    /// Sums up pairs of paragraphs of two articles, each the rewriting of the other one way or the other; nothing when there are fewer
    /// than [`LEAST_PAIRS`] or the language is not English.
    pub fn of<'t>(
        pairs: impl IntoIterator<Item = (&'t str, &'t str)>,
        language: Language,
    ) -> Option<Self> {
        if language != Language::English {
            return None;
        }
        let differences: Vec<[f32; CUES]> =
            pairs.into_iter().map(|(a, b)| difference(a, b)).collect();
        (differences.len() >= LEAST_PAIRS).then(|| Self::summed(&differences, &CUE_WEIGHTS))
    }

    /// Sums up differences with the given weights.
    pub fn summed(differences: &[[f32; CUES]], weights: &[f32; CUES]) -> Self {
        let parts: [f32; CUES] = std::array::from_fn(|cue| {
            differences.iter().map(|d| d[cue]).sum::<f32>() * weights[cue]
        });
        Self {
            sum: parts.iter().sum(),
            pairs: differences.len(),
            parts,
        }
    }

    /// The same seen from the other side.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self {
            sum: -self.sum,
            pairs: self.pairs,
            parts: self.parts.map(|p| -p),
        }
    }

    /// True when the first side reads like the rewriting.
    pub fn first_is_rewriting(&self) -> bool {
        self.sum >= LEANING_LIMIT
    }

    /// True when the second side reads like the rewriting.
    pub fn second_is_rewriting(&self) -> bool {
        self.sum <= -LEANING_LIMIT
    }

    /// What tells most, at most three: as it shows in the side that reads like the rewriting.
    pub fn words(&self) -> Vec<&'static str> {
        const MORE: [&str; CUES] = [
            "more plain attributions (“said”)",
            "more quotations",
            "more stock phrases",
            "longer words",
            "more titles and short forms",
            "more figures",
            "more contractions",
            "more trailing “-ing” clauses",
        ];
        const FEWER: [&str; CUES] = [
            "fewer plain attributions (“said”)",
            "fewer quotations",
            "fewer stock phrases",
            "shorter words",
            "fewer titles and short forms",
            "fewer figures",
            "fewer contractions",
            "fewer trailing “-ing” clauses",
        ];
        let towards = self.sum.signum();
        let mut telling: Vec<usize> = (0..CUES)
            .filter(|&c| self.parts[c] * towards > 0.0)
            .collect();
        telling.sort_by(|x, y| self.parts[*y].abs().total_cmp(&self.parts[*x].abs()));
        telling.truncate(3);
        let named = |c: usize| if SIGNS[c] > 0.0 { MORE[c] } else { FEWER[c] };
        telling.into_iter().map(named).collect()
    }
}

/// Fits the weights to differences (rewriting minus source), one group a rewriter, each group counting the same: the logistic
/// loss without a constant, so that no side is favoured, a ridge of `ridge`, every weight on its own side of zero. Gradient
/// descent from zero with a fixed number of steps: the same input gives the same weights everywhere.
pub fn fit_cues(groups: &[Vec<[f32; CUES]>], ridge: f32) -> [f32; CUES] {
    const STEPS: usize = 4_000;
    const STEP: f32 = 0.2;
    let mut weights = [0.0_f32; CUES];
    let groups: Vec<&Vec<[f32; CUES]>> = groups.iter().filter(|g| !g.is_empty()).collect();
    for _ in 0..STEPS {
        let mut slope = weights.map(|w| ridge * w);
        for group in &groups {
            let share = 1.0 / (group.len() * groups.len()) as f32;
            for d in *group {
                let sum: f32 = d.iter().zip(&weights).map(|(d, w)| d * w).sum();
                // The label is always "the first is the rewriting": the second half of the data is its mirror image.
                let error = share / (1.0 + sum.exp());
                for cue in 0..CUES {
                    slope[cue] -= error * d[cue];
                }
            }
        }
        for cue in 0..CUES {
            weights[cue] -= STEP * slope[cue];
            if weights[cue] * SIGNS[cue] < 0.0 {
                weights[cue] = 0.0;
            }
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\"We won't close the bridge,\" Gov. Osric Dahl said on Monday. He said 412 people still use it.";
    const REWRITTEN: &str = "Governor Osric Dahl underscored his ongoing commitment to maintaining the crossing, emphasizing that \
                             numerous residents continue to depend upon it.";

    fn paired(n: usize) -> Vec<(&'static str, &'static str)> {
        vec![(REWRITTEN, SOURCE); n]
    }

    #[test]
    fn each_cue_counts_what_it_names() {
        let (plain, fine) = (cues(SOURCE), cues(REWRITTEN));
        for (cue, name) in CUE_NAMES.iter().enumerate() {
            let towards = (fine[cue] - plain[cue]) * SIGNS[cue];
            assert!(towards > 0.0, "{name}: {} {}", plain[cue], fine[cue]);
        }
    }

    #[test]
    fn a_text_full_of_habits_reads_like_the_rewriting_from_either_side() {
        let leaning = Leaning::of(paired(6), Language::English).unwrap();
        assert!(leaning.first_is_rewriting() && !leaning.second_is_rewriting());
        let turned = paired(6).into_iter().map(|(a, b)| (b, a));
        let turned = Leaning::of(turned, Language::English).unwrap();
        assert_eq!(turned, leaning.swapped());
        assert!(turned.second_is_rewriting());
        assert_eq!(leaning.words(), turned.words());
        assert_eq!(leaning.words().len(), 3);
    }

    #[test]
    fn few_paragraphs_other_languages_and_equal_texts_say_nothing() {
        assert_eq!(
            Leaning::of(paired(LEAST_PAIRS - 1), Language::English),
            None
        );
        assert_eq!(Leaning::of(paired(9), Language::German), None);
        let same = Leaning::of(vec![(SOURCE, SOURCE); 9], Language::English).unwrap();
        assert!(!same.first_is_rewriting() && !same.second_is_rewriting());
    }

    #[test]
    fn one_odd_pair_decides_nothing() {
        let mut pairs = vec![(SOURCE, SOURCE); 6];
        pairs[0] = (REWRITTEN, SOURCE);
        let leaning = Leaning::of(pairs, Language::English).unwrap();
        assert!(leaning.sum > 0.0 && leaning.sum < 2.0 * LEANING_LIMIT);
        let most: f32 = CUE_WEIGHTS.iter().map(|w| w.abs() * MOST).sum();
        assert!(leaning.sum <= most);
    }

    #[test]
    fn a_fit_finds_the_cue_that_tells_and_keeps_to_its_side() {
        let told = |cue: usize, by: f32| {
            let mut d = [0.0; CUES];
            d[cue] = by;
            d
        };
        // The second cue is turned the wrong way, the rest say nothing.
        let group: Vec<[f32; CUES]> = (0..20)
            .flat_map(|_| [told(0, -1.0), told(1, 1.0)])
            .collect();
        let weights = fit_cues(&[group.clone(), Vec::new()], 0.02);
        assert!(weights[0] < -0.5 && weights[1] == 0.0);
        assert!(weights[2..].iter().all(|w| *w == 0.0));
        assert_eq!(weights, fit_cues(&[group], 0.02));
    }
}

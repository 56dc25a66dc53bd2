//! How much of what one paragraph says stands in another one, whatever the wording: six readable measures and what the
//! rules beside them need.
//!
//! Length alone and quotation marks alone move none of them: every measure is a share of what is there, and quoted words count like
//! others unless both texts carry the same quotation word for word, as reports of one event do.

use crate::reuse::bag::share;
use crate::reuse::content::{Content, Fact};
use crate::reuse::lcs::{LONGEST, lcs};

/// Words of a run that both texts have before it is held for one and the same quotation.
const SAME_WORDS: usize = 4;

/// How many scored measures there are ([`Features::scored`]).
pub const FEATURES: usize = 6;

/// Their names, in the order of [`Features::scored`].
pub const FEATURE_NAMES: [&str; FEATURES] =
    ["order", "outside", "plain", "names", "numbers", "letters"];

/// What a suspect paragraph has in common with a source: one paragraph or two adjacent ones joined.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Features {
    /// Longest common subsequence of the stems of all words ÷ √(words of one · words of the other), 0..1.
    pub order: f32,
    /// Cosine of the facts, weighted by idf², without those that stand inside a quotation both have word for word, 0..1.
    pub outside: f32,
    /// Share (by idf) of the suspect's facts that are neither names nor numbers which the source has, 0..1; 0.5 if there are
    /// none. Names and numbers stand in every report of an event, the other words need not.
    pub plain: f32,
    /// Share (by idf) of the suspect's names that the source has, 0..1; 0.5 if there are none.
    pub names: f32,
    /// Numbers of the suspect that the source has not, at most 3: they speak against.
    pub numbers: f32,
    /// Cosine of the counts of runs of four characters of the normal forms, 0..1: it sees through inflection and derivation.
    pub letters: f32,
    /// Not scored: share (by idf) of the common facts that stand inside a quotation both have word for word, 0..1.
    pub quoted: f32,
    /// Not scored: share of the word pairs of the side with fewer that the other has too, 0..1.
    pub adjacent: f32,
    /// Not scored: length of the common subsequence, in words.
    pub common: f32,
    /// Not scored: the common subsequence ÷ words of the shorter side, 0..1.
    pub wording: f32,
}

impl Features {
    /// The measures that are scored, in the order of [`FEATURE_NAMES`].
    pub fn scored(&self) -> [f32; FEATURES] {
        [
            self.order,
            self.outside,
            self.plain,
            self.names,
            self.numbers,
            self.letters,
        ]
    }
}

impl Features {
    /// The mean with `other`, this one weighing `share` and the other the rest; counts of words add up.
    #[must_use]
    pub(crate) fn mixed(&self, share: f32, other: &Self) -> Self {
        let mix = |a: f32, b: f32| a * share + b * (1.0 - share);
        Self {
            order: mix(self.order, other.order),
            outside: mix(self.outside, other.outside),
            plain: mix(self.plain, other.plain),
            names: mix(self.names, other.names),
            numbers: mix(self.numbers, other.numbers),
            letters: mix(self.letters, other.letters),
            quoted: mix(self.quoted, other.quoted),
            adjacent: mix(self.adjacent, other.adjacent),
            common: self.common + other.common,
            wording: mix(self.wording, other.wording),
        }
    }
}

/// Cosine of all facts, weighted by idf², 0..1: by it the best source paragraph is chosen.
pub fn cosine(a: &Content, b: &Content) -> f32 {
    let common: f32 = shared(a, b).map(|f| f.idf * f.idf).sum();
    cosine_of(common, a, b)
}

/// [`cosine`] where the sum of idf² over the common facts is known.
pub(crate) fn cosine_of(common: f32, a: &Content, b: &Content) -> f32 {
    share(common, (a.weight * b.weight).sqrt())
}

/// The same with two adjacent source paragraphs joined, without joining them.
pub(crate) fn cosine_joined(a: &Content, first: &Content, next: &Content) -> f32 {
    let square = |f: &Fact| f.idf * f.idf;
    let twice: f32 = shared(first, next).map(square).sum();
    let weight = first.weight + next.weight - twice;
    let (mut met, mut common) = (shared(a, first).peekable(), 0.0);
    let mut again = shared(a, next).peekable();
    while let Some(stem) = [met.peek(), again.peek()]
        .into_iter()
        .flatten()
        .map(|f| f.stem)
        .min()
    {
        let one = met.next_if(|f| f.stem == stem);
        let other = again.next_if(|f| f.stem == stem);
        common += one.or(other).map_or(0.0, square);
    }
    share(common, (a.weight * weight).sqrt())
}

/// The facts of `a` that `b` has, in order of their stems.
fn shared<'f>(a: &'f Content, b: &'f Content) -> impl Iterator<Item = &'f Fact> {
    let mut theirs = b.facts.iter().peekable();
    a.facts.iter().filter(move |x| {
        while theirs.next_if(|y| y.stem < x.stem).is_some() {}
        theirs.peek().is_some_and(|y| y.stem == x.stem)
    })
}

/// What two paragraphs have in common whichever of them is the suspect, and what takes longest to find out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Mutual {
    /// Length of the common subsequence.
    common: usize,
    /// [`Features::letters`].
    letters: f32,
    /// [`Features::adjacent`].
    adjacent: f32,
}

impl Mutual {
    pub(crate) fn of(a: &Content, b: &Content) -> Self {
        if a.is_worded_as(b) {
            // Most copies that are held against each other are such.
            return Self {
                common: a.len().min(LONGEST),
                letters: f32::from(u8::from(a.has_runs())),
                adjacent: f32::from(u8::from(a.len() > 1)),
            };
        }
        Self {
            common: lcs(&a.sequence, &b.sequence),
            letters: a.letters().cosine(b.letters()),
            adjacent: a.pairs().shared(b.pairs()),
        }
    }
}

/// Measures what suspect `a` has in common with `b`.
pub fn features(a: &Content, b: &Content) -> Features {
    features_by(a, b, Mutual::of(a, b))
}

/// [`features`] with what does not hang on which is the suspect at hand.
pub(crate) fn features_by(a: &Content, b: &Content, mutual: Mutual) -> Features {
    let run = common_runs(a, b);
    let mut sums = Sums::default();
    both(a, b, |x, y| sums.add(x, y, &run));
    let common = mutual.common as f32;
    let (long, short) = (a.len().max(b.len()) as f32, a.len().min(b.len()) as f32);
    let [left, right, dot] = sums.free;
    Features {
        order: share(common, (long * short).sqrt()),
        outside: share(dot, (left * right).sqrt()),
        plain: sums.plain.share_or_half(),
        names: sums.names.share_or_half(),
        numbers: sums.numbers.min(3) as f32,
        letters: mutual.letters,
        quoted: share(sums.same_quote, sums.shared),
        adjacent: mutual.adjacent,
        common,
        wording: share(common, short),
    }
}

/// A part and the whole it is of, by idf.
#[derive(Default)]
struct Part {
    shared: f32,
    all: f32,
}

impl Part {
    fn add(&mut self, idf: f32, shared: bool) {
        self.all += idf;
        self.shared += if shared { idf } else { 0.0 };
    }

    fn share_or_half(&self) -> f32 {
        if self.all > 0.0 {
            self.shared / self.all
        } else {
            0.5
        }
    }
}

/// What is summed over the facts of both sides.
#[derive(Default)]
struct Sums {
    /// idf² of the suspect's, the source's and the common facts outside common quotations.
    free: [f32; 3],
    plain: Part,
    names: Part,
    numbers: usize,
    shared: f32,
    same_quote: f32,
}

impl Sums {
    fn add(&mut self, x: Option<&Fact>, y: Option<&Fact>, run: &[bool]) {
        let inside = |f: &Fact| !f.outside;
        // Quoted on both sides, in a run of words that both have.
        let same_quote = match (x, y) {
            (Some(x), Some(y)) => inside(x) && inside(y) && run[x.at as usize],
            _ => false,
        };
        if let Some(x) = x {
            if x.number {
                self.numbers += usize::from(y.is_none());
            } else if x.name || y.is_some_and(|y| y.name) {
                self.names.add(x.idf, y.is_some());
            } else {
                self.plain.add(x.idf, y.is_some());
            }
        }
        if let (Some(x), Some(_)) = (x, y) {
            self.shared += x.idf;
            self.same_quote += if same_quote { x.idf } else { 0.0 };
        }
        if !same_quote {
            let (p, q) = (x.map_or(0.0, |f| f.idf), y.map_or(0.0, |f| f.idf));
            self.free[0] += p * p;
            self.free[1] += q * q;
            self.free[2] += p * q;
        }
    }
}

/// Visits the facts of both sides in order of their stems, common ones together.
fn both<'f>(
    a: &'f Content,
    b: &'f Content,
    mut visit: impl FnMut(Option<&'f Fact>, Option<&'f Fact>),
) {
    let (mut i, mut j) = (0, 0);
    loop {
        match (a.facts.get(i), b.facts.get(j)) {
            (None, None) => return,
            (Some(x), Some(y)) if x.stem == y.stem => {
                visit(Some(x), Some(y));
                i += 1;
                j += 1;
            }
            (Some(x), y) if y.is_none_or(|y| x.stem < y.stem) => {
                visit(Some(x), None);
                i += 1;
            }
            (_, y) => {
                visit(None, y);
                j += 1;
            }
        }
    }
}

/// Which words of `a` stand in a run of [`SAME_WORDS`] that `b` has too.
fn common_runs(a: &Content, b: &Content) -> Vec<bool> {
    let mut run = vec![false; a.sequence.len()];
    let quoted = |c: &Content| c.facts.iter().any(|f| !f.outside);
    if !quoted(a) && !quoted(b) {
        // Only quotations are asked for.
        return run;
    }
    let mut theirs: Vec<&[u64]> = b.sequence.windows(SAME_WORDS).collect();
    theirs.sort_unstable();
    for (i, window) in a.sequence.windows(SAME_WORDS).enumerate() {
        if theirs.binary_search(&window).is_ok() {
            run[i..i + SAME_WORDS].fill(true);
        }
    }
    run
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reuse::Prepared;
    use crate::text::Language;
    use proptest::prelude::*;

    fn content(text: &str) -> Content {
        Content::new(&Prepared::new(text), text, Language::English)
    }

    fn between(a: &str, b: &str) -> Features {
        features(&content(a), &content(b))
    }

    #[test]
    fn the_same_words_need_no_comparison() {
        for text in [SOURCE, "Rain fell in Orm.", "Rain", "R", "雨", "— …"] {
            let (one, other) = (content(text), content(text));
            let compared = Mutual {
                common: lcs(&one.sequence, &other.sequence),
                letters: one.letters().cosine(other.letters()),
                adjacent: one.pairs().shared(other.pairs()),
            };
            let found = Mutual::of(&one, &other);
            assert_eq!(
                (found.common, found.adjacent),
                (compared.common, compared.adjacent),
                "{text}"
            );
            assert!((found.letters - compared.letters).abs() < 1e-6, "{text}");
        }
    }

    const SOURCE: &str = "The harbour council of Varnholm voted late on Monday to repair the old stone bridge before winter, after \
                          three engineers warned that the northern arch could not carry another season of heavy lorries.";
    const REWRITTEN: &str = "Varnholm's harbour council decided on Monday night that the ageing stone bridge will be repaired before \
                             winter; engineers had cautioned that its northern arch cannot bear one more season of heavy lorries.";
    const INDEPENDENT: &str = "Repairs to a crossing in Varnholm will start soon. Officials approved the work in a heated session on \
                               Monday, to the relief of traders who depend on it.";

    #[test]
    fn the_same_in_other_words_has_more_in_common_than_another_report() {
        let (close, far) = (between(REWRITTEN, SOURCE), between(INDEPENDENT, SOURCE));
        assert!(close.order > far.order + 0.2, "{close:?} {far:?}");
        assert!(close.outside > far.outside + 0.2);
        assert!(close.plain > far.plain + 0.2);
        assert!(close.letters > far.letters + 0.2);
        assert!(close.names >= far.names);
    }

    #[test]
    fn a_number_that_the_source_has_not_speaks_against() {
        let other = SOURCE.replace("three", "14");
        assert_eq!(between(&other, SOURCE).numbers, 1.0);
        assert_eq!(between(SOURCE, &other).numbers, 0.0);
    }

    #[test]
    fn one_quotation_in_two_reports_counts_apart_and_a_reworded_one_does_not() {
        let quote = "\"We will not close the bridge to pedestrians while one family lives on the far bank\"";
        let a = format!("{quote}, the mayor told reporters.");
        let b = format!("Asked about the plan she answered: {quote}.");
        let same = between(&a, &b);
        assert!(same.quoted > 0.9 && same.outside < 0.1, "{same:?}");
        let reworded = a.replace(
            "will not close the bridge to pedestrians while one family lives",
            "shall never shut this bridge for pedestrians as long as a single family dwells",
        );
        let spun = between(&reworded, &b);
        assert!(spun.quoted < 0.4 && spun.outside > 0.3, "{spun:?}");
    }

    #[test]
    fn nothing_in_common_measures_nothing() {
        let none = between("Rain fell.", "Ships sailed away.");
        assert_eq!((none.order, none.outside, none.plain), (0.0, 0.0, 0.0));
        let empty = between("", SOURCE);
        assert_eq!((empty.order, empty.plain, empty.names), (0.0, 0.5, 0.5));
    }

    fn text() -> impl Strategy<Value = String> {
        const WORDS: [&str; 11] = [
            "bridge", "council", "the", "Varnholm", "“", "”", "voted", "412", "winter", "arches",
            "on",
        ];
        proptest::collection::vec(proptest::sample::select(&WORDS[..]), 0..50)
            .prop_map(|words| words.join(" "))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_share_lies_between_nothing_and_all(a in text(), b in text()) {
            let f = between(&a, &b);
            for share in [f.order, f.outside, f.plain, f.names, f.letters, f.quoted, f.adjacent, f.wording] {
                prop_assert!((0.0..=1.0).contains(&share), "{f:?}");
            }
            prop_assert!((0.0..=3.0).contains(&f.numbers));
        }

        #[test]
        fn joining_two_and_not_joining_them_measures_the_same(a in text(), b in text(), c in text()) {
            let (a, b, c) = (content(&a), content(&b), content(&c));
            let joined = cosine(&a, &b.joined(&c));
            prop_assert!((cosine_joined(&a, &b, &c) - joined).abs() < 1e-4);
        }

        #[test]
        fn order_letters_and_the_free_cosine_do_not_ask_who_is_suspected(a in text(), b in text()) {
            let (there, back) = (between(&a, &b), between(&b, &a));
            prop_assert_eq!(there.order, back.order);
            prop_assert_eq!(there.letters, back.letters);
            prop_assert!((cosine(&content(&a), &content(&b)) - cosine(&content(&b), &content(&a))).abs() < 1e-5);
        }
    }
}

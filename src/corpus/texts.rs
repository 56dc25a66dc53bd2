//! Two texts that belong to no store, side by side.
//!
//! The score stands for every pair; the kind is what the wording makes of it. A single paragraph is never called rewritten: one sentence
//! of the same facts looks alike in independent reports. Texts of several paragraphs support themselves.

use crate::corpus::judge::wording;
use crate::corpus::pair::{in_code_points, rounded};
use crate::corpus::rewrites::{Line, beside};
use crate::model::Kind;
use crate::report::view::CompareView;
use crate::reuse::{
    Body, Prepared, Thresholds, compare, logit, probability, resemblance, whole_texts,
};

/// Paragraphs that must be rewritten before a text is called so.
const REWRITTEN: usize = 2;

/// Share of the words of a text that these must hold.
const MOST: f64 = 0.5;

/// Log-odds taken off where a quotation makes most of what is common: it has a third source, the speaker. Of 0.25 to 2 on the development
/// pairs this let most rewritings stand above all but one in a hundred of the independent pairs.
const QUOTATION: f32 = 1.0;

/// Compares two texts that belong to no store.
pub(crate) fn compare_texts(id: &str, a: &str, b: &str, thresholds: &Thresholds) -> CompareView {
    let (left, right) = (Prepared::new(a), Prepared::new(b));
    let verdict = compare(&left, &right, thresholds);
    let found = verdict
        .clone()
        .unwrap_or_else(|| resemblance(&left, &right, thresholds));
    let mut kind = verdict.as_ref().map(|m| m.alone(thresholds));
    let [there, back] = whole_texts(a, b).map(|measured| logit(&measured));
    let mut like = (there + back) / 2.0;
    if kind == Some(Kind::SharedQuote) {
        like -= QUOTATION;
    }
    let mut score = probability(like);
    let mut reasons = Vec::new();
    if !found.runs.is_empty() {
        reasons.push(wording(&found, left.len()));
        reasons.extend(found.reasons.iter().map(|r| r.words().to_owned()));
    }
    match kind {
        Some(Kind::Verbatim) => score = 1.0,
        Some(kind) if kind.is_copy() => score = score.max(found.score.get()),
        _ => {
            let texts = [paragraphs(a), paragraphs(b)];
            let several = texts.iter().all(|t| t.len() >= REWRITTEN);
            let rewriting = several.then(|| rewritten(&texts, thresholds)).flatten();
            if let Some(rewriting) = rewriting {
                kind = Some(Kind::Rewritten);
                score = score.max(rewriting.score);
                reasons = vec![rewriting.words()];
            } else if f64::from(like) > thresholds.rewrite_alone {
                reasons.push(
                    if several {
                        "may be a rewrite; fewer than two of its paragraphs, or less than half of the words, are one by themselves"
                    } else {
                        "may be a rewrite; one paragraph alone is never called one"
                    }
                    .to_owned(),
                );
            }
        }
    }
    CompareView {
        id: id.to_owned(),
        kind: kind.map_or("none", Kind::as_str),
        score: rounded(score),
        a_in_b: rounded(found.a_in_b.get()),
        b_in_a: rounded(found.b_in_a.get()),
        spans: in_code_points(a, b, &found.passages(left.words(), right.words())),
        reasons,
    }
}

/// What makes one text the other in other words.
struct Rewriting {
    /// Which text was read as the rewriting: `A` or `B`.
    name: &'static str,
    /// Its paragraphs that are rewritten, and all of them.
    paragraphs: (usize, usize),
    /// The words of these, and all of them.
    words: (usize, usize),
    /// The mean probability of these.
    score: f64,
}

impl Rewriting {
    fn words(&self) -> String {
        let ((some, all), (words, whole)) = (self.paragraphs, self.words);
        let other = if self.name == "A" { "B" } else { "A" };
        format!(
            "{some} of {all} paragraphs of {}, {words} of its {whole} words, say in other words what {other} says",
            self.name
        )
    }
}

/// Reads both texts beside each other, both ways; the way that holds more of the words.
fn rewritten(texts: &[Vec<&str>; 2], thresholds: &Thresholds) -> Option<Rewriting> {
    let bodies = [0, 1].map(|n| Body::new(texts[n].iter().copied()));
    let ways = [("A", 0, 1), ("B", 1, 0)].map(|(name, suspect, source)| {
        let lines = beside(&bodies[suspect], &bodies[source], thresholds);
        let claimed: Vec<&Line> = lines.iter().filter(|l| l.is_claimed()).collect();
        let words: Vec<usize> = texts[suspect]
            .iter()
            .map(|p| Prepared::new(p).len())
            .collect();
        let scores: f64 = claimed.iter().map(|l| l.weighed.score).sum();
        Rewriting {
            name,
            paragraphs: (claimed.len(), words.len()),
            words: (
                claimed.iter().map(|l| words[l.place]).sum(),
                words.iter().sum(),
            ),
            score: scores / claimed.len().max(1) as f64,
        }
    });
    let share = |r: &Rewriting| r.words.0 as f64 / r.words.1.max(1) as f64;
    ways.into_iter()
        .filter(|r| r.paragraphs.0 >= REWRITTEN && share(r) >= MOST)
        .max_by(|x, y| {
            share(x)
                .total_cmp(&share(y))
                .then_with(|| y.name.cmp(x.name))
        })
}

/// The paragraphs of a text: what blank lines divide.
fn paragraphs(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut open, mut end, mut at) = (None, 0, 0);
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            out.extend(open.take().and_then(|start| text.get(start..end)));
        } else {
            open.get_or_insert(at);
            end = at + line.trim_end().len();
        }
        at += line.len();
    }
    out.extend(open.and_then(|start| text.get(start..end)));
    out
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

    /// The long paragraphs of a fixture.
    fn body(text: &'static str) -> Vec<&'static str> {
        paragraphs(text)
            .into_iter()
            .filter(|p| p.len() > 120)
            .collect()
    }

    fn compared(a: &str, b: &str) -> CompareView {
        compare_texts("x", a, b, &Thresholds::default())
    }

    #[test]
    fn blank_lines_divide_a_text() {
        assert_eq!(paragraphs("a\nb\n\n \r\nc\r\n"), ["a\nb", "c"]);
        assert_eq!(paragraphs("\n\n"), Vec::<&str>::new());
        assert_eq!(paragraphs("one"), ["one"]);
    }

    #[test]
    fn a_text_of_several_paragraphs_may_be_called_rewritten_from_either_side() {
        let (a, b) = (body(COPY).join("\n\n"), body(WIRE).join("\n\n"));
        let (there, back) = (compared(&a, &b), compared(&b, &a));
        assert_eq!((there.kind, back.kind), ("rewritten", "rewritten"));
        assert!(there.score > 0.5 && there.score == back.score, "{there:?}");
        assert!(there.reasons[0].contains("say in other words"), "{there:?}");
    }

    #[test]
    fn one_paragraph_alone_is_never_called_rewritten_but_told() {
        let told = compared(OTHER, ONE);
        assert_eq!(told.kind, "none");
        let hint = "may be a rewrite; one paragraph alone is never called one";
        assert!(told.reasons.iter().any(|r| r == hint), "{told:?}");
        assert!(told.score > 0.9, "{told:?}");
    }

    #[test]
    fn equal_texts_score_one_and_unrelated_ones_next_to_nothing() {
        let wire = body(WIRE);
        assert_eq!(compared(wire[0], wire[0]).score, 1.0);
        let other = compared(
            wire[0],
            "A bakery on River Street sold every loaf within an hour.",
        );
        assert_eq!(other.kind, "none");
        assert!(other.score < 0.1, "{other:?}");
    }
}

//! What the paragraphs that two articles share amount to when they are looked at together.
//!
//! A single common sentence may be stock, a quotation everybody has, or a background line; two paragraphs that agree
//! are not an accident. So a paragraph is only called a copy with the support of a second one, or by its own weight.

use crate::model::Kind;
use crate::reuse::{Match, Prepared, Thresholds};

/// What two paragraphs share, with their quotation marks as they stand in these two witnesses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overlap {
    /// The kind the wording makes.
    pub kind: Kind,
    /// Aligned words.
    pub shared: usize,
    /// Aligned words that stand inside quotation marks on either side.
    pub quoted: usize,
    /// Aligned words that stand outside quotation marks on both sides, in runs that are no chance.
    pub outside: usize,
    /// Words of the shorter paragraph.
    pub shorter: usize,
    /// True when it is no pair of body paragraphs: a caption, a credit line, a standing line taken along. Such a pair
    /// supports nothing and is named only beside copied paragraphs.
    pub leaning: bool,
    /// True when the paragraph was weighed as rewritten from the other article: its wording needs no further support.
    pub granted: bool,
}

/// Counts an overlap for two actual witnesses of a matched pair of passages.
pub fn overlap(a: &Prepared, b: &Prepared, found: &Match, thresholds: &Thresholds) -> Overlap {
    let (mut quoted, mut outside) = (0, 0);
    for run in &found.runs {
        let inside = (0..run.len)
            .filter(|i| a.is_quoted((run.a + i) as usize) || b.is_quoted((run.b + i) as usize))
            .count();
        quoted += inside;
        if found.kind != Kind::Partial || run.len as usize >= thresholds.partial_tile {
            outside += run.len as usize - inside;
        }
    }
    Overlap {
        kind: found.kind,
        shared: found.shared_words(),
        quoted,
        outside,
        shorter: a.len().min(b.len()),
        leaning: false,
        granted: false,
    }
}

impl Overlap {
    /// What makes one overlap of two articles better than another. Everything that a verdict looks at is in it, so that
    /// equals are equal in every respect and the order in which they are met plays no part.
    pub fn weight(&self) -> impl Ord + use<> {
        (
            self.outside,
            self.shared,
            !self.leaning,
            std::cmp::Reverse((self.quoted, self.kind, self.shorter)),
        )
    }

    /// True when it makes one paragraph of the text of both.
    fn is_whole(&self) -> bool {
        !self.leaning && matches!(self.kind, Kind::Verbatim | Kind::Edited)
    }

    /// True when quotation makes most of what is common.
    pub fn is_quotation(&self, thresholds: &Thresholds) -> bool {
        self.kind != Kind::Rewritten
            && self.quoted > 0
            && self.quoted as f64 >= thresholds.quote_share * self.shared as f64
    }

    /// True when the pair counts as a paragraph of its own towards the support of others.
    pub fn is_strong(&self, thresholds: &Thresholds) -> bool {
        !self.leaning
            && !self.is_quotation(thresholds)
            && (self.kind == Kind::Rewritten
                || self.granted
                || self.outside >= thresholds.supporting_words)
    }

    /// True when it may be called copying with no second paragraph beside it.
    pub fn stands_alone(&self, thresholds: &Thresholds) -> bool {
        let enough = if self.kind == Kind::Verbatim {
            thresholds.lone_verbatim
        } else {
            thresholds.lone_words
        };
        self.kind != Kind::Rewritten && self.is_strong(thresholds) && self.outside >= enough
    }
}

/// What two articles share, summed over their paragraphs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Support {
    /// Paragraphs that agree outside quotation marks.
    pub strong: usize,
    /// Of these, paragraphs heavy enough to stand alone.
    pub alone: usize,
    /// Paragraphs that are common as wholes.
    wholes: usize,
    /// Paragraphs of quotation that are equal from the first word to the last.
    quotations: usize,
    /// Their words outside the marks: who said it where, and what stands between.
    narrated: usize,
    /// Aligned words, quotations included.
    pub words: usize,
}

impl Support {
    /// Adds one pair of paragraphs.
    pub fn add(&mut self, overlap: &Overlap, thresholds: &Thresholds) {
        self.strong += usize::from(overlap.is_strong(thresholds));
        self.alone += usize::from(overlap.stands_alone(thresholds));
        self.wholes += usize::from(overlap.is_whole());
        if overlap.is_quotation(thresholds) && overlap.kind == Kind::Verbatim && !overlap.leaning {
            self.quotations += 1;
            self.narrated += overlap.outside;
        }
        self.words += overlap.shared;
    }

    /// True when paragraphs of quotation have so much narration in common that they were not heard but copied: a statement is everybody's, but no
    /// two reporters put the same words around several of its sentences.
    fn is_narrated(&self, thresholds: &Thresholds) -> bool {
        self.quotations >= 2 && self.narrated >= thresholds.lone_words
    }

    /// What one pair of paragraphs may be called, given the support of the others; nothing when it may not be named.
    pub fn verdict(&self, overlap: &Overlap, thresholds: &Thresholds) -> Option<Kind> {
        if overlap.kind == Kind::Rewritten || overlap.granted {
            // It was weighed with the rest of the two articles before it came here.
            return Some(overlap.kind);
        }
        let others = self.strong - usize::from(overlap.is_strong(thresholds)).min(self.strong);
        // Whatever one paragraph makes part of a copy supports that one in turn.
        let wholes = self.wholes - usize::from(overlap.is_whole()).min(self.wholes);
        let in_turn = overlap.is_strong(thresholds) && wholes > 0;
        let supported = others > 0 || self.alone > 0 || in_turn || self.is_narrated(thresholds);
        let whole = matches!(overlap.kind, Kind::Verbatim | Kind::Edited);
        if overlap.leaning {
            return (others >= 2 || self.alone > 0).then_some(overlap.kind);
        }
        if overlap.is_quotation(thresholds) {
            // A statement that two outlets print alike is a statement; beside copied narration it is part of the copy.
            let part_of_copy = others >= 2 || (supported && whole);
            return Some(if part_of_copy {
                overlap.kind
            } else {
                Kind::SharedQuote
            });
        }
        if !supported {
            return None;
        }
        (whole || overlap.is_strong(thresholds)).then_some(overlap.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(kind: Kind, outside: usize, quoted: usize) -> Overlap {
        Overlap {
            kind,
            shared: outside + quoted,
            quoted,
            outside,
            shorter: outside + quoted,
            leaning: false,
            granted: false,
        }
    }

    /// What each pair is called when they are all that two articles share.
    fn verdicts(pairs: &[Overlap]) -> Vec<Option<Kind>> {
        let thresholds = Thresholds::default();
        let mut support = Support::default();
        for pair in pairs {
            support.add(pair, &thresholds);
        }
        let called = pairs.iter().map(|p| support.verdict(p, &thresholds));
        called.collect()
    }

    #[test]
    fn a_lone_paragraph_must_be_long_enough() {
        use Kind::{Edited, Partial, Verbatim};
        for (kind, enough) in [(Verbatim, 16), (Edited, 25), (Partial, 25)] {
            assert_eq!(verdicts(&[pair(kind, enough, 0)]), [Some(kind)]);
            assert_eq!(verdicts(&[pair(kind, enough - 1, 0)]), [None]);
        }
    }

    #[test]
    fn two_paragraphs_support_each_other() {
        let two = [pair(Kind::Verbatim, 12, 0), pair(Kind::Partial, 12, 0)];
        assert_eq!(verdicts(&two), [Some(Kind::Verbatim), Some(Kind::Partial)]);
        let weak = [pair(Kind::Verbatim, 12, 0), pair(Kind::Partial, 9, 0)];
        assert_eq!(verdicts(&weak), [None, None]);
        let beside = [pair(Kind::Verbatim, 30, 0), pair(Kind::Edited, 5, 0)];
        assert_eq!(verdicts(&beside)[1], Some(Kind::Edited));
    }

    #[test]
    fn quotations_support_nothing_and_go_with_copied_narration() {
        let quote = pair(Kind::Verbatim, 2, 40);
        assert_eq!(
            verdicts(&[quote, quote, quote]),
            [Some(Kind::SharedQuote); 3]
        );
        let beside = verdicts(&[quote, pair(Kind::Verbatim, 30, 0)]);
        assert_eq!(beside, [Some(Kind::Verbatim); 2]);
        let part = pair(Kind::Partial, 2, 40);
        let beside = verdicts(&[part, pair(Kind::Verbatim, 30, 0)]);
        assert_eq!(beside[0], Some(Kind::SharedQuote));
        let copied = pair(Kind::Verbatim, 12, 0);
        assert_eq!(verdicts(&[part, copied, copied])[0], Some(Kind::Partial));
    }

    #[test]
    fn a_paragraph_is_named_with_what_it_makes_part_of_a_copy() {
        use Kind::Verbatim;
        let (line, quote, short) = (
            pair(Verbatim, 11, 0),
            pair(Verbatim, 2, 15),
            pair(Verbatim, 6, 0),
        );
        assert_eq!(verdicts(&[line]), [None]);
        assert_eq!(verdicts(&[line, quote]), [Some(Verbatim); 2]);
        assert_eq!(verdicts(&[line, short]), [Some(Verbatim); 2]);
        assert_eq!(verdicts(&[short, short]), [None; 2]);
        let caption = Overlap {
            leaning: true,
            ..quote
        };
        assert_eq!(verdicts(&[line, caption]), [None; 2]);
    }

    #[test]
    fn equal_narration_around_several_quotations_is_copied() {
        use Kind::{Partial, SharedQuote, Verbatim};
        let told = |outside: usize| pair(Verbatim, outside, 30);
        let three = [told(9), told(12), told(4)];
        assert_eq!(verdicts(&three), [Some(Verbatim); 3]);
        let short = pair(Verbatim, 9, 0);
        assert_eq!(
            verdicts(&[three[0], three[1], three[2], short])[3],
            Some(Verbatim)
        );
        // Too little of it, or around one quotation, or of paragraphs that go on differently.
        assert_eq!(verdicts(&three[..2]), [Some(SharedQuote); 2]);
        assert_eq!(verdicts(&[pair(Verbatim, 25, 60)]), [Some(SharedQuote)]);
        let parts = [pair(Partial, 15, 30), pair(Partial, 15, 30)];
        assert_eq!(verdicts(&parts), [Some(SharedQuote); 2]);
    }

    #[test]
    fn what_was_taken_with_a_rewritten_text_needs_no_more_support() {
        let lone = pair(Kind::Partial, 6, 0);
        assert_eq!(verdicts(&[lone]), [None]);
        let granted = Overlap {
            granted: true,
            ..lone
        };
        assert_eq!(verdicts(&[granted]), [Some(Kind::Partial)]);
    }

    #[test]
    fn captions_and_credit_lines_lean_on_body_paragraphs() {
        let caption = Overlap {
            leaning: true,
            ..pair(Kind::Verbatim, 40, 0)
        };
        assert_eq!(verdicts(&[caption, caption, caption]), [None; 3]);
        let body = pair(Kind::Verbatim, 12, 0);
        assert_eq!(verdicts(&[caption, body]), [None, None]);
        assert_eq!(verdicts(&[caption, body, body])[0], Some(Kind::Verbatim));
        assert_eq!(
            verdicts(&[caption, pair(Kind::Verbatim, 16, 0)])[0],
            Some(Kind::Verbatim)
        );
    }

    #[test]
    fn marks_of_either_witness_and_stray_words_do_not_count_as_narration() {
        let thresholds = Thresholds::default();
        let a = Prepared::new(
            "He said “the old bridge will close for the whole of the winter” on Monday night",
        );
        let b = Prepared::new(
            "He said the old bridge will close for the whole of the winter on Monday night",
        );
        let found = crate::reuse::compare(&a, &b, &thresholds).unwrap();
        let seen = overlap(&a, &b, &found, &thresholds);
        assert_eq!((seen.shared, seen.quoted, seen.outside), (16, 11, 5));
        assert!(seen.is_quotation(&thresholds));
    }
}

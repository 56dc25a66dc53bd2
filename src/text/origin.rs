//! Where the characters of a folded text came from.
//!
//! Folding shortens, lengthens and drops; a [`Origin`] keeps, as few as possible, the stretches in which folded and
//! unchanged bytes run side by side, so that a word found in the folded text can be shown in the unchanged one.

use crate::model::Span;

/// A stretch of folded bytes and the stretch of unchanged bytes it stands for.
#[derive(Debug, Clone, Copy)]
struct Piece {
    folded: usize,
    folded_len: usize,
    source: usize,
    source_len: usize,
    /// True when the bytes inside do not correspond one to one, so that only the whole can be mapped.
    solid: bool,
}

/// The map from folded to unchanged bytes; pieces are in order in both texts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Origin {
    pieces: Vec<Piece>,
}

impl Origin {
    /// Says that `len` bytes at `folded` stand one to one for the bytes at `source`.
    pub(crate) fn linear(&mut self, folded: usize, source: usize, len: usize) {
        if let Some(last) = self.pieces.last_mut() {
            let touches =
                last.folded + last.folded_len == folded && last.source + last.source_len == source;
            if !last.solid && touches {
                last.folded_len += len;
                last.source_len += len;
                return;
            }
        }
        self.push(folded, len, source, len, false);
    }

    /// Says that `folded_len` bytes at `folded` stand as a whole for `source_len` bytes at `source`.
    pub(crate) fn solid(
        &mut self,
        folded: usize,
        folded_len: usize,
        source: usize,
        source_len: usize,
    ) {
        self.push(folded, folded_len, source, source_len, true);
    }

    fn push(
        &mut self,
        folded: usize,
        folded_len: usize,
        source: usize,
        source_len: usize,
        solid: bool,
    ) {
        if folded_len > 0 {
            self.pieces.push(Piece {
                folded,
                folded_len,
                source,
                source_len,
                solid,
            });
        }
    }

    /// Forgets everything from folded byte `len` on.
    pub(crate) fn truncate(&mut self, len: usize) {
        while self.pieces.last().is_some_and(|p| p.folded >= len) {
            self.pieces.pop();
        }
        if let Some(last) = self.pieces.last_mut()
            && !last.solid
        {
            let keep = last.folded_len.min(len - last.folded);
            last.folded_len = keep;
            last.source_len = keep;
        }
    }

    /// Turns spans of the folded text, in order, into spans of the unchanged text.
    ///
    /// The results are in order and never overlap: when two words come out of one character (`℀` is "a", "c"), the
    /// first has the character and the second an empty span after it.
    pub(crate) fn to_source(&self, spans: &mut [Span]) {
        let mut k = 0;
        let mut floor = 0;
        for span in spans {
            let start = self.seek(&mut k, span.start()).map_or(floor, |p| {
                let inside = if p.solid { 0 } else { span.start() - p.folded };
                p.source + inside
            });
            let last = span.end().saturating_sub(1).max(span.start());
            let end = self.seek(&mut k, last).map_or(start, |p| {
                let inside = if p.solid {
                    p.source_len
                } else {
                    last - p.folded + 1
                };
                p.source + inside
            });
            let start = start.max(floor);
            floor = end.max(start);
            *span = if span.is_empty() {
                Span::new(start, start)
            } else {
                Span::new(start, floor)
            };
        }
    }

    /// The piece that holds folded byte `at`, looked for from piece `k` on.
    fn seek(&self, k: &mut usize, at: usize) -> Option<Piece> {
        while let Some(p) = self.pieces.get(*k) {
            if at < p.folded + p.folded_len {
                return (at >= p.folded).then_some(*p);
            }
            *k += 1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_words_out_of_one_character_do_not_overlap() {
        let mut origin = Origin::default();
        origin.linear(0, 0, 2);
        origin.solid(2, 3, 2, 3);
        origin.linear(5, 5, 2);
        let mut spans = [Span::new(0, 1), Span::new(2, 3), Span::new(4, 7)];
        origin.to_source(&mut spans);
        assert_eq!(spans, [Span::new(0, 1), Span::new(2, 5), Span::new(5, 7)]);
    }
}

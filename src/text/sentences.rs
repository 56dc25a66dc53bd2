//! Where sentences end: long paragraphs are compared piece by piece.

use unicode_segmentation::UnicodeSegmentation;

use crate::model::Span;

/// Cuts a paragraph of more than `longest` words into pieces of whole sentences with at least `shortest` words each (UAX #29);
/// a shorter one, or one without sentence ends, stays in one piece. Words are counted by blanks, or by two characters where
/// a script has none.
pub fn pieces(text: &str, longest: usize, shortest: usize) -> Vec<Span> {
    if length(text) <= longest {
        return vec![Span::new(0, text.len())];
    }
    let mut pieces: Vec<Span> = Vec::new();
    let (mut start, mut words) = (0, 0);
    for (at, sentence) in text.split_sentence_bound_indices() {
        words += length(sentence);
        if words >= shortest {
            pieces.push(Span::new(start, at + sentence.len()));
            (start, words) = (at + sentence.len(), 0);
        }
    }
    if start < text.len() {
        // A short rest belongs to what stands before it.
        let from = pieces.pop().map_or(0, |last| last.start());
        pieces.push(Span::new(from, text.len()));
    }
    pieces
}

fn length(text: &str) -> usize {
    let unspaced = text
        .chars()
        .filter(|c| matches!(c, '\u{3040}'..='\u{9fff}' | '\u{e00}'..='\u{e7f}'))
        .count();
    text.split_whitespace().count() + unspaced / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_paragraph_is_cut_where_sentences_end() {
        let sentence = "The ferry left the quay at noon with forty lorries aboard. ";
        let text = sentence.repeat(10);
        let cut = pieces(&text, 60, 30);
        assert_eq!(cut.len(), 3);
        assert!(
            cut.iter()
                .all(|p| p.of(&text).trim_end().ends_with("aboard."))
        );
        assert_eq!((cut[0].start(), cut[2].end()), (0, text.len()));
        assert!(cut.windows(2).all(|p| p[0].end() == p[1].start()));
    }

    #[test]
    fn what_is_short_or_has_no_sentence_end_stays_whole() {
        assert_eq!(pieces("One. Two. Three.", 60, 30), [Span::new(0, 16)]);
        let endless = "word ".repeat(200);
        assert_eq!(pieces(&endless, 60, 30).len(), 1);
        assert_eq!(pieces("", 60, 30), [Span::new(0, 0)]);
    }
}

//! Words with their places.

use crate::model::Span;

/// The words of a stretch of text, folded, in order, each with its place in the unchanged text.
///
/// The folded words joined by one space are the *normal form* ([`Words::normal`]): what SHA-256 is taken over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    normal: String,
    places: Vec<(u32, u32)>,
    spans: Vec<Span>,
    hidden: u32,
}

impl Words {
    /// Number of words.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// True when there is no word.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The folded words joined by one space.
    pub fn normal(&self) -> &str {
        &self.normal
    }

    /// The folded word at `i`, empty beyond the end.
    pub fn get(&self, i: usize) -> &str {
        self.places
            .get(i)
            .and_then(|&(s, e)| self.normal.get(s as usize..e as usize))
            .unwrap_or("")
    }

    /// Where word `i` stands in the unchanged text.
    pub fn span(&self, i: usize) -> Span {
        self.spans.get(i).copied().unwrap_or_default()
    }

    /// The folded words in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> + Clone + '_ {
        (0..self.len()).map(|i| self.get(i))
    }

    /// The stretch of the unchanged text from word `from` up to but without word `to`.
    pub fn stretch(&self, from: usize, to: usize) -> Span {
        if from >= to || to > self.len() {
            return Span::default();
        }
        Span::new(self.span(from).start(), self.span(to - 1).end())
    }

    /// How many characters were folded away that a reader cannot see or tell from plain ones: ignorable and
    /// zero-width characters, bidi controls, variation selectors, look-alike letters in mixed-script words.
    pub fn hidden(&self) -> usize {
        self.hidden as usize
    }
}

/// Cuts `text` into folded words.
pub fn words(text: &str) -> Words {
    let mut out = Words::default();
    let mut at = 0;
    for piece in text.split(|c: char| !c.is_alphanumeric()) {
        if !piece.is_empty() {
            if !out.normal.is_empty() {
                out.normal.push(' ');
            }
            let from = out.normal.len() as u32;
            out.normal
                .extend(piece.chars().flat_map(char::to_lowercase));
            out.places.push((from, out.normal.len() as u32));
            out.spans.push(Span::new(at, at + piece.len()));
        }
        at += piece.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
    }
    out
}

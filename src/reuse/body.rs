//! The paragraphs of an article, made ready to be scored against those of another.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::model::Span;
use crate::reuse::content::{Content, Fact};
use crate::reuse::features::{Features, Mutual, cosine_of, features};
use crate::reuse::rewriting::{Nearest, nearest_by};
use crate::reuse::{LOGIT_LIMIT, Prepared};
use crate::text::{Language, language, pieces};

/// Words from which a paragraph is compared piece by piece: a page set as one paragraph holds many.
const LONG: usize = 90;

/// Words of a piece, at least.
const PIECE: usize = 45;

/// Cosine of facts from which two paragraphs are more than of one topic: chosen; on the development newsroom it loses no rewrite.
const FAIR: f32 = 0.25;

/// An article's body paragraphs, in order.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// The language most of its words are in, if it is known.
    pub language: Option<Language>,
    /// What each piece says: a paragraph, or some sentences of a long one.
    pieces: Vec<Content>,
    /// The paragraph each piece stands in.
    paragraph_of: Vec<usize>,
    /// Number of paragraphs.
    paragraphs: usize,
    /// The facts of all pieces: stem, idf and piece, by stem.
    index: Vec<(u64, f32, u32)>,
}

/// The cosine of each piece of one body with each piece of another, and what else was found out of two pieces.
#[derive(Debug, Clone, Default)]
pub struct Cosines {
    columns: usize,
    values: Vec<f32>,
    /// True when it is seen from the other body.
    turned: bool,
    /// By the places of the two pieces, that of the body it was made for first; seen from the other body it is the same.
    met: Rc<RefCell<FxHashMap<(usize, usize), Mutual>>>,
}

impl Cosines {
    /// The same seen from the other body.
    #[must_use]
    pub fn transposed(&self) -> Self {
        let rows = self.values.len().checked_div(self.columns).unwrap_or(0);
        let mut values = Vec::with_capacity(self.values.len());
        for column in 0..self.columns {
            values.extend((0..rows).map(|row| self.values[row * self.columns + column]));
        }
        Self {
            columns: rows,
            values,
            turned: !self.turned,
            met: Rc::clone(&self.met),
        }
    }

    /// What two pieces have in common whichever is the suspect.
    fn mutual(&self, row: usize, column: usize, a: &Content, b: &Content) -> Mutual {
        let places = if self.turned {
            (column, row)
        } else {
            (row, column)
        };
        let mut met = self.met.borrow_mut();
        *met.entry(places).or_insert_with(|| Mutual::of(a, b))
    }

    fn row(&self, piece: usize) -> &[f32] {
        let from = piece * self.columns;
        self.values.get(from..from + self.columns).unwrap_or(&[])
    }
}

/// A paragraph with what it comes closest to in another article.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Beside {
    /// Its words.
    pub words: usize,
    /// The place its first piece comes closest to, with the measures of the whole paragraph: the means over its pieces, weighted by
    /// their words; nothing when it shares next to nothing with the other article.
    pub nearest: Option<Nearest>,
}

impl Beside {
    /// Log-odds that it is rewritten, by itself.
    pub fn logit(&self) -> f32 {
        self.nearest.map_or(-LOGIT_LIMIT, |n| n.logit)
    }
}

impl Body {
    /// Prepares the paragraphs of one article.
    pub fn new<'t>(paragraphs: impl IntoIterator<Item = &'t str>) -> Self {
        let ready: Vec<(&str, Prepared)> = paragraphs
            .into_iter()
            .map(|text| (text, Prepared::new(text)))
            .collect();
        Self::of(ready.iter().map(|(text, prepared)| (*text, prepared)))
    }

    /// The same from paragraphs that are prepared already.
    pub fn of<'t>(paragraphs: impl Iterator<Item = (&'t str, &'t Prepared)> + Clone) -> Self {
        let language = spoken(paragraphs.clone().map(|(_, prepared)| prepared));
        let tongue = language.unwrap_or(Language::Other);
        let mut body = Self {
            language,
            ..Self::default()
        };
        for (text, prepared) in paragraphs {
            let cut = if prepared.len() > LONG {
                pieces(text, LONG, PIECE)
            } else {
                vec![Span::new(0, text.len())]
            };
            if let [_] = cut[..] {
                body.pieces.push(Content::new(prepared, text, tongue));
            } else {
                let parts = cut.iter().map(|piece| piece.of(text));
                body.pieces
                    .extend(parts.map(|part| Content::new(&Prepared::new(part), part, tongue)));
            }
            body.paragraph_of.resize(body.pieces.len(), body.paragraphs);
            body.paragraphs += 1;
        }
        for (piece, at) in body.pieces.iter().zip(0..) {
            body.index
                .extend(piece.facts().iter().map(|f| (f.stem, f.idf, at)));
        }
        body.index
            .sort_unstable_by_key(|&(stem, _, piece)| (stem, piece));
        body
    }

    /// The cosine of each of its pieces with each of the other's, in one walk over the facts of both.
    pub fn cosines(&self, other: &Self) -> Cosines {
        let columns = other.pieces.len();
        let mut values = vec![0.0; self.pieces.len() * columns];
        let mut theirs = &other.index[..];
        for run in self.index.chunk_by(|x, y| x.0 == y.0) {
            let stem = run[0].0;
            let from = theirs.iter().position(|f| f.0 >= stem);
            theirs = &theirs[from.unwrap_or(theirs.len())..];
            for &(_, _, column) in theirs.iter().take_while(|f| f.0 == stem) {
                for &(_, idf, row) in run {
                    values[row as usize * columns + column as usize] += idf * idf;
                }
            }
        }
        for (row, piece) in self.pieces.iter().enumerate() {
            for (column, other) in other.pieces.iter().enumerate() {
                let slot = &mut values[row * columns + column];
                *slot = cosine_of(*slot, piece, other);
            }
        }
        Cosines {
            columns,
            values,
            ..Cosines::default()
        }
    }

    /// Number of paragraphs.
    pub fn len(&self) -> usize {
        self.paragraphs
    }

    /// True when there is no paragraph.
    pub fn is_empty(&self) -> bool {
        self.paragraphs == 0
    }

    /// The facts of all paragraphs, piece by piece.
    pub fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.pieces.iter().flat_map(|piece| piece.facts())
    }

    /// A cheap look before [`Body::beside`]: true when at least two pieces (or the only one) share a fair part of their facts with one of
    /// the other article's. Without that nothing could come of it.
    pub fn resembles(&self, other: &Self) -> bool {
        self.resembles_by(other, &self.cosines(other))
    }

    /// [`Body::resembles`] with the cosines at hand.
    pub fn resembles_by(&self, other: &Self, cosines: &Cosines) -> bool {
        if self.language != other.language {
            return false;
        }
        let needed = self.pieces.len().min(2);
        let like = |piece: &usize| cosines.row(*piece).iter().any(|found| *found >= FAIR);
        needed > 0 && (0..self.pieces.len()).filter(like).take(needed).count() == needed
    }

    /// Holds every paragraph against `source`: what each comes closest to. Texts in two languages share nothing that counts.
    pub fn beside(&self, source: &Self) -> Vec<Beside> {
        self.beside_by(source, &self.cosines(source))
    }

    /// [`Body::beside`] with the cosines at hand.
    pub fn beside_by(&self, source: &Self, cosines: &Cosines) -> Vec<Beside> {
        let mut out = vec![Beside::default(); self.paragraphs];
        for (at, (piece, &paragraph)) in self.pieces.iter().zip(&self.paragraph_of).enumerate() {
            let line = &mut out[paragraph];
            let before = line.words as f32;
            line.words += piece.len();
            if self.language != source.language {
                continue;
            }
            let found = nearest_by(piece, &source.pieces, cosines.row(at), |there| {
                cosines.mutual(at, there, piece, &source.pieces[there])
            });
            let found = found.map(|n| source.placed(n));
            let share = before / (line.words as f32).max(1.0);
            line.nearest = match (line.nearest, found) {
                (Some(known), found) => {
                    let more = found.map(|f| f.features).unwrap_or_default();
                    Some(known.with(known.features.mixed(share, &more)))
                }
                (None, Some(found)) => {
                    let nothing = Features::default();
                    Some(found.with(nothing.mixed(share, &found.features)))
                }
                (None, None) => None,
            };
        }
        out
    }

    /// From pieces to paragraphs: two pieces of one paragraph are one.
    fn placed(&self, found: Nearest) -> Nearest {
        let first = self.paragraph_of[found.first];
        let last = self.paragraph_of[found.first + found.paragraphs - 1];
        Nearest {
            first,
            paragraphs: last - first + 1,
            ..found
        }
    }
}

/// Measures two texts as wholes: the first as the suspect of the second, and the reverse.
pub fn whole_texts(a: &str, b: &str) -> [Features; 2] {
    let ready = [Prepared::new(a), Prepared::new(b)];
    let tongue = spoken(ready.iter()).unwrap_or(Language::Other);
    let [a, b] = [
        Content::new(&ready[0], a, tongue),
        Content::new(&ready[1], b, tongue),
    ];
    [features(&a, &b), features(&b, &a)]
}

/// The language most words are in; of two with as many the one whose tag comes first.
fn spoken<'p>(paragraphs: impl Iterator<Item = &'p Prepared>) -> Option<Language> {
    let mut words: HashMap<Language, usize> = HashMap::new();
    for paragraph in paragraphs {
        *words.entry(language(paragraph.words())).or_default() += paragraph.len();
    }
    words.remove(&Language::Other);
    let most = words
        .into_iter()
        .max_by_key(|(language, n)| (*n, std::cmp::Reverse(language.as_str())));
    most.map(|(language, _)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "The harbour council of Varnholm voted late on Monday to repair the old stone bridge before winter.";
    const SECOND: &str = "Three engineers had warned that the northern arch could not carry another season of heavy lorries.";

    #[test]
    fn every_paragraph_gets_its_line() {
        let (a, b) = (Body::new([FIRST, "Rain."]), Body::new([SECOND, FIRST]));
        let lines = a.beside(&b);
        assert_eq!(lines.len(), 2);
        assert_eq!(
            lines[0].nearest.map(|n| (n.first, n.paragraphs)),
            Some((1, 1))
        );
        assert!(lines[0].logit() > 3.0);
        assert_eq!((lines[1].nearest, lines[1].logit()), (None, -LOGIT_LIMIT));
    }

    #[test]
    fn a_page_set_as_one_paragraph_is_read_piece_by_piece() {
        let filler = "Gulls circled above the market while fishermen mended green nets beside crates of ice and salt. ";
        let page = format!("{}{FIRST} {SECOND} {}", filler.repeat(5), filler.repeat(5));
        let whole = Body::new([page.as_str()]);
        let found = Body::new([FIRST]).beside(&whole);
        assert!(found[0].logit() > 0.0, "{found:?}");
        assert_eq!(
            found[0].nearest.map(|n| (n.first, n.paragraphs)),
            Some((0, 1))
        );
    }

    #[test]
    fn articles_of_other_matters_do_not_resemble() {
        let story = Body::new([FIRST, SECOND]);
        assert!(story.resembles(&Body::new([SECOND, FIRST])));
        let filler = "Gulls circled above the market while fishermen mended green nets.";
        assert!(!story.resembles(&Body::new([filler, FIRST])));
        assert!(!story.resembles(&Body::default()) && !Body::default().resembles(&story));
    }

    #[test]
    fn one_walk_gives_the_cosine_of_every_two_pieces() {
        let (a, b) = (
            Body::new([FIRST, SECOND, "Rain."]),
            Body::new([SECOND, "The old bridge of Varnholm.", FIRST, ""]),
        );
        let there = a.cosines(&b);
        let back = there.transposed();
        for (i, one) in a.pieces.iter().enumerate() {
            for (j, other) in b.pieces.iter().enumerate() {
                let found = crate::reuse::cosine(one, other);
                assert_eq!((there.row(i)[j], back.row(j)[i]), (found, found), "{i} {j}");
            }
        }
    }

    #[test]
    fn what_two_pieces_have_in_common_is_the_same_from_both_sides() {
        let (a, b) = (
            Body::new([FIRST, SECOND, "Rain."]),
            Body::new([
                SECOND,
                "The old bridge of Varnholm was repaired by the council.",
                "Rain.",
            ]),
        );
        let there = a.cosines(&b);
        let back = there.transposed();
        // The second look finds what the first one noted.
        assert_eq!(a.beside_by(&b, &there), a.beside(&b));
        assert_eq!(b.beside_by(&a, &back), b.beside(&a));
        assert_eq!(a.beside_by(&b, &back.transposed()), a.beside(&b));
    }

    #[test]
    fn two_languages_share_nothing() {
        let german = "Der Rat der Stadt Varnholm stimmte am Montag für die Reparatur der alten Brücke und nicht für eine neue.";
        let lines = Body::new([german]).beside(&Body::new([FIRST]));
        assert_eq!(lines[0].nearest, None);
    }
}

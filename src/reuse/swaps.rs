//! Which words of a source stand replaced in a suspect: short gaps between words that both have in the same order.

use crate::model::Span;
use crate::reuse::Side;

/// Words of a gap on either side, at most: more is no swap but another sentence.
const GAP: usize = 3;

/// Equal words that must stand around a gap, both sides of it together.
const HELD: usize = 3;

/// Words of a side that are looked at: the table of common subsequences is as large as both sides multiplied.
const LOOKED_AT: usize = 400;

/// Words of the source against the words that stand in their place, each as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Swap {
    /// One to three words of the source.
    pub from: String,
    /// One to three words of the suspect.
    pub to: String,
}

/// The words of `a` that stand where `source` has others, in the order of `a`. `source` is one paragraph or two adjacent ones.
///
/// The stems of both are aligned by a longest common subsequence; a gap of one to three words on either side counts when equal words
/// stand right before and right after it on both sides, three of them at least and one a content word. Each side of it
/// must hold a content word, a name on both or on none, and no sentence may end inside it.
pub fn swaps(a: &Side<'_>, source: &[Side<'_>]) -> Vec<Swap> {
    let own = Line::of(std::slice::from_ref(a));
    let theirs = Line::of(source);
    let pairs = common(&own.stems, &theirs.stems);
    // Runs of words that follow each other on both sides: first place in `a`, in the source, length.
    let mut runs: Vec<(usize, usize, usize)> = Vec::new();
    for (i, j) in pairs {
        match runs.last_mut() {
            Some((x, y, n)) if *x + *n == i && *y + *n == j => *n += 1,
            _ => runs.push((i, j, 1)),
        }
    }
    let mut found = Vec::new();
    for pair in runs.windows(2) {
        let [(x, y, n), (next_x, next_y, m)] = [pair[0], pair[1]];
        let (here, there) = (x + n..next_x, y + n..next_y);
        let short = |gap: &std::ops::Range<usize>| (1..=GAP).contains(&gap.len());
        let around = (x..x + n).chain(next_x..next_x + m);
        if !short(&here)
            || !short(&there)
            || n + m < HELD
            || !around.into_iter().any(|i| own.content[i])
            || own.is_name(here.clone()).is_none()
            || own.is_name(here.clone()) != theirs.is_name(there.clone())
        {
            continue;
        }
        let (Some(to), Some(from)) = (own.stretch(here), theirs.stretch(there)) else {
            continue;
        };
        found.push(Swap {
            from: from.to_owned(),
            to: to.to_owned(),
        });
    }
    found
}

/// The words of one or two paragraphs in a row.
struct Line<'t> {
    stems: Vec<u64>,
    content: Vec<bool>,
    names: Vec<bool>,
    /// The text each word stands in and its place there.
    places: Vec<(&'t str, Span)>,
}

impl<'t> Line<'t> {
    fn of(sides: &[Side<'t>]) -> Self {
        let mut line = Self {
            stems: Vec::new(),
            content: Vec::new(),
            names: Vec::new(),
            places: Vec::new(),
        };
        for side in sides {
            let room = LOOKED_AT - line.stems.len().min(LOOKED_AT);
            for (i, stem) in side.content.sequence.iter().take(room).enumerate() {
                line.stems.push(*stem);
                let fact = side.content.fact(*stem);
                line.content.push(fact.is_some());
                line.names.push(fact.is_some_and(|f| f.name));
                line.places.push((side.text, side.prepared.words().span(i)));
            }
        }
        line
    }

    /// Whether the content words of a gap hold a name; nothing when it has none.
    fn is_name(&self, gap: std::ops::Range<usize>) -> Option<bool> {
        let content = gap.filter(|&i| self.content[i]);
        content.map(|i| self.names[i]).reduce(|a, b| a || b)
    }

    /// The words of a gap as they are printed; nothing when a sentence or a paragraph ends inside it.
    fn stretch(&self, gap: std::ops::Range<usize>) -> Option<&'t str> {
        let (text, first) = self.places[gap.start];
        let (other, last) = self.places[gap.end - 1];
        if !std::ptr::eq(text, other) {
            return None;
        }
        let stretch = text.get(first.start()..last.end())?;
        let breaks = ['.', '!', '?', ';', ':', '"', '“', '”', '(', ')'];
        let ends = stretch.contains(breaks) && stretch.contains(' ');
        (!ends && !stretch.is_empty()).then_some(stretch)
    }
}

/// The pairs of places of one longest common subsequence, in order; of equally long ones the first to be met from the front.
fn common(a: &[u64], b: &[u64]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut longest = vec![0_u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i * width + j] = if a[i] == b[j] {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            pairs.push((i, j));
            i += 1;
            j += 1;
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reuse::{Content, Prepared};
    use crate::text::Language;

    fn swapped(a: &str, sources: &[&str]) -> Vec<(String, String)> {
        let ready = |text: &&str| {
            let prepared = Prepared::new(text);
            let content = Content::new(&prepared, text, Language::English);
            (prepared, content)
        };
        let own = ready(&a);
        let theirs: Vec<(Prepared, Content)> = sources.iter().map(ready).collect();
        let side = |text, (prepared, content)| Side {
            text,
            prepared,
            content,
        };
        let source: Vec<Side<'_>> = sources
            .iter()
            .zip(&theirs)
            .map(|(text, (p, c))| side(text, (p, c)))
            .collect();
        let found = swaps(&side(a, (&own.0, &own.1)), &source);
        found.into_iter().map(|s| (s.from, s.to)).collect()
    }

    const SOURCE: &str =
        "The injured captain was taken to the hospital in Varnholm on Monday, Reuters reported.";

    #[test]
    fn a_word_in_the_place_of_another_is_a_swap() {
        let spun =
            "The injured captain was taken to the clinic in Varnholm on Monday, Portal reported.";
        assert_eq!(
            swapped(spun, &[SOURCE]),
            [
                ("hospital".to_owned(), "clinic".to_owned()),
                ("Reuters".to_owned(), "Portal".to_owned())
            ]
        );
        assert!(swapped(SOURCE, &[SOURCE]).is_empty());
    }

    #[test]
    fn inflection_function_words_and_other_sentences_are_no_swaps() {
        let inflected = SOURCE
            .replace("hospital", "hospitals")
            .replace("to the", "into a");
        assert!(swapped(&inflected, &[SOURCE]).is_empty());
        let other =
            "In Varnholm the harbour council will vote on Monday about the repair of its bridge.";
        assert!(
            swapped(other, &[SOURCE]).is_empty(),
            "{:?}",
            swapped(other, &[SOURCE])
        );
    }

    #[test]
    fn a_merged_paragraph_is_held_against_both_of_its_sources() {
        let second = "The ferry had struck a sandbank near the old lighthouse before dawn.";
        let merged = "The injured captain was taken to the clinic in Varnholm on Monday, Reuters reported. The vessel had struck a \
                      sandbank near the old lighthouse before dawn.";
        let found = swapped(merged, &[SOURCE, second]);
        assert!(
            found.contains(&("ferry".to_owned(), "vessel".to_owned())),
            "{found:?}"
        );
        assert!(found.contains(&("hospital".to_owned(), "clinic".to_owned())));
    }
}

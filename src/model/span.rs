//! Places in a text.

use std::ops::Range;

/// Where a stretch lies in a text, in bytes: `start <= end`, both on character boundaries of that text.
///
/// Inside the program places are bytes; everything printed counts Unicode code points ([`Span::chars_in`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// Makes a span; a reversed one is empty at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Self {
            start,
            end: end.max(start),
        }
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True when it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same as a range, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The text it covers, or nothing when the span is not of this text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// True when both cover at least one common byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The same place moved right by `by` bytes.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start() + by, self.end() + by)
    }

    /// The same place counted in Unicode code points of `text`, end exclusive.
    pub fn chars_in(self, text: &str) -> (usize, usize) {
        let before = text.get(..self.start()).map_or(0, |s| s.chars().count());
        (before, before + self.of(text).chars().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_printed_in_code_points() {
        let text = "été — fin";
        let span = Span::new(text.find("fin").unwrap(), text.len());
        assert_eq!(span.chars_in(text), (6, 9));
        assert_eq!(span.of(text), "fin");
    }
}

//! W3C Web Annotation: each copied paragraph as an annotation on the copy that points to its place in the source.

use std::io::Write;

use serde_json::{Value, json};

use crate::error::Result;
use crate::report::formats::{Items, iri};
use crate::report::view::DerivationView;

/// Code points before and behind a quotation that are given with it, so that it is found when the page has changed.
const AROUND: usize = 32;

/// A stretch of a text with what stands around it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quoted {
    /// The stretch.
    pub exact: String,
    /// What stands before it.
    pub prefix: String,
    /// What stands behind it.
    pub suffix: String,
}

/// The stretch of `text` from code point `start` to `end`, exclusive.
pub fn quoted(text: &str, start: usize, end: usize) -> Quoted {
    let take = |from: usize, to: usize| {
        text.chars()
            .skip(from)
            .take(to.saturating_sub(from))
            .collect()
    };
    Quoted {
        exact: take(start, end),
        prefix: take(start.saturating_sub(AROUND), start),
        suffix: take(end, end + AROUND),
    }
}

/// An annotation page that is being written.
pub struct Annotations<'w> {
    to: &'w mut dyn Write,
    items: Items,
    written: usize,
}

impl<'w> Annotations<'w> {
    /// Begins a page.
    ///
    /// # Errors
    /// When `to` cannot be written to; so do the other steps.
    pub fn begin(to: &'w mut dyn Write) -> Result<Self> {
        to.write_all(
            b"{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"urn:urtext:annotations\",\"type\":\"AnnotationPage\",\"items\":[",
        )?;
        Ok(Self {
            to,
            items: Items::new(),
            written: 0,
        })
    }

    /// Writes a derivation, given its place in the texts of copy and source.
    pub fn derivation(&mut self, d: &DerivationView, copy: &Quoted, source: &Quoted) -> Result<()> {
        let place = |article: &str, id: &str, quoted: &Quoted, start: usize, end: usize| {
            json!({"type": "SpecificResource", "source": iri(article, id), "selector": [
                {"type": "TextQuoteSelector", "exact": quoted.exact, "prefix": quoted.prefix, "suffix": quoted.suffix},
                {"type": "TextPositionSelector", "start": start, "end": end},
            ]})
        };
        let said: Value = json!({"type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": "en",
            "value": format!("{}; direction: {}; credit: {}", d.kind, d.direction, d.credit)});
        let mut source = place(
            &d.source.article,
            &d.source.id,
            source,
            d.source.start,
            d.source.end,
        );
        source["purpose"] = json!("linking");
        let item = json!({
            "id": format!("urn:urtext:annotation:{}.{}", d.id.trim_start_matches("a:"), d.start),
            "type": "Annotation", "motivation": "linking", "body": [source, said],
            "target": place(&d.article, &d.id, copy, d.start, d.end),
        });
        self.written += 1;
        self.items.put(self.to, None, &item)
    }

    /// Ends the page; gives how many annotations it holds.
    pub fn end(self) -> Result<usize> {
        self.to.write_all(b"\n]}\n")?;
        Ok(self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_is_given_with_what_stands_around_it_in_code_points() {
        let text = "Zwölf Möwen saßen auf dem Dach, als der Regen kam und alle Fenster schloss.";
        let found = quoted(text, 6, 11);
        assert_eq!(
            (found.exact.as_str(), found.prefix.as_str()),
            ("Möwen", "Zwölf ")
        );
        assert_eq!(found.suffix.chars().count(), AROUND);
        assert_eq!(quoted(text, 900, 910), Quoted::default());
    }
}

//! The word-by-word comparison behind each matched paragraph of a trace.

use std::collections::{BTreeMap, HashMap};

use crate::corpus::Corpus;
use crate::error::Result;
use crate::report::diff;
use crate::report::view::{ArticleView, DiffPart, TraceView};
use crate::reuse::Shape;

/// Compares every matched paragraph with its source, source first; by number of the paragraph.
pub(super) fn evidence(
    corpus: &Corpus,
    view: &TraceView,
) -> Result<BTreeMap<usize, Vec<DiffPart>>> {
    let mut sources: HashMap<&str, ArticleView> = HashMap::new();
    let mut out = BTreeMap::new();
    for p in &view.paragraphs {
        let found = p.derivation.as_ref().or(p.aside.as_ref());
        let Some(d) = found.or(p.possible.as_ref()) else {
            continue;
        };
        if !sources.contains_key(&*d.source.id) {
            sources.insert(&d.source.id, corpus.show(&d.source.id)?);
        }
        // Of two paragraphs that were made one, both.
        let merged = d
            .evidence
            .as_ref()
            .is_some_and(|e| e.shape.contains(&Shape::Merged));
        let last = d.source.paragraph + usize::from(merged);
        let blocks = sources
            .get(&*d.source.id)
            .into_iter()
            .flat_map(|s| &s.blocks);
        let texts: Vec<&str> = blocks
            .filter(|b| {
                b.paragraph
                    .is_some_and(|n| (d.source.paragraph..=last).contains(&n))
            })
            .map(|b| &*b.text)
            .collect();
        if !texts.is_empty() {
            let source = texts.join(" ");
            let parts = if d.evidence.is_some() {
                diff::whole(&source, &p.text)
            } else {
                diff::words(&source, &p.text)
            };
            out.insert(p.paragraph, parts);
        }
    }
    Ok(out)
}

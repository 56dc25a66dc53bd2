//! The word-by-word comparison behind each matched paragraph of a trace.

use std::collections::{BTreeMap, HashMap};

use crate::corpus::Corpus;
use crate::error::Result;
use crate::report::diff;
use crate::report::view::{ArticleView, DiffPart, TraceView};

/// Compares every matched paragraph with its source, source first; by number of the paragraph.
pub(super) fn evidence(
    corpus: &Corpus,
    view: &TraceView,
) -> Result<BTreeMap<usize, Vec<DiffPart>>> {
    let mut sources: HashMap<&str, ArticleView> = HashMap::new();
    let mut out = BTreeMap::new();
    for p in &view.paragraphs {
        let Some(d) = p.derivation.as_ref().or(p.aside.as_ref()) else {
            continue;
        };
        if !sources.contains_key(&*d.source.id) {
            sources.insert(&d.source.id, corpus.show(&d.source.id)?);
        }
        let block = sources.get(&*d.source.id).and_then(|s| {
            s.blocks
                .iter()
                .find(|b| b.paragraph == Some(d.source.paragraph))
        });
        if let Some(block) = block {
            out.insert(p.paragraph, diff::words(&block.text, &p.text));
        }
    }
    Ok(out)
}

//! An article cut into blocks with the fingerprints of its body paragraphs: all that is computed before the store is asked.

use rayon::prelude::*;

use crate::fingerprint::{Fingerprint, fingerprint};
use crate::model::{Article, BlockKind, Span};
use crate::segment::{Segmented, segment};
use crate::text::{smells_of_hiding, words};

/// An article made ready to be stored or checked.
#[derive(Debug)]
pub(crate) struct Cut<'a> {
    /// What was read.
    pub(crate) article: &'a Article,
    /// Its blocks, credits and dates.
    pub(crate) segmented: Segmented,
    /// Its body paragraphs, in order.
    pub(crate) paragraphs: Vec<CutParagraph>,
    /// Characters folded away in paragraphs that smell of hiding.
    pub(crate) hidden: usize,
}

/// One body paragraph.
#[derive(Debug)]
pub(crate) struct CutParagraph {
    /// Its number among all blocks, from 0.
    pub(crate) ordinal: usize,
    /// Where it stands in the article's text.
    pub(crate) span: Span,
    /// What stands for it in the index.
    pub(crate) print: Fingerprint,
}

/// Cuts articles on all cores.
pub(crate) fn cut_all(articles: &[Article]) -> Vec<Cut<'_>> {
    articles.par_iter().map(cut).collect()
}

/// Cuts one article.
pub(crate) fn cut(article: &Article) -> Cut<'_> {
    let segmented = segment(article);
    let mut hidden = 0;
    let mut paragraphs = Vec::with_capacity(segmented.blocks.len());
    for (ordinal, block) in segmented.blocks.iter().enumerate() {
        if block.kind != BlockKind::Paragraph {
            continue;
        }
        let words = words(block.span.of(&article.text));
        if smells_of_hiding(&words) {
            hidden += words.hidden();
        }
        // A block without a word (a row of stars) has nothing that could be traced.
        if words.is_empty() {
            continue;
        }
        paragraphs.push(CutParagraph { ordinal, span: block.span, print: fingerprint(&words) });
    }
    Cut { article, segmented, paragraphs, hidden }
}

//! An article cut into blocks with the fingerprints of its body paragraphs: all that is computed before the store is asked.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::corpus::address::{domain, host};
use crate::fingerprint::{COMPARABLE_WORDS, Fingerprint, fingerprint, fingerprint_of_wording};
use crate::model::{Article, ArticleId, BlockKind, Span};
use crate::segment::{Segmented, segment};
use crate::text::{smells_of_hiding, words};

/// An article made ready to be stored or checked.
#[derive(Debug)]
pub(crate) struct Cut<'a> {
    /// The article's id.
    pub(crate) id: ArticleId,
    /// What was read.
    pub(crate) article: Cow<'a, Article>,
    /// Its blocks, credits and dates.
    pub(crate) segmented: Segmented,
    /// Its body paragraphs, and the other blocks long enough to be compared, in order.
    pub(crate) prints: Vec<CutBlock>,
    /// Characters folded away in paragraphs that smell of hiding.
    pub(crate) hidden: usize,
}

/// A block with its fingerprint.
///
/// Captions, credit lines and the like are fingerprinted too: alone they prove nothing, beside copied paragraphs they are
/// part of the copy, and a line that only one outlet prints is a trace of it wherever it turns up.
#[derive(Debug)]
pub(crate) struct CutBlock {
    /// What the block is.
    pub(crate) kind: BlockKind,
    /// Its number among all blocks, from 0.
    pub(crate) ordinal: usize,
    /// Where it stands in the article's text.
    pub(crate) span: Span,
    /// What stands for it in the index.
    pub(crate) print: Fingerprint,
    /// Its words, as hashes: what is compared.
    pub(crate) wording: Vec<u64>,
    /// The template it may be a line of, when it is a body paragraph that looks like furniture.
    pub(crate) template: Option<i64>,
}

impl Cut<'_> {
    /// The name of its outlet, as the input or the text gives it.
    pub(crate) fn named(&self) -> Option<&str> {
        let given = self.article.outlet.as_deref();
        given.or(self.segmented.outlet.as_deref())
    }

    /// The registrable domain of its address.
    pub(crate) fn domain(&self) -> Option<String> {
        let address = self.article.url.as_deref();
        address
            .or(self.article.canonical_url.as_deref())
            .and_then(domain)
    }

    /// The host of its address.
    pub(crate) fn host(&self) -> Option<String> {
        let address = self.article.url.as_deref();
        address
            .or(self.article.canonical_url.as_deref())
            .and_then(host)
    }

    /// Its body paragraphs, in order.
    pub(crate) fn body(&self) -> impl Iterator<Item = &CutBlock> {
        self.prints
            .iter()
            .filter(|b| b.kind == BlockKind::Paragraph)
    }
}

/// Cuts articles on all cores; `rewrites` as for [`Ready::cut`].
pub(crate) fn cut_all(articles: &[Article], rewrites: bool) -> Vec<Cut<'_>> {
    let cut = |article| cut_of(Cow::Borrowed(article), rewrites);
    articles.par_iter().map(cut).collect()
}

/// Cuts one article.
pub(crate) fn cut(article: &Article) -> Cut<'_> {
    cut_of(Cow::Borrowed(article), true)
}

fn cut_of(article: Cow<'_, Article>, rewrites: bool) -> Cut<'_> {
    let print = if rewrites {
        fingerprint
    } else {
        fingerprint_of_wording
    };
    let segmented = segment(&article);
    let mut hidden = 0;
    let mut prints = Vec::with_capacity(segmented.blocks.len());
    for (ordinal, block) in segmented.blocks.iter().enumerate() {
        let is_body = block.kind == BlockKind::Paragraph;
        let words = words(block.span.of(&article.text));
        if !is_body && words.len() < COMPARABLE_WORDS {
            continue;
        }
        if is_body && smells_of_hiding(&words) {
            hidden += words.hidden();
        }
        // A block without a word (a row of stars) has nothing that could be traced.
        if words.is_empty() {
            continue;
        }
        prints.push(CutBlock {
            kind: block.kind,
            ordinal,
            span: block.span,
            print: print(&words),
            template: is_body.then(|| segmented.template(ordinal)).flatten(),
            wording: words.into_hashes(),
        });
    }
    Cut {
        id: article.id(),
        article,
        segmented,
        prints,
        hidden,
    }
}

/// Articles that are cut and fingerprinted: all that can be done before the store is asked.
#[derive(Debug)]
pub(crate) struct Ready(Vec<Cut<'static>>);

impl Ready {
    /// Makes articles ready, on all cores; without `rewrites` for a corpus that leaves these for later, and reads the articles again then.
    pub(crate) fn cut(articles: Vec<Article>, rewrites: bool) -> Self {
        let articles = articles.into_par_iter();
        let cut = |article| cut_of(Cow::Owned(article), rewrites);
        Self(articles.map(cut).collect())
    }

    /// What they were cut into.
    pub(crate) fn cuts(&self) -> &[Cut<'static>] {
        &self.0
    }
}

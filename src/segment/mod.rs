//! Cuts an article's text into blocks and finds its credit lines.
//!
//! Law: blocks are in order, do not overlap, and every non-blank byte lies in exactly one.

use crate::model::{Article, Block, BlockKind, Credit, DateClaim, Span};

/// An article cut into blocks, with what its furniture says about it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Segmented {
    /// The tiles, in order.
    pub blocks: Vec<Block>,
    /// The credits that stand in the text, each with its place.
    pub credits: Vec<Credit>,
    /// Dates that stand in the text (date lines, datelines, an epoch number in the head).
    pub dates: Vec<DateClaim>,
    /// The headline, when the text itself carries one.
    pub headline: Option<Span>,
    /// The outlet that the page's own furniture names (`newsletter of X`, `relating to X`), if any.
    pub outlet: Option<String>,
}

/// Cuts `article` into blocks.
pub fn segment(article: &Article) -> Segmented {
    let mut out = Segmented::default();
    let mut at = 0;
    for line in article.text.split_inclusive('\n') {
        let body = line.trim();
        if !body.is_empty() {
            let start = at + line.find(body).unwrap_or(0);
            out.blocks.push(Block {
                span: Span::new(start, start + body.len()),
                kind: BlockKind::Paragraph,
            });
        }
        at += line.len();
    }
    out
}

//! Who holds a paragraph, the earliest first, worked out as far as is asked: of a story that hundreds print a leader is among the first few, and
//! finding out whom each of the others credits costs more than all else.

use std::collections::BTreeSet;

use crate::corpus::family::Component;
use crate::corpus::witness::Library;
use crate::error::Result;
use crate::provenance::Rank;
use crate::store::ArticleKey;

/// Articles being put in the order of ranks.
#[derive(Debug, Default)]
pub(crate) struct Order {
    /// Those whose place is known.
    first: Vec<ArticleKey>,
    /// The others by their rank, or by what their own claims make of it as long as that is not known.
    open: BTreeSet<(Rank, bool, ArticleKey)>,
    /// True once all are in either.
    begun: bool,
}

impl Component {
    /// The article at a place among those that hold it, in the order of ranks; no more ranks are worked out than that takes.
    ///
    /// A rank is never before what the article's own claims make of it (credits only put it back), so that an article is in its place once its
    /// rank is known and no other can come before it.
    pub(crate) fn holder(&self, library: &Library<'_>, place: usize) -> Result<Option<ArticleKey>> {
        let mut order = self.order.borrow_mut();
        if !order.begun {
            for &holder in &self.holders {
                order
                    .open
                    .insert((library.claimed_rank(holder)?, false, holder));
            }
            order.begun = true;
        }
        while order.first.len() <= place {
            let Some((rank, known, holder)) = order.open.pop_first() else {
                return Ok(None);
            };
            if known {
                order.first.push(holder);
                continue;
            }
            let true_rank = library.rank(holder)?;
            debug_assert!(rank <= true_rank, "credits put an article back");
            order.open.insert((true_rank, true, holder));
        }
        Ok(order.first.get(place).copied())
    }
}

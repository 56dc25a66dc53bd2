//! What arrives and what is said about it: plain data that every room shares.
//!
//! An illegal value cannot be built: spans are ordered, scores lie in `0..=1`, dates are intervals.

mod article;
mod block;
mod credit;
mod date;
mod doubt;
mod score;
mod span;
mod verdict;

pub use article::{Article, ArticleId, Status};
pub use block::{Block, BlockKind};
pub use credit::{Credit, CreditForm};
pub(crate) use date::in_any_zone;
pub use date::{DateClaim, DateOrigin, DateRole, Precision, Zone};
pub(crate) use doubt::is_sight;
pub use doubt::{Doubt, best_date, best_of, contradicted, doubts};
pub use score::Score;
pub use span::Span;
pub use verdict::{CreditGrain, CreditStatus, Direction, Kind, ReviewVerdict};

//! What arrives and what is said about it: plain data that every room shares.
//!
//! An illegal value cannot be built: spans are ordered, scores lie in `0..=1`, dates are intervals.

mod article;
mod block;
mod credit;
mod date;
mod score;
mod span;
mod verdict;

pub use article::{Article, ArticleId, Status};
pub use block::{Block, BlockKind};
pub use credit::{Credit, CreditForm};
pub use date::{DateClaim, DateOrigin, DateRole, Precision, best_date};
pub use score::Score;
pub use span::Span;
pub use verdict::{CreditStatus, Direction, Kind};

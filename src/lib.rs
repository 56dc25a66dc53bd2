//! urtext answers, for news: who had this paragraph first, who copied it, and did they say so?
//!
//! It reads articles of many outlets, cuts each into paragraphs, fingerprints every paragraph, keeps all of it in one SQLite
//! file, and says of each paragraph where it was first, who has it, how it was copied and whether the copy says so.
//!
//! [`Corpus`] is the door: a store of articles and every question that can be put to it.
//!
//! ```
//! # use urtext::{Article, Corpus, OriginsQuery, Period};
//! # let text = "The ferry ran aground on a sandbank on Monday night, and all forty passengers waited for \
//! #             the morning tide to lift it off again, while the captain read to the children from the log.";
//! # let by = |outlet: &str| Article { outlet: Some(outlet.into()), url: Some(format!("https://{outlet}.example/1")),
//! #     text: text.into(), ..Article::default() };
//! # let articles = [by("times"), by("reader")];
//! let mut corpus = Corpus::in_memory()?; // or Corpus::open(path, Access::Create)
//! corpus.add(&articles, 1_700_000_000)?; // when they were first seen, in epoch seconds
//! let trace = corpus.trace("https://times.example/1")?;
//! println!("{} sources, {} copies", trace.sources.len(), trace.copies.len());
//! println!("{}", corpus.origins(&OriginsQuery::Words("ferry aground".into()), Period::default())?.sentence);
//! # assert_eq!(trace.sources.len() + trace.copies.len(), 1);
//! # Ok::<(), urtext::Error>(())
//! ```
//!
//! Two texts can be compared without a store:
//!
//! ```
//! let a = "The mayor opened the new bridge on Friday and thanked the workers who built it.";
//! let b = "The mayor opened the old bridge on Friday and thanked the workers who built it.";
//! assert_eq!(urtext::compare("bridge", a, b).kind, "edited");
//! ```
//!
//! What every verdict means, with its formulas, thresholds and measured errors, stands in METHOD.md; how the rooms of the crate
//! hang together, in ARCHITECTURE.md. A match shows shared wording. It does not show who was right to use it.
//!
//! # Features
//!
//! `cli` (default) adds the command line, `fetch` (default) the download of pages and feeds; `default-features = false` gives the
//! library alone.

pub mod corpus;
pub mod error;
#[cfg(feature = "fetch")]
pub mod fetch;
pub mod fingerprint;
pub mod ingest;
pub mod model;
pub mod provenance;
pub mod report;
pub mod reuse;
pub mod segment;
pub mod store;
pub mod text;

#[cfg(feature = "cli")]
pub mod cli;

pub use corpus::{
    Access, AuditGroup, Corpus, Forget, FurnitureRuling, OriginsQuery, Period, Review, compare,
};
pub use error::{Error, ErrorKind};
pub use model::{
    Article, ArticleId, Block, BlockKind, Credit, CreditForm, CreditStatus, DateClaim, DateOrigin,
    DateRole, Direction, Kind, Precision, Score, Span,
};

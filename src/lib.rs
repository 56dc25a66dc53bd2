//! urtext answers, for news: who had this paragraph first, who copied it, and did they say so?

pub mod corpus;
pub mod error;
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

pub use error::Error;

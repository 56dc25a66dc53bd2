//! The one integration binary.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod architecture;
mod audits;
mod bench;
mod cli;
mod commands;
mod corpus;
mod crash;
mod credits;
#[cfg(feature = "fetch")]
mod fetch;
mod fixtures;
mod formats_archives;
mod formats_feeds;
mod manual;
mod newsroom;
mod order;
mod pages;
mod progress;
mod quotes;
mod rewritten;
mod stemmata;
mod stories;

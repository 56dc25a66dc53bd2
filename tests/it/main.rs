//! The one integration binary.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod architecture;
mod bench;
mod cli;
mod commands;
mod corpus;
mod crash;
mod credits;
mod fixtures;
mod manual;
mod newsroom;
mod order;
mod rewritten;
mod stories;

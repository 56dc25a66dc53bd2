//! The one integration binary.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod architecture;
mod cli;
mod commands;
// These try the finished program.
#[cfg(false)]
mod crash;
mod fixtures;
mod manual;
#[cfg(false)]
mod newsroom;
#[cfg(false)]
mod order;
mod stories;

//! RSS, Atom and JSON Feed.

use crate::ingest::{Push, ReadOptions, listed};

/// Reads it.
pub(crate) fn read(name: &str, bytes: &[u8], options: &ReadOptions, push: &mut Push<'_>) {
    listed::read(name, bytes, options, push);
}

//! RSS, Atom and JSON Feed.

use crate::ingest::{Push, ReadOptions, Refused};

/// Reads it.
pub(crate) fn read(name: &str, _bytes: &[u8], _options: &ReadOptions, push: &mut Push<'_>) {
    let _ = push(Err(Refused::new(name, "not read", "under construction")));
}

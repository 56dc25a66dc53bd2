//! The formats of wires.

use crate::ingest::{Format, Push, ReadOptions, Refused};

/// Reads it.
pub(crate) fn read(
    name: &str,
    _bytes: &[u8],
    _: Format,
    _options: &ReadOptions,
    push: &mut Push<'_>,
) {
    let _ = push(Err(Refused::new(name, "not read", "under construction")));
}

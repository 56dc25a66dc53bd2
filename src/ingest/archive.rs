//! zip and tar.

use std::io::BufRead;

use crate::ingest::{Push, ReadOptions, Refused};

/// Reads it.
pub(crate) fn read(
    name: &str,
    _input: &mut dyn BufRead,
    _options: &ReadOptions,
    push: &mut Push<'_>,
) {
    let _ = push(Err(Refused::new(name, "not read", "under construction")));
}

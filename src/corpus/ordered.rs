//! Reading many rows in the order in which they lie.
//!
//! Rows are stored by their keys, some hundred to a page, and the pages of a large store do not all stay in memory: what is asked for in the order of
//! hashes or of candidates reads a page for each row, in the order of keys each page once.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use crate::error::Result;

/// Reads something of each key, once, in the order of the keys.
///
/// # Errors
/// The first that `read` gives.
pub(crate) fn in_order<K: Copy + Ord + Hash, V>(
    keys: impl Iterator<Item = K>,
    mut read: impl FnMut(K) -> Result<V>,
) -> Result<FxHashMap<K, V>> {
    let mut keys: Vec<K> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter().map(|key| Ok((key, read(key)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_is_read_once_and_in_order() {
        let mut read = Vec::new();
        let found = in_order([3, 1, 3, 2].into_iter(), |key| {
            read.push(key);
            Ok(10 * key)
        });
        let found = found.unwrap();
        assert_eq!(read, [1, 2, 3]);
        assert_eq!((found[&1], found[&3], found.len()), (10, 30, 3));
    }
}

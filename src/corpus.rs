//! The door where the pure core meets the store.

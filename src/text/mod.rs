//! From characters to words: the normal form, words with their places, quoted stretches.
//!
//! Law: every word carries its span in the unchanged text; curly and straight quotes, dashes, case, width and ligatures
//! do not tell two texts apart; invisible characters and look-alike letters do not hide a copy.

mod quotes;
mod words;

pub use quotes::quotes;
pub use words::{Words, words};

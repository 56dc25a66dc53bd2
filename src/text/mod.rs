//! From characters to words: the normal form, words with their places, quoted stretches, stems.
//!
//! Law: every word carries its span in the unchanged text; curly and straight quotes, dashes, case, width and ligatures
//! do not tell two texts apart; invisible characters and look-alike letters do not hide a copy.

mod bits;
mod cut;
mod fold;
mod hidden;
mod idf;
mod language;
mod lookalike;
mod marks;
mod memo;
mod origin;
mod quotes;
mod script;
mod sentences;
mod stems;
mod stop;
mod words;

pub(crate) use bits::{bits, places};
pub use fold::fold;
pub use hidden::smells_of_hiding;
pub use idf::{IDF_VERSION, Idf, idf, stem_hash};
pub use language::{Language, language};
pub use memo::Stem;
pub use quotes::quotes;
pub use sentences::pieces;
pub use stems::{content_stems, content_stems_in, each_content_stem, each_content_stem_in};
pub use words::{Words, word_hash, word_hashes, words};

//! How answers look: the published shapes and their text, JSON and CSV forms.
//!
//! Law: one view stands behind every format; no foreign character reaches a terminal but through [`clean`].

pub mod atom;
pub mod bench;
pub mod clean;
pub mod copies;
pub mod csv;
pub mod dates;
pub mod diff;
pub mod extract;
pub mod figures;
pub mod formats;
pub mod human;
pub mod intake;
pub mod json;
pub mod layout;
pub mod matrix;
pub mod origins;
pub mod quotes;
pub mod rows;
pub mod style;
pub mod view;

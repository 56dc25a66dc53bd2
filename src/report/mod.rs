//! How answers look: the published shapes and their text, JSON and CSV forms.

pub mod view;

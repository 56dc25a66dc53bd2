//! The one error type of the crate.
//!
//! Display is one line, outermost context first (`news.db: schema 9 is newer than this program (7)`),
//! lower case, no full stop. What to do next is the command line's business, not the library's.

use std::fmt;

/// What went wrong, with the places it passed through.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    context: Vec<String>,
}

/// The families of trouble a caller can act on differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Arguments or settings that make no sense.
    Usage,
    /// Input that could not be read as what it claims to be.
    Input,
    /// A file or stream could not be read or written.
    Io,
    /// No such article, paragraph or outlet, or more than one.
    NotFound,
    /// The store is locked, damaged, full, foreign or newer than this program.
    Store,
    /// The network failed, or may not be used.
    Network,
    /// The run was interrupted by the user, or the answer is no longer wanted: see [`crate::Corpus::watched`].
    Interrupted,
    /// A bug in this program.
    Bug,
}

/// The crate's result type.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Makes an error of `kind` that says `message`.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            context: vec![message.into()],
        }
    }

    /// Makes an error about input that could not be read.
    pub fn input(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Input, message)
    }

    /// Makes an error about wrong usage.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage, message)
    }

    /// Makes an error about a thing that is not there.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::NotFound, message)
    }

    /// Makes an error about the store.
    pub fn store(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Store, message)
    }

    /// Makes an error about the network.
    pub fn network(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Network, message)
    }

    /// Makes an error about a run that was stopped.
    pub fn interrupted(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Interrupted, message)
    }

    /// Puts the place where it happened in front of the message.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.context.push(place.into());
        self
    }

    /// Says which family the error belongs to.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// True when a named thing was not found.
    pub fn is_not_found(&self) -> bool {
        self.kind == ErrorKind::NotFound
    }

    /// True when the input, not the program or the store, is at fault.
    pub fn is_input(&self) -> bool {
        self.kind == ErrorKind::Input
    }

    /// True when somebody stopped it.
    pub fn is_interrupted(&self) -> bool {
        self.kind == ErrorKind::Interrupted
    }

    /// True when reading or writing failed.
    pub fn is_io(&self) -> bool {
        self.kind == ErrorKind::Io
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, part) in self.context.iter().rev().enumerate() {
            if i > 0 {
                f.write_str(": ")?;
            }
            f.write_str(part)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

impl From<std::io::Error> for Error {
    fn from(e: std::io::Error) -> Self {
        Self::new(ErrorKind::Io, e.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_is_one_line_with_the_outermost_place_first() {
        let e = Error::store("schema 9 is newer than this program (7)").at("news.db");
        assert_eq!(
            e.to_string(),
            "news.db: schema 9 is newer than this program (7)"
        );
        assert_eq!(e.kind(), ErrorKind::Store);
    }
}

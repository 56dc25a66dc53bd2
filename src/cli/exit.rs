//! How a run ends: the exit codes, one list for the program and its help.

use crate::error::{Error, ErrorKind};

/// The exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, also when nothing was found.
    Done,
    /// The condition of `--fail-on` was met.
    Condition,
    /// Wrong usage.
    Usage,
    /// Done, but inputs were refused.
    Refused,
    /// No such article, paragraph or outlet.
    NotFound,
    /// The store cannot be used.
    Store,
    /// The network failed, or may not be used.
    Network,
    /// A bug.
    Bug,
    /// Interrupted.
    Interrupted,
}

impl Exit {
    /// Every code.
    pub const ALL: [Self; 9] = [
        Self::Done,
        Self::Condition,
        Self::Usage,
        Self::Refused,
        Self::NotFound,
        Self::Store,
        Self::Network,
        Self::Bug,
        Self::Interrupted,
    ];

    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Condition => 1,
            Self::Usage => 2,
            Self::Refused => 3,
            Self::NotFound => 4,
            Self::Store => 5,
            Self::Network => 6,
            Self::Bug => 70,
            Self::Interrupted => 130,
        }
    }

    fn meaning(self) -> &'static str {
        match self {
            Self::Done => "done, also when nothing was found",
            Self::Condition => "the condition of --fail-on was met",
            Self::Usage => "wrong usage; nothing was done",
            Self::Refused => "done, but some inputs could not be read or written (they are listed)",
            Self::NotFound => "no such article, paragraph or outlet in the store, or more than one",
            Self::Store => {
                "the store cannot be used: missing, locked, damaged, full, foreign or newer"
            }
            Self::Network => "the network failed or may not be used, and nothing was read",
            Self::Bug => "a bug in urtext; please report it",
            Self::Interrupted => "interrupted; what was reported as stored is stored",
        }
    }
}

impl From<&Error> for Exit {
    fn from(e: &Error) -> Self {
        match e.kind() {
            ErrorKind::Usage => Self::Usage,
            ErrorKind::Input | ErrorKind::Io => Self::Refused,
            ErrorKind::NotFound => Self::NotFound,
            ErrorKind::Store => Self::Store,
            ErrorKind::Network => Self::Network,
            ErrorKind::Interrupted => Self::Interrupted,
            ErrorKind::Bug => Self::Bug,
        }
    }
}

/// The table that `help exit-codes` prints.
pub(super) fn table() -> String {
    let rows: Vec<_> = Exit::ALL
        .iter()
        .map(|e| format!("{:>5}  {}\n", e.code(), e.meaning()))
        .collect();
    format!("Exit codes\n\n{}", rows.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_once_in_the_table() {
        let table = table();
        for exit in Exit::ALL {
            let line = format!("{:>5}  ", exit.code());
            assert_eq!(table.matches(&line).count(), 1, "{exit:?}");
        }
    }

    #[test]
    fn a_missing_article_and_a_broken_store_end_differently() {
        assert_eq!(Exit::from(&Error::not_found("x")), Exit::NotFound);
        assert_eq!(Exit::from(&Error::store("x")).code(), 5);
    }
}

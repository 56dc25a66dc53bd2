//! What SQLite reports, said so that a person can act on it.

use rusqlite::ffi::ErrorCode;

use crate::error::{Error, ErrorKind};

impl From<rusqlite::Error> for Error {
    fn from(e: rusqlite::Error) -> Self {
        Error::store(message(&e))
    }
}

fn message(e: &rusqlite::Error) -> String {
    let rusqlite::Error::SqliteFailure(failure, detail) = e else {
        return match e {
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..) => {
                format!("the store is damaged: a value is not what it should be ({e})")
            }
            _ => e.to_string(),
        };
    };
    let said = match failure.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
            "another process has been writing to the store for too long; nothing was changed, try again when it is done"
        }
        ErrorCode::DiskFull => {
            "no space left for the store; the batch was undone, nothing half-written remains"
        }
        ErrorCode::DatabaseCorrupt => {
            "the store is damaged; restore a copy or build it anew from the articles"
        }
        ErrorCode::NotADatabase => "not an urtext store: not a SQLite file at all",
        ErrorCode::ReadOnly => "the store cannot be written: the file or its folder is read-only",
        ErrorCode::CannotOpen => {
            "the store cannot be opened: no such file, or no right to read it or its folder"
        }
        ErrorCode::PermissionDenied => "no right to use the store",
        ErrorCode::SystemIoFailure => {
            "the disk failed while the store was read or written; the batch was undone"
        }
        ErrorCode::OutOfMemory => "no memory left for the store",
        ErrorCode::TooBig => "a text or value is larger than a store takes (64 MiB)",
        ErrorCode::OperationInterrupted => "interrupted; the batch was undone",
        _ => return detail.clone().unwrap_or_else(|| failure.to_string()),
    };
    said.to_owned()
}

/// Says that something read from the store cannot have been written by this program.
pub(crate) fn damaged(what: impl Into<String>) -> Error {
    Error::store(format!("the store is damaged: {}", what.into()))
}

/// Says that this program asked for something that cannot be.
pub(crate) fn bug(what: impl Into<String>) -> Error {
    Error::new(ErrorKind::Bug, what)
}

//! Which store is meant, and opening it.

use std::path::{Path, PathBuf};

use crate::cli::out::say;
use crate::corpus::{Access, Corpus};
use crate::error::{Error, Result};

/// The name of a store in the current folder.
const LOCAL: &str = "urtext.db";

/// Opens the store that is meant by `given`; makes it, and says so, where `access` allows.
pub(super) fn open(given: Option<&Path>, access: Access, quiet: bool) -> Result<Corpus> {
    let path = meant(given);
    let shown = path.display().to_string();
    if !path.exists() {
        if access != Access::Create {
            return Err(Error::store("no store there").at(shown));
        }
        if let Some(folder) = path
            .parent()
            .filter(|f| given.is_none() && !f.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder)
                .map_err(|e| Error::store(e.to_string()).at(shown.clone()))?;
        }
        if !quiet {
            say(&format!("urtext: creating store {shown}"));
        }
    }
    Corpus::open(&path, access)
}

/// Given, else `./urtext.db` if present, else the user's data folder.
pub(super) fn meant(given: Option<&Path>) -> PathBuf {
    match given {
        Some(path) => path.to_owned(),
        None if Path::new(LOCAL).exists() => LOCAL.into(),
        None => home(),
    }
}

/// `$XDG_DATA_HOME/urtext/urtext.db`, where relative values are ignored (XDG Base Directory, "basics").
fn home() -> PathBuf {
    let folder = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|p| p.is_absolute())
    };
    let data = folder("XDG_DATA_HOME")
        .or_else(|| folder("HOME").map(|h| h.join(".local/share")))
        .or_else(|| folder("LOCALAPPDATA"));
    data.map_or_else(|| LOCAL.into(), |d| d.join("urtext").join(LOCAL))
}

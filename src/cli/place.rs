//! Which store is meant, and opening it.

use std::path::{Path, PathBuf};

use crate::cli::out::say;
use crate::corpus::{Access, Corpus};
use crate::error::{Error, Result};
use crate::segment::LARGEST_FILE;

/// The name of a store in the current folder.
const LOCAL: &str = "urtext.db";

/// The name of a file of outlets beside a store.
const OUTLETS: &str = "outlets.toml";

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

/// The file of outlets that is meant, and its text: the one given, else `outlets.toml` beside the store, if present.
pub(super) fn outlets(given: Option<&Path>, db: Option<&Path>) -> Result<Option<(String, String)>> {
    let path = match given {
        Some(path) => path.to_owned(),
        None => {
            let beside = meant(db).with_file_name(OUTLETS);
            if !beside.is_file() {
                return Ok(None);
            }
            beside
        }
    };
    let shown = format!("file of outlets: {}", path.display());
    let text = read_outlets(&path).map_err(|e| e.at(shown.clone()))?;
    Ok(Some((shown, text)))
}

/// Reads a file of outlets, which has a largest size.
pub(super) fn read_outlets(path: &Path) -> Result<String> {
    let size = std::fs::metadata(path)?.len();
    if size > LARGEST_FILE as u64 {
        return Err(Error::input("a file of outlets has 4 MiB at most"));
    }
    let bytes = std::fs::read(path)?;
    String::from_utf8(bytes).map_err(|e| {
        let before = &e.as_bytes()[..e.utf8_error().valid_up_to()];
        let line = 1 + before.iter().filter(|b| **b == b'\n').count();
        Error::input("not UTF-8; save the file as UTF-8").at(format!("line {line}"))
    })
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

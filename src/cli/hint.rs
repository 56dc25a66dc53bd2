//! What to do next: the line after an error.

use crate::error::{Error, ErrorKind};

/// The hint for an error, where there is one.
pub(super) fn hint(e: &Error) -> Option<&'static str> {
    let text = e.to_string();
    match e.kind() {
        ErrorKind::NotFound if text.contains("outlet") => Some("`urtext outlets` lists the names"),
        ErrorKind::NotFound => {
            Some("`urtext export articles --format csv` lists ids, names and addresses")
        }
        ErrorKind::Store if text.contains("newer") => {
            Some("upgrade urtext, or use another store with --db")
        }
        ErrorKind::Store if text.contains("no store") => {
            Some("`urtext ingest FILE…` makes one; --db names another; `urtext demo` needs none")
        }
        ErrorKind::Store if text.contains("not an urtext store") => {
            Some("it was left as it is; --db names another file")
        }
        ErrorKind::Store if text.contains("locked") || text.contains("busy") => {
            Some("another urtext is writing; try again when it is done")
        }
        ErrorKind::Store if text.contains("full") => {
            Some("free some space; what was stored before is safe")
        }
        ErrorKind::Store => {
            Some("`urtext doctor --full` says what is wrong; --db names another store")
        }
        ErrorKind::Usage if text.contains("--") => None,
        ErrorKind::Usage => Some("`urtext help` lists commands and topics"),
        ErrorKind::Input | ErrorKind::Io if text.contains("truth.json") => {
            Some("`urtext help bench` describes truth.json")
        }
        ErrorKind::Network if text.contains("--offline") => None,
        ErrorKind::Network => Some("`urtext help network` says what is asked and what is not"),
        ErrorKind::Input | ErrorKind::Io if text.contains("file of outlets") => {
            Some("nothing was changed; `urtext outlets file` prints one as it should be")
        }
        ErrorKind::Input => Some(
            "--as TYPE says what the input is (`urtext help ingest` lists them); --map names its keys",
        ),
        ErrorKind::Bug => Some("please report it, with the command and its input"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_store_leads_to_ingest() {
        let e = Error::store("no store there").at("x.db");
        assert!(hint(&e).is_some_and(|h| h.contains("urtext ingest")));
    }
}

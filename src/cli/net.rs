//! The way from the command line's arguments to the network: which are addresses, and whether they may be asked.

use crate::cli::Context;
use crate::error::{Error, Result};

/// Who asks, and whom.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Door {
    /// Whom servers may ask about the requests: an address or mailbox, sent with each
    #[arg(long, value_name = "TEXT")]
    pub(super) contact: Option<String>,
    /// Also ask this machine and its own network, at any port
    #[arg(long, hide = true)]
    pub(super) allow_private: bool,
    /// Also ask at this port
    #[arg(long, hide = true, value_name = "N")]
    pub(super) allow_port: Vec<u16>,
}

/// Whether arguments may be addresses.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Net {
    /// Download the arguments that are addresses (http, https)
    #[arg(long)]
    pub(super) fetch: bool,
    #[command(flatten)]
    pub(super) door: Door,
}

/// True for what is downloaded rather than opened.
pub(super) fn is_address(arg: &str) -> bool {
    let lower = arg.get(..8).unwrap_or(arg).to_ascii_lowercase();
    lower.starts_with("http://") || lower.starts_with("https://")
}

impl Net {
    /// Parts arguments into addresses and everything else.
    ///
    /// # Errors
    /// When one is an address and `--fetch` was not given, or `--offline` was.
    pub(super) fn part(&self, args: &[String], context: &Context) -> Result<Parted> {
        let (addresses, files): (Vec<_>, Vec<_>) =
            args.iter().cloned().partition(|a| is_address(a));
        if let Some(first) = addresses.first() {
            if !self.fetch {
                return Err(Error::usage("this is an address; --fetch downloads it").at(first));
            }
            allowed(context).map_err(|e| e.at(first))?;
        }
        Ok(Parted { addresses, files })
    }
}

/// Arguments by what is done with them.
#[derive(Debug)]
pub(super) struct Parted {
    /// What is downloaded.
    pub(super) addresses: Vec<String>,
    /// What is opened.
    pub(super) files: Vec<String>,
}

/// Says whether the network may be used at all.
pub(super) fn allowed(context: &Context) -> Result<()> {
    if context.offline {
        return Err(Error::network("--offline forbids to download it"));
    }
    if cfg!(feature = "fetch") {
        Ok(())
    } else {
        Err(Error::usage(
            "this urtext was built without the feature `fetch` and downloads nothing",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_from_a_file() {
        for arg in ["http://a.example/", "https://a.example", "HTTPS://A"] {
            assert!(is_address(arg), "{arg}");
        }
        for arg in ["-", "http.txt", "a/http://b", "ftp://a", "é", "https:/a"] {
            assert!(!is_address(arg), "{arg}");
        }
    }
}

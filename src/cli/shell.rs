//! `urtext completions` and `urtext man`: made from the same parser as the help.

use std::path::PathBuf;

use crate::cli::{Context, Exit, command};
use crate::error::{Error, Result};

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
pub(super) struct CompletionArgs {
    /// The shell
    shell: clap_complete::Shell,
}

/// Arguments of `man`.
#[derive(Debug, clap::Args)]
pub(super) struct ManArgs {
    /// Folder for the pages of all commands
    dir: Option<PathBuf>,
}

/// Prints a completion script.
pub(super) fn completions(args: &CompletionArgs, context: &mut Context) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(), "urtext", &mut script);
    context.print.out.text(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

/// Prints the manual page, or writes all of them.
pub(super) fn man(args: &ManArgs, context: &mut Context) -> Result<Exit> {
    match &args.dir {
        Some(dir) => {
            let shown = dir.display().to_string();
            std::fs::create_dir_all(dir)
                .and_then(|()| clap_mangen::generate_to(command(), dir))
                .map_err(|e| Error::from(e).at(shown))?;
        }
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command()).render(&mut page)?;
            context.print.out.text(&String::from_utf8_lossy(&page))?;
        }
    }
    Ok(Exit::Done)
}

//! The command line: arguments in, pages out, one file a command.
//!
//! Standard output holds the answer alone; progress, warnings and hints go to standard error. Interrupting is safe at any
//! moment: every batch of an ingest is one transaction, and the same command again goes on where it stopped.

mod answering;
mod audit;
mod bench;
mod check;
mod compare;
mod demo;
mod doctor;
#[cfg_attr(
    not(feature = "fetch"),
    allow(dead_code, reason = "nothing can be downloaded")
)]
mod downloads;
mod evidence;
mod exit;
mod export;
mod extract;
mod failon;
mod forget;
mod help;
mod hint;
mod ingest;
mod net;
mod origins;
mod out;
mod outlets;
mod place;
mod progress;
mod quotes;
mod reading;
mod review;
mod shell;
mod show;
mod timed;
mod trace;
#[cfg_attr(
    not(feature = "fetch"),
    allow(dead_code, reason = "no feed can be polled")
)]
mod watch;
mod when;

use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};

use crate::corpus::{Access, Corpus};
use crate::error::{Error, Result};
use crate::report::style::Style;

pub use exit::Exit;
use out::{Format, Out, Printer, say};

/// Traces every news paragraph to its earliest known source and says who copied it, how, and whether they said so.
#[derive(Debug, Parser)]
#[command(
    name = "urtext",
    version,
    long_version = concat!(env!("CARGO_PKG_VERSION"), "\noutput schema urtext/v1"),
    disable_help_subcommand = true,
    after_help = "Try `urtext demo` first. Topics: urtext help exit-codes | labels | time | store | network",
    max_term_width = 100
)]
struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Options of every command.
#[derive(Debug, clap::Args)]
struct Globals {
    /// Store to use [env: URTEXT_DB] [default: ./urtext.db if present, else $XDG_DATA_HOME/urtext/urtext.db]
    #[arg(long, global = true, value_name = "FILE")]
    db: Option<PathBuf>,
    /// Names, domains and owners of outlets, laid over the store by commands that write [env: URTEXT_OUTLETS]
    /// [default: outlets.toml beside the store, if present]
    #[arg(long, global = true, value_name = "FILE")]
    outlets: Option<PathBuf>,
    /// Format of the answer
    #[arg(long, global = true, value_enum)]
    format: Option<Format>,
    /// The same as --format json
    #[arg(long, global = true, conflicts_with = "format")]
    json: bool,
    /// When to use colours
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    color: When,
    /// The same as --color never
    #[arg(long, global = true)]
    no_color: bool,
    /// Columns of a page [default: the terminal's, else 100]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(40..=1000))]
    width: Option<u16>,
    /// No summary of what was done, no hints
    #[arg(short, long, global = true)]
    quiet: bool,
    /// More about what is done, on standard error
    #[arg(short, long, global = true)]
    verbose: bool,
    /// No progress bar
    #[arg(long, global = true)]
    no_progress: bool,
    /// Do not ask before deleting
    #[arg(long, global = true)]
    yes: bool,
    /// No network, whatever else is asked for
    #[arg(long, global = true)]
    offline: bool,
    /// Never ask; what would need an answer is refused
    #[arg(long, global = true)]
    no_input: bool,
    /// The present, for repeatable runs
    #[arg(long, global = true, value_name = "T", hide = true)]
    now: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add articles to the store
    Ingest(ingest::Args),
    /// Print what is seen in a page or file; nothing is stored
    Extract(extract::Args),
    /// Poll feeds, add what is new, report copies of an outlet's articles
    Watch(watch::Args),
    /// Say for each paragraph of an article where it comes from and who has it later
    Trace(trace::Args),
    /// Test a text against the store; nothing is stored
    Check(check::Args),
    /// Compare two texts without a store
    Compare(compare::Args),
    /// Show an article, or two side by side
    Show(show::Args),
    /// Count what a site copied, from whom, with which credit
    Audit(audit::Args),
    /// List who is quoted saying what, first printed where
    Quotes(quotes::Args),
    /// Count from how many places a story, a paragraph or a claim comes
    Origins(origins::Args),
    /// Record what people say of matches
    Review(review::Args),
    /// List the outlets, set their kind, merge names, look at standing lines
    Outlets(outlets::Args),
    /// Print everything of one sort, one record a line
    Export(export::Args),
    /// Delete articles, counted first
    Forget(forget::Args),
    /// Check the store
    Doctor(doctor::Args),
    /// Report the errors made on articles of which it is known what was copied
    Bench(bench::Args),
    /// A guided tour on a sample that is built in; writes nothing
    Demo,
    /// Print a completion script
    Completions(shell::CompletionArgs),
    /// Print the manual page, or write all pages into a folder
    Man(shell::ManArgs),
    /// Help on a command or topic
    Help(help::Args),
}

/// What every command is handed.
struct Context {
    db: Option<PathBuf>,
    outlets: Option<PathBuf>,
    print: Printer,
    now: i64,
    clock: downloads::Wall,
    offline: bool,
    quiet: bool,
    verbose: bool,
    progress: bool,
    yes: bool,
    ask: bool,
}

impl Context {
    fn new(globals: &Globals) -> Result<Self> {
        let out = Out::new();
        let (stdin, stderr) = (
            std::io::stdin().is_terminal(),
            std::io::stderr().is_terminal(),
        );
        let colour = match globals.color {
            _ if globals.no_color => false,
            When::Always => true,
            When::Never => false,
            When::Auto => {
                let set = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty());
                let dumb = std::env::var_os("TERM").is_some_and(|t| t == "dumb");
                out.terminal && !set("NO_COLOR") && !dumb
            }
        };
        let terminal = || {
            let size = terminal_size::terminal_size_of(std::io::stdout());
            size.map_or(100, |(width, _)| width.0)
        };
        let width = usize::from(globals.width.unwrap_or_else(terminal)).max(40);
        let now = match &globals.now {
            Some(text) => when::point(text, 0, false)
                .ok_or_else(|| Error::usage(format!("`{text}` is no date or time")).at("--now"))?,
            None => when::now(),
        };
        Ok(Self {
            // An empty variable is as good as none.
            db: globals.db.clone().or_else(|| {
                let set = std::env::var_os("URTEXT_DB").filter(|v| !v.is_empty());
                set.map(PathBuf::from)
            }),
            outlets: globals.outlets.clone().or_else(|| {
                let set = std::env::var_os("URTEXT_OUTLETS").filter(|v| !v.is_empty());
                set.map(PathBuf::from)
            }),
            print: Printer {
                out,
                style: Style { colour, width },
                format: if globals.json {
                    Some(Format::Json)
                } else {
                    globals.format
                },
            },
            now,
            clock: downloads::Wall::new(globals.now.as_ref().map(|_| now)),
            offline: globals.offline,
            quiet: globals.quiet,
            verbose: globals.verbose,
            progress: !globals.no_progress && !globals.quiet && stderr,
            yes: globals.yes,
            ask: !globals.no_input && stdin && stderr,
        })
    }

    /// Opens the store.
    fn corpus(&self, access: Access) -> Result<Corpus> {
        let mut corpus = self.bare_corpus(access)?;
        if access != Access::Read {
            let file = place::outlets(self.outlets.as_deref(), self.db.as_deref())?;
            let laid = match &file {
                Some((place, text)) => corpus
                    .lay_outlets(Some(text))
                    .map_err(|e| e.at(place.clone()))?,
                None => corpus.lay_outlets(None)?,
            };
            if let (Some(view), Some((place, _)), false) = (laid, file, self.quiet) {
                let changed = view.grouped.iter().map(|g| g.articles).sum();
                say(&format!(
                    "urtext: {}: {} moved",
                    crate::report::clean::line(&place),
                    crate::report::figures::plural(changed, "article")
                ));
            }
        }
        Ok(corpus)
    }

    /// Opens the store without laying a file of outlets over it.
    fn bare_corpus(&self, access: Access) -> Result<Corpus> {
        place::open(self.db.as_deref(), access, self.quiet)
    }

    fn hint(&self, text: &str) {
        if !self.quiet {
            say(&format!("hint: {text}"));
        }
    }

    /// Reports refused inputs and gives the code that the run ends with.
    fn refused(&self, refused: Vec<crate::report::intake::RefusedView>, read: usize) -> Exit {
        let mut all = crate::report::intake::Refusals::default();
        refused.into_iter().for_each(|r| all.push(r));
        if all.is_empty() {
            return Exit::Done;
        }
        let records = read + all.len();
        say(&format!(
            "urtext: {}",
            crate::report::human::refusals(&all, records)
        ));
        Exit::Refused
    }

    fn run(&mut self, command: Command) -> Result<Exit> {
        match command {
            Command::Ingest(args) => ingest::run(&args, self),
            Command::Extract(args) => extract::run(&args, self),
            Command::Watch(args) => watch::run(&args, self),
            Command::Trace(args) => trace::run(&args, self),
            Command::Check(args) => check::run(&args, self),
            Command::Compare(args) => compare::run(&args, self),
            Command::Show(args) => show::run(&args, self),
            Command::Audit(args) => audit::run(&args, self),
            Command::Quotes(args) => quotes::run(&args, self),
            Command::Origins(args) => origins::run(&args, self),
            Command::Review(args) => review::run(&args, self),
            Command::Outlets(args) => outlets::run(args, self),
            Command::Export(args) => export::run(&args, self),
            Command::Forget(args) => forget::run(args, self),
            Command::Doctor(args) => doctor::run(&args, self),
            Command::Bench(args) => bench::run(&args, self),
            Command::Demo => demo::run(self),
            Command::Completions(args) => shell::completions(&args, self),
            Command::Man(args) => shell::man(&args, self),
            Command::Help(args) => help::run(&args, self),
        }
    }
}

/// The parser, as completions, manual and help need it.
fn command() -> clap::Command {
    Cli::command()
}

/// Runs urtext with the arguments of the process.
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|info| say(&format!("urtext: a bug: {info}"))));
    let args: Vec<OsString> = std::env::args_os().collect();
    let exit = catch_unwind(AssertUnwindSafe(|| start(args))).unwrap_or_else(|_| {
        say("hint: please report it, with the command and its input");
        Exit::Bug
    });
    ExitCode::from(exit.code())
}

fn start(args: Vec<OsString>) -> Exit {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(e) => return parsing(&e),
    };
    let mut context = match Context::new(&cli.globals) {
        Ok(context) => context,
        Err(e) => return failed(&e, false),
    };
    let result = match cli.command {
        Some(command) => context.run(command),
        None => help::short(&mut context),
    };
    let result = result.and_then(|exit| context.print.out.done().map(|()| exit));
    match result {
        _ if context.print.out.is_broken() => Exit::Done,
        Ok(exit) => exit,
        Err(e) => {
            // What was answered before the trouble is still an answer.
            let _ = context.print.out.done();
            failed(&e, context.quiet)
        }
    }
}

/// Help and version are answers; everything else that the parser says is wrong usage.
fn parsing(e: &clap::Error) -> Exit {
    if e.use_stderr() {
        say(&e.render().to_string());
        return Exit::Usage;
    }
    let mut out = Out::new();
    let text = e.render().to_string();
    match out.text(&text).and_then(|()| out.done()) {
        Err(e) if !out.is_broken() => failed(&e, false),
        _ => Exit::Done,
    }
}

fn failed(e: &Error, quiet: bool) -> Exit {
    say(&format!("urtext: {e}"));
    if let (Some(hint), false) = (hint::hint(e), quiet) {
        say(&format!("hint: {hint}"));
    }
    Exit::from(e)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parser_is_sound() {
        command().debug_assert();
    }

    #[test]
    fn every_option_and_command_is_explained() {
        fn look(command: &clap::Command) {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for arg in command.get_arguments().filter(|a| !a.is_hide_set()) {
                assert!(
                    arg.get_help().is_some(),
                    "{} {}",
                    command.get_name(),
                    arg.get_id()
                );
            }
            command.get_subcommands().for_each(look);
        }
        look(&command());
    }
}

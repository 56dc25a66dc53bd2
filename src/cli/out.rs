//! The two streams: the answer on standard output, everything else on standard error.

use std::io::{self, BufWriter, IsTerminal as _, Stdout, Write};

use serde::Serialize;

use crate::error::{Error, Result};
use crate::report::clean::clean;
use crate::report::csv::Sheet;
use crate::report::json;
use crate::report::rows::{Row, markdown};
use crate::report::style::Style;

/// The formats of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// Text for people
    Table,
    /// One JSON document
    Json,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated values
    Csv,
    /// Tab-separated values
    Tsv,
    /// A Markdown table
    Md,
}

/// Standard output. Remembers a broken pipe, so that the run can end quietly.
pub(super) struct Out {
    to: BufWriter<Stdout>,
    /// Whether a person may be looking.
    pub(super) terminal: bool,
    broken: bool,
}

impl Out {
    pub(super) fn new() -> Self {
        let to = io::stdout();
        let terminal = to.is_terminal();
        Self {
            to: BufWriter::with_capacity(1 << 16, to),
            terminal,
            broken: false,
        }
    }

    /// True when the reader has gone.
    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }

    /// Writes text as it is.
    pub(super) fn text(&mut self, text: &str) -> Result<()> {
        self.write_all(text.as_bytes()).map_err(output)
    }

    /// Hands everything to the system.
    pub(super) fn done(&mut self) -> Result<()> {
        self.flush().map_err(output)
    }

    fn note<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        if let Err(e) = &result {
            self.broken |= e.kind() == io::ErrorKind::BrokenPipe;
        }
        result
    }
}

fn output(e: io::Error) -> Error {
    Error::from(e).at("standard output")
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.to.write(bytes);
        self.note(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.to.flush();
        self.note(result)
    }
}

/// Says something on standard error, cleaned; nobody listening is no trouble.
pub(super) fn say(text: &str) {
    let _ = writeln!(
        io::stderr().lock(),
        "{}",
        clean(text.trim_end_matches('\n'))
    );
}

/// A head and its rows.
pub(super) type Flat = (&'static [&'static str], Vec<Vec<String>>);

/// How answers are printed in this run.
pub(super) struct Printer {
    pub(super) out: Out,
    pub(super) style: Style,
    pub(super) format: Option<Format>,
}

impl Printer {
    /// The format asked for, else text for people.
    pub(super) fn format(&self) -> Format {
        self.format.unwrap_or(Format::Table)
    }

    /// Prints one view.
    pub(super) fn one<T: Serialize>(
        &mut self,
        view: &T,
        page: impl FnOnce(&Style) -> String,
        flat: impl FnOnce() -> Flat,
    ) -> Result<()> {
        match self.format() {
            Format::Table => {
                let page = page(&self.style);
                self.out.text(&page)
            }
            Format::Json => {
                let text = json::document(view, self.out.terminal)?;
                self.out.text(&text)?;
                self.out.text("\n")
            }
            Format::Jsonl => self.line(view),
            Format::Csv | Format::Tsv | Format::Md => {
                let (head, rows) = flat();
                self.flat(head, &rows)
            }
        }
    }

    /// Prints a list of views: one array, one object a line, or rows.
    pub(super) fn list<T: Serialize + Row>(
        &mut self,
        views: &[T],
        page: impl FnOnce(&Style) -> String,
    ) -> Result<()> {
        if self.format() == Format::Jsonl {
            return views.iter().try_for_each(|v| self.line(v));
        }
        self.one(&views, page, || {
            (T::HEAD, views.iter().map(Row::row).collect())
        })
    }

    /// Prints one JSON object on one line.
    pub(super) fn line<T: Serialize + ?Sized>(&mut self, view: &T) -> Result<()> {
        let text = json::line(view, self.out.terminal)?;
        self.out.text(&text)?;
        self.out.text("\n")
    }

    fn flat(&mut self, head: &[&str], rows: &[Vec<String>]) -> Result<()> {
        let delimiter = match self.format() {
            Format::Md => return self.out.text(&markdown(head, rows)),
            Format::Tsv => b'\t',
            _ => b',',
        };
        let terminal = self.out.terminal;
        let mut sheet = Sheet::new(&mut self.out, delimiter, false, head)?;
        for row in rows {
            if terminal {
                let shown: Vec<_> = row.iter().map(|c| clean(c).into_owned()).collect();
                sheet.row(&shown)?;
            } else {
                sheet.row(row)?;
            }
        }
        sheet.finish().map(|_| ())
    }
}

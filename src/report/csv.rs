//! CSV and TSV (RFC 4180), with a guard against cells that spreadsheets would run as formulas (CWE-1236).

use std::borrow::Cow;
use std::io::Write;

use crate::error::{Error, ErrorKind, Result};

/// Writes rows of cells and counts how many of them it had to guard.
pub struct Sheet<W: Write> {
    out: ::csv::Writer<W>,
    raw: bool,
    guarded: usize,
    rows: usize,
}

impl<W: Write> Sheet<W> {
    /// Starts a sheet with its head. `raw` switches the guard off.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    pub fn new(out: W, delimiter: u8, raw: bool, head: &[&str]) -> Result<Self> {
        let mut out = ::csv::WriterBuilder::new()
            .delimiter(delimiter)
            .from_writer(out);
        out.write_record(head).map_err(trouble)?;
        Ok(Self {
            out,
            raw,
            guarded: 0,
            rows: 0,
        })
    }

    /// Writes one row.
    ///
    /// # Errors
    /// When the output cannot be written to.
    pub fn row(&mut self, cells: &[String]) -> Result<()> {
        for cell in cells {
            let cell = if self.raw {
                Cow::Borrowed(cell.as_str())
            } else {
                guard(cell)
            };
            self.guarded += usize::from(matches!(cell, Cow::Owned(_)));
            self.out.write_field(cell.as_bytes()).map_err(trouble)?;
        }
        self.rows += 1;
        self.out.write_record(None::<&[u8]>).map_err(trouble)
    }

    /// Ends the sheet; returns the writer, the number of rows and of guarded cells.
    ///
    /// # Errors
    /// When the output cannot be written to.
    pub fn finish(self) -> Result<(W, usize, usize)> {
        let (rows, guarded) = (self.rows, self.guarded);
        let out = self
            .out
            .into_inner()
            .map_err(|e| Error::from(std::io::Error::from(e.error().kind())))?;
        Ok((out, rows, guarded))
    }
}

fn trouble(e: ::csv::Error) -> Error {
    match e.into_kind() {
        ::csv::ErrorKind::Io(e) => e.into(),
        other => Error::new(ErrorKind::Bug, format!("cannot write CSV: {other:?}")),
    }
}

/// Puts `'` before a cell that a spreadsheet would take for a formula, full-width look-alikes included
/// (OWASP ASVS 1.2.10; quoting alone does not help). Plain numbers are left alone.
pub fn guard(cell: &str) -> Cow<'_, str> {
    let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠']);
    if risky && cell.parse::<f64>().is_err() {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed_and_numbers_are_not_touched() {
        for cell in ["=1+1", "+cmd", "-x", "@sum", "\tx", "\rx", "\0", "＝1"] {
            assert_eq!(guard(cell), format!("'{cell}"));
        }
        for cell in ["-12", "1.5", "", "plain", "a=b"] {
            assert_eq!(guard(cell), cell);
        }
    }

    #[test]
    fn cells_are_quoted_as_the_standard_says_and_guarded_cells_are_counted() {
        let mut sheet = Sheet::new(Vec::new(), b',', false, &["a", "b"]).unwrap();
        sheet.row(&["x,\"y\"\nz".into(), "=1".into()]).unwrap();
        let (bytes, rows, guarded) = sheet.finish().unwrap();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "a,b\n\"x,\"\"y\"\"\nz\",'=1\n"
        );
        assert_eq!((rows, guarded), (1, 1));
    }
}

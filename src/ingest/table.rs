//! Tables: CSV, TSV and their kin, row by row; the first line names the columns.
//!
//! The `csv` crate cuts rows and cells. What stands around it: which sign separates cells, what a column's name means,
//! which charset it is in, and a cap on what one row may hold, since a quote that nobody closes swallows the rest.

mod charset;
mod columns;

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

use csv::{ByteRecord, ReaderBuilder};

use crate::ingest::json::Loose;
use crate::ingest::record::{Fields, article};
use crate::ingest::{Push, ReadOptions, Refused, guarded};
use charset::Charset;
use columns::Columns;

/// Signs that separate cells, best first.
const SEPARATORS: [u8; 4] = [b'\t', b',', b';', b'|'];
/// Reason of the error with which a row over the cap ends the reading.
const OVER: &str = "over the cap";

/// Reads a table: each row with a text is an article; bad rows are refused by their line and the rest is read.
pub(crate) fn read(
    name: &str,
    input: &mut dyn BufRead,
    options: &ReadOptions,
    push: &mut Push<'_>,
) {
    if let Err(refused) = rows(name, input, options, push) {
        let _ = push(Err(refused));
    }
}

fn rows(
    name: &str,
    input: &mut dyn BufRead,
    options: &ReadOptions,
    push: &mut Push<'_>,
) -> Result<(), Refused> {
    let unreadable = |e: &io::Error| Refused::new(name, "unreadable", e.to_string());
    let head = input.fill_buf().map_err(|e| unreadable(&e))?;
    let (mut charset, mark) = Charset::of(head);
    input.consume(mark);
    let mut input = charset.reader(input);
    // Spreadsheets may name the separator in a line of its own.
    let front = first_line(&mut *input, options.limits.line_bytes).map_err(|e| unreadable(&e))?;
    let named = front.trim_ascii().strip_prefix(b"sep=");
    let named = named.and_then(|s| s.first().copied()).or_else(|| {
        let is_tab = front.starts_with(b"sep=\t");
        is_tab.then_some(b'\t')
    });
    let skipped = u64::from(named.is_some());
    let front = if named.is_some() { Vec::new() } else { front };
    let left = Rc::new(Cell::new(options.limits.line_bytes));
    let separator = named.unwrap_or_else(|| separator(&front));
    let capped = Capped {
        inner: io::Cursor::new(front).chain(input),
        left: Rc::clone(&left),
    };
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(capped);
    let mut columns: Option<Columns> = None;
    let mut row = ByteRecord::new();
    let mut number = 0_u64;
    loop {
        left.set(options.limits.line_bytes);
        let more = reader.read_byte_record(&mut row);
        let line = row.position().map_or(0, csv::Position::line) + skipped;
        match more {
            Ok(true) => {}
            Ok(false) if columns.is_none() => {
                return Err(Refused::new(name, "empty", "the table has no lines"));
            }
            Ok(false) => return Ok(()),
            Err(e) => {
                let place = format!("{name}:{}", reader.position().line() + skipped);
                if left.get() > 0 {
                    return Err(Refused::new(&place, "unreadable", e.to_string()));
                }
                let most = options.limits.line_bytes;
                let detail = format!("a row has more than {most} bytes; is a quote left open?");
                return Err(Refused::new(&place, "row too long", detail));
            }
        }
        let cells: Vec<_> = row.iter().map(|cell| charset.text(cell)).collect();
        let Some(columns) = &columns else {
            columns = Some(Columns::of(name, &cells, options)?);
            continue;
        };
        number += 1;
        let place = format!("{name}:{line}");
        let item = guarded(&place, || {
            columns.check(&place, number, &cells)?;
            let mut fields = Fields::default();
            for (key, at) in &columns.known {
                let cell = cells.get(*at).filter(|c| !c.trim().is_empty());
                if let (Some(slot), Some(cell)) = (fields.slot(key), cell) {
                    *slot = Loose(Some(cell.clone()));
                }
            }
            article(&place, &fields, options).map_err(|mut refused| {
                if refused.reason == "no text" {
                    refused.detail =
                        format!("row {number} has nothing in its column `{}`", columns.text);
                }
                refused
            })
        });
        if push(item) == ControlFlow::Break(()) {
            return Ok(());
        }
    }
}

/// The first line with its end, as far as the cap goes.
fn first_line(input: &mut dyn BufRead, most: usize) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    let most = u64::try_from(most).unwrap_or(u64::MAX);
    input.take(most).read_until(b'\n', &mut line)?;
    Ok(line)
}

/// The sign that separates most cells of the first line, quoted ones left out.
fn separator(line: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [0_usize; SEPARATORS.len()];
    for byte in line {
        if *byte == b'"' {
            quoted = !quoted;
        } else if !quoted && let Some(at) = SEPARATORS.iter().position(|s| s == byte) {
            counts[at] += 1;
        }
    }
    let most = counts.into_iter().max().unwrap_or(0);
    let best = counts.iter().position(|n| *n == most && most > 0);
    best.map_or(b',', |at| SEPARATORS[at])
}

/// Lets no row take more than what is left for it.
struct Capped<R> {
    inner: R,
    left: Rc<Cell<usize>>,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = self.left.get();
        if left == 0 {
            return Err(io::Error::other(OVER));
        }
        let most = into.len().min(left);
        let n = self.inner.read(&mut into[..most])?;
        self.left.set(left - n);
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::{Format, Limits, ReadOptions, read};
    use crate::model::Article;

    fn table(bytes: &[u8], options: &ReadOptions) -> (Vec<Article>, Vec<(String, String, String)>) {
        let options = ReadOptions {
            format: Format::Csv,
            ..options.clone()
        };
        let read = read("t.csv", bytes, &options);
        let refused = read
            .refused
            .into_iter()
            .map(|r| (r.place, r.reason, r.detail));
        (read.articles, refused.collect())
    }

    #[test]
    fn columns_are_known_by_many_names_and_cells_may_hold_lines() {
        let csv = "\u{FEFF}ID;Link;Media_Name;PubDate;Headline;Body;Author;Lang\r\n\
            7;https://a.example/7;The Post;2023-09-19 06:08;River;\"One; two.\n\nSaid \"\"no\"\".\";Ida Berg;en\r\n";
        let (articles, refused) = table(csv.as_bytes(), &ReadOptions::default());
        assert!(refused.is_empty(), "{refused:?}");
        let article = &articles[0];
        assert_eq!(article.url.as_deref(), Some("https://a.example/7"));
        assert_eq!(article.outlet.as_deref(), Some("The Post"));
        assert_eq!(article.title.as_deref(), Some("River"));
        assert_eq!(article.byline.as_deref(), Some("Ida Berg"));
        assert_eq!(article.language.as_deref(), Some("en"));
        assert_eq!(article.name.as_deref(), Some("7"));
        assert_eq!(article.text, "One; two.\n\nSaid \"no\".");
        assert_eq!(article.dates[0].rfc3339(), "2023-09-19T06:08:00Z");
    }

    #[test]
    fn every_separator_and_charset_is_read() {
        let plain = "url,text\nhttps://a.example,Größe\n";
        let wide = |text: &str| {
            text.encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<u8>>()
        };
        let latin = encoding_rs::WINDOWS_1252
            .encode("text\turl\nGröße – „so“\t\nÄrger über Öl\t")
            .0
            .into_owned();
        for (bytes, want) in [
            (plain.as_bytes().to_vec(), "Größe"),
            (plain.replace(',', "|").into_bytes(), "Größe"),
            (
                format!("sep=;\n{}", plain.replace(',', ";")).into_bytes(),
                "Größe",
            ),
            (
                wide(&format!("\u{FEFF}{}", plain.replace(',', "\t"))),
                "Größe",
            ),
            (wide(plain), "Größe"),
            (latin, "Größe – „so“"),
            (b"text\njust one column\n".to_vec(), "just one column"),
        ] {
            let (articles, refused) = table(&bytes, &ReadOptions::default());
            assert!(refused.is_empty(), "{refused:?}");
            assert_eq!(articles[0].text, want);
        }
    }

    #[test]
    fn bad_rows_are_refused_by_line_and_the_rest_is_read() {
        let csv = "url,text\na,\"one\ntwo\"\nonly\nb,x,y\nc, \nd,four,,\n";
        let (articles, refused) = table(csv.as_bytes(), &ReadOptions::default());
        assert_eq!(articles.len(), 2);
        let refused: Vec<_> = refused.iter().map(|r| (&*r.0, &*r.1, &*r.2)).collect();
        assert_eq!(
            refused,
            [
                (
                    "t.csv:4",
                    "bad row",
                    "row 2 has 1 cell where the first line names 2 columns"
                ),
                (
                    "t.csv:5",
                    "bad row",
                    "row 3 has 3 cells where the first line names 2 columns"
                ),
                (
                    "t.csv:6",
                    "no text",
                    "row 4 has nothing in its column `text`"
                ),
            ]
        );
    }

    #[test]
    fn a_table_without_a_text_is_refused_once_with_what_it_has() {
        let (articles, refused) = table(b"url,heading\na,b\nc,d\n", &ReadOptions::default());
        assert!(articles.is_empty());
        assert_eq!(refused.len(), 1);
        assert_eq!(refused[0].1, "no text");
        assert!(refused[0].2.contains("url, heading"), "{}", refused[0].2);
        let options = ReadOptions {
            map: vec![
                ("text".into(), "Heading".into()),
                ("licence".into(), "url".into()),
            ],
            ..ReadOptions::default()
        };
        let (articles, _) = table(b"url,heading\na,b\nc,d\n", &options);
        assert_eq!(articles.len(), 2);
        assert_eq!(articles[0].licence.as_deref(), Some("a"));
    }

    #[test]
    fn a_source_is_the_outlet_only_where_nothing_else_names_one() {
        let (articles, _) = table(b"source,text\nWire,x\n", &ReadOptions::default());
        assert_eq!(articles[0].outlet.as_deref(), Some("Wire"));
        assert!(articles[0].credits.is_empty());
        let (articles, _) = table(
            b"source,text,publisher\nWire,x,Post\n",
            &ReadOptions::default(),
        );
        assert_eq!(articles[0].outlet.as_deref(), Some("Post"));
        assert_eq!(articles[0].credits[0].to, "Wire");
        let options = ReadOptions {
            outlet: Some("Post".into()),
            ..ReadOptions::default()
        };
        let (articles, _) = table(b"source,text\nWire,x\n", &options);
        assert_eq!(articles[0].outlet.as_deref(), Some("Post"));
        assert_eq!(articles[0].credits[0].to, "Wire");
    }

    #[test]
    fn a_quote_left_open_stops_at_the_cap() {
        let limits = Limits {
            line_bytes: 1000,
            ..Limits::default()
        };
        let options = ReadOptions {
            limits,
            ..ReadOptions::default()
        };
        let csv = format!("url,text\na,fine\nb,\"{}", "c,d\n".repeat(100_000));
        let (articles, refused) = table(csv.as_bytes(), &options);
        assert_eq!(articles.len(), 1);
        assert_eq!(refused.len(), 1);
        assert_eq!(refused[0].1, "row too long");
    }
}

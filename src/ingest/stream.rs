//! Records one by one from a stream of any size, with one line in memory at a time.

use std::io::{BufRead, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::ingest::source::{Bomb, Peeked, unreadable};
use crate::ingest::{Format, Push, ReadOptions, Refused, Source};
use crate::ingest::{archive, decode, guarded, record, streamed, warc, whole};
use crate::model::Article;

/// Size up to which no ratio is looked at, in bytes.
pub(crate) const RATIO_FROM: u64 = 1 << 20;

/// One article read from a stream, or why it could not be.
#[derive(Debug)]
pub struct Record {
    /// The article or the refusal.
    pub item: Result<Article, Refused>,
    /// Bytes taken from the input so far, this record included. For a [`Source`] these are bytes of the file as it
    /// lies on disk, comparable with [`Source::size`]; for [`read_stream`] bytes of the stream.
    pub consumed: u64,
}

/// Reads records line by line and hands each to `each`, in order, until the stream or `each` ends.
///
/// Blank lines are skipped. A line over the cap, one that is no UTF-8 and one that is no record are refused with their
/// line number (from 1) and the rest is read; a failing stream ends with a refusal of reason `unreadable`.
pub fn read_stream(
    name: &str,
    input: impl BufRead,
    options: &ReadOptions,
    each: &mut dyn FnMut(Record) -> ControlFlow<()>,
) {
    lines(name, input, options, None, each);
}

/// Reads one source of any kind: records are streamed, a page or text is read whole within the caps.
pub fn read_source(
    source: &Source,
    options: &ReadOptions,
    each: &mut dyn FnMut(Record) -> ControlFlow<()>,
) {
    let (raw, count) = match source.raw() {
        Ok(opened) => opened,
        Err(e) => {
            let item = Err(unreadable(source.name(), &e));
            let _ = each(Record { item, consumed: 0 });
            return;
        }
    };
    let taken = Arc::clone(&count);
    let input = Input {
        raw,
        count,
        path: source.path(),
        is_member: false,
        inflates: false,
    };
    read_input(source.name(), input, options, &mut |item| {
        let consumed = taken.load(Ordering::Relaxed);
        each(Record { item, consumed })
    });
}

/// One input as it comes from a disk, a pipe or an archive, before it is known what it is.
pub(crate) struct Input<'a> {
    /// Its bytes, packed or not.
    pub(crate) raw: Box<dyn BufRead + 'a>,
    /// How many bytes of the file it took so far.
    pub(crate) count: Arc<AtomicU64>,
    /// The file, where it is one.
    pub(crate) path: Option<&'a Path>,
    /// Whether it lies in a zip or tar.
    pub(crate) is_member: bool,
    /// Whether what carries it is compressed.
    pub(crate) inflates: bool,
}

impl<'a> Input<'a> {
    /// Bytes at hand.
    pub(crate) fn of(bytes: &'a [u8]) -> Self {
        Self {
            raw: Box::new(bytes),
            count: Arc::new(AtomicU64::new(bytes.len() as u64)),
            path: None,
            is_member: false,
            inflates: false,
        }
    }
}

/// Tells of an archive that was read to its end and held nothing for us.
fn told_when_silent(place: &str, push: &mut Push<'_>, read: impl FnOnce(&mut Push<'_>)) {
    let mut silent = true;
    read(&mut |item| {
        silent = false;
        push(item)
    });
    if silent {
        let detail = "nothing in it is a page, a feed, a text or a file of records";
        let _ = push(Err(Refused::new(place, "no article", detail)));
    }
}

/// Reads one input of any kind.
pub(crate) fn read_input(name: &str, input: Input<'_>, options: &ReadOptions, push: &mut Push<'_>) {
    let mut raw = match Peeked::new(input.raw) {
        Ok(raw) => raw,
        Err(e) => {
            let _ = push(Err(unreadable(name, &e)));
            return;
        }
    };
    let front = raw.front();
    let told = options.content_type.as_deref();
    let format = options.format.or_sniffed(name, &front, told);
    let packed = raw.is_packed();
    let records = {
        let wide = front.starts_with(&[0xFF, 0xFE]) || front.starts_with(&[0xFE, 0xFF]);
        format == Format::Jsonl && !wide && one_a_line(&front)
    };
    match format {
        // Where a record stands is told in bytes of the packed file, so the reader unpacks.
        Format::Warc => {
            drop(front);
            return told_when_silent(&format!("{name}@0"), push, |push| {
                warc::read(name, &mut raw, options, push);
            });
        }
        Format::Archive if input.is_member => {
            let detail = "an archive inside an archive is not opened";
            let _ = push(Err(Refused::new(name, "nested archive", detail)));
            return;
        }
        Format::Archive if front.is_empty() && !packed => {
            let _ = push(Err(Refused::new(name, "empty", "the input holds no bytes")));
            return;
        }
        Format::Archive => {
            let named = name.to_ascii_lowercase().ends_with(".zip");
            let zip = named || archive::is_zip(&front);
            drop(front);
            let whole = archive::Whole {
                name,
                count: input.count,
                path: input.path.filter(|_| !packed),
                packed,
            };
            return told_when_silent(name, push, |push| {
                archive::read(&whole, raw.plain(), zip, options, push);
            });
        }
        _ => {}
    }
    let mut plain = raw.plain();
    let taken = || input.count.load(Ordering::Relaxed);
    if records {
        return lines(name, plain, options, Some(&taken), &mut |r| push(r.item));
    }
    if format.is_streamed() {
        return streamed(name, &mut plain, format, options, push);
    }
    let limits = &options.limits;
    let cap = if packed || input.inflates {
        limits.inflated_bytes
    } else {
        limits.file_bytes
    };
    let ratio = packed.then_some(limits.ratio);
    match all(name, &mut plain, cap, ratio, &taken) {
        Ok(bytes) if bytes.is_empty() => {
            let _ = push(Err(Refused::new(name, "empty", "the input holds no bytes")));
        }
        Ok(bytes) if format == Format::Jsonl => read_all(name, &bytes, options, push),
        Ok(bytes) => whole(name, &bytes, format, options, push),
        Err(refused) => {
            let _ = push(Err(refused));
        }
    }
}

/// Reads a document whole, or refuses it: one byte more than the cap is asked for, so that nothing is cut unseen.
pub(crate) fn all(
    name: &str,
    input: &mut dyn BufRead,
    cap: u64,
    ratio: Option<u64>,
    taken: &dyn Fn() -> u64,
) -> Result<Vec<u8>, Refused> {
    let mut bytes = Vec::new();
    loop {
        let step = RATIO_FROM.min(cap.saturating_add(1) - bytes.len() as u64);
        let got = input.take(step).read_to_end(&mut bytes);
        let got = got.map_err(|e| unreadable(name, &e))?;
        let size = bytes.len() as u64;
        if size > cap {
            let detail = format!("the document has more than {cap} bytes");
            return Err(Refused::new(name, "too large", detail));
        }
        if let Some(ratio) = ratio.filter(|r| size > RATIO_FROM && size / r > taken()) {
            let detail = Bomb { ratio }.to_string();
            return Err(Refused::new(name, "compression bomb", detail));
        }
        if got == 0 {
            return Ok(bytes);
        }
    }
}

/// True when the front of the input may be one record a line: it opens an object that does not go over lines.
fn one_a_line(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if start.starts_with('[') {
        return false;
    }
    match start.split_once('\n') {
        Some((line, _)) => !matches!(line.trim(), "{" | "[") && !is_unfinished(line),
        None => true,
    }
}

/// True when a line stops inside a JSON value.
fn is_unfinished(line: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(line).is_err_and(|e| e.is_eof())
}

/// Reads records from bytes in memory: one a line, one alone over many lines, or an array.
pub(crate) fn read_all(name: &str, bytes: &[u8], options: &ReadOptions, push: &mut Push<'_>) {
    let head = &bytes[..bytes.len().min(65_536)];
    let utf8 = std::str::from_utf8(bytes).is_ok();
    let text = decode::text(bytes);
    let text = text.trim_start_matches('\u{FEFF}');
    if !one_a_line(head) || (!utf8 && !one_a_line(text.as_bytes())) {
        // A file whose one value spans lines is read as a whole; when that fails, its lines still may be records.
        if let Ok(values) = one_value(text) {
            for (number, value) in (1..).zip(values) {
                let place = format!("{name}:{number}");
                let json = value.to_string();
                if push(guarded(&place, || record::read(&place, &json, options))).is_break() {
                    return;
                }
            }
            return;
        }
    }
    let wide = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let source = if wide { text.as_bytes() } else { bytes };
    lines(name, source, options, None, &mut |record| push(record.item));
}

/// The records of one JSON text: the members of an array, or the one object.
fn one_value(text: &str) -> serde_json::Result<Vec<serde_json::Value>> {
    if text.trim_start().starts_with('[') {
        serde_json::from_str(text)
    } else {
        serde_json::from_str(text).map(|one| vec![one])
    }
}

fn lines(
    name: &str,
    mut input: impl BufRead,
    options: &ReadOptions,
    taken: Option<&dyn Fn() -> u64>,
    each: &mut dyn FnMut(Record) -> ControlFlow<()>,
) {
    let cap = options.limits.line_bytes;
    let mut line = Vec::new();
    let (mut number, mut streamed) = (0_u64, 0_u64);
    loop {
        line.clear();
        number += 1;
        let place = || format!("{name}:{number}");
        let most = u64::try_from(cap).unwrap_or(u64::MAX).saturating_add(1);
        let read = input.by_ref().take(most).read_until(b'\n', &mut line);
        let item = match read {
            Ok(0) => return,
            Err(e) => {
                let item = Err(unreadable(&place(), &e));
                let consumed = taken.map_or(streamed, |t| t());
                let _ = each(Record { item, consumed });
                return;
            }
            Ok(n) => {
                streamed += n as u64;
                let ended = line.last() == Some(&b'\n');
                if line.len() > cap && !ended {
                    streamed += skip_line(&mut input);
                    let detail = format!("the line has more than {cap} bytes");
                    Err(Refused::new(&place(), "line too long", detail))
                } else {
                    let mut bytes = &line[..];
                    if number == 1 {
                        bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
                    }
                    let bytes = bytes.trim_ascii();
                    if bytes.is_empty() {
                        continue;
                    }
                    match std::str::from_utf8(bytes) {
                        Ok(json) => guarded(&place(), || record::read(&place(), json, options)),
                        Err(e) => {
                            let detail =
                                format!("byte {} of the line is no UTF-8", e.valid_up_to() + 1);
                            Err(Refused::new(&place(), "not UTF-8", detail))
                        }
                    }
                }
            }
        };
        let consumed = taken.map_or(streamed, |t| t());
        if each(Record { item, consumed }).is_break() {
            return;
        }
    }
}

/// Passes over the rest of a line without keeping it; the number of bytes passed.
fn skip_line(input: &mut impl BufRead) -> u64 {
    let mut passed = 0;
    loop {
        let (n, ended) = match input.fill_buf() {
            Ok([]) | Err(_) => return passed,
            Ok(buffer) => match buffer.iter().position(|b| *b == b'\n') {
                Some(at) => (at + 1, true),
                None => (buffer.len(), false),
            },
        };
        input.consume(n);
        passed += n as u64;
        if ended {
            return passed;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Limits, read};

    fn places(bytes: &[u8], options: &ReadOptions) -> (usize, Vec<(String, String)>) {
        let read = read("n.jsonl", bytes, options);
        let refused = read.refused.into_iter().map(|r| (r.place, r.reason));
        (read.articles.len(), refused.collect())
    }

    #[test]
    fn a_bad_line_is_refused_by_its_number_and_the_rest_is_read() {
        let bytes =
            b"\xEF\xBB\xBF{\"text\":\"a\"}\r\n\n{\"text\":\n{\"text\":\"\xFF\"}\n{\"text\":\"b\"}";
        let (articles, refused) = places(bytes, &ReadOptions::default());
        assert_eq!(articles, 2);
        let want = [("n.jsonl:3", "not JSON"), ("n.jsonl:4", "not UTF-8")];
        assert_eq!(refused, want.map(|(p, r)| (p.to_owned(), r.to_owned())));
    }

    #[test]
    fn a_line_over_the_cap_is_refused_not_cut() {
        let limits = Limits {
            line_bytes: 64,
            ..Limits::default()
        };
        let options = ReadOptions {
            limits,
            ..ReadOptions::default()
        };
        let bytes = format!("{{\"text\":\"{}\"}}\n{{\"text\":\"b\"}}\n", "x".repeat(500));
        let mut seen = Vec::new();
        read_stream("n.jsonl", bytes.as_bytes(), &options, &mut |r| {
            seen.push((r.item.map(|a| a.text).map_err(|r| r.reason), r.consumed));
            ControlFlow::Continue(())
        });
        assert_eq!(seen[0], (Err("line too long".into()), 512));
        assert_eq!(seen[1], (Ok("b".into()), bytes.len() as u64));
    }

    #[test]
    fn an_array_and_an_object_over_many_lines_are_records_too() {
        let array = b"[\n {\"text\": \"a\"},\n {\"text\": \"\"}\n]";
        let (articles, refused) = places(array, &ReadOptions::default());
        assert_eq!((articles, &*refused[0].0), (1, "n.jsonl:2"));
        let object = b"{\n \"text\": \"a\",\n \"title\": \"b\"\n}\n";
        assert_eq!(places(object, &ReadOptions::default()), (1, vec![]));
    }

    #[test]
    fn records_in_utf16_are_records_too() {
        let text = "\u{FEFF}{\"text\":\"Äpfel\"}\n{\"text\":\"Birnen\"}\n";
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(places(&bytes, &ReadOptions::default()), (2, vec![]));
    }

    #[test]
    fn one_bad_record_never_ends_the_run() {
        let deep = format!("{{\"x\":{}1{}}}", "[".repeat(9000), "]".repeat(9000));
        let mut lines: Vec<String> = (0..1000)
            .map(|n| format!("{{\"text\":\"t{n}\"}}"))
            .collect();
        for (at, bad) in [(0, &*deep), (500, "{"), (900, "null"), (1000, "\u{0}")] {
            lines.insert(at, bad.to_owned());
        }
        let (articles, refused) = places(lines.join("\n").as_bytes(), &ReadOptions::default());
        assert_eq!((articles, refused.len()), (1000, 4));
    }

    #[test]
    fn the_reader_stops_when_told() {
        let mut seen = 0;
        let bytes = &b"{\"text\":\"a\"}\n{\"text\":\"b\"}\n"[..];
        read_stream("n.jsonl", bytes, &ReadOptions::default(), &mut |_| {
            seen += 1;
            ControlFlow::Break(())
        });
        assert_eq!(seen, 1);
    }
}

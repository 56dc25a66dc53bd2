//! WARC and ARC, plain or gzipped by record: each record that holds a page, feed or text is read, each that is damaged is refused
//! with its place `name@OFFSET`, and the rest goes on at the next record.
//!
//! OFFSET counts the bytes of the file as it lies on disk; of a record that does not begin its gzip member it is
//! `MEMBER+BYTES`, the bytes counted after inflation. One record at a time is in memory.

mod header;
mod http;
mod page;
mod raw;
mod tape;

use std::io::BufRead;
use std::ops::ControlFlow;

use crate::ingest::{Push, ReadOptions, Refused};
use header::Head;
use tape::{Tape, Wall};

pub(crate) use header::arc_time;

/// How far beyond a record is looked to see whether it ends where it says, in bytes.
const BEYOND: usize = 16;
/// The same for ARC, whose records begin with a line as long as an address.
const LINE: usize = 8192;
/// How much is looked through at a time, in bytes.
const STEP: usize = 65_536;

/// Reads the records of `input`, the bytes of the file as they are.
pub(crate) fn read(
    name: &str,
    input: &mut dyn BufRead,
    options: &ReadOptions,
    push: &mut Push<'_>,
) {
    let mut reader = Reader {
        tape: Tape::new(input, &options.limits),
        name,
        options,
        push,
        arc: false,
        lost: false,
    };
    let first = reader.tape.fill(STEP);
    reader.arc = first.starts_with(b"filedesc:")
        || !first.starts_with(b"WARC/") && name.trim_end_matches(".gz").ends_with(".arc");
    if first.is_empty() && matches!(reader.tape.wall(), Some(Wall::End)) {
        let _ = (reader.push)(Err(Refused::new(name, "empty", "the input holds no bytes")));
        return;
    }
    while reader.step().is_continue() {}
}

struct Reader<'a, 'p, 'q> {
    tape: Tape<'a>,
    name: &'a str,
    options: &'a ReadOptions,
    push: &'p mut Push<'q>,
    /// Whether the records are ARC's.
    arc: bool,
    /// Whether the damage that is being passed over was told.
    lost: bool,
}

impl Reader<'_, '_, '_> {
    /// Reads one record or passes one damage.
    fn step(&mut self) -> ControlFlow<()> {
        self.blanks();
        let bytes = self.tape.fill(BEYOND);
        if bytes.is_empty() {
            return match self.tape.wall().cloned() {
                Some(Wall::Damage {
                    place,
                    reason,
                    detail,
                    ..
                }) => {
                    self.tape.pass_wall();
                    self.tell(&place, reason, detail)
                }
                _ => ControlFlow::Break(()),
            };
        }
        let head = if self.arc {
            self.arc_head()
        } else {
            self.warc_head()
        };
        match head {
            Ok(head) => self.record(&head),
            Err((reason, detail)) => {
                let place = self.tape.place(self.tape.at());
                self.tell(&place, reason, detail)?;
                let one = usize::from(!self.tape.bytes().is_empty());
                self.skip_to_record(one);
                ControlFlow::Continue(())
            }
        }
    }

    /// Refuses what stands at a place, once for a stretch of damage.
    fn tell(&mut self, place: &str, reason: &str, detail: String) -> ControlFlow<()> {
        if std::mem::replace(&mut self.lost, true) {
            return ControlFlow::Continue(());
        }
        let place = format!("{}@{place}", self.name);
        (self.push)(Err(Refused::new(&place, reason, detail)))
    }

    /// Passes over line ends and zeros between records.
    fn blanks(&mut self) {
        loop {
            let bytes = self.tape.fill(1);
            let blank = |b: &&u8| matches!(b, b'\r' | b'\n' | 0);
            let n = bytes.iter().take_while(blank).count();
            if n == 0 {
                return;
            }
            self.tape.consume(n);
        }
    }

    fn warc_head(&mut self) -> Result<Head, (&'static str, String)> {
        let bytes = self.tape.fill(BEYOND);
        if !header::is_warc(bytes) {
            return Err(("not a record", "no record begins here".into()));
        }
        let mut want = 4096;
        loop {
            let bytes = self.tape.fill(want);
            let there = bytes.len();
            let looked = &bytes[..there.min(header::LONGEST)];
            if let Some(size) = header::blank_line(looked) {
                let head = header::warc(bytes, size);
                self.lost = false;
                return Ok(head);
            }
            self.lost = false;
            if there >= header::LONGEST {
                let detail = format!(
                    "the head of the record has more than {} bytes",
                    header::LONGEST
                );
                return Err(("too large", detail));
            }
            if there < want {
                return Err(self.cut("the head of the record"));
            }
            want *= 2;
        }
    }

    fn arc_head(&mut self) -> Result<Head, (&'static str, String)> {
        let bytes = self.tape.fill(header::LONGEST);
        match header::arc(bytes) {
            Some(head) => {
                self.lost = false;
                Ok(head)
            }
            None => Err(("not a record", "no record begins here".into())),
        }
    }

    /// Why something that goes on behind the wall is not whole.
    fn cut(&self, what: &str) -> (&'static str, String) {
        match self.tape.wall() {
            Some(Wall::Damage { reason, detail, .. }) => {
                (reason, format!("{what} is cut: {detail}"))
            }
            _ => ("cut short", format!("{what} is cut by the end of the file")),
        }
    }

    /// Reads or refuses the record whose head this is, and goes to its end.
    fn record(&mut self, head: &Head) -> ControlFlow<()> {
        let start = self.tape.at();
        let place = format!("{}@{}", self.name, self.tape.place(start));
        let Some(length) = head.bytes() else {
            let printed: String = head.length.chars().take(40).collect();
            let detail = format!("the record names no length in bytes, but {printed:?}");
            (self.push)(Err(Refused::new(&place, "wrong length", detail)))?;
            self.lost = true;
            self.skip_to_record(head.size);
            return ControlFlow::Continue(());
        };
        let most = self.options.limits.record_bytes;
        if length > most {
            return self.oversize(head, &place, length);
        }
        let size = usize::try_from(length).unwrap_or(usize::MAX);
        let end = head.size.saturating_add(size);
        self.tape.fill(end.saturating_add(header_room(self.arc)));
        if self.tape.bytes().len() >= end && self.ends_at(end) {
            if self.tape.is_damaged_before(start + end as u64) {
                let (reason, detail) = self.cut("the record");
                (self.push)(Err(Refused::new(&place, reason, detail)))?;
                self.lost = true;
            } else {
                let block = &self.tape.bytes()[head.size..end];
                page::read(&place, head, block, self.options, self.push)?;
            }
            self.tape.consume(end);
            return ControlFlow::Continue(());
        }
        self.wrong_length(head, &place, end)
    }

    /// A record that does not end where it says: what ends before the next record and is whole by its server's own count is
    /// read all the same.
    fn wrong_length(&mut self, head: &Head, place: &str, end: usize) -> ControlFlow<()> {
        let (next, looked) = self.next_record(head.size);
        let bytes = self.tape.bytes();
        let until = next.unwrap_or(looked).min(bytes.len());
        let block = &bytes[head.size..until];
        let counted = http::Answer::read(block).and_then(|answer| {
            let declared = answer.declared()?;
            let before = block.len() - answer.body.len();
            // What is left behind the body may be nothing but line ends.
            let rest = answer.body.get(declared..)?;
            rest.trim_ascii().is_empty().then_some(before + declared)
        });
        let damaged = self.tape.is_damaged_before(self.tape.at() + until as u64);
        match counted.filter(|_| !damaged) {
            Some(size) => page::read(place, head, &block[..size], self.options, self.push)?,
            None => {
                let (reason, detail) = if end > until && next.is_none() {
                    self.cut("the record")
                } else {
                    let detail = format!(
                        "the record says that it holds {} bytes and does not end there",
                        end - head.size
                    );
                    ("wrong length", detail)
                };
                (self.push)(Err(Refused::new(place, reason, detail)))?;
                self.lost = true;
            }
        }
        self.lost |= next.is_none();
        self.tape.consume(until);
        if next.is_none() {
            self.skip_to_record(0);
        }
        ControlFlow::Continue(())
    }

    /// A record over the cap is refused where it could be read at all. Its length is not trusted: what follows is looked
    /// through for the next record.
    fn oversize(&mut self, head: &Head, place: &str, length: u64) -> ControlFlow<()> {
        let bytes = self.tape.fill(head.size + header::LONGEST);
        let front = &bytes[head.size.min(bytes.len())..];
        if page::is_wanted(head, front) {
            let most = self.options.limits.record_bytes;
            let detail = format!("the record says that it holds {length} bytes, more than {most}");
            (self.push)(Err(Refused::new(place, "too large", detail)))?;
        }
        self.lost = true;
        self.skip_to_record(head.size);
        ControlFlow::Continue(())
    }

    /// True when a record that ends before the `end`th byte at hand ends as a record should: with blank lines, the next record,
    /// or the end of what can be read.
    fn ends_at(&self, end: usize) -> bool {
        let at = self.tape.at() + end as u64;
        let early = self.tape.marks_within(self.tape.at(), at).any(|mark| {
            let from = usize::try_from(mark - self.tape.at()).unwrap_or(usize::MAX);
            self.tape.bytes().get(from..).is_some_and(header::is_warc)
        });
        let rest = &self.tape.bytes()[end..];
        let blanks = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n' | 0));
        let after = &rest[blanks.count()..];
        let next = match self.arc {
            true => rest.starts_with(b"\n") && header::arc(after).is_some(),
            false => header::is_warc(after),
        };
        let over = after.is_empty() && self.tape.wall().is_some();
        let lines: &[&[u8]] = match self.arc {
            true => &[b"\n"],
            false => &[b"\r\n\r\n", b"\n\n"],
        };
        // Noise may follow. But a wrong length can end at a blank line by chance, with records inside.
        let noise = || lines.iter().any(|l| rest.starts_with(l)) && self.find(1, end).is_none();
        !early && (next || over || self.tape.is_mark(at) || noise())
    }

    /// Looks for the next record from the `from`th byte at hand, within the cap; where it begins, and how far was looked.
    fn next_record(&mut self, from: usize) -> (Option<usize>, usize) {
        let most = usize::try_from(self.options.limits.record_bytes).unwrap_or(usize::MAX);
        let mut at = from;
        loop {
            let there = self.tape.fill(at.saturating_add(STEP)).len();
            if let Some(found) = self.find(at, there) {
                return (Some(found), found);
            }
            let done = there < at.saturating_add(STEP);
            if done || there > most.saturating_add(from) {
                return (None, there);
            }
            // A record may begin in the last bytes that were looked at.
            at = (there - header_room(self.arc)).max(at + 1);
        }
    }

    /// The first record among the bytes at hand from `from` on.
    fn find(&self, from: usize, there: usize) -> Option<usize> {
        let bytes = &self.tape.bytes()[..there];
        let mut at = from;
        while at < bytes.len() {
            let here = &bytes[at..];
            let begins = if self.arc {
                header::arc(&here[..here.len().min(header::LONGEST)]).is_some()
            } else {
                header::is_warc(here)
            };
            let line =
                at > 0 && bytes[at - 1] == b'\n' || self.tape.is_mark(self.tape.at() + at as u64);
            if begins && line {
                return Some(at);
            }
            // A record begins a line or a member.
            let line = here.iter().position(|b| *b == b'\n').map(|n| at + n + 1);
            let run = self.tape.at() + at as u64;
            let member = self.tape.marks_within(run, run + here.len() as u64).next();
            let member = member.and_then(|m| usize::try_from(m - self.tape.at()).ok());
            at = match (line, member) {
                (Some(a), Some(b)) => a.min(b),
                (Some(a), None) | (None, Some(a)) => a,
                (None, None) => return None,
            };
        }
        None
    }

    /// Passes over everything up to the next record, from the `from`th byte at hand, without keeping it.
    fn skip_to_record(&mut self, from: usize) {
        let mut from = from.min(self.tape.bytes().len());
        loop {
            let there = self.tape.fill(from + STEP).len();
            if let Some(found) = self.find(from, there) {
                self.tape.consume(found);
                return;
            }
            if there < from + STEP {
                self.tape.consume(there);
                return;
            }
            // The byte before stays, to see whether a line begins.
            let keep = header_room(self.arc);
            self.tape.consume(there - keep - 1);
            from = 1;
        }
    }
}

/// How much of a record must be at hand to see that one begins, in bytes.
fn header_room(arc: bool) -> usize {
    if arc { LINE } else { BEYOND }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Ingested, Limits, read as read_any};
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut out = GzEncoder::new(Vec::new(), Compression::best());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    fn sized(block: &str, length: &str) -> Vec<u8> {
        format!(
            "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://a.example/1\r\nWARC-Date: 2024-03-06T08:15:30Z\r\n\
             Content-Type: text/plain\r\nContent-Length: {length}\r\n\r\n{block}\r\n\r\n"
        )
        .into_bytes()
    }

    fn text(n: usize) -> Vec<u8> {
        let block = format!("The ferry number {n} came back after dark, the office said.\n");
        sized(&block, &block.len().to_string())
    }

    fn response(fields: &str, body: &[u8]) -> Vec<u8> {
        let block = [
            b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n",
            fields.as_bytes(),
            b"\r\n\r\n",
            body,
        ]
        .concat();
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/r\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        [head.as_bytes(), &block, b"\r\n\r\n"].concat()
    }

    fn small() -> ReadOptions {
        let limits = Limits {
            record_bytes: 1 << 20,
            ..Limits::default()
        };
        ReadOptions {
            limits,
            ..ReadOptions::default()
        }
    }

    fn told(read: &Ingested) -> (usize, Vec<(String, String)>) {
        let refused = read
            .refused
            .iter()
            .map(|r| (r.place.clone(), r.reason.clone()));
        (read.articles.len(), refused.collect())
    }

    fn check(name: &str, bytes: &[u8], articles: usize, refused: &[(usize, &str)]) {
        let read = read_any(name, bytes, &small());
        let want = refused
            .iter()
            .map(|(at, reason)| (format!("{name}@{at}"), (*reason).to_owned()));
        assert_eq!(
            told(&read),
            (articles, want.collect()),
            "{:?}",
            read.refused
        );
    }

    #[test]
    fn a_plain_record_that_lies_about_its_length_is_refused_at_its_offset_and_the_next_is_read() {
        let good = text(1);
        let at = good.len();
        let block = "A text of some length that stands between two others.\n";
        for length in [
            "5",
            "60",
            "700",
            "999999999999999999",
            "99999999999999999999999",
            "-1",
            "",
            "x",
        ] {
            let bad = sized(block, length);
            let bytes = [&good[..], &bad, &text(2), &text(3)].concat();
            let reason = if length.len() > 9 {
                "too large"
            } else {
                "wrong length"
            };
            check("a.warc", &bytes, 3, &[(at, reason)]);
            let packed = [gz(&good), gz(&bad), gz(&text(2)), gz(&text(3))].concat();
            check("a.warc.gz", &packed, 3, &[(gz(&good).len(), reason)]);
        }
    }

    #[test]
    fn a_wrong_length_that_ends_at_a_blank_line_by_chance_swallows_no_records() {
        let block = "A text of some length.\n";
        let swallowed = [text(1), text(2)].concat();
        let inside = String::from_utf8(text(3))
            .unwrap()
            .find("\r\n\r\n")
            .unwrap();
        let length = block.len() + 4 + swallowed.len() + inside;
        let bytes = [sized(block, &length.to_string()), swallowed, text(3)].concat();
        check("a.warc", &bytes, 3, &[(0, "wrong length")]);
        // A text that quotes the head of a record is one text.
        let quoting = format!(
            "This is how a record begins:\r\n\r\nWARC/1.0\r\nWARC-Type: x\r\n{}",
            "and goes on. ".repeat(9)
        );
        let quoting = sized(&quoting, &quoting.len().to_string());
        check("a.warc", &[&quoting[..], &text(1)].concat(), 2, &[]);
        check("a.warc", &quoting, 1, &[]);
    }

    #[test]
    fn what_is_whole_by_the_servers_count_is_read_though_the_archive_counts_wrong() {
        let body = b"The boat came back after dark, the office said.";
        let fields = format!("Content-Length: {}", body.len());
        let sound = response(&fields, body);
        let length = |bytes: &[u8], add: usize| {
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            let head = text.find("Content-Length: ").unwrap() + 16;
            let end = head + text[head..].find('\r').unwrap();
            let n: usize = text[head..end].parse().unwrap();
            format!("{}{}{}", &text[..head], n + add - 10, &text[end..]).into_bytes()
        };
        for add in [2, 8, 50] {
            let bytes = [length(&sound, add), text(1)].concat();
            check("a.warc", &bytes, 2, &[]);
        }
    }

    #[test]
    fn records_without_line_ends_between_and_garbage_between_are_told_apart() {
        let tight = |n| text(n)[..text(n).len() - 4].to_vec();
        let one = sized("no line end", "11");
        let tied = [&one[..one.len() - 4], &text(1), &tight(2)[..]].concat();
        check("a.warc", &tied, 3, &[]);
        let noisy = [&text(1)[..], b"noise\nmore noise\r\n\r\n", &text(2)].concat();
        check("a.warc", &noisy, 2, &[(text(1).len(), "not a record")]);
        let noise = [
            gz(&text(1)),
            b"noise".to_vec(),
            gz(&text(2)),
            vec![0; 99],
            gz(&text(3)),
        ]
        .concat();
        check("a.warc.gz", &noise, 3, &[(gz(&text(1)).len(), "not gzip")]);
        check("a.warc", b"no record at all", 0, &[(0, "not a record")]);
        check(
            "a.warc",
            b"WARC/1.0\r\nWARC-Type: resp",
            0,
            &[(0, "cut short")],
        );
        let read = read_any(
            "a.warc",
            &[
                b"WARC/1.0\r\n".to_vec(),
                vec![b'x'; 99_999],
                b"\r\n\r\n".to_vec(),
                text(1),
            ]
            .concat(),
            &small(),
        );
        assert_eq!(
            told(&read),
            (1, vec![("a.warc@0".into(), "too large".into())])
        );
    }

    #[test]
    fn a_damaged_member_costs_only_itself() {
        let members: Vec<Vec<u8>> = (0..4).map(|n| gz(&text(n))).collect();
        let at = members[0].len();
        let last = at + members[1].len() + members[2].len();
        let mut all = members.concat();
        check(
            "a.warc.gz",
            &all[..all.len() - 30],
            3,
            &[(last, "cut short")],
        );
        let mut crc = all.clone();
        crc[at + members[1].len() - 6] ^= 1;
        check("a.warc.gz", &crc, 3, &[(at, "damaged")]);
        let cut = [&all[..at + 60], &all[at + members[1].len()..]].concat();
        let read = read_any("a.warc.gz", &cut, &small());
        assert_eq!(
            (read.articles.len(), &*read.refused[0].place),
            (3, &*format!("a.warc.gz@{at}"))
        );
        assert_eq!(read.refused.len(), 1);
        // The head of a member is gone: what is left of it is noise.
        all[at] = 0xFF;
        check("a.warc.gz", &all, 3, &[(at, "not gzip")]);
    }

    #[test]
    fn one_member_with_all_records_is_read_and_places_count_inside_it() {
        let bad = sized("short", "2");
        let bytes = gz(&[&text(1)[..], &bad, &text(2)].concat());
        let read = read_any("a.warc.gz", &bytes, &small());
        let place = format!("a.warc.gz@0+{}", text(1).len());
        assert_eq!(told(&read), (2, vec![(place, "wrong length".into())]));
        // One record may lie in several members.
        let whole = text(7);
        let split = [
            gz(&whole[..50]),
            gz(&whole[50..200]),
            gz(&whole[200..]),
            gz(&text(8)),
        ]
        .concat();
        check("a.warc.gz", &split, 2, &[]);
    }

    #[test]
    fn what_an_archive_says_goes_with_the_page_and_silent_records_are_silent() {
        let fields = "Last-Modified: Tue, 05 Mar 2024 19:55:00 GMT";
        let page = response(fields, b"The ferry came back.");
        let moved = String::from_utf8(page.clone())
            .unwrap()
            .replace("200 OK", "302 No");
        let head = "WARC/1.0\r\nWARC-Type: request\r\nWARC-Target-URI: https://a.example/\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n";
        let read = read_any(
            "a.warc",
            &[&page[..], moved.as_bytes(), head.as_bytes()].concat(),
            &small(),
        );
        assert_eq!(told(&read), (1, vec![]));
        let article = &read.articles[0];
        assert_eq!(article.url.as_deref(), Some("https://a.example/r"));
        assert_eq!(article.name.as_deref(), Some("r"));
        assert_eq!(article.dates[0].rfc3339(), "2024-03-05T19:55:00Z");
        let nothing = read_any("a.warc", head.as_bytes(), &small());
        assert_eq!(
            told(&nothing),
            (0, vec![("a.warc@0".into(), "no article".into())])
        );
        let part = String::from_utf8(text(1))
            .unwrap()
            .replace("WARC-Date", "WARC-Segment-Number: 1\r\nWARC-Date");
        check("a.warc", part.as_bytes(), 0, &[(0, "segmented")]);
        let mut seen = 0;
        let twice = [text(1), text(2)].concat();
        crate::ingest::warc::read("a.warc", &mut &twice[..], &small(), &mut |_| {
            seen += 1;
            ControlFlow::Break(())
        });
        assert_eq!(seen, 1);
    }

    #[test]
    fn a_thousand_good_records_and_one_of_each_bomb_are_exactly_a_thousand_articles() {
        let letters = vec![b'a'; 8 << 20];
        let bombs: Vec<(Vec<u8>, &str)> = vec![
            (
                gz(&sized(std::str::from_utf8(&letters).unwrap(), "1000000")),
                "wrong length",
            ),
            (
                gz(&sized(
                    std::str::from_utf8(&letters[..1 << 21]).unwrap(),
                    "8000",
                )),
                "wrong length",
            ),
            (gz(&letters), "not a record"),
            (gz(&[b"WARC/1.0\r\n", &letters[..]].concat()), "too large"),
            (gz(&sized("x", "1000000000000000000")), "too large"),
            (
                gz(&response("Content-Encoding: gzip", &gz(&letters))),
                "compression bomb",
            ),
            (
                gz(&response(
                    "Content-Encoding: gzip, gzip",
                    &gz(&gz(&letters)),
                )),
                "compression bomb",
            ),
            (
                gz(&response(
                    "Transfer-Encoding: chunked",
                    b"ffffffffffffffffffffffff\r\nx",
                )),
                "cut short",
            ),
            (
                gz(&response("Transfer-Encoding: chunked", b"5\r\nhello7\r\n")),
                "cut short",
            ),
        ];
        let mut bytes = Vec::new();
        let mut want = Vec::new();
        for n in 0..1000 {
            bytes.extend(gz(&text(n)));
            if let Some((bomb, reason)) = n.checked_sub(500).and_then(|n| bombs.get(n)) {
                want.push((format!("a.warc.gz@{}", bytes.len()), (*reason).to_owned()));
                bytes.extend(bomb);
            }
        }
        let read = read_any("a.warc.gz", &bytes, &small());
        assert_eq!(read.articles.len(), 1000);
        assert_eq!(told(&read).1, want);
    }

    #[test]
    fn a_record_of_an_arc_is_refused_alone() {
        let arc = |length: &str, body: &str| {
            format!("http://a.example/x y 1.2.3.4 20040306081530 text/plain {length}\n{body}\n")
        };
        let info = "filedesc://x.arc 0.0.0.0 20040306081530 text/plain 4\n1 0\n\n";
        let good = arc("13", "The boat came");
        let bytes = [
            info,
            &good,
            &arc("-1", "x"),
            &arc("4", "too long a text"),
            &arc("zz", "y"),
            &good,
            "end",
        ]
        .concat();
        let bad = info.len() + good.len();
        let (one, two) = (arc("-1", "x").len(), arc("4", "too long a text").len());
        let last = bad + one + two + arc("zz", "y").len() + good.len();
        let reason = "wrong length";
        check(
            "x.arc",
            bytes.as_bytes(),
            2,
            &[
                (bad, reason),
                (bad + one, reason),
                (bad + one + two, reason),
                (last, "not a record"),
            ],
        );
        let read = read_any("x.arc", bytes.as_bytes(), &small());
        assert_eq!(
            read.articles[0].url.as_deref(),
            Some("http://a.example/x%20y")
        );
        assert_eq!(read.articles[0].dates[0].rfc3339(), "2004-03-06T08:15:30Z");
    }
}

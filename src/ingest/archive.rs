//! zip and tar: each member that has the ending of something readable is read like a file of its own, named `a.zip!dir/page.html`
//! where it is told about. No name of a member ever becomes a path, nothing is written anywhere, and no archive is opened inside
//! an archive.
//!
//! A zip is read from its directory at the end, the only place where a writer that streamed tells the sizes of its members; one that
//! comes through a pipe is kept in memory for that, within the cap for a file. A tar is read as it comes.

mod member;
mod tar;
mod zip;

use std::io::{BufRead, Cursor};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::ingest::{Push, ReadOptions, stream};

/// An archive as a whole.
pub(crate) struct Whole<'a> {
    /// Its name, for places.
    pub(crate) name: &'a str,
    /// How many bytes of the file were taken so far.
    pub(crate) count: Arc<AtomicU64>,
    /// The file, where it can be read from any place.
    pub(crate) path: Option<&'a Path>,
    /// Whether the whole of it is gzipped.
    pub(crate) packed: bool,
}

/// True for the front of a zip.
pub(crate) fn is_zip(front: &[u8]) -> bool {
    front.starts_with(b"PK")
}

/// Reads the members of an archive, a zip or else a tar.
pub(crate) fn read(
    whole: &Whole<'_>,
    mut input: Box<dyn BufRead + '_>,
    zip: bool,
    options: &ReadOptions,
    push: &mut Push<'_>,
) {
    if !zip {
        return tar::read(whole, input, options, push);
    }
    if let Some(path) = whole.path {
        return zip::read_file(whole, path, options, push);
    }
    let taken = || whole.count.load(Ordering::Relaxed);
    let limits = &options.limits;
    let ratio = whole.packed.then_some(limits.ratio);
    match stream::all(whole.name, &mut input, limits.file_bytes, ratio, &taken) {
        Ok(bytes) => zip::read(whole, Cursor::new(bytes), options, push),
        Err(refused) => {
            let _ = push(Err(refused));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::{Ingested, Limits, ReadOptions, read};
    use ::zip::write::{SimpleFileOptions, ZipWriter};
    use flate2::{Compression, write::GzEncoder};
    use std::io::{Cursor, Write};

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut out = GzEncoder::new(Vec::new(), Compression::best());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    fn zip(members: &[(String, Vec<u8>)]) -> Vec<u8> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            out.start_file(name.as_str(), SimpleFileOptions::default())
                .unwrap();
            out.write_all(bytes).unwrap();
        }
        out.finish().unwrap().into_inner()
    }

    fn tar(members: &[(String, Vec<u8>)]) -> Vec<u8> {
        let mut out = ::tar::Builder::new(Vec::new());
        for (name, bytes) in members {
            let mut header = ::tar::Header::new_gnu();
            header.set_size(bytes.len() as u64);
            header.set_mode(0o644);
            out.append_data(&mut header, name, &bytes[..]).unwrap();
        }
        out.into_inner().unwrap()
    }

    fn texts(n: usize) -> Vec<(String, Vec<u8>)> {
        let text = |n| format!("The ferry number {n} came back after dark.").into_bytes();
        (0..n).map(|n| (format!("news/{n}.txt"), text(n))).collect()
    }

    fn read_with(name: &str, bytes: &[u8], limits: Limits) -> Ingested {
        let options = ReadOptions {
            limits,
            ..ReadOptions::default()
        };
        read(name, bytes, &options)
    }

    fn told(read: &Ingested) -> Vec<(&str, &str)> {
        let refused = read.refused.iter();
        refused
            .map(|r| (r.place.as_str(), r.reason.as_str()))
            .collect()
    }

    #[test]
    fn a_thousand_good_members_and_one_of_each_bomb_are_exactly_a_thousand_articles() {
        // A gzipped tar is read some way ahead of what comes out, so a bomb in it is seen later.
        let letters = vec![b'a'; 40 << 20];
        let mut members = texts(1000);
        let bombs = [
            ("bomb.txt".to_owned(), letters.clone()),
            ("bomb.html.gz".to_owned(), gz(&letters)),
            ("bomb.jsonl".to_owned(), letters.clone()),
            ("in.zip".to_owned(), zip(&texts(1))),
            ("in.tar".to_owned(), tar(&texts(1))),
            ("in.tar.gz".to_owned(), gz(&tar(&texts(1)))),
        ];
        for (n, bomb) in bombs.into_iter().enumerate() {
            members.insert(100 * n + 50, bomb);
        }
        let want = |name: &str| {
            [
                ("bomb.txt", "compression bomb"),
                ("bomb.html.gz", "compression bomb"),
                ("bomb.jsonl:1", "compression bomb"),
                ("in.zip", "nested archive"),
                ("in.tar", "nested archive"),
                ("in.tar.gz", "nested archive"),
            ]
            .map(|(member, reason)| (format!("{name}!{member}"), reason.to_owned()))
        };
        let read = read_with("a.zip", &zip(&members), Limits::default());
        assert_eq!(read.articles.len(), 1000);
        let own = |read: &Ingested| {
            let refused = read.refused.iter();
            refused
                .map(|r| (r.place.clone(), r.reason.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(own(&read), want("a.zip"));
        let packed = read_with("a.tgz", &gz(&tar(&members)), Limits::default());
        assert_eq!(packed.articles.len(), 1000);
        assert_eq!(own(&packed), want("a.tgz"));
        assert_eq!(read.articles[7].name.as_deref(), Some("7"));
    }

    #[test]
    fn an_archive_that_is_too_large_as_a_whole_is_left_in_its_middle() {
        // Each member alone is under the size from which its ratio counts.
        let members: Vec<_> = (0..50)
            .map(|n| (format!("{n}.txt"), vec![b'a'; 1_000_000]))
            .collect();
        let limits = Limits {
            inflated_bytes: 4 << 20,
            ..Limits::default()
        };
        for (name, bytes) in [("a.zip", zip(&members)), ("a.tar.gz", gz(&tar(&members)))] {
            let read = read_with(name, &bytes, limits.clone());
            assert!(read.articles.len() < 50, "{name}");
            let last = read.refused.last().unwrap();
            assert_eq!(last.reason, "compression bomb", "{name} {last:?}");
        }
        let few = Limits {
            members: 3,
            ..Limits::default()
        };
        for (name, bytes) in [("a.zip", zip(&texts(5))), ("a.tar", tar(&texts(5)))] {
            let read = read_with(name, &bytes, few.clone());
            assert_eq!(read.articles.len(), 3);
            assert_eq!(told(&read), [(name, "too many members")]);
        }
    }

    #[test]
    fn a_web_archive_in_a_zip_is_read_and_its_refusals_name_both_places() {
        let record = |length: &str| {
            format!(
                "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\nThe ferry came.\r\n\r\n"
            )
        };
        let first = gz(record("15").as_bytes());
        let warc = [&first[..], &gz(record("3").as_bytes())].concat();
        let read = read_with(
            "a.zip",
            &zip(&[("x/y.warc.gz".into(), warc)]),
            Limits::default(),
        );
        assert_eq!(read.articles.len(), 1);
        let place = format!("a.zip!x/y.warc.gz@{}", first.len());
        assert_eq!(told(&read), [(place.as_str(), "wrong length")]);
    }

    #[test]
    fn members_that_overlap_are_a_bomb() {
        // The directory's second entry points at the first one's bytes.
        let mut bytes = zip(&[
            ("aa.txt".into(), b"The ferry came back.".to_vec()),
            ("bb.txt".into(), b"The ferry came back.".to_vec()),
        ]);
        let entries: Vec<usize> = (0..bytes.len() - 4)
            .filter(|at| bytes[*at..].starts_with(b"PK\x01\x02"))
            .collect();
        bytes[entries[1] + 42..entries[1] + 46].fill(0);
        let read = read_with("a.zip", &bytes, Limits::default());
        assert_eq!(
            (read.articles.len(), told(&read)),
            (0, vec![("a.zip", "compression bomb")])
        );
    }

    #[test]
    fn a_tar_whose_sizes_lie_is_read_up_to_there() {
        let whole = tar(&texts(3));
        let mut lying = whole.clone();
        // The third header: eleven octal digits of size, and the sum over the header.
        let at = 2 * 1024;
        lying[at + 124..at + 136].copy_from_slice(b"77777777777\0");
        lying[at + 148..at + 156].fill(b' ');
        let sum: u32 = lying[at..at + 512].iter().map(|b| u32::from(*b)).sum();
        lying[at + 148..at + 156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        let read = read_with(
            "a.tar",
            &lying,
            Limits {
                file_bytes: 1000,
                ..Limits::default()
            },
        );
        assert_eq!(read.articles.len(), 2);
        assert_eq!(read.refused[0].place, "a.tar!news/2.txt");
        let mut broken = whole.clone();
        broken[at] ^= 1;
        let read = read_with("a.tar", &broken, Limits::default());
        assert_eq!(
            (read.articles.len(), told(&read)),
            (2, vec![("a.tar@2560", "unreadable")])
        );
        let cut = read_with("a.tar", &whole[..1400], Limits::default());
        assert_eq!(cut.articles.len(), 1);
        assert_eq!(cut.refused.len(), 1, "{:?}", cut.refused);
        let mut header = ::tar::Header::new_gnu();
        header.set_entry_type(::tar::EntryType::GNULongName);
        header.set_size(6 << 20);
        header.set_cksum();
        let long = [header.as_bytes().as_slice(), &vec![b'n'; 6 << 20], &whole].concat();
        let read = read_with("a.tar", &long, Limits::default());
        assert_eq!(
            (read.articles.len(), &*read.refused[0].reason),
            (0, "unreadable")
        );
    }

    #[test]
    fn archives_that_are_none_or_hold_nothing_say_so() {
        let none = Limits::default;
        assert_eq!(
            told(&read_with("a.zip", b"PK\x03\x04 and noise", none())),
            [("a.zip", "unreadable")]
        );
        assert_eq!(
            told(&read_with("a.zip", b"no zip", none())),
            [("a.zip", "unreadable")]
        );
        let pictures = [
            ("p.png".to_owned(), b"x".to_vec()),
            (".a.txt".to_owned(), b"x".to_vec()),
        ];
        assert_eq!(
            told(&read_with("a.zip", &zip(&pictures), none())),
            [("a.zip", "no article")]
        );
        assert_eq!(
            told(&read_with("a.tar", &tar(&pictures), none())),
            [("a.tar", "no article")]
        );
        let gzipped = read_with("a.zip.gz", &gz(&zip(&texts(2))), none());
        assert_eq!(gzipped.articles.len(), 2);
    }
}

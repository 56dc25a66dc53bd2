//! The members of a zip, by its directory.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::Path;
use std::rc::Rc;
use std::sync::atomic::Ordering;

use zip::ZipArchive;

use crate::ingest::archive::Whole;
use crate::ingest::archive::member::{Member, Tally, is_taken, place, too_many};
use crate::ingest::source::unreadable;
use crate::ingest::{Push, ReadOptions, Refused};

/// Bytes of a directory that one member may take on average.
const ENTRY: u64 = 256;
/// How much is read at a time, in bytes: small, since a directory leads to many places.
const STEP: usize = 8192;

/// Reads a zip that is a file.
pub(crate) fn read_file(
    whole: &Whole<'_>,
    path: &Path,
    options: &ReadOptions,
    push: &mut Push<'_>,
) {
    match File::open(path) {
        Ok(file) => read(whole, BufReader::with_capacity(STEP, file), options, push),
        Err(e) => {
            let _ = push(Err(unreadable(whole.name, &e)));
        }
    }
}

/// Reads the members of a zip.
pub(crate) fn read<R: Read + Seek>(
    whole: &Whole<'_>,
    mut input: R,
    options: &ReadOptions,
    push: &mut Push<'_>,
) {
    let limits = &options.limits;
    let size = match input.seek(SeekFrom::End(0)) {
        Ok(size) => size,
        Err(e) => {
            let _ = push(Err(unreadable(whole.name, &e)));
            return;
        }
    };
    // The directory is kept in memory, so what is read of it is bounded before it is believed.
    let left = Rc::new(Cell::new(limits.members as u64 * ENTRY + (1 << 20)));
    let bounded = Bounded {
        input,
        left: Rc::clone(&left),
    };
    let opened = ZipArchive::new(bounded);
    let spent = left.replace(u64::MAX) == 0;
    let mut zip = match opened {
        Ok(zip) => zip,
        Err(_) if spent => {
            let _ = push(Err(too_many(whole.name, limits.members)));
            return;
        }
        Err(e) => {
            let _ = push(Err(Refused::new(whole.name, "unreadable", e.to_string())));
            return;
        }
    };
    if let Ok(true) = zip.has_overlapping_files() {
        let detail = "its members overlap, so that a little is read many times";
        let _ = push(Err(Refused::new(whole.name, "compression bomb", detail)));
        return;
    }
    if zip.has_duplicate_names() {
        let detail = "several members have one name; only the last of each is read";
        if push(Err(Refused::new(whole.name, "same name", detail))).is_break() {
            return;
        }
    }
    let mut tally = Tally::new(limits);
    for index in 0..zip.len() {
        if let Err(refused) = tally.one_more(whole.name) {
            let _ = push(Err(refused));
            return;
        }
        if one(&mut zip, index, whole, size, &tally, options, push).is_break() {
            return;
        }
        if let Some(refused) = tally.burst(whole.name) {
            let _ = push(Err(refused));
            return;
        }
    }
}

fn one<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    index: usize,
    whole: &Whole<'_>,
    size: u64,
    tally: &Tally<'_>,
    options: &ReadOptions,
    push: &mut Push<'_>,
) -> ControlFlow<()> {
    let refuse = |name: &str, reason: &str, detail: String| {
        Err(Refused::new(&place(whole.name, name), reason, detail))
    };
    let (name, encrypted, packed) = {
        let entry = match zip.by_index_data(index) {
            Ok(entry) => entry,
            Err(e) => return push(refuse(&format!("#{index}"), "unreadable", e.to_string())),
        };
        let raw = || String::from_utf8_lossy(entry.name_raw()).into_owned();
        let name = entry.name().map_or_else(|_| raw(), |n| n.into_owned());
        if entry.is_dir() || entry.is_symlink() || !is_taken(&name) {
            return ControlFlow::Continue(());
        }
        // What a directory says cannot be more than there is.
        (name, entry.encrypted(), entry.compressed_size().min(size))
    };
    if encrypted {
        let detail = "the member is encrypted; unpack it with its password first";
        return push(refuse(&name, "encrypted", detail.into()));
    }
    let flow = match zip.by_index(index) {
        Err(e) => push(refuse(&name, "unreadable", e.to_string())),
        Ok(mut file) => {
            let member = Member {
                archive: whole.name,
                name: &name,
                packed: &|| packed,
                whole: &|| size,
                inflates: true,
            };
            member.read(&mut file, tally, options, push)
        }
    };
    if whole.path.is_some() {
        whole.count.fetch_add(packed, Ordering::Relaxed);
    }
    flow
}

/// A reader that gives no more than so many bytes.
struct Bounded<R> {
    input: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(into)?;
        match self.left.get().checked_sub(n as u64) {
            Some(left) => self.left.set(left),
            None => {
                self.left.set(0);
                return Err(io::Error::other("the directory is too large"));
            }
        }
        Ok(n)
    }
}

impl<R: Seek> Seek for Bounded<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.input.seek(to)
    }
}

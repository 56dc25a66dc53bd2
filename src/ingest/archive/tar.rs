//! The members of a tar as they come, gzipped or not.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;
use std::sync::atomic::Ordering;

use tar::{Archive, EntryType};

use crate::ingest::archive::Whole;
use crate::ingest::archive::member::{Member, Tally, is_taken};
use crate::ingest::source::{Bomb, unreadable};
use crate::ingest::stream::RATIO_FROM;
use crate::ingest::{Limits, Push, ReadOptions};

/// Bytes that may stand between the content of two members: headers, long names, attributes.
const BETWEEN: u64 = 1 << 20;
/// Bytes of a packed file that may have been taken ahead of what came out.
const AHEAD: u64 = 1 << 17;

/// Reads the members of a tar.
pub(crate) fn read(
    whole: &Whole<'_>,
    input: Box<dyn BufRead + '_>,
    options: &ReadOptions,
    push: &mut Push<'_>,
) {
    let taken = || whole.count.load(Ordering::Relaxed);
    let state = State::default();
    state.left.set(BETWEEN);
    let mut archive = Archive::new(Metered {
        input,
        state: &state,
        taken: &taken,
        limits: &options.limits,
        packed: whole.packed,
    });
    let mut tally = Tally::new(&options.limits);
    let unread = |e: &io::Error| {
        let place = format!("{}@{}", whole.name, state.out.get());
        unreadable(&place, e)
    };
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(e) => {
            let _ = push(Err(unread(&e)));
            return;
        }
    };
    for entry in entries {
        // Behind a header that cannot be read, nobody knows where the next one is.
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(e) => {
                let _ = push(Err(unread(&e)));
                return;
            }
        };
        if let Err(refused) = tally.one_more(whole.name) {
            let _ = push(Err(refused));
            return;
        }
        let size = entry.size().max(entry.header().entry_size().unwrap_or(0));
        state.left.set(size.saturating_add(BETWEEN));
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let kind = entry.header().entry_type();
        let file = matches!(
            kind,
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse
        );
        if !file || name.ends_with('/') || !is_taken(&name) {
            continue;
        }
        let before = taken();
        let member = Member {
            archive: whole.name,
            name: &name,
            packed: &|| taken().saturating_sub(before) + AHEAD,
            whole: &taken,
            inflates: whole.packed,
        };
        let flow: ControlFlow<()> = member.read(&mut entry, &tally, options, push);
        if flow.is_break() {
            return;
        }
        if let Some(refused) = tally.burst(whole.name) {
            let _ = push(Err(refused));
            return;
        }
    }
}

/// What is known of the reading while the archive holds the reader.
#[derive(Default)]
struct State {
    /// Bytes that came out.
    out: Cell<u64>,
    /// Bytes that may come before the next member is at hand.
    left: Cell<u64>,
}

/// A reader that counts, and stops a tar whose headers or whose whole become too large.
struct Metered<'a> {
    input: Box<dyn BufRead + 'a>,
    state: &'a State,
    taken: &'a dyn Fn() -> u64,
    limits: &'a Limits,
    packed: bool,
}

impl Read for Metered<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(into)?;
        let out = self.state.out.get() + n as u64;
        self.state.out.set(out);
        let Some(left) = self.state.left.get().checked_sub(n as u64) else {
            return Err(io::Error::other("the header of a member is too large"));
        };
        self.state.left.set(left);
        let ratio = self.limits.ratio;
        let most = self.limits.inflated_bytes.max(RATIO_FROM);
        if self.packed && out > most && out / ratio > (self.taken)() {
            return Err(io::Error::other(Bomb { ratio }));
        }
        Ok(n)
    }
}

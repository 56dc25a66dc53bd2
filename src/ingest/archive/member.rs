//! One member of an archive, read like a file of its own, measured on the way out.

use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::ingest::source::{Bomb, is_known};
use crate::ingest::stream::{Input, RATIO_FROM, read_input};
use crate::ingest::{Limits, Push, ReadOptions, Refused, renamed, stem};

/// What all members of one archive made together.
pub(crate) struct Tally<'a> {
    pub(crate) limits: &'a Limits,
    /// Bytes that came out of the members.
    out: Cell<u64>,
    /// Whether the archive as a whole became too large.
    burst: Cell<bool>,
    members: usize,
}

impl<'a> Tally<'a> {
    pub(crate) fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            out: Cell::new(0),
            burst: Cell::new(false),
            members: 0,
        }
    }

    /// Counts one more member; the refusal of the archive's rest when there are too many.
    pub(crate) fn one_more(&mut self, archive: &str) -> Result<(), Refused> {
        self.members += 1;
        if self.members > self.limits.members {
            return Err(too_many(archive, self.limits.members));
        }
        Ok(())
    }

    /// The refusal of the archive's rest when the members before made too much.
    pub(crate) fn burst(&self, archive: &str) -> Option<Refused> {
        self.burst.get().then(|| {
            let ratio = self.limits.ratio;
            let detail = format!("its members are more than {ratio} times larger than the archive; the rest is not read");
            Refused::new(archive, "compression bomb", detail)
        })
    }
}

/// The refusal of an archive with too many members.
pub(crate) fn too_many(archive: &str, most: usize) -> Refused {
    let detail = format!("the archive has more than {most} members; the rest is not read");
    Refused::new(archive, "too many members", detail)
}

/// Where a member stands, for people; the name is printed and never opened.
pub(crate) fn place(archive: &str, name: &str) -> String {
    format!("{archive}!{name}")
}

/// True for a member that is read: its ending is known, and no part of its name is hidden or an operating system's shadow.
pub(crate) fn is_taken(name: &str) -> bool {
    let hidden =
        |part: &str| part.starts_with('.') && !matches!(part, "." | "..") || part == "__MACOSX";
    is_known(name) && !name.split(['/', '\\']).any(hidden)
}

/// A member on its way out.
pub(crate) struct Member<'a> {
    pub(crate) archive: &'a str,
    pub(crate) name: &'a str,
    /// Bytes of the archive that it may count as its own.
    pub(crate) packed: &'a dyn Fn() -> u64,
    /// Bytes of the archive that all members may count.
    pub(crate) whole: &'a dyn Fn() -> u64,
    /// Whether it is inflated.
    pub(crate) inflates: bool,
}

impl Member<'_> {
    /// Reads it.
    pub(crate) fn read(
        &self,
        input: &mut dyn Read,
        tally: &Tally<'_>,
        options: &ReadOptions,
        push: &mut Push<'_>,
    ) -> ControlFlow<()> {
        let place = place(self.archive, self.name);
        let name = stem(self.name);
        let count = Arc::new(AtomicU64::new(0));
        let measured = Measured {
            input,
            member: self,
            tally,
            out: 0,
            count: Arc::clone(&count),
        };
        let own = Input {
            raw: Box::new(BufReader::new(measured)),
            count,
            path: None,
            is_member: true,
            inflates: self.inflates,
        };
        // The user's word for the format is about the archive.
        let options = ReadOptions {
            format: crate::ingest::Format::Auto,
            ..options.clone()
        };
        let mut flow = ControlFlow::Continue(());
        read_input(&place, own, &options, &mut |item| {
            flow = push(renamed(item, &place, name.as_deref()));
            flow
        });
        flow
    }
}

/// Stops a member that becomes too large for what it is made of, and the archive with it where all of them do.
struct Measured<'a> {
    input: &'a mut dyn Read,
    member: &'a Member<'a>,
    tally: &'a Tally<'a>,
    out: u64,
    count: Arc<AtomicU64>,
}

impl Read for Measured<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(into)?;
        self.out += n as u64;
        let packed = (self.member.packed)();
        // A gzipped member is held to what it takes of the archive, not to what it is inside.
        self.count.store(packed.min(self.out), Ordering::Relaxed);
        let limits = self.tally.limits;
        let all = self.tally.out.get() + n as u64;
        self.tally.out.set(all);
        let ratio = limits.ratio;
        if all > limits.inflated_bytes && all / ratio > (self.member.whole)() {
            self.tally.burst.set(true);
            return Err(io::Error::other(Bomb { ratio }));
        }
        if self.out > RATIO_FROM && self.out / ratio > packed {
            return Err(io::Error::other(Bomb { ratio }));
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_names_shadows_and_unknown_endings_are_left_out() {
        for name in [
            "a.html",
            "x/y.warc.gz",
            "../a.txt",
            "C:\\a.htm",
            "./a.json",
            "in.zip",
            "a.tar.gz",
        ] {
            assert!(is_taken(name), "{name}");
        }
        for name in [
            "a.png",
            ".a.html",
            "x/.git/a.txt",
            "__MACOSX/a.html",
            "x/__MACOSX/._a.html",
            "README",
        ] {
            assert!(!is_taken(name), "{name}");
        }
    }
}

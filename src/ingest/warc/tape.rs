//! The records of a web archive as one run of bytes, inflated where they are packed, with the place of each byte in the file.
//!
//! `rust_warc` and `warc` read sound files well; neither says where in the compressed file a record begins, and both end at the
//! first damage. So the members are inflated one at a time here, by `flate2`.

use std::collections::VecDeque;
use std::io::{BufRead, Read};

use flate2::bufread::GzDecoder;

use crate::ingest::Limits;
use crate::ingest::stream::RATIO_FROM;
use crate::ingest::warc::raw::{Raw, is_gzip};

/// How much is inflated at a time, in bytes.
const STEP: usize = 32_768;

/// The run of bytes and the part of it that is looked at.
pub(crate) struct Tape<'a> {
    layer: Layer<'a>,
    window: Vec<u8>,
    from: usize,
    /// Place of the first unread byte in the run.
    at: u64,
    marks: VecDeque<Mark>,
    wall: Option<Wall>,
    ratio: u64,
}

/// What the bytes come from.
enum Layer<'a> {
    Plain(Raw<'a>),
    /// Between two gzip members.
    Between(Raw<'a>),
    Member(Box<GzDecoder<Raw<'a>>>),
    /// Never seen from outside: what stands in while a layer changes.
    Gone,
}

/// Where a gzip member begins.
#[derive(Debug, Clone, Copy)]
struct Mark {
    at: u64,
    offset: u64,
}

/// Why the bytes do not go on.
#[derive(Debug, Clone)]
pub(crate) enum Wall {
    /// The file ends.
    End,
    /// What follows cannot be read; `place` is where in the file that begins, `from` the first byte of the run that is in doubt.
    Damage {
        place: String,
        from: u64,
        reason: &'static str,
        detail: String,
    },
}

impl<'a> Tape<'a> {
    pub(crate) fn new(input: &'a mut dyn BufRead, limits: &Limits) -> Self {
        let most = usize::try_from(limits.record_bytes).unwrap_or(usize::MAX);
        let mut raw = Raw::new(input, most);
        let packed = raw.ahead(4).is_ok_and(is_gzip);
        Self {
            layer: if packed {
                Layer::Between(raw)
            } else {
                Layer::Plain(raw)
            },
            window: Vec::new(),
            from: 0,
            at: 0,
            marks: VecDeque::new(),
            wall: None,
            ratio: limits.ratio,
        }
    }

    /// The bytes at hand.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.window[self.from..]
    }

    /// The place of the first byte at hand in the inflated run.
    pub(crate) fn at(&self) -> u64 {
        self.at
    }

    /// Brings at least `n` bytes to hand, fewer only before a wall.
    pub(crate) fn fill(&mut self, n: usize) -> &[u8] {
        while self.window.len() - self.from < n && self.wall.is_none() {
            self.pull();
        }
        self.bytes()
    }

    /// Passes over `n` of the bytes at hand.
    pub(crate) fn consume(&mut self, n: usize) {
        let n = n.min(self.window.len() - self.from);
        self.from += n;
        self.at += n as u64;
        while self.marks.get(1).is_some_and(|m| m.at <= self.at) {
            self.marks.pop_front();
        }
        if self.from > 4 * STEP && self.from * 2 > self.window.len() {
            self.window.drain(..self.from);
            self.window.shrink_to(8 * STEP);
            self.from = 0;
        }
    }

    /// The place of a byte of the run in the file: its offset, or for packed records the member's offset with, behind a
    /// plus, how far into its inflated bytes.
    pub(crate) fn place(&self, at: u64) -> String {
        let upto = self.marks.partition_point(|m| m.at <= at);
        match upto.checked_sub(1).and_then(|n| self.marks.get(n)) {
            Some(mark) if mark.at == at => mark.offset.to_string(),
            Some(mark) => format!("{}+{}", mark.offset, at - mark.at),
            None => at.to_string(),
        }
    }

    /// True when a gzip member begins with this byte of the run.
    pub(crate) fn is_mark(&self, at: u64) -> bool {
        self.marks.binary_search_by_key(&at, |m| m.at).is_ok()
    }

    /// The starts of gzip members within a stretch of the run.
    pub(crate) fn marks_within(&self, from: u64, to: u64) -> impl Iterator<Item = u64> + '_ {
        let first = self.marks.partition_point(|m| m.at <= from);
        let within = move |m: &&Mark| m.at < to;
        let later = self.marks.range(first..);
        later.take_while(within).map(|m| m.at)
    }

    /// Why nothing more can be brought to hand, where that is so.
    pub(crate) fn wall(&self) -> Option<&Wall> {
        self.wall.as_ref()
    }

    /// True when bytes before this place of the run are in doubt.
    pub(crate) fn is_damaged_before(&self, at: u64) -> bool {
        matches!(self.wall, Some(Wall::Damage { from, .. }) if from < at)
    }

    /// Goes behind the damage, to the next gzip member.
    pub(crate) fn pass_wall(&mut self) {
        if !matches!(self.wall, Some(Wall::Damage { .. })) {
            return;
        }
        self.wall = None;
        if let Layer::Between(raw) | Layer::Plain(raw) = &mut self.layer
            && !raw.next_gzip()
        {
            self.wall = Some(Wall::End);
        }
    }

    fn pull(&mut self) {
        self.layer = match std::mem::replace(&mut self.layer, Layer::Gone) {
            Layer::Plain(raw) => self.plain(raw),
            Layer::Between(raw) => self.between(raw),
            Layer::Member(member) => self.member(member),
            Layer::Gone => {
                self.wall = Some(Wall::End);
                Layer::Gone
            }
        };
    }

    fn plain(&mut self, mut raw: Raw<'a>) -> Layer<'a> {
        match raw.fill_buf() {
            Ok([]) => self.wall = Some(Wall::End),
            Ok(bytes) => {
                let taken = bytes.len().min(STEP);
                self.window.extend_from_slice(&bytes[..taken]);
                raw.consume(taken);
            }
            Err(e) => {
                // Nothing more comes from a disk or a pipe that fails.
                let place = raw.position();
                self.damage(place, self.end(), "unreadable", e.to_string());
                return Layer::Gone;
            }
        }
        Layer::Plain(raw)
    }

    fn between(&mut self, mut raw: Raw<'a>) -> Layer<'a> {
        let offset = raw.position();
        match raw.ahead(4) {
            Ok([]) => self.wall = Some(Wall::End),
            Ok(bytes) if is_gzip(bytes) => {
                let at = self.end();
                if self.marks.back().is_some_and(|m| m.at == at) {
                    self.marks.pop_back();
                }
                self.marks.push_back(Mark { at, offset });
                raw.hold();
                return Layer::Member(Box::new(GzDecoder::new(raw)));
            }
            // Some writers fill up blocks with zeros.
            Ok([0, ..]) => raw.consume(1),
            Ok(_) => {
                let detail = "bytes that are no gzip member stand here";
                self.damage(offset, self.end(), "not gzip", detail.to_owned());
            }
            Err(e) => {
                self.damage(offset, self.end(), "unreadable", e.to_string());
                return Layer::Gone;
            }
        }
        Layer::Between(raw)
    }

    fn member(&mut self, mut member: Box<GzDecoder<Raw<'a>>>) -> Layer<'a> {
        let start = self.window.len();
        self.window.resize(start + STEP, 0);
        let got = member.read(&mut self.window[start..]);
        self.window.truncate(start + *got.as_ref().unwrap_or(&0));
        let mark = self.marks.back().copied();
        let mark = mark.unwrap_or(Mark { at: 0, offset: 0 });
        let out = self.end() - mark.at;
        let taken = member.get_ref().position() - mark.offset;
        match got {
            Ok(0) => {
                let mut raw = member.into_inner();
                raw.release();
                Layer::Between(raw)
            }
            Ok(_) if out > RATIO_FROM && out / self.ratio > taken => {
                let detail = format!(
                    "decompression makes the member more than {} times larger",
                    self.ratio
                );
                self.damage(mark.offset, mark.at, "compression bomb", detail);
                Layer::Between(Self::back(*member))
            }
            Ok(_) => Layer::Member(member),
            Err(e) => {
                let cut = e.kind() == std::io::ErrorKind::UnexpectedEof;
                let (reason, detail) = if cut {
                    ("cut short", "the gzip member ends early".to_owned())
                } else {
                    ("damaged", format!("the gzip member cannot be read: {e}"))
                };
                self.damage(mark.offset, mark.at, reason, detail);
                Layer::Between(Self::back(*member))
            }
        }
    }

    /// What ran into the members behind is given back, so that they are still found.
    fn back(member: GzDecoder<Raw<'a>>) -> Raw<'a> {
        let mut raw = member.into_inner();
        raw.back();
        raw
    }

    fn damage(&mut self, offset: u64, from: u64, reason: &'static str, detail: String) {
        self.wall = Some(Wall::Damage {
            place: offset.to_string(),
            from,
            reason,
            detail,
        });
    }

    /// Place of the end of what is at hand.
    fn end(&self) -> u64 {
        self.at + (self.window.len() - self.from) as u64
    }
}

//! The bytes of a file as they lie on disk, counted, with a way back to where a gzip member began.

use std::io::{self, BufRead, Read};

/// The mark of a gzip member with the one method there is, deflate.
const GZIP: [u8; 3] = [0x1F, 0x8B, 8];
/// Flags a gzip header may carry; the three highest bits are reserved.
const FLAGS: u8 = 0x1F;

/// True for bytes that begin as a gzip member does.
pub(crate) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&GZIP) && bytes.get(3).is_some_and(|f| *f <= FLAGS)
}

/// A counted reader that can give back what was taken since a point.
pub(crate) struct Raw<'a> {
    input: &'a mut dyn BufRead,
    /// Bytes that come before those of `input`.
    front: Vec<u8>,
    front_at: usize,
    position: u64,
    /// What was taken since [`Raw::hold`]; nothing when it is not wanted or became too much.
    held: Option<Vec<u8>>,
    /// Most bytes that are held.
    most: usize,
}

impl<'a> Raw<'a> {
    pub(crate) fn new(input: &'a mut dyn BufRead, most: usize) -> Self {
        Self {
            input,
            front: Vec::new(),
            front_at: 0,
            position: 0,
            held: None,
            most,
        }
    }

    /// Where the next byte stands in the file.
    pub(crate) fn position(&self) -> u64 {
        self.position
    }

    /// Remembers this place.
    pub(crate) fn hold(&mut self) {
        self.held = Some(Vec::new());
    }

    /// Forgets the place that was remembered.
    pub(crate) fn release(&mut self) {
        self.held = None;
    }

    /// Goes back to the byte after the remembered place, where that is still known.
    pub(crate) fn back(&mut self) {
        let Some(mut held) = self.held.take() else {
            return;
        };
        self.position -= held.len() as u64;
        held.extend_from_slice(&self.front[self.front_at..]);
        self.front = held;
        self.front_at = 0;
        let one = usize::from(!self.front.is_empty());
        self.consume(one);
    }

    /// At least `n` bytes that come next, fewer only at the end.
    pub(crate) fn ahead(&mut self, n: usize) -> io::Result<&[u8]> {
        if self.front_at >= self.front.len() {
            self.front.clear();
            self.front_at = 0;
            if self.filled()? >= n {
                return self.input.fill_buf();
            }
        }
        while self.front.len() - self.front_at < n && self.filled()? > 0 {
            let more = self.input.fill_buf()?;
            let taken = more.len();
            self.front.extend_from_slice(more);
            self.input.consume(taken);
        }
        Ok(&self.front[self.front_at..])
    }

    /// Fills the buffer of the input; how much is in it.
    fn filled(&mut self) -> io::Result<usize> {
        loop {
            match self.input.fill_buf() {
                Ok(bytes) => return Ok(bytes.len()),
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
    }

    /// Goes to the next gzip mark; false when there is none.
    pub(crate) fn next_gzip(&mut self) -> bool {
        loop {
            let Ok(bytes) = self.ahead(4) else {
                return false;
            };
            let found = bytes.windows(4).position(is_gzip);
            let all = bytes.len();
            match found {
                Some(at) => {
                    self.consume(at);
                    return true;
                }
                None if all < 4 => {
                    self.consume(all);
                    return false;
                }
                None => self.consume(all - 3),
            }
        }
    }
}

impl Read for Raw<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Raw<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.ahead(1)
    }

    fn consume(&mut self, n: usize) {
        self.position += n as u64;
        let in_front = self.front_at < self.front.len();
        if self.held.as_ref().is_some_and(|h| h.len() + n > self.most) {
            self.held = None;
        }
        if let Some(held) = &mut self.held {
            if in_front {
                held.extend_from_slice(&self.front[self.front_at..self.front_at + n]);
            } else if let Ok(bytes) = self.input.fill_buf() {
                held.extend_from_slice(&bytes[..n.min(bytes.len())]);
            }
        }
        if in_front {
            self.front_at += n;
        } else {
            self.input.consume(n);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_can_be_given_back_and_marks_are_found_across_buffers() {
        let bytes = b"ab\x1F\x8B\x08\xFFcd\x1F\x8B\x08\x04ef";
        let mut input = std::io::BufReader::with_capacity(3, &bytes[..]);
        let mut raw = Raw::new(&mut input, 100);
        raw.hold();
        let mut all = Vec::new();
        raw.read_to_end(&mut all).unwrap();
        assert_eq!(all, bytes);
        raw.back();
        assert_eq!(raw.position(), 1);
        assert!(raw.next_gzip());
        assert_eq!(raw.position(), 8);
        assert!(!{
            raw.consume(1);
            raw.next_gzip()
        });
        assert_eq!(raw.position(), bytes.len() as u64);
    }
}

//! The charset of a table, whose rows are decoded one by one.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::ingest::decode::guess;

/// How the bytes of a table become text.
pub(super) struct Charset {
    /// Read as UTF-8 from the first byte on.
    wide: Option<&'static Encoding>,
    /// What rows are in that are no UTF-8; settled by the first of them.
    legacy: Option<&'static Encoding>,
}

impl Charset {
    /// Looks at the front of a table; also how many bytes its mark has.
    pub(super) fn of(head: &[u8]) -> (Self, usize) {
        let (marked, mark) = Encoding::for_bom(head).map_or((None, 0), |(e, n)| (Some(e), n));
        let wide = marked.filter(|e| *e != UTF_8).or_else(|| unmarked(head));
        // What is behind the front and no UTF-8 is most likely what the front is.
        let legacy = std::str::from_utf8(head).is_err().then(|| guess(head));
        let legacy = legacy.filter(|e| *e != UTF_8);
        (Self { wide, legacy }, mark)
    }

    /// The input with two bytes a sign turned into UTF-8.
    pub(super) fn reader<'a>(&self, input: &'a mut dyn BufRead) -> Box<dyn BufRead + 'a> {
        match self.wide {
            Some(encoding) => Box::new(BufReader::new(Wide {
                input,
                decoder: encoding.new_decoder_without_bom_handling(),
                ready: vec![0; 32 * 1024],
                from: 0,
                to: 0,
                done: false,
            })),
            None => Box::new(input),
        }
    }

    /// The text of one cell.
    pub(super) fn text<'a>(&mut self, cell: &'a [u8]) -> Cow<'a, str> {
        match std::str::from_utf8(cell) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => {
                let encoding = *self.legacy.get_or_insert_with(|| guess(cell));
                encoding.decode_without_bom_handling(cell).0
            }
        }
    }
}

/// UTF-16 without a mark: every second byte of the first signs is zero.
fn unmarked(head: &[u8]) -> Option<&'static Encoding> {
    let head = &head[..head.len().min(64)];
    let zeros = |odd: usize| {
        head.iter()
            .skip(odd)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let half = head.len() / 2;
    match (zeros(0), zeros(1)) {
        _ if half < 4 => None,
        (0, odd) if odd * 10 > half * 7 => Some(UTF_16LE),
        (even, 0) if even * 10 > half * 7 => Some(UTF_16BE),
        _ => None,
    }
}

/// A reader of UTF-16 that gives UTF-8.
struct Wide<'a> {
    input: &'a mut dyn BufRead,
    decoder: Decoder,
    /// Text that waits to be taken, between `from` and `to`.
    ready: Vec<u8>,
    from: usize,
    to: usize,
    done: bool,
}

impl Read for Wide<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.from == self.to && !self.done {
            let bytes = self.input.fill_buf()?;
            let last = bytes.is_empty();
            let (result, taken, written, _) =
                self.decoder.decode_to_utf8(bytes, &mut self.ready, last);
            self.input.consume(taken);
            (self.from, self.to) = (0, written);
            self.done = last && result == CoderResult::InputEmpty;
        }
        let n = into.len().min(self.to - self.from);
        into[..n].copy_from_slice(&self.ready[self.from..self.from + n]);
        self.from += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_bytes_come_as_utf8_whatever_the_buffer() {
        let text = "ä€😀 line\n".repeat(5_000);
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for size in [1, 3, 8192] {
            let mut input = io::BufReader::with_capacity(size, &bytes[..]);
            let charset = Charset {
                wide: Some(UTF_16BE),
                legacy: None,
            };
            let mut read = String::new();
            charset
                .reader(&mut input)
                .read_to_string(&mut read)
                .unwrap();
            assert!(read == text);
        }
    }

    #[test]
    fn cells_of_a_legacy_table_are_decoded_as_its_front_is() {
        let bytes = encoding_rs::WINDOWS_1251
            .encode("заголовок;текст\nНовости;Сегодня в городе")
            .0
            .into_owned();
        let (mut charset, mark) = Charset::of(&bytes);
        assert_eq!(mark, 0);
        assert_eq!(charset.text(&bytes[bytes.len() - 6..]), "городе");
    }
}

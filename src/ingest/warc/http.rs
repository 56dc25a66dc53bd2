//! What a server answered, as an archive keeps it: status, fields, and the body without its transfer and content codings.
//!
//! Archives keep what came over the wire, and sometimes what a browser had made of it under the fields of the wire. So a coding
//! that is declared and not there is no error; one that is there and broken is.

use std::borrow::Cow;
use std::io::Read;

use flate2::{Crc, Decompress, FlushDecompress, Status};

use crate::ingest::Limits;
use crate::ingest::stream::RATIO_FROM;
use crate::ingest::warc::header::{blank_line, field, fields};
use crate::ingest::warc::raw::is_gzip;

/// Longest line that may say the size of a chunk, in bytes.
const CHUNK_LINE: usize = 1024;
/// How many content codings may lie in each other.
const CODINGS: usize = 3;
/// How much is inflated at a time, in bytes.
const STEP: usize = 65_536;

/// Why a body cannot be read: the family, and the detail.
pub(crate) type Trouble = (&'static str, String);

/// The head of an answer and the body as it was kept.
#[derive(Debug)]
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    fields: Vec<(String, String)>,
    /// The body with its codings.
    pub(crate) body: &'a [u8],
}

impl<'a> Answer<'a> {
    /// Reads the head; nothing when the bytes are no answer.
    pub(crate) fn read(block: &'a [u8]) -> Option<Self> {
        let rest = block.strip_prefix(b"HTTP/")?;
        let end = rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
        let line = String::from_utf8_lossy(&rest[..end.min(CHUNK_LINE)]);
        let status = line.split_whitespace().nth(1)?;
        let head = blank_line(block).unwrap_or(block.len());
        Some(Self {
            status: status.parse().ok()?,
            fields: fields(&block[..head]),
            body: &block[head..],
        })
    }

    /// The first field of a name, in lower case.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        field(&self.fields, name)
    }

    /// The declared size of the body in bytes.
    pub(crate) fn declared(&self) -> Option<usize> {
        self.field("content-length")?.parse().ok()
    }

    /// The body without its codings.
    pub(crate) fn decoded(&self, limits: &Limits) -> Result<Cow<'a, [u8]>, Trouble> {
        let named = |name: &str| {
            let listed = self.field(name).unwrap_or_default().to_ascii_lowercase();
            let words = listed.split(',').map(|w| w.trim().to_owned());
            words.filter(|w| !w.is_empty()).collect::<Vec<_>>()
        };
        let mut body = Cow::Borrowed(self.body);
        let transfer = named("transfer-encoding");
        if transfer.iter().any(|t| t == "chunked") {
            body = match self.body.first() {
                None => body,
                Some(_) => unchunked(self.body)?.map_or(body, Cow::Owned),
            };
        }
        let codings = named("content-encoding");
        if codings.len() > CODINGS {
            let detail = format!("{} content codings lie in each other", codings.len());
            return Err(("not decoded", detail));
        }
        for coding in codings.iter().rev() {
            if let Some(plain) = decoded(&body, coding, limits)? {
                body = Cow::Owned(plain);
            }
        }
        Ok(body)
    }
}

/// The body without its chunks; nothing when it does not begin with the size of one.
fn unchunked(body: &[u8]) -> Result<Option<Vec<u8>>, Trouble> {
    let mut out = Vec::new();
    let mut rest = body;
    loop {
        let Some((size, after)) = chunk_size(rest) else {
            // Without a last chunk, but nothing is missing that was announced.
            if !out.is_empty() && rest.trim_ascii().is_empty() {
                return Ok(Some(out));
            }
            if rest.len() == body.len() {
                return Ok(None);
            }
            let at = body.len() - rest.len();
            return Err((
                "wrong chunks",
                format!("no size of a chunk stands at byte {at} of the body"),
            ));
        };
        rest = after;
        if size == 0 {
            return Ok(Some(out));
        }
        let Some(chunk) = usize::try_from(size).ok().and_then(|size| rest.get(..size)) else {
            let detail = format!(
                "a chunk of {size} bytes is announced and {} are there",
                rest.len()
            );
            return Err(("cut short", detail));
        };
        out.extend_from_slice(chunk);
        rest = &rest[chunk.len()..];
        rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
}

/// The size on the line that opens a chunk, and what is behind the line.
fn chunk_size(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let end = bytes.iter().take(CHUNK_LINE).position(|b| *b == b'\n')?;
    let line = std::str::from_utf8(&bytes[..end]).ok()?;
    let digits = line.split(';').next()?.trim();
    let hex = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
    // More digits than fit are a size too: one that is too large.
    let size = u64::from_str_radix(digits, 16).unwrap_or(u64::MAX);
    hex.then_some((size, &bytes[end + 1..]))
}

/// The body without one coding; nothing where it is not there.
fn decoded(body: &[u8], coding: &str, limits: &Limits) -> Result<Option<Vec<u8>>, Trouble> {
    match coding {
        "identity" | "none" | "utf-8" => Ok(None),
        _ if body.is_empty() => Ok(None),
        "gzip" | "x-gzip" => {
            if !is_gzip(body) {
                return Ok(None);
            }
            gunzip(body, limits).map(Some)
        }
        "deflate" => {
            // Both forms are in use: with the frame of zlib, as the standard has it, and bare.
            let zlib = body.len() > 2
                && body[0] & 0x0F == 8
                && u16::from_be_bytes([body[0], body[1]]).is_multiple_of(31);
            let bare = if zlib { &body[2..] } else { body };
            match inflated(bare, limits) {
                Ok(done) if done.ended => Ok(Some(done.bytes)),
                Err(e) if e.0 != "damaged" => Err(e),
                _ if looks_plain(body) => Ok(None),
                _ => Err(("damaged", "the deflated body cannot be read".into())),
            }
        }
        "br" => match unbrotlied(body, limits) {
            Ok(plain) => Ok(Some(plain)),
            Err(e) if e.0 != "damaged" => Err(e),
            Err(_) if looks_plain(body) => Ok(None),
            Err(e) => Err(e),
        },
        _ if looks_plain(body) => Ok(None),
        other => {
            let short: String = other.chars().take(20).collect();
            Err((
                "not decoded",
                format!("the content coding {short} is not known"),
            ))
        }
    }
}

/// True for a body that a browser had decoded already.
fn looks_plain(body: &[u8]) -> bool {
    let head = &body[..body.len().min(512)];
    let whole =
        std::str::from_utf8(head).map_or_else(|e| e.valid_up_to() + 4 > head.len(), |_| true);
    whole && !head.iter().any(|b| *b < 9)
}

/// All gzip members of a body.
fn gunzip(body: &[u8], limits: &Limits) -> Result<Vec<u8>, Trouble> {
    let mut rest = body;
    let mut out = Vec::new();
    while is_gzip(rest) {
        let cut = || ("cut short", "the gzipped body ends early".to_owned());
        let head = gzip_head(rest).ok_or_else(cut)?;
        let done = inflated(&rest[head..], limits)?;
        if !done.ended {
            return Err(cut());
        }
        rest = &rest[head + done.taken..];
        if let Some(sum) = rest.first_chunk::<4>() {
            let mut crc = Crc::new();
            crc.update(&done.bytes);
            if crc.sum() != u32::from_le_bytes(*sum) {
                let detail = "the checksum of the gzipped body is another";
                return Err(("damaged", detail.into()));
            }
        }
        // A trailer that is cut off takes nothing from the text.
        rest = rest.get(8..).unwrap_or_default();
        out.extend_from_slice(&done.bytes);
        too_large(out.len(), body.len() - rest.len(), limits)?;
    }
    Ok(out)
}

/// The size of a gzip member's head in bytes.
fn gzip_head(bytes: &[u8]) -> Option<usize> {
    let flags = *bytes.get(3)?;
    let mut at = 10;
    if flags & 4 != 0 {
        let size = bytes.get(at..at + 2)?;
        at += 2 + usize::from(u16::from_le_bytes([size[0], size[1]]));
    }
    for flag in [8, 16] {
        if flags & flag != 0 {
            at += bytes.get(at..)?.iter().position(|b| *b == 0)? + 1;
        }
    }
    if flags & 2 != 0 {
        at += 2;
    }
    (at <= bytes.len()).then_some(at)
}

/// What came out of a deflated stretch.
struct Inflated {
    bytes: Vec<u8>,
    taken: usize,
    /// Whether the last block was reached.
    ended: bool,
}

fn inflated(bytes: &[u8], limits: &Limits) -> Result<Inflated, Trouble> {
    let mut state = Decompress::new(false);
    let mut out = Vec::new();
    loop {
        let taken = usize::try_from(state.total_in()).unwrap_or(usize::MAX);
        let before = (taken, out.len());
        out.reserve(STEP);
        let status = state
            .decompress_vec(
                &bytes[taken.min(bytes.len())..],
                &mut out,
                FlushDecompress::None,
            )
            .map_err(|e| ("damaged", format!("the body cannot be inflated: {e}")))?;
        let taken = usize::try_from(state.total_in()).unwrap_or(usize::MAX);
        too_large(out.len(), taken, limits)?;
        let ended = status == Status::StreamEnd;
        if ended || (taken, out.len()) == before {
            return Ok(Inflated {
                bytes: out,
                taken,
                ended,
            });
        }
    }
}

fn unbrotlied(body: &[u8], limits: &Limits) -> Result<Vec<u8>, Trouble> {
    let mut reader = brotli_decompressor::Decompressor::new(body, 4096);
    let mut out = Vec::new();
    loop {
        let got = reader.by_ref().take(STEP as u64).read_to_end(&mut out);
        let got = got.map_err(|e| ("damaged", format!("the body is no brotli: {e}")))?;
        // Brotli brings a dictionary along and repeats cheaply: how much it took is not told, so all of it counts.
        too_large(out.len(), body.len(), limits)?;
        if got == 0 {
            return Ok(out);
        }
    }
}

/// Refuses what grew too much.
fn too_large(size: usize, taken: usize, limits: &Limits) -> Result<(), Trouble> {
    let (size, taken) = (size as u64, taken as u64);
    if size > limits.inflated_bytes {
        let detail = format!("the body has more than {} bytes", limits.inflated_bytes);
        return Err(("too large", detail));
    }
    if size > RATIO_FROM && size / limits.ratio > taken {
        let detail = format!(
            "decompression makes the body more than {} times larger",
            limits.ratio
        );
        return Err(("compression bomb", detail));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write};
    use std::io::Write;

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut out = write::GzEncoder::new(Vec::new(), Compression::best());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    fn body(fields: &str, body: &[u8]) -> Result<String, &'static str> {
        let block = [b"HTTP/1.1 200 OK\r\n", fields.as_bytes(), b"\r\n\r\n", body].concat();
        let answer = Answer::read(&block).unwrap();
        let decoded = answer.decoded(&Limits::default()).map_err(|e| e.0)?;
        Ok(String::from_utf8(decoded.into_owned()).unwrap())
    }

    #[test]
    fn chunks_are_joined_and_what_is_not_chunked_stays() {
        let chunked = "Transfer-Encoding: chunked";
        for (raw, want) in [
            (
                &b"5\r\n<p>on\r\n003;x=y\r\ne. \r\n0\r\n\r\n"[..],
                Ok("<p>one. "),
            ),
            (b"5\n<p>on\n3\ne. \n", Ok("<p>one. ")),
            (b"<p>one.", Ok("<p>one.")),
            (b"", Ok("")),
            (b"ffffffffffffffffff\r\n<p>one.", Err("cut short")),
            (b"7fffffffffffffff\r\n<p>one.", Err("cut short")),
            (b"9\r\n<p>on", Err("cut short")),
            (b"5\r\n<p>one and more", Err("wrong chunks")),
        ] {
            assert_eq!(body(chunked, raw), want.map(str::to_owned));
        }
    }

    #[test]
    fn each_coding_is_undone_where_it_is_there() {
        let text = "<p>The ferry came back after dark.</p>";
        let packed = gz(text.as_bytes());
        let mut zlib = write::ZlibEncoder::new(Vec::new(), Compression::best());
        zlib.write_all(text.as_bytes()).unwrap();
        let zlib = zlib.finish().unwrap();
        let twice = gz(&packed);
        // Made by the brotli package of Python.
        let brotli = b"\x8B\x12\x80\x3C\x70\x3E\x54\x68\x65\x20\x66\x65\x72\x72\x79\x20\x63\x61\x6D\x65\x20\x62\x61\x63\x6B\x20\x61\x66\x74\x65\x72\x20\x64\x61\x72\x6B\x2E\x3C\x2F\x70\x3E\x03";
        for (coding, bytes) in [
            ("gzip", &packed[..]),
            ("x-gzip", &packed),
            ("gzip", text.as_bytes()),
            ("gzip, gzip", &twice),
            ("deflate", &zlib),
            ("deflate", &zlib[2..]),
            ("deflate", text.as_bytes()),
            ("br", text.as_bytes()),
            ("br", &brotli[..]),
            ("identity", text.as_bytes()),
            ("zstd", text.as_bytes()),
            // Only the last two bytes of the trailer are gone.
            ("gzip", &packed[..packed.len() - 2]),
        ] {
            let got = body(&format!("Content-Encoding: {coding}"), bytes);
            assert_eq!(got.as_deref(), Ok(text), "{coding} {bytes:?}");
        }
        let gzip = "Content-Encoding: gzip";
        assert_eq!(body(gzip, &packed[..packed.len() - 12]), Err("cut short"));
        assert_eq!(
            body("Content-Encoding: zstd", &[0x28, 0xB5, 1, 2]),
            Err("not decoded")
        );
        let mut wrong = packed.clone();
        let at = wrong.len() - 8;
        wrong[at] ^= 1;
        assert_eq!(body(gzip, &wrong), Err("damaged"));
        let deep = format!("Content-Encoding: {}", ["gzip"; 9].join(", "));
        assert_eq!(body(&deep, &packed), Err("not decoded"));
    }

    #[test]
    fn a_bomb_stops_at_the_ratio() {
        let bomb = gz(&vec![b'a'; 8 << 20]);
        assert_eq!(
            body("Content-Encoding: gzip", &bomb),
            Err("compression bomb")
        );
    }
}

//! Bytes in memory that are gzipped as a whole (`sitemap.xml.gz`), opened within the caps.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::read::MultiGzDecoder;

use crate::ingest::stream::RATIO_FROM;
use crate::ingest::{Limits, Refused};

/// The bytes as they are, or what they hold when they begin with the gzip mark.
///
/// # Errors
/// When they are damaged, or hold more than `limits` allows for a document: one byte more than the cap is asked for, so that
/// nothing is cut unseen.
pub fn unpacked<'b>(
    name: &str,
    bytes: &'b [u8],
    limits: &Limits,
) -> Result<Cow<'b, [u8]>, Refused> {
    if !bytes.starts_with(&[0x1F, 0x8B]) {
        return Ok(Cow::Borrowed(bytes));
    }
    let packed = (bytes.len() as u64).saturating_mul(limits.ratio);
    let cap = limits.inflated_bytes.min(packed.max(RATIO_FROM));
    let mut out = Vec::new();
    MultiGzDecoder::new(bytes)
        .take(cap.saturating_add(1))
        .read_to_end(&mut out)
        .map_err(|e| Refused::new(name, "unreadable", e.to_string()))?;
    if out.len() as u64 > cap {
        let detail = format!("decompression gives more than {cap} bytes");
        return Err(Refused::new(name, "compression bomb", detail));
    }
    Ok(Cow::Owned(out))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write as _;

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut out = GzEncoder::new(Vec::new(), Compression::best());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    #[test]
    fn a_packed_sitemap_is_opened_and_a_bomb_is_not() {
        let limits = Limits::default();
        assert_eq!(&*unpacked("a", b"<urlset>", &limits).unwrap(), b"<urlset>");
        let both = [gz(b"<url"), gz(b"set>")].concat();
        assert_eq!(&*unpacked("a", &both, &limits).unwrap(), b"<urlset>");
        let bomb = gz(&vec![b'a'; 8 << 20]);
        let refused = unpacked("a", &bomb, &limits).unwrap_err();
        assert_eq!(refused.reason, "compression bomb");
        assert!(unpacked("a", &bomb[..20], &limits).is_err());
    }
}

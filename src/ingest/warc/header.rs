//! The head of a record: WARC's named fields, or ARC's one line.

/// Longest head that is looked at, in bytes.
pub(crate) const LONGEST: usize = 65_536;

/// What the head of a record says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// Bytes of the head itself.
    pub(crate) size: usize,
    /// WARC's record type in lower case; ARC knows `response` and `filedesc` only.
    pub(crate) kind: String,
    /// The declared size of what follows, as printed.
    pub(crate) length: String,
    /// The address, without the brackets some writers put around it.
    pub(crate) target: Option<String>,
    /// When it was captured, as RFC 3339.
    pub(crate) date: Option<String>,
    /// The media type of what follows.
    pub(crate) content_type: Option<String>,
    /// True for a piece of a record that was cut into several.
    pub(crate) is_segment: bool,
}

impl Head {
    /// The declared size in bytes; nothing when what is printed is no size.
    pub(crate) fn bytes(&self) -> Option<u64> {
        let digits = !self.length.is_empty() && self.length.bytes().all(|b| b.is_ascii_digit());
        // A number with more digits than fit is a size too: one that is too large.
        digits.then(|| self.length.parse().unwrap_or(u64::MAX))
    }
}

/// Where the blank line behind named fields ends; nothing when there is none.
pub(crate) fn blank_line(bytes: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = bytes[from..].iter().position(|b| *b == b'\n') {
        let next = from + found + 1;
        match &bytes[next..] {
            [b'\n', ..] => return Some(next + 1),
            [b'\r', b'\n', ..] => return Some(next + 2),
            _ => from = next,
        }
    }
    None
}

/// Named fields in order, folded lines joined; what is no field is passed over.
pub(crate) fn fields(bytes: &[u8]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in bytes.split(|b| *b == b'\n') {
        let line = String::from_utf8_lossy(line);
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            let name = name.trim().to_ascii_lowercase();
            fields.push((name, value.trim().to_owned()));
        }
    }
    fields
}

/// The first field of a name, in lower case.
pub(crate) fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = fields.iter().find(|(n, _)| n == name)?;
    Some(found.1.as_str()).filter(|v| !v.is_empty())
}

/// True for bytes that open a WARC record: the version and nothing else on the line.
pub(crate) fn is_warc(bytes: &[u8]) -> bool {
    let version = |rest: &[u8]| {
        let end = rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
        let line = rest[..end].trim_ascii();
        (1..=8).contains(&line.len()) && line.iter().all(|b| b.is_ascii_digit() || *b == b'.')
    };
    bytes.strip_prefix(b"WARC/").is_some_and(version)
}

/// Reads the head of a WARC record that ends at `size`.
pub(crate) fn warc(bytes: &[u8], size: usize) -> Head {
    let fields = fields(&bytes[..size]);
    let own = |name: &str| field(&fields, name).map(str::to_owned);
    let target = own("warc-target-uri").map(|t| {
        let inner = t.strip_prefix('<').and_then(|t| t.strip_suffix('>'));
        inner.unwrap_or(&t).trim().to_owned()
    });
    Head {
        size,
        kind: own("warc-type").unwrap_or_default().to_ascii_lowercase(),
        length: own("content-length").unwrap_or_default(),
        target: target.filter(|t| !t.is_empty()),
        date: own("warc-date"),
        content_type: own("content-type"),
        is_segment: own("warc-segment-number").is_some(),
    }
}

/// Reads the line that heads an ARC record, of version 1 or 2; nothing when it is none.
///
/// The address may hold blanks, so the fields are counted from the end.
pub(crate) fn arc(line: &[u8]) -> Option<Head> {
    let size = line.iter().position(|b| *b == b'\n')? + 1;
    let text = String::from_utf8_lossy(&line[..size]);
    let text = text.trim_end();
    let words: Vec<&str> = text.split(' ').collect();
    let is_time = |at: usize| {
        let back = words.len().checked_sub(at).and_then(|at| words.get(at));
        back.is_some_and(|w| (12..=20).contains(&w.len()) && w.bytes().all(|b| b.is_ascii_digit()))
    };
    // Version 2 puts five fields between the media type and the length.
    let tail = [8, 3]
        .into_iter()
        .find(|at| words.len() >= at + 2 && is_time(*at))?;
    let scheme = text.split_once(':')?.0;
    if scheme.is_empty() || !scheme.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let (rest, end) = words.split_at(words.len() - tail);
    let target = rest[..rest.len() - 1].join(" ");
    let described = scheme.eq_ignore_ascii_case("filedesc");
    Some(Head {
        size,
        kind: if described { "filedesc" } else { "response" }.to_owned(),
        length: end[tail - 1].to_owned(),
        target: Some(target),
        date: arc_time(end[0]),
        content_type: Some(end[1].to_owned()).filter(|t| t.contains('/')),
        is_segment: false,
    })
}

/// Fourteen digits as RFC 3339.
pub(crate) fn arc_time(digits: &str) -> Option<String> {
    let d = digits;
    (d.len() == 14 && d.bytes().all(|b| b.is_ascii_digit())).then(|| {
        let part = |from: usize, to: usize| &d[from..to];
        format!(
            "{}-{}-{}T{}:{}:{}Z",
            part(0, 4),
            part(4, 6),
            part(6, 8),
            part(8, 10),
            part(10, 12),
            part(12, 14)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_whatever_their_case_and_folding() {
        let bytes = b"WARC/1.0\r\nwarc-TYPE: Response\r\nWARC-Target-URI: <http://a.example/b c>\nContent-Length:7\r\nX: a\r\n b\r\n\r\nrest";
        let size = blank_line(bytes).unwrap();
        assert_eq!(&bytes[size..], b"rest");
        let head = warc(bytes, size);
        assert_eq!(head.kind, "response");
        assert_eq!(head.target.as_deref(), Some("http://a.example/b c"));
        assert_eq!(head.bytes(), Some(7));
        assert_eq!(field(&fields(bytes), "x"), Some("a b"));
    }

    #[test]
    fn an_arc_line_may_hold_blanks_and_must_hold_a_time() {
        let v1 = b"http://a.example/x y 1.2.3.4 20140216050221 text/html 1591\nHTTP";
        let head = arc(v1).unwrap();
        assert_eq!(head.target.as_deref(), Some("http://a.example/x y"));
        assert_eq!(head.date.as_deref(), Some("2014-02-16T05:02:21Z"));
        assert_eq!((head.size, head.bytes()), (59, Some(1591)));
        let v2 = b"http://a.example/ 1.2.3.4 20140216050221 text/html 200 sum - 300 f.arc.gz 55\n";
        let head = arc(v2).unwrap();
        assert_eq!(
            (head.content_type.as_deref(), head.bytes()),
            (Some("text/html"), Some(55))
        );
        for none in [
            &b"URL IP-address Archive-date Content-type Archive-length\n"[..],
            b"1 0 LiveWeb Capture\n",
            b"http://a.example/ and then more words 55\n",
            b"http://a.example/ 1.2.3.4 20140216050221 text/html 1591",
        ] {
            assert_eq!(arc(none), None);
        }
        let bad = arc(b"http://a.example/ 1.2.3.4 201404010000000000 text/html abc\n").unwrap();
        assert_eq!((bad.bytes(), bad.date), (None, None));
        let vast = Head {
            length: "9".repeat(30),
            ..Head::default()
        };
        assert_eq!(vast.bytes(), Some(u64::MAX));
    }
}

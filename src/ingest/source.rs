//! Where bytes come from: files, folders, globs and standard input, `.gz` opened on the way, bombs stopped at the cap.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use crate::ingest::Refused;

/// Endings of files that are taken from a folder, each also with `.gz`.
const ENDINGS: [&str; 26] = [
    ".jsonl", ".ndjson", ".json", ".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".csv",
    ".tsv", ".xml", ".rss", ".atom", ".rdf", ".opml", ".warc", ".arc", ".mht", ".mhtml", ".zip",
    ".tar", ".tgz", ".nitf", ".ninjs", ".newsml",
];
/// How much of the front is there to sniff at, in bytes.
const HEAD: usize = 65_536;

/// One input that can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    name: String,
    /// Nothing for standard input.
    path: Option<PathBuf>,
    size: Option<u64>,
}

/// Expands arguments into inputs: files as they are, folders with all they hold (sorted, known endings only, hidden
/// names left out), globs, and `-` for standard input. What does not exist or match is refused; the order is that of
/// the arguments and a file named twice comes once.
pub fn sources(args: &[String]) -> (Vec<Source>, Vec<Refused>) {
    let (mut found, mut refused) = (Vec::new(), Vec::new());
    for arg in args {
        if arg == "-" {
            found.push(Source {
                name: "-".into(),
                path: None,
                size: None,
            });
            continue;
        }
        let path = Path::new(arg);
        if path.exists() {
            take(path, true, &mut found, &mut refused);
        } else if arg.contains(['*', '?', '[']) {
            globbed(arg, &mut found, &mut refused);
        } else {
            refused.push(Refused::new(arg, "not found", "no such file or folder"));
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|s| seen.insert(s.name.clone()));
    (found, refused)
}

fn globbed(pattern: &str, found: &mut Vec<Source>, refused: &mut Vec<Refused>) {
    let before = found.len() + refused.len();
    match glob::glob(pattern) {
        Ok(paths) => {
            for path in paths {
                match path {
                    Ok(path) => take(&path, true, found, refused),
                    Err(e) => refused.push(unreadable(&e.path().to_string_lossy(), e.error())),
                }
            }
        }
        Err(e) => refused.push(Refused::new(pattern, "not found", e.to_string())),
    }
    if found.len() + refused.len() == before {
        refused.push(Refused::new(pattern, "not found", "nothing matches"));
    }
}

/// Takes a file, or what a folder holds; `named` files are taken whatever their ending.
fn take(path: &Path, named: bool, found: &mut Vec<Source>, refused: &mut Vec<Refused>) {
    // Folders wait in a list, last first, so that no depth of nesting costs stack.
    let mut waiting = vec![(path.to_owned(), named)];
    while let Some((path, named)) = waiting.pop() {
        let name = path.to_string_lossy().into_owned();
        let about = match fs::metadata(&path) {
            Ok(about) => about,
            Err(e) => {
                refused.push(unreadable(&name, &e));
                continue;
            }
        };
        if !about.is_dir() {
            if named || is_known(&name) {
                found.push(Source {
                    name,
                    path: Some(path),
                    size: about.is_file().then_some(about.len()),
                });
            }
            continue;
        }
        match fs::read_dir(&path) {
            Ok(entries) => {
                let mut inside: Vec<PathBuf> = entries
                    .filter_map(Result::ok)
                    // A link to a folder may lead back up; links to files are followed.
                    .filter(|e| !(e.path().is_symlink() && e.path().is_dir()))
                    .filter(|e| !e.file_name().to_string_lossy().starts_with('.'))
                    .map(|e| e.path())
                    .collect();
                inside.sort();
                waiting.extend(inside.into_iter().rev().map(|p| (p, false)));
            }
            Err(e) => refused.push(unreadable(&name, &e)),
        }
    }
}

/// True for a name whose ending is that of something readable.
pub(crate) fn is_known(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let plain = lower.strip_suffix(".gz").unwrap_or(&lower);
    ENDINGS.iter().any(|e| plain.ends_with(e))
}

/// A reader that failed; one that was stopped because too much came out says so.
pub(crate) fn unreadable(place: &str, e: &io::Error) -> Refused {
    let bomb = e.get_ref().is_some_and(|inner| inner.is::<Bomb>());
    let reason = if bomb {
        "compression bomb"
    } else {
        "unreadable"
    };
    Refused::new(place, reason, e.to_string())
}

/// Why a reader was stopped: decompression made too much of too little.
#[derive(Debug)]
pub(crate) struct Bomb {
    /// How many times larger it may become.
    pub(crate) ratio: u64,
}

impl std::fmt::Display for Bomb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "decompression makes it more than {} times larger",
            self.ratio
        )
    }
}

impl std::error::Error for Bomb {}

impl Source {
    /// The path as given, or `-`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Size on disk in bytes; nothing for standard input and pipes.
    pub fn size(&self) -> Option<u64> {
        self.size
    }

    /// Opens it and decompresses what begins with the gzip mark, all members of it, whatever the name says.
    ///
    /// No cap is applied here: [`crate::ingest::read_source`] does that.
    pub fn open(&self) -> crate::error::Result<Box<dyn BufRead + Send>> {
        let opened = || -> io::Result<Box<dyn BufRead + Send>> {
            let (mut raw, _) = self.raw()?;
            if raw.fill_buf()?.starts_with(&[0x1F, 0x8B]) {
                return Ok(Box::new(BufReader::with_capacity(
                    HEAD,
                    MultiGzDecoder::new(raw),
                )));
            }
            Ok(raw)
        };
        opened().map_err(|e| crate::error::Error::from(e).at(&self.name))
    }

    /// Opens it as it lies there, packed or not, and counts what is taken.
    pub(crate) fn raw(&self) -> io::Result<(Box<dyn BufRead + Send>, Arc<AtomicU64>)> {
        let taken = Arc::new(AtomicU64::new(0));
        let raw: Box<dyn Read + Send> = match &self.path {
            Some(path) => Box::new(File::open(path)?),
            None => Box::new(io::stdin()),
        };
        let counted = Counted {
            raw,
            taken: Arc::clone(&taken),
        };
        Ok((Box::new(BufReader::with_capacity(HEAD, counted)), taken))
    }

    /// The file, where it is one that can be read from any place.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref().filter(|_| self.size.is_some())
    }
}

/// A reader whose first bytes were looked at.
pub(crate) struct Peeked<'a> {
    pub(crate) head: Vec<u8>,
    at: usize,
    rest: Box<dyn BufRead + 'a>,
}

impl<'a> Peeked<'a> {
    /// Looks at the front without losing it.
    pub(crate) fn new(mut rest: Box<dyn BufRead + 'a>) -> io::Result<Self> {
        let mut head = Vec::new();
        rest.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
        Ok(Self { head, at: 0, rest })
    }

    /// True when it begins with the gzip mark.
    pub(crate) fn is_packed(&self) -> bool {
        self.head.starts_with(&[0x1F, 0x8B])
    }

    /// The front as a reader meets it: inflated where it is packed, as far as that goes.
    pub(crate) fn front(&self) -> Cow<'_, [u8]> {
        if !self.is_packed() {
            return Cow::Borrowed(&self.head);
        }
        let mut front = Vec::new();
        let mut inflating = MultiGzDecoder::new(&self.head[..]).take(HEAD as u64);
        // The front ends within what is packed; what came out before that is there.
        let _ = inflating.read_to_end(&mut front);
        Cow::Owned(front)
    }

    /// Itself, inflated where it is packed: all members of it.
    pub(crate) fn plain(self) -> Box<dyn BufRead + 'a> {
        if self.is_packed() {
            Box::new(BufReader::with_capacity(HEAD, MultiGzDecoder::new(self)))
        } else {
            Box::new(self)
        }
    }
}

impl Read for Peeked<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Peeked<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.head.len() {
            Ok(&self.head[self.at..])
        } else {
            self.rest.fill_buf()
        }
    }

    fn consume(&mut self, n: usize) {
        if self.at < self.head.len() {
            self.at += n;
        } else {
            self.rest.consume(n);
        }
    }
}

/// Counts the bytes that pass.
struct Counted {
    raw: Box<dyn Read + Send>,
    taken: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.raw.read(into)?;
        self.taken.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{ReadOptions, Record, read_source};
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;
    use std::ops::ControlFlow;

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut out = GzEncoder::new(Vec::new(), Compression::best());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    fn all(path: &Path) -> Vec<Record> {
        let (found, refused) = sources(&[path.to_string_lossy().into_owned()]);
        assert_eq!(refused, []);
        let mut records = Vec::new();
        for source in &found {
            read_source(source, &ReadOptions::default(), &mut |r| {
                records.push(r);
                ControlFlow::Continue(())
            });
        }
        records
    }

    #[test]
    fn a_folder_gives_its_known_files_in_order_and_gz_is_opened_by_its_mark() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::create_dir(at("b")).unwrap();
        fs::write(
            at("b/two.jsonl"),
            "{\"text\":\"two\"}\n{\"text\":\"three\"}\n",
        )
        .unwrap();
        // Two members in one file, and a name that hides the compression.
        fs::write(at("a.txt"), [gz(b"one "), gz(b"text")].concat()).unwrap();
        fs::write(at("c.png"), "no text").unwrap();
        fs::write(at(".hidden.txt"), "hidden").unwrap();
        let records = all(dir.path());
        let texts: Vec<_> = records
            .iter()
            .map(|r| r.item.as_ref().unwrap().text.as_str())
            .collect();
        assert_eq!(texts, ["one text", "two", "three"]);
        assert_eq!(
            records[2].consumed,
            fs::metadata(at("b/two.jsonl")).unwrap().len()
        );
        let (globbed, refused) = sources(&[
            at("b/*.jsonl").to_string_lossy().into_owned(),
            "nowhere".into(),
            "-".into(),
        ]);
        assert_eq!(globbed.len(), 2);
        assert_eq!(globbed[1].name(), "-");
        assert_eq!(refused[0].reason, "not found");
    }

    #[test]
    fn a_bomb_stops_at_the_cap_and_a_cut_file_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let bomb = dir.path().join("bomb.txt.gz");
        fs::write(&bomb, gz(&vec![b'a'; 64 << 20])).unwrap();
        let records = all(&bomb);
        assert_eq!(records.len(), 1);
        assert_eq!(
            records[0].item.as_ref().unwrap_err().reason,
            "compression bomb"
        );
        let whole = gz("a text that is long enough to be cut somewhere in its middle".as_bytes());
        let cut = dir.path().join("cut.txt.gz");
        fs::write(&cut, &whole[..whole.len() - 12]).unwrap();
        assert_eq!(all(&cut)[0].item.as_ref().unwrap_err().reason, "unreadable");
    }
}

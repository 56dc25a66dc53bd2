//! Where bytes come from: files, folders, globs and standard input, `.gz` opened on the way, bombs stopped at the cap.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use crate::ingest::{Limits, Refused};

/// Endings of files that are taken from a folder, each also with `.gz`.
const ENDINGS: [&str; 26] = [
    ".jsonl", ".ndjson", ".json", ".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".csv",
    ".tsv", ".xml", ".rss", ".atom", ".rdf", ".opml", ".warc", ".arc", ".mht", ".mhtml", ".zip",
    ".tar", ".tgz", ".nitf", ".ninjs", ".newsml",
];
/// How much of the front is there to sniff at, in bytes.
const HEAD: usize = 65_536;
/// Size up to which no ratio is looked at, in bytes.
const RATIO_FROM: u64 = 1 << 20;

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

fn is_known(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let plain = lower.strip_suffix(".gz").unwrap_or(&lower);
    ENDINGS.iter().any(|e| plain.ends_with(e))
}

fn unreadable(name: &str, e: &io::Error) -> Refused {
    Refused::new(name, "unreadable", e.to_string())
}

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
        let opened = self
            .reader()
            .map_err(|e| crate::error::Error::from(e).at(&self.name))?;
        Ok(opened.input)
    }

    /// Opens it and counts what is taken from the file itself.
    pub(crate) fn reader(&self) -> io::Result<Opened> {
        let taken = Arc::new(AtomicU64::new(0));
        let raw: Box<dyn Read + Send> = match &self.path {
            Some(path) => Box::new(File::open(path)?),
            None => Box::new(io::stdin()),
        };
        let counted = Counted {
            raw,
            taken: Arc::clone(&taken),
        };
        let mut raw = BufReader::with_capacity(HEAD, counted);
        let packed = raw.fill_buf()?.starts_with(&[0x1F, 0x8B]);
        let input: Box<dyn BufRead + Send> = if packed {
            Box::new(BufReader::with_capacity(HEAD, MultiGzDecoder::new(raw)))
        } else {
            Box::new(raw)
        };
        Ok(Opened {
            input,
            taken,
            packed,
        })
    }

    /// Reads a document whole, or refuses it: one byte more than the cap is asked for, so that nothing is cut unseen.
    pub(crate) fn whole(
        &self,
        input: &mut Peeked,
        limits: &Limits,
        taken: &dyn Fn() -> u64,
    ) -> Result<Vec<u8>, Refused> {
        let cap = if input.packed {
            limits.inflated_bytes
        } else {
            limits.file_bytes
        };
        let mut bytes = Vec::new();
        loop {
            let step = (RATIO_FROM).min(cap.saturating_add(1) - bytes.len() as u64);
            let got = input.by_ref().take(step).read_to_end(&mut bytes);
            let got = got.map_err(|e| unreadable(&self.name, &e))?;
            let size = bytes.len() as u64;
            if size > cap {
                let detail = format!("the document has more than {cap} bytes");
                return Err(Refused::new(&self.name, "too large", detail));
            }
            if input.packed && size > RATIO_FROM && size / limits.ratio > taken() {
                let detail = format!(
                    "decompression makes it more than {} times larger",
                    limits.ratio
                );
                return Err(Refused::new(&self.name, "compression bomb", detail));
            }
            if got == 0 {
                return Ok(bytes);
            }
        }
    }
}

/// An open source.
pub(crate) struct Opened {
    input: Box<dyn BufRead + Send>,
    taken: Arc<AtomicU64>,
    packed: bool,
}

impl Opened {
    /// The count of bytes taken from the file so far; it goes on as the input is read.
    pub(crate) fn count(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.taken)
    }

    /// Looks at the front without losing it.
    pub(crate) fn peeked(&mut self) -> io::Result<Peeked> {
        let empty: Box<dyn BufRead + Send> = Box::new(io::empty());
        let mut rest = std::mem::replace(&mut self.input, empty);
        let mut head = Vec::new();
        rest.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
        Ok(Peeked {
            head,
            at: 0,
            rest,
            packed: self.packed,
        })
    }
}

/// A reader whose first bytes were looked at.
pub(crate) struct Peeked {
    pub(crate) head: Vec<u8>,
    at: usize,
    rest: Box<dyn BufRead + Send>,
    packed: bool,
}

impl Read for Peeked {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Peeked {
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

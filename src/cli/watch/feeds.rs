//! The feeds of a watch: read from its lists, each with the time of its next poll.

use std::time::Duration;

use crate::cli::downloads::Harvest;
use crate::cli::net::is_address;
use crate::error::{Error, Result};
use crate::ingest::{self, ReadOptions};

/// Longest time between two polls that servers, feeds and failures can lead to, unless the user asked for more.
const LONGEST: Duration = Duration::from_secs(86_400);
/// Largest list that is read, in bytes.
const LIST_BYTES: u64 = 16 << 20;

/// One feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Feed {
    /// Its address.
    pub(super) url: String,
    /// The outlet of its items, where the list says so.
    pub(super) outlet: Option<String>,
    /// Not before this, on the run's own clock, is it polled again.
    pub(super) due: Duration,
    /// True when it is not polled again.
    pub(super) gone: bool,
    /// Polls in a row that failed.
    failures: u32,
    /// What its last whole answer asked for.
    wait: Option<u64>,
}

impl Feed {
    fn new(url: &str, outlet: Option<&str>) -> Self {
        let outlet = outlet.map(str::trim).filter(|o| !o.is_empty());
        Self {
            url: url.to_owned(),
            outlet: outlet.map(str::to_owned),
            due: Duration::ZERO,
            gone: false,
            failures: 0,
            wait: None,
        }
    }

    /// All feeds of the lists, each once, in their order.
    ///
    /// # Errors
    /// When a list cannot be read or names no feed.
    pub(super) fn all(lists: &[String], now: i64) -> Result<Vec<Self>> {
        let mut out: Vec<Self> = Vec::new();
        for list in lists {
            let feeds = if is_address(list) {
                vec![Self::new(list, None)]
            } else {
                let bytes = read(list).map_err(|e| Error::from(e).at(list.clone()))?;
                listed(list, &bytes, now)?
            };
            for feed in feeds {
                if !out.iter().any(|f| f.url == feed.url) {
                    out.push(feed);
                }
            }
        }
        Ok(out)
    }

    /// Sets the time of the next poll: at least `every` from now, later where the server or the feed asked for it, and later and
    /// later while it fails.
    pub(super) fn settle(&mut self, harvest: &Harvest, every: Duration, now: Duration) {
        self.gone = harvest.gone;
        if !harvest.failed && !harvest.unchanged || harvest.wait.is_some() {
            self.wait = harvest.wait;
        }
        self.failures = if harvest.failed {
            self.failures.saturating_add(1)
        } else {
            0
        };
        let asked = Duration::from_secs(self.wait.unwrap_or(0));
        let late = every.saturating_mul(1 << self.failures.saturating_sub(1).min(5));
        self.due = now + every.max(asked.max(late).min(LONGEST));
    }
}

fn read(path: &str) -> std::io::Result<Vec<u8>> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    std::fs::File::open(path)?
        .take(LIST_BYTES + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIST_BYTES {
        return Err(std::io::Error::other(format!(
            "a list has at most {LIST_BYTES} bytes"
        )));
    }
    Ok(bytes)
}

/// The feeds of one file: OPML, or an address a line.
fn listed(name: &str, bytes: &[u8], now: i64) -> Result<Vec<Feed>> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{FEFF}');
    let mut feeds = Vec::new();
    if text.trim_start().starts_with('<') {
        let options = ReadOptions {
            now,
            ..ReadOptions::default()
        };
        let found = ingest::addresses(name, bytes, &options);
        if let Some(refused) = found.refused.first() {
            return Err(
                Error::input(format!("{}: {}", refused.reason, refused.detail))
                    .at(refused.place.clone()),
            );
        }
        let addresses = found.entries.iter().filter(|e| is_address(&e.url));
        feeds.extend(addresses.map(|e| Feed::new(&e.url, e.outlet.as_deref())));
    } else {
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (url, outlet) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            if !is_address(url) {
                return Err(Error::input(format!("`{url}` is no address"))
                    .at(format!("{name}:{}", number + 1)));
            }
            // A comment may stand behind the name; in the address `#` is a part of it.
            let outlet = outlet.split(" #").next().unwrap_or_default().trim();
            let outlet = Some(outlet).filter(|o| !o.starts_with('#'));
            feeds.push(Feed::new(url, outlet));
        }
    }
    if feeds.is_empty() {
        return Err(Error::input("it names no feed").at(name.to_owned()));
    }
    Ok(feeds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(bytes: &[u8]) -> Vec<(String, Option<String>)> {
        let feeds = listed("list", bytes, i64::MAX).unwrap();
        feeds.into_iter().map(|f| (f.url, f.outlet)).collect()
    }

    #[test]
    fn a_list_is_an_address_a_line_with_the_outlet_behind_it() {
        let list = "\u{FEFF}# our feeds\n\nhttps://a.example/rss  Harbour Post  # daily\r\n  https://b.example/feed#top\nhttp://c.example/ # none\n";
        assert_eq!(
            pairs(list.as_bytes()),
            [
                ("https://a.example/rss".into(), Some("Harbour Post".into())),
                ("https://b.example/feed#top".into(), None),
                ("http://c.example/".into(), None),
            ]
        );
        let wrong = listed("list", b"# x\nfeed.xml\n", 0).unwrap_err();
        assert!(wrong.to_string().contains("list:2"), "{wrong}");
        assert!(listed("list", b"# nothing\n", 0).is_err());
    }

    #[test]
    fn an_opml_file_names_its_feeds_at_any_depth() {
        let opml = b"<?xml version='1.0'?><opml version='2.0'><body><outline text='News'>\
            <outline type='rss' text='A' xmlUrl='https://a.example/rss'/></outline>\
            <outline type='rss' text='B' xmlUrl='https://b.example/rss'/></body></opml>";
        let urls: Vec<_> = pairs(opml).into_iter().map(|p| p.0).collect();
        assert_eq!(urls, ["https://a.example/rss", "https://b.example/rss"]);
    }

    #[test]
    fn a_feed_is_polled_no_sooner_than_anybody_asks() {
        let (every, now) = (Duration::from_secs(900), Duration::from_secs(10_000));
        let mut feed = Feed::new("https://a.example/", None);
        let mut due = |harvest: &Harvest| {
            feed.settle(harvest, every, now);
            feed.due.saturating_sub(now).as_secs()
        };
        let read = Harvest::default();
        let asks = |wait| Harvest {
            wait: Some(wait),
            ..Harvest::default()
        };
        let unchanged = Harvest {
            unchanged: true,
            ..Harvest::default()
        };
        let failed = Harvest {
            failed: true,
            ..Harvest::default()
        };
        assert_eq!(due(&read), 900);
        assert_eq!(due(&asks(60)), 900);
        assert_eq!(due(&asks(3600)), 3600);
        assert_eq!(due(&unchanged), 3600, "what it asked for holds on");
        assert_eq!(due(&asks(9_999_999)), 86_400);
        assert_eq!(due(&read), 900);
        assert_eq!(due(&failed), 900);
        assert_eq!(due(&failed), 1800);
        assert_eq!(due(&failed), 3600);
        assert_eq!(due(&read), 900);
    }
}

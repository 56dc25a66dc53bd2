//! Downloads pages and feeds, one polite request after the other, and reaches nothing that is not public.
//!
//! What may be asked is decided in [`guard`]; what a site asks of readers in [`robots`]; how one request is made in `wire`. Here
//! they come together: redirects are followed one by one, each checked like a first address; a site gets one request at a time
//! and a pause between two; every answer is capped. The room reads no clock: whoever has one hands it in.

mod caching;
pub mod guard;
pub mod robots;
#[cfg(test)]
mod tests;
mod wire;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use crate::ingest::date;
use crate::model::{DateClaim, DateOrigin, DateRole};

pub use caching::{max_age, ttl};
pub use guard::{Blocked, Policy};
pub use robots::Robots;
use wire::{Answer, Ask, Wire};
pub use wire::{Lookup, System};

/// The name that robots.txt files know this program by.
pub const PRODUCT: &str = "urtext";

/// How long a site's robots.txt is believed, and one that could not be reached.
const ROBOTS_KEPT: Duration = Duration::from_secs(24 * 3600);
const ROBOTS_LOST: Duration = Duration::from_secs(300);
/// Sites whose pace and rules are remembered at once.
const SITES: usize = 10_000;

/// The time, as far as fetching needs it.
pub trait Clock {
    /// The present in epoch seconds: dates after it are no claims.
    fn now(&self) -> i64;
    /// Time since some fixed moment; never goes back.
    fn elapsed(&self) -> Duration;
    /// Waits.
    fn sleep(&self, time: Duration);
}

/// Where patience and memory end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Largest body after decompression, in bytes.
    pub body: u64,
    /// Longest time for one page, its redirects included and the pauses between requests left out.
    pub total: Duration,
    /// Longest time without a byte.
    pub idle: Duration,
    /// Most header lines of an answer.
    pub headers: usize,
    /// Most bytes of an answer's head.
    pub header_bytes: usize,
    /// Most redirects in a row.
    pub redirects: usize,
    /// Time between two requests to one site.
    pub pause: Duration,
    /// Longest such time a site can ask for.
    pub longest_pause: Duration,
    /// Longest `Retry-After` that is waited for.
    pub retry_after: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 15 << 20,
            total: Duration::from_secs(20),
            idle: Duration::from_secs(10),
            headers: 100,
            header_bytes: 64 << 10,
            redirects: 5,
            pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(30),
            retry_after: Duration::from_secs(30),
        }
    }
}

/// What a server gave to ask again with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`, as it came.
    pub etag: Option<String>,
    /// `Last-Modified`, as it came.
    pub last_modified: Option<String>,
}

/// A page that was downloaded.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The address that was asked for.
    pub asked: String,
    /// The address that answered, after all redirects.
    pub url: String,
    /// `Content-Type`, as it came.
    pub content_type: Option<String>,
    /// The bytes, unpacked.
    pub body: Vec<u8>,
    /// What the server said of time: when it changed, when it was there.
    pub claims: Vec<DateClaim>,
    /// What to ask again with.
    pub validators: Validators,
    /// For how many seconds the answer holds, where the server says so.
    pub max_age: Option<u64>,
}

/// What asking came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Fetched {
    /// A page.
    Page(Box<Page>),
    /// The page is as it was (304).
    NotChanged {
        /// The address that answered.
        url: String,
        /// As in [`Page::max_age`].
        max_age: Option<u64>,
    },
}

/// Why there is no page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The address at fault.
    pub url: String,
    /// The family of the trouble.
    pub cause: Cause,
    /// What happened.
    pub detail: String,
    /// When the server wants to be asked again, in seconds from now.
    pub retry_after: Option<u64>,
}

/// Families of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The address is not public, or no web address.
    Blocked,
    /// The site's robots.txt asks not to.
    Robots,
    /// The server said so, with this status.
    Status(u16),
    /// A picture, a recording or the like.
    Media,
    /// More than is read.
    TooLarge,
    /// It took too long.
    Slow,
    /// More redirects than are followed, or one from https to http.
    Redirects,
    /// The network, the name or the answer failed.
    Failed,
}

impl Cause {
    /// The family in words.
    pub fn words(self) -> String {
        match self {
            Self::Blocked => "not public".into(),
            Self::Robots => "robots.txt".into(),
            Self::Status(status) => format!("status {status}"),
            Self::Media => "no text".into(),
            Self::TooLarge => "too large".into(),
            Self::Slow => "too slow".into(),
            Self::Redirects => "redirects".into(),
            Self::Failed => "network".into(),
        }
    }
}

impl Trouble {
    fn new(url: &str, cause: Cause, detail: impl Into<String>) -> Self {
        Self {
            url: url.to_owned(),
            cause,
            detail: detail.into(),
            retry_after: None,
        }
    }
}

/// What is known of a site while the run lasts.
#[derive(Debug, Default)]
struct Site {
    /// Its rules, and until when they are believed.
    robots: Option<(Robots, Duration)>,
    /// Not before this is it asked again.
    next: Duration,
}

/// Downloads.
pub struct Fetcher {
    wire: Wire,
    policy: Policy,
    limits: Limits,
    clock: Box<dyn Clock>,
    sites: HashMap<String, Site>,
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetcher")
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

/// How this program names itself to servers; `contact` (an address or a mailbox) tells them whom to ask.
pub fn user_agent(contact: Option<&str>) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let about: String = contact
        .unwrap_or("news provenance tracker; robots.txt name urtext")
        .chars()
        .filter(|c| c.is_ascii_graphic() || *c == ' ')
        .filter(|c| !matches!(c, '(' | ')'))
        .collect();
    let sign = if contact.is_some() { "+" } else { "" };
    format!("{PRODUCT}/{version} ({sign}{about})")
}

impl Fetcher {
    /// Makes a fetcher; nothing is asked yet.
    pub fn new(
        policy: Policy,
        limits: Limits,
        clock: Box<dyn Clock>,
        lookup: Arc<dyn Lookup>,
        user_agent: &str,
    ) -> Self {
        Self {
            wire: Wire::new(policy.clone(), lookup, user_agent, &limits),
            policy,
            limits,
            clock,
            sites: HashMap::new(),
        }
    }

    /// The clock it was given.
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Downloads what is at `address`. `known` gives what a server told about an address when it was last read; it is asked
    /// for each address on the way, and a server that knows it answers [`Fetched::NotChanged`].
    ///
    /// # Errors
    /// With the address at fault, when it may not be asked, or nothing useful came back.
    pub fn fetch(
        &mut self,
        address: &str,
        known: &dyn Fn(&str) -> Option<Validators>,
    ) -> Result<Fetched, Trouble> {
        let mut spent = Duration::ZERO;
        let (mut url, mut place) = (self.checked(address, address)?, address.to_owned());
        for _ in 0..=self.limits.redirects {
            let path = path(&url);
            let robots = self.robots(&url)?;
            if !robots.allows(&path) {
                let detail = if robots.is_closed() {
                    "its robots.txt cannot be read now, so nothing is asked"
                } else {
                    "the site asks programs to leave it alone"
                };
                return Err(Trouble::new(&place, Cause::Robots, detail));
            }
            let validators = known(url.as_str());
            let body = self.limits.body;
            let answer = self.ask(&url, validators.as_ref(), &mut spent, body)?;
            place = url.as_str().to_owned();
            if let Some(next) = self.redirect(&url, &answer)? {
                url = next;
                continue;
            }
            return self.read(address, &place, answer, validators.is_some());
        }
        let most = self.limits.redirects;
        let detail = format!("more than {most} redirects");
        Err(Trouble::new(address, Cause::Redirects, detail))
    }

    fn checked(&self, printed: &str, place: &str) -> Result<Url, Trouble> {
        let checked = self.policy.address(printed);
        checked.map_err(|Blocked(why)| Trouble::new(place, Cause::Blocked, why))
    }

    /// Where an answer sends on to; nothing when it is an end.
    fn redirect(&self, from: &Url, answer: &Answer) -> Result<Option<Url>, Trouble> {
        if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
            return Ok(None);
        }
        let place = from.as_str();
        let target = answer.header("location").and_then(|l| from.join(l).ok());
        let Some(target) = target else {
            let detail = "it sends on without saying whereto";
            return Err(Trouble::new(place, Cause::Redirects, detail));
        };
        if from.scheme() == "https" && target.scheme() == "http" {
            let detail = format!("it sends from https to {target}");
            return Err(Trouble::new(place, Cause::Redirects, detail));
        }
        let checked = self.policy.address(target.as_str());
        checked
            .map(Some)
            .map_err(|Blocked(why)| Trouble::new(place, Cause::Blocked, format!("sent on: {why}")))
    }

    /// Makes one request when it is the site's turn; one that is told to come back soon comes back once.
    fn ask(
        &mut self,
        url: &Url,
        known: Option<&Validators>,
        spent: &mut Duration,
        body: u64,
    ) -> Result<Answer, Trouble> {
        let site = site(url);
        let mut again = true;
        loop {
            self.wait(&site);
            let left = self.limits.total.saturating_sub(*spent);
            if left.is_zero() {
                let detail = format!("it took more than {} s", self.limits.total.as_secs());
                return Err(Trouble::new(url.as_str(), Cause::Slow, detail));
            }
            let started = self.clock.elapsed();
            let answer = self.wire.ask(Ask {
                url,
                known,
                left,
                body,
            });
            let ended = self.clock.elapsed();
            *spent += ended.saturating_sub(started);
            self.pace(&site, ended);
            let answer = answer?;
            let wait = self.retry_after(&answer);
            match wait {
                Some(wait) if again && wait <= self.limits.retry_after => {
                    again = false;
                    if let Some(known) = self.sites.get_mut(&site) {
                        known.next = known.next.max(ended + wait);
                    }
                }
                _ => return Ok(answer),
            }
        }
    }

    /// When a busy server wants to be asked again.
    fn retry_after(&self, answer: &Answer) -> Option<Duration> {
        if !matches!(answer.status, 429 | 503) {
            return None;
        }
        let printed = answer.header("retry-after")?;
        if let Ok(seconds) = printed.parse::<u64>() {
            return Some(Duration::from_secs(seconds.min(365 * 86_400)));
        }
        let at = date::parse(printed, DateOrigin::Http, DateRole::Captured, i64::MAX)?;
        let seconds = at.earliest.saturating_sub(self.clock.now()).max(0);
        Some(Duration::from_secs(seconds.unsigned_abs()))
    }

    /// Waits until it is the site's turn.
    fn wait(&self, site: &str) {
        let now = self.clock.elapsed();
        let turn = self.sites.get(site).map_or(now, |s| s.next);
        let wait = turn.saturating_sub(now);
        if !wait.is_zero() {
            self.clock.sleep(wait);
        }
    }

    /// Notes that a site was asked.
    fn pace(&mut self, site: &str, now: Duration) {
        if self.sites.len() >= SITES && !self.sites.contains_key(site) {
            self.sites.retain(|_, s| s.next > now);
        }
        let (pause, longest) = (self.limits.pause, self.limits.longest_pause);
        let known = self.sites.entry(site.to_owned()).or_default();
        let asked = known.robots.as_ref().and_then(|(r, _)| r.delay());
        known.next = now + pause.max(asked.unwrap_or_default().min(longest));
    }

    /// A site's rules: remembered, or asked for first.
    fn robots(&mut self, url: &Url) -> Result<Robots, Trouble> {
        let site = site(url);
        let now = self.clock.elapsed();
        let kept = self.sites.get(&site).and_then(|s| s.robots.as_ref());
        if let Some((robots, until)) = kept
            && now < *until
        {
            return Ok(robots.clone());
        }
        let asked = self.robots_file(url);
        let robots = asked.clone().unwrap_or_else(|_| Robots::closed());
        let now = self.clock.elapsed();
        let kept = if robots.is_closed() {
            ROBOTS_LOST
        } else {
            ROBOTS_KEPT
        };
        self.sites.entry(site.clone()).or_default().robots = Some((robots.clone(), now + kept));
        self.pace(&site, now);
        // What failed for the file would fail for the page; the trouble itself says more than a rule made of it.
        asked
    }

    /// Reads a site's file (RFC 9309, 2.3.1): there, it counts; 4xx, there are no rules; 5xx and the like, nothing may be asked.
    fn robots_file(&mut self, url: &Url) -> Result<Robots, Trouble> {
        let mut spent = Duration::ZERO;
        let mut at = url.clone();
        at.set_path("/robots.txt");
        at.set_query(None);
        for _ in 0..=self.limits.redirects {
            let answer = self.ask(&at, None, &mut spent, robots::READ)?;
            match answer.status {
                200 | 203 => return Ok(Robots::read(&answer.body)),
                301 | 302 | 303 | 307 | 308 => match self.redirect(&at, &answer) {
                    Ok(Some(next)) => at = next,
                    // Sent where nobody may go: as good as out of reach.
                    _ => return Ok(Robots::closed()),
                },
                429 => return Ok(Robots::closed()),
                400..=499 => return Ok(Robots::open()),
                _ => return Ok(Robots::closed()),
            }
        }
        // "More than five redirects" counts as a file that is not there.
        Ok(Robots::open())
    }

    /// Makes a page of an answer that is an end.
    fn read(
        &self,
        asked: &str,
        url: &str,
        answer: Answer,
        known: bool,
    ) -> Result<Fetched, Trouble> {
        let max_age = answer.header("cache-control").and_then(max_age);
        match answer.status {
            304 if known => {
                return Ok(Fetched::NotChanged {
                    url: url.to_owned(),
                    max_age,
                });
            }
            200 | 203 => {}
            status => {
                let detail = format!("the server answered with status {status}");
                let mut trouble = Trouble::new(url, Cause::Status(status), detail);
                trouble.retry_after = self.retry_after(&answer).map(|d| d.as_secs());
                return Err(trouble);
            }
        }
        if answer.cut {
            let detail = format!("the page has more than {} bytes", self.limits.body);
            return Err(Trouble::new(url, Cause::TooLarge, detail));
        }
        let text = |name: &str| answer.header(name).map(str::to_owned);
        let plain = |name: &str| text(name).filter(|v| wire::is_plain(v));
        Ok(Fetched::Page(Box::new(Page {
            asked: asked.to_owned(),
            url: url.to_owned(),
            content_type: text("content-type"),
            claims: self.claims(&answer),
            validators: Validators {
                etag: plain("etag"),
                last_modified: plain("last-modified"),
            },
            max_age,
            body: answer.body,
        })))
    }

    /// What the server said of time. An archive's answer tells when the archive saw the page; when it was changed there says
    /// nothing of the page.
    fn claims(&self, answer: &Answer) -> Vec<DateClaim> {
        let claim = |name: &str, origin, role| {
            date::parse(answer.header(name)?, origin, role, self.clock.now())
        };
        let archived = claim("memento-datetime", DateOrigin::Archive, DateRole::Captured);
        let modified = if archived.is_none() {
            claim("last-modified", DateOrigin::Http, DateRole::Modified)
        } else {
            None
        };
        let seen = claim("date", DateOrigin::Http, DateRole::Captured);
        [modified, archived, seen].into_iter().flatten().collect()
    }
}

/// What a robots.txt speaks for: scheme, host and port.
fn site(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// What the rules of a site are held against.
fn path(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

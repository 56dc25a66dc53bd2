//! What is claimed about when an article appeared.
//!
//! A claim is an interval of UTC seconds with its origin, never a bare instant: "2023-09-19" is a whole day.
//! Claims are kept side by side and never overwritten; a missing date stays missing.

/// One date that somebody claims for an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateClaim {
    /// First second it may mean, in seconds since 1970-01-01T00:00:00Z.
    pub earliest: i64,
    /// Last second it may mean; equal to `earliest` for a full instant.
    pub latest: i64,
    /// Where the claim comes from.
    pub origin: DateOrigin,
    /// What it is a date of.
    pub role: DateRole,
    /// How fine it is.
    pub precision: Precision,
    /// Whether it says in which zone it was printed.
    pub zone: Zone,
    /// The words as printed.
    pub printed: String,
}

/// The zone farthest east is this many seconds ahead of UTC (Kiribati).
const FARTHEST_EAST: i64 = 14 * 3600;
/// The zone farthest west is this many seconds behind UTC (Baker Island).
const FARTHEST_WEST: i64 = 12 * 3600;

impl DateClaim {
    /// The claim as far as it goes: `2023`, `2023-09`, `2023-09-19` or `2023-09-19T06:08:40Z`
    /// (a minute with second 00, since RFC 3339 has no shorter time).
    pub fn rfc3339(&self) -> String {
        // A day that was reckoned back from a capture need not begin at midnight: its middle lies in the day that is meant.
        let second = match self.precision {
            Precision::Second | Precision::Minute => self.earliest,
            _ => self.earliest.midpoint(self.latest),
        };
        let Ok(at) = jiff::Timestamp::from_second(second) else {
            return self.printed.clone();
        };
        let format = match self.precision {
            Precision::Second => "%Y-%m-%dT%H:%M:%SZ",
            Precision::Minute => "%Y-%m-%dT%H:%M:00Z",
            Precision::Day => "%Y-%m-%d",
            Precision::Month => "%Y-%m",
            Precision::Year => "%Y",
        };
        at.strftime(format).to_string()
    }

    /// The seconds it may mean in any zone: the claim as it stands where it states one, else up to 14 hours earlier (it was
    /// printed in the east) and 12 hours later (in the west).
    pub fn window(&self) -> (i64, i64) {
        match self.zone {
            Zone::Stated => (self.earliest, self.latest),
            Zone::Unknown => in_any_zone(self.earliest, self.latest),
        }
    }

    /// Seconds by which `earlier` surely ends before this claim begins; negative where they may overlap.
    ///
    /// Both are claims for one article, so two that state no zone are taken to be of the same one.
    pub fn after(&self, earlier: &Self) -> i64 {
        let (begins, ends) = match (self.zone, earlier.zone) {
            (Zone::Unknown, Zone::Unknown) => (self.earliest, earlier.latest),
            _ => (self.window().0, earlier.window().1),
        };
        begins.saturating_sub(ends)
    }

    /// True for what only says that the article was there by then: a capture, or what an archive or a server says of a page.
    pub fn is_bound(&self) -> bool {
        self.role == DateRole::Captured
            || matches!(self.origin, DateOrigin::Http | DateOrigin::Archive)
    }
}

/// An interval that was reckoned as if it were UTC, in every zone it may have been printed in.
pub(crate) fn in_any_zone(earliest: i64, latest: i64) -> (i64, i64) {
    (
        earliest.saturating_sub(FARTHEST_EAST),
        latest.saturating_add(FARTHEST_WEST),
    )
}

/// Whether a claim says in which zone it was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Zone {
    /// By an offset, a name that means one zone, or because it is a number of seconds.
    Stated,
    /// Not said: the interval is reckoned as if it were UTC and may be off by up to 14 hours. All days are of this kind.
    Unknown,
}

impl Zone {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Stated, Self::Unknown];

    /// The word used in SQL and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Unknown => "unknown",
        }
    }

    /// The zone knowledge a word names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == word)
    }
}

/// Where a date claim comes from, most trusted first: what was said on purpose for this article, then what its publisher said
/// to machines, then what readers see, then what others saw. Of one origin the finest claim wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DateOrigin {
    /// Given on the command line.
    User,
    /// A field of a structured record (JSONL `published_at`).
    Record,
    /// JSON-LD `datePublished` and the like.
    JsonLd,
    /// A meta tag (`article:published_time`).
    Meta,
    /// A `<time>` element.
    TimeElement,
    /// A field of a wire's own format (ninjs, NewsML-G2, NITF).
    Wire,
    /// An RSS, Atom or JSON feed.
    Feed,
    /// A news sitemap.
    Sitemap,
    /// The address (`/2023/09/19/`).
    Url,
    /// A number in the head of the text (an epoch second).
    Header,
    /// A date line or dateline in the text.
    Dateline,
    /// What the server said of the page (`Last-Modified`).
    Http,
    /// A web archive's capture time.
    Archive,
}

impl DateOrigin {
    /// Every origin, most trusted first.
    pub const ALL: [Self; 13] = [
        Self::User,
        Self::Record,
        Self::JsonLd,
        Self::Meta,
        Self::TimeElement,
        Self::Wire,
        Self::Feed,
        Self::Sitemap,
        Self::Url,
        Self::Header,
        Self::Dateline,
        Self::Http,
        Self::Archive,
    ];

    /// The word used in SQL and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Record => "record",
            Self::JsonLd => "json_ld",
            Self::Meta => "meta",
            Self::TimeElement => "time_element",
            Self::Wire => "wire",
            Self::Feed => "feed",
            Self::Sitemap => "sitemap",
            Self::Url => "url",
            Self::Header => "header",
            Self::Dateline => "dateline",
            Self::Http => "http",
            Self::Archive => "archive",
        }
    }

    /// The origin a word names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == word)
    }
}

/// What a claimed date is the date of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DateRole {
    /// First publication.
    Published,
    /// A later change.
    Modified,
    /// Somebody saw it then, so it existed not later.
    Captured,
}

impl DateRole {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Published, Self::Modified, Self::Captured];

    /// The word used in SQL and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Modified => "modified",
            Self::Captured => "captured",
        }
    }

    /// The role a word names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == word)
    }
}

/// How fine a claimed date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// To the second.
    Second,
    /// To the minute.
    Minute,
    /// A day, zone unknown.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Precision {
    /// Every precision, finest first.
    pub const ALL: [Self; 5] = [
        Self::Second,
        Self::Minute,
        Self::Day,
        Self::Month,
        Self::Year,
    ];

    /// The word used in SQL and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The precision a word names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(origin: DateOrigin, role: DateRole, precision: Precision) -> DateClaim {
        DateClaim {
            earliest: 1_695_103_720,
            latest: 1_695_103_720,
            origin,
            role,
            precision,
            zone: Zone::Stated,
            printed: String::new(),
        }
    }

    #[test]
    fn a_claim_is_printed_no_finer_than_it_is() {
        let day = claim(DateOrigin::Url, DateRole::Published, Precision::Day);
        assert_eq!(day.rfc3339(), "2023-09-19");
        let instant = claim(DateOrigin::Url, DateRole::Published, Precision::Second);
        assert_eq!(instant.rfc3339(), "2023-09-19T06:08:40Z");
    }

    #[test]
    fn a_claim_without_a_zone_may_be_half_a_day_off_but_not_against_its_neighbour() {
        let stated = claim(DateOrigin::Meta, DateRole::Published, Precision::Minute);
        let unknown = DateClaim {
            zone: Zone::Unknown,
            ..stated.clone()
        };
        assert_eq!(stated.window(), (stated.earliest, stated.latest));
        let (first, last) = unknown.window();
        assert_eq!(
            (stated.earliest - first, last - stated.latest),
            (14 * 3600, 12 * 3600)
        );
        let later = |c: &DateClaim| DateClaim {
            earliest: c.earliest + 3600,
            latest: c.latest + 3600,
            ..c.clone()
        };
        assert_eq!(later(&unknown).after(&unknown), 3600);
        assert_eq!(later(&stated).after(&stated), 3600);
        assert!(later(&stated).after(&unknown) < 0);
        assert!(later(&unknown).after(&stated) < 0);
    }
}

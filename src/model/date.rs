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
    /// The words as printed.
    pub printed: String,
}

impl DateClaim {
    /// The claim as far as it goes: `2023`, `2023-09`, `2023-09-19` or `2023-09-19T06:08:40Z`
    /// (a minute with second 00, since RFC 3339 has no shorter time).
    pub fn rfc3339(&self) -> String {
        let Ok(at) = jiff::Timestamp::from_second(self.earliest) else {
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
}

/// The claim that says best when an article was published: of the most trusted origin, and there the finest, first given.
///
/// Only claims of publication count: a change is later, and a capture is only a bound.
pub fn best_date(claims: &[DateClaim]) -> Option<&DateClaim> {
    claims
        .iter()
        .filter(|c| c.role == DateRole::Published)
        .min_by_key(|c| (c.origin, c.precision))
}

/// Where a date claim comes from, most trusted first (schema.org over meta over feed over address over text).
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
            printed: String::new(),
        }
    }

    #[test]
    fn the_most_trusted_claim_of_publication_wins_and_a_capture_never_does() {
        let claims = [
            claim(DateOrigin::Record, DateRole::Captured, Precision::Second),
            claim(DateOrigin::Url, DateRole::Published, Precision::Day),
            claim(DateOrigin::JsonLd, DateRole::Published, Precision::Day),
            claim(DateOrigin::JsonLd, DateRole::Published, Precision::Second),
        ];
        assert_eq!(best_date(&claims), Some(&claims[3]));
        assert_eq!(best_date(&claims[..1]), None);
    }

    #[test]
    fn a_claim_is_printed_no_finer_than_it_is() {
        let day = claim(DateOrigin::Url, DateRole::Published, Precision::Day);
        assert_eq!(day.rfc3339(), "2023-09-19");
        let instant = claim(DateOrigin::Url, DateRole::Published, Precision::Second);
        assert_eq!(instant.rfc3339(), "2023-09-19T06:08:40Z");
    }
}

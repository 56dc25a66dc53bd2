//! How long an answer holds, by the word of its server or feed.

/// How much of a feed's front is looked at, in bytes.
const FRONT: usize = 64 << 10;
/// Longest time that is believed, in seconds: a day.
const LONGEST: u64 = 86_400;

/// The seconds of `max-age` in a `Cache-Control` header, a day at most; nothing where the answer may not be kept.
pub fn max_age(header: &str) -> Option<u64> {
    let mut age = None;
    for part in header.split(',') {
        let part = part.trim().to_ascii_lowercase();
        if part == "no-cache" || part == "no-store" {
            return None;
        }
        if let Some(seconds) = part.strip_prefix("max-age=") {
            age = seconds.trim_matches('"').parse().ok().or(age);
        }
    }
    age.map(|seconds: u64| seconds.min(LONGEST))
}

/// The seconds that an RSS channel's `ttl` (in minutes) asks for, a day at most; read off the front of the feed.
pub fn ttl(feed: &[u8]) -> Option<u64> {
    let front = String::from_utf8_lossy(&feed[..feed.len().min(FRONT)]);
    let channel = front.split("<item").next()?;
    let (_, rest) = channel.split_once("<ttl>")?;
    let minutes: u64 = rest.split('<').next()?.trim().parse().ok()?;
    Some(minutes.saturating_mul(60).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_says_how_long_its_answer_holds() {
        assert_eq!(max_age("public, max-age=600"), Some(600));
        assert_eq!(max_age("Max-Age=\"60\""), Some(60));
        assert_eq!(max_age("max-age=99999999"), Some(LONGEST));
        assert_eq!(max_age("no-cache, max-age=600"), None);
        assert_eq!(max_age("max-age=soon"), None);
        assert_eq!(max_age(""), None);
    }

    #[test]
    fn a_feed_says_how_often_to_come() {
        assert_eq!(ttl(b"<rss><channel><ttl> 30 </ttl><item>"), Some(1800));
        assert_eq!(ttl(b"<rss><channel><item><ttl>30</ttl>"), None);
        assert_eq!(ttl(b"<feed/>"), None);
        assert_eq!(ttl(b"<ttl>-1</ttl>"), None);
        assert_eq!(ttl(b"<ttl>99999999999999999999</ttl>"), None);
        assert_eq!(ttl(b"<ttl>18446744073709551615</ttl>"), Some(LONGEST));
    }
}

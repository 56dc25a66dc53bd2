//! What an address says about who printed the article.

use url::Url;

/// The registrable domain of an address (`news.example.co.uk` → `example.co.uk`); private suffixes count, so that every
/// blog of a hosting site is an outlet of its own. Nothing when it is no web address.
pub(crate) fn domain(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let host = url.host_str()?.trim_end_matches('.').to_ascii_lowercase();
    let known = psl::domain_str(&host).map(str::to_owned);
    known.or_else(|| (!host.is_empty()).then_some(host))
}

/// The host of a web address, in lower case.
pub(crate) fn host(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let host = url.host_str()?.trim_end_matches('.').to_ascii_lowercase();
    (!host.is_empty()).then_some(host)
}

/// Sites that hold the pages of many publishers: archives, portals, feed proxies. Two articles there are not of one house.
const PLATFORMS: &[&str] = &[
    "apple.news",
    "archive.is",
    "archive.org",
    "archive.ph",
    "archive.today",
    "facebook.com",
    "feedburner.com",
    "flipboard.com",
    "google.com",
    "googleusercontent.com",
    "medium.com",
    "msn.com",
    "newsbreak.com",
    "pressreader.com",
    "smartnews.com",
    "t.co",
    "twitter.com",
    "x.com",
    "yahoo.com",
];

/// The registrable domain of an address when it stands for one publisher; nothing on a site that holds many.
pub(crate) fn house(address: &str) -> Option<String> {
    domain(address).filter(|d| !PLATFORMS.contains(&d.as_str()))
}

#[cfg(test)]
mod tests {
    use super::{domain, house};

    #[test]
    fn an_archive_is_nobodys_house() {
        assert_eq!(
            house("https://web.archive.org/web/2020/https://harbour.example/1"),
            None
        );
        assert_eq!(
            house("https://www.harbour.example/1").as_deref(),
            Some("harbour.example")
        );
    }

    #[test]
    fn the_registrable_domain_stands_for_the_site() {
        assert_eq!(
            domain("https://news.harbour.co.uk/a/1").as_deref(),
            Some("harbour.co.uk")
        );
        assert_eq!(
            domain("https://one.blogspot.com/x").as_deref(),
            Some("one.blogspot.com")
        );
        assert_eq!(domain("not an address"), None);
    }
}

//! What every fuzz target asks of the program: no panic, no hang, and the laws of the room.
//!
//! Limits are far below the defaults, so that a cap is met by inputs of a few kilobytes and each run stays short.

use urtext::fetch::{Policy, Robots};
use urtext::ingest::{self, Format, Limits, ReadOptions};
use urtext::model::{Article, DateOrigin, DateRole};
use urtext::segment::{Catalogue, written};

/// Reads `bytes` as `format`. A panic inside a reader is caught there and refused as a bug: that must not happen either.
pub fn read(name: &str, bytes: &[u8], format: Format) {
    let options = ReadOptions {
        format,
        limits: Limits {
            file_bytes: 1 << 20,
            inflated_bytes: 1 << 20,
            line_bytes: 1 << 18,
            text_bytes: 1 << 18,
            nodes: 20_000,
            ..Limits::default()
        },
        url: Some("https://news.harbour.example/2024/05/14/whale".into()),
        ..ReadOptions::default()
    };
    let read = ingest::read(name, bytes, &options);
    for refused in &read.refused {
        assert_ne!(refused.reason, "bug", "{refused:?}");
    }
    for article in &read.articles {
        assert!(article.text.len() <= options.limits.text_bytes);
        assert!(!article.text.trim().is_empty());
    }
}

/// Reads a printed date.
pub fn date(text: &str) {
    let claim = ingest::date::parse(text, DateOrigin::Meta, DateRole::Published, 1_800_000_000);
    if let Some(claim) = claim {
        assert!(claim.earliest <= claim.latest);
        assert!(claim.rfc3339().len() >= 4);
    }
    let _ = ingest::date::from_url(text);
}

/// Cuts a text into blocks.
pub fn segment(text: &str) {
    let article = Article {
        text: text.to_owned(),
        ..Article::default()
    };
    let mut end = 0;
    for block in urtext::segment::segment(&article).blocks {
        assert!(block.span.start() >= end && block.span.end() > block.span.start());
        assert!(text[end..block.span.start()].trim().is_empty());
        end = block.span.end();
    }
    assert!(text[end..].trim().is_empty());
}

/// Lists the addresses that a feed, a sitemap or a list of feeds names.
pub fn listed(bytes: &[u8]) {
    let options = ReadOptions {
        url: Some("https://news.harbour.example/feed".into()),
        ..ReadOptions::default()
    };
    let listed = ingest::addresses("a.xml", bytes, &options);
    assert!(
        listed.refused.iter().all(|r| r.reason != "bug"),
        "{:?}",
        listed.refused
    );
}

/// Asks whether an address may be fetched: no number that passes may be of this machine or its network.
pub fn address(text: &str) {
    let Ok(url) = Policy::default().address(text) else {
        return;
    };
    assert!(matches!(url.scheme(), "http" | "https"), "{url}");
    match url.host() {
        Some(url::Host::Ipv4(ip)) => assert!(
            !(ip.is_loopback() || ip.is_private() || ip.is_link_local()),
            "{url}"
        ),
        Some(url::Host::Ipv6(ip)) => assert!(!(ip.is_loopback() || ip.is_unspecified()), "{url}"),
        Some(url::Host::Domain(name)) => {
            assert!(name.contains('.') && !name.ends_with(".localhost"), "{url}")
        }
        None => panic!("{url} has no host"),
    }
}

/// Reads a robots.txt and asks it.
pub fn robots(bytes: &[u8]) {
    let robots = Robots::read(bytes);
    let _ = (robots.allows("/2024/05/14/whale?page=2"), robots.delay());
    assert!(robots.allows("/robots.txt"));
}

/// Reads a file of outlets; what is read is written and read again as the same.
pub fn outlets(text: &str) {
    let Ok(read) = Catalogue::parse(text) else {
        return;
    };
    let printed = written(read.outlets());
    let again = Catalogue::parse(&printed).expect("what was written can be read");
    assert_eq!(printed, written(again.outlets()));
}

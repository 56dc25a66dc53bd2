//! What a feed or sitemap names, and which of it has to be downloaded.

use crate::corpus::FetchRow;
use crate::ingest::{self, Entry, Listed, ReadOptions};
use crate::model::Article;

/// Characters without blanks (some 100 English words) from which on a feed's own text counts as the article and no teaser.
const FULL: usize = 500;
/// Seconds after which a page that could not be had is asked for again.
const AGAIN: i64 = 86_400;

/// The addresses that `bytes` name; none when they are a page.
pub(super) fn listed(name: &str, bytes: &[u8], options: &ReadOptions) -> Listed {
    let mut listed = ingest::addresses(name, bytes, options);
    // Pages are the rule here and no trouble.
    listed.refused.retain(|r| r.reason != ingest::NOT_A_LIST);
    listed
}

/// True when a text that came in a feed is the whole article, as far as can be told: long enough, and not broken off.
pub(super) fn is_full(article: &Article) -> bool {
    let text = article
        .text
        .trim_end()
        .trim_end_matches(['.', ']', ')', '»']);
    let cut = article.text.trim_end().ends_with("...") || text.ends_with(['…', '[']);
    !cut && article.text.chars().filter(|c| !c.is_whitespace()).count() >= FULL
}

/// True when there is no need to download an entry's page: it was, and the feed tells of no later change.
pub(super) fn is_seen(entry: &Entry, row: Option<&FetchRow>, held: bool, now: i64) -> bool {
    let Some(row) = row else {
        return held;
    };
    if row.status >= 400 {
        return row.fetched_at > now.saturating_sub(AGAIN);
    }
    !entry.claims.iter().any(|c| c.earliest > row.fetched_at)
}

/// Adds what the feed said to what the page says; the page speaks first.
pub(super) fn beside(article: &mut Article, entry: &Entry) {
    let fill = |slot: &mut Option<String>, told: &Option<String>| {
        if slot.is_none() {
            slot.clone_from(told);
        }
    };
    fill(&mut article.outlet, &entry.outlet);
    fill(&mut article.title, &entry.title);
    fill(&mut article.language, &entry.language);
    fill(&mut article.story, &entry.story);
    for claim in &entry.claims {
        if !article.dates.contains(claim) {
            article.dates.push(claim.clone());
        }
    }
    for credit in &entry.credits {
        if !article.credits.contains(credit) {
            article.credits.push(credit.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::date;
    use crate::model::{DateOrigin, DateRole};

    fn entry(at: &str) -> Entry {
        let claim = date::parse(at, DateOrigin::Feed, DateRole::Modified, i64::MAX);
        Entry {
            url: "https://a.example/1".into(),
            outlet: Some("The Feed".into()),
            title: Some("From the feed".into()),
            claims: claim.into_iter().collect(),
            ..Entry::default()
        }
    }

    fn row(fetched_at: i64, status: u16) -> FetchRow {
        FetchRow {
            fetched_at,
            status,
            ..FetchRow::default()
        }
    }

    #[test]
    fn a_teaser_is_no_article() {
        let of = |text: String| Article {
            text,
            ..Article::default()
        };
        let long = "Word after word. ".repeat(60);
        assert!(is_full(&of(long.clone())));
        assert!(!is_full(&of("A short summary.".into())));
        for end in ["…", "...", "[…]", "(…)", "[...]"] {
            assert!(!is_full(&of(format!("{long}and so on {end}"))), "{end}");
        }
    }

    #[test]
    fn a_page_is_downloaded_again_when_the_feed_says_it_changed() {
        let at = 1_700_000_000; // 2023-11-14
        let (old, new) = (entry("2023-11-01T00:00:00Z"), entry("2023-11-20T00:00:00Z"));
        assert!(!is_seen(&old, None, false, at));
        assert!(is_seen(&old, None, true, at));
        assert!(is_seen(&old, Some(&row(at, 200)), false, at));
        assert!(!is_seen(&new, Some(&row(at, 200)), true, at));
        assert!(is_seen(&new, Some(&row(at, 404)), false, at + 3600));
        assert!(!is_seen(&old, Some(&row(at, 404)), false, at + 90_000));
    }

    #[test]
    fn the_page_speaks_before_the_feed() {
        let mut article = Article {
            outlet: Some("The Page".into()),
            ..Article::default()
        };
        let entry = entry("2023-11-01T00:00:00Z");
        beside(&mut article, &entry);
        beside(&mut article, &entry);
        assert_eq!(article.outlet.as_deref(), Some("The Page"));
        assert_eq!(article.title.as_deref(), Some("From the feed"));
        assert_eq!(article.dates.len(), 1);
    }
}

//! Versions of one article: how they are recognised, in which order they stand, what changed, and which one a copy carries.
//!
//! A publisher prints one story again and again: updated, corrected, withdrawn. Such versions are no copies of one another. Their
//! order is never that of ingest: the publisher's number, then what they say of their time, then when they were seen.

use std::collections::HashMap;

use crate::model::{ArticleId, DateClaim, DateRole, Doubt, Kind, Status, best_of, doubts};
use crate::provenance::{Candidate, Other};

/// What one version says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stated {
    /// The publisher's number.
    pub revision: Option<u32>,
    /// Whether the publisher stands by it.
    pub status: Status,
    /// When it was last changed, else published, by its own word; the first second.
    pub changed: Option<i64>,
    /// The earliest moment at which somebody captured it.
    pub captured: Option<i64>,
    /// When this store first saw it.
    pub first_seen: i64,
}

impl Stated {
    /// Reads its times out of an article's claims; `seen_at` (epoch seconds) is when it was first seen.
    pub fn dated(&mut self, claims: &[DateClaim], seen_at: i64) {
        self.changed = last_word(claims, seen_at).map(|c| c.earliest);
        let captured = claims.iter().filter(|c| c.role == DateRole::Captured);
        self.captured = captured.map(|c| c.latest).min();
    }
}

/// The claim that says when a version came out: the latest change that can be true, else the publication.
///
/// `seen_at` (epoch seconds) is when the version was first seen: a change long after it is a plan or a mistake.
pub fn last_word(claims: &[DateClaim], seen_at: i64) -> Option<&DateClaim> {
    let doubts = doubts(claims, seen_at);
    let true_ones = claims.iter().zip(doubts);
    let true_ones = true_ones.filter(|(_, doubt)| !doubt.is_some_and(Doubt::excludes));
    let changes = true_ones
        .map(|(c, _)| c)
        .filter(|c| c.role == DateRole::Modified);
    changes
        .max_by_key(|c| (c.earliest, std::cmp::Reverse(c.latest), &c.printed))
        .or_else(|| best_of(claims, DateRole::Published, seen_at))
}

/// The places of versions in the order in which they came out, as indices into `versions`.
///
/// By number where every one has a number; by what they say of their time, where they are silent by when they were captured or
/// first seen; what is still equal by id.
pub fn order(versions: &[(Stated, ArticleId)]) -> Vec<usize> {
    let numbered = versions.iter().all(|(v, _)| v.revision.is_some());
    let mut places: Vec<usize> = (0..versions.len()).collect();
    places.sort_by_key(|&i| {
        let (stated, id) = versions[i];
        let seen = stated.captured.unwrap_or(stated.first_seen);
        (
            stated.revision.filter(|_| numbered),
            stated.changed.unwrap_or(seen),
            seen,
            stated.first_seen,
            id,
        )
    });
    places
}

/// Parameters that say how a reader came to a page, by their beginnings.
#[rustfmt::skip]
const TRACKING: [&str; 16] = [
    "utm_", "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid", "amp", "outputtype=amp",
    "at_medium", "at_campaign", "cmpid",
];

/// An address without what varies from one delivery of a page to the next: scheme, `www.`, port, trailing slash, fragment,
/// tracking parameters, the mark of the AMP form. Nothing for what is no web address and for a site's front page, which is
/// no article.
pub fn bare_address(address: &str) -> Option<String> {
    let (scheme, rest) = address.trim().split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let host = host.strip_suffix(":443").unwrap_or(host);
    let host = host.strip_suffix(":80").unwrap_or(host);
    let mut path = path.trim_end_matches('/');
    for mark in ["/amp", ".amp"] {
        path = path.strip_suffix(mark).unwrap_or(path);
    }
    let path = path.trim_end_matches('/');
    let kept: Vec<&str> = query
        .split('&')
        .filter(|p| !p.is_empty())
        .filter(|p| {
            let lower = p.to_lowercase();
            !TRACKING.iter().any(|t| lower.starts_with(t))
        })
        .collect();
    if host.is_empty() || path.is_empty() && kept.is_empty() {
        return None;
    }
    let mut bare = format!("{host}/{path}");
    if !kept.is_empty() {
        bare.push('?');
        bare.push_str(&kept.join("&"));
    }
    Some(bare)
}

/// By what an article is known over its versions, each key with a letter for its kind: `a` its addresses, `s` its story. What a page
/// names as its address counts on its own site only: elsewhere it names a source.
pub fn version_keys(
    url: Option<&str>,
    canonical: Option<&str>,
    story: Option<&str>,
) -> Vec<String> {
    let site = |address: &str| {
        let host = address.split('/').next().unwrap_or_default().to_owned();
        psl::domain_str(&host).map(str::to_owned).unwrap_or(host)
    };
    let own = url.and_then(bare_address);
    let named = canonical.and_then(bare_address).filter(|c| {
        // A page whose address nobody knows is at home where it says so.
        url.is_none() || own.as_deref().is_some_and(|o| site(o) == site(c))
    });
    let mut keys: Vec<String> = own
        .into_iter()
        .chain(named)
        .map(|a| format!("a {a}"))
        .collect();
    let story = story.map(str::trim).filter(|s| !s.is_empty());
    keys.extend(story.map(|s| format!("s {s}")));
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// True when a key alone says which story is meant, whoever printed it: an address, or an identifier that names its maker
/// (`urn:…`, `tag:…`). A bare number is one only within its outlet.
pub fn is_worldwide(key: &str) -> bool {
    key.starts_with("a ") || key.contains(':')
}

/// What one version has that the one before had not, in paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changes {
    /// Word for word as before.
    pub kept: usize,
    /// There before in other words.
    pub changed: usize,
    /// New.
    pub added: usize,
    /// Gone.
    pub removed: usize,
}

/// Compares the paragraphs of two versions, each named by a number that equal texts share; `related` says whether two that differ share
/// their wording.
pub fn changes(old: &[u32], new: &[u32], related: &dyn Fn(u32, u32) -> bool) -> Changes {
    let mut left: HashMap<u32, usize> = HashMap::new();
    for paragraph in old {
        *left.entry(*paragraph).or_default() += 1;
    }
    let mut done = Changes::default();
    let mut fresh = Vec::new();
    for paragraph in new {
        match left.get_mut(paragraph) {
            Some(n) if *n > 0 => {
                *n -= 1;
                done.kept += 1;
            }
            _ => fresh.push(*paragraph),
        }
    }
    // In the order of the text: the first that is related is the one it was made from.
    let mut gone = Vec::new();
    for paragraph in old {
        if let Some(n) = left.get_mut(paragraph).filter(|n| **n > 0) {
            *n -= 1;
            gone.push(*paragraph);
        }
    }
    for paragraph in fresh {
        match gone.iter().position(|old| related(*old, paragraph)) {
            Some(at) => {
                gone.remove(at);
                done.changed += 1;
            }
            None => done.added += 1,
        }
    }
    done.removed = gone.len();
    done
}

/// How a line begins that owns up to a mistake, folded to small letters.
#[rustfmt::skip]
const OPENINGS: &[&str] = &[
    // English
    "correction:", "correction -", "correction –", "correction —", "corrections:", "corrected:", "corrected-", "corrects ",
    "clarification:", "clarification -", "clarification –", "clarification —", "corrections and clarifications", "corrections & clarifications", "erratum:",
    // German
    "korrektur:", "korrektur -", "korrektur –", "korrektur —", "berichtigung:", "berichtigt:", "richtigstellung:", "klarstellung:",
    // French
    "rectificatif", "correction :", "rectification :", "mise au point :", "erratum :",
    // Spanish
    "corrección:", "corrección.", "rectificación:", "fe de errores", "fe de erratas", "aclaración:",
    // Italian
    "correzione:", "rettifica:", "errata corrige", "precisazione:",
    // Portuguese
    "correção:", "correcção:", "retificação:", "errata:",
    // Russian
    "исправление:", "поправка:", "уточнение:", "исправлено:",
    // Chinese
    "更正:", "更正：", "勘误", "编者更正", "訂正啟事",
    // Japanese
    "訂正:", "訂正：", "【訂正】", "お詫びと訂正", "おわびと訂正",
    // Arabic
    "تصحيح:", "تصحيح :", "تصويب:", "استدراك:",
];

/// What such a line may say anywhere, folded to small letters.
#[rustfmt::skip]
const PHRASES: &[&str] = &[
    "an earlier version of this", "a previous version of this", "earlier versions of this", "this article has been corrected",
    "this story has been corrected", "has been corrected to", "was amended on", "has been amended to",
    "in einer früheren version", "in einer ersten version", "in einer vorherigen version", "wurde nachträglich korrigiert",
    "une version précédente de", "une première version de", "dans une version antérieure", "cet article a été corrigé",
    "una versión anterior de", "una primera versión de", "en una versión previa", "este artículo ha sido corregido",
    "una versione precedente di", "in una precedente versione", "questo articolo è stato corretto",
    "uma versão anterior d", "versão anterior deste", "este texto foi corrigido", "foi corrigida em",
    "в более ранней версии", "в предыдущей версии", "в первоначальной версии", "в ранней версии",
    "本文早前版本", "本文此前版本", "此前版本", "早先版本", "先前版本",
    "以前の版では", "当初の記事", "記事を訂正", "初出時",
    "نسخة سابقة من هذا", "في نسخة سابقة", "تم تصحيح هذا",
];

/// The lines of a text that own up to a mistake in it.
pub fn corrections(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| {
        let lower = line
            .trim_start_matches(|c: char| !c.is_alphanumeric() && c != '【')
            .to_lowercase();
        OPENINGS.iter().any(|o| lower.starts_with(o)) || PHRASES.iter().any(|p| lower.contains(p))
    })
}

/// The version of a chain that a copy carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carried {
    /// Which, as an index into the other articles.
    pub other: usize,
    /// True when its wording says so; false when the copied text stands alike in several and only the date chose.
    pub sure: bool,
}

/// For every chain with an earlier version that shares text with a copy: the version it carries, by equal paragraphs, then by
/// shared words. Where several share alike, the last that was out when the copy appeared, or the newest when nobody knows.
pub fn carried(
    lines: &[Vec<Candidate>],
    others: &[Other],
    earlier: &[bool],
    appeared: Option<i64>,
) -> HashMap<i64, Carried> {
    let mut shares: HashMap<usize, (usize, usize)> = HashMap::new();
    for line in lines {
        let mut best: HashMap<usize, (bool, usize)> = HashMap::new();
        for c in line.iter().filter(|c| others[c.other].chain.is_some()) {
            let slot = best.entry(c.other).or_default();
            *slot = (*slot).max((c.kind == Kind::Verbatim, c.shared));
        }
        for (other, (equal, words)) in best {
            let sum = shares.entry(other).or_default();
            sum.0 += usize::from(equal);
            sum.1 += words;
        }
    }
    let mut chains: HashMap<i64, Vec<(usize, usize)>> = HashMap::new();
    for &other in shares.keys().filter(|o| earlier[**o]) {
        if let Some((chain, number)) = others[other].chain {
            chains.entry(chain).or_default().push((number, other));
        }
    }
    let choose = |(chain, mut versions): (i64, Vec<(usize, usize)>)| {
        versions.sort_unstable();
        let most = versions.iter().map(|v| shares[&v.1]).max()?;
        versions.retain(|v| shares[&v.1] == most);
        let sure = versions.first()?.0 == versions.last()?.0;
        let out = |&&(_, o): &&(usize, usize)| {
            let stated = others[o].facts.stated;
            stated.changed.zip(appeared).is_some_and(|(c, a)| c <= a)
        };
        let by_date = versions.iter().rev().find(out);
        let &(_, other) = by_date.or(versions.last())?;
        Some((chain, Carried { other, sure }))
    };
    chains.into_iter().filter_map(choose).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_address_is_the_same_however_a_reader_came_to_it() {
        let want = Some("post.example/2024/05/ferry".to_owned());
        for same in [
            "https://post.example/2024/05/ferry",
            "http://www.Post.example/2024/05/ferry/",
            "https://post.example:443/2024/05/ferry?utm_source=x&utm_medium=y#top",
            "https://www.post.example/2024/05/ferry/amp/?fbclid=1",
            "https://post.example/2024/05/ferry.amp",
            "https://post.example/2024/05/ferry?outputType=amp",
        ] {
            assert_eq!(bare_address(same), want, "{same}");
        }
        let asked = bare_address("https://post.example/?id=7&gclid=1&page=2");
        assert_eq!(asked.as_deref(), Some("post.example/?id=7&page=2"));
        for none in [
            "https://post.example/",
            "https://post.example",
            "urn:x:1",
            "",
            "://",
        ] {
            assert_eq!(bare_address(none), None, "{none}");
        }
    }

    #[test]
    fn a_canonical_address_counts_on_its_own_site_only() {
        let keys = |url, canonical| version_keys(url, canonical, Some(" 7 "));
        let own = keys(
            Some("https://m.post.example/1?utm_x=1"),
            Some("https://www.post.example/ferry"),
        );
        assert_eq!(own, ["a m.post.example/1", "a post.example/ferry", "s 7"]);
        let foreign = keys(
            Some("https://post.example/1"),
            Some("https://wire.example/9"),
        );
        assert_eq!(foreign, ["a post.example/1", "s 7"]);
        assert_eq!(keys(None, Some("https://wire.example/9")).len(), 2);
        assert!(is_worldwide("s urn:newsml:x:1") && !is_worldwide("s 7"));
    }

    #[test]
    fn paragraphs_are_kept_changed_added_and_removed() {
        let related = |a: u32, b: u32| a / 10 == b / 10;
        let found = changes(&[1, 2, 30, 4, 4], &[4, 31, 2, 5, 50], &related);
        let want = Changes {
            kept: 2,
            changed: 2,
            added: 1,
            removed: 1,
        };
        assert_eq!(found, want);
        assert_eq!(changes(&[], &[], &related), Changes::default());
    }

    #[test]
    fn corrections_are_read_in_ten_languages_and_news_about_corrections_is_none() {
        for line in [
            "Correction: The ferry carried 212 people, not 221.",
            "CORRECTED-Ferry runs aground",
            "An earlier version of this article misstated the number.",
            "Korrektur: In der Meldung hieß es zunächst 221.",
            "Anm. d. Red.: In einer früheren Version dieses Artikels stand 221.",
            "Rectificatif : le nombre de passagers est de 212.",
            "Corrección: eran 212 pasajeros.",
            "*Rettifica: i passeggeri erano 212.",
            "Correção: eram 212 passageiros.",
            "Исправление: пассажиров было 212.",
            "更正：乘客为212人。",
            "【訂正】乗客は212人でした。",
            "تصحيح: عدد الركاب 212.",
        ] {
            let text = format!("A paragraph.\n\n{line}\n\nAnother.");
            assert_eq!(corrections(&text).collect::<Vec<_>>(), [line]);
        }
        for line in [
            "The market fell in a correction of ten percent.",
            "The department of correction said nothing.",
            "Die Korrektur der Zahlen dauerte zwei Tage.",
        ] {
            assert_eq!(corrections(line).count(), 0, "{line}");
        }
    }

    fn stated(revision: Option<u32>, changed: Option<i64>, seen: i64) -> Stated {
        Stated {
            revision,
            changed,
            first_seen: seen,
            ..Stated::default()
        }
    }

    #[test]
    fn numbers_go_before_times_and_times_before_sights() {
        let id = |n: u8| ArticleId([n; 16]);
        let numbered = [
            (stated(Some(2), Some(5), 0), id(1)),
            (stated(Some(1), Some(9), 0), id(2)),
        ];
        assert_eq!(order(&numbered), [1, 0]);
        let half = [
            (stated(Some(2), Some(5), 0), id(1)),
            (stated(None, Some(9), 0), id(2)),
        ];
        assert_eq!(order(&half), [0, 1]);
        let silent = [
            (stated(None, None, 8), id(1)),
            (stated(None, Some(7), 9), id(2)),
        ];
        assert_eq!(order(&silent), [1, 0]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_order_does_not_hang_on_the_order_given(
            versions in proptest::collection::vec((proptest::option::of(0_u32..3), proptest::option::of(0_i64..4), 0_i64..3), 1..6),
            turn in 0_usize..6,
        ) {
            let all: Vec<(Stated, ArticleId)> = versions.iter().enumerate()
                .map(|(i, &(r, c, s))| (stated(r, c, s), ArticleId([i as u8; 16]))).collect();
            let mut turned = all.clone();
            turned.rotate_left(turn % all.len());
            let ids = |list: &[(Stated, ArticleId)]| -> Vec<ArticleId> {
                order(list).into_iter().map(|i| list[i].1).collect()
            };
            prop_assert_eq!(ids(&all), ids(&turned));
        }

        #[test]
        fn no_paragraph_is_lost_or_counted_twice(
            old in proptest::collection::vec(0_u32..20, 0..8), new in proptest::collection::vec(0_u32..20, 0..8),
        ) {
            let found = changes(&old, &new, &|a, b| a % 5 == b % 5);
            prop_assert_eq!(found.kept + found.changed + found.added, new.len());
            prop_assert_eq!(found.kept + found.changed + found.removed, old.len());
            let same = changes(&old, &old, &|_, _| true);
            prop_assert_eq!(same, Changes { kept: old.len(), ..Changes::default() });
        }
    }
}

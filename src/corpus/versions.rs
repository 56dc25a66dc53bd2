//! Which articles are versions of one: the closure over shared keys, in the order in which they came out.

use std::collections::BTreeMap;

use crate::corpus::address::house;
use crate::corpus::views;
use crate::error::Result;
use crate::model::{Article, ArticleId, BlockKind, DateClaim, Status};
use crate::provenance::{
    Stated, changes, corrections, is_worldwide, last_word, order, version_keys,
};
use crate::report::view::{CarriedView, ChangesView, VersionView};
use crate::store::{ArticleKey, ArticleRow, OutletKey, Reader};

/// Most versions that are followed: a page that is printed anew every hour for months.
const MOST: usize = 2_000;

/// The versions of one article.
#[derive(Debug)]
pub(crate) struct Chain {
    /// In the order in which they came out.
    members: Vec<Member>,
    /// How many different texts.
    pub(crate) count: usize,
}

/// One of them.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) key: ArticleKey,
    /// From 1; deliveries of one text share a number.
    pub(crate) number: usize,
    row: ArticleRow,
    at: Option<DateClaim>,
}

impl Chain {
    /// The place of an article in it.
    pub(crate) fn number(&self, key: ArticleKey) -> Option<usize> {
        let mut all = self.members.iter();
        all.find(|m| m.key == key).map(|m| m.number)
    }

    /// A number for the chain that means nothing outside this store.
    pub(crate) fn id(&self) -> i64 {
        self.members.iter().map(|m| m.key.0).min().unwrap_or(0)
    }

    /// All of its articles.
    pub(crate) fn members(&self) -> &[Member] {
        &self.members
    }

    /// The newest version.
    pub(crate) fn newest(&self) -> Option<&Member> {
        self.members.last()
    }

    /// What became of it: the status of the newest version, where that is not simply usable.
    pub(crate) fn status(&self) -> Option<&'static str> {
        self.newest().and_then(|m| status(m.row.status))
    }

    /// The smallest key that any of them goes by, to name the chain over several batches.
    pub(crate) fn label(&self) -> String {
        let keys = self.members.iter().flat_map(|m| keys(&m.row));
        keys.min().unwrap_or_default()
    }

    /// The newest version that still stands: what an audit counts. A chain that was withdrawn counts by its last text.
    pub(crate) fn counted(&self) -> Option<ArticleKey> {
        let stands = |m: &&Member| m.row.status != Status::Canceled;
        let last = self.members.iter().rev().find(stands);
        let last = last.or(self.newest())?;
        // Of several deliveries of one text the first.
        let mut same = self.members.iter().filter(|m| m.number == last.number);
        same.find(|m| stands(m)).or(Some(last)).map(|m| m.key)
    }
}

/// A status in words, nothing for the usual one.
pub(crate) fn status(status: Status) -> Option<&'static str> {
    (status != Status::Usable).then(|| status.as_str())
}

fn keys(row: &ArticleRow) -> Vec<String> {
    version_keys(
        row.url.as_deref(),
        row.canonical_url.as_deref(),
        row.story.as_deref(),
    )
}

/// True when two articles that share `key` are of one house: by their outlet, or because the address says so.
fn related(key: &str, one: Option<OutletKey>, other: &ArticleRow) -> bool {
    match (one, other.outlet) {
        (Some(a), Some(b)) if a == b => true,
        (Some(_), Some(_)) => key
            .strip_prefix("a ")
            .is_some_and(|a| house(&format!("https://{a}")).is_some()),
        _ => is_worldwide(key),
    }
}

/// The versions of a stored article; nothing when it is the only one.
pub(crate) fn chain(reader: &Reader, key: ArticleKey) -> Result<Option<Chain>> {
    if reader.versions_of(key)?.is_empty() {
        return Ok(None);
    }
    let row = reader.article(key)?;
    let start = BTreeMap::from([(key, row)]);
    let rows = closure(reader, start)?;
    if rows.len() < 2 {
        return Ok(None);
    }
    Ok(Some(ordered(reader, rows)?))
}

/// The stored versions of an article that is not stored, in another text than its own.
pub(crate) fn of_unstored(
    reader: &Reader,
    article: &Article,
    outlet: Option<OutletKey>,
) -> Result<Vec<ArticleKey>> {
    let mut start = BTreeMap::new();
    let keys = version_keys(
        article.url.as_deref(),
        article.canonical_url.as_deref(),
        article.story.as_deref(),
    );
    for key in keys {
        for found in reader.versions_by(&key)? {
            let row = reader.article(found)?;
            if related(&key, outlet, &row) {
                start.insert(found, row);
            }
        }
    }
    let id = article.id();
    let found = closure(reader, start)?.into_iter();
    Ok(found
        .filter(|(_, row)| row.id != id)
        .map(|(key, _)| key)
        .collect())
}

/// Everything that hangs together with `found`.
fn closure(
    reader: &Reader,
    mut found: BTreeMap<ArticleKey, ArticleRow>,
) -> Result<BTreeMap<ArticleKey, ArticleRow>> {
    let mut open: Vec<ArticleKey> = found.keys().copied().collect();
    while let Some(at) = open.pop() {
        let Some(row) = found.get(&at) else { continue };
        let (outlet, keys) = (row.outlet, keys(row));
        for key in keys {
            for other in reader.versions_by(&key)? {
                if found.len() >= MOST {
                    return Ok(found);
                }
                if found.contains_key(&other) {
                    continue;
                }
                let row = reader.article(other)?;
                if related(&key, outlet, &row) {
                    found.insert(other, row);
                    open.push(other);
                }
            }
        }
    }
    Ok(found)
}

fn ordered(reader: &Reader, rows: BTreeMap<ArticleKey, ArticleRow>) -> Result<Chain> {
    let mut found = Vec::new();
    let mut stated: Vec<(Stated, ArticleId)> = Vec::new();
    for (key, row) in rows {
        let dates = reader.dates(key)?;
        let mut own = Stated {
            revision: row.revision,
            status: row.status,
            first_seen: row.first_seen_at,
            ..Stated::default()
        };
        own.dated(&dates, row.first_seen_at);
        stated.push((own, row.id));
        let last = last_word(&dates, row.first_seen_at).cloned();
        found.push((key, row, last));
    }
    let mut by_place: Vec<Option<_>> = found.into_iter().map(Some).collect();
    let mut members: Vec<Member> = Vec::new();
    let mut texts: Vec<(String, Status)> = Vec::new();
    for place in order(&stated) {
        let Some((key, row, at)) = by_place[place].take() else {
            continue;
        };
        let text = (reader.text(key)?, row.status);
        let number = match texts.iter().position(|known| *known == text) {
            Some(known) => known + 1,
            None => {
                texts.push(text);
                texts.len()
            }
        };
        members.push(Member {
            key,
            number,
            row,
            at,
        });
    }
    Ok(Chain {
        members,
        count: texts.len(),
    })
}

/// What changed from one stored version to another.
pub(crate) fn between(reader: &Reader, old: ArticleKey, new: ArticleKey) -> Result<ChangesView> {
    let paragraphs = |key| -> Result<Vec<u32>> {
        let blocks = reader.blocks(key)?.into_iter();
        let body = blocks.filter(|b| b.kind == BlockKind::Paragraph);
        Ok(body.filter_map(|b| Some(b.passage?.0)).collect())
    };
    let (before, after) = (paragraphs(old)?, paragraphs(new)?);
    let mut matches: Vec<(u32, u32)> = Vec::new();
    for &passage in &after {
        let rows = reader.matches_of(crate::store::PassageKey(passage))?;
        matches.extend(rows.iter().flat_map(|m| [(m.a.0, m.b.0), (m.b.0, m.a.0)]));
    }
    let found = changes(&before, &after, &|a, b| matches.contains(&(a, b)));
    let (was, is) = (reader.article(old)?, reader.article(new)?);
    let said = reader.text(old)?;
    let text = reader.text(new)?;
    let corrected = corrections(&text).any(|line| !said.contains(line));
    let titled = |row: &ArticleRow| row.title.clone().unwrap_or_default();
    let in_title = corrections(&titled(&is)).next().is_some();
    let title_before = corrections(&titled(&was)).next().is_some();
    Ok(ChangesView {
        kept: found.kept,
        changed: found.changed,
        added: found.added,
        removed: found.removed,
        title: was.title != is.title,
        correction: corrected || in_title && !title_before,
    })
}

/// The chain as it is shown, `shown` being the article that was asked for.
pub(crate) fn views(reader: &Reader, chain: &Chain, shown: ArticleKey) -> Result<Vec<VersionView>> {
    let mut out = Vec::new();
    let mut before: Option<&Member> = None;
    for member in &chain.members {
        let changes = match before {
            Some(old) if old.number != member.number => Some(between(reader, old.key, member.key)?),
            _ => None,
        };
        before = Some(member);
        out.push(VersionView {
            version: member.number,
            article: views::reference(&member.row, &reader.dates(member.key)?),
            revision: member.row.revision,
            status: status(member.row.status),
            at: member.at.as_ref().map(DateClaim::rfc3339),
            changes,
            shown: member.key == shown,
        });
    }
    Ok(out)
}

/// What is said of a copy that carries one version of a chain.
pub(crate) fn carries(
    reader: &Reader,
    chain: &Chain,
    key: ArticleKey,
    sure: bool,
) -> Result<Option<CarriedView>> {
    let (Some(version), Some(newest)) = (chain.number(key), chain.newest()) else {
        return Ok(None);
    };
    // Which version it is must be known before anybody can say what it lacks.
    let since = if sure && newest.number != version {
        Some(between(reader, key, newest.key)?)
    } else {
        None
    };
    Ok(Some(CarriedView {
        version,
        versions: chain.count,
        sure,
        newest: views::reference(&newest.row, &reader.dates(newest.key)?),
        newest_at: newest.at.as_ref().map(DateClaim::rfc3339),
        status: chain.status(),
        since,
    }))
}

/// Says that an article is one version of several.
pub(crate) fn notice(chain: &Chain, key: ArticleKey) -> Option<String> {
    let number = chain.number(key)?;
    let newest = chain.newest()?;
    let mut told = format!("version {number} of {}", chain.count);
    if newest.number != number {
        told.push_str(&format!(
            "; the newest is {}",
            &views::id(newest.row.id)[..10]
        ));
    }
    if let Some(status) = chain.status() {
        told.push_str(&format!(", {status}"));
    }
    Some(told)
}

#[cfg(test)]
mod tests {
    use crate::corpus::{Corpus, Forget, Period};
    use crate::model::{Article, DateClaim, DateOrigin, DateRole, Precision, Status};

    const HOUR: i64 = 3_600;
    const DAY: i64 = 1_715_644_800;
    const NOW: i64 = DAY + 100 * 86_400;

    const PARAGRAPHS: [&str; 5] = [
        "The old bridge over the Varn was closed to lorries on Monday after divers found cracks in the second pier, the road office said.",
        "Some four thousand lorries cross the bridge every day, most of them on their way to the quarries on the northern shore of the lake.",
        "The road office expects that the repair will take until the autumn and will cost about three million crowns, paid by the county.",
        "The road office expects that the repair will take until the spring and will cost about nine million crowns, paid by the county.",
        "Ferries will run every twenty minutes from Tuesday on, and residents of the northern shore may use them without a ticket all summer.",
    ];

    fn at(role: DateRole, hour: i64) -> DateClaim {
        DateClaim {
            earliest: DAY + hour * HOUR,
            latest: DAY + hour * HOUR,
            origin: DateOrigin::Record,
            role,
            precision: Precision::Second,
            zone: crate::model::Zone::Stated,
            printed: String::new(),
        }
    }

    fn printed(outlet: &str, url: &str, dates: &[(DateRole, i64)], text: &[usize]) -> Article {
        let paragraphs: Vec<&str> = text.iter().map(|n| PARAGRAPHS[*n]).collect();
        Article {
            url: Some(url.into()),
            outlet: Some(outlet.into()),
            title: Some("Bridge closed".into()),
            dates: dates.iter().map(|&(role, hour)| at(role, hour)).collect(),
            text: paragraphs.join("\n\n"),
            ..Article::default()
        }
    }

    /// Two versions of a report, and a copy of the first that came between them.
    fn bridge() -> [Article; 3] {
        use DateRole::{Modified, Published};
        [
            printed(
                "Varn Post",
                "https://varnpost.example/bridge",
                &[(Published, 8)],
                &[0, 1, 2],
            ),
            printed(
                "Varn Post",
                "http://www.varnpost.example/bridge/?utm_source=mail",
                &[(Published, 8), (Modified, 12)],
                &[0, 1, 3, 4],
            ),
            printed(
                "Quarry News",
                "https://quarrynews.example/7",
                &[(Published, 10)],
                &[0, 1, 2],
            ),
        ]
    }

    fn told(corpus: &Corpus, article: &Article) -> String {
        let url = article.url.as_deref().unwrap();
        let (mut show, trace) = (corpus.show(url).unwrap(), corpus.trace(url).unwrap());
        show.notices.clear();
        let mut said =
            serde_json::to_string(&(show.versions, trace.sources, trace.copies)).unwrap();
        for p in &trace.paragraphs {
            said.push_str(&format!(" {}", p.witnesses));
            assert!(p.aside.is_none(), "{p:?}");
        }
        said
    }

    #[test]
    fn versions_are_no_copies_and_a_copy_points_at_the_one_it_carries_in_any_order() {
        let all = bridge();
        let mut answers = Vec::new();
        for order in [
            [0, 1, 2],
            [2, 1, 0],
            [1, 0, 2],
            [2, 0, 1],
            [1, 2, 0],
            [0, 2, 1],
        ] {
            for batch in [1, 3] {
                let mut corpus = Corpus::in_memory().unwrap();
                let articles = order.map(|i: usize| all[i].clone());
                let new: usize = articles
                    .chunks(batch)
                    .map(|part| corpus.add(part, NOW).unwrap().versions)
                    .sum();
                assert_eq!(new, 1, "{order:?} {batch}");
                let mut arrows = Vec::new();
                corpus
                    .derivations(&mut |d| {
                        arrows.push((
                            d.article.clone(),
                            d.source.article.clone(),
                            d.source.version,
                        ));
                        Ok(())
                    })
                    .unwrap();
                let url = |i: usize| all[i].url.clone().unwrap();
                let copied = (url(2), url(0), Some(1));
                assert_eq!(arrows, [copied.clone(), copied.clone(), copied]);
                let told = all.each_ref().map(|a| told(&corpus, a));
                answers.push(told);
                let audit = corpus.audit("Varn Post", Period::default()).unwrap();
                assert_eq!((audit.articles, audit.older_versions), (1, 1));
                assert_eq!(audit.kinds[0].count, 4, "{:?}", audit.left_out);
                assert!(corpus.doctor(true).unwrap().ok);
            }
        }
        assert!(answers.iter().all(|a| *a == answers[0]), "{answers:#?}");
    }

    #[test]
    fn the_chain_says_what_changed_and_the_copy_what_it_lacks() {
        let all = bridge();
        let mut corpus = Corpus::in_memory().unwrap();
        corpus.add(&all, NOW).unwrap();
        let view = corpus.show(all[0].url.as_deref().unwrap()).unwrap();
        let found: Vec<_> = view.versions.iter().map(|v| (v.version, v.shown)).collect();
        assert_eq!(found, [(1, true), (2, false)]);
        let changes = view.versions[1].changes.as_ref().unwrap();
        assert_eq!(
            (
                changes.kept,
                changes.changed,
                changes.added,
                changes.removed
            ),
            (2, 1, 1, 0)
        );
        let trace = corpus.trace(all[2].url.as_deref().unwrap()).unwrap();
        let carries = trace.sources[0].carries.as_ref().unwrap();
        assert_eq!(
            (carries.version, carries.versions, carries.sure),
            (1, 2, true)
        );
        assert_eq!(carries.newest_at.as_deref(), Some("2024-05-14T12:00:00Z"));
        assert_eq!(carries.since.as_ref(), Some(changes));
        // The first version names its one copy, the second is nobody's source.
        let first = corpus.trace(all[0].url.as_deref().unwrap()).unwrap();
        assert_eq!(first.copies.len(), 1);
        // A text that is only checked is told so too.
        let mut third = all[1].clone();
        third.text.push_str("\n\nA third version.");
        let check = corpus.check(&third, i64::MAX).unwrap();
        assert!(check.sources.is_empty(), "{:?}", check.sources);
        assert!(check.notices.iter().any(|n| n.contains("2 other versions")));
    }

    #[test]
    fn text_that_all_versions_share_names_the_one_by_date_and_says_that_it_is_not_sure() {
        let [first, second, copy] = bridge();
        let mut copy = copy;
        copy.text = PARAGRAPHS[..2].join("\n\n");
        let mut corpus = Corpus::in_memory().unwrap();
        corpus.add(&[first, second, copy.clone()], NOW).unwrap();
        let carries = |corpus: &Corpus, copy: &Article| {
            let trace = corpus.trace(copy.url.as_deref().unwrap()).unwrap();
            trace.sources[0].carries.clone().unwrap()
        };
        let told = carries(&corpus, &copy);
        assert_eq!((told.version, told.sure, told.since), (1, false, None));
        let mut later = copy;
        later.url = Some("https://quarrynews.example/8".into());
        later.outlet = Some("Lake Gazette".into());
        later.dates = vec![at(DateRole::Published, 15)];
        corpus.add(std::slice::from_ref(&later), NOW).unwrap();
        let told = carries(&corpus, &later);
        assert_eq!((told.version, told.sure), (2, false));
    }

    #[test]
    fn a_forgotten_version_is_no_link_of_the_chain_any_more() {
        let all = bridge();
        let mut corpus = Corpus::in_memory().unwrap();
        corpus.add(&all, NOW).unwrap();
        let second = all[1].url.clone().unwrap();
        corpus.forget(&Forget::Article(second)).unwrap();
        let view = corpus.show(all[0].url.as_deref().unwrap()).unwrap();
        assert!(view.versions.is_empty());
        assert!(corpus.doctor(true).unwrap().ok);
    }

    #[test]
    fn a_number_is_a_story_within_its_outlet_and_a_name_of_the_world_beyond() {
        let versions = |one: (&str, &str), other: (&str, &str)| {
            let mut corpus = Corpus::in_memory().unwrap();
            let article = |(outlet, story): (&str, &str), text: &[usize], n: usize| Article {
                url: None,
                name: Some(format!("n{n}")),
                outlet: (!outlet.is_empty()).then(|| outlet.to_owned()),
                story: Some(story.into()),
                ..printed("", "", &[(DateRole::Published, 8)], text)
            };
            let all = [article(one, &[0, 1], 1), article(other, &[0, 2], 2)];
            corpus.add(&all, NOW).unwrap().versions
        };
        assert_eq!(versions(("Post", "7"), ("Post", "7")), 1);
        assert_eq!(versions(("Post", "7"), ("Quarry News", "7")), 0);
        assert_eq!(versions(("Post", "7"), ("", "7")), 0);
        assert_eq!(versions(("Post", "urn:x:7"), ("", "urn:x:7")), 1);
        assert_eq!(versions(("Post", "urn:x:7"), ("Quarry News", "urn:x:7")), 0);
    }

    #[test]
    fn a_kill_of_the_same_text_is_told_though_the_article_is_known() {
        let [first, _, copy] = bridge();
        let mut kill = first.clone();
        kill.status = Status::Canceled;
        kill.dates.push(at(DateRole::Modified, 14));
        let mut corpus = Corpus::in_memory().unwrap();
        corpus.add(&[first.clone(), copy.clone()], NOW).unwrap();
        assert_eq!(corpus.add(&[kill], NOW).unwrap().known, 1);
        let view = corpus.show(first.url.as_deref().unwrap()).unwrap();
        assert_eq!(view.status, Some("canceled"));
        let mut statuses = Vec::new();
        corpus
            .derivations(&mut |d| {
                statuses.push(d.source.status);
                Ok(())
            })
            .unwrap();
        assert_eq!(statuses, [Some("canceled"); 3]);
    }
}

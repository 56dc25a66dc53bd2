//! Made-up articles, and the logical content of a store as text, for this room's tests.

use sha2::{Digest, Sha256};

use crate::error::Result;
use crate::model::{
    Article, Credit, CreditForm, DateClaim, DateOrigin, DateRole, Kind, Precision, Span, Zone,
};
use crate::segment::segment;
use crate::store::{MatchRow, NewArticle, NewPassage, PassageKey, Reader, Store, Which, Writer};

/// Makes `count` articles of three paragraphs; paragraphs return in other articles, so that passages are shared.
pub(crate) fn articles(count: usize) -> Vec<Article> {
    (0..count)
        .map(|i| Article {
            url: Some(format!("https://www.paper{}.example/story/{i}", i % 7)),
            name: Some(format!("story-{i}")),
            outlet: (i % 3 > 0).then(|| format!("Paper {}", i % 7)),
            title: Some(format!("Story {i}")),
            dates: vec![DateClaim {
                earliest: 1_700_000_000 + i as i64,
                latest: 1_700_000_000 + i as i64,
                origin: DateOrigin::Record,
                role: DateRole::Published,
                precision: Precision::Second,
                zone: Zone::Stated,
                printed: "then".into(),
            }],
            credits: vec![Credit {
                form: CreditForm::Byline,
                to: "AFP".into(),
                printed: "By AFP".into(),
                span: (i % 2 == 0).then(|| Span::new(0, 3)),
                url: None,
            }],
            links: vec![format!("https://agency.example/{}", i / 2)],
            text: [i / 2, i / 3 + 10_000, i + 20_000]
                .map(|n| {
                    format!("Fact {n} — été — was told to the reporters on the day it came out.")
                })
                .join("\n"),
            ..Article::default()
        })
        .collect()
}

fn exact_key(sha: &[u8; 32]) -> u64 {
    sha[..8].iter().fold(0, |n, &b| n << 8 | u64::from(b)) >> 2
}

/// Adds articles in one transaction the way a caller does; gives how many were new.
pub(crate) fn add(store: &mut Store, articles: &[Article]) -> Result<usize> {
    store.write(|w| add_within(w, articles))
}

/// The same inside a running write.
pub(crate) fn add_within(w: &mut Writer<'_>, articles: &[Article]) -> Result<usize> {
    let mut new = 0;
    for article in articles {
        if w.known(&article.id())?.is_some() {
            continue;
        }
        new += 1;
        let segmented = segment(article);
        // A name alone or a domain alone: which outlet has a domain depends on who came first.
        let url = article.url.as_deref().filter(|_| article.outlet.is_none());
        let domain = url.and_then(|u| u.split('/').nth(2));
        let outlet = w.outlet(article.outlet.as_deref(), domain)?;
        let mut place = w.shelve([article.text.as_str()])?;
        let key = w.insert_article(&NewArticle {
            id: article.id(),
            place: place.pop().unwrap(),
            article,
            segmented: &segmented,
            outlet,
            label: article.outlet.as_deref(),
            first_seen_at: 1_800_000_000,
            words: 30,
            hidden: 0,
        })?;
        let mut passages = Vec::new();
        for block in &segmented.blocks {
            let text = block.span.of(&article.text);
            let sha256: [u8; 32] = Sha256::digest(text).into();
            let found = w.lookup(&[exact_key(&sha256)], 10)?;
            let passage = match found.of(0) {
                [known, ..] => *known,
                [] => {
                    let new = NewPassage {
                        sha256: &sha256,
                        simhash: exact_key(&sha256) << 1,
                        words: text.split(' ').count() as u32,
                        shingles: 5,
                        version: 1,
                        article: key,
                        span: block.span,
                    };
                    let passage = w.insert_passages(std::iter::once(new))?[0];
                    let mut postings = vec![(exact_key(&sha256), passage.0), (7, passage.0)];
                    postings.sort_unstable();
                    w.add_postings(postings)?;
                    passage
                }
            };
            passages.push(Some(passage));
        }
        w.insert_blocks(key, &segmented.blocks, &passages)?;
        // Neighbours in one article count as a match here: any rule on the content alone will do.
        for pair in passages.windows(2) {
            if let [Some(x), Some(y)] = *pair {
                w.insert_matches(&[a_match(x, y)])?;
            }
        }
    }
    Ok(new)
}

/// A match of two passages.
pub(crate) fn a_match(x: PassageKey, y: PassageKey) -> MatchRow {
    MatchRow {
        a: x.min(y),
        b: x.max(y),
        kind: Kind::Edited,
        score: 0.5,
        a_in_b: 0.75,
        b_in_a: 0.25,
        runs: vec![1, 2, 3],
        reasons: "light".into(),
    }
}

/// Everything a store says, without row numbers and in an order of content.
pub(crate) fn dump(store: &Reader) -> Result<String> {
    let mut lines = Vec::new();
    let name = |p: PassageKey| -> Result<String> { Ok(format!("{:x?}", store.passage(p)?.sha256)) };
    for key in store.article_keys(Which::All)? {
        let row = store.article(key)?;
        let (id, outlet) = (row.id.hex(), row.outlet_name.unwrap_or_default());
        lines.push(format!(
            "article {id} {outlet} {:?} {:?} {} {}",
            row.url,
            row.title,
            row.paragraphs,
            store.text(key)?
        ));
        lines.push(format!(
            "claims {id} {:?} {:?} {:?}",
            store.dates(key)?,
            store.credits(key)?,
            store.links(key)?
        ));
        for block in store.blocks(key)? {
            let passage = block.passage.map(name).transpose()?;
            lines.push(format!(
                "block {id} {} {:?} {:?} {:?} {passage:?}",
                block.ordinal, block.kind, block.span, block.paragraph
            ));
        }
    }
    let mut keys = vec![7];
    store.each_passage(|p| {
        keys.push(exact_key(&p.sha256));
        lines.push(format!(
            "passage {} {:x} {} {}",
            name(p.key)?,
            p.simhash,
            p.words,
            store.passage_text(p.key)?
        ));
        Ok(())
    })?;
    store.all_matches(|m| {
        let mut pair = [name(m.a)?, name(m.b)?];
        pair.sort();
        lines.push(format!("match {pair:?} {:?} {}", m.kind, m.score));
        Ok(())
    })?;
    keys.sort_unstable();
    keys.dedup();
    let found = store.lookup(&keys, usize::MAX)?;
    for (i, key) in keys.iter().enumerate() {
        for &passage in found.of(i) {
            lines.push(format!("posting {key} {}", name(passage)?));
        }
    }
    lines.sort();
    Ok(lines.join("\n"))
}

/// Asserts that every check a store has finds nothing.
pub(crate) fn assert_sound(store: &Reader) {
    assert_eq!(store.integrity(true).unwrap(), [""; 0]);
    assert_eq!(store.broken_references().unwrap(), [""; 0]);
    assert_eq!(store.schema_differences().unwrap(), [""; 0]);
    assert_eq!(store.duplicate_passages().unwrap(), []);
    assert_eq!(store.orphan_passages().unwrap(), []);
    assert_eq!(store.misnumbered_articles().unwrap(), [""; 0]);
    assert_eq!(store.check_postings().unwrap().problems, [""; 0]);
}

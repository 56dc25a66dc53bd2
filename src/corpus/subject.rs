//! The article that is to be judged: from the store, or only read.

use std::rc::Rc;

use crate::corpus::address::house;
use crate::corpus::cut::Cut;
use crate::corpus::judge::{Subject, SubjectParagraph};
use crate::corpus::nominate::{Asked, nominees};
use crate::corpus::publishers::{Given, known};
use crate::corpus::relate::{EXACT_CAP, Looked, Relation, identity, wording};
use crate::corpus::shingled::Shingled;
use crate::corpus::versions;
use crate::corpus::witness::{Library, OPENING};
use crate::error::Result;
use crate::fingerprint::Fingerprint;
use crate::model::{BlockKind, Zone};
use crate::provenance::{Facts, Rank, Stated};
use crate::reuse::{Thresholds, compare_wording};
use crate::store::{ArticleKey, PassageKey};

/// A stored article.
pub(crate) fn stored(library: &Library<'_>, key: ArticleKey) -> Result<Subject> {
    let outlet = library.reader.article(key)?.outlet;
    let mut paragraphs = Vec::new();
    let (own, standing) = library.body(key, outlet)?;
    for block in own {
        let Some(passage) = block.passage else {
            continue;
        };
        paragraphs.push(SubjectParagraph {
            kind: block.kind,
            number: block.paragraph.unwrap_or(0) as usize,
            span: block.span,
            relations: library.relations(passage)?.to_vec(),
        });
    }
    Ok(Subject {
        key: Some(key),
        facts: library.facts(key)?,
        rank: library.placed(key)?,
        text: library.text(key)?,
        paragraphs,
        house: standing.iter().filter_map(|b| b.passage).collect(),
        pairings: library.reader.pairings_of(key)?,
        versions: library
            .chain(key)?
            .iter()
            .flat_map(|c| c.members())
            .map(|m| m.key)
            .filter(|m| *m != key)
            .collect(),
    })
}

/// An article that is not in the store, as if it were first seen `now`; also says how many candidates for a rewrite were not read.
pub(crate) fn unstored(
    library: &Library<'_>,
    cut: &Cut<'_>,
    now: i64,
    thresholds: &Thresholds,
) -> Result<(Subject, usize)> {
    let article = &*cut.article;
    let address = article.url.as_deref().or(article.canonical_url.as_deref());
    let site = cut.domain();
    let named = cut.named().filter(|n| !n.trim().is_empty());
    let outlet = known(library.reader, &Given::of(cut))?;
    // As it would be called once it is stored.
    let shown = match outlet {
        Some(outlet) => Some(library.reader.outlet_name(outlet)?),
        None => named.map(str::to_owned).or(site),
    };
    let mut dates = article.dates.clone();
    dates.extend(cut.segmented.dates.iter().cloned());
    let mut credits = article.credits.clone();
    credits.extend(cut.segmented.credits.iter().cloned());
    let mut facts = Facts {
        id: article.id(),
        outlet: outlet.map(|o| o.0),
        outlet_name: shown,
        publisher: None,
        known: std::collections::BTreeMap::new(),
        domain: address.and_then(house),
        url: article.url.clone(),
        canonical_url: article.canonical_url.clone(),
        published: None,
        zone: Zone::Unknown,
        weak_date: false,
        seen_at: now,
        credits,
        links: article.links.clone(),
        named_outlet: cut
            .segmented
            .outlet
            .clone()
            .filter(|o| Some(o) != article.outlet.as_ref()),
        stated: Stated {
            revision: article.revision,
            status: article.status,
            first_seen: i64::MAX,
            ..Stated::default()
        },
    };
    facts.dated(&dates);
    library.know(&mut facts, || {
        let blocks = cut.segmented.blocks.iter().take(OPENING);
        let line = |b: &crate::model::Block| (b.kind, b.span.of(&article.text).to_owned(), b.span);
        Ok(blocks.map(line).collect())
    })?;
    let prints: Vec<&Fingerprint> = cut.prints.iter().map(|p| &p.print).collect();
    let exact = exact(library, &prints)?;
    let body = |p: &usize| cut.prints[*p].kind == BlockKind::Paragraph;
    let body: Vec<usize> = (0..cut.prints.len()).filter(body).collect();
    let nominated = nominees(
        library.reader,
        &[Asked {
            own: None,
            brought: 0..0,
            prints: body.iter().map(|&p| prints[p]).collect(),
            passages: body.iter().map(|&p| exact[p]).collect(),
        }],
    )?
    .pop()
    .unwrap_or_default();
    let shingled = Shingled::of(prints.iter().map(|p| &p.shingles[..]));
    let found = Looked::up(library.reader, shingled)?.pairs(library.reader, None, false)?;
    let (mut paragraphs, mut house) = (Vec::new(), Vec::new());
    let mut number = 0;
    for (i, paragraph) in cut.prints.iter().enumerate() {
        let is_body = paragraph.kind == BlockKind::Paragraph;
        number += usize::from(is_body);
        let mine = &paragraph.wording;
        let mut relations = Vec::new();
        if let Some(passage) = exact[i] {
            relations.push(Relation {
                passage,
                found: Rc::new(identity(mine.len())),
            });
        }
        for &passage in found[i].iter().filter(|p| Some(**p) != exact[i]) {
            let theirs = wording(library.reader, passage)?;
            if let Some(shared) = compare_wording(mine, &theirs, thresholds) {
                relations.push(Relation {
                    passage,
                    found: Rc::new(shared),
                });
            }
        }
        if exact[i].is_some_and(|p| library.is_furniture(outlet, p)) {
            house.extend(exact[i]);
            continue;
        }
        paragraphs.push(SubjectParagraph {
            kind: paragraph.kind,
            number: if is_body { number } else { 0 },
            span: paragraph.span,
            relations,
        });
    }
    let related = paragraphs
        .iter()
        .flat_map(|p| p.relations.iter().map(|r| r.passage))
        .collect();
    let credited = library.credited(&facts, related)?;
    let rank = Rank::of(&facts, credited.iter().map(|f| &**f));
    let subject = Subject {
        key: None,
        facts: Rc::new(facts),
        rank,
        text: article.text.as_str().into(),
        paragraphs,
        house,
        pairings: nominated.articles,
        versions: versions::of_unstored(library.reader, article, outlet)?
            .into_iter()
            .collect(),
    };
    Ok((subject, nominated.unread))
}

/// For each fingerprint the stored passage with the same words.
fn exact(library: &Library<'_>, prints: &[&Fingerprint]) -> Result<Vec<Option<PassageKey>>> {
    let mut keys: Vec<u64> = prints.iter().map(|p| p.exact_key()).collect();
    keys.sort_unstable();
    keys.dedup();
    let postings = library.reader.lookup(&keys, EXACT_CAP)?;
    let mut out = Vec::with_capacity(prints.len());
    for print in prints {
        let index = keys.binary_search(&print.exact_key()).unwrap_or(usize::MAX);
        let mut hit = None;
        for &passage in postings.of(index) {
            if library.reader.passage(passage)?.sha256 == print.sha256 {
                hit = Some(passage);
            }
        }
        out.push(hit);
    }
    Ok(out)
}

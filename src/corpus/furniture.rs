//! Standing lines: what an outlet prints in different stories is furniture, whatever it says.
//!
//! The rule looks at the whole store, so the order of ingest does not matter: a line is standing when at least
//! [`STORIES`] articles of the outlet hold it that are different stories, that is, that share little else.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::corpus::FurnitureRuling;
use crate::error::Result;
use crate::store::{ArticleKey, FurnitureRow, OutletKey, PassageKey, Reader, Which, Writer};

/// Different stories of one outlet that must hold a line. Two may be a story and its follow-up; three are a habit.
const STORIES: u32 = 3;

/// Articles of an outlet that are looked at for one line: enough to find three stories among versions of one.
const LOOKED_AT: usize = 40;

/// Share of the smaller article's words in common passages from which two articles are one story.
const SAME_STORY: f64 = 0.3;

/// Marks the standing lines among `seen`, the outlets' passages that a batch touched.
pub(crate) fn settle(
    writer: &mut Writer<'_>,
    seen: &HashSet<(OutletKey, PassageKey)>,
) -> Result<()> {
    // Lines the user ruled on keep their ruling, whichever it is.
    let marked: HashSet<_> = writer
        .all_furniture()?
        .iter()
        .map(|row| (row.outlet, row.passage))
        .collect();
    let mut cache: HashMap<ArticleKey, BTreeMap<PassageKey, u32>> = HashMap::new();
    let mut sorted: Vec<_> = seen
        .iter()
        .filter(|pair| !marked.contains(pair))
        .copied()
        .collect();
    sorted.sort_unstable();
    for (outlet, passage) in sorted {
        let articles: BTreeSet<ArticleKey> = writer
            .witnesses(passage)?
            .iter()
            .filter(|w| w.outlet == Some(outlet))
            .map(|w| w.article)
            .collect();
        if articles.len() < STORIES as usize {
            continue;
        }
        // By id, not by row: rows are in order of ingest.
        let mut by_id = Vec::with_capacity(articles.len());
        for key in articles {
            by_id.push((writer.article(key)?.id, key));
        }
        by_id.sort_unstable();
        for &(_, key) in by_id.iter().take(LOOKED_AT) {
            if let Entry::Vacant(slot) = cache.entry(key) {
                slot.insert(words_by_passage(writer, key)?);
            }
        }
        let looked_at: Vec<_> = by_id
            .iter()
            .take(LOOKED_AT)
            .map(|(_, key)| &cache[key])
            .collect();
        if is_habit(&looked_at) {
            writer.set_furniture(&FurnitureRow {
                outlet,
                passage,
                stories: STORIES,
                ruling: None,
            })?;
        }
    }
    Ok(())
}

/// True when some three of the articles are different stories. Any three: adding an article never makes a line less of a
/// habit, so what was found once need not be asked again, whatever came in between.
fn is_habit(articles: &[&BTreeMap<PassageKey, u32>]) -> bool {
    // Nearly always the first that differ from each other are three.
    let mut first: Vec<&BTreeMap<PassageKey, u32>> = Vec::new();
    for &article in articles {
        if first.iter().all(|other| !same_story(article, other)) {
            first.push(article);
        }
        if first.len() >= STORIES as usize {
            return true;
        }
    }
    let differ: Vec<Vec<bool>> = articles
        .iter()
        .map(|a| articles.iter().map(|b| !same_story(a, b)).collect())
        .collect();
    (0..articles.len()).any(|i| {
        (i + 1..articles.len())
            .filter(|&j| differ[i][j])
            .any(|j| (j + 1..articles.len()).any(|k| differ[i][k] && differ[j][k]))
    })
}

fn words_by_passage(reader: &Reader, key: ArticleKey) -> Result<BTreeMap<PassageKey, u32>> {
    let mut words = BTreeMap::new();
    for block in reader.blocks(key)? {
        if let Some(passage) = block.passage {
            words.insert(passage, reader.passage(passage)?.words);
        }
    }
    Ok(words)
}

fn same_story(a: &BTreeMap<PassageKey, u32>, b: &BTreeMap<PassageKey, u32>) -> bool {
    let common: u32 = a
        .iter()
        .filter(|(p, _)| b.contains_key(p))
        .map(|(_, n)| n)
        .sum();
    let smaller = a.values().sum::<u32>().min(b.values().sum());
    f64::from(common) >= SAME_STORY * f64::from(smaller)
}

/// Every line that counts as furniture now: standing lines the user has not ruled out, and those ruled in.
pub(crate) fn standing(reader: &Reader) -> Result<HashSet<(OutletKey, PassageKey)>> {
    reader.furniture_set(PARAGRAPH)
}

/// How rulings are stored.
const PARAGRAPH: &str = "paragraph";
const FURNITURE: &str = "furniture";

/// Settles all lines of one outlet anew, as after two outlets became one.
pub(crate) fn settle_outlet(writer: &mut Writer<'_>, outlet: OutletKey) -> Result<()> {
    let seen = lines_of(writer, outlet)?;
    settle(writer, &seen)
}

/// Every passage that an outlet printed.
pub(crate) fn lines_of(
    reader: &Reader,
    outlet: OutletKey,
) -> Result<HashSet<(OutletKey, PassageKey)>> {
    let mut seen = HashSet::new();
    for article in reader.article_keys(Which::Outlet(outlet))? {
        let blocks = reader.blocks(article)?;
        seen.extend(blocks.iter().filter_map(|b| b.passage).map(|p| (outlet, p)));
    }
    Ok(seen)
}

/// Writes what the user says of a line.
pub(crate) fn rule(
    writer: &mut Writer<'_>,
    outlet: OutletKey,
    passage: PassageKey,
    ruling: FurnitureRuling,
) -> Result<()> {
    let ruling = match ruling {
        FurnitureRuling::Furniture => FURNITURE,
        FurnitureRuling::Paragraph => PARAGRAPH,
        FurnitureRuling::Automatic => {
            writer.delete_furniture(outlet, passage)?;
            return settle(writer, &HashSet::from([(outlet, passage)]));
        }
    };
    let known = writer
        .furniture(outlet)?
        .into_iter()
        .find(|row| row.passage == passage);
    let stories = known.map_or(0, |row| row.stories);
    writer.set_furniture(&FurnitureRow {
        outlet,
        passage,
        stories,
        ruling: Some(ruling.to_owned()),
    })
}

/// Settles lines again after articles that held them are gone; rulings stay.
pub(crate) fn settle_again(
    writer: &mut Writer<'_>,
    lines: &[(OutletKey, PassageKey)],
) -> Result<()> {
    let ruled: HashSet<_> = writer
        .all_furniture()?
        .into_iter()
        .filter(|row| row.ruling.is_some())
        .map(|row| (row.outlet, row.passage))
        .collect();
    let mut open = HashSet::new();
    for &(outlet, passage) in lines.iter().filter(|line| !ruled.contains(line)) {
        writer.delete_furniture(outlet, passage)?;
        open.insert((outlet, passage));
    }
    settle(writer, &open)
}

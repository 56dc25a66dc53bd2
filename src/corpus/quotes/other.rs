//! One statement in other words, as two translations of it are: a possibility with its reasons, never a claim.

use std::collections::{BTreeMap, HashMap};

use crate::corpus::quotes::Ledger;
use crate::corpus::quotes::answer::Statement;
use crate::corpus::witness::Library;
use crate::error::Result;
use crate::segment::same_person;
use crate::text::{Language, content_stems_in, idf, language, stem_hash, words};

/// Seconds within which both must have been printed first.
const NEAR: i64 = 3 * 86_400;

/// Names, without the speaker's, that the two articles share at least.
const NAMES: usize = 2;

/// Stems in common at least, and their share of the lighter side's weight.
const STEMS: usize = 3;
const WEIGHT: f32 = 0.5;

/// Statements of one speaker that may hold a stem before it nominates nobody.
const COMMON: usize = 40;

/// Another statement, by its place, and why it may be the same, a sentence each.
pub(crate) type Possible = (usize, Vec<String>);

/// What is compared of a statement.
struct Content {
    language: Language,
    stems: BTreeMap<u64, f32>,
}

/// For each statement those that may be the same in other words, with the reasons. Texts in two languages are not compared.
pub(crate) fn others(
    library: &Library<'_>,
    ledger: &Ledger,
    all: &[Statement],
) -> Result<Vec<Vec<Possible>>> {
    let mut out = vec![Vec::new(); all.len()];
    let mut contents = Vec::with_capacity(all.len());
    let mut held: HashMap<(String, u64), Vec<usize>> = HashMap::new();
    for (i, statement) in all.iter().enumerate() {
        let cut = words(&statement.first(ledger).text);
        let mut content = Content {
            language: language(&cut),
            stems: BTreeMap::new(),
        };
        if let (Some(speaker), Some(_)) = (&statement.speaker, statement.published) {
            for stem in content_stems_in(content.language, &cut) {
                let key = stem_hash(&stem);
                content.stems.insert(key, idf(content.language, &stem));
                let list = held.entry((speaker.key().0, key)).or_default();
                if list.last() != Some(&i) {
                    list.push(i);
                }
            }
        }
        contents.push(content);
    }
    for (i, statement) in all.iter().enumerate() {
        let Some(speaker) = &statement.speaker else {
            continue;
        };
        let mut met: BTreeMap<usize, usize> = BTreeMap::new();
        for stem in contents[i].stems.keys() {
            let list = held
                .get(&(speaker.key().0, *stem))
                .filter(|l| l.len() <= COMMON);
            for &j in list.into_iter().flatten().filter(|&&j| j > i) {
                *met.entry(j).or_default() += 1;
            }
        }
        for (j, _) in met.into_iter().filter(|(_, n)| *n >= STEMS) {
            if let Some(reasons) = reasons(
                library,
                ledger,
                (statement, &contents[i]),
                (&all[j], &contents[j]),
            )? {
                out[i].push((j, reasons.clone()));
                out[j].push((i, reasons));
            }
        }
    }
    Ok(out)
}

fn reasons(
    library: &Library<'_>,
    ledger: &Ledger,
    (a, content_a): (&Statement, &Content),
    (b, content_b): (&Statement, &Content),
) -> Result<Option<Vec<String>>> {
    let (Some(speaker), Some(other)) = (&a.speaker, &b.speaker) else {
        return Ok(None);
    };
    let (Some((from_a, to_a)), Some((from_b, to_b))) = (a.published, b.published) else {
        return Ok(None);
    };
    let apart = (from_a - to_b).max(from_b - to_a).max(0);
    if !same_person(speaker, other) || content_a.language != content_b.language || apart > NEAR {
        return Ok(None);
    }
    let (first, second) = (a.first(ledger), b.first(ledger));
    // Who prints both takes them for two statements, and one house does not translate twice.
    let both = a.members.iter().any(|&m| {
        b.members
            .iter()
            .any(|&n| ledger.printed[m].article == ledger.printed[n].article)
    });
    if both
        || library
            .facts(first.article)?
            .same_outlet(&*library.facts(second.article)?)
    {
        return Ok(None);
    }
    let none = Vec::new();
    let names = |key| ledger.names.get(key).unwrap_or(&none);
    let shared = names(&first.article)
        .iter()
        .filter(|n| names(&second.article).binary_search(n).is_ok())
        .count();
    // The speaker's own name stands in both.
    if shared < NAMES + 1 {
        return Ok(None);
    }
    let weight = |c: &Content| c.stems.values().sum::<f32>();
    let common: Vec<f32> = content_a
        .stems
        .iter()
        .filter(|(s, _)| content_b.stems.contains_key(s))
        .map(|(_, w)| *w)
        .collect();
    let share = common.iter().sum::<f32>()
        / weight(content_a)
            .min(weight(content_b))
            .max(f32::MIN_POSITIVE);
    if common.len() < STEMS || share < WEIGHT {
        return Ok(None);
    }
    Ok(Some(vec![
        format!(
            "both are said by {}",
            speaker.name.clone().max(other.name.clone())
        ),
        "first printed within three days of each other".to_owned(),
        format!("the articles share {} more names", shared - 1),
        format!(
            "{} word stems in common, {:.0} % of the weight of the shorter one",
            common.len(),
            (share * 100.0).min(100.0)
        ),
    ]))
}

//! The answer of `watch --mine`: who holds paragraphs of an outlet's articles.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use crate::corpus::judge::{Outcome, judge};
use crate::corpus::witness::Library;
use crate::corpus::workers::{self, Workers};
use crate::corpus::{Judging, audit, subject, suspects, views};
use crate::error::Result;
use crate::model::Kind;
use crate::report::copies::CopyView;
use crate::report::view::{DerivationView, SCHEMA};
use crate::store::{ArticleKey, Reader, Store};

/// Finds the articles of other houses with paragraphs whose source or origin is an article of `outlet` (a name, a domain or
/// the beginning of an address), newest first. With `since`, only pairs of which one article was first seen then or later: the
/// copy may have come in before its source.
pub(crate) fn copies(
    store: &Store,
    outlet: &str,
    since: Option<i64>,
    judging: Judging<'_>,
) -> Result<Vec<CopyView>> {
    workers::with(store, judging.watched, |workers| {
        let reader = workers.library.reader;
        let (_, held) = audit::site(reader, outlet)?;
        let recent = since
            .map(|since| reader.articles_since(since))
            .transpose()?;
        let asked = Asked {
            mine: Arc::new(held.iter().copied().collect()),
            recent: recent.map(|keys| Arc::new(keys.into_iter().collect())),
            judging,
        };
        asked.around(workers, held)
    })
}

/// The copies that come straight from some of the articles that a site holds.
pub(crate) fn taken<'e>(
    workers: &Workers<'_, 'e>,
    held: &Arc<HashSet<ArticleKey>>,
    from: &[ArticleKey],
    judging: Judging<'e>,
) -> Result<Vec<CopyView>> {
    let mut ids = HashSet::new();
    for &key in from {
        ids.insert(views::id(workers.library.reader.imprint(key)?.id));
    }
    // Who has it straight from one of these stands beside it: the site's other articles need no look.
    let asked = Asked {
        mine: Arc::clone(held),
        recent: None,
        judging,
    };
    let mut list = asked.around(workers, from.to_vec())?;
    list.retain(|c| c.via.is_empty() && ids.contains(&c.source.id));
    Ok(list)
}

/// Whose copies are looked for.
#[derive(Clone)]
struct Asked<'e> {
    mine: Arc<HashSet<ArticleKey>>,
    /// Where only what is new is asked for: all that is.
    recent: Option<Arc<HashSet<ArticleKey>>>,
    judging: Judging<'e>,
}

impl<'e> Asked<'e> {
    /// The copies of what is ours among those that may have something from one of `near`, which are of ours.
    fn around(
        &self,
        workers: &Workers<'_, 'e>,
        mut near: Vec<ArticleKey>,
    ) -> Result<Vec<CopyView>> {
        near.sort_unstable();
        let asked = self.clone();
        let found = workers.fold(
            "find suspects",
            near,
            move |library, suspects: &mut BTreeSet<ArticleKey>, &key| {
                asked.beside(library, key, suspects)
            },
        )?;
        let mut suspects: BTreeSet<ArticleKey> = found.into_iter().flatten().collect();
        // Those that are new themselves are looked at whomever they stand beside.
        let new = self.recent.iter().flat_map(|keys| keys.iter().copied());
        suspects.extend(new.filter(|key| !self.mine.contains(key)));
        let asked = self.clone();
        let found = workers.fold(
            "judge copies",
            suspects.into_iter().collect(),
            move |library, copies: &mut Vec<CopyView>, &key| asked.judge(library, key, copies),
        )?;
        let mut out: Vec<CopyView> = found.into_iter().flatten().collect();
        out.sort_by(|x, y| {
            y.first_seen_at
                .cmp(&x.first_seen_at)
                .then_with(|| (&x.copy.id, &x.source.id).cmp(&(&y.copy.id, &y.source.id)))
        });
        Ok(out)
    }

    /// True when a pair of which `key` is one article is asked for by that alone.
    fn is_asked(&self, key: ArticleKey) -> bool {
        self.recent.as_ref().is_none_or(|new| new.contains(&key))
    }

    /// Adds the articles that may have something from one of ours.
    fn beside(
        &self,
        library: &Library<'_>,
        key: ArticleKey,
        suspects: &mut BTreeSet<ArticleKey>,
    ) -> Result<()> {
        if !self.is_asked(key) {
            return Ok(());
        }
        let own = library.placed(key)?;
        for other in suspects::suspects(library, key, self.judging.thresholds)? {
            // Nobody has it from an article that stands behind its own.
            if !self.mine.contains(&other)
                && !suspects.contains(&other)
                && own < library.placed(other)?
            {
                suspects.insert(other);
            }
        }
        Ok(())
    }

    /// Adds what an article has from ours.
    fn judge(
        &self,
        library: &Library<'_>,
        copy: ArticleKey,
        out: &mut Vec<CopyView>,
    ) -> Result<()> {
        let subject = subject::stored(library, copy)?;
        let judged = judge(library, &subject, self.judging.thresholds)?;
        let mut found: BTreeMap<ArticleKey, Vec<DerivationView>> = BTreeMap::new();
        for line in 0..subject.paragraphs.len() {
            if subject.paragraphs[line].number == 0 {
                continue;
            }
            let ours = |key: &ArticleKey| self.mine.contains(key);
            let from = judged.taken_from(line);
            let Some(source) =
                from.and_then(|(source, origin)| [source, origin].into_iter().find(ours))
            else {
                continue;
            };
            // What is told of an arrow is worked out for ours alone: most of what stands beside a text came from elsewhere.
            if let Outcome::Copied(view) = judged.outcome(line)? {
                found.entry(source).or_default().push(*view);
            }
        }
        for (source, lines) in found {
            if self.is_asked(copy) || self.is_asked(source) {
                out.push(view(library.reader, copy, source, &lines)?);
            }
        }
        Ok(())
    }
}

fn view(
    reader: &Reader,
    copy: ArticleKey,
    source: ArticleKey,
    lines: &[DerivationView],
) -> Result<CopyView> {
    let (copied, taken) = (reader.article(copy)?, reader.article(source)?);
    let source_id = views::id(taken.id);
    let direct = |d: &&DerivationView| d.source.id == source_id;
    // The lines that come straight from it speak for the pair; where there are none, those that came by way of others.
    let speaker = lines.iter().find(direct).or_else(|| lines.first());
    let mut by_kind: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut via = BTreeSet::new();
    for line in lines {
        if let Some(kind) = Kind::parse(line.kind) {
            *by_kind.entry(kind).or_default() += 1;
        }
        if line.source.id != source_id {
            let other = line.source.outlet.clone();
            via.insert(other.unwrap_or_else(|| "(no outlet)".to_owned()));
        }
    }
    let seen = copied.first_seen_at.max(taken.first_seen_at);
    Ok(CopyView {
        schema: SCHEMA,
        record: "copy",
        copy: views::reference(&copied, &reader.dates(copy)?),
        first_seen_at: views::instant(seen),
        source: views::reference(&taken, &reader.dates(source)?),
        via: via.into_iter().collect(),
        paragraphs: lines.len(),
        by_kind: by_kind.into_iter().map(|(k, n)| (k.as_str(), n)).collect(),
        words: lines.iter().map(|d| d.words).sum(),
        words_shared: lines.iter().map(|d| d.words_shared).sum(),
        direction: speaker.map_or("undecided", |d| d.direction),
        credit: speaker.map_or("missing", |d| d.credit),
        credit_detail: speaker.map_or_else(Vec::new, |d| d.credit_detail.clone()),
        lag_seconds: speaker.and_then(|d| d.lag_seconds),
    })
}

#[cfg(test)]
mod tests {
    use crate::corpus::Corpus;
    use crate::ingest::date;
    use crate::model::{Article, DateOrigin, DateRole};

    const STORY: [&str; 3] = [
        "The last ferry of the season left the harbour of Lindemar on Monday evening with only eleven passengers on board.",
        "The port office counted forty thousand travellers this summer, a third fewer than in the year before the bridge.",
        "Captain Orla Venn said that she had never seen the quay so empty in the twenty years of her service.",
    ];
    /// 2024-06-01T00:00:00Z
    const NOW: i64 = 1_717_200_000;
    const OTHER: &str = "A council in the hills voted to plant nine hundred apple trees along the road to the old quarry.";

    fn article(outlet: &str, day: u32, text: &str) -> Article {
        let printed = format!("2024-05-{day:02}T08:00:00Z");
        let claim = date::parse(&printed, DateOrigin::Record, DateRole::Published, i64::MAX);
        Article {
            url: Some(format!("https://{}.example/{day}", outlet.to_lowercase())),
            outlet: Some(outlet.into()),
            dates: claim.into_iter().collect(),
            text: text.into(),
            ..Article::default()
        }
    }

    fn story(outlet: &str, day: u32) -> Article {
        article(outlet, day, &STORY.join("\n\n"))
    }

    #[test]
    fn copies_of_an_outlet_are_found_and_nobody_elses() {
        let mut corpus = Corpus::in_memory().unwrap();
        let all = [
            story("Harbour", 1),
            story("Flash", 3),
            article("Hill", 2, OTHER),
            article("Harbour", 5, OTHER),
            article(
                "Short",
                4,
                &format!(
                    "{}\n\n{}",
                    STORY[0], "A line of its own about the weather on the islands in spring."
                ),
            ),
        ];
        corpus.add(&all, NOW).unwrap();
        let found = corpus.copies_of("Harbour", None).unwrap();
        let pairs: Vec<_> = found
            .iter()
            .map(|c| {
                (
                    c.copy.outlet.as_deref().unwrap(),
                    c.paragraphs,
                    c.by_kind.clone(),
                )
            })
            .collect();
        assert!(
            pairs.contains(&("Flash", 3, vec![("verbatim", 3)])),
            "{pairs:?}"
        );
        assert!(
            !pairs.iter().any(|p| p.0 == "Hill"),
            "it was first: {pairs:?}"
        );
        let flash = found
            .iter()
            .find(|c| c.copy.outlet.as_deref() == Some("Flash"))
            .unwrap();
        assert_eq!(flash.source.article, "https://harbour.example/1");
        assert_eq!(flash.first_seen_at, "2024-06-01T00:00:00Z");
        assert_eq!((flash.credit, flash.words), ("missing", flash.words_shared));
        // Hill's own copy is Harbour's.
        let hill = corpus.copies_of("hill.example", None).unwrap();
        assert_eq!(hill.len(), 1);
        assert_eq!(hill[0].copy.article, "https://harbour.example/5");
        assert!(corpus.copies_of("Nobody", None).is_err());
    }

    #[test]
    fn a_copy_counts_as_new_when_either_side_came_in() {
        let mut corpus = Corpus::in_memory().unwrap();
        corpus.add(&[story("Flash", 3)], NOW).unwrap();
        corpus.add(&[story("Harbour", 1)], NOW + 1_000).unwrap();
        let now = corpus.copies_of("Harbour", Some(NOW + 1_000)).unwrap();
        assert_eq!(now.len(), 1, "the copy was here before its source");
        assert_eq!(now[0].copy.article, "https://flash.example/3");
        assert!(
            corpus
                .copies_of("Harbour", Some(NOW + 1_001))
                .unwrap()
                .is_empty()
        );
        corpus.add(&[story("Late", 9)], NOW + 2_000).unwrap();
        let later = corpus.copies_of("Harbour", Some(NOW + 1_001)).unwrap();
        let outlets: Vec<_> = later.iter().map(|c| c.copy.outlet.as_deref()).collect();
        assert_eq!(outlets, [Some("Late")]);
        let all = corpus.copies_of("Harbour", None).unwrap();
        assert_eq!(all.len(), 2);
        assert_eq!(corpus.copies_of("Harbour", Some(0)).unwrap(), all);
    }
}

//! The answer of `origins`: how many places do these texts come from, and who counts under each?
//!
//! From each article the arrows of the stemma are followed to a root. Rewrites, feeds, editions and versions are never origins of their own: they have
//! a source, or are of one house. An agency that a root credits is the origin in its place, whether the store holds its text or not.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::corpus::family::Cache;
use crate::corpus::judge::{Outcome, judge, name};
use crate::corpus::search::holding;
use crate::corpus::suspects::neighbours;
use crate::corpus::watched::{Steps, Watched};
use crate::corpus::witness::Library;
use crate::corpus::{Judging, Period, asked, stemma, subject, views};
use crate::error::{Error, Result};
use crate::model::{ArticleId, CreditForm};
use crate::provenance::{Facts, Rank, agency_credited, is_own};
use crate::report::origins::{MixedView, OriginGroup, OriginLine, OriginsView, sentence};
use crate::report::view::{SCHEMA, StemmaView};
use crate::reuse::Thresholds;
use crate::segment::same_outlet;
use crate::store::{ArticleKey, PassageKey, Reader};

/// What is asked of origins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OriginsQuery {
    /// The story of an article: id, address or name.
    Article(String),
    /// One paragraph of an article, by its number.
    Paragraph(String, usize),
    /// Words that all stand in an article; in quotation marks, in this order.
    Words(String),
}

/// Articles that are looked at for one answer.
const MOST: usize = 20_000;

/// Members of a family beside which others are looked for.
const AROUND: usize = 50;

/// Where an article has its text from.
struct From {
    arrows: Vec<StemmaView>,
    /// The main source, if it is held.
    source: Option<ArticleKey>,
    paragraphs: usize,
    of: usize,
}

/// What was found out so far.
struct Search<'l, 'r> {
    library: &'l Library<'r>,
    thresholds: &'l Thresholds,
    ids: HashMap<String, ArticleKey>,
    from: HashMap<ArticleKey, From>,
    /// Articles that were looked at for a story.
    looked: Steps<'l>,
}

impl Search<'_, '_> {
    fn from(&mut self, key: ArticleKey) -> Result<&From> {
        if !self.from.contains_key(&key) {
            let arrows = stemma::of(self.library, key, self.thresholds)?;
            let main = arrows.first();
            let source = match main.and_then(|a| a.source.as_ref()) {
                Some(source) => self.key(&source.id)?,
                None => None,
            };
            let from = From {
                source,
                paragraphs: main.map_or(0, |a| a.paragraphs.len()),
                of: Cache::paragraphs(self.library, key)?.len(),
                arrows,
            };
            self.from.insert(key, from);
        }
        Ok(&self.from[&key])
    }

    fn key(&mut self, id: &str) -> Result<Option<ArticleKey>> {
        if let Some(&known) = self.ids.get(id) {
            return Ok(Some(known));
        }
        let found = self.library.reader.articles_matching(id)?.first().copied();
        self.ids.extend(found.map(|key| (id.to_owned(), key)));
        Ok(found)
    }

    /// The origin that an article goes back to: its name, whether the store holds it, and whether the way there is sure.
    fn origin(&mut self, key: ArticleKey) -> Result<(String, bool)> {
        let mut at = key;
        for _ in 0..MOST {
            let from = self.from(at)?;
            let lost = from.arrows.first().and_then(|a| a.lost_source.clone());
            let next = from.source;
            if let Some(agency) = lost.filter(|l| l != stemma::UNKNOWN) {
                return Ok((agency, false));
            }
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        let facts = self.library.facts(at)?;
        Ok(match credited(&facts) {
            Some(name) => (name, false),
            None => (
                facts.outlet_name.clone().unwrap_or_else(|| name(&facts)),
                true,
            ),
        })
    }

    /// The story of an article: what shares enough with it, or with what does, by copying in either direction.
    fn story(&mut self, key: ArticleKey) -> Result<(BTreeSet<ArticleKey>, bool)> {
        let mut scope: BTreeSet<ArticleKey> = BTreeSet::new();
        let mut met: BTreeSet<ArticleKey> = BTreeSet::from([key]);
        let mut open = vec![key];
        let mut around: HashMap<ArticleKey, usize> = HashMap::new();
        while let Some(at) = open.pop() {
            if !scope.insert(at) {
                continue;
            }
            if scope.len() >= MOST {
                return Ok((scope, true));
            }
            let mut wanted: BTreeSet<ArticleKey> = Cache::family(self.library, at)?
                .keys
                .iter()
                .copied()
                .collect();
            self.looked.done(1)?;
            let from = self.from(at)?;
            // Up through another article only where nearly all of it comes from there: what is put together of two stories is no bridge.
            let (part, whole) = if at == key { (3, 1) } else { (3, 2) };
            if let Some(source) = from
                .source
                .filter(|_| from.paragraphs * part >= from.of * whole)
            {
                wanted.insert(source);
            }
            let family = Cache::leader(self.library, at)?;
            let looked = around.entry(family).or_default();
            *looked += 1;
            if *looked > AROUND {
                // Of a story that hundreds print, whoever has it is of the family, or stands beside its first members.
                open.extend(wanted.into_iter().filter(|w| !scope.contains(w)));
                continue;
            }
            // Whoever has a third of it or more from what is in already; each is looked at once.
            for other in neighbours(self.library, at)? {
                if !met.insert(other) {
                    continue;
                }
                self.looked.done(1)?;
                let from = self.from(other)?;
                let enough = from.paragraphs * 3 >= from.of;
                if enough && from.source.is_some_and(|s| scope.contains(&s) || s == at) {
                    wanted.insert(other);
                } else {
                    met.remove(&other);
                }
            }
            open.extend(wanted.into_iter().filter(|w| !scope.contains(w)));
        }
        Ok((scope, false))
    }
}

/// The agency, or else the outlet, that a root names as where it has its text from.
fn credited(facts: &Facts) -> Option<String> {
    agency_credited(facts).or_else(|| {
        let named = facts.credits.iter().find(|c| {
            let source = matches!(
                c.form,
                CreditForm::Republication | CreditForm::SourceLine | CreditForm::WireFurniture
            );
            source && !c.to.is_empty() && !is_own(c, facts)
        });
        named.map(|c| c.to.clone())
    })
}

/// Answers.
pub(crate) fn origins(
    reader: &Reader,
    query: &OriginsQuery,
    period: Period,
    judging: Judging<'_>,
) -> Result<OriginsView> {
    let Judging {
        thresholds,
        watched,
    } = judging;
    let library = Library::new(reader)?;
    let mut search = Search {
        library: &library,
        thresholds,
        ids: HashMap::new(),
        from: HashMap::new(),
        looked: watched.steps("gather the story", None),
    };
    let (asked_kind, asked, (scope, cut)) = match query {
        OriginsQuery::Article(article) => {
            let key = asked::article(reader, article)?;
            ("article", article.clone(), search.story(key)?)
        }
        OriginsQuery::Paragraph(article, number) => {
            let key = asked::article(reader, article)?;
            let held = paragraph(&library, key, *number, judging)?;
            ("paragraph", format!("{article} ¶{number}"), (held, false))
        }
        OriginsQuery::Words(words) => (
            "words",
            words.clone(),
            (holding(reader, words, watched)?, false),
        ),
    };
    let mut inside = Vec::new();
    let mut left_out = 0;
    for key in watched.over("read dates", scope) {
        let key = key?;
        let facts = library.facts(key)?;
        let published = facts.published;
        let fits = published.is_none_or(|d| {
            period.since.is_none_or(|s| d.latest >= s)
                && period.until.is_none_or(|u| d.earliest <= u)
        });
        if fits && (published.is_some() || period == Period::default()) {
            let at = published.map_or(i64::MAX, |d| d.earliest);
            inside.push((at, facts.id, key));
        } else {
            left_out += usize::from(published.is_none());
        }
    }
    let (inside, more) = earliest(inside, MOST);
    let mut view = view(
        &mut search,
        asked_kind,
        asked,
        &inside,
        cut || more,
        watched,
    )?;
    // They are in no period, and they are told.
    view.undated += left_out;
    Ok(view)
}

/// The articles that hold a paragraph, in any of its wordings, or have it rewritten from one that does.
fn paragraph(
    library: &Library<'_>,
    key: ArticleKey,
    number: usize,
    judging: Judging<'_>,
) -> Result<BTreeSet<ArticleKey>> {
    let Judging {
        thresholds,
        watched,
    } = judging;
    let blocks = library.reader.blocks(key)?;
    let block = blocks
        .iter()
        .find(|b| b.paragraph.is_some_and(|p| p as usize == number));
    let passage: Option<PassageKey> = block.and_then(|b| b.passage);
    let Some((block, passage)) = block.zip(passage) else {
        return Err(Error::not_found(format!(
            "no paragraph {number} in that article, or it is too short"
        )));
    };
    let component = Cache::component(library, passage)?;
    let mut held: BTreeSet<ArticleKey> = component.holders.iter().copied().collect();
    let mut components = vec![component];
    held.insert(key);
    let at = |line: usize, subject: &crate::corpus::judge::Subject| {
        subject.paragraphs[line].number == number
    };
    // Where it comes from itself, and who has it in other words or in part.
    let subject = subject::stored(library, key)?;
    let judged = judge(library, &subject, thresholds)?;
    for line in (0..subject.paragraphs.len()).filter(|&l| at(l, &subject)) {
        if let Some((source, ordinal)) = judged.source_of(line) {
            held.insert(source);
            // In other words there: whoever holds it as the source does holds the same paragraph.
            if let Some(theirs) = library.component_at(source, ordinal)? {
                held.extend(theirs.holders.iter().copied());
                components.push(theirs);
            }
        }
    }
    for other in watched.over("judge neighbours", neighbours(library, key)?) {
        let other = other?;
        if held.contains(&other) {
            continue;
        }
        let subject = subject::stored(library, other)?;
        let judged = judge(library, &subject, thresholds)?;
        let takes = |line: usize| -> Result<bool> {
            let Some((source, ordinal)) = judged.source_of(line) else {
                return Ok(false);
            };
            if source == key {
                return Ok(ordinal == block.ordinal);
            }
            let place = library.component_at(source, ordinal)?;
            Ok(place.is_some_and(|p| components.iter().any(|known| known.id == p.id)))
        };
        for line in 0..subject.paragraphs.len() {
            if takes(line)? {
                held.insert(other);
            }
        }
    }
    Ok(held)
}

/// The earliest of some articles, as many as are looked at, and whether there are more: who was first is then still among them.
fn earliest(
    mut found: Vec<(i64, ArticleId, ArticleKey)>,
    most: usize,
) -> (BTreeSet<ArticleKey>, bool) {
    found.sort_unstable();
    let more = found.len() > most;
    found.truncate(most);
    (found.into_iter().map(|(.., key)| key).collect(), more)
}

/// An origin while its articles come: whether it is held, its articles, their houses.
type Group = (bool, Vec<OriginLine>, Vec<std::rc::Rc<Facts>>);

/// Adds a house to those of a group, unless one of them is the same.
fn add_house(houses: &mut Vec<std::rc::Rc<Facts>>, facts: &std::rc::Rc<Facts>) {
    if !houses.iter().any(|h| h.same_outlet(facts)) {
        houses.push(std::rc::Rc::clone(facts));
    }
}

fn view(
    search: &mut Search<'_, '_>,
    asked_kind: &'static str,
    asked: String,
    scope: &BTreeSet<ArticleKey>,
    cut: bool,
    watched: &Watched,
) -> Result<OriginsView> {
    let library = search.library;
    let mut ranked: Vec<(Rank, ArticleKey)> = Vec::new();
    for &key in scope {
        ranked.push((library.placed(key)?, key));
    }
    ranked.sort();
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    let mut houses = Vec::new();
    let (mut mixed, mut undated) = (Vec::new(), 0);
    let mut first = None;
    for placed in watched.over("find origins", ranked) {
        let (_, key) = placed?;
        let facts = library.facts(key)?;
        let (mut origin, held) = search.origin(key)?;
        // One house goes by several names.
        let known = groups.keys().find(|k| same_outlet(k, &origin)).cloned();
        origin = known.unwrap_or(origin);
        let reference = views::article_ref(library.reader, key)?;
        undated += usize::from(facts.published.is_none());
        let from = search.from(key)?;
        let main = from.arrows.first();
        let line = OriginLine {
            article: reference.article,
            id: reference.id,
            outlet: reference.outlet,
            published_at: reference.published_at,
            origin: origin.clone(),
            source: main
                .and_then(|a| a.source.as_ref())
                .map(|s| s.article.clone()),
            direction: main
                .filter(|a| a.source.is_some())
                .map_or("root", |a| a.direction),
            paragraphs: if from.source.is_some() {
                from.paragraphs
            } else {
                from.of
            },
            of: from.of,
        };
        let parts: Vec<(Option<String>, usize)> = from
            .arrows
            .iter()
            .map(|a| (a.source.as_ref().map(|s| s.id.clone()), a.paragraphs.len()))
            .collect();
        let of = from.of;
        mixed.extend(put_together(search, &line.article, parts, of, &origin)?);
        add_house(&mut houses, &facts);
        first.get_or_insert_with(|| line.clone());
        let group = groups
            .entry(origin)
            .or_insert((held, Vec::new(), Vec::new()));
        group.0 |= held;
        group.1.push(line);
        add_house(&mut group.2, &facts);
    }
    let mut origins: Vec<OriginGroup> = groups
        .into_iter()
        .filter_map(|(origin, (held, articles, houses))| {
            Some(OriginGroup {
                first: articles.first()?.clone(),
                undecided: articles
                    .iter()
                    .filter(|a| a.direction == "undecided")
                    .count(),
                outlets: houses.len(),
                origin,
                held,
                articles,
            })
        })
        .collect();
    origins.sort_by(|x, y| {
        y.outlets
            .cmp(&x.outlets)
            .then_with(|| x.origin.cmp(&y.origin))
    });
    Ok(OriginsView {
        schema: SCHEMA,
        record: "origins",
        asked,
        asked_kind,
        sentence: sentence(houses.len(), &origins),
        outlets: houses.len(),
        articles: scope.len(),
        origins,
        first,
        mixed,
        quotes_only: if asked_kind == "article" {
            quotes_only(search, scope)?
        } else {
            0
        },
        undated,
        cut,
    })
}

/// What an article that has paragraphs of several origins has from each.
fn put_together(
    search: &mut Search<'_, '_>,
    article: &str,
    parts: Vec<(Option<String>, usize)>,
    of: usize,
    own: &str,
) -> Result<Option<MixedView>> {
    if parts.iter().all(|(id, _)| id.is_none()) {
        return Ok(None);
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut rest = of;
    for (id, paragraphs) in parts {
        let key = match id {
            Some(id) => search.key(&id)?,
            None => None,
        };
        let origin = match key {
            Some(key) => search.origin(key)?.0,
            None => own.to_owned(),
        };
        *counts.entry(origin).or_default() += paragraphs;
        rest = rest.saturating_sub(paragraphs);
    }
    if counts.len() < 2 && rest * 3 < of {
        return Ok(None);
    }
    let mut paragraphs: Vec<(String, usize)> = counts.into_iter().collect();
    if rest > 0 {
        paragraphs.push(("no earlier match".to_owned(), rest));
    }
    paragraphs.sort_by(|x, y| y.1.cmp(&x.1).then_with(|| x.0.cmp(&y.0)));
    Ok(Some(MixedView {
        article: article.to_owned(),
        paragraphs,
    }))
}

/// How many articles outside a story share nothing but a quotation with it.
fn quotes_only(search: &Search<'_, '_>, scope: &BTreeSet<ArticleKey>) -> Result<usize> {
    if scope.len() > AROUND {
        return Ok(0);
    }
    let library = search.library;
    let mut inside = BTreeSet::new();
    let mut outside = BTreeSet::new();
    for &key in scope {
        inside.insert(views::id(library.facts(key)?.id));
        outside.extend(neighbours(library, key)?);
    }
    let mut found: BTreeSet<String> = BTreeSet::new();
    for &key in scope.union(&outside) {
        let subject = subject::stored(library, key)?;
        let judged = judge(library, &subject, search.thresholds)?;
        let own = views::id(library.facts(key)?.id);
        for line in 0..subject.paragraphs.len() {
            if let Outcome::Quote(view) = judged.outcome(line)? {
                match (scope.contains(&key), inside.contains(&view.source.id)) {
                    (true, false) => found.insert(view.source.id.clone()),
                    (false, true) => found.insert(own.clone()),
                    _ => false,
                };
            }
        }
    }
    Ok(found.len())
}

#[cfg(test)]
mod tests {
    use super::{ArticleId, ArticleKey, earliest};
    use crate::corpus::{Corpus, OriginsQuery, Period};
    use crate::ingest::{ReadOptions, read};

    const NOW: i64 = 1_767_225_600;

    fn corpus(file: &str) -> Corpus {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures")
            .join(file);
        let bytes = std::fs::read(path).unwrap();
        let mut corpus = Corpus::in_memory().unwrap();
        corpus
            .add(&read(file, &bytes, &ReadOptions::default()).articles, NOW)
            .unwrap();
        corpus
    }

    fn asked(corpus: &Corpus, query: &OriginsQuery) -> (String, Vec<(String, usize, bool)>) {
        let view = corpus.origins(query, Period::default()).unwrap();
        let groups = view
            .origins
            .iter()
            .map(|g| (g.origin.clone(), g.outlets, g.held))
            .collect();
        (view.sentence, groups)
    }

    #[test]
    fn sisters_under_one_agency_are_one_origin() {
        let corpus = corpus("stemmata/lost-credited/articles.jsonl");
        let mut first = None;
        corpus
            .articles(&mut |a| {
                first.get_or_insert(a.article.id.clone());
                Ok(())
            })
            .unwrap();
        let (sentence, groups) = asked(&corpus, &OriginsQuery::Article(first.unwrap()));
        assert_eq!(groups, [("AFP".to_owned(), 5, false)]);
        assert_eq!(sentence, "5 outlets, 1 origin: AFP 5");
    }

    #[test]
    fn the_sample_has_one_origin_by_copying_and_more_by_the_event() {
        let corpus = corpus("sample/sample.jsonl");
        let (_, groups) = asked(&corpus, &OriginsQuery::Article("a:fd934c39".into()));
        assert_eq!(groups[0].0, "AFP", "{groups:?}");
        assert_eq!(groups.len(), 1, "a rewrite is no origin: {groups:?}");
        let (sentence, groups) = asked(&corpus, &OriginsQuery::Words("whale harbour".into()));
        assert!(groups.len() > 1, "{sentence}");
        let none = asked(&corpus, &OriginsQuery::Words("zeppelin".into()));
        assert!(none.1.is_empty() && none.0.contains("does not prove"));
    }

    #[test]
    fn a_paragraph_goes_back_to_who_printed_it_first() {
        let corpus = corpus("stemmata/digest-of-two/articles.jsonl");
        let digest = "https://weekinshort.example/42";
        let of = |n| {
            corpus
                .origins(
                    &OriginsQuery::Paragraph(digest.into(), n),
                    Period::default(),
                )
                .unwrap()
        };
        assert_eq!(of(1).sentence, "2 outlets, 1 origin: Bakers' News 2");
        let fifth = of(5);
        assert_eq!(fifth.first.unwrap().outlet.as_deref(), Some("Hill Radio"));
        assert!(
            corpus
                .origins(
                    &OriginsQuery::Paragraph(digest.into(), 99),
                    Period::default()
                )
                .is_err()
        );
        let story = corpus
            .origins(&OriginsQuery::Article(digest.into()), Period::default())
            .unwrap();
        assert_eq!(story.mixed[0].paragraphs.len(), 2, "{:?}", story.mixed);
    }

    #[test]
    fn of_what_too_many_hold_the_earliest_are_looked_at_and_the_undated_last() {
        let found = |at: i64, id: u8| (at, ArticleId([id; 16]), ArticleKey(i64::from(id)));
        let all = vec![found(9, 1), found(i64::MAX, 2), found(3, 4), found(3, 3)];
        let keys = |most| {
            let (kept, more) = earliest(all.clone(), most);
            (kept.into_iter().map(|k| k.0).collect::<Vec<_>>(), more)
        };
        assert_eq!(keys(1), (vec![3], true));
        assert_eq!(keys(3), (vec![1, 3, 4], true));
        assert_eq!(keys(4), (vec![1, 2, 3, 4], false));
    }

    #[test]
    fn words_in_quotation_marks_are_looked_for_in_their_order() {
        let corpus = corpus("stemmata/digest-of-two/articles.jsonl");
        let (_, in_order) = asked(
            &corpus,
            &OriginsQuery::Words("\"the oven holds ninety loaves\"".into()),
        );
        assert_eq!(in_order.iter().map(|g| g.1).sum::<usize>(), 2);
        let (_, turned) = asked(
            &corpus,
            &OriginsQuery::Words("\"ninety loaves holds the oven\"".into()),
        );
        assert!(turned.is_empty());
    }
}

//! Tells every story under `fixtures/` to the library and holds what it says against what is true.
//!
//! A failure names the story, the article and the paragraph, what was expected and what was said instead. The rules are
//! those of `fixtures/README.md`; no story has a rule of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use urtext::corpus::Corpus;
use urtext::ingest::{ReadOptions, read};
use urtext::model::Article;
use urtext::report::view::{ArticleView, DerivationView};

use crate::fixtures::{Aligned, Copied, Story, sample, stories};

/// 2026-01-01T00:00:00Z, after every date in the stories.
const NOW: i64 = 1_767_225_600;

/// Copied paragraphs of fewer words need not be listed.
const LISTED_WORDS: usize = 10;

/// The articles of a story by name, read as `ingest` reads them.
fn articles(story: &Story) -> BTreeMap<&str, Article> {
    let found = story.articles.iter().map(|(name, entry)| {
        let bytes = fs::read(&entry.path).unwrap();
        let mut options = ReadOptions::default();
        if !entry.file.ends_with(".jsonl") {
            options.url = Some(entry.url.clone());
        }
        // A page and a record say who printed them and when; a text cannot.
        if entry.file.ends_with(".txt") {
            options.outlet = Some(entry.outlet.clone());
            options.published.clone_from(&entry.published_at);
        }
        let read = read(&entry.file, &bytes, &options);
        assert!(
            read.refused.is_empty(),
            "{}: {:?}",
            story.slug,
            read.refused
        );
        let mut all = read.articles.into_iter();
        let article = all.find(|a| a.url.as_ref() == Some(&entry.url));
        (&**name, article.expect("the article that the story names"))
    });
    found.collect()
}

fn store<'a>(articles: impl IntoIterator<Item = &'a Article>, batch: usize) -> Corpus {
    let all: Vec<Article> = articles.into_iter().cloned().collect();
    let mut corpus = Corpus::in_memory().unwrap();
    for part in all.chunks(batch) {
        let done = corpus.add(part, NOW).unwrap();
        assert!(done.passages <= done.paragraphs, "{done:?}");
    }
    corpus
}

fn derivations(corpus: &Corpus) -> Vec<DerivationView> {
    let mut all = Vec::new();
    let mut keep = |view: &DerivationView| {
        all.push(view.clone());
        Ok(())
    };
    corpus.derivations(&mut keep).unwrap();
    all
}

/// Derivations as they are exported, a line each, sorted.
fn exported(all: &[DerivationView]) -> Vec<String> {
    let lines = all.iter().map(|view| serde_json::to_string(view).unwrap());
    let mut lines: Vec<String> = lines.collect();
    lines.sort_unstable();
    lines
}

/// A story as the library tells it, beside the truth.
struct Told<'s> {
    story: &'s Story,
    texts: BTreeMap<&'s str, String>,
    shown: BTreeMap<&'s str, ArticleView>,
    derivations: Vec<DerivationView>,
    /// Shown apart: what an outlet repeats of its own.
    own: Vec<DerivationView>,
    faults: Vec<String>,
}

fn strength(direction: &str) -> usize {
    let order = ["undecided", "likely", "firm"];
    let place = order.iter().position(|word| *word == direction);
    place.expect("a direction")
}

impl<'s> Told<'s> {
    fn new(story: &'s Story, corpus: &Corpus, articles: &BTreeMap<&'s str, Article>) -> Self {
        let (mut texts, mut shown, mut own) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        for (&name, article) in articles {
            let url = article.url.as_deref().unwrap();
            texts.insert(name, article.text.clone());
            shown.insert(name, corpus.show(url).unwrap());
            let paragraphs = corpus.trace(url).unwrap().paragraphs;
            let asides = paragraphs.into_iter().filter_map(|p| p.aside);
            own.extend(asides.filter(|aside| aside.self_reuse));
        }
        Self {
            story,
            texts,
            shown,
            derivations: derivations(corpus),
            own,
            faults: Vec::new(),
        }
    }

    fn fault(&mut self, article: &str, starts: &str, what: impl AsRef<str>) {
        let what = what.as_ref();
        let slug = &self.story.slug;
        self.faults
            .push(format!("{slug}: {article}: “{starts}”: {what}"));
    }

    /// The name of the article at `url`.
    fn name(&self, url: &str) -> &'s str {
        let mut all = self.story.articles.iter();
        all.find(|(_, article)| article.url == url)
            .map_or("an article of no story", |(name, _)| name)
    }

    /// The kinds and numbers of the blocks on the line that starts so.
    fn line(&self, article: &str, starts: &str) -> Vec<(&'static str, usize)> {
        let mut start = 0;
        let mut on_line = Vec::new();
        for line in self.texts[article].split('\n') {
            let end = start + line.chars().count();
            if line.trim_start().starts_with(starts) {
                let blocks = self.shown[article].blocks.iter();
                let within = blocks.filter(|b| b.start < end && b.end > start);
                on_line.extend(within.map(|b| (b.kind, b.paragraph.unwrap_or(0))));
            }
            start = end + 1;
        }
        on_line
    }

    fn paragraphs(&self, article: &str, starts: &str) -> Vec<usize> {
        let line = self.line(article, starts).into_iter();
        line.filter(|(kind, _)| *kind == "paragraph")
            .map(|(_, number)| number)
            .collect()
    }

    /// True when `view` is an arrow between the two named articles.
    fn is_arrow(&self, view: &DerivationView, from: &str, to: &str) -> bool {
        self.name(&view.article) == from && self.name(&view.source.article) == to
    }

    /// True when both are copies of one source, and so witnesses of one text.
    fn are_sisters(&self, a: &str, b: &str) -> bool {
        let sources = |name: &str| -> BTreeSet<&str> {
            let rows = self.story.copies.iter().filter(|c| c.copy == name);
            rows.map(|c| &*c.source).collect()
        };
        !sources(a).is_disjoint(&sources(b))
    }

    /// True when `view` tells what `row` says: between these two, in this kind, at these places.
    fn tells(&self, view: &DerivationView, copied: &Copied, row: &Aligned) -> bool {
        // What kept a third of its wording may be called by what it kept.
        let near = row.kind == "rewritten" && ["edited", "partial"].contains(&view.kind);
        let kind = near || view.kind == row.kind || row.also.iter().any(|also| also == view.kind);
        let mine = self.paragraphs(&copied.copy, &row.starts);
        let theirs = self.paragraphs(&copied.source, &row.source_starts);
        let from = view.paragraph;
        let to = view.source.paragraph;
        let sister = self.name(&view.article) == copied.copy
            && self.name(&view.origin.article) == copied.source
            && self.are_sisters(&copied.copy, self.name(&view.source.article));
        let forward = self.is_arrow(view, &copied.copy, &copied.source);
        let backward =
            copied.reversed.is_some() && self.is_arrow(view, &copied.source, &copied.copy);
        kind && ((forward && mine.contains(&from) && theirs.contains(&to))
            || (sister && mine.contains(&from))
            || (backward && theirs.contains(&from) && mine.contains(&to)))
    }

    /// Every listed paragraph is found.
    fn check_found(&mut self) {
        let story = self.story;
        for copied in &story.copies {
            for row in &copied.paragraphs {
                // A merged paragraph has one source a verdict: any of its rows will do. Seen from the other side, where an
                // arrow may point there, the same holds of a paragraph that was split.
                let of_one = |other: &&Aligned| {
                    other.starts == row.starts
                        || copied.reversed.is_some() && other.source_starts == row.source_starts
                };
                let rows: Vec<&Aligned> = copied.paragraphs.iter().filter(of_one).collect();
                let said = if copied.self_reuse {
                    &self.own
                } else {
                    &self.derivations
                };
                let found = said
                    .iter()
                    .any(|view| rows.iter().any(|row| self.tells(view, copied, row)));
                if !found && !row.heavy {
                    let instead = self.instead(copied, row);
                    let what = format!(
                        "{} of {}’s “{}” expected, {instead}",
                        row.kind, copied.source, row.source_starts
                    );
                    self.fault(&copied.copy, &row.starts, what);
                }
            }
        }
    }

    /// What was said of a paragraph that was expected to be something else.
    fn instead(&self, copied: &Copied, row: &Aligned) -> String {
        let line = self.line(&copied.copy, &row.starts);
        if self.paragraphs(&copied.copy, &row.starts).is_empty() {
            return format!("but it is no paragraph: {line:?}");
        }
        if self
            .paragraphs(&copied.source, &row.source_starts)
            .is_empty()
        {
            let line = self.line(&copied.source, &row.source_starts);
            return format!("but that is no paragraph: {line:?}");
        }
        let numbers = self.paragraphs(&copied.copy, &row.starts);
        let all = self.derivations.iter().chain(&self.own);
        let said = all.filter(|view| {
            self.name(&view.article) == copied.copy && numbers.contains(&view.paragraph)
        });
        let said: Vec<String> = said.map(|view| self.words(view)).collect();
        format!(
            "said: {}",
            if said.is_empty() {
                "nothing".into()
            } else {
                said.join("; ")
            }
        )
    }

    fn words(&self, view: &DerivationView) -> String {
        format!(
            "paragraph {} {} of {} paragraph {}, origin {}, {}, credit {}, {:?}",
            view.paragraph,
            view.kind,
            self.name(&view.source.article),
            view.source.paragraph,
            self.name(&view.origin.article),
            view.direction,
            view.credit,
            view.reasons,
        )
    }

    /// Nothing is said that the truth does not hold.
    fn check_said(&mut self) {
        let story = self.story;
        for view in self.derivations.clone() {
            let (copy, source) = (self.name(&view.article), self.name(&view.source.article));
            let place = format!("paragraph {}", view.paragraph);
            let said = self.words(&view);
            let between = |a: &str, b: &str| {
                let mut all = story.copies.iter();
                all.find(|c| c.copy == a && c.source == b && !c.self_reuse)
            };
            let sisters = self.are_sisters(copy, source);
            let silent = story
                .silent
                .iter()
                .any(|(a, b)| (&**a, &**b) == (copy, source) || (&**b, &**a) == (copy, source));
            let mut wrong = |what: String| self.fault(copy, &place, format!("{what}: {said}"));
            if silent && view.kind != "shared_quote" {
                wrong("nothing may be said of these two".into());
            } else if let Some(copied) = between(copy, source) {
                if strength(view.direction) > strength(&copied.direction) {
                    wrong(format!("at most {} expected", copied.direction));
                }
                if view.credit != copied.credit {
                    wrong(format!("credit {} expected", copied.credit));
                }
                if view.lost_source != copied.lost_source {
                    let said = &view.lost_source;
                    wrong(format!(
                        "lost source {:?} expected, not {said:?}",
                        copied.lost_source
                    ));
                }
            } else if let Some(copied) = between(source, copy) {
                match &copied.reversed {
                    None => wrong("the wrong way round".into()),
                    Some(most) if strength(view.direction) > strength(most) => {
                        wrong(format!("at most {most} expected this way round"));
                    }
                    Some(_) => {}
                }
            } else if !silent && !sisters {
                wrong("no such pair".into());
            }
            if !silent && view.kind != "shared_quote" && !self.is_listed(&view) {
                self.fault(copy, &place, format!("not a copied paragraph: {said}"));
            }
        }
    }

    /// True when a paragraph of `view`'s article is listed as copied, or need not be.
    fn is_listed(&self, view: &DerivationView) -> bool {
        let name = self.name(&view.article);
        let listed = self.story.copies.iter().any(|copied| {
            copied.paragraphs.iter().any(|row| {
                let stands = |article: &str, starts: &str| {
                    article == name && self.paragraphs(article, starts).contains(&view.paragraph)
                };
                stands(&copied.copy, &row.starts) || stands(&copied.source, &row.source_starts)
            })
        });
        listed || view.paragraph == 0 || view.words < LISTED_WORDS
    }

    /// Furniture is told from paragraphs, credits are read, hiding is seen where it is and nowhere else.
    fn check_articles(&mut self) {
        let story = self.story;
        for line in &story.not_paragraphs {
            let blocks = self.shown[&*line.article].blocks.iter();
            let begins = blocks
                .filter(|b| b.kind == "paragraph")
                .any(|b| b.text.trim_start().starts_with(&line.starts));
            let on_line = self.line(&line.article, &line.starts);
            if begins || on_line.iter().any(|(kind, _)| *kind == "paragraph") {
                self.fault(
                    &line.article,
                    &line.starts,
                    format!("taken for text: {on_line:?}"),
                );
            }
        }
        for credit in &story.credits {
            let read = &self.shown[&*credit.article].credits;
            if !read.iter().any(|c| c.to == credit.to) {
                let what = format!("credit to {} expected, read: {read:?}", credit.to);
                self.fault(&credit.article, "", what);
            }
        }
        for (name, entry) in &story.articles {
            let view = self.shown[&**name].clone();
            let hides = view.notices.iter().any(|n| n.contains("smells of hiding"));
            let expected = story
                .copies
                .iter()
                .any(|copied| copied.hidden_characters && copied.copy == *name);
            if hides != expected {
                self.fault(
                    name,
                    "",
                    format!("hiding is {expected}, said: {:?}", view.notices),
                );
            }
            if view.article.outlet.as_ref() != Some(&entry.outlet)
                || view.article.published_at != entry.published_at
            {
                self.fault(
                    name,
                    "",
                    format!("outlet or date misread: {:?}", view.article),
                );
            }
        }
    }

    /// Chains are shown whole and in order, and a copy points at the version it carries.
    fn check_versions(&mut self, corpus: &Corpus) {
        let story = self.story;
        for (name, view) in self.shown.clone() {
            let chain: Vec<&str> = view
                .versions
                .iter()
                .map(|v| self.name(&v.article.article))
                .collect();
            let mut truth = story.versions.iter();
            let truth = truth.find(|v| v.iter().any(|n| n == name));
            let truth: Vec<&str> = truth.into_iter().flatten().map(String::as_str).collect();
            if chain != truth {
                self.fault(
                    name,
                    "",
                    format!("versions {truth:?} expected, not {chain:?}"),
                );
            }
        }
        for carries in &story.carries {
            let view = corpus.trace(&story.articles[&carries.copy].url).unwrap();
            let mut sources = view.sources.iter();
            let found = sources.find(|s| self.name(&s.source.article) == carries.source);
            let Some(told) = found.and_then(|s| s.carries.clone()) else {
                self.fault(
                    &carries.copy,
                    "",
                    format!("{} is no source", carries.source),
                );
                continue;
            };
            let mut chains = story.versions.iter();
            let chain = chains.find(|v| v.contains(&carries.source)).unwrap();
            let place = chain.iter().position(|n| *n == carries.source).unwrap() + 1;
            let since = told.since.clone().unwrap_or_default();
            let right = (told.version, told.versions, told.sure)
                == (place, chain.len(), carries.sure)
                && told.status == carries.status.as_deref()
                && carries.changed.is_none_or(|n| n == since.changed)
                && since.correction == carries.correction;
            if !right {
                self.fault(
                    &carries.copy,
                    "",
                    format!("{carries:?} expected, not {told:?}"),
                );
            }
            let of = |d: &&DerivationView| {
                self.is_arrow(d, &carries.copy, &carries.source) && d.source.version != Some(place)
            };
            if let Some(wrong) = self.derivations.iter().find(of).cloned() {
                self.fault(&carries.copy, "", format!("version {:?}", wrong.source));
            }
        }
    }

    fn checked(mut self, corpus: &Corpus) -> Vec<String> {
        self.check_versions(corpus);
        self.check_articles();
        self.check_found();
        self.check_said();
        self.faults
    }
}

/// The stories and the sample.
fn all() -> Vec<Story> {
    let mut all = stories();
    all.push(sample());
    all
}

#[test]
fn every_story_is_told_as_it_is() {
    let mut faults = Vec::new();
    for story in &all() {
        let articles = articles(story);
        let corpus = store(articles.values(), usize::MAX);
        faults.extend(Told::new(story, &corpus, &articles).checked(&corpus));
    }
    assert!(
        faults.is_empty(),
        "{} faults\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn every_story_is_sound_and_told_alike_in_any_order() {
    for story in &all() {
        let articles = articles(story);
        let corpus = store(articles.values(), usize::MAX);
        let doctor = corpus.doctor(true).unwrap();
        assert!(doctor.ok, "{}: {:?}", story.slug, doctor.checks);
        let once = exported(&derivations(&corpus));
        let slug = &story.slug;
        assert_eq!(once, exported(&derivations(&corpus)), "{slug}: twice");
        let backwards = store(articles.values().rev(), 1);
        assert_eq!(
            once,
            exported(&derivations(&backwards)),
            "{slug}: one by one, backwards"
        );
        // By address: an order of its own, in batches of two.
        let mut shuffled: Vec<&Article> = articles.values().collect();
        shuffled.sort_by_key(|article| article.id());
        let shuffled = store(shuffled, 2);
        assert_eq!(
            once,
            exported(&derivations(&shuffled)),
            "{slug}: two by two, shuffled"
        );
    }
}

#[test]
fn stories_in_one_store_do_not_speak_across() {
    let stories = all();
    let read: Vec<_> = stories.iter().map(articles).collect();
    let corpus = store(read.iter().flat_map(BTreeMap::values), 16);
    let doctor = corpus.doctor(true).unwrap();
    assert!(doctor.ok, "{:?}", doctor.checks);
    let together = derivations(&corpus);
    let mut alone = Vec::new();
    for articles in &read {
        let corpus = store(articles.values(), usize::MAX);
        alone.extend(exported(&derivations(&corpus)));
    }
    alone.sort_unstable();
    let together = exported(&together);
    let only = |x: &[String], y: &[String]| {
        let lines = x.iter().filter(|line| !y.contains(line));
        lines.cloned().collect::<Vec<_>>().join("\n")
    };
    assert!(
        together == alone,
        "only together:\n{}\nonly alone:\n{}",
        only(&together, &alone),
        only(&alone, &together)
    );
}

/// The story of the ferry is told three times over: a wire text in a paper, its bare copy, a report put through a machine
/// and back, and a station's own report under wire furniture.
#[test]
fn a_bare_copy_of_a_wire_text_is_undecided_and_its_neighbours_are_accused_of_nothing() {
    let stories = stories();
    let ferry = |slug: &&Story| slug.slug.starts_with("ferry-");
    let ferries: Vec<_> = stories.iter().filter(ferry).map(articles).collect();
    assert_eq!(ferries.len(), 3);
    let corpus = store(ferries.iter().flat_map(BTreeMap::values), 1);
    let said = derivations(&corpus);
    let address = |name: &str| {
        let mut found = ferries.iter().filter_map(|articles| articles.get(name));
        found.next().unwrap().url.clone().unwrap()
    };
    let (copy, source) = (address("island-reader"), address("harbour-times"));
    let body: Vec<_> = said.iter().filter(|d| d.paragraph > 0).collect();
    for view in &body {
        assert_eq!((&view.article, &view.source.article), (&copy, &source));
        assert_eq!((view.kind, view.direction), ("verbatim", "undecided"));
        assert_eq!(view.lost_source.as_deref(), Some("AFP"));
    }
    let paragraphs = corpus.trace(&copy).unwrap().paragraphs;
    assert_eq!(body.len(), paragraphs.len(), "every paragraph is a copy");
}

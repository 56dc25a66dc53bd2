//! The words that a site's copies put in the place of their sources' words, and the credits that went with them.
//!
//! Read off the site's derivations each time it is audited; nothing is stored.

use std::collections::{BTreeMap, BTreeSet};

use crate::corpus::views;
use crate::corpus::witness::Library;
use crate::error::Result;
use crate::model::{Kind, Span};
use crate::provenance::{Lexicon, Restored};
use crate::report::view::SwapView;
use crate::reuse::{Content, Prepared, Side, Swap, swaps};
use crate::segment::credit_places;
use crate::store::ArticleKey;
use crate::text::{Language, words};

/// Swaps of an answer, at most.
const LISTED: usize = 100;

/// Words by which a rewritten paragraph must be longer than its source to be read beside the next paragraph there too: then it
/// may be merged from both.
const MERGED: usize = 8;

/// A copied paragraph with the block it most likely comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Taken {
    /// How it was copied.
    pub(crate) kind: Kind,
    /// Its place in the copy.
    pub(crate) span: Span,
    /// The source.
    pub(crate) source: ArticleKey,
    /// The block there.
    pub(crate) ordinal: u32,
}

/// The swaps of a site's articles as they are met.
#[derive(Debug, Default)]
pub(crate) struct Habits {
    /// Each copy once, with its language and its swaps.
    copies: Vec<(ArticleKey, Language, Vec<Swap>)>,
}

/// What a site makes of the words and the names of its sources.
#[derive(Debug, Default)]
pub(crate) struct Portrait {
    lexicon: Lexicon,
    /// Agencies' names first, then by the number of articles.
    pub(crate) swaps: Vec<SwapView>,
    /// What stands for an agency's name, folded.
    stand_ins: BTreeSet<String>,
}

impl Habits {
    /// All of several parts, the copies in the order of their places.
    pub(crate) fn joined(parts: Vec<Self>, place: impl Fn(ArticleKey) -> usize) -> Self {
        let mut copies: Vec<_> = parts.into_iter().flat_map(|part| part.copies).collect();
        copies.sort_by_key(|(copy, ..)| place(*copy));
        Self { copies }
    }

    /// Reads what an article has taken beside where it has it from. Verbatim copies swap nothing.
    pub(crate) fn read(
        &mut self,
        library: &Library<'_>,
        copy: ArticleKey,
        taken: &[Taken],
    ) -> Result<()> {
        let mut found = Vec::new();
        let mut language = Language::Other;
        let worded = |k: Kind| matches!(k, Kind::Rewritten | Kind::Edited | Kind::Partial);
        for one in taken.iter().filter(|t| worded(t.kind)) {
            let source = library.source(one.source)?;
            let at = source.blocks.iter().position(|b| b.ordinal == one.ordinal);
            let Some(at) = at else {
                continue;
            };
            language = source.body.language.unwrap_or(Language::Other);
            let own = library.text(copy)?;
            let own = Piece::new(one.span.of(&own), language);
            let text = library.text(one.source)?;
            let mut theirs = vec![Piece::new(source.blocks[at].span.of(&text), language)];
            let merged = one.kind == Kind::Rewritten
                && own.prepared.len() > theirs[0].prepared.len() + MERGED;
            if let Some(next) = source.blocks.get(at + 1).filter(|_| merged) {
                theirs.push(Piece::new(next.span.of(&text), language));
            }
            let sides: Vec<Side<'_>> = theirs.iter().map(Piece::side).collect();
            found.extend(swaps(&own.side(), &sides));
        }
        if !found.is_empty() {
            self.copies.push((copy, language, found));
        }
        Ok(())
    }

    /// What the swaps of all the articles come to.
    pub(crate) fn portrait(&self) -> Portrait {
        let mut spoken: BTreeMap<Language, usize> = BTreeMap::new();
        for (_, language, _) in &self.copies {
            *spoken.entry(*language).or_default() += 1;
        }
        let most = spoken.iter().max_by_key(|(_, n)| **n);
        let mut lexicon = Lexicon::new(most.map_or(Language::Other, |(l, _)| *l));
        // All of an article at once: what it swaps in texts of two sources counts as one article.
        for (copy, _, swaps) in &self.copies {
            lexicon.add(copy.0.unsigned_abs(), swaps);
        }
        let mut habits = lexicon.top(usize::MAX);
        habits.sort_by_key(|e| (e.agency.is_none(), std::cmp::Reverse(e.count)));
        let stand_ins = habits.iter().filter(|e| e.agency.is_some());
        let stand_ins = stand_ins.map(|e| words(&e.to).normal().to_owned());
        Portrait {
            stand_ins: stand_ins.collect(),
            swaps: habits
                .into_iter()
                .take(LISTED)
                .map(|e| SwapView {
                    from: e.from,
                    to: e.to,
                    articles: e.count,
                    agency: e.agency,
                })
                .collect(),
            lexicon,
        }
    }
}

impl Portrait {
    /// True when some name stands for an agency's: only then credits are restored.
    pub(crate) fn is_telling(&self) -> bool {
        !self.stand_ins.is_empty()
    }

    /// The credits of one of the site's articles that were swapped away.
    pub(crate) fn restored(&self, library: &Library<'_>, key: ArticleKey) -> Result<Vec<Restored>> {
        if !self.is_telling() {
            return Ok(Vec::new());
        }
        let text = library.text(key)?;
        let places = credit_places(&text, &views::blocks(library.reader, key)?);
        let known = |name: &str| self.stand_ins.contains(words(name).normal());
        if !places.iter().any(|p| known(&p.name)) {
            return Ok(Vec::new());
        }
        let own = library.facts(key)?;
        Ok(self.lexicon.restored(&places, own.outlet_name.as_deref()))
    }
}

/// The names that broken credits of an article put for agencies: of `(Portal) –` only the name, in whatever credit it stands again.
/// `credits` are the credits as printed, each with its agency.
pub(crate) fn broken_names(
    library: &Library<'_>,
    key: ArticleKey,
    credits: BTreeSet<(String, String)>,
) -> Result<BTreeSet<(String, String)>> {
    if credits.is_empty() {
        return Ok(credits);
    }
    let places = credit_places(&library.text(key)?, &views::blocks(library.reader, key)?);
    let named = credits.into_iter().map(|(printed, agency)| {
        let inside = places.iter().filter(|p| printed.contains(&p.name));
        let shortest = inside.min_by_key(|p| p.name.len());
        (shortest.map_or(printed, |p| p.name.clone()), agency)
    });
    Ok(named.collect())
}

/// A paragraph made ready to be aligned.
struct Piece<'t> {
    text: &'t str,
    prepared: Prepared,
    content: Content,
}

impl<'t> Piece<'t> {
    fn new(text: &'t str, language: Language) -> Self {
        let prepared = Prepared::new(text);
        let content = Content::new(&prepared, text, language);
        Self {
            text,
            prepared,
            content,
        }
    }

    fn side(&self) -> Side<'_> {
        Side {
            text: self.text,
            prepared: &self.prepared,
            content: &self.content,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::{Corpus, Period};
    use crate::ingest::{ReadOptions, read};
    use crate::report::rows;
    use crate::report::view::{AuditView, SwapView};

    /// 2024-01-01T00:00:00Z, after every date below.
    const NOW: i64 = 1_704_067_200;

    const STORIES: [&str; 3] = [
        "The injured captain of the grounded ferry was taken to the hospital in Varnholm on Monday evening, an officer of the \
         harbour police told Reuters after the last passengers had left the vessel.",
        "Engineers who examined the northern arch of the bridge at Lindemar found eleven cracks, and the mayor told Reuters that \
         two of the injured workers were still in the hospital when the council met.",
        "The dairy of Ostervik will close its oldest hall in March because the price of milk has doubled, its owner told \
         Reuters, and ninety workers will move to the new plant beside the railway.",
    ];

    fn record(outlet: &str, day: usize, text: &str) -> String {
        let slug = outlet.to_lowercase().replace(' ', "-");
        serde_json::json!({
            "url": format!("https://{slug}.example/{day}"), "outlet": outlet, "title": format!("Story {day}"),
            "published_at": format!("2023-09-{day:02}"), "text": text,
        })
        .to_string()
    }

    /// The audit of a site that copies the first `taken` stories of a wire with `name` for Reuters.
    fn audited(name: &str, taken: usize) -> AuditView {
        let mut lines = Vec::new();
        for (n, story) in STORIES.iter().enumerate() {
            lines.push(record("Varnholm Courier", n + 1, story));
            let spun = story.replace("Reuters", name);
            if n < taken {
                let spun = spun.replace("hospital", "infirmary");
                let text = format!("VARNHOLM ({name}) – {spun}");
                lines.push(record("Evening Lantern", n + 11, &text));
            }
        }
        let lines = lines.join("\n");
        let read = read("a.jsonl", lines.as_bytes(), &ReadOptions::default());
        let mut corpus = Corpus::in_memory().unwrap();
        corpus.add(&read.articles, NOW).unwrap();
        corpus.audit("Evening Lantern", Period::default()).unwrap()
    }

    fn credit(view: &AuditView, status: &str) -> usize {
        let line = view.credits.iter().find(|c| c.label == status);
        line.unwrap().count
    }

    #[test]
    fn what_a_site_swaps_in_several_articles_is_shown_and_gives_its_credits_back() {
        let view = audited("Gateway", 3);
        assert_eq!(
            view.swaps,
            [
                SwapView {
                    from: "Reuters".to_owned(),
                    to: "Gateway".to_owned(),
                    articles: 3,
                    agency: Some("Reuters"),
                },
                SwapView {
                    from: "hospital".to_owned(),
                    to: "infirmary".to_owned(),
                    articles: 2,
                    agency: None,
                },
            ]
        );
        let told: Vec<_> = view
            .destroyed
            .iter()
            .map(|d| (&*d.printed, &*d.agency, d.articles))
            .collect();
        assert_eq!(told, [("Gateway", "Reuters", 3)]);
        assert_eq!(
            (credit(&view, "destroyed"), credit(&view, "missing")),
            (3, 0)
        );
        let (_, rows) = rows::audit(&view);
        assert!(
            rows.iter()
                .any(|r| r[1..4] == ["agency_swap", "Reuters → Gateway", "3"])
        );
        assert!(
            rows.iter()
                .any(|r| r[1..4] == ["destroyed_credit", "Reuters → Gateway", "3"])
        );
    }

    #[test]
    fn a_swap_of_one_article_is_no_habit_and_destroys_nothing() {
        let view = audited("Gateway", 1);
        assert_eq!((view.swaps.len(), view.destroyed.len()), (0, 0));
        assert_eq!(
            (credit(&view, "destroyed"), credit(&view, "missing")),
            (0, 1)
        );
    }

    #[test]
    fn a_broken_name_that_is_known_is_named_in_the_audit_of_a_single_article() {
        let view = audited("Portal", 1);
        assert_eq!(view.swaps, []);
        let name = &view.destroyed[0];
        assert_eq!((&*name.printed, &*name.agency), ("Portal", "Reuters"));
        assert_eq!(credit(&view, "destroyed"), 1);
    }

    #[test]
    fn a_site_that_keeps_the_words_has_no_swaps() {
        let view = audited("Reuters", 3);
        assert!(
            view.swaps.iter().all(|s| s.agency.is_none()),
            "{:?}",
            view.swaps
        );
        assert_eq!((view.destroyed.len(), credit(&view, "given")), (0, 3));
    }

    #[test]
    fn the_trace_of_a_broken_name_is_told_wherever_the_article_is_shown() {
        let text = format!("VARNHOLM (Portal) – {}", STORIES[2]);
        let line = record("Evening Lantern", 4, &text);
        let read = read("a.jsonl", line.as_bytes(), &ReadOptions::default());
        let url = "https://evening-lantern.example/4";
        let mut corpus = Corpus::in_memory().unwrap();
        let ingested = corpus.add(&read.articles, NOW).unwrap();
        for notices in [
            &ingested.articles[0].notices,
            &corpus.show(url).unwrap().notices,
            &corpus.trace(url).unwrap().notices,
            &corpus.check(&read.articles[0], NOW).unwrap().notices,
        ] {
            assert_eq!(notices.len(), 1, "{notices:?}");
            assert!(notices[0].contains("Portal") && notices[0].contains("Reuters"));
        }
    }
}

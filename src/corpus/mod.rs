//! The door where the pure core meets the store: one type, every verb.
//!
//! Reading verbs answer from one unchanging state of the store; writing verbs are one transaction each.

mod add;
mod address;
mod ahead;
mod asked;
mod audit;
mod bench;
mod catchup;
mod check;
mod copies;
mod credited;
mod cut;
mod doctor;
mod doubts;
mod export;
mod family;
mod furniture;
mod hits;
mod hubs;
mod imprint;
mod judge;
mod lexicon;
mod nominate;
mod ordered;
mod origins;
mod pair;
mod pairings;
mod publishers;
mod quotes;
mod relate;
mod review;
mod rewrites;
mod search;
mod shingled;
mod show;
mod stemma;
mod stories;
mod subject;
mod suspects;
mod texts;
mod timing;
mod trace;
mod versions;
mod views;
mod watched;
mod witness;
mod workers;

use std::ops::ControlFlow;
use std::path::Path;

use crate::corpus::export::Reuse;
use crate::error::{Error, Result};
use crate::model::Article;
use crate::report::bench::BenchView;
use crate::report::copies::CopyView;
use crate::report::matrix::{Matrix, MatrixView};
use crate::report::origins::OriginsView;
use crate::report::quotes::QuoteView;
use crate::report::view::{
    AppliedView, ArticleLine, ArticleView, AuditView, AuditsView, CompareView, DerivationView,
    DoctorView, ForgetView, FurnitureView, MatchView, OutletView, PairView, ReviewView, ScopeView,
    StemmaView, TraceView,
};
use crate::reuse::Thresholds;
use crate::store::{Mode, Reader, Store};

use watched::Watched;

pub use crate::store::FetchRow;

pub use ahead::Ahead;
pub use bench::Newsroom;
pub use origins::OriginsQuery;
pub use quotes::QuoteQuery;
pub use review::Review;
pub use timing::{Clock, Spent, Timings};
pub use watched::Progress;

/// So many times as many articles must have been there before for an addition to leave the index as it is.
const TIDY_SHARE: usize = 16;

/// How a store is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reading only; the store must exist.
    Read,
    /// Reading and writing; the store must exist.
    Write,
    /// Reading and writing; made when it is not there.
    Create,
}

/// A period of publication, both ends inclusive, in epoch seconds; open where nothing is given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    /// First second.
    pub since: Option<i64>,
    /// Last second.
    pub until: Option<i64>,
}

/// By what the articles of an audit are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditGroup {
    /// The day of publication.
    Day,
    /// The ISO week.
    Week,
    /// The month.
    Month,
    /// The first part of the address's path.
    Section,
}

/// What is to be forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forget {
    /// One article, by id, unique prefix of it, address or name.
    Article(String),
    /// Every article of an outlet.
    Outlet(String),
}

/// What the user says of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FurnitureRuling {
    /// It is furniture.
    Furniture,
    /// It is a body paragraph.
    Paragraph,
    /// Let the rule decide again.
    Automatic,
}

/// What answers are made with that judge many articles.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Judging<'c> {
    thresholds: &'c Thresholds,
    /// Who is told how far they are.
    watched: &'c Watched,
}

/// A store of articles and everything known about their paragraphs.
#[derive(Debug)]
pub struct Corpus {
    store: Store,
    thresholds: Thresholds,
    timings: Timings,
    watched: Watched,
    rewrites: bool,
}

impl Corpus {
    /// Opens the store at `path`.
    ///
    /// # Errors
    /// When the file is missing (unless `access` is [`Access::Create`]), foreign, damaged, or newer than this program.
    pub fn open(path: &Path, access: Access) -> Result<Self> {
        let mode = match access {
            Access::Read => Mode::Read,
            Access::Write => Mode::Write,
            Access::Create => Mode::Create,
        };
        let mut store = Store::open(path, mode)?;
        if access != Access::Read {
            catchup::build_index(&mut store)?;
        } else if catchup::lacks_index(&store)? {
            return Err(Error::store(
                "the index of this store has to be built anew; any command that writes does so",
            )
            .at(path.display().to_string()));
        }
        Ok(Self {
            store,
            thresholds: Thresholds::default(),
            timings: Timings::default(),
            watched: Watched::default(),
            rewrites: true,
        })
    }

    /// Opens an empty store in memory.
    pub fn in_memory() -> Result<Self> {
        Ok(Self {
            store: Store::in_memory()?,
            thresholds: Thresholds::default(),
            timings: Timings::default(),
            watched: Watched::default(),
            rewrites: true,
        })
    }

    /// Lets `timings` watch how long the stages of [`Corpus::add`] and [`Corpus::derivations`] take.
    #[must_use]
    pub fn timed(mut self, timings: &Timings) -> Self {
        self.timings = timings.clone();
        self
    }

    /// Tells `told` how far a long answer is, of every question from here on: audits, origins, quotations, copies, exports.
    /// Where it says [`ControlFlow::Break`] the answer is given up with an error of kind
    /// [`Interrupted`](crate::error::ErrorKind::Interrupted), and nothing of it is given; the store is as it was. An export has then
    /// handed out some of its lines already.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use urtext::{Article, Corpus, Period};
    ///
    /// let text = "The ferry to Orm was late again on Friday because a seal slept on the pier and nobody wished to wake it before noon.";
    /// let mut corpus = Corpus::in_memory()?;
    /// corpus.add(&[Article { outlet: Some("Orm Echo".into()), text: text.into(), ..Article::default() }], 1_700_000_000)?;
    /// let corpus = corpus.watched(|progress| {
    ///     eprintln!("{} {}", progress.stage, progress.done);
    ///     ControlFlow::Break(())
    /// });
    /// assert!(corpus.audit("Orm Echo", Period::default()).unwrap_err().is_interrupted());
    /// # Ok::<(), urtext::Error>(())
    /// ```
    #[must_use]
    pub fn watched(
        mut self,
        told: impl Fn(Progress) -> ControlFlow<()> + Send + Sync + 'static,
    ) -> Self {
        self.watched = Watched::by(told);
        self
    }

    fn judging(&self) -> Judging<'_> {
        Judging {
            thresholds: &self.thresholds,
            watched: &self.watched,
        }
    }

    /// Keeps at most so many bytes of the store in memory between one look and the next; 96 MiB unless told.
    ///
    /// The work on a batch comes on top of it, and grows with the batch.
    pub fn set_cache(&mut self, bytes: usize) -> Result<()> {
        self.store.set_cache(bytes)
    }

    /// Makes look-ups of a few texts fast again after `added` articles came, where they are so many that it costs a fraction of what adding them
    /// did; nothing else changes.
    pub fn tidy(&mut self, added: usize) -> Result<()> {
        let before = self.scope()?.articles.saturating_sub(added);
        if added * TIDY_SHARE <= before {
            return Ok(());
        }
        let timings = self.timings.clone();
        timings.time("index", || {
            self.store.write(|writer| {
                if added >= before {
                    writer.compact_postings()
                } else {
                    writer.tidy_postings()
                }
            })
        })
    }

    /// Leaves rewrites for later: [`Corpus::add`] then finds what shares wording alone, and [`Corpus::catch_up`] the rest.
    #[must_use]
    pub fn without_rewrites(mut self) -> Self {
        self.rewrites = false;
        self
    }

    /// Looks for the rewrites of articles that were added without, some thousand at a time, each a transaction; says of how many. Nothing is left
    /// when it says 0.
    pub fn catch_up(&mut self) -> Result<usize> {
        catchup::some_rewrites(&mut self.store, &self.thresholds, &self.timings)
    }

    /// Counts what the store holds.
    pub fn scope(&self) -> Result<ScopeView> {
        self.store.read(show::scope)
    }

    /// Says for every paragraph of a held article where it comes from and who has it later.
    /// `article` is an id (`a:` optional, any unique prefix of 4 or more hex digits), an address or a name.
    ///
    /// ```
    /// use urtext::{Article, Corpus};
    ///
    /// let text = "Two goats stopped the night train at Hollin for an hour, because the guard would not drive them off the line in the \
    ///             rain and the driver had left his boots in the other cab, the railway said.";
    /// let by = |outlet: &str| Article { outlet: Some(outlet.into()), text: text.into(), ..Article::default() };
    /// let mut corpus = Corpus::in_memory()?;
    /// corpus.add(&[by("Hollin News"), by("Night Post")], 1_700_000_000)?;
    /// let id = by("Night Post").id().to_string();
    /// for paragraph in corpus.trace(&id)?.paragraphs {
    ///     if let Some(found) = paragraph.derivation {
    ///         println!("{} from {:?}: {}", found.kind, found.source.outlet, found.reasons.join("; "));
    ///     }
    /// }
    /// # Ok::<(), urtext::Error>(())
    /// ```
    ///
    /// # Errors
    /// When no article, or more than one, goes by that name.
    pub fn trace(&self, article: &str) -> Result<TraceView> {
        self.store.read(|reader| {
            let key = asked::article(reader, article)?;
            let mut view = trace::trace(reader, key, &self.thresholds)?;
            let text = reader.text(key)?;
            let pointers = views::pointers(&text, &views::blocks(reader, key)?);
            view.notices.extend(pointers);
            Ok(view)
        })
    }

    /// The same for an article that is not stored and will not be, as if it were first seen `now` (epoch seconds).
    pub fn check(&self, article: &Article, now: i64) -> Result<TraceView> {
        self.store
            .read(|reader| check::check(reader, article, now, &self.thresholds))
    }

    /// Shows one held article block by block.
    pub fn show(&self, article: &str) -> Result<ArticleView> {
        self.store
            .read(|reader| show::show(reader, asked::article(reader, article)?))
    }

    /// Shows two held articles side by side.
    pub fn pair(&self, a: &str, b: &str) -> Result<PairView> {
        self.store.read(|reader| {
            let (a, b) = (asked::article(reader, a)?, asked::article(reader, b)?);
            pair::pair(reader, a, b, &self.thresholds)
        })
    }

    /// Audits a site: an outlet's name, a domain, or an address prefix.
    ///
    /// Below a least size nothing is rated: [`AuditView::rated`] says so, and shares are then empty.
    ///
    /// ```
    /// use urtext::{Article, Corpus, Period};
    ///
    /// let mut corpus = Corpus::in_memory()?;
    /// let text = "The lighthouse at Skarn was painted green by mistake on Friday and will stay so until the next delivery of white.";
    /// corpus.add(&[Article { outlet: Some("Skarn Post".into()), text: text.into(), ..Article::default() }], 1_700_000_000)?;
    /// let audit = corpus.audit("Skarn Post", Period::default())?;
    /// assert_eq!((audit.articles, audit.rated, audit.kinds[0].count), (1, false, 1));
    /// # Ok::<(), urtext::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the store holds nothing under that name.
    pub fn audit(&self, target: &str, period: Period) -> Result<AuditView> {
        self.audit_by(target, period, None)
    }

    /// The same by day, week, month or section as well.
    pub fn audit_by(
        &self,
        target: &str,
        period: Period,
        by: Option<AuditGroup>,
    ) -> Result<AuditView> {
        audit::audit(&self.store, target, period, by, self.judging())
    }

    /// Audits two sites side by side, with the differences of their shares.
    pub fn audit_both(&self, one: &str, other: &str, period: Period) -> Result<AuditsView> {
        audit::compare(&self.store, one, other, period, self.judging())
    }

    /// Lists the articles of other houses that hold paragraphs of an outlet's (a name, a domain or an address prefix), newest first;
    /// with `since` (epoch seconds) those pairs of which one article was first seen then or later.
    pub fn copies_of(&self, outlet: &str, since: Option<i64>) -> Result<Vec<CopyView>> {
        copies::copies(&self.store, outlet, since, self.judging())
    }

    /// The ledger of quotations: who is quoted saying what, first printed where, in which wordings; the statements of most houses
    /// first. Reads every article.
    pub fn quotes(&self, query: &QuoteQuery) -> Result<Vec<QuoteView>> {
        self.store
            .read(|reader| quotes::quotes(reader, query, &self.watched))
    }

    /// What a server last said of an address that was downloaded.
    pub fn fetched(&self, url: &str) -> Result<Option<FetchRow>> {
        self.store.fetched(url)
    }

    /// Notes what a server said of an address, over what was noted before.
    pub fn note_fetch(&mut self, row: &FetchRow) -> Result<()> {
        self.store.write(|writer| writer.set_fetched(row))
    }

    /// True when an article of that address is held.
    pub fn holds(&self, url: &str) -> Result<bool> {
        self.store.holds_url(url)
    }

    /// Lists the outlets, by name.
    pub fn outlets(&self) -> Result<Vec<OutletView>> {
        self.store.read(show::outlets)
    }

    /// Sets an outlet's kind and adds a domain; makes the outlet when it is not there.
    pub fn set_outlet(&mut self, name: &str, kind: Option<&str>, domains: &[String]) -> Result<()> {
        self.store
            .write(|writer| writer.set_outlet(name, kind, domains).map(drop))
    }

    /// Lays a file of outlets over the store: which names, feeds and domains are one newsroom, and who owns it. Without one, the
    /// store's own is laid again where this program's catalogue or rules have changed. Says what changed; nothing when the store
    /// was settled by this very file.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Input`] with the line when the file cannot be read; nothing is changed then.
    pub fn lay_outlets(&mut self, file: Option<&str>) -> Result<Option<AppliedView>> {
        publishers::lay(&mut self.store, file)
    }

    /// The groups of outlets as they are now, in the format of the file of outlets.
    pub fn outlets_file(&self) -> Result<String> {
        self.store.read(publishers::file)
    }

    /// Says who owns an outlet: outlets of one publisher are one house. Makes the outlet when it is not there.
    pub fn set_publisher(&mut self, name: &str, publisher: &str) -> Result<()> {
        self.store.write(|writer| {
            let outlet = writer.set_outlet(name, None, &[])?;
            writer.set_publisher(outlet, publisher)
        })
    }

    /// Makes `from` another name of `into`; returns how many articles moved.
    pub fn merge_outlets(&mut self, from: &str, into: &str) -> Result<usize> {
        self.store.write(|writer| {
            let (from, into) = (asked::outlet(writer, from)?, asked::outlet(writer, into)?);
            let moved = writer.merge_outlets(from, into)?;
            furniture::settle_outlet(writer, into)?;
            Ok(moved)
        })
    }

    /// Lists an outlet's standing lines.
    pub fn furniture(&self, outlet: &str) -> Result<Vec<FurnitureView>> {
        self.store
            .read(|reader| show::furniture(reader, asked::outlet(reader, outlet)?))
    }

    /// Overrides what a line of an outlet is; `passage` is `p:` and hex digits, or a unique prefix; `t:` and hex digits means all
    /// lines of a template.
    pub fn rule_furniture(
        &mut self,
        outlet: &str,
        passage: &str,
        ruling: FurnitureRuling,
    ) -> Result<()> {
        self.store.write(|writer| {
            let outlet = asked::outlet(writer, outlet)?;
            if passage.trim().starts_with("t:") {
                let key = asked::template(writer, outlet, passage)?;
                return furniture::rule_template(writer, outlet, key, ruling);
            }
            let passage = asked::passage(writer, passage)?;
            furniture::rule(writer, outlet, passage, ruling)
        })
    }

    /// Hands out every derivation and shared quote, ordered by article and paragraph; stops at the first error of `each`.
    pub fn derivations(&self, each: &mut dyn FnMut(&DerivationView) -> Result<()>) -> Result<()> {
        self.store
            .read(|reader| self.every_derivation(reader, Reuse::LeftOut, each))
    }

    /// As [`Self::derivations`], and what each house takes from itself: a line of kind `self_reuse` for every paragraph that it
    /// had before anybody else in another article, if its words would be a copy between two houses; the source is the earliest
    /// such article. No such line says that something was copied.
    pub fn derivations_and_reuse(
        &self,
        each: &mut dyn FnMut(&DerivationView) -> Result<()>,
    ) -> Result<()> {
        self.store
            .read(|reader| self.every_derivation(reader, Reuse::Told, each))
    }

    fn every_derivation(
        &self,
        reader: &Reader,
        reuse: Reuse,
        each: &mut dyn FnMut(&DerivationView) -> Result<()>,
    ) -> Result<()> {
        export::derivations(reader, self.judging(), &self.timings, reuse, each)
    }

    /// Hands out where each witness of a text has it from, directly: the arrows of the stemma, ordered by article.
    pub fn stemma(&self, each: &mut dyn FnMut(&StemmaView) -> Result<()>) -> Result<()> {
        self.store
            .read(|reader| stemma::arrows(reader, self.judging(), each))
    }

    /// Hands out every article.
    pub fn articles(&self, each: &mut dyn FnMut(&ArticleLine) -> Result<()>) -> Result<()> {
        self.store
            .read(|reader| export::articles(reader, &self.watched, each))
    }

    /// Hands out every derivation with the texts of its copy and its source, unchanged.
    pub fn derivations_in_text(
        &self,
        each: &mut dyn FnMut(&DerivationView, &str, &str) -> Result<()>,
    ) -> Result<()> {
        self.store
            .read(|reader| export::derivations_in_text(reader, self.judging(), each))
    }

    /// Hands out every article with what reads its text.
    pub fn articles_in_text(&self, each: &mut export::ArticleInText<'_>) -> Result<()> {
        self.store
            .read(|reader| export::articles_in_text(reader, &self.watched, each))
    }

    /// Says from how many places a story, a paragraph or what holds some words comes, and who counts under each.
    ///
    /// ```
    /// use urtext::{Article, Corpus, OriginsQuery, Period};
    ///
    /// let mut corpus = Corpus::in_memory()?;
    /// let text = "By AFP\n\nA heron has taken over the goal of the Ormsund football club and nobody there dares to shoot at it, \
    ///             the club's secretary said on Tuesday, adding that training had been moved to the beach.";
    /// let by = |outlet: &str| Article { outlet: Some(outlet.into()), text: text.into(), ..Article::default() };
    /// corpus.add(&[by("Ormsund Echo"), by("Fjord Times")], 1_700_000_000)?;
    /// let found = corpus.origins(&OriginsQuery::Words("heron goal".into()), Period::default())?;
    /// assert_eq!(found.sentence, "2 outlets, 1 origin: AFP 2");
    /// # Ok::<(), urtext::Error>(())
    /// ```
    ///
    /// # Errors
    /// When there is no such article or paragraph; words that nobody prints are an empty answer.
    pub fn origins(&self, query: &OriginsQuery, period: Period) -> Result<OriginsView> {
        self.store
            .read(|reader| origins::origins(reader, query, period, self.judging()))
    }

    /// Sums for every pair of outlets what one has from the other, those with the most paragraphs first.
    pub fn matrix(&self) -> Result<Vec<MatrixView>> {
        let mut licensed = std::collections::HashSet::new();
        self.articles(&mut |a| {
            if a.licence.is_some() {
                licensed.insert(a.article.id.clone());
            }
            Ok(())
        })?;
        let mut sums = Matrix::default();
        self.derivations(&mut |d| {
            sums.add(d, licensed.contains(&d.id));
            Ok(())
        })?;
        Ok(sums.views())
    }

    /// Records what a person says of two articles, or of a paragraph of each; `now` in epoch seconds.
    ///
    /// # Errors
    /// When the store does not hold the articles or paragraphs.
    pub fn review(&mut self, review: &Review, now: i64) -> Result<()> {
        self.store
            .write(|writer| review::record(writer, review, now))
    }

    /// Lists all reviews, the older ones first.
    pub fn reviews(&self) -> Result<Vec<ReviewView>> {
        self.store.read(review::list)
    }

    /// Takes in reviews that another store gave out; gives how many were new.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Input`] when one is none; nothing is taken in then.
    pub fn import_reviews(&mut self, reviews: &[ReviewView]) -> Result<usize> {
        self.store.write(|writer| review::import(writer, reviews))
    }

    /// The derivations that nobody reviewed, those with the most common words first.
    pub fn review_queue(&self, limit: usize) -> Result<Vec<DerivationView>> {
        let mut list = Vec::new();
        self.derivations(&mut |d| {
            list.push(d.clone());
            Ok(())
        })?;
        review::queue(&mut list, limit);
        Ok(list)
    }

    /// Hands out every match of passages.
    pub fn matches(&self, each: &mut dyn FnMut(&MatchView) -> Result<()>) -> Result<()> {
        self.store
            .read(|reader| export::matches(reader, &self.watched, each))
    }

    /// Says what `forget` would remove.
    pub fn would_forget(&self, what: &Forget) -> Result<ForgetView> {
        self.store.read(|reader| {
            let gone = reader.would_delete(&asked::forget(reader, what)?)?;
            Ok(ForgetView {
                articles: gone.articles,
                passages: gone.dead.len(),
            })
        })
    }

    /// Removes articles with everything that is only theirs.
    pub fn forget(&mut self, what: &Forget) -> Result<ForgetView> {
        self.store.write(|writer| {
            let articles = asked::forget(writer, what)?;
            let orphans = hubs::orphans(writer, &writer.would_delete(&articles)?.dead)?;
            let gone = writer.delete_articles(&articles)?;
            if !orphans.is_empty() {
                hubs::mend(writer, &orphans, &self.thresholds)?;
            }
            furniture::settle_again(writer, &gone.recount, &gone.templates)?;
            Ok(ForgetView {
                articles: gone.articles,
                passages: gone.dead.len(),
            })
        })
    }

    /// Checks the store; `full` recomputes every fingerprint from the text and compares.
    pub fn doctor(&self, full: bool) -> Result<DoctorView> {
        self.store.read(|reader| doctor::doctor(reader, full))
    }
}

/// Holds the program against newsrooms with known copies, each in a store of its own in memory.
/// `now` (epoch seconds) becomes the `first_seen_at` of all articles.
///
/// # Errors
/// When a newsroom's truth does not fit its articles.
pub fn bench(newsrooms: &[Newsroom], now: i64, timings: &Timings) -> Result<BenchView> {
    bench::bench(newsrooms, now, timings)
}

/// Compares two texts without a store.
pub fn compare(id: &str, a: &str, b: &str) -> CompareView {
    texts::compare_texts(id, a, b, &Thresholds::default())
}

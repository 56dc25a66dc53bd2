//! The door where the pure core meets the store: one type, every verb.

use std::path::Path;

use crate::error::{Error, ErrorKind, Result};
use crate::model::Article;
use crate::report::view::{
    ArticleLine, ArticleView, AuditView, CompareView, DerivationView, DoctorView, ForgetView,
    FurnitureView, IngestView, MatchView, OutletView, PairView, ScopeView, TraceView,
};

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

/// A store of articles and everything known about their paragraphs.
pub struct Corpus {}

fn unbuilt<T>() -> Result<T> {
    Err(Error::new(ErrorKind::Bug, "not built yet"))
}

impl Corpus {
    /// Opens the store at `path`.
    pub fn open(path: &Path, access: Access) -> Result<Self> {
        let _ = (path, access);
        unbuilt()
    }

    /// Opens an empty store in memory.
    pub fn in_memory() -> Result<Self> {
        unbuilt()
    }

    /// Adds articles: one transaction, all or nothing; articles already held are left as they are.
    /// `now` (epoch seconds) becomes their `first_seen_at`.
    pub fn add(&mut self, articles: &[Article], now: i64) -> Result<IngestView> {
        let _ = (articles, now);
        unbuilt()
    }

    /// Counts what the store holds.
    pub fn scope(&self) -> Result<ScopeView> {
        unbuilt()
    }

    /// Says for every paragraph of a held article where it comes from and who has it later.
    /// `article` is an id (`a:` optional, any unique prefix of 4 or more hex digits), an address or a name.
    pub fn trace(&self, article: &str) -> Result<TraceView> {
        let _ = article;
        unbuilt()
    }

    /// The same for an article that is not stored and will not be.
    pub fn check(&self, article: &Article) -> Result<TraceView> {
        let _ = article;
        unbuilt()
    }

    /// Shows one held article block by block.
    pub fn show(&self, article: &str) -> Result<ArticleView> {
        let _ = article;
        unbuilt()
    }

    /// Shows two held articles side by side.
    pub fn pair(&self, a: &str, b: &str) -> Result<PairView> {
        let _ = (a, b);
        unbuilt()
    }

    /// Audits a site: an outlet's name, a domain, or an address prefix.
    pub fn audit(&self, target: &str, period: Period) -> Result<AuditView> {
        let _ = (target, period);
        unbuilt()
    }

    /// Lists the outlets, by name.
    pub fn outlets(&self) -> Result<Vec<OutletView>> {
        unbuilt()
    }

    /// Sets an outlet's kind and adds a domain; makes the outlet when it is not there.
    pub fn set_outlet(&mut self, name: &str, kind: Option<&str>, domains: &[String]) -> Result<()> {
        let _ = (name, kind, domains);
        unbuilt()
    }

    /// Makes `from` another name of `into`; returns how many articles moved.
    pub fn merge_outlets(&mut self, from: &str, into: &str) -> Result<usize> {
        let _ = (from, into);
        unbuilt()
    }

    /// Lists an outlet's standing lines.
    pub fn furniture(&self, outlet: &str) -> Result<Vec<FurnitureView>> {
        let _ = outlet;
        unbuilt()
    }

    /// Overrides what a line of an outlet is; `passage` is `p:` and hex digits, or a unique prefix.
    pub fn rule_furniture(
        &mut self,
        outlet: &str,
        passage: &str,
        ruling: FurnitureRuling,
    ) -> Result<()> {
        let _ = (outlet, passage, ruling);
        unbuilt()
    }

    /// Hands out every derivation, ordered by article and paragraph; stops at the first error of `each`.
    pub fn derivations(&self, each: &mut dyn FnMut(&DerivationView) -> Result<()>) -> Result<()> {
        let _ = each;
        unbuilt()
    }

    /// Hands out every article.
    pub fn articles(&self, each: &mut dyn FnMut(&ArticleLine) -> Result<()>) -> Result<()> {
        let _ = each;
        unbuilt()
    }

    /// Hands out every match of passages.
    pub fn matches(&self, each: &mut dyn FnMut(&MatchView) -> Result<()>) -> Result<()> {
        let _ = each;
        unbuilt()
    }

    /// Says what `forget` would remove.
    pub fn would_forget(&self, what: &Forget) -> Result<ForgetView> {
        let _ = what;
        unbuilt()
    }

    /// Removes articles with everything that is only theirs.
    pub fn forget(&mut self, what: &Forget) -> Result<ForgetView> {
        let _ = what;
        unbuilt()
    }

    /// Checks the store; `full` recomputes every fingerprint from the text and compares.
    pub fn doctor(&self, full: bool) -> Result<DoctorView> {
        let _ = full;
        unbuilt()
    }
}

/// Compares two paragraphs without a store.
pub fn compare(id: &str, a: &str, b: &str) -> CompareView {
    let _ = (a, b);
    CompareView {
        id: id.to_owned(),
        kind: "none",
        score: 0.0,
        a_in_b: 0.0,
        b_in_a: 0.0,
        spans: Vec::new(),
        reasons: Vec::new(),
    }
}

//! The downloads of a build with the feature `fetch`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use crate::cli::downloads::entries::{beside, is_full, is_seen, listed};
use crate::cli::downloads::{Ask, Harvest, Shelf, Wall};
use crate::cli::net::{Door, allowed};
use crate::cli::{Context, say};
use crate::corpus::FetchRow;
use crate::error::Result;
use crate::fetch::{
    self, Cause, Clock, Fetched, Fetcher, Limits, Page, Policy, System, Trouble, Validators,
};
use crate::ingest::{self, Entry, ReadOptions};
use crate::model::{Article, DateRole};
use crate::report::intake::RefusedView;

impl Clock for Wall {
    fn now(&self) -> i64 {
        Self::now(self)
    }

    fn elapsed(&self) -> Duration {
        Self::elapsed(self)
    }

    fn sleep(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// Downloads for one run.
#[derive(Debug)]
pub(crate) struct Downloads {
    fetcher: Fetcher,
    clock: Wall,
    verbose: bool,
}

/// A list that is worked through.
struct Listing<'a> {
    ask: &'a Ask<'a>,
    /// Pages that may still be downloaded.
    pages: usize,
    /// Addresses that were met.
    met: HashSet<String>,
    harvest: Harvest,
    /// True when something may come out otherwise the next time: the list is then read again in full.
    unsettled: bool,
}

impl Downloads {
    /// Gets ready; nothing is asked yet.
    ///
    /// # Errors
    /// When the network may not be used.
    pub(crate) fn new(door: &Door, context: &Context) -> Result<Self> {
        allowed(context)?;
        let policy = Policy {
            private: door.allow_private,
            ports: door.allow_port.clone(),
        };
        let agent = fetch::user_agent(door.contact.as_deref());
        let clock = context.clock;
        Ok(Self {
            fetcher: Fetcher::new(
                policy,
                Limits::default(),
                Box::new(clock),
                Arc::new(System),
                &agent,
            ),
            clock,
            verbose: context.verbose,
        })
    }

    /// The present in epoch seconds.
    pub(crate) fn now(&self) -> i64 {
        self.clock.now()
    }

    /// Downloads what is at `address`, and the pages that it names when it is a feed or sitemap, and puts all on `shelf`. A list
    /// of lists is followed one step.
    ///
    /// # Errors
    /// Only those of `shelf`.
    pub(crate) fn take(
        &mut self,
        address: &str,
        ask: &Ask<'_>,
        shelf: &mut dyn Shelf,
    ) -> Result<Harvest> {
        let mut listing = Listing {
            ask,
            pages: ask.pages,
            met: HashSet::from([address.to_owned()]),
            harvest: Harvest::default(),
            unsettled: false,
        };
        let nested = self.list(address, true, &mut listing, shelf)?;
        for entry in nested {
            if listing.pages == 0 {
                listing.harvest.left_out += 1;
                continue;
            }
            listing.pages -= 1;
            self.list(&entry.url, false, &mut listing, shelf)?;
        }
        Ok(listing.harvest)
    }

    /// Downloads a page or list; gives the lists that it names.
    fn list(
        &mut self,
        address: &str,
        first: bool,
        listing: &mut Listing<'_>,
        shelf: &mut dyn Shelf,
    ) -> Result<Vec<Entry>> {
        let page = match self.download(address, listing.ask, shelf) {
            Ok(Fetched::Page(page)) => page,
            Ok(Fetched::NotChanged { url, max_age }) => {
                if first {
                    listing.harvest.unchanged = true;
                    listing.harvest.wait = max_age;
                }
                shelf.known(usize::from(shelf.holds(&url) || shelf.holds(address)));
                return Ok(Vec::new());
            }
            Err(trouble) => {
                listing.harvest.lost += 1;
                if first {
                    listing.harvest.failed = true;
                    listing.harvest.gone = trouble.cause == Cause::Status(410);
                    listing.harvest.wait = trouble.retry_after;
                }
                shelf.refused(told(trouble));
                return Ok(Vec::new());
            }
        };
        let options = self.options(&page, listing.ask);
        let body = match ingest::unpacked(&page.url, &page.body, &options.limits) {
            Ok(body) => body.into_owned(),
            Err(refused) => {
                listing.harvest.failed |= first;
                shelf.refused(crate::cli::reading::refusal(refused));
                return Ok(Vec::new());
            }
        };
        if first {
            listing.harvest.wait = page.max_age.max(fetch::ttl(&body));
        }
        let found = listed(&page.url, &body, &options);
        if found.entries.is_empty() && found.refused.is_empty() {
            let read = ingest::read(&page.url, &body, &options);
            let whole = read.refused.is_empty();
            listing.harvest.failed |= first && read.articles.is_empty();
            for refused in read.refused {
                shelf.refused(crate::cli::reading::refusal(refused));
            }
            for article in read.articles {
                shelf.article(article)?;
            }
            self.note(&page, whole, shelf)?;
            return Ok(Vec::new());
        }
        for refused in found.refused {
            shelf.refused(crate::cli::reading::refusal(refused));
        }
        // What the server says of the list's last change says nothing of the items.
        let of_items = ReadOptions {
            claims: only_seen(&options.claims),
            ..options
        };
        let mut brought = HashMap::new();
        if found.entries.iter().any(|e| e.has_text) {
            let read = ingest::read(&page.url, &body, &of_items);
            let troubles = read.refused.into_iter().filter(|r| r.reason != "no text");
            troubles.for_each(|r| shelf.refused(crate::cli::reading::refusal(r)));
            for article in read.articles {
                match article.url.clone() {
                    Some(url) => drop(brought.insert(url, article)),
                    None => shelf.article(article)?,
                }
            }
        }
        let mut nested = Vec::new();
        for entry in found.entries {
            if !listing.met.insert(entry.url.clone()) {
                continue;
            }
            if !entry.nested {
                let article = brought.remove(&entry.url);
                self.entry(&entry, article, listing, shelf)?;
            } else if first {
                nested.push(entry);
            } else {
                shelf.refused(RefusedView {
                    place: entry.url,
                    reason: "nested".into(),
                    detail: "a list in a list of lists is not followed".into(),
                });
            }
        }
        // Lists of lists stay as they are while what they name changes.
        let settled = !listing.unsettled && listing.harvest.left_out == 0 && nested.is_empty();
        self.note(&page, settled, shelf)?;
        Ok(nested)
    }

    /// Takes one item: its own text where that is whole, else its page, else what there is.
    fn entry(
        &mut self,
        entry: &Entry,
        article: Option<Article>,
        listing: &mut Listing<'_>,
        shelf: &mut dyn Shelf,
    ) -> Result<()> {
        let article = match article {
            Some(article) if is_full(&article) || listing.ask.pages == 0 => {
                return shelf.article(article);
            }
            teaser => teaser,
        };
        let row = shelf.fetched(&entry.url);
        let held = shelf.holds(&entry.url);
        if !listing.ask.afresh && is_seen(entry, row.as_ref(), held, self.now()) {
            shelf.known(usize::from(held));
            return Ok(());
        }
        if listing.pages == 0 {
            listing.harvest.left_out += 1;
            return Ok(());
        }
        listing.pages -= 1;
        let page = match self.download(&entry.url, listing.ask, shelf) {
            Ok(Fetched::Page(page)) => page,
            Ok(Fetched::NotChanged { .. }) => {
                shelf.known(1);
                return Ok(());
            }
            Err(trouble) => {
                listing.harvest.lost += 1;
                match for_a_while(trouble.cause) {
                    Some(status) => shelf.note(self.row(&entry.url, status))?,
                    None => listing.unsettled |= is_passing(trouble.cause),
                }
                shelf.refused(told(trouble));
                // Better the feed's own words than nothing.
                return match article {
                    Some(teaser) if !held => shelf.article(teaser),
                    _ => Ok(()),
                };
            }
        };
        let options = self.options(&page, listing.ask);
        let read = match ingest::unpacked(&page.url, &page.body, &options.limits) {
            Ok(body) => ingest::read(&page.url, &body, &options),
            Err(refused) => ingest::Ingested {
                articles: Vec::new(),
                refused: vec![refused],
            },
        };
        for refused in read.refused {
            shelf.refused(crate::cli::reading::refusal(refused));
        }
        for mut article in read.articles {
            beside(&mut article, entry);
            shelf.article(article)?;
        }
        self.note(&page, true, shelf)
    }

    fn download(
        &mut self,
        address: &str,
        ask: &Ask<'_>,
        shelf: &dyn Shelf,
    ) -> Result<Fetched, Trouble> {
        if self.verbose {
            say(&format!("asking {address}"));
        }
        self.fetcher.fetch(address, &|url| {
            let row = shelf.fetched(url).filter(|_| !ask.afresh)?;
            (row.etag.is_some() || row.last_modified.is_some()).then_some(Validators {
                etag: row.etag,
                last_modified: row.last_modified,
            })
        })
    }

    fn options(&self, page: &Page, ask: &Ask<'_>) -> ReadOptions {
        let mut options = ask.reading.options(Some(&page.url), self.now());
        options.content_type.clone_from(&page.content_type);
        options.claims.clone_from(&page.claims);
        if let Some(outlet) = ask.outlet {
            options.outlet = Some(outlet.to_owned());
        }
        options
    }

    fn row(&self, url: &str, status: u16) -> FetchRow {
        FetchRow {
            url: url.to_owned(),
            etag: None,
            last_modified: None,
            fetched_at: self.now(),
            status,
        }
    }

    /// Notes what the server said; what has to be read again in full is noted without what to ask with.
    fn note(&self, page: &Page, settled: bool, shelf: &mut dyn Shelf) -> Result<()> {
        let mut row = self.row(&page.url, 200);
        if settled {
            row.etag.clone_from(&page.validators.etag);
            row.last_modified.clone_from(&page.validators.last_modified);
        }
        shelf.note(row)?;
        if page.asked != page.url {
            shelf.note(self.row(&page.asked, 200))?;
        }
        Ok(())
    }
}

/// The status under which an address is noted that need not be asked for again soon.
fn for_a_while(cause: Cause) -> Option<u16> {
    match cause {
        Cause::Status(408 | 425 | 429) => None,
        Cause::Status(status @ 400..=499) => Some(status),
        Cause::TooLarge => Some(413),
        Cause::Media => Some(415),
        _ => None,
    }
}

/// True for trouble that may be over by the next time.
fn is_passing(cause: Cause) -> bool {
    matches!(cause, Cause::Status(_) | Cause::Slow | Cause::Failed)
}

fn only_seen(claims: &[crate::model::DateClaim]) -> Vec<crate::model::DateClaim> {
    let seen = claims.iter().filter(|c| c.role == DateRole::Captured);
    seen.cloned().collect()
}

fn told(trouble: Trouble) -> RefusedView {
    RefusedView {
        place: trouble.url,
        reason: trouble.cause.words(),
        detail: trouble.detail,
    }
}

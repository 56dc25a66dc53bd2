//! Who printed an article and where: all that is asked of most of the articles that an answer meets.
//!
//! Whether somebody credits it, and what its own date makes of its rank, is told by two reads instead of the six of all its facts; thousands may hold a
//! paragraph of a text that is checked.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::corpus::address::house;
use crate::corpus::witness::{KEPT, Library, bounded};
use crate::error::Result;
use crate::provenance::{Imprint, Interval, Rank};
use crate::store::{ArticleKey, ImprintRow, PassageKey};

/// The imprint of a stored article.
#[derive(Debug)]
pub(crate) struct Printed {
    pub(crate) row: ImprintRow,
    outlet_name: Option<Rc<str>>,
    publisher: Option<String>,
    domain: Option<String>,
    claimed: OnceCell<Rank>,
}

impl Printed {
    /// What decides whether a credit means it.
    pub(crate) fn imprint(&self) -> Imprint<'_> {
        Imprint {
            outlet: self.row.outlet.map(|outlet| outlet.0),
            outlet_name: self.outlet_name.as_deref(),
            publisher: self.publisher.as_deref(),
            domain: self.domain.as_deref(),
            url: self.row.url.as_deref(),
            canonical_url: self.row.canonical_url.as_deref(),
        }
    }
}

impl Library<'_> {
    /// Who printed an article and where.
    pub(crate) fn printed(&self, key: ArticleKey) -> Result<Rc<Printed>> {
        if let Some(known) = self.imprints.borrow().get(&key) {
            return Ok(Rc::clone(known));
        }
        let row = self.reader.imprint(key)?;
        let outlet_name = match row.outlet {
            Some(outlet) => Some(self.names.of_outlet(self.reader, outlet)?),
            None => None,
        };
        let publisher = match (row.outlet, &outlet_name) {
            (Some(outlet), Some(name)) => self.names.publisher(self.reader, outlet, name)?,
            _ => None,
        };
        let address = row.url.as_deref().or(row.canonical_url.as_deref());
        let printed = Rc::new(Printed {
            domain: address.and_then(house),
            outlet_name,
            publisher,
            row,
            claimed: OnceCell::new(),
        });
        bounded(&self.imprints, KEPT);
        self.imprints.borrow_mut().insert(key, Rc::clone(&printed));
        Ok(printed)
    }

    /// The articles that hold a passage, each once: of a related one no more is asked, and the index alone answers.
    pub(crate) fn holding(&self, passage: PassageKey) -> Result<Rc<[ArticleKey]>> {
        if let Some(known) = self.holding.borrow().get(&passage) {
            return Ok(Rc::clone(known));
        }
        let list: Rc<[ArticleKey]> = self.reader.articles_holding(passage, usize::MAX)?.into();
        bounded(&self.holding, KEPT);
        self.holding.borrow_mut().insert(passage, Rc::clone(&list));
        Ok(list)
    }

    /// An article's place in the order of arrows by its own claims alone: never behind [`Library::rank`].
    pub(crate) fn claimed_rank(&self, key: ArticleKey) -> Result<Rank> {
        let printed = self.printed(key)?;
        if let Some(known) = printed.claimed.get() {
            return Ok(known.clone());
        }
        let (row, claims) = (&printed.row, self.reader.dates(key)?);
        let published = Interval::published(&claims, row.first_seen_at);
        let rank = Rank::claimed(published, row.url.as_deref(), row.id);
        Ok(printed.claimed.get_or_init(|| rank).clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Corpus;
    use crate::model::{
        Article, Credit, CreditForm, DateClaim, DateOrigin, DateRole, Precision, Zone,
    };
    use crate::store::Which;

    fn claim(day: usize) -> DateClaim {
        let at = 1_715_644_800 + day as i64 * 86_400;
        DateClaim {
            earliest: at,
            latest: at,
            origin: DateOrigin::Record,
            role: DateRole::Published,
            precision: Precision::Second,
            zone: Zone::Stated,
            printed: String::new(),
        }
    }

    #[test]
    fn an_imprint_and_a_claimed_rank_say_what_the_facts_say() {
        let article = |n: usize, outlet: Option<&str>| Article {
            url: (n != 2).then(|| format!("https://www.harbour{n}.example/ferry")),
            canonical_url: (n > 0).then(|| format!("https://harbour{n}.example/ferry/")),
            outlet: outlet.map(str::to_owned),
            dates: (0..n).map(claim).collect(),
            links: vec!["https://www.harbour0.example/ferry".to_owned()],
            credits: vec![Credit {
                form: CreditForm::Republication,
                to: "Harbour Post".to_owned(),
                printed: "From Harbour Post".to_owned(),
                span: None,
                url: None,
            }],
            text: format!(
                "The ferry of pier {n} left the harbour of Lindemar an hour late on Monday, the port office said."
            ),
            ..Article::default()
        };
        let mut corpus = Corpus::in_memory().unwrap();
        let outlets = [
            Some("Harbour Post"),
            Some("Quarry News"),
            None,
            Some("Quarry News"),
        ];
        let articles: Vec<Article> = (0..).zip(outlets).map(|(n, o)| article(n, o)).collect();
        corpus.add(&articles, 1_800_000_000).unwrap();
        let told = corpus.store.read(|reader| {
            let library = Library::new(reader)?;
            let keys = reader.article_keys(Which::All)?;
            for &key in &keys {
                let facts = library.facts(key)?;
                let printed = library.printed(key)?;
                assert_eq!(printed.imprint(), facts.imprint());
                assert_eq!(printed.row.id, facts.id);
                assert_eq!(library.claimed_rank(key)?, Rank::of(&facts, []));
                assert!(library.claimed_rank(key)? <= library.rank(key)?);
            }
            Ok(keys.len())
        });
        assert_eq!(told.unwrap(), 4);
    }
}

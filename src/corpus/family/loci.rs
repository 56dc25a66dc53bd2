//! Text places: the paragraphs that several articles hold in the same or nearly the same words.
//!
//! A locus is what hangs together by whole matches (verbatim or edited): one paragraph of a story in all its wordings. Each passage is read
//! once whatever the number of its holders, so that a story in thousands of copies costs what its different wordings cost.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use rustc_hash::FxHashSet;

use crate::corpus::family::Cache;
use crate::corpus::family::order::Order;
use crate::corpus::witness::Library;
use crate::error::Result;
use crate::fingerprint::COMPARABLE_WORDS;
use crate::model::{BlockKind, Credit, Kind};
use crate::provenance::{Facts, bare, credits_imprint};
use crate::store::{ArticleKey, PassageKey};

/// A body paragraph of an article.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paragraph {
    /// Its number in the article, from 1.
    pub(crate) number: u32,
    /// Its text.
    pub(crate) passage: PassageKey,
    /// Its words.
    pub(crate) words: usize,
}

/// What a credit names, and the address beside it.
type Named = (String, Option<String>);

/// One paragraph in all its wordings.
#[derive(Debug)]
pub(crate) struct Component {
    /// The smallest of its passages: a name that means nothing outside this store.
    pub(crate) id: PassageKey,
    /// Every article that holds it, each once.
    pub(crate) holders: Vec<ArticleKey>,
    /// The same in the order of ranks, as far as that was asked for.
    pub(crate) order: std::cell::RefCell<Order>,
    /// What each credit that was asked about names among them.
    credited: std::cell::RefCell<HashMap<Named, Rc<[ArticleKey]>>>,
    /// The holders by their addresses.
    addresses: std::cell::OnceCell<HashMap<String, Vec<ArticleKey>>>,
}

impl Cache {
    /// The comparable body paragraphs of an article; the standing lines of any outlet are left out.
    pub(crate) fn paragraphs(library: &Library<'_>, key: ArticleKey) -> Result<Rc<[Paragraph]>> {
        let cache = &library.families;
        if let Some(known) = cache.paragraphs.borrow().get(&key) {
            return Ok(Rc::clone(known));
        }
        let mut list = Vec::new();
        for block in library.reader.blocks(key)? {
            let (BlockKind::Paragraph, Some(passage)) = (block.kind, block.passage) else {
                continue;
            };
            let words = library.words(passage)?;
            if words >= COMPARABLE_WORDS && !library.is_standing(passage) {
                list.push(Paragraph {
                    number: block.paragraph.unwrap_or(0),
                    passage,
                    words,
                });
            }
        }
        let list: Rc<[Paragraph]> = list.into();
        Self::keep(&cache.paragraphs, key, Rc::clone(&list));
        Ok(list)
    }

    /// The locus of a passage.
    pub(crate) fn component(library: &Library<'_>, passage: PassageKey) -> Result<Rc<Component>> {
        let cache = &library.families;
        if let Some(known) = cache.components.borrow().get(&passage) {
            return Ok(Rc::clone(known));
        }
        let mut passages = BTreeSet::from([passage]);
        let mut open = vec![passage];
        while let Some(at) = open.pop() {
            for relation in library.relations(at)?.iter() {
                let whole = matches!(relation.found.kind, Kind::Verbatim | Kind::Edited);
                if whole
                    && !library.is_standing(relation.passage)
                    && passages.insert(relation.passage)
                {
                    open.push(relation.passage);
                }
            }
        }
        let mut holders = Vec::new();
        for &passage in &passages {
            let witnesses = library.witnesses(passage)?;
            let body = witnesses.iter().filter(|w| w.paragraph > 0);
            holders.extend(body.map(|w| w.article));
        }
        holders.sort_unstable();
        holders.dedup();
        let component = Rc::new(Component {
            id: *passages.first().unwrap_or(&passage),
            holders,
            order: std::cell::RefCell::default(),
            credited: std::cell::RefCell::default(),
            addresses: std::cell::OnceCell::new(),
        });
        for passage in passages {
            Self::keep(&cache.components, passage, Rc::clone(&component));
        }
        Ok(component)
    }

    /// The locus of a passage, if several articles hold it. Most paragraphs are nobody else's, which the indices tell without a row.
    pub(crate) fn common(
        library: &Library<'_>,
        passage: PassageKey,
    ) -> Result<Option<Rc<Component>>> {
        let cache = &library.families;
        if cache.loners.borrow().contains_key(&passage) {
            return Ok(None);
        }
        let known = cache.components.borrow().contains_key(&passage);
        if !known
            && library.reader.articles_holding(passage, 2)?.len() < 2
            && library.related(passage)?.len() < 2
        {
            Self::keep(&cache.loners, passage, ());
            return Ok(None);
        }
        let component = Self::component(library, passage)?;
        Ok(Some(component).filter(|c| c.holders.len() > 1))
    }

    /// The holders of a locus that the credits and links of an article name, before it is asked whose house they are of.
    ///
    /// What a credit names among the holders is looked for once, however many of them carry the same credit.
    pub(crate) fn named(
        library: &Library<'_>,
        component: &Component,
        facts: &Facts,
    ) -> Result<FxHashSet<ArticleKey>> {
        let mut found = FxHashSet::default();
        for credit in &facts.credits {
            let known = (credit.to.clone(), credit.url.clone());
            let cached = component.credited.borrow().get(&known).cloned();
            let list = match cached {
                Some(list) => list,
                None => {
                    let nobody = nobody(facts, credit);
                    let mut list = Vec::new();
                    for &holder in &component.holders {
                        if credits_imprint(&nobody, library.printed(holder)?.imprint()) {
                            list.push(holder);
                        }
                    }
                    let list: Rc<[ArticleKey]> = list.into();
                    component
                        .credited
                        .borrow_mut()
                        .insert(known, Rc::clone(&list));
                    list
                }
            };
            found.extend(list.iter().copied());
        }
        if !facts.links.is_empty() {
            let addresses = addresses(library, component)?;
            for link in &facts.links {
                found.extend(addresses.get(bare(link)).into_iter().flatten());
            }
        }
        Ok(found)
    }
}

/// An article of no house that carries one credit.
fn nobody(facts: &Facts, credit: &Credit) -> Facts {
    Facts {
        outlet: None,
        outlet_name: None,
        publisher: None,
        domain: None,
        credits: vec![credit.clone()],
        links: Vec::new(),
        ..facts.clone()
    }
}

fn addresses<'c>(
    library: &Library<'_>,
    component: &'c Component,
) -> Result<&'c HashMap<String, Vec<ArticleKey>>> {
    if let Some(known) = component.addresses.get() {
        return Ok(known);
    }
    let mut found: HashMap<String, Vec<ArticleKey>> = HashMap::new();
    for &holder in &component.holders {
        let printed = library.printed(holder)?;
        let addresses = [&printed.row.url, &printed.row.canonical_url];
        for address in addresses.into_iter().flatten() {
            found
                .entry(bare(address).to_owned())
                .or_default()
                .push(holder);
        }
    }
    Ok(component.addresses.get_or_init(|| found))
}

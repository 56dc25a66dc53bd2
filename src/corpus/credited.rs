//! What the store knows of the names that credits give: outlets by all their names, and the wires of the user's own file.
//!
//! Settled when an answer is made and never stored: so it is the same whether the file came before or after the articles.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use crate::corpus::publishers::{described, named};
use crate::error::Result;
use crate::model::{BlockKind, Credit, CreditForm, Span};
use crate::provenance::{Facts, Named};
use crate::segment::{Catalogue, agency_name, dateline_name};
use crate::store::{OutletKey, Reader};

/// The first body paragraphs, which may open with a dateline.
const OPENING: usize = 2;

/// Names met in credits, each looked up once.
pub(crate) struct Names {
    catalogue: Arc<Catalogue>,
    /// True when the user's file has wires that the shipped one does not know.
    own_wires: bool,
    met: RefCell<HashMap<String, Option<Named>>>,
    outlets: RefCell<HashMap<OutletKey, Rc<str>>>,
    publishers: RefCell<HashMap<OutletKey, Option<String>>>,
}

impl Names {
    /// Starts an answer.
    pub(crate) fn new(reader: &Reader) -> Result<Self> {
        let catalogue = reader.catalogue()?;
        let own = |o: &&crate::segment::Filed| o.is_wire() && agency_name(&o.name).is_none();
        Ok(Self {
            own_wires: catalogue.outlets().iter().any(|o| own(&o)),
            catalogue,
            met: RefCell::default(),
            outlets: RefCell::default(),
            publishers: RefCell::default(),
        })
    }

    /// Adds what is known of an article's outlet and of those it credits; `blocks` are read only where the user has own wires.
    pub(crate) fn fill(
        &self,
        reader: &Reader,
        facts: &mut Facts,
        blocks: impl FnOnce() -> Result<Vec<(BlockKind, String, Span)>>,
    ) -> Result<()> {
        if let (Some(outlet), Some(name)) = (facts.outlet, &facts.outlet_name) {
            facts.publisher = self.publisher(reader, OutletKey(outlet), name)?;
        }
        if self.own_wires {
            facts.credits.extend(self.datelines(&blocks()?));
        }
        for credit in facts.credits.iter().filter(|c| !c.to.is_empty()) {
            if let Some(named) = self.met(reader, &credit.to)? {
                facts.known.insert(credit.to.clone(), named);
            }
        }
        Ok(())
    }

    /// The name of an outlet.
    pub(crate) fn of_outlet(&self, reader: &Reader, outlet: OutletKey) -> Result<Rc<str>> {
        if let Some(known) = self.outlets.borrow().get(&outlet) {
            return Ok(Rc::clone(known));
        }
        let name: Rc<str> = reader.outlet_name(outlet)?.into();
        self.outlets.borrow_mut().insert(outlet, Rc::clone(&name));
        Ok(name)
    }

    /// Who owns an outlet of that name, where it is known.
    pub(crate) fn publisher(
        &self,
        reader: &Reader,
        outlet: OutletKey,
        name: &str,
    ) -> Result<Option<String>> {
        if let Some(known) = self.publishers.borrow().get(&outlet) {
            return Ok(known.clone());
        }
        let (_, publisher) = described(reader, outlet, name)?;
        self.publishers
            .borrow_mut()
            .insert(outlet, publisher.clone());
        Ok(publisher)
    }

    fn met(&self, reader: &Reader, name: &str) -> Result<Option<Named>> {
        if let Some(known) = self.met.borrow().get(name) {
            return Ok(known.clone());
        }
        let mut found = self.look_up(reader, name)?;
        // `By Jane Roe, Harbour Wire`: the house stands behind the name.
        if found.is_none()
            && let Some((_, house)) = name.rsplit_once([',', '|', '/'])
        {
            found = self.look_up(reader, house.trim())?;
        }
        self.met.borrow_mut().insert(name.to_owned(), found.clone());
        Ok(found)
    }

    fn look_up(&self, reader: &Reader, name: &str) -> Result<Option<Named>> {
        let wire = |kind: Option<&str>| matches!(kind, Some("agency" | "press_release"));
        if let Some(outlet) = named(reader, name)? {
            let name = reader.outlet_name(outlet)?;
            let (kind, _) = described(reader, outlet, &name)?;
            return Ok(Some(Named {
                outlet: Some(outlet.0),
                name,
                wire: wire(kind.as_deref()),
            }));
        }
        // A wire counts whether or not articles of its own are held.
        let filed = self.catalogue.named(name).filter(|filed| filed.is_wire());
        Ok(filed.map(|filed| Named {
            outlet: None,
            name: filed.name.clone(),
            wire: true,
        }))
    }

    /// The user's own wires in the datelines of an article.
    fn datelines(&self, blocks: &[(BlockKind, String, Span)]) -> Vec<Credit> {
        let mut paragraphs = 0;
        let mut out = Vec::new();
        for (kind, text, span) in blocks {
            paragraphs += usize::from(*kind == BlockKind::Paragraph);
            if paragraphs > OPENING || !matches!(kind, BlockKind::Dateline | BlockKind::Paragraph) {
                continue;
            }
            let name = dateline_name(text).filter(|name| agency_name(name).is_none());
            let filed = name.and_then(|name| self.catalogue.named(name));
            if let Some(filed) = filed.filter(|filed| filed.is_wire()) {
                let printed: String = text.chars().take(80).collect();
                out.push(Credit {
                    form: CreditForm::Dateline,
                    to: filed.name.clone(),
                    printed,
                    span: Some(*span),
                    url: None,
                });
            }
        }
        out
    }
}

//! The arrows between the judged article and those that share text with it.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use crate::corpus::judge::{Copying, Judged, Wording};
use crate::error::Result;
use crate::fingerprint::COMPARABLE_WORDS;
use crate::model::{Block, BlockKind, CreditGrain, Kind};
use crate::provenance::{
    CreditVerdict, Facts, Leftovers, Verdict, credit_grain, direction_with, would_change,
};
use crate::segment::{agency_name, attributions, same_outlet};
use crate::store::ArticleKey;

/// A text stands whole in another one when all but this share of its paragraphs do, in hundredths.
const WHOLE: usize = 90;

/// The other one holds much more when it has this many hundredths of its paragraphs.
const LONGER: usize = 150;

/// A name in a sentence, and where it stands in the text.
pub(crate) type Named = (String, usize);

impl Judged<'_, '_> {
    /// The arrow to an article by its place among the others.
    pub(super) fn arrow(&self, at: usize) -> Result<Rc<Verdict>> {
        if let Some(known) = self.arrows.borrow().get(&at) {
            return Ok(Rc::clone(known));
        }
        let found = Rc::new(direction_with(
            &self.subject.facts,
            &self.others[at].facts,
            self.leftovers(at)?,
            self.wording_to(at)?.as_ref(),
        ));
        self.arrows.borrow_mut().insert(at, Rc::clone(&found));
        Ok(found)
    }

    /// The direction of the arrow towards an article that shares text with this one.
    pub(crate) fn arrow_to(&self, key: ArticleKey) -> Result<Option<Rc<Verdict>>> {
        self.at(key).map(|at| self.arrow(at)).transpose()
    }

    /// What would change the arrow towards an article.
    pub(crate) fn would_change(&self, key: ArticleKey) -> Result<Vec<String>> {
        let Some(at) = self.at(key) else {
            return Ok(Vec::new());
        };
        let (leftovers, wording) = (self.leftovers(at)?, self.wording_to(at)?);
        let facts = &self.others[at].facts;
        Ok(would_change(
            &self.subject.facts,
            facts,
            leftovers,
            wording.as_ref(),
        ))
    }

    /// The direction of the arrow from a later article to this one.
    pub(crate) fn arrow_from(&self, copying: &Copying) -> Result<Verdict> {
        let leftovers = match self.at(copying.article) {
            Some(at) => self.leftovers(at)?.swapped(),
            None => Leftovers::default(),
        };
        Ok(direction_with(
            &*self.library.facts(copying.article)?,
            &self.subject.facts,
            leftovers,
            copying.wording.as_ref(),
        ))
    }

    /// What the judged article says of a source, finely.
    pub(super) fn grain(&self, source: &Facts, said: &CreditVerdict) -> CreditGrain {
        grain(&self.attributed(), &self.subject.facts, source, said)
    }

    /// What a copy of the judged article says of it, finely.
    pub(crate) fn grain_of(
        &self,
        copy: ArticleKey,
        facts: &Facts,
        said: &CreditVerdict,
    ) -> Result<CreditGrain> {
        Ok(grain(
            &self.library.attributed(copy)?,
            facts,
            &self.subject.facts,
            said,
        ))
    }

    fn at(&self, key: ArticleKey) -> Option<usize> {
        self.keys.iter().position(|k| *k == key)
    }

    fn wording_to(&self, at: usize) -> Result<Option<Wording>> {
        let known = self.wordings.borrow().get(&at).copied();
        if let Some(known) = known {
            return Ok(known);
        }
        let found = self.wording_towards(at)?;
        self.wordings.borrow_mut().insert(at, found);
        Ok(found)
    }

    /// What the two texts say beside their wording, with the judged one as the copy.
    fn leftovers(&self, at: usize) -> Result<Leftovers> {
        let other = &self.others[at];
        let (mine, theirs) = (&self.subject.facts, &other.facts);
        // Only what stands in the text that both have: a paper's own sentences may name anybody.
        let shared = |n: usize| self.lines[n].iter().any(|c| c.other == at);
        let copy_names = self.attributed().iter().any(|(name, place)| {
            let mut paragraphs = self.subject.paragraphs.iter().enumerate();
            let holder =
                paragraphs.find(|(_, p)| p.span.start() <= *place && *place < p.span.end());
            names_outlet(name, theirs) && holder.is_some_and(|(n, _)| shared(n))
        });
        let source_names = match &mine.outlet_name {
            // Most texts do not hold the name at all.
            Some(name) if self.library.text(self.keys[at])?.contains(name.as_str()) => {
                let names = self.library.attributed(self.keys[at])?;
                let witnesses = |place: usize| {
                    let mut hits = self
                        .lines
                        .iter()
                        .zip(&self.hits)
                        .flat_map(|(l, h)| l.iter().zip(h));
                    hits.any(|(c, h)| {
                        c.other == at
                            && h.witness.span.start() <= place
                            && place < h.witness.span.end()
                    })
                };
                names
                    .iter()
                    .any(|(n, place)| names_outlet(n, mine) && witnesses(*place))
            }
            _ => false,
        };
        let (copy_inside, source_inside) = self.containment(at)?;
        Ok(Leftovers {
            copy: other.carried,
            source: other.carries,
            copy_names,
            source_names,
            copy_inside,
            source_inside,
        })
    }

    /// Whom the sentences of the judged article name as told something or as having reported it.
    fn attributed(&self) -> Rc<[Named]> {
        let found = self.attributed.get_or_init(|| {
            let body = self.subject.paragraphs.iter();
            let body = body.filter(|p| p.kind == BlockKind::Paragraph);
            let blocks: Vec<Block> = body
                .map(|p| Block {
                    span: p.span,
                    kind: p.kind,
                })
                .collect();
            let told = attributions(&self.subject.text, &blocks);
            told.into_iter().map(|a| (a.to, a.span.start())).collect()
        });
        Rc::clone(found)
    }

    /// Whether the judged article stands whole in another one that is much longer, and the other way round.
    fn containment(&self, at: usize) -> Result<(bool, bool)> {
        let (mut mine, mut common) = (0, 0);
        let mut theirs: FxHashSet<u32> = FxHashSet::default();
        for (n, paragraph) in self.subject.paragraphs.iter().enumerate() {
            if paragraph.kind != BlockKind::Paragraph || self.ready[n].len() < COMPARABLE_WORDS {
                continue;
            }
            mine += 1;
            let whole = |k: Kind| matches!(k, Kind::Verbatim | Kind::Edited);
            let found = self.lines[n]
                .iter()
                .find(|c| c.other == at && whole(c.kind));
            if let Some(found) = found {
                common += 1;
                theirs.insert(found.ordinal);
            }
        }
        if common == 0 {
            return Ok((false, false));
        }
        let all = self.library.paragraphs(self.keys[at])?;
        let inside = |part: usize, whole: usize, longer: usize| {
            part * 100 >= whole * WHOLE && longer * 100 >= whole * LONGER
        };
        Ok((inside(common, mine, all), inside(theirs.len(), all, mine)))
    }

    /// What the paragraphs that are rewritten from an article lean to, those of the judged one first.
    fn wording_towards(&self, at: usize) -> Result<Option<Wording>> {
        let Some(language) = self.language else {
            return Ok(None);
        };
        let mut places: Vec<(usize, u32)> = self
            .lines_of
            .keys()
            .filter(|(_, other, _)| *other == at)
            .map(|&(n, _, ordinal)| (n, ordinal))
            .collect();
        places.sort_unstable();
        places.dedup_by_key(|p| p.0);
        let text = self.library.text(self.keys[at])?;
        let pairs = places.iter().filter_map(|&(n, ordinal)| {
            let mine = self.subject.paragraphs[n].span.of(&self.subject.text);
            let mut hits = self.lines[n].iter().zip(&self.hits[n]);
            let (_, hit) = hits.find(|(c, _)| c.other == at && c.ordinal == ordinal)?;
            Some((mine, hit.witness.span.of(&text)))
        });
        Ok(Wording::of(pairs, language))
    }
}

fn grain(names: &[Named], copy: &Facts, source: &Facts, said: &CreditVerdict) -> CreditGrain {
    let foreign = names
        .iter()
        .map(|(n, _)| n)
        .filter(|n| !names_outlet(n, copy));
    let in_text = foreign
        .into_iter()
        .any(|n| names_outlet(n, source) || agency_name(n).is_some());
    credit_grain(copy, source, said, in_text)
}

/// True when a name is that of an article's outlet.
fn names_outlet(name: &str, facts: &Facts) -> bool {
    facts
        .outlet_name
        .as_deref()
        .is_some_and(|own| same_outlet(own, name))
}

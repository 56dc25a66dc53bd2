//! Families: all witnesses of one text, and the tree that says where each has it from.
//!
//! A family is gathered round its *leader*, the earliest article that nothing earlier explains: an article joins the earliest leader that holds at
//! least half of its words in whole paragraphs (verbatim or edited). Nothing joins by way of a member, so a chain of weak links never melts two
//! stories; what is partial or rewritten links families and joins none. Every step reads a locus once for all its holders.

mod gather;
mod loci;
mod near;

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::rc::Rc;

use crate::corpus::family::loci::{Component, Paragraph};

use crate::corpus::witness::Library;
use crate::error::Result;
use crate::provenance::{Cost, Rank, TIE, Way, Witness, agency_credited, stemma, way};
use crate::reuse::Readings;
use crate::store::{ArticleKey, PassageKey};
pub(crate) use near::Near;

/// Members up to which all pairs are weighed; beyond it each is held against the [`NEAR`] likeliest.
const ALL_PAIRS: usize = 48;

/// Likely sources that a member of a large family is held against.
const NEAR: usize = 24;

/// Earliest holders of a reading that are among the likely sources of whoever has it too.
const HOLDERS: usize = 4;

/// How many entries of a kind are kept.
const KEPT: usize = 50_000;

/// What families are made of, each read once while one answer is made.
#[derive(Default)]
pub(crate) struct Cache {
    paragraphs: RefCell<HashMap<ArticleKey, Rc<[Paragraph]>>>,
    components: RefCell<HashMap<PassageKey, Rc<Component>>>,
    leaders: RefCell<HashMap<ArticleKey, ArticleKey>>,
    families: RefCell<HashMap<ArticleKey, Rc<Family>>>,
}

impl Cache {
    /// Keeps a value; what is dropped to make room is read again when it is needed.
    fn keep<K: Eq + Hash, V>(map: &RefCell<HashMap<K, V>>, key: K, value: V) {
        let mut map = map.borrow_mut();
        if map.len() >= KEPT {
            map.clear();
        }
        map.insert(key, value);
    }

    /// The family of an article; of one that shares no whole paragraph it is the only member.
    pub(crate) fn family(library: &Library<'_>, key: ArticleKey) -> Result<Rc<Family>> {
        let leader = Self::leader(library, key)?;
        let known = library.families.families.borrow().get(&leader).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let family = Rc::new(Family::gathered(library, leader)?);
        Self::keep(&library.families.families, leader, Rc::clone(&family));
        Ok(family)
    }
}

/// A way to a member from another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct From {
    /// The other one, by its place in the family.
    pub(crate) source: usize,
    /// What it costs.
    pub(crate) cost: Cost,
}

/// All witnesses of one text.
#[derive(Debug)]
pub(crate) struct Family {
    /// The members by their own claims and credits, earliest first; the first is the leader.
    pub(crate) keys: Vec<ArticleKey>,
    /// What each holds.
    pub(crate) witnesses: Vec<Witness>,
    /// The source of each in the tree.
    pub(crate) parents: Vec<Option<usize>>,
    /// The ways to each that were weighed, cheapest first.
    pub(crate) ways: Vec<Vec<From>>,
    /// The place of each in the order of arrows: where its own claims say nothing, where the tree puts it.
    ranks: Vec<Rank>,
    places: HashMap<ArticleKey, usize>,
    /// By locus, its holders in the order of ranks.
    holders: HashMap<u32, Vec<usize>>,
    /// The wording of each locus that all others are held against.
    pub(crate) bases: Vec<PassageKey>,
    /// The locus of each component.
    loci: HashMap<PassageKey, u32>,
}

impl Family {
    /// The place of an article in it.
    pub(crate) fn place(&self, key: ArticleKey) -> Option<usize> {
        self.places.get(&key).copied()
    }

    /// The rank of a member as the tree places it.
    pub(crate) fn rank(&self, place: usize) -> &Rank {
        &self.ranks[place]
    }

    /// The text place of a component, if the family holds it.
    pub(crate) fn locus(&self, component: &Component) -> Option<u32> {
        self.loci.get(&component.id).copied()
    }

    /// The members that hold a text place, in the order of ranks.
    pub(crate) fn holders(&self, locus: u32) -> &[usize] {
        self.holders.get(&locus).map_or(&[], Vec::as_slice)
    }

    /// The earliest member that holds a text place.
    pub(crate) fn earliest(&self, locus: u32) -> Option<usize> {
        self.holders.get(&locus)?.first().copied()
    }

    /// Other members that a member may as well have its text from.
    pub(crate) fn tied(&self, place: usize) -> Vec<usize> {
        let ways = &self.ways[place];
        let Some(parent) = self.parents[place] else {
            return Vec::new();
        };
        let Some(chosen) = ways.iter().find(|w| w.source == parent) else {
            return Vec::new();
        };
        let house = |a: usize, b: usize| {
            let (a, b) = (&self.witnesses[a], &self.witnesses[b]);
            a.facts.same_outlet(&b.facts)
        };
        let near = ways.iter().filter(|w| {
            w.source != parent
                && w.cost.all - chosen.cost.all <= TIE
                && self.ranks[w.source] < self.ranks[place]
                && !house(w.source, parent)
                && !house(w.source, place)
        });
        near.map(|w| w.source).collect()
    }

    /// True when no other witness is nearer by its wording alone than the one the tree chose.
    pub(crate) fn is_nearest(&self, place: usize) -> bool {
        let ways = &self.ways[place];
        let chosen = self.parents[place].and_then(|p| ways.iter().find(|w| w.source == p));
        let least = ways.iter().map(|w| w.cost.wording).min();
        match (chosen, least) {
            (Some(chosen), Some(least)) => chosen.cost.wording - least <= TIE,
            _ => true,
        }
    }

    /// The readings that a member has from its source against the source's own: what came up there, and the member carries. Counted only
    /// where two further houses, the source's source among them, have the older reading; of an agency's text, two that credit it themselves:
    /// the copies of one of its papers all have that paper's slips, and speak with one voice.
    pub(crate) fn carried(&self, place: usize, source: usize, agency: Option<&str>) -> usize {
        let Some(older) = self.parents[source] else {
            return 0;
        };
        let (copy, from, before) = (
            &self.witnesses[place],
            &self.witnesses[source],
            &self.witnesses[older],
        );
        let voice = |w: &Witness| {
            agency.is_none_or(|agency| agency_credited(&w.facts).as_deref() == Some(agency))
        };
        let mut count = 0;
        for held in &copy.held {
            let (Some(theirs), Some(old)) =
                (from.readings(held.locus), before.readings(held.locus))
            else {
                continue;
            };
            let new = differing(theirs, old);
            for departure in new.iter().filter(|d| d.holds(&held.readings)) {
                let others = |m: usize| m != place && m != source && voice(&self.witnesses[m]);
                count += usize::from(self.without(held.locus, departure, others) >= 2);
            }
        }
        count
    }

    /// The readings that a member has alone: a copy of it, and a further house that does not stand behind that copy, agree on something else.
    pub(crate) fn alone(&self, place: usize, copy: usize) -> usize {
        let mut count = 0;
        for held in &self.witnesses[place].held {
            let Some(theirs) = self.witnesses[copy].readings(held.locus) else {
                continue;
            };
            for departure in differing(&held.readings, theirs) {
                let others = |m: usize| m != place && m != copy && !self.stands_behind(m, copy);
                count += usize::from(self.without(held.locus, &departure, others) >= 1);
            }
        }
        count
    }

    /// True when the tree has a member from another one, by whatever steps.
    fn stands_behind(&self, mut member: usize, other: usize) -> bool {
        while let Some(parent) = self.parents[member] {
            if parent == other {
                return true;
            }
            member = parent;
        }
        false
    }

    /// Houses among some members whose wording of a text place lacks a reading; counted up to three.
    fn without(&self, locus: u32, reading: &Departure, among: impl Fn(usize) -> bool) -> usize {
        let mut houses: Vec<usize> = Vec::new();
        for &holder in self.holders(locus).iter().take(KEPT_HOLDERS) {
            if houses.len() > 2 || !among(holder) {
                continue;
            }
            let witness = &self.witnesses[holder];
            let lacks = witness.readings(locus).is_some_and(|r| !reading.holds(r));
            let same = |h: &usize| self.witnesses[*h].facts.same_outlet(&witness.facts);
            if lacks && !houses.iter().any(same) {
                houses.push(holder);
            }
        }
        houses.len()
    }

    /// Where every child of a member, of two houses at least, has the same reading against it: how many such readings. They then come from a
    /// text between it and them, or from a form of it, that is not held.
    pub(crate) fn against(&self, place: usize) -> usize {
        let children: Vec<usize> = (0..self.keys.len())
            .filter(|&c| self.parents[c] == Some(place))
            .filter(|&c| {
                !self.witnesses[c]
                    .facts
                    .same_outlet(&self.witnesses[place].facts)
            })
            .collect();
        let mut houses: Vec<usize> = Vec::new();
        for &child in &children {
            let same = |h: &usize| {
                self.witnesses[*h]
                    .facts
                    .same_outlet(&self.witnesses[child].facts)
            };
            if !houses.iter().any(same) {
                houses.push(child);
            }
        }
        if houses.len() < 2 {
            return 0;
        }
        let mut count = 0;
        for held in &self.witnesses[place].held {
            let mut common: Option<BTreeSet<Departure>> = None;
            let mut holders = 0;
            for &child in &children {
                let theirs = &self.witnesses[child].held;
                let Ok(at) = theirs.binary_search_by_key(&held.locus, |h| h.locus) else {
                    continue;
                };
                holders += 1;
                let new: BTreeSet<Departure> = differing(&theirs[at].readings, &held.readings)
                    .into_iter()
                    .collect();
                common = Some(match common {
                    None => new,
                    Some(before) => before.intersection(&new).copied().collect(),
                });
            }
            if holders >= 2 {
                count += common.map_or(0, |c| c.len());
            }
        }
        count
    }
}

/// Holders of a text place that are looked at to see whether a reading is rare.
const KEPT_HOLDERS: usize = 64;

/// A way in which one wording departs from another: it has a reading that the other lacks, or lacks one that the other has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Departure {
    reading: crate::reuse::Reading,
    has: bool,
}

impl Departure {
    /// True when a wording departs in the same way.
    fn holds(&self, readings: &Readings) -> bool {
        readings.has(self.reading) == self.has
    }
}

/// How `new` departs from `old`.
fn differing(new: &Readings, old: &Readings) -> Vec<Departure> {
    let mut out: Vec<Departure> = Vec::new();
    out.extend(
        new.iter()
            .filter(|r| !old.has(*r))
            .map(|reading| Departure { reading, has: true }),
    );
    // A reading given up for another at the same place is one departure, not two.
    let replaced = |r: crate::reuse::Reading| out.iter().any(|d| d.reading.overlaps(r));
    let given_up: Vec<Departure> = old
        .iter()
        .filter(|r| !new.has(*r) && !replaced(*r))
        .map(|reading| Departure {
            reading,
            has: false,
        })
        .collect();
    out.extend(given_up);
    out
}

/// Draws the tree of witnesses that stand in the order of their ranks, the ways that were weighed, and where it places each of them.
fn drawn(
    witnesses: &[Witness],
    likely: &[Vec<usize>],
) -> (Vec<Option<usize>>, Vec<Vec<From>>, Vec<Rank>) {
    let mut ways: Vec<Vec<From>> = Vec::with_capacity(witnesses.len());
    let mut edges = Vec::new();
    for (to, list) in likely.iter().enumerate() {
        let mut found: Vec<From> = list
            .iter()
            .filter(|&&source| source != to)
            .filter_map(|&source| {
                let cost = way(&witnesses[to], &witnesses[source])?;
                Some(From { source, cost })
            })
            .collect();
        found.sort_by_key(|f| (f.cost.all, f.source));
        edges.extend(found.iter().map(|f| Way {
            from: f.source,
            to,
            cost: f.cost.all,
        }));
        ways.push(found);
    }
    let parents = stemma(witnesses.len(), 0, &edges);
    let ranks = placed(witnesses, &parents);
    (parents, ways, ranks)
}

/// Where the tree places each witness: as its own rank says where that fits, else right behind its source.
fn placed(witnesses: &[Witness], parents: &[Option<usize>]) -> Vec<Rank> {
    let count = witnesses.len();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (v, parent) in parents.iter().enumerate() {
        if let Some(parent) = parent {
            children[*parent].push(v);
        }
    }
    // From the roots down, each after its source.
    let mut sequence: Vec<usize> = (0..count).filter(|&v| parents[v].is_none()).collect();
    let mut at = 0;
    while let Some(&v) = sequence.get(at) {
        sequence.extend(&children[v]);
        at += 1;
    }
    let mut first: Vec<Rank> = witnesses.iter().map(|w| w.rank.clone()).collect();
    for &v in sequence.iter().rev() {
        for &child in &children[v] {
            if first[child] < first[v] {
                first[v] = first[child].clone();
            }
        }
    }
    let mut ranks: Vec<Rank> = witnesses.iter().map(|w| w.rank.clone()).collect();
    let mut depth = vec![0_u32; count];
    for &v in &sequence {
        let own = &witnesses[v].rank;
        let Some(parent) = parents[v] else { continue };
        depth[v] = depth[parent] + 1;
        let fits = ranks[parent] < *own && *own <= first[v];
        ranks[v] = if fits {
            own.clone()
        } else if own.is_undated() && first[v].is_undated() {
            // Nothing below it has a date: it stays among the undated, behind its source.
            own.stepped(depth[v].max(ranks[parent].step().saturating_add(1)))
        } else {
            own.behind(&ranks[parent])
        };
    }
    ranks
}

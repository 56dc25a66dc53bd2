//! Families: all witnesses of one text, and the tree that says where each has it from.
//!
//! A family is gathered round its *leader*, the earliest article that nothing earlier explains: an article joins the earliest leader that holds at
//! least half of its words in whole paragraphs (verbatim or edited). Nothing joins by way of a member, so a chain of weak links never melts two
//! stories; what is partial or rewritten links families and joins none. Every step reads a locus once for all its holders.

mod gather;
mod loci;
mod near;
mod order;

use std::cell::RefCell;
use std::hash::Hash;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::corpus::family::loci::Paragraph;

use crate::corpus::witness::Library;
use crate::error::Result;
use crate::provenance::{Cost, Rank, TIE, Way, Witness, agency_credited, stemma, way};
use crate::reuse::Readings;
use crate::store::{ArticleKey, PassageKey};
pub(crate) use loci::Component;
pub(crate) use near::Near;

/// Members up to which all pairs are weighed; beyond it each is held against the [`NEAR`] likeliest.
const ALL_PAIRS: usize = 48;

/// Likely sources that a member of a large family is held against.
const NEAR: usize = 24;

/// Earliest holders of a reading that are among the likely sources of whoever has it too.
const HOLDERS: usize = 4;

/// Witnesses beyond which they are a crowd, of which not every one is looked at.
pub(crate) const CROWD: usize = 64;

/// How many entries of a kind are kept.
const KEPT: usize = 50_000;

/// What families are made of, each read once while one answer is made.
#[derive(Default)]
pub(crate) struct Cache {
    paragraphs: RefCell<FxHashMap<ArticleKey, Rc<[Paragraph]>>>,
    components: RefCell<FxHashMap<PassageKey, Rc<Component>>>,
    /// Passages that stand in one article alone and match nothing.
    loners: RefCell<FxHashMap<PassageKey, ()>>,
    leaders: RefCell<FxHashMap<ArticleKey, ArticleKey>>,
    families: RefCell<FxHashMap<ArticleKey, Rc<Family>>>,
}

impl Cache {
    /// Keeps a value; what is dropped to make room is read again when it is needed.
    fn keep<K: Eq + Hash, V>(map: &RefCell<FxHashMap<K, V>>, key: K, value: V) {
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
    /// Which have it from a text that nobody holds, by their readings.
    lost: Vec<bool>,
    places: FxHashMap<ArticleKey, usize>,
    /// By locus, its holders in the order of ranks.
    holders: FxHashMap<u32, Vec<usize>>,
    /// The wording of each locus that all others are held against.
    pub(crate) bases: Vec<PassageKey>,
    /// The locus of each component.
    loci: FxHashMap<PassageKey, u32>,
}

impl Family {
    /// The place of an article in it.
    pub(crate) fn place(&self, key: ArticleKey) -> Option<usize> {
        self.places.get(&key).copied()
    }

    /// True when so many are of it that a judge looks at some of them alone.
    pub(crate) fn is_crowd(&self) -> bool {
        self.keys.len() > CROWD
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

    /// How much speaks against a member's having its text from its source: readings of the source that it lacks as other houses do which do not
    /// stand behind it. One more house may have put right the same slip; where that house has its text from the same source, both would
    /// have had to, and the reading counts twice.
    pub(crate) fn rejected(&self, copy: usize) -> usize {
        let Some(source) = self.parents[copy] else {
            return 0;
        };
        let mut sum = 0;
        for held in &self.witnesses[source].held {
            let locus = held.locus;
            let Some(mine) = self.witnesses[copy].readings(locus) else {
                continue;
            };
            if self.source_at(copy, locus) != Some(source) {
                continue;
            }
            for departure in differing(&held.readings, mine) {
                let behind =
                    |m: usize, other: usize, cut: bool| self.stands_behind(m, other, locus, cut);
                let others = |m: usize| m != source && m != copy && !behind(m, copy, true);
                let beside = |m: usize| others(m) && behind(m, source, false);
                if self.without(held.locus, &departure, others) > 0 {
                    sum += 1 + usize::from(self.without(held.locus, &departure, beside) > 0);
                }
            }
        }
        sum
    }

    /// True when the readings say that a member has its text not from its source in the tree but from a text behind both that nobody holds.
    pub(crate) fn is_lost(&self, place: usize) -> bool {
        self.lost[place]
    }

    /// True when something hangs on a member in the tree, and all of it goes back to a text behind it that nobody holds.
    pub(crate) fn is_no_root(&self, place: usize) -> bool {
        let children: Vec<usize> = (0..self.keys.len())
            .filter(|&c| self.parents[c] == Some(place))
            .collect();
        !children.is_empty() && children.iter().all(|&c| self.lost[c])
    }

    /// Where a member has a paragraph from: its source in the tree, unless another witness is nearer in this one by more than an accident.
    fn source_at(&self, member: usize, locus: u32) -> Option<usize> {
        let parent = self.parents[member]?;
        let mine = self.witnesses[member].readings(locus)?;
        let apart = |other: usize| Some(self.witnesses[other].readings(locus)?.apart(mine));
        let Some(at_parent) = apart(parent) else {
            return self.ways[member]
                .iter()
                .find(|w| apart(w.source).is_some())
                .map(|w| w.source);
        };
        let others = self.ways[member]
            .iter()
            .filter_map(|w| Some((apart(w.source)?, w.source)));
        let nearer = others.filter(|(apart, _)| *apart + 2 <= at_parent).min();
        Some(nearer.map_or(parent, |(_, source)| source))
    }

    /// True when a member has a paragraph from another one, by whatever steps; with `cut`, not across one that goes back to a lost text.
    fn stands_behind(&self, mut member: usize, other: usize, locus: u32, cut: bool) -> bool {
        for _ in 0..self.keys.len() {
            let Some(source) = self
                .source_at(member, locus)
                .filter(|_| !(cut && self.lost[member]))
            else {
                return false;
            };
            if source == other {
                return true;
            }
            member = source;
        }
        false
    }

    /// Houses among some members whose wording of a text place lacks a reading; counted up to three.
    fn without(&self, locus: u32, reading: &Departure, among: impl Fn(usize) -> bool) -> usize {
        let mut houses: Vec<usize> = Vec::new();
        for &holder in self.holders(locus).iter().take(KEPT_HOLDERS) {
            if houses.len() > 2 {
                break;
            }
            let witness = &self.witnesses[holder];
            let lacks = witness.readings(locus).is_some_and(|r| !reading.holds(r));
            let same = |h: &usize| self.witnesses[*h].facts.same_outlet(&witness.facts);
            if lacks && among(holder) && !houses.iter().any(same) {
                houses.push(holder);
            }
        }
        houses.len()
    }

    /// Finds which members have their text from one that nobody holds, from the ends of the tree inwards: what does not stand behind a
    /// member any more speaks for or against that one.
    fn find_lost(&mut self) {
        let mut depth = vec![0_usize; self.keys.len()];
        for (place, slot) in depth.iter_mut().enumerate() {
            let mut at = place;
            while let Some(parent) = self.parents[at] {
                *slot += 1;
                at = parent;
            }
        }
        let mut inwards: Vec<usize> = (0..self.keys.len()).collect();
        inwards.sort_by_key(|&p| (std::cmp::Reverse(depth[p]), p));
        for place in inwards {
            let Some(source) = self.parents[place] else {
                continue;
            };
            let least = if self.parents[source].is_some() {
                REJECTED
            } else {
                ROOT_REJECTED
            };
            let same = self.witnesses[place]
                .facts
                .same_outlet(&self.witnesses[source].facts);
            self.lost[place] = !same && self.rejected(place) >= least;
        }
    }
}

/// See [`Family::rejected`]: from how much a source is no longer one.
const REJECTED: usize = 2;

/// The same of the eldest witness, which has nothing before it that would tell a slip of its own from the older reading.
const ROOT_REJECTED: usize = 3;

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

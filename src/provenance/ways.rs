//! What it would cost to have a text from another: the readings and paragraphs that the way leaves unexplained, and whether time allows it.
//!
//! The costs are in thousandths of a changed word. A word put in, taken out or swapped is one change; a paragraph that the source lacks must come
//! from elsewhere and is dear; a paragraph left out is cheap, since copies are cut. What a copy says of its source makes the way to it cheaper by
//! less than one change: where the wording says otherwise, the credit came along with the text.

use std::rc::Rc;

use crate::provenance::{Facts, Rank, credits_outlet, direction::CLOCKS_DIFFER, links_to};
use crate::reuse::Readings;

/// A change of one word.
pub const CHANGE: i64 = 1_000;
/// A paragraph that the source does not hold though others of the family do.
const ADDED: i64 = 4_000;
/// A paragraph of the source that is left out.
const LEFT_OUT: i64 = 250;
/// Another title.
const TITLE: i64 = 500;
/// The copy credits the source's outlet.
const CREDITED: i64 = 750;
/// The copy links to the source itself.
const LINKED: i64 = 1_500;
/// Where time is silent, the way against the order of ranks.
const AGAINST_RANK: i64 = 500;
/// Two ways whose costs differ by less are equally good.
pub const TIE: i64 = 300;

/// A paragraph of a witness that others of the family hold too.
#[derive(Debug, Clone)]
pub struct Held {
    /// Which text place of the family.
    pub locus: u32,
    /// How it departs from the wording that all are held against.
    pub readings: Rc<Readings>,
    /// Its number among the body paragraphs of the witness, from 1.
    pub paragraph: usize,
}

/// A witness as the stemma sees it.
#[derive(Debug, Clone)]
pub struct Witness {
    /// What is known about it.
    pub facts: Rc<Facts>,
    /// Its place in time by its own claims and credits.
    pub rank: Rank,
    /// A hash of its title, folded.
    pub title: Option<u64>,
    /// The chain of versions it stands in, and its place there from 1.
    pub chain: Option<(i64, usize)>,
    /// Its paragraphs, in the order of loci, a locus once.
    pub held: Vec<Held>,
}

impl Witness {
    /// How its wording of a text place departs from the base; nothing where it does not hold the place.
    pub fn readings(&self, locus: u32) -> Option<&Readings> {
        let at = self.held.binary_search_by_key(&locus, |h| h.locus).ok()?;
        Some(&self.held[at].readings)
    }
}

/// What a way costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// By the wording alone.
    pub wording: i64,
    /// With what the copy says of its source.
    pub all: i64,
}

/// Whether time puts one witness before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The first is earlier.
    Before,
    /// The first is later.
    After,
    /// Nothing says which.
    Unknown,
}

/// How far the wordings of two witnesses are apart at a text place; nothing when either does not hold it.
pub fn apart(one: &Witness, other: &Witness, locus: u32) -> Option<usize> {
    Some(one.readings(locus)?.apart(other.readings(locus)?))
}

/// Which of two witnesses is the earlier, by dates that can be held against each other, by sights and by credits.
///
/// A credit outweighs a claimed date: who credits a text had it before them. Between versions of one article their own order holds.
pub fn in_time(one: &Witness, other: &Witness) -> Order {
    if let (Some((a, x)), Some((b, y))) = (one.chain, other.chain)
        && a == b
        && x != y
    {
        return if x < y { Order::Before } else { Order::After };
    }
    let credits = |a: &Witness, b: &Witness| {
        !a.facts.same_outlet(&b.facts) && credits_outlet(&a.facts, &b.facts)
    };
    match (credits(other, one), credits(one, other)) {
        (true, false) => return Order::Before,
        (false, true) => return Order::After,
        _ => {}
    }
    match (precedes(one, other), precedes(other, one)) {
        (true, false) => Order::Before,
        (false, true) => Order::After,
        _ => Order::Unknown,
    }
}

/// True when `first` was published, or seen, before `then` can have been published.
fn precedes(first: &Witness, then: &Witness) -> bool {
    let (a, b) = (&first.facts, &then.facts);
    // Whoever credits a later text was published after it, whatever they claim.
    let earliest = then
        .rank
        .not_before()
        .max(b.published_beside(a).map(|d| d.earliest));
    let Some(earliest) = earliest.filter(|_| !b.weak_date) else {
        return false;
    };
    let moved = first.rank.not_before() > a.published.map(|d| d.earliest);
    let by_date = !a.weak_date
        && !moved
        && a.published_beside(b)
            .is_some_and(|d| d.latest.saturating_add(CLOCKS_DIFFER) < earliest);
    by_date || a.seen_at.saturating_add(CLOCKS_DIFFER) < earliest
}

/// What it costs that `copy` comes from `source`; nothing when time forbids it, or the copy was out before this version of the source.
pub fn way(copy: &Witness, source: &Witness) -> Option<Cost> {
    let same_chain = matches!((copy.chain, source.chain), (Some(a), Some(b)) if a.0 == b.0);
    match in_time(source, copy) {
        Order::After => return None,
        Order::Before => {}
        Order::Unknown if same_chain => return None,
        Order::Unknown => {}
    }
    if !same_chain && is_later_version(copy, source) {
        return None;
    }
    let mut wording = 0;
    let (mut i, mut j) = (0, 0);
    loop {
        match (copy.held.get(i), source.held.get(j)) {
            (None, None) => break,
            (Some(x), Some(y)) if x.locus == y.locus => {
                wording += CHANGE
                    * i64::try_from(x.readings.apart(&y.readings)).unwrap_or(i64::MAX / CHANGE);
                (i, j) = (i + 1, j + 1);
            }
            (Some(x), y) if y.is_none_or(|y| x.locus < y.locus) => {
                wording += ADDED;
                i += 1;
            }
            _ => {
                wording += LEFT_OUT;
                j += 1;
            }
        }
    }
    if copy.title.is_some() && source.title.is_some() && copy.title != source.title {
        wording += TITLE;
    }
    let mut all = wording;
    if !copy.facts.same_outlet(&source.facts) && credits_outlet(&copy.facts, &source.facts) {
        all -= if links_to(&copy.facts, &source.facts) {
            LINKED
        } else {
            CREDITED
        };
    }
    if in_time(source, copy) == Order::Unknown && copy.rank < source.rank {
        all += AGAINST_RANK;
    }
    Some(Cost { wording, all })
}

/// True when `source` is a later version of its article that came out after `copy` was published.
fn is_later_version(copy: &Witness, source: &Witness) -> bool {
    let later = source.chain.is_some_and(|(_, number)| number > 1);
    let (Some(changed), Some(printed)) = (source.facts.stated.changed, copy.facts.published) else {
        return false;
    };
    later && !copy.facts.weak_date && printed.latest + CLOCKS_DIFFER < changed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CreditForm;
    use crate::provenance::facts::{crediting, printed_by};

    const HOUR: i64 = 3_600;

    fn witness(outlet: &str, hour: Option<i64>, loci: &[u32]) -> Witness {
        let facts = printed_by(outlet, hour.map(|h| h * HOUR));
        Witness {
            rank: Rank::of(&facts, []),
            facts: Rc::new(facts),
            title: None,
            chain: None,
            held: loci
                .iter()
                .map(|&locus| Held {
                    locus,
                    readings: Rc::default(),
                    paragraph: 1,
                })
                .collect(),
        }
    }

    fn crediting_too(mut copy: Witness, source: &Witness) -> Witness {
        let name = source.facts.outlet_name.clone().unwrap_or_default();
        let mut facts = (*copy.facts).clone();
        facts
            .credits
            .push(crediting(CreditForm::Republication, &name));
        copy.rank = Rank::of(&facts, [&*source.facts]);
        copy.facts = Rc::new(facts);
        copy
    }

    #[test]
    fn time_forbids_the_way_back_and_silence_allows_both() {
        let (wire, post) = (
            witness("Wire", Some(1), &[1]),
            witness("Post", Some(5), &[1]),
        );
        assert_eq!(in_time(&wire, &post), Order::Before);
        assert!(way(&post, &wire).is_some() && way(&wire, &post).is_none());
        let undated = witness("Herald", None, &[1]);
        assert_eq!(in_time(&wire, &undated), Order::Unknown);
        let (there, back) = (way(&undated, &wire).unwrap(), way(&wire, &undated).unwrap());
        assert!(there.all < back.all, "the dated one is rather the source");
        let near = witness("Near", Some(1), &[1]);
        assert_eq!(in_time(&wire, &near), Order::Unknown);
    }

    #[test]
    fn who_credits_a_text_came_after_it_whatever_it_claims() {
        let wire = witness("Wire", Some(5), &[1]);
        let backdated = crediting_too(witness("Post", Some(1), &[1]), &wire);
        assert_eq!(in_time(&wire, &backdated), Order::Before);
        let between = witness("Herald", Some(3), &[1]);
        assert_eq!(in_time(&between, &backdated), Order::Before);
        assert_eq!(
            in_time(&backdated, &witness("Late", Some(9), &[1])),
            Order::Unknown
        );
        // A credit that fits the dates moves nothing.
        let honest = crediting_too(witness("Post", Some(7), &[1]), &wire);
        assert_eq!(
            in_time(&honest, &witness("Late", Some(9), &[1])),
            Order::Before
        );
    }

    #[test]
    fn a_cut_is_cheap_an_addition_dear_and_a_credit_less_than_a_word() {
        let full = witness("Agency", None, &[1, 2, 3]);
        let cut = witness("Post", None, &[1, 3]);
        assert!(way(&cut, &full).unwrap().wording < way(&full, &cut).unwrap().wording);
        let credits = crediting_too(witness("Post", None, &[1, 3]), &full);
        let (with, without) = (way(&credits, &full).unwrap(), way(&cut, &full).unwrap());
        assert_eq!(with.wording, without.wording);
        assert!(with.all < without.all && without.all - with.all < CHANGE);
        assert_eq!(apart(&cut, &full, 1), Some(0));
        assert_eq!(apart(&cut, &full, 2), None);
    }

    #[test]
    fn versions_follow_their_own_order_and_a_copy_has_none_that_came_later() {
        let versions = |number, hour| Witness {
            chain: Some((7, number)),
            ..witness("Wire", Some(hour), &[1])
        };
        let (one, two) = (versions(1, 1), versions(2, 1));
        assert_eq!(in_time(&one, &two), Order::Before);
        assert!(way(&one, &two).is_none());
        let mut late = two.clone();
        let mut facts = (*late.facts).clone();
        facts.stated.changed = Some(20 * HOUR);
        late.facts = Rc::new(facts);
        let copy = witness("Post", Some(10), &[1]);
        assert!(way(&copy, &late).is_none() && way(&copy, &one).is_some());
    }
}

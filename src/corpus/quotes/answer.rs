//! One statement: its printings in order, who was first, and who had it from whom.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::corpus::quotes::{Ledger, Printed};
use crate::corpus::views;
use crate::corpus::witness::Library;
use crate::error::Result;
use crate::provenance::{Facts, Rank, credits_outlet};
use crate::report::quotes::{OtherWordsView, PrintingView, QuoteView, WordingView};
use crate::report::view::SCHEMA;
use crate::reuse::variant;
use crate::segment::Speaker;
use crate::store::BlockRow;
use crate::text::words;

/// Words of a paragraph outside its quotations from which the paragraph itself tells whether it was copied.
const AROUND: usize = 8;

/// Longest list of credited articles that is looked through for one statement's order.
const CREDITING: usize = 400;

/// All printings of one statement.
pub(crate) struct Statement {
    /// Places in the ledger, earliest printing first.
    pub(crate) members: Vec<usize>,
    pub(crate) speaker: Option<Speaker>,
    /// When the first printing was published: the earliest and latest second.
    pub(crate) published: Option<(i64, i64)>,
    /// The first printing of each house.
    pub(crate) houses: Vec<usize>,
    /// True when the dates tell who was first.
    dated: bool,
}

impl Statement {
    /// Puts the printings in order.
    pub(crate) fn new(
        library: &Library<'_>,
        ledger: &Ledger,
        mut members: Vec<usize>,
    ) -> Result<Self> {
        let mut facts: BTreeMap<usize, Rc<Facts>> = BTreeMap::new();
        for &m in &members {
            facts.insert(m, library.facts(ledger.printed[m].article)?);
        }
        let rank = |m: usize| {
            let own = &facts[&m];
            let others = facts
                .values()
                .take(CREDITING)
                .filter(|o| o.id != own.id && !o.same_outlet(own) && credits_outlet(own, o));
            (
                Rank::of(own, others.map(|o| &**o)),
                ledger.printed[m].span.start(),
            )
        };
        members.sort_by_cached_key(|&m| rank(m));
        let mut houses: Vec<usize> = Vec::new();
        for &m in &members {
            let own = &facts[&m];
            let known = houses
                .iter()
                .any(|h| facts[h].id == own.id || facts[h].same_outlet(own));
            if !known {
                houses.push(m);
            }
        }
        let first = members[0];
        let own = &facts[&first];
        // The earliest is first when its date is sound and ends before every other house's begins.
        let dated = !own.weak_date
            && own.published.is_some()
            && houses[1..].iter().all(|h| {
                let other = &facts[h];
                match (own.published_beside(other), other.published_beside(own)) {
                    (Some(a), Some(b)) => !other.weak_date && a.latest < b.earliest,
                    _ => false,
                }
            });
        Ok(Self {
            speaker: speaker(ledger, &members),
            published: own.published.map(|i| (i.earliest, i.latest)),
            members,
            houses,
            dated,
        })
    }

    pub(crate) fn first<'l>(&self, ledger: &'l Ledger) -> &'l Printed {
        &ledger.printed[self.members[0]]
    }
}

/// The name printed most often, the longer one of two.
fn speaker(ledger: &Ledger, members: &[usize]) -> Option<Speaker> {
    let mut counts: BTreeMap<&Speaker, usize> = BTreeMap::new();
    for &m in members {
        if let Some(speaker) = &ledger.printed[m].speaker {
            *counts.entry(speaker).or_default() += 1;
        }
    }
    let full = |s: &Speaker| s.key().1.is_some_and(|f| f.chars().count() > 1);
    let best = counts
        .into_iter()
        .max_by_key(|(s, n)| (full(s), *n, s.name.len(), *s));
    best.map(|(s, _)| s.clone())
}

/// Draws a statement.
pub(crate) fn draw(
    library: &Library<'_>,
    ledger: &Ledger,
    all: &[Statement],
    at: usize,
    others: &[(usize, Vec<String>)],
) -> Result<QuoteView> {
    let statement = &all[at];
    let first = statement.first(ledger);
    let mut came: Vec<&'static str> = Vec::new();
    for (n, &m) in statement.members.iter().enumerate() {
        let earlier = &statement.members[..n];
        came.push(how(library, ledger, &ledger.printed[m], earlier)?);
    }
    let mut wordings: Vec<(Vec<u64>, WordingView)> = Vec::new();
    for (&m, came) in statement.members.iter().zip(&came) {
        let printed = &ledger.printed[m];
        let hashes = &ledger.wordings[printed.wording].words;
        let view = printing(library, printed, came)?;
        match wordings.iter_mut().find(|(h, _)| h == hashes) {
            Some((_, wording)) => wording.printings.push(view),
            None => {
                let lead = &ledger.wordings[first.wording].words;
                let wording = WordingView {
                    variant: variant(lead, hashes).as_str(),
                    text: printed.text.clone(),
                    printings: vec![view],
                };
                wordings.push((hashes.clone(), wording));
            }
        }
    }
    let own = |m: &usize| {
        let place = statement.members.iter().position(|x| x == m);
        place.is_some_and(|p| matches!(came[p], "first" | "heard"))
    };
    let mut possible = Vec::new();
    for (other, reasons) in others {
        let first = all[*other].first(ledger);
        possible.push(OtherWordsView {
            variant: "other_words",
            text: first.text.clone(),
            first: printing(library, first, "first")?,
            reasons: reasons.clone(),
        });
    }
    Ok(QuoteView {
        schema: SCHEMA,
        record: "quote",
        speaker: statement.speaker.as_ref().map(|s| s.name.clone()),
        statement: first.text.clone(),
        first: printing(library, first, "first")?,
        direction: match statement.houses.len() {
            1 => "alone",
            _ if statement.dated => "likely",
            _ => "undecided",
        },
        printings: statement.members.len(),
        outlets: statement.houses.len(),
        heard: statement.houses.iter().filter(|m| own(m)).count(),
        wordings: wordings.into_iter().map(|w| w.1).collect(),
        possible,
    })
}

pub(crate) fn printing(
    library: &Library<'_>,
    printed: &Printed,
    came: &'static str,
) -> Result<PrintingView> {
    Ok(PrintingView {
        article: views::article_ref(library.reader, printed.article)?,
        paragraph: printed.paragraph,
        start: printed.points.0,
        end: printed.points.1,
        text: printed.text.clone(),
        speaker: printed.speaker.as_ref().map(|s| s.name.clone()),
        came,
    })
}

/// How a printing came by the quotation, held against the earlier ones.
fn how(
    library: &Library<'_>,
    ledger: &Ledger,
    printed: &Printed,
    earlier: &[usize],
) -> Result<&'static str> {
    if earlier.is_empty() {
        return Ok("first");
    }
    let articles: BTreeSet<_> = earlier.iter().map(|&m| ledger.printed[m].article).collect();
    let facts = library.facts(printed.article)?;
    for &article in &articles {
        let other = library.facts(article)?;
        if other.id == facts.id || other.same_outlet(&facts) {
            return Ok("own");
        }
    }
    let blocks = library.reader.blocks(printed.article)?;
    let text = library.text(printed.article)?;
    let here = blocks
        .iter()
        .find(|b| b.span.start() <= printed.span.start() && printed.span.end() <= b.span.end());
    let around = |b: &BlockRow| {
        let paragraph = b.span.of(&text);
        let inside: usize = crate::text::quotes(paragraph)
            .iter()
            .map(|q| words(q.of(paragraph)).len())
            .sum();
        words(paragraph).len().saturating_sub(inside) >= AROUND
    };
    // A paragraph that is little but the quotation says nothing of itself: then any other one in common does that is more.
    let telling = here.filter(|b| around(b)).map(|b| b.ordinal);
    let asked = blocks.iter().filter(|b| {
        let chosen = telling.is_none_or(|t| t == b.ordinal);
        chosen && b.paragraph.is_some() && around(b)
    });
    for block in asked {
        let Some(passage) = block.passage.filter(|p| !library.is_standing(*p)) else {
            continue;
        };
        for relation in library
            .relations(passage)?
            .iter()
            .filter(|r| r.found.kind.is_copy())
        {
            let witnesses = library.witnesses(relation.passage)?;
            if witnesses.iter().any(|w| articles.contains(&w.article)) {
                return Ok("copied");
            }
        }
    }
    Ok("heard")
}

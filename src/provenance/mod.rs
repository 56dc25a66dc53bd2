//! Who had this paragraph first? Draws arrows from symmetric matches, date claims and credits.
//!
//! Laws: an arrow never points to a text that ranks later ([`Rank`]), so there is no cycle; the order in which articles were
//! ingested plays no part; undated texts give no lag; `firm` needs two kinds of evidence that agree and none against.

mod audit;
mod credit;
mod cues;
mod derive;
mod direction;
mod facts;
mod interval;
mod lexicon;
mod rewritten;
mod stemma;
mod support;
mod traces;
mod versions;
mod ways;

pub use audit::{Audit, AuditInput, Counted, Measure, Tally, audit, is_credit, part};
pub use credit::{
    CreditVerdict, agency_credited, credit, credit_grain, credits_imprint, credits_outlet, is_own,
    lost_source,
};
pub(crate) use credit::{bare, credits_by_name, links_to};
pub use cues::{
    CUE_NAMES, CUE_WEIGHTS, CUES, LEANING_LIMIT, LEAST_PAIRS, Leaning, cues, difference, fit_cues,
};
pub use derive::{Candidate, Choice, Other, Shortlist, settle, shortlist};
pub use direction::{
    EvidenceKind, Leftovers, Piece, Verdict, direction, direction_with, lag, would_change,
};
pub use facts::{Facts, Imprint, Interval, Named, Rank};
pub use interval::{Part, RESAMPLES, differences, intervals, of_percentile};
pub use lexicon::{Entry, Lexicon, Restored};
pub use rewritten::{
    Context, Scales, Standing, Suspect, Weighed, contexts, counts, may_claim, weigh, weigh_by,
};
pub use stemma::{Way, stemma};
pub use support::{Overlap, Support, overlap};
pub use traces::{Trace, TraceKind, traces};
pub use versions::{
    Carried, Changes, Stated, bare_address, carried, changes, corrections, is_worldwide, last_word,
    order, version_keys,
};
pub use ways::{CHANGE, Cost, Held, Order, TIE, Witness, apart, in_time, way};

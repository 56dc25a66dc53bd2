//! What a whole ingest did, refused inputs included.

use serde::Serialize;

use crate::report::view::IngestView;

/// One input that could not be read.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct RefusedView {
    /// File name, with the record's place where there is one.
    pub place: String,
    /// The family of the trouble.
    pub reason: String,
    /// What is wrong and what may be done.
    pub detail: String,
}

/// Answer of `ingest`.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct IntakeView {
    /// [`crate::report::view::SCHEMA`].
    pub schema: &'static str,
    /// `ingest`.
    pub record: &'static str,
    /// Inputs read (files, or standard input).
    pub files: usize,
    /// True when nothing was stored because only a rehearsal was asked for.
    pub dry_run: bool,
    /// The sums over all batches.
    #[serde(flatten)]
    pub sums: IngestView,
    /// How many records or files were refused.
    pub refused: usize,
    /// The refused ones, the first of each reason.
    pub refusals: Vec<RefusedView>,
}

/// Refused inputs grouped by reason, in the order in which the reasons came up. Memory is bounded: of each reason the
/// first places are kept, the others counted.
#[derive(Debug, Clone, Default)]
pub struct Refusals {
    groups: Vec<(String, usize, Vec<RefusedView>)>,
    rest: usize,
}

/// Places kept of each reason.
pub const PLACES: usize = 5;
/// Reasons kept; what comes beyond them is counted as `other reasons`.
const REASONS: usize = 32;

impl Refusals {
    /// Notes one.
    pub fn push(&mut self, refused: RefusedView) {
        if let Some((_, n, kept)) = self.groups.iter_mut().find(|g| g.0 == refused.reason) {
            *n += 1;
            if kept.len() < PLACES {
                kept.push(refused);
            }
        } else if self.groups.len() < REASONS {
            self.groups.push((refused.reason.clone(), 1, vec![refused]));
        } else {
            self.rest += 1;
        }
    }

    /// How many there were.
    pub fn len(&self) -> usize {
        self.rest + self.groups.iter().map(|g| g.1).sum::<usize>()
    }

    /// True when nothing was refused.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reason, count and the first of each reason.
    pub fn groups(&self) -> impl Iterator<Item = (&str, usize, &[RefusedView])> {
        self.groups.iter().map(|(r, n, k)| (&**r, *n, &**k))
    }

    /// How many had a reason beyond those that are listed.
    pub fn others(&self) -> usize {
        self.rest
    }

    /// The kept ones, reason by reason.
    pub fn kept(&self) -> Vec<RefusedView> {
        self.groups
            .iter()
            .flat_map(|g| g.2.iter().cloned())
            .collect()
    }
}

/// Adds what one more batch did to the sums; `keep` is how many articles are kept for a person to look at.
pub fn sum(sums: &mut IngestView, batch: IngestView, keep: usize) {
    sums.added += batch.added;
    sums.known += batch.known;
    sums.paragraphs += batch.paragraphs;
    sums.passages += batch.passages;
    sums.furniture += batch.furniture;
    sums.matches += batch.matches;
    sums.unread += batch.unread;
    sums.versions += batch.versions;
    sums.versioned.extend(batch.versioned);
    // Each batch tells how many there are in the store by then.
    sums.capped = sums.capped.max(batch.capped);
    let room = keep.saturating_sub(sums.articles.len());
    sums.articles.extend(batch.articles.into_iter().take(room));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refused_inputs_are_grouped_counted_and_not_hoarded() {
        let mut refusals = Refusals::default();
        for i in 0..100 {
            refusals.push(RefusedView {
                place: format!("x:{i}"),
                reason: "not JSON".into(),
                detail: String::new(),
            });
        }
        assert_eq!(refusals.len(), 100);
        let groups: Vec<_> = refusals.groups().map(|(r, n, k)| (r, n, k.len())).collect();
        assert_eq!(groups, [("not JSON", 100, PLACES)]);
    }
}

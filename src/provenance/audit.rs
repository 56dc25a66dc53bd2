//! Sums the paragraphs of a site: how much stands nowhere earlier, how much is copied, from whom, how fast, with what credit.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{CreditStatus, Direction, Kind};

/// What one body paragraph came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Tally {
    /// No earlier witness is known.
    NoEarlierMatch,
    /// It comes from another outlet.
    Copied {
        /// How.
        kind: Kind,
        /// How sure the arrow is.
        direction: Direction,
        /// What the copy says of it.
        credit: CreditStatus,
        /// The outlet of the source.
        outlet: String,
        /// Seconds, where known.
        lag: Option<i64>,
        /// True when nothing but claimed dates says who was first.
        dates_alone: bool,
    },
    /// Only the claimed date of an outlet that copies nearly all it prints says that it was first.
    Contested,
    /// A statement that others print too.
    SharedQuote,
    /// The outlet repeats itself.
    SelfReuse,
    /// Too short to be looked up.
    TooShort,
}

impl Tally {
    /// What it is called in the answer.
    pub fn label(&self) -> &'static str {
        match self {
            Self::NoEarlierMatch => "no_earlier_match",
            Self::Copied { kind, .. } => kind.as_str(),
            Self::SharedQuote => "shared_quote",
            Self::SelfReuse => "self_reuse",
            Self::TooShort => "too_short",
            Self::Contested => "contested",
        }
    }

    /// True when it counts: what could have a match with another outlet.
    pub fn is_counted(&self) -> bool {
        matches!(self, Self::NoEarlierMatch | Self::Copied { .. })
    }
}

/// A body paragraph and its words.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// What it came to.
    pub tally: Tally,
    /// Its words.
    pub words: usize,
}

/// One article of the site.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AuditInput {
    /// Its body paragraphs.
    pub paragraphs: Vec<Counted>,
    /// Its other blocks, and their words.
    pub furniture: (usize, usize),
    /// True when it has no date, or dates that prove nothing.
    pub weak: bool,
    /// The period or section it is of, where the audit goes by one.
    pub group: Option<String>,
    /// Paragraphs of it that would have counted as copied if a review had not set them aside.
    pub dismissed: usize,
    /// Broken names that stand where an agency would be credited, each with the agency.
    pub broken: BTreeSet<(String, String)>,
}

impl AuditInput {
    /// True when some copied paragraph is without any credit.
    pub fn lacks_credit(&self) -> bool {
        let lacks = |p: &Counted| matches!(p.tally, Tally::Copied { credit, .. } if credit == CreditStatus::Missing);
        self.paragraphs.iter().any(lacks)
    }

    /// Takes note of an agency's name that was swapped away: where no credit was known it is now known to be destroyed.
    pub fn destroy(&mut self, printed: &str, agency: &str) {
        for paragraph in &mut self.paragraphs {
            if let Tally::Copied { credit, .. } = &mut paragraph.tally
                && *credit == CreditStatus::Missing
            {
                *credit = CreditStatus::Destroyed;
            }
        }
        self.broken.insert((printed.to_owned(), agency.to_owned()));
    }
}

/// The sums.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Audit {
    /// Paragraphs counted: those that could have a match with another outlet.
    pub paragraphs: usize,
    /// Of these, by kind; nothing earlier under `None`.
    pub kinds: BTreeMap<Option<Kind>, usize>,
    /// Copied paragraphs by credit.
    pub credits: BTreeMap<CreditStatus, usize>,
    /// Copied paragraphs by direction.
    pub directions: BTreeMap<Direction, usize>,
    /// Left out: shared quotes, self-reuse, too short.
    pub shared_quotes: usize,
    /// Paragraphs the outlet took from itself.
    pub self_reuse: usize,
    /// Paragraphs too short to be looked up.
    pub too_short: usize,
    /// Paragraphs that only the date of a habitual copier makes copies.
    pub contested: usize,
    /// Sources: paragraphs, of these credited, articles.
    pub sources: BTreeMap<String, (usize, usize, usize)>,
    /// Median lag of the articles that hold copies, seconds; one lag an article.
    pub lag_median: Option<i64>,
    /// 90th percentile, nearest rank.
    pub lag_p90: Option<i64>,
    /// Articles with a lag.
    pub lag_known: usize,
    /// The lags, sorted.
    pub lags: Vec<i64>,
    /// Articles that hold copies.
    pub copying: usize,
    /// Broken names with their agencies: articles.
    pub broken: BTreeMap<(String, String), usize>,
}

/// Sums a site's articles.
pub fn audit(articles: &[AuditInput]) -> Audit {
    let mut sum = Audit::default();
    let mut lags: Vec<i64> = Vec::new();
    for article in articles {
        let mut seen: BTreeMap<&str, ()> = BTreeMap::new();
        let mut own_lag: Option<i64> = None;
        let mut copies = false;
        for paragraph in &article.paragraphs {
            match &paragraph.tally {
                Tally::NoEarlierMatch => {
                    sum.paragraphs += 1;
                    *sum.kinds.entry(None).or_default() += 1;
                }
                Tally::Copied {
                    kind,
                    direction,
                    credit,
                    outlet,
                    lag,
                    ..
                } => {
                    sum.paragraphs += 1;
                    *sum.kinds.entry(Some(*kind)).or_default() += 1;
                    *sum.directions.entry(*direction).or_default() += 1;
                    *sum.credits.entry(*credit).or_default() += 1;
                    let row = sum.sources.entry(outlet.clone()).or_default();
                    row.0 += 1;
                    row.1 += usize::from(matches!(
                        credit,
                        CreditStatus::Given | CreditStatus::Link | CreditStatus::Partial
                    ));
                    if seen.insert(outlet, ()).is_none() {
                        row.2 += 1;
                    }
                    // A lag stands on the order of the two: where that is not firm, it is none.
                    let firm = lag.filter(|_| *direction == Direction::Firm);
                    copies = true;
                    own_lag = own_lag.into_iter().chain(firm).min();
                }
                Tally::SharedQuote => sum.shared_quotes += 1,
                Tally::SelfReuse => sum.self_reuse += 1,
                Tally::TooShort => sum.too_short += 1,
                Tally::Contested => sum.contested += 1,
            }
        }
        lags.extend(own_lag);
        sum.copying += usize::from(copies);
        for name in &article.broken {
            *sum.broken.entry(name.clone()).or_default() += 1;
        }
    }
    lags.sort_unstable();
    sum.lag_known = lags.len();
    sum.lag_median = percentile(&lags, 50);
    sum.lag_p90 = percentile(&lags, 90);
    sum.lags = lags;
    sum
}

/// What an article adds to one share.
pub fn part(article: &AuditInput, measure: Measure) -> [f64; 2] {
    let (mut part, mut whole) = (0.0, 0.0);
    for paragraph in &article.paragraphs {
        let words = paragraph.words as f64;
        let (unit, inside, hit) = match (measure, &paragraph.tally) {
            (Measure::Kind(label), t) => (1.0, t.is_counted(), t.label() == label),
            (Measure::Words(label), t) => (words, t.is_counted(), t.label() == label),
            (Measure::Credit(status), Tally::Copied { credit, .. }) => {
                (1.0, true, *credit == status)
            }
            (Measure::Direction(wanted), Tally::Copied { direction, .. }) => {
                (1.0, true, *direction == wanted)
            }
            (Measure::Credited, Tally::Copied { credit, .. }) => (1.0, true, is_credit(*credit)),
            _ => continue,
        };
        whole += if inside { unit } else { 0.0 };
        part += if inside && hit { unit } else { 0.0 };
    }
    [part, whole]
}

/// True for a credit that names the source or leads to it.
pub fn is_credit(status: CreditStatus) -> bool {
    matches!(
        status,
        CreditStatus::Given | CreditStatus::Link | CreditStatus::Partial
    )
}

/// A share that an audit tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Paragraphs of a kind among those that count.
    Kind(&'static str),
    /// Words of them.
    Words(&'static str),
    /// Copied paragraphs with a status of credit.
    Credit(CreditStatus),
    /// Copied paragraphs with a direction.
    Direction(Direction),
    /// Copied paragraphs with any credit.
    Credited,
}

/// Nearest-rank percentile of a sorted list.
fn percentile(sorted: &[i64], percent: usize) -> Option<i64> {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copied(outlet: &str, credit: CreditStatus, lag: Option<i64>) -> Counted {
        plain(Tally::Copied {
            kind: Kind::Verbatim,
            direction: if lag.is_some() {
                Direction::Firm
            } else {
                Direction::Likely
            },
            credit,
            outlet: outlet.to_owned(),
            lag,
            dates_alone: false,
        })
    }

    fn plain(tally: Tally) -> Counted {
        Counted { tally, words: 10 }
    }

    #[test]
    fn every_paragraph_is_counted_once_and_what_cannot_be_copied_is_left_out() {
        let articles = [
            AuditInput {
                paragraphs: vec![
                    copied("Wire", CreditStatus::Given, Some(30)),
                    copied("Wire", CreditStatus::Missing, Some(10)),
                    plain(Tally::NoEarlierMatch),
                    plain(Tally::SharedQuote),
                ],
                ..AuditInput::default()
            },
            AuditInput {
                paragraphs: vec![
                    copied("Wire", CreditStatus::Destroyed, None),
                    plain(Tally::SelfReuse),
                    plain(Tally::TooShort),
                ],
                ..AuditInput::default()
            },
        ];
        let sum = audit(&articles);
        assert_eq!(sum.paragraphs, 4);
        assert_eq!(sum.kinds[&None], 1);
        assert_eq!(sum.kinds[&Some(Kind::Verbatim)], 3);
        assert_eq!(sum.credits.values().sum::<usize>(), 3);
        assert_eq!(sum.directions[&Direction::Firm], 2);
        assert_eq!(part(&articles[0], Measure::Kind("verbatim")), [2.0, 3.0]);
        assert_eq!(
            part(&articles[0], Measure::Words("no_earlier_match")),
            [10.0, 30.0]
        );
        assert_eq!(part(&articles[1], Measure::Credited), [0.0, 1.0]);
        assert_eq!(
            (sum.shared_quotes, sum.self_reuse, sum.too_short),
            (1, 1, 1)
        );
        assert_eq!(sum.sources["Wire"], (3, 1, 2));
        // One lag an article: its shortest.
        assert_eq!((sum.lag_known, sum.lag_median), (1, Some(10)));
    }

    #[test]
    fn a_swapped_name_destroys_only_a_credit_that_is_missing() {
        let mut article = AuditInput {
            paragraphs: vec![
                copied("Wire", CreditStatus::Given, None),
                copied("Wire", CreditStatus::Missing, None),
            ],
            ..AuditInput::default()
        };
        assert!(article.lacks_credit());
        article.destroy("Gateway", "Reuters");
        article.destroy("Gateway", "Reuters");
        assert!(!article.lacks_credit());
        let sum = audit(&[article.clone(), article]);
        assert_eq!(sum.credits[&CreditStatus::Given], 2);
        assert_eq!(sum.credits[&CreditStatus::Destroyed], 2);
        let name = ("Gateway".to_owned(), "Reuters".to_owned());
        assert_eq!(sum.broken[&name], 2);
    }

    #[test]
    fn percentiles_are_of_the_nearest_rank() {
        let ten: Vec<i64> = (1..=10).collect();
        assert_eq!(percentile(&ten, 50), Some(5));
        assert_eq!(percentile(&ten, 90), Some(9));
        assert_eq!(percentile(&[7], 90), Some(7));
        assert_eq!(percentile(&[], 50), None);
        assert_eq!(audit(&[]), Audit::default());
    }
}

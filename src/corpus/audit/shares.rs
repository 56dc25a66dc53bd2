//! Counts made into shares, with intervals where there is enough to rate.

use crate::model::{CreditStatus, Direction};
use crate::provenance::{AuditInput, Measure, Part, intervals, part};
use crate::report::figures::plural;
use crate::report::view::ShareView;

/// Articles from which a site is rated.
pub(super) const LEAST_ARTICLES: usize = 10;

/// Counted paragraphs from which a site is rated.
pub(super) const LEAST_PARAGRAPHS: usize = 50;

/// The classes that count, in the order in which they are told.
pub(super) const KINDS: [&str; 5] = [
    "no_earlier_match",
    "verbatim",
    "edited",
    "partial",
    "rewritten",
];

/// The measures of an audit: kinds by paragraphs and words, credits, directions, and the rate of credit.
fn measures() -> Vec<Measure> {
    let mut all: Vec<Measure> = KINDS.iter().map(|k| Measure::Kind(k)).collect();
    all.extend(KINDS.iter().map(|k| Measure::Words(k)));
    all.extend(CreditStatus::ALL.iter().map(|c| Measure::Credit(*c)));
    all.extend([Direction::Firm, Direction::Likely, Direction::Undecided].map(Measure::Direction));
    all.push(Measure::Credited);
    all
}

/// What the measures are called.
pub(super) fn labels() -> Vec<String> {
    let name = |m: Measure| match m {
        Measure::Kind(kind) => kind.to_owned(),
        Measure::Words(kind) => format!("{kind}_words"),
        Measure::Credit(status) => format!("credit_{}", status.as_str()),
        Measure::Direction(direction) => format!("direction_{}", direction.as_str()),
        Measure::Credited => "credited".to_owned(),
    };
    measures().into_iter().map(name).collect()
}

/// True for a share of copied paragraphs, which takes copies to rate.
pub(super) fn is_of_copies(label: &str) -> bool {
    label.starts_with("credit") || label.starts_with("direction")
}

/// What each article adds to each measure.
pub(super) fn parts(inputs: &[AuditInput]) -> Vec<Vec<Part>> {
    let all = measures();
    let of = |input: &AuditInput| all.iter().map(|m| part(input, *m)).collect();
    inputs.iter().map(of).collect()
}

fn counted(inputs: &[AuditInput]) -> usize {
    inputs
        .iter()
        .flat_map(|i| &i.paragraphs)
        .filter(|p| p.tally.is_counted())
        .count()
}

/// True when there is enough to give shares.
pub(super) fn is_rated(inputs: &[AuditInput]) -> bool {
    unrated(inputs).is_none()
}

/// What is missing for a rating.
pub(super) fn unrated(inputs: &[AuditInput]) -> Option<String> {
    let paragraphs = counted(inputs);
    let enough = inputs.len() >= LEAST_ARTICLES && paragraphs >= LEAST_PARAGRAPHS;
    (!enough).then(|| {
        format!(
            "{} with {} counted are too few; a rating takes {} and {}",
            plural(inputs.len(), "article"),
            plural(paragraphs, "paragraph"),
            plural(LEAST_ARTICLES, "article"),
            plural(LEAST_PARAGRAPHS, "paragraph")
        )
    })
}

/// A share without an interval.
pub(super) fn plain(label: &str, count: usize, whole: usize, rated: bool) -> ShareView {
    ShareView {
        label: label.to_owned(),
        count,
        share: (rated && whole > 0).then(|| count as f64 / whole as f64),
        words: None,
        word_share: None,
        interval: None,
        word_interval: None,
    }
}

/// All shares of some articles.
pub(super) struct Shares {
    pub(super) rated: bool,
    sums: Vec<Part>,
    bounds: Vec<Option<[f64; 2]>>,
    /// What is left out, and what counts: label, paragraphs, words.
    whole: Vec<(&'static str, usize, usize)>,
}

impl Shares {
    pub(super) fn of(inputs: &[AuditInput]) -> Self {
        let parts = parts(inputs);
        let mut sums = vec![[0.0; 2]; measures().len()];
        for article in &parts {
            for (sum, part) in sums.iter_mut().zip(article) {
                sum[0] += part[0];
                sum[1] += part[1];
            }
        }
        let rated = is_rated(inputs);
        let mut whole: Vec<(&'static str, usize, usize)> =
            KINDS.iter().map(|k| (*k, 0, 0)).collect();
        whole.extend(
            [
                "shared_quote",
                "self_reuse",
                "too_short",
                "contested",
                "furniture",
            ]
            .map(|l| (l, 0, 0)),
        );
        let mut add = |label: &str, count: usize, words: usize| {
            if let Some(row) = whole.iter_mut().find(|w| w.0 == label) {
                row.1 += count;
                row.2 += words;
            }
        };
        for input in inputs {
            for paragraph in &input.paragraphs {
                add(paragraph.tally.label(), 1, paragraph.words);
            }
            add("furniture", input.furniture.0, input.furniture.1);
        }
        Self {
            rated,
            bounds: if rated {
                intervals(&parts)
            } else {
                vec![None; sums.len()]
            },
            sums,
            whole,
        }
    }

    /// The share of a measure by its number.
    pub(super) fn share(&self, n: usize) -> Option<f64> {
        let [part, whole] = self.sums[n];
        (self.rated && whole > 0.0).then(|| part / whole)
    }

    fn view(&self, label: &str, n: usize, rated: bool) -> ShareView {
        ShareView {
            label: label.to_owned(),
            count: self.sums[n][0] as usize,
            share: self.share(n).filter(|_| rated),
            words: None,
            word_share: None,
            interval: self.bounds[n].filter(|_| rated),
            word_interval: None,
        }
    }

    /// How many paragraphs count.
    pub(super) fn counted(&self) -> usize {
        self.whole[..KINDS.len()].iter().map(|w| w.1).sum()
    }

    /// The kinds, by paragraphs and by words.
    pub(super) fn kinds(&self) -> Vec<ShareView> {
        let one = |(n, label): (usize, &&str)| {
            let words = n + KINDS.len();
            ShareView {
                words: Some(self.sums[words][0] as usize),
                word_share: self.share(words),
                word_interval: self.bounds[words],
                ..self.view(label, n, true)
            }
        };
        KINDS.iter().enumerate().map(one).collect()
    }

    /// Copied paragraphs with a status of credit.
    pub(super) fn credit(&self, status: CreditStatus, rated: bool) -> ShareView {
        let at = CreditStatus::ALL
            .iter()
            .position(|s| *s == status)
            .unwrap_or(0);
        self.view(status.as_str(), 2 * KINDS.len() + at, rated)
    }

    /// Copied paragraphs with a direction.
    pub(super) fn direction(&self, direction: Direction, rated: bool) -> ShareView {
        let at = direction as usize;
        self.view(
            direction.as_str(),
            2 * KINDS.len() + CreditStatus::ALL.len() + at,
            rated,
        )
    }

    /// Copied paragraphs with any credit.
    pub(super) fn credited(&self, rated: bool) -> ShareView {
        self.view("credited", self.sums.len() - 1, rated)
    }

    /// What does not count, as shares of all blocks.
    pub(super) fn left_out(&self) -> Vec<ShareView> {
        self.whole().split_off(KINDS.len())
    }

    /// All blocks.
    pub(super) fn whole(&self) -> Vec<ShareView> {
        let (mut blocks, mut words) = (0, 0);
        for row in &self.whole {
            blocks += row.1;
            words += row.2;
        }
        let one = |&(label, count, in_words): &(&str, usize, usize)| ShareView {
            words: Some(in_words),
            word_share: (self.rated && words > 0).then(|| in_words as f64 / words as f64),
            ..plain(label, count, blocks, self.rated)
        };
        self.whole.iter().map(one).collect()
    }
}

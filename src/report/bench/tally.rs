//! Sums over newsrooms, and the figures that are made of them.

use std::collections::BTreeMap;

use crate::model::Kind;
use crate::report::bench::reliability::Bins;
use crate::report::bench::{
    ArrowLine, ConfusionLine, DirectionLine, Figures, KindLine, NegativeLine, share,
};

/// Sums over one newsroom or several; [`Tally::figures`] is what is shown of them.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    pub(crate) articles: usize,
    pub(crate) kinds: BTreeMap<String, KindLine>,
    pub(crate) confusion: BTreeMap<String, ConfusionLine>,
    pub(crate) negatives: BTreeMap<String, (usize, usize)>,
    pub(crate) furniture: usize,
    pub(crate) wrong_firm: usize,
    pub(crate) stray: (usize, usize),
    pub(crate) unplaced: usize,
    pub(crate) directions: BTreeMap<&'static str, usize>,
    pub(crate) arrows: BTreeMap<(String, String), [usize; 3]>,
    pub(crate) bins: Bins,
}

impl KindLine {
    pub(crate) fn add(&mut self, other: &Self) {
        self.articles += other.articles;
        self.articles_found += other.articles_found;
        self.paragraphs += other.paragraphs;
        self.paragraphs_found += other.paragraphs_found;
        self.kind_right += other.kind_right;
        self.dated += other.dated;
        self.origin_right += other.origin_right;
    }

    fn shown(&self, kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            recall: share(self.paragraphs_found, self.paragraphs),
            right_kind: share(self.kind_right, self.paragraphs_found),
            right_origin: share(self.origin_right, self.dated),
            ..self.clone()
        }
    }
}

impl ConfusionLine {
    pub(crate) fn note(&mut self, verdict: &str) {
        self.paragraphs += 1;
        *match Kind::parse(verdict) {
            Some(Kind::Verbatim) => &mut self.verbatim,
            Some(Kind::Edited) => &mut self.edited,
            Some(Kind::Partial) => &mut self.partial,
            Some(Kind::Rewritten) => &mut self.rewritten,
            Some(Kind::SharedQuote) => &mut self.shared_quote,
            None => &mut self.none,
        } += 1;
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.paragraphs += other.paragraphs;
        self.verbatim += other.verbatim;
        self.edited += other.edited;
        self.partial += other.partial;
        self.rewritten += other.rewritten;
        self.shared_quote += other.shared_quote;
        self.none += other.none;
    }

    fn named(&self, planted: &str) -> Self {
        Self {
            planted: planted.to_owned(),
            ..self.clone()
        }
    }
}

impl Tally {
    /// Takes in the sums of another newsroom.
    pub fn add(&mut self, other: &Self) {
        self.articles += other.articles;
        for (kind, row) in &other.kinds {
            self.kinds.entry(kind.clone()).or_default().add(row);
        }
        for (kind, row) in &other.confusion {
            self.confusion.entry(kind.clone()).or_default().add(row);
        }
        for (kind, row) in &other.negatives {
            let mine = self.negatives.entry(kind.clone()).or_default();
            *mine = (mine.0 + row.0, mine.1 + row.1);
        }
        self.furniture += other.furniture;
        self.wrong_firm += other.wrong_firm;
        self.stray = (self.stray.0 + other.stray.0, self.stray.1 + other.stray.1);
        self.unplaced += other.unplaced;
        for (direction, n) in &other.directions {
            *self.directions.entry(direction).or_default() += n;
        }
        for (key, row) in &other.arrows {
            let mine = self.arrows.entry(key.clone()).or_default();
            mine.iter_mut().zip(row).for_each(|(m, n)| *m += n);
        }
        self.bins.add(&other.bins);
    }

    /// The figures to show.
    pub fn figures(&self) -> Figures {
        let mut planted = KindLine::default();
        self.kinds.values().for_each(|row| planted.add(row));
        Figures {
            articles: self.articles,
            kinds: self
                .kinds
                .iter()
                .map(|(kind, row)| row.shown(kind))
                .collect(),
            planted: planted.shown("all"),
            confusion: self
                .confusion
                .iter()
                .map(|(kind, row)| row.named(kind))
                .collect(),
            negatives: self
                .negatives
                .iter()
                .map(|(kind, &(pairs, claimed))| NegativeLine {
                    kind: kind.clone(),
                    pairs,
                    claimed,
                })
                .collect(),
            furniture_claimed: self.furniture,
            wrong_firm: self.wrong_firm,
            stray_pairs: self.stray.0,
            stray_paragraphs: self.stray.1,
            unplaced: self.unplaced,
            directions: self
                .directions
                .iter()
                .map(|(direction, &paragraphs)| DirectionLine {
                    direction: (*direction).to_owned(),
                    paragraphs,
                })
                .collect(),
            arrows: self
                .arrows
                .iter()
                .map(|((dated, credit), &[articles, claimed, firm])| ArrowLine {
                    dated: dated.clone(),
                    credit: credit.clone(),
                    articles,
                    claimed,
                    firm,
                })
                .collect(),
            reliability: self.bins.table(),
        }
    }
}

//! The published shape of an error report: how the answers about a newsroom compare with what is known about it.
//!
//! [`truth`] reads what is known, [`count`] compares, and this file says what comes out. Shares stand beside the counts they
//! come from and are nothing (JSON `null`) where there is nothing to divide. New fields may be added, none changes its meaning.

pub mod count;
pub mod reliability;
pub mod tally;
pub mod truth;

use serde::Serialize;

/// Answer of `bench`.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct BenchView {
    /// [`crate::report::view::SCHEMA`].
    pub schema: &'static str,
    /// `bench`.
    pub record: &'static str,
    /// One entry a newsroom.
    pub newsrooms: Vec<NewsroomView>,
    /// The figures of all newsrooms, each counted by itself and then added up.
    pub all: Figures,
    /// Wall time from the first byte read to the last figure, in seconds.
    pub seconds: f64,
    /// Where that time went.
    pub stages: Vec<StageView>,
}

/// The figures of one newsroom.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct NewsroomView {
    /// The folder's name.
    pub newsroom: String,
    /// What was counted.
    #[serde(flatten)]
    pub figures: Figures,
    /// The pairs behind `stray_pairs`, the ones with most paragraphs first.
    pub strays: Vec<StrayView>,
}

/// What was counted.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct Figures {
    /// Articles with an address.
    pub articles: usize,
    /// Planted copies by kind; those `rewritten:NAME` whose paragraphs have a known source stand together as `rewritten`.
    pub kinds: Vec<KindLine>,
    /// All planted copies.
    pub planted: KindLine,
    /// Planted kind against verdict, in paragraphs: each kind, each `rewritten:NAME`, and the sum of those as `rewritten`.
    pub confusion: Vec<ConfusionLine>,
    /// Pairs of articles that are no copies, by kind.
    pub negatives: Vec<NegativeLine>,
    /// Planted furniture that is claimed as copied.
    pub furniture_claimed: usize,
    /// Planted copies whose source is firmly called the copy.
    pub wrong_firm: usize,
    /// Article pairs claimed that are neither planted nor known to overlap.
    pub stray_pairs: usize,
    /// Claimed paragraphs of those pairs.
    pub stray_paragraphs: usize,
    /// Lines about an article that has no address in the newsroom.
    pub unplaced: usize,
    /// Claimed paragraphs by direction.
    pub directions: Vec<DirectionLine>,
    /// Planted copies but the rewritten ones, by date and credit.
    pub arrows: Vec<ArrowLine>,
    /// How far the score can be believed.
    pub reliability: Reliability,
}

/// Planted copies of one kind.
#[derive(Debug, Clone, Default, Serialize, PartialEq)]
pub struct KindLine {
    /// The planted kind.
    pub kind: String,
    /// Planted copies.
    pub articles: usize,
    /// Those of which half or more of the counted paragraphs were found.
    pub articles_found: usize,
    /// Counted paragraphs: those with a source and ten words or more.
    pub paragraphs: usize,
    /// Those for which an article of the same planted family is named as source or origin.
    pub paragraphs_found: usize,
    /// Found paragraphs that carry the planted kind.
    pub kind_right: usize,
    /// Found paragraphs of copies dated after their source.
    pub dated: usize,
    /// Those whose origin is the planted source.
    pub origin_right: usize,
    /// `paragraphs_found / paragraphs`.
    pub recall: Option<f64>,
    /// `kind_right / paragraphs_found`.
    pub right_kind: Option<f64>,
    /// `origin_right / dated`.
    pub right_origin: Option<f64>,
}

/// The verdicts on the counted paragraphs of one planted kind.
#[derive(Debug, Clone, Default, Serialize, PartialEq, Eq)]
pub struct ConfusionLine {
    /// The planted kind.
    pub planted: String,
    /// Counted paragraphs; the columns add up to it.
    pub paragraphs: usize,
    /// Called `verbatim`.
    pub verbatim: usize,
    /// Called `edited`.
    pub edited: usize,
    /// Called `partial`.
    pub partial: usize,
    /// Called `rewritten`.
    pub rewritten: usize,
    /// Not claimed, a shared quote with the family shown.
    pub shared_quote: usize,
    /// Nothing of the family named.
    pub none: usize,
}

/// Pairs of articles of one kind that are no copies.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct NegativeLine {
    /// Why they look alike.
    pub kind: String,
    /// Pairs.
    pub pairs: usize,
    /// Pairs claimed as copying, whichever way.
    pub claimed: usize,
}

/// Claimed paragraphs of one direction.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct DirectionLine {
    /// `firm`, `likely` or `undecided`.
    pub direction: String,
    /// Claimed paragraphs.
    pub paragraphs: usize,
}

/// Planted copies of one way of dating and crediting.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct ArrowLine {
    /// `after` the source, `undated` or `backdated`.
    pub dated: String,
    /// `given` or `missing`.
    pub credit: String,
    /// Planted copies.
    pub articles: usize,
    /// Those with a claimed paragraph.
    pub claimed: usize,
    /// Those with a firmly claimed paragraph.
    pub firm: usize,
}

/// The score of claimed paragraphs against how often such claims are right.
///
/// A claim is right when copy and source (or origin) belong to one planted family and the paragraph is no planted furniture.
/// Claims in pairs that are known to overlap, with nobody knowing which paragraphs, are left out.
#[derive(Debug, Clone, Default, Serialize, PartialEq)]
pub struct Reliability {
    /// Claims in all bins.
    pub paragraphs: usize,
    /// The bins that hold a claim, by rising score.
    pub bins: Vec<BinLine>,
    /// Expected calibration error, 0..1: the mean of |mean score − share right| over the bins, weighted by their counts
    /// (Naeini, Cooper, Hauskrecht 2015).
    pub expected_error: Option<f64>,
}

/// Claims whose score lies in `from..to`; the last bin holds 1 too.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct BinLine {
    /// Lowest score.
    pub from: f64,
    /// One above the highest.
    pub to: f64,
    /// Claims.
    pub paragraphs: usize,
    /// Those that are right.
    pub right: usize,
    /// Mean score.
    pub mean_score: f64,
    /// `right / paragraphs`.
    pub share_right: f64,
}

/// Two articles claimed to share text though nobody planted it.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct StrayView {
    /// Address of one.
    pub a: String,
    /// Address of the other.
    pub b: String,
    /// Claimed paragraphs, whichever way.
    pub paragraphs: usize,
}

/// Time of one stage.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct StageView {
    /// What was done; `other` is what no stage covers.
    pub stage: &'static str,
    /// Wall time, in seconds, without the stages within it.
    pub seconds: f64,
    /// Time of all processors meanwhile, in seconds.
    pub cpu_seconds: f64,
    /// Share of the whole wall time, 0..1.
    pub share: f64,
}

/// `part / whole`, or nothing when there is nothing to divide.
pub(crate) fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

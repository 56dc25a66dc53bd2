//! The published shapes: what every answer holds, whatever the format it is printed in.
//!
//! One view stands behind table, JSON and CSV, so that no two formats can disagree. Places are Unicode code points, end
//! exclusive; dates are printed with the precision that was claimed; ids are strings. Field names are a contract
//! (`"schema":"urtext/v1"`); new fields may be added, none changes its meaning.

mod article;
mod audit;
mod derivation;
mod outlets;
mod pair;
mod reviews;
mod stemma;
mod trace;
mod upkeep;

pub use article::{
    ArticleLine, ArticleRef, ArticleView, AttributionView, BlockView, ChangesView, CreditView,
    DateView, VersionView,
};
pub use audit::{
    AuditSource, AuditView, AuditsView, DestroyedView, DifferenceView, ExampleView, PeriodView,
    ShareView, SwapView,
};
pub use derivation::{DerivationView, MatchView, OriginView, PieceView, PlaceView};
pub use outlets::{AppliedView, FurnitureView, GroupedView, OutletView};
pub use pair::{CompareView, DiffPart, PairRow, PairView};
pub use reviews::{ReviewMark, ReviewView};
pub use stemma::{StemmaView, WitnessView};
pub use trace::{CarriedView, CopySummary, ParagraphView, ScopeView, SourceSummary, TraceView};
pub use upkeep::{CheckLine, DoctorView, ForgetView, IngestView, IngestedLine};

/// The name of the contract, in every JSON object.
pub const SCHEMA: &str = "urtext/v1";

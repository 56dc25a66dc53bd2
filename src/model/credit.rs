//! Acknowledgements of a source, as claimed by the text or the page.

use crate::model::Span;

/// One acknowledgement. It is a claim: shown as such, never proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// In which form it stands.
    pub form: CreditForm,
    /// Whom it names: the canonical agency name where the catalogue knows it, else the name as printed.
    /// Empty when the form credits nobody in particular (`Agencies`).
    pub to: String,
    /// The words as printed.
    pub printed: String,
    /// Where it stands in the article's text; nothing when it comes from outside the text.
    pub span: Option<Span>,
    /// The address it links to, if any.
    pub url: Option<String>,
}

/// The forms of credit lines that newsrooms use (`segment` recognises them).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CreditForm {
    /// `WASHINGTON (AP) —`
    Dateline,
    /// `By AFP`, `By A and B, CNN`
    Byline,
    /// `Reporting by …; Editing by …`
    SignOff,
    /// `© 2023 Cable News Network, Inc.`
    Copyright,
    /// `The-CNN-Wire`, `Our Standards: The Thomson Reuters Trust Principles.`
    WireFurniture,
    /// `This article was originally published by X`, `Original url: …`
    Republication,
    /// `The Associated Press contributed to this report`
    Partial,
    /// `Source: X`, `Via: X`
    SourceLine,
    /// `PRNewswire`, `Business Wire`
    PressRelease,
    /// A credit that a machine broke: `(Portal) –` where Reuters stood. `to` is what it most likely was.
    Mangled,
    /// From meta tags, JSON-LD or a feed: `isBasedOn`, `creditText`, `syndication-source`, `rel=canonical` on another domain.
    Metadata,
}

impl CreditForm {
    /// Every form.
    pub const ALL: [Self; 11] = [
        Self::Dateline,
        Self::Byline,
        Self::SignOff,
        Self::Copyright,
        Self::WireFurniture,
        Self::Republication,
        Self::Partial,
        Self::SourceLine,
        Self::PressRelease,
        Self::Mangled,
        Self::Metadata,
    ];

    /// The word used in SQL and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dateline => "dateline",
            Self::Byline => "byline",
            Self::SignOff => "sign_off",
            Self::Copyright => "copyright",
            Self::WireFurniture => "wire_furniture",
            Self::Republication => "republication",
            Self::Partial => "partial",
            Self::SourceLine => "source_line",
            Self::PressRelease => "press_release",
            Self::Mangled => "mangled",
            Self::Metadata => "metadata",
        }
    }

    /// The form a word names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == word)
    }
}

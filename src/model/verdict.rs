//! The words a verdict is made of.

/// How a paragraph relates to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// The same words in the same order, after folding.
    Verbatim,
    /// The same paragraph with some words changed.
    Edited,
    /// A part of one stands in the other: merged, split, truncated, padded, embedded.
    Partial,
    /// The same facts in other words; a verdict of two whole articles, never of two paragraphs alone.
    Rewritten,
    /// Only the quotation is common: two outlets, one statement. Not copying.
    SharedQuote,
}

impl Kind {
    /// Every kind, strongest first.
    pub const ALL: [Self; 5] = [
        Self::Verbatim,
        Self::Edited,
        Self::Partial,
        Self::Rewritten,
        Self::SharedQuote,
    ];

    /// The word used in SQL, JSON and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Edited => "edited",
            Self::Partial => "partial",
            Self::Rewritten => "rewritten",
            Self::SharedQuote => "shared_quote",
        }
    }

    /// The letter that stands beside the word in tables, so that no meaning hangs on colour.
    pub fn letter(self) -> char {
        match self {
            Self::Verbatim => 'V',
            Self::Edited => 'E',
            Self::Partial => 'P',
            Self::Rewritten => 'R',
            Self::SharedQuote => 'Q',
        }
    }

    /// The kind a word names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == word)
    }

    /// True for the kinds that are copying; a shared quote is not.
    pub fn is_copy(self) -> bool {
        self != Self::SharedQuote
    }
}

/// How sure the arrow from copy to source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// Two kinds of evidence agree and none contradicts.
    Firm,
    /// One kind of evidence points this way and none contradicts.
    Likely,
    /// Nothing says who was first, or the evidence disagrees.
    Undecided,
}

impl Direction {
    /// The word used in JSON and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Firm => "firm",
            Self::Likely => "likely",
            Self::Undecided => "undecided",
        }
    }
}

/// Whether a copy says where its text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CreditStatus {
    /// The source, its outlet or an agency is named in a credit position.
    Given,
    /// Only a link to the source.
    Link,
    /// Credit for a part only (`contributed to this report`).
    Partial,
    /// A credit stood there and was broken (`Portal` for Reuters).
    Destroyed,
    /// None found.
    Missing,
}

impl CreditStatus {
    /// Every status.
    pub const ALL: [Self; 5] = [
        Self::Given,
        Self::Link,
        Self::Partial,
        Self::Destroyed,
        Self::Missing,
    ];

    /// The word used in JSON and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Link => "link",
            Self::Partial => "partial",
            Self::Destroyed => "destroyed",
            Self::Missing => "missing",
        }
    }
}
/// What a person said of a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReviewVerdict {
    /// It is one.
    Confirmed,
    /// It is none.
    Dismissed,
    /// What was said before no longer counts.
    Open,
}

impl ReviewVerdict {
    /// The word used in SQL, JSON and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Dismissed => "dismissed",
            Self::Open => "open",
        }
    }

    /// Reads the word back.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Confirmed, Self::Dismissed, Self::Open]
            .into_iter()
            .find(|v| v.as_str() == word)
    }
}

/// What a copy says of its source, in finer grain than [`CreditStatus`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CreditGrain {
    /// A credit, and a link to the source or beside the credit.
    GivenWithLink,
    /// A credit.
    Given,
    /// Only a link to the source.
    LinkOnly,
    /// A credit for a part.
    Partial,
    /// No credit; a sentence of the text names the source's outlet or an agency.
    InTextOnly,
    /// A credit that a machine broke.
    Destroyed,
    /// No credit, and the text is given out as the outlet's own: by a byline or a copyright.
    SelfClaimed,
    /// Nothing.
    Missing,
}

impl CreditGrain {
    /// Every grain, from the fullest credit to none.
    pub const ALL: [Self; 8] = [
        Self::GivenWithLink,
        Self::Given,
        Self::LinkOnly,
        Self::Partial,
        Self::InTextOnly,
        Self::Destroyed,
        Self::SelfClaimed,
        Self::Missing,
    ];

    /// The word used in JSON and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::GivenWithLink => "given_with_link",
            Self::Given => "given",
            Self::LinkOnly => "link_only",
            Self::Partial => "partial",
            Self::InTextOnly => "in_text_only",
            Self::Destroyed => "destroyed",
            Self::SelfClaimed => "self_claimed",
            Self::Missing => "missing",
        }
    }

    /// Reads the word back.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|g| g.as_str() == word)
    }
}

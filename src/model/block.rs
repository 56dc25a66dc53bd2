//! The tiles an article's text is cut into.

use crate::model::Span;

/// One tile of an article's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Where it lies in the article's text; without leading and trailing blanks.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is. Only [`BlockKind::Paragraph`] counts by itself; captions, credit lines and the like count beside copied
/// paragraphs, as part of the copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BlockKind {
    /// The title, or a heading between paragraphs.
    Headline,
    /// Who wrote it (`By AFP`).
    Byline,
    /// Place, date or agency before the text (`MOSCOW, Sept 19 (Reuters) –`), or a line that is only a date.
    Dateline,
    /// What stands under a picture, with the photo credit.
    Caption,
    /// A paragraph of the body.
    Paragraph,
    /// Whom the text is credited to (`Reporting by …`, `The-CNN-Wire`, `Original url: …`).
    CreditLine,
    /// Menus, newsletter lines, share bars, legal notices.
    Furniture,
}

impl BlockKind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Self; 7] = [
        Self::Headline,
        Self::Byline,
        Self::Dateline,
        Self::Caption,
        Self::Paragraph,
        Self::CreditLine,
        Self::Furniture,
    ];

    /// The word used in SQL, JSON and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Byline => "byline",
            Self::Dateline => "dateline",
            Self::Caption => "caption",
            Self::Paragraph => "paragraph",
            Self::CreditLine => "credit_line",
            Self::Furniture => "furniture",
        }
    }

    /// The kind a word names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == word)
    }
}

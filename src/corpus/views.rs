//! From stored rows to the published shapes.

use crate::error::Result;
use crate::model::{
    ArticleId, Block, BlockKind, Credit, DateClaim, DateOrigin, DateRole, Precision, Span, Zone,
    best_of,
};
use crate::provenance::{TraceKind, traces};
use crate::report::view::{ArticleRef, CreditView};
use crate::store::{ArticleKey, ArticleRow, Reader};

/// An article's id as it is printed: `a:` and 32 hex digits.
pub(crate) fn id(id: ArticleId) -> String {
    format!("a:{}", id.hex())
}

/// An epoch second as RFC 3339 in UTC.
pub(crate) fn instant(second: i64) -> String {
    let at = DateClaim {
        earliest: second,
        latest: second,
        origin: DateOrigin::Record,
        role: DateRole::Captured,
        precision: Precision::Second,
        zone: Zone::Stated,
        printed: second.to_string(),
    };
    at.rfc3339()
}

/// The day of an epoch second, in UTC.
pub(crate) fn day(second: i64) -> String {
    instant(second).chars().take(10).collect()
}

/// Which article a row is.
pub(crate) fn reference(row: &ArticleRow, dates: &[DateClaim]) -> ArticleRef {
    let best = best_of(dates, DateRole::Published, row.first_seen_at);
    ArticleRef {
        id: id(row.id),
        article: row.url.clone().unwrap_or_else(|| id(row.id)),
        name: row.name.clone(),
        outlet: row.outlet_name.clone(),
        title: row.title.clone(),
        published_at: best.map(DateClaim::rfc3339),
        date_origin: best.map(|c| c.origin.as_str()),
    }
}

/// Which article a key is.
pub(crate) fn article_ref(reader: &Reader, key: ArticleKey) -> Result<ArticleRef> {
    Ok(reference(&reader.article(key)?, &reader.dates(key)?))
}

/// A credit as it is printed.
pub(crate) fn credit(credit: &Credit) -> CreditView {
    CreditView {
        form: credit.form.as_str(),
        to: credit.to.clone(),
        printed: credit.printed.clone(),
        url: credit.url.clone(),
    }
}

/// The tiles of a stored article.
pub(crate) fn blocks(reader: &Reader, key: ArticleKey) -> Result<Vec<Block>> {
    let rows = reader.blocks(key)?.into_iter();
    let tile = rows.map(|b| Block {
        span: b.span,
        kind: b.kind,
    });
    Ok(tile.collect())
}

/// Pointers of one article, at most.
const POINTERS: usize = 5;

/// What machines left in a text, each with its place: pointers for a reader, read off the text when it is shown; no verdict
/// counts them. Hidden letters have a notice of their own.
pub(crate) fn pointers(text: &str, blocks: &[Block]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for trace in traces(text) {
        let said = format!("{} ({})", trace.words, place(trace.span, blocks));
        if trace.kind != TraceKind::HiddenLetters && !all.contains(&said) {
            all.push(said);
        }
    }
    let more = all.len().saturating_sub(POINTERS);
    all.truncate(POINTERS);
    if more > 0 {
        all.push(format!("and {more} more places that look machine-made"));
    }
    all
}

/// Where a span lies, to a reader: `paragraph 3`, `headline`, `credit line`.
fn place(span: Span, blocks: &[Block]) -> String {
    let mut number = 0;
    for block in blocks {
        number += usize::from(block.kind == BlockKind::Paragraph);
        if span.start() < block.span.end() {
            return match block.kind {
                BlockKind::Paragraph => format!("paragraph {number}"),
                kind => kind.as_str().replace('_', " "),
            };
        }
    }
    "the end".to_owned()
}

/// Says that not every article that may be rewritten from this one, or it from them, was read.
pub(crate) fn unread_notice(unread: usize) -> Option<String> {
    (unread > 0).then(|| {
        format!(
            "{unread} more articles share its rare words and were not read beside it for rewrites"
        )
    })
}

/// What a reader should know of an article before reading on.
pub(crate) fn notices(row: &ArticleRow) -> Vec<String> {
    hidden_notice(row.hidden as usize).into_iter().collect()
}

/// The sentence about hidden characters, if there are any.
pub(crate) fn hidden_notice(hidden: usize) -> Option<String> {
    (hidden > 0).then(|| {
        format!(
            "{hidden} invisible or look-alike characters were folded away; this smells of hiding"
        )
    })
}

/// Turns byte places of one text into code points; asks cheap when asked in rising order.
#[derive(Debug)]
pub(crate) struct CodePoints<'t> {
    text: &'t str,
    byte: usize,
    count: usize,
}

impl<'t> CodePoints<'t> {
    /// Counts in `text`.
    pub(crate) fn new(text: &'t str) -> Self {
        Self {
            text,
            byte: 0,
            count: 0,
        }
    }

    /// The code points before `byte`.
    pub(crate) fn at(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            (self.byte, self.count) = (0, 0);
        }
        self.count += self
            .text
            .get(self.byte..byte)
            .map_or(0, |s| s.chars().count());
        self.byte = byte;
        self.count
    }

    /// A span in code points.
    pub(crate) fn span(&mut self, span: Span) -> (usize, usize) {
        (self.at(span.start()), self.at(span.end()))
    }
}

/// The ISO week of a moment: `2024-W21`.
pub(crate) fn week(at: i64) -> Option<String> {
    let date = jiff::Timestamp::from_second(at)
        .ok()?
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date();
    let week = date.iso_week_date();
    Some(format!("{:04}-W{:02}", week.year(), week.week()))
}

/// A piece of evidence for a direction as it is published.
pub(crate) fn piece(piece: &crate::provenance::Piece) -> crate::report::view::PieceView {
    crate::report::view::PieceView {
        kind: piece.kind.as_str(),
        side: if piece.against { "against" } else { "for" },
        weight: piece.weight,
        words: piece.words.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Article;
    use crate::segment::segment;

    fn pointed(text: &str) -> Vec<String> {
        let article = Article {
            text: text.to_owned(),
            ..Article::default()
        };
        pointers(text, &segment(&article).blocks)
    }

    const BODY: &str = "The last ferry left the harbour of Lindemar on Monday, the port office said after a meeting of its board.";

    #[test]
    fn traces_of_machines_are_told_with_their_places() {
        let text = format!("{BODY}\n\nThe captain said said that the ferry would leave.\n\n{BODY}");
        let told = pointed(&text);
        assert_eq!(
            told,
            ["the verb is out of place in “said said” (paragraph 2)"]
        );
        assert!(pointed(BODY).is_empty());
    }

    #[test]
    fn many_traces_are_a_handful_and_a_number() {
        let line = "The captain said said that the ferry would leave in the evening.";
        let told = pointed(&[line; 8].join("\n\n"));
        assert_eq!(told.len(), POINTERS + 1);
        assert!(told[POINTERS].contains("3 more"), "{told:?}");
    }

    #[test]
    fn hidden_letters_are_left_to_their_own_notice() {
        let text = format!("The las\u{200b}t fe\u{200b}rry le\u{200b}ft on Monday.\n\n{BODY}");
        assert!(pointed(&text).is_empty());
    }
}

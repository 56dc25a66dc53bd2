//! From stored rows to the published shapes.

use crate::error::Result;
use crate::model::{
    ArticleId, Credit, DateClaim, DateOrigin, DateRole, Precision, Span, best_date,
};
use crate::report::view::{ArticleRef, CreditView, DateView};
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
    let best = best_date(dates);
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

/// Date claims as they are printed, each with what makes it weak.
pub(crate) fn dates(claims: &[DateClaim], first_seen_at: i64) -> Vec<DateView> {
    let published = best_date(claims);
    claims
        .iter()
        .map(|c| {
            let weak = if c.earliest > first_seen_at + 86_400 {
                Some("lies after the day this store first saw the article".to_owned())
            } else if c.role == DateRole::Modified
                && published.is_some_and(|p| c.latest < p.earliest)
            {
                Some("modified before it was published".to_owned())
            } else if c.role == DateRole::Published
                && published.is_some_and(|p| c.latest < p.earliest || c.earliest > p.latest)
            {
                Some("differs from the claim that was used".to_owned())
            } else {
                None
            };
            DateView {
                at: c.rfc3339(),
                role: c.role.as_str(),
                origin: c.origin.as_str(),
                precision: c.precision.as_str(),
                printed: c.printed.clone(),
                weak,
            }
        })
        .collect()
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

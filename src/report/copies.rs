//! News of a watch: an article that is new, and a copy that turned up.

use serde::Serialize;

use crate::report::clean::line;
use crate::report::figures::plural;
use crate::report::human::{date, outlet, short, title};
use crate::report::view::{ArticleRef, CreditView, IngestedLine, SCHEMA};

/// An article that came in.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct NewView {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// `new`.
    pub record: &'static str,
    /// The feed that named it.
    pub feed: String,
    /// The article.
    #[serde(flatten)]
    pub line: IngestedLine,
}

/// An article of another house that holds paragraphs of an article of the outlet that was asked for.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct CopyView {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// `copy`.
    pub record: &'static str,
    /// The copy.
    pub copy: ArticleRef,
    /// Since when this store holds both, RFC 3339.
    pub first_seen_at: String,
    /// The article of the outlet.
    pub source: ArticleRef,
    /// Outlets whose own printing lies between the two: the copy took the paragraphs there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<String>,
    /// Body paragraphs of the copy that come from it.
    pub paragraphs: usize,
    /// Of these, by kind: verbatim, edited, partial, rewritten.
    pub by_kind: Vec<(&'static str, usize)>,
    /// Words of these paragraphs.
    pub words: usize,
    /// Of these words, how many stand in the source in aligned runs.
    pub words_shared: usize,
    /// `firm`, `likely` or `undecided`.
    pub direction: &'static str,
    /// `given`, `link`, `partial`, `destroyed` or `missing`.
    pub credit: &'static str,
    /// The credit lines that were counted, as printed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub credit_detail: Vec<CreditView>,
    /// Time of the copy minus time of the source, where both are known finely enough.
    pub lag_seconds: Option<i64>,
}

impl NewView {
    /// News of an article that `feed` named.
    pub fn new(feed: &str, line: IngestedLine) -> Self {
        Self {
            schema: SCHEMA,
            record: "new",
            feed: feed.to_owned(),
            line,
        }
    }

    /// One line for people.
    pub fn text(&self) -> String {
        let article = &self.line.article;
        let paragraphs = self.line.paragraphs;
        format!(
            "{}  {}  {}  {paragraphs} ¶  {}{}\n",
            short(&article.id),
            date(article),
            outlet(article),
            title(article),
            address(article)
        )
    }
}

impl CopyView {
    /// Which kinds, in words: `3 verbatim, 1 edited`.
    pub fn kinds(&self) -> String {
        let each = self.by_kind.iter().map(|(kind, n)| format!("{n} {kind}"));
        each.collect::<Vec<_>>().join(", ")
    }

    /// What the copy holds, in one sentence without its names.
    pub fn summary(&self) -> String {
        let mut out = format!(
            "{} ({}), {} of {} words; direction {}, credit {}",
            plural(self.paragraphs, "paragraph"),
            self.kinds(),
            self.words_shared,
            self.words,
            self.direction,
            self.credit
        );
        if !self.via.is_empty() {
            out.push_str(&format!("; by way of {}", line(&self.via.join(", "))));
        }
        out
    }

    /// One line for people.
    pub fn text(&self) -> String {
        format!(
            "copy  {}  {}  {}  {}; from {} {}{}\n",
            short(&self.copy.id),
            date(&self.copy),
            outlet(&self.copy),
            self.summary(),
            short(&self.source.id),
            title(&self.source),
            address(&self.copy)
        )
    }
}

fn address(article: &ArticleRef) -> String {
    if article.article == article.id {
        String::new()
    } else {
        format!("  {}", line(&article.article))
    }
}

#[cfg(test)]
mod tests {
    use crate::report::human::samples::copied;

    #[test]
    fn a_copy_is_one_clean_line() {
        let text = copied(7, "2024-05-15T03:00:00Z").text();
        assert_eq!(
            text,
            "copy  a:01070107  2024-05-15 02:05Z  Flash  4 paragraphs (3 verbatim, 1 edited), 110 of 120 words; \
             direction likely, credit missing; by way of Relay; from a:02070207 Whale leaves harbour  \
             https://flash.example/7?a=1&b=2\n"
        );
    }
}

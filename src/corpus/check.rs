//! Testing a text against the store; nothing is stored.

use crate::corpus::cut::cut;
use crate::corpus::trace::{Head, view};
use crate::corpus::witness::Library;
use crate::corpus::{subject, views};
use crate::error::Result;
use crate::model::{Article, DateRole, best_of};
use crate::report;
use crate::report::view::{ArticleRef, TraceView};
use crate::reuse::Thresholds;
use crate::store::Reader;

/// Checks an article as if it were first seen `now`.
pub(crate) fn check(
    reader: &Reader,
    article: &Article,
    now: i64,
    thresholds: &Thresholds,
) -> Result<TraceView> {
    let library = Library::new(reader)?;
    let cut = cut(article);
    let (subject, unread) = subject::unstored(&library, &cut, now, thresholds)?;
    let mut dates = article.dates.clone();
    dates.extend(cut.segmented.dates.iter().cloned());
    let best = best_of(&dates, DateRole::Published, now);
    let title = article.title.clone().or_else(|| {
        cut.segmented
            .headline
            .map(|h| h.of(&article.text).to_owned())
    });
    let mut notices: Vec<String> = views::hidden_notice(cut.hidden).into_iter().collect();
    notices.extend(report::dates::notices(&dates, now));
    notices.extend(views::pointers(&article.text, &cut.segmented.blocks));
    notices.extend(views::unread_notice(unread));
    match subject.versions.len() {
        0 => {}
        1 => notices.push("the store holds another version of it".to_owned()),
        n => notices.push(format!("the store holds {n} other versions of it")),
    }
    let head = Head {
        record: "check",
        article: ArticleRef {
            id: views::id(article.id()),
            article: article
                .url
                .clone()
                .unwrap_or_else(|| views::id(article.id())),
            name: article.name.clone(),
            outlet: subject.facts.outlet_name.clone(),
            title,
            published_at: best.map(|c| c.rfc3339()),
            date_origin: best.map(|c| c.origin.as_str()),
        },
        first_seen_at: now,
        licence: article
            .licence
            .clone()
            .or_else(|| cut.segmented.licence.clone()),
        notices,
        blocks: cut.segmented.blocks.len(),
    };
    view(&library, &subject, &dates, head, thresholds)
}

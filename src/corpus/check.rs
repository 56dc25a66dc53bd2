//! Testing a text against the store; nothing is stored.

use crate::corpus::cut::cut;
use crate::corpus::trace::{Head, view};
use crate::corpus::witness::Library;
use crate::corpus::{subject, views};
use crate::error::Result;
use crate::model::{Article, best_date};
use crate::report::view::{ArticleRef, TraceView};
use crate::reuse::Thresholds;
use crate::store::Reader;

/// Checks an article.
pub(crate) fn check(
    reader: &Reader,
    article: &Article,
    thresholds: &Thresholds,
) -> Result<TraceView> {
    let library = Library::new(reader)?;
    let cut = cut(article);
    let (subject, [capped, unread]) = subject::unstored(&library, &cut, thresholds)?;
    let mut dates = article.dates.clone();
    dates.extend(cut.segmented.dates.iter().cloned());
    let best = best_date(&dates);
    let title = article.title.clone().or_else(|| {
        cut.segmented
            .headline
            .map(|h| h.of(&article.text).to_owned())
    });
    let mut notices: Vec<String> = views::hidden_notice(cut.hidden).into_iter().collect();
    notices.extend(views::pointers(&article.text, &cut.segmented.blocks));
    if capped > 0 {
        notices.push(format!(
            "{capped} phrases stand in too many passages to be looked up"
        ));
    }
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
        first_seen_at: i64::MAX - 2 * 86_400,
        notices,
        blocks: cut.segmented.blocks.len(),
    };
    view(&library, &subject, &dates, head, thresholds)
}

//! Phrases that several pages share.

use std::collections::BTreeSet;

use crate::report::clean::line;
use crate::report::figures::plural;
use crate::report::layout::fit;
use crate::report::view::{ArticleRef, CreditView, ScopeView};

/// An id in its short printed form: the kind letter and 8 hex digits.
pub fn short(id: &str) -> String {
    line(id).chars().take(10).collect()
}

/// The outlet of an article, or `no outlet`.
pub fn outlet(article: &ArticleRef) -> String {
    article
        .outlet
        .as_deref()
        .map_or_else(|| "no outlet".into(), line)
}

/// The best claim of its date, or `undated`.
pub fn date(article: &ArticleRef) -> String {
    article
        .published_at
        .as_deref()
        .map_or_else(|| "undated".into(), readable)
}

/// A printed date for people: a blank for the `T`, no seconds where they are none.
fn readable(printed: &str) -> String {
    let date = line(printed).replacen('T', " ", 1);
    match date.strip_suffix(":00Z") {
        Some(minute) if minute.len() > 13 => format!("{minute}Z"),
        _ => date,
    }
}

/// Its headline, else its name, else `(untitled)`.
pub fn title(article: &ArticleRef) -> String {
    match (&article.title, &article.name) {
        (Some(title), _) if !title.trim().is_empty() => line(title),
        (_, Some(name)) => format!("({})", line(name)),
        _ => "(untitled)".into(),
    }
}

/// Which article: `a:3f9c01d2  Moscow Times 2023-09-19`.
pub fn heading(article: &ArticleRef) -> String {
    format!(
        "{}  {} {}",
        short(&article.id),
        outlet(article),
        date(article)
    )
}

/// The names that credits give, without repetition, or `none`.
pub fn credits(credits: &[CreditView]) -> String {
    let (mut named, mut names) = (BTreeSet::new(), Vec::new());
    for credit in credits {
        let printed = fit(&line(&credit.printed), 40);
        let name = if credit.to.is_empty() {
            format!("“{printed}”")
        } else if credit.form == "mangled" {
            format!("{}? (printed as “{printed}”)", line(&credit.to))
        } else {
            line(&credit.to)
        };
        // A broken credit is told once, however often it was broken.
        if named.insert((
            credit.form == "mangled",
            if credit.to.is_empty() {
                &credit.printed
            } else {
                &credit.to
            },
        )) {
            names.push(name);
        }
    }
    if names.is_empty() {
        "none".into()
    } else {
        names.join(", ")
    }
}

/// What was looked through: `5 articles of 3 outlets; 2 carry a date, 2023-09-19`.
pub fn searched(scope: &ScopeView) -> String {
    let mut out = format!(
        "{} of {}",
        plural(scope.articles, "article"),
        plural(scope.outlets, "named outlet")
    );
    let period = match (&scope.earliest, &scope.latest) {
        (Some(a), Some(b)) if a != b => Some(format!("{} … {}", line(a), line(b))),
        (Some(a), _) | (None, Some(a)) => Some(line(a)),
        (None, None) => None,
    };
    match period {
        _ if scope.articles == 0 => {}
        None => out.push_str(", none of them dated"),
        Some(p) if scope.dated == scope.articles => out.push_str(&format!(", {p}")),
        Some(p) => {
            let verb = if scope.dated == 1 { "carries" } else { "carry" };
            out.push_str(&format!("; {} {verb} a date, {p}", scope.dated));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_readable_and_keep_their_seconds() {
        assert_eq!(readable("2024-05-14T09:30:00Z"), "2024-05-14 09:30Z");
        assert_eq!(readable("2023-09-19T06:08:40Z"), "2023-09-19 06:08:40Z");
        assert_eq!(readable("2023-09-19"), "2023-09-19");
        assert_eq!(readable("\u{1b}"), "\\u{1b}");
    }

    #[test]
    fn the_scope_says_how_many_dates_it_rests_on() {
        let mut scope = ScopeView {
            articles: 5,
            outlets: 3,
            dated: 2,
            earliest: Some("2023-09-19".into()),
            latest: Some("2023-09-19".into()),
        };
        assert_eq!(
            searched(&scope),
            "5 articles of 3 named outlets; 2 carry a date, 2023-09-19"
        );
        scope.dated = 5;
        scope.latest = Some("2023-09-21".into());
        assert_eq!(
            searched(&scope),
            "5 articles of 3 named outlets, 2023-09-19 … 2023-09-21"
        );
        assert_eq!(
            searched(&ScopeView::default()),
            "0 articles of 0 named outlets"
        );
    }
}

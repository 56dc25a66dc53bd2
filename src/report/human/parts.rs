//! Phrases that several pages share.

use crate::report::clean::line;
use crate::report::figures::plural;
use crate::report::layout::{columns, fit};
use crate::report::view::{ArticleRef, CarriedView, ChangesView, CreditView, ScopeView};

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

/// The best claim of its date as people write it (`2024-05-14 09:30Z`), or `undated`.
pub fn date(article: &ArticleRef) -> String {
    article
        .published_at
        .as_deref()
        .map_or_else(|| "undated".into(), readable)
}

/// A printed date for people: a blank for the `T`, no seconds where they are none.
pub(super) fn readable(printed: &str) -> String {
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

/// Columns of a credit line that is quoted because it names nobody.
const QUOTED: usize = 60;

/// The names that credits give, each once, or `none`; of a broken name also how it was printed.
pub fn credits(credits: &[CreditView]) -> String {
    let mut names: Vec<String> = Vec::new();
    for credit in credits {
        let name = if credit.to.is_empty() {
            format!("“{}”", fit(&line(&credit.printed), QUOTED))
        } else if credit.form == "mangled" {
            let same = credits
                .iter()
                .filter(|c| c.form == "mangled" && c.to == credit.to);
            let printed = same.clone().map(|c| line(&c.printed));
            let shortest = printed.min_by_key(|p| columns(p)).unwrap_or_default();
            let more = match same.count() {
                0 | 1 => String::new(),
                n => format!(" and {} more", n - 1),
            };
            let shortest = fit(&shortest, QUOTED);
            format!("{}? (printed as “{shortest}”{more})", line(&credit.to))
        } else {
            line(&credit.to)
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        "none".into()
    } else {
        names.join(", ")
    }
}

/// The names that credits give, each once and nothing else; a broken one with a question mark.
pub(super) fn credited(credits: &[CreditView]) -> String {
    let mut names: Vec<String> = Vec::new();
    for credit in credits.iter().filter(|c| !c.to.is_empty()) {
        let mark = if credit.form == "mangled" { "?" } else { "" };
        let name = format!("{}{mark}", line(&credit.to));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match (names.is_empty(), credits.is_empty()) {
        (false, _) => names.join(", "),
        (true, false) => "unnamed".into(),
        (true, true) => "none".into(),
    }
}

/// What changed from one version to another, in words; nothing when only what is no text did.
pub(super) fn changes(view: &ChangesView) -> Option<String> {
    let counts = [
        (view.changed, "changed"),
        (view.added, "added"),
        (view.removed, "removed"),
    ];
    let mut told: Vec<String> = Vec::new();
    for (n, what) in counts.into_iter().filter(|(n, _)| *n > 0) {
        told.push(if told.is_empty() {
            format!("{} {what}", plural(n, "paragraph"))
        } else {
            format!("{n} {what}")
        });
    }
    if view.title {
        told.push("headline changed".to_owned());
    }
    if view.correction {
        told.push("a correction".to_owned());
    }
    (!told.is_empty()).then(|| told.join(", "))
}

/// What is said of a source of which there are several versions: which one the text carries, and what became of it since.
pub(super) fn carried(view: &CarriedView) -> Vec<String> {
    let mut told = Vec::new();
    let at = view.newest_at.as_deref().map(readable);
    let mut says = if view.sure {
        format!("carries version {} of {}", view.version, view.versions)
    } else {
        format!(
            "the copied text is the same in several of {}; by its date it is version {}",
            plural(view.versions, "version"),
            view.version
        )
    };
    if let Some(since) = view.since.as_ref().and_then(changes) {
        says.push_str(&format!("; since then: {since}"));
        if let Some(at) = &at {
            says.push_str(&format!(" ({at})"));
        }
    }
    told.push(says);
    if let Some(status) = view.status {
        let word = if status == "canceled" {
            "withdrawn (canceled)"
        } else {
            status
        };
        let on = at.map_or_else(String::new, |at| format!(" on {at}"));
        told.push(format!("the source was {word}{on}"));
    }
    told
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
    fn a_broken_name_is_told_once_with_its_shortest_printing() {
        let broken = |printed: &str| CreditView {
            form: "mangled",
            to: "Reuters".into(),
            printed: printed.into(),
            url: None,
        };
        let list = [broken("Handout via Portal"), broken("(Portal) –")];
        assert_eq!(
            credits(&list),
            "Reuters? (printed as “(Portal) –” and 1 more)"
        );
        assert_eq!(credited(&list), "Reuters?");
        assert_eq!(credited(&[]), "none");
    }

    #[test]
    fn a_carried_version_is_told_with_what_came_after_and_never_more_than_is_known() {
        let mut view = CarriedView {
            version: 1,
            versions: 2,
            sure: true,
            newest_at: Some("2024-05-14T11:20:00Z".into()),
            since: Some(ChangesView {
                kept: 4,
                changed: 1,
                removed: 2,
                correction: true,
                ..ChangesView::default()
            }),
            ..CarriedView::default()
        };
        assert_eq!(
            carried(&view),
            [
                "carries version 1 of 2; since then: 1 paragraph changed, 2 removed, a correction (2024-05-14 11:20Z)"
            ]
        );
        view.since = None;
        view.sure = false;
        view.status = Some("canceled");
        assert_eq!(
            carried(&view),
            [
                "the copied text is the same in several of 2 versions; by its date it is version 1",
                "the source was withdrawn (canceled) on 2024-05-14 11:20Z"
            ]
        );
        assert_eq!(changes(&ChangesView::default()), None);
    }

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

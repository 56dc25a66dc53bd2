//! The guided tour of `demo`: what urtext says of a small sample, step by step, for somebody who never saw it before.
//!
//! Nothing here knows the sample: every name and number comes out of the views.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::model::Kind;
use crate::report::clean::line;
use crate::report::diff::{Side, draw};
use crate::report::figures::{lag, plural};
use crate::report::human::parts::{date, heading, outlet, searched, short, title};
use crate::report::layout::{columns, fit, table, wrap};
use crate::report::style::{Style, label};
use crate::report::view::{
    ArticleLine, ArticleRef, DerivationView, DiffPart, IngestView, ScopeView,
};

/// What the tour is told from.
#[derive(Debug, Clone, Default)]
pub struct Tour {
    /// What was read.
    pub read: IngestView,
    /// What there is.
    pub scope: ScopeView,
    /// The articles.
    pub articles: Vec<ArticleLine>,
    /// Every arrow, shared quotes included.
    pub derivations: Vec<DerivationView>,
    /// A telling arrow with its comparison, source first.
    pub evidence: Option<(DerivationView, Vec<DiffPart>)>,
    /// Shared quotes with the words that are shared.
    pub quotes: Vec<(DerivationView, String)>,
}

fn copies(d: &&DerivationView) -> bool {
    d.is_copy()
}

impl Tour {
    fn article(&self, id: &str) -> Option<&ArticleRef> {
        self.articles
            .iter()
            .map(|a| &a.article)
            .find(|a| a.id == id)
    }

    fn name(&self, id: &str) -> String {
        self.article(id).map_or_else(|| short(id), outlet)
    }

    /// The witness that most copied paragraphs go back to, with their number.
    fn first(&self) -> Option<(&ArticleRef, usize)> {
        let count = |a: &ArticleRef| {
            let back = self.derivations.iter().filter(copies);
            back.filter(|d| d.origin.id == a.id).count()
        };
        self.articles
            .iter()
            .map(|a| (&a.article, count(&a.article)))
            .filter(|(_, n)| *n > 0)
            .max_by_key(|(a, n)| (*n, std::cmp::Reverse(a.id.clone())))
    }
}

/// The page of the tour.
pub fn tour(t: &Tour, style: &Style) -> String {
    let mut out = String::new();
    // Writing into a String cannot fail, here and below.
    let _ = writeln!(
        out,
        "{}",
        style.bold("urtext — who had this paragraph first, who copied it, and did they say so?")
    );
    let _ = writeln!(
        out,
        "A tour in five steps. The sample is invented, and nothing is written to disk."
    );
    reading(&mut out, t, style);
    first(&mut out, t, style);
    copied(&mut out, t, style);
    silent(&mut out, t, style);
    next(&mut out, t, style);
    out
}

fn step(out: &mut String, n: usize, text: &str, style: &Style) {
    let head = format!("{n}  {text} ");
    let rule = "─".repeat(style.width.min(78).saturating_sub(columns(&head)));
    let _ = writeln!(out, "\n{}{}\n", style.bold(&head), style.dim(&rule));
}

fn reading(out: &mut String, t: &Tour, style: &Style) {
    step(out, 1, "What was read", style);
    say(
        out,
        &format!(
            "{}. They hold {}. {} (headlines, bylines, captions, credit lines, furniture) were told apart from \
             them, so that menus and newsletter lines accuse nobody. Equal texts are kept once: {} in all.",
            searched(&t.scope),
            plural(t.read.paragraphs, "body paragraph"),
            plural(t.read.furniture, "other block"),
            t.read.passages,
        ),
        style,
    );
    out.push('\n');
    let mut articles: Vec<_> = t.articles.iter().collect();
    articles.sort_by_key(|a| {
        (
            a.article.published_at.is_none(),
            a.article.published_at.clone(),
            a.article.id.clone(),
        )
    });
    let rows: Vec<_> = articles
        .iter()
        .map(|a| {
            vec![
                short(&a.article.id),
                outlet(&a.article),
                date(&a.article),
                format!("{} ¶", a.paragraphs),
                fit(&title(&a.article), 44),
            ]
        })
        .collect();
    out.push_str(&table(&rows, &[3], 3, style.width));
}

fn first(out: &mut String, t: &Tour, style: &Style) {
    step(out, 2, "Who had it first", style);
    let Some((article, n)) = t.first() else {
        say(
            out,
            "No paragraph of the sample stands in two places.",
            style,
        );
        return;
    };
    let others: BTreeSet<_> = t
        .derivations
        .iter()
        .filter(copies)
        .filter(|d| d.origin.id == article.id)
        .map(|d| &d.id)
        .collect();
    let _ = writeln!(out, "   {}", style.bold(&heading(article)));
    let _ = writeln!(out, "   “{}”\n", title(article));
    say(
        out,
        &format!(
            "{} in {} go back to it. It is the earliest witness here; what came before the first article \
             of a collection, no tool can see.",
            plural(n, "paragraph"),
            plural(others.len(), "other article"),
        ),
        style,
    );
    let lost: BTreeSet<_> = t
        .derivations
        .iter()
        .filter_map(|d| d.lost_source.as_deref())
        .map(line)
        .collect();
    for agency in lost {
        say(
            out,
            &format!(
                "{agency} is named as the source, and {agency}'s own copy is not in the sample: two papers that \
                 print one agency text are sisters; neither need have copied the other."
            ),
            style,
        );
    }
}

fn copied(out: &mut String, t: &Tour, style: &Style) {
    step(out, 3, "Who copied it, and how", style);
    let mut rows: Vec<(usize, &str, Vec<String>)> = Vec::new();
    for a in &t.articles {
        let mine: Vec<_> = t
            .derivations
            .iter()
            .filter(copies)
            .filter(|d| d.id == a.article.id)
            .collect();
        let Some(one) = mine.first() else { continue };
        let kinds: Vec<_> = Kind::ALL
            .iter()
            .map(|k| (k, mine.iter().filter(|d| d.kind == k.as_str()).count()))
            .filter(|(_, n)| *n > 0)
            .map(|(k, n)| format!("{n} {}", label(k.as_str())))
            .collect();
        let top = Kind::ALL
            .iter()
            .find(|k| mine.iter().any(|d| d.kind == k.as_str()));
        rows.push((
            mine.len(),
            top.map_or("none", |k| k.as_str()),
            vec![
                outlet(&a.article),
                format!("{} of {} ¶", mine.len(), a.paragraphs),
                kinds.join(", "),
                one.credit.to_owned(),
                one.direction.to_owned(),
                one.lag_seconds.map_or_else(|| "–".into(), lag),
            ],
        ));
    }
    rows.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.2.cmp(&b.2)));
    let (kinds, mut cells): (Vec<_>, Vec<_>) = rows.into_iter().map(|(_, k, c)| (k, c)).unzip();
    if kinds.is_empty() {
        say(out, "Nobody, as far as this sample goes.", style);
    } else {
        cells.insert(
            0,
            ["", "copied", "how", "credit", "direction", "lag"]
                .map(String::from)
                .to_vec(),
        );
    }
    let shown = table(&cells, &[], 3, style.width);
    let colours = ["head"].into_iter().chain(kinds);
    for (kind, text) in colours.zip(shown.lines()) {
        let text = if kind == "head" {
            style.dim(text)
        } else {
            style.kind(kind, text)
        };
        let _ = writeln!(out, "{text}");
    }
    let Some((d, parts)) = &t.evidence else {
        return;
    };
    let _ = writeln!(
        out,
        "\n   The evidence, for example {} ¶{}, beside {} ¶{}:\n",
        t.name(&d.id),
        d.paragraph,
        t.name(&d.source.id),
        d.source.paragraph
    );
    for text in draw(
        parts,
        Side::Both,
        Some(8),
        style.width.min(90).saturating_sub(6),
        style,
    ) {
        let _ = writeln!(out, "      {text}");
    }
    if !style.colour {
        let _ = writeln!(out, "\n   ([-only in the source-], {{+only in the copy+}})");
    }
    let reasons: Vec<_> = d.reasons.iter().map(|r| line(r)).collect();
    if !reasons.is_empty() {
        out.push('\n');
        say(
            out,
            &format!("Why {}: {}.", label(d.kind), reasons.join("; ")),
            style,
        );
    }
}

fn silent(out: &mut String, t: &Tour, style: &Style) {
    step(out, 4, "About whom it stays silent", style);
    let involved: BTreeSet<_> = t
        .derivations
        .iter()
        .filter(copies)
        .flat_map(|d| [&*d.id, &*d.source.id, &*d.origin.id])
        .collect();
    let mut any = false;
    for a in t
        .articles
        .iter()
        .filter(|a| !involved.contains(&*a.article.id))
    {
        any = true;
        let (who, n) = (outlet(&a.article), plural(a.paragraphs, "paragraph"));
        let _ = writeln!(
            out,
            "   {}: none of its {n} is called a copy.",
            style.bold(&who)
        );
    }
    if any {
        say(
            out,
            "All that is said of them is that they share no wording beyond a quotation, and that no two of their paragraphs read like \
             paragraphs of another article in other words. An independent report of the same event looks like this: the \
             same facts, in its own order and among its own.",
            style,
        );
        out.push('\n');
    }
    for (d, words) in t.quotes.iter().take(3) {
        any = true;
        say(
            out,
            &format!(
                "{} and {} both quote “{}”: a shared quote, one statement heard by two. It is listed apart and \
                 never counted as copying.",
                t.name(&d.id),
                t.name(&d.source.id),
                fit(&line(words), 60),
            ),
            style,
        );
    }
    if !any {
        say(
            out,
            "Every article of this sample is tied to another one.",
            style,
        );
    }
}

fn next(out: &mut String, t: &Tour, style: &Style) {
    step(out, 5, "Your turn", style);
    let name = t
        .evidence
        .as_ref()
        .and_then(|(d, _)| t.article(&d.id))
        .and_then(|a| a.outlet.as_deref())
        .map_or_else(|| "NAME".into(), line);
    let rows = [
        [
            "urtext ingest FILES…".to_owned(),
            "keep your own articles: text, HTML, JSON lines".to_owned(),
        ],
        [
            "urtext trace ID --why".to_owned(),
            "one article, paragraph by paragraph, with the evidence".to_owned(),
        ],
        [
            "urtext check draft.txt".to_owned(),
            "a text of yours against the store; stores nothing".to_owned(),
        ],
        [
            format!("urtext audit \"{name}\""),
            "what a site copied, from whom, with which credit".to_owned(),
        ],
        [
            "urtext help labels".to_owned(),
            "what the words mean".to_owned(),
        ],
    ]
    .map(|r| r.to_vec());
    out.push_str(&table(&rows, &[], 3, style.width));
}

fn say(out: &mut String, text: &str, style: &Style) {
    for text in wrap(text, style.width.min(78).saturating_sub(3)) {
        let _ = writeln!(out, "   {text}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::clean::is_unsafe;
    use crate::report::diff::words;
    use crate::report::human::samples;
    use crate::report::view::SCHEMA;

    fn sample() -> Tour {
        let line = |article| ArticleLine {
            schema: SCHEMA,
            record: "article",
            article,
            language: None,
            first_seen_at: String::new(),
            paragraphs: 4,
            words: 80,
            credits: Vec::new(),
            byline: None,
            licence: None,
        };
        let alone = ArticleRef {
            id: "a:ffff0000".into(),
            outlet: Some("Own Words\u{1b}[2J".into()),
            ..ArticleRef::default()
        };
        Tour {
            scope: samples::traced().searched,
            articles: vec![line(samples::source()), line(samples::copy()), line(alone)],
            derivations: vec![
                samples::derivation(1, 5, "edited"),
                samples::derivation(3, 9, "shared_quote"),
            ],
            evidence: Some((
                samples::derivation(1, 5, "edited"),
                words("The old bridge", "The new bridge"),
            )),
            quotes: vec![(
                samples::derivation(3, 9, "shared_quote"),
                "no comment".into(),
            )],
            ..Tour::default()
        }
    }

    #[test]
    fn the_tour_names_the_first_the_copy_the_evidence_and_the_silent() {
        let page = tour(&sample(), &Style::PLAIN);
        for text in [
            "a:3f9c01d2  Harbour Times 2023-09-19",
            "1 paragraph in 1 other article go",
            "1 of 4 ¶  1 E edited  missing  undecided  –",
            "The [-old-] {+new+} bridge",
            "none of its 4 paragraphs is called a copy",
            "“no comment”",
        ] {
            assert!(page.contains(text), "{text}\n{page}");
        }
        assert!(!page.chars().any(|c| c != '\n' && is_unsafe(c)));
    }

    #[test]
    fn a_sample_without_copies_is_told_too() {
        let page = tour(&Tour::default(), &Style::PLAIN);
        assert!(
            page.contains("No paragraph of the sample stands in two places"),
            "{page}"
        );
    }
}

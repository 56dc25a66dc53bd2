//! The page of `show ID`.

use std::fmt::Write as _;

use crate::report::clean::{clean, line};
use crate::report::human::parts::{changes, credits, outlet, readable, short, title};
use crate::report::layout::{table, wrap};
use crate::report::style::Style;
use crate::report::view::ArticleView;

/// The page of one article, block by block. `why` adds the words behind dates and credits, and the fingerprints.
pub fn article(view: &ArticleView, why: bool, style: &Style) -> String {
    let mut out = String::new();
    let a = &view.article;
    // Writing into a String cannot fail, here and below.
    let _ = writeln!(
        out,
        "{}  {}",
        style.bold(&short(&a.id)),
        style.bold(&title(a))
    );
    let mut facts = vec![outlet(a)];
    facts.extend(a.name.as_deref().map(|n| format!("name {}", line(n))));
    facts.extend(view.byline.as_deref().map(line));
    facts.extend(
        view.language
            .as_deref()
            .map(|l| format!("language {}", line(l))),
    );
    let _ = writeln!(out, "{}", facts.join(" · "));
    if a.article != a.id {
        let _ = writeln!(out, "{}", line(&a.article));
    }
    if let Some(url) = view.canonical_url.as_deref().filter(|u| *u != a.article) {
        let _ = writeln!(out, "names as its address: {}", line(url));
    }
    if view.dates.is_empty() {
        let _ = writeln!(out, "undated");
    }
    let mut told = Vec::new();
    for d in &view.dates {
        if told.contains(&(d.role, d.origin, &d.at)) && !why {
            continue;
        }
        told.push((d.role, d.origin, &d.at));
        let weak = d
            .weak
            .as_deref()
            .map_or_else(String::new, |w| format!(" — weak: {}", line(w)));
        let printed = if why {
            format!(", printed “{}”", line(&d.printed))
        } else {
            String::new()
        };
        let _ = writeln!(
            out,
            "{} {} (from {}, to the {}{printed}){weak}",
            d.role,
            line(&d.at),
            d.origin.replace('_', " "),
            d.precision
        );
    }
    let _ = writeln!(out, "credit: {}", credits(&view.credits));
    if why {
        for c in &view.credits {
            let _ = writeln!(
                out,
                "  {}: “{}”",
                c.form.replace('_', " "),
                line(&c.printed)
            );
        }
    }
    if let Some(licence) = &view.licence {
        let _ = writeln!(out, "licence: {}", line(licence));
    }
    if let Some(status) = view.status {
        let _ = writeln!(out, "status: {}", style.bold(status));
    }
    let _ = writeln!(out, "first seen here {}", line(&view.first_seen_at));
    versions(&mut out, view, style);
    for notice in &view.notices {
        let _ = writeln!(out, "! {}", style.bold(&line(notice)));
    }
    out.push('\n');
    let (gutter, mut any) = (13, false);
    for block in &view.blocks {
        if any {
            out.push('\n');
        }
        any = true;
        let mut head = block
            .paragraph
            .map_or_else(|| block.kind.replace('_', " "), |n| format!("¶{n}"));
        for text in wrap(&clean(&block.text), style.width.saturating_sub(gutter)) {
            let text = if block.paragraph.is_some() {
                text
            } else {
                style.dim(&text)
            };
            let _ = writeln!(out, "{}{text}", style.dim(&format!("{head:<gutter$}")));
            head.clear();
        }
        if let (true, Some(sha)) = (why, &block.sha256) {
            let simhash = block.simhash.as_deref().unwrap_or("–");
            let _ = writeln!(
                out,
                "{:gutter$}{}",
                "",
                style.dim(&format!("sha256 {} · simhash {}", line(sha), line(simhash)))
            );
        }
    }
    out
}

/// The other versions, one a line.
fn versions(out: &mut String, view: &ArticleView, style: &Style) {
    let Some(shown) = view.versions.iter().find(|v| v.shown) else {
        return;
    };
    let count = view.versions.iter().map(|v| v.version).max().unwrap_or(0);
    let _ = writeln!(out, "version {} of {count}:", shown.version);
    let rows: Vec<Vec<String>> = view
        .versions
        .iter()
        .map(|v| {
            let at = v.at.as_deref().map_or_else(|| "undated".into(), readable);
            let mut told: Vec<String> = v.changes.iter().filter_map(changes).collect();
            told.extend(v.status.map(str::to_owned));
            vec![
                v.version.to_string(),
                short(&v.article.id),
                at,
                told.join("; "),
                if v.shown { "(this one)" } else { "" }.to_owned(),
            ]
        })
        .collect();
    let _ = write!(out, "{}", table(&rows, &[0], 2, style.width));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::human::samples;
    use crate::report::view::{BlockView, SCHEMA};

    #[test]
    fn an_article_is_shown_block_by_block() {
        let block = |kind, paragraph, text: &str| BlockView {
            kind,
            paragraph,
            start: 0,
            end: 1,
            text: text.into(),
            sha256: None,
            simhash: None,
        };
        let view = ArticleView {
            schema: SCHEMA,
            record: "article",
            article: samples::source(),
            canonical_url: None,
            byline: None,
            language: Some("en".into()),
            first_seen_at: "2024-01-01T00:00:00Z".into(),
            dates: Vec::new(),
            credits: vec![samples::credit("AFP")],
            links: Vec::new(),
            licence: Some("CC BY 4.0".into()),
            story: None,
            revision: None,
            status: None,
            versions: Vec::new(),
            notices: Vec::new(),
            blocks: vec![
                block("credit_line", None, "By AFP"),
                block("paragraph", Some(1), "The bridge\u{1b} is open."),
            ],
        };
        assert_eq!(
            article(&view, false, &Style::PLAIN),
            "\
a:3f9c01d2  Bridge reopens
Harbour Times · language en
https://harbour.example/1
undated
credit: AFP
licence: CC BY 4.0
first seen here 2024-01-01T00:00:00Z

credit line  By AFP

¶1           The bridge\\u{1b} is open.
"
        );
    }
}

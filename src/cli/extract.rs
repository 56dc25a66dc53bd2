//! `urtext extract`: what is seen in a page or file.

use std::fmt::Write as _;

use crate::cli::downloads;
use crate::cli::net::Net;
use crate::cli::out::Format;
use crate::cli::reading::Reading;
use crate::cli::{Context, Exit, say};
use crate::error::Result;
use crate::ingest::date;
use crate::report::clean::{clean, line};
use crate::report::extract::{ExtractView, extract};
use crate::report::human;
use crate::report::layout::wrap;
use crate::report::style::Style;
use crate::segment::segment;

/// Arguments of `extract`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A file, - for standard input, or with --fetch an address
    file: String,
    /// Address of the page
    #[arg(long)]
    url: Option<String>,
    /// Also print the blocks with their kinds
    #[arg(long)]
    blocks: bool,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    net: Net,
}

/// Runs it: one JSON object a line unless another format is asked for.
pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let url = args.url.as_deref();
    // What a page says of itself is an answer too, where it holds no text.
    let reading = Reading {
        bare_pages: true,
        ..args.reading.clone()
    };
    let read = downloads::whole(&args.file, &args.net, &reading, url, context)?;
    let format = *context.print.format.get_or_insert(Format::Jsonl);
    let blocks = args.blocks || !matches!(format, Format::Json | Format::Jsonl);
    for article in &read.articles {
        if article.text.is_empty() && !context.quiet {
            say(&format!("urtext: {}: no running text", line(&args.file)));
        }
        let mut view = extract(article, &segment(article), blocks, context.now);
        // In the zone the page printed: its day is the outlet's day. What is no day is no date here; `dates` has it.
        let day = |date: Option<String>| date.filter(|d| d.len() >= "2023-09-19".len());
        view.published_at =
            date::published_at(&article.dates, context.now).or(day(view.published_at));
        view.modified_at = date::modified_at(&article.dates, context.now).or(day(view.modified_at));
        context.print.one(
            &view,
            |style| page(&view, style),
            || {
                let rows = view.blocks.iter().flatten().map(|b| {
                    vec![
                        b.kind.to_owned(),
                        b.paragraph.map_or_else(String::new, |n| n.to_string()),
                        b.start.to_string(),
                        b.end.to_string(),
                        b.text.clone(),
                    ]
                });
                (
                    &["kind", "paragraph", "start", "end", "text"],
                    rows.collect(),
                )
            },
        )?;
    }
    Ok(context.refused(read.refused, read.articles.len()))
}

fn page(view: &ExtractView, style: &Style) -> String {
    let mut out = String::new();
    let fields = [
        ("title", &view.title),
        ("outlet", &view.outlet),
        ("byline", &view.byline),
        ("address", &view.url),
        ("canonical", &view.canonical_url),
        ("published", &view.published_at),
        ("modified", &view.modified_at),
        ("language", &view.language),
    ];
    for (name, value) in fields {
        let value = value.as_deref().map_or_else(|| "–".into(), line);
        // Writing into a String cannot fail, here and below.
        let _ = writeln!(out, "{name:<11}{value}");
    }
    for d in &view.dates {
        let origin = d.origin.replace('_', " ");
        let weak = d
            .weak
            .as_deref()
            .map_or_else(String::new, |w| format!(" — {}", line(w)));
        let _ = writeln!(
            out,
            "{:<11}{} {} ({origin}, printed “{}”){weak}",
            "date",
            d.role,
            line(&d.at),
            line(&d.printed)
        );
    }
    let _ = writeln!(out, "{:<11}{}", "credit", human::credits(&view.credits));
    if let Some(licence) = &view.licence {
        let _ = writeln!(out, "{:<11}{}", "licence", line(licence));
    }
    for a in &view.attributions {
        let (to, printed) = (line(&a.to), line(&a.printed));
        let _ = writeln!(out, "{:<11}{to} (“{printed}”)", "attributed");
    }
    out.push('\n');
    for block in view.blocks.iter().flatten() {
        let mut head = block
            .paragraph
            .map_or_else(|| block.kind.replace('_', " "), |n| format!("¶{n}"));
        for text in wrap(&clean(&block.text), style.width.saturating_sub(13)) {
            let _ = writeln!(out, "{}{text}", style.dim(&format!("{head:<13}")));
            head.clear();
        }
    }
    out
}

//! Plain tables, and the first ones that are printed: the examples and the weights.

use urtext::reuse::FEATURE_NAMES;

use crate::crossed::Crossed;
use crate::model::{Data, Model, Rule};
use crate::pairings::{Group, Pairing};

/// Prints a heading and lines of cells, the first column to the left, the others to the right.
pub(crate) fn table(heading: &str, head: &[&str], lines: &[Vec<String>]) {
    println!("\n{heading}\n");
    let head: Vec<String> = head.iter().map(|h| (*h).to_owned()).collect();
    let all: Vec<&Vec<String>> = std::iter::once(&head).chain(lines).collect();
    let width = |n: usize| {
        all.iter()
            .filter_map(|l| l.get(n))
            .map(|c| c.chars().count())
            .max()
    };
    let widths: Vec<usize> = (0..head.len()).map(|n| width(n).unwrap_or(0)).collect();
    for line in all {
        let cells = line
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(n, (cell, &width))| {
                if n == 0 {
                    format!("{cell:<width$}")
                } else {
                    format!("{cell:>width$}")
                }
            });
        println!("{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}

/// Two counts as a share, or a dash.
pub(crate) fn share(part: usize, of: usize) -> String {
    if of == 0 {
        "-".to_owned()
    } else {
        format!("{:.3}", part as f64 / of as f64)
    }
}

/// The words for a group.
pub(crate) fn name(group: Group) -> &'static str {
    match group {
        Group::Planted => "planted",
        Group::SameEvent => "same event",
        Group::SharedQuotes => "shared quotes",
        Group::Mined => "nearest others",
        Group::Mixed => "mixed",
    }
}

/// What was looked at.
pub(crate) fn examples(data: &Data) {
    let groups = [
        Group::Planted,
        Group::SameEvent,
        Group::SharedQuotes,
        Group::Mined,
        Group::Mixed,
    ];
    let mut lines: Vec<Vec<String>> = Vec::new();
    for related in [true, false] {
        let of = data.pairs.iter().filter(|p| p.related == related);
        let aside = of.clone().filter(|p| {
            p.sides
                .iter()
                .any(|s| f64::from(s.quoted) >= data.thresholds.quote_share)
        });
        let what = if related {
            "text pairs, rewritten"
        } else {
            "text pairs, independent"
        };
        let numbers = [of.clone().count(), of.count() * 2, aside.count()];
        lines.push(
            std::iter::once(what.to_owned())
                .chain(numbers.map(|n| n.to_string()))
                .collect(),
        );
    }
    for group in groups {
        let of: Vec<&Pairing> = data.pairings.iter().filter(|p| p.group == group).collect();
        let all = of.iter().flat_map(|p| &p.sides).flat_map(|s| &s.lines);
        let aside = all.clone().filter(|l| {
            l.nearest
                .is_some_and(|(_, f)| f64::from(f.quoted) >= data.thresholds.quote_share)
        });
        let numbers = [of.len(), all.count(), aside.count()];
        lines.push(
            std::iter::once(format!("articles, {}", name(group)))
                .chain(numbers.map(|n| n.to_string()))
                .collect(),
        );
    }
    table(
        "Examples",
        &["", "pairs", "paragraphs", "quotations set aside"],
        &lines,
    );
}

/// The weights, with the least and the most that any fold gave.
pub(crate) fn weights(crossed: &Crossed) {
    let flat = |m: &Model| -> Vec<f32> {
        let own = m.paragraph.iter().chain([&m.bias]);
        own.chain(&m.scales.whole)
            .chain(&m.scales.block)
            .chain(&m.scales.calibration)
            .copied()
            .collect()
    };
    let names = FEATURE_NAMES
        .iter()
        .map(|n| format!("paragraph: {n}"))
        .chain(["paragraph: added".to_owned()]);
    let rest = [
        "whole: own",
        "whole: others",
        "whole: added",
        "block: own",
        "block: others",
        "block: neighbours",
        "block: in order",
        "block: added",
        "calibration: slope",
        "calibration: added",
    ];
    let names: Vec<String> = names.chain(rest.map(str::to_owned)).collect();
    let folds: Vec<Vec<f32>> = crossed.folds.iter().map(flat).collect();
    let lines: Vec<Vec<String>> = flat(&crossed.model)
        .iter()
        .zip(names)
        .enumerate()
        .map(|(n, (weight, name))| {
            let over = |pick: fn(f32, f32) -> f32| {
                folds.iter().map(|f| f[n]).reduce(pick).unwrap_or(*weight)
            };
            vec![
                name,
                format!("{weight:.2}"),
                format!("{:.2}", over(f32::min)),
                format!("{:.2}", over(f32::max)),
            ]
        })
        .collect();
    table(
        "Weights, with the least and the most of the five folds",
        &["", "weight", "least", "most"],
        &lines,
    );
    let lines: Vec<Vec<String>> = Rule::ALL
        .iter()
        .zip(crossed.lowered)
        .map(|(rule, by)| vec![rule.name().to_owned(), format!("{by:.2}")])
        .collect();
    table(
        "Taken off each sum, so that 0 is the threshold",
        &["sum", "by"],
        &lines,
    );
}

//! Copies that only a claimed date makes: contested where whoever claims to be first copies most of what it prints.
//!
//! Anybody can print an early date. Where nothing but such a date says that a site took a text, and the outlet that claims to have had it first
//! takes most of what it prints from others while the site takes next to nothing, the site is not charged with it: the paragraphs are set aside and told.

use std::collections::{BTreeSet, HashSet};

use crate::corpus::judge::judge;
use crate::corpus::witness::Library;
use crate::corpus::workers::Workers;
use crate::corpus::{Judging, publishers, subject, suspects};
use crate::error::Result;
use crate::model::BlockKind;
use crate::provenance::{AuditInput, Tally};
use crate::reuse::Thresholds;
use crate::store::ArticleKey;

/// Articles of an outlet that are looked at to learn its habits.
const SAMPLE: usize = 24;

/// Fewer others tell no habit.
const LEAST: usize = 5;

/// Share of an outlet's articles that are copies, from which copying is its habit, and up to which it is not; hundredths.
const HABIT: usize = 50;
const NO_HABIT: usize = 25;

/// True for an article of which more than half is copied.
fn is_copy(input: &AuditInput) -> bool {
    let counted = input
        .paragraphs
        .iter()
        .filter(|p| p.tally.is_counted())
        .count();
    let copied = input
        .paragraphs
        .iter()
        .filter(|p| matches!(p.tally, Tally::Copied { .. }))
        .count();
    copied * 2 > counted
}

/// True when the one-sided claim of a date is all that a paragraph's arrow rests on.
fn rests_on_dates(tally: &Tally) -> Option<&str> {
    match tally {
        Tally::Copied {
            outlet,
            dates_alone: true,
            ..
        } => Some(outlet),
        _ => None,
    }
}

/// Sets contested paragraphs aside.
pub(super) fn set_aside<'e>(
    workers: &Workers<'_, 'e>,
    inputs: &mut [AuditInput],
    sources: BTreeSet<ArticleKey>,
    judging: Judging<'e>,
) -> Result<()> {
    let doubtful = |i: &AuditInput| {
        i.paragraphs
            .iter()
            .any(|p| rests_on_dates(&p.tally).is_some())
    };
    let copies = inputs.iter().filter(|i| is_copy(i) && !doubtful(i)).count();
    let others = inputs.iter().filter(|i| !doubtful(i)).count();
    if others < LEAST || copies * 100 > others * NO_HABIT {
        return Ok(());
    }
    let paragraphs = inputs.iter().flat_map(|i| &i.paragraphs);
    let outlets: BTreeSet<&str> = paragraphs
        .filter_map(|p| rests_on_dates(&p.tally))
        .collect();
    let outlets: Vec<String> = outlets.into_iter().map(str::to_owned).collect();
    let found = workers.fold(
        "weigh dates",
        outlets,
        move |library, copiers: &mut Vec<String>, outlet| {
            if is_copier(library, outlet, &sources, judging.thresholds)? {
                copiers.push(outlet.clone());
            }
            Ok(())
        },
    )?;
    let copiers: HashSet<String> = found.into_iter().flatten().collect();
    for paragraph in inputs.iter_mut().flat_map(|i| &mut i.paragraphs) {
        if rests_on_dates(&paragraph.tally).is_some_and(|outlet| copiers.contains(outlet)) {
            paragraph.tally = Tally::Contested;
        }
    }
    Ok(())
}

/// True when most of what an outlet prints comes from others; what is in doubt itself is no witness of its habits.
fn is_copier(
    library: &Library<'_>,
    outlet: &str,
    doubtful: &BTreeSet<ArticleKey>,
    thresholds: &Thresholds,
) -> Result<bool> {
    let Some(outlet) = publishers::named(library.reader, outlet)? else {
        return Ok(false);
    };
    let is_doubtful = |key| doubtful.contains(&key);
    let held = library
        .reader
        .first_articles_of(outlet, SAMPLE, is_doubtful)?;
    let (mut all, mut copies) = (0, 0);
    // Nobody need be judged to be no copy who has nothing in common with anybody.
    let mut open: Vec<(ArticleKey, usize)> = Vec::new();
    for (n, &key) in held.iter().enumerate() {
        if let Some(known) = settled(all, copies, open.len() + held.len() - n) {
            return Ok(known);
        }
        let (own, _) = library.body(key, Some(outlet))?;
        let body = own.iter().filter(|b| b.kind == BlockKind::Paragraph);
        match body.count() {
            0 => {}
            _ if suspects::is_alone(library, key, thresholds)? => all += 1,
            body => open.push((key, body)),
        }
    }
    for (n, &(key, body)) in open.iter().enumerate() {
        if let Some(known) = settled(all, copies, open.len() - n) {
            return Ok(known);
        }
        let subject = subject::stored(library, key)?;
        let judged = judge(library, &subject, thresholds)?;
        let lines = subject.paragraphs.iter().enumerate();
        let copied = lines.filter(|(line, paragraph)| {
            paragraph.kind == BlockKind::Paragraph && judged.taken_from(*line).is_some()
        });
        all += 1;
        copies += usize::from(copied.count() * 2 > body);
    }
    Ok(is_habit(all, copies))
}

fn is_habit(all: usize, copies: usize) -> bool {
    all >= LEAST && copies * 100 >= all * HABIT
}

/// What will be said, where those that are `left` can change nothing: most outlets are told by half of the sample.
fn settled(all: usize, copies: usize, left: usize) -> Option<bool> {
    let at_worst = all >= LEAST && copies * 100 >= (all + left) * HABIT;
    let at_best = is_habit((all + left).max(LEAST), copies + left);
    (at_worst == at_best).then_some(at_best)
}

#[cfg(test)]
mod tests {
    use super::{is_habit, settled};
    use crate::corpus::{Corpus, Period};
    use crate::ingest::date;
    use crate::model::{Article, Credit, CreditForm, DateOrigin, DateRole};

    /// Three paragraphs that no other number gives.
    fn text(n: usize) -> String {
        let line = |m: usize| {
            let words: Vec<String> = (0..16).map(|i| format!("w{n}x{m}y{i}")).collect();
            format!("The {} stood there until evening.", words.join(" "))
        };
        format!("{}\n\n{}\n\n{}", line(1), line(2), line(3))
    }

    fn article(outlet: &str, n: usize, day: usize, credit: Option<&str>) -> Article {
        let printed = format!("2024-05-{day:02}T08:00:00Z");
        let credit = credit.map(|to| Credit {
            form: CreditForm::Metadata,
            to: to.to_owned(),
            printed: to.to_owned(),
            span: None,
            url: None,
        });
        Article {
            url: Some(format!("https://{}.example/{n}", outlet.to_lowercase())),
            outlet: Some(outlet.to_owned()),
            dates: date::parse(&printed, DateOrigin::Record, DateRole::Published, i64::MAX)
                .into_iter()
                .collect(),
            credits: credit.into_iter().collect(),
            text: text(n),
            ..Article::default()
        }
    }

    /// What may come of a sample of which some is seen: each that is left is a copy, or not, or has no body.
    fn ends(all: usize, copies: usize, left: usize, out: &mut Vec<bool>) {
        if left == 0 {
            out.push(is_habit(all, copies));
            return;
        }
        ends(all, copies, left - 1, out);
        ends(all + 1, copies, left - 1, out);
        ends(all + 1, copies + 1, left - 1, out);
    }

    #[test]
    fn what_is_settled_before_the_sample_is_read_comes_out_so_whatever_is_left() {
        let mut early = 0;
        for left in 0..7 {
            for all in 0..10 {
                for copies in 0..=all {
                    let mut out = Vec::new();
                    ends(all, copies, left, &mut out);
                    if let Some(known) = settled(all, copies, left) {
                        assert!(out.iter().all(|o| *o == known), "{all} {copies} {left}");
                        early += usize::from(left > 0);
                    }
                }
            }
        }
        assert!(early > 50, "{early}");
    }

    #[test]
    fn a_date_of_a_habitual_copier_alone_charges_nobody() {
        let mut all: Vec<Article> = (0..20).map(|n| article("Paper", n, 10, None)).collect();
        all.extend((100..112).map(|n| article("Wire", n, 10, None)));
        // It takes from a wire and says so, and prints one of the paper's with a date before it.
        all.extend((100..112).map(|n| article("Relay", n, 12, Some("Wire"))));
        all.push(article("Relay", 3, 2, None));
        let mut corpus = Corpus::in_memory().unwrap();
        corpus.add(&all, 1_767_225_600).unwrap();
        let count = |outlet: &str, label: &str| {
            let view = corpus.audit(outlet, Period::default()).unwrap();
            view.whole.iter().find(|s| s.label == label).unwrap().count
        };
        assert_eq!(
            (count("Paper", "verbatim"), count("Paper", "contested")),
            (0, 3)
        );
        assert_eq!(
            (count("Relay", "verbatim"), count("Relay", "contested")),
            (36, 0)
        );
    }
}

//! What the paragraphs of one article came to, and which of them show their kind best.

use std::collections::{BTreeMap, BTreeSet};

use crate::corpus::AuditGroup;
use crate::corpus::judge::{Judged, Outcome, Subject, judge};
use crate::corpus::lexicon::{Taken, broken_names};
use crate::corpus::subject;
use crate::corpus::views;
use crate::corpus::witness::Library;
use crate::error::Result;
use crate::fingerprint::COMPARABLE_WORDS;
use crate::model::{BlockKind, CreditStatus, Direction, Kind};
use crate::provenance::{AuditInput, Counted, Facts, Tally};
use crate::report::view::{DerivationView, ExampleView};
use crate::reuse::Thresholds;
use crate::store::ArticleKey;
use crate::text::words;

/// Examples of a kind that are shown.
const EXAMPLES: usize = 3;

/// Code points of a text that an example shows.
const SHOWN: usize = 120;

/// The best paragraph of each kind and source.
#[derive(Default)]
pub(super) struct Examples(BTreeMap<(&'static str, String), (u64, ExampleView)>);

impl Examples {
    fn add(&mut self, d: &DerivationView, text: &str, source: &str) {
        let key = (d.kind, d.source.outlet.clone().unwrap_or_default());
        let score = (d.score * 1_000.0) as u64;
        if self.is_better(&key, score, (&d.id, d.paragraph)) {
            let example = ExampleView {
                kind: d.kind,
                article: d.article.clone(),
                id: d.id.clone(),
                paragraph: d.paragraph,
                text: cut(text),
                source: d.source.article.clone(),
                source_outlet: d.source.outlet.clone(),
                source_paragraph: d.source.paragraph,
                source_text: cut(source),
                direction: d.direction,
                credit_form: d.credit_form,
            };
            self.0.insert(key, (score, example));
        }
    }

    /// True when a paragraph shows its kind better than the one that is known: the most alike, and of these the first by content.
    fn is_better(&self, key: &(&'static str, String), score: u64, place: (&str, usize)) -> bool {
        self.0.get(key).is_none_or(|(best, known)| {
            let other = (std::cmp::Reverse(*best), known.id.as_str(), known.paragraph);
            (std::cmp::Reverse(score), place.0, place.1) < other
        })
    }

    /// Adds what another one has.
    pub(super) fn join(&mut self, other: Self) {
        for (key, (score, example)) in other.0 {
            if self.is_better(&key, score, (&example.id, example.paragraph)) {
                self.0.insert(key, (score, example));
            }
        }
    }

    /// Up to three of a kind, each from another source.
    pub(super) fn chosen(&self) -> Vec<ExampleView> {
        let mut out = Vec::new();
        for kind in Kind::ALL {
            let mut list: Vec<&(u64, ExampleView)> = self
                .0
                .iter()
                .filter(|((k, _), _)| *k == kind.as_str())
                .map(|(_, e)| e)
                .collect();
            list.sort_by(|x, y| y.0.cmp(&x.0).then_with(|| x.1.id.cmp(&y.1.id)));
            out.extend(list.into_iter().take(EXAMPLES).map(|(_, e)| e.clone()));
        }
        out
    }
}

fn cut(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// The group that an article is of.
pub(super) fn group(facts: &Facts, by: AuditGroup) -> String {
    if by == AuditGroup::Section {
        return section(facts.url.as_deref()).unwrap_or_else(|| "(no section)".to_owned());
    }
    let Some(date) = facts.published else {
        return "undated".to_owned();
    };
    let day = views::day(date.earliest);
    match by {
        AuditGroup::Day | AuditGroup::Section => day,
        AuditGroup::Month => day.get(..7).unwrap_or(&day).to_owned(),
        AuditGroup::Week => views::week(date.earliest).unwrap_or(day),
    }
}

/// The first part of an address's path, where more follows and it is no number.
fn section(url: Option<&str>) -> Option<String> {
    let (_, rest) = url?.split_once("://")?;
    let (_, path) = rest.split_once('/')?;
    let (first, more) = path.split_once('/')?;
    let named = !first.is_empty() && !first.chars().all(|c| c.is_ascii_digit());
    (named && !more.is_empty()).then(|| first.to_lowercase())
}

/// What an article's paragraphs came to, and where its copies have theirs from.
pub(super) fn tallies(
    library: &Library<'_>,
    key: ArticleKey,
    examples: &mut Examples,
    thresholds: &Thresholds,
) -> Result<(AuditInput, Vec<Taken>)> {
    let subject = subject::stored(library, key)?;
    let judged = judge(library, &subject, thresholds)?;
    let body = |kind: BlockKind| kind == BlockKind::Paragraph;
    let facts = library.facts(key)?;
    let mut input = AuditInput {
        furniture: furniture(library, key, &subject)?,
        weak: facts.published.is_none() || facts.weak_date,
        dismissed: judged.dismissed(),
        ..AuditInput::default()
    };
    let (mut taken, mut credits) = (Vec::new(), BTreeSet::new());
    for (line, paragraph) in subject
        .paragraphs
        .iter()
        .enumerate()
        .filter(|(_, p)| body(p.kind))
    {
        let tally = match judged.outcome(line)? {
            Outcome::Copied(view) => {
                if view.credit == CreditStatus::Destroyed.as_str() {
                    let lines = view.credit_detail.iter();
                    credits.extend(lines.map(|c| (c.printed.clone(), c.to.clone())));
                }
                if let (Some((source, ordinal)), Some(kind)) =
                    (judged.source_of(line), Kind::parse(view.kind))
                {
                    taken.push(Taken {
                        kind,
                        span: paragraph.span,
                        source,
                        ordinal,
                    });
                }
                examples_of(examples, library, &judged, line, &view)?;
                copied(&view)
            }
            Outcome::Quote(_) => Tally::SharedQuote,
            Outcome::Own(_) => Tally::SelfReuse,
            Outcome::Nothing if judged.words(line) < COMPARABLE_WORDS => Tally::TooShort,
            Outcome::Nothing => Tally::NoEarlierMatch,
        };
        input.paragraphs.push(Counted {
            tally,
            words: judged.words(line),
        });
    }
    input.broken = broken_names(library, key, credits)?;
    Ok((input, taken))
}

fn copied(view: &DerivationView) -> Tally {
    let credit = CreditStatus::ALL
        .into_iter()
        .find(|c| c.as_str() == view.credit)
        .unwrap_or(CreditStatus::Missing);
    let direction = [Direction::Firm, Direction::Likely]
        .into_iter()
        .find(|d| d.as_str() == view.direction);
    Tally::Copied {
        kind: Kind::parse(view.kind).unwrap_or(Kind::Partial),
        direction: direction.unwrap_or(Direction::Undecided),
        credit,
        outlet: view
            .source
            .outlet
            .clone()
            .unwrap_or_else(|| "(no outlet)".to_owned()),
        lag: view.lag_seconds,
        dates_alone: view
            .direction_evidence
            .iter()
            .filter(|e| e.weight > 0)
            .all(|e| e.side == "for" && matches!(e.kind, "dates" | "same_day"))
            && view.direction == "likely",
    }
}

/// Blocks outside the counted body, and their words.
fn furniture(library: &Library<'_>, key: ArticleKey, subject: &Subject) -> Result<(usize, usize)> {
    let body: BTreeSet<usize> = subject
        .paragraphs
        .iter()
        .filter(|p| p.kind == BlockKind::Paragraph)
        .map(|p| p.span.start())
        .collect();
    let (mut blocks, mut count) = (0, 0);
    for block in library.reader.blocks(key)? {
        if !body.contains(&block.span.start()) {
            blocks += 1;
            count += words(block.span.of(&subject.text)).len();
        }
    }
    Ok((blocks, count))
}

fn examples_of(
    examples: &mut Examples,
    library: &Library<'_>,
    judged: &Judged<'_, '_>,
    line: usize,
    view: &DerivationView,
) -> Result<()> {
    let Some((source, ordinal)) = judged.source_of(line) else {
        return Ok(());
    };
    let text = library.text(source)?;
    let blocks = library.reader.blocks(source)?;
    let theirs = blocks
        .iter()
        .find(|b| b.ordinal == ordinal)
        .map_or("", |b| b.span.of(&text));
    examples.add(view, judged.text_of(line), theirs);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_section_is_the_first_part_of_the_path_where_it_names_one() {
        assert_eq!(
            section(Some("https://post.example/Sports/2024/05/x.html")).as_deref(),
            Some("sports")
        );
        assert_eq!(section(Some("https://post.example/2024/05/x.html")), None);
        assert_eq!(section(Some("https://post.example/x.html")), None);
        assert_eq!(section(None), None);
    }
}

//! Two articles side by side.

use std::collections::BTreeMap;

use crate::corpus::judge::{judge, wording};
use crate::corpus::rewrites::{Line, beside, between, is_explained, reasons};
use crate::corpus::subject;
use crate::corpus::views::{self, CodePoints};
use crate::corpus::witness::Library;
use crate::error::Result;
use crate::model::{BlockKind, Direction, Kind, Span};
use crate::provenance::{Leftovers, Standing, Support, direction, overlap};
use crate::report::view::{PairRow, PairView, SCHEMA};
use crate::report::{dates, diff};
use crate::reuse::{Match, Prepared, Thresholds, compare, resemblance};
use crate::store::{ArticleKey, BlockRow, Reader, WitnessRow};

struct Side {
    text: String,
    blocks: Vec<BlockRow>,
    ready: Vec<Prepared>,
}

impl Side {
    /// A paragraph with its words.
    fn paragraph(&self, at: usize) -> (&str, &Prepared) {
        (self.blocks[at].span.of(&self.text), &self.ready[at])
    }
}

fn side(library: &Library<'_>, key: ArticleKey) -> Result<Side> {
    let outlet = library.reader.article(key)?.outlet;
    let text = library.reader.text(key)?;
    let (mut blocks, _) = library.body(key, outlet)?;
    blocks.retain(|b| b.kind == BlockKind::Paragraph);
    let ready = blocks
        .iter()
        .map(|b| Prepared::new(b.span.of(&text)))
        .collect();
    Ok(Side {
        text,
        blocks,
        ready,
    })
}

/// Shows two articles side by side: every paragraph of `a` with the paragraph of `b` it shares most with.
pub(crate) fn pair(
    reader: &Reader,
    a: ArticleKey,
    b: ArticleKey,
    thresholds: &Thresholds,
) -> Result<PairView> {
    let library = Library::new(reader)?;
    let (left, right) = (side(&library, a)?, side(&library, b)?);
    let found = best_pairs(&left, &right, thresholds);
    let mut support = Support::default();
    for (i, j, shared) in &found {
        support.add(
            &overlap(&left.ready[*i], &right.ready[*j], shared, thresholds),
            thresholds,
        );
    }
    let mut rows = Vec::new();
    let mut copied = false;
    for (i, j, shared) in &found {
        let seen = overlap(&left.ready[*i], &right.ready[*j], shared, thresholds);
        let Some(kind) = support.verdict(&seen, thresholds) else {
            continue;
        };
        copied |= kind.is_copy();
        rows.push(row(&left, &right, *i, *j, shared, kind));
    }
    let (one, two) = (library.facts(a)?, library.facts(b)?);
    let a_is_copy = library.rank(b)? < library.rank(a)?;
    let (copy, source) = if a_is_copy { (a, b) } else { (b, a) };
    let rewritten = Rewritten {
        sides: [&left, &right],
        a_is_copy,
        found: &found,
        thresholds,
    };
    for row in rewritten.rows(&library, copy, source, &rows)? {
        if !row.possible {
            copied = true;
            rows.retain(|r| (r.a, r.b) != (row.a, row.b));
        }
        rows.push(row);
    }
    rows.sort_by_key(|r| (r.a, r.b));
    // The same arrow as `trace` draws, from the same evidence.
    let subject = subject::stored(&library, copy)?;
    let judged = judge(&library, &subject, thresholds)?;
    let arrow = match judged.arrow_to(source)? {
        Some(arrow) => arrow,
        None => std::rc::Rc::new(direction(
            &*library.facts(copy)?,
            &*library.facts(source)?,
            Leftovers::default(),
        )),
    };
    let would_change = judged.would_change(source)?;
    let known = copied && !one.same_outlet(&two) && arrow.direction != Direction::Undecided;
    let (this, other) = if a_is_copy {
        ("text A", "text B")
    } else {
        ("text B", "text A")
    };
    let placed = |r: &String| {
        r.replace("this text", this)
            .replace("the other text", other)
    };
    let mut reasons: Vec<String> = arrow.reasons.iter().map(placed).collect();
    if one.same_outlet(&two) {
        reasons = vec!["both are of one outlet: self-reuse".to_owned()];
    }
    Ok(PairView {
        schema: SCHEMA,
        record: "pair",
        a: views::article_ref(reader, a)?,
        b: views::article_ref(reader, b)?,
        paragraphs: [left.blocks.len(), right.blocks.len()],
        rows,
        copy: known.then_some(if a_is_copy { "a" } else { "b" }),
        direction: if known {
            arrow.direction
        } else {
            Direction::Undecided
        }
        .as_str(),
        reasons: if copied { reasons } else { Vec::new() },
        direction_evidence: arrow
            .evidence
            .iter()
            .filter(|_| copied)
            .map(views::piece)
            .collect(),
        would_change: if copied && !one.same_outlet(&two) {
            would_change.iter().map(placed).collect()
        } else {
            Vec::new()
        },
        credits: [a, b]
            .map(|key| {
                library
                    .facts(key)
                    .map(|f| f.credits.iter().map(views::credit).collect())
            })
            .into_iter()
            .collect::<Result<Vec<_>>>()?
            .try_into()
            .unwrap_or_default(),
        dates: [dates(reader, a)?, dates(reader, b)?],
    })
}

fn dates(reader: &Reader, key: ArticleKey) -> Result<Vec<crate::report::view::DateView>> {
    Ok(dates::views(
        &reader.dates(key)?,
        reader.article(key)?.first_seen_at,
    ))
}

/// For each paragraph of one side the best match on the other, and the other way round, each pair once.
fn best_pairs(left: &Side, right: &Side, thresholds: &Thresholds) -> Vec<(usize, usize, Match)> {
    let mut all: BTreeMap<(usize, usize), Match> = BTreeMap::new();
    for (i, a) in left.ready.iter().enumerate() {
        for (j, b) in right.ready.iter().enumerate() {
            if let Some(found) = compare(a, b, thresholds) {
                all.insert((i, j), found);
            }
        }
    }
    let best = |wanted: &dyn Fn(&(usize, usize)) -> bool| {
        all.iter()
            .filter(|(place, _)| wanted(place))
            .max_by_key(|(place, m)| (m.shared_words(), std::cmp::Reverse(**place)))
            .map(|(p, _)| *p)
    };
    let mut places: Vec<(usize, usize)> = (0..left.ready.len())
        .filter_map(|i| best(&|p| p.0 == i))
        .collect();
    places.extend((0..right.ready.len()).filter_map(|j| best(&|p| p.1 == j)));
    places.sort_unstable();
    places.dedup();
    places
        .into_iter()
        .filter_map(|place| all.get(&place).map(|m| (place.0, place.1, m.clone())))
        .collect()
}

/// Two articles of which one may be rewritten from the other.
struct Rewritten<'s> {
    sides: [&'s Side; 2],
    a_is_copy: bool,
    /// What they share word for word.
    found: &'s [(usize, usize, Match)],
    thresholds: &'s Thresholds,
}

impl Rewritten<'_> {
    /// The rows of rewritten and possible paragraphs, in the direction of the ranks, where the wording (`known`) does not explain them.
    fn rows(
        &self,
        library: &Library<'_>,
        copy: ArticleKey,
        source: ArticleKey,
        known: &[PairRow],
    ) -> Result<Vec<PairRow>> {
        let (suspect, other) = (library.source(copy)?, library.source(source)?);
        let numbers = |blocks: &[WitnessRow]| -> Vec<usize> {
            blocks.iter().map(|b| b.paragraph as usize).collect()
        };
        let (own, theirs) = (numbers(&suspect.blocks), numbers(&other.blocks));
        let lines = beside(&suspect.body, &other.body, self.thresholds);
        let taken: Vec<(usize, usize)> = lines
            .iter()
            .filter(|l| l.is_claimed() && !self.is_explained(l))
            .map(|l| (l.place, l.nearest.first))
            .collect();
        let mut rows = Vec::new();
        for line in &lines {
            if line.weighed.standing == Standing::Silent || self.is_explained(line) {
                continue;
            }
            let number = own.get(line.place).copied().unwrap_or(0);
            let told = |r: &PairRow| number == if self.a_is_copy { r.a } else { r.b };
            if !line.is_claimed() && known.iter().any(told) {
                continue;
            }
            let split = taken
                .iter()
                .any(|&(place, first)| place != line.place && first == line.nearest.first);
            let language = suspect.body.language;
            let [mine, from] = self.in_order();
            let window = line.nearest.first..line.nearest.first + line.nearest.paragraphs;
            let sources: Vec<(&str, &Prepared)> = window.map(|at| from.paragraph(at)).collect();
            let evidence = between(mine.paragraph(line.place), &sources, language, split);
            let told = reasons(line, &evidence, language, &own, &theirs);
            rows.push(PairRow {
                score: rounded(line.weighed.score),
                kind: Kind::Rewritten.as_str(),
                evidence: Some(evidence),
                possible: !line.is_claimed(),
                reasons: told,
                ..self.measured(line)
            });
        }
        Ok(rows)
    }

    /// The copy, then the source.
    fn in_order(&self) -> [&Side; 2] {
        let [a, b] = self.sides;
        if self.a_is_copy { [a, b] } else { [b, a] }
    }

    fn is_explained(&self, line: &Line) -> bool {
        let mine =
            |f: &&(usize, usize, Match)| line.place == if self.a_is_copy { f.0 } else { f.1 };
        let found = self.found.iter().filter(mine);
        is_explained(found.map(|f| (f.2.kind, f.2.shared_words())), line)
    }

    /// What the two paragraphs of a line share word for word, with the texts side by side.
    fn measured(&self, line: &Line) -> PairRow {
        let [left, right] = self.sides;
        let (i, j) = if self.a_is_copy {
            (line.place, line.nearest.first)
        } else {
            (line.nearest.first, line.place)
        };
        let found = resemblance(&left.ready[i], &right.ready[j], self.thresholds);
        let whole = |side: &Side, at: usize, is_source: bool| {
            let paragraphs = if is_source {
                line.nearest.paragraphs
            } else {
                1
            };
            let texts: Vec<&str> = (at..at + paragraphs).map(|n| side.paragraph(n).0).collect();
            texts.join(" ")
        };
        PairRow {
            diff: diff::whole(
                &whole(left, i, !self.a_is_copy),
                &whole(right, j, self.a_is_copy),
            ),
            ..row(left, right, i, j, &found, Kind::Rewritten)
        }
    }
}

fn row(left: &Side, right: &Side, i: usize, j: usize, found: &Match, kind: Kind) -> PairRow {
    let (a, b) = (left.blocks[i], right.blocks[j]);
    let passages: Vec<(Span, Span)> = found
        .passages(left.ready[i].words(), right.ready[j].words())
        .into_iter()
        .map(|(x, y)| (x.shifted(a.span.start()), y.shifted(b.span.start())))
        .collect();
    let mut reasons = vec![wording(found, left.ready[i].len())];
    reasons.extend(found.reasons.iter().map(|r| r.words().to_owned()));
    PairRow {
        a: a.paragraph.unwrap_or(0) as usize,
        b: b.paragraph.unwrap_or(0) as usize,
        kind: kind.as_str(),
        score: rounded(found.score.get()),
        a_in_b: rounded(found.a_in_b.get()),
        b_in_a: rounded(found.b_in_a.get()),
        spans: in_code_points(&left.text, &right.text, &passages),
        diff: diff::words(a.span.of(&left.text), b.span.of(&right.text)),
        evidence: None,
        possible: false,
        reasons,
    }
}

/// Three digits are more than any of the measures is good for.
pub(crate) fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// Places in two texts as `[start, end, start, end]` in code points.
pub(crate) fn in_code_points(a: &str, b: &str, passages: &[(Span, Span)]) -> Vec<[usize; 4]> {
    let (mut left, mut right) = (CodePoints::new(a), CodePoints::new(b));
    passages
        .iter()
        .map(|(x, y)| {
            let ((s, e), (os, oe)) = (left.span(*x), right.span(*y));
            [s, e, os, oe]
        })
        .collect()
}

//! The answer of `trace` and `check`.

use std::collections::{BTreeMap, HashMap};

use crate::corpus::judge::{Judged, Outcome, Subject, judge, name};
use crate::corpus::views::{self, CodePoints};
use crate::corpus::witness::Library;
use crate::corpus::{show, subject, versions};
use crate::error::Result;
use crate::model::{BlockKind, Credit, DateClaim, Kind};
use crate::provenance::{Facts, is_own};
use crate::report::dates;
use crate::report::view::{
    ArticleRef, CopySummary, DerivationView, ParagraphView, SCHEMA, SourceSummary, TraceView,
};
use crate::reuse::Thresholds;
use crate::store::{ArticleKey, Reader};

/// Traces a stored article.
pub(crate) fn trace(
    reader: &Reader,
    key: ArticleKey,
    thresholds: &Thresholds,
) -> Result<TraceView> {
    let library = Library::new(reader)?;
    let subject = subject::stored(&library, key)?;
    let row = reader.article(key)?;
    let claims = reader.dates(key)?;
    let blocks = reader.blocks(key)?.len();
    let unread = reader.unread_candidates(key)?.unwrap_or(0) as usize;
    let mut notices = views::notices(&row);
    notices.extend(dates::notices(&claims, row.first_seen_at));
    notices.extend(views::unread_notice(unread));
    if reader.is_unpaired(key)? {
        notices.push(
            "it was added with --no-rewrites: an ingest without that option looks for its rewrites"
                .to_owned(),
        );
    }
    if let Some(chain) = library.chain(key)?.filter(|c| c.count > 1) {
        notices.extend(versions::notice(&chain, key));
    }
    let head = Head {
        record: "trace",
        article: views::reference(&row, &claims),
        first_seen_at: row.first_seen_at,
        licence: row.licence,
        notices,
        blocks,
    };
    view(&library, &subject, &claims, head, thresholds)
}

/// What the answer says before it comes to the paragraphs.
pub(crate) struct Head {
    /// `trace` or `check`.
    pub(crate) record: &'static str,
    /// The article.
    pub(crate) article: ArticleRef,
    /// When it was first seen; now when it is not stored.
    pub(crate) first_seen_at: i64,
    /// Things a reader should know.
    pub(crate) notices: Vec<String>,
    /// Under which terms it says it may be used.
    pub(crate) licence: Option<String>,
    /// Blocks of all kinds.
    pub(crate) blocks: usize,
}

/// Judges the article and tells what came of it.
pub(crate) fn view(
    library: &Library<'_>,
    subject: &Subject,
    claims: &[DateClaim],
    head: Head,
    thresholds: &Thresholds,
) -> Result<TraceView> {
    let judged = judge(library, subject, thresholds)?;
    let mut notices = head.notices;
    for (other, row) in judged.dismissals() {
        let note = row
            .note
            .as_deref()
            .map_or_else(String::new, |n| format!(": {n}"));
        let day = views::day(row.reviewed_at);
        notices.push(format!(
            "{} was dismissed by review on {day}{note}",
            name(other)
        ));
    }
    let mut paragraphs = Vec::new();
    let mut chars = CodePoints::new(&subject.text);
    let mut also = Vec::new();
    let mut lines = Vec::new();
    for (line, paragraph) in subject.paragraphs.iter().enumerate() {
        if paragraph.kind != BlockKind::Paragraph {
            if let Outcome::Copied(view) = judged.outcome(line)? {
                also.push(*view);
            }
            continue;
        }
        lines.push(line);
        let (start, end) = chars.span(paragraph.span);
        let (derivation, aside) = match judged.outcome(line)? {
            Outcome::Copied(view) => (Some(*view), None),
            Outcome::Quote(view) | Outcome::Own(view) => (None, Some(*view)),
            Outcome::Nothing => (None, None),
        };
        let possible = if derivation.is_none() && !judged.is_own(line) {
            judged.possible(line)?
        } else {
            None
        };
        paragraphs.push(ParagraphView {
            paragraph: paragraph.number,
            start,
            end,
            text: paragraph.span.of(&subject.text).to_owned(),
            words: judged.words(line),
            derivation,
            aside,
            possible,
            witnesses: judged.witnesses(line),
        });
    }
    let credits: Vec<&Credit> = subject.facts.credits.iter().collect();
    Ok(TraceView {
        schema: SCHEMA,
        record: head.record,
        searched: show::scope(library.reader)?,
        article: head.article,
        dates: dates::views(claims, head.first_seen_at),
        credits: credits.into_iter().map(views::credit).collect(),
        notices,
        sources: sources(library, &judged, &paragraphs, &lines, head.licence)?,
        also,
        copies: copies(library, &judged, subject)?,
        furniture: head.blocks - paragraphs.len().min(head.blocks),
        paragraphs,
    })
}

fn sources(
    library: &Library<'_>,
    judged: &Judged<'_, '_>,
    paragraphs: &[ParagraphView],
    lines: &[usize],
    licence: Option<String>,
) -> Result<Vec<SourceSummary>> {
    let mut grouped: HashMap<ArticleKey, Vec<(&DerivationView, u32)>> = HashMap::new();
    for (&line, paragraph) in lines.iter().zip(paragraphs) {
        if let (Some(view), Some((key, ordinal))) = (&paragraph.derivation, judged.source_of(line))
        {
            grouped.entry(key).or_default().push((view, ordinal));
        }
    }
    let mut out = Vec::new();
    for (key, list) in grouped {
        let first = list[0].0;
        let mut by_kind: BTreeMap<Kind, usize> = BTreeMap::new();
        for (view, _) in &list {
            if let Some(kind) = Kind::parse(view.kind) {
                *by_kind.entry(kind).or_default() += 1;
            }
        }
        let arrow = judged.arrow_to(key)?;
        let facts = library.facts(key)?;
        let carries = match library.chain(key)?.filter(|c| c.count > 1) {
            Some(chain) => versions::carries(library.reader, &chain, key, judged.is_sure_of(key))?,
            None => None,
        };
        out.push(SourceSummary {
            source: views::article_ref(library.reader, key)?,
            paragraphs: list.len(),
            by_kind: by_kind.into_iter().map(|(k, n)| (k.as_str(), n)).collect(),
            in_order: list.is_sorted_by_key(|(_, ordinal)| *ordinal),
            direction: first.direction,
            credit: first.credit,
            lag_seconds: first.lag_seconds,
            upstream: foreign(&facts).map(views::credit).collect(),
            direction_evidence: arrow
                .iter()
                .flat_map(|a| a.evidence.iter().map(views::piece))
                .collect(),
            would_change: judged.would_change(key)?,
            credit_form: first.credit_form,
            licence: licence.clone(),
            reasons: arrow.map_or_else(Vec::new, |a| a.reasons.clone()),
            carries,
        });
    }
    out.sort_by(|x, y| {
        y.paragraphs
            .cmp(&x.paragraphs)
            .then_with(|| x.source.id.cmp(&y.source.id))
    });
    Ok(out)
}

/// The credits of an article that name somebody else: a page that gives its own address credits nobody with it.
fn foreign(facts: &Facts) -> impl Iterator<Item = &Credit> {
    facts.credits.iter().filter(|c| !is_own(c, facts))
}

fn copies(
    library: &Library<'_>,
    judged: &Judged<'_, '_>,
    subject: &Subject,
) -> Result<Vec<CopySummary>> {
    let mut out = Vec::new();
    for copying in judged.copies()? {
        let facts = library.facts(copying.article)?;
        let said = crate::provenance::credit(&facts, &subject.facts);
        out.push(CopySummary {
            copy: views::article_ref(library.reader, copying.article)?,
            paragraphs: copying.paragraphs,
            direction: judged.arrow_from(&copying)?.direction.as_str(),
            credit: said.status.as_str(),
            credit_form: judged.grain_of(copying.article, &facts, &said)?.as_str(),
        });
    }
    Ok(out)
}

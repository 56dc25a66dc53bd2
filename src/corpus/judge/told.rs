//! What is told of a judged paragraph: the derivation with its evidence and its reasons.

use crate::corpus::judge::rewritten::Possible;
use crate::corpus::judge::{Hit, Judged, name, wording};
use crate::corpus::rewrites::{Line, between, reasons};
use crate::corpus::versions;
use crate::corpus::views::{self, CodePoints};
use crate::error::Result;
use crate::model::{BlockKind, Kind};
use crate::provenance::{credit, lag, lost_source, overlap};
use crate::report::view::{DerivationView, OriginView, PlaceView, SCHEMA};
use crate::reuse::{Evidence, Prepared, Reason};
use crate::store::WitnessRow;

impl Judged<'_, '_> {
    /// The derivation of a paragraph from one of its candidates; `origin` is the candidate that has it first.
    pub(super) fn derivation(
        &self,
        line: usize,
        source: usize,
        kind: Kind,
        origin: usize,
    ) -> Result<DerivationView> {
        let hit = &self.hits[line][source];
        let other = self.lines[line][source].other;
        let place = (line, other, hit.witness.ordinal);
        let rewrite = self
            .lines_of
            .get(&place)
            .filter(|_| kind == Kind::Rewritten);
        let first = &self.hits[line][origin].witness;
        self.told(line, other, hit, kind, first, rewrite)
    }

    /// What a paragraph may be rewritten from: shown apart, never counted.
    pub(crate) fn possible(&self, line: usize) -> Result<Option<DerivationView>> {
        let Some(Possible {
            other,
            hit,
            line: like,
        }) = &self.possible[line]
        else {
            return Ok(None);
        };
        let first = &hit.witness;
        let view = self.told(line, *other, hit, Kind::Rewritten, first, Some(like))?;
        Ok(Some(DerivationView {
            record: "possible",
            ..view
        }))
    }

    fn told(
        &self,
        line: usize,
        other: usize,
        hit: &Hit,
        kind: Kind,
        first: &WitnessRow,
        rewrite: Option<&Line>,
    ) -> Result<DerivationView> {
        let at = other;
        let sure = self.is_sure_of_version(other);
        let facts = &self.others[other].facts;
        let theirs =
            self.library
                .ready(hit.witness.article, hit.witness.ordinal, hit.witness.span)?;
        let paragraph = &self.subject.paragraphs[line];
        let arrow = self.arrow(other)?;
        let said = credit(&self.subject.facts, facts);
        let mut mine = CodePoints::new(&self.subject.text);
        let (start, end) = mine.span(paragraph.span);
        let text = self.library.text(hit.witness.article)?;
        let mut other = CodePoints::new(&text);
        let passages = hit.found.passages(self.ready[line].words(), theirs.words());
        let spans = passages
            .iter()
            .map(|(a, b)| {
                let (a, b) = (
                    a.shifted(paragraph.span.start()),
                    b.shifted(hit.witness.span.start()),
                );
                let ((s, e), (os, oe)) = (mine.span(a), other.span(b));
                [s, e, os, oe]
            })
            .collect();
        let (source_start, source_end) = other.span(hit.witness.span);
        let chain = self.library.chain(hit.witness.article)?;
        let chain = chain.filter(|c| c.count > 1);
        let (evidence, mut reasons) = match rewrite {
            Some(rewrite) => {
                let (evidence, reasons) = self.rewriting(line, hit, rewrite)?;
                (Some(evidence), reasons)
            }
            None => (None, self.common(line, hit, &theirs)),
        };
        reasons.extend(arrow.reasons.iter().cloned());
        Ok(DerivationView {
            schema: SCHEMA,
            record: "derivation",
            article: name(&self.subject.facts),
            id: views::id(self.subject.facts.id),
            outlet: self.subject.facts.outlet_name.clone(),
            paragraph: paragraph.number,
            block: (paragraph.kind != BlockKind::Paragraph).then(|| paragraph.kind.as_str()),
            start,
            end,
            kind: kind.as_str(),
            wording: None,
            score: (hit.found.score.get() * 1000.0).round() / 1000.0,
            source: PlaceView {
                article: name(facts),
                id: views::id(facts.id),
                outlet: facts.outlet_name.clone(),
                paragraph: hit.witness.paragraph as usize,
                start: source_start,
                end: source_end,
                version: chain.as_ref().and_then(|c| c.number(hit.witness.article)),
                versions: chain.as_ref().map(|c| c.count),
                version_sure: chain.as_ref().filter(|_| !sure).map(|_| false),
                status: chain
                    .as_ref()
                    .map_or_else(|| versions::status(facts.stated.status), |c| c.status()),
            },
            origin: self.origin(first)?,
            direction: arrow.direction.as_str(),
            credit: said.status.as_str(),
            credit_form: self.grain(facts, &said).as_str(),
            direction_evidence: arrow.evidence.iter().map(views::piece).collect(),
            credit_detail: said.lines.iter().map(views::credit).collect(),
            // What somebody said goes back to the speaker, not to an agency.
            lost_source: (kind.is_copy() && !self.came_by_way_of(hit.witness.article))
                .then(|| lost_source(&self.subject.facts, facts))
                .flatten(),
            lag_seconds: lag(&self.subject.facts, facts),
            spans,
            words: self.ready[line].len(),
            words_shared: hit.found.shared_words(),
            evidence,
            self_reuse: false,
            review: self.review(line, at, hit)?.map(crate::corpus::review::mark),
            reasons,
        })
    }

    /// The reasons of what is common word for word.
    fn common(&self, line: usize, hit: &Hit, theirs: &Prepared) -> Vec<String> {
        let mut reasons = vec![wording(&hit.found, self.ready[line].len())];
        let lasting = hit.found.reasons.iter();
        let lasting = lasting.filter(|r| **r != Reason::InsideQuotes);
        reasons.extend(lasting.map(|r| r.words().to_owned()));
        if overlap(&self.ready[line], theirs, &hit.found, self.thresholds)
            .is_quotation(self.thresholds)
        {
            reasons.push(Reason::InsideQuotes.words().to_owned());
        }
        reasons
    }

    /// What speaks for and against a rewritten paragraph, and how it is told.
    fn rewriting(&self, line: usize, hit: &Hit, rewrite: &Line) -> Result<(Evidence, Vec<String>)> {
        let article = hit.witness.article;
        let source = self.library.source(article)?;
        let text = self.library.text(article)?;
        // The paragraph may have been found in another witness of it: what stands beside it here counts.
        let first = source
            .blocks
            .iter()
            .position(|b| b.ordinal == hit.witness.ordinal)
            .unwrap_or(rewrite.nearest.first);
        let window = source
            .blocks
            .iter()
            .skip(first)
            .take(rewrite.nearest.paragraphs);
        let mut sources = Vec::new();
        for block in window {
            let ready = self.library.ready(article, block.ordinal, block.span)?;
            sources.push((block.span.of(&text), ready));
        }
        let sources: Vec<(&str, &Prepared)> = sources.iter().map(|(t, p)| (*t, &**p)).collect();
        let split = self.choices.iter().enumerate().any(|(n, choice)| {
            let Some((chosen, Kind::Rewritten)) = choice.source else {
                return false;
            };
            let other = &self.hits[n][chosen].witness;
            n != line && (other.article, other.ordinal) == (article, hit.witness.ordinal)
        });
        let mine = self.subject.paragraphs[line].span.of(&self.subject.text);
        let found = between((mine, &self.ready[line]), &sources, self.language, split);
        let body = self.subject.paragraphs.iter();
        let own: Vec<usize> = body
            .filter(|p| p.kind == BlockKind::Paragraph)
            .map(|p| p.number)
            .collect();
        let numbers: Vec<usize> = source.blocks.iter().map(|b| b.paragraph as usize).collect();
        let told = reasons(rewrite, &found, self.language, &own, &numbers);
        Ok((found, told))
    }

    fn origin(&self, witness: &WitnessRow) -> Result<OriginView> {
        let reference = views::article_ref(self.library.reader, witness.article)?;
        Ok(OriginView {
            article: reference.article,
            id: reference.id,
            outlet: reference.outlet,
            published_at: reference.published_at,
        })
    }
}

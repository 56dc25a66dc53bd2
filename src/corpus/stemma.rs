//! The arrows of the stemma: for each article where it most likely has its text from, directly.
//!
//! The paragraphs were judged one by one; here they are put together by source. What the tree of the family knows beyond that is told with it: which
//! other witnesses would do as well, which readings came along, and whether the source is one that nobody holds.

use std::collections::BTreeMap;

use crate::corpus::family::{Cache, Family};
use crate::corpus::judge::{Judged, judge, name};
use crate::corpus::witness::Library;
use crate::corpus::{Judging, subject, views};
use crate::error::Result;
use crate::model::{BlockKind, Direction};
use crate::provenance::{Facts, agency_credited, credits_outlet, lost_source};
use crate::report::view::{StemmaView, WitnessView};
use crate::reuse::Thresholds;
use crate::store::{ArticleKey, Reader, Which};

/// What stands for a source of which not even the name is known.
pub(crate) const UNKNOWN: &str = "unknown";

/// Hands out every arrow, ordered by article; an article that nobody shares text with has none.
pub(crate) fn arrows(
    reader: &Reader,
    judging: Judging<'_>,
    each: &mut dyn FnMut(&StemmaView) -> Result<()>,
) -> Result<()> {
    let library = Library::new(reader)?;
    let mut keys = Vec::new();
    let all = reader.article_keys(Which::All)?;
    for key in judging.watched.over("read articles", all) {
        let key = key?;
        keys.push((name(&*library.facts(key)?), reader.article(key)?.id, key));
    }
    keys.sort();
    for key in judging.watched.over("judge articles", keys) {
        let (.., key) = key?;
        for arrow in of(&library, key, judging.thresholds)? {
            each(&arrow)?;
        }
    }
    Ok(())
}

/// The arrows of one article, the one with the most paragraphs first.
pub(crate) fn of(
    library: &Library<'_>,
    key: ArticleKey,
    thresholds: &Thresholds,
) -> Result<Vec<StemmaView>> {
    let subject = subject::stored(library, key)?;
    let judged = judge(library, &subject, thresholds)?;
    let family = Cache::family(library, key)?;
    let mut groups: BTreeMap<ArticleKey, Vec<usize>> = BTreeMap::new();
    for (line, paragraph) in subject.paragraphs.iter().enumerate() {
        if paragraph.kind != BlockKind::Paragraph {
            continue;
        }
        let source = judged.taken_from(line).map(|(source, _)| source);
        if let Some(source) = source.or_else(|| judged.own_source(line)) {
            groups.entry(source).or_default().push(paragraph.number);
        }
    }
    let leader = library.facts(family.keys[0])?;
    let root = StemmaView::root(family_id(&leader), witness(&subject.facts));
    if groups.is_empty() {
        return Ok(if family.keys.len() > 1 {
            vec![rooted(library, &family, key, &subject.facts, root)?]
        } else {
            Vec::new()
        });
    }
    let mut out = Vec::new();
    for (source, paragraphs) in groups {
        out.push(arrow(
            library,
            &judged,
            &family,
            (key, source),
            paragraphs,
            root.clone(),
        )?);
    }
    out.sort_by(|x, y| {
        let id = |v: &StemmaView| v.source.as_ref().map(|s| s.id.clone());
        let count = |v: &StemmaView| v.paragraphs.len();
        count(y).cmp(&count(x)).then_with(|| id(x).cmp(&id(y)))
    });
    Ok(out)
}

/// How a family is named in the published shapes: after its earliest witness.
pub(crate) fn family_id(leader: &Facts) -> String {
    views::id(leader.id).replacen("a:", "f:", 1)
}

fn witness(facts: &Facts) -> WitnessView {
    WitnessView {
        article: name(facts),
        id: views::id(facts.id),
        outlet: facts.outlet_name.clone(),
    }
}

/// A member that no held text explains.
fn rooted(
    library: &Library<'_>,
    family: &Family,
    key: ArticleKey,
    facts: &Facts,
    mut view: StemmaView,
) -> Result<StemmaView> {
    view.lost_source = agency_credited(facts);
    let no_root = family
        .place(key)
        .is_some_and(|place| family.is_no_root(place));
    if let Some(agency) = &view.lost_source {
        view.reasons.push(format!(
            "it credits {agency}, whose own text is not in this store"
        ));
    } else if no_root {
        view.lost_source = Some(UNKNOWN.to_owned());
        view.reasons.push(
            "readings common to the others are not in it: they go back to an earlier form of it, or to a source of both".to_owned(),
        );
    } else {
        view.reasons.push("nothing earlier is known".to_owned());
    }
    let undated = library.facts(key)?.published.is_none();
    if undated {
        view.reasons.push("this text has no date".to_owned());
    }
    Ok(view)
}

fn arrow(
    library: &Library<'_>,
    judged: &Judged<'_, '_>,
    family: &Family,
    (copy, source): (ArticleKey, ArticleKey),
    paragraphs: Vec<usize>,
    mut view: StemmaView,
) -> Result<StemmaView> {
    let (mine, theirs) = (library.facts(copy)?, library.facts(source)?);
    view.source = Some(witness(&theirs));
    view.paragraphs = paragraphs;
    let mut direction = Direction::Undecided;
    if let Some(verdict) = judged.arrow_to(source)? {
        direction = verdict.direction;
        view.reasons.clone_from(&verdict.reasons);
    }
    let places = (family.place(copy), family.place(source));
    if let (Some(at), Some(from)) = places {
        if judged.is_version_of(source) {
            view.reasons
                .push("a later version of the same article".to_owned());
        }
        let agency = agency_credited(&mine);
        view.shared_readings = family.carried(at, from, agency.as_deref());
        if view.shared_readings > 0 {
            view.reasons.push(format!(
                "it carries {} that came up there",
                crate::report::figures::plural(view.shared_readings, "reading")
            ));
            // One kind of evidence, and weaker than any of the others.
            if direction == Direction::Undecided && judged.is_silent_towards(source)? {
                direction = Direction::Likely;
            }
        }
        if family.parents[at] == Some(from) {
            let tied = family.tied(at);
            if !tied.is_empty() {
                view.reasons.push(format!(
                    "{} as near by wording and time",
                    crate::report::figures::plural(tied.len(), "other witness")
                ));
            }
            for other in tied {
                view.tied.push(name(&*library.facts(family.keys[other])?));
            }
            view.tied.sort();
            // Two kinds of evidence say that it came later; they do not say from which of several.
            let unsure = !view.tied.is_empty() || !family.is_nearest(at);
            if direction == Direction::Firm && unsure {
                direction = Direction::Likely;
            }
            view.lost_source = lost(family, at, (&mine, &theirs), view.shared_readings);
            if let Some(lost) = view.lost_source.clone() {
                view.reasons.push(if lost == UNKNOWN {
                    "both may go back to an earlier text that is not in this store".to_owned()
                } else {
                    format!("both may go back to a text of {lost} that is not in this store")
                });
                direction = direction.max(Direction::Likely);
            }
        }
    } else {
        view.lost_source = lost_source(&mine, &theirs).filter(|_| !credits_outlet(&mine, &theirs));
    }
    view.direction = direction.as_str();
    Ok(view)
}

/// A source that nobody holds, between a copy and the held witness that it is nearest to.
fn lost(
    family: &Family,
    copy: usize,
    (mine, theirs): (&Facts, &Facts),
    carried: usize,
) -> Option<String> {
    if mine.same_outlet(theirs) || credits_outlet(mine, theirs) || carried > 0 {
        return None;
    }
    // What the source has alone, though the copy and another house agree on something else, the copy did not have from it.
    let alone = family.rejected(copy) > 0;
    let both = lost_source(mine, theirs);
    let (own, their) = (agency_credited(mine), agency_credited(theirs));
    match (own, their) {
        (Some(agency), their) if both.is_some() || their.is_none() => Some(both.unwrap_or(agency)),
        (None, Some(agency)) if alone => Some(agency),
        (None, None) if family.is_lost(copy) => Some(UNKNOWN.to_owned()),
        _ => None,
    }
}

//! What an article's judged lines claim: credits, dates, the page's own outlet, and the blocks themselves.

use crate::model::{
    Block, BlockKind, Credit, CreditForm, DateClaim, DateOrigin, DateRole, Precision, Span, Zone,
};
use crate::segment::Segmented;
use crate::segment::agencies::{agency, same_outlet};
use crate::segment::article::{Tile, is_bare_address};
use crate::segment::beside::helper;
use crate::segment::broken::{BROKEN, whole};
use crate::segment::closing::closing;
use crate::segment::dateline::{day_claim, day_in_address, epoch_in_head};
use crate::segment::furniture::outlet_named;
use crate::segment::named::{address, domain};
use crate::segment::opening::opening;
use crate::segment::standing::{template, template_of};

/// The outlet named most often by the page's own lines; the first of equals. A copyright line counts when it names no agency.
pub(crate) fn outlet(tiles: &[Tile], known: Option<&str>) -> Option<String> {
    let mut votes: Vec<(String, usize)> = Vec::new();
    for t in tiles {
        let name = match (&t.found, t.kind) {
            (_, Some(BlockKind::Furniture)) => outlet_named(&t.line),
            (Some(f), _) => f
                .credits
                .iter()
                .find(|(form, to)| *form == CreditForm::Copyright && agency(to).is_none())
                .map(|(_, to)| to.clone()),
            _ => None,
        };
        let Some(name) = name else { continue };
        // A copyright line that a copy took along names another house.
        if t.found.is_some() && known.is_some_and(|k| !same_outlet(k, &name)) {
            continue;
        }
        match votes.iter_mut().find(|(n, _)| same_outlet(n, &name)) {
            Some((_, n)) => *n += 1,
            None => votes.push((name, 1)),
        }
    }
    let most = votes.iter().map(|(_, n)| *n).max()?;
    votes
        .into_iter()
        .find(|(_, n)| *n == most)
        .map(|(name, _)| name)
}

/// A copyright line of the page's own outlet is furniture and credits nobody.
pub(crate) fn own_copyright(tiles: &mut [Tile], own: Option<&str>) {
    for t in tiles {
        let Some(found) = &t.found else { continue };
        let to_own = found.credits.iter().any(|(form, to)| {
            *form == CreditForm::Copyright
                && agency(to).is_none()
                && own.is_none_or(|o| same_outlet(o, to))
        });
        if to_own {
            t.kind = Some(BlockKind::Furniture);
            t.found = None;
        }
    }
}

/// Writes the blocks, cutting datelines off the paragraphs they open.
pub(crate) fn blocks(text: &str, tiles: &[Tile], out: &mut Segmented) {
    let mut paragraphs = 0;
    for t in tiles {
        let kind = t.kind.unwrap_or(BlockKind::Paragraph);
        if kind == BlockKind::Headline && out.headline.is_none() {
            let raw = t.span.of(text);
            let skip =
                epoch_in_head(raw).map_or(0, |(_, len)| raw.len() - raw[len..].trim_start().len());
            out.headline = Some(Span::new(t.span.start() + skip, t.span.end()));
        }
        if kind != BlockKind::Paragraph {
            out.blocks.push(Block { span: t.span, kind });
            continue;
        }
        paragraphs += 1;
        let raw = t.span.of(text);
        let Some(open) = opening(raw, paragraphs <= 2) else {
            // The line is at hand unless it holds but the end of a long block.
            let found = if t.whole {
                template_of(&t.line)
            } else {
                template(raw)
            };
            out.templates
                .extend(found.map(|f| (out.blocks.len(), f.key)));
            out.blocks.push(Block { span: t.span, kind });
            continue;
        };
        let head = raw[..open.len].trim_end();
        let line = Span::new(t.span.start(), t.span.start() + head.len());
        let rest = raw[open.len..].trim_start();
        out.blocks.push(Block {
            span: line,
            kind: BlockKind::Dateline,
        });
        out.templates
            .extend(template(rest).map(|f| (out.blocks.len(), f.key)));
        out.blocks.push(Block {
            span: Span::new(t.span.end() - rest.len(), t.span.end()),
            kind,
        });
        if paragraphs > 3 {
            continue;
        }
        let mut push = |form, to: &str| {
            out.credits.push(Credit {
                form,
                to: to.to_owned(),
                printed: head.to_owned(),
                span: Some(line),
                url: None,
            });
        };
        for a in &open.agencies {
            push(
                if a.press_release {
                    CreditForm::PressRelease
                } else {
                    CreditForm::Dateline
                },
                a.name,
            );
        }
        if let Some(agency) = open.stranger.as_deref().and_then(whole) {
            push(CreditForm::Mangled, agency);
        }
        if let Some(day) = open.day {
            out.dates.extend(day_claim(
                day,
                DateOrigin::Dateline,
                DateRole::Published,
                head,
            ));
        }
    }
}

/// Writes the credits of credit lines and bylines; an announced link may stand in the next block.
pub(crate) fn credits(text: &str, tiles: &[Tile], out: &mut Segmented) {
    let mut links = Vec::new();
    for (i, t) in tiles.iter().enumerate() {
        let Some(found) = &t.found else { continue };
        let next = tiles
            .get(i + 1)
            .filter(|n| found.wants_link && is_bare_address(&n.line));
        let url = found
            .url
            .clone()
            .or_else(|| next.and_then(|n| address(&n.line.plain)));
        if let Some(n) = next.filter(|_| url.is_some()) {
            links.push(n.span);
        }
        for (form, to) in &found.credits {
            let to = match &url {
                Some(url) if to.is_empty() => domain(url).unwrap_or_default(),
                _ => to.clone(),
            };
            out.credits.push(Credit {
                form: *form,
                to,
                printed: t.span.of(text).to_owned(),
                span: Some(t.span),
                url: url.clone(),
            });
        }
        if let Some(url) = &url
            && let Some(day) = day_in_address(url)
        {
            out.dates
                .extend(day_claim(day, DateOrigin::Url, DateRole::Published, url));
        }
    }
    for b in &mut out.blocks {
        if links.binary_search(&b.span).is_ok() {
            b.kind = BlockKind::CreditLine;
        }
    }
}

/// Credits that a spinner broke, in captions and at a headline's end. The headline counts only beside another one.
pub(crate) fn broken_credits(text: &str, tiles: &[Tile], out: &mut Segmented) {
    let mut add = |t: &Tile, printed: String, to: &str| {
        out.credits.push(Credit {
            form: CreditForm::Mangled,
            to: to.to_owned(),
            printed,
            span: Some(t.span),
            url: None,
        });
    };
    for (broken, whole) in BROKEN {
        let handout = format!("Handout via {broken}");
        for t in tiles
            .iter()
            .filter(|t| t.is(BlockKind::Caption) && t.line.plain.contains(&handout))
        {
            add(t, handout.clone(), whole);
        }
    }
    if !out.credits.iter().any(|c| c.form == CreditForm::Mangled) {
        return;
    }
    for (broken, whole) in BROKEN {
        let end = format!(" - {broken}");
        for t in tiles
            .iter()
            .filter(|t| t.is(BlockKind::Headline) && t.line.plain.ends_with(&end))
        {
            out.credits.push(Credit {
                form: CreditForm::Mangled,
                to: (*whole).to_owned(),
                printed: t.span.of(text).to_owned(),
                span: Some(t.span),
                url: None,
            });
        }
    }
}

/// The credit that stands at the very end of the last paragraph (`… he said. (AFP)`).
pub(crate) fn closing_credit(text: &str, out: &mut Segmented) {
    let Some(last) = out.blocks.iter().rfind(|b| b.kind == BlockKind::Paragraph) else {
        return;
    };
    let Some((at, credits)) = closing(last.span.of(text)) else {
        return;
    };
    let span = Span::new(last.span.start() + at, last.span.end());
    out.credits
        .extend(credits.into_iter().map(|(form, to)| Credit {
            form,
            to,
            printed: span.of(text).to_owned(),
            span: Some(span),
            url: None,
        }));
}

/// A house that names itself on its own page credits nobody, and neither does its reporter; with an agency beside it, that agency had a part.
pub(crate) fn own_credits(outlet: Option<&str>, url: Option<&str>, out: &mut Segmented) {
    let domain = url.and_then(domain);
    let own = |to: &str| {
        [outlet, domain.as_deref()]
            .into_iter()
            .flatten()
            .any(|own| same_outlet(own, to))
    };
    let own_reporter = |c: &Credit| {
        let last = c.to.rsplit([',', '|', '/', '(']).next();
        c.form == CreditForm::Byline
            && agency(&c.to).is_none()
            && last.is_some_and(|l| own(l.trim_matches([' ', ')'])))
    };
    out.credits.retain(|c| {
        c.to.is_empty() || c.form == CreditForm::Mangled || !(own(&c.to) || own_reporter(c))
    });
    for c in &mut out.credits {
        if c.form == CreditForm::Byline && helper(&c.printed, own) {
            c.form = CreditForm::Partial;
        }
    }
}

/// The licence of the first line that names one and stands where such lines stand.
pub(crate) fn licence(tiles: &[Tile], out: &mut Segmented) {
    let mut found = tiles.iter().filter_map(|t| t.found.as_ref());
    out.licence = found.find_map(|f| f.licence.clone());
}

/// Dates of date lines near the head or the end, and an epoch number at the very start.
pub(crate) fn dates(text: &str, tiles: &[Tile], out: &mut Segmented) {
    for t in tiles {
        if let (Some(day), true) = (t.stated.and_then(|s| s.day), t.is(BlockKind::Dateline)) {
            let role = if t.stated.is_some_and(|s| s.modified) {
                DateRole::Modified
            } else {
                DateRole::Published
            };
            out.dates
                .extend(day_claim(day, DateOrigin::Dateline, role, t.span.of(text)));
        }
    }
    if let Some(t) = tiles.first()
        && let Some((second, len)) = epoch_in_head(t.span.of(text))
    {
        out.dates.push(DateClaim {
            earliest: second,
            latest: second,
            origin: DateOrigin::Header,
            role: DateRole::Published,
            precision: Precision::Second,
            zone: Zone::Stated,
            printed: t.span.of(text)[..len].to_owned(),
        });
    }
}

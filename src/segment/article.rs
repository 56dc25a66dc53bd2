//! Judges the lines of an article together: what only their order and place can tell.

use crate::model::{
    Article, Block, BlockKind, Credit, CreditForm, DateClaim, DateOrigin, DateRole, Precision, Span,
};
use crate::segment::agencies::{agency, same_outlet};
use crate::segment::caption::is_caption;
use crate::segment::credits::{Found, address, credit_line, domain};
use crate::segment::dateline::{Stated, date_line, day_claim, day_in_address, epoch_in_head};
use crate::segment::fold::{Line, ends_sentence};
use crate::segment::furniture::{is_furniture, outlet_named};
use crate::segment::opening::opening;
use crate::segment::{Segmented, cut};

/// Blocks longer than this, in bytes, are looked at only at their end.
const SHORT: usize = 600;
/// Weak credits count among this many first blocks that are not furniture.
const FIRST: usize = 4;
/// Weak credits count among this many last blocks that are not furniture.
const LAST: usize = 6;
/// Most words of a headline.
const HEADLINE_WORDS: usize = 30;
/// Most words of a heading between paragraphs.
const HEADING_WORDS: usize = 8;
/// Words that spinners put where an agency's name stood.
const BROKEN: &[(&str, &str)] = &[("Portal", "Reuters")];

struct Tile {
    span: Span,
    line: Line,
    /// False when `line` holds only the end of a long block.
    whole: bool,
    kind: Option<BlockKind>,
    found: Option<Found>,
    stated: Option<Stated>,
    is_final: bool,
}

impl Tile {
    /// True for what is still undecided and reads like a paragraph.
    fn is_body(&self) -> bool {
        self.kind.is_none()
            && self.found.is_none()
            && (!self.whole
                || self.line.words >= 40
                || self.is_final && (self.line.words >= 4 || self.span.len() >= 45))
    }

    fn is(&self, kind: BlockKind) -> bool {
        self.kind == Some(kind)
    }
}

/// Reads the whole article.
pub(crate) fn read(article: &Article) -> Segmented {
    let text = &article.text;
    let mut tiles: Vec<Tile> = cut::pieces(text)
        .into_iter()
        .map(|span| tile(text, span))
        .collect();
    repeated_captions(&mut tiles);
    after_the_end(&mut tiles);
    places(&mut tiles);
    headlines(&mut tiles, article.title.as_deref());
    headings(&mut tiles);

    let mut out = Segmented {
        outlet: outlet(&tiles, article.outlet.as_deref()),
        ..Segmented::default()
    };
    let own = article.outlet.clone().or_else(|| out.outlet.clone());
    own_copyright(&mut tiles, own.as_deref());
    blocks(text, &tiles, &mut out);
    credits(text, &tiles, &mut out);
    broken_credits(text, &tiles, &mut out);
    closing_credit(text, &mut out);
    dates(text, &tiles, &mut out);
    out.credits.sort_by_key(|c| c.span);
    out
}

/// Judges one block by its own words.
fn tile(text: &str, span: Span) -> Tile {
    let raw = span.of(text);
    let whole = raw.len() <= SHORT;
    let mut from = if whole { 0 } else { raw.len() - 240 };
    while !raw.is_char_boundary(from) {
        from += 1;
    }
    let line = Line::new(&raw[from..]);
    let mut tile = Tile {
        span,
        whole,
        kind: None,
        found: None,
        stated: None,
        is_final: ends_sentence(raw),
        line,
    };
    let line = &tile.line;
    if !whole {
        if line.words > 0 && is_caption(raw, line, false) && raw.len() < 2 * SHORT {
            tile.kind = Some(BlockKind::Caption);
        }
        return tile;
    }
    tile.found = credit_line(line);
    let weak = tile.found.as_ref().is_none_or(|f| f.weak);
    tile.kind = if !weak {
        Some(BlockKind::CreditLine)
    } else if tile.found.is_none() && is_furniture(line) || is_bare_address(line) {
        tile.found = None;
        Some(BlockKind::Furniture)
    } else if tile.found.is_none() && is_caption(raw, line, true) {
        Some(BlockKind::Caption)
    } else {
        tile.stated = date_line(line);
        tile.stated.map(|_| BlockKind::Dateline)
    };
    tile
}

fn is_bare_address(line: &Line) -> bool {
    line.lower.starts_with("http") && line.words == 1 && line.lower.contains("://")
}

/// A line near the head that an earlier caption already holds, and a stump between captions, are captions.
fn repeated_captions(tiles: &mut [Tile]) {
    let near = tiles.len().min(16);
    for i in 1..near {
        if tiles[i].kind.is_some() || !tiles[i].whole {
            continue;
        }
        let plain = &tiles[i].line.plain;
        let again = plain.len() >= 15
            && tiles[..i]
                .iter()
                .any(|t| t.is(BlockKind::Caption) && t.line.plain.contains(plain.as_str()));
        if again {
            tiles[i].kind = Some(BlockKind::Caption);
            tiles[i].found = None;
        }
    }
    for i in 1..near.saturating_sub(1) {
        let stump = tiles[i].kind.is_none()
            && tiles[i].found.is_none()
            && !tiles[i].is_final
            && tiles[i].line.words <= 12;
        if stump && tiles[i - 1].is(BlockKind::Caption) && tiles[i + 1].is(BlockKind::Caption) {
            tiles[i].kind = Some(BlockKind::Caption);
        }
    }
}

/// Behind a wire's closing line, a copyright line or the comments, a short rest is the page's.
fn after_the_end(tiles: &mut [Tile]) {
    let end = tiles
        .iter()
        .rposition(|t| t.is_body() && (!t.whole || t.line.words >= 40))
        .map_or(0, |i| i + 1);
    let closing = |t: &Tile| {
        let wire = t.found.as_ref().is_some_and(|f| {
            f.credits
                .iter()
                .any(|(form, _)| matches!(form, CreditForm::Copyright | CreditForm::WireFurniture))
        });
        let comments = t.is(BlockKind::Furniture)
            && (t.line.lower.starts_with("jump to comments")
                || t.line.lower.starts_with("be part of the conversation"));
        wire && t.kind.is_some() || comments
    };
    let Some(mark) = (end..tiles.len()).find(|&i| closing(&tiles[i])) else {
        return;
    };
    let words = |part: &[Tile]| part.iter().map(|t| t.line.words).sum::<usize>();
    if tiles.len() - mark > 16
        || words(&tiles[mark..]) > 2 * words(&tiles[..mark]).max(1)
        || !tiles[..mark].iter().any(Tile::is_body)
    {
        return;
    }
    for t in &mut tiles[mark..] {
        if t.kind.is_none() && t.found.is_none() {
            t.kind = Some(BlockKind::Furniture);
        }
    }
}

/// Lets weak credits count where they may stand, and forgets them elsewhere.
fn places(tiles: &mut [Tile]) {
    let first = tiles.iter().position(Tile::is_body).unwrap_or(tiles.len());
    let last = tiles.iter().rposition(Tile::is_body).unwrap_or(0);
    let total = tiles.iter().filter(|t| !t.is(BlockKind::Furniture)).count();
    let mut rank = 0;
    for (i, t) in tiles.iter_mut().enumerate() {
        if t.is(BlockKind::Furniture) {
            continue;
        }
        rank += 1;
        let Some(found) = t.found.as_ref().filter(|_| t.kind.is_none()) else {
            continue;
        };
        let here = i < first || rank <= FIRST || i > last || rank + LAST > total;
        if here {
            t.kind = Some(if found.byline {
                BlockKind::Byline
            } else {
                BlockKind::CreditLine
            });
        } else {
            // In the middle of the text it belongs to a chart or a picture, if it is a source line at all.
            t.kind = (!found.byline
                && found
                    .credits
                    .iter()
                    .any(|(f, _)| *f == CreditForm::SourceLine))
            .then_some(BlockKind::Caption);
            t.found = None;
        }
    }
}

/// Title-like lines before the body; one right above a caption, when there is a headline already, is the picture's text.
fn headlines(tiles: &mut [Tile], title: Option<&str>) {
    let first = tiles.iter().position(Tile::is_body).unwrap_or(tiles.len());
    let title = title.map(bare).filter(|t| t.len() >= 8);
    let mut seen = false;
    for i in 0..tiles.len().min(first + 3) {
        let t = &tiles[i];
        if t.kind.is_some() || !t.whole {
            continue;
        }
        let same = title.as_deref().is_some_and(|title| {
            let line = bare(&t.line.plain);
            line == title
                || line.len() >= 12
                    && t.line.words <= HEADLINE_WORDS
                    && !t.is_final
                    && (title.starts_with(&line) || line.starts_with(title))
        });
        let like = i < first
            && t.line.words <= HEADLINE_WORDS
            && !t.line.plain.ends_with(['.', ':', ',', ';', '。'])
            && !t.line.plain.starts_with(|c: char| c.is_lowercase());
        // A lone line is a text, not a title without one.
        if !(same || like && tiles.len() > 1 && first < tiles.len()) {
            continue;
        }
        let named = BROKEN.iter().any(|(b, _)| {
            t.line
                .plain
                .strip_suffix(b)
                .is_some_and(|h| h.ends_with(" - "))
        });
        let above_a_picture =
            !named && seen && !same && tiles.get(i + 1).is_some_and(|n| n.is(BlockKind::Caption));
        tiles[i].kind = Some(if above_a_picture {
            BlockKind::Caption
        } else {
            BlockKind::Headline
        });
        seen = true;
    }
}

/// Letters and digits only, in lower case.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Short lines without a stop between paragraphs.
fn headings(tiles: &mut [Tile]) {
    let mut follows = vec![false; tiles.len()];
    let mut next = false;
    for (i, t) in tiles.iter().enumerate().rev() {
        follows[i] = next;
        if !t.is(BlockKind::Furniture) {
            next = t.is_body();
        }
    }
    let mut before = false;
    for (i, t) in tiles.iter_mut().enumerate() {
        let p = &t.line.plain;
        let wide = !p.is_ascii() && t.line.words == 1 && p.len() > 60;
        let like = t.kind.is_none()
            && t.whole
            && !t.is_final
            && t.line.words <= HEADING_WORDS
            && !wide
            && p.starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase())
            && !p.ends_with([':', ',', ';', '-', '"', '\'', '…', ')']);
        if like && before && follows[i] {
            t.kind = Some(BlockKind::Headline);
        }
        before |= t.is_body();
    }
}

/// The outlet named most often by the page's own lines; the first of equals. A copyright line counts when it names no agency.
fn outlet(tiles: &[Tile], known: Option<&str>) -> Option<String> {
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
fn own_copyright(tiles: &mut [Tile], own: Option<&str>) {
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
fn blocks(text: &str, tiles: &[Tile], out: &mut Segmented) {
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
        if let Some((_, whole)) = BROKEN
            .iter()
            .find(|(b, _)| open.stranger.as_deref() == Some(b))
        {
            push(CreditForm::Mangled, whole);
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
fn credits(text: &str, tiles: &[Tile], out: &mut Segmented) {
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
fn broken_credits(text: &str, tiles: &[Tile], out: &mut Segmented) {
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

/// An agency in brackets or behind a dash at the very end of the last paragraph (`… he said. (AFP)`).
fn closing_credit(text: &str, out: &mut Segmented) {
    let Some(last) = out.blocks.iter().rfind(|b| b.kind == BlockKind::Paragraph) else {
        return;
    };
    let raw = last.span.of(text);
    let mut from = raw.len().saturating_sub(60);
    while !raw.is_char_boundary(from) {
        from += 1;
    }
    let tail = &raw[from..];
    let at = if tail.ends_with([')', '）']) {
        tail.rfind(['(', '（'])
    } else {
        [" — ", " – ", " -- "]
            .iter()
            .filter_map(|d| tail.rfind(d))
            .max()
    };
    let Some(at) = at.filter(|&n| ends_sentence(&tail[..n])) else {
        return;
    };
    let start = last.span.start() + from + at;
    if let Some(found) = agency(&tail[at..]) {
        out.credits.push(Credit {
            form: CreditForm::SourceLine,
            to: found.name.to_owned(),
            printed: tail[at..].trim().to_owned(),
            span: Some(Span::new(
                start + (tail[at..].len() - tail[at..].trim_start().len()),
                last.span.end(),
            )),
            url: None,
        });
    }
}

/// Dates of date lines near the head or the end, and an epoch number at the very start.
fn dates(text: &str, tiles: &[Tile], out: &mut Segmented) {
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
            printed: t.span.of(text)[..len].to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> Segmented {
        read(&Article {
            text: text.into(),
            ..Article::default()
        })
    }

    fn kinds(text: &str) -> Vec<&'static str> {
        of(text).blocks.iter().map(|b| b.kind.as_str()).collect()
    }

    fn lawful(text: &str) {
        let out = of(text);
        let mut at = 0;
        for b in &out.blocks {
            assert!(b.span.start() >= at && !b.span.is_empty());
            assert!(
                text[at..b.span.start()].trim().is_empty(),
                "{:?}",
                &text[at..b.span.start()]
            );
            assert!(!b.span.of(text).is_empty() && b.span.of(text).trim() == b.span.of(text));
            at = b.span.end();
        }
        assert!(text[at..].trim().is_empty());
        assert_eq!(out, of(text));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn every_visible_byte_is_in_exactly_one_block_of_any_text(text in any::<String>()) {
            lawful(&text);
        }

        #[test]
        fn the_law_holds_for_texts_made_of_news_parts(parts in prop::collection::vec(prop::sample::select(vec![
            "By AFP", "\n", "\r\n", "\n\n", " ", "LINDEMAR (AP) — ", "(", ")", "/TASS/", "The ferry sank. ", "© 2021 ", "Source: ", "[x](", "<i>", "**", "电", "新华社", "Copyright", "Ferry",
            "March 4, 2021", "\u{feff}", "é", "1614852000 ", "https://a.example/2021/03/04", "Original url:", "Handout via Portal", "– ", "contributed to this report", "'s ", "İ", "Skip to content", "first published in", "(c) 2",
        ]), 0..24)) {
            lawful(&parts.concat());
        }
    }

    #[test]
    fn large_and_odd_texts_are_cut_in_linear_time() {
        for text in [
            "x".repeat(1 << 20),
            "(".repeat(1 << 20),
            "[".repeat(1 << 18),
            "ab\n".repeat(100_000),
            "<a ".repeat(1 << 17),
            "By A\n".repeat(50_000),
            " ".repeat(1 << 20),
        ] {
            lawful(&text);
        }
    }

    const PAGE: &str = "Skip to content\n\nFerry Stops for Good at Lindemar\n\nBy [AFP](#)\n\nMarch 4, 2021\n\nThe ferry leaves Lindemar on Monday. **Port Press Service**\n\n\
        The last ferry left the harbour of Lindemar on Monday, the port office said after a meeting of its board.\n\n\"No,\" she said.\n\nWhat the board wants now\n\n\
        Its captain, who sailed it for thirty years, thanked the crowd and asked for nothing but a quiet evening at home.\n\nOriginal url:\n\n<https://www.echo.example.co.uk/2021/03/04/ferry>";

    #[test]
    fn a_page_is_told_apart_line_by_line() {
        assert_eq!(
            kinds(PAGE),
            [
                "furniture",
                "headline",
                "byline",
                "dateline",
                "caption",
                "paragraph",
                "paragraph",
                "headline",
                "paragraph",
                "credit_line",
                "credit_line"
            ]
        );
        let out = of(PAGE);
        let credits: Vec<_> = out
            .credits
            .iter()
            .map(|c| (c.form.as_str(), c.to.as_str(), c.url.is_some()))
            .collect();
        assert_eq!(
            credits,
            [
                ("byline", "AFP", false),
                ("republication", "example.co.uk", true)
            ]
        );
        assert_eq!(out.dates.len(), 2);
        assert_eq!(
            (out.dates[0].earliest, out.dates[0].latest),
            (1_614_816_000, 1_614_902_399)
        );
        assert_eq!(
            out.headline.map(|s| s.of(PAGE)),
            Some("Ferry Stops for Good at Lindemar")
        );
    }

    #[test]
    fn a_broken_credit_names_whom_it_hid() {
        let text = "1614852000 Ferry stops for good\n\nFerry stops for good as winter comes – Portal\n\nThe ferry, March 4, 2021. Port Office/Handout via Portal acquire license rights\n\n\
            March 4 (Portal) – The last ferry left the harbour on Monday, the news portal Interfax reported, and did not return.\n\nOur standards: The Thomson Portal Trust Principles.";
        let out = of(text);
        assert_eq!(
            kinds(text),
            [
                "headline",
                "headline",
                "caption",
                "dateline",
                "paragraph",
                "credit_line"
            ]
        );
        assert_eq!(out.credits.len(), 4, "{:?}", out.credits);
        assert!(
            out.credits
                .iter()
                .all(|c| c.form == CreditForm::Mangled && c.to == "Reuters")
        );
        assert!(
            out.dates
                .iter()
                .any(|d| d.origin == DateOrigin::Header && d.earliest == 1_614_852_000)
        );
        assert!(
            of("Ferry stops – Portal\n\nThe ferry left on Monday, said the portal.")
                .credits
                .is_empty()
        );
    }

    #[test]
    fn the_page_tail_is_no_paragraph() {
        let text = "The last ferry left the harbour of Lindemar on Monday, the port office said after a meeting of its board.\n\nIts captain thanked the crowd on the pier.\n\nThe-CNN-Wire\n™ & © 2021 Cable News Network, Inc., a Ferry Company. All rights reserved.\n\n\
            Jump to comments ↓\n\nBE PART OF THE CONVERSATION\n\nEcho 9 loves a good talk.\n\nSkip to content";
        assert_eq!(
            kinds(text),
            [
                "paragraph",
                "paragraph",
                "credit_line",
                "credit_line",
                "furniture",
                "furniture",
                "furniture",
                "furniture"
            ]
        );
        assert!(of(text).credits.iter().all(|c| c.to == "CNN"));
    }

    #[test]
    fn attribution_inside_a_text_is_no_credit() {
        let text = "The captain told AFP that he would stay, according to AP, and Interfax reported the rest of it.\n\nThe ferry (photo: AFP) left.\n\nStudents take AP courses.";
        assert!(of(text).credits.is_empty());
    }

    #[test]
    fn the_outlet_is_named_by_its_furniture_and_not_credited() {
        let text = "Get the best offers and updates relating to Lindemar Echo.\n\nThe last ferry left the harbour on Monday, the port office said.\n\nCopyright Lindemar Echo. All rights reserved.";
        let out = of(text);
        assert_eq!(out.outlet.as_deref(), Some("Lindemar Echo"));
        assert!(out.credits.is_empty());
        let elsewhere = read(&Article {
            outlet: Some("Harbour Post".into()),
            text: "The last ferry left the harbour on Monday, the port office said.\n\nCopyright 2021 Lindemar Echo. All rights reserved.".into(),
            ..Article::default()
        });
        assert_eq!(elsewhere.credits.len(), 1);
    }

    #[test]
    fn an_agency_that_closes_the_text_is_credited() {
        let out = of("The last ferry left the harbour on Monday, the port office said. (dpa)");
        assert_eq!(out.credits.len(), 1);
        assert_eq!(out.credits[0].printed, "(dpa)");
    }
}

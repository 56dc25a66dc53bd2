//! Judges the lines of an article together: what only their order and place can tell.

use crate::model::{Article, BlockKind, CreditForm, Span};
use crate::segment::agencies::same_outlet;
use crate::segment::beside::own_helped;
use crate::segment::broken::BROKEN;
use crate::segment::caption::{is_caption, is_signed, says_again};
use crate::segment::claims::{
    blocks, broken_credits, closing_credit, credits, dates, licence, outlet, own_copyright,
    own_credits,
};
use crate::segment::credits::{Found, credit_line};
use crate::segment::dateline::{Stated, date_line};
use crate::segment::fold::{Line, ends_sentence};
use crate::segment::furniture::is_furniture;
use crate::segment::{Segmented, cut};

/// Blocks longer than this, in bytes, are looked at only at their end.
const SHORT: usize = 600;
/// Weak credits count among this many first blocks that are not furniture.
const FIRST: usize = 4;
/// Weak credits count among this many last blocks that are not furniture.
const LAST: usize = 6;
/// Most words of a headline.
const HEADLINE_WORDS: usize = 30;
/// Most words of a title-like line beside a title that is known apart from the text.
const DECK_WORDS: usize = 9;
/// Most words of a heading between paragraphs.
const HEADING_WORDS: usize = 8;

/// One block while it is being judged.
pub(crate) struct Tile {
    /// Where it lies.
    pub(crate) span: Span,
    /// Its words; only the last ones of a long block.
    pub(crate) line: Line,
    /// False when `line` holds only the end of a long block.
    pub(crate) whole: bool,
    /// What it is, once decided.
    pub(crate) kind: Option<BlockKind>,
    /// The credit it reads as.
    pub(crate) found: Option<Found>,
    /// The date it reads as.
    pub(crate) stated: Option<Stated>,
    /// True when it ends like a sentence.
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

    /// True when it was decided to be of `kind`.
    pub(crate) fn is(&self, kind: BlockKind) -> bool {
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
    signed_captions(&mut tiles);
    after_the_end(&mut tiles);
    if let Some(own) = &article.outlet {
        own_bylines(&mut tiles, own);
    }
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
    licence(&tiles, &mut out);
    own_credits(own.as_deref(), article.url.as_deref(), &mut out);
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
        is_final: ends_sentence(raw) || is_long_without_stops(raw),
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

/// A short line that names the page's own outlet with an agency is its byline.
fn own_bylines(tiles: &mut [Tile], own: &str) {
    let open = |t: &&mut Tile| t.kind.is_none() && t.found.is_none() && t.whole && !t.is_final;
    for t in tiles.iter_mut().filter(open) {
        t.found = own_helped(&t.line, |name| same_outlet(own, name));
    }
}

/// True for a long stretch in a script that puts no stop behind a sentence: Thai, Lao, Burmese, Khmer.
fn is_long_without_stops(raw: &str) -> bool {
    /// Letters and signs; headlines in these scripts have fewer, paragraphs more.
    const LONG: usize = 90;
    let of_script = |c: &char| matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}');
    raw.chars().filter(of_script).count() >= LONG
}

/// True for a line that is nothing but a web address.
pub(crate) fn is_bare_address(line: &Line) -> bool {
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
                .any(|t| t.is(BlockKind::Caption) && says_again(plain, &t.line.plain));
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

/// A line near the head that ends in a name behind its last sentence: a picture's text with who took it.
fn signed_captions(tiles: &mut [Tile]) {
    for t in tiles.iter_mut().take(8) {
        if t.is_body() {
            return;
        }
        if t.kind.is_none()
            && t.found.is_none()
            && t.whole
            && !t.is_final
            && is_signed(&t.line.plain)
        {
            t.kind = Some(BlockKind::Caption);
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
            let source = |(form, _): &(CreditForm, String)| *form == CreditForm::SourceLine;
            let nobody = found.credits.is_empty() && found.licence.is_none();
            t.kind = (!found.byline && (nobody || found.credits.iter().any(source)))
                .then_some(BlockKind::Caption);
            t.found = None;
        }
    }
}

/// Title-like lines before the body; one right above a caption, when there is a headline already, is the picture's text.
fn headlines(tiles: &mut [Tile], title: Option<&str>) {
    let first = tiles.iter().position(Tile::is_body).unwrap_or(tiles.len());
    let title = title.map(bare).filter(|t| t.len() >= 8);
    // Where the title came apart from the text, a long line without a stop is more likely a summary than a second title.
    let most = if title.is_some() {
        DECK_WORDS
    } else {
        HEADLINE_WORDS
    };
    let mut seen = false;
    for i in 0..tiles.len().min(first + 3) {
        let t = &tiles[i];
        if t.kind.is_some() || !t.whole {
            continue;
        }
        let same = title.as_deref().is_some_and(|title| {
            // Most lines begin otherwise.
            let first = t.line.lower.chars().find(|c| c.is_alphanumeric());
            if t.line.lower.is_ascii() && first.is_some_and(|c| !title.starts_with(c)) {
                return false;
            }
            let line = bare(&t.line.plain);
            line == title
                || line.len() >= 12
                    && t.line.words <= HEADLINE_WORDS
                    && !t.is_final
                    && (title.starts_with(&line) || line.starts_with(title))
        });
        let like = i < first
            && t.line.words <= most
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
    if text.is_ascii() {
        let held = text.bytes().filter(u8::is_ascii_alphanumeric);
        return held.map(|b| char::from(b.to_ascii_lowercase())).collect();
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DateOrigin;
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
            "［", "］", "[", "]", "【", "ロイター", "＝", "共同", "。", " - ", ": ", "編集：", "）", "（", "dpa/lno", "avec AFP", "أ ف ب", "14 ", "在", "据",
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
    fn a_picture_text_is_known_by_its_repetition_and_by_the_name_behind_it() {
        const BODY: &str = "The last ferry left the harbour of Lindemar on Monday, the port office said after a meeting of its board.";
        let told = |second: &str| kinds(&format!("Ferry stops for good\n\n{second}\n\n{BODY}"));
        assert_eq!(
            told("The ferry leaves Lindemar on Monday morning. Lindemar Harbour Office"),
            ["headline", "caption", "paragraph"]
        );
        assert_eq!(
            told("Winter comes to the harbour of St. Louis Park"),
            ["headline", "headline", "paragraph"]
        );
        assert_eq!(
            told(
                "<i>Jan Dow/Getty Images</i><br/>People of Lindemar wave at the ferry from the pier.\n\nPeople of Lindemar wave at the ferry from the pier on Monday afternoon."
            ),
            ["headline", "caption", "caption", "paragraph"]
        );
        // Six words in common are no repetition.
        assert_eq!(
            told(
                "<i>Jan Dow/Getty Images</i><br/>People of Lindemar wave at the ferry from the pier.\n\nPeople of Lindemar wave at the council that sold their boat."
            ),
            ["headline", "caption", "paragraph", "paragraph"]
        );
    }

    #[test]
    fn a_thai_headline_is_told_from_paragraphs_without_stops() {
        let body = "เรือเฟอร์รี่ลำสุดท้ายออกจากท่าเรือลินเดมาร์ในวันจันทร์หลังการประชุมของคณะกรรมการท่าเรือ และไม่มีใครรู้ว่าจะกลับมาอีกเมื่อไร";
        assert_eq!(
            kinds(&format!("เรือหยุดวิ่งแล้ว\n\n{body}\n\n{body}")),
            ["headline", "paragraph", "paragraph"]
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

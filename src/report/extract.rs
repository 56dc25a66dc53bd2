//! What is seen in one page or text, before anything is stored: the answer of `extract`.

use serde::Serialize;

use crate::model::{Article, BlockKind, Credit, DateClaim, DateRole, best_of};
use crate::report::dates;
use crate::report::view::{AttributionView, BlockView, CreditView, DateView, SCHEMA};
use crate::segment::{Segmented, attributions};
use crate::text;

/// Answer of `extract`; field names are a contract.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct ExtractView {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// `extract`.
    pub record: &'static str,
    /// File stem or record name.
    pub name: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// What the page names as its address.
    pub canonical_url: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The byline.
    pub byline: Option<String>,
    /// The best claim of its publication, as fine as it was claimed.
    pub published_at: Option<String>,
    /// The best claim of its last change.
    pub modified_at: Option<String>,
    /// Every date claim.
    pub dates: Vec<DateView>,
    /// Every credit.
    pub credits: Vec<CreditView>,
    /// The terms under which the text may be used, as printed.
    pub licence: Option<String>,
    /// Whom the text names as where a fact comes from; never counted as credit.
    pub attributions: Vec<AttributionView>,
    /// Language tag.
    pub language: Option<String>,
    /// Addresses it links to.
    pub links: Vec<String>,
    /// The text, unchanged.
    pub text: String,
    /// The text block by block, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocks: Option<Vec<BlockView>>,
}

/// Joins what the input says of itself with what its text says.
///
/// `now` (epoch seconds) is when it was read: dates more than a day after it are told and never chosen.
pub fn extract(article: &Article, seen: &Segmented, blocks: bool, now: i64) -> ExtractView {
    let text = &article.text;
    let mut claims: Vec<DateClaim> = Vec::new();
    for claim in article.dates.iter().chain(&seen.dates) {
        // The reading room and the text may have seen the same words.
        let same = |c: &DateClaim| {
            (c.origin, c.role, c.earliest, c.latest)
                == (claim.origin, claim.role, claim.earliest, claim.latest)
        };
        if !claims.iter().any(same) {
            claims.push(claim.clone());
        }
    }
    let best = |role| best_of(&claims, role, now).map(DateClaim::rfc3339);
    let byline = || {
        let mut found = seen.blocks.iter().filter(|b| b.kind == BlockKind::Byline);
        found.next().map(|b| b.span.of(text).to_owned())
    };
    ExtractView {
        schema: SCHEMA,
        record: "extract",
        name: article.name.clone(),
        url: article.url.clone(),
        canonical_url: article.canonical_url.clone(),
        outlet: article.outlet.clone().or_else(|| seen.outlet.clone()),
        title: article
            .title
            .clone()
            .or_else(|| seen.headline.map(|s| s.of(text).to_owned())),
        byline: article.byline.clone().or_else(byline),
        published_at: best(DateRole::Published),
        modified_at: best(DateRole::Modified),
        dates: dates::views(&claims, now),
        credits: article
            .credits
            .iter()
            .chain(&seen.credits)
            .map(credit)
            .collect(),
        licence: article.licence.clone().or_else(|| seen.licence.clone()),
        attributions: attributed(text, seen),
        language: article.language.clone().or_else(|| guessed(text)),
        links: article.links.clone(),
        text: text.clone(),
        blocks: blocks.then(|| tiles(text, seen)),
    }
}

/// The language that the function words speak of, where they do.
fn guessed(text: &str) -> Option<String> {
    let language = text::language(&text::words(text));
    (language != text::Language::Other).then(|| language.as_str().to_owned())
}

fn credit(credit: &Credit) -> CreditView {
    CreditView {
        form: credit.form.as_str(),
        to: credit.to.clone(),
        printed: credit.printed.clone(),
        url: credit.url.clone(),
    }
}

fn attributed(text: &str, seen: &Segmented) -> Vec<AttributionView> {
    let (mut byte, mut chars) = (0, 0);
    attributions(text, &seen.blocks)
        .into_iter()
        .map(|found| {
            // Two cues may overlap, so a place may lie before the last one counted to.
            let start = found.span.start();
            if start < byte {
                (byte, chars) = (0, 0);
            }
            chars += text.get(byte..start).map_or(0, |s| s.chars().count());
            byte = start;
            AttributionView {
                start: chars,
                end: chars + found.span.of(text).chars().count(),
                to: found.to,
                printed: found.printed,
            }
        })
        .collect()
}

fn tiles(text: &str, seen: &Segmented) -> Vec<BlockView> {
    // Blocks are in order, so code points are counted once, from the end of the one before.
    let (mut byte, mut chars, mut number) = (0, 0, 0);
    let mut out = Vec::with_capacity(seen.blocks.len());
    for block in &seen.blocks {
        let printed = block.span.of(text);
        chars += text
            .get(byte..block.span.start())
            .map_or(0, |s| s.chars().count());
        let end = chars + printed.chars().count();
        let body = block.kind == BlockKind::Paragraph;
        number += usize::from(body);
        out.push(BlockView {
            kind: block.kind.as_str(),
            paragraph: body.then_some(number),
            start: chars,
            end,
            text: printed.to_owned(),
            sha256: None,
            simhash: None,
        });
        (byte, chars) = (block.span.end(), end);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, Span};

    #[test]
    fn a_licence_of_the_page_goes_before_one_in_the_text_and_attributions_stand_apart() {
        let text = "« Non », a déclaré la capitaine à l'AFP. Selon Reuters, le bac est resté.\n\nCC BY 4.0";
        let mut article = Article {
            text: text.into(),
            ..Article::default()
        };
        let view = extract(
            &article,
            &crate::segment::segment(&article),
            false,
            i64::MAX,
        );
        assert_eq!(view.licence.as_deref(), Some("CC BY 4.0"));
        assert!(view.credits.is_empty());
        let chars: Vec<char> = text.chars().collect();
        let told: Vec<(&str, String)> = view
            .attributions
            .iter()
            .map(|a| (a.to.as_str(), chars[a.start..a.end].iter().collect()))
            .collect();
        assert_eq!(
            told,
            [
                ("AFP", "a déclaré la capitaine à l'AFP".to_owned()),
                ("Reuters", "Selon Reuters".to_owned())
            ]
        );
        article.licence = Some("https://terms.example".into());
        let view = extract(
            &article,
            &crate::segment::segment(&article),
            false,
            i64::MAX,
        );
        assert_eq!(view.licence.as_deref(), Some("https://terms.example"));
    }

    #[test]
    fn blocks_are_placed_in_code_points() {
        let article = Article {
            text: "Über uns\n\nÉté".into(),
            ..Article::default()
        };
        let seen = Segmented {
            blocks: vec![
                Block {
                    span: Span::new(0, 9),
                    kind: BlockKind::Furniture,
                },
                Block {
                    span: Span::new(11, 16),
                    kind: BlockKind::Paragraph,
                },
            ],
            ..Segmented::default()
        };
        let view = extract(&article, &seen, true, 1_700_000_000);
        let places: Vec<_> = view
            .blocks
            .unwrap()
            .iter()
            .map(|b| (b.paragraph, b.start, b.end))
            .collect();
        assert_eq!(places, [(None, 0, 8), (Some(1), 10, 13)]);
        assert_eq!(view.published_at, None);
    }
}

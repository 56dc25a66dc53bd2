//! Answers that only tell what is stored.

use crate::corpus::views::{self, CodePoints};
use crate::corpus::{furniture, versions};
use crate::error::Result;
use crate::model::BlockKind;
use crate::report;
use crate::report::view::{ArticleView, BlockView, FurnitureView, OutletView, SCHEMA, ScopeView};
use crate::segment::{Catalogue, template};
use crate::store::{ArticleKey, OutletKey, Reader};

/// Counts what the store holds.
pub(crate) fn scope(reader: &Reader) -> Result<ScopeView> {
    let row = reader.scope()?;
    Ok(ScopeView {
        articles: row.articles as usize,
        outlets: row.outlets as usize,
        dated: row.dated as usize,
        earliest: row.earliest.map(views::day),
        latest: row.latest.map(views::day),
    })
}

/// Shows one article.
pub(crate) fn show(reader: &Reader, key: ArticleKey) -> Result<ArticleView> {
    let row = reader.article(key)?;
    let dates = reader.dates(key)?;
    let text = reader.text(key)?;
    let mut chars = CodePoints::new(&text);
    let mut notices = views::notices(&row);
    notices.extend(views::pointers(&text, &views::blocks(reader, key)?));
    let mut blocks = Vec::new();
    let standing = furniture::standing(reader)?;
    for block in reader.blocks(key)? {
        let (start, end) = chars.span(block.span);
        // The same line as in `trace`: what the outlet prints in its other stories too is no paragraph of this one.
        let is_standing = row
            .outlet
            .zip(block.passage)
            .is_some_and(|line| standing.contains(&line));
        let passage = block.passage.map(|p| reader.passage(p)).transpose()?;
        blocks.push(BlockView {
            kind: if is_standing {
                BlockKind::Furniture.as_str()
            } else {
                block.kind.as_str()
            },
            paragraph: block.paragraph.filter(|_| !is_standing).map(|n| n as usize),
            start,
            end,
            text: block.span.of(&text).to_owned(),
            sha256: passage.map(|p| hex(&p.sha256)),
            simhash: passage.map(|p| format!("{:016x}", p.simhash)),
        });
    }
    let chain = versions::chain(reader, key)?.filter(|c| c.count > 1);
    let versions = match &chain {
        Some(chain) => versions::views(reader, chain, key)?,
        None => Vec::new(),
    };
    Ok(ArticleView {
        schema: SCHEMA,
        record: "article",
        article: views::reference(&row, &dates),
        notices,
        canonical_url: row.canonical_url,
        byline: row.byline,
        language: row.language,
        first_seen_at: views::instant(row.first_seen_at),
        dates: report::dates::views(&dates, row.first_seen_at),
        credits: reader.credits(key)?.iter().map(views::credit).collect(),
        links: reader.links(key)?,
        licence: row.licence,
        story: row.story,
        revision: row.revision,
        status: versions::status(row.status),
        versions,
        blocks,
    })
}

/// Bytes as hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Lists the outlets.
pub(crate) fn outlets(reader: &Reader) -> Result<Vec<OutletView>> {
    let rows = reader.outlets()?;
    let catalogue = reader.catalogue()?;
    let users = Catalogue::parse(&reader.outlets_file()?)?;
    let view = rows.into_iter().map(|row| {
        let filed = catalogue.named(&row.name).filter(|f| f.name == row.name);
        // Of the shipped file only what decides is shown: its names and sites are long lists.
        let own = users.named(&row.name).filter(|f| f.name == row.name);
        let mut names = own.map_or_else(Vec::new, |f| [&f.aliases[..], &f.short].concat());
        names.extend(row.names);
        names.retain(|name| *name != row.name);
        let mut domains = own.map_or_else(Vec::new, |f| f.domains.clone());
        domains.extend(row.domains);
        domains.sort();
        domains.dedup();
        OutletView {
            schema: SCHEMA,
            record: "outlet",
            outlet: row.name,
            kind: row.kind.or_else(|| filed.and_then(|f| f.kind.clone())),
            publisher: row
                .publisher
                .or_else(|| filed.and_then(|f| f.publisher.clone())),
            names,
            domains,
            articles: row.articles as usize,
            dated: row.dated as usize,
            paragraphs: row.paragraphs as usize,
            furniture: row.furniture as usize,
            latest: row.latest.map(views::day),
        }
    });
    Ok(view.collect())
}

/// Lists the standing lines of an outlet, most articles first.
pub(crate) fn furniture(reader: &Reader, outlet: OutletKey) -> Result<Vec<FurnitureView>> {
    let name = reader
        .outlets()?
        .into_iter()
        .find(|row| row.key == outlet)
        .map_or_else(String::new, |row| row.name);
    let rulings = reader.template_rulings(outlet)?;
    let mut out = Vec::new();
    for row in reader.furniture(outlet)? {
        let text = reader.passage_text(row.passage)?;
        let key = reader
            .templates_of_line(outlet, row.passage)?
            .first()
            .copied();
        let mut articles: Vec<ArticleKey> = reader
            .witnesses(row.passage)?
            .iter()
            .filter(|w| w.outlet == Some(outlet))
            .map(|w| w.article)
            .collect();
        articles.sort_unstable();
        articles.dedup();
        out.push(FurnitureView {
            schema: SCHEMA,
            record: "furniture",
            passage: format!("p:{}", hex(&reader.passage(row.passage)?.sha256)),
            outlet: name.clone(),
            articles: articles.len(),
            decided: match row.ruling.as_deref() {
                Some("paragraph") => "paragraph",
                Some(_) => "furniture",
                None => "standing",
            },
            rule: row.rule,
            template: key.map(|key| format!("t:{key:016x}")),
            shape: key
                .and_then(|_| template(&text))
                .map(|template| template.shape),
            template_decided: key.and_then(|key| rulings.get(&key)).map(|ruling| {
                if ruling == "paragraph" {
                    "paragraph"
                } else {
                    "furniture"
                }
            }),
            text,
        });
    }
    out.sort_by(|x, y| {
        y.articles
            .cmp(&x.articles)
            .then_with(|| x.passage.cmp(&y.passage))
    });
    Ok(out)
}

//! Which outlet is an article's, by the catalogue of outlets; and laying another file over what is stored.
//!
//! An article's outlet follows from what it was given (name and address), from the catalogue and from what the user merged. So a
//! file that comes after the articles gives what it would have given before them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sha2::{Digest, Sha256};

use crate::corpus::address::{domain, host};
use crate::corpus::cut::Cut;
use crate::corpus::furniture;
use crate::corpus::show::hex;
use crate::error::Result;
use crate::model::BlockKind;
use crate::report::view::{AppliedView, GroupedView, SCHEMA};
use crate::segment::{Catalogue, Filed, template, written};
use crate::store::{ArticleKey, OutletKey, OutletRow, Reader, Store, Writer};

/// Raised when lines would be settled in another way, so that a store from before is settled again.
const RULES: u32 = 1;

/// What an article says of its outlet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Given<'a> {
    /// The name that the input or the text gives.
    pub(crate) name: Option<&'a str>,
    /// The registrable domain of its address.
    pub(crate) domain: Option<String>,
    /// The host of its address.
    pub(crate) host: Option<String>,
}

impl<'a> Given<'a> {
    /// What a cut article says.
    pub(crate) fn of(cut: &'a Cut<'_>) -> Self {
        Self::new(cut.named(), cut.domain(), cut.host())
    }

    fn new(name: Option<&'a str>, domain: Option<String>, host: Option<String>) -> Self {
        // The domain given as a name says no more than the domain.
        let says_more = |n: &&str| {
            let low = n.trim().to_lowercase();
            !low.is_empty() && domain.as_ref() != Some(&low)
        };
        Self {
            name: name.filter(says_more),
            domain,
            host,
        }
    }

    fn filed<'c>(&self, catalogue: &'c Catalogue) -> Option<&'c Filed> {
        catalogue.find(self.name, self.host.as_deref())
    }
}

/// Finds or makes the outlet of an article.
pub(crate) fn resolve(writer: &mut Writer<'_>, given: &Given<'_>) -> Result<Option<OutletKey>> {
    let catalogue = writer.catalogue()?;
    let Some(filed) = given.filed(&catalogue) else {
        return writer.outlet(given.name, given.domain.as_deref());
    };
    let outlet = writer.filed(filed)?;
    // A site that the catalogue does not know is remembered as with any other outlet.
    let unknown = given
        .host
        .as_ref()
        .is_some_and(|h| catalogue.at(h).is_none());
    if unknown && given.domain.is_some() {
        return writer.outlet(Some(&filed.name), given.domain.as_deref());
    }
    Ok(Some(outlet))
}

/// Finds the outlet that an article would have; nothing is made.
pub(crate) fn known(reader: &Reader, given: &Given<'_>) -> Result<Option<OutletKey>> {
    if let Some(filed) = given.filed(&*reader.catalogue()?) {
        return reader.outlet_named(&filed.name);
    }
    match (given.name, &given.domain) {
        (Some(name), _) => reader.outlet_named(name),
        (None, Some(domain)) => reader.outlet_at(domain),
        (None, None) => Ok(None),
    }
}

/// The outlet that goes by `name`, in the store or by the catalogue.
pub(crate) fn named(reader: &Reader, name: &str) -> Result<Option<OutletKey>> {
    if let Some(outlet) = reader.outlet_named(name)? {
        return Ok(Some(outlet));
    }
    match reader.catalogue()?.named(name) {
        Some(filed) => reader.outlet_named(&filed.name),
        None => Ok(None),
    }
}

/// What an outlet is and who owns it: what the user said, or else what the catalogue says.
pub(crate) fn described(
    reader: &Reader,
    outlet: OutletKey,
    name: &str,
) -> Result<(Option<String>, Option<String>)> {
    let (kind, publisher) = reader.outlet_said(outlet)?;
    let catalogue = reader.catalogue()?;
    let filed = catalogue.named(name).filter(|f| f.name == name);
    Ok((
        kind.or_else(|| filed.and_then(|f| f.kind.clone())),
        publisher.or_else(|| filed.and_then(|f| f.publisher.clone())),
    ))
}

/// Lays a file over the store, unless it was settled by this very file; without one, the store's own. Says what changed.
pub(crate) fn lay(store: &mut Store, file: Option<&str>) -> Result<Option<AppliedView>> {
    // Read before anything is written: a file with a fault changes nothing.
    if let Some(text) = file {
        Catalogue::parse(text)?;
    }
    let text = match file {
        Some(text) => text.to_owned(),
        None => store.outlets_file()?,
    };
    if store.outlets_state()?.as_deref() == Some(&state(&text)) {
        return Ok(None);
    }
    store.write(|writer| {
        let text = match file {
            Some(text) => text.to_owned(),
            None => writer.outlets_file()?,
        };
        let state = state(&text);
        let before = writer.outlets_state()?;
        if before.as_deref() == Some(&state) {
            return Ok(None);
        }
        let old = writer.catalogue()?;
        let settled_by = before.as_deref().and_then(|s| s.split_once('-'));
        let resettle = settled_by.is_none_or(|(rules, _)| rules != RULES.to_string());
        writer.set_outlets_file(&text, &state)?;
        let new = writer.catalogue()?;
        let view = apply(writer, &old, &new, resettle)?;
        Ok(Some(view))
    })
}

fn state(text: &str) -> String {
    let shipped = written(Catalogue::shipped().outlets());
    let mut sum = Sha256::new();
    sum.update(shipped.as_bytes());
    sum.update([0]);
    sum.update(text.as_bytes());
    format!("{RULES}-{}", hex(&sum.finalize()))
}

/// Groups what is stored as the new catalogue says.
fn apply(
    writer: &mut Writer<'_>,
    old: &Catalogue,
    new: &Catalogue,
    resettle: bool,
) -> Result<AppliedView> {
    let mut touched: BTreeSet<OutletKey> = BTreeSet::new();
    let mut grouped: BTreeMap<(String, String), usize> = BTreeMap::new();
    for row in writer.outlets()? {
        let Some(filed) = by_name(new, &row) else {
            continue;
        };
        let into = writer.filed(filed)?;
        if into != row.key {
            let moved = writer.merge_outlets(row.key, into)?;
            *grouped.entry((row.name, filed.name.clone())).or_default() += moved;
            touched.insert(into);
        }
    }
    let (moves, freed) = misplaced(writer, old, new)?;
    for domain in &freed {
        writer.forget_domain(domain)?;
    }
    for (article, from, label, address) in moves {
        let given = Given::new(
            label.as_deref(),
            address.as_deref().and_then(domain),
            address.as_deref().and_then(host),
        );
        let into = resolve(writer, &given)?;
        if into == from {
            continue;
        }
        let name = |outlet: Option<OutletKey>| match outlet {
            Some(outlet) => writer.outlet_name(outlet),
            None => Ok(String::new()),
        };
        *grouped.entry((name(from)?, name(into)?)).or_default() += 1;
        writer.move_article(article, into)?;
        touched.extend(from.into_iter().chain(into));
    }
    writer.drop_filed_names(new)?;
    let mut left: BTreeSet<OutletKey> = BTreeSet::new();
    for &outlet in &touched {
        if !writer.drop_idle_outlet(outlet)? {
            left.insert(outlet);
        }
    }
    if resettle {
        templates(writer)?;
        left.extend(writer.outlets()?.iter().map(|row| row.key));
    }
    for outlet in left {
        furniture::settle_outlet(writer, outlet)?;
    }
    Ok(AppliedView {
        schema: SCHEMA,
        record: "outlets_applied",
        outlets: Catalogue::parse(&writer.outlets_file()?)?.outlets().len(),
        grouped: grouped
            .into_iter()
            .map(|((from, into), articles)| GroupedView {
                from,
                into,
                articles,
            })
            .collect(),
    })
}

/// The outlet of the catalogue that a stored one is by its names. A short name alone does not tell: it may be another's.
fn by_name<'c>(catalogue: &'c Catalogue, row: &OutletRow) -> Option<&'c Filed> {
    let whole = |name: &&String| !catalogue.is_short(name);
    std::iter::once(&row.name)
        .chain(&row.names)
        .filter(whole)
        .find_map(|name| catalogue.named(name))
}

/// An article with its outlet, label and address.
type Labelled = (
    ArticleKey,
    Option<OutletKey>,
    Option<String>,
    Option<String>,
);

/// The articles that belong elsewhere by the new catalogue; the named ones first, so that the order of ingest plays no part.
///
/// A site that an outlet was remembered by for the sake of an article that leaves it is free again, and all articles there are asked anew.
fn misplaced(
    reader: &Reader,
    old: &Catalogue,
    new: &Catalogue,
) -> Result<(Vec<Labelled>, BTreeSet<String>)> {
    let rows = reader.outlets()?;
    let known: HashMap<OutletKey, &OutletRow> = rows.iter().map(|row| (row.key, row)).collect();
    let mut freed: BTreeSet<String> = BTreeSet::new();
    reader.each_label(|row| {
        let address = row.url.as_deref();
        let site = address.and_then(domain);
        let given = Given::new(row.label.as_deref(), site, address.and_then(host));
        let (before, after) = (given.filed(old), given.filed(new));
        if let (Some(before), Some(site)) = (before, &given.domain)
            && after.is_none_or(|after| after.name != before.name)
        {
            freed.insert(site.clone());
        }
        Ok(())
    })?;
    let mut out: Vec<Labelled> = Vec::new();
    reader.each_label(|row| {
        let address = row.url.as_deref();
        let given = Given::new(
            row.label.as_deref(),
            address.and_then(domain),
            address.and_then(host),
        );
        let is = |filed: &Filed| {
            let here = row.outlet.and_then(|o| known.get(&o));
            here.is_some_and(|here| {
                here.name == filed.name || here.names.contains(&filed.name.to_lowercase())
            })
        };
        let misplaced = match (given.filed(old), given.filed(new)) {
            (_, Some(filed)) => !is(filed),
            (Some(former), None) => is(former),
            (None, None) => false,
        };
        if misplaced || given.domain.is_some_and(|d| freed.contains(&d)) {
            out.push((row.article, row.outlet, row.label, row.url));
        }
        Ok(())
    })?;
    out.sort_by(|a, b| (a.2.is_none(), &a.2, &a.3).cmp(&(b.2.is_none(), &b.2, &b.3)));
    Ok((out, freed))
}

/// Notes the templates of all stored lines anew.
fn templates(writer: &mut Writer<'_>) -> Result<()> {
    writer.clear_templates()?;
    for article in writer.article_keys(crate::store::Which::All)? {
        let text = writer.text(article)?;
        let blocks = writer.blocks(article)?;
        let lines = blocks
            .iter()
            .filter(|b| b.kind == BlockKind::Paragraph && b.passage.is_some())
            .filter_map(|b| Some((b.ordinal as usize, template(b.span.of(&text))?.key)));
        writer.insert_templates(article, lines)?;
    }
    Ok(())
}

/// The groups of outlets as they are now, in the format of the file: the user's own entries, and what was said or merged since.
pub(crate) fn file(reader: &Reader) -> Result<String> {
    let users = Catalogue::parse(&reader.outlets_file()?)?;
    let all = reader.catalogue()?;
    let mut entries: Vec<Filed> = users.outlets().to_vec();
    for row in reader.outlets()? {
        let said = row.kind.is_some() || row.publisher.is_some() || !row.names.is_empty();
        if !said {
            continue;
        }
        let at = match entries.iter().position(|e| e.name == row.name) {
            Some(at) => at,
            None => {
                entries.push(Filed {
                    name: row.name.clone(),
                    // A name that is short in the shipped file stays so: laid over it, the entry is the same outlet.
                    short: all
                        .named(&row.name)
                        .filter(|f| f.short.contains(&row.name))
                        .map_or_else(Vec::new, |f| f.short.clone()),
                    ..Filed::default()
                });
                entries.len() - 1
            }
        };
        let entry = &mut entries[at];
        entry.kind = row.kind.or_else(|| entry.kind.take());
        entry.publisher = row.publisher.or_else(|| entry.publisher.take());
        let more = row.names.into_iter().filter(|name| {
            let is_new = |other: &Catalogue| other.named(name).is_none();
            is_new(&users)
        });
        entry.aliases.extend(more);
    }
    // What two outlets claim is left with the first: a file that contradicts itself is refused.
    let mut sound: Vec<Filed> = Vec::new();
    if Catalogue::parse(&written(&entries)).is_ok() {
        std::mem::swap(&mut sound, &mut entries);
    }
    for mut entry in entries {
        let mut aliases = std::mem::take(&mut entry.aliases);
        loop {
            let mut tried = sound.clone();
            let mut one = entry.clone();
            one.aliases.clone_from(&aliases);
            tried.push(one);
            if Catalogue::parse(&written(&tried)).is_ok() {
                sound = tried;
                break;
            }
            if aliases.pop().is_none() {
                break;
            }
        }
    }
    Ok(format!(
        "# Outlets that go by several names, and who owns them. Change it and lay it over the store: urtext outlets apply FILE\n\n{}",
        written(&sound)
    ))
}

#[cfg(test)]
mod tests {
    use crate::corpus::{Corpus, FurnitureRuling};
    use crate::model::Article;

    const NOW: i64 = 1_767_225_600;

    const FILE: &str = r#"
[[outlet]]
name = "Harbour Post"
kind = "paper"
publisher = "Quay Media"
aliases = ["Harbour Post - *", "HP Online"]
short = ["HP"]
domains = ["harbourpost.example"]

[[outlet]]
name = "Quay Gazette"
publisher = "Quay Media"

[[outlet]]
name = "Harbour Wire Service"
kind = "agency"
aliases = ["Harbour Wire"]
short = ["HWS"]
"#;

    fn article(outlet: Option<&str>, url: &str, text: &str) -> Article {
        Article {
            url: Some(url.to_owned()),
            outlet: outlet.map(str::to_owned),
            text: text.to_owned(),
            ..Article::default()
        }
    }

    /// 20 words that no other number gives.
    fn paragraph(number: usize) -> String {
        let words: Vec<String> = (0..20).map(|i| format!("w{number}x{i}")).collect();
        format!("The {}.", words.join(" "))
    }

    fn articles() -> Vec<Article> {
        let line = "Sign up here for the evening letter of our desk and read it before supper.";
        let labels = [
            (Some("Harbour Post"), "https://harbourpost.example/1"),
            (
                Some("Harbour Post - Sports"),
                "https://harbourpost.example/2",
            ),
            (Some("HP Online"), "https://feeds.example/3"),
            (Some("HP"), "https://hilltop.example/4"),
            (Some("HP"), "https://m.harbourpost.example/5"),
            (None, "https://m.harbourpost.example/6"),
            (Some("City Desk"), "https://harbourpost.example/7"),
            (Some("City Desk"), "https://citydesk.example/8"),
            (Some("Quay Gazette"), "https://quaygazette.example/9"),
            (Some("Harbour Wire"), "https://harbourwire.example/10"),
            (None, "https://harbourwire.example/11"),
            (Some("The Associated Press"), "https://apnews.com/12"),
            (Some("AP"), "https://apnews.com/13"),
            (None, "https://citydesk.example/14"),
        ];
        let stories = labels.iter().enumerate().map(|(i, (outlet, url))| {
            let text = format!(
                "{}\n\n{}\n\n{}\n\n{}\n\n{line}\n\nJane N{i} Doe is a reporter at the Harbour Post.",
                [0, 1, 2].map(|n| paragraph(i * 10 + n)).join("\n\n"),
                paragraph(i * 10 + 3),
                paragraph(i * 10 + 4),
                paragraph(500),
            );
            article(*outlet, url, &text)
        });
        stories.collect()
    }

    /// Everything that a store says, a line each.
    fn told(corpus: &Corpus) -> Vec<String> {
        let mut out = Vec::new();
        let mut note = |value: String| out.push(value);
        for outlet in corpus.outlets().unwrap() {
            note(serde_json::to_string(&outlet).unwrap());
            for line in corpus.furniture(&outlet.outlet).unwrap() {
                note(serde_json::to_string(&line).unwrap());
            }
        }
        corpus
            .derivations(&mut |view| {
                out.push(serde_json::to_string(view).unwrap());
                Ok(())
            })
            .unwrap();
        out
    }

    #[track_caller]
    fn assert_same(a: &[String], b: &[String], how: &str) {
        let only = |x: &[String], y: &[String]| {
            let lines = x.iter().filter(|l| !y.contains(l)).take(4);
            lines
                .map(|l| l.chars().take(300).collect::<String>())
                .collect::<Vec<_>>()
                .join("\n")
        };
        assert!(
            a == b,
            "{how}\nonly here:\n{}\nonly there:\n{}",
            only(a, b),
            only(b, a)
        );
    }

    fn names(corpus: &Corpus) -> Vec<(String, usize)> {
        let outlets = corpus.outlets().unwrap().into_iter();
        outlets.map(|o| (o.outlet, o.articles)).collect()
    }

    #[test]
    fn a_file_gives_the_same_before_the_articles_after_them_and_in_between() {
        let all = articles();
        let mut first = Corpus::in_memory().unwrap();
        first.lay_outlets(Some(FILE)).unwrap();
        first.add(&all, NOW).unwrap();
        assert_eq!(
            names(&first),
            [
                ("AP".to_owned(), 2),
                ("City Desk".to_owned(), 2),
                ("HP".to_owned(), 1),
                ("Harbour Post".to_owned(), 6),
                ("Harbour Wire Service".to_owned(), 2),
                ("Quay Gazette".to_owned(), 1),
            ]
        );
        assert!(
            told(&first)
                .iter()
                .any(|l| l.contains("\"rule\":\"template\""))
        );
        let mut backwards = all.clone();
        backwards.reverse();
        for order in [&all, &backwards] {
            for before in [0, 5, 9, all.len()] {
                let mut corpus = Corpus::in_memory().unwrap();
                for one in &order[..before] {
                    corpus.add(std::slice::from_ref(one), NOW).unwrap();
                }
                corpus.lay_outlets(Some(FILE)).unwrap();
                corpus.add(&order[before..], NOW).unwrap();
                assert_same(
                    &told(&first),
                    &told(&corpus),
                    &format!("file after {before}"),
                );
                assert_eq!(corpus.lay_outlets(Some(FILE)).unwrap(), None);
            }
        }
    }

    #[test]
    fn a_file_that_is_taken_away_leaves_no_trace() {
        let all = articles();
        let mut plain = Corpus::in_memory().unwrap();
        plain.lay_outlets(None).unwrap();
        plain.add(&all, NOW).unwrap();
        let mut back = Corpus::in_memory().unwrap();
        back.lay_outlets(Some(FILE)).unwrap();
        back.add(&all, NOW).unwrap();
        back.lay_outlets(Some("")).unwrap();
        assert_same(&told(&plain), &told(&back), "laid and taken away");
    }

    #[test]
    fn outlets_of_one_publisher_are_one_house() {
        let text = format!("{}\n\n{}", paragraph(1), paragraph(2));
        let both = [
            article(Some("Harbour Post"), "https://harbourpost.example/1", &text),
            article(Some("Quay Gazette"), "https://quaygazette.example/2", &text),
        ];
        let mut corpus = Corpus::in_memory().unwrap();
        corpus.add(&both, NOW).unwrap();
        let copies = |corpus: &Corpus| {
            told(corpus)
                .iter()
                .filter(|l| l.contains("\"kind\":\"verbatim\""))
                .count()
        };
        assert_eq!(copies(&corpus), 2);
        corpus.lay_outlets(Some(FILE)).unwrap();
        assert_eq!(copies(&corpus), 0);
        corpus.lay_outlets(Some("")).unwrap();
        corpus.set_publisher("Harbour Post", "Quay").unwrap();
        corpus.set_publisher("Quay Gazette", "Quay").unwrap();
        assert_eq!(copies(&corpus), 0);
        assert_eq!(
            corpus
                .audit("quay", crate::corpus::Period::default())
                .unwrap()
                .articles,
            2
        );
    }

    #[test]
    fn what_is_printed_is_laid_again_without_a_change() {
        let mut corpus = Corpus::in_memory().unwrap();
        corpus.lay_outlets(Some(FILE)).unwrap();
        corpus.add(&articles(), NOW).unwrap();
        let sound = article(
            Some("Sound Desk"),
            "https://sounddesk.example/1",
            &paragraph(900),
        );
        corpus.add(&[sound], NOW).unwrap();
        corpus.merge_outlets("Sound Desk", "Quay Gazette").unwrap();
        corpus.set_outlet("AP", Some("agency"), &[]).unwrap();
        let before = told(&corpus);
        let file = corpus.outlets_file().unwrap();
        assert!(
            file.contains("sound desk") && file.contains("Harbour Post - *"),
            "{file}"
        );
        corpus.lay_outlets(Some(&file)).unwrap();
        assert_eq!(corpus.outlets_file().unwrap(), file);
        let counted = |told: &[String]| -> Vec<String> {
            told.iter()
                .map(|l| l.split("\"names\"").next().unwrap_or("").to_owned())
                .collect()
        };
        assert_same(
            &counted(&told(&corpus)),
            &counted(&before),
            "printed and laid",
        );
    }

    #[test]
    fn a_file_with_a_fault_changes_nothing() {
        let mut corpus = Corpus::in_memory().unwrap();
        corpus.lay_outlets(Some(FILE)).unwrap();
        corpus.add(&articles(), NOW).unwrap();
        let before = told(&corpus);
        let error = corpus
            .lay_outlets(Some(
                "[[outlet]]\nname = \"Quay Gazette\"\naliases = [\"*\"]\n",
            ))
            .unwrap_err();
        assert!(error.to_string().starts_with("line 3: "), "{error}");
        assert_eq!(told(&corpus), before);
    }

    #[test]
    fn a_wire_of_the_users_is_credited_in_bylines_and_datelines() {
        let text = format!("{}\n\n{}", paragraph(1), paragraph(2));
        let wire = article(
            Some("Harbour Wire Service"),
            "https://harbourwire.example/1",
            &text,
        );
        let by = |line: &str, n: usize| {
            let url = format!("https://paper{n}.example/{n}");
            article(Some(&format!("Paper {n}")), &url, &format!("{line}{text}"))
        };
        let mut corpus = Corpus::in_memory().unwrap();
        let all = [
            wire,
            by("By Harbour Wire\n\n", 2),
            by("By Jane Roe, Harbour Wire\n\n", 3),
            by("ORRIN SOUND (HWS) — ", 4),
            by("By Jane Roe\n\n", 5),
        ];
        corpus.add(&all, NOW).unwrap();
        let credits = |corpus: &Corpus| -> Vec<&'static str> {
            let mut out = vec!["none"; 4];
            corpus
                .derivations(&mut |view| {
                    let at = all
                        .iter()
                        .position(|a| a.url.as_deref() == Some(&view.article));
                    out[at.unwrap() - 1] = view.credit;
                    Ok(())
                })
                .unwrap();
            out
        };
        assert_eq!(credits(&corpus), ["missing"; 4]);
        corpus.lay_outlets(Some(FILE)).unwrap();
        assert_eq!(credits(&corpus), ["given", "given", "given", "missing"]);
        let checked = serde_json::to_string(&corpus.check(&all[3], i64::MAX).unwrap()).unwrap();
        assert!(checked.contains("\"credit\":\"given\""), "{checked}");
    }

    #[test]
    fn a_ruling_on_a_template_holds_for_lines_to_come() {
        let bio = |i: usize| {
            let text = format!(
                "{}\n\n{}\n\nMiro N{i} Roe is a correspondent for the paper in the harbour district.",
                paragraph(i * 10),
                paragraph(i * 10 + 1)
            );
            article(Some("Mail"), &format!("https://mail.example/{i}"), &text)
        };
        let mut corpus = Corpus::in_memory().unwrap();
        corpus.add(&[bio(1), bio(2), bio(3)], NOW).unwrap();
        let lines = corpus.furniture("Mail").unwrap();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0].rule, "template");
        let template = lines[0].template.clone().unwrap();
        corpus
            .rule_furniture("Mail", &template, FurnitureRuling::Paragraph)
            .unwrap();
        corpus.add(&[bio(4)], NOW).unwrap();
        assert!(corpus.furniture("Mail").unwrap().is_empty());
        corpus
            .rule_furniture("Mail", &template, FurnitureRuling::Automatic)
            .unwrap();
        assert_eq!(corpus.furniture("Mail").unwrap().len(), 4);
    }
}

//! Standing lines: what an outlet prints in different stories is furniture, whatever it says.
//!
//! Three rules, each over the whole store, so that the order of ingest does not matter, and each of the kind that more articles
//! never undo:
//! - *standing*: three different stories hold the line, and they are of different matters or the line looks like furniture;
//! - *looks*: two stories of different matters hold it, and it looks like furniture in both;
//! - *template*: three different stories hold lines that look like furniture and differ only in names, numbers, days, addresses.
//!
//! A paragraph of background that a series repeats is none of these, however often it stands.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use rustc_hash::FxHashSet;

use crate::corpus::FurnitureRuling;
use crate::corpus::stories::{Stories, Story, same_story};
use crate::error::Result;
use crate::segment::{Looks, looks, names_house};
use crate::store::{ArticleKey, FurnitureRow, OutletKey, PassageKey, Reader, Which, Writer};

/// Different stories of one outlet that must hold a line. Two may be a story and its follow-up; three are a habit.
const STORIES: usize = 3;

/// Stories that are enough for a line that looks like furniture.
const LOOKING: usize = 2;

/// Different fillings that a template must have been seen with.
const FILLINGS: usize = 2;

/// Articles of an outlet that are looked at for one line: enough to find three stories among versions of one. A line that more of them hold is
/// left aside where it is asked whether two are one story.
const LOOKED_AT: usize = 40;

/// Why a line counts by itself, as it is stored: the first counts before the others.
pub(crate) const STANDING: &str = "standing";
const LOOKS: &str = "looks";
const TEMPLATE: &str = "template";

/// How rulings are stored.
const PARAGRAPH: &str = "paragraph";
const FURNITURE: &str = "furniture";

/// A template of an outlet.
pub(crate) type Form = (OutletKey, i64);

/// A line of an outlet.
pub(crate) type Line = (OutletKey, PassageKey);

/// Settles which of the outlets' lines and templates that a batch touched are furniture.
pub(crate) fn settle(
    writer: &mut Writer<'_>,
    lines: &HashSet<Line>,
    forms: &BTreeSet<Form>,
) -> Result<()> {
    let mut known: HashMap<Line, (bool, String)> = HashMap::new();
    for row in writer.all_furniture()? {
        let line = (row.outlet, row.passage);
        known.insert(line, (row.ruling.is_some(), row.rule));
    }
    // Lines the user ruled on keep their ruling, and nothing counts before standing.
    let open = |line: &Line| {
        known
            .get(line)
            .is_none_or(|(ruled, rule)| !ruled && rule != STANDING)
    };
    let mut judge = Judge::default();
    let mut found: HashMap<Line, &'static str> = HashMap::new();
    for &(outlet, key) in forms {
        for passage in judge.template(writer, outlet, key)? {
            found.insert((outlet, passage), TEMPLATE);
        }
    }
    let mut sorted: Vec<Line> = lines.iter().filter(|line| open(line)).copied().collect();
    sorted.sort_unstable_by_key(|&(outlet, passage)| (passage, outlet));
    for lines in sorted.chunk_by(|a, b| a.1 == b.1) {
        let passage = lines[0].1;
        let holders = writer.outlets_holding(passage)?;
        for &(outlet, _) in lines {
            if let Some(rule) = judge.line(writer, outlet, passage, &holders)? {
                found.insert((outlet, passage), rule);
            }
        }
    }
    let mut found: Vec<_> = found.into_iter().filter(|(line, _)| open(line)).collect();
    found.sort_unstable();
    for ((outlet, passage), rule) in found {
        let before = known.get(&(outlet, passage)).map(|(_, rule)| rule.as_str());
        if before.is_some_and(|before| weight(before) >= weight(rule)) {
            continue;
        }
        writer.set_furniture(&FurnitureRow {
            outlet,
            passage,
            stories: if rule == LOOKS { LOOKING } else { STORIES } as u32,
            ruling: None,
            rule: rule.to_owned(),
        })?;
    }
    Ok(())
}

/// Which rule is told where several hold.
fn weight(rule: &str) -> usize {
    [TEMPLATE, LOOKS, STANDING]
        .iter()
        .position(|r| *r == rule)
        .unwrap_or(0)
}

/// Judges lines; what was read of articles and outlets is kept.
#[derive(Default)]
struct Judge {
    stories: Stories,
    houses: HashMap<OutletKey, Rc<[String]>>,
    rulings: HashMap<OutletKey, Rc<HashMap<i64, String>>>,
}

/// An article that holds a line, and how the line looks there.
struct Holder {
    story: Rc<Story>,
    looks: Looks,
}

impl Judge {
    /// The rule by which a line is an outlet's furniture, if any; `holders` are all articles in which it stands, with their outlets.
    fn line(
        &mut self,
        reader: &Reader,
        outlet: OutletKey,
        passage: PassageKey,
        holders: &[(ArticleKey, Option<OutletKey>)],
    ) -> Result<Option<&'static str>> {
        let own = holders.iter().filter(|h| h.1 == Some(outlet));
        let articles: BTreeSet<ArticleKey> = own.map(|h| h.0).collect();
        if articles.len() < LOOKING {
            return Ok(None);
        }
        // Of a short item such a line may be half the words: it does not make versions of one report of all of them.
        let aside = (articles.len() > LOOKED_AT).then_some(passage);
        let house = self.house(reader, outlet)?;
        let mut holders = Vec::new();
        for key in by_id(reader, articles)? {
            let story = self.stories.story(reader, key)?;
            let text = story.line(reader, passage)?;
            let mut looks = looks(&text);
            if looks == Looks::Prose && names_house(&text, &house) {
                looks = Looks::Weak;
            }
            holders.push(Holder { story, looks });
        }
        let stories = &self.stories;
        let apart = |a: &Holder, b: &Holder| -> Result<bool> {
            Ok(!same_story(&a.story, &b.story, aside)
                && !stories.of_one_matter(reader, &a.story, &b.story)?)
        };
        let habit = |a: &Holder, b: &Holder| -> Result<bool> {
            if a.looks == Looks::Strong && b.looks == Looks::Strong {
                return Ok(!same_story(&a.story, &b.story, aside));
            }
            apart(a, b)
        };
        if holders.len() >= STORIES && some_three(&holders, &habit)? {
            return Ok(Some(STANDING));
        }
        holders.retain(|h| h.looks > Looks::Prose);
        for (i, a) in holders.iter().enumerate() {
            for b in &holders[..i] {
                if apart(a, b)? {
                    return Ok(Some(LOOKS));
                }
            }
        }
        Ok(None)
    }

    /// The lines of a template, when the template is an outlet's furniture.
    fn template(
        &mut self,
        reader: &Reader,
        outlet: OutletKey,
        key: i64,
    ) -> Result<BTreeSet<PassageKey>> {
        let lines = reader.template_lines(outlet, key)?;
        let passages: BTreeSet<PassageKey> = lines.iter().map(|(_, _, p)| *p).collect();
        let ruling = self.rulings(reader, outlet)?.get(&key).cloned();
        match ruling.as_deref() {
            Some(FURNITURE) => return Ok(passages),
            Some(_) => return Ok(BTreeSet::new()),
            None => {}
        }
        let articles: BTreeSet<ArticleKey> = lines.iter().map(|(a, ..)| *a).collect();
        if articles.len() < STORIES || passages.len() < FILLINGS {
            return Ok(BTreeSet::new());
        }
        let mut holders = Vec::new();
        for article in by_id(reader, articles)? {
            holders.push(self.stories.story(reader, article)?);
        }
        let differ = |a: &Rc<Story>, b: &Rc<Story>| Ok(!same_story(a, b, None));
        Ok(if some_three(&holders, &differ)? {
            passages
        } else {
            BTreeSet::new()
        })
    }

    /// The names of an outlet, in lower case.
    fn house(&mut self, reader: &Reader, outlet: OutletKey) -> Result<Rc<[String]>> {
        if let Some(names) = self.houses.get(&outlet) {
            return Ok(Rc::clone(names));
        }
        let names: Rc<[String]> = reader.outlet_names(outlet)?.into();
        self.houses.insert(outlet, Rc::clone(&names));
        Ok(names)
    }

    fn rulings(&mut self, reader: &Reader, outlet: OutletKey) -> Result<Rc<HashMap<i64, String>>> {
        if let Some(known) = self.rulings.get(&outlet) {
            return Ok(Rc::clone(known));
        }
        let rulings = Rc::new(reader.template_rulings(outlet)?);
        self.rulings.insert(outlet, Rc::clone(&rulings));
        Ok(rulings)
    }
}

/// The first articles by id, not by row: rows are in order of ingest.
fn by_id(reader: &Reader, articles: BTreeSet<ArticleKey>) -> Result<Vec<ArticleKey>> {
    let mut keyed = Vec::with_capacity(articles.len());
    for key in articles {
        keyed.push((reader.article(key)?.id, key));
    }
    keyed.sort_unstable();
    keyed.truncate(LOOKED_AT);
    Ok(keyed.into_iter().map(|(_, key)| key).collect())
}

/// True when some three differ from each other. Any three: adding an article never makes a line less of a habit, so what was
/// found once need not be asked again, whatever came in between.
fn some_three<T>(all: &[T], differ: &dyn Fn(&T, &T) -> Result<bool>) -> Result<bool> {
    // Nearly always the first that differ from each other are three.
    let mut first: Vec<usize> = Vec::new();
    let mut known: HashMap<(usize, usize), bool> = HashMap::new();
    let mut ask = |i: usize, j: usize| -> Result<bool> {
        if let Some(&answer) = known.get(&(i, j)) {
            return Ok(answer);
        }
        let answer = differ(&all[i], &all[j])?;
        known.insert((i, j), answer);
        Ok(answer)
    };
    for i in 0..all.len() {
        let mut apart = true;
        for &j in &first {
            apart = apart && ask(j, i)?;
        }
        if apart {
            first.push(i);
        }
        if first.len() >= STORIES {
            return Ok(true);
        }
    }
    for i in 0..all.len() {
        for j in i + 1..all.len() {
            if !ask(i, j)? {
                continue;
            }
            for k in j + 1..all.len() {
                if ask(i, k)? && ask(j, k)? {
                    return Ok(true);
                }
            }
        }
    }
    Ok(false)
}

/// Every line that counts as furniture now: standing lines the user has not ruled out, and those ruled in.
pub(crate) fn standing(reader: &Reader) -> Result<FxHashSet<Line>> {
    reader.furniture_set(PARAGRAPH)
}

/// Settles all lines of one outlet anew, as after two outlets became one; rulings stay.
pub(crate) fn settle_outlet(writer: &mut Writer<'_>, outlet: OutletKey) -> Result<()> {
    for row in writer.furniture(outlet)? {
        if row.ruling.is_none() {
            writer.delete_furniture(outlet, row.passage)?;
        }
    }
    let (lines, forms) = lines_of(writer, outlet)?;
    settle(writer, &lines, &forms)
}

/// Every passage that an outlet printed, and every template.
pub(crate) fn lines_of(
    reader: &Reader,
    outlet: OutletKey,
) -> Result<(HashSet<Line>, BTreeSet<Form>)> {
    let (mut lines, mut forms) = (HashSet::new(), BTreeSet::new());
    for article in reader.article_keys(Which::Outlet(outlet))? {
        let blocks = reader.blocks(article)?;
        lines.extend(blocks.iter().filter_map(|b| b.passage).map(|p| (outlet, p)));
        forms.extend(reader.templates_of(article)?);
    }
    Ok((lines, forms))
}

fn stored(ruling: FurnitureRuling) -> Option<&'static str> {
    match ruling {
        FurnitureRuling::Furniture => Some(FURNITURE),
        FurnitureRuling::Paragraph => Some(PARAGRAPH),
        FurnitureRuling::Automatic => None,
    }
}

/// Writes what the user says of a line.
pub(crate) fn rule(
    writer: &mut Writer<'_>,
    outlet: OutletKey,
    passage: PassageKey,
    ruling: FurnitureRuling,
) -> Result<()> {
    let Some(ruling) = stored(ruling) else {
        writer.delete_furniture(outlet, passage)?;
        let forms = writer.templates_of_line(outlet, passage)?;
        let forms = forms.into_iter().map(|key| (outlet, key)).collect();
        return settle(writer, &HashSet::from([(outlet, passage)]), &forms);
    };
    let known = writer
        .furniture(outlet)?
        .into_iter()
        .find(|row| row.passage == passage);
    let (stories, rule) = known.map_or((0, STANDING.to_owned()), |row| (row.stories, row.rule));
    writer.set_furniture(&FurnitureRow {
        outlet,
        passage,
        stories,
        ruling: Some(ruling.to_owned()),
        rule,
    })
}

/// Writes what the user says of a template: it holds for every line of it, there or to come, but those ruled on by themselves.
pub(crate) fn rule_template(
    writer: &mut Writer<'_>,
    outlet: OutletKey,
    key: i64,
    ruling: FurnitureRuling,
) -> Result<()> {
    writer.rule_template(outlet, key, stored(ruling))?;
    let lines = writer.template_lines(outlet, key)?;
    let lines: Vec<Line> = lines.into_iter().map(|(_, _, p)| (outlet, p)).collect();
    settle_again(writer, &lines, &[(outlet, key)])
}

/// Settles lines and templates again after articles that held them are gone; rulings stay.
pub(crate) fn settle_again(
    writer: &mut Writer<'_>,
    lines: &[Line],
    templates: &[Form],
) -> Result<()> {
    let mut ruled = HashSet::new();
    for row in writer.all_furniture()? {
        if row.ruling.is_some() {
            ruled.insert((row.outlet, row.passage));
        }
    }
    let mut lines: BTreeSet<Line> = lines.iter().copied().collect();
    let mut forms: BTreeSet<Form> = templates.iter().copied().collect();
    for &(outlet, key) in templates {
        let more = writer.template_lines(outlet, key)?;
        lines.extend(more.into_iter().map(|(_, _, p)| (outlet, p)));
    }
    let mut open = HashSet::new();
    for (outlet, passage) in lines.into_iter().filter(|line| !ruled.contains(line)) {
        let keys = writer.templates_of_line(outlet, passage)?;
        forms.extend(keys.into_iter().map(|key| (outlet, key)));
        writer.delete_furniture(outlet, passage)?;
        open.insert((outlet, passage));
    }
    settle(writer, &open, &forms)
}

#[cfg(test)]
mod tests {
    use crate::corpus::furniture::LOOKED_AT;
    use crate::corpus::{Corpus, Forget};
    use crate::model::Article;

    const NOW: i64 = 1_767_225_600;

    /// Looks like furniture, and `segment` alone takes it for a paragraph.
    const BIO: &str = "Miro Roe is a correspondent for the Mail in the harbour district.";

    /// Background, in plain prose.
    const BACKGROUND: &str = "The dredger went down in March with seventeen people aboard, of whom nine were rescued by a tug.";

    fn words(prefix: &str, count: usize) -> String {
        let words: Vec<String> = (0..count).map(|i| format!("{prefix}x{i}")).collect();
        words.join(" ")
    }

    /// A story of its own words, on a matter that others may be on, too.
    fn story(number: usize, matter: &str, line: &str) -> Article {
        let own = |part: usize| words(&format!("w{number}p{part}"), 20);
        Article {
            url: Some(format!("https://mail.example/{number}")),
            outlet: Some("Mail".to_owned()),
            text: format!(
                "The {} {}.\n\nThe {}.\n\n{line}\n\nThe {}.",
                own(1),
                words(matter, 25),
                own(2),
                own(3)
            ),
            ..Article::default()
        }
    }

    fn rules(corpus: &Corpus) -> Vec<String> {
        let lines = corpus.furniture("Mail").unwrap().into_iter();
        lines.map(|line| line.rule).collect()
    }

    fn of(stories: &[Article]) -> Corpus {
        let mut corpus = Corpus::in_memory().unwrap();
        for story in stories {
            corpus.add(std::slice::from_ref(story), NOW).unwrap();
        }
        corpus
    }

    #[test]
    fn a_line_that_looks_like_furniture_counts_from_the_second_story() {
        let all = [1, 2, 3].map(|n| story(n, &format!("m{n}"), BIO));
        assert!(rules(&of(&all[..1])).is_empty());
        assert_eq!(rules(&of(&all[..2])), ["looks"]);
        assert_eq!(rules(&of(&all)), ["standing"]);
        let mut corpus = of(&all);
        let gone = Forget::Article("https://mail.example/2".to_owned());
        corpus.forget(&gone).unwrap();
        assert_eq!(rules(&corpus), ["looks"]);
    }

    #[test]
    fn a_line_that_makes_up_half_of_many_short_items_is_a_standing_one() {
        let item = |n: usize, matter: &str| Article {
            url: Some(format!("https://mail.example/items/{n}")),
            outlet: Some("Mail".to_owned()),
            text: format!(
                "The {} {}.\n\n{BACKGROUND}",
                words(&format!("w{n}p"), 6),
                words(matter, 12)
            ),
            ..Article::default()
        };
        let items: Vec<Article> = (0..=LOOKED_AT).map(|n| item(n, &format!("m{n}"))).collect();
        assert!(rules(&of(&items[1..])).is_empty(), "a few may be versions");
        assert_eq!(rules(&of(&items)), ["standing"]);
        let series: Vec<Article> = (0..=LOOKED_AT).map(|n| item(n, "dredger")).collect();
        assert!(rules(&of(&series)).is_empty(), "all are of one matter");
    }

    #[test]
    fn a_paragraph_that_two_stories_share_stays_one_and_so_does_the_background_of_a_series() {
        let apart = [1, 2, 3].map(|n| story(n, &format!("m{n}"), BACKGROUND));
        assert!(rules(&of(&apart[..2])).is_empty());
        assert_eq!(rules(&of(&apart)), ["standing"]);
        let series = [1, 2, 3, 4, 5].map(|n| story(n, "dredger", BACKGROUND));
        assert!(rules(&of(&series)).is_empty());
        // Two stories of a series and two others are three matters.
        let mixed = [&series[..2], &apart[1..]].concat();
        let mixed: Vec<Article> = mixed
            .into_iter()
            .enumerate()
            .map(|(i, mut article)| {
                article.url = Some(format!("https://mail.example/mixed/{i}"));
                article
            })
            .collect();
        assert_eq!(rules(&of(&mixed)), ["standing"]);
    }
}

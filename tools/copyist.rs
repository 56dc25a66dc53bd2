//! A seeded copyist: writes stories that were copied from one another, with the truth of who copied whom.
//!
//! `cargo run --release --example copyist -- fixtures` makes the generated folders of `fixtures/stemmata/` anew; `-- star N` and
//! `-- unrelated N` print corpora for timing. A plan says who takes the text from whom, when, and what they say of it; the copyist adds a few variants at
//! every step, which come down to the copies of the copy. It knows nothing of how urtext judges: what can be told from the texts is worked out
//! from the variants themselves.

#![cfg_attr(
    not(test),
    expect(clippy::print_stdout, reason = "a tool prints its corpus")
)]
#![allow(
    dead_code,
    reason = "the tests take the generator and leave the program"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value, json};

/// A source of numbers that is the same everywhere (SplitMix64, Steele, Lea and Flood 2014).
pub(crate) struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// True in `percent` of a hundred cases.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// What a copy says of where its text is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Says {
    /// Nothing.
    Nothing,
    /// The outlet that it has the text from.
    Source,
    /// The same, with a link to the article.
    Link,
    /// The agency.
    Agency,
}

/// One step of a plan: an article and whom it takes its text from.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// The number of the step it copies; nothing for one that has it from the agency, or wrote it.
    pub(crate) from: Option<usize>,
    /// Hours after the first, if it says when.
    pub(crate) hour: Option<i64>,
    /// What it says of its source.
    pub(crate) says: Says,
    /// Variants that it adds.
    pub(crate) variants: usize,
    /// Paragraphs that it has from another step.
    pub(crate) second: Option<usize>,
    /// True for a later version of the article that it is made from.
    pub(crate) version: bool,
    /// Paragraphs cut from the end.
    pub(crate) cut: usize,
}

impl Step {
    /// A plain copy.
    pub(crate) fn of(from: Option<usize>, hour: Option<i64>, says: Says, variants: usize) -> Self {
        Self {
            from,
            hour,
            says,
            variants,
            second: None,
            version: false,
            cut: 0,
        }
    }
}

/// A story and how it went round.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// A folder's name.
    pub(crate) name: &'static str,
    /// What it shows.
    pub(crate) about: &'static str,
    /// The language of its story.
    pub(crate) language: &'static str,
    /// The agency that wrote it, which is not among the articles.
    pub(crate) lost: Option<&'static str>,
    /// Who takes it from whom; a step stands behind those it copies.
    pub(crate) steps: Vec<Step>,
    /// Where the dice begin.
    pub(crate) seed: u64,
}

/// A paragraph of an article: its words, the step it was last taken from, and the variants it carries, by their numbers.
#[derive(Debug, Clone)]
struct Leaf {
    place: usize,
    words: Vec<String>,
    via: usize,
    variants: BTreeSet<usize>,
}

/// Outlets of the stories.
#[rustfmt::skip]
const OUTLETS: [&str; 24] = [
    "Quayside Gazette", "Alder Valley Post", "Northmoor Herald", "The Tin Lantern", "Saltmarsh Courier", "Brackwater Times", "Hollin Bridge News", "Copperfield Daily",
    "Wickerham Mercury", "Larkspur Tribune", "The Open Gate", "Stonebeck Chronicle", "Fennel Street Record", "Ironwood Star", "Pebble Coast Weekly", "Oxbow Observer",
    "Juniper Hill Journal", "Three Rivers Echo", "Marlow Point Press", "The Evening Heron", "Dunmere Argus", "Foxglove Dispatch", "Kettle Falls Ledger", "Blackthorn Bugle",
];

/// The story of a language: its title and its paragraphs.
pub(crate) fn story(language: &str) -> (String, Vec<String>) {
    let text = match language {
        "de" => include_str!("../fixtures/stemmata/base/de.txt"),
        "fr" => include_str!("../fixtures/stemmata/base/fr.txt"),
        "es" => include_str!("../fixtures/stemmata/base/es.txt"),
        _ => include_str!("../fixtures/stemmata/base/en.txt"),
    };
    let mut parts = text.split("\n\n").map(|p| p.trim().to_owned());
    let title = parts.next().unwrap_or_default();
    (title, parts.collect())
}

/// Changes one word of a paragraph: swapped for another of the story, misspelt, left out, or doubled by one that is put in.
fn vary(words: &mut Vec<String>, pool: &[String], dice: &mut Dice) {
    let at = 1 + dice.below(words.len().saturating_sub(2));
    let other = || pool.to_vec();
    match dice.below(4) {
        0 | 1 => {
            let pool = other();
            words[at] = pool[dice.below(pool.len())].clone();
        }
        2 if words.len() > 12 => {
            words.remove(at);
        }
        _ => {
            let pool = other();
            words.insert(at, pool[dice.below(pool.len())].clone());
        }
    }
}

/// 2024-03-04T06:00:00Z.
const START: i64 = 1_709_532_000;

fn stamp(hour: i64) -> String {
    let at = START + hour * 3_600;
    let (day, second) = (at.div_euclid(86_400), at.rem_euclid(86_400));
    // Days to a date (Hinnant 2013).
    let z = day + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let (d, m) = (
        doy - (153 * mp + 2) / 5 + 1,
        if mp < 10 { mp + 3 } else { mp - 9 },
    );
    let y = yoe + era * 400 + i64::from(m <= 2);
    format!(
        "{y:04}-{m:02}-{d:02}T{:02}:{:02}:00Z",
        second / 3_600,
        second / 60 % 60
    )
}

/// What a plan came to: the articles as `ingest` reads them, and the truth.
pub(crate) struct Copied {
    /// One JSON object an article.
    pub(crate) articles: Vec<Value>,
    /// `truth.json`.
    pub(crate) truth: Value,
}

/// Carries a plan out.
pub(crate) fn copied(plan: &Plan) -> Copied {
    let mut dice = Dice(plan.seed);
    let (title, paragraphs) = story(plan.language);
    let pool: Vec<String> = paragraphs
        .iter()
        .flat_map(|p| p.split(' '))
        .filter(|w| w.chars().count() > 3 && w.chars().all(char::is_lowercase))
        .map(str::to_owned)
        .collect();
    let first = dice.below(OUTLETS.len());
    let outlet = |n: usize| OUTLETS[(first + n * 5) % OUTLETS.len()];
    let mut made: Vec<Vec<Leaf>> = Vec::new();
    let mut addresses: Vec<String> = Vec::new();
    let mut owners: Vec<usize> = Vec::new();
    let mut next = 0;
    let mut articles = Vec::new();
    for (n, step) in plan.steps.iter().enumerate() {
        let owner = step
            .from
            .filter(|_| step.version)
            .map_or(n, |from| owners[from]);
        let mut leaves: Vec<Leaf> = match step.from {
            Some(from) => made[from]
                .iter()
                .map(|l| Leaf {
                    via: from,
                    ..l.clone()
                })
                .collect(),
            None => paragraphs
                .iter()
                .enumerate()
                .map(|(place, p)| Leaf {
                    place,
                    words: p.split(' ').map(str::to_owned).collect(),
                    via: n,
                    variants: BTreeSet::new(),
                })
                .collect(),
        };
        if let Some(second) = step.second {
            // The last three paragraphs are the other one's.
            let keep = leaves.len() - 3;
            leaves.truncate(keep);
            let known: BTreeSet<usize> = leaves.iter().map(|l| l.place).collect();
            let theirs = made[second].iter().filter(|l| !known.contains(&l.place));
            leaves.extend(theirs.map(|l| Leaf {
                via: second,
                ..l.clone()
            }));
        }
        let keep = leaves.len().saturating_sub(step.cut).max(3);
        leaves.truncate(keep);
        // In paragraphs of its own where there are enough, so that one slip hides no other.
        let mut order: Vec<usize> = (0..leaves.len()).collect();
        for i in (1..order.len()).rev() {
            order.swap(i, dice.below(i + 1));
        }
        for i in 0..step.variants {
            let leaf = &mut leaves[order[i % order.len()]];
            vary(&mut leaf.words, &pool, &mut dice);
            leaf.variants.insert(next);
            next += 1;
        }
        let site: String = outlet(owner).to_lowercase().replace(' ', "");
        let url = format!("https://{site}.example/{}/{owner}", plan.name);
        let body: Vec<String> = leaves.iter().map(|l| l.words.join(" ")).collect();
        let mut article = json!({
            "url": url, "outlet": outlet(owner), "title": title, "language": plan.language,
            "published_at": step.hour.map(stamp), "text": body.join("\n\n"),
        });
        match (step.says, step.from) {
            (Says::Source | Says::Link, Some(from)) => {
                article["source"] = json!(outlet(owners[from]));
                if step.says == Says::Link {
                    article["canonical_url"] = json!(addresses[from]);
                }
            }
            (Says::Agency, _) => article["credit"] = json!(plan.lost.unwrap_or("AFP")),
            _ => {}
        }
        if step.version {
            article["modified_at"] = article["published_at"].clone();
            article["revision"] = json!(2);
        }
        articles.push(article);
        made.push(leaves);
        addresses.push(url);
        owners.push(owner);
    }
    let truth = truth(plan, &made, &addresses);
    Copied { articles, truth }
}

fn truth(plan: &Plan, made: &[Vec<Leaf>], addresses: &[String]) -> Value {
    let variants: Vec<BTreeSet<(usize, usize)>> = made
        .iter()
        .map(|leaves| {
            leaves
                .iter()
                .flat_map(|l| l.variants.iter().map(|v| (l.place, *v)))
                .collect()
        })
        .collect();
    let places: Vec<BTreeSet<usize>> = made
        .iter()
        .map(|l| l.iter().map(|l| l.place).collect())
        .collect();
    let descends = |mut n: usize, of: usize| {
        while let Some(from) = plan.steps[n].from {
            if from == of {
                return true;
            }
            n = from;
        }
        false
    };
    // How many readings two copies differ in, in the paragraphs that both hold; a paragraph that only the first has counts much.
    let apart = |a: usize, b: usize| {
        let both = |v: &&(usize, usize)| places[a].contains(&v.0) && places[b].contains(&v.0);
        let differ = variants[a]
            .symmetric_difference(&variants[b])
            .filter(both)
            .count();
        differ + 4 * places[a].difference(&places[b]).count()
    };
    let mut entries = Vec::new();
    for (n, step) in plan.steps.iter().enumerate() {
        let version_of = |m: usize| addresses[m] == addresses[n];
        let before = |m: usize| match (plan.steps[m].hour, step.hour) {
            (Some(m), Some(n)) => m < n,
            _ => true,
        };
        let others: Vec<usize> = (0..made.len())
            .filter(|&m| m != n && !descends(m, n) && !version_of(m) && before(m))
            .collect();
        let source = match (step.from, plan.lost) {
            (Some(from), _) => json!(addresses[from]),
            (None, Some(agency)) => json!({ "lost": agency }),
            (None, None) => Value::Null,
        };
        let (mut decidable, mut firm) = (true, false);
        let mut acceptable: Vec<&str> = Vec::new();
        if let Some(from) = step.from {
            let says = matches!(step.says, Says::Source | Says::Link);
            let near = apart(n, from);
            let rivals: Vec<usize> = others
                .iter()
                .copied()
                .filter(|&m| m != from && apart(n, m) <= near)
                .collect();
            // Neither has a date: that the one came from the other must show in a third text.
            let dated = step.hour.is_some() && plan.steps[from].hour.is_some();
            let ordered = dated && before(from);
            let third = plan.steps[from].from.is_some()
                && !(&variants[from] - &variants[plan.steps[from].from.unwrap_or(0)]).is_empty();
            decidable = (rivals.is_empty()
                || (says && rivals.iter().all(|&m| apart(n, m) == near)))
                && (ordered || says || third || plan.steps[from].from.is_none());
            acceptable = rivals.iter().map(|&m| addresses[m].as_str()).collect();
            firm = says && ordered && rivals.is_empty() && !step.version;
        }
        let second = step.second.map(|second| {
            let theirs = made[n].iter().enumerate().filter(|(_, l)| l.via == second);
            let numbers: Vec<usize> = theirs.map(|(i, _)| i + 1).collect();
            json!({ "source": addresses[second], "paragraphs": numbers })
        });
        entries.push(json!({
            "url": addresses[n], "version": plan.steps[n].version, "source": source, "decidable": decidable,
            "acceptable": acceptable, "firm": firm, "second": second,
        }));
    }
    json!({ "about": plan.about, "articles": entries })
}

/// The plans of the folders that are made from seeds.
pub(crate) fn plans() -> Vec<Plan> {
    use Says::{Agency, Link, Nothing, Source};
    let step = Step::of;
    let plan = |name, about, language, seed, lost, steps| Plan {
        name,
        about,
        language,
        lost,
        steps,
        seed,
    };
    let mut contaminated = step(Some(1), Some(30), Nothing, 1);
    contaminated.second = Some(2);
    let mut version = step(Some(0), Some(9), Nothing, 4);
    version.version = true;
    let mut excerpt = step(Some(1), Some(20), Source, 1);
    excerpt.cut = 5;
    vec![
        plan(
            "chain",
            "Each takes the text from the one before and adds slips of its own; nobody says so.",
            "en",
            1,
            None,
            (0..6)
                .map(|n: usize| step(n.checked_sub(1), Some(n as i64 * 5), Nothing, 2))
                .collect(),
        ),
        plan(
            "chain-credited",
            "A chain in which everybody names the one before.",
            "de",
            2,
            None,
            (0..6)
                .map(|n: usize| step(n.checked_sub(1), Some(n as i64 * 5), Source, 2))
                .collect(),
        ),
        plan(
            "chain-undated-middle",
            "The third of a chain has no date; its slips in the fourth put it between.",
            "fr",
            3,
            None,
            (0..5)
                .map(|n: usize| {
                    step(
                        n.checked_sub(1),
                        (n != 2).then_some(n as i64 * 5),
                        Nothing,
                        2,
                    )
                })
                .collect(),
        ),
        plan(
            "chain-undated-end",
            "The last of a chain has no date.",
            "es",
            4,
            None,
            (0..5)
                .map(|n: usize| {
                    step(
                        n.checked_sub(1),
                        (n != 4).then_some(n as i64 * 5),
                        Nothing,
                        2,
                    )
                })
                .collect(),
        ),
        plan(
            "star",
            "Seven copies of one story, each with slips of its own.",
            "en",
            5,
            None,
            (0..8)
                .map(|n: usize| step((n > 0).then_some(0), Some(n as i64 * 3), Nothing, 2))
                .collect(),
        ),
        plan(
            "star-credited",
            "Seven copies that name and link to the story they took.",
            "fr",
            6,
            None,
            (0..8)
                .map(|n: usize| {
                    step(
                        (n > 0).then_some(0),
                        Some(n as i64 * 3),
                        if n.is_multiple_of(2) { Link } else { Source },
                        2,
                    )
                })
                .collect(),
        ),
        plan(
            "star-verbatim",
            "Six copies without a change: which of the earlier ones each was taken from cannot be told.",
            "de",
            7,
            None,
            (0..7)
                .map(|n: usize| step((n > 0).then_some(0), Some(n as i64 * 3), Nothing, 0))
                .collect(),
        ),
        plan(
            "two-branches",
            "Two copies with slips of their own, each copied three times.",
            "es",
            8,
            None,
            {
                let mut steps = vec![
                    step(None, Some(0), Nothing, 0),
                    step(Some(0), Some(4), Nothing, 2),
                    step(Some(0), Some(5), Nothing, 2),
                ];
                steps.extend(
                    (0..6)
                        .map(|n: usize| step(Some(1 + n % 2), Some(8 + n as i64 * 2), Nothing, 1)),
                );
                steps
            },
        ),
        plan(
            "lost-credited",
            "Five papers print one agency's text and say so; the agency's own page is not there.",
            "en",
            9,
            Some("AFP"),
            (0..5)
                .map(|n: usize| step(None, Some(n as i64 * 2), Agency, 2))
                .collect(),
        ),
        plan(
            "lost-silent",
            "Five papers have a text from somewhere and each has its own slips, the first one too.",
            "de",
            10,
            Some("dpa"),
            (0..5)
                .map(|n: usize| step(None, Some(n as i64 * 2), Nothing, 3))
                .collect(),
        ),
        plan(
            "lost-and-copied",
            "Two papers print an agency's text; one of them is copied, credit and slips and all.",
            "fr",
            11,
            Some("AFP"),
            {
                let mut steps: Vec<Step> = (0..3)
                    .map(|n: usize| step(None, Some(n as i64 * 2), Agency, 3))
                    .collect();
                steps.extend(
                    (0..3).map(|n: usize| step(Some(1), Some(12 + n as i64 * 2), Agency, 1)),
                );
                steps
            },
        ),
        plan(
            "contaminated",
            "One article has its beginning from one copy and its end from another.",
            "es",
            12,
            None,
            vec![
                step(None, Some(0), Nothing, 0),
                step(Some(0), Some(4), Nothing, 8),
                step(Some(0), Some(6), Nothing, 8),
                contaminated,
            ],
        ),
        plan(
            "backdated-credited",
            "A copy claims a date before its source and names it all the same.",
            "en",
            13,
            None,
            vec![
                step(None, Some(10), Nothing, 0),
                step(Some(0), Some(14), Source, 2),
                step(Some(1), Some(2), Source, 2),
                step(Some(0), Some(20), Nothing, 2),
            ],
        ),
        plan(
            "versions",
            "A story is corrected; one copy has the first version, two have the second.",
            "de",
            14,
            None,
            vec![
                step(None, Some(0), Nothing, 0),
                step(Some(0), Some(5), Nothing, 2),
                version,
                step(Some(2), Some(14), Nothing, 2),
                step(Some(2), Some(18), Source, 1),
            ],
        ),
        plan(
            "excerpt",
            "A copy is shortened to four paragraphs by the next, which names it.",
            "fr",
            15,
            None,
            vec![
                step(None, Some(0), Nothing, 0),
                step(Some(0), Some(6), Nothing, 2),
                excerpt,
                step(Some(0), Some(30), Nothing, 2),
            ],
        ),
        plan(
            "undated-all",
            "None but the first has a date; slips in common show who stands behind whom.",
            "en",
            16,
            None,
            vec![
                step(None, Some(0), Nothing, 0),
                step(Some(0), None, Nothing, 2),
                step(Some(1), None, Nothing, 2),
                step(Some(1), None, Nothing, 2),
                step(Some(0), None, Nothing, 2),
            ],
        ),
    ]
}

/// A plan that nobody chose: a tree of up to twelve articles, dated or not, with or without credits.
pub(crate) fn random_plan(seed: u64) -> Plan {
    let mut dice = Dice(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 0xface);
    let lost = dice.chance(25).then_some("Reuters");
    let language = ["en", "de", "fr", "es"][dice.below(4)];
    let count = 5 + dice.below(8);
    let mut steps = Vec::new();
    for n in 0..count {
        let roots = if lost.is_some() { 3 } else { 1 };
        let from = (n >= roots).then(|| dice.below(n));
        let hour = (n < roots || dice.chance(80)).then_some(n as i64 * 4);
        let says = match from {
            None if lost.is_some() => Says::Agency,
            None => Says::Nothing,
            Some(_) => [Says::Nothing, Says::Nothing, Says::Source, Says::Link][dice.below(4)],
        };
        let variants = if from.is_none() && lost.is_none() {
            0
        } else {
            dice.below(4)
        };
        steps.push(Step::of(from, hour, says, variants));
    }
    Plan {
        name: "random",
        about: "A tree from a seed.",
        language,
        lost,
        steps,
        seed,
    }
}

/// A made-up word.
fn word(dice: &mut Dice) -> String {
    const HEADS: &[u8] = b"bcdfghlmnprstvz";
    const TAILS: &[u8] = b"aeiou";
    let mut out = String::new();
    for _ in 0..2 + dice.below(3) {
        out.push(char::from(HEADS[dice.below(HEADS.len())]));
        out.push(char::from(TAILS[dice.below(TAILS.len())]));
    }
    out
}

/// Paragraphs and words of an article of the corpora for timing.
const SIZE: (usize, usize) = (14, 45);

/// `count` articles of made-up words: copies of the first, each paragraph of each with one or two changes; or, with `star` off, articles that
/// share nothing.
pub(crate) fn corpus(count: usize, star: bool, seed: u64) -> Vec<Value> {
    let mut dice = Dice(seed);
    let pool: Vec<String> = (0..20_000).map(|_| word(&mut dice)).collect();
    let fresh = |dice: &mut Dice| -> Vec<Vec<String>> {
        (0..SIZE.0)
            .map(|_| {
                (0..SIZE.1)
                    .map(|_| pool[dice.below(pool.len())].clone())
                    .collect()
            })
            .collect()
    };
    let base = fresh(&mut dice);
    (0..count)
        .map(|n| {
            let mut paragraphs = if star { base.clone() } else { fresh(&mut dice) };
            if star && n > 0 {
                for paragraph in &mut paragraphs {
                    for _ in 0..=dice.below(2) {
                        vary(paragraph, &pool, &mut dice);
                    }
                }
            }
            let title: String = paragraphs[0][..5].join(" ");
            let mut text = String::new();
            for paragraph in &paragraphs {
                let _ = write!(text, "{}.\n\n", paragraph.join(" "));
            }
            json!({
                "url": format!("https://outlet{n}.example/story/{n}"), "outlet": format!("{} {n}", word(&mut dice)),
                "published_at": stamp(n as i64), "title": title, "text": text.trim_end(),
            })
        })
        .collect()
}

/// The lines of a JSONL file.
pub(crate) fn lines(articles: &[Value]) -> String {
    articles.iter().map(|a| format!("{a}\n")).collect()
}

/// A `truth.json`, a line an article.
pub(crate) fn printed(truth: &Value) -> String {
    let entries = truth["articles"].as_array().cloned().unwrap_or_default();
    let entries: Vec<String> = entries.iter().map(|e| format!("  {e}")).collect();
    format!(
        "{{\"about\": {},\n \"articles\": [\n{}\n]}}\n",
        truth["about"],
        entries.join(",\n")
    )
}

#[cfg(not(test))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let count = args.get(1).and_then(|n| n.parse().ok()).unwrap_or(2_000);
    match args.first().map(String::as_str) {
        Some("fixtures") => {
            for plan in plans() {
                let folder = std::path::Path::new("fixtures/stemmata").join(plan.name);
                std::fs::create_dir_all(&folder)?;
                let made = copied(&plan);
                std::fs::write(folder.join("articles.jsonl"), lines(&made.articles))?;
                std::fs::write(folder.join("truth.json"), printed(&made.truth))?;
            }
        }
        Some("star") => print!("{}", lines(&corpus(count, true, 99))),
        Some("unrelated") => print!("{}", lines(&corpus(count, false, 99))),
        _ => return Err("usage: copyist fixtures | star N | unrelated N".into()),
    }
    Ok(())
}

//! A made-up press, the same on every machine: outlets that write, copy, edit, quote in part and repeat themselves.

use std::fmt::Write as _;

use urtext::model::{Article, DateClaim, DateOrigin, DateRole, Precision, Zone};

const OUTLETS: [&str; 6] = [
    "Harbor Post",
    "Valley Courier",
    "Northern Wire",
    "City Ledger",
    "Plains Herald",
    "Daily Relay",
];

/// The line that one outlet prints under everything it publishes.
pub(crate) const STANDING: &str = "Sign up for the Daily Relay evening letter and read every story we printed this week before breakfast.";

const WORDS: &str = "harbor council bridge engineer river budget minister winter festival market railway teacher \
    copper orchard ferry hospital senate lantern glacier border vineyard factory archive museum pension \
    strike drought mayor reactor satellite cargo lawyer village tunnel captain library barley court \
    pipeline school island referee tariff nurse quarry stadium forest cabinet dairy mineral convoy \
    approved delayed repaired announced rejected measured opened inspected promised financed counted \
    painted flooded guarded doubled borrowed planted restored shipped audited closed praised warned \
    narrow northern costly ancient silent crowded frozen municipal rural distant brittle modest \
    coastal wooden annual bitter golden public hollow remote steep vacant humid foreign \
    with after before under against near without during beyond across the a of in on for by";

/// One printing of a story.
#[derive(Clone)]
pub(crate) struct Printed {
    /// Where it stands.
    pub(crate) url: String,
    /// Who printed it.
    pub(crate) outlet: &'static str,
    /// When it says it was printed, in seconds since 1970; nothing when undated.
    pub(crate) at: Option<i64>,
    title: String,
    paragraphs: Vec<String>,
}

impl Printed {
    /// The paragraphs, separated by blank lines.
    pub(crate) fn text(&self) -> String {
        self.paragraphs.join("\n\n")
    }

    fn date(&self) -> Option<String> {
        let at = jiff::Timestamp::from_second(self.at?).unwrap();
        Some(at.to_string())
    }

    /// The line of a JSONL file.
    pub(crate) fn line(&self) -> String {
        serde_json::json!({
            "url": self.url, "outlet": self.outlet, "published_at": self.date(),
            "title": self.title, "text": self.text(),
        })
        .to_string()
    }

    /// The article as the library takes it.
    pub(crate) fn article(&self) -> Article {
        let claim = self.at.zip(self.date()).map(|(at, printed)| DateClaim {
            earliest: at,
            latest: at,
            origin: DateOrigin::Record,
            role: DateRole::Published,
            precision: Precision::Second,
            zone: Zone::Stated,
            printed,
        });
        Article {
            url: Some(self.url.clone()),
            outlet: Some(self.outlet.to_owned()),
            title: Some(self.title.clone()),
            dates: claim.into_iter().collect(),
            text: self.text(),
            ..Article::default()
        }
    }
}

/// A small generator of pseudo-random numbers (SplitMix64; Steele, Lea, Flood 2014).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((x ^ (x >> 31)) % sides as u64) as usize
    }
}

struct Press {
    dice: Dice,
    words: Vec<&'static str>,
}

impl Press {
    fn word(&mut self) -> &'static str {
        self.words[self.dice.roll(self.words.len())]
    }

    fn sentence(&mut self) -> String {
        let mut out = String::from("The");
        for _ in 0..11 + self.dice.roll(7) {
            let _ = write!(out, " {}", self.word());
        }
        let _ = write!(out, " {}.", 1000 + self.dice.roll(9000));
        out
    }

    fn paragraph(&mut self) -> String {
        format!("{} {}", self.sentence(), self.sentence())
    }

    /// The paragraph with every ninth word or so replaced.
    fn edited(&mut self, paragraph: &str) -> String {
        let words = paragraph.split(' ').enumerate().map(|(i, word)| {
            let keep = i % 9 != 4 || word.ends_with('.');
            if keep { word } else { self.word() }
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

/// Prints `count` articles; a larger count continues a smaller one.
pub(crate) fn printed(seed: u64, count: usize) -> Vec<Printed> {
    let mut press = Press {
        dice: Dice(seed),
        words: WORDS.split_whitespace().collect(),
    };
    let mut all: Vec<Printed> = Vec::with_capacity(count);
    for i in 0..count {
        let older = (i > 0).then(|| all[press.dice.roll(i)].clone());
        all.push(press.article(i, older));
    }
    all
}

impl Press {
    fn article(&mut self, i: usize, older: Option<Printed>) -> Printed {
        let mut outlet = OUTLETS[self.dice.roll(OUTLETS.len())];
        let own = 2 + self.dice.roll(3);
        let mut paragraphs: Vec<_> = (0..own).map(|_| self.paragraph()).collect();
        // 2023-03-01T06:00:00Z, and an article every 37 minutes.
        let mut at = Some(1_677_650_400 + 2_220 * i as i64);
        if let Some(older) = older {
            let one = older.paragraphs[0].clone();
            match self.dice.roll(10) {
                0 => paragraphs = older.paragraphs.clone(),
                1 => {
                    paragraphs = older.paragraphs.clone();
                    paragraphs.push(format!(
                        "This article was originally published by {}.",
                        older.outlet
                    ));
                }
                2 => paragraphs[0] = self.edited(&one),
                3 => {
                    paragraphs[0] = format!("{} {one}", paragraphs[0]);
                }
                4 => {
                    outlet = older.outlet;
                    paragraphs.insert(1, one);
                }
                5 => {
                    paragraphs[1] = one;
                    at = older.at.map(|t| t - 86_400);
                }
                _ => {}
            }
        }
        if self.dice.roll(7) == 0 {
            at = None;
        }
        if outlet == OUTLETS[5] && paragraphs.last().is_none_or(|p| p != STANDING) {
            paragraphs.push(STANDING.to_owned());
        }
        Printed {
            url: format!(
                "https://{}.example/{i}",
                outlet.to_lowercase().replace(' ', "-")
            ),
            outlet,
            at,
            title: self.sentence(),
            paragraphs,
        }
    }
}

//! What a line looks like that stands on an outlet's pages whatever the story: the words alone, one line at a time.
//!
//! Looks never make furniture: a line must also recur in different stories (`corpus::furniture`). They let it count sooner, and
//! they let lines count that recur in a varied form.

use xxhash_rust::xxh3::xxh3_64;

use crate::segment::fold::Line;
use crate::segment::listed::Listed;

/// How much a line looks like furniture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Looks {
    /// Like prose.
    Prose,
    /// It speaks to the reader or of the house's services, which prose may do.
    Weak,
    /// It is an order to the reader, says who the writer is and how to reach them, or states rights.
    Strong,
}

/// The longest furniture, in words; what is longer is prose.
const LONGEST: usize = 60;

/// Orders to the reader, at the start of a line.
#[rustfmt::skip]
static ORDERS: Listed = Listed::new(&[
    "follow ", "sign up", "subscribe", "click ", "listen to ", "download ", "join us", "join our", "join the conversation", "contact us", "contact the ",
    "email ", "e-mail ", "send us", "send your", "send tips", "support our", "support us", "support the ", "visit our", "visit the ", "share this", "share your",
    "read more", "read the ", "read all", "read our", "read issue", "read about", "read also", "watch the latest", "watch our", "get the ", "get our", "got a ", "have a ", "have you",
    "want to ", "want more", "write to ", "see also", "see our", "see more", "for more ", "more from", "more on ", "to contact ", "to subscribe",
    "to receive", "to read more", "find us", "find out more", "check out", "correspondence ", "copyright ", "©", "(c) ",
    "folgen sie", "lesen sie", "abonnieren", "melden sie sich", "hören sie", "klicken sie", "schreiben sie", "mehr zum", "mehr von", "mehr aus", "hier geht", "haben sie",
    "suivez", "lisez", "abonnez", "inscrivez", "cliquez", "écoutez", "retrouvez", "contactez", "recevez", "téléchargez", "écrivez", "partagez",
    "sigue ", "siga ", "suscríb", "lea ", "lee ", "haz clic", "haga clic", "escucha ", "escuche ", "descarga ", "recibe ", "contacte", "síguenos", "escríb",
    "segui ", "seguici", "iscriviti", "leggi ", "clicca", "ascolta ", "scarica ", "scrivi a", "assine", "leia ", "clique", "ouça", "baixe ", "receba ", "escreva",
    "подпис", "следите", "читайте", "слушайте", "скачайте", "напишите", "关注", "订阅", "点击", "扫描", "下载", "フォロー", "購読", "登録は", "اشترك", "تابع", "اقرأ", "انقر",
]);

/// What only a line about its writer or the page's rights says.
#[rustfmt::skip]
static CLERICAL: Listed = Listed::new(&[
    "can be reached at", "can be reached on", "can be reached via", "contributed to this report", "contributed reporting", "contributed to this story",
    "all rights reserved", "alle rechte vorbehalten", "tous droits réservés", "todos los derechos reservados", "todos os direitos reservados", "tutti i diritti riservati", "все права защищены",
    "terms of service", "terms of use", "privacy policy", "on twitter @", "on twitter at", "on x @", "on mastodon", "on bluesky", "auf twitter", "sur twitter", "en twitter", "su twitter", "no twitter",
    "views expressed", "opinions expressed", "first published", "originally published", "this story is part of", "this article is part of", "nonprofit newsroom", "newsletter abonnieren",
]);

/// Trades of those who make the page, with what goes before and after.
#[rustfmt::skip]
const TRADES: &[&str] = &[
    "reporter", "correspondent", "editor", "columnist", "staff writer", "contributing writer", "journalist", "freelance", "producer", "photographer", "contributor",
    "redakteur", "korrespondent", "journalistin", "correspondant", "journaliste", "rédact", "corresponsal", "periodista", "redactor", "giornalista", "corrispondente",
    "jornalista", "correspondente", "repórter", "корреспондент", "журналист", "редактор", "обозреватель",
];

#[rustfmt::skip]
const IS_A: &[&str] = &[
    " is a ", " is an ", " is the ", " is our ", " ist ", " est ", " es ", " è ", " é ", " — ", " - ", ", ",
];

/// Words of a house's services and of speaking to the reader.
#[rustfmt::skip]
static SERVICES: Listed = Listed::new(&[
    "newsletter", "podcast", "our app", "our website", "our team", "our readers", "your inbox", "subscri", "@", "www.", "http://", "https://",
    "you ", "your ", "you're", "you'd", "votre ", "vos ", "vous ", "unseren newsletter", "unser newsletter", "ihre meinung", "ihnen ", "usted", "tu correo", "su correo",
    "boletín", "infolettre", "рассылк", "вы ", "вам ", "ваш", "بريدك", "您", "你",
]);

/// How much a line looks like furniture, by its own words.
pub fn looks(text: &str) -> Looks {
    // Quick: most paragraphs are longer than any furniture.
    if text.len() > LONGEST * 14 {
        return Looks::Prose;
    }
    looks_of(&Line::new(text))
}

fn looks_of(line: &Line) -> Looks {
    if line.words == 0 || line.words > LONGEST {
        return Looks::Prose;
    }
    let low = &line.lower;
    let start = low.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '(');
    // What somebody said may be addressed to anybody.
    let quoted = line.plain.contains('"');
    let orders = line.words <= 40 && !quoted && ORDERS.opens(start);
    let clerical = line.words <= 45 && CLERICAL.within(line) || low.contains('©');
    if orders || clerical || !quoted && (is_address(low) || names_a_trade(line)) {
        return Looks::Strong;
    }
    let weak = line.words <= 30 && !quoted && SERVICES.within(line);
    if weak { Looks::Weak } else { Looks::Prose }
}

/// `newsroom@harbourpost.example`: somebody to write to.
fn is_address(low: &str) -> bool {
    low.contains('@')
        && low.split_whitespace().any(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            word.split_once('@').is_some_and(|(who, at)| {
                !who.is_empty() && at.contains('.') && !at.contains('@') && !at.contains('/')
            })
        })
}

/// Bytes of the longest of [`IS_A`].
const LONGEST_VERB: usize = 8;

/// True for a word that a name is made of.
fn is_of_name(word: &str) -> bool {
    let small = matches!(
        word,
        "and" | "de" | "von" | "van" | "und" | "et" | "y" | "e" | "da" | "di"
    );
    small || word.starts_with(char::is_uppercase)
}

/// `Jane Doe is a reporter at the Harbour Post`: a name, and the trade within the first words.
fn names_a_trade(line: &Line) -> bool {
    if line.words > 40 || !line.plain.starts_with(char::is_uppercase) {
        return false;
    }
    // The verb must follow on two names: no need to look beyond the first word that is none.
    let (mut reach, mut names) = (0, 0);
    for word in line.plain.split(' ') {
        if !is_of_name(word) {
            // `and,` is one as far as its comma.
            names += usize::from(is_of_name(word.trim_end_matches(',')));
            break;
        }
        reach += word.len() + 1;
        names += 1;
    }
    if names < 2 {
        return false;
    }
    let mut reach = (reach + LONGEST_VERB).min(line.lower.len());
    while !line.lower.is_char_boundary(reach) {
        reach += 1;
    }
    IS_A.iter().any(|verb| {
        let Some(at) = line.lower[..reach].find(verb) else {
            return false;
        };
        let name = &line.plain[..at];
        let words = name.split(' ').count();
        let all_names = name.split(' ').all(is_of_name);
        let rest = &line.lower[at + verb.len()..];
        let near = rest.char_indices().nth(60).map_or(rest.len(), |(n, _)| n);
        let trade = TRADES
            .iter()
            .filter_map(|t| rest[..near].find(t).map(|n| (n, t.len())))
            .min();
        // A reporter *of the house* is told by where they work or what they cover, not by what happened to them.
        let placed = |after: &str| {
            let word_end = after.find(' ').map_or(after.len(), |n| n);
            let next = after[word_end..].trim_start();
            next.is_empty()
                || [
                    "at ",
                    "for ",
                    "with ",
                    "in ",
                    "based ",
                    "covering ",
                    "and ",
                    "of ",
                    "on ",
                    "who covers",
                    "bei ",
                    "der ",
                    "für ",
                    "aus ",
                    "im ",
                    "au ",
                    "à ",
                    "pour ",
                    "de ",
                    "en ",
                    "del ",
                    "di ",
                    "per ",
                    "do ",
                    "no ",
                    "газеты",
                    "издания",
                    "отдела",
                ]
                .iter()
                .any(|p| next.starts_with(p))
        };
        (2..=7).contains(&words)
            && all_names
            && trade.is_some_and(|(n, len)| placed(&rest[n + len..]))
    })
}

/// True when the line names its own house: one of `names`, in lower case.
pub fn names_house(text: &str, names: &[String]) -> bool {
    if text.len() > LONGEST * 14 {
        return false;
    }
    let line = Line::new(text);
    let low = &line.lower;
    line.words <= LONGEST
        && names
            .iter()
            .filter(|name| name.chars().count() >= 4)
            .any(|name| {
                let name = name.strip_prefix("the ").unwrap_or(name);
                low.match_indices(name).any(|(at, _)| {
                    let before = low[..at].chars().next_back();
                    let after = low[at + name.len()..].chars().next();
                    !before.is_some_and(char::is_alphanumeric)
                        && !after.is_some_and(char::is_alphanumeric)
                })
            })
}

/// Words of a line that must stay when all names, numbers, days and addresses are masked.
const FIXED: usize = 4;

/// The same of a short line that is plainly furniture: `Follow … on …`.
const FIXED_OF_SHORT: usize = 2;

/// The most words of a short line.
const SHORT: usize = 12;

/// A line that other lines vary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// A hash of what stays, positive. It is stored: XXH3-64 of the shape, a bit shorter.
    pub key: i64,
    /// What stays, with `…` for what varies.
    pub shape: String,
}

/// The template of a line, if it looks like furniture and something in it may vary. Words that begin with a capital are names
/// unless they open the line; what varies may be any number of words.
pub fn template(text: &str) -> Option<Template> {
    if text.len() > LONGEST * 14 {
        return None;
    }
    template_of(&Line::new(text))
}

/// The same of a line that is folded already.
pub(crate) fn template_of(line: &Line) -> Option<Template> {
    let looks = looks_of(line);
    if looks == Looks::Prose {
        return None;
    }
    let needed = if looks == Looks::Strong && line.words <= SHORT {
        FIXED_OF_SHORT
    } else {
        FIXED
    };
    let mut shape: Vec<&str> = Vec::new();
    let mut fixed = 0;
    let words: Vec<(&str, &str)> = line.plain.split(' ').zip(line.lower.split(' ')).collect();
    for (i, &(plain, low)) in words.iter().enumerate() {
        let bare = low.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.is_empty() && !low.contains('@') {
            continue;
        }
        let starts = plain
            .trim_start_matches(|c: char| !c.is_alphanumeric())
            .starts_with(char::is_uppercase);
        // A line that opens with two capitals opens with a name, unless it opens with an order.
        let opens_name = i == 0
            && !ORDERS.opens(&line.lower)
            && words
                .get(1)
                .is_some_and(|(next, _)| next.starts_with(char::is_uppercase));
        let varies = low.contains(|c: char| c.is_numeric())
            || low.contains('@')
            || low.contains("://")
            || starts && (i > 0 || opens_name)
            || is_day(bare);
        if varies {
            if shape.last() != Some(&"…") {
                shape.push("…");
            }
        } else {
            shape.push(bare);
            fixed += 1;
        }
    }
    if fixed < needed || !shape.contains(&"…") {
        return None;
    }
    let shape = shape.join(" ");
    let key = (xxh3_64(shape.as_bytes()) >> 1).cast_signed();
    Some(Template { key, shape })
}

/// Days of the week and months that are written small.
fn is_day(word: &str) -> bool {
    #[rustfmt::skip]
    const DAYS: &[&str] = &[
        "today", "tonight", "yesterday", "tomorrow", "morning", "evening", "afternoon",
        "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo", "enero", "febrero", "marzo", "abril", "mayo",
        "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica",
        "gennaio", "febbraio", "aprile", "maggio", "giugno", "luglio", "settembre", "ottobre", "dicembre", "понедельник", "вторник", "среду", "четверг", "пятницу",
        "субботу", "воскресенье", "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ];
    DAYS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_page_look_like_it_and_paragraphs_do_not() {
        for line in [
            "Follow Jane Doe on Twitter @janedoe",
            "Jane Doe is a reporter at the Harbour Post. Contact: jane@harbourpost.example",
            "Anna Beispiel ist Redakteurin im Ressort Wirtschaft der Hafenpost.",
            "Read issue 1,204 of the Herald here.",
            "Want to share a tip? Write to the newsroom.",
            "© 2024 Harbour Post. All rights reserved.",
            "Lesen Sie hier alle Folgen unserer Serie über den Hafen.",
            "Suivez notre direct sur le port de Nantes.",
            "Подписывайтесь на наш канал в мессенджере.",
            "Ann Roe and Ben Poe contributed to this report.",
        ] {
            assert_eq!(looks(line), Looks::Strong, "{line}");
        }
        for line in [
            "5 things you missed on Tuesday",
            "Our evening podcast has the story behind the story.",
        ] {
            assert_eq!(looks(line), Looks::Weak, "{line}");
        }
        for line in [
            "The ferry sank in March with 41 people aboard, and the inquiry into its loss goes on.",
            "The Dow rose 120 points to 34,000 on Tuesday, and the pound fell against the dollar.",
            "Jane Doe is a reporter who was jailed for eleven months after she wrote about the port.",
            "“Follow the money, and you will find the owner,” the minister told reporters.",
            "Share prices in the harbour district fell by 3 per cent.",
            "Support for the mayor rose to 54 per cent in the poll.",
            "Like many islands, Orrin has no doctor of its own.",
            "Jane Doe is a professor of marine law at the university and advised the inquiry.",
        ] {
            assert_eq!(looks(line), Looks::Prose, "{line}");
        }
    }

    #[test]
    fn lines_that_differ_in_names_numbers_and_days_are_of_one_template() {
        for same in [
            [
                "Follow Jane Doe on Twitter @janedoe",
                "Follow Karl Otto Roe on Twitter @kor.",
            ]
            .as_slice(),
            &[
                "5 things you missed on Tuesday",
                "11 things you missed on Friday",
            ],
            &[
                "Read issue 1,204 of the Herald here",
                "Read issue 1,207 of the Herald here.",
            ],
            &[
                "Jane Doe is a reporter at the Harbour Post. Contact: jane@harbourpost.example",
                "Karl Roe is a reporter at the Harbour Post. Contact: karl.roe@harbourpost.example",
            ],
            &[
                "Écoutez notre journal de mardi soir ici",
                "Écoutez notre journal de vendredi soir ici",
            ],
        ] {
            let keys: Vec<_> = same.iter().map(|l| template(l).expect(l).key).collect();
            assert!(keys.windows(2).all(|k| k[0] == k[1]), "{same:?}");
        }
        let (a, b) = (
            template("Follow Jane Doe on Twitter @janedoe").unwrap(),
            template("Read issue 1,204 of the Herald here and now").unwrap(),
        );
        assert_ne!(a.key, b.key);
        assert_eq!(b.shape, "read issue … of the … here and now");
    }

    #[test]
    fn news_in_set_words_and_lines_without_fixed_words_are_no_templates() {
        for line in [
            "The Dow rose 120 points to 34,000 on Tuesday.",
            "Wheat closed at 214 a tonne, barley at 187, and rye was not traded.",
            "A storm alert is in force for Orrin, Skerry and the Sound until 6 a.m. on Sunday.",
            "Follow Jane Doe",
            "Sign up for our letter and read every story before breakfast.",
        ] {
            assert_eq!(template(line), None, "{line}");
        }
    }

    #[test]
    fn a_template_keeps_its_key() {
        let found = template("Follow Jane Doe on our pages on Tuesday").unwrap();
        assert_eq!(found.shape, "follow … on our pages on …");
        assert_eq!(found.key, 5_863_068_681_011_407_179);
    }

    #[test]
    fn a_line_names_its_house_by_a_whole_name() {
        let names = ["the lantern".to_owned(), "sz".to_owned()];
        assert!(names_house("The Lantern is a reader-owned paper.", &names));
        assert!(!names_house("A lanternfish was seen off the pier.", &names));
        assert!(!names_house("An sz is a letter.", &names));
    }
}

//! Letters of one script that stand in for letters of another.
//!
//! Confusables come from UTS #39 (through `unicode-security`) and a few italics and small letters that table files
//! under other prototypes. A letter is swapped only on evidence: in a word that mixes scripts, or in a word made
//! wholly of look-alikes among words of the other script. Genuine Russian, Greek, … stays what it is.

use unicode_security::confusable_detection::skeleton;

use crate::text::marks::ignorable;
use crate::text::script::{Script, script};

/// A letter to be read as another: where it stands in bytes, and what it is taken for.
pub(crate) type Swap = (usize, char);

/// How much more frequent the words of one script must be for it to own the text.
const OVERWHELMING: usize = 4;

/// A run of letters, and what its letters say about its script.
#[derive(Debug)]
struct Run {
    start: usize,
    end: usize,
    latin: usize,
    foreign: usize,
    sure_latin: usize,
    sure_foreign: usize,
    /// The script of the letters that are not Latin.
    other: Option<Script>,
    small: bool,
}

impl Run {
    fn mixed(&self) -> bool {
        self.latin > 0 && self.foreign > 0
    }

    /// The side the word itself speaks for: true for Latin; `None` when it could be either.
    fn side(&self) -> Option<bool> {
        match self.sure_latin.cmp(&self.sure_foreign) {
            std::cmp::Ordering::Greater => Some(true),
            std::cmp::Ordering::Less => Some(false),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// True when `text` has Latin letters and letters of an alphabet that can pass for Latin: without both nothing needs a
/// closer look.
pub(crate) fn may_mix(text: &str) -> bool {
    let lends =
        |c| c > '\u{36f}' && matches!(script(c), Script::Greek | Script::Cyrillic | Script::Lender);
    text.chars().any(lends) && text.chars().any(|c| script(c) == Script::Latin)
}

/// Finds the letters of `text` that are to be read as letters of another script, in order.
pub(crate) fn swaps(text: &str) -> Vec<Swap> {
    let runs = runs(text);
    if runs.iter().all(|r| r.foreign == 0) || runs.iter().all(|r| r.latin == 0) {
        return Vec::new();
    }
    let sided = |latin| runs.iter().filter(|r| r.side() == Some(latin)).count();
    let (latin, foreign) = (sided(true), sided(false));
    let mut out = Vec::new();
    for run in runs.iter().filter(|r| r.mixed()) {
        let to_latin = run
            .side()
            .unwrap_or((latin, run.latin) >= (foreign, run.foreign));
        swap_run(&text[run.start..run.end], run, to_latin, &mut out);
    }
    let doctored = !out.is_empty();
    let neighbours = neighbours(&runs);
    for (i, run) in runs.iter().enumerate() {
        if run.mixed() || run.side().is_some() || run.latin + run.foreign == 0 {
            continue;
        }
        let to_latin = run.latin == 0;
        let owned = if to_latin {
            latin > 0 && latin >= OVERWHELMING * foreign
        } else {
            foreign > 0 && foreign >= OVERWHELMING * latin
        };
        // Unless something else in the text is doctored, a lone α is a symbol and a Latin word in a Russian text
        // (OPEC) a name; one with a capital is a name in any case.
        let symbol = run.other == Some(Script::Greek) && run.foreign == 1;
        let spared = if to_latin {
            symbol && !doctored
        } else {
            !doctored || !run.small
        };
        if owned && !spared && !neighbours[i][usize::from(to_latin)] {
            swap_run(&text[run.start..run.end], run, to_latin, &mut out);
        }
    }
    out.sort_unstable();
    out
}

/// For every run, whether the nearest word to the left or right that is no mere look-alike is Latin, respectively of
/// another script: a look-alike beside words of its own script is part of a quotation in that script.
fn neighbours(runs: &[Run]) -> Vec<[bool; 2]> {
    let mut out = vec![[false; 2]; runs.len()];
    let mut look = |i: usize, nearest: &mut Option<bool>| {
        if let Some(latin) = *nearest {
            out[i][usize::from(!latin)] = true;
        }
        let run = &runs[i];
        if run.mixed() || run.side().is_some() {
            *nearest = run.side().filter(|_| !run.mixed());
        }
    };
    let mut nearest = None;
    (0..runs.len()).for_each(|i| look(i, &mut nearest));
    nearest = None;
    (0..runs.len()).rev().for_each(|i| look(i, &mut nearest));
    out
}

/// Reads the letters of the minority script as the majority's; leaves the word alone when one of them has no reading.
fn swap_run(word: &str, run: &Run, to_latin: bool, out: &mut Vec<Swap>) {
    let keep = out.len();
    for (at, c) in word.char_indices() {
        let is_latin = match script(c) {
            Script::Latin => true,
            Script::Greek | Script::Cyrillic | Script::Lender => false,
            _ => continue,
        };
        if is_latin == to_latin {
            continue;
        }
        let read = if to_latin {
            latin_of(c)
        } else {
            foreign_of(c, run.other.unwrap_or(Script::Cyrillic))
        };
        match read {
            Some(r) => out.push((run.start + at, r)),
            None => {
                out.truncate(keep);
                return;
            }
        }
    }
}

/// Cuts `text` into runs of letters; marks and ignorable characters do not end a run.
fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open = false;
    for (at, c) in text.char_indices() {
        if !c.is_alphabetic() {
            open = open && (ignorable(c) || unicode_normalization::char::is_combining_mark(c));
            continue;
        }
        if !open {
            runs.push(Run {
                start: at,
                end: at,
                latin: 0,
                foreign: 0,
                sure_latin: 0,
                sure_foreign: 0,
                other: None,
                small: true,
            });
            open = true;
        }
        let Some(run) = runs.last_mut() else { continue };
        run.end = at + c.len_utf8();
        run.small &= !c.is_uppercase();
        match script(c) {
            Script::Latin => {
                run.latin += 1;
                run.sure_latin += usize::from(foreign_twin(c).is_none());
            }
            s @ (Script::Greek | Script::Cyrillic | Script::Lender) => {
                run.foreign += 1;
                run.sure_foreign += usize::from(latin_twin(c).is_none());
                run.other = run.other.or(Some(s));
            }
            _ => {
                // Letters of further scripts speak for neither side; the word is left alone.
            }
        }
    }
    runs
}

/// Cyrillic and Greek letters next to the Latin letters that look the same in any ordinary typeface.
const TWINS: &[(char, char)] = &[
    ('а', 'a'),
    ('с', 'c'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('х', 'x'),
    ('у', 'y'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('А', 'A'),
    ('В', 'B'),
    ('С', 'C'),
    ('Е', 'E'),
    ('Н', 'H'),
    ('І', 'I'),
    ('Ј', 'J'),
    ('К', 'K'),
    ('М', 'M'),
    ('О', 'O'),
    ('Р', 'P'),
    ('Ѕ', 'S'),
    ('Т', 'T'),
    ('Х', 'X'),
    ('У', 'Y'),
    ('һ', 'h'),
    ('ԁ', 'd'),
    ('ԛ', 'q'),
    ('ԝ', 'w'),
    ('ӏ', 'l'),
    ('α', 'a'),
    ('ο', 'o'),
    ('ν', 'v'),
    ('ι', 'i'),
    ('ρ', 'p'),
    ('Α', 'A'),
    ('Β', 'B'),
    ('Ε', 'E'),
    ('Ζ', 'Z'),
    ('Η', 'H'),
    ('Ι', 'I'),
    ('Κ', 'K'),
    ('Μ', 'M'),
    ('Ν', 'N'),
    ('Ο', 'O'),
    ('Ρ', 'P'),
    ('Τ', 'T'),
    ('Υ', 'Y'),
    ('Χ', 'X'),
];

/// Letters that pass for a Latin one only inside a word otherwise Latin.
const COUSINS: &[(char, char)] = &[
    ('к', 'k'),
    ('т', 't'),
    ('м', 'm'),
    ('п', 'n'),
    ('г', 'r'),
    ('ё', 'ë'),
    ('ї', 'ï'),
    ('ѐ', 'è'),
    ('κ', 'k'),
    ('τ', 't'),
    ('υ', 'u'),
    ('χ', 'x'),
    ('η', 'n'),
    ('γ', 'y'),
    ('ω', 'w'),
    ('ό', 'ó'),
    ('ά', 'á'),
    ('ί', 'í'),
];

/// The Latin letter that `c` cannot be told from, if any.
fn latin_twin(c: char) -> Option<char> {
    TWINS.iter().find(|(f, _)| *f == c).map(|&(_, l)| l)
}

/// Some letter of another script that Latin `c` cannot be told from; letters that only minor alphabets have do not
/// count, or every `s` and `h` would be in doubt.
fn foreign_twin(c: char) -> Option<char> {
    TWINS
        .iter()
        .find(|&&(f, l)| l == c && !minor(f))
        .map(|&(f, _)| f)
}

/// True for letters of Macedonian, Bashkir, Komi and Caucasian Cyrillic that a text in Latin letters lacks no more
/// than one in Russian does.
fn minor(c: char) -> bool {
    matches!(c, 'ѕ' | 'Ѕ' | 'һ' | 'ԁ' | 'ԛ' | 'ԝ' | 'ӏ')
}

/// The Latin letter to read for `c` in a Latin word.
fn latin_of(c: char) -> Option<char> {
    let listed = || COUSINS.iter().find(|(f, _)| *f == c).map(|&(_, l)| l);
    latin_twin(c).or_else(listed).or_else(|| {
        let mut utf8 = [0; 4];
        let mut letters = skeleton(c.encode_utf8(&mut utf8));
        match (letters.next(), letters.next()) {
            // The prototype of I, l, 1 and | is l.
            (Some('l'), None) if c.is_uppercase() => Some('I'),
            (Some(l), None) if l.is_ascii_alphabetic() => Some(l),
            _ => None,
        }
    })
}

/// The letter of `script` to read for Latin `c` in a word of that script.
fn foreign_of(c: char, of: Script) -> Option<char> {
    let accented = [('ё', 'ë'), ('ї', 'ï')];
    TWINS
        .iter()
        .chain(&accented)
        .find(|&&(f, l)| l == c && script(f) == of && !minor(f))
        .map(|&(f, _)| f)
}

#[cfg(test)]
mod tests {
    use crate::text::words;

    fn normal(text: &str) -> (String, usize) {
        let w = words(text);
        (w.normal().to_owned(), w.hidden())
    }

    #[test]
    fn borrowed_letters_do_not_hide_a_copy() {
        let plain = "a case of one chemical plant: Have you seen book";
        // Cyrillic а, с, о and Н; Greek ο and α; Armenian օ.
        let doctored = "а сase of оne chemiсal plαnt: Нave yοu seen bօok";
        let (text, hidden) = normal(doctored);
        assert_eq!(text, words(plain).normal());
        assert_eq!(hidden, 8);
    }

    #[test]
    fn latin_letters_in_russian_are_read_as_russian() {
        let plain = "Президент сказал, что страна а не город растёт и парк открыт";
        let doctored = "Прeзидент сказaл, что страна a не горoд растёт и пaрк открыт";
        assert_eq!(normal(doctored), (words(plain).normal().to_owned(), 5));
    }

    #[test]
    fn genuine_foreign_words_stay_themselves() {
        for (text, kept) in [
            (
                "The word \u{201c}правда\u{201d} means truth in Russian and so on",
                "правда",
            ),
            (
                "He wrote: он и а вот так сор во дворе, and went home to eat",
                "а",
            ),
            (
                "The coefficient α was measured by the agency last year",
                "α",
            ),
            ("Компания OPEC и BMW сообщила о прибыли за этот год", "opec"),
            (
                "Глава IBM рассказал о проекте Apex на встрече вчера",
                "apex",
            ),
            (
                "Ο πρόεδρος της Google μίλησε χθες για το θέμα αυτό",
                "google",
            ),
            ("SMSки и youtubeры стали частью языка", "smsки"),
        ] {
            let w = words(text);
            assert_eq!(w.hidden(), 0, "{text}");
            assert!(w.iter().any(|x| x == kept), "{kept} in {}", w.normal());
        }
    }

    #[test]
    fn genuine_texts_have_nothing_hidden() {
        for text in [
            "Россия и Китай договорились о поставках газа, сообщил министр.",
            "Правительство Украины заявило о начале переговоров с МВФ о кредите",
            "Україна і Європа підписали угоду, повідомив міністр у Києві.",
            "Народното събрание прие бюджета за следващата година в София.",
            "Председник Србије рекао је да ће се састати са министром у среду.",
            "Η κυβέρνηση ανακοίνωσε ότι οι εκλογές θα γίνουν τον Μάιο στην Αθήνα.",
            "Հայաստանի կառավարությունը որոշում ընդունեց այսօր",
        ] {
            let w = words(text);
            assert_eq!(w.hidden(), 0, "{text}");
            let split: Vec<String> = text
                .split(|c: char| !c.is_alphanumeric())
                .filter(|s| !s.is_empty())
                .map(|s| s.to_lowercase().replace('ς', "σ").replace('և', "եւ"))
                .collect();
            assert_eq!(w.normal(), split.join(" "));
        }
    }
}

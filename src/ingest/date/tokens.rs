//! Cuts a printed date into words, numbers and signs, whatever script it is in.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// A word, a number or a sign of the printed date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    /// Its value and how many digits it was printed with.
    Number(u64, usize),
    /// Folded.
    Word(String),
    Sign(char),
}
use Token::{Number, Sign, Word};

/// Most digits of a number that is read whole (`20230919060840`); a fraction of a second may have more.
const DIGITS: usize = 14;
/// The zeros of scripts with decimal digits of their own: Arabic, Persian, Devanagari, Bengali, Tamil, Thai, full width.
const ZEROS: [char; 7] = ['٠', '۰', '०', '০', '௦', '๐', '０'];

/// Cuts a printed date; digits of all scripts are numbers, full-width signs are plain ones, marks of direction are nothing.
pub(crate) fn tokens(printed: &str) -> Vec<Token> {
    let text = han_numbers(printed);
    let chars: Vec<char> = text.chars().map(narrow).filter(|c| !is_mark(*c)).collect();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let run = |f: fn(char) -> bool| chars[at..].iter().take_while(|c| f(**c)).count();
        let mut len = 1;
        if digit(c).is_some() {
            len = run(|c| digit(c).is_some());
            let digits = chars[at..at + len].iter().filter_map(|c| digit(*c));
            let value = digits.take(DIGITS).fold(0, |n, d| n * 10 + u64::from(d));
            out.push(Number(value, len));
        } else if is_letter(c) {
            len = run(is_letter);
            // Thai writes abbreviations as `ก.ย.`
            while is_thai(c)
                && chars.get(at + len) == Some(&'.')
                && chars.get(at + len + 1).is_some_and(|c| is_thai(*c))
            {
                len += 1;
                len += chars[at + len..]
                    .iter()
                    .take_while(|c| is_letter(**c))
                    .count();
            }
            let word: String = chars[at..at + len].iter().collect();
            out.push(Word(fold(&word)));
        } else if !c.is_whitespace() {
            out.push(Sign(c));
        }
        at += len;
    }
    out
}

/// Lower case without accents, vowel points and the like, so that all ways to print a name are one.
pub(crate) fn fold(word: &str) -> String {
    word.nfd()
        .filter(|c| canonical_combining_class(*c) == 0)
        .flat_map(char::to_lowercase)
        .filter(|c| canonical_combining_class(*c) == 0 && !is_mark(*c))
        .map(|c| match c {
            'ς' => 'σ',
            'ı' => 'i',
            'ی' => 'ي',
            'ک' => 'ك',
            other => other,
        })
        .nfc()
        .collect()
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_combining_mark(c)
}

fn is_thai(c: char) -> bool {
    ('\u{0E01}'..='\u{0E4E}').contains(&c)
}

/// Joiners, soft hyphens, the stretching line of Arabic, and marks that turn the direction of writing.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}' | '\u{0640}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
    )
}

fn digit(c: char) -> Option<u32> {
    let zero = |zero: &char| {
        let value = u32::from(c).checked_sub(u32::from(*zero))?;
        (value < 10).then_some(value)
    };
    c.to_digit(10).or_else(|| ZEROS.iter().find_map(zero))
}

/// Plain signs for their many forms.
fn narrow(c: char) -> char {
    match c {
        '\u{2212}' | '\u{2010}' | '\u{2011}' => '-',
        '\u{2019}' | '\u{02BC}' => '\'',
        '،' | '、' => ',',
        '。' => '.',
        '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        other => other,
    }
}

/// Numbers written in Han numerals before a year, month or day sign as digits: `二〇二三年九月十九日`, `令和元年`.
fn han_numbers(printed: &str) -> String {
    if !printed.contains('年') {
        return printed.to_owned();
    }
    let mut out = String::with_capacity(printed.len());
    let mut run: Vec<char> = Vec::new();
    for c in printed.chars().chain(['\0']) {
        if han(c).is_some() {
            run.push(c);
            continue;
        }
        let counted = matches!(c, '年' | '月' | '日' | '号' | '號');
        match (counted && !run.is_empty())
            .then(|| han_value(&run))
            .flatten()
        {
            Some(value) => out.push_str(&value),
            None => out.extend(&run),
        }
        run.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

/// The worth of a Han numeral; ten for `十`.
fn han(c: char) -> Option<u32> {
    let digits = [
        '〇', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十',
    ];
    let place = digits.iter().position(|d| *d == c);
    match c {
        '零' | '○' => Some(0),
        '元' => Some(1),
        _ => place.and_then(|p| u32::try_from(p).ok()),
    }
}

fn han_value(run: &[char]) -> Option<String> {
    let values: Vec<u32> = run.iter().filter_map(|c| han(*c)).collect();
    let one = |part: &[u32], none| match part {
        [] => Some(none),
        [n] if *n < 10 => Some(*n),
        _ => None,
    };
    match values.iter().position(|v| *v == 10) {
        Some(at) => {
            let tens = one(&values[..at], 1)?;
            let ones = one(&values[at + 1..], 0)?;
            Some((tens * 10 + ones).to_string())
        }
        None => Some(values.iter().map(u32::to_string).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_are_numbers() {
        for printed in ["2023", "٢٠٢٣", "۲۰۲۳", "२०२३", "২০২৩", "๒๐๒๓", "２０２３"]
        {
            assert_eq!(tokens(printed), [Number(2023, 4)], "{printed}");
        }
        assert_eq!(
            tokens("１４：０５"),
            [Number(14, 2), Sign(':'), Number(5, 2)]
        );
        assert_eq!(tokens(&"9".repeat(40))[0], Number(99_999_999_999_999, 40));
    }

    #[test]
    fn words_are_whole_with_their_marks_and_folded() {
        let word = |text: &str| tokens(text);
        assert_eq!(word("Déc."), [Word("dec".into()), Sign('.')]);
        assert_eq!(word("ΣΕΠΤΈΜΒΡΙΟΣ"), [Word(fold("Σεπτέμβριος"))]);
        assert_eq!(word("ARALIK"), [Word(fold("Aralık"))]);
        assert_eq!(word("सितम्बर").len(), 1);
        assert_eq!(word("ก.ย."), [Word("ก.ย".into()), Sign('.')]);
        assert_eq!(word("يونيــو"), word("يونيو"));
    }

    #[test]
    fn han_numerals_count_before_year_month_and_day() {
        assert_eq!(han_numbers("二〇二三年九月十九日"), "2023年9月19日");
        assert_eq!(han_numbers("二零二三年十二月三十日"), "2023年12月30日");
        assert_eq!(han_numbers("令和元年五月一日"), "令和1年5月1日");
        assert_eq!(han_numbers("2023年9月19日星期二"), "2023年9月19日星期二");
    }
}

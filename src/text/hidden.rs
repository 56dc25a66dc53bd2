//! What in a text a reader cannot see, and when that is no accident.

use crate::text::marks::variation_selector;
use crate::text::script::{Script, script};
use crate::text::words::Words;

/// Says whether the ignorable character `c` between `before` and `after` hides something, or is ordinary there.
///
/// `before` is the nearest visible character, `after` the next character as it stands; `right_to_left` tells that the
/// text has letters written from right to left. Ordinary are: a soft hyphen; a joiner in scripts that are spelt with
/// it or between emoji; a variation selector after something that is no letter, or after a Chinese character; tags
/// after the black flag; bidi controls in a text that needs them; zero-width blanks in scripts without blanks.
pub(crate) fn hides(
    c: char,
    before: Option<char>,
    after: Option<char>,
    right_to_left: bool,
) -> bool {
    let scripts = [before.map(script), after.map(script)];
    let beside = |s: Script| scripts.contains(&Some(s));
    match c {
        '\u{ad}' => false,
        '\u{200c}' | '\u{200d}' => {
            let spelt = beside(Script::RightToLeft)
                || beside(Script::Indic)
                || beside(Script::SouthEastAsian);
            !(spelt || c == '\u{200d}' && before.is_some_and(pictogram))
        }
        '\u{200b}' | '\u{2060}' => !(beside(Script::SouthEastAsian) || beside(Script::Indic)),
        '\u{180b}'..='\u{180f}' => !beside(Script::Indic),
        '\u{17b4}' | '\u{17b5}' => !beside(Script::SouthEastAsian),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            !right_to_left
        }
        '\u{e0020}'..='\u{e007f}' => before != Some('\u{1f3f4}'),
        c if variation_selector(c) => {
            before.is_none_or(|b| b.is_alphabetic() && script(b) != Script::Ideographic)
                || c > '\u{e0000}' && before.map(script) != Some(Script::Ideographic)
        }
        _ => true,
    }
}

/// True for characters that can stand in an emoji sequence.
fn pictogram(c: char) -> bool {
    matches!(u32::from(c), 0x2190..=0x2BFF | 0x1F000..=0x1FAFF | 0x3030 | 0x303D | 0x3297 | 0x3299)
}

/// Says whether a text has been doctored to look the same and compare differently: at least three hidden characters
/// or borrowed letters inside words, and at least one for every hundred words.
///
/// Stray zero-width blanks beside blanks, marks and names are what web pages leave behind, often many to a
/// paragraph; they are hidden, but they smell of nothing.
pub fn smells_of_hiding(words: &Words) -> bool {
    words.hidden_inside() >= 3 && words.hidden_inside() * 100 >= words.len()
}

#[cfg(test)]
mod tests {
    use crate::text::{smells_of_hiding, words};

    #[test]
    fn ordinary_invisible_characters_are_not_hiding() {
        for text in [
            "\u{feff}A report",
            "Donau\u{ad}dampf\u{ad}schiff",
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "family 👨\u{200d}👩\u{200d}👧 and ❤\u{fe0f} and 1\u{fe0f}\u{20e3}",
            "葛\u{e0100}城市",
            "\u{200f}שלום\u{200f} (AP)",
            "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
            "ភាសា\u{200b}ខ្មែរ",
            "Text\u{feff}\u{fe00}\u{e0100}\u{e0101}\u{e01ef} and no more",
        ] {
            assert_eq!(words(text).hidden(), 0, "{text:?}");
        }
        assert!(words("Text\u{feff}\u{fe00}\u{e0100}").manifest());
    }

    #[test]
    fn doctored_text_smells() {
        let w = words("The mi\u{200b}nister s\u{200b}aid n\u{2060}othing \u{202e}today");
        assert_eq!(w.hidden(), 4);
        assert_eq!(w.normal(), "the minister said nothing today");
        assert_eq!(w.hidden_inside(), 3);
        assert!(smells_of_hiding(&w));
        let strays = words("\u{200b}one \u{2066}@two\u{2069} three\u{200b}. \u{200b}");
        assert_eq!((strays.hidden(), strays.hidden_inside()), (5, 0));
        assert!(!smells_of_hiding(&strays));
        assert!(!smells_of_hiding(&words("one\u{200b} stray blank")));
    }
}

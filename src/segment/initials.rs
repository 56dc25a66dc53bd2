//! The letters that names begin with: what tells nearly every other stretch of text from all of them at once.

/// Letters that are looked at.
const LETTERS: usize = 3;

/// Signs that are told apart: the letters and digits of ASCII, and that there is none.
const SIGNS: usize = 37;

/// The first three letters of some names, one bit for each three that there may be.
#[derive(Debug, Clone)]
pub(crate) struct Initials(Vec<u64>);

impl Default for Initials {
    fn default() -> Self {
        Self(vec![0; SIGNS.pow(LETTERS as u32).div_ceil(64)])
    }
}

/// The number of a letter or digit of ASCII, whatever its case; 0 stands for none.
fn sign(byte: u8) -> Option<usize> {
    match byte.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => Some(usize::from(letter - b'a') + 1),
        digit @ b'0'..=b'9' => Some(usize::from(digit - b'0') + 27),
        _ => None,
    }
}

fn place(signs: [usize; LETTERS]) -> (usize, u32) {
    let place = signs.iter().fold(0, |place, sign| place * SIGNS + sign);
    (place / 64, (place % 64) as u32)
}

impl Initials {
    /// Adds a name. What is longer begins with a short one too: of a name with fewer letters all that begins with them may be it. One that begins beyond
    /// ASCII needs no entry, since of such texts nothing is told.
    pub(crate) fn add(&mut self, name: &str) {
        let mut signs = name
            .bytes()
            .filter(|byte| !byte.is_ascii() || sign(*byte).is_some());
        let [a, b, c] = [signs.next(), signs.next(), signs.next()];
        if [a, b, c].iter().flatten().any(|byte| !byte.is_ascii()) {
            return;
        }
        let [a, b, c] = [a, b, c].map(|byte| byte.and_then(sign));
        let any = |sign: Option<usize>| sign.map_or(0..SIGNS, |sign| sign..sign + 1);
        for a in any(a) {
            for b in any(b) {
                for c in any(c) {
                    let (at, bit) = place([a, b, c]);
                    self.0[at] |= 1 << bit;
                }
            }
        }
    }

    /// False when none of the names is `text` or a beginning of it, whatever their case, with an article or without, a web address's
    /// or not. Beyond ASCII nothing is told.
    pub(crate) fn may_begin(&self, text: &str) -> bool {
        let mut met = [0; LETTERS + 3];
        let mut many = 0;
        for byte in text.bytes() {
            if many == met.len() {
                break;
            }
            if !byte.is_ascii() || byte == b'<' {
                return true;
            }
            if let Some(sign) = sign(byte) {
                met[many] = sign;
                many += 1;
            }
        }
        let [a, b, c, rest @ ..] = met;
        let spelt = |word: &[u8; 3]| [a, b, c].map(Some) == word.map(sign);
        let has = |signs| {
            let (at, bit) = place(signs);
            self.0[at] >> bit & 1 == 1
        };
        has([a, b, c]) || spelt(b"the") && has(rest) || spelt(b"htt") || spelt(b"www")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(names: &[&str]) -> Initials {
        let mut initials = Initials::default();
        names.iter().for_each(|name| initials.add(name));
        initials
    }

    #[test]
    fn nearly_every_other_text_is_told_from_the_names() {
        let initials = of(&[
            "afp",
            "ap",
            "harbourpost",
            "тасс",
            "agência porto",
            "新华社",
        ]);
        for text in [
            "AFP",
            "(AFP)",
            "The Harbour Post",
            "AP Photo",
            "www.lindemar.example",
            "Порт",
            "Agência Porto",
            "the ap",
        ] {
            assert!(initials.may_begin(text), "{text}");
        }
        for text in [
            "The ferry",
            "He said so",
            "Agenda",
            "Af",
            "",
            "The",
            "A P",
            "Har",
        ] {
            assert_eq!(
                initials.may_begin(text),
                text == "A P" || text == "Har",
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_text_that_begins_with_a_name_is_passed_over(
            name in "[a-z0-9]{1,6}", article in prop::bool::ANY, rest in "[ -~]{0,8}",
        ) {
            let initials = of(&[&name]);
            let article = if article { "The " } else { "" };
            let text = format!("{article}{}{rest}", name.to_uppercase());
            prop_assert!(initials.may_begin(&text), "{}", text);
        }
    }
}

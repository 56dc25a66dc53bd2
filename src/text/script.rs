//! Which writing system a character belongs to, as far as urtext cares.

/// A writing system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Script {
    /// Latin letters, with or without accents.
    Latin,
    /// Greek letters.
    Greek,
    /// Cyrillic letters.
    Cyrillic,
    /// Armenian, Cherokee, Coptic, Lisu, Deseret …: alphabets that lend single look-alikes to Latin.
    Lender,
    /// Hebrew, Arabic, Syriac, Thaana, N'Ko: written from right to left.
    RightToLeft,
    /// Brahmic scripts in which joiners are orthography (Devanagari to Sinhala, Tibetan, Mongolian).
    Indic,
    /// Thai, Lao, Khmer, Burmese: no blanks between words, zero-width blanks are ordinary.
    SouthEastAsian,
    /// Chinese characters and Japanese kana.
    Ideographic,
    /// Anything else, letters or not.
    Other,
}

/// Says which writing system `c` belongs to (block ranges of the Unicode Standard 16).
pub(crate) fn script(c: char) -> Script {
    match u32::from(c) {
        0x41..=0x5A | 0x61..=0x7A | 0xAA | 0xBA | 0xC0..=0xD6 | 0xD8..=0xF6 => Script::Latin,
        0xF8..=0x2AF | 0x1D00..=0x1D25 | 0x1E00..=0x1EFF | 0x2C60..=0x2C7F => Script::Latin,
        0xA722..=0xA7FF | 0xAB30..=0xAB64 | 0xFF21..=0xFF3A | 0xFF41..=0xFF5A => Script::Latin,
        0x370..=0x373 | 0x376..=0x37D | 0x37F | 0x386 | 0x388..=0x3E1 => Script::Greek,
        0x3F0..=0x3FF | 0x1F00..=0x1FBC | 0x1FC2..=0x1FFC => Script::Greek,
        0x400..=0x482 | 0x48A..=0x52F | 0x1C80..=0x1C8F | 0xA640..=0xA66E => Script::Cyrillic,
        0xA680..=0xA69D => Script::Cyrillic,
        0x531..=0x587 | 0x13A0..=0x13FF | 0xAB70..=0xABBF | 0x3E2..=0x3EF => Script::Lender,
        0x2C80..=0x2CFF | 0xA4D0..=0xA4FF | 0x10280..=0x1044F => Script::Lender,
        0x5D0..=0x8FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFC => Script::RightToLeft,
        0x900..=0xDFF | 0xF00..=0xFFF | 0x1800..=0x18AF => Script::Indic,
        0xE00..=0xEFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x19E0..=0x19FF => {
            Script::SouthEastAsian
        }
        0x3005..=0x3007 | 0x3031..=0x3035 | 0x3041..=0x30FA | 0x30FC..=0x30FF => {
            Script::Ideographic
        }
        0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF => {
            Script::Ideographic
        }
        0x20000..=0x3FFFF => Script::Ideographic,
        _ => Script::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_know_their_script() {
        for (c, want) in [
            ('a', Script::Latin),
            ('ß', Script::Latin),
            ('×', Script::Other),
            ('я', Script::Cyrillic),
            ('ω', Script::Greek),
            ('օ', Script::Lender),
            ('ع', Script::RightToLeft),
            ('ह', Script::Indic),
            ('ก', Script::SouthEastAsian),
            ('京', Script::Ideographic),
            ('「', Script::Other),
        ] {
            assert_eq!(script(c), want, "{c}");
        }
    }
}

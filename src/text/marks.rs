//! Characters that fold to another by decree: quotes, dashes, blanks, and those that are dropped.

/// The plain text that stands for `c` in the normal form, when folding goes beyond Unicode's own equivalences.
///
/// Quotation marks become `"`, apostrophes and primes `'`, dashes `-`, blanks one space; `™` and `℠` vanish because
/// whether a name carries them is house style.
pub(crate) fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '″' | '‴' | '‶' | '〝' | '〞' | '〟'
        | '＂' | '❝' | '❞' | '˝' | '「' | '」' | '『' | '』' | '《' | '》' | '〈' | '〉' | '｢'
        | '｣' | 'ˮ' | '״' | '⹂' | '🙶' | '🙷' | '🙸' => "\"",
        '‘' | '’' | '‚' | '‛' | '′' | '‵' | '´' | '`' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ʾ' | 'ʿ' | 'ˈ'
        | 'ˊ' | 'ˋ' | '＇' | '｀' | '❛' | '❜' | '՚' | 'ߴ' | 'ߵ' | 'Ꞌ' | 'ꞌ' | '΄' | '᾽' | '᾿'
        | '\u{5f3}' | '\u{1ffe}' => "'",
        '\u{2010}'..='\u{2015}'
        | '−'
        | '﹘'
        | '﹣'
        | '－'
        | '⸺'
        | '⸻'
        | '⸗'
        | '⸚'
        | '⹀'
        | '֊'
        | '־'
        | '᠆'
        | '⁃'
        | '゠'
        | '﹉'
        | '᐀' => "-",
        '\u{2800}' => " ",
        '⁄' | '∕' => "/",
        '…' => "...",
        '™' | '℠' => "",
        'ς' => "σ",
        'ß' | 'ẞ' => "ss",
        // Turkish writes I for ı and i for İ; capitals and small letters agree only if both lose the difference.
        'İ' | 'ı' => "i",
        c if c.is_whitespace() => " ",
        _ => return None,
    })
}

/// True for the Default_Ignorable_Code_Point property (Unicode 16, DerivedCoreProperties.txt): characters that draw
/// nothing, such as soft hyphens, zero-width blanks, bidi controls, variation selectors and tags.
pub(crate) fn ignorable(c: char) -> bool {
    matches!(u32::from(c),
        0xAD | 0x34F | 0x61C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
        | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F
        | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFF8 | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A
        | 0xE0000..=0xE0FFF)
}

/// True for the 256 variation selectors.
pub(crate) fn variation_selector(c: char) -> bool {
    matches!(u32::from(c), 0xFE00..=0xFE0F | 0xE0100..=0xE01EF)
}

/// True for a vulgar fraction (`½`), whose decomposition would run into a digit before it (`1½` is not 11/2).
pub(crate) fn vulgar_fraction(c: char) -> bool {
    matches!(u32::from(c), 0xBC..=0xBE | 0x2150..=0x215F | 0x2189)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_mark_folds_to_needs_no_more_folding() {
        for c in '\0'..=char::MAX {
            if let Some(s) = plain(c).filter(|_| !c.is_ascii()) {
                assert!(s.chars().all(|d| d == ' ' || plain(d).is_none()), "{c:?}");
                assert!(!s.chars().any(ignorable), "{c:?}");
            }
        }
    }
}

//! Month names in eight languages, with their abbreviations.

/// Full names, lower case, accents folded away, January first: English, German, French, Spanish, Italian,
/// Portuguese, Dutch, Russian (as printed after a day, and alone).
const NAMES: [&[&str]; 12] = [
    &[
        "january",
        "januar",
        "janner",
        "janvier",
        "enero",
        "gennaio",
        "janeiro",
        "januari",
        "января",
        "январь",
    ],
    &[
        "february",
        "februar",
        "feber",
        "fevrier",
        "febrero",
        "febbraio",
        "fevereiro",
        "februari",
        "февраля",
        "февраль",
    ],
    &[
        "march",
        "marz",
        "maerz",
        "mars",
        "marzo",
        "marco",
        "maart",
        "mrt",
        "марта",
        "март",
    ],
    &["april", "avril", "abril", "aprile", "апреля", "апрель"],
    &["may", "mai", "mayo", "maggio", "maio", "mei", "мая", "май"],
    &[
        "june", "juni", "juin", "junio", "giugno", "junho", "июня", "июнь",
    ],
    &[
        "july", "juli", "juillet", "julio", "luglio", "julho", "июля", "июль",
    ],
    &["august", "aout", "agosto", "augustus", "августа", "август"],
    &[
        "september",
        "septembre",
        "septiembre",
        "setiembre",
        "settembre",
        "setembro",
        "сентября",
        "сентябрь",
    ],
    &[
        "october",
        "oktober",
        "octobre",
        "octubre",
        "ottobre",
        "outubro",
        "октября",
        "октябрь",
    ],
    &[
        "november",
        "novembre",
        "noviembre",
        "novembro",
        "ноября",
        "ноябрь",
    ],
    &[
        "december",
        "dezember",
        "decembre",
        "diciembre",
        "dicembre",
        "dezembro",
        "декабря",
        "декабрь",
    ],
];

/// The month (1-12) a folded word names: a full name, or three letters or more of one when all languages agree.
pub(crate) fn month(word: &str) -> Option<i8> {
    if word.chars().count() < 3 {
        return None;
    }
    let mut found = None;
    for (number, names) in (1..).zip(NAMES) {
        if names.contains(&word) {
            return Some(number);
        }
        if names.iter().any(|n| n.starts_with(word)) {
            match found {
                None => found = Some(number),
                Some(_) => return None,
            }
        }
    }
    found
}

/// Lower case without the accents that month names carry.
pub(crate) fn fold(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'é' | 'è' | 'ê' => 'e',
            'û' | 'ù' | 'ú' => 'u',
            'ä' | 'á' => 'a',
            'ç' => 'c',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abbreviation_counts_only_when_all_languages_agree() {
        assert_eq!(month("sept"), Some(9));
        assert_eq!(month("mar"), Some(3));
        assert_eq!(month(&fold("Déc")), Some(12));
        assert_eq!(month(&fold("AOÛT")), Some(8));
        assert_eq!(month("jui"), None);
        assert_eq!(month("ma"), None);
        assert_eq!(month("marathon"), None);
    }
}

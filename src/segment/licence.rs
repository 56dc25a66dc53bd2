//! Licence lines: `This work is licensed under CC BY-ND 4.0`.
//!
//! Only terms that give something are kept. `All rights reserved` gives nothing and stands under nearly every page, so it is
//! furniture or part of a copyright line; an offer to sell a licence is furniture too.

use crate::segment::fold::Line;
use crate::segment::phrases::phrases;

/// Most words of a line that is nothing but its terms.
const BARE: usize = 8;

/// The terms that begin at `at`, when the line gives a text away under them: it is a republication notice, opens like a
/// licence line or is hardly more than the terms.
pub(crate) fn licence(line: &Line, at: usize, len: usize, republished: bool) -> Option<String> {
    let words = phrases();
    let opened = line
        .lower
        .trim_start_matches(|c: char| !c.is_alphanumeric());
    let opens = words.licensed.of(opened).is_some() || words.subjects.of(opened).is_some();
    let bare = line.words <= BARE && line.plain.len() <= 120;
    let printed = terms(line, at, len);
    let gives = || words.gives.iter().any(|g| line.lower.contains(g.as_str()));
    let code = bare && at <= 12 && printed.contains(|c: char| c.is_ascii_digit());
    ((republished || opens || bare) && gives() || code || republished).then(|| printed.to_owned())
}

/// The stretch from where the terms begin to where the words end that belong to them.
fn terms(line: &Line, at: usize, len: usize) -> &str {
    let words = phrases();
    let mut end = at + len;
    loop {
        let rest = &line.lower[end..];
        let next = rest.trim_start_matches([' ', '-', ',', '/', '"', ':', '·', '–']);
        let from = end + rest.len() - next.len();
        let Some(part) = words.term_parts.of(next) else {
            break;
        };
        let to = from + part.len();
        let cut = line.lower[to..]
            .chars()
            .next()
            .is_some_and(|c| c.is_alphanumeric() && part.is_ascii());
        // `by` and `us` are words too: as codes they are in capitals or joined by a dash.
        let code = part.len() > 2
            || !line.plain[from..to].contains(char::is_lowercase)
            || line.plain[..from].ends_with('-');
        if cut || !code {
            break;
        }
        end = to;
    }
    line.plain[at..end].trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::credits::credit_line;

    fn read(text: &str) -> Option<String> {
        credit_line(&Line::new(text))?.licence
    }

    #[test]
    fn the_terms_are_kept_as_printed() {
        for (text, terms) in [
            (
                "This article is republished from The Conversation under a [Creative Commons](https://x.example) license.",
                "Creative Commons",
            ),
            ("CC BY-ND 4.0", "CC BY-ND 4.0"),
            (
                "This work is licensed under a Creative Commons Attribution-NoDerivatives 4.0 International License.",
                "Creative Commons Attribution-NoDerivatives 4.0 International",
            ),
            ("© 2021 Lindemar Echo, CC BY-SA 4.0", "CC BY-SA 4.0"),
        ] {
            assert_eq!(read(text).as_deref(), Some(terms), "{text}");
        }
    }

    #[test]
    fn what_reserves_or_sells_rights_and_what_only_speaks_of_licences_is_none() {
        for text in [
            "All rights reserved.",
            "Acquire Licensing Rights",
            "Copyright 2021 Lindemar Echo. All rights reserved.",
            "Creative Commons was founded in 2001, and its licences are used by many museums of the coast.",
            "The council put the harbour plans into the public domain on Monday, its chairwoman said.",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

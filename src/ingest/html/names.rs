//! What the names of an element say about it: its classes, its id and its role, as words.

use dom_query::NodeRef;

/// Longest run of names that is looked at, in bytes; what is longer is made by a machine.
const LONGEST: usize = 1000;

/// The words of an element's class, id and role: lower case, cut at signs and at humps (`relatedPosts` is `related posts`).
pub(crate) fn words(node: &NodeRef<'_>) -> Vec<String> {
    let mut words = Vec::new();
    for key in ["class", "id", "role"] {
        let Some(value) = node.attr(key) else {
            continue;
        };
        if value.len() > LONGEST {
            continue;
        }
        for name in value.split_whitespace() {
            cut(name, &mut words);
            // No pair of words reaches from one name into the next.
            words.push(String::new());
        }
    }
    words
}

fn cut(name: &str, words: &mut Vec<String>) {
    let mut word = String::new();
    let mut small = false;
    for c in name.chars() {
        let hump = small && c.is_uppercase();
        if (!c.is_alphanumeric() || hump) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        small = c.is_lowercase();
    }
    if !word.is_empty() {
        words.push(word);
    }
}

/// True when one of `singles` is among the words, or two neighbours are one of `pairs`.
pub(crate) fn any(words: &[String], singles: &[&str], pairs: &[(&str, &str)]) -> bool {
    words.iter().any(|w| singles.contains(&w.as_str()))
        || words
            .windows(2)
            .any(|two| pairs.iter().any(|(a, b)| two[0] == *a && two[1] == *b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    #[test]
    fn names_are_cut_into_words_and_pairs_stay_within_one_name() {
        let document =
            Document::from("<p class='relatedPosts read_more-2 most' id='read' role=note>x</p>");
        let words = words(&document.select("p").nodes()[0]);
        assert!(any(&words, &["related"], &[]));
        assert!(any(&words, &[], &[("read", "more")]));
        assert!(!any(&words, &["relatedposts"], &[("most", "read")]));
    }
}

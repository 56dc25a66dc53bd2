//! Which articles hold some words: every text is looked through, since words are in no index.
//!
//! Texts are read in the order in which they lie in the file, and most are passed over after a look at their letters: to cut a
//! text into words takes some hundred times as long. What the look cannot rule out is cut, so the answer is the same as without it.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::corpus::watched::Watched;
use crate::error::{Error, Result};
use crate::store::{ArticleKey, Reader};
use crate::text::words;

/// Bytes of text that are looked through at once, on all processors.
const BATCH: usize = 4 << 20;

/// Words that are looked for.
struct Wanted {
    words: Vec<String>,
    /// In this order, one after the other.
    in_order: bool,
    /// The words of plain letters, each as it may be spelt: `usa`, `u.s.a`.
    spelt: Vec<[String; 2]>,
}

impl Wanted {
    fn new(asked: &str) -> Result<Self> {
        let trimmed = asked.trim();
        let in_order = trimmed.starts_with(['"', '“', '«', '„']) && trimmed.chars().count() > 2;
        let words: Vec<String> = words(trimmed).iter().map(str::to_owned).collect();
        if words.is_empty() {
            return Err(Error::usage("no word to look for"));
        }
        let plain = |w: &&String| w.bytes().all(|b| b.is_ascii_lowercase());
        let dotted = |w: &String| w.chars().map(String::from).collect::<Vec<_>>().join(".");
        let mut spelt: Vec<[String; 2]> = words
            .iter()
            .filter(plain)
            .map(|w| [w.clone(), dotted(w)])
            .collect();
        // Long words are rare, and one that is missing is enough.
        spelt.sort_by_key(|[w, _]| std::cmp::Reverse(w.len()));
        spelt.dedup();
        Ok(Self {
            words,
            in_order,
            spelt,
        })
    }

    /// False only where a look at the letters rules it out.
    fn may_stand_in(&self, text: &str) -> bool {
        if self.spelt.is_empty() || !text.chars().all(is_itself) {
            return true;
        }
        let text = text.to_ascii_lowercase();
        self.spelt
            .iter()
            .all(|[whole, dotted]| text.contains(whole.as_str()) || text.contains(dotted.as_str()))
    }

    fn stand_in(&self, text: &str) -> bool {
        if !self.may_stand_in(text) {
            return false;
        }
        let held = words(text);
        let all: Vec<&str> = held.iter().collect();
        if self.in_order {
            return all.windows(self.words.len()).any(|w| w == self.words);
        }
        let set: BTreeSet<&str> = all.into_iter().collect();
        self.words.iter().all(|w| set.contains(w.as_str()))
    }
}

/// True for a character that neither becomes a plain letter when text is folded, nor vanishes so that two letters meet.
fn is_itself(c: char) -> bool {
    c.is_ascii()
        || matches!(c, 'À'..='ÿ' if c != 'ß')
        || matches!(
            c,
            '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '–' | '—' | '…' | '£' | '€' | '\u{a0}'
        )
}

/// The articles whose title or text holds all the words, or holds them in this order where they stand in quotation marks.
pub(crate) fn holding(
    reader: &Reader,
    asked: &str,
    watched: &Watched,
) -> Result<BTreeSet<ArticleKey>> {
    let wanted = Wanted::new(asked)?;
    let steps = watched.steps("search texts", reader.scope()?.articles as usize);
    let mut found = BTreeSet::new();
    let (mut batch, mut bytes) = (Vec::new(), 0);
    let mut look = |batch: &mut Vec<(ArticleKey, String)>| {
        let held = batch.par_iter().filter(|(_, text)| wanted.stand_in(text));
        found.par_extend(held.map(|(key, _)| *key));
        let looked = batch.len();
        batch.clear();
        steps.done(looked)
    };
    steps.done(0)?;
    reader.each_text(|key, title, text| {
        let text = format!("{}\n\n{text}", title.unwrap_or_default());
        bytes += text.len();
        batch.push((key, text));
        if bytes >= BATCH {
            bytes = 0;
            look(&mut batch)?;
        }
        Ok(())
    })?;
    look(&mut batch)?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn holds(asked: &str, text: &str) -> bool {
        Wanted::new(asked).unwrap().stand_in(text)
    }

    #[test]
    fn words_are_found_however_they_are_spelt() {
        for text in [
            "The U.S.A. said so",
            "the usa SAID so",
            "The Ｕ.S.A. ſaid so",
            "the us\u{ad}a said",
            "the uѕa said",
        ] {
            assert!(holds("said usa", text), "{text}");
        }
        assert!(holds("strasse", "Die Straße"));
        assert!(!holds("said usa", "The US have said so"));
        assert!(!holds("said", "It was unsaid"));
        assert!(holds(
            "“they said so”",
            "What they said: so it goes – “They said so”"
        ));
        assert!(!holds("“so they said”", "What they said so"));
        assert!(Wanted::new("…").is_err());
    }

    #[test]
    fn most_texts_are_ruled_out_by_their_letters() {
        let wanted = Wanted::new("heron goal").unwrap();
        assert!(!wanted.may_stand_in("A “heron” has taken over the café – for €5 a day…"));
        assert!(wanted.may_stand_in("A “Heron” has taken over the Goal"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn a_look_at_the_letters_rules_out_no_text_that_holds_the_words(
            text in "(\\PC|[ .,'a-fA-F0-9’“–ßéﬁ½ſ\u{300}\u{200b}аес]){1,40}", pick in 0usize..20,
        ) {
            let held = words(&text);
            if !held.is_empty() {
                let word = held.get(pick % held.len()).to_owned();
                let wanted = Wanted { spelt: Vec::new(), ..Wanted::new("x").unwrap() };
                let looked = Wanted::new(&word);
                // A folded word is cut as itself, or is of several.
                if let Ok(looked) = looked && looked.words == [word.clone()] {
                    let wanted = Wanted { words: vec![word], ..wanted };
                    prop_assert!(wanted.stand_in(&text));
                    prop_assert!(looked.stand_in(&text));
                }
            }
        }
    }
}

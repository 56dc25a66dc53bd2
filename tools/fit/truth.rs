//! The list of plants of a development newsroom, and what it says of two articles.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::path::Path;

use serde::Deserialize;

/// What is known of the articles: `truth.json`.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Truth {
    pub(crate) plants: Vec<Plant>,
    /// Pairs of articles that nobody copied.
    pub(crate) negatives: Vec<Independent>,
    /// Pairs of real articles that share text though nobody planted it.
    pub(crate) known_overlap: Vec<(String, String)>,
}

/// One planted copy.
#[derive(Debug, Deserialize)]
pub(crate) struct Plant {
    pub(crate) copy: String,
    pub(crate) source: String,
    pub(crate) kind: String,
    pub(crate) paragraphs: Vec<Planted>,
}

/// What one paragraph of a planted copy is; its number counts the paragraphs between blank lines from 0.
#[derive(Debug, Deserialize)]
pub(crate) struct Planted {
    pub(crate) copy: usize,
    pub(crate) kind: String,
}

/// Two articles on one event, or with one statement, of which neither copied the other.
#[derive(Debug, Deserialize)]
pub(crate) struct Independent {
    pub(crate) a: String,
    pub(crate) b: String,
    pub(crate) kind: String,
}

impl Plant {
    /// True for a copy that a rewriter made.
    pub(crate) fn is_rewritten(&self) -> bool {
        self.kind.starts_with("rewritten")
    }
}

/// The rewriters, as families: what is held out together.
pub(crate) const FAMILIES: [&str; 6] = [
    "prompts (raidar)",
    "back translation",
    "dipper paraphrase",
    "llm polish",
    "polish by share",
    "perturbations",
];

/// Which of [`FAMILIES`] made a text of this kind, of the pairs or of the newsroom; none for independent ones.
pub(crate) fn family(kind: &str) -> Option<usize> {
    let kind = kind.strip_prefix("rewritten:").unwrap_or(kind);
    if kind.starts_with("same_event") {
        return None;
    }
    Some(match kind {
        "back_translation" => 1,
        "dipper_paraphrase" => 2,
        "llm_polish" => 3,
        _ if kind.starts_with("polish_") => 4,
        _ if kind.ends_with("_perturbation") => 5,
        _ => 0,
    })
}

/// The relations of articles that the list knows, by address.
pub(crate) struct Relations<'t> {
    /// The source that an article goes back to, itself included.
    home: HashMap<&'t str, &'t str>,
    /// Copies that are no rewritings: their sources stand for them.
    plain: HashSet<&'t str>,
    known: HashSet<(&'t str, &'t str)>,
}

impl<'t> Relations<'t> {
    pub(crate) fn of(truth: &'t Truth) -> Self {
        let mut home = HashMap::new();
        let mut plain = HashSet::new();
        for plant in &truth.plants {
            home.insert(&*plant.source, &*plant.source);
        }
        for plant in &truth.plants {
            home.insert(&*plant.copy, &*plant.source);
            if !plant.is_rewritten() {
                plain.insert(&*plant.copy);
            }
        }
        let overlaps = truth.known_overlap.iter().map(|(a, b)| (&**a, &**b));
        let listed = truth.negatives.iter().map(|n| (&*n.a, &*n.b));
        let known = overlaps
            .chain(listed)
            .flat_map(|(a, b)| [(a, b), (b, a)])
            .collect();
        Self { home, plain, known }
    }

    /// The source an article goes back to, or itself.
    pub(crate) fn home<'a>(&self, url: &'a str) -> &'a str
    where
        't: 'a,
    {
        self.home.get(url).copied().unwrap_or(url)
    }

    /// True for a copy of which the wording is its source's.
    pub(crate) fn is_plain_copy(&self, url: &str) -> bool {
        self.plain.contains(url)
    }

    /// True when the list itself says how two articles, or the articles they go back to, are related.
    pub(crate) fn are_related(&self, a: &str, b: &str) -> bool {
        let (x, y) = (self.home(a), self.home(b));
        x == y
            || [a, x]
                .iter()
                .any(|p| [b, y].iter().any(|q| self.known.contains(&(*p, *q))))
    }
}

/// Reads the list of a newsroom.
pub(crate) fn read(folder: &Path) -> Result<Truth, Box<dyn Error>> {
    let text = std::fs::read_to_string(folder.join("truth.json"))?;
    Ok(serde_json::from_str(&text)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_and_newsroom_name_one_rewriter_alike() {
        assert_eq!(family("rewritten:llm_polish"), family("llm_polish"));
        assert_eq!(family("rewritten:polish_35"), family("polish_major"));
        assert_eq!(
            family("rewritten:Help me polish this"),
            family("raidar:help")
        );
        assert_eq!(family("same_event_with_quotes"), None);
    }

    #[test]
    fn copies_of_one_source_are_related_and_so_is_what_overlaps_with_it() {
        let plant = |copy: &str| Plant {
            copy: copy.into(),
            source: "source".into(),
            kind: "verbatim".into(),
            paragraphs: Vec::new(),
        };
        let truth = Truth {
            plants: vec![plant("one"), plant("two")],
            negatives: Vec::new(),
            known_overlap: vec![("source".into(), "third".into())],
        };
        let relations = Relations::of(&truth);
        assert!(relations.are_related("one", "two"));
        assert!(relations.are_related("third", "two"));
        assert!(!relations.are_related("third", "other"));
    }
}

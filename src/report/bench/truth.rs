//! What is known about a newsroom: which articles were planted as copies of which, and which pairs are no copies.

use std::collections::HashSet;

use serde::Deserialize;

use crate::error::{Error, Result};

/// What `truth.json` says. Further keys are ignored.
#[derive(Debug, Clone, Deserialize)]
pub struct Truth {
    /// Planted copies.
    pub plants: Vec<Plant>,
    /// Pairs that are no copies.
    pub negatives: Vec<Negative>,
    /// Pairs known to share text that nobody planted; claims about them, or about copies of them, are no error.
    #[serde(default)]
    pub known_overlap: Vec<(String, String)>,
}

/// A planted copy.
#[derive(Debug, Clone, Deserialize)]
pub struct Plant {
    /// Address of the copy.
    pub copy: String,
    /// Address of its source, which the newsroom need not hold.
    pub source: String,
    /// How it was made, in words of the truth's own; `rewritten:NAME` for rewriters with a name.
    pub kind: String,
    /// `given` or `missing`; empty when nobody knows.
    #[serde(default)]
    pub credit: String,
    /// `after`, or anything else where the dates do not say who was first.
    pub dated: String,
    /// The paragraphs of the copy.
    pub paragraphs: Vec<Planted>,
}

/// One paragraph of a planted copy.
#[derive(Debug, Clone, Deserialize)]
pub struct Planted {
    /// Its number in the copy, from 0, where blank lines separate paragraphs.
    pub copy: usize,
    /// The paragraphs of the source that it comes from; empty when only the article is known, nothing when there is none.
    #[serde(deserialize_with = "Option::deserialize")]
    pub source: Option<Vec<usize>>,
    /// The kind it should be given, or `furniture`, or `original`.
    pub kind: String,
}

/// Two articles that are no copies of each other.
#[derive(Debug, Clone, Deserialize)]
pub struct Negative {
    /// Address of one.
    pub a: String,
    /// Address of the other.
    pub b: String,
    /// Why they look alike.
    pub kind: String,
}

impl Plant {
    /// True when it was made by a rewriter.
    pub(crate) fn is_rewritten(&self) -> bool {
        self.kind == "rewritten" || self.kind.starts_with("rewritten:")
    }

    /// The row it is counted in: a rewriter's name matters only while no paragraph has a known source.
    pub(crate) fn row(&self) -> &str {
        let aligned = |p: &Planted| p.source.as_ref().is_some_and(|s| !s.is_empty());
        if self.is_rewritten() && self.paragraphs.iter().any(aligned) {
            "rewritten"
        } else {
            &self.kind
        }
    }
}

impl Truth {
    /// Reads `truth.json`.
    ///
    /// # Errors
    /// When it is not JSON or lacks a key; the message names the key, the line and the column.
    pub fn parse(json: &[u8]) -> Result<Self> {
        serde_json::from_slice(json).map_err(|e| Error::input(e.to_string()))
    }

    /// Checks that it speaks of articles that are there; `paragraphs` gives their number of paragraphs by address.
    ///
    /// # Errors
    /// At the first copy, paragraph or negative that is not there; the message names its key.
    pub(crate) fn check(&self, paragraphs: impl Fn(&str) -> Option<usize>) -> Result<()> {
        let missing = |key: String, url: &str| {
            Error::input(format!("no article of the newsroom has the address {url}")).at(key)
        };
        for (i, plant) in self.plants.iter().enumerate() {
            let key = format!("plants[{i}]");
            let Some(held) = paragraphs(&plant.copy) else {
                return Err(missing(format!("{key}.copy"), &plant.copy));
            };
            if let Some(n) = plant.paragraphs.iter().position(|p| p.copy >= held) {
                let (key, number) = (
                    format!("{key}.paragraphs[{n}].copy"),
                    plant.paragraphs[n].copy,
                );
                let what =
                    format!("no paragraph {number}, the article has {held} (the first is 0)");
                return Err(Error::input(what).at(key));
            }
        }
        let mut asked = HashSet::new();
        for (i, pair) in self.negatives.iter().enumerate() {
            for (side, url) in [("a", &pair.a), ("b", &pair.b)] {
                if asked.insert(url) && paragraphs(url).is_none() {
                    return Err(missing(format!("negatives[{i}].{side}"), url));
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"about":"x","negatives":[{"a":"u","b":"v","kind":"same_event"}],"plants":[
        {"copy":"u","source":"far","kind":"rewritten:llm","credit":"given","dated":"after",
         "paragraphs":[{"copy":1,"source":[],"kind":"rewritten"}]}]}"#;

    fn of(url: &str) -> Option<usize> {
        ["u", "v"].contains(&url).then_some(2)
    }

    #[test]
    fn a_source_may_be_missing_and_a_copy_may_not() {
        let truth = Truth::parse(GOOD.as_bytes()).unwrap();
        assert!(truth.check(of).is_ok());
        let e = truth
            .check(|url| of(url).filter(|_| url != "u"))
            .unwrap_err();
        assert_eq!(
            e.to_string(),
            "plants[0].copy: no article of the newsroom has the address u"
        );
        let e = truth.check(|url| of(url).map(|n| n - 1)).unwrap_err();
        assert!(
            e.to_string()
                .starts_with("plants[0].paragraphs[0].copy: no paragraph 1")
        );
        let e = truth
            .check(|url| of(url).filter(|_| url != "v"))
            .unwrap_err();
        assert!(e.to_string().starts_with("negatives[0].b: "), "{e}");
    }

    #[test]
    fn a_missing_key_is_named_with_its_line() {
        for key in ["plants", "negatives", "dated", "source", "paragraphs"] {
            let bad = GOOD.replacen(
                &format!("\"{key}\":"),
                "\"y\":",
                if key == "source" { 2 } else { 1 },
            );
            let e = Truth::parse(bad.as_bytes()).unwrap_err().to_string();
            assert!(
                e.contains(&format!("`{key}`")) && e.contains("line "),
                "{key}: {e}"
            );
        }
    }

    #[test]
    fn a_rewriter_without_known_paragraphs_keeps_its_name() {
        let mut truth = Truth::parse(GOOD.as_bytes()).unwrap();
        assert_eq!(truth.plants[0].row(), "rewritten:llm");
        truth.plants[0].paragraphs[0].source = Some(vec![4]);
        assert_eq!(truth.plants[0].row(), "rewritten");
    }
}

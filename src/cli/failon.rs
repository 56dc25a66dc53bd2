//! The conditions of `--fail-on`: when findings end a run with exit code 1.

use crate::model::Kind;
use crate::report::figures::percent;
use crate::report::view::{ParagraphView, TraceView};

/// One condition: what is counted and from how many on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FailOn {
    printed: String,
    what: What,
    from: Threshold,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// Any copying kind.
    Any,
    /// Copied without credit.
    Uncredited,
    Kind(Kind),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Threshold {
    Count(usize),
    Percent(f64),
}

/// Reads `any`, `uncredited`, `verbatim`, `verbatim:20%`, `edited:3`.
pub(super) fn parse(text: &str) -> Result<FailOn, String> {
    let (word, from) = text
        .split_once(':')
        .map_or((text, None), |(w, f)| (w, Some(f)));
    let what = match word {
        "any" => What::Any,
        "uncredited" => What::Uncredited,
        _ => What::Kind(Kind::parse(word).ok_or_else(|| {
            format!(
                "`{word}` is none of any, uncredited, {}",
                Kind::ALL.map(Kind::as_str).join(", ")
            )
        })?),
    };
    let bad = || "expected a count from 1 or a share like 20% after the colon".to_owned();
    let from = match from {
        None => Threshold::Count(1),
        Some(f) => match f.strip_suffix('%') {
            Some(p) => {
                let p: f64 = p.parse().map_err(|_| bad())?;
                if !(p > 0.0 && p <= 100.0) {
                    return Err(bad());
                }
                Threshold::Percent(p)
            }
            None => Threshold::Count(f.parse().ok().filter(|n| *n > 0).ok_or_else(bad)?),
        },
    };
    Ok(FailOn {
        printed: text.to_owned(),
        what,
        from,
    })
}

impl FailOn {
    /// Says how the condition is met, if it is.
    pub(super) fn met(&self, view: &TraceView) -> Option<String> {
        let n = view.paragraphs.iter().filter(|p| self.counts(p)).count();
        let all = view.paragraphs.len();
        let met = n > 0
            && match self.from {
                Threshold::Count(from) => n >= from,
                Threshold::Percent(from) => n as f64 * 100.0 >= from * all as f64,
            };
        met.then(|| {
            format!(
                "--fail-on {} met ({n} of {all} paragraphs, {})",
                self.printed,
                percent(n, all)
            )
        })
    }

    fn counts(&self, p: &ParagraphView) -> bool {
        let copied = p.derivation.as_ref().filter(|d| d.is_copy());
        match self.what {
            What::Any => copied.is_some(),
            What::Uncredited => copied.is_some_and(|d| matches!(d.credit, "missing" | "destroyed")),
            What::Kind(Kind::SharedQuote) => [&p.derivation, &p.aside]
                .into_iter()
                .flatten()
                .any(|d| d.kind == Kind::SharedQuote.as_str()),
            What::Kind(kind) => copied.is_some_and(|d| d.kind == kind.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::human::samples;

    #[test]
    fn conditions_are_met_by_count_or_share() {
        let view = samples::traced();
        let met = |text: &str| parse(text).unwrap().met(&view);
        assert_eq!(
            met("verbatim:20%").as_deref(),
            Some("--fail-on verbatim:20% met (2 of 4 paragraphs, 50%)")
        );
        assert!(met("verbatim:50%").is_some());
        assert!(met("verbatim:51%").is_none());
        assert!(met("verbatim:2").is_some());
        assert!(met("verbatim:3").is_none());
        assert!(met("any").is_some());
        assert!(met("uncredited:2").is_some());
        assert!(met("edited").is_none());
        assert!(met("shared_quote").is_some());
    }

    #[test]
    fn nonsense_is_refused() {
        for text in [
            "",
            "all",
            "verbatim:",
            "verbatim:0",
            "verbatim:0%",
            "any:101%",
            "any:-1",
            "any:x%",
            "any:NaN%",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}

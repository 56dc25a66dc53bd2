//! JSON values as feeds of records really hold them: a name may be text, a list or an object with a name.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A value boiled down to its text, borrowed from the input where it holds no escapes; nothing for null and booleans.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Loose<'a>(pub(crate) Option<Cow<'a, str>>);

impl<'a> Loose<'a> {
    /// The text without blanks around it, nothing when there is none.
    pub(crate) fn trimmed(&self) -> Option<&str> {
        let text = self.0.as_deref()?.trim();
        (!text.is_empty()).then_some(text)
    }

    fn of(text: impl Into<Cow<'a, str>>) -> Self {
        Self(Some(text.into()))
    }
}

impl<'de> Deserialize<'de> for Loose<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LooseVisitor)
    }
}

struct LooseVisitor;

impl<'de> Visitor<'de> for LooseVisitor {
    type Value = Loose<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_borrowed_str<E>(self, v: &'de str) -> Result<Self::Value, E> {
        Ok(Loose::of(v))
    }

    fn visit_str<E>(self, v: &str) -> Result<Self::Value, E> {
        Ok(Loose::of(v.to_owned()))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Self::Value, E> {
        Ok(Loose::of(v.to_string()))
    }

    fn visit_u64<E>(self, v: u64) -> Result<Self::Value, E> {
        Ok(Loose::of(v.to_string()))
    }

    fn visit_f64<E>(self, v: f64) -> Result<Self::Value, E> {
        Ok(Loose::of(v.to_string()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Loose(None))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Loose(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut parts: Vec<Cow<'de, str>> = Vec::new();
        while let Some(Loose(part)) = seq.next_element()? {
            parts.extend(part);
        }
        Ok(match parts.len() {
            0 => Loose(None),
            1 => Loose(parts.pop()),
            _ => Loose::of(parts.join(", ")),
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut name = Loose(None);
        while let Some(Key(key)) = map.next_key()? {
            if key == "name" || key == "$date" {
                name = map.next_value()?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(name)
    }
}

/// A key, borrowed where it holds no escapes.
pub(crate) struct Key<'a>(pub(crate) Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_borrowed_str<E>(self, v: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(v)))
            }
            fn visit_str<E>(self, v: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(v.to_owned())))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

/// `text` with every lone half of a surrogate pair (`\ud83d` cut from its other half) escaped as U+FFFD, or nothing
/// when there is none. JSON writers that cut strings by UTF-16 units leave such halves.
pub(crate) fn without_lone_surrogates(text: &str) -> Option<String> {
    let unit = |at: usize| {
        let escape = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(escape, 16).ok()
    };
    let bytes = text.as_bytes();
    let (mut out, mut from, mut at) = (String::new(), 0, 0);
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            at += 1;
            continue;
        }
        match unit(at) {
            Some(0xD800..=0xDBFF) if matches!(unit(at + 6), Some(0xDC00..=0xDFFF)) => at += 12,
            Some(0xD800..=0xDFFF) => {
                out.push_str(&text[from..at]);
                out.push_str("\\ufffd");
                at += 6;
                from = at;
            }
            _ => at += 2,
        }
    }
    (from > 0).then(|| out + &text[from..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_value_has_a_text_or_none() {
        for (json, want) in [
            (r#""x""#, Some("x")),
            ("null", None),
            ("true", None),
            ("1695103720", Some("1695103720")),
            (r#"["a",null,{"name":"b"}]"#, Some("a, b")),
            (r#"{"id":1,"name":"c"}"#, Some("c")),
            ("[]", None),
        ] {
            let loose: Loose<'_> = serde_json::from_str(json).unwrap();
            assert_eq!(loose.0.as_deref(), want, "{json}");
        }
    }

    #[test]
    fn half_a_surrogate_pair_becomes_a_replacement() {
        let whole = r#""\ud83d\ude00 \\ud83d""#;
        assert_eq!(without_lone_surrogates(whole), None);
        let half = without_lone_surrogates(r#""cut \ud83d""#).unwrap();
        assert_eq!(half, r#""cut \ufffd""#);
    }
}

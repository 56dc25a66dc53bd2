//! JSON as pages print it: with comments, raw line ends in strings, commas too many, and cut off in the middle.

use serde_json::Value;

/// Reads a script, forgiving what browsers and writers do to it.
pub(crate) fn value(script: &str) -> Option<Value> {
    let mut text = script.trim();
    for mark in ["<!--", "//<![CDATA[", "<![CDATA[", "/*<![CDATA[*/"] {
        text = text.strip_prefix(mark).unwrap_or(text).trim_start();
    }
    for mark in ["-->", "//]]>", "]]>", "/*]]>*/", ";", "//"] {
        text = text.strip_suffix(mark).unwrap_or(text).trim_end();
    }
    serde_json::from_str(text)
        .ok()
        .or_else(|| serde_json::from_str(&mended(text)).ok())
}

/// The same JSON with what breaks it taken out; one pass, and what is open at the end is closed.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    // What closes each bracket that is open.
    let mut open: Vec<char> = Vec::new();
    let mut signs = text.chars().peekable();
    // Where the last member ended that was whole: a text cut off behind it is cut back to it.
    while let Some(c) = signs.next() {
        match c {
            '"' => {
                string(&mut out, &mut signs);
            }
            '/' if signs.peek() == Some(&'/') => while signs.next_if(|c| *c != '\n').is_some() {},
            '/' if signs.peek() == Some(&'*') => {
                let mut star = false;
                signs.next();
                for c in signs.by_ref() {
                    if star && c == '/' {
                        break;
                    }
                    star = c == '*';
                }
            }
            '{' | '[' => {
                open.push(if c == '{' { '}' } else { ']' });
                out.push(c);
            }
            '}' | ']' => {
                // A bracket that closes nothing here is left out; one that closes an outer one closes what is inside too.
                if !open.contains(&c) {
                    continue;
                }
                while let Some(last) = open.pop() {
                    ended(&mut out, last);
                    out.push(last);
                    if last == c {
                        break;
                    }
                }
                if open.is_empty() {
                    return out;
                }
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    while let Some(last) = open.pop() {
        ended(&mut out, last);
        out.push(last);
    }
    out
}

/// Copies a string whose quote was just read, its raw control characters as blanks, and closes it where the text ends.
fn string(out: &mut String, signs: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    out.push('"');
    while let Some(c) = signs.next() {
        match c {
            '"' => {
                out.push('"');
                return;
            }
            '\\' => {
                let Some(next) = signs.next() else { break };
                if matches!(next, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') {
                    out.push('\\');
                }
                out.push(if next.is_control() { ' ' } else { next });
            }
            c => out.push(if c.is_control() { ' ' } else { c }),
        }
    }
    // Half of an escape at the end would break it again.
    if let Some(at) = out.rfind("\\u").filter(|at| out.len() - at < 6) {
        out.truncate(at);
    }
    out.push('"');
}

/// Takes back a comma or a member without a value before a closing bracket.
fn ended(out: &mut String, closing: char) {
    let end = out.trim_end();
    out.truncate(end.len());
    if out.ends_with(',') {
        out.pop();
    } else if out.ends_with(':') {
        out.push_str("null");
    } else if closing == '}' && out.ends_with('"') {
        // `{"a":1,"b"}`: a name alone.
        let start = name_alone(out);
        if let Some(start) = start {
            out.truncate(start);
        }
    } else if let Some(at) = out.rfind([',', ':', '[', '{']) {
        // `{"a":tru`: a word cut off.
        let word = out[at + 1..].trim();
        let whole = word.is_empty()
            || word.ends_with(['"', '}', ']'])
            || serde_json::from_str::<Value>(word).is_ok();
        if !whole && !word.contains('"') {
            out.truncate(at + 1);
            out.push_str("null");
        }
    }
}

/// Where a string at the end begins, with the comma before it, when it stands where a name does.
fn name_alone(out: &str) -> Option<usize> {
    let bytes = out.as_bytes();
    let mut at = bytes.len().checked_sub(1)?;
    loop {
        at = bytes[..at].iter().rposition(|b| *b == b'"')?;
        let slashes = bytes[..at]
            .iter()
            .rev()
            .take_while(|b| **b == b'\\')
            .count();
        if slashes % 2 == 0 {
            break;
        }
    }
    let before = out[..at].trim_end();
    match before.as_bytes().last()? {
        b',' => Some(before.len() - 1),
        b'{' => Some(before.len()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn what_writers_do_to_json_is_forgiven() {
        for (script, want) in [
            ("<!-- {\"a\":1} -->", json!({"a": 1})),
            ("//<![CDATA[\n{\"a\":1}\n//]]>", json!({"a": 1})),
            ("{\"a\":\"two\nlines\",}", json!({"a": "two lines"})),
            (
                "{\"a\":[1,2,],/* x */\"b\":2} // end",
                json!({"a": [1, 2], "b": 2}),
            ),
            (
                "{\"u\":\"https://a.example/x\", // note\n\"b\":1}",
                json!({"u": "https://a.example/x", "b": 1}),
            ),
            ("{\"a\":\"it\\'s\"}", json!({"a": "it's"})),
            ("{\"a\":1}}", json!({"a": 1})),
            (
                "{\"a\":{\"b\":[{\"c\":\"cut of",
                json!({"a": {"b": [{"c": "cut of"}]}}),
            ),
            ("{\"a\":1,\"b\":", json!({"a": 1, "b": null})),
            ("{\"a\":1,\"b", json!({"a": 1})),
            ("{\"a\":1,\"b\":tr", json!({"a": 1, "b": null})),
            ("{\"a\":[{\"b\":1}", json!({"a": [{"b": 1}]})),
            ("{\"a\":[1}", json!({"a": [1]})),
        ] {
            assert_eq!(value(script), Some(want), "{script}");
        }
        assert_eq!(value("not JSON"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn json_cut_off_anywhere_is_read_up_to_the_cut(cut in 1_usize..100) {
            let whole = "{\"@type\":\"NewsArticle\",\"n\":[1,2.5,true,null],\"s\":\"a \\\"b\\\" \\u00e9\",\"o\":{\"k\":\"v\"},\"end\":\"x\"}";
            let cut = cut.min(whole.len());
            prop_assert!(value(&whole[..cut]).is_some(), "{}", &whole[..cut]);
        }

        #[test]
        fn no_script_makes_the_mending_panic(script in "[\\[\\]{}\",:/*\\\\u0a-c\n -]{0,40}|\\PC{0,40}") {
            let _ = value(&script);
        }
    }
}

//! robots.txt (RFC 9309): what a site asks readers like this one to leave alone, and how slowly to come.

use std::time::Duration;

use crate::fetch::PRODUCT;

/// How much of a file is read, in bytes; RFC 9309 asks for at least 500 KiB.
pub(crate) const READ: u64 = 512 << 10;

/// The rules of one site for this program.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Robots {
    rules: Vec<Rule>,
    delay: Option<Duration>,
    closed: bool,
}

/// One `Allow` or `Disallow`.
#[derive(Debug, Clone, PartialEq)]
struct Rule {
    allow: bool,
    /// Normalised; `*` stands for anything, `$` at the end for the end.
    pattern: String,
}

/// A group while it is read: whom it is for, and what it says.
#[derive(Debug, Default)]
struct Group {
    ours: bool,
    everybody: bool,
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

impl Robots {
    /// The rules of a site that gives none.
    pub fn open() -> Self {
        Self::default()
    }

    /// The rules of a site whose file cannot be reached now: nothing may be asked.
    pub fn closed() -> Self {
        Self {
            closed: true,
            ..Self::default()
        }
    }

    /// True when the file could not be reached.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// Reads a file of any bytes. All groups that name this program count together; when none does, all groups for `*`.
    pub fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let mut groups: Vec<Group> = Vec::new();
        let mut naming = false;
        for line in text.trim_start_matches('\u{FEFF}').split(['\r', '\n']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if !naming {
                    groups.push(Group::default());
                }
                naming = true;
                if let Some(group) = groups.last_mut() {
                    group.everybody |= value == "*";
                    group.ours |= product(value).eq_ignore_ascii_case(PRODUCT);
                }
                continue;
            }
            // `Sitemap` and what else stands outside of groups does not end the list of names.
            let rule = matches!(key.as_str(), "allow" | "disallow");
            if !rule && key != "crawl-delay" {
                continue;
            }
            naming = false;
            let Some(group) = groups.last_mut() else {
                continue;
            };
            if rule {
                if !value.is_empty() {
                    group.rules.push(Rule {
                        allow: key == "allow",
                        pattern: normal(value, true),
                    });
                }
            } else if let Ok(seconds) = value.parse::<f64>()
                && seconds.is_finite()
                && seconds >= 0.0
            {
                group.delay = Some(Duration::from_secs_f64(seconds.min(86_400.0)));
            }
        }
        let named = groups.iter().any(|g| g.ours);
        let mut out = Self::default();
        for group in groups {
            if if named { group.ours } else { group.everybody } {
                out.rules.extend(group.rules);
                out.delay = out.delay.max(group.delay);
            }
        }
        out
    }

    /// True when `path` (with its query) may be asked. The longest rule that fits decides; of two that are equally long, the one
    /// that allows.
    pub fn allows(&self, path: &str) -> bool {
        if path == "/robots.txt" {
            return true;
        }
        if self.closed {
            return false;
        }
        let path = normal(path, false);
        self.rules
            .iter()
            .filter(|rule| fits(&rule.pattern, &path))
            .max_by_key(|rule| (rule.pattern.len(), rule.allow))
            .is_none_or(|rule| rule.allow)
    }

    /// How long to wait between two requests, where the site says so.
    pub fn delay(&self) -> Option<Duration> {
        self.delay
    }
}

/// The name at the front of a `User-agent` value (`urtext/0.1` → `urtext`).
fn product(value: &str) -> &str {
    let end = value.find(|c: char| !c.is_ascii_alphabetic() && !matches!(c, '-' | '_'));
    &value[..end.unwrap_or(value.len())]
}

/// One spelling for all that mean the same (RFC 9309, 2.2.2): escapes in capitals, none for what needs none, all for what does.
/// In a `pattern`, `*` and a final `$` keep their meaning.
fn normal(text: &str, pattern: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let hex = |i: usize| bytes.get(i).and_then(|b| char::from(*b).to_digit(16));
        at += 1;
        let (byte, escaped) = match (byte, hex(at), hex(at + 1)) {
            (b'%', Some(high), Some(low)) => {
                at += 2;
                // Two hexadecimal digits are one byte.
                ((high * 16 + low) as u8, true)
            }
            _ => (byte, false),
        };
        let plain = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        let special = matches!(byte, b'*' | b'$');
        if plain || !escaped && byte.is_ascii_graphic() && (pattern || !special) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// True when a pattern fits the beginning of a path.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, anchored) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return !anchored || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if anchored && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(found) => rest = &rest[found + part.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn allows(file: &str, path: &str) -> bool {
        Robots::read(file.as_bytes()).allows(path)
    }

    #[test]
    fn the_longest_rule_decides_and_allow_wins_a_tie() {
        let file = "User-agent: *\nDisallow: /\nAllow: /news/\nDisallow: /news/private\nAllow: /page\nDisallow: /page\n";
        assert!(!allows(file, "/"));
        assert!(allows(file, "/news/1"));
        assert!(!allows(file, "/news/private/1"));
        assert!(allows(file, "/page"));
        assert!(allows(file, "/robots.txt"));
    }

    #[test]
    fn a_star_is_anything_and_a_dollar_the_end() {
        for (pattern, path, hit) in [
            ("/*.gif$", "/a/b.gif", true),
            ("/*.gif$", "/a/b.gif?x", false),
            ("/*.gif", "/a/b.gif?x", true),
            ("/a*b*c", "/axxbyyczz", true),
            ("/a*b*c", "/axxcyyb", false),
            ("/a*c$", "/abc/c", true),
            ("/fish$", "/fish", true),
            ("/fish$", "/fishes", false),
            ("/fish", "/fishes", true),
            ("/fish", "/Fish", false),
            ("*", "/anything", true),
            ("/*", "/anything", true),
            ("$", "/", false),
            ("/a%2Ab", "/a*b", true),
            ("/a%24", "/a$", true),
            ("/a*b", "/a*b", true),
            ("/%66oo", "/foo", true),
            ("/é", "/%c3%a9", true),
            ("/a?b=*", "/a?b=1", true),
        ] {
            let file = format!("User-agent: *\nDisallow: {pattern}");
            assert_eq!(!allows(&file, path), hit, "{pattern} {path}");
        }
    }

    #[test]
    fn a_group_of_our_own_counts_and_no_other() {
        let file = "\u{FEFF}User-agent: *\r\nDisallow: /\r\n\r\nUser-Agent: OtherBot\r\nuser-agent: URTEXT/2.0 # us\r\nSitemap: \
                    https://a.example/map.xml\r\nDisallow: /private\r\nCrawl-delay: 2.5\r\n\r\nUser-agent: urtext\r\nDisallow: /also\r\n";
        assert!(allows(file, "/news"));
        assert!(!allows(file, "/private/1"));
        assert!(!allows(file, "/also"));
        let delay = Robots::read(file.as_bytes()).delay();
        assert_eq!(delay, Some(Duration::from_millis(2500)));
        let other = "User-agent: urtextual\nDisallow: /\n";
        assert!(allows(other, "/"), "a longer name is another program");
    }

    #[test]
    fn what_says_nothing_allows_and_what_cannot_be_reached_does_not() {
        for file in [
            "",
            "User-agent: *\nDisallow:\n",
            "Disallow: /\n",
            "<html>not found</html>",
            "User-agent: *\nDisalow: /",
            "User-agent: *\nCrawl-delay: soon\n",
        ] {
            assert!(allows(file, "/a"), "{file}");
        }
        assert!(!Robots::closed().allows("/"));
        assert!(Robots::open().allows("/"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_file_and_no_path_make_it_panic(file in "(User-agent: ?\\*?\n|Disallow: [/*$%a-f0-9é]{0,9}\n|\\PC{0,9}){0,9}", path in "/[*$%a-fé]{0,20}") {
            let _ = allows(&file, &path);
        }

        #[test]
        fn a_path_is_refused_by_a_rule_that_is_the_path_itself(path in "/[a-z0-9/é%?=*$]{0,20}") {
            let escaped = path.replace('*', "%2A").replace('$', "%24");
            let file = format!("User-agent: *\nDisallow: {escaped}");
            prop_assert_eq!(allows(&file, &path), path == "/robots.txt");
        }
    }
}

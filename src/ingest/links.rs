//! Web addresses in texts and pages, and the site an address belongs to.

use url::Url;

/// The http(s) addresses in a text, in order, without duplicates, as printed.
pub(crate) fn in_text(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for (at, _) in text.match_indices("http") {
        let rest = &text[at..];
        if !(rest.starts_with("http://") || rest.starts_with("https://")) {
            continue;
        }
        let end = rest
            .find(|c: char| {
                c.is_whitespace()
                    || c.is_control()
                    || matches!(c, '<' | '>' | '"' | '“' | '”' | '»')
            })
            .unwrap_or(rest.len());
        let address = trimmed(&rest[..end]);
        if Url::parse(address).is_ok_and(|u| u.has_host()) && seen.insert(address) {
            found.push(address.to_owned());
        }
    }
    found
}

/// Without the signs that belong to the sentence, and without a closing bracket that was opened before the address.
fn trimmed(address: &str) -> &str {
    let mut address = address;
    loop {
        let rest = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '’']);
        let rest = match rest.chars().last() {
            Some(')') if rest.matches(')').count() > rest.matches('(').count() => {
                &rest[..rest.len() - 1]
            }
            Some(']') if rest.matches(']').count() > rest.matches('[').count() => {
                &rest[..rest.len() - 1]
            }
            _ => rest,
        };
        if rest.len() == address.len() {
            return rest;
        }
        address = rest;
    }
}

/// The registrable domain of an address (`bbc.co.uk`), nothing for numbers and for what is no address.
pub(crate) fn domain(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
    let host = url.domain()?.trim_end_matches('.');
    psl::domain_str(host).map(str::to_owned)
}

/// `address` as an absolute http(s) one, resolved against `base`.
pub(crate) fn absolute(address: &str, base: Option<&Url>) -> Option<Url> {
    let address = address.trim();
    let url = match Url::parse(address) {
        Ok(url) => url,
        Err(_) => base?.join(address).ok()?,
    };
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        let text = "See <https://a.example/x>, (http://b.example/y_(z)). https://a.example/x. httpd, http://";
        assert_eq!(
            in_text(text),
            ["https://a.example/x", "http://b.example/y_(z)"]
        );
    }

    #[test]
    fn the_site_is_the_registrable_domain() {
        assert_eq!(
            domain("https://news.bbc.co.uk/x").as_deref(),
            Some("bbc.co.uk")
        );
        assert_eq!(domain("http://127.0.0.1/x"), None);
    }
}

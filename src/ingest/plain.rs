//! Plain text: kept as it is; only what stands at fixed places in it (a leading epoch number, an original address)
//! becomes a date claim. Headlines, bylines and credits in the text are found by `segment`.

use crate::ingest::{ReadOptions, Refused, date, decode, links, stem};
use crate::model::{Article, DateClaim, DateOrigin, DateRole};

/// How far after the label of an original address the address may stand, in bytes.
const LABEL_REACH: usize = 64;

/// Reads one decoded text.
pub(crate) fn read(name: &str, text: String, options: &ReadOptions) -> Result<Article, Refused> {
    if text.trim().is_empty() {
        return Err(Refused::new(name, "no text", "the input holds only blanks"));
    }
    if decode::is_binary(&text) {
        let detail = "most of it is no text in any charset; is it a picture or an archive?";
        return Err(Refused::new(name, "not text", detail));
    }
    let links = links::in_text(&text);
    let dates = header(&text, options.now)
        .into_iter()
        .chain(original(&text, &links))
        .collect();
    Ok(Article {
        name: stem(name),
        outlet: options.outlet.clone(),
        dates,
        links,
        text,
        ..Article::default()
    })
}

/// The epoch second or millisecond that leads the first line.
fn header(text: &str, now: i64) -> Option<DateClaim> {
    let first = text
        .trim_start_matches('\u{FEFF}')
        .split_whitespace()
        .next()?;
    let digits = first.bytes().all(|b| b.is_ascii_digit()) && matches!(first.len(), 10 | 13);
    digits.then(|| date::parse(first, DateOrigin::Header, DateRole::Published, now))?
}

/// The date in the address that stands after `Original url:`.
fn original(text: &str, links: &[String]) -> Option<DateClaim> {
    const LABELS: [&str; 3] = ["original url", "original link", "original article"];
    let lower = text.to_ascii_lowercase();
    let address = LABELS.iter().find_map(|label| {
        let after = lower.find(label)? + label.len();
        let from = lower[after..].find("http")? + after;
        let near = from - after <= LABEL_REACH;
        near.then(|| links.iter().find(|l| text[from..].starts_with(l.as_str())))?
    })?;
    date::from_url(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(text: &str) -> Article {
        read("x/story.txt", text.into(), &ReadOptions::default()).unwrap()
    }

    #[test]
    fn a_number_in_the_head_and_the_original_address_are_date_claims() {
        let text = "1695103720 Talks in Moscow\n\nText.\n\nOriginal url:\n<https://a.example/2023/09/19/talks>\n";
        let article = article(text);
        let claims: Vec<_> = article
            .dates
            .iter()
            .map(|c| (c.origin, c.rfc3339()))
            .collect();
        assert_eq!(
            claims,
            [
                (DateOrigin::Header, "2023-09-19T06:08:40Z".into()),
                (DateOrigin::Url, "2023-09-19".into())
            ]
        );
        assert_eq!(article.text, text);
        assert_eq!(article.links, ["https://a.example/2023/09/19/talks"]);
        assert_eq!((article.url, article.title), (None, None));
    }

    #[test]
    fn a_number_that_is_no_time_and_an_address_in_passing_are_none() {
        assert_eq!(article("0000000000 x").dates, []);
        assert_eq!(article("See https://a.example/2023/09/19/talks").dates, []);
    }

    #[test]
    fn a_picture_is_no_text() {
        let bytes: String = "\u{FFFD}\0\u{1}abc".repeat(20);
        let refused = read("a.txt", bytes, &ReadOptions::default()).unwrap_err();
        assert_eq!(refused.reason, "not text");
    }
}

//! A page to an article: what its head claims about it, and the text a reader sees.

mod body;
mod byline;
mod clean;
mod credits;
mod dates;
pub(crate) mod fragment;
mod head;
mod hidden;
mod json_ld;
mod lead;
mod markup;
mod names;
pub(crate) mod parse;
mod repair;
mod title;
mod trim;
mod weight;

use url::Url;

use crate::ingest::{ReadOptions, Refused, links, stem};
use crate::model::Article;
use head::Head;
use json_ld::JsonLd;

/// Reads one decoded page.
pub(crate) fn read(name: &str, page: &str, options: &ReadOptions) -> Result<Article, Refused> {
    let document = parse::guarded(page, &options.limits)
        .map_err(|trouble| Refused::new(name, trouble.reason, trouble.detail))?;
    let head = Head::read(&document);
    let base = base(&head, options);
    let ld = JsonLd::read(&document, base.as_ref());
    let canonical = head
        .canonical()
        .and_then(|c| links::absolute(c, base.as_ref()))
        .map(String::from);
    let title = title::choose(&document, &head, &ld);
    let place = dates::Place::of(&document, title.as_deref());
    let captured = crate::ingest::date::captured(options);
    let dates = dates::claims(
        &document,
        &head,
        &ld,
        &place,
        base.as_ref(),
        captured,
        options.now,
    );
    // A cache's own address says nothing about whose page it holds.
    let site = options
        .url
        .as_deref()
        .filter(|url| !credits::is_cached(url) || canonical.is_none());
    let site = site.or(canonical.as_deref());
    let outlet = options
        .outlet
        .clone()
        .or_else(|| credits::outlet(&head, &ld, site));
    let byline = byline::choose(&document, &head, &ld, &place, outlet.as_deref());
    let language = head.language().or_else(|| ld.language());
    let credits = credits::read(
        &document,
        &credits::Page {
            head: &head,
            ld: &ld,
            site,
            canonical: canonical.as_deref(),
            outlet: outlet.as_deref(),
            byline: byline.as_deref(),
        },
    );
    let licence = credits::licence(&document, &head, &ld, base.as_ref());
    hidden::remove(&document);
    let known = body::Known {
        base: base.as_ref(),
        title: title.as_deref(),
        byline: byline.as_deref(),
        heading: place.heading(),
        lead: lead::find(&document, &head),
        told: ld.body(),
        dates: &dates,
    };
    let bare = || options.bare_pages.then(body::Body::default);
    let body = body::read(document, &known)
        .or_else(bare)
        .ok_or_else(|| Refused::new(name, "no article text", "the page holds no running text"))?;
    Ok(Article {
        url: options.url.clone(),
        canonical_url: canonical,
        name: stem(name),
        outlet,
        title,
        byline: byline.or_else(|| byline::name(&body.byline?)),
        language,
        dates,
        credits,
        licence,
        links: body.links,
        text: body.text,
        ..Article::default()
    })
}

/// The address relative links are resolved against.
fn base(head: &Head, options: &ReadOptions) -> Option<Url> {
    let given = options
        .url
        .as_deref()
        .and_then(|u| links::absolute(u, None));
    given.or_else(|| links::absolute(head.canonical()?, None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::best_date;

    fn article(page: &str) -> Article {
        let options = ReadOptions {
            url: Some("https://www.harbourpost.example/2023/09/19/river".into()),
            ..ReadOptions::default()
        };
        read("river.html", page, &options).unwrap()
    }

    #[test]
    fn a_page_gives_its_text_and_what_its_head_claims() {
        let article = article(include_str!("page.html"));
        assert_eq!(
            article.title.as_deref(),
            Some("River crests below the quay")
        );
        assert_eq!(article.byline.as_deref(), Some("Ida Berg"));
        assert_eq!(article.outlet.as_deref(), Some("The Harbour Post"));
        assert_eq!(article.language.as_deref(), Some("en"));
        assert_eq!(article.links, ["https://www.harbourpost.example/ferries"]);
        assert_eq!(
            best_date(&article.dates).unwrap().rfc3339(),
            "2023-09-19T06:15:00Z"
        );
        assert_eq!(article.dates.len(), 4, "{:?}", article.dates);
        let credits: Vec<_> = article.credits.iter().map(|c| c.to.as_str()).collect();
        assert_eq!(credits, ["upstreamwire.example", "Upstream Wire"]);
        assert_eq!(article.text.split("\n\n").count(), 3, "{}", article.text);
        assert!(!article.text.contains("hidden") && !article.text.contains("Copyright"));
    }

    #[test]
    fn a_page_without_text_is_refused() {
        let page = "<html><body><nav><a href=/>Home</a></nav></body></html>";
        let refused = read("x.html", page, &ReadOptions::default()).unwrap_err();
        assert_eq!(refused.reason, "no article text");
        let options = ReadOptions {
            bare_pages: true,
            ..ReadOptions::default()
        };
        let page = format!("<title>A door without a house</title>{page}");
        let bare = read("x.html", &page, &options).unwrap();
        assert_eq!(bare.title.as_deref(), Some("A door without a house"));
        assert_eq!(bare.text, "");
    }

    #[test]
    fn a_page_in_an_old_charset_is_read_as_it_was_written() {
        use encoding_rs::{
            BIG5, EUC_KR, GBK, ISO_8859_2, KOI8_R, SHIFT_JIS, UTF_16LE, WINDOWS_1252,
        };
        for (encoding, sentence) in [
            (
                WINDOWS_1252,
                "Über den Fluss führt seit gestern wieder eine Brücke, „endlich“, sagt die Wirtin, und alle großen Wagen dürfen fahren.",
            ),
            (
                ISO_8859_2,
                "Przez rzekę znów prowadzi most, a gospodyni mówi, że nareszcie, bo żaden wóz nie mógł się dotąd przeprawić na tamten brzeg.",
            ),
            (
                KOI8_R,
                "Через реку со вчерашнего дня снова ведёт мост, и хозяйка говорит, что наконец-то могут проехать все большие телеги.",
            ),
            (
                SHIFT_JIS,
                "川には昨日からまた橋がかかり、宿の女主人は「やっと」と話した。大きな車もすべて渡れるようになり、町は三年ぶりににぎわっている。遠回りをしていた人々も戻ってきた。",
            ),
            (
                GBK,
                "从昨天起，河上又有了一座桥，客栈的女主人说：“终于有了。”所有的大车都可以通过，小镇三年来第一次热闹起来。绕路的人们也都回来了，码头上的小船停在岸边。",
            ),
            (
                BIG5,
                "從昨天起，河上又有了一座橋，客棧的女主人說：「終於有了。」所有的大車都可以通過，小鎮三年來第一次熱鬧起來。繞路的人們也都回來了，碼頭上的小船停在岸邊。",
            ),
            (
                EUC_KR,
                "어제부터 강에 다시 다리가 놓였고, 여관 주인은 드디어 큰 수레도 모두 지나갈 수 있게 되었다고 말했다. 마을은 삼 년 만에 북적인다.",
            ),
        ] {
            let name = encoding.name();
            let page = |charset: &str| {
                format!(
                    "<html><head>{charset}<title>x</title></head><body><div><p>{sentence}</p><p>{sentence}!</p></div></body></html>"
                )
            };
            let declared = page(&format!(
                "<meta http-equiv=Content-Type content='text/html; charset={name}'>"
            ));
            let media = format!("text/html; charset={name}");
            for (page, media) in [(&declared, None), (&page(""), Some(media))] {
                let bytes = encoding.encode(page).0;
                let options = ReadOptions {
                    content_type: media,
                    ..ReadOptions::default()
                };
                let read = crate::ingest::read("old.html", &bytes, &options);
                let text = &read.articles.first().expect(name).text;
                assert!(text.starts_with(sentence), "{name}: {text}");
            }
        }
        let page = "<html><body><p>Über den Fluss führt seit gestern wieder eine Brücke, sagt die Wirtin, und alle dürfen fahren.</p></body></html>";
        let wide: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [&[0xFF, 0xFE][..], &wide].concat();
        for bytes in [wide, marked] {
            let read = crate::ingest::read("wide.html", &bytes, &ReadOptions::default());
            assert!(
                read.articles[0].text.starts_with("Über den Fluss"),
                "{}",
                UTF_16LE.name()
            );
        }
    }
}

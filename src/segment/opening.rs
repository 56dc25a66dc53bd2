//! The dateline in front of a paragraph: `LINDEMAR, March 4 (AP) — The council …`.

use jiff::civil::Date;

use crate::segment::agencies::Agency;
use crate::segment::broken::whole;
use crate::segment::dateline::{day_in, is_date_word};
use crate::segment::fold::half;
use crate::segment::named::{desk_list, house, houses, manned};
use crate::segment::phrases::phrases;
use crate::text::bits;

/// A dateline found in front of a paragraph.
#[derive(Debug, Clone)]
pub(crate) struct Opening {
    /// Bytes it takes, the dash and nothing of the text included.
    pub(crate) len: usize,
    /// The agencies it names.
    pub(crate) agencies: Vec<&'static Agency>,
    /// A word that stands where the agency must stand and is none.
    pub(crate) stranger: Option<String>,
    /// The day it names, year included.
    pub(crate) day: Option<Date>,
}

/// How far into a paragraph a dateline may reach, in bytes.
const REACH: usize = 160;

/// Reads the dateline in front of `text`. `alone` admits one without an agency (`LINDEMAR — The council`), which only an article's first paragraphs carry.
pub(crate) fn opening(text: &str, alone: bool) -> Option<Opening> {
    let mut reach = REACH.min(text.len());
    while !text.is_char_boundary(reach) {
        reach -= 1;
    }
    let head = &text[..reach];
    let sign = |b: u8| matches!(b, b'(' | b'/' | b'[' | b'-') || !b.is_ascii();
    let signs = [
        '(', '（', '/', '电', '電', '讯', '訊', '【', '［', '[', '〔', '—', '–', '-', '―', '─',
    ];
    if bits(head.as_bytes(), sign).all(|held| held == 0)
        || !head.is_ascii() && !head.contains(signs)
    {
        return None;
    }
    let found = wired(head)
        .or_else(|| boxed(head))
        .or_else(|| bracketed(head))
        .or_else(|| dotted(head))
        .or_else(|| named_after_dash(head))
        .or_else(|| named_before_mark(head))
        .or_else(|| alone.then(|| placed(head)).flatten())?;
    let rest = text.get(found.len..)?.trim_start();
    let starts = rest.chars().next()?;
    // A dateline is followed by a new sentence; a lower-case letter shows that this was part of one.
    (!starts.is_lowercase() && rest.len() > 1).then_some(found)
}

/// `新华社北京3月14日电`, `中新社莫斯科9月19日电（记者 …）`, `（新华社北京9月19日电）`, `〔法新社巴黎14日電〕`.
fn wired(head: &str) -> Option<Opening> {
    let bare = head.trim_start_matches(['（', '(', '【', '〔', '［', '[', '\u{3000}']);
    // `据新华社北京3月14日电`, which needs its day.
    let by = bare.strip_prefix(['据', '據']);
    let bare = by.unwrap_or(bare);
    let words = phrases();
    let name = words
        .wires
        .iter()
        .find(|n| !n.is_ascii() && bare.starts_with(n.as_str()))?;
    let ends = |c: char| words.wire_ends.iter().any(|e| e.chars().eq([c]));
    let mut end = head
        .char_indices()
        .take(32)
        .find(|(_, c)| ends(*c))
        .map(|(n, c)| n + c.len_utf8())?;
    // `路透社电视台` begins with a wire and goes on as a word: a day, or a mark behind it, makes it a dateline.
    let dated = head[..end].contains(|c: char| c.is_numeric());
    if !dated && (by.is_some() || head[end..].starts_with(char::is_alphanumeric)) {
        return None;
    }
    if head[end..].starts_with(['）', ')', '】', '〕', '］', ']']) && bare.len() < head.len() {
        end += head[end..].chars().next().map_or(0, char::len_utf8);
    }
    for (open, close) in [('（', '）'), ('(', ')')] {
        if head[end..].trim_start().starts_with(open) {
            end += head[end..].find(close).map_or(0, |n| n + close.len_utf8());
        }
    }
    Some(Opening {
        len: end,
        agencies: vec![house(name)?],
        stranger: None,
        day: day_in(&head[..end]),
    })
}

/// `【ワシントン共同通信】`, `［リンデマール ４日 ロイター］ - `, `【ロンドン共同＝佐伯遼】`.
fn boxed(head: &str) -> Option<Opening> {
    let open = head
        .chars()
        .next()
        .filter(|c| matches!(c, '【' | '［' | '[' | '〔'))?;
    let close = head.find(['】', '］', ']', '〕'])?;
    // A link begins like that too.
    if head[close..].starts_with("](") {
        return None;
    }
    let inside = half(&head[open.len_utf8()..close]);
    let inside = inside.trim();
    if inside.chars().count() > 40 {
        return None;
    }
    let named = |text: &str| {
        phrases().wires.iter().find(|w| {
            // `MAP` does not end in `AP`.
            text.strip_suffix(w.as_str()).is_some_and(|place| {
                !w.is_ascii() || !place.ends_with(|c: char| c.is_ascii_alphanumeric())
            })
        })
    };
    // Behind a stroke stands the reporter.
    let name = named(inside).or_else(|| named(inside.rsplit_once('=')?.0.trim_end()))?;
    let len = close + head[close..].chars().next()?.len_utf8();
    if open == '[' && dash(&head[len..]) == 0 && inside.is_ascii() {
        return None;
    }
    Some(Opening {
        len: len + dash(&head[len..]),
        agencies: houses(name)?,
        stranger: None,
        day: day_in(inside),
    })
}

/// `Москва. 4 марта. ИНТЕРФАКС - …`
fn dotted(head: &str) -> Option<Opening> {
    // Most paragraphs have no stop so early; the search for a dash is dearer.
    let stop = head.bytes().take(48).position(|b| b == b'.')?;
    if !is_place(&head[..stop]) {
        return None;
    }
    let at = head.find(is_dash).filter(|&at| head[..at].ends_with(' '))?;
    let (place, name) = head[..at].trim_end().rsplit_once(". ")?;
    if !is_place(place) {
        return None;
    }
    Some(Opening {
        len: at + dash(&head[at..]),
        agencies: houses(name.trim_end_matches(".RU"))?,
        stranger: None,
        day: day_in(place),
    })
}

/// `PLACE, date (NAME) — `, `PLACE, date /NAME/. `, `(NAME) `, `PLACE--(NAME)--`.
fn bracketed(head: &str) -> Option<Opening> {
    let open = head.find(['(', '（', '/'])?;
    let opener = head[open..].chars().next()?;
    let (open, close) = if opener == '/' {
        // `Berlin/Prag (dpa)` has a slash inside the place.
        match head[open + 1..]
            .find('/')
            .filter(|&n| n > 1 && n < 80 && sent_by(&head[open + 1..open + 1 + n]).is_some())
        {
            Some(n) => (open, open + 1 + n),
            None => {
                let round = head.find(['(', '（'])?;
                (round, round + head[round..].find([')', '）'])?)
            }
        }
    } else {
        (open, open + head[open..].find([')', '）'])?)
    };
    let place = head[..open].trim_end_matches(|c: char| c.is_whitespace() || is_dash(c));
    let name = head[open..close]
        .trim_start_matches(['(', '（', '/'])
        .trim();
    if !is_place(place) || name.is_empty() || name.len() > 80 {
        return None;
    }
    let close_len = head[close..].chars().next()?.len_utf8();
    let after = &head[close + close_len..];
    // A colon takes the dash's place where no capital letters tell a place: `القاهرة (أ ف ب): `.
    let colon = after.starts_with(": ") && !place.is_empty() && !place.contains(char::is_lowercase);
    let dash = if colon { 2 } else { dash(after) };
    let agencies = sent_by(name);
    let (agencies, stranger) = match agencies {
        // `Lindemar, March 4 (PTI) The bridge …` goes without a dash.
        Some(a)
            if dash > 0
                || opener == '/'
                || is_shouted(place)
                || place.is_empty()
                || ends_in_day(place) && (place.contains(',') || is_caseless(place)) =>
        {
            (a, None)
        }
        Some(_) => return None,
        None => {
            let word =
                name.chars().all(char::is_alphanumeric) && name.starts_with(char::is_uppercase);
            let call =
                matches!(name.len(), 3..=5) && name.starts_with(['K', 'W']) && is_shouted(name);
            if !(whole(name).is_some() && dash > 0
                || word && dash > 0 && !place.is_empty()
                || call && is_shouted(place) && !place.is_empty())
            {
                return None;
            }
            (Vec::new(), Some(name.to_owned()))
        }
    };
    let mut len = close + close_len + dash;
    // `(ANSA) - ROMA, 4 MAR - …`: the place may follow the agency.
    if place.is_empty()
        && let Some(more) = head.get(len..).and_then(placed)
    {
        len += more.len;
    }
    Some(Opening {
        len,
        agencies,
        stranger,
        day: day_in(place),
    })
}

/// The agencies of a dateline's brackets, with or without the signs of desks or the reporter's name.
fn sent_by(name: &str) -> Option<Vec<&'static Agency>> {
    houses(name)
        .or_else(|| desk_list(name))
        .or_else(|| manned(name).map(|a| vec![a]))
}

/// The name in the brackets of a dateline (`HARBOUR CITY (Harbour Wire) — `), agency or not; what stands there says who sent the text
/// only when the name is known to be a wire's.
pub fn dateline_name(text: &str) -> Option<&str> {
    let head = crate::segment::fold::head(text, 120);
    let open = head.find(['(', '（'])?;
    let close = open + head[open..].find([')', '）'])?;
    let place = head[..open].trim_end_matches(|c: char| c.is_whitespace() || is_dash(c));
    let name = head[open..close].trim_start_matches(['(', '（']).trim();
    let close_len = head[close..].chars().next()?.len_utf8();
    let follows = dash(&head[close + close_len..]) > 0 || text.len() == close + close_len;
    (is_place(place) && !name.is_empty() && follows).then_some(name)
}

/// `МОСКВА, 4 мар — РИА Новости. …`
fn named_after_dash(head: &str) -> Option<Opening> {
    let at = head.find(is_dash)?;
    let place = head[..at].trim();
    if !is_shouted(place.split([',', ' ']).next()?) && !ends_in_day(place) || !is_place(place) {
        return None;
    }
    let after = at + dash(&head[at..]);
    let stop = head[after..].find(['.', ','])?;
    let agencies = houses(head[after..after + stop].trim())?;
    Some(Opening {
        len: after + stop + 1,
        agencies,
        stranger: None,
        day: day_in(&head[..at]),
    })
}

/// `AGI - `, `القاهرة - أ ف ب: `, `Roma, 4 mar. - AGI - `, `رام الله 14-5-2024 وفا- `: an agency without brackets in front of a dash or
/// a colon, alone, behind the place's own dash or behind the day.
fn named_before_mark(head: &str) -> Option<Opening> {
    let marks = head.char_indices().filter(|&(n, c)| {
        let behind = &head[n + c.len_utf8()..];
        n > 0
            && (is_dash(c) || c == ':')
            && behind
                .trim_start_matches(is_dash)
                .starts_with(char::is_whitespace)
    });
    for (at, mark) in marks.take(4) {
        let front = head[..at].trim_end();
        if front.is_empty() || front.split_whitespace().count() > 14 {
            continue;
        }
        let found = |place: &str, agencies| {
            let len = if mark == ':' {
                at + 1 + dash(&head[at + 1..])
            } else {
                at + dash(&head[at..])
            };
            Opening {
                len,
                agencies,
                stranger: None,
                day: day_in(place),
            }
        };
        // Alone it must be set off by blanks: `AFP-` and `AFP: ` are no openings of a text.
        if let Some(list) = houses(front) {
            let apart = mark != ':' && head[..at].ends_with(char::is_whitespace);
            return apart.then(|| found("", list));
        }
        let spaces = front.match_indices(char::is_whitespace).map(|(n, _)| n);
        for cut in spaces.collect::<Vec<_>>().into_iter().rev().take(4) {
            let place = front[..cut].trim_end();
            if (place.ends_with(is_dash) && place.len() > 3 || ends_in_day(place))
                && is_place_of(place, 14, 140)
                && let Some(list) = houses(front[cut..].trim())
            {
                return Some(found(place, list));
            }
        }
    }
    None
}

/// True for a place and a day whose last word belongs to the day: `الرياض … 14 مايو 2024 م`, `Roma, 4 mar.`.
fn ends_in_day(place: &str) -> bool {
    let mut words = place.split_whitespace();
    let dated = place.contains(|c: char| c.is_numeric());
    let last = words.next_back().unwrap_or_default();
    let bare = last.trim_matches(|c: char| !c.is_alphanumeric());
    let sign = bare.chars().count() <= 2 && !bare.is_ascii();
    let numeric = bare.starts_with(|c: char| c.is_numeric());
    dated && words.next().is_some() && (numeric || sign || is_date_word(&bare.to_lowercase()))
}

/// `NEW LINDEMAR, Ore. — `: a place in capitals and a dash between blanks.
fn placed(head: &str) -> Option<Opening> {
    let from = head.len() - head.trim_start().len();
    let at = head
        .char_indices()
        .find(|&(n, c)| {
            is_dash(c)
                && n > 0
                && head[..n].ends_with(char::is_whitespace)
                && head[n..]
                    .trim_start_matches(is_dash)
                    .starts_with(char::is_whitespace)
        })?
        .0;
    let place = head[from..at].trim();
    let first = place.split([',', '/']).next()?;
    let label = phrases().labels.contains(&first.to_lowercase());
    if label
        || !is_shouted(first)
        || first.chars().count() < 3
        || !is_place(place)
        || place.ends_with(['"', ':', '”'])
    {
        return None;
    }
    Some(Opening {
        len: at + dash(&head[at..]),
        agencies: Vec::new(),
        stranger: None,
        day: day_in(place),
    })
}

/// True for at most eight words that a place and a date can be made of: capitals, names of months, numbers.
fn is_place(text: &str) -> bool {
    is_place_of(text, 8, 80)
}

/// The same with other limits of words and bytes.
fn is_place_of(text: &str, words: usize, bytes: usize) -> bool {
    text.len() <= bytes
        && text.split_whitespace().count() <= words
        && !text.contains(['"', '“', '”', ':', ';', '!', '?', '。'])
        && text
            .split([' ', '\u{a0}', '\n', '\r', '/', '-'])
            .filter(|w| !w.is_empty())
            .all(|w| {
                let first = w.chars().find(|c| c.is_alphanumeric());
                first.is_none_or(|c| !c.is_lowercase())
                    || is_date_word(&w.to_lowercase())
                    || phrases().place_small.contains(w)
            })
}

/// True when there is a letter and no lower-case letter.
fn is_shouted(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// True for scripts without capitals.
fn is_caseless(text: &str) -> bool {
    !text.contains(|c: char| c.is_lowercase() || c.is_uppercase())
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '─' | '−' | '_')
}

/// Bytes of the dash (or stop) with the blanks around it at the start of `after`; 0 when there is none.
fn dash(after: &str) -> usize {
    let body = after.trim_start_matches([' ', '\u{a0}']);
    let body = body
        .strip_prefix(['.', ':'])
        .filter(|b| b.trim_start().starts_with(is_dash))
        .unwrap_or(body)
        .trim_start_matches([' ', '\u{a0}']);
    let rest = body.trim_start_matches(is_dash);
    if rest.len() < body.len() {
        return after.len() - rest.len();
    }
    body.strip_prefix('.').map_or(0, |r| after.len() - r.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Option<(&str, String)> {
        opening(text, true).map(|o| {
            let names: Vec<_> = o.agencies.iter().map(|a| a.name).collect();
            (text[o.len..].trim_start(), names.join("+"))
        })
    }

    #[test]
    fn datelines_of_many_houses_are_cut_off() {
        for (text, rest, name) in [
            (
                "LINDEMAR, Ore. (AP) — The bridge fell.",
                "The bridge fell.",
                "AP",
            ),
            ("Lindemar (CNN) - Six boats sank.", "Six boats sank.", "CNN"),
            ("(CNN)Six boats sank.", "Six boats sank.", "CNN"),
            (
                "Lindemar/Prag (dpa/AFP) - Die Brücke fiel.",
                "Die Brücke fiel.",
                "dpa+AFP",
            ),
            (
                "March 4 (Reuters) – \"It fell,\" he said.",
                "\"It fell,\" he said.",
                "Reuters",
            ),
            ("ТВЕРЬ, 4 марта /ТАСС/. Мост упал.", "Мост упал.", "TASS"),
            (
                "ТВЕРЬ, 4 мар — РИА Новости. Мост упал.",
                "Мост упал.",
                "RIA Novosti",
            ),
            (
                "Sevilla, 4 mar (EFE).- El puente cayó.",
                "El puente cayó.",
                "EFE",
            ),
            (
                "新华社杭州3月4日电（记者李明）大桥倒塌。",
                "大桥倒塌。",
                "Xinhua",
            ),
            (
                "(ANSA) - TORINO, 4 MAR - Il ponte cade.",
                "Il ponte cade.",
                "ANSA",
            ),
            (
                "LINDEMAR--(BUSINESS WIRE)--Ferry Corp. sails.",
                "Ferry Corp. sails.",
                "Business Wire",
            ),
            (
                "LINDEMAR, March 4, 2021 /PRNewswire/ -- Ferry Corp. sails.",
                "Ferry Corp. sails.",
                "PR Newswire",
            ),
            ("LINDEMAR — The bridge fell.", "The bridge fell.", ""),
            (
                "LINDEMAR, Ore. (KLMR) -- The bridge fell.",
                "The bridge fell.",
                "",
            ),
            ("أسوان (رويترز) - سقط الجسر.", "سقط الجسر.", "Reuters"),
            ("أسوان - أ ف ب: سقط الجسر.", "سقط الجسر.", "AFP"),
            (
                "أسوان 4 مارس 2021 (شينخوا) سقط الجسر.",
                "سقط الجسر.",
                "Xinhua",
            ),
            ("أسوان (أ ف ب): سقط الجسر.", "سقط الجسر.", "AFP"),
            ("أسوان 4-3-2021 وفا- سقط الجسر.", "سقط الجسر.", "WAFA"),
            (
                "أسوان 20 رجب 1442 هـ الموافق 04 مارس 2021 م واس - سقط الجسر.",
                "سقط الجسر.",
                "SPA",
            ),
            ("据新华社北京3月4日电 大桥倒塌。", "大桥倒塌。", "Xinhua"),
            (
                "Lindemar, Mar 4 (PTI) The bridge fell.",
                "The bridge fell.",
                "PTI",
            ),
            ("Минск, 4 марта - БЕЛТА. Мост упал.", "Мост упал.", "BelTA"),
            ("AGI - Il ponte cade.", "Il ponte cade.", "AGI"),
            (
                "Torino, 4 mar. - AGI - Il ponte cade.",
                "Il ponte cade.",
                "AGI",
            ),
            (
                "Lindemar (dpa/lno) - Die Brücke fiel.",
                "Die Brücke fiel.",
                "dpa",
            ),
            (
                "[東京 4日 ロイター] - 橋が落ちた。",
                "橋が落ちた。",
                "Reuters",
            ),
            (
                "[東京 4日 ロイター］ - 橋が落ちた。",
                "橋が落ちた。",
                "Reuters",
            ),
            ("【東京共同＝佐伯】橋が落ちた。", "橋が落ちた。", "Kyodo"),
            ("〔法新社巴黎4日電〕大桥倒塌。", "大桥倒塌。", "AFP"),
            (
                "ТВЕРЬ, 4 марта. /Корр. ТАСС Иван Лужин/. Мост упал.",
                "Мост упал.",
                "TASS",
            ),
        ] {
            assert_eq!(cut(text), Some((rest, name.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_sentence_with_a_bracket_or_a_dash_is_left_whole() {
        for text in [
            "The Associated Press (AP) reported it first.",
            "The council (which met twice) — and its guests — left.",
            "NATO — which met on Monday — said nothing.",
            "WATCH — The bridge falls",
            "He left (AP) - They stayed.",
            "[AFP](https://a.example/) The bridge fell.",
            "[The MAP] - The bridge fell.",
            "路透社电视台报道了大桥。",
            "The captain spoke to AFP - The bridge fell.",
            "قالت وكالة رويترز: سقط الجسر.",
            "AFP: The bridge fell.",
            "He came in 2021 with AP - The bridge fell.",
            "Berlin and AFP/dpa - The bridge fell.",
            "Well-known people came (all of them) - Then they left.",
        ] {
            assert_eq!(cut(text), None, "{text}");
        }
    }

    #[test]
    fn a_word_in_the_agency_slot_is_kept_as_a_stranger() {
        let found = opening("March 4 (Portal) – The bridge fell.", true).unwrap();
        assert_eq!(found.stranger.as_deref(), Some("Portal"));
    }
}

//! The credit at the very end of the last paragraph: `… he said. (AFP)`, `(dpa/lno)`, `(APA, 4.3.2024)`, `(avec AFP et Reuters)`.

use crate::model::CreditForm;
use crate::segment::credits::credit_line;
use crate::segment::dateline::date_line;
use crate::segment::fold::{Line, ends_sentence};
use crate::segment::named::{desk_list, houses, is_anybody};

/// Bytes at a text's end among which such a credit is looked for.
const REACH: usize = 240;

/// What is credited, and from which byte of `raw` on.
pub(crate) fn closing(raw: &str) -> Option<(usize, Vec<(CreditForm, String)>)> {
    let mut from = raw.len().saturating_sub(REACH);
    while !raw.is_char_boundary(from) {
        from += 1;
    }
    let tail = &raw[from..];
    // A stop, or the wire's own date, may stand behind the bracket: `(ITALPRESS).`, `（編輯：…）1130514`.
    let bare = tail.trim_end_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '.' | '。' | '*' | '_' | ' ')
    });
    if bare.ends_with([')', '）', ']', '】', '〕']) {
        let at = bare.rfind(['(', '（', '[', '【', '〔'])?;
        if !ends_sentence(&tail[..at]) {
            return None;
        }
        let marks = ['(', '（', '[', '【', '〔', ')', '）', ']', '】', '〕'];
        let inside = bare[at..].trim_matches(marks).trim();
        let stopped = tail[bare.len()..].contains(['.', '。']);
        return Some((from + at, bracket(inside, stopped)?));
    }
    let dash = [" — ", " – ", " -- "]
        .iter()
        .filter_map(|d| tail.rfind(d))
        .max();
    if let Some(at) = dash.filter(|&at| ends_sentence(&tail[..at])) {
        let list = houses(tail[at..].trim())?;
        let credits = list
            .iter()
            .map(|a| (CreditForm::SourceLine, a.name.to_owned()));
        let blank = tail[at..].len() - tail[at..].trim_start().len();
        return Some((from + at + blank, credits.collect()));
    }
    // `… dijo el alcalde. EFE`: nothing but the name behind the last sentence.
    tail.rmatch_indices(' ')
        .take(3)
        .filter(|&(at, _)| ends_sentence(&tail[..at]))
        .find_map(|(at, _)| Some((from + at + 1, signed(houses(tail[at..].trim())?))))
}

/// What the words of a closing bracket credit. One name alone says where the text is from; names with signs, days or other names sign it.
fn bracket(inside: &str, stopped: bool) -> Option<Vec<(CreditForm, String)>> {
    if let Some(list) = houses(inside) {
        if let ([one], false) = (&list[..], stopped) {
            return Some(vec![(CreditForm::SourceLine, one.name.to_owned())]);
        }
        return Some(signed(list));
    }
    if let Some(list) = desk_list(inside) {
        return Some(signed(list));
    }
    if is_anybody(inside) {
        return Some(vec![(CreditForm::SourceLine, String::new())]);
    }
    if let Some(at) = inside.find(|c: char| c.is_ascii_digit())
        && date_line(&Line::new(&inside[at..])).is_some()
    {
        let name = inside[..at].trim_end_matches([' ', ',', '،', '-', '–', '/']);
        return houses(name).or_else(|| desk_list(name)).map(signed);
    }
    let found = credit_line(&Line::new(&format!("({inside})")))?;
    let mut credits = found.credits;
    credits.retain(|(form, _)| {
        matches!(
            form,
            CreditForm::Partial | CreditForm::SignOff | CreditForm::SourceLine
        )
    });
    (!credits.is_empty()).then_some(credits)
}

fn signed(list: Vec<&crate::segment::agencies::Agency>) -> Vec<(CreditForm, String)> {
    let named = list.into_iter().map(|a| a.name.to_owned());
    named.map(|name| (CreditForm::SignOff, name)).collect()
}

/// True for `… he said. (sda/afp)`: behind the last sentence a bracket of nothing but agencies and desks signs a text, no picture.
pub(crate) fn is_signature(tail: &str) -> bool {
    let Some((before, inside)) = tail.strip_suffix(')').and_then(|t| t.rsplit_once('(')) else {
        return false;
    };
    ends_sentence(before)
        && inside.contains('/')
        && (houses(inside).is_some() || desk_list(inside).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let (_, credits) = closing(text).unwrap_or_default();
        let told = credits.iter().map(|(f, to)| format!("{}:{to}", f.as_str()));
        told.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_closes_a_text_is_credited() {
        for (end, told) in [
            ("(AFP)", "source_line:AFP"),
            ("(ITALPRESS).", "sign_off:Italpress"),
            ("(sda/afp)", "sign_off:Keystone-SDA sign_off:AFP"),
            ("(dpa/lno)", "sign_off:dpa"),
            ("(APA, 4.3.2024)", "sign_off:APA"),
            ("(Avec AFP et Reuters)", "partial:AFP partial:Reuters"),
            ("（編輯：林則安／核稿：蘇晚晴）1130514", "sign_off:"),
            ("(Quelle: dpa)", "source_line:dpa"),
            ("— AFP", "source_line:AFP"),
            ("EFE", "sign_off:EFE"),
        ] {
            assert_eq!(read(&format!("The ferry sank. {end}")), told, "{end}");
        }
    }

    #[test]
    fn what_belongs_to_the_last_sentence_is_no_credit() {
        for text in [
            "The ferry sank, said the wire (AFP)",
            "The ferry sank. (With that, he left.)",
            "The ferry sank. (It sank in 2021.)",
            "The ferry sank near the coast of AFP",
            "She left. He stayed with Reuters.",
            "",
            ")",
        ] {
            assert_eq!(read(text), "", "{text}");
        }
    }
}

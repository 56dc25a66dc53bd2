//! Quotations and speakers, sentence by sentence.

use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Vec<(String, Option<String>)> {
    let mut blocks = Vec::new();
    let mut at = 0;
    for line in text.split("\n\n") {
        blocks.push(Block {
            span: Span::new(at, at + line.len()),
            kind: BlockKind::Paragraph,
        });
        at += line.len() + 2;
    }
    let found = quotations(text, &blocks).quotations;
    found
        .into_iter()
        .map(|q| (q.span.of(text).to_owned(), q.speaker.map(|s| s.name)))
        .collect()
}

fn speakers(text: &str) -> Vec<Option<String>> {
    read(text).into_iter().map(|q| q.1).collect()
}

#[test]
fn the_speaker_is_found_before_behind_and_between_the_words() {
    for (text, who) in [
        (
            "“We will not leave the harbour before spring,” said Jane Roe, the mayor of the town.",
            "Jane Roe",
        ),
        (
            "“We will not leave the harbour before spring,” the mayor, Jane Roe, said on Monday.",
            "Jane Roe",
        ),
        (
            "“We will not leave the harbour before spring,” Mayor Jane Roe told AFP.",
            "Jane Roe",
        ),
        (
            "Jane Roe, who has been the mayor since 2001, said: “We will not leave the harbour before spring.”",
            "Jane Roe",
        ),
        (
            "On Monday Jane Roe told reporters that “we will not leave the harbour before spring”.",
            "Jane Roe",
        ),
        (
            "According to Jane Roe, “we will not leave the harbour before spring”.",
            "Jane Roe",
        ),
        (
            "„Wir werden den Hafen nicht vor dem Frühling verlassen“, sagte die Bürgermeisterin Jana Roth am Montag in der Stadt.",
            "Jana Roth",
        ),
        (
            "Jana Roth sagte am Montag der Presse in der Stadt: „Wir werden den Hafen nicht vor dem Frühling verlassen.“",
            "Jana Roth",
        ),
        (
            "« Nous ne quitterons pas le port avant le printemps », a déclaré la maire de la ville, Jeanne Roux.",
            "none",
        ),
        (
            "« Nous ne quitterons pas le port avant le printemps », a déclaré Jeanne Roux, la maire de la ville.",
            "Jeanne Roux",
        ),
        (
            "«No vamos a dejar el puerto antes de la primavera», dijo la alcaldesa Juana Roa a la prensa.",
            "Juana Roa",
        ),
        (
            "“Não vamos deixar o porto antes da primavera”, afirmou a prefeita Joana Rosa em uma nota.",
            "Joana Rosa",
        ),
        (
            "«Non lasceremo il porto prima della primavera», ha detto la sindaca Gianna Rossi ai giornalisti.",
            "Gianna Rossi",
        ),
        (
            "“We verlaten de haven niet voor de lente,” zei burgemeester Janna van den Berg tegen de krant.",
            "Janna van den Berg",
        ),
        (
            "«Мы не уйдём из порта до самой весны», — сказала мэр города Анна Петрова.",
            "none",
        ),
        (
            "«Мы не уйдём из порта до самой весны», — сказала Анна Петрова в понедельник.",
            "Анна Петрова",
        ),
    ] {
        let want = (who != "none").then(|| who.to_owned());
        let found = read(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        if want.is_some() {
            assert_eq!(found[0].1, want, "{text}");
        } else {
            assert!(
                found[0].1.is_none() || text.contains(found[0].1.as_deref().unwrap()),
                "{text}"
            );
        }
    }
}

#[test]
fn a_last_name_a_title_and_a_pronoun_are_one_person() {
    let text = "“We will not leave the harbour before spring,” said Mayor Jane Roe. “It is simply too cold out there.”\n\n\
        “Nobody has asked us about that,” she added.\n\nMs. Roe said: “The boats are all in the shed.”\n\n“That is the end of it,” Roe said.";
    assert_eq!(speakers(text), vec![Some("Jane Roe".to_owned()); 5]);
}

#[test]
fn nobody_is_guessed() {
    for text in [
        "“We will not leave the harbour before spring,” the mayor said.",
        "“We will not leave the harbour before spring,” said a man from Lindemar.",
        "Jane Roe and John Roe were there. “We will not leave the harbour before spring,” Roe said.",
        "The company told Jane Roe that “we will not leave the harbour before spring”.",
        "“We will not leave the harbour before spring,” she said.",
    ] {
        assert_eq!(speakers(text), vec![None], "{text}");
    }
    let between = "“We will not leave the harbour before spring,” said Jane Roe.\n\nAnna Low took her coat. “It is simply too cold out there,” she said.";
    assert_eq!(speakers(between)[1], None);
    let other = "“We will not leave the harbour before spring,” said Mr. John Roe.\n\n“It is simply too cold out there,” she said.";
    assert_eq!(speakers(other), [Some("John Roe".to_owned()), None]);
}

#[test]
fn scare_quotes_and_titles_of_works_are_no_statements() {
    for text in [
        "The “final offer” of the board was “not good”, Jane Roe said.",
        "She read “The Long Winter of the Northern Harbour” to the children.",
    ] {
        assert!(read(text).is_empty(), "{text}");
    }
}

#[test]
fn a_quotation_goes_on_in_the_next_paragraph() {
    let text = "Jane Roe said: “We will not leave the harbour before spring.\n\n“It is simply too cold out there for us.”";
    assert_eq!(speakers(text), vec![Some("Jane Roe".to_owned()); 2]);
}

#[test]
fn two_first_names_are_never_one_person() {
    let who = |name: &str| Speaker {
        name: name.to_owned(),
    };
    assert!(same_person(&who("Jane Roe"), &who("J. Roe")));
    assert!(same_person(&who("Jane Roe"), &who("Roe")));
    assert!(!same_person(&who("Jane Roe"), &who("John Roe")));
    assert!(!same_person(&who("Jane Roe"), &who("Jane Low")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn quotations_lie_in_order_in_any_text(parts in prop::collection::vec(prop::sample::select(vec![
        "“", "”", "\"", "«", "»", " said ", "Jane Roe", "Ms. ", ", ", ". ", "she ", "the harbour is closed until spring", "\n\n", "é", "’s ", "a-t-elle", "„", "according to ", ":", "Иван ", "сказал ",
    ]), 0..40), any in any::<String>()) {
        let text = parts.concat() + &any;
        let article = crate::model::Article { text: text.clone(), ..Default::default() };
        let blocks = crate::segment::segment(&article).blocks;
        let mut floor = 0;
        for q in quotations(&text, &blocks).quotations {
            prop_assert!(q.span.start() >= floor && text.get(q.span.range()).is_some());
            prop_assert!(words(q.span.of(&text)).len() >= STATEMENT_WORDS);
            floor = q.span.end();
        }
    }
}

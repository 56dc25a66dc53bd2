//! Wire files read field by field: recreated after the published examples, written by another program, broken on purpose.

use proptest::prelude::*;

use crate::ingest::{Format, Ingested, ReadOptions, read};
use crate::model::{Article, CreditForm, Status};

macro_rules! fixture {
    ($name:literal) => {
        (
            $name,
            &include_bytes!(concat!("../../../fixtures/formats/wires/", $name))[..],
        )
    };
}

fn all((name, bytes): (&str, &[u8])) -> Ingested {
    read(name, bytes, &ReadOptions::default())
}

fn one(file: (&str, &[u8])) -> Article {
    let read = all(file);
    assert_eq!(read.refused, []);
    assert_eq!(read.articles.len(), 1);
    read.articles.into_iter().next().unwrap()
}

fn dates(article: &Article) -> Vec<(&'static str, String)> {
    let claims = article.dates.iter();
    claims.map(|c| (c.role.as_str(), c.rfc3339())).collect()
}

fn credits(article: &Article) -> Vec<(CreditForm, &str)> {
    let credits = article.credits.iter();
    credits.map(|c| (c.form, c.to.as_str())).collect()
}

#[test]
fn an_item_of_ninjs_1_is_read_field_by_field() {
    let article = one(fixture!("ninjs-1.7.json"));
    let uri = "http://news.norrholmwire.example/items/20240514tram031";
    assert_eq!(article.url.as_deref(), Some(uri));
    assert_eq!(article.story.as_deref(), Some(uri));
    assert_eq!(article.name.as_deref(), Some("ninjs-1.7"));
    assert_eq!(
        article.title.as_deref(),
        Some("Night fire destroys eleven trams in Norrholm depot")
    );
    assert_eq!(article.byline.as_deref(), Some("Tor Aldis and Mina Quist"));
    assert_eq!(article.language.as_deref(), Some("en"));
    assert_eq!(
        article.licence.as_deref(),
        Some("For subscribers; no archiving beyond 30 days.")
    );
    assert_eq!(
        (article.revision, article.status),
        (Some(2), Status::Usable)
    );
    assert_eq!(
        dates(&article),
        [
            ("published", "2024-05-14T08:05:00Z".into()),
            ("modified", "2024-05-14T10:37:00Z".into())
        ]
    );
    // The picture's agency is no credit of the text.
    assert_eq!(
        credits(&article),
        [
            (CreditForm::Copyright, "Norrholm Wire"),
            (CreditForm::Metadata, "coastherald.example")
        ]
    );
    let paragraphs: Vec<_> = article.text.split("\n\n").collect();
    assert_eq!(paragraphs.len(), 2, "{}", article.text);
    assert!(paragraphs[0].starts_with("NORRHOLM, Vestland (NW) -- Eleven"));
    assert!(paragraphs[1].ends_with("director Astrid Venn told reporters."));
    assert_eq!(article.links, ["https://people.example/astrid-venn"]);
}

#[test]
fn an_item_in_small_letters_with_bodies_in_a_list_is_read() {
    let article = one(fixture!("ninjs-2.0.json"));
    assert_eq!(article.url, None);
    assert_eq!(
        article.story.as_deref(),
        Some("urn:newsml:norrholmwire.example:20240514:240514-99-031")
    );
    assert_eq!(
        article.title.as_deref(),
        Some("Elf Straßenbahnen in Norrholm ausgebrannt")
    );
    assert_eq!(article.outlet.as_deref(), Some("Norrholm Wire"));
    assert_eq!(article.byline.as_deref(), Some("Von Tor Aldis, dpa"));
    assert_eq!(credits(&article), [(CreditForm::Byline, "dpa")]);
    assert_eq!(article.revision, Some(3));
    assert_eq!(
        article.licence.as_deref(),
        Some("Copyright 2024, Norrholm Wire. Alle Rechte vorbehalten")
    );
    assert_eq!(
        dates(&article),
        [("published", "2024-05-14T11:02:28Z".into())]
    );
    assert!(article.text.starts_with("Norrholm (dpa) - Elf"));
    assert!(article.text.ends_with("„nach allem, was wir wissen“."));
}

#[test]
fn an_item_of_ninjs_3_is_read_field_by_field() {
    let article = one(fixture!("ninjs-3.1.json"));
    assert_eq!(article.outlet.as_deref(), Some("Norrholm Wire"));
    assert_eq!(article.byline.as_deref(), Some("Tor Aldis"));
    assert_eq!(article.licence.as_deref(), Some("Not for resale."));
    assert_eq!(
        dates(&article),
        [
            ("published", "2024-05-14T08:05:00Z".into()),
            ("published", "2024-05-14T07:50:00Z".into()),
            ("modified", "2024-05-14T10:37:00Z".into())
        ]
    );
    assert_eq!(
        credits(&article),
        [
            (CreditForm::Metadata, "AFP"),
            (CreditForm::Metadata, "Norrholm Tramways press office"),
            (CreditForm::Metadata, "coastherald.example")
        ]
    );
    assert_eq!(article.credits[0].printed, "Agence France-Presse");
    assert_eq!(article.text.split("\n\n").count(), 2);
}

#[test]
fn the_outlet_of_the_file_goes_before_the_users_and_the_users_before_the_holders() {
    let options = ReadOptions {
        outlet: Some("The Paper".into()),
        ..ReadOptions::default()
    };
    let outlet =
        |(name, bytes): (&str, &[u8])| read(name, bytes, &options).articles[0].outlet.clone();
    assert_eq!(
        outlet(fixture!("ninjs-3.1.json")).as_deref(),
        Some("Norrholm Wire")
    );
    assert_eq!(
        outlet(fixture!("ninjs-2.0.json")).as_deref(),
        Some("The Paper")
    );
}

#[test]
fn what_is_of_the_wrong_type_is_passed_over() {
    let json = r#"{"uri": ["urn:x:1"], "versionCreated": null, "pubStatus": 7, "version": 12, "by": {"name": "Ann"},
        "headlines": "One", "bodies": [null, 3, [], {"value": 5}, {"value": "A text of its own.", "contentType": 4}],
        "infoSources": {"name": "AFP"}, "associations": [7, {"rel": 3}], "copyrightHolder": false, "firstCreated": 5}"#;
    let article = one(("a.json", json.as_bytes()));
    assert_eq!(article.story.as_deref(), Some("urn:x:1"));
    assert_eq!(article.revision, Some(12));
    assert_eq!(article.byline.as_deref(), Some("Ann"));
    assert_eq!(credits(&article), [(CreditForm::Metadata, "AFP")]);
    assert_eq!((article.title, article.dates), (None, vec![]));
    assert_eq!(article.text, "A text of its own.");
}

#[test]
fn items_in_a_row_or_a_list_are_read_and_bad_ones_refused_by_their_place() {
    let options = ReadOptions {
        format: Format::Ninjs,
        ..ReadOptions::default()
    };
    let json = r#"[{"uri":"urn:a:1","body_text":"One \ud83d"}, 5, {"uri":"urn:a:2","type":"picture"}]
        {"uri":"urn:a:3","body_html":"<p>Three</p>"} {"uri":"#;
    let read = read("a.json", json.as_bytes(), &options);
    let texts: Vec<_> = read.articles.iter().map(|a| a.text.as_str()).collect();
    assert_eq!(texts, ["One \u{FFFD}", "Three"]);
    let refused: Vec<_> = read
        .refused
        .iter()
        .map(|r| (r.place.as_str(), r.reason.as_str()))
        .collect();
    assert_eq!(
        refused,
        [
            ("a.json:2", "not ninjs"),
            ("a.json:3", "no text"),
            ("a.json", "not JSON")
        ]
    );
}

#[test]
fn a_kill_without_a_text_is_read_and_a_live_item_without_one_is_refused() {
    let kill = br#"{"uri":"urn:a:1","version":"3","pubstatus":"canceled","versioncreated":"2024-05-14T12:00:00Z",
        "headline":"Two arrested after depot fire","ednote":"Withdrawn, the report is wrong."}"#;
    let article = one(("a.json", kill));
    assert_eq!(article.status, Status::Canceled);
    assert_eq!(
        article.text,
        "Two arrested after depot fire\n\nWithdrawn, the report is wrong."
    );
    let live = String::from_utf8_lossy(kill).replace("canceled", "usable");
    assert_eq!(
        all(("a.json", live.as_bytes())).refused[0].reason,
        "no text"
    );
}

#[test]
fn a_newsml_item_is_read_field_by_field() {
    let article = one(fixture!("newsml-g2-item.xml"));
    assert_eq!(article.outlet.as_deref(), Some("Norrholm Wire"));
    assert_eq!(
        article.story.as_deref(),
        Some("urn:newsml:norrholmwire.example:20240514:TRAM-DEPOT")
    );
    assert_eq!(
        (article.revision, article.status),
        (Some(10), Status::Usable)
    );
    assert_eq!(
        article.title.as_deref(),
        Some("Night fire destroys eleven trams in \"Old Barn\" depot")
    );
    assert_eq!(article.byline.as_deref(), Some("By Tor Aldis"));
    assert_eq!(article.language.as_deref(), Some("en-GB"));
    assert_eq!(article.licence.as_deref(), Some("No use after 30 days."));
    assert_eq!(
        dates(&article),
        [
            ("published", "2024-05-14T08:05:00Z".into()),
            ("published", "2024-05-14T07:51:06Z".into()),
            ("modified", "2024-05-14T10:25:32Z".into())
        ]
    );
    assert_eq!(
        credits(&article),
        [
            (CreditForm::Metadata, "AFP"),
            (CreditForm::Copyright, "Norrholm Wire Society"),
            (CreditForm::Metadata, "coastherald.example")
        ]
    );
    let paragraphs: Vec<_> = article.text.split("\n\n").collect();
    assert_eq!(paragraphs.len(), 2, "{}", article.text);
    assert_eq!(
        paragraphs[1],
        "Most lines will be served by buses until the end of the month, director Astrid Venn told reporters."
    );
}

#[test]
fn a_message_gives_its_texts_and_its_kills_and_passes_over_pictures_and_packages() {
    let read = all(fixture!("newsml-g2-message.xml"));
    assert_eq!(read.refused, []);
    let found: Vec<_> = read
        .articles
        .iter()
        .map(|a| (a.story.as_deref().unwrap(), a.status, a.text.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (
                "N1",
                Status::Usable,
                "Forty buses from three towns will replace the trams of Norrholm for two weeks.\n\nSee the timetable."
            ),
            (
                "N3",
                Status::Canceled,
                "Two arrested after depot fire\n\nKILL: The report on arrests in Norrholm is wrong and is withdrawn. \
                 No substitute will be sent."
            ),
            (
                "N4",
                Status::Withheld,
                "The mayor of Norrholm will speak about the fire at noon.\n\nShe will take questions."
            ),
        ]
    );
    assert_eq!(
        read.articles[0].links,
        ["https://www.norrholmtramways.example/timetable"]
    );
    assert_eq!(read.articles[0].credits, []);
    assert_eq!(read.articles[0].name.as_deref(), Some("NORRHOLM-BUSES"));
    assert!(
        read.articles
            .iter()
            .all(|a| a.outlet.as_deref() == Some("Norrholm Wire"))
    );
}

#[test]
fn a_package_or_a_picture_alone_is_refused_politely() {
    let package = b"<packageItem guid='x'><groupSet/></packageItem>";
    let refused = &all(("a.xml", package)).refused[0];
    assert_eq!(refused.reason, "no text");
    assert!(refused.detail.contains("package"), "{}", refused.detail);
    let picture = b"<newsItem><itemMeta><itemClass qcode='ninat:picture'/></itemMeta></newsItem>";
    assert!(
        all(("a.xml", picture)).refused[0]
            .detail
            .contains("picture")
    );
    let empty = b"<newsMessage><itemSet/></newsMessage>";
    assert!(all(("a.xml", empty)).refused[0].detail.contains("no items"));
}

#[test]
fn what_another_program_wrote_is_read() {
    let article = one(fixture!("newsml-g2-python.xml"));
    assert_eq!(article.status, Status::Canceled);
    assert_eq!(article.outlet.as_deref(), Some("NW"));
    assert_eq!(article.byline.as_deref(), Some("Tor Aldis"));
    assert_eq!(credits(&article), [(CreditForm::Metadata, "AFP")]);
    assert!(
        article
            .text
            .starts_with("Night fire destroys eleven trams & a bus\n\n")
    );
}

#[test]
fn an_agencys_nitf_is_read_field_by_field() {
    let article = one(fixture!("nitf-agency.xml"));
    assert_eq!(article.outlet.as_deref(), Some("The Associated Press"));
    assert_eq!(article.story.as_deref(), Some("AP:D8TRAM031"));
    assert_eq!(
        (article.revision, article.status),
        (Some(3), Status::Usable)
    );
    assert_eq!(
        article.title.as_deref(),
        Some("Night fire destroys eleven trams in Norrholm depot")
    );
    assert_eq!(
        article.byline.as_deref(),
        Some("By TOR ALDIS Associated Press")
    );
    assert_eq!(article.licence.as_deref(), Some("© 2024 AP"));
    assert_eq!(
        dates(&article),
        [
            ("published", "2024-05-14T08:10:57Z".into()),
            ("published", "2024-05-14".into()),
            ("modified", "2024-05-14T10:37:00Z".into())
        ]
    );
    assert_eq!(
        article.text,
        "NORRHOLM, Vestland (AP) — Eleven trams burned out overnight in the main depot of Norrholm, the tramway \
         company said.\n\nMost lines will be served by buses until the end of the month, director Astrid Venn told \
         reporters & others.\n\nThe Old Barn\n\nThe depot dates from 1911.\n\n___\n\nAP writer Mina Quist contributed to \
         this report."
    );
    assert_eq!(
        article.links,
        ["https://www.norrholmtramways.example/buses"]
    );
    // It is the agency's own: it credits nobody else, and a picture's agency is not the text's.
    assert_eq!(credits(&article), []);
}

#[test]
fn a_papers_nitf_in_an_old_charset_is_the_papers() {
    let article = one(fixture!("nitf-paper.xml"));
    assert_eq!(article.outlet.as_deref(), Some("Le Courrier du Port"));
    assert_eq!(
        article.url.as_deref(),
        Some("https://www.courrierduport.example/2024/05/15/depot.html")
    );
    assert_eq!(
        article.title.as_deref(),
        Some("Vieux dépôt de Norrholm: la fin")
    );
    assert_eq!(credits(&article), [(CreditForm::Byline, "AFP")]);
    assert_eq!(dates(&article)[0].1[..10], *"2024-05-15");
    // The lead stands twice in the file and once in the text.
    assert_eq!(
        article.text,
        "Onze tramways ont brûlé dans la nuit de lundi à mardi.\n\nLe dépôt datait de 1911."
    );
}

#[test]
fn a_killed_document_says_so() {
    let nitf = b"<nitf><head><docdata><doc-id id-string='7'/><ed-msg msg-type='Kill' info='Do not use.'/></docdata></head>\
        <body><body.head><hedline><hl1>One</hl1></hedline></body.head></body></nitf>";
    let article = one(("a.xml", nitf));
    assert_eq!(article.status, Status::Canceled);
    assert_eq!(article.text, "One\n\nDo not use.");
}

#[test]
fn the_older_newsml_is_read_too() {
    let article = one(fixture!("newsml-1.2.xml"));
    assert_eq!(article.outlet.as_deref(), Some("Norrholm Wire"));
    assert_eq!(
        article.story.as_deref(),
        Some("urn:newsml:norrholmwire.example:20240514:tram031")
    );
    assert_eq!(
        (article.revision, article.status),
        (Some(2), Status::Usable)
    );
    assert_eq!(article.byline.as_deref(), Some("By Tor Aldis"));
    assert_eq!(credits(&article), [(CreditForm::Metadata, "Reuters")]);
    assert_eq!(
        dates(&article),
        [
            ("published", "2024-05-14T08:05:00Z".into()),
            ("modified", "2024-05-14T10:37:00Z".into())
        ]
    );
    assert_eq!(article.licence.as_deref(), Some("Print and online"));
    assert_eq!(article.text.split("\n\n").count(), 2);
}

#[test]
fn bombs_are_refused_and_a_message_that_breaks_off_keeps_its_whole_items() {
    let deep = format!("<nitf>{}", "<p>".repeat(100_000));
    assert_eq!(
        all(("a.xml", deep.as_bytes())).refused[0].reason,
        "too deep"
    );
    let deep = format!("{{\"uri\":1,\"bodies\":{}", "[".repeat(100_000));
    let options = ReadOptions {
        format: Format::Ninjs,
        ..ReadOptions::default()
    };
    assert_eq!(
        read("a", deep.as_bytes(), &options).refused[0].reason,
        "not JSON"
    );
    let deep = format!(
        "{{\"uri\":\"u\",\"body_html\":\"{}\"}}",
        "<div>".repeat(100_000)
    );
    assert_eq!(
        read("a", deep.as_bytes(), &options).refused[0].reason,
        "too deep"
    );
    let laughs = "<?xml version='1.0'?><!DOCTYPE nitf [<!ENTITY a 'ha ha ha ha'><!ENTITY b '&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>\
        <nitf><body><body.content><p>It was &c; funny.</p></body.content></body></nitf>";
    assert_eq!(one(("a.xml", laughs.as_bytes())).text, "It was &c; funny.");
    let (name, bytes) = fixture!("newsml-g2-message.xml");
    let cut = &bytes[..bytes.len() * 4 / 5];
    let read = all((name, cut));
    assert_eq!(read.articles.len(), 1);
    assert_eq!(read.refused.len(), 1);
    assert_eq!(read.refused[0].reason, "broken off");
    let other = all(("a.xml", b"<nitf/>"));
    assert_eq!(other.refused[0].reason, "no text");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn broken_bytes_never_panic_and_read_the_same_twice(
        file in 0_usize..7, cut in 0_usize..4000, at in 0_usize..4000, with in any::<[u8; 4]>(),
    ) {
        let files = [
            fixture!("ninjs-1.7.json"), fixture!("ninjs-2.0.json"), fixture!("ninjs-3.1.json"),
            fixture!("newsml-g2-item.xml"), fixture!("newsml-g2-message.xml"), fixture!("nitf-agency.xml"),
            fixture!("newsml-1.2.xml"),
        ];
        let (_, bytes) = files[file];
        let mut bytes = bytes[..bytes.len() - cut.min(bytes.len() - 1)].to_vec();
        let at = at % bytes.len();
        let end = (at + 4).min(bytes.len());
        bytes[at..end].copy_from_slice(&with[..end - at]);
        let options = ReadOptions {
            format: if file < 3 { Format::Ninjs } else { Format::NewsMl },
            ..ReadOptions::default()
        };
        let (one, two) = (read("a", &bytes, &options), read("a", &bytes, &options));
        prop_assert_eq!(&one.articles, &two.articles);
        prop_assert!(one.refused.iter().all(|r| r.reason != "bug"), "{:?}", one.refused);
        prop_assert!(one.articles.iter().all(|a| !a.text.trim().is_empty()));
    }
}

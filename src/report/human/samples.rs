//! Hand-made views for the tests of the pages.

use crate::report::copies::CopyView;
use crate::report::view::{
    ArticleRef, CreditView, DerivationView, OriginView, ParagraphView, PlaceView, SCHEMA,
    ScopeView, SourceSummary, TraceView,
};
use crate::reuse::Evidence;

/// A credit.
pub(crate) fn credit(to: &str) -> CreditView {
    CreditView {
        form: "byline",
        to: to.into(),
        printed: format!("By {to}"),
        url: None,
    }
}

/// The source of the traced sample.
pub(crate) fn source() -> ArticleRef {
    ArticleRef {
        id: "a:3f9c01d2000000000000000000000000".into(),
        article: "https://harbour.example/1".into(),
        name: None,
        outlet: Some("Harbour Times".into()),
        title: Some("Bridge reopens".into()),
        published_at: Some("2023-09-19".into()),
        date_origin: Some("record"),
    }
}

/// The copy of the traced sample.
pub(crate) fn copy() -> ArticleRef {
    ArticleRef {
        id: "a:6b21f0e4000000000000000000000000".into(),
        article: "a:6b21f0e4000000000000000000000000".into(),
        name: Some("copy".into()),
        ..ArticleRef::default()
    }
}

/// A derivation of paragraph `n` from paragraph `from` of the source.
pub(crate) fn derivation(n: usize, from: usize, kind: &'static str) -> DerivationView {
    DerivationView {
        schema: SCHEMA,
        record: "derivation",
        article: copy().article,
        id: copy().id,
        outlet: None,
        paragraph: n,
        block: None,
        start: 0,
        end: 10,
        kind,
        wording: None,
        score: 1.0,
        source: PlaceView {
            article: source().article,
            id: source().id,
            outlet: source().outlet,
            paragraph: from,
            start: 0,
            end: 10,
            ..PlaceView::default()
        },
        origin: OriginView {
            article: source().article,
            id: source().id,
            outlet: source().outlet,
            published_at: source().published_at,
        },
        direction: "undecided",
        credit: "missing",
        credit_form: "missing",
        direction_evidence: Vec::new(),
        review: None,
        credit_detail: Vec::new(),
        lost_source: (kind == "verbatim").then(|| "AFP".into()),
        lag_seconds: None,
        spans: vec![[0, 10, 0, 10]],
        words: 20,
        words_shared: if kind == "verbatim" { 20 } else { 12 },
        evidence: None,
        self_reuse: false,
        reasons: vec!["same words".into()],
    }
}

/// A rewritten paragraph with its evidence.
pub(crate) fn rewritten(n: usize, from: usize) -> DerivationView {
    DerivationView {
        evidence: Some(Evidence {
            facts: 19,
            facts_shared: 17,
            facts_in_order: 15,
            ..Evidence::default()
        }),
        reasons: vec![
            "17 of its 19 facts stand in the source, 15 in the same order".into(),
            "4 other paragraphs support it: 2, 3, 5 and 6".into(),
        ],
        ..derivation(n, from, "rewritten")
    }
}

/// Two verbatim paragraphs, a shared quote and one without a match.
pub(crate) fn traced() -> TraceView {
    let paragraph = |n, derivation, aside| ParagraphView {
        paragraph: n,
        start: 0,
        end: 10,
        text: "The bridge".into(),
        words: 20,
        derivation,
        aside,
        possible: None,
        witnesses: 0,
    };
    TraceView {
        schema: SCHEMA,
        record: "trace",
        article: copy(),
        searched: ScopeView {
            articles: 5,
            outlets: 3,
            dated: 2,
            earliest: Some("2023-09-19".into()),
            latest: Some("2023-09-19".into()),
        },
        dates: Vec::new(),
        credits: Vec::new(),
        notices: Vec::new(),
        paragraphs: vec![
            paragraph(1, Some(derivation(1, 5, "verbatim")), None),
            paragraph(2, Some(derivation(2, 6, "verbatim")), None),
            paragraph(3, None, Some(derivation(3, 9, "shared_quote"))),
            paragraph(4, None, None),
        ],
        also: Vec::new(),
        sources: vec![SourceSummary {
            source: source(),
            paragraphs: 2,
            by_kind: vec![("verbatim", 2), ("edited", 0)],
            in_order: true,
            direction: "undecided",
            credit: "missing",
            lag_seconds: None,
            upstream: vec![credit("AFP")],
            reasons: vec!["the text has no date".into()],
            direction_evidence: Vec::new(),
            would_change: vec!["likely with a credit".into()],
            credit_form: "missing",
            licence: None,
            carries: None,
        }],
        copies: Vec::new(),
        furniture: 3,
    }
}

/// The same with control characters in every foreign string.
pub(crate) fn poisoned(mut view: TraceView) -> TraceView {
    const POISON: &str = "x\u{1b}]0;t\u{7}\u{9b}2J\u{202e}\u{2028}\r\u{e0041}";
    let article = |a: &mut ArticleRef| {
        a.title = Some(POISON.into());
        a.name = Some(POISON.into());
        a.outlet = Some(POISON.into());
        a.published_at = Some(POISON.into());
    };
    article(&mut view.article);
    view.notices = vec![POISON.into()];
    view.credits = vec![credit(POISON), credit("")];
    for s in &mut view.sources {
        article(&mut s.source);
        s.upstream = vec![credit(POISON)];
        s.reasons = vec![POISON.into()];
    }
    for p in &mut view.paragraphs {
        if p.paragraph == 4 {
            p.possible = Some(rewritten(4, 7));
        }
        for d in [&mut p.derivation, &mut p.aside, &mut p.possible]
            .into_iter()
            .flatten()
        {
            d.source.outlet = Some(POISON.into());
            d.lost_source = Some(POISON.into());
            d.origin.id = POISON.into();
            d.reasons = vec![POISON.into()];
        }
    }
    view.searched.earliest = Some(POISON.into());
    view
}

/// A copy by Flash of an article of Harbour, both numbered `n`.
pub(crate) fn copied(n: u8, first_seen_at: &str) -> CopyView {
    let article = |kind: u8, outlet: &str, title: &str| ArticleRef {
        id: format!("a:{}", format!("{kind:02x}{n:02x}").repeat(8)),
        article: format!("https://{}.example/{n}?a=1&b=2", outlet.to_lowercase()),
        name: None,
        outlet: Some(outlet.into()),
        title: Some(title.into()),
        published_at: Some("2024-05-15T02:05:00Z".into()),
        date_origin: Some("feed"),
    };
    CopyView {
        schema: SCHEMA,
        record: "copy",
        copy: article(1, "Flash", "Tuba & <b>whale</b>\u{1b}[31m"),
        first_seen_at: first_seen_at.into(),
        source: article(2, "Harbour", "Whale leaves harbour"),
        via: vec!["Relay".into()],
        paragraphs: 4,
        by_kind: vec![("verbatim", 3), ("edited", 1)],
        words: 120,
        words_shared: 110,
        direction: "likely",
        credit: "missing",
        credit_detail: Vec::new(),
        lag_seconds: Some(60),
    }
}

//! Which of two texts is the copy, and how sure that is.

use std::collections::BTreeSet;

use crate::model::{Credit, CreditForm, Direction};
use crate::provenance::{Facts, Interval, Leaning, credits_by_name, links_to};

/// A direction with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How sure the arrow is.
    pub direction: Direction,
    /// What speaks for it and against it, in words.
    pub reasons: Vec<String>,
    /// The same with kinds and weights: the verdict follows from it by the rule of [`direction`].
    pub evidence: Vec<Piece>,
}

/// A piece of evidence for or against an arrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: EvidenceKind,
    /// True when it speaks for the arrow the other way round.
    pub against: bool,
    /// 2: counts as a kind of its own. 1: counts beside one of another kind, or, if it is the wording, where nothing else speaks. 0: noted,
    /// proves nothing.
    pub weight: u8,
    /// In words.
    pub words: String,
}

/// Clocks of two sites may differ: dates closer than this order nothing. Seconds.
pub(crate) const CLOCKS_DIFFER: i64 = 600;

/// What the texts of two articles that share wording say beside it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Leftovers {
    /// The copy carries lines that the source's outlet alone prints in its stories.
    pub copy: bool,
    /// The source carries lines of the copy's outlet.
    pub source: bool,
    /// The copy's own sentences name the source's outlet as the one that was told something or reported it.
    pub copy_names: bool,
    /// The source's sentences name the copy's outlet so.
    pub source_names: bool,
    /// The copy stands whole in the source, which holds much more.
    pub copy_inside: bool,
    /// The source stands whole in the copy, which holds much more.
    pub source_inside: bool,
}

impl Leftovers {
    /// The same with the sides changed.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self {
            copy: self.source,
            source: self.copy,
            copy_names: self.source_names,
            source_names: self.copy_names,
            copy_inside: self.source_inside,
            source_inside: self.copy_inside,
        }
    }
}

/// Says how sure it is that `copy` comes from `source`, given that they share text.
///
/// Classes of evidence: the order of claimed dates; the source was seen by somebody before the copy says it was published; the copy credits the
/// source's outlet or links to the source; things of the other outlet left in the text (its furniture, its name in a sentence). `firm` needs two classes
/// for and none against, `likely` one for and none against. A class counts when one of its pieces weighs 2; dates that only begin earlier weigh 1 and count
/// beside another class.
pub fn direction(copy: &Facts, source: &Facts, leftovers: Leftovers) -> Verdict {
    direction_with(copy, source, leftovers, None)
}

/// The same with the leaning of the wording of their rewritten paragraphs, those of `copy` first. It counts
/// only where nothing else speaks for either side, so it never makes more than `likely`.
pub fn direction_with(
    copy: &Facts,
    source: &Facts,
    leftovers: Leftovers,
    leaning: Option<&Leaning>,
) -> Verdict {
    let mut forward = evidence(copy, source, leftovers);
    let mut backward = evidence(source, copy, leftovers.swapped());
    let silent = forward.iter().chain(&backward).all(|e| e.weight() == 0);
    if let Some(leaning) = leaning.filter(|_| silent) {
        if leaning.first_is_rewriting() {
            forward.push(EvidenceKind::Wording);
        } else if leaning.second_is_rewriting() {
            backward.push(EvidenceKind::Wording);
        }
    }
    let weighed = |kind: &EvidenceKind, against: bool| {
        let (one, other) = if against {
            (source, copy)
        } else {
            (copy, source)
        };
        Piece {
            kind: *kind,
            against,
            weight: kind.weight(),
            words: kind.words(one, other),
        }
    };
    let mut evidence: Vec<Piece> = forward.iter().map(|e| weighed(e, false)).collect();
    evidence.extend(backward.iter().map(|e| weighed(e, true)));
    let mut reasons: Vec<String> = Vec::new();
    for e in evidence.iter().filter(|e| e.weight > 0) {
        reasons.push(if e.against {
            format!("against: {}", e.words)
        } else {
            e.words.clone()
        });
    }
    let direction = decided(&evidence);
    if reasons.is_empty() {
        reasons.push(silence(copy, source));
    }
    Verdict {
        direction,
        reasons,
        evidence,
    }
}

/// The rule: see [`direction`].
fn decided(evidence: &[Piece]) -> Direction {
    // Two outlets of which both credit the other (exchange of copy) cancel out like any other contradiction.
    if evidence.iter().any(|e| e.against && e.weight > 0) {
        return Direction::Undecided;
    }
    let for_it = |weight: u8| {
        let classes = evidence
            .iter()
            .filter(move |e| !e.against && e.weight == weight);
        classes.map(|e| e.kind.class()).collect::<BTreeSet<u8>>()
    };
    let (strong, beside) = (for_it(2), for_it(1));
    let wording = evidence.iter().any(|e| e.kind == EvidenceKind::Wording);
    match (strong.len(), strong.union(&beside).count()) {
        (1.., 2..) => Direction::Firm,
        (1, 1) => Direction::Likely,
        _ if wording => Direction::Likely,
        _ => Direction::Undecided,
    }
}

/// The one-line reason where nothing speaks for either side.
fn silence(copy: &Facts, source: &Facts) -> String {
    match (copy.published, source.published) {
        (None, None) => "neither text has a date".to_owned(),
        (None, _) => "this text has no date".to_owned(),
        (_, None) => "the other text has no date".to_owned(),
        _ if copy.weak_date || source.weak_date => {
            "the dates claimed contradict each other".to_owned()
        }
        _ => "the dates claimed are too close or too coarse to order".to_owned(),
    }
}

/// A kind of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EvidenceKind {
    /// The source claims the earlier date.
    Dates,
    /// A day and an hour of that day, or the like: the dates overlap, and the one begins earlier. Says nothing alone.
    SameDay,
    /// The source was seen before the copy claims to be published.
    Capture,
    /// The copy names the source's outlet as where it has the text from.
    Credit,
    /// The copy links to the source.
    Link,
    /// The copy carries lines that only the source's outlet prints.
    HouseLine,
    /// The copy's furniture names the source's outlet as its own.
    NamedOutlet,
    /// A sentence of the copy names the source's outlet as the one that was told something or reported it.
    InText,
    /// The copy stands whole in the source, which holds much more. A text may be cut, and it may grow: noted, proves nothing.
    Contained,
    /// The habits of rewriters; see `cues`.
    Wording,
}

impl EvidenceKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Dates,
        Self::SameDay,
        Self::Capture,
        Self::Credit,
        Self::Link,
        Self::HouseLine,
        Self::NamedOutlet,
        Self::InText,
        Self::Contained,
        Self::Wording,
    ];

    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dates => "dates",
            Self::SameDay => "same_day",
            Self::Capture => "capture",
            Self::Credit => "credit",
            Self::Link => "link",
            Self::HouseLine => "house_line",
            Self::NamedOutlet => "named_outlet",
            Self::InText => "in_text",
            Self::Contained => "contained",
            Self::Wording => "wording",
        }
    }

    /// See [`Piece::weight`].
    pub fn weight(self) -> u8 {
        match self {
            Self::SameDay | Self::Wording => 1,
            Self::Contained => 0,
            _ => 2,
        }
    }

    /// Pieces of one class count once: a credit with a link is one statement.
    fn class(self) -> u8 {
        match self {
            Self::Dates | Self::SameDay => 0,
            Self::Capture => 1,
            Self::Credit | Self::Link => 2,
            Self::HouseLine | Self::NamedOutlet | Self::InText => 3,
            Self::Contained | Self::Wording => 4,
        }
    }

    fn words(self, copy: &Facts, source: &Facts) -> String {
        let name = |f: &Facts| {
            f.outlet_name
                .clone()
                .unwrap_or_else(|| "the other text".to_owned())
        };
        let (c, s) = (name(copy), name(source));
        match self {
            Self::Dates => format!("{s} claims the earlier date"),
            Self::SameDay => {
                format!("{s} claims a date that begins earlier, though the two overlap")
            }
            Self::Capture => format!("{s} was seen before the other claims to be published"),
            Self::Credit => format!("{c} credits {s}"),
            Self::Link => format!("{c} links to the text of {s}"),
            Self::HouseLine => format!("{c} still carries lines of {s}"),
            Self::NamedOutlet => format!("the furniture of {c} still names {s}"),
            Self::InText => format!("a sentence of {c} names {s} as its source"),
            Self::Contained => format!("the text of {c} stands whole in the longer one of {s}"),
            Self::Wording => format!("the wording of {c} reads like a rewriting of {s}"),
        }
    }
}

/// What says that `copy` comes from `source`.
fn evidence(copy: &Facts, source: &Facts, leftovers: Leftovers) -> Vec<EvidenceKind> {
    let mut found = Vec::new();
    let published = copy.published_beside(source);
    if let (Some(c), Some(s)) = (published, source.published_beside(copy))
        && !copy.weak_date
        && !source.weak_date
    {
        // Where the order hangs on a zone that nobody states, it is none.
        let adrift = copy.is_adrift(source) || source.is_adrift(copy);
        if s.latest.saturating_add(CLOCKS_DIFFER) < c.earliest {
            found.push(EvidenceKind::Dates);
        } else if s.earliest.saturating_add(CLOCKS_DIFFER) < c.earliest && !adrift {
            found.push(EvidenceKind::SameDay);
        }
    }
    // The store's own sight counts only against a later claim: what was ingested first proves nothing.
    if published.is_some_and(|c| source.seen_at.saturating_add(CLOCKS_DIFFER) < c.earliest)
        && !copy.weak_date
    {
        found.push(EvidenceKind::Capture);
    }
    if credits_by_name(copy, source) {
        found.push(EvidenceKind::Credit);
    }
    if links_to(copy, source) {
        found.push(EvidenceKind::Link);
    }
    let names_source = |name: &String| {
        source
            .outlet_name
            .as_deref()
            .is_some_and(|own| crate::segment::same_outlet(own, name))
    };
    if leftovers.copy {
        found.push(EvidenceKind::HouseLine);
    }
    if copy.named_outlet.as_ref().is_some_and(names_source) && !copy.same_outlet(source) {
        found.push(EvidenceKind::NamedOutlet);
    }
    if leftovers.copy_names && !copy.same_outlet(source) {
        found.push(EvidenceKind::InText);
    }
    if leftovers.copy_inside {
        found.push(EvidenceKind::Contained);
    }
    found
}

/// What would change a verdict: each sentence names one change and what the direction would then be.
///
/// Found by asking the rule again about changed facts, so that each sentence is true of it.
pub fn would_change(
    copy: &Facts,
    source: &Facts,
    leftovers: Leftovers,
    leaning: Option<&Leaning>,
) -> Vec<String> {
    let now = direction_with(copy, source, leftovers, leaning).direction;
    let mut out: Vec<(Direction, String)> = Vec::new();
    for (words, change) in changes(copy, source) {
        let (mut copy, mut source, mut leftovers) = (copy.clone(), source.clone(), leftovers);
        change(&mut copy, &mut source, &mut leftovers);
        let then = direction_with(&copy, &source, leftovers, leaning).direction;
        // Only what makes it surer without what it has, and less sure with what it has.
        if then != now {
            out.push((then, words));
        }
    }
    out.into_iter()
        .map(|(then, words)| format!("{} {words}", then.as_str()))
        .collect()
}

/// A change of what is known of a copy, its source and their texts.
type Change = Box<dyn Fn(&mut Facts, &mut Facts, &mut Leftovers)>;

/// The changes that are tried: a piece of evidence more, or one less.
fn changes(copy: &Facts, source: &Facts) -> Vec<(String, Change)> {
    let name = |f: &Facts, other: &str| f.outlet_name.clone().unwrap_or_else(|| other.to_owned());
    let (c, s) = (name(copy, "this text"), name(source, "the other text"));
    let mut list: Vec<(String, Change)> = Vec::new();
    let mut add = |words: String, change: Change| list.push((words, change));
    if let Some(date) = copy.published_beside(source) {
        add(
            format!("if somebody saw the text of {s} before {c} was published"),
            Box::new(move |_, s, _| s.seen_at = s.seen_at.min(date.earliest - 2 * CLOCKS_DIFFER)),
        );
        add(
            format!("if the date of {c} cannot be trusted"),
            Box::new(|c, _, _| c.weak_date = true),
        );
    } else if let Some(date) = source.published_beside(copy) {
        add(
            format!("if {c} turns out to be later than {s}"),
            Box::new(move |c, _, _| {
                let at = date.latest + 2 * CLOCKS_DIFFER;
                c.published = Some(Interval {
                    earliest: at,
                    latest: at,
                });
                c.zone = crate::model::Zone::Stated;
            }),
        );
    }
    if credits_by_name(copy, source) || links_to(copy, source) {
        add(
            format!("without the credit of {c}"),
            Box::new(|c, _, _| {
                c.credits.clear();
                c.links.clear();
            }),
        );
    } else if let Some(outlet) = source.outlet_name.clone() {
        add(
            format!("with a credit of {c} to {s}"),
            Box::new(move |c, _, _| {
                c.credits.push(Credit {
                    form: CreditForm::Republication,
                    to: outlet.clone(),
                    printed: outlet.clone(),
                    span: None,
                    url: None,
                });
            }),
        );
    }
    add(
        format!("with a line of the house of {s} left in the text of {c}"),
        Box::new(|_, _, l| l.copy = true),
    );
    list
}

/// Seconds from the source's date to the copy's, where both are dated and the dates do not overlap (or are both exact), in
/// whatever zone they were printed.
pub fn lag(copy: &Facts, source: &Facts) -> Option<i64> {
    let (c, s) = (copy.published?, source.published?);
    let minute = |i: Interval| i.latest - i.earliest < 60;
    let adrift = copy.is_adrift(source) || source.is_adrift(copy);
    let exact = minute(c) && minute(s) && !adrift;
    let apart = source.published_beside(copy)?.latest < copy.published_beside(source)?.earliest;
    (exact || apart).then(|| c.earliest - s.earliest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CreditForm, Direction as D};
    use crate::provenance::Interval;
    use crate::provenance::facts::{crediting, printed_by};

    const HOUR: i64 = 3_600;

    fn at(outlet: &str, hour: i64) -> Facts {
        printed_by(outlet, Some(hour * HOUR))
    }

    fn day(mut facts: Facts) -> Facts {
        facts.published = facts.published.map(|d| Interval {
            earliest: d.earliest,
            latest: d.earliest + 24 * HOUR - 1,
        });
        facts
    }

    fn credited(mut facts: Facts, to: &str) -> Facts {
        facts.credits.push(crediting(CreditForm::Republication, to));
        facts
    }

    fn seen(mut facts: Facts, hour: i64) -> Facts {
        facts.seen_at = hour * HOUR;
        facts
    }

    fn weak(mut facts: Facts) -> Facts {
        facts.weak_date = true;
        facts
    }

    fn arrow(copy: &Facts, source: &Facts) -> D {
        direction(copy, source, Leftovers::default()).direction
    }

    #[test]
    fn one_kind_of_evidence_is_likely_and_two_that_agree_are_firm() {
        let (wire, post) = (at("Wire", 10), at("Post", 20));
        let undated = printed_by("Post", None);
        assert_eq!(arrow(&post, &wire), D::Likely);
        assert_eq!(arrow(&undated, &wire), D::Undecided);
        assert_eq!(arrow(&credited(undated, "Wire"), &wire), D::Likely);
        assert_eq!(arrow(&credited(post.clone(), "Wire"), &wire), D::Firm);
        assert_eq!(arrow(&post, &seen(wire.clone(), 12)), D::Firm);
        let carried = Leftovers {
            copy: true,
            ..Leftovers::default()
        };
        assert_eq!(direction(&post, &wire, carried).direction, D::Firm);
        let mut linking = post;
        linking.links.extend(wire.url.clone());
        assert_eq!(arrow(&linking, &wire), D::Firm);
    }

    #[test]
    fn evidence_against_leaves_it_undecided() {
        let (wire, post) = (at("Wire", 10), at("Post", 20));
        let backdated = credited(at("Post", 5), "Wire");
        assert_eq!(arrow(&backdated, &wire), D::Undecided);
        assert_eq!(
            arrow(
                &credited(post.clone(), "Wire"),
                &credited(wire.clone(), "Post")
            ),
            D::Undecided
        );
        let carried = Leftovers {
            source: true,
            ..Leftovers::default()
        };
        let found = direction(&post, &wire, carried);
        assert_eq!(found.direction, D::Undecided);
        assert!(found.reasons.iter().any(|r| r.starts_with("against: ")));
    }

    #[test]
    fn the_wording_counts_where_nothing_else_speaks_and_never_makes_firm() {
        let lean = |sum: f32| Leaning {
            sum,
            pairs: 9,
            parts: [0.0; crate::provenance::CUES],
        };
        let (none, other) = (printed_by("Post", None), printed_by("Wire", None));
        let told = |copy: &Facts, source: &Facts, sum: f32| {
            direction_with(copy, source, Leftovers::default(), Some(&lean(sum)))
        };
        let for_it = told(&none, &other, 50.0);
        assert_eq!(for_it.direction, D::Likely);
        assert!(for_it.reasons[0].contains("reads like a rewriting of Wire"));
        assert_eq!(told(&none, &other, 0.1).direction, D::Undecided);
        let against = told(&none, &other, -50.0);
        assert_eq!(against.direction, D::Undecided);
        assert!(against.reasons[0].starts_with("against: the wording of Wire"));
        // A date or a credit is all that counts where there is one.
        let (wire, post) = (at("Wire", 10), at("Post", 20));
        for sum in [50.0, -50.0] {
            assert_eq!(
                told(&post, &wire, sum),
                direction(&post, &wire, Leftovers::default())
            );
            assert_eq!(
                told(&credited(none.clone(), "Wire"), &other, sum).direction,
                D::Likely
            );
        }
        let same_day = told(&post, &day(at("Wire", 0)), 50.0);
        assert_eq!(same_day.direction, D::Undecided);
    }

    #[test]
    fn clocks_ten_minutes_apart_order_nothing() {
        let post = at("Post", 20);
        let near = printed_by("Wire", Some(20 * HOUR - CLOCKS_DIFFER));
        assert_eq!(arrow(&post, &near), D::Undecided);
        let apart = printed_by("Wire", Some(20 * HOUR - CLOCKS_DIFFER - 1));
        assert_eq!(arrow(&post, &apart), D::Likely);
    }

    #[test]
    fn a_day_and_an_hour_of_it_count_only_beside_other_evidence() {
        let (wire, post) = (day(at("Wire", 0)), at("Post", 9));
        assert_eq!(arrow(&post, &wire), D::Undecided);
        assert_eq!(arrow(&credited(post.clone(), "Wire"), &wire), D::Firm);
        assert_eq!(arrow(&credited(wire.clone(), "Post"), &post), D::Undecided);
        assert_eq!(arrow(&day(at("Post", 24)), &wire), D::Undecided);
        assert_eq!(arrow(&day(at("Post", 25)), &wire), D::Likely);
    }

    #[test]
    fn an_order_that_hangs_on_a_zone_nobody_states_is_none() {
        let zoneless = |mut facts: Facts| {
            facts.zone = crate::model::Zone::Unknown;
            facts
        };
        let (wire, post) = (at("Wire", 100), at("Post", 110));
        // 14 hours earlier if the copy was printed in the far east, 12 later if the source was in the far west.
        assert_eq!(arrow(&zoneless(post.clone()), &wire), D::Undecided);
        assert_eq!(arrow(&post, &zoneless(wire.clone())), D::Undecided);
        assert_eq!(arrow(&zoneless(at("Post", 115)), &wire), D::Likely);
        assert_eq!(arrow(&at("Post", 113), &zoneless(wire.clone())), D::Likely);
        assert_eq!(
            arrow(&zoneless(at("Post", 126)), &zoneless(wire.clone())),
            D::Undecided
        );
        // The credit counts, the order of the clocks neither for nor against it.
        let credits = credited(zoneless(post.clone()), "Wire");
        assert_eq!(arrow(&credits, &wire), D::Likely);
        let earlier = credited(zoneless(at("Post", 95)), "Wire");
        assert_eq!(arrow(&earlier, &wire), D::Likely);
        let later = credited(zoneless(at("Post", 130)), "Wire");
        assert_eq!(arrow(&later, &wire), D::Firm);
        // A sight counts only where no zone could have put the claim before it.
        let seen_early = seen(printed_by("Wire", None), 105);
        assert_eq!(arrow(&post, &seen_early), D::Likely);
        assert_eq!(arrow(&zoneless(post.clone()), &seen_early), D::Undecided);
        assert_eq!(lag(&zoneless(post), &wire), None);
        assert_eq!(lag(&zoneless(at("Post", 130)), &wire), Some(30 * HOUR));
    }

    #[test]
    fn weak_dates_prove_nothing() {
        let (wire, post) = (at("Wire", 10), at("Post", 20));
        assert_eq!(arrow(&weak(post.clone()), &wire), D::Undecided);
        assert_eq!(arrow(&post, &weak(wire.clone())), D::Undecided);
        assert_eq!(arrow(&weak(post), &seen(wire, 12)), D::Undecided);
    }

    #[test]
    fn changing_one_side_of_a_true_copy_never_makes_the_wrong_arrow_firm() {
        let (wire, post) = (at("Wire", 10), credited(at("Post", 20), "Wire"));
        let redated = |facts: &Facts, hour: Option<i64>| Facts {
            published: hour.map(|h| Interval {
                earliest: h * HOUR,
                latest: h * HOUR,
            }),
            ..facts.clone()
        };
        for hour in [None, Some(-500), Some(10), Some(15), Some(900)] {
            assert_ne!(arrow(&wire, &redated(&post, hour)), D::Firm, "{hour:?}");
            assert_ne!(arrow(&redated(&wire, hour), &post), D::Firm, "{hour:?}");
        }
    }

    #[test]
    fn a_credit_and_its_link_are_one_class_and_containment_proves_nothing() {
        let (none, mut wire) = (printed_by("Post", None), printed_by("Wire", None));
        wire.url = Some("https://wire.example/5".to_owned());
        let mut both = credited(none.clone(), "Wire");
        both.links.push("https://wire.example/5".to_owned());
        let found = direction(&both, &wire, Leftovers::default());
        assert_eq!(found.direction, D::Likely);
        assert_eq!(found.evidence.len(), 2);
        let inside = Leftovers {
            copy_inside: true,
            ..Leftovers::default()
        };
        let found = direction(&none, &wire, inside);
        assert_eq!(
            (found.direction, found.evidence[0].weight),
            (D::Undecided, 0)
        );
        assert_eq!(found.reasons, ["neither text has a date"]);
        let named = Leftovers {
            copy_names: true,
            ..Leftovers::default()
        };
        assert_eq!(
            direction(&at("Post", 20), &at("Wire", 10), named).direction,
            D::Firm
        );
    }

    #[test]
    fn what_would_change_the_verdict_is_what_changes_it() {
        let (wire, post) = (at("Wire", 10), at("Post", 20));
        let told = would_change(&post, &wire, Leftovers::default(), None);
        assert_eq!(
            told,
            [
                "firm if somebody saw the text of Wire before Post was published",
                "undecided if the date of Post cannot be trusted",
                "firm with a credit of Post to Wire",
                "firm with a line of the house of Wire left in the text of Post",
            ]
        );
        let firm = credited(post, "Wire");
        let told = would_change(&firm, &wire, Leftovers::default(), None);
        assert_eq!(
            told,
            [
                "likely if the date of Post cannot be trusted",
                "likely without the credit of Post"
            ]
        );
        let undated = printed_by("Post", None);
        let told = would_change(&undated, &wire, Leftovers::default(), None);
        assert_eq!(told[0], "likely if Post turns out to be later than Wire");
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { cases: 256, failure_persistence: None, ..Default::default() })]

        #[test]
        fn one_forged_or_lost_piece_of_evidence_never_makes_the_wrong_arrow_firm(
            hours in 1_i64..200, which in 0_usize..12, at in -500_i64..900, capture in -500_i64..900,
        ) {
            // A true copy, later and credited; then one thing is changed on either side.
            let (mut wire, mut post) = (seen(super::tests::at("Wire", 10), 12), credited(super::tests::at("Post", 10 + hours), "Wire"));
            let mut leftovers = Leftovers::default();
            match which {
                0 => post.published = None,
                1 => wire.published = None,
                2 => post.published = Some(Interval { earliest: at * HOUR, latest: at * HOUR }),
                3 => wire.published = Some(Interval { earliest: at * HOUR, latest: at * HOUR }),
                4 => post.credits.clear(),
                5 => wire = credited(wire, "Post"),
                6 => post.seen_at = capture * HOUR,
                7 => wire.seen_at = capture * HOUR,
                8 => leftovers.source = true,
                9 => leftovers.source_names = true,
                10 => { post.zone = crate::model::Zone::Unknown; wire.weak_date = true; }
                _ => { leftovers.copy_inside = true; leftovers.source_inside = true; }
            }
            let back = direction(&wire, &post, leftovers.swapped());
            proptest::prop_assert_ne!(back.direction, D::Firm, "{:?}", back.reasons);
            // And the verdict follows from what is listed.
            let found = direction(&post, &wire, leftovers);
            proptest::prop_assert_eq!(found.direction, decided(&found.evidence));
        }
    }

    #[test]
    fn where_nothing_speaks_the_reason_says_why() {
        let (wire, none) = (at("Wire", 10), printed_by("Post", None));
        let why = |a: &Facts, b: &Facts| direction(a, b, Leftovers::default()).reasons.join("");
        assert_eq!(why(&none, &none), "neither text has a date");
        assert_eq!(why(&none, &wire), "this text has no date");
        assert_eq!(why(&wire, &none), "the other text has no date");
        assert!(why(&weak(at("Post", 9)), &wire).contains("contradict"));
        assert!(why(&wire, &wire).contains("too close"));
    }

    #[test]
    fn a_lag_needs_two_dates_that_are_exact_or_apart() {
        let (wire, post) = (at("Wire", 10), at("Post", 20));
        assert_eq!(lag(&post, &wire), Some(10 * HOUR));
        assert_eq!(lag(&post, &printed_by("Wire", None)), None);
        assert_eq!(lag(&post, &day(at("Wire", 0))), None);
        assert_eq!(lag(&at("Post", 30), &day(at("Wire", 0))), Some(30 * HOUR));
        assert_eq!(
            lag(&day(at("Post", 24)), &day(at("Wire", 0))),
            Some(24 * HOUR)
        );
    }
}

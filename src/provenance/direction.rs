//! Which of two texts is the copy, and how sure that is.

use crate::model::Direction;
use crate::provenance::{Facts, Interval, Leaning, credits_outlet};

/// A direction with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How sure the arrow is.
    pub direction: Direction,
    /// What speaks for it and against it, in words.
    pub reasons: Vec<String>,
}

/// Clocks of two sites may differ: dates closer than this order nothing. Seconds.
pub(crate) const CLOCKS_DIFFER: i64 = 600;

/// Whether either text carries lines that the other's outlet alone prints in its stories.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Leftovers {
    /// The copy carries lines of the source's outlet.
    pub copy: bool,
    /// The source carries lines of the copy's outlet.
    pub source: bool,
}

/// Says how sure it is that `copy` comes from `source`, given that they share text.
///
/// Kinds of evidence: the order of claimed dates; the source was seen by somebody before the copy says it was published;
/// the copy credits the source's outlet or links to the source; the copy still carries the other outlet's furniture.
/// `firm` needs two kinds for and none against, `likely` one for and none against.
pub fn direction(copy: &Facts, source: &Facts, leftovers: Leftovers) -> Verdict {
    direction_with(copy, source, leftovers, None)
}

/// The same with a fifth kind of evidence: the leaning of the wording of their rewritten paragraphs, those of `copy` first. It counts
/// only where nothing else speaks for either side, so it never makes more than `likely`.
pub fn direction_with(
    copy: &Facts,
    source: &Facts,
    leftovers: Leftovers,
    leaning: Option<&Leaning>,
) -> Verdict {
    let mut forward = evidence(copy, source, leftovers.copy);
    let mut backward = evidence(source, copy, leftovers.source);
    if let Some(leaning) = leaning.filter(|_| forward.is_empty() && backward.is_empty()) {
        if leaning.first_is_rewriting() {
            forward.push(Evidence::Wording);
        } else if leaning.second_is_rewriting() {
            backward.push(Evidence::Wording);
        }
    }
    let mut reasons: Vec<String> = forward.iter().map(|e| e.words(copy, source)).collect();
    reasons.extend(
        backward
            .iter()
            .map(|e| format!("against: {}", e.words(source, copy))),
    );
    // Two outlets of which both credit the other (exchange of copy) cancel out like any other contradiction.
    let counted = |found: &[Evidence]| match found {
        [Evidence::SameDay] => 0,
        all => all.len(),
    };
    let direction = match (counted(&forward), backward.len()) {
        (2.., 0) => Direction::Firm,
        (1, 0) => Direction::Likely,
        _ => Direction::Undecided,
    };
    if forward.is_empty() && backward.is_empty() {
        reasons.push(silence(copy, source));
    }
    Verdict { direction, reasons }
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Evidence {
    Dates,
    /// A day and an hour of that day, or the like: the dates overlap, and the one begins earlier. Says nothing alone.
    SameDay,
    Seen,
    Credit,
    Leftover,
    /// The habits of rewriters; see `cues`.
    Wording,
}

impl Evidence {
    fn words(self, copy: &Facts, source: &Facts) -> String {
        let name = |f: &Facts| {
            f.outlet_name
                .clone()
                .unwrap_or_else(|| "the other text".to_owned())
        };
        match self {
            Self::Dates => format!("{} claims the earlier date", name(source)),
            Self::SameDay => format!(
                "{} claims a date that begins earlier, though the two overlap",
                name(source)
            ),
            Self::Seen => format!(
                "{} was seen before the other claims to be published",
                name(source)
            ),
            Self::Credit => format!("{} credits {}", name(copy), name(source)),
            Self::Leftover => format!("{} still carries lines of {}", name(copy), name(source)),
            Self::Wording => format!(
                "the wording of {} reads like a rewriting of {}",
                name(copy),
                name(source)
            ),
        }
    }
}

/// What says that `copy` comes from `source`.
fn evidence(copy: &Facts, source: &Facts, carries_lines: bool) -> Vec<Evidence> {
    let mut found = Vec::new();
    let published = copy.published_beside(source);
    if let (Some(c), Some(s)) = (published, source.published_beside(copy))
        && !copy.weak_date
        && !source.weak_date
    {
        // Where the order hangs on a zone that nobody states, it is none.
        let adrift = copy.is_adrift(source) || source.is_adrift(copy);
        if s.latest + CLOCKS_DIFFER < c.earliest {
            found.push(Evidence::Dates);
        } else if s.earliest + CLOCKS_DIFFER < c.earliest && !adrift {
            found.push(Evidence::SameDay);
        }
    }
    // The store's own sight counts only against a later claim: what was ingested first proves nothing.
    if published.is_some_and(|c| source.seen_at.saturating_add(CLOCKS_DIFFER) < c.earliest)
        && !copy.weak_date
    {
        found.push(Evidence::Seen);
    }
    if credits_outlet(copy, source) {
        found.push(Evidence::Credit);
    }
    let names_source = |name: &String| {
        source
            .outlet_name
            .as_deref()
            .is_some_and(|own| crate::segment::same_outlet(own, name))
    };
    if carries_lines
        || (copy.named_outlet.as_ref().is_some_and(names_source) && !copy.same_outlet(source))
    {
        found.push(Evidence::Leftover);
    }
    found
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
            source: false,
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
            copy: false,
            source: true,
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

//! Does a copy say where its text comes from?

use crate::model::{Credit, CreditForm, CreditGrain, CreditStatus};
use crate::provenance::{Facts, Imprint};
use crate::segment::{agency_name, is_agency_at, same_outlet};

/// The status of a copy's credit with the lines it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct CreditVerdict {
    /// The status.
    pub status: CreditStatus,
    /// The lines that were counted.
    pub lines: Vec<Credit>,
}

/// Forms that credit whomever they name, agency or not.
fn names_a_source(form: CreditForm) -> bool {
    matches!(
        form,
        CreditForm::Republication
            | CreditForm::SourceLine
            | CreditForm::Metadata
            | CreditForm::PressRelease
    )
}

/// Forms that credit only when they name an agency or the source's outlet: a byline may be a person's.
fn may_name_a_source(form: CreditForm) -> bool {
    matches!(
        form,
        CreditForm::Byline
            | CreditForm::Dateline
            | CreditForm::Copyright
            | CreditForm::WireFurniture
            | CreditForm::SignOff
    )
}

/// True when a credit of `copy` names its own house: what an outlet prints at home credits nobody.
pub fn is_own(credit: &Credit, copy: &Facts) -> bool {
    let own_name = copy
        .outlet_name
        .as_deref()
        .is_some_and(|own| same_outlet(own, &credit.to));
    let own_domain = copy
        .domain
        .as_deref()
        .is_some_and(|own| own == credit.to || is_agency_at(&credit.to, own));
    own_name || own_domain || is_known_as(credit, copy, copy.imprint())
}

/// True when the name that a credit of `copy` gives is one of `house`'s own in the store.
fn is_known_as(credit: &Credit, copy: &Facts, house: Imprint<'_>) -> bool {
    let known = copy.known.get(&credit.to).and_then(|named| named.outlet);
    known.is_some() && known == house.outlet
}

/// The wire that a credit of `copy` names: one of the catalogue, or one that the store's own file says is one.
fn wire<'f>(credit: &'f Credit, copy: &'f Facts) -> Option<&'f str> {
    agency_name(&credit.to).or_else(|| {
        let named = copy.known.get(&credit.to)?;
        named.wire.then_some(named.name.as_str())
    })
}

fn names(credit: &Credit, copy: &Facts, source: Imprint<'_>) -> bool {
    !credit.to.is_empty()
        && (is_known_as(credit, copy, source)
            || source
                .outlet_name
                .is_some_and(|name| same_outlet(name, &credit.to))
            || source.domain.is_some_and(|domain| domain == credit.to)
            || credit
                .url
                .as_deref()
                .is_some_and(|url| is_address_of(url, source)))
}

/// An address as links are compared: without its fragment and closing slash.
pub(crate) fn bare(address: &str) -> &str {
    let whole = address.trim_end_matches('/');
    whole.split('#').next().unwrap_or("")
}

fn is_address_of(url: &str, source: Imprint<'_>) -> bool {
    [source.url, source.canonical_url]
        .into_iter()
        .flatten()
        .any(|known| bare(known) == bare(url))
}

/// True when `copy` credits `source`'s outlet or links to the source itself: one kind of evidence for the direction.
pub fn credits_outlet(copy: &Facts, source: &Facts) -> bool {
    credits_imprint(copy, source.imprint())
}

/// The same of a source of which no more is known.
pub fn credits_imprint(copy: &Facts, source: Imprint<'_>) -> bool {
    names_imprint(copy, source) || links_to_imprint(copy, source)
}

/// True when `copy` names `source`'s outlet where one says whose text it is.
pub(crate) fn credits_by_name(copy: &Facts, source: &Facts) -> bool {
    names_imprint(copy, source.imprint())
}

fn names_imprint(copy: &Facts, source: Imprint<'_>) -> bool {
    copy.credits.iter().any(|c| {
        (names_a_source(c.form) || may_name_a_source(c.form) || c.form == CreditForm::Mangled)
            && !is_own(c, copy)
            && names(c, copy, source)
    })
}

/// True when `copy` links to `source` itself.
pub(crate) fn links_to(copy: &Facts, source: &Facts) -> bool {
    links_to_imprint(copy, source.imprint())
}

fn links_to_imprint(copy: &Facts, source: Imprint<'_>) -> bool {
    // The address is compared first: hardly any is the source's, and whose house it is takes longer to tell.
    copy.links.iter().any(|link| is_address_of(link, source))
        && !copy.imprint().same_outlet(&source)
}

/// Judges the credit that `copy` gives for text it shares with `source`.
pub fn credit(copy: &Facts, source: &Facts) -> CreditVerdict {
    let foreign: Vec<&Credit> = copy.credits.iter().filter(|c| !is_own(c, copy)).collect();
    let lines = |pick: &dyn Fn(&Credit) -> bool| -> Vec<Credit> {
        foreign
            .iter()
            .filter(|c| pick(c))
            .map(|c| (*c).clone())
            .collect()
    };
    let given = lines(&|c| {
        (names_a_source(c.form) && !c.to.is_empty())
            || (may_name_a_source(c.form)
                && (wire(c, copy).is_some() || names(c, copy, source.imprint())))
    });
    if !given.is_empty() {
        return CreditVerdict {
            status: CreditStatus::Given,
            lines: given,
        };
    }
    if links_to(copy, source) {
        return CreditVerdict {
            status: CreditStatus::Link,
            lines: Vec::new(),
        };
    }
    for (form, status) in [
        (CreditForm::Partial, CreditStatus::Partial),
        (CreditForm::Mangled, CreditStatus::Destroyed),
    ] {
        let found = lines(&|c| c.form == form);
        if !found.is_empty() {
            return CreditVerdict {
                status,
                lines: found,
            };
        }
    }
    CreditVerdict {
        status: CreditStatus::Missing,
        lines: Vec::new(),
    }
}

/// What a copy says of its source, finely; `in_text` when a sentence of it names the source's outlet or an agency.
pub fn credit_grain(
    copy: &Facts,
    source: &Facts,
    found: &CreditVerdict,
    in_text: bool,
) -> CreditGrain {
    let linked = || links_to(copy, source) || found.lines.iter().any(|l| l.url.is_some());
    match found.status {
        CreditStatus::Given if linked() => CreditGrain::GivenWithLink,
        CreditStatus::Given => CreditGrain::Given,
        CreditStatus::Link => CreditGrain::LinkOnly,
        CreditStatus::Partial => CreditGrain::Partial,
        CreditStatus::Destroyed => CreditGrain::Destroyed,
        CreditStatus::Missing if in_text => CreditGrain::InTextOnly,
        CreditStatus::Missing if claims_itself(copy) => CreditGrain::SelfClaimed,
        CreditStatus::Missing => CreditGrain::Missing,
    }
}

/// True when an article gives its text out as its own: by a byline of a person or of its house, or its own copyright.
fn claims_itself(copy: &Facts) -> bool {
    copy.credits.iter().any(|c| match c.form {
        // A person's name, or its own; another outlet's is no claim of one's own.
        CreditForm::Byline => {
            let named = copy.known.get(&c.to).and_then(|n| n.outlet);
            wire(c, copy).is_none() && (named.is_none() || named == copy.outlet)
        }
        CreditForm::Copyright | CreditForm::Dateline => is_own(c, copy),
        _ => false,
    })
}

/// The agencies that an article credits and that are not its own house.
fn agencies(facts: &Facts) -> Vec<&str> {
    let own = facts.outlet_name.as_deref();
    facts
        .credits
        .iter()
        .filter(|c| c.form != CreditForm::Partial && !is_own(c, facts))
        .filter_map(|c| wire(c, facts))
        .filter(|name| !own.is_some_and(|own| same_outlet(own, name)))
        .collect()
}

/// The first agency that an article credits, if it is not its own house.
pub fn agency_credited(facts: &Facts) -> Option<String> {
    agencies(facts).first().map(|name| (*name).to_owned())
}

/// The agency that both credit while neither is that agency's own page: two papers that print one wire are sisters, and
/// neither copied the other.
pub fn lost_source(copy: &Facts, source: &Facts) -> Option<String> {
    let theirs = agencies(source);
    let source_is = |name: &str| {
        source
            .outlet_name
            .as_deref()
            .is_some_and(|own| same_outlet(own, name))
    };
    let mine = agencies(copy);
    if mine.iter().any(|name| source_is(name)) {
        return None;
    }
    mine.iter()
        .find(|name| theirs.contains(name))
        .or_else(|| theirs.first().filter(|_| mine.is_empty()))
        .map(|n| (*n).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CreditForm as F, CreditStatus as S};
    use crate::provenance::facts::{crediting, printed_by};

    fn status(form: F, to: &str) -> S {
        let mut copy = printed_by("Post", None);
        copy.credits.push(crediting(form, to));
        credit(&copy, &printed_by("Wire", None)).status
    }

    #[test]
    fn whom_a_line_names_and_in_which_form_makes_the_status() {
        for (form, to, expected) in [
            (F::Republication, "Wire", S::Given),
            (F::Republication, "Somebody Else", S::Given),
            (F::Byline, "Wire", S::Given),
            (F::Byline, "AFP", S::Given),
            (F::Dateline, "Reuters", S::Given),
            (F::Byline, "Ann Example", S::Missing),
            (F::Republication, "Post", S::Missing),
            (F::Metadata, "post.example", S::Missing),
            (F::Metadata, "wire.example", S::Given),
            (F::Partial, "AFP", S::Partial),
            (F::Mangled, "Reuters", S::Destroyed),
            (F::SourceLine, "", S::Missing),
        ] {
            assert_eq!(status(form, to), expected, "{form:?} {to}");
        }
    }

    #[test]
    fn the_grain_tells_a_link_a_mention_and_a_claim_apart() {
        use crate::model::CreditGrain as G;
        let source = printed_by("Wire", Some(5));
        let grain =
            |copy: &Facts, in_text| credit_grain(copy, &source, &credit(copy, &source), in_text);
        let mut copy = printed_by("Post", None);
        assert_eq!(grain(&copy, false), G::Missing);
        assert_eq!(grain(&copy, true), G::InTextOnly);
        copy.credits.push(crediting(F::Byline, "Ann Example"));
        assert_eq!(grain(&copy, false), G::SelfClaimed);
        copy.credits.push(crediting(F::Republication, "Wire"));
        assert_eq!(grain(&copy, true), G::Given);
        copy.links.extend(source.url.clone());
        assert_eq!(grain(&copy, false), G::GivenWithLink);
        copy.credits.clear();
        assert_eq!(grain(&copy, false), G::LinkOnly);
        assert!(G::ALL.iter().all(|g| G::parse(g.as_str()) == Some(*g)));
    }

    #[test]
    fn a_name_the_store_knows_credits_its_outlet_and_a_wire_of_the_users_counts_like_any() {
        let known = |wire| crate::provenance::Named {
            outlet: Some(7),
            name: "Harbour Wire Service".to_owned(),
            wire,
        };
        let mut copy = printed_by("Post", None);
        copy.credits.push(crediting(F::Byline, "Harbour Wire"));
        let mut source = printed_by("Harbour Wire Service", None);
        assert_eq!(credit(&copy, &source).status, S::Missing);
        copy.known.insert("Harbour Wire".to_owned(), known(false));
        source.outlet = Some(7);
        assert_eq!(credit(&copy, &source).status, S::Given);
        assert!(credits_outlet(&copy, &source));
        let stranger = printed_by("Herald", None);
        assert_eq!(credit(&copy, &stranger).status, S::Missing);
        copy.known.insert("Harbour Wire".to_owned(), known(true));
        assert_eq!(credit(&copy, &stranger).status, S::Given);
        assert_eq!(
            lost_source(&copy, &stranger).as_deref(),
            None,
            "the stranger credits nobody"
        );
        copy.outlet = Some(7);
        assert_eq!(credit(&copy, &stranger).status, S::Missing);
    }

    #[test]
    fn an_agency_on_its_own_site_credits_nobody_whatever_the_page_calls_itself() {
        let mut home = printed_by("Top Stories", None);
        home.domain = Some("apnews.com".to_owned());
        home.credits.push(crediting(F::Dateline, "AP"));
        assert_eq!(
            credit(&home, &printed_by("Herald", None)).status,
            S::Missing
        );
        home.domain = Some("herald.example".to_owned());
        assert_eq!(credit(&home, &printed_by("Mail", None)).status, S::Given);
    }

    #[test]
    fn a_link_to_the_source_itself_is_a_credit_and_to_its_house_is_none() {
        let (mut copy, source) = (printed_by("Post", None), printed_by("Wire", Some(5)));
        copy.links.push("https://wire.example/other".to_owned());
        assert_eq!(credit(&copy, &source).status, S::Missing);
        assert!(!credits_outlet(&copy, &source));
        copy.links
            .push("https://wire.example/5/#top".replace("/#", "#"));
        assert_eq!(credit(&copy, &source).status, S::Link);
        assert!(credits_outlet(&copy, &source));
        copy.domain.clone_from(&source.domain);
        assert_eq!(credit(&copy, &source).status, S::Missing);
    }

    #[test]
    fn a_partial_credit_is_no_evidence_of_direction_and_a_broken_one_is() {
        let source = printed_by("Reuters", None);
        for (form, evidence) in [(F::Partial, false), (F::Mangled, true), (F::SignOff, true)] {
            let mut copy = printed_by("Post", None);
            copy.credits.push(crediting(form, "Reuters"));
            assert_eq!(credits_outlet(&copy, &source), evidence, "{form:?}");
        }
    }

    #[test]
    fn two_papers_that_credit_one_agency_have_lost_their_source() {
        let by = |outlet: &str, agency: &str| {
            let mut facts = printed_by(outlet, None);
            facts.credits.push(crediting(F::Byline, agency));
            facts
        };
        let (post, herald) = (by("Post", "AFP"), by("Herald", "AFP"));
        let afp = agency_name("AFP").map(str::to_owned);
        assert_eq!(lost_source(&post, &herald), afp);
        assert_eq!(lost_source(&printed_by("Post", None), &herald), afp);
        assert_eq!(lost_source(&by("Post", "Reuters"), &herald), None);
        assert_eq!(lost_source(&post, &by("AFP", "AFP")), None);
        assert_eq!(lost_source(&post, &printed_by("Herald", None)), None);
    }
}

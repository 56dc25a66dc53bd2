//! The formats of wires: IPTC ninjs 1 to 3, NewsML-G2, NewsML 1 and NITF.
//!
//! They differ in spelling only, so each reader fills one [`Item`], and what the fields mean is settled here, once. An item
//! that takes its story back (a kill) has no text of its own: its headline and its note stand for it, so that a chain of
//! versions can show it.

mod flow;
mod newsml;
mod newsml1;
mod ninjs;
mod nitf;
mod xml;

use crate::ingest::{Format, Push, ReadOptions, Refused, date, decode, finished, guarded, links};
use crate::model::{Article, Credit, CreditForm, DateClaim, DateOrigin, DateRole, Status};
use crate::segment::{agency_name, same_outlet};

/// Reads every item of a wire file.
pub(crate) fn read(
    name: &str,
    bytes: &[u8],
    format: Format,
    options: &ReadOptions,
    push: &mut Push<'_>,
) {
    let read = guarded(name, || {
        Ok(match format {
            Format::Ninjs => ninjs::read(name, bytes, options),
            _ => document(name, bytes, options),
        })
    });
    match read {
        Ok(all) => {
            for item in all {
                if push(item).is_break() {
                    return;
                }
            }
        }
        Err(refused) => {
            let _ = push(Err(refused));
        }
    }
}

/// What became of the items of a file.
type Read = Vec<Result<Article, Refused>>;

/// Reads an XML document of any of the kinds, whatever it was called.
fn document(name: &str, bytes: &[u8], options: &ReadOptions) -> Read {
    let text = decode::xml(bytes, options.content_type.as_deref());
    let (tree, trouble) = xml::parse(&text, &options.limits);
    let mut all = Vec::new();
    if let Some(root) = tree.root() {
        match root.name() {
            "nitf" if trouble.is_none() => all.push(nitf::read(name, root, options)),
            "newsItem" | "packageItem" | "newsMessage" | "itemSet" => {
                all = newsml::read(name, root, options);
            }
            "NewsML" | "NewsItem" => all = newsml1::read(name, root, options),
            _ if trouble.is_none() => {
                let detail = format!("<{}> is no NITF and no NewsML", root.name());
                all.push(Err(Refused::new(name, "not a wire format", detail)));
            }
            _ => {}
        }
    }
    if let Some(trouble) = trouble {
        all.retain(Result::is_ok);
        all.push(Err(Refused::new(name, trouble.reason, trouble.detail)));
    }
    all
}

/// What a wire says of one story, whatever the spelling.
#[derive(Debug, Default)]
struct Item {
    /// The identifier that stays the same over its versions.
    story: Option<String>,
    /// The number of this version, as printed.
    version: Option<String>,
    /// Whether it still stands; as printed: `usable`, `stat:canceled`.
    status: Option<String>,
    /// Its address on the web.
    address: Option<String>,
    /// Who provides it, by name.
    provider: Option<String>,
    /// Who holds the rights, by name.
    holder: Option<String>,
    notice: Option<String>,
    terms: Option<String>,
    title: Option<String>,
    byline: Option<String>,
    /// A line of its own under the byline, often the agency.
    byline_title: Option<String>,
    language: Option<String>,
    first_created: Option<String>,
    version_created: Option<String>,
    /// Further dates of publication, best first.
    published: Vec<String>,
    /// Names or addresses of those it is credited to.
    sources: Vec<String>,
    /// Addresses of what it was made from.
    related: Vec<String>,
    /// What the desk tells its customers: corrections, kills.
    note: Option<String>,
    text: String,
    links: Vec<String>,
    /// A short name for people.
    name: Option<String>,
}

impl Item {
    /// The article it makes.
    fn article(self, place: &str, options: &ReadOptions) -> Result<Article, Refused> {
        let status = self.status.as_deref().map_or(Status::Usable, status);
        let mut text = self.text.clone();
        if text.trim().is_empty() && status == Status::Canceled {
            let said = [&self.title, &self.note];
            let said: Vec<&str> = said.into_iter().flatten().map(String::as_str).collect();
            text = said.join("\n\n");
        }
        if text.trim().is_empty() {
            let detail = "the item has no text of its own";
            return Err(Refused::new(place, "no text", detail));
        }
        let dates = self.dates(options.now);
        let address = self.address.clone();
        let provider = self.provider.clone();
        let outlet = provider.or_else(|| options.outlet.clone()).or_else(|| {
            // Who holds the rights is the house, where no address says which it is.
            self.holder.clone().filter(|_| address.is_none())
        });
        let credits = self.credits(outlet.as_deref());
        let article = Article {
            url: address,
            name: self.name,
            outlet,
            title: self.title,
            byline: self.byline,
            language: self.language,
            dates,
            credits,
            licence: self.terms.or(self.notice),
            revision: self.version.as_deref().and_then(revision),
            story: self.story,
            status,
            links: self.links,
            text,
            ..Article::default()
        };
        finished(place, article, options)
    }

    /// The first creation stands for the publication; where none is told, this version's does. An embargo is none.
    fn dates(&self, now: i64) -> Vec<DateClaim> {
        let read = |printed: &str, role| date::parse(printed, DateOrigin::Wire, role, now);
        let mut claims: Vec<DateClaim> = Vec::new();
        let known = self.first_created.iter().chain(&self.published);
        claims.extend(known.filter_map(|printed| read(printed, DateRole::Published)));
        let Some(version) = self.version_created.as_deref() else {
            return claims;
        };
        if claims.is_empty() {
            claims.extend(read(version, DateRole::Published));
        } else if let Some(claim) = read(version, DateRole::Modified)
            && claims[0].earliest != claim.earliest
        {
            claims.push(claim);
        }
        claims
    }

    /// Whom the item credits, outside its text.
    fn credits(&self, outlet: Option<&str>) -> Vec<Credit> {
        let mut credits: Vec<Credit> = Vec::new();
        let mut add = |credit: Credit| {
            let own = outlet.is_some_and(|o| same_outlet(o, &credit.to));
            if !own && !credits.iter().any(|c| c.to == credit.to) {
                credits.push(credit);
            }
        };
        for printed in &self.sources {
            let names = agencies(printed);
            if names.is_empty() {
                add(credited(printed));
            }
            for agency in names {
                add(Credit {
                    to: agency.to_owned(),
                    ..credited(printed)
                });
            }
        }
        for part in self.byline.iter().chain(&self.byline_title) {
            for agency in agencies(part) {
                add(Credit {
                    form: CreditForm::Byline,
                    to: agency.to_owned(),
                    printed: part.clone(),
                    span: None,
                    url: None,
                });
            }
        }
        if let Some(holder) = &self.holder {
            add(Credit {
                form: CreditForm::Copyright,
                to: agency_name(holder).map_or_else(|| holder.clone(), str::to_owned),
                printed: self.notice.clone().unwrap_or_else(|| holder.clone()),
                span: None,
                url: None,
            });
        }
        let own = self.address.as_deref().and_then(links::domain);
        for address in &self.related {
            if links::domain(address).is_some() && links::domain(address) != own {
                add(credited(address));
            }
        }
        credits
    }
}

/// A source named in a field of its own: a name, or an address whose site it names.
fn credited(printed: &str) -> Credit {
    let domain = links::domain(printed);
    let name = || agency_name(printed).map_or_else(|| printed.to_owned(), str::to_owned);
    Credit {
        form: CreditForm::Metadata,
        url: domain.is_some().then(|| printed.to_owned()),
        to: domain.unwrap_or_else(name),
        printed: printed.to_owned(),
        span: None,
    }
}

/// The agencies in a byline or a credit line: `Von Christian Hollmann, dpa`, `Norrholm Wire with AFP`.
fn agencies(byline: &str) -> Vec<&'static str> {
    /// Words that join two names, or a name to what says that one follows.
    const JOINTS: [&str; 20] = [
        "by", "von", "par", "por", "di", "door", "от", "av", "with", "mit", "avec", "con", "com",
        "met", "and", "und", "et", "y", "e", "и",
    ];
    let mut found = Vec::new();
    for part in byline.split([',', '/', '|', ';', '(', ')', '·', '–', '—']) {
        if let Some(agency) = agency_name(part.trim()) {
            found.push(agency);
            continue;
        }
        let words: Vec<&str> = part.split_whitespace().collect();
        let names = words.split(|w| JOINTS.contains(&w.to_lowercase().as_str()));
        found.extend(names.filter_map(|name| agency_name(&name.join(" "))));
    }
    found
}

/// A status by its word, whatever vocabulary stands before it (`stat:canceled`, an address, `Embargoed`).
fn status(printed: &str) -> Status {
    let word = printed.rsplit([':', '/', '#']).next().unwrap_or(printed);
    match word.trim().to_ascii_lowercase().as_str() {
        "withheld" | "embargoed" => Status::Withheld,
        "canceled" | "cancelled" | "killed" | "kill" => Status::Canceled,
        _ => Status::Usable,
    }
}

/// The number of a version: `2`, `2.0`, `v2`.
fn revision(printed: &str) -> Option<u32> {
    let printed = printed.trim().trim_start_matches(['v', 'V']);
    let digits = printed
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(printed.len());
    printed[..digits].parse().ok()
}

/// The text of a field, trimmed; nothing when it is blank.
fn filled(value: impl Into<String>) -> Option<String> {
    let value = value.into();
    let trimmed = value.trim();
    if trimmed.len() == value.len() {
        return (!value.is_empty()).then_some(value);
    }
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

#[cfg(test)]
mod tests;

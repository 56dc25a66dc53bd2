//! One item of a feed as written, and the article that is made of it.
//!
//! Who published it: what the item itself says (`<source>`, `atom:source`, its own `dc:publisher`), then the user, then
//! the feed. So an aggregator's feed keeps the real publishers whatever outlet is given for it.

use url::Url;

use crate::ingest::feed::Entry;
use crate::ingest::html::fragment::{self, Fragment};
use crate::ingest::{ReadOptions, Refused, date, finished, links};
use crate::model::{Article, Credit, CreditForm, DateClaim, DateOrigin, DateRole};

/// Longest headline, name or address, in bytes; what is longer is none.
const LONGEST: usize = 8192;
/// Most authors in one byline.
const AUTHORS: usize = 20;

/// Longest line of a list of headlines, in bytes.
const HEADLINE: usize = 300;

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    Plain,
    Html,
}

/// One text of an item.
#[derive(Debug)]
pub(super) struct Body {
    /// Its rank among the texts of an item, 0 best.
    pub(super) rank: u8,
    pub(super) written: Written,
    pub(super) text: String,
    /// What its links are resolved against, where it says so itself.
    pub(super) base: Option<Url>,
}

/// A name with an address.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    pub(super) name: Option<String>,
    pub(super) url: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) licence: Option<String>,
}

/// What the feed says about itself.
#[derive(Debug, Default)]
pub(super) struct Channel {
    pub(super) title: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) link: Option<String>,
    pub(super) language: Option<String>,
    pub(super) licence: Option<String>,
    pub(super) authors: Vec<String>,
}

/// What an item says.
#[derive(Debug, Default)]
pub(super) struct Item {
    /// Its line, or its number in a JSON feed.
    pub(super) place: String,
    pub(super) base: Option<Url>,
    pub(super) title: Option<String>,
    pub(super) link: Option<String>,
    /// `feedburner:origLink`: the address that `link` leads to by way of a counter.
    pub(super) origin: Option<String>,
    pub(super) canonical: Option<String>,
    pub(super) id: Option<String>,
    pub(super) id_is_address: bool,
    /// Its texts, best first, one of a rank.
    pub(super) bodies: Vec<Body>,
    pub(super) authors: Vec<String>,
    pub(super) dates: Vec<(String, DateRole)>,
    /// The feed or outlet it was taken from.
    pub(super) source: Option<Named>,
    pub(super) publisher: Option<String>,
    /// Where it comes from in other words: `rel=via`, `dc:source`.
    pub(super) via: Vec<String>,
    /// Addresses it points at besides (`rel=related`, `external_url`).
    pub(super) related: Vec<String>,
    pub(super) language: Option<String>,
    pub(super) licence: Option<String>,
    /// `media:credit` of the item itself, with its role.
    pub(super) credits: Vec<(String, String)>,
    /// True when it carries pictures or films, whose credits are no credits of the text.
    pub(super) has_media: bool,
}

impl Item {
    /// Takes a text; of equals the first stays.
    pub(super) fn offer(&mut self, body: Body) {
        if body.text.trim().is_empty() {
            return;
        }
        if let Err(at) = self.bodies.binary_search_by_key(&body.rank, |b| b.rank) {
            self.bodies.insert(at, body);
        }
    }

    /// The article it is, or the refusal of an item without a text.
    pub(super) fn article(
        &self,
        place: &str,
        channel: &Channel,
        options: &ReadOptions,
    ) -> Result<Article, Refused> {
        let body = self
            .text(channel, options)
            .map_err(|t| Refused::new(place, t.0, t.1))?;
        let Some(body) = body else {
            let detail = "the feed has only the headline of this item; --fetch its page";
            return Err(Refused::new(place, "no text", detail));
        };
        let url = self.url(channel);
        let outlet = self.outlet(channel, options, url.as_deref());
        let mut all = body.links;
        for link in &self.related {
            let link = links::absolute(link, self.base.as_ref()).map(String::from);
            all.extend(link.filter(|l| !all.contains(l)));
        }
        let article = Article {
            canonical_url: self.absolute(self.canonical.as_deref(), channel),
            name: self.id.clone().filter(|_| url.is_none()),
            title: self.headline(options),
            byline: self.byline(channel, outlet.as_deref(), options),
            language: self.language(channel),
            dates: self.dates(options.now),
            credits: self.credits(channel, url.as_deref(), options),
            licence: self.licence(channel),
            story: self.id.clone(),
            links: all,
            text: body.text,
            outlet,
            url,
            ..Article::default()
        };
        finished(place, article, options)
    }

    /// What is known of it before its page is fetched; nothing when it names no address.
    pub(super) fn entry(&self, channel: &Channel, options: &ReadOptions) -> Option<Entry> {
        let url = self.url(channel)?;
        Some(Entry {
            title: self.headline(options),
            outlet: self.outlet(channel, options, Some(&url)),
            language: self.language(channel),
            claims: self.dates(options.now),
            credits: self.credits(channel, Some(&url), options),
            story: self.id.clone(),
            has_text: matches!(self.text(channel, options), Ok(Some(_))),
            nested: false,
            url,
        })
    }

    /// The text, or nothing where there is no more than the headline once again.
    fn text(
        &self,
        channel: &Channel,
        options: &ReadOptions,
    ) -> Result<Option<Fragment>, (&'static str, String)> {
        let home = || {
            let own = self.link.as_deref().or(channel.link.as_deref());
            own.and_then(|l| links::absolute(l, None))
        };
        let most = options.limits.text_bytes;
        for body in &self.bodies {
            // Markup of 16 times the size of the longest text is a bomb, not an article.
            if body.text.len() / 16 > most {
                let detail = format!("the item's content has more than {} bytes", most * 16);
                return Err(("too long", detail));
            }
            let base = body
                .base
                .clone()
                .or_else(|| self.base.clone())
                .or_else(home);
            // A text that is called plain and is full of tags was called so by mistake.
            let read = match body.written {
                Written::Plain if !body.text.contains("</") => {
                    let text = body.text.replace('<', "&lt;");
                    fragment::read(&text, base.as_ref(), &options.limits)
                }
                _ => fragment::read(&body.text, base.as_ref(), &options.limits),
            };
            let read = read.map_err(|t| (t.reason, t.detail))?;
            // What is only the headline again may stand before a summary that says more.
            if !self.is_headline(&read, options) {
                return Ok(Some(read));
            }
        }
        Ok(None)
    }

    /// True when the text says nothing that the headline does not: itself, the publisher's name, links to other headlines.
    fn is_headline(&self, body: &Fragment, options: &ReadOptions) -> bool {
        let mut rest = squeezed(&body.text);
        let source = self.source_name(options).map(|s| squeezed(&s));
        if let Some(title) = self.title.as_deref() {
            let title = squeezed(&fragment::line(title, &options.limits));
            let short = source.as_deref().and_then(|s| title.strip_suffix(s));
            for part in [Some(&*title), short].into_iter().flatten() {
                if let Some(after) = rest.strip_prefix(part).filter(|_| !part.is_empty()) {
                    rest = after.to_owned();
                }
            }
        }
        if let Some(source) = source.as_deref() {
            rest = rest.strip_suffix(source).unwrap_or(&rest).to_owned();
        }
        // Aggregators list the headlines of a story's other reports; a linked paragraph is longer than a headline.
        let listing = source.is_some()
            && body.linked * 10 >= body.text.len() * 7
            && body.text.split("\n\n").all(|p| p.len() <= HEADLINE);
        rest.is_empty() || listing
    }

    /// The headline without the publisher's name that aggregators hang to it (`Headline - Outlet`).
    fn headline(&self, options: &ReadOptions) -> Option<String> {
        let title = self.title.as_deref().filter(|t| t.len() <= LONGEST)?;
        let title = fragment::line(title, &options.limits);
        let source = self.source_name(options);
        let bare = source.and_then(|s| {
            let front = title.strip_suffix(&*s)?.trim_end();
            let front = front.strip_suffix(['-', '–', '—', '|'])?.trim_end();
            (!front.is_empty()).then(|| front.to_owned())
        });
        Some(bare.unwrap_or(title)).filter(|t| !t.is_empty())
    }

    fn source_name(&self, options: &ReadOptions) -> Option<String> {
        let source = self.source.as_ref()?;
        let name = source.name.as_deref().filter(|n| n.len() <= LONGEST);
        let name = name.map(|n| fragment::line(n, &options.limits));
        name.filter(|n| !n.is_empty())
            .or_else(|| links::domain(source.url.as_deref()?))
    }

    fn outlet(
        &self,
        channel: &Channel,
        options: &ReadOptions,
        url: Option<&str>,
    ) -> Option<String> {
        let clean = |name: &Option<String>| {
            let name = name.as_deref().filter(|n| n.len() <= LONGEST)?;
            Some(fragment::line(name, &options.limits)).filter(|n| !n.is_empty())
        };
        self.source_name(options)
            .or_else(|| clean(&self.publisher))
            .or_else(|| options.outlet.clone())
            .or_else(|| clean(&channel.publisher))
            .or_else(|| clean(&channel.title))
            .or_else(|| links::domain(url?))
    }

    fn url(&self, channel: &Channel) -> Option<String> {
        let id = self.id.as_deref().filter(|_| self.id_is_address);
        self.absolute(self.origin.as_deref(), channel)
            .or_else(|| self.absolute(self.link.as_deref(), channel))
            .or_else(|| {
                id.and_then(|id| links::absolute(id, None))
                    .map(String::from)
            })
    }

    fn absolute(&self, address: Option<&str>, channel: &Channel) -> Option<String> {
        let address = address.filter(|a| a.len() <= LONGEST && !a.trim().is_empty())?;
        let home = || links::absolute(channel.link.as_deref()?, None);
        let base = self.base.clone().or_else(home);
        links::absolute(address, base.as_ref()).map(String::from)
    }

    fn byline(
        &self,
        channel: &Channel,
        outlet: Option<&str>,
        options: &ReadOptions,
    ) -> Option<String> {
        let of_source = self.source.as_ref().map(|s| &s.authors);
        // The authors of a feed are those of its items, but not of items it took from elsewhere.
        let authors = match (&self.authors, of_source) {
            (own, _) if !own.is_empty() => own,
            (_, Some(source)) => source,
            (_, None) => &channel.authors,
        };
        let mut names: Vec<String> = Vec::new();
        for author in authors.iter().filter(|a| a.len() <= LONGEST).take(AUTHORS) {
            let name = person(&fragment::line(author, &options.limits));
            names.extend(name.filter(|n| !names.contains(n)));
        }
        if names.is_empty() && !self.has_media {
            let written = self.credits.iter().filter(|(role, _)| role == "author");
            names.extend(written.map(|(_, name)| name.clone()).take(AUTHORS));
        }
        let names = names.join(", ");
        (!names.is_empty() && Some(&*names) != outlet).then_some(names)
    }

    fn language(&self, channel: &Channel) -> Option<String> {
        let language = self.language.clone().or_else(|| channel.language.clone())?;
        (!language.is_empty() && language.len() <= 35).then_some(language)
    }

    fn licence(&self, channel: &Channel) -> Option<String> {
        let licence = match &self.source {
            _ if self.licence.is_some() => &self.licence,
            // The rights of whoever lists a text are not the rights in it.
            Some(source) => &source.licence,
            None => &channel.licence,
        };
        let licence = licence.as_deref().filter(|l| l.len() <= LONGEST)?.trim();
        (!licence.is_empty()).then(|| licence.to_owned())
    }

    fn dates(&self, now: i64) -> Vec<DateClaim> {
        let read = |(printed, role): &(String, DateRole)| {
            date::parse(printed, DateOrigin::Feed, *role, now)
        };
        let mut claims: Vec<DateClaim> = Vec::new();
        for claim in self.dates.iter().take(64).filter_map(read) {
            if !claims.contains(&claim) {
                claims.push(claim);
            }
        }
        claims
    }

    /// Whom the item names as its source, unless that is the site it lies on.
    ///
    /// A `media:credit` of a photographer credits a picture. One that names who owns, made or distributes counts, and only
    /// where the item carries no picture it could belong to.
    fn credits(&self, channel: &Channel, url: Option<&str>, options: &ReadOptions) -> Vec<Credit> {
        let own = url.or(channel.link.as_deref()).and_then(links::domain);
        let mut credits: Vec<Credit> = Vec::new();
        let mut add = |to: Option<String>, printed: String, url: Option<String>| {
            let site = url.as_deref().and_then(links::domain);
            let is_own = site.is_some() && site == own;
            let to = to.or(site).unwrap_or_else(|| printed.clone());
            if is_own || to.is_empty() || credits.len() >= 64 || credits.iter().any(|c| c.to == to)
            {
                return;
            }
            let form = CreditForm::Metadata;
            credits.push(Credit {
                form,
                to,
                printed,
                span: None,
                url,
            });
        };
        if let Some(source) = &self.source {
            let name = self.source_name(options);
            let url = source.url.clone().filter(|u| links::domain(u).is_some());
            let feed = channel
                .title
                .as_deref()
                .map(|t| fragment::line(t, &options.limits));
            let printed = name.clone().unwrap_or_default();
            if url.is_some() || name != feed {
                add(name, printed, url);
            }
        }
        for printed in self.via.iter().filter(|v| v.len() <= LONGEST) {
            let printed = printed.trim().to_owned();
            let address = links::absolute(
                &printed,
                self.base.as_ref().filter(|_| printed.starts_with('/')),
            );
            let address = address.map(String::from);
            let to = address
                .is_none()
                .then(|| fragment::line(&printed, &options.limits));
            add(to, printed, address);
        }
        const ROLES: [&str; 5] = [
            "distribution",
            "distribution company",
            "distributor",
            "owner",
            "producer",
        ];
        for (role, name) in self.credits.iter().filter(|_| !self.has_media) {
            if ROLES.contains(&role.as_str()) {
                add(Some(name.clone()), name.clone(), None);
            }
        }
        credits
    }
}

/// Letters and digits of a text, in small letters.
fn squeezed(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The name in an author's line of RSS (`mail@host (Name)`, `Name <mail@host>`), nothing for a bare mail address.
fn person(author: &str) -> Option<String> {
    let author = author.trim();
    let is_mail = |word: &str| word.contains('@') && !word.contains(char::is_whitespace);
    if let Some((front, rest)) = author.split_once('(')
        && is_mail(front.trim())
    {
        let name = rest.trim().trim_end_matches(')').trim();
        return (!name.is_empty()).then(|| name.to_owned());
    }
    if let Some((front, rest)) = author.split_once('<')
        && is_mail(rest.trim_end_matches('>').trim())
    {
        let name = front.trim().trim_matches('"').trim();
        return (!name.is_empty()).then(|| name.to_owned());
    }
    (!author.is_empty() && !is_mail(author)).then(|| author.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_author_is_a_name_not_a_mail_address() {
        for (printed, want) in [
            ("desk@paper.example (Ida Berg)", Some("Ida Berg")),
            ("Ida Berg <ida@paper.example>", Some("Ida Berg")),
            ("ida@paper.example", None),
            ("Ida Berg (AFP)", Some("Ida Berg (AFP)")),
            (" ", None),
        ] {
            assert_eq!(person(printed).as_deref(), want, "{printed}");
        }
    }
}

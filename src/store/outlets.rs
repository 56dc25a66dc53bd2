//! Outlets: the names and domains they go by.

use std::collections::HashMap;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::segment::{Catalogue, Filed};
use crate::store::fault::damaged;
use crate::store::{ArticleKey, LabelRow, OutletKey, OutletRow, Reader, Writer};

/// The setting that holds the user's file of outlets, as it was written.
const FILE: &str = "outlets_file";

/// The setting that tells which files and rules the store's outlets were settled by.
const STATE: &str = "outlets_state";

fn folded(name: &str) -> String {
    name.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

impl Reader {
    /// Finds an outlet by any of its names, whatever the case.
    pub fn outlet_named(&self, name: &str) -> Result<Option<OutletKey>> {
        self.first(
            "SELECT outlet FROM outlet_names WHERE folded = ?1",
            [folded(name)],
            |row| Ok(row.get(0)?),
        )
    }

    /// Finds an outlet by a domain of its own.
    pub fn outlet_at(&self, domain: &str) -> Result<Option<OutletKey>> {
        self.first(
            "SELECT outlet FROM outlet_domains WHERE domain = ?1",
            [domain.to_lowercase()],
            |row| Ok(row.get(0)?),
        )
    }

    /// The user's file of outlets as it was last applied; empty when there is none.
    pub fn outlets_file(&self) -> Result<String> {
        Ok(self.setting(FILE)?.unwrap_or_default())
    }

    /// Which files and rules the outlets were settled by.
    pub fn outlets_state(&self) -> Result<Option<String>> {
        self.setting(STATE)
    }

    /// The shipped catalogue of outlets with the store's own file laid over it; read anew only when another was applied.
    pub fn catalogue(&self) -> Result<Arc<Catalogue>> {
        let state = self.outlets_state()?.unwrap_or_default();
        if let Some((known, catalogue)) = &*self.catalogue.borrow()
            && *known == state
        {
            return Ok(Arc::clone(catalogue));
        }
        let users = Catalogue::parse(&self.outlets_file()?)
            .map_err(|e| damaged(format!("the stored file of outlets: {e}")))?;
        let catalogue = Arc::new(Catalogue::with(&users));
        *self.catalogue.borrow_mut() = Some((state, Arc::clone(&catalogue)));
        Ok(catalogue)
    }

    /// What the user said an outlet is, and who owns it.
    pub fn outlet_said(&self, outlet: OutletKey) -> Result<(Option<String>, Option<String>)> {
        let said = self.first(
            "SELECT kind, publisher FROM outlets WHERE id = ?1",
            [outlet],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(said.unwrap_or_default())
    }

    /// Hands out what decides each article's outlet, in the order of their ids.
    pub fn each_label(&self, mut each: impl FnMut(LabelRow) -> Result<()>) -> Result<()> {
        self.each(
            "SELECT id, outlet, label, coalesce(url, canonical_url) FROM articles ORDER BY uid",
            [],
            |row| {
                each(LabelRow {
                    article: row.get(0)?,
                    outlet: row.get(1)?,
                    label: row.get(2)?,
                    url: row.get(3)?,
                })
            },
        )
    }

    /// Lists the outlets with their counts, by name.
    pub fn outlets(&self) -> Result<Vec<OutletRow>> {
        let mut names: HashMap<i64, Vec<String>> = HashMap::new();
        self.each(
            "SELECT outlet, folded FROM outlet_names ORDER BY outlet, folded",
            [],
            |row| {
                names.entry(row.get(0)?).or_default().push(row.get(1)?);
                Ok(())
            },
        )?;
        let mut domains: HashMap<i64, Vec<String>> = HashMap::new();
        self.each(
            "SELECT outlet, domain FROM outlet_domains ORDER BY outlet, domain",
            [],
            |row| {
                domains.entry(row.get(0)?).or_default().push(row.get(1)?);
                Ok(())
            },
        )?;
        self.all(
            "SELECT o.id, o.name, o.kind,
                    count(a.id), coalesce(sum(d.latest IS NOT NULL), 0), coalesce(sum(a.paragraphs), 0),
                    (SELECT count(*) FROM furniture f WHERE f.outlet = o.id), max(d.latest), o.publisher
             FROM outlets o
             LEFT JOIN articles a ON a.outlet = o.id
             LEFT JOIN (SELECT article, max(earliest) AS latest FROM date_claims
                        WHERE role = 'published' AND origin NOT IN ('http', 'archive') AND latest > 172800
                        GROUP BY article) d ON d.article = a.id AND d.latest <= a.first_seen_at + 86400
             GROUP BY o.id ORDER BY o.name",
            [],
            |row| {
                let name: String = row.get(1)?;
                let mut others = names.remove(&row.get(0)?).unwrap_or_default();
                others.retain(|other| *other != folded(&name));
                Ok(OutletRow {
                    key: row.get(0)?,
                    name,
                    kind: row.get(2)?,
                    publisher: row.get(8)?,
                    names: others,
                    domains: domains.remove(&row.get(0)?).unwrap_or_default(),
                    articles: row.get(3)?,
                    dated: row.get(4)?,
                    paragraphs: row.get(5)?,
                    furniture: row.get(6)?,
                    latest: row.get(7)?,
                })
            },
        )
    }

    /// The name an outlet is shown by.
    pub fn outlet_name(&self, outlet: OutletKey) -> Result<String> {
        let name = self.first("SELECT name FROM outlets WHERE id = ?1", [outlet], |row| {
            Ok(row.get(0)?)
        })?;
        Ok(name.unwrap_or_default())
    }

    /// The folded names an outlet goes by, its own among them.
    pub fn outlet_names(&self, outlet: OutletKey) -> Result<Vec<String>> {
        self.all(
            "SELECT folded FROM outlet_names WHERE outlet = ?1 ORDER BY folded",
            [outlet],
            |row| Ok(row.get(0)?),
        )
    }
}

impl Writer<'_> {
    /// Finds or makes the outlet of an article.
    ///
    /// A name decides; a domain not yet known is remembered for the outlet so named. Without a name the domain decides,
    /// and an unknown one makes an outlet named by it. Nothing at all gives nothing.
    ///
    /// An outlet that is named by its domain alone goes over to the first outlet of that domain that has a name of its
    /// own, so that the nameless articles belong to it whether they come before or after.
    pub fn outlet(
        &mut self,
        name: Option<&str>,
        domain: Option<&str>,
    ) -> Result<Option<OutletKey>> {
        let domain = domain.map(|d| d.trim().to_lowercase());
        let domain = domain.filter(|d| !d.is_empty());
        let name = name.map(str::trim).filter(|n| !n.is_empty());
        // The domain given as a name says no more than the domain.
        let name = name.filter(|n| domain.as_ref().is_none_or(|d| folded(n) != *d));
        let outlet = match (name, &domain) {
            (Some(name), _) => self.named(name)?,
            (None, Some(domain)) => match self.outlet_at(domain)? {
                Some(outlet) => return Ok(Some(outlet)),
                None => self.named(domain)?,
            },
            (None, None) => return Ok(None),
        };
        if let Some(domain) = domain {
            if let Some(nameless) = self.outlet_at(&domain)?
                && nameless != outlet
                && self.outlet_names(nameless)? == [domain.as_str()]
            {
                self.merge_outlets(nameless, outlet)?;
                self.run("DELETE FROM outlet_names WHERE folded = ?1", [&domain])?;
            }
            self.run(
                "INSERT INTO outlet_domains (domain, outlet) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                (domain, outlet),
            )?;
        }
        Ok(Some(outlet))
    }

    /// Finds an outlet by name or makes it. Of spellings that differ in case the first in code point order is shown, which
    /// has the most capitals, whichever came first.
    fn named(&mut self, name: &str) -> Result<OutletKey> {
        let known = self.first(
            "SELECT o.id, o.name FROM outlet_names n JOIN outlets o ON o.id = n.outlet WHERE n.folded = ?1",
            [folded(name)],
            |row| Ok((row.get::<_, OutletKey>(0)?, row.get::<_, String>(1)?)),
        )?;
        if let Some((outlet, shown)) = known {
            if name < shown.as_str() && folded(name) == folded(&shown) {
                self.run("UPDATE outlets SET name = ?2 WHERE id = ?1", (outlet, name))?;
            }
            return Ok(outlet);
        }
        let outlet = OutletKey(self.insert("INSERT INTO outlets (name) VALUES (?1)", [name])?);
        self.run(
            "INSERT INTO outlet_names (folded, outlet) VALUES (?1, ?2)",
            (folded(name), outlet),
        )?;
        Ok(outlet)
    }

    /// Finds or makes the outlet that the catalogue describes, shown by the catalogue's name for it.
    pub fn filed(&mut self, outlet: &Filed) -> Result<OutletKey> {
        let key = self.named(&outlet.name)?;
        let shown = self.outlet_name(key)?;
        // A name that the user made another outlet's leaves that outlet's name alone.
        if shown != outlet.name && folded(&shown) == folded(&outlet.name) {
            self.run(
                "UPDATE outlets SET name = ?2 WHERE id = ?1",
                (key, &outlet.name),
            )?;
        }
        Ok(key)
    }

    /// Keeps the user's file of outlets, and by which state of files and rules the outlets are settled.
    pub fn set_outlets_file(&mut self, text: &str, state: &str) -> Result<()> {
        self.set_setting(FILE, text)?;
        self.set_setting(STATE, state)
    }

    /// Gives an article to another outlet.
    pub fn move_article(&mut self, article: ArticleKey, outlet: Option<OutletKey>) -> Result<()> {
        self.run(
            "UPDATE articles SET outlet = ?2 WHERE id = ?1",
            (article, outlet),
        )?;
        self.unset_outlets()
    }

    /// Lets names and domains go that the catalogue knows: they are looked up there.
    pub fn drop_filed_names(&mut self, catalogue: &Catalogue) -> Result<()> {
        let names: Vec<(String, OutletKey, String)> = self.all(
            "SELECT n.folded, o.id, o.name FROM outlet_names n JOIN outlets o ON o.id = n.outlet",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        for (name, _, shown) in names {
            let own = folded(&shown) == name;
            if !own && catalogue.named(&name).is_some_and(|f| f.name == shown) {
                self.run("DELETE FROM outlet_names WHERE folded = ?1", [&name])?;
            }
        }
        let domains: Vec<String> = self.all("SELECT domain FROM outlet_domains", [], |row| {
            Ok(row.get(0)?)
        })?;
        for domain in domains.iter().filter(|d| catalogue.at(d).is_some()) {
            self.run("DELETE FROM outlet_domains WHERE domain = ?1", [domain])?;
        }
        Ok(())
    }

    /// Lets a domain go that an outlet is remembered by.
    pub fn forget_domain(&mut self, domain: &str) -> Result<()> {
        self.run("DELETE FROM outlet_domains WHERE domain = ?1", [domain])?;
        Ok(())
    }

    /// Removes an outlet that has no article any more and of which the user said nothing; says whether it did.
    pub fn drop_idle_outlet(&mut self, outlet: OutletKey) -> Result<bool> {
        let busy = self.first(
            "SELECT 1 FROM outlets o WHERE o.id = ?1 AND (o.kind IS NOT NULL OR o.publisher IS NOT NULL
                 OR EXISTS (SELECT 1 FROM articles WHERE outlet = o.id)
                 OR EXISTS (SELECT 1 FROM furniture WHERE outlet = o.id AND ruling IS NOT NULL)
                 OR EXISTS (SELECT 1 FROM template_rulings WHERE outlet = o.id))",
            [outlet],
            |_| Ok(()),
        )?;
        if busy.is_some() {
            return Ok(false);
        }
        for sql in [
            "DELETE FROM furniture WHERE outlet = ?1",
            "DELETE FROM outlet_names WHERE outlet = ?1",
            "DELETE FROM outlet_domains WHERE outlet = ?1",
            "DELETE FROM outlets WHERE id = ?1",
        ] {
            self.run(sql, [outlet])?;
        }
        Ok(true)
    }

    /// Says who owns an outlet.
    pub fn set_publisher(&mut self, outlet: OutletKey, publisher: &str) -> Result<()> {
        self.run(
            "UPDATE outlets SET publisher = ?2 WHERE id = ?1",
            (outlet, publisher),
        )?;
        Ok(())
    }

    /// Sets an outlet's kind, where one is given, and gives it domains, taking them from whoever has them; makes the
    /// outlet when it is not there.
    pub fn set_outlet(
        &mut self,
        name: &str,
        kind: Option<&str>,
        domains: &[String],
    ) -> Result<OutletKey> {
        if name.trim().is_empty() {
            return Err(Error::usage("an outlet needs a name"));
        }
        let catalogue = self.catalogue()?;
        let outlet = match catalogue.named(name) {
            Some(filed) => self.filed(filed)?,
            None => self.named(name.trim())?,
        };
        if let Some(kind) = kind {
            self.run("UPDATE outlets SET kind = ?2 WHERE id = ?1", (outlet, kind))?;
        }
        for domain in domains {
            self.run(
                "INSERT INTO outlet_domains (domain, outlet) VALUES (?1, ?2)
                 ON CONFLICT (domain) DO UPDATE SET outlet = excluded.outlet",
                (domain.trim().to_lowercase(), outlet),
            )?;
        }
        Ok(outlet)
    }

    /// Makes `from` and all its names and domains go by `into`; gives how many articles moved.
    ///
    /// Rulings on furniture move along where `into` has none; counts of stories add up.
    pub fn merge_outlets(&mut self, from: OutletKey, into: OutletKey) -> Result<usize> {
        if from == into {
            return Ok(0);
        }
        self.unset_outlets()?;
        let moved = self.run(
            "UPDATE articles SET outlet = ?2 WHERE outlet = ?1",
            (from, into),
        )?;
        for sql in [
            "UPDATE outlet_names SET outlet = ?2 WHERE outlet = ?1",
            "UPDATE outlet_domains SET outlet = ?2 WHERE outlet = ?1",
            "INSERT INTO furniture (outlet, passage, stories, ruling, rule)
             SELECT ?2, passage, stories, ruling, rule FROM furniture WHERE outlet = ?1
             ON CONFLICT (outlet, passage) DO UPDATE
             SET stories = stories + excluded.stories, ruling = coalesce(ruling, excluded.ruling)",
            "INSERT INTO template_rulings (outlet, key, ruling)
             SELECT ?2, key, ruling FROM template_rulings WHERE outlet = ?1 ON CONFLICT DO NOTHING",
            "UPDATE outlets SET kind = coalesce(kind, (SELECT kind FROM outlets WHERE id = ?1)),
                 publisher = coalesce(publisher, (SELECT publisher FROM outlets WHERE id = ?1)) WHERE id = ?2",
        ] {
            self.run(sql, (from, into))?;
        }
        self.run("DELETE FROM furniture WHERE outlet = ?1", [from])?;
        self.run("DELETE FROM template_rulings WHERE outlet = ?1", [from])?;
        self.run("DELETE FROM outlets WHERE id = ?1", [from])?;
        Ok(moved)
    }
}

#[cfg(test)]
mod tests {
    use crate::store::Store;

    #[test]
    fn a_name_is_found_whatever_its_case_in_any_script() {
        let mut store = Store::in_memory().unwrap();
        store
            .write(|w| {
                let outlet = w.outlet(Some("ИЗВЕСТИЯ  Daily"), None)?;
                assert!(outlet.is_some());
                assert_eq!(w.outlet(Some("Известия daily"), None)?, outlet);
                assert_eq!(w.outlet(Some(" "), None)?, None);
                Ok(())
            })
            .unwrap();
        assert_eq!(store.outlets().unwrap()[0].name, "ИЗВЕСТИЯ  Daily");
    }

    #[test]
    fn an_article_without_a_name_belongs_to_the_outlet_of_its_domain() {
        let mut store = Store::in_memory().unwrap();
        store
            .write(|w| {
                let named = w.outlet(Some("The Example"), Some("Example.com"))?;
                assert_eq!(w.outlet(None, Some("example.COM"))?, named);
                let other = w.outlet(None, Some("other.org"))?;
                assert_ne!(other, named);
                // A domain stays with the outlet that had it first.
                w.outlet(Some("Agency"), Some("example.com"))?;
                assert_eq!(w.outlet_at("example.com")?, named);
                Ok(())
            })
            .unwrap();
        let names: Vec<_> = store.outlets().unwrap();
        let names: Vec<_> = names.iter().map(|o| o.name.as_str()).collect();
        assert_eq!(names, ["Agency", "The Example", "other.org"]);
    }

    #[test]
    fn a_nameless_outlet_goes_over_to_the_name_that_comes_later() {
        let mut store = Store::in_memory().unwrap();
        store
            .write(|w| {
                let nameless = w.outlet(None, Some("example.com"))?;
                assert_eq!(
                    w.outlet(Some("Example.com"), Some("example.com"))?,
                    nameless
                );
                let named = w.outlet(Some("the example"), Some("example.com"))?;
                assert_ne!(named, nameless);
                assert_eq!(w.outlet(None, Some("example.com"))?, named);
                assert_eq!(w.outlet_named("example.com")?, None);
                assert_eq!(w.outlet(Some("The Example"), None)?, named);
                Ok(())
            })
            .unwrap();
        let outlets = store.outlets().unwrap();
        let names: Vec<_> = outlets.iter().map(|o| o.name.as_str()).collect();
        assert_eq!(names, ["The Example"]);
        assert_eq!(outlets[0].domains, ["example.com"]);
    }

    #[test]
    fn a_merged_outlet_is_found_by_both_names() {
        let mut store = Store::in_memory().unwrap();
        store
            .write(|w| {
                let a = w.set_outlet("AFP", Some("agency"), &["afp.com".into()])?;
                let b = w.set_outlet("Agence France-Presse", None, &[])?;
                w.merge_outlets(a, b)?;
                assert_eq!(w.outlet(Some("afp"), None)?, Some(b));
                assert_eq!(w.outlet_at("afp.com")?, Some(b));
                Ok(())
            })
            .unwrap();
        let outlets = store.outlets().unwrap();
        assert_eq!(outlets.len(), 1);
        assert_eq!(outlets[0].kind.as_deref(), Some("agency"));
        assert_eq!(outlets[0].domains, ["afp.com"]);
    }
}

//! Lines that recur in a varied form: which template each is of, and what the user ruled of it.

use std::collections::HashMap;

use crate::error::Result;
use crate::store::{ArticleKey, OutletKey, PassageKey, Reader, Writer};

impl Reader {
    /// Where an outlet's lines of a template stand: article, number of the block, passage; by article and block.
    pub fn template_lines(
        &self,
        outlet: OutletKey,
        key: i64,
    ) -> Result<Vec<(ArticleKey, u32, PassageKey)>> {
        self.all(
            "SELECT t.article, t.ordinal, b.passage FROM templates t
             JOIN articles a ON a.id = t.article
             JOIN blocks b ON b.article = t.article AND b.ordinal = t.ordinal
             WHERE t.key = ?2 AND a.outlet = ?1 AND b.passage IS NOT NULL
             ORDER BY a.uid, t.ordinal",
            (outlet, key),
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
    }

    /// The templates that an article's lines are of, with its outlet.
    pub fn templates_of(&self, article: ArticleKey) -> Result<Vec<(OutletKey, i64)>> {
        self.all(
            "SELECT DISTINCT a.outlet, t.key FROM templates t JOIN articles a ON a.id = t.article
             WHERE t.article = ?1 AND a.outlet IS NOT NULL ORDER BY t.key",
            [article],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// The templates that an outlet's witnesses of a passage are of.
    pub fn templates_of_line(&self, outlet: OutletKey, passage: PassageKey) -> Result<Vec<i64>> {
        self.all(
            "SELECT DISTINCT t.key FROM blocks b
             JOIN templates t ON t.article = b.article AND t.ordinal = b.ordinal
             JOIN articles a ON a.id = b.article
             WHERE b.passage = ?2 AND a.outlet = ?1 ORDER BY t.key",
            (outlet, passage),
            |row| Ok(row.get(0)?),
        )
    }

    /// What the user ruled of an outlet's templates.
    pub fn template_rulings(&self, outlet: OutletKey) -> Result<HashMap<i64, String>> {
        let rows: Vec<(i64, String)> = self.all(
            "SELECT key, ruling FROM template_rulings WHERE outlet = ?1",
            [outlet],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(rows.into_iter().collect())
    }
}

impl Writer<'_> {
    /// Notes the templates of an article's lines: number of the block and key.
    pub fn insert_templates(
        &mut self,
        article: ArticleKey,
        lines: impl IntoIterator<Item = (usize, i64)>,
    ) -> Result<()> {
        for (ordinal, key) in lines {
            self.run(
                "INSERT INTO templates (key, article, ordinal) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                (key, article, ordinal as i64),
            )?;
        }
        Ok(())
    }

    /// Forgets the templates of all lines, before they are noted anew.
    pub fn clear_templates(&mut self) -> Result<()> {
        self.run("DELETE FROM templates", [])?;
        Ok(())
    }

    /// Writes what the user says of a template; nothing lets the rule decide again.
    pub fn rule_template(
        &mut self,
        outlet: OutletKey,
        key: i64,
        ruling: Option<&str>,
    ) -> Result<()> {
        match ruling {
            Some(ruling) => self.run(
                "INSERT INTO template_rulings (outlet, key, ruling) VALUES (?1, ?2, ?3)
                 ON CONFLICT (outlet, key) DO UPDATE SET ruling = excluded.ruling",
                (outlet, key, ruling),
            )?,
            None => self.run(
                "DELETE FROM template_rulings WHERE outlet = ?1 AND key = ?2",
                (outlet, key),
            )?,
        };
        Ok(())
    }
}

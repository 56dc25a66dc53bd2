//! The standing lines of outlets.

use rusqlite::Row;
use rustc_hash::FxHashSet;

use crate::error::Result;
use crate::store::{FurnitureRow, OutletKey, PassageKey, Reader, Writer};

fn line(row: &Row<'_>) -> Result<FurnitureRow> {
    Ok(FurnitureRow {
        outlet: row.get(0)?,
        passage: row.get(1)?,
        stories: row.get(2)?,
        ruling: row.get(3)?,
        rule: row.get(4)?,
    })
}

const FURNITURE: &str = "SELECT outlet, passage, stories, ruling, rule FROM furniture";

impl Reader {
    /// Lists an outlet's standing lines and rulings, by passage.
    pub fn furniture(&self, outlet: OutletKey) -> Result<Vec<FurnitureRow>> {
        self.all(
            &format!("{FURNITURE} WHERE outlet = ?1 ORDER BY passage"),
            [outlet],
            line,
        )
    }

    /// Lists all standing lines and rulings.
    pub fn all_furniture(&self) -> Result<Vec<FurnitureRow>> {
        self.all(&format!("{FURNITURE} ORDER BY outlet, passage"), [], line)
    }

    /// The same as a set, without the lines that `spared` is the ruling of.
    pub fn furniture_set(&self, spared: &str) -> Result<FxHashSet<(OutletKey, PassageKey)>> {
        let mut out = FxHashSet::default();
        self.each(
            "SELECT outlet, passage FROM furniture WHERE ruling IS NOT ?1",
            [spared],
            |row| {
                out.insert((row.get(0)?, row.get(1)?));
                Ok(())
            },
        )?;
        Ok(out)
    }
}

impl Writer<'_> {
    /// Writes a line of an outlet; what was said of it before is replaced, the ruling included.
    pub fn set_furniture(&mut self, row: &FurnitureRow) -> Result<()> {
        self.run(
            "INSERT INTO furniture (outlet, passage, stories, ruling, rule) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (outlet, passage) DO UPDATE
             SET stories = excluded.stories, ruling = excluded.ruling, rule = excluded.rule",
            (row.outlet, row.passage, row.stories, &row.ruling, &row.rule),
        )?;
        Ok(())
    }

    /// Writes how many stories of an outlet hold a line; a ruling stays.
    pub fn count_furniture(
        &mut self,
        outlet: OutletKey,
        passage: PassageKey,
        stories: u32,
    ) -> Result<()> {
        self.run(
            "INSERT INTO furniture (outlet, passage, stories) VALUES (?1, ?2, ?3)
             ON CONFLICT (outlet, passage) DO UPDATE SET stories = excluded.stories",
            (outlet, passage, stories),
        )?;
        Ok(())
    }

    /// Takes a line off an outlet's list; says whether it was there.
    pub fn delete_furniture(&mut self, outlet: OutletKey, passage: PassageKey) -> Result<bool> {
        Ok(self.run(
            "DELETE FROM furniture WHERE outlet = ?1 AND passage = ?2",
            (outlet, passage),
        )? > 0)
    }
}

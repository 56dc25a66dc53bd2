//! Passages that wait for their matches to be looked at again.

use crate::error::Result;
use crate::store::{PassageKey, Reader, Writer, pack, unpack};

impl Reader {
    /// Lists the passages some of whose matches are in doubt, each once, in the order of their rows; some may have been forgotten since.
    pub fn doubtful(&self) -> Result<Vec<PassageKey>> {
        let rows: Vec<Vec<u8>> =
            self.all("SELECT passages FROM doubts", [], |row| Ok(row.get(0)?))?;
        let mut out = Vec::new();
        for row in rows {
            out.extend(unpack(&row)?.into_iter().map(PassageKey));
        }
        out.sort_unstable();
        out.dedup();
        Ok(out)
    }
}

impl Writer<'_> {
    /// Remembers that some matches of these passages are in doubt.
    pub fn insert_doubts(&mut self, passages: &[PassageKey]) -> Result<()> {
        if passages.is_empty() {
            return Ok(());
        }
        let numbers: Vec<u32> = passages.iter().map(|p| p.0).collect();
        self.run(
            "INSERT INTO doubts (passages) VALUES (?1)",
            [pack(&numbers)],
        )?;
        Ok(())
    }

    /// Forgets all passages that are in doubt.
    pub fn clear_doubts(&mut self) -> Result<()> {
        self.run("DELETE FROM doubts", [])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::store::{PassageKey, Store};

    #[test]
    fn doubts_gather_until_they_are_cleared() {
        let mut store = Store::in_memory().unwrap();
        let keys =
            |list: &[u32]| -> Vec<PassageKey> { list.iter().copied().map(PassageKey).collect() };
        let written = store.write(|w| {
            w.insert_doubts(&keys(&[7, 300]))?;
            w.insert_doubts(&keys(&[]))?;
            w.insert_doubts(&keys(&[2, 7]))
        });
        written.unwrap();
        assert_eq!(store.doubtful().unwrap(), keys(&[2, 7, 300]));
        store.write(|w| w.clear_doubts()).unwrap();
        assert!(store.doubtful().unwrap().is_empty());
    }
}

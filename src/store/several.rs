//! Rows that are inserted several with one statement.
//!
//! What a statement costs before and behind its rows is then paid once for several: of a table that never gives a number twice (AUTOINCREMENT) the last
//! number is read and written then.

use rusqlite::types::ToSqlOutput;

use crate::error::Result;
use crate::store::Writer;

/// Rows of a statement at most: as many as most articles have paragraphs.
const MOST: usize = 16;

impl Writer<'_> {
    /// Inserts rows of `N` values, in order; `into` is the statement up to its values.
    pub(crate) fn insert_several<'v, const N: usize>(
        &self,
        into: &str,
        rows: impl ExactSizeIterator<Item = [ToSqlOutput<'v>; N]>,
    ) -> Result<()> {
        let mut left = rows.len();
        let mut rows = rows;
        while left > 0 {
            let many = left.min(MOST);
            left -= many;
            let mut statement = self.conn.prepare_cached(&values(into, N, many))?;
            let values = rows.by_ref().take(many).flatten();
            for (value, at) in values.zip(1..) {
                statement.raw_bind_parameter(at, value)?;
            }
            statement.raw_execute()?;
        }
        Ok(())
    }
}

/// A statement that inserts so many rows of so many values.
fn values(into: &str, width: usize, many: usize) -> String {
    let mut sql = String::with_capacity(into.len() + 8 + many * (2 * width + 2));
    sql.push_str(into);
    sql.push_str(" VALUES ");
    for row in 0..many {
        sql.push_str(if row == 0 { "(" } else { ",(" });
        for at in 0..width {
            sql.push_str(if at == 0 { "?" } else { ",?" });
        }
        sql.push(')');
    }
    sql
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn every_row_is_inserted_once_and_in_order_however_many_there_are() {
        for many in [0, 1, 2, MOST - 1, MOST, MOST + 1, 3 * MOST + 5] {
            let mut store = Store::in_memory().unwrap();
            let domains: Vec<String> = (0..many).map(|n| format!("d{n:03}.example")).collect();
            store
                .write(|w| {
                    let outlet = w.outlet(Some("Harbour Post"), None)?.unwrap();
                    let row = |d: &String| [d.clone().into(), outlet.0.into()];
                    w.insert_several(
                        "INSERT INTO outlet_domains (domain, outlet)",
                        domains.iter().map(row),
                    )
                })
                .unwrap();
            let sql = "SELECT domain FROM outlet_domains ORDER BY domain";
            let held = store.all(sql, [], |row| Ok(row.get::<_, String>(0)?));
            assert_eq!(held.unwrap(), domains);
        }
    }
}

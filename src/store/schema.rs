//! The schema: forward-only steps from `migrations/`, and what a store of each version must look like.

use include_dir::{Dir, include_dir};
use rusqlite::{Connection, TransactionBehavior};
use rusqlite_migration::Migrations;

use crate::error::{Error, ErrorKind, Result};

static STEPS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/migrations");

/// `urtx`, in the file's header.
pub(crate) const APPLICATION_ID: i64 = 0x7572_7478;

/// How many steps this program knows: the newest schema version.
pub fn latest() -> i64 {
    i64::try_from(STEPS.dirs().count()).unwrap_or(i64::MAX)
}

fn steps() -> Result<Migrations<'static>> {
    Migrations::from_directory(&STEPS).map_err(|e| Error::new(ErrorKind::Bug, e.to_string()))
}

/// Brings the store up to `version`: all missing steps and the new number in one IMMEDIATE transaction.
///
/// Two processes may race here; the loser finds the work done and is content.
pub(crate) fn migrate(conn: &mut Connection, version: i64) -> Result<()> {
    let target = usize::try_from(version).unwrap_or(usize::MAX);
    conn.set_transaction_behavior(TransactionBehavior::Immediate);
    let outcome = steps()?.to_version(conn, target);
    match outcome {
        Ok(()) => Ok(()),
        Err(_) if self::version(conn)? == version => Ok(()),
        Err(rusqlite_migration::Error::RusqliteError { err, .. }) => {
            Err(Error::from(err).at(format!("bringing the schema to version {version}")))
        }
        Err(e) => Err(Error::store(format!("the schema cannot be updated: {e}"))),
    }
}

/// Reads the schema version from the file's header.
pub(crate) fn version(conn: &Connection) -> Result<i64> {
    Ok(conn.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// One object of a schema: its type, name and text.
type Object = (String, String, Option<String>);

fn objects(conn: &Connection) -> Result<Vec<Object>> {
    // What SQLite itself keeps (sequence numbers, planner statistics, indexes behind UNIQUE) is not ours to compare.
    let mut statement = conn.prepare(
        "SELECT type, name, sql FROM sqlite_schema
         WHERE NOT (type = 'table' AND (name = 'sqlite_sequence' OR name GLOB 'sqlite_stat[14]'))
           AND NOT (type = 'index' AND sql IS NULL AND name GLOB 'sqlite_autoindex_*')
         ORDER BY type, name",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Lists in which objects a store differs from a fresh one of the same version; empty when it is as it should be.
pub(crate) fn differences(conn: &Connection, version: i64) -> Result<Vec<String>> {
    let mut fresh = Connection::open_in_memory()?;
    migrate(&mut fresh, version)?;
    let expected = objects(&fresh)?;
    let found = objects(conn)?;
    let foreign = found.iter().filter(|o| !expected.contains(o));
    let missing = expected.iter().filter(|e| {
        !found
            .iter()
            .any(|o| (o.0.as_str(), o.1.as_str()) == (e.0.as_str(), e.1.as_str()))
    });
    Ok(foreign
        .map(|(kind, name, _)| format!("unknown {kind} {name}"))
        .chain(missing.map(|(kind, name, _)| format!("no {kind} {name}")))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    #[test]
    fn released_steps_are_never_edited() {
        #[rustfmt::skip]
        let pinned: [(&str, &str); 17] = [
            ("01-articles", "1cbd7664172c6511ffd47f68625a95a6c173df999a9840b4ddb0ce969ec993ea"),
            ("02-passages", "402c841e0e2cf28b50b9fef80519bd3d7b46b2b4aeb95b24a6c11eaa5c89dfb7"),
            ("03-postings", "67b8db6598f0863ef8a63d0b221ed7c3a374f992c9e7c511a6fcc3db219abc0c"),
            ("04-pairings", "011acc4c62b6e6ee82e04c04ba8c5041e21fe8755a9897298f820677906311e7"),
            ("05-versions", "f2b069af7533dd66e9bb14f31023ad503484dcc97ab1fe7663f567cfc7caa2ff"),
            ("06-fetches", "941c0ea2ac527c774c8b8b4e8dc9e996dc96e0813602739ab08b12b7563a4999"),
            ("07-zones", "451be4d35930438972636f67e4240771bf98aa898ef75e5775cd8310bb928c61"),
            ("08-version-keys", "80b38a2389224276d8a6433febe150d43e5bf645a8fc52f4e0598e73bb37e420"),
            ("09-publishers", "2a996dd1d9970b776f80652544b9a7888c255f714cba7c85a08f1d9373e4a7bc"),
            ("10-hubs", "96fef566cb51b6657909ab8dc85078b22ac84a063155f5e1a972861986d80690"),
            ("11-reviews", "ffd4667406b3ad74bb7e1c8269610eadddb8461406041057a506bade32a09eae"),
            ("12-pairs", "66601a71028d6585aa22777e7223a595a337960dd0eac4581c69f2d202b0387f"),
            ("13-tally", "d29ec115f059cdc0e5f9137cafef79be4ca534754229fd0c7e2a7be0e125b870"),
            ("14-shelves", "37a7594e5e3bd91e787a129970ed4bd579cc89c678552f448fe979bdff234f81"),
            ("15-twins", "21554aba59718b09c3214c9ab83a2399433514a15566f0aae393933af8060433"),
            ("16-doubts", "bd3a20c4f297922dad65c0867ce341a6bd24d4eae1f89c5afa8614bcfdb88ed0"),
            ("17-outlet-order", "4b37d5bdfd6bb953c0c5c6e2e7d6eb2661486529ccf803e5c7c4e55938323546"),
        ];
        assert_eq!(STEPS.dirs().count(), pinned.len(), "pin the new step too");
        for (name, sum) in pinned {
            let file = STEPS.get_file(format!("{name}/up.sql")).unwrap();
            let found: String = Sha256::digest(file.contents())
                .iter()
                .map(|b| format!("{b:02x}"))
                .collect();
            assert_eq!(found, sum, "{name}");
        }
    }

    #[test]
    fn migrating_twice_changes_nothing() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn, latest()).unwrap();
        migrate(&mut conn, latest()).unwrap();
        assert_eq!(version(&conn).unwrap(), latest());
        assert!(differences(&conn, latest()).unwrap().is_empty());
    }

    #[test]
    fn a_step_that_fails_half_way_leaves_the_former_version() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn, 1).unwrap();
        // The last table of step 2 is in the way: everything before it must be undone.
        conn.execute_batch("CREATE TABLE hubs (x)").unwrap();
        let error = migrate(&mut conn, latest()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Store);
        assert_eq!(version(&conn).unwrap(), 1);
        let half: i64 = conn
            .query_row(
                "SELECT count(*) FROM sqlite_schema WHERE name IN ('passages', 'blocks')",
                [],
                |r| r.get(0),
            )
            .unwrap();
        assert_eq!(half, 0);
    }

    #[test]
    fn hubs_go_by_the_keys_that_shingles_have_now() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn, 14).unwrap();
        conn.pragma_update(None, "foreign_keys", false).unwrap();
        // The second old key is the first new one.
        let hashes = [1_i64, 2, 4, (1 << 44) - 1];
        for hash in hashes {
            let row = "INSERT INTO hubs (key, passage, priority) VALUES ((2 << 44) + ?1, 7, 1)";
            conn.execute(row, [hash]).unwrap();
        }
        migrate(&mut conn, 15).unwrap();
        let mut keys = conn.prepare("SELECT key FROM hubs ORDER BY key").unwrap();
        let keys: Vec<i64> = keys
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap();
        assert_eq!(keys, hashes.map(|hash| (2 << 44) + 2 * hash));
    }

    #[test]
    fn tables_are_strict() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn, latest()).unwrap();
        assert!(
            conn.execute(
                "INSERT INTO hubs (key, passage, priority) VALUES ('word', 1, 1)",
                []
            )
            .is_err()
        );
        let lax: i64 = conn
            .query_row(
                "SELECT count(*) FROM sqlite_schema WHERE type = 'table'
                 AND name NOT GLOB 'sqlite_*' AND sql NOT LIKE '%STRICT%'",
                [],
                |r| r.get(0),
            )
            .unwrap();
        assert_eq!(lax, 0);
    }
}

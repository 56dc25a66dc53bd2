//! Opens a store so that a file from a stranger can do nothing, and refuses what is not ours before anything is written.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::error::{Error, Result};
use crate::store::{Mode, schema, versions};

/// How long a write waits for another process's write. A batch with its merges of the index may take many seconds on a
/// slow disk, and a second `ingest` should wait for it rather than fail.
const PATIENCE: Duration = Duration::from_secs(30);

/// Page cache in KiB: a batch's dirty pages mostly fit, so that few are written twice.
pub(crate) const CACHE_KIB: i64 = 80 * 1024;

/// Bytes of a page of a new store. Nearly every row goes to the end of its table, so larger pages mean fewer to find, split and log: 100,000 articles
/// took 5 to 8 % less CPU than with SQLite's 4,096, in a file of the same size.
pub(crate) const PAGE: i64 = 16_384;

/// Pages after which the write-ahead log is copied into the file: a page that several batches change is written there once every 32 MiB.
const CHECKPOINT: i64 = 2_048;

/// Prepared statements kept: more than this room has, so that a batch prepares each once (the default is 16).
const STATEMENTS: usize = 128;

/// The largest value; an article's text is far below (64 MiB is also the largest file that is read).
const LARGEST_VALUE: i32 = 64 << 20;

/// Opens the store at `path` as `mode` says.
pub(crate) fn open(path: &Path, mode: Mode) -> Result<Connection> {
    let size = match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => {
            return Err(Error::store("a folder stands where the store should be"));
        }
        Ok(found) => Some(found.len()),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => None,
        Err(e) => return Err(Error::store(format!("the store cannot be opened: {e}"))),
    };
    match (size, mode) {
        (None, Mode::Read | Mode::Write) => return Err(Error::store("no such store")),
        (Some(0), Mode::Read) => return Err(Error::store("an empty file, not a store")),
        (None | Some(0), _) => {}
        (Some(size), _) => {
            let Some((conn, version)) = inspect(path, size)? else {
                if mode == Mode::Read {
                    return Err(Error::store("an empty file, not a store"));
                }
                return make(path, mode);
            };
            if mode == Mode::Read {
                if version < schema::latest() {
                    return Err(Error::store(format!(
                        "schema {version} is older than this program's ({}); any command that writes brings it up to date",
                        schema::latest()
                    )));
                }
                return Ok(conn);
            }
        }
    }
    make(path, mode)
}

/// Opens for writing what has been looked at, and makes or completes its tables.
fn make(path: &Path, mode: Mode) -> Result<Connection> {
    let create = OpenFlags::SQLITE_OPEN_CREATE;
    let mut conn = Connection::open_with_flags(
        path,
        if mode == Mode::Create {
            flags(OpenFlags::SQLITE_OPEN_READ_WRITE) | create
        } else {
            flags(OpenFlags::SQLITE_OPEN_READ_WRITE)
        },
    )?;
    harden(&conn)?;
    // Of a file that holds pages already they keep the size they have.
    conn.pragma_update(None, "page_size", PAGE)?;
    write_ahead(&conn)?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    // A forgotten article's pages are overwritten where that costs no extra write.
    conn.pragma_update(None, "secure_delete", "FAST")?;
    conn.pragma_update(None, "journal_size_limit", 64 << 20)?;
    conn.pragma_update(None, "wal_autocheckpoint", CHECKPOINT)?;
    if schema::version(&conn)? < schema::latest() {
        schema::migrate(&mut conn, schema::latest())?;
    }
    versions::complete(&conn)?;
    Ok(conn)
}

/// Opens for reading a file that is open already, as strictly as the first time; nothing where it is no store of today's any more.
pub(crate) fn again(path: &Path) -> Result<Option<Connection>> {
    let size = std::fs::metadata(path).map_or(0, |found| found.len());
    let found = inspect(path, size)?.filter(|(_, version)| *version == schema::latest());
    Ok(found.map(|(conn, _)| conn))
}

/// Opens an empty store in memory.
pub(crate) fn in_memory() -> Result<Connection> {
    let mut conn = Connection::open_in_memory_with_flags(flags(OpenFlags::SQLITE_OPEN_READ_WRITE))?;
    harden(&conn)?;
    schema::migrate(&mut conn, schema::latest())?;
    Ok(conn)
}

/// No symbolic surprises: URIs off, one thread at a time by the type system instead of a mutex.
fn flags(access: OpenFlags) -> OpenFlags {
    access | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE
}

/// What a program leaves that was killed while it made a store is one page, of today's size or of SQLite's own. A smaller file would be taken for
/// an empty database and overwritten, whatever it holds.
fn is_one_page(size: u64) -> bool {
    [4_096, PAGE]
        .iter()
        .any(|&page| u64::try_from(page) == Ok(size))
}

/// Looks at an existing file of `size` bytes through a read-only handle and gives that handle with the schema version.
/// Nothing when the file is a database in which nobody has made anything yet: a store that was killed at its birth.
fn inspect(path: &Path, size: u64) -> Result<Option<(Connection, i64)>> {
    let conn = match open_read_only(path) {
        Ok(conn) => conn,
        // The journal of a first page that was never finished: undone by whoever opens it for writing.
        Err(Looked::Unfinished) if is_one_page(size) => return Ok(None),
        Err(looked) => return Err(looked.into()),
    };
    let application: i64 = conn.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let version = schema::version(&conn)?;
    let objects: i64 =
        conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if is_one_page(size) && (application, version, objects) == (0, 0, 0) {
        return Ok(None);
    }
    if application != schema::APPLICATION_ID {
        return Err(Error::store(format!(
            "not an urtext store: a database of another program (application id {application:#010x}, ours is {:#010x})",
            schema::APPLICATION_ID
        )));
    }
    if version > schema::latest() {
        return Err(Error::store(format!(
            "schema {version} is newer than this program ({})",
            schema::latest()
        )));
    }
    if version < 1 {
        return Err(Error::store(format!(
            "schema {version} is none of this program's (1 to {})",
            schema::latest()
        )));
    }
    let strange = schema::differences(&conn, version)?;
    if let Some(first) = strange.first() {
        let more = match strange.len() {
            1 => String::new(),
            n => format!(" and {} more", n - 1),
        };
        return Err(Error::store(format!(
            "not as this program made it, so it is not used: {first}{more}"
        )));
    }
    Ok(Some((conn, version)))
}

/// Why a file could not be looked at.
enum Looked {
    /// It has a journal that must be rolled back before it can be read.
    Unfinished,
    /// Anything else.
    Failed(Error),
}

impl From<Looked> for Error {
    fn from(looked: Looked) -> Self {
        match looked {
            Looked::Failed(error) => error,
            Looked::Unfinished => Self::store(
                "a write was broken off and left a journal beside the file; open it once with the program that wrote it",
            ),
        }
    }
}

impl From<rusqlite::Error> for Looked {
    fn from(error: rusqlite::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Error> for Looked {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

fn open_read_only(path: &Path) -> std::result::Result<Connection, Looked> {
    let conn = Connection::open_with_flags(path, flags(OpenFlags::SQLITE_OPEN_READ_ONLY))?;
    // Either may be the first to touch the file.
    let looked = harden(&conn)
        .and_then(|()| conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())));
    match looked {
        Ok(()) => Ok(conn),
        Err(rusqlite::Error::SqliteFailure(e, _))
            if e.extended_code == rusqlite::ffi::SQLITE_READONLY_ROLLBACK =>
        {
            Err(Looked::Unfinished)
        }
        // A WAL database needs its -shm file even for reading. Where the folder does not let it be made, nobody can be
        // writing through it either, so without a -wal file the main file is the whole truth.
        Err(e)
            if matches!(
                e.sqlite_error_code(),
                Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly)
            ) && no_log(path) =>
        {
            drop(conn);
            let conn = Connection::open_with_flags(
                immutable(path),
                flags(OpenFlags::SQLITE_OPEN_READ_ONLY) | OpenFlags::SQLITE_OPEN_URI,
            )?;
            harden(&conn)?;
            Ok(conn)
        }
        Err(e) => Err(e.into()),
    }
}

/// True when no write-ahead log stands beside the file.
fn no_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(Path::new(&log)).map_or(true, |found| found.len() == 0)
}

/// The file as a URI that promises SQLite that nobody changes it.
fn immutable(path: &Path) -> String {
    let mut uri = String::from("file:");
    for &byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri.push_str("?immutable=1");
    uri
}

/// Switches off whatever a hostile file could use ("Defense Against The Dark Arts", sqlite.org/security.html).
fn harden(conn: &Connection) -> rusqlite::Result<()> {
    conn.busy_timeout(PATIENCE)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    for (switch, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
    ] {
        conn.set_db_config(switch, on)?;
    }
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_LENGTH, LARGEST_VALUE),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 100),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 10),
        (Limit::SQLITE_LIMIT_VDBE_OP, 25_000),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 10),
    ] {
        conn.set_limit(limit, most)?;
    }
    // Else a statement is planned anew whenever a bound value may matter to its plan.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "cell_size_check", true)?;
    conn.pragma_update(None, "mmap_size", 0)?;
    conn.pragma_update(None, "cache_size", -CACHE_KIB)?;
    Ok(())
}

/// Turns the write-ahead log on, so that readers go on beside a writer.
///
/// The first switch needs the file for itself, and SQLite does not always wait for that by the busy timeout.
fn write_ahead(conn: &Connection) -> Result<()> {
    let pause = Duration::from_millis(20);
    let mut left = PATIENCE.as_millis() / pause.as_millis();
    loop {
        let outcome = conn.query_row("PRAGMA journal_mode = WAL", [], |row| {
            row.get::<_, String>(0)
        });
        match outcome {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(_) => {
                return Err(Error::store(
                    "the file system cannot hold a store (no shared memory for the write-ahead log)",
                ));
            }
            Err(e) if left > 0 && e.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                left -= 1;
                std::thread::sleep(pause);
            }
            Err(e) => return Err(e.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::store::Store;
    use crate::store::sample::{add, articles};
    use tempfile::{TempDir, tempdir};

    /// Asserts that a file is refused in every mode, with these words, and stays as it is.
    fn refused(path: &Path, words: &[&str]) {
        let before = std::fs::read(path).unwrap();
        for mode in [Mode::Read, Mode::Write, Mode::Create] {
            let error = Store::open(path, mode).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Store);
            for word in words {
                assert!(error.to_string().contains(word), "{error}");
            }
        }
        assert_eq!(std::fs::read(path).unwrap(), before);
    }

    fn made(sql: &str) -> (TempDir, std::path::PathBuf) {
        let folder = tempdir().unwrap();
        let path = folder.path().join("news.db");
        Store::open(&path, Mode::Create).unwrap();
        let conn = Connection::open(&path).unwrap();
        conn.execute_batch(sql).unwrap();
        conn.pragma_update(None, "journal_mode", "DELETE").unwrap();
        drop(conn);
        (folder, path)
    }

    #[test]
    fn a_newer_store_is_refused_unchanged_and_both_versions_are_named() {
        let newer = schema::latest() + 1;
        let (_folder, path) = made(&format!("PRAGMA user_version = {newer}"));
        refused(
            &path,
            &[
                "news.db",
                &format!("schema {newer} is newer than this program ({})", newer - 1),
            ],
        );
    }

    #[test]
    fn a_database_in_which_nobody_has_made_anything_becomes_a_store() {
        // What a kill leaves between the first page and the first table.
        let folder = tempdir().unwrap();
        let path = folder.path().join("newborn.db");
        let conn = Connection::open(&path).unwrap();
        conn.pragma_update(None, "journal_mode", "WAL").unwrap();
        drop(conn);
        assert!(std::fs::metadata(&path).unwrap().len() > 0);
        assert!(open(&path, Mode::Read).is_err());
        assert!(open(&path, Mode::Create).is_ok());
        assert!(open(&path, Mode::Read).is_ok());
    }

    #[test]
    fn another_programs_database_is_refused_unchanged() {
        let (_folder, path) = made("PRAGMA application_id = 1");
        refused(&path, &["another program", "0x00000001", "0x75727478"]);
    }

    #[test]
    fn a_file_that_is_no_database_is_refused_unchanged() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("notes.txt");
        std::fs::write(&path, "Dear diary, ".repeat(1_000)).unwrap();
        refused(&path, &["not a SQLite file"]);
        std::fs::write(&path, "x").unwrap();
        refused(&path, &["notes.txt"]);
        let error = Store::open(folder.path(), Mode::Create).unwrap_err();
        assert!(error.to_string().contains("folder"), "{error}");
    }

    #[test]
    fn strange_triggers_views_and_tables_are_refused_unchanged() {
        for (sql, word) in [
            (
                "CREATE TRIGGER sly AFTER INSERT ON articles BEGIN DELETE FROM articles; END",
                "unknown trigger sly",
            ),
            ("CREATE VIEW sly AS SELECT 1", "unknown view sly"),
            ("CREATE TABLE sly (x)", "unknown table sly"),
            ("DROP INDEX matches_by_b", "no index matches_by_b"),
        ] {
            let (_folder, path) = made(sql);
            refused(&path, &[word]);
        }
    }

    #[test]
    fn an_empty_file_may_be_taken() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("empty.db");
        std::fs::write(&path, "").unwrap();
        assert!(Store::open(&path, Mode::Read).is_err());
        let mut store = Store::open(&path, Mode::Write).unwrap();
        add(&mut store, &articles(1)).unwrap();
        assert_eq!(store.facts().unwrap().journal, "wal");
        assert_eq!(store.facts().unwrap().application_id, 0x7572_7478);
    }

    #[test]
    fn only_create_makes_a_store() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("none.db");
        for mode in [Mode::Read, Mode::Write] {
            let error = Store::open(&path, mode).unwrap_err();
            assert!(error.to_string().ends_with("no such store"), "{error}");
        }
        assert!(!path.exists());
    }

    #[test]
    fn an_older_store_is_brought_up_to_date_by_a_writer_alone() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("old.db");
        let mut conn = Connection::open(&path).unwrap();
        schema::migrate(&mut conn, 1).unwrap();
        drop(conn);
        let error = Store::open(&path, Mode::Read).unwrap_err();
        assert!(error.to_string().contains("schema 1 is older"), "{error}");
        Store::open(&path, Mode::Write).unwrap();
        assert_eq!(
            Store::open(&path, Mode::Read)
                .unwrap()
                .facts()
                .unwrap()
                .schema,
            schema::latest()
        );
    }

    #[test]
    fn texts_of_an_older_store_are_moved_to_shelves() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("old.db");
        let mut conn = Connection::open(&path).unwrap();
        schema::migrate(&mut conn, 12).unwrap();
        for (id, text) in [
            (1_i64, "The ferry is late."),
            (7, "Die Fähre kommt später."),
        ] {
            conn.execute(
                "INSERT INTO articles (id, uid, first_seen_at, words, paragraphs, hidden, text)
                 VALUES (?1, ?2, 0, 4, 1, 0, ?3)",
                (id, [id as u8; 16], text),
            )
            .unwrap();
        }
        drop(conn);
        let store = Store::open(&path, Mode::Write).unwrap();
        let text = |id| store.text(crate::store::ArticleKey(id)).unwrap();
        assert_eq!(text(1), "The ferry is late.");
        assert_eq!(text(7), "Die Fähre kommt später.");
        assert!(store.misplaced_texts().unwrap().is_empty());
        assert_eq!(store.scope().unwrap().articles, 2);
    }

    #[test]
    fn many_may_make_the_same_store_at_once() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("new.db");
        std::thread::scope(|threads| {
            for part in articles(16).chunks(4) {
                let (path, part) = (&path, part.to_vec());
                threads.spawn(move || {
                    let mut store = Store::open(path, Mode::Create).unwrap();
                    add(&mut store, &part).unwrap();
                });
            }
        });
        let store = Store::open(&path, Mode::Read).unwrap();
        assert_eq!(store.scope().unwrap().articles, 16);
    }

    #[test]
    fn a_reader_cannot_write_and_says_why() {
        let (_folder, path) = made("");
        let mut store = Store::open(&path, Mode::Read).unwrap();
        let error = add(&mut store, &articles(1)).unwrap_err();
        assert!(error.to_string().contains("read-only"), "{error}");
    }

    #[test]
    fn a_store_in_an_untouchable_folder_is_read_as_it_lies() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("50% of ?all & #1.db");
        let mut store = Store::open(&path, Mode::Create).unwrap();
        add(&mut store, &articles(2)).unwrap();
        drop(store);
        assert!(no_log(&path));
        let conn = Connection::open_with_flags(
            immutable(&path),
            flags(OpenFlags::SQLITE_OPEN_READ_ONLY) | OpenFlags::SQLITE_OPEN_URI,
        )
        .unwrap();
        harden(&conn).unwrap();
        let count: i64 = conn
            .query_row("SELECT count(*) FROM articles", [], |r| r.get(0))
            .unwrap();
        assert_eq!(count, 2);
    }

    #[test]
    fn a_store_is_opened_with_its_guards_up() {
        let (_folder, path) = made("");
        for mode in [Mode::Read, Mode::Write] {
            let conn = open(&path, mode).unwrap();
            let ask = |name: &str| -> i64 {
                conn.query_row(&format!("PRAGMA {name}"), [], |r| r.get(0))
                    .unwrap()
            };
            assert_eq!(ask("foreign_keys"), 1);
            assert_eq!(ask("cell_size_check"), 1);
            assert_eq!(ask("trusted_schema"), 0);
            assert_eq!(ask("mmap_size"), 0);
            assert_eq!(ask("busy_timeout"), 30_000);
            assert_eq!(ask("synchronous"), 2);
            if mode == Mode::Write {
                assert_eq!(ask("secure_delete"), 2);
            }
            assert!(conn.execute("ATTACH ':memory:' AS other", []).is_err());
            assert!(conn.execute("DELETE FROM sqlite_schema", []).is_err());
            assert!(
                conn.query_row("SELECT load_extension('x')", [], |_| Ok(()))
                    .is_err()
            );
        }
    }

    #[test]
    fn a_reader_goes_on_beside_a_running_write() {
        let (_folder, path) = made("");
        let mut writer = Store::open(&path, Mode::Write).unwrap();
        add(&mut writer, &articles(2)).unwrap();
        writer
            .write(|w| {
                crate::store::sample::add_within(w, &articles(5))?;
                let reader = Store::open(&path, Mode::Read)?;
                assert_eq!(reader.scope()?.articles, 2);
                assert_eq!(w.scope()?.articles, 5);
                Ok(())
            })
            .unwrap();
    }
}

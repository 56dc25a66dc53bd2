-- The inverted index: feature key -> passages, as sorted immutable runs cut into blocks of one database page each.
--
-- A row a posting would cost 19 bytes and, in random order, seven times the time. Blocks of a run have consecutive
-- ids in key order; a key's postings may span blocks. The blocks' format: src/store/run.rs.
CREATE TABLE posting_runs (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    level       INTEGER NOT NULL,
    postings    INTEGER NOT NULL,
    first_block INTEGER NOT NULL,
    last_block  INTEGER NOT NULL
) STRICT;

CREATE TABLE posting_blocks (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    run       INTEGER NOT NULL,
    first_key INTEGER NOT NULL,
    last_key  INTEGER NOT NULL,
    data      BLOB NOT NULL
) STRICT;
CREATE INDEX posting_blocks_by_key ON posting_blocks (run, last_key);

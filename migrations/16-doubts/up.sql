-- Passages some of whose matches may have to go, as packed numbers of their rows: one row for each transaction of an ingest, none once it has ended.
CREATE TABLE doubts (
    id       INTEGER PRIMARY KEY,
    passages BLOB NOT NULL
) STRICT;

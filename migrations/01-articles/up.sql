-- Who printed what, when by whose claim, and whom it credits.
--
-- Only facts stand here: texts unchanged, claims as claimed. What follows from them (arrows, origins, lags) is
-- recomputed and never stored. The application id is "urtx", so that `file` and this program tell the file apart.
PRAGMA application_id = 0x75727478;

CREATE TABLE settings (
    key   TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outlets (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    kind TEXT
) STRICT;

-- Every name an outlet goes by, its own among them, folded to lower case in all scripts (NOCASE knows ASCII alone).
CREATE TABLE outlet_names (
    folded TEXT PRIMARY KEY NOT NULL,
    outlet INTEGER NOT NULL REFERENCES outlets (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX outlet_names_by_outlet ON outlet_names (outlet);

CREATE TABLE outlet_domains (
    domain TEXT PRIMARY KEY NOT NULL,
    outlet INTEGER NOT NULL REFERENCES outlets (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX outlet_domains_by_outlet ON outlet_domains (outlet);

-- The text stands last, so that the other columns are read without it.
CREATE TABLE articles (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    uid           BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    outlet        INTEGER REFERENCES outlets (id),
    url           TEXT,
    canonical_url TEXT,
    name          TEXT,
    title         TEXT,
    byline        TEXT,
    language      TEXT,
    named_outlet  TEXT, -- the outlet its own furniture names, when it is another than its own
    first_seen_at INTEGER NOT NULL, -- epoch seconds by our own clock
    words         INTEGER NOT NULL, -- in body paragraphs
    paragraphs    INTEGER NOT NULL, -- body paragraphs
    hidden        INTEGER NOT NULL, -- characters folded away that smell of hiding
    text          TEXT NOT NULL
) STRICT;
CREATE INDEX articles_by_url ON articles (url);
CREATE INDEX articles_by_name ON articles (name);
CREATE INDEX articles_by_outlet ON articles (outlet);

CREATE TABLE date_claims (
    article   INTEGER NOT NULL REFERENCES articles (id),
    position  INTEGER NOT NULL,
    earliest  INTEGER NOT NULL, -- epoch seconds, inclusive
    latest    INTEGER NOT NULL,
    origin    TEXT NOT NULL,
    role      TEXT NOT NULL,
    precision TEXT NOT NULL,
    printed   TEXT NOT NULL,
    PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;

-- start and end are bytes of the article's text; both empty when the credit stands outside it.
CREATE TABLE credits (
    article  INTEGER NOT NULL REFERENCES articles (id),
    position INTEGER NOT NULL,
    form     TEXT NOT NULL,
    name     TEXT NOT NULL,
    printed  TEXT NOT NULL,
    start    INTEGER,
    "end"    INTEGER,
    url      TEXT,
    PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE links (
    article  INTEGER NOT NULL REFERENCES articles (id),
    position INTEGER NOT NULL,
    url      TEXT NOT NULL,
    PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;

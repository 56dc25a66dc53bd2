-- Each distinct normalised paragraph text once, where it stands, and which of them share text.
--
-- 500 outlets that print one paragraph are 500 rows of `blocks` pointing to one passage. The passage keeps no text of
-- its own: article, start and "end" name one witness to read it from.
--
-- sha256 has no unique index: hashes arrive in random order, and random b-tree inserts are several times slower than
-- everything else at ten million rows. An exact look-up is one more key of the inverted index; writers look before
-- they insert, inside one IMMEDIATE transaction, and `doctor` looks for doubles.
CREATE TABLE passages (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256              BLOB NOT NULL CHECK (length(sha256) = 32),
    simhash             INTEGER NOT NULL, -- 64 bits, as a signed number
    words               INTEGER NOT NULL,
    shingles            INTEGER NOT NULL,
    fingerprint_version INTEGER NOT NULL,
    article             INTEGER NOT NULL REFERENCES articles (id),
    start               INTEGER NOT NULL,
    "end"               INTEGER NOT NULL
) STRICT;
CREATE INDEX passages_by_article ON passages (article);

-- The tiles of an article. kind: 0 headline, 1 byline, 2 dateline, 3 caption, 4 paragraph, 5 credit line, 6 furniture.
-- ordinal counts all tiles from 0, paragraph the body paragraphs from 1.
CREATE TABLE blocks (
    article   INTEGER NOT NULL REFERENCES articles (id),
    ordinal   INTEGER NOT NULL,
    kind      INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 6),
    start     INTEGER NOT NULL,
    "end"     INTEGER NOT NULL,
    paragraph INTEGER,
    passage   INTEGER REFERENCES passages (id),
    PRIMARY KEY (article, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX blocks_by_passage ON blocks (passage) WHERE passage IS NOT NULL;

-- Two passages share text: symmetric, without arrow or date, so that no correction of a date touches it.
CREATE TABLE matches (
    a       INTEGER NOT NULL REFERENCES passages (id),
    b       INTEGER NOT NULL REFERENCES passages (id),
    kind    TEXT NOT NULL,
    score   REAL NOT NULL,
    a_in_b  REAL NOT NULL,
    b_in_a  REAL NOT NULL,
    runs    BLOB NOT NULL, -- aligned stretches, packed
    reasons TEXT NOT NULL,
    PRIMARY KEY (a, b),
    CHECK (a < b)
) STRICT, WITHOUT ROWID;
CREATE INDEX matches_by_b ON matches (b);

-- An outlet's standing lines: how many of its stories hold the passage, and what the user ruled, if anything.
CREATE TABLE furniture (
    outlet  INTEGER NOT NULL REFERENCES outlets (id),
    passage INTEGER NOT NULL REFERENCES passages (id),
    stories INTEGER NOT NULL,
    ruling  TEXT,
    PRIMARY KEY (outlet, passage)
) STRICT, WITHOUT ROWID;
CREATE INDEX furniture_by_passage ON furniture (passage);

-- Keys that more passages share than are looked up, so that a cut can be reported.
CREATE TABLE capped (
    key INTEGER PRIMARY KEY NOT NULL
) STRICT;

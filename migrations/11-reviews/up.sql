-- What people said of matches: confirmed, dismissed, or open again, with their notes.
--
-- A review is of two articles, or of one paragraph of each; both are named by content (the hash that is an article's id, the SHA-256 of a
-- paragraph's words), so that it outlives re-judging, another order of ingest and a store that is built anew. It has no arrow. Nothing is ever
-- overwritten: the last review of a pair counts, the earlier ones stay.
CREATE TABLE reviews (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    a           BLOB NOT NULL CHECK (length(a) = 16), -- the smaller id of the two articles
    b           BLOB NOT NULL CHECK (length(b) = 16),
    a_paragraph BLOB CHECK (length(a_paragraph) = 32),
    b_paragraph BLOB CHECK (length(b_paragraph) = 32),
    verdict     TEXT NOT NULL,
    note        TEXT,
    reviewer    TEXT,
    reviewed_at INTEGER NOT NULL, -- epoch seconds
    CHECK (a <= b),
    CHECK ((a_paragraph IS NULL) = (b_paragraph IS NULL))
) STRICT;
CREATE INDEX reviews_by_a ON reviews (a);
CREATE INDEX reviews_by_b ON reviews (b);

-- Two articles that may be rewritten one from the other: nominated by common rare stems and by their paragraphs side by side.
--
-- Only the nomination is kept: what each paragraph is called, and which text came first, is judged anew each time it is asked.
-- a is the article with the smaller id: a nomination has no arrow.
CREATE TABLE pairings (
    a INTEGER NOT NULL REFERENCES articles (id),
    b INTEGER NOT NULL REFERENCES articles (id),
    PRIMARY KEY (a, b),
    CHECK (a < b)
) STRICT, WITHOUT ROWID;
CREATE INDEX pairings_by_b ON pairings (b);

-- Articles of which not every candidate for a rewrite was read, and how many were left: a cut is told, never silent.
CREATE TABLE unread_candidates (
    article INTEGER PRIMARY KEY NOT NULL REFERENCES articles (id),
    unread  INTEGER NOT NULL
) STRICT;

-- Texts one behind the other: a row of its own leaves a quarter of a page empty behind most of them.
CREATE TABLE shelves (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    texts BLOB NOT NULL
) STRICT;
ALTER TABLE articles ADD COLUMN shelf INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN text_start INTEGER NOT NULL DEFAULT 0;  -- in bytes
ALTER TABLE articles ADD COLUMN text_length INTEGER NOT NULL DEFAULT 0; -- in bytes
INSERT INTO shelves (id, texts) SELECT id, CAST(text AS BLOB) FROM articles;
UPDATE articles SET shelf = id, text_length = length(CAST(text AS BLOB));
ALTER TABLE articles DROP COLUMN text;
CREATE INDEX articles_by_shelf ON articles (shelf);

-- Blocks of the index are packed more closely: it is built anew by the next write.
DELETE FROM posting_blocks;
DELETE FROM posting_runs;
INSERT OR IGNORE INTO settings (key, value) SELECT 'index', 'missing' WHERE EXISTS (SELECT 1 FROM passages);

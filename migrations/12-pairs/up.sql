-- The index is built anew: rewrites are looked for by pairs of rare stems, and blocks hold keys that are found without decoding the rest.
--
-- Postings follow from the texts; a store that holds articles gets its new ones the next time it is opened for writing: the setting says
-- that they are missing.
DELETE FROM posting_blocks;
DELETE FROM posting_runs;
INSERT INTO settings (key, value) SELECT 'index', 'missing' WHERE EXISTS (SELECT 1 FROM passages);

-- Articles that were added without looking for rewrites: their pairs of stems are not in the index yet.
CREATE TABLE unpaired (
    article INTEGER PRIMARY KEY NOT NULL REFERENCES articles (id)
) STRICT;

-- The two keys of a shingle, in short paragraphs and in longer ones, are neighbours: the index is built anew by the next write.
DELETE FROM posting_blocks;
DELETE FROM posting_runs;
INSERT OR IGNORE INTO settings (key, value) SELECT 'index', 'missing' WHERE EXISTS (SELECT 1 FROM passages);

-- A hub goes by the key in longer paragraphs, which was 2^45 and a hash and is 2^45 and twice the hash; by way of negative numbers, so that no new key meets an old one.
UPDATE hubs SET key = -(2 * key - (2 << 44));
UPDATE hubs SET key = -key;

-- Outlets that have an article; counted anew by the next write where it is not known.
ALTER TABLE tally ADD COLUMN outlets INTEGER;

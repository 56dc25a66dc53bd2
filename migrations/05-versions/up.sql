-- What a publisher says of an article beside its text: under which terms it may be used, which story and version it is, and
-- whether the publisher still stands by it.
--
-- Which articles are versions of one another is not stored: it follows from story, address and outlet.
ALTER TABLE articles ADD COLUMN licence TEXT;
ALTER TABLE articles ADD COLUMN story TEXT;
ALTER TABLE articles ADD COLUMN revision INTEGER;
ALTER TABLE articles ADD COLUMN status TEXT NOT NULL DEFAULT 'usable';
CREATE INDEX articles_by_story ON articles (story) WHERE story IS NOT NULL;
CREATE INDEX articles_by_canonical_url ON articles (canonical_url) WHERE canonical_url IS NOT NULL;

-- By what an article is known over its versions: its addresses without what varies, and its publisher's own identifier.
--
-- The keys follow from the article; they stand here so that the other versions of one are found without reading all. Articles that
-- were there before get theirs the next time the store is opened for writing: the setting says that they are missing.
CREATE TABLE version_keys (
    key     TEXT    NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (id),
    PRIMARY KEY (key, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX version_keys_by_article ON version_keys (article);
INSERT INTO settings (key, value) SELECT 'version_keys', 'missing' WHERE EXISTS (SELECT 1 FROM articles);

-- Which passages stand for all that share a shingle, where very many do.
--
-- Up to a few dozen holders of a shingle are compared each with each. Of more, each is compared with the hubs alone: holders chosen by
-- the beginning of their SHA-256, so that the choice hangs on their words and not on the order in which they came. No shingle is cut from
-- look-ups any more. A store from before gets its hubs as its shingles are met again.
CREATE TABLE hubs (
    key      INTEGER NOT NULL, -- of the shingle, as in longer paragraphs
    passage  INTEGER NOT NULL REFERENCES passages (id),
    priority INTEGER NOT NULL, -- the first 63 bits of the passage's SHA-256: the smaller, the sooner a hub
    PRIMARY KEY (key, passage)
) STRICT, WITHOUT ROWID;
CREATE INDEX hubs_by_passage ON hubs (passage);
DROP TABLE capped;

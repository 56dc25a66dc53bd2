-- What servers said of addresses that were downloaded, so that they are asked for what changed alone.
--
-- A row is a note, not a fact about an article: losing one costs a request. status is the HTTP status of the last answer;
-- etag and last_modified are sent back as they came.
CREATE TABLE fetches (
    url           TEXT PRIMARY KEY NOT NULL,
    etag          TEXT,
    last_modified TEXT,
    fetched_at    INTEGER NOT NULL,
    status        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

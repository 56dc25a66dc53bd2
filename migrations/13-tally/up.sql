-- What an answer says of the whole store, kept so that it need not be counted again; made anew when it is not there.
CREATE TABLE tally (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    upto     INTEGER NOT NULL, -- the last article that is counted
    articles INTEGER NOT NULL,
    dated    INTEGER NOT NULL, -- articles with a claimed date of publication
    earliest INTEGER,          -- epoch seconds
    latest   INTEGER
) STRICT;

-- The articles of an outlet are asked for in the order of their ids: the index holds them so, and no row is read to sort them.
DROP INDEX articles_by_outlet;
CREATE INDEX articles_by_outlet ON articles (outlet, uid);

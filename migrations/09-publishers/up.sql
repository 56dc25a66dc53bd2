-- Who an article says printed it, who owns an outlet, and lines that recur in a varied form.
--
-- The file of outlets stands in the settings as the user wrote it. An article's outlet follows from its label, its address and that
-- file: so the label is kept, and another file can be laid over articles that are held. A row's own kind and publisher are
-- what the user said of the outlet; what the file says of it is read from the file.
ALTER TABLE outlets ADD COLUMN publisher TEXT;
ALTER TABLE articles ADD COLUMN label TEXT;
UPDATE articles SET label = (SELECT name FROM outlets WHERE outlets.id = articles.outlet);

-- Why a line counts as furniture by itself: standing (equal in three stories), looks (in two, and looks like it), template.
ALTER TABLE furniture ADD COLUMN rule TEXT NOT NULL DEFAULT 'standing';

-- Body paragraphs that look like furniture and would be equal but for a name, number, day or address: the key is a hash of what
-- stays. A key is of the printed line, not of its passage: capitals tell names, and passages have none.
CREATE TABLE templates (
    key     INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (id),
    ordinal INTEGER NOT NULL,
    PRIMARY KEY (key, article, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX templates_by_article ON templates (article);

-- What the user ruled of a template of an outlet.
CREATE TABLE template_rulings (
    outlet INTEGER NOT NULL REFERENCES outlets (id),
    key    INTEGER NOT NULL,
    ruling TEXT NOT NULL,
    PRIMARY KEY (outlet, key)
) STRICT, WITHOUT ROWID;

-- What versions of the model said of photos at the till, once it is known what became of it: by that a shop
-- finds how far to trust them. Only what is newest is kept.
CREATE TABLE answers (
    id      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- The version, by its name.
    version TEXT    NOT NULL,
    -- What it named first: a slug.
    product TEXT    NOT NULL,
    -- How sure it was, and how surely it was a known product, 0 to 1.
    score   REAL    NOT NULL,
    known   REAL    NOT NULL,
    -- Whether that was sold without asking; whether that is what was sold.
    unasked INTEGER NOT NULL CHECK (unasked IN (0, 1)),
    is_right INTEGER NOT NULL CHECK (is_right IN (0, 1))
) STRICT;
CREATE INDEX answers_of_a_version ON answers (version, id);

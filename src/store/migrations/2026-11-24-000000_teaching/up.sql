-- The shop's own photos of its goods: files in the folder `photos`, on disk before the row is.
-- Times are RFC 3339 in UTC.

-- Photos taken in one go: one burst, one folder, one evening. They stay on one side together.
CREATE TABLE photo_sessions (
    id   INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at   TEXT    NOT NULL,
    name TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE photos (
    id       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    file     TEXT    NOT NULL UNIQUE,
    -- SHA-256 of the file's bytes in hex: the same photo is kept once.
    content  TEXT    NOT NULL UNIQUE,
    -- Perceptual hash, 16 hex digits.
    looks    TEXT    NOT NULL,
    product  TEXT    NOT NULL,
    session  INTEGER NOT NULL REFERENCES photo_sessions (id),
    origin   TEXT    NOT NULL CHECK (origin IN ('camera', 'file', 'till')),
    -- When it was taken, where that is known, and when it came here.
    taken_at TEXT,
    added_at TEXT    NOT NULL,
    -- Drawn once, when the photo's group is large enough to be divided; never changed afterwards.
    side     TEXT    CHECK (side IN ('train', 'validation', 'test')),
    -- What the till had thought it was, where it came from the till.
    guessed  TEXT,
    -- When it was deleted. The row stays, so that neither the photo nor one that looks like it can
    -- come back on another side; the file goes after some days.
    deleted_at TEXT
) STRICT;
CREATE INDEX photos_of_a_product ON photos (product) WHERE deleted_at IS NULL;
CREATE TRIGGER photos_keep_their_side BEFORE UPDATE OF side ON photos
    WHEN OLD.side IS NOT NULL AND NEW.side IS NOT OLD.side
    BEGIN SELECT RAISE(ABORT, 'a photo never changes its side'); END;

-- What a version of the model makes of a photo: its direction, 32-bit floats, little-endian.
CREATE TABLE photo_directions (
    photo     INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    version   TEXT    NOT NULL,
    direction BLOB    NOT NULL,
    PRIMARY KEY (photo, version)
) STRICT, WITHOUT ROWID;

-- Someone has looked at the photo and says that it shows this product: it is not suspected again.
CREATE TABLE photo_confirmations (
    photo   INTEGER NOT NULL PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
    product TEXT    NOT NULL
) STRICT;

-- A till's capture waits in the inbox until someone confirms, relabels or discards it.
ALTER TABLE captures ADD COLUMN state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'kept', 'discarded'));

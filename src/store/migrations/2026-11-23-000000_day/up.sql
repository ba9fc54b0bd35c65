-- Amounts are integers in minor units of their currency, weights are grams, rates are basis points,
-- times are RFC 3339 in UTC.

-- Who works here. The PIN stands as an argon2 hash; a person without one needs none.
CREATE TABLE people (
    id           INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name         TEXT    NOT NULL UNIQUE CHECK (name <> ''),
    role         TEXT    NOT NULL CHECK (role IN ('clerk', 'manager', 'owner')),
    pin          TEXT,
    failures     INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
    locked_until TEXT,
    active       INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;

-- A till's day: from its opening to its Z report, which is kept as it was.
CREATE TABLE days (
    id        INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    till      TEXT    NOT NULL CHECK (till <> ''),
    opened_at TEXT    NOT NULL,
    closed_at TEXT,
    z_number  INTEGER,
    report    TEXT,
    UNIQUE (till, z_number),
    CHECK ((closed_at IS NULL) = (z_number IS NULL) AND (closed_at IS NULL) = (report IS NULL))
) STRICT;
CREATE UNIQUE INDEX days_open ON days (till) WHERE closed_at IS NULL;
CREATE TRIGGER days_closed_stay BEFORE UPDATE ON days WHEN OLD.closed_at IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'a closed day never changes'); END;
CREATE TRIGGER days_are_kept BEFORE DELETE ON days
    BEGIN SELECT RAISE(ABORT, 'a day is never deleted'); END;

-- Cash that came or went without a sale.
CREATE TABLE cash_movements (
    id     INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    day    INTEGER NOT NULL REFERENCES days (id),
    at     TEXT    NOT NULL,
    kind   TEXT    NOT NULL CHECK (kind IN ('float', 'pay_in', 'pay_out')),
    amount INTEGER NOT NULL CHECK (amount >= 0),
    reason TEXT    NOT NULL DEFAULT '',
    person INTEGER REFERENCES people (id)
) STRICT;

-- A refund is a sale of its own with amounts below zero, which names the sale that it takes back.
ALTER TABLE sales ADD COLUMN till      TEXT    NOT NULL DEFAULT '1';
ALTER TABLE sales ADD COLUMN person    INTEGER REFERENCES people (id);
ALTER TABLE sales ADD COLUMN day       INTEGER REFERENCES days (id);
CREATE INDEX sales_of_a_day ON sales (day);
ALTER TABLE sales ADD COLUMN refund_of INTEGER REFERENCES sales (number);
-- What was paid is gross + rounding: cash alone is rounded.
ALTER TABLE sales ADD COLUMN rounding  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sales ADD COLUMN note      TEXT    NOT NULL DEFAULT '';
-- How often its receipt was printed again.
ALTER TABLE sales ADD COLUMN copies    INTEGER NOT NULL DEFAULT 0;

ALTER TABLE sale_lines ADD COLUMN category   TEXT    NOT NULL DEFAULT '';
-- The catalogue's price where another was asked, and what was taken off price times quantity.
ALTER TABLE sale_lines ADD COLUMN list_price INTEGER;
ALTER TABLE sale_lines ADD COLUMN discount   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sale_lines ADD COLUMN reason     TEXT    NOT NULL DEFAULT '';
-- `quantity` is the net weight; gross is quantity + tare.
ALTER TABLE sale_lines ADD COLUMN tare       INTEGER NOT NULL DEFAULT 0 CHECK (tare >= 0);
ALTER TABLE sale_lines ADD COLUMN weighed_by TEXT CHECK (weighed_by IN ('typed', 'scale', 'barcode'));
ALTER TABLE sale_lines ADD COLUMN note       TEXT    NOT NULL DEFAULT '';
-- For a line of a refund: the position of the line that it takes back.
ALTER TABLE sale_lines ADD COLUMN refund_of  INTEGER;

-- What a sale was paid with; the amounts add up to gross + rounding. Change is given - amount.
CREATE TABLE tenders (
    sale     INTEGER NOT NULL REFERENCES sales (number),
    position INTEGER NOT NULL CHECK (position >= 0),
    kind     TEXT    NOT NULL CHECK (kind IN ('cash', 'card')),
    amount   INTEGER NOT NULL,
    given    INTEGER NOT NULL,
    PRIMARY KEY (sale, position)
) STRICT, WITHOUT ROWID;

-- What must be told later: voids, overrides, discounts, refunds, the drawer. It only grows.
CREATE TABLE journal (
    id       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at       TEXT    NOT NULL,
    till     TEXT    NOT NULL,
    person   INTEGER REFERENCES people (id),
    approver INTEGER REFERENCES people (id),
    deed     TEXT    NOT NULL,
    sale     INTEGER,
    amount   INTEGER,
    details  TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE TRIGGER journal_stays BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER journal_is_kept BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;

-- Carts that are no sale yet, so that a power cut loses none: each till's own, and those on hold.
CREATE TABLE open_carts (
    id      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    till    TEXT    NOT NULL,
    held    INTEGER NOT NULL CHECK (held IN (0, 1)),
    at      TEXT    NOT NULL,
    note    TEXT    NOT NULL DEFAULT '',
    content TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX open_carts_current ON open_carts (till) WHERE held = 0;

-- What a piece of a product weighs, learnt at the till: Welford's running mean and sum of squares.
CREATE TABLE piece_weights (
    product TEXT    NOT NULL PRIMARY KEY,
    count   INTEGER NOT NULL CHECK (count > 0),
    mean    REAL    NOT NULL,
    squares REAL    NOT NULL CHECK (squares >= 0)
) STRICT, WITHOUT ROWID;

-- Photos that a clerk named: for the next training.
CREATE TABLE captures (
    id      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at      TEXT    NOT NULL,
    file    TEXT    NOT NULL UNIQUE,
    product TEXT    NOT NULL,
    guessed TEXT,
    kind    TEXT    NOT NULL CHECK (kind IN ('choice', 'correction', 'search'))
) STRICT;

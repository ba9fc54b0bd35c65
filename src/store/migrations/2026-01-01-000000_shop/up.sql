-- Amounts are integers in minor units of their currency, weights are grams, rates are basis points.

CREATE TABLE products (
    id       TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),
    name     TEXT    NOT NULL,
    names    TEXT    NOT NULL,
    price    INTEGER NOT NULL CHECK (price >= 0),
    unit     TEXT    NOT NULL CHECK (unit IN ('piece', 'kg')),
    currency TEXT    NOT NULL,
    plu      TEXT,
    barcode  TEXT,
    tax_rate INTEGER NOT NULL CHECK (tax_rate BETWEEN 0 AND 10000),
    category TEXT    NOT NULL,
    picture  TEXT,
    active   INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;

-- A code names one product at most among those that are sold.
CREATE UNIQUE INDEX products_plu ON products (plu) WHERE active = 1 AND plu IS NOT NULL;
CREATE UNIQUE INDEX products_barcode ON products (barcode) WHERE active = 1 AND barcode IS NOT NULL;

CREATE TABLE sales (
    number   INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at       TEXT    NOT NULL,
    currency TEXT    NOT NULL,
    decimals INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 4),
    tax_mode TEXT    NOT NULL CHECK (tax_mode IN ('included', 'added')),
    net      INTEGER NOT NULL,
    tax      INTEGER NOT NULL,
    gross    INTEGER NOT NULL,
    CHECK (net + tax = gross)
) STRICT;

CREATE TABLE sale_lines (
    sale     INTEGER NOT NULL REFERENCES sales (number),
    position INTEGER NOT NULL CHECK (position >= 0),
    product  TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    unit     TEXT    NOT NULL CHECK (unit IN ('piece', 'kg')),
    price    INTEGER NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    tax_rate INTEGER NOT NULL CHECK (tax_rate BETWEEN 0 AND 10000),
    net      INTEGER NOT NULL,
    tax      INTEGER NOT NULL,
    gross    INTEGER NOT NULL,
    PRIMARY KEY (sale, position),
    CHECK (net + tax = gross)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

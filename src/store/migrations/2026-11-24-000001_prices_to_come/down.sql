-- A product without a price cannot be: it costs nothing until someone says otherwise.
CREATE TABLE products_with_prices (
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
INSERT INTO products_with_prices
    SELECT id, name, names, coalesce(price, 0), coalesce(unit, 'piece'),
           coalesce(currency, (SELECT value FROM settings WHERE key = 'currency'), 'EUR'),
           plu, barcode, tax_rate, category, picture, active
    FROM products;
DROP TABLE products;
ALTER TABLE products_with_prices RENAME TO products;
CREATE UNIQUE INDEX products_plu ON products (plu) WHERE active = 1 AND plu IS NOT NULL;
CREATE UNIQUE INDEX products_barcode ON products (barcode) WHERE active = 1 AND barcode IS NOT NULL;

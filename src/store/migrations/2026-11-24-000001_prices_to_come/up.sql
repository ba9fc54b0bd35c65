-- A product may be taught before anyone has said its price: price, unit and currency are there
-- together, or none of them is.
CREATE TABLE products_with_prices_to_come (
    id       TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),
    name     TEXT    NOT NULL,
    names    TEXT    NOT NULL,
    price    INTEGER CHECK (price >= 0),
    unit     TEXT    CHECK (unit IN ('piece', 'kg')),
    currency TEXT,
    plu      TEXT,
    barcode  TEXT,
    tax_rate INTEGER NOT NULL CHECK (tax_rate BETWEEN 0 AND 10000),
    category TEXT    NOT NULL,
    picture  TEXT,
    active   INTEGER NOT NULL CHECK (active IN (0, 1)),
    CHECK ((price IS NULL) = (unit IS NULL) AND (price IS NULL) = (currency IS NULL))
) STRICT;
INSERT INTO products_with_prices_to_come
    SELECT id, name, names, price, unit, currency, plu, barcode, tax_rate, category, picture, active
    FROM products;
DROP TABLE products;
ALTER TABLE products_with_prices_to_come RENAME TO products;

-- A code names one product at most among those that are sold.
CREATE UNIQUE INDEX products_plu ON products (plu) WHERE active = 1 AND plu IS NOT NULL;
CREATE UNIQUE INDEX products_barcode ON products (barcode) WHERE active = 1 AND barcode IS NOT NULL;

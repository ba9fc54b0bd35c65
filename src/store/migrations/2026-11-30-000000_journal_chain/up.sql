-- The file says whose it is: "Till" in ASCII.
PRAGMA application_id = 1416195180;

-- How often a cart was written: only whoever has seen its newest state may sell or change it.
ALTER TABLE open_carts ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;

-- An entry carries its day, whatever the clock says, and the hash that chains it to the one before
-- it (store/journal_chain.rs). `store::connection` gives both to the entries that are there already.
DROP TRIGGER journal_stays;
ALTER TABLE journal ADD COLUMN day  INTEGER REFERENCES days (id);
ALTER TABLE journal ADD COLUMN hash TEXT    NOT NULL DEFAULT '';
CREATE INDEX journal_of_a_day ON journal (day);
CREATE TRIGGER journal_stays BEFORE UPDATE ON journal WHEN OLD.hash <> ''
    BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER journal_is_chained BEFORE INSERT ON journal WHEN NEW.hash = ''
    BEGIN SELECT RAISE(ABORT, 'an entry of the journal needs its hash'); END;

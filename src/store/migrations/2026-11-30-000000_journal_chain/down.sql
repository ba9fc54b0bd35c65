DROP TRIGGER journal_is_chained;
DROP TRIGGER journal_stays;
DROP INDEX journal_of_a_day;
ALTER TABLE journal DROP COLUMN hash;
ALTER TABLE journal DROP COLUMN day;
CREATE TRIGGER journal_stays BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
ALTER TABLE open_carts DROP COLUMN revision;
PRAGMA application_id = 0;

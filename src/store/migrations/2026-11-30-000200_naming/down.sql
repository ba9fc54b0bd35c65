DROP INDEX captures_naming;
ALTER TABLE captures DROP COLUMN became;
ALTER TABLE captures DROP COLUMN naming;

ALTER TABLE captures DROP COLUMN state;
DROP TABLE photo_confirmations;
DROP TABLE photo_directions;
DROP TABLE photos;
DROP TABLE photo_sessions;

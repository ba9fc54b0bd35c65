-- What became of the clerk's word on a capture: it counts once the goods it named were sold. Of the
-- captures that are there nobody knows.
ALTER TABLE captures ADD COLUMN naming INTEGER;
ALTER TABLE captures ADD COLUMN became TEXT NOT NULL DEFAULT 'unknown'
    CHECK (became IN ('open', 'sold', 'withdrawn', 'unknown'));
CREATE UNIQUE INDEX captures_naming ON captures (naming) WHERE naming IS NOT NULL;

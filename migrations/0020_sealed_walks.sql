-- Only what is sealed is walked by its number. Events stand in these walks once, when they are sealed, and not with no
-- number at first and again with one.
DROP INDEX journal_by_actor;
DROP INDEX journal_by_type;
CREATE INDEX journal_by_actor ON journal (actor_id, seq) WHERE seq IS NOT NULL;
CREATE INDEX journal_by_type ON journal (type, seq) WHERE seq IS NOT NULL;

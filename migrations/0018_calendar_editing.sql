-- Calendars are changed on the screen: which version is the present one is counted, and does not hang on two nodes'
-- wall clocks. Who made a version is empty for those that come with the program.
ALTER TABLE calendar_versions ADD COLUMN number BIGINT NOT NULL DEFAULT 0;
ALTER TABLE calendar_versions ADD COLUMN created_by TEXT;
UPDATE calendar_versions SET number = (
    SELECT count(*) FROM calendar_versions AS earlier WHERE earlier.name = calendar_versions.name
       AND (earlier.created_at, earlier.id) <= (calendar_versions.created_at, calendar_versions.id));
CREATE UNIQUE INDEX calendar_versions_by_number ON calendar_versions (name, number);

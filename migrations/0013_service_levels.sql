-- Service levels in full: sets in versions, chosen by the first match, with clocks, chains and examples of their own.
-- A draft is a document that changes; a published version never does, and its levels are rows that clocks name.
CREATE TABLE service_level_versions (
    id           {ID} PRIMARY KEY,
    -- counted when published; none while it is a draft
    number       INTEGER UNIQUE,
    title        TEXT NOT NULL,
    -- the published version it was made from
    based_on     {ID} REFERENCES service_level_versions (id),
    -- the levels in order, as JSON: the document that is edited, checked and published
    levels       TEXT NOT NULL,
    created_by   TEXT NOT NULL,
    published_by TEXT,
    opinion      TEXT,
    salt         TEXT,
    published_at BIGINT,
    version      BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL
);
CREATE INDEX service_level_versions_newest ON service_level_versions (created_at, id);

-- What there was before becomes the first published version, the most exact level first, as it was chosen until now.
INSERT INTO service_level_versions (id, number, title, levels, created_by, published_by, published_at, version, created_at, updated_at)
SELECT 'sls_' || substr(min(id), 5), 1, '', '', 'system', 'system', min(created_at), 1, min(created_at), min(created_at)
FROM service_levels HAVING count(*) > 0;

CREATE TABLE service_level_rows (
    id         {ID} PRIMARY KEY,
    version_id {ID} NOT NULL REFERENCES service_level_versions (id),
    position   INTEGER NOT NULL,
    name       TEXT NOT NULL,
    -- the whole level, as JSON
    definition TEXT NOT NULL,
    UNIQUE (version_id, position)
);
INSERT INTO service_level_rows (id, version_id, position, name, definition)
SELECT l.id, v.id,
    row_number() OVER (ORDER BY CASE WHEN l.kind IS NULL THEN 1 ELSE 0 END, CASE WHEN l.priority IS NULL THEN 1 ELSE 0 END, l.position, l.id) - 1,
    l.name,
    '{"name":"' || replace(replace(l.name, '\', '\\'), '"', '\"') || '","kinds":['
    || CASE WHEN l.kind IS NULL THEN '' ELSE '"' || l.kind || '"' END || '],"priorities":['
    || CASE WHEN l.priority IS NULL THEN '' ELSE '"' || l.priority || '"' END || '],"clocks":['
    || CASE WHEN l.first_response_seconds IS NULL THEN '' ELSE '{"kind":"first_response","target_seconds":' || CAST(l.first_response_seconds AS TEXT)
        || ',"calendar":"' || l.calendar || '","warn_percents":[' || CAST(l.warn_percent AS TEXT) || ']}' END
    || CASE WHEN l.first_response_seconds IS NULL OR l.resolution_seconds IS NULL THEN '' ELSE ',' END
    || CASE WHEN l.resolution_seconds IS NULL THEN '' ELSE '{"kind":"resolution","target_seconds":' || CAST(l.resolution_seconds AS TEXT)
        || ',"calendar":"' || l.calendar || '","pauses":["waiting_customer"],"warn_percents":[' || CAST(l.warn_percent AS TEXT) || ']}' END
    || '],"chain":[{"at_percent":100,"tell":[{"who":"unit_manager"}]}]}'
FROM service_levels l CROSS JOIN service_level_versions v;

-- A running time limit. Facts say all that happened; `pauses` says which of them make this clock stand still.
CREATE TABLE case_clocks_in_full (
    id                  {ID} PRIMARY KEY,
    case_id             {ID} NOT NULL REFERENCES cases (id),
    kind                TEXT NOT NULL CHECK (kind IN ('first_response', 'next_response', 'update', 'resolution', 'task')),
    cycle               INTEGER NOT NULL,
    -- none where no level covers the case: a task asked with a due time of its own
    service_level_id    {ID} REFERENCES service_level_rows (id),
    calendar_version_id {ID} NOT NULL REFERENCES calendar_versions (id),
    -- the calendar did not know the year yet: weekends only, until a new version does
    provisional         BOOLEAN NOT NULL,
    target_seconds      BIGINT NOT NULL,
    warn_percent        INTEGER NOT NULL,
    -- what makes it stand still: codes with commas between
    pauses              TEXT NOT NULL,
    -- the shares at which something happens, rising, with commas between; 100 is the breach
    marks               TEXT NOT NULL,
    -- the highest of them that is done
    fired_percent       INTEGER NOT NULL,
    -- what the case was when it began: kind, priority, class, unit; empty for clocks older than this column
    work                TEXT NOT NULL,
    -- the task it runs for, and the unit that was asked
    task_id             {ID},
    unit_id             {ID},
    facts               TEXT NOT NULL,
    state               TEXT NOT NULL CHECK (state IN ('running', 'paused', 'met', 'breached', 'cancelled')),
    running             BOOLEAN NOT NULL,
    started_at          BIGINT NOT NULL,
    due_at              BIGINT,
    half_at             BIGINT,
    warn_at             BIGINT,
    last_at             BIGINT,
    warned_at           BIGINT,
    breached_at         BIGINT,
    stopped_at          BIGINT,
    elapsed_seconds     BIGINT,
    next_fire_at        BIGINT,
    UNIQUE (case_id, kind, cycle)
);
INSERT INTO case_clocks_in_full
SELECT id, case_id, kind, cycle, service_level_id, calendar_version_id, provisional, target_seconds, warn_percent,
    CASE WHEN kind = 'resolution' THEN 'waiting_customer' ELSE '' END,
    CASE WHEN warn_percent < 100 THEN CAST(warn_percent AS TEXT) || ',100' ELSE '100' END,
    CASE WHEN breached_at IS NOT NULL THEN 100 WHEN warned_at IS NOT NULL THEN warn_percent ELSE 0 END,
    '', NULL, NULL, facts, state, running, started_at, due_at, half_at, warn_at, last_at, warned_at, breached_at,
    stopped_at, elapsed_seconds, next_fire_at
FROM case_clocks;

-- Each share of a clock happens once: the database keeps that, not the timer.
CREATE TABLE clock_firings_in_full (
    clock_id {ID} NOT NULL REFERENCES case_clocks_in_full (id),
    what     TEXT NOT NULL CHECK (what IN ('warned', 'breached', 'escalated')),
    percent  INTEGER NOT NULL DEFAULT 0,
    fired_at BIGINT NOT NULL,
    PRIMARY KEY (clock_id, what, percent)
);
INSERT INTO clock_firings_in_full
SELECT f.clock_id, f.what, CASE WHEN f.what = 'breached' THEN 100 ELSE c.warn_percent END, f.fired_at
FROM clock_firings f JOIN case_clocks c ON c.id = f.clock_id;

DROP TABLE clock_firings;
DROP TABLE case_clocks;
DROP TABLE service_levels;
ALTER TABLE service_level_rows RENAME TO service_levels;
ALTER TABLE case_clocks_in_full RENAME TO case_clocks;
ALTER TABLE clock_firings_in_full RENAME TO clock_firings;
CREATE INDEX case_clocks_to_fire ON case_clocks (next_fire_at, id) WHERE next_fire_at IS NOT NULL;
CREATE INDEX case_clocks_by_task ON case_clocks (task_id, id) WHERE task_id IS NOT NULL;
-- A clock that came with a merged case runs for the case that took it in, and goes home when the merge is undone.
ALTER TABLE case_clocks ADD COLUMN home_case_id {ID};
ALTER TABLE case_clocks ADD COLUMN home_cycle INTEGER;
CREATE INDEX case_clocks_away ON case_clocks (home_case_id) WHERE home_case_id IS NOT NULL;

-- What makes the clocks of a case stand still, besides its status.
CREATE TABLE case_holds (
    case_id {ID} NOT NULL REFERENCES cases (id),
    reason  TEXT NOT NULL CHECK (reason IN ('waiting_department', 'snoozed')),
    since   BIGINT NOT NULL,
    PRIMARY KEY (case_id, reason)
);

-- A draft played over clocks that have run: what would have breached. A run holds it and notes each batch.
CREATE TABLE service_level_replays (
    id          {ID} PRIMARY KEY,
    version_id  {ID} NOT NULL,
    title       TEXT NOT NULL,
    levels      TEXT NOT NULL,
    from_at     BIGINT NOT NULL,
    to_at       BIGINT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
    progress    TEXT NOT NULL,
    result      TEXT NOT NULL,
    run_id      {ID},
    lease_until BIGINT,
    staff_id    TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL
);
CREATE INDEX service_level_replays_by_version ON service_level_replays (version_id, created_at, id);
CREATE INDEX service_level_replays_running ON service_level_replays (lease_until) WHERE state = 'running';

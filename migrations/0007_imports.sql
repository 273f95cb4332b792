-- One uploaded file and what became of it. A run that is killed begins again and passes over rows that are there.
CREATE TABLE imports (
    id           {ID} PRIMARY KEY,
    format       TEXT NOT NULL,
    file_name    TEXT NOT NULL,
    sha256       TEXT NOT NULL REFERENCES files (sha256),
    state        TEXT NOT NULL CHECK (state IN ('uploaded', 'running', 'done', 'cancelled', 'failed')),
    -- columns, first rows and how many there may be, as JSON
    preview      TEXT NOT NULL,
    -- what a person said of the columns, as JSON
    mapping      TEXT,
    progress     TEXT NOT NULL,
    report       TEXT,
    -- why it failed: a code
    failure      TEXT,
    staff_id     {ID} NOT NULL REFERENCES staff (id),
    -- the run that holds it, or held it last, and until when without a sign of life
    run_id       {ID},
    lease_until  BIGINT,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL
);
CREATE INDEX imports_newest ON imports (created_at, id);
CREATE INDEX imports_by_staff ON imports (staff_id, created_at, id);
CREATE INDEX imports_running ON imports (lease_until) WHERE state = 'running';

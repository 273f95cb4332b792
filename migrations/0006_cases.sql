-- Which clocks run for which work. The most exact row wins: kind and priority, then kind, then all.
CREATE TABLE service_levels (
    id                     {ID} PRIMARY KEY,
    name                   TEXT NOT NULL,
    kind                   TEXT,
    priority               TEXT,
    calendar               TEXT NOT NULL,
    first_response_seconds BIGINT,
    resolution_seconds     BIGINT,
    warn_percent           INTEGER NOT NULL,
    position               INTEGER NOT NULL,
    active                 BOOLEAN NOT NULL,
    created_at             BIGINT NOT NULL
);

CREATE TABLE cases (
    id               {ID} PRIMARY KEY,
    number           TEXT NOT NULL UNIQUE,
    kind             TEXT NOT NULL,
    subject          TEXT NOT NULL,
    description      TEXT NOT NULL,
    channel          TEXT NOT NULL,
    priority         TEXT NOT NULL,
    status           TEXT NOT NULL CHECK (status IN ('new', 'assigned', 'waiting_customer', 'resolved', 'closed')),
    customer_id      {ID} REFERENCES customers (id),
    product_id       {ID} REFERENCES products (id),
    unit_id          {ID} NOT NULL REFERENCES org_units (id),
    assignee_id      {ID} REFERENCES staff (id),
    owner_id         {ID} REFERENCES staff (id),
    opened_by        {ID} NOT NULL,
    escalation_level INTEGER NOT NULL DEFAULT 0,
    escalated_to     {ID},
    breached         BOOLEAN NOT NULL DEFAULT FALSE,
    reopen_count     INTEGER NOT NULL DEFAULT 0,
    -- since when the customer waits for us; the far end of time while nobody does, so that it sorts last
    waiting_since    BIGINT NOT NULL,
    -- the next due time of a running clock, and that clock; the far end of time when none runs
    next_due_at      BIGINT NOT NULL,
    next_clock_id    {ID},
    -- where an imported row came from, so that a second import finds it
    source           TEXT,
    source_key       TEXT,
    attributes       TEXT,
    resolved_at      BIGINT,
    closed_at        BIGINT,
    version          BIGINT NOT NULL,
    created_at       BIGINT NOT NULL,
    updated_at       BIGINT NOT NULL
);
CREATE UNIQUE INDEX cases_by_source ON cases (source, source_key) WHERE source IS NOT NULL;
CREATE INDEX cases_newest ON cases (created_at, id);
CREATE INDEX cases_by_status ON cases (status, created_at, id);
CREATE INDEX cases_by_unit ON cases (unit_id, created_at, id);
CREATE INDEX cases_by_assignee ON cases (assignee_id, created_at, id);
CREATE INDEX cases_by_customer ON cases (customer_id, created_at, id);
CREATE INDEX cases_by_kind ON cases (kind, created_at, id);
CREATE INDEX cases_open_by_age ON cases (created_at, id) WHERE status IN ('new', 'assigned', 'waiting_customer');
CREATE INDEX cases_unanswered ON cases (waiting_since, id) WHERE status IN ('new', 'assigned', 'waiting_customer');
CREATE INDEX cases_by_due ON cases (next_due_at, id) WHERE status IN ('new', 'assigned', 'waiting_customer');
CREATE INDEX cases_open_by_assignee ON cases (assignee_id, waiting_since, id)
    WHERE status IN ('new', 'assigned', 'waiting_customer');
CREATE INDEX cases_breached ON cases (created_at, id) WHERE breached AND status IN ('new', 'assigned', 'waiting_customer');

-- What was written: messages, notes, outcomes. Free text stands here and not in the journal,
-- which holds its salted digest: the text can be erased and the chain still verifies.
CREATE TABLE case_entries (
    id         {ID} PRIMARY KEY,
    case_id    {ID} NOT NULL REFERENCES cases (id),
    kind       TEXT NOT NULL,
    text       TEXT NOT NULL,
    salt       TEXT NOT NULL,
    author_id  {ID} NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX case_entries_by_case ON case_entries (case_id, created_at, id);

-- A running time limit: the versions it used and the dated facts it follows from.
-- due_at, warn_at and state are what the pure function answered at the last fact.
CREATE TABLE case_clocks (
    id                  {ID} PRIMARY KEY,
    case_id             {ID} NOT NULL REFERENCES cases (id),
    kind                TEXT NOT NULL CHECK (kind IN ('first_response', 'resolution')),
    cycle               INTEGER NOT NULL,
    service_level_id    {ID} NOT NULL REFERENCES service_levels (id),
    calendar_version_id {ID} NOT NULL REFERENCES calendar_versions (id),
    -- the calendar did not know the year yet: weekends only, until a new version does
    provisional         BOOLEAN NOT NULL,
    target_seconds      BIGINT NOT NULL,
    warn_percent        INTEGER NOT NULL,
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
CREATE INDEX case_clocks_to_fire ON case_clocks (next_fire_at, id) WHERE next_fire_at IS NOT NULL;

-- Each clock warns once and breaches once: the database keeps that, not the timer.
CREATE TABLE clock_firings (
    clock_id {ID} NOT NULL REFERENCES case_clocks (id),
    what     TEXT NOT NULL CHECK (what IN ('warned', 'breached')),
    fired_at BIGINT NOT NULL,
    PRIMARY KEY (clock_id, what)
);

CREATE TABLE case_attachments (
    id         {ID} PRIMARY KEY,
    case_id    {ID} NOT NULL REFERENCES cases (id),
    sha256     TEXT NOT NULL REFERENCES files (sha256),
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size       BIGINT NOT NULL,
    added_by   {ID} NOT NULL,
    added_at   BIGINT NOT NULL
);
CREATE INDEX case_attachments_by_case ON case_attachments (case_id, added_at, id);

-- Projection `case_days`: how many arrived, were resolved, closed and breached, by day, unit and kind.
CREATE TABLE case_days (
    on_day   TEXT NOT NULL,
    unit_id  {ID} NOT NULL,
    kind     TEXT NOT NULL,
    arrived  BIGINT NOT NULL DEFAULT 0,
    resolved BIGINT NOT NULL DEFAULT 0,
    closed   BIGINT NOT NULL DEFAULT 0,
    reopened BIGINT NOT NULL DEFAULT 0,
    breached BIGINT NOT NULL DEFAULT 0,
    -- what the day did to the number of open cases here: arrivals, moves between units and kinds, resolutions
    opened   BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (on_day, unit_id, kind)
);

-- What people keep for their daily work: views of lists, saved replies, macros. Personal without a unit, else shared
-- with that unit and all below it.
CREATE TABLE workbench_kept (
    id         {ID} PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('case_view', 'saved_reply', 'macro')),
    owner_id   {ID} NOT NULL REFERENCES staff (id),
    unit_id    {ID} REFERENCES org_units (id),
    name       TEXT NOT NULL,
    -- pinyin initials of the name, for finding it by them
    initials   TEXT NOT NULL,
    -- what the kind holds, as JSON
    content    TEXT NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    -- deleted, and still restorable for a while
    deleted_at BIGINT
);
CREATE INDEX workbench_kept_by_owner ON workbench_kept (kind, owner_id, name, id) WHERE deleted_at IS NULL;
CREATE INDEX workbench_kept_by_unit ON workbench_kept (kind, unit_id, name, id)
    WHERE deleted_at IS NULL AND unit_id IS NOT NULL;
CREATE INDEX workbench_kept_deleted ON workbench_kept (deleted_at) WHERE deleted_at IS NOT NULL;

-- In which order somebody sees the views, and which comes first.
CREATE TABLE view_choices (
    staff_id        {ID} PRIMARY KEY REFERENCES staff (id),
    view_order      TEXT NOT NULL,
    default_view_id {ID},
    version         BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL
);

-- What somebody began to write and did not send. Free text: bounded, erased when sent, and with age.
CREATE TABLE case_drafts (
    staff_id   {ID} NOT NULL REFERENCES staff (id),
    case_id    {ID} NOT NULL REFERENCES cases (id),
    box        TEXT NOT NULL CHECK (box IN ('reply', 'note', 'customer')),
    text       TEXT NOT NULL,
    -- a random name of the browser it was last written in
    device     TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (staff_id, case_id, box)
);
CREATE INDEX case_drafts_newest ON case_drafts (staff_id, updated_at, case_id, box);
CREATE INDEX case_drafts_by_age ON case_drafts (updated_at);

-- Replies that can still be taken back. The text goes once it is sent or given back.
CREATE TABLE held_replies (
    id         {ID} PRIMARY KEY,
    case_id    {ID} NOT NULL REFERENCES cases (id),
    staff_id   {ID} NOT NULL REFERENCES staff (id),
    text       TEXT NOT NULL,
    then_wait  BOOLEAN NOT NULL,
    -- until when the writer had read what was written about the case
    seen_until BIGINT NOT NULL,
    -- the writer knows of what is newer
    anyway     BOOLEAN NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('held', 'sent', 'taken_back', 'refused')),
    -- why it could not be sent: a code
    refusal    TEXT,
    send_at    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at   BIGINT
);
CREATE INDEX held_replies_to_send ON held_replies (send_at, id) WHERE state = 'held';
CREATE UNIQUE INDEX held_replies_one_each ON held_replies (case_id, staff_id) WHERE state = 'held';
CREATE INDEX held_replies_refused ON held_replies (case_id, staff_id) WHERE state = 'refused';
CREATE INDEX held_replies_by_age ON held_replies (created_at);

-- Who has a case on the screen. Rows live for less than a minute.
CREATE TABLE case_lookers (
    case_id  {ID} NOT NULL REFERENCES cases (id),
    staff_id {ID} NOT NULL REFERENCES staff (id),
    doing    TEXT NOT NULL CHECK (doing IN ('looking', 'replying')),
    since    BIGINT NOT NULL,
    seen_at  BIGINT NOT NULL,
    PRIMARY KEY (case_id, staff_id)
);
CREATE INDEX case_lookers_by_age ON case_lookers (seen_at);

-- The same done to many cases, one after the other.
CREATE TABLE bulk_jobs (
    id          {ID} PRIMARY KEY,
    staff_id    {ID} NOT NULL REFERENCES staff (id),
    -- what is done to each, as JSON; macros spelled out
    actions     TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled')),
    total       BIGINT NOT NULL,
    done        BIGINT NOT NULL,
    refused     BIGINT NOT NULL,
    -- the run that holds it, or held it last, and until when without a sign of life
    run_id      {ID},
    lease_until BIGINT,
    created_at  BIGINT NOT NULL,
    ended_at    BIGINT
);
CREATE INDEX bulk_jobs_by_staff ON bulk_jobs (staff_id, created_at, id);
CREATE INDEX bulk_jobs_running ON bulk_jobs (lease_until) WHERE state = 'running';
CREATE TABLE bulk_items (
    job_id  {ID} NOT NULL REFERENCES bulk_jobs (id),
    n       BIGINT NOT NULL,
    case_id {ID} NOT NULL REFERENCES cases (id),
    state   TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'refused')),
    -- why not: a code
    refusal TEXT,
    PRIMARY KEY (job_id, n)
);
CREATE UNIQUE INDEX bulk_items_once ON bulk_items (job_id, case_id);
CREATE INDEX bulk_items_waiting ON bulk_items (job_id, n) WHERE state = 'waiting';
CREATE INDEX bulk_items_refused ON bulk_items (job_id, n) WHERE state = 'refused';

-- Registers written to a file, downloadable until they expire.
CREATE TABLE register_exports (
    id          {ID} PRIMARY KEY,
    staff_id    {ID} NOT NULL REFERENCES staff (id),
    format      TEXT NOT NULL CHECK (format IN ('xlsx', 'csv')),
    -- which cases, in the words of the list, as JSON; which columns, as JSON; in which language
    query       TEXT NOT NULL,
    columns     TEXT NOT NULL,
    locale      TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled', 'expired')),
    rows        BIGINT NOT NULL,
    rows_about  BIGINT NOT NULL,
    bytes       BIGINT NOT NULL,
    -- why it failed: a code
    failure     TEXT,
    run_id      {ID},
    lease_until BIGINT,
    created_at  BIGINT NOT NULL,
    ended_at    BIGINT,
    expires_at  BIGINT
);
CREATE INDEX register_exports_by_staff ON register_exports (staff_id, created_at, id);
CREATE INDEX register_exports_running ON register_exports (lease_until) WHERE state = 'running';
CREATE INDEX register_exports_to_expire ON register_exports (expires_at) WHERE state = 'done';
CREATE TABLE register_export_parts (
    export_id {ID} NOT NULL REFERENCES register_exports (id),
    n         INTEGER NOT NULL,
    bytes     {BYTES} NOT NULL,
    PRIMARY KEY (export_id, n)
);

-- Cases that open themselves by a plan.
CREATE TABLE recurring_cases (
    id         {ID} PRIMARY KEY,
    name       TEXT NOT NULL,
    -- what is opened, as JSON
    template   TEXT NOT NULL,
    -- when, as cron writes it, in the institution's zone
    plan       TEXT NOT NULL,
    active     BOOLEAN NOT NULL,
    staff_id   {ID} NOT NULL REFERENCES staff (id),
    unit_id    {ID} NOT NULL REFERENCES org_units (id),
    next_at    BIGINT,
    last_at    BIGINT,
    -- why the last occurrence opened nothing: a code
    refusal    TEXT,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX recurring_cases_due ON recurring_cases (next_at, id) WHERE active;
CREATE INDEX recurring_cases_by_name ON recurring_cases (name, id);
-- Each occurrence opens one case: the database keeps that, not the timer.
CREATE TABLE recurring_occurrences (
    recurring_id {ID} NOT NULL REFERENCES recurring_cases (id),
    at           BIGINT NOT NULL,
    case_id      {ID},
    PRIMARY KEY (recurring_id, at)
);

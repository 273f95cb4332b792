-- Made from the migrations by `make generate`; a test keeps it true. PostgreSQL differs in types only.

CREATE TABLE api_tokens (
    id           TEXT PRIMARY KEY,
    token_sha256 TEXT NOT NULL UNIQUE,
    staff_id     TEXT NOT NULL REFERENCES staff (id),
    name         TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    ended_at     BIGINT
, scopes TEXT, expires_at BIGINT, used_at BIGINT);
CREATE INDEX api_tokens_by_staff ON api_tokens (staff_id);

CREATE TABLE authenticators (
    staff_id     TEXT PRIMARY KEY REFERENCES staff (id),
    wrapped_key  TEXT NOT NULL,
    secret       TEXT NOT NULL CHECK (substr(secret, 1, 3) = 'v1.'),
    last_step    BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    confirmed_at BIGINT
);

CREATE TABLE backups (
    id            TEXT PRIMARY KEY,
    state         TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    -- a member of staff, or the timer
    asked_by      TEXT NOT NULL,
    node_id       TEXT NOT NULL,
    -- in the folder of the node's configuration
    file          TEXT NOT NULL,
    began_at      BIGINT NOT NULL,
    ended_at      BIGINT,
    bytes         BIGINT,
    row_count     BIGINT,
    head_seq      BIGINT,
    head_hash     TEXT,
    master_key    TEXT,
    failure       TEXT,
    -- when it gave way to newer ones
    removed_at    BIGINT,
    test_state    TEXT CHECK (test_state IN ('running', 'passed', 'failed')),
    test_node_id  TEXT,
    test_began_at BIGINT,
    tested_at     BIGINT,
    test_failure  TEXT
);
CREATE INDEX backups_by_begin ON backups (began_at, id);
CREATE INDEX backups_by_test ON backups (tested_at) WHERE tested_at IS NOT NULL;
CREATE UNIQUE INDEX backups_one_is_tested ON backups (test_state) WHERE test_state = 'running';
CREATE UNIQUE INDEX backups_one_runs ON backups (state) WHERE state = 'running';

CREATE TABLE bulk_items (
    job_id  TEXT NOT NULL REFERENCES bulk_jobs (id),
    n       BIGINT NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    state   TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'refused')),
    -- why not: a code
    refusal TEXT,
    PRIMARY KEY (job_id, n)
);
CREATE UNIQUE INDEX bulk_items_once ON bulk_items (job_id, case_id);
CREATE INDEX bulk_items_refused ON bulk_items (job_id, n) WHERE state = 'refused';
CREATE INDEX bulk_items_waiting ON bulk_items (job_id, n) WHERE state = 'waiting';

CREATE TABLE bulk_jobs (
    id          TEXT PRIMARY KEY,
    staff_id    TEXT NOT NULL REFERENCES staff (id),
    -- what is done to each, as JSON; macros spelled out
    actions     TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled')),
    total       BIGINT NOT NULL,
    done        BIGINT NOT NULL,
    refused     BIGINT NOT NULL,
    -- the run that holds it, or held it last, and until when without a sign of life
    run_id      TEXT,
    lease_until BIGINT,
    created_at  BIGINT NOT NULL,
    ended_at    BIGINT
);
CREATE INDEX bulk_jobs_by_staff ON bulk_jobs (staff_id, created_at, id);
CREATE INDEX bulk_jobs_running ON bulk_jobs (lease_until) WHERE state = 'running';

CREATE TABLE calendar_versions (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    version    TEXT NOT NULL,
    title      TEXT NOT NULL,
    title_en   TEXT NOT NULL,
    spec       TEXT NOT NULL,
    created_at BIGINT NOT NULL, number BIGINT NOT NULL DEFAULT 0, created_by TEXT,
    UNIQUE (name, version)
);
CREATE UNIQUE INDEX calendar_versions_by_number ON calendar_versions (name, number);

CREATE TABLE care_codes (
    code       TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    name_en    TEXT NOT NULL,
    -- what an agent does about it
    advice     TEXT NOT NULL,
    advice_en  TEXT NOT NULL,
    active     BOOLEAN NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE care_needs (
    id          TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    value       TEXT,
    consent_on  TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    ended_by    TEXT,
    ended_at    BIGINT,
    CHECK (value IS NULL OR substr(value, 1, 3) = 'v1.'),
    CHECK ((value IS NULL) = (ended_at IS NOT NULL))
);
CREATE INDEX care_needs_by_customer ON care_needs (customer_id, recorded_at, id) WHERE ended_at IS NULL;

CREATE TABLE case_attachments (
    id         TEXT PRIMARY KEY,
    case_id    TEXT NOT NULL REFERENCES cases (id),
    sha256     TEXT NOT NULL REFERENCES files (sha256),
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size       BIGINT NOT NULL,
    added_by   TEXT NOT NULL,
    added_at   BIGINT NOT NULL
);
CREATE INDEX case_attachments_by_case ON case_attachments (case_id, added_at, id);

CREATE TABLE case_checklist_items (
    id          TEXT PRIMARY KEY,
    case_id     TEXT NOT NULL REFERENCES cases (id),
    template_id TEXT REFERENCES checklist_templates (id),
    position    INTEGER NOT NULL,
    text        TEXT NOT NULL,
    text_en     TEXT NOT NULL,
    required    BOOLEAN NOT NULL,
    done_by     TEXT,
    done_at     BIGINT,
    added_by    TEXT NOT NULL,
    version     BIGINT NOT NULL,
    created_at  BIGINT NOT NULL
);
CREATE INDEX case_checklist_items_by_case ON case_checklist_items (case_id, position, id);

CREATE TABLE "case_clocks" (
    id                  TEXT PRIMARY KEY,
    case_id             TEXT NOT NULL REFERENCES cases (id),
    kind                TEXT NOT NULL CHECK (kind IN ('first_response', 'next_response', 'update', 'resolution', 'task')),
    cycle               INTEGER NOT NULL,
    -- none where no level covers the case: a task asked with a due time of its own
    service_level_id    TEXT REFERENCES "service_levels" (id),
    calendar_version_id TEXT NOT NULL REFERENCES calendar_versions (id),
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
    task_id             TEXT,
    unit_id             TEXT,
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
    next_fire_at        BIGINT, home_case_id TEXT, home_cycle INTEGER,
    UNIQUE (case_id, kind, cycle)
);
CREATE INDEX case_clocks_away ON case_clocks (home_case_id) WHERE home_case_id IS NOT NULL;
CREATE INDEX case_clocks_by_task ON case_clocks (task_id, id) WHERE task_id IS NOT NULL;
CREATE INDEX case_clocks_to_fire ON case_clocks (next_fire_at, id) WHERE next_fire_at IS NOT NULL;

CREATE TABLE case_drafts (
    staff_id   TEXT NOT NULL REFERENCES staff (id),
    case_id    TEXT NOT NULL REFERENCES cases (id),
    box        TEXT NOT NULL CHECK (box IN ('reply', 'note', 'customer')),
    text       TEXT NOT NULL,
    -- a random name of the browser it was last written in
    device     TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (staff_id, case_id, box)
);
CREATE INDEX case_drafts_by_age ON case_drafts (updated_at);
CREATE INDEX case_drafts_newest ON case_drafts (staff_id, updated_at, case_id, box);

CREATE TABLE case_entries (
    id         TEXT PRIMARY KEY,
    case_id    TEXT NOT NULL REFERENCES cases (id),
    kind       TEXT NOT NULL,
    text       TEXT NOT NULL,
    salt       TEXT NOT NULL,
    author_id  TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX case_entries_by_case ON case_entries (case_id, created_at, id);

CREATE TABLE case_field_values (
    case_id      TEXT NOT NULL REFERENCES cases (id),
    field_id     TEXT NOT NULL REFERENCES case_fields (id),
    part         INTEGER NOT NULL,
    value_text   TEXT,
    value_number BIGINT,
    lookup       TEXT,
    opened_at    BIGINT NOT NULL,
    PRIMARY KEY (case_id, field_id, part)
);
CREATE INDEX case_field_values_by_number ON case_field_values (field_id, value_number, opened_at, case_id)
    WHERE value_number IS NOT NULL;
CREATE INDEX case_field_values_by_text ON case_field_values (field_id, lookup, opened_at, case_id)
    WHERE lookup IS NOT NULL;

CREATE TABLE case_fields (
    id         TEXT PRIMARY KEY,
    key        TEXT NOT NULL UNIQUE,
    type       TEXT NOT NULL CHECK (type IN ('text', 'number', 'amount', 'date', 'choice', 'choices', 'yes_no')),
    name       TEXT NOT NULL,
    name_en    TEXT NOT NULL,
    help       TEXT NOT NULL,
    help_en    TEXT NOT NULL,
    kinds      TEXT NOT NULL,
    required   TEXT NOT NULL CHECK (required IN ('never', 'opening', 'resolving')),
    choices    TEXT NOT NULL,
    currency   TEXT,
    position   INTEGER NOT NULL,
    active     BOOLEAN NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE case_followers (
    case_id        TEXT NOT NULL REFERENCES cases (id),
    staff_id       TEXT NOT NULL REFERENCES staff (id),
    followed_since BIGINT NOT NULL,
    PRIMARY KEY (case_id, staff_id)
);
CREATE INDEX case_followers_by_staff ON case_followers (staff_id, case_id);

CREATE TABLE case_handlers (
    staff_id TEXT NOT NULL,
    case_id  TEXT NOT NULL,
    last_at  BIGINT NOT NULL,
    PRIMARY KEY (staff_id, case_id)
);

CREATE TABLE case_holds (
    case_id TEXT NOT NULL REFERENCES cases (id),
    reason  TEXT NOT NULL CHECK (reason IN ('waiting_department', 'snoozed')),
    since   BIGINT NOT NULL,
    PRIMARY KEY (case_id, reason)
);

CREATE TABLE case_links (
    case_id   TEXT NOT NULL REFERENCES cases (id),
    other_id  TEXT NOT NULL REFERENCES cases (id),
    kind      TEXT NOT NULL,
    linked_by TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (case_id, other_id),
    CHECK (case_id < other_id)
);
CREATE INDEX case_links_by_other ON case_links (other_id, case_id);

CREATE TABLE case_lookers (
    case_id  TEXT NOT NULL REFERENCES cases (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    doing    TEXT NOT NULL CHECK (doing IN ('looking', 'replying')),
    since    BIGINT NOT NULL,
    seen_at  BIGINT NOT NULL,
    PRIMARY KEY (case_id, staff_id)
);
CREATE INDEX case_lookers_by_age ON case_lookers (seen_at);

CREATE TABLE case_tags (
    tag     TEXT NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    PRIMARY KEY (tag, case_id)
);
CREATE INDEX case_tags_by_case ON case_tags (case_id);

CREATE TABLE case_task_entries (
    task_id  TEXT NOT NULL REFERENCES case_tasks (id),
    entry_id TEXT NOT NULL REFERENCES case_entries (id),
    -- what was done with these words: the event's type
    verb     TEXT NOT NULL,
    PRIMARY KEY (task_id, entry_id)
);

CREATE TABLE case_task_files (
    task_id       TEXT NOT NULL REFERENCES case_tasks (id),
    attachment_id TEXT NOT NULL REFERENCES case_attachments (id),
    PRIMARY KEY (task_id, attachment_id)
);

CREATE TABLE case_tasks (
    id                  TEXT PRIMARY KEY,
    case_id             TEXT NOT NULL REFERENCES cases (id),
    -- counts the tasks of one case
    n                   INTEGER NOT NULL,
    subject             TEXT NOT NULL,
    status              TEXT NOT NULL CHECK (status IN ('asked', 'accepted', 'answered', 'returned', 'done', 'withdrawn')),
    -- whether the case waits for it: a case is not resolved over one that is asked for and not done
    required            BOOLEAN NOT NULL,
    shows_matter        BOOLEAN NOT NULL,
    shows_customer      BOOLEAN NOT NULL,
    unit_id             TEXT NOT NULL REFERENCES org_units (id),
    staff_id            TEXT REFERENCES staff (id),
    asked_by            TEXT NOT NULL REFERENCES staff (id),
    -- how often it was asked: sent back or asked again begins a new round with a due time of its own
    round               INTEGER NOT NULL,
    urge_count          INTEGER NOT NULL DEFAULT 0,
    urged_at            BIGINT,
    calendar_version_id TEXT NOT NULL REFERENCES calendar_versions (id),
    -- working seconds of a round; none where a moment was named
    target_seconds      BIGINT,
    round_started_at    BIGINT NOT NULL,
    due_at              BIGINT NOT NULL,
    warn_at             BIGINT NOT NULL,
    warned_at           BIGINT,
    overdue_at          BIGINT,
    was_overdue         BOOLEAN NOT NULL DEFAULT FALSE,
    next_fire_at        BIGINT,
    accepted_at         BIGINT,
    answered_at         BIGINT,
    ended_at            BIGINT,
    version             BIGINT NOT NULL,
    created_at          BIGINT NOT NULL,
    updated_at          BIGINT NOT NULL,
    UNIQUE (case_id, n)
);
CREATE INDEX case_tasks_by_handler ON case_tasks (staff_id, updated_at, id);
CREATE INDEX case_tasks_by_unit ON case_tasks (unit_id, updated_at, id);
CREATE INDEX case_tasks_of_handler ON case_tasks (staff_id, due_at, id) WHERE status IN ('asked', 'accepted');
CREATE INDEX case_tasks_open ON case_tasks (case_id) WHERE status NOT IN ('done', 'withdrawn');
CREATE INDEX case_tasks_to_do ON case_tasks (unit_id, due_at, id) WHERE status IN ('asked', 'accepted');
CREATE INDEX case_tasks_to_fire ON case_tasks (next_fire_at, id) WHERE next_fire_at IS NOT NULL;

CREATE TABLE cases (
    id               TEXT PRIMARY KEY,
    number           TEXT NOT NULL UNIQUE,
    kind             TEXT NOT NULL,
    subject          TEXT NOT NULL,
    description      TEXT NOT NULL,
    channel          TEXT NOT NULL,
    priority         TEXT NOT NULL,
    status           TEXT NOT NULL CHECK (status IN ('new', 'assigned', 'waiting_customer', 'resolved', 'closed')),
    customer_id      TEXT REFERENCES customers (id),
    product_id       TEXT REFERENCES products (id),
    unit_id          TEXT NOT NULL REFERENCES org_units (id),
    assignee_id      TEXT REFERENCES staff (id),
    owner_id         TEXT REFERENCES staff (id),
    opened_by        TEXT NOT NULL,
    escalation_level INTEGER NOT NULL DEFAULT 0,
    escalated_to     TEXT,
    breached         BOOLEAN NOT NULL DEFAULT FALSE,
    reopen_count     INTEGER NOT NULL DEFAULT 0,
    -- since when the customer waits for us; the far end of time while nobody does, so that it sorts last
    waiting_since    BIGINT NOT NULL,
    -- the next due time of a running clock, and that clock; the far end of time when none runs
    next_due_at      BIGINT NOT NULL,
    next_clock_id    TEXT,
    -- where an imported row came from, so that a second import finds it
    source           TEXT,
    source_key       TEXT,
    attributes       TEXT,
    resolved_at      BIGINT,
    closed_at        BIGINT,
    version          BIGINT NOT NULL,
    created_at       BIGINT NOT NULL,
    updated_at       BIGINT NOT NULL
, first_owner_id TEXT, parent_id TEXT, merged_into_id TEXT, status_before_merge TEXT, transferred_from_unit_id TEXT, transferred_from_staff_id TEXT, return_count INTEGER NOT NULL DEFAULT 0, urge_count INTEGER NOT NULL DEFAULT 0, urged_at BIGINT, snoozed_until BIGINT, tags TEXT NOT NULL DEFAULT '[]');
CREATE INDEX cases_breached ON cases (created_at, id) WHERE breached AND status IN ('new', 'assigned', 'waiting_customer');
CREATE INDEX cases_by_assignee ON cases (assignee_id, created_at, id);
CREATE INDEX cases_by_assignee_unit ON cases (assignee_id, unit_id, created_at, id) WHERE assignee_id IS NOT NULL;
CREATE INDEX cases_by_closure ON cases (closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX cases_by_customer ON cases (customer_id, created_at, id);
CREATE INDEX cases_by_due ON cases (next_due_at, id) WHERE status IN ('new', 'assigned', 'waiting_customer');
CREATE INDEX cases_by_escalated ON cases (escalated_to, created_at, id) WHERE escalated_to IS NOT NULL;
CREATE INDEX cases_by_escalated_unit ON cases (escalated_to, unit_id, created_at, id) WHERE escalated_to IS NOT NULL;
CREATE INDEX cases_by_kind ON cases (kind, created_at, id);
CREATE INDEX cases_by_opener ON cases (opened_by, created_at, id);
CREATE INDEX cases_by_opener_unit ON cases (opened_by, unit_id, created_at, id);
CREATE INDEX cases_by_owner ON cases (owner_id, created_at, id) WHERE owner_id IS NOT NULL;
CREATE INDEX cases_by_owner_unit ON cases (owner_id, unit_id, created_at, id) WHERE owner_id IS NOT NULL;
CREATE INDEX cases_by_parent ON cases (parent_id, created_at, id) WHERE parent_id IS NOT NULL;
CREATE INDEX cases_by_resolution ON cases (resolved_at, id) WHERE resolved_at IS NOT NULL;
CREATE UNIQUE INDEX cases_by_source ON cases (source, source_key) WHERE source IS NOT NULL;
CREATE INDEX cases_by_unit ON cases (unit_id, created_at, id);
CREATE INDEX cases_by_unit_kind ON cases (unit_id, kind, created_at, id);
CREATE INDEX cases_closed ON cases (created_at, id) WHERE status = 'closed';
CREATE INDEX cases_closed_by_kind ON cases (kind, created_at, id) WHERE status = 'closed';
CREATE INDEX cases_closed_by_unit ON cases (unit_id, created_at, id) WHERE status = 'closed';
CREATE INDEX cases_closed_by_unit_kind ON cases (unit_id, kind, created_at, id) WHERE status = 'closed';
CREATE INDEX cases_due_by_unit ON cases (unit_id, next_due_at, id)
    WHERE status IN ('new', 'assigned', 'waiting_customer');
CREATE INDEX cases_merged ON cases (merged_into_id, created_at, id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX cases_newest ON cases (created_at, id);
CREATE INDEX cases_open_by_age ON cases (created_at, id) WHERE status IN ('new', 'assigned', 'waiting_customer');
CREATE INDEX cases_open_by_assignee ON cases (assignee_id, waiting_since, id)
    WHERE status IN ('new', 'assigned', 'waiting_customer');
CREATE INDEX cases_open_by_escalated ON cases (escalated_to, unit_id)
    WHERE status IN ('new', 'assigned', 'waiting_customer') AND escalated_to IS NOT NULL;
CREATE INDEX cases_open_by_opener ON cases (opened_by, unit_id)
    WHERE status IN ('new', 'assigned', 'waiting_customer');
CREATE INDEX cases_open_by_owner ON cases (owner_id, unit_id)
    WHERE status IN ('new', 'assigned', 'waiting_customer') AND owner_id IS NOT NULL;
CREATE INDEX cases_open_by_unit ON cases (unit_id, created_at, id)
    WHERE status IN ('new', 'assigned', 'waiting_customer');
CREATE INDEX cases_resolved ON cases (created_at, id) WHERE status = 'resolved';
CREATE INDEX cases_resolved_by_unit ON cases (unit_id, created_at, id) WHERE status = 'resolved';
CREATE INDEX cases_resting_by_assignee ON cases (assignee_id, snoozed_until, id) WHERE snoozed_until IS NOT NULL;
CREATE INDEX cases_resting_by_unit ON cases (unit_id, snoozed_until, id) WHERE snoozed_until IS NOT NULL;
CREATE INDEX cases_to_wake ON cases (snoozed_until, id) WHERE snoozed_until IS NOT NULL;
CREATE INDEX cases_unanswered ON cases (waiting_since, id) WHERE status IN ('new', 'assigned', 'waiting_customer');
CREATE INDEX cases_unanswered_by_unit ON cases (unit_id, waiting_since, id)
    WHERE status IN ('new', 'assigned', 'waiting_customer');

CREATE TABLE checklist_templates (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    name_en    TEXT NOT NULL,
    kinds      TEXT NOT NULL,
    at_opening BOOLEAN NOT NULL,
    active     BOOLEAN NOT NULL,
    items      TEXT NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE "clock_firings" (
    clock_id TEXT NOT NULL REFERENCES "case_clocks" (id),
    what     TEXT NOT NULL CHECK (what IN ('warned', 'breached', 'escalated')),
    percent  INTEGER NOT NULL DEFAULT 0,
    fired_at BIGINT NOT NULL,
    PRIMARY KEY (clock_id, what, percent)
);

CREATE TABLE contact_points (
    id          TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    kind        TEXT NOT NULL CHECK (kind IN ('phone', 'email', 'address', 'wechat')),
    value       TEXT NOT NULL,
    lookup      TEXT NOT NULL,
    preferred   BOOLEAN NOT NULL,
    created_at  BIGINT NOT NULL
, lookup_tail TEXT, verification TEXT NOT NULL DEFAULT 'unverified'
    CHECK (verification IN ('unverified', 'verified', 'bounced')), verified_how TEXT, verified_at BIGINT, verified_by TEXT);
CREATE INDEX contact_points_by_customer ON contact_points (customer_id, created_at, id);
CREATE INDEX contact_points_by_lookup ON contact_points (lookup, customer_id);
CREATE INDEX contact_points_by_tail ON contact_points (lookup_tail, customer_id) WHERE lookup_tail IS NOT NULL;
CREATE UNIQUE INDEX contact_points_once ON contact_points (customer_id, kind, lookup);
CREATE UNIQUE INDEX contact_points_one_preferred ON contact_points (customer_id, kind) WHERE preferred;
CREATE INDEX contact_points_unsealed ON contact_points (id) WHERE substr(value, 1, 3) <> 'v1.';
CREATE TRIGGER contact_points_are_sealed_insert BEFORE INSERT ON contact_points
WHEN substr(NEW.value, 1, 3) <> 'v1.'
BEGIN SELECT RAISE(ABORT, 'a contact value is written sealed'); END;
CREATE TRIGGER contact_points_are_sealed_update BEFORE UPDATE ON contact_points
WHEN substr(NEW.value, 1, 3) <> 'v1.'
BEGIN SELECT RAISE(ABORT, 'a contact value is written sealed'); END;

CREATE TABLE customer_change_requests (
    id          TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    what        TEXT NOT NULL CHECK (what IN ('name', 'kind', 'add_document', 'remove_document')),
    -- what it was and what it is to be, why it is asked and what was said to it; sealed
    value       TEXT NOT NULL CHECK (substr(value, 1, 3) = 'v1.'),
    status      TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'refused', 'withdrawn')),
    version     BIGINT NOT NULL,
    asked_by    TEXT NOT NULL,
    asked_at    BIGINT NOT NULL,
    decided_by  TEXT,
    decided_at  BIGINT,
    CHECK (decided_by IS NULL OR status = 'withdrawn' OR decided_by <> asked_by)
);
CREATE INDEX customer_change_requests_by_customer ON customer_change_requests (customer_id, asked_at, id);
CREATE INDEX customer_change_requests_pending ON customer_change_requests (asked_at, id) WHERE status = 'pending';

CREATE TABLE customer_consents (
    id                TEXT PRIMARY KEY,
    customer_id       TEXT NOT NULL REFERENCES customers (id),
    purpose           TEXT NOT NULL,
    text_version      TEXT NOT NULL,
    given_on          TEXT NOT NULL,
    channel           TEXT NOT NULL,
    recorded_by       TEXT NOT NULL,
    recorded_at       BIGINT NOT NULL,
    withdrawn_on      TEXT,
    withdrawn_channel TEXT,
    withdrawn_by      TEXT,
    withdrawn_at      BIGINT
);
CREATE INDEX customer_consents_by_customer ON customer_consents (customer_id, recorded_at, id);
CREATE UNIQUE INDEX customer_consents_in_force ON customer_consents (customer_id, purpose) WHERE withdrawn_at IS NULL;

CREATE TABLE customer_field_changes (
    id          TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    field       TEXT NOT NULL,
    old_value   TEXT CHECK (substr(old_value, 1, 3) = 'v1.'),
    new_value   TEXT CHECK (substr(new_value, 1, 3) = 'v1.'),
    actor_id    TEXT NOT NULL,
    changed_at  BIGINT NOT NULL
);
CREATE INDEX customer_field_changes_by_customer ON customer_field_changes (customer_id, changed_at, id);

CREATE TABLE customer_keys (
    customer_id TEXT PRIMARY KEY REFERENCES customers (id),
    wrapped     TEXT NOT NULL,
    created_at  BIGINT NOT NULL
);

CREATE TABLE customer_needs (
    id          TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    kind        TEXT NOT NULL CHECK (kind IN ('need', 'preference', 'life_event')),
    -- words, next step and what came of it; sealed
    value       TEXT NOT NULL CHECK (substr(value, 1, 3) = 'v1.'),
    owner_id    TEXT,
    due_on      TEXT,
    status      TEXT NOT NULL CHECK (status IN ('noted', 'open', 'done', 'dropped')),
    told_on     TEXT,
    version     BIGINT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    ended_by    TEXT,
    ended_at    BIGINT,
    CHECK ((status = 'open') = (due_on IS NOT NULL AND owner_id IS NOT NULL AND ended_at IS NULL))
);
CREATE INDEX customer_needs_by_customer ON customer_needs (customer_id, recorded_at, id);
CREATE INDEX customer_needs_by_due ON customer_needs (due_on, id) WHERE status = 'open';
CREATE INDEX customer_needs_by_owner ON customer_needs (owner_id, due_on, id) WHERE status = 'open';
CREATE INDEX customer_needs_untold ON customer_needs (due_on, id) WHERE status = 'open' AND told_on IS NULL;

CREATE TABLE customer_relations (
    id          TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    other_id    TEXT REFERENCES customers (id),
    kind        TEXT NOT NULL CHECK (kind IN ('agent', 'guardian', 'heir', 'company_contact')),
    -- name and phone of a person who is no customer, scope of the authorisation, reference of its document; sealed
    value       TEXT NOT NULL CHECK (substr(value, 1, 3) = 'v1.'),
    valid_until TEXT,
    version     BIGINT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    ended_by    TEXT,
    ended_at    BIGINT
);
CREATE INDEX customer_relations_by_customer ON customer_relations (customer_id, recorded_at, id);
CREATE INDEX customer_relations_by_other ON customer_relations (other_id, recorded_at, id) WHERE other_id IS NOT NULL;

CREATE TABLE customer_reveals (
    id          TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    actor_id    TEXT NOT NULL,
    reason      TEXT NOT NULL,
    salt        TEXT NOT NULL,
    created_at  BIGINT NOT NULL
, case_id TEXT, until BIGINT NOT NULL DEFAULT 0);
CREATE INDEX customer_reveals_by_actor ON customer_reveals (actor_id, customer_id, until);
CREATE INDEX customer_reveals_by_customer ON customer_reveals (customer_id, created_at, id);
CREATE INDEX customer_reveals_by_time ON customer_reveals (created_at, id);

CREATE TABLE customer_settings (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    second_person BOOLEAN NOT NULL,
    version       BIGINT NOT NULL
);

CREATE TABLE customers (
    id         TEXT PRIMARY KEY,
    number     TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    -- lower case, compared byte by byte: what a search by the beginning of a name walks
    name_lower TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('person', 'organisation')),
    class      TEXT NOT NULL CHECK (class IN ('ordinary', 'valued', 'private')),
    note       TEXT NOT NULL DEFAULT '',
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
, registered_name TEXT NOT NULL DEFAULT '', wish_channel TEXT
    CHECK (wish_channel IN ('phone', 'sms', 'email', 'wechat', 'app', 'letter', 'counter')), wish_days TEXT CHECK (wish_days IN ('any', 'workdays', 'weekends')), wish_from TEXT, wish_until TEXT, wish_language TEXT, reviewed_on TEXT, next_review_on TEXT, erased_at BIGINT);
CREATE INDEX customers_by_age ON customers (created_at, id);
CREATE INDEX customers_by_name ON customers (name_lower, id);
CREATE INDEX customers_by_review ON customers (next_review_on, id) WHERE next_review_on IS NOT NULL;

CREATE TABLE file_chunks (
    sha256 TEXT NOT NULL REFERENCES files (sha256),
    n      INTEGER NOT NULL,
    bytes  BLOB NOT NULL,
    PRIMARY KEY (sha256, n)
);

CREATE TABLE files (
    sha256     TEXT PRIMARY KEY,
    size       BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE held_replies (
    id         TEXT PRIMARY KEY,
    case_id    TEXT NOT NULL REFERENCES cases (id),
    staff_id   TEXT NOT NULL REFERENCES staff (id),
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
CREATE INDEX held_replies_by_age ON held_replies (created_at);
CREATE UNIQUE INDEX held_replies_one_each ON held_replies (case_id, staff_id) WHERE state = 'held';
CREATE INDEX held_replies_refused ON held_replies (case_id, staff_id) WHERE state = 'refused';
CREATE INDEX held_replies_to_send ON held_replies (send_at, id) WHERE state = 'held';

CREATE TABLE holdings (
    id          TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    kind        TEXT NOT NULL CHECK (kind IN ('account', 'card', 'policy', 'loan')),
    product_id  TEXT NOT NULL REFERENCES products (id),
    value       TEXT NOT NULL CHECK (substr(value, 1, 3) = 'v1.'),
    lookup      TEXT NOT NULL,
    lookup_tail TEXT,
    status      TEXT NOT NULL CHECK (status IN ('active', 'dormant', 'frozen', 'closed')),
    opened_on   TEXT,
    closed_on   TEXT,
    unit_id     TEXT REFERENCES org_units (id),
    version     BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL
);
CREATE INDEX holdings_by_customer ON holdings (customer_id, created_at, id);
CREATE INDEX holdings_by_tail ON holdings (lookup_tail, customer_id) WHERE lookup_tail IS NOT NULL;
CREATE UNIQUE INDEX holdings_once ON holdings (kind, lookup);

CREATE TABLE idempotency_keys (
    actor_id    TEXT NOT NULL,
    key         TEXT NOT NULL,
    operation   TEXT NOT NULL,
    body_sha256 TEXT NOT NULL,
    location    TEXT NOT NULL,
    answer      TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (actor_id, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

CREATE TABLE identity_documents (
    id          TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    kind        TEXT NOT NULL,
    value       TEXT NOT NULL,
    lookup      TEXT NOT NULL,
    created_at  BIGINT NOT NULL
, expires_on TEXT);
CREATE INDEX identity_documents_by_customer ON identity_documents (customer_id, created_at, id);
CREATE INDEX identity_documents_by_lookup ON identity_documents (lookup, customer_id);
CREATE UNIQUE INDEX identity_documents_once ON identity_documents (customer_id, kind, lookup);
CREATE INDEX identity_documents_unsealed ON identity_documents (id) WHERE substr(value, 1, 3) <> 'v1.';
CREATE TRIGGER identity_documents_are_sealed_insert BEFORE INSERT ON identity_documents
WHEN substr(NEW.value, 1, 3) <> 'v1.'
BEGIN SELECT RAISE(ABORT, 'an identity number is written sealed'); END;
CREATE TRIGGER identity_documents_are_sealed_update BEFORE UPDATE ON identity_documents
WHEN substr(NEW.value, 1, 3) <> 'v1.'
BEGIN SELECT RAISE(ABORT, 'an identity number is written sealed'); END;

CREATE TABLE imports (
    id           TEXT PRIMARY KEY,
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
    staff_id     TEXT NOT NULL REFERENCES staff (id),
    -- the run that holds it, or held it last, and until when without a sign of life
    run_id       TEXT,
    lease_until  BIGINT,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL
);
CREATE INDEX imports_by_staff ON imports (staff_id, created_at, id);
CREATE INDEX imports_newest ON imports (created_at, id);
CREATE INDEX imports_running ON imports (lease_until) WHERE state = 'running';

CREATE TABLE institution (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    name       TEXT NOT NULL,
    name_en    TEXT NOT NULL,
    time_zone  TEXT NOT NULL,
    demo       BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE journal (
    id           TEXT PRIMARY KEY,
    seq          BIGINT UNIQUE,
    at           BIGINT NOT NULL,
    n            INTEGER NOT NULL,
    type         TEXT NOT NULL,
    version      INTEGER NOT NULL,
    actor_kind   TEXT NOT NULL,
    actor_id     TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id   TEXT NOT NULL,
    unit_id      TEXT,
    staff_id     TEXT,
    request_id   TEXT NOT NULL,
    payload      TEXT NOT NULL,
    sealed_at    BIGINT,
    hash         TEXT,
    CHECK ((seq IS NULL) = (hash IS NULL))
);
CREATE INDEX journal_by_actor ON journal (actor_id, seq) WHERE seq IS NOT NULL;
CREATE INDEX journal_by_subject ON journal (subject_id, at, n, id);
CREATE INDEX journal_by_type ON journal (type, seq) WHERE seq IS NOT NULL;
CREATE INDEX journal_unsealed ON journal (at, n, id) WHERE seq IS NULL;
CREATE TRIGGER journal_is_append_only_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_append_only_update BEFORE UPDATE ON journal
WHEN OLD.seq IS NOT NULL OR NEW.id <> OLD.id OR NEW.payload <> OLD.payload OR NEW.at <> OLD.at
  OR NEW.type <> OLD.type OR NEW.actor_id <> OLD.actor_id OR NEW.subject_id <> OLD.subject_id
  OR EXISTS (SELECT 1 FROM journal WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_never_replaced BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_seq_is_whole BEFORE INSERT ON journal
WHEN NEW.seq IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'only the sealer gives a seq'); END;

CREATE TABLE journal_head (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    seq       BIGINT NOT NULL,
    hash      TEXT NOT NULL,
    sealed_at BIGINT NOT NULL,
    chain     TEXT NOT NULL DEFAULT ''
);

CREATE TABLE legal_holds (
    id          TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    reason      TEXT NOT NULL,
    placed_by   TEXT NOT NULL,
    placed_at   BIGINT NOT NULL,
    lifted_at   BIGINT,
    lifted_by   TEXT,
    lift_reason TEXT
);
CREATE INDEX legal_holds_by_customer ON legal_holds (customer_id, placed_at, id);

CREATE TABLE nodes (
    id         TEXT PRIMARY KEY,
    version    TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL
);

CREATE TABLE notification_mutes (
    staff_id TEXT NOT NULL REFERENCES staff (id),
    case_id  TEXT NOT NULL REFERENCES cases (id),
    muted_at BIGINT NOT NULL,
    PRIMARY KEY (staff_id, case_id)
);

CREATE TABLE notification_preferences (
    staff_id    TEXT PRIMARY KEY REFERENCES staff (id),
    -- as the API takes them, as JSON
    preferences TEXT NOT NULL,
    version     BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL
);

CREATE TABLE notifications (
    id          TEXT PRIMARY KEY,
    staff_id    TEXT NOT NULL REFERENCES staff (id),
    event_id    TEXT NOT NULL,
    kind        TEXT NOT NULL,
    reason      TEXT NOT NULL,
    case_id     TEXT,
    actor_id    TEXT NOT NULL,
    -- ids, codes and moments its sentence needs, as JSON
    particulars TEXT NOT NULL,
    -- what may be folded together: the thing and the kind
    thread      TEXT NOT NULL,
    at          BIGINT NOT NULL,
    told_at     BIGINT NOT NULL,
    -- whether it is in the console, as the person wanted it then
    shown       BOOLEAN NOT NULL,
    newest      BOOLEAN NOT NULL,
    folded      INTEGER NOT NULL,
    read_at     BIGINT,
    -- when it goes into a mail, as the person wanted it then; none when it does not, or no longer
    mail_due_at BIGINT,
    mailed_at   BIGINT,
    UNIQUE (staff_id, event_id)
);
CREATE INDEX notifications_by_age ON notifications (at);
CREATE INDEX notifications_by_thread ON notifications (staff_id, thread, told_at);
CREATE INDEX notifications_newest ON notifications (staff_id, at, id) WHERE newest AND shown;
CREATE INDEX notifications_to_mail ON notifications (mail_due_at, staff_id) WHERE mail_due_at IS NOT NULL;
CREATE INDEX notifications_unread ON notifications (staff_id, at, id) WHERE read_at IS NULL;

CREATE TABLE notifications_before (
    id          TEXT PRIMARY KEY,
    staff_id    TEXT NOT NULL,
    event_id    TEXT NOT NULL,
    kind        TEXT NOT NULL,
    reason      TEXT NOT NULL,
    case_id     TEXT,
    actor_id    TEXT NOT NULL,
    particulars TEXT NOT NULL,
    thread      TEXT NOT NULL,
    at          BIGINT NOT NULL,
    told_at     BIGINT NOT NULL,
    shown       BOOLEAN NOT NULL,
    newest      BOOLEAN NOT NULL,
    folded      INTEGER NOT NULL,
    read_at     BIGINT,
    mail_due_at BIGINT,
    mailed_at   BIGINT,
    UNIQUE (event_id, staff_id)
);

CREATE TABLE number_blocks (
    name TEXT PRIMARY KEY,
    next BIGINT NOT NULL
);

CREATE TABLE org_units (
    id         TEXT PRIMARY KEY,
    parent_id  TEXT REFERENCES org_units (id),
    path       TEXT NOT NULL,
    code       TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    name_en    TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('head_office', 'branch', 'department', 'team')),
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX org_units_by_path ON org_units (path);

CREATE TABLE outbox (
    id              TEXT PRIMARY KEY,
    kind            TEXT NOT NULL,
    idempotency_key TEXT NOT NULL UNIQUE,
    recipient       TEXT NOT NULL,
    subject_id      TEXT,
    payload         TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'dead')),
    attempts        INTEGER NOT NULL DEFAULT 0,
    next_attempt_at BIGINT NOT NULL,
    last_error      TEXT,
    created_at      BIGINT NOT NULL,
    sent_at         BIGINT
, recipient_id TEXT, asked_by TEXT);
CREATE INDEX outbox_by_recipient ON outbox (recipient_id) WHERE recipient_id IS NOT NULL;
CREATE INDEX outbox_by_state ON outbox (state, created_at, id);
CREATE INDEX outbox_due ON outbox (kind, next_attempt_at, id) WHERE state IN ('pending', 'sending');

CREATE TABLE passkeys (
    id            TEXT PRIMARY KEY,
    staff_id      TEXT NOT NULL REFERENCES staff (id),
    credential_id TEXT NOT NULL UNIQUE,
    credential    TEXT NOT NULL,
    name          TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    used_at       BIGINT
);
CREATE INDEX passkeys_by_staff ON passkeys (staff_id, id);

CREATE TABLE password_links (
    token_sha256 TEXT PRIMARY KEY,
    staff_id     TEXT NOT NULL REFERENCES staff (id),
    kind         TEXT NOT NULL CHECK (kind IN ('invitation', 'reset')),
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    used_at      BIGINT
);
CREATE INDEX password_links_by_expiry ON password_links (expires_at);
CREATE INDEX password_links_by_staff ON password_links (staff_id, expires_at);

CREATE TABLE past_passwords (
    staff_id      TEXT NOT NULL REFERENCES staff (id),
    set_at        BIGINT NOT NULL,
    password_hash TEXT NOT NULL,
    PRIMARY KEY (staff_id, set_at)
);

CREATE TABLE performance_cases (
    case_id TEXT PRIMARY KEY,
    counted TEXT NOT NULL
);

CREATE TABLE performance_history (
    clock    TEXT NOT NULL,
    kind     TEXT NOT NULL,
    priority TEXT NOT NULL,
    unit_id  TEXT NOT NULL,
    hour     INTEGER NOT NULL,
    times    TEXT NOT NULL,
    PRIMARY KEY (clock, kind, priority, unit_id, hour)
);

CREATE TABLE performance_open (
    what     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    channel  TEXT NOT NULL,
    priority TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    unit_id  TEXT NOT NULL,
    on_day   TEXT NOT NULL,
    n        BIGINT NOT NULL,
    PRIMARY KEY (what, kind, channel, priority, staff_id, unit_id, on_day)
) WITHOUT ROWID;
CREATE INDEX performance_open_by_person ON performance_open (what, unit_id, staff_id) WHERE staff_id <> '';
CREATE INDEX performance_open_empty ON performance_open (what) WHERE n = 0;

CREATE TABLE performance_periods (
    kind       TEXT NOT NULL,
    channel    TEXT NOT NULL,
    priority   TEXT NOT NULL,
    staff_id   TEXT NOT NULL,
    unit_id    TEXT NOT NULL,
    period     TEXT NOT NULL,
    arrived    BIGINT NOT NULL,
    resolved   BIGINT NOT NULL,
    closed     BIGINT NOT NULL,
    -- clocks by the moment that decided them, then by the moment they were due
    first_response_met          BIGINT NOT NULL,
    first_response_breached     BIGINT NOT NULL,
    first_response_due_met      BIGINT NOT NULL,
    first_response_due_breached BIGINT NOT NULL,
    resolution_met              BIGINT NOT NULL,
    resolution_breached         BIGINT NOT NULL,
    resolution_due_met          BIGINT NOT NULL,
    resolution_due_breached     BIGINT NOT NULL,
    further_met                 BIGINT NOT NULL,
    further_breached            BIGINT NOT NULL,
    further_due_met             BIGINT NOT NULL,
    further_due_breached        BIGINT NOT NULL,
    PRIMARY KEY (kind, channel, priority, staff_id, unit_id, period)
) WITHOUT ROWID;
CREATE INDEX performance_periods_by_person ON performance_periods (period, unit_id, staff_id) WHERE staff_id <> '';

CREATE TABLE performance_times (
    kind     TEXT NOT NULL,
    channel  TEXT NOT NULL,
    priority TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    unit_id  TEXT NOT NULL,
    period   TEXT NOT NULL,
    times    TEXT NOT NULL,
    PRIMARY KEY (kind, channel, priority, staff_id, unit_id, period)
);
CREATE INDEX performance_times_by_person ON performance_times (period, unit_id, staff_id) WHERE staff_id <> '';

CREATE TABLE privacy_requests (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN ('copy', 'erasure')),
    customer_id TEXT NOT NULL REFERENCES customers (id),
    state       TEXT NOT NULL CHECK (state IN ('asked', 'booked', 'erasing', 'done', 'declined')),
    reason      TEXT NOT NULL,
    asked_by    TEXT NOT NULL,
    asked_at    BIGINT NOT NULL,
    decided_by  TEXT,
    decided_at  BIGINT,
    opinion     TEXT,
    -- the day on which nothing need be kept any more
    due_on      TEXT,
    -- when it is looked at next; NULL when it need not be
    next_at     BIGINT,
    cases       BIGINT NOT NULL DEFAULT 0,
    done_at     BIGINT,
    version     BIGINT NOT NULL
);
CREATE INDEX privacy_requests_by_customer ON privacy_requests (customer_id, asked_at, id);
CREATE INDEX privacy_requests_by_state ON privacy_requests (state, asked_at, id);
CREATE INDEX privacy_requests_by_time ON privacy_requests (asked_at, id);
CREATE INDEX privacy_requests_due ON privacy_requests (next_at, id) WHERE next_at IS NOT NULL;
CREATE UNIQUE INDEX privacy_requests_one_erasure ON privacy_requests (customer_id)
    WHERE kind = 'erasure' AND state IN ('asked', 'booked', 'erasing');

CREATE TABLE products (
    id         TEXT PRIMARY KEY,
    code       TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    name_en    TEXT NOT NULL,
    category   TEXT NOT NULL,
    active     BOOLEAN NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE recovery_codes (
    staff_id TEXT NOT NULL REFERENCES staff (id),
    lookup   TEXT NOT NULL,
    used_at  BIGINT,
    PRIMARY KEY (staff_id, lookup)
);

CREATE TABLE recurring_cases (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    -- what is opened, as JSON
    template   TEXT NOT NULL,
    -- when, as cron writes it, in the institution's zone
    plan       TEXT NOT NULL,
    active     BOOLEAN NOT NULL,
    staff_id   TEXT NOT NULL REFERENCES staff (id),
    unit_id    TEXT NOT NULL REFERENCES org_units (id),
    next_at    BIGINT,
    last_at    BIGINT,
    -- why the last occurrence opened nothing: a code
    refusal    TEXT,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX recurring_cases_by_name ON recurring_cases (name, id);
CREATE INDEX recurring_cases_due ON recurring_cases (next_at, id) WHERE active;

CREATE TABLE recurring_occurrences (
    recurring_id TEXT NOT NULL REFERENCES recurring_cases (id),
    at           BIGINT NOT NULL,
    case_id      TEXT,
    PRIMARY KEY (recurring_id, at)
);

CREATE TABLE register_export_parts (
    export_id TEXT NOT NULL REFERENCES register_exports (id),
    n         INTEGER NOT NULL,
    bytes     BLOB NOT NULL,
    PRIMARY KEY (export_id, n)
);

CREATE TABLE register_exports (
    id          TEXT PRIMARY KEY,
    staff_id    TEXT NOT NULL REFERENCES staff (id),
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
    run_id      TEXT,
    lease_until BIGINT,
    created_at  BIGINT NOT NULL,
    ended_at    BIGINT,
    expires_at  BIGINT
);
CREATE INDEX register_exports_by_staff ON register_exports (staff_id, created_at, id);
CREATE INDEX register_exports_running ON register_exports (lease_until) WHERE state = 'running';
CREATE INDEX register_exports_to_expire ON register_exports (expires_at) WHERE state = 'done';

CREATE TABLE reveal_digests (
    id          TEXT PRIMARY KEY,
    from_at     BIGINT NOT NULL UNIQUE,
    to_at       BIGINT NOT NULL,
    reveals     BIGINT NOT NULL,
    people      BIGINT NOT NULL,
    customers   BIGINT NOT NULL,
    flagged     BIGINT NOT NULL,
    -- the people, as JSON
    lookers     TEXT NOT NULL,
    made_at     BIGINT NOT NULL,
    reviewed_at BIGINT,
    reviewed_by TEXT,
    opinion     TEXT
);

CREATE TABLE root_keys (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE CHECK (name IN ('data', 'index')),
    wrapped    TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE search_documents (
    id         INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL,
    subject_id TEXT NOT NULL UNIQUE,
    -- what the text belongs to, by which sight is decided: a note's case
    owner_id   TEXT NOT NULL
);
CREATE VIRTUAL TABLE search_index USING fts5(words, content='', contentless_delete=1, tokenize='ascii');

CREATE TABLE 'search_index_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'search_index_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'search_index_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);

CREATE TABLE 'search_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE search_names (
    kind       TEXT NOT NULL,
    key        TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    PRIMARY KEY (kind, key, subject_id)
);
CREATE INDEX search_names_by_subject ON search_names (subject_id);

CREATE TABLE service_level_replays (
    id          TEXT PRIMARY KEY,
    version_id  TEXT NOT NULL,
    title       TEXT NOT NULL,
    levels      TEXT NOT NULL,
    from_at     BIGINT NOT NULL,
    to_at       BIGINT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
    progress    TEXT NOT NULL,
    result      TEXT NOT NULL,
    run_id      TEXT,
    lease_until BIGINT,
    staff_id    TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL
);
CREATE INDEX service_level_replays_by_version ON service_level_replays (version_id, created_at, id);
CREATE INDEX service_level_replays_running ON service_level_replays (lease_until) WHERE state = 'running';

CREATE TABLE service_level_versions (
    id           TEXT PRIMARY KEY,
    -- counted when published; none while it is a draft
    number       INTEGER UNIQUE,
    title        TEXT NOT NULL,
    -- the published version it was made from
    based_on     TEXT REFERENCES service_level_versions (id),
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

CREATE TABLE "service_levels" (
    id         TEXT PRIMARY KEY,
    version_id TEXT NOT NULL REFERENCES service_level_versions (id),
    position   INTEGER NOT NULL,
    name       TEXT NOT NULL,
    -- the whole level, as JSON
    definition TEXT NOT NULL,
    UNIQUE (version_id, position)
);

CREATE TABLE sessions (
    id           TEXT PRIMARY KEY,
    token_sha256 TEXT NOT NULL UNIQUE,
    csrf_token   TEXT NOT NULL,
    staff_id     TEXT NOT NULL REFERENCES staff (id),
    started_at   BIGINT NOT NULL,
    seen_at      BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    ended_at     BIGINT
, device TEXT NOT NULL DEFAULT '', address TEXT NOT NULL DEFAULT '', proved TEXT NOT NULL DEFAULT 'password');
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_by_staff ON sessions (staff_id, ended_at);

CREATE TABLE settings (
    name       TEXT PRIMARY KEY,
    value      TEXT NOT NULL,
    version    BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE sign_in_challenges (
    token_sha256 TEXT PRIMARY KEY,
    staff_id     TEXT REFERENCES staff (id),
    step         TEXT NOT NULL,
    proved       TEXT NOT NULL,
    state        TEXT,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL
);
CREATE INDEX sign_in_challenges_by_expiry ON sign_in_challenges (expires_at);

CREATE TABLE sign_in_rules (
    id                  INTEGER PRIMARY KEY CHECK (id = 1),
    password_profile    TEXT NOT NULL CHECK (password_profile IN ('mlps3', 'asvs')),
    password_length_min INTEGER NOT NULL,
    second_factor_roles TEXT NOT NULL,
    version             BIGINT NOT NULL,
    updated_at          BIGINT NOT NULL
);

CREATE TABLE staff (
    id                 TEXT PRIMARY KEY,
    login              TEXT NOT NULL UNIQUE,
    name               TEXT NOT NULL,
    email              TEXT,
    unit_id            TEXT NOT NULL REFERENCES org_units (id),
    scope              TEXT CHECK (scope IN ('own', 'own_unit', 'unit_and_below', 'all')),
    locale             TEXT NOT NULL DEFAULT 'zh-CN',
    presence           TEXT NOT NULL DEFAULT 'offline',
    presence_at        BIGINT NOT NULL,
    active             BOOLEAN NOT NULL,
    password_hash      TEXT NOT NULL,
    must_change        BOOLEAN NOT NULL DEFAULT FALSE,
    sign_in_failures   INTEGER NOT NULL DEFAULT 0,
    locked_until       BIGINT,
    version            BIGINT NOT NULL,
    created_at         BIGINT NOT NULL,
    updated_at         BIGINT NOT NULL
, password_set_at BIGINT);
CREATE INDEX staff_by_name ON staff (name, id);
CREATE INDEX staff_by_unit ON staff (unit_id, name, id);

CREATE TABLE staff_roles (
    staff_id TEXT NOT NULL REFERENCES staff (id),
    role     TEXT NOT NULL,
    PRIMARY KEY (staff_id, role)
);
CREATE INDEX staff_roles_by_role ON staff_roles (role, staff_id);

CREATE TABLE subscriptions (
    name       TEXT PRIMARY KEY,
    position   BIGINT NOT NULL,
    moved_at   BIGINT,
    failures   INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    retry_at   BIGINT
);

CREATE TABLE tag_names (
    tag TEXT PRIMARY KEY
);

CREATE TABLE timers (
    name             TEXT PRIMARY KEY,
    next_run_at      BIGINT NOT NULL,
    lease_holder     TEXT,
    lease_until      BIGINT,
    last_run_at      BIGINT,
    last_duration_us BIGINT,
    last_count       BIGINT,
    lag_us           BIGINT,
    failures         INTEGER NOT NULL DEFAULT 0,
    last_error       TEXT
);

CREATE TABLE verification_failures (
    customer_id  TEXT PRIMARY KEY REFERENCES customers (id),
    failures     BIGINT NOT NULL,
    since        BIGINT,
    locked_until BIGINT
);

CREATE TABLE verification_unlocks (
    customer_id TEXT NOT NULL REFERENCES customers (id),
    actor_id    TEXT NOT NULL,
    reason      TEXT NOT NULL,
    created_at  BIGINT NOT NULL
);
CREATE INDEX verification_unlocks_by_customer ON verification_unlocks (customer_id, created_at);

CREATE TABLE verifications (
    id          TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    level       TEXT NOT NULL,
    channel     TEXT NOT NULL CHECK (channel IN ('phone', 'chat', 'counter')),
    case_id     TEXT REFERENCES cases (id),
    actor_id    TEXT NOT NULL,
    -- Lists of what was asked, as JSON.
    matched     TEXT NOT NULL,
    failed      TEXT NOT NULL,
    -- NULL when it was not enough.
    holds_until BIGINT,
    created_at  BIGINT NOT NULL
);
CREATE INDEX verifications_by_customer ON verifications (customer_id, created_at, id);

CREATE TABLE view_choices (
    staff_id        TEXT PRIMARY KEY REFERENCES staff (id),
    view_order      TEXT NOT NULL,
    default_view_id TEXT,
    version         BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL
);

CREATE TABLE webhook_attempts (
    delivery_id TEXT NOT NULL REFERENCES webhook_deliveries (id),
    n           INTEGER NOT NULL,
    at          BIGINT NOT NULL,
    status      INTEGER,
    duration_ms BIGINT NOT NULL,
    error       TEXT,
    PRIMARY KEY (delivery_id, n)
);

CREATE TABLE webhook_deliveries (
    id               TEXT PRIMARY KEY,
    endpoint_id      TEXT NOT NULL REFERENCES webhook_endpoints (id),
    event_type       TEXT NOT NULL,
    event_id         TEXT,
    event_seq        BIGINT,
    state            TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'failed')),
    attempts         INTEGER NOT NULL,
    last_status      INTEGER,
    last_duration_ms BIGINT,
    last_error       TEXT,
    created_at       BIGINT NOT NULL,
    ended_at         BIGINT,
    UNIQUE (endpoint_id, event_id)
);
CREATE INDEX webhook_deliveries_by_end ON webhook_deliveries (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX webhook_deliveries_by_state ON webhook_deliveries (endpoint_id, state, created_at, id);
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (endpoint_id, created_at, id);

CREATE TABLE webhook_endpoints (
    id              TEXT PRIMARY KEY,
    name            TEXT NOT NULL,
    url             TEXT NOT NULL,
    -- a JSON list of types of events; empty means all
    kinds           TEXT NOT NULL,
    active          BOOLEAN NOT NULL,
    off_because     TEXT CHECK (off_because IN ('person', 'failing', 'gone')),
    -- secrets are sealed under a key of the endpoint's own, see docs/adr/0019-personal-values-sealed.md
    wrapped_key     TEXT NOT NULL,
    secret          TEXT NOT NULL,
    previous_secret TEXT,
    previous_until  BIGINT,
    from_seq        BIGINT NOT NULL,
    failures        INTEGER NOT NULL,
    failing_since   BIGINT,
    rest_until      BIGINT,
    last_success_at BIGINT,
    version         BIGINT NOT NULL,
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL,
    removed_at      BIGINT
);

CREATE TABLE workbench_kept (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('case_view', 'saved_reply', 'macro')),
    owner_id   TEXT NOT NULL REFERENCES staff (id),
    unit_id    TEXT REFERENCES org_units (id),
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

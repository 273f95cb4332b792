-- A piece of a case asked of another department. Its words stand among the entries of the case, its files among
-- the case's attachments; what is linked here is all that the department sees of them.
CREATE TABLE case_tasks (
    id                  {ID} PRIMARY KEY,
    case_id             {ID} NOT NULL REFERENCES cases (id),
    -- counts the tasks of one case
    n                   INTEGER NOT NULL,
    subject             TEXT NOT NULL,
    status              TEXT NOT NULL CHECK (status IN ('asked', 'accepted', 'answered', 'returned', 'done', 'withdrawn')),
    -- whether the case waits for it: a case is not resolved over one that is asked for and not done
    required            BOOLEAN NOT NULL,
    shows_matter        BOOLEAN NOT NULL,
    shows_customer      BOOLEAN NOT NULL,
    unit_id             {ID} NOT NULL REFERENCES org_units (id),
    staff_id            {ID} REFERENCES staff (id),
    asked_by            {ID} NOT NULL REFERENCES staff (id),
    -- how often it was asked: sent back or asked again begins a new round with a due time of its own
    round               INTEGER NOT NULL,
    urge_count          INTEGER NOT NULL DEFAULT 0,
    urged_at            BIGINT,
    calendar_version_id {ID} NOT NULL REFERENCES calendar_versions (id),
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
CREATE INDEX case_tasks_to_do ON case_tasks (unit_id, due_at, id) WHERE status IN ('asked', 'accepted');
CREATE INDEX case_tasks_of_handler ON case_tasks (staff_id, due_at, id) WHERE status IN ('asked', 'accepted');
CREATE INDEX case_tasks_by_unit ON case_tasks (unit_id, updated_at, id);
CREATE INDEX case_tasks_by_handler ON case_tasks (staff_id, updated_at, id);
CREATE INDEX case_tasks_open ON case_tasks (case_id) WHERE status NOT IN ('done', 'withdrawn');
CREATE INDEX case_tasks_to_fire ON case_tasks (next_fire_at, id) WHERE next_fire_at IS NOT NULL;

CREATE TABLE case_task_entries (
    task_id  {ID} NOT NULL REFERENCES case_tasks (id),
    entry_id {ID} NOT NULL REFERENCES case_entries (id),
    -- what was done with these words: the event's type
    verb     TEXT NOT NULL,
    PRIMARY KEY (task_id, entry_id)
);
CREATE TABLE case_task_files (
    task_id       {ID} NOT NULL REFERENCES case_tasks (id),
    attachment_id {ID} NOT NULL REFERENCES case_attachments (id),
    PRIMARY KEY (task_id, attachment_id)
);

-- What is to be ticked off for a kind of work, as an administrator wrote it; items as JSON.
CREATE TABLE checklist_templates (
    id         {ID} PRIMARY KEY,
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

-- An item of a case keeps the words it had when it was put there.
CREATE TABLE case_checklist_items (
    id          {ID} PRIMARY KEY,
    case_id     {ID} NOT NULL REFERENCES cases (id),
    template_id {ID} REFERENCES checklist_templates (id),
    position    INTEGER NOT NULL,
    text        TEXT NOT NULL,
    text_en     TEXT NOT NULL,
    required    BOOLEAN NOT NULL,
    done_by     {ID},
    done_at     BIGINT,
    added_by    {ID} NOT NULL,
    version     BIGINT NOT NULL,
    created_at  BIGINT NOT NULL
);
CREATE INDEX case_checklist_items_by_case ON case_checklist_items (case_id, position, id);

-- Fields that an institution adds to its cases. Never deleted: retired, so that old values keep their meaning.
CREATE TABLE case_fields (
    id         {ID} PRIMARY KEY,
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

-- One row for each value; several choices have several rows. `lookup` is what filters compare: the first characters
-- in lower case. The moment the case was opened stands here too, so that a list filtered by a value is walked in its
-- own order.
CREATE TABLE case_field_values (
    case_id      {ID} NOT NULL REFERENCES cases (id),
    field_id     {ID} NOT NULL REFERENCES case_fields (id),
    part         INTEGER NOT NULL,
    value_text   TEXT,
    value_number BIGINT,
    lookup       {ID},
    opened_at    BIGINT NOT NULL,
    PRIMARY KEY (case_id, field_id, part)
);
CREATE INDEX case_field_values_by_text ON case_field_values (field_id, lookup, opened_at, case_id)
    WHERE lookup IS NOT NULL;
CREATE INDEX case_field_values_by_number ON case_field_values (field_id, value_number, opened_at, case_id)
    WHERE value_number IS NOT NULL;

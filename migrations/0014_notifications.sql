-- Whose mail it is, so that a failure can be told to who sent it and name who does not get it.
ALTER TABLE outbox ADD COLUMN recipient_id {ID};
ALTER TABLE outbox ADD COLUMN asked_by {ID};

-- What somebody was told: one row per person and event. Of several unread ones about one thing the newest stands for
-- all and counts those folded below it.
CREATE TABLE notifications (
    id          {ID} PRIMARY KEY,
    staff_id    {ID} NOT NULL REFERENCES staff (id),
    event_id    {ID} NOT NULL,
    kind        TEXT NOT NULL,
    reason      TEXT NOT NULL,
    case_id     {ID},
    actor_id    {ID} NOT NULL,
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
CREATE INDEX notifications_newest ON notifications (staff_id, at, id) WHERE newest AND shown;
CREATE INDEX notifications_unread ON notifications (staff_id, at, id) WHERE read_at IS NULL;
CREATE INDEX notifications_by_thread ON notifications (staff_id, thread, told_at);
CREATE INDEX notifications_to_mail ON notifications (mail_due_at, staff_id) WHERE mail_due_at IS NOT NULL;
CREATE INDEX notifications_by_age ON notifications (at);

-- What had been told when a rebuild began: read marks and mail that went out are taken up again from here.
CREATE TABLE notifications_before (
    id          {ID} PRIMARY KEY,
    staff_id    {ID} NOT NULL,
    event_id    {ID} NOT NULL,
    kind        TEXT NOT NULL,
    reason      TEXT NOT NULL,
    case_id     {ID},
    actor_id    {ID} NOT NULL,
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

CREATE TABLE notification_preferences (
    staff_id    {ID} PRIMARY KEY REFERENCES staff (id),
    -- as the API takes them, as JSON
    preferences TEXT NOT NULL,
    version     BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL
);

-- Cases somebody does not want to hear of.
CREATE TABLE notification_mutes (
    staff_id {ID} NOT NULL REFERENCES staff (id),
    case_id  {ID} NOT NULL REFERENCES cases (id),
    muted_at BIGINT NOT NULL,
    PRIMARY KEY (staff_id, case_id)
);

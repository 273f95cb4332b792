-- The journal: what happened. Rows are written unsealed (seq NULL) in the
-- command's own transaction; the sealer alone gives seq and hash.
CREATE TABLE journal (
    id           {ID} PRIMARY KEY,
    seq          BIGINT UNIQUE,
    at           BIGINT NOT NULL,
    n            INTEGER NOT NULL,
    type         TEXT NOT NULL,
    version      INTEGER NOT NULL,
    actor_kind   TEXT NOT NULL,
    actor_id     {ID} NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id   {ID} NOT NULL,
    unit_id      {ID},
    staff_id     {ID},
    request_id   TEXT NOT NULL,
    payload      TEXT NOT NULL,
    sealed_at    BIGINT,
    hash         TEXT,
    CHECK ((seq IS NULL) = (hash IS NULL))
);
CREATE INDEX journal_unsealed ON journal (at, n, id) WHERE seq IS NULL;
CREATE INDEX journal_by_subject ON journal (subject_id, at, n, id);
CREATE INDEX journal_by_actor ON journal (actor_id, seq);
CREATE INDEX journal_by_type ON journal (type, seq);

CREATE TABLE journal_head (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    seq       BIGINT NOT NULL,
    hash      TEXT NOT NULL,
    sealed_at BIGINT NOT NULL,
    chain     TEXT NOT NULL DEFAULT ''
);
INSERT INTO journal_head (id, seq, hash, sealed_at)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', 0);

--#sqlite
CREATE TRIGGER journal_is_append_only_update BEFORE UPDATE ON journal
WHEN OLD.seq IS NOT NULL OR NEW.id <> OLD.id OR NEW.payload <> OLD.payload OR NEW.at <> OLD.at
  OR NEW.type <> OLD.type OR NEW.actor_id <> OLD.actor_id OR NEW.subject_id <> OLD.subject_id
  OR EXISTS (SELECT 1 FROM journal WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_append_only_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
-- INSERT OR REPLACE and UPDATE OR REPLACE remove the row in their way without a DELETE.
CREATE TRIGGER journal_is_never_replaced BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_seq_is_whole BEFORE INSERT ON journal
WHEN NEW.seq IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'only the sealer gives a seq'); END;
--#postgres
CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.seq IS NOT NULL THEN RAISE EXCEPTION 'only the sealer gives a seq'; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.seq IS NULL AND NEW.id = OLD.id AND NEW.payload = OLD.payload AND NEW.at = OLD.at
       AND NEW.type = OLD.type AND NEW.actor_id = OLD.actor_id AND NEW.subject_id = OLD.subject_id THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the journal is append-only';
END $$;
CREATE TRIGGER journal_is_append_only BEFORE INSERT OR UPDATE OR DELETE ON journal
FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
CREATE FUNCTION journal_is_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$;
CREATE TRIGGER journal_is_never_emptied BEFORE TRUNCATE ON journal
FOR EACH STATEMENT EXECUTE FUNCTION journal_is_never_emptied();
--#all

CREATE TABLE subscriptions (
    name       TEXT PRIMARY KEY,
    position   BIGINT NOT NULL,
    moved_at   BIGINT,
    failures   INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    retry_at   BIGINT
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

-- Effects outside the database, sent after the commit that asked for them.
CREATE TABLE outbox (
    id              {ID} PRIMARY KEY,
    kind            TEXT NOT NULL,
    idempotency_key TEXT NOT NULL UNIQUE,
    recipient       TEXT NOT NULL,
    subject_id      {ID},
    payload         TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'dead')),
    attempts        INTEGER NOT NULL DEFAULT 0,
    next_attempt_at BIGINT NOT NULL,
    last_error      TEXT,
    created_at      BIGINT NOT NULL,
    sent_at         BIGINT
);
CREATE INDEX outbox_due ON outbox (next_attempt_at, id) WHERE state IN ('pending', 'sending');
CREATE INDEX outbox_by_state ON outbox (state, created_at, id);

CREATE TABLE idempotency_keys (
    actor_id    {ID} NOT NULL,
    key         TEXT NOT NULL,
    operation   TEXT NOT NULL,
    body_sha256 TEXT NOT NULL,
    location    TEXT NOT NULL,
    answer      TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (actor_id, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- File contents, once per content; names and rights belong to the capability that attaches them.
CREATE TABLE files (
    sha256     TEXT PRIMARY KEY,
    size       BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE TABLE file_chunks (
    sha256 TEXT NOT NULL REFERENCES files (sha256),
    n      INTEGER NOT NULL,
    bytes  {BYTES} NOT NULL,
    PRIMARY KEY (sha256, n)
);

CREATE TABLE nodes (
    id         TEXT PRIMARY KEY,
    version    TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL
);

-- Numbers people read out: each node takes a block at a time, so gaps are normal and never reused.
CREATE TABLE number_blocks (
    name TEXT PRIMARY KEY,
    next BIGINT NOT NULL
);

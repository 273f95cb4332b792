-- Places of other systems that are told what happens.
CREATE TABLE webhook_endpoints (
    id              {ID} PRIMARY KEY,
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

-- One event on its way to one endpoint; the outbox row that carries it has its id as key.
CREATE TABLE webhook_deliveries (
    id               {ID} PRIMARY KEY,
    endpoint_id      {ID} NOT NULL REFERENCES webhook_endpoints (id),
    event_type       TEXT NOT NULL,
    event_id         {ID},
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
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (endpoint_id, created_at, id);
CREATE INDEX webhook_deliveries_by_state ON webhook_deliveries (endpoint_id, state, created_at, id);
CREATE INDEX webhook_deliveries_by_end ON webhook_deliveries (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE webhook_attempts (
    delivery_id {ID} NOT NULL REFERENCES webhook_deliveries (id),
    n           INTEGER NOT NULL,
    at          BIGINT NOT NULL,
    status      INTEGER,
    duration_ms BIGINT NOT NULL,
    error       TEXT,
    PRIMARY KEY (delivery_id, n)
);

-- Each kind has a sender of its own: what waits for one does not stand in the way of the other.
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (kind, next_attempt_at, id) WHERE state IN ('pending', 'sending');

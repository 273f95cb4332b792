-- What the law gives those whose data we hold, see capabilities/privacy.
ALTER TABLE customers ADD COLUMN erased_at BIGINT;

-- A week of reveals as the data owner is shown it; its figures are frozen.
CREATE TABLE reveal_digests (
    id          {ID} PRIMARY KEY,
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
    reviewed_by {ID},
    opinion     TEXT
);

CREATE TABLE legal_holds (
    id          {ID} PRIMARY KEY,
    customer_id {ID} NOT NULL REFERENCES customers (id),
    reason      TEXT NOT NULL,
    placed_by   {ID} NOT NULL,
    placed_at   BIGINT NOT NULL,
    lifted_at   BIGINT,
    lifted_by   {ID},
    lift_reason TEXT
);
CREATE INDEX legal_holds_by_customer ON legal_holds (customer_id, placed_at, id);

CREATE TABLE privacy_requests (
    id          {ID} PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN ('copy', 'erasure')),
    customer_id {ID} NOT NULL REFERENCES customers (id),
    state       TEXT NOT NULL CHECK (state IN ('asked', 'booked', 'erasing', 'done', 'declined')),
    reason      TEXT NOT NULL,
    asked_by    {ID} NOT NULL,
    asked_at    BIGINT NOT NULL,
    decided_by  {ID},
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
CREATE INDEX privacy_requests_by_time ON privacy_requests (asked_at, id);
CREATE INDEX privacy_requests_by_state ON privacy_requests (state, asked_at, id);
CREATE INDEX privacy_requests_by_customer ON privacy_requests (customer_id, asked_at, id);
CREATE INDEX privacy_requests_due ON privacy_requests (next_at, id) WHERE next_at IS NOT NULL;
-- One erasure of a customer at a time.
CREATE UNIQUE INDEX privacy_requests_one_erasure ON privacy_requests (customer_id)
    WHERE kind = 'erasure' AND state IN ('asked', 'booked', 'erasing');

-- What was sent to a customer is forgotten with them.
CREATE INDEX outbox_by_recipient ON outbox (recipient_id) WHERE recipient_id IS NOT NULL;

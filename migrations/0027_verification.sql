-- Whether the person we talk to is the customer, see capabilities/verification. What was said is not kept.
-- What the institution has set, one JSON value each, see platform/src/settings.rs.
CREATE TABLE settings (
    name       TEXT PRIMARY KEY,
    value      TEXT NOT NULL,
    version    BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE verifications (
    id          {ID} PRIMARY KEY,
    customer_id {ID} NOT NULL REFERENCES customers (id),
    level       TEXT NOT NULL,
    channel     TEXT NOT NULL CHECK (channel IN ('phone', 'chat', 'counter')),
    case_id     {ID} REFERENCES cases (id),
    actor_id    {ID} NOT NULL,
    -- Lists of what was asked, as JSON.
    matched     TEXT NOT NULL,
    failed      TEXT NOT NULL,
    -- NULL when it was not enough.
    holds_until BIGINT,
    created_at  BIGINT NOT NULL
);
CREATE INDEX verifications_by_customer ON verifications (customer_id, created_at, id);

CREATE TABLE verification_failures (
    customer_id  {ID} PRIMARY KEY REFERENCES customers (id),
    failures     BIGINT NOT NULL,
    since        BIGINT,
    locked_until BIGINT
);

CREATE TABLE verification_unlocks (
    customer_id {ID} NOT NULL REFERENCES customers (id),
    actor_id    {ID} NOT NULL,
    reason      TEXT NOT NULL,
    created_at  BIGINT NOT NULL
);
CREATE INDEX verification_unlocks_by_customer ON verification_unlocks (customer_id, created_at);

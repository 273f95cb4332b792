CREATE TABLE customers (
    id         {ID} PRIMARY KEY,
    number     TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    -- lower case, compared byte by byte: what a search by the beginning of a name walks
    name_lower {ID} NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('person', 'organisation')),
    class      TEXT NOT NULL CHECK (class IN ('ordinary', 'valued', 'private')),
    note       TEXT NOT NULL DEFAULT '',
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX customers_by_age ON customers (created_at, id);
CREATE INDEX customers_by_name ON customers (name_lower, id);

-- Values here are personal data (C2). The issue that encrypts them changes `value` and `lookup`
-- into ciphertext and a keyed index; nothing outside the capability reads either.
CREATE TABLE contact_points (
    id          {ID} PRIMARY KEY,
    customer_id {ID} NOT NULL REFERENCES customers (id),
    kind        TEXT NOT NULL CHECK (kind IN ('phone', 'email', 'address', 'wechat')),
    value       TEXT NOT NULL,
    lookup      TEXT NOT NULL,
    preferred   BOOLEAN NOT NULL,
    created_at  BIGINT NOT NULL
);
CREATE INDEX contact_points_by_customer ON contact_points (customer_id, created_at, id);
CREATE INDEX contact_points_by_lookup ON contact_points (lookup, customer_id);
CREATE UNIQUE INDEX contact_points_once ON contact_points (customer_id, kind, lookup);
CREATE UNIQUE INDEX contact_points_one_preferred ON contact_points (customer_id, kind) WHERE preferred;

CREATE TABLE identity_documents (
    id          {ID} PRIMARY KEY,
    customer_id {ID} NOT NULL REFERENCES customers (id),
    kind        TEXT NOT NULL,
    value       TEXT NOT NULL,
    lookup      TEXT NOT NULL,
    created_at  BIGINT NOT NULL
);
CREATE INDEX identity_documents_by_customer ON identity_documents (customer_id, created_at, id);
CREATE INDEX identity_documents_by_lookup ON identity_documents (lookup, customer_id);
CREATE UNIQUE INDEX identity_documents_once ON identity_documents (customer_id, kind, lookup);

-- Who was shown a customer's personal data in the clear, and why. The reason is free text: it stands here
-- and not in the journal, which holds its salted digest.
CREATE TABLE customer_reveals (
    id          {ID} PRIMARY KEY,
    customer_id {ID} NOT NULL REFERENCES customers (id),
    actor_id    {ID} NOT NULL,
    reason      TEXT NOT NULL,
    salt        TEXT NOT NULL,
    created_at  BIGINT NOT NULL
);
CREATE INDEX customer_reveals_by_customer ON customer_reveals (customer_id, created_at, id);

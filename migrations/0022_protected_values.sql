-- Personal values of class C2 are sealed by field, see docs/adr/0019-personal-values-sealed.md. The master key, which
-- opens the root keys, is not in the database.
CREATE TABLE root_keys (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE CHECK (name IN ('data', 'index')),
    wrapped    TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- One key for all that is sealed of a customer. Without its row nothing of it can be read again.
CREATE TABLE customer_keys (
    customer_id {ID} PRIMARY KEY REFERENCES customers (id),
    wrapped     TEXT NOT NULL,
    created_at  BIGINT NOT NULL
);

-- What the last four digits of a phone number are found by.
ALTER TABLE contact_points ADD COLUMN lookup_tail TEXT;
CREATE INDEX contact_points_by_tail ON contact_points (lookup_tail, customer_id) WHERE lookup_tail IS NOT NULL;

-- What was written before lies here until the next start has sealed it; then both are empty for good.
CREATE INDEX contact_points_unsealed ON contact_points (id) WHERE substr(value, 1, 3) <> 'v1.';
CREATE INDEX identity_documents_unsealed ON identity_documents (id) WHERE substr(value, 1, 3) <> 'v1.';

-- Nobody writes a value in the clear any more, an older program that still runs included.
--#sqlite
CREATE TRIGGER contact_points_are_sealed_insert BEFORE INSERT ON contact_points
WHEN substr(NEW.value, 1, 3) <> 'v1.'
BEGIN SELECT RAISE(ABORT, 'a contact value is written sealed'); END;
CREATE TRIGGER contact_points_are_sealed_update BEFORE UPDATE ON contact_points
WHEN substr(NEW.value, 1, 3) <> 'v1.'
BEGIN SELECT RAISE(ABORT, 'a contact value is written sealed'); END;
CREATE TRIGGER identity_documents_are_sealed_insert BEFORE INSERT ON identity_documents
WHEN substr(NEW.value, 1, 3) <> 'v1.'
BEGIN SELECT RAISE(ABORT, 'an identity number is written sealed'); END;
CREATE TRIGGER identity_documents_are_sealed_update BEFORE UPDATE ON identity_documents
WHEN substr(NEW.value, 1, 3) <> 'v1.'
BEGIN SELECT RAISE(ABORT, 'an identity number is written sealed'); END;
--#postgres
ALTER TABLE contact_points ADD CONSTRAINT contact_points_are_sealed
    CHECK (substr(value, 1, 3) = 'v1.') NOT VALID;
ALTER TABLE identity_documents ADD CONSTRAINT identity_documents_are_sealed
    CHECK (substr(value, 1, 3) = 'v1.') NOT VALID;
--#all

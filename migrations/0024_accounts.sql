-- How people sign in: second factors, passkeys, rules for passwords, links to set one; and sessions and tokens that say
-- where they are used and how far they reach. See docs/adr/0024-signing-in-by-steps.md.

-- The institution's own rules, one row. Roles stand by their codes, parted by commas.
CREATE TABLE sign_in_rules (
    id                  INTEGER PRIMARY KEY CHECK (id = 1),
    password_profile    TEXT NOT NULL CHECK (password_profile IN ('mlps3', 'asvs')),
    password_length_min INTEGER NOT NULL,
    second_factor_roles TEXT NOT NULL,
    version             BIGINT NOT NULL,
    updated_at          BIGINT NOT NULL
);
INSERT INTO sign_in_rules (id, password_profile, password_length_min, second_factor_roles, version, updated_at)
VALUES (1, 'mlps3', 8, '', 1, 0);

-- An app that shows codes. Its secret is sealed under a key of its own, which the root key wraps. Not confirmed, it is
-- being set up; a code of a step up to `last_step` is not taken again.
CREATE TABLE authenticators (
    staff_id     {ID} PRIMARY KEY REFERENCES staff (id),
    wrapped_key  TEXT NOT NULL,
    secret       TEXT NOT NULL CHECK (substr(secret, 1, 3) = 'v1.'),
    last_step    BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    confirmed_at BIGINT
);

-- Found by a keyed digest: a code is too short for a plain one.
CREATE TABLE recovery_codes (
    staff_id {ID} NOT NULL REFERENCES staff (id),
    lookup   TEXT NOT NULL,
    used_at  BIGINT,
    PRIMARY KEY (staff_id, lookup)
);

CREATE TABLE passkeys (
    id            {ID} PRIMARY KEY,
    staff_id      {ID} NOT NULL REFERENCES staff (id),
    credential_id TEXT NOT NULL UNIQUE,
    credential    TEXT NOT NULL,
    name          TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    used_at       BIGINT
);
CREATE INDEX passkeys_by_staff ON passkeys (staff_id, id);

-- A sign-in that is under way, known by the hash of its token. Nobody is named before a passkey says who it is.
CREATE TABLE sign_in_challenges (
    token_sha256 TEXT PRIMARY KEY,
    staff_id     {ID} REFERENCES staff (id),
    step         TEXT NOT NULL,
    proved       TEXT NOT NULL,
    state        TEXT,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL
);
CREATE INDEX sign_in_challenges_by_expiry ON sign_in_challenges (expires_at);

-- Passwords used before, so that none of the last comes back.
CREATE TABLE past_passwords (
    staff_id      {ID} NOT NULL REFERENCES staff (id),
    set_at        BIGINT NOT NULL,
    password_hash TEXT NOT NULL,
    PRIMARY KEY (staff_id, set_at)
);

-- Links by which somebody sets a password, each for one use.
CREATE TABLE password_links (
    token_sha256 TEXT PRIMARY KEY,
    staff_id     {ID} NOT NULL REFERENCES staff (id),
    kind         TEXT NOT NULL CHECK (kind IN ('invitation', 'reset')),
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    used_at      BIGINT
);
CREATE INDEX password_links_by_staff ON password_links (staff_id, expires_at);
CREATE INDEX password_links_by_expiry ON password_links (expires_at);

-- None: the password does not age, as the well-known ones of a demo.
ALTER TABLE staff ADD COLUMN password_set_at BIGINT;
UPDATE staff SET password_set_at = updated_at WHERE NOT EXISTS (SELECT 1 FROM institution WHERE demo);

ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN proved TEXT NOT NULL DEFAULT 'password';

-- None: all that its owner may do. Else permissions, parted by commas.
ALTER TABLE api_tokens ADD COLUMN scopes TEXT;
ALTER TABLE api_tokens ADD COLUMN expires_at BIGINT;
ALTER TABLE api_tokens ADD COLUMN used_at BIGINT;

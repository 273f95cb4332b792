CREATE TABLE institution (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    name       TEXT NOT NULL,
    name_en    TEXT NOT NULL,
    time_zone  TEXT NOT NULL,
    demo       BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE org_units (
    id         {ID} PRIMARY KEY,
    parent_id  {ID} REFERENCES org_units (id),
    path       {ID} NOT NULL,
    code       TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    name_en    TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('head_office', 'branch', 'department', 'team')),
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX org_units_by_path ON org_units (path);

CREATE TABLE staff (
    id                 {ID} PRIMARY KEY,
    login              TEXT NOT NULL UNIQUE,
    name               TEXT NOT NULL,
    email              TEXT,
    unit_id            {ID} NOT NULL REFERENCES org_units (id),
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
);
CREATE INDEX staff_by_name ON staff (name, id);
CREATE INDEX staff_by_unit ON staff (unit_id, name, id);

CREATE TABLE staff_roles (
    staff_id {ID} NOT NULL REFERENCES staff (id),
    role     TEXT NOT NULL,
    PRIMARY KEY (staff_id, role)
);
CREATE INDEX staff_roles_by_role ON staff_roles (role, staff_id);

-- A session is known by the hash of its token; the token itself is only in the browser.
CREATE TABLE sessions (
    id           {ID} PRIMARY KEY,
    token_sha256 TEXT NOT NULL UNIQUE,
    csrf_token   TEXT NOT NULL,
    staff_id     {ID} NOT NULL REFERENCES staff (id),
    started_at   BIGINT NOT NULL,
    seen_at      BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    ended_at     BIGINT
);
CREATE INDEX sessions_by_staff ON sessions (staff_id, ended_at);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE api_tokens (
    id           {ID} PRIMARY KEY,
    token_sha256 TEXT NOT NULL UNIQUE,
    staff_id     {ID} NOT NULL REFERENCES staff (id),
    name         TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    ended_at     BIGINT
);
CREATE INDEX api_tokens_by_staff ON api_tokens (staff_id);

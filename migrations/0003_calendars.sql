-- A calendar never changes: a change is a new version, and every clock names the version it used.
CREATE TABLE calendar_versions (
    id         {ID} PRIMARY KEY,
    name       TEXT NOT NULL,
    version    TEXT NOT NULL,
    title      TEXT NOT NULL,
    title_en   TEXT NOT NULL,
    spec       TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (name, version)
);

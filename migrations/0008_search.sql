-- What can be found: one row per text. The words themselves are in the index; the texts stay where they are.
CREATE TABLE search_documents (
--#sqlite
    id         INTEGER PRIMARY KEY,
--#postgres
    id         BIGINT PRIMARY KEY,
--#all
    kind       TEXT NOT NULL,
    subject_id {ID} NOT NULL UNIQUE,
    -- what the text belongs to, by which sight is decided: a note's case
    owner_id   {ID} NOT NULL
--#postgres
    , words    TSVECTOR NOT NULL
--#all
);
--#postgres
-- New texts wait in a short list: each search reads it, so it is kept shorter than PostgreSQL would.
CREATE INDEX search_index ON search_documents USING gin (words) WITH (fastupdate = on, gin_pending_list_limit = 512);
--#sqlite
CREATE VIRTUAL TABLE search_index USING fts5(words, content='', contentless_delete=1, tokenize='ascii');
--#all

-- What people and units are called, in writing and by sound, from each syllable on.
CREATE TABLE search_names (
    kind       TEXT NOT NULL,
    key        {ID} NOT NULL,
    subject_id {ID} NOT NULL,
    PRIMARY KEY (kind, key, subject_id)
);
CREATE INDEX search_names_by_subject ON search_names (subject_id);

-- Backups that nodes took by the clock or when asked, and what became of restoring them for a test.
CREATE TABLE backups (
    id            {ID} PRIMARY KEY,
    state         TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    -- a member of staff, or the timer
    asked_by      {ID} NOT NULL,
    node_id       {ID} NOT NULL,
    -- in the folder of the node's configuration
    file          TEXT NOT NULL,
    began_at      BIGINT NOT NULL,
    ended_at      BIGINT,
    bytes         BIGINT,
    row_count     BIGINT,
    head_seq      BIGINT,
    head_hash     TEXT,
    master_key    TEXT,
    failure       TEXT,
    -- when it gave way to newer ones
    removed_at    BIGINT,
    test_state    TEXT CHECK (test_state IN ('running', 'passed', 'failed')),
    test_node_id  {ID},
    test_began_at BIGINT,
    tested_at     BIGINT,
    test_failure  TEXT
);
CREATE INDEX backups_by_begin ON backups (began_at, id);
CREATE INDEX backups_by_test ON backups (tested_at) WHERE tested_at IS NOT NULL;
-- One at a time, over all nodes.
CREATE UNIQUE INDEX backups_one_runs ON backups (state) WHERE state = 'running';
CREATE UNIQUE INDEX backups_one_is_tested ON backups (test_state) WHERE test_state = 'running';

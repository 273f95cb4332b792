-- Projection `case_handlers`: who worked on which case, and when they last did, for the list of what is done.
-- No foreign keys: a projection is rebuilt from the journal, whatever became of the rows it tells of.
CREATE TABLE case_handlers (
    staff_id {ID} NOT NULL,
    case_id  {ID} NOT NULL,
    last_at  BIGINT NOT NULL,
    PRIMARY KEY (staff_id, case_id)
);
CREATE INDEX cases_by_opener ON cases (opened_by, created_at, id);

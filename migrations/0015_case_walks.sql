-- The walks that lists of cases are merged from: each unit's cases, in the order of the list and by what units differ
-- in; and each person's own, by unit, so that those of units they see anyway are passed over.
CREATE INDEX cases_by_unit_status ON cases (unit_id, status, created_at, id);
CREATE INDEX cases_by_unit_kind ON cases (unit_id, kind, created_at, id);
CREATE INDEX cases_open_by_unit ON cases (unit_id, created_at, id)
    WHERE status IN ('new', 'assigned', 'waiting_customer');
CREATE INDEX cases_unanswered_by_unit ON cases (unit_id, waiting_since, id)
    WHERE status IN ('new', 'assigned', 'waiting_customer');
CREATE INDEX cases_due_by_unit ON cases (unit_id, next_due_at, id)
    WHERE status IN ('new', 'assigned', 'waiting_customer');
CREATE INDEX cases_by_assignee_unit ON cases (assignee_id, unit_id, created_at, id);
CREATE INDEX cases_by_owner_unit ON cases (owner_id, unit_id, created_at, id);
CREATE INDEX cases_by_opener_unit ON cases (opened_by, unit_id, created_at, id);
CREATE INDEX cases_by_escalated_unit ON cases (escalated_to, unit_id, created_at, id) WHERE escalated_to IS NOT NULL;
-- Whoever sees their own work alone walks that in the order of the list.
CREATE INDEX cases_by_owner ON cases (owner_id, created_at, id);
CREATE INDEX cases_by_escalated ON cases (escalated_to, created_at, id) WHERE escalated_to IS NOT NULL;
-- What is open of one person's is little, so that it is put in any order at once.
CREATE INDEX cases_open_by_owner ON cases (owner_id, unit_id)
    WHERE status IN ('new', 'assigned', 'waiting_customer');
CREATE INDEX cases_open_by_opener ON cases (opened_by, unit_id)
    WHERE status IN ('new', 'assigned', 'waiting_customer');
CREATE INDEX cases_open_by_escalated ON cases (escalated_to, unit_id)
    WHERE status IN ('new', 'assigned', 'waiting_customer') AND escalated_to IS NOT NULL;

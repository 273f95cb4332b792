-- Most cases are opened before anybody is responsible for them: they need no place among those of a person.
DROP INDEX cases_by_assignee_unit;
DROP INDEX cases_by_owner_unit;
DROP INDEX cases_by_owner;
DROP INDEX cases_open_by_owner;
CREATE INDEX cases_by_assignee_unit ON cases (assignee_id, unit_id, created_at, id) WHERE assignee_id IS NOT NULL;
CREATE INDEX cases_by_owner_unit ON cases (owner_id, unit_id, created_at, id) WHERE owner_id IS NOT NULL;
CREATE INDEX cases_by_owner ON cases (owner_id, created_at, id) WHERE owner_id IS NOT NULL;
CREATE INDEX cases_open_by_owner ON cases (owner_id, unit_id)
    WHERE status IN ('new', 'assigned', 'waiting_customer') AND owner_id IS NOT NULL;
-- Nor among those that are done, of which there are soon so many that a kind has a walk of its own there.
DROP INDEX cases_by_status;
DROP INDEX cases_by_unit_status;
CREATE INDEX cases_resolved ON cases (created_at, id) WHERE status = 'resolved';
CREATE INDEX cases_resolved_by_unit ON cases (unit_id, created_at, id) WHERE status = 'resolved';
CREATE INDEX cases_closed ON cases (created_at, id) WHERE status = 'closed';
CREATE INDEX cases_closed_by_kind ON cases (kind, created_at, id) WHERE status = 'closed';
CREATE INDEX cases_closed_by_unit ON cases (unit_id, created_at, id) WHERE status = 'closed';
CREATE INDEX cases_closed_by_unit_kind ON cases (unit_id, kind, created_at, id) WHERE status = 'closed';

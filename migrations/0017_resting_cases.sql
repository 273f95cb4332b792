-- What rests lies in a list of its own, in the order in which it wakes: each person's, and each unit's.
CREATE INDEX cases_resting_by_assignee ON cases (assignee_id, snoozed_until, id) WHERE snoozed_until IS NOT NULL;
CREATE INDEX cases_resting_by_unit ON cases (unit_id, snoozed_until, id) WHERE snoozed_until IS NOT NULL;

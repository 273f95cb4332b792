-- A reveal shows for some minutes and may be for a case. Those of earlier versions are over.
ALTER TABLE customer_reveals ADD COLUMN case_id {ID};
ALTER TABLE customer_reveals ADD COLUMN until BIGINT NOT NULL DEFAULT 0;
CREATE INDEX customer_reveals_by_actor ON customer_reveals (actor_id, customer_id, until);
-- In the order they are looked over.
CREATE INDEX customer_reveals_by_time ON customer_reveals (created_at, id);

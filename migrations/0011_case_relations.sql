-- What a case carries in a team's working day: who was asked first, where it came from, how often it was sent back
-- and urged, until when it rests, its words, and the cases it belongs together with.
ALTER TABLE cases ADD COLUMN first_owner_id {ID};
ALTER TABLE cases ADD COLUMN parent_id {ID};
-- merged away: its work goes on in that case, until the merge is undone
ALTER TABLE cases ADD COLUMN merged_into_id {ID};
ALTER TABLE cases ADD COLUMN status_before_merge TEXT;
-- from where it was transferred, and so where it can be returned to
ALTER TABLE cases ADD COLUMN transferred_from_unit_id {ID};
ALTER TABLE cases ADD COLUMN transferred_from_staff_id {ID};
ALTER TABLE cases ADD COLUMN return_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN urge_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN urged_at BIGINT;
-- until when it rests; the far end of time rests until an answer
ALTER TABLE cases ADD COLUMN snoozed_until BIGINT;
-- its words as a JSON list, for showing; case_tags serves finding
ALTER TABLE cases ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
CREATE INDEX cases_by_parent ON cases (parent_id, created_at, id) WHERE parent_id IS NOT NULL;
CREATE INDEX cases_merged ON cases (merged_into_id, created_at, id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX cases_to_wake ON cases (snoozed_until, id) WHERE snoozed_until IS NOT NULL;

CREATE TABLE case_tags (
    tag     TEXT NOT NULL,
    case_id {ID} NOT NULL REFERENCES cases (id),
    PRIMARY KEY (tag, case_id)
);
CREATE INDEX case_tags_by_case ON case_tags (case_id);
-- every word ever used, for suggestions
CREATE TABLE tag_names (
    tag TEXT PRIMARY KEY
);

CREATE TABLE case_followers (
    case_id        {ID} NOT NULL REFERENCES cases (id),
    staff_id       {ID} NOT NULL REFERENCES staff (id),
    followed_since BIGINT NOT NULL,
    PRIMARY KEY (case_id, staff_id)
);
CREATE INDEX case_followers_by_staff ON case_followers (staff_id, case_id);

-- Cases that belong together without one standing over the other; each pair once, the smaller id first.
CREATE TABLE case_links (
    case_id   {ID} NOT NULL REFERENCES cases (id),
    other_id  {ID} NOT NULL REFERENCES cases (id),
    kind      TEXT NOT NULL,
    linked_by {ID} NOT NULL,
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (case_id, other_id),
    CHECK (case_id < other_id)
);
CREATE INDEX case_links_by_other ON case_links (other_id, case_id);

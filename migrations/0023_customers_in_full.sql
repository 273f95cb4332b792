-- The whole person: what an organisation is registered as, how somebody wants to be reached, when they are looked at again.
ALTER TABLE customers ADD COLUMN registered_name TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN wish_channel TEXT
    CHECK (wish_channel IN ('phone', 'sms', 'email', 'wechat', 'app', 'letter', 'counter'));
ALTER TABLE customers ADD COLUMN wish_days TEXT CHECK (wish_days IN ('any', 'workdays', 'weekends'));
-- '09:00'
ALTER TABLE customers ADD COLUMN wish_from TEXT;
ALTER TABLE customers ADD COLUMN wish_until TEXT;
ALTER TABLE customers ADD COLUMN wish_language TEXT;
-- '2026-03-01', in the institution's zone
ALTER TABLE customers ADD COLUMN reviewed_on TEXT;
ALTER TABLE customers ADD COLUMN next_review_on {ID};
CREATE INDEX customers_by_review ON customers (next_review_on, id) WHERE next_review_on IS NOT NULL;

ALTER TABLE contact_points ADD COLUMN verification TEXT NOT NULL DEFAULT 'unverified'
    CHECK (verification IN ('unverified', 'verified', 'bounced'));
ALTER TABLE contact_points ADD COLUMN verified_how TEXT;
ALTER TABLE contact_points ADD COLUMN verified_at BIGINT;
ALTER TABLE contact_points ADD COLUMN verified_by {ID};
ALTER TABLE identity_documents ADD COLUMN expires_on TEXT;

-- What people may need that we should know of: a list that the institution keeps.
CREATE TABLE care_codes (
    code       {ID} PRIMARY KEY,
    name       TEXT NOT NULL,
    name_en    TEXT NOT NULL,
    -- what an agent does about it
    advice     TEXT NOT NULL,
    advice_en  TEXT NOT NULL,
    active     BOOLEAN NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
INSERT INTO care_codes (code, name, name_en, advice, advice_en, active, version, created_at) VALUES
('elderly', '老年人', 'Older person', '放慢语速，分步说明，不催促；重要事项请客户复述确认。', 'Speak slowly and in steps, do not hurry; have important points repeated back.', TRUE, 1, 0),
('hearing', '听力障碍', 'Hearing impairment', '优先使用文字渠道；通话时语速放慢、吐字清楚。', 'Prefer written channels; on the phone speak slowly and clearly.', TRUE, 1, 0),
('visual', '视力障碍', 'Visual impairment', '不发只有图片的材料；逐项口头说明，提供大字版。', 'Send nothing that is a picture only; read items aloud and offer large print.', TRUE, 1, 0),
('mobility', '行动不便', 'Reduced mobility', '优先上门或远程办理，避免要求多次到网点。', 'Offer a visit or remote service; avoid repeated trips to a branch.', TRUE, 1, 0),
('language', '语言沟通困难', 'Language difficulty', '按首选语言服务，必要时安排翻译。', 'Serve in the preferred language; arrange an interpreter where needed.', TRUE, 1, 0),
('cognitive', '理解或记忆困难', 'Difficulty understanding or remembering', '每次只说一件事，事后发书面小结；不推销。', 'One matter at a time and a written summary afterwards; no selling.', TRUE, 1, 0),
('bereavement', '丧亲', 'Bereavement', '先致慰问，由专人一次说清所需材料，停止营销联系。', 'Offer condolences, one person explains all that is needed, stop marketing.', TRUE, 1, 0),
('hardship', '经济困难', 'Financial hardship', '说明延期、分期和减免办法，不施压催收。', 'Explain deferral, instalments and relief; no pressure to pay.', TRUE, 1, 0),
('illness', '重大疾病', 'Serious illness', '优先办理，减少往返；理赔和支取指定专人。', 'Give priority and avoid repeated visits; name one person for claims.', TRUE, 1, 0),
('fraud_victim', '曾受诈骗', 'Victim of fraud', '大额转账前多问一句，提醒止付和报警办法。', 'Ask once more before large transfers; explain how to stop a payment.', TRUE, 1, 0);

-- What one customer needs, kept only while they consent: the code and the words are sealed, and gone when it ends.
CREATE TABLE care_needs (
    id          {ID} PRIMARY KEY,
    customer_id {ID} NOT NULL REFERENCES customers (id),
    value       TEXT,
    consent_on  TEXT NOT NULL,
    recorded_by {ID} NOT NULL,
    recorded_at BIGINT NOT NULL,
    ended_by    {ID},
    ended_at    BIGINT,
    CHECK (value IS NULL OR substr(value, 1, 3) = 'v1.'),
    CHECK ((value IS NULL) = (ended_at IS NOT NULL))
);
CREATE INDEX care_needs_by_customer ON care_needs (customer_id, recorded_at, id) WHERE ended_at IS NULL;

-- Who acts for a customer or belongs to them: another customer, or a person who is none.
CREATE TABLE customer_relations (
    id          {ID} PRIMARY KEY,
    customer_id {ID} NOT NULL REFERENCES customers (id),
    other_id    {ID} REFERENCES customers (id),
    kind        TEXT NOT NULL CHECK (kind IN ('agent', 'guardian', 'heir', 'company_contact')),
    -- name and phone of a person who is no customer, scope of the authorisation, reference of its document; sealed
    value       TEXT NOT NULL CHECK (substr(value, 1, 3) = 'v1.'),
    valid_until TEXT,
    version     BIGINT NOT NULL,
    recorded_by {ID} NOT NULL,
    recorded_at BIGINT NOT NULL,
    ended_by    {ID},
    ended_at    BIGINT
);
CREATE INDEX customer_relations_by_customer ON customer_relations (customer_id, recorded_at, id);
CREATE INDEX customer_relations_by_other ON customer_relations (other_id, recorded_at, id) WHERE other_id IS NOT NULL;

-- What a customer has with us.
CREATE TABLE holdings (
    id          {ID} PRIMARY KEY,
    customer_id {ID} NOT NULL REFERENCES customers (id),
    kind        TEXT NOT NULL CHECK (kind IN ('account', 'card', 'policy', 'loan')),
    product_id  {ID} NOT NULL REFERENCES products (id),
    value       TEXT NOT NULL CHECK (substr(value, 1, 3) = 'v1.'),
    lookup      TEXT NOT NULL,
    lookup_tail TEXT,
    status      TEXT NOT NULL CHECK (status IN ('active', 'dormant', 'frozen', 'closed')),
    opened_on   TEXT,
    closed_on   TEXT,
    unit_id     {ID} REFERENCES org_units (id),
    version     BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL
);
CREATE INDEX holdings_by_customer ON holdings (customer_id, created_at, id);
CREATE UNIQUE INDEX holdings_once ON holdings (kind, lookup);
CREATE INDEX holdings_by_tail ON holdings (lookup_tail, customer_id) WHERE lookup_tail IS NOT NULL;

-- What a customer needs, prefers or lives through, as somebody noted it, and the next step about it.
CREATE TABLE customer_needs (
    id          {ID} PRIMARY KEY,
    customer_id {ID} NOT NULL REFERENCES customers (id),
    kind        TEXT NOT NULL CHECK (kind IN ('need', 'preference', 'life_event')),
    -- words, next step and what came of it; sealed
    value       TEXT NOT NULL CHECK (substr(value, 1, 3) = 'v1.'),
    owner_id    {ID},
    due_on      {ID},
    status      TEXT NOT NULL CHECK (status IN ('noted', 'open', 'done', 'dropped')),
    told_on     TEXT,
    version     BIGINT NOT NULL,
    recorded_by {ID} NOT NULL,
    recorded_at BIGINT NOT NULL,
    ended_by    {ID},
    ended_at    BIGINT,
    CHECK ((status = 'open') = (due_on IS NOT NULL AND owner_id IS NOT NULL AND ended_at IS NULL))
);
CREATE INDEX customer_needs_by_customer ON customer_needs (customer_id, recorded_at, id);
CREATE INDEX customer_needs_by_due ON customer_needs (due_on, id) WHERE status = 'open';
CREATE INDEX customer_needs_by_owner ON customer_needs (owner_id, due_on, id) WHERE status = 'open';
CREATE INDEX customer_needs_untold ON customer_needs (due_on, id) WHERE status = 'open' AND told_on IS NULL;

-- What a customer agreed to. A row is never removed: a withdrawal is written beside it.
CREATE TABLE customer_consents (
    id                {ID} PRIMARY KEY,
    customer_id       {ID} NOT NULL REFERENCES customers (id),
    purpose           TEXT NOT NULL,
    text_version      TEXT NOT NULL,
    given_on          TEXT NOT NULL,
    channel           TEXT NOT NULL,
    recorded_by       {ID} NOT NULL,
    recorded_at       BIGINT NOT NULL,
    withdrawn_on      TEXT,
    withdrawn_channel TEXT,
    withdrawn_by      {ID},
    withdrawn_at      BIGINT
);
CREATE INDEX customer_consents_by_customer ON customer_consents (customer_id, recorded_at, id);
CREATE UNIQUE INDEX customer_consents_in_force ON customer_consents (customer_id, purpose) WHERE withdrawn_at IS NULL;

-- Every change of a field, with both values sealed: the journal names the field only.
CREATE TABLE customer_field_changes (
    id          {ID} PRIMARY KEY,
    customer_id {ID} NOT NULL REFERENCES customers (id),
    field       TEXT NOT NULL,
    old_value   TEXT CHECK (substr(old_value, 1, 3) = 'v1.'),
    new_value   TEXT CHECK (substr(new_value, 1, 3) = 'v1.'),
    actor_id    {ID} NOT NULL,
    changed_at  BIGINT NOT NULL
);
CREATE INDEX customer_field_changes_by_customer ON customer_field_changes (customer_id, changed_at, id);

-- Changes of what identifies a person wait for somebody else's word.
CREATE TABLE customer_change_requests (
    id          {ID} PRIMARY KEY,
    customer_id {ID} NOT NULL REFERENCES customers (id),
    what        TEXT NOT NULL CHECK (what IN ('name', 'kind', 'add_document', 'remove_document')),
    -- what it was and what it is to be, why it is asked and what was said to it; sealed
    value       TEXT NOT NULL CHECK (substr(value, 1, 3) = 'v1.'),
    status      TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'refused', 'withdrawn')),
    version     BIGINT NOT NULL,
    asked_by    {ID} NOT NULL,
    asked_at    BIGINT NOT NULL,
    decided_by  {ID},
    decided_at  BIGINT,
    CHECK (decided_by IS NULL OR status = 'withdrawn' OR decided_by <> asked_by)
);
CREATE INDEX customer_change_requests_by_customer ON customer_change_requests (customer_id, asked_at, id);
CREATE INDEX customer_change_requests_pending ON customer_change_requests (asked_at, id) WHERE status = 'pending';

-- How the institution handles customers: one row.
CREATE TABLE customer_settings (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    second_person BOOLEAN NOT NULL,
    version       BIGINT NOT NULL
);
INSERT INTO customer_settings (id, second_person, version) VALUES (1, TRUE, 1);

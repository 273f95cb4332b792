-- The figures of the dashboard take the place of the tallies by day, unit and kind.
DROP TABLE case_days;
DELETE FROM subscriptions WHERE name = 'case_days';

-- The rows behind a figure of what ended, in their order.
CREATE INDEX cases_by_resolution ON cases (resolved_at, id) WHERE resolved_at IS NOT NULL;
CREATE INDEX cases_by_closure ON cases (closed_at, id) WHERE closed_at IS NOT NULL;

-- Projection `performance`: what each case adds to the figures at present, so that a change takes out what it added.
CREATE TABLE performance_cases (
    case_id {ID} PRIMARY KEY,
    counted TEXT NOT NULL
);

-- What happened in a period, `2026-09-14` or `2026-09`, along one cut: '' stands for all of a dimension.
-- A cut by person is divided by no other dimension but the unit.
CREATE TABLE performance_periods (
    kind       {ID} NOT NULL,
    channel    {ID} NOT NULL,
    priority   {ID} NOT NULL,
    staff_id   {ID} NOT NULL,
    unit_id    {ID} NOT NULL,
    period     {ID} NOT NULL,
    arrived    BIGINT NOT NULL,
    resolved   BIGINT NOT NULL,
    closed     BIGINT NOT NULL,
    -- clocks by the moment that decided them, then by the moment they were due
    first_response_met          BIGINT NOT NULL,
    first_response_breached     BIGINT NOT NULL,
    first_response_due_met      BIGINT NOT NULL,
    first_response_due_breached BIGINT NOT NULL,
    resolution_met              BIGINT NOT NULL,
    resolution_breached         BIGINT NOT NULL,
    resolution_due_met          BIGINT NOT NULL,
    resolution_due_breached     BIGINT NOT NULL,
    further_met                 BIGINT NOT NULL,
    further_breached            BIGINT NOT NULL,
    further_due_met             BIGINT NOT NULL,
    further_due_breached        BIGINT NOT NULL,
    PRIMARY KEY (kind, channel, priority, staff_id, unit_id, period)
--#sqlite
) WITHOUT ROWID;
--#postgres
);
--#all
CREATE INDEX performance_periods_by_person ON performance_periods (period, unit_id, staff_id) WHERE staff_id <> '';

-- How long it took, as sketches of quantiles, along the same cuts.
CREATE TABLE performance_times (
    kind     {ID} NOT NULL,
    channel  {ID} NOT NULL,
    priority {ID} NOT NULL,
    staff_id {ID} NOT NULL,
    unit_id  {ID} NOT NULL,
    period   {ID} NOT NULL,
    times    TEXT NOT NULL,
    PRIMARY KEY (kind, channel, priority, staff_id, unit_id, period)
);
CREATE INDEX performance_times_by_person ON performance_times (period, unit_id, staff_id) WHERE staff_id <> '';

-- What is open now, along the same cuts: all, by the day it was opened, by the day its next clock is due, and more.
CREATE TABLE performance_open (
    what     {ID} NOT NULL,
    kind     {ID} NOT NULL,
    channel  {ID} NOT NULL,
    priority {ID} NOT NULL,
    staff_id {ID} NOT NULL,
    unit_id  {ID} NOT NULL,
    on_day   {ID} NOT NULL,
    n        BIGINT NOT NULL,
    PRIMARY KEY (what, kind, channel, priority, staff_id, unit_id, on_day)
--#sqlite
) WITHOUT ROWID;
--#postgres
);
--#all
CREATE INDEX performance_open_by_person ON performance_open (what, unit_id, staff_id) WHERE staff_id <> '';
CREATE INDEX performance_open_empty ON performance_open (what) WHERE n = 0;

-- How long clocks took in each queue, by the hour of the week in which they began: what the forecast rests on.
CREATE TABLE performance_history (
    clock    {ID} NOT NULL,
    kind     {ID} NOT NULL,
    priority {ID} NOT NULL,
    unit_id  {ID} NOT NULL,
    hour     INTEGER NOT NULL,
    times    TEXT NOT NULL,
    PRIMARY KEY (clock, kind, priority, unit_id, hour)
);

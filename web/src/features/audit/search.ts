/** The filters of the journal, as the address holds them and as the server takes them. Pure. */

export interface JournalSearch {
  type?: string;
  actor_id?: string;
  subject_id?: string;
  /** Days in the institution's time zone, both included. */
  from?: string;
  to?: string;
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() ? value.trim().slice(0, 100) : undefined;
const day = (value: unknown) => (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined);

/** Reads an address leniently: what it does not know it leaves out. */
export function readJournalSearch(raw: Record<string, unknown>): JournalSearch {
  const search: JournalSearch = {
    type: text(raw.type),
    actor_id: text(raw.actor_id),
    subject_id: text(raw.subject_id),
    from: day(raw.from),
    to: day(raw.to),
  };
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}

/** The query for the server, which takes moments: from the first day's beginning to the last day's end. */
export function queryOf(search: JournalSearch, timeZone: string | undefined): JournalSearch {
  const { from, to, ...rest } = search;
  return {
    ...rest,
    ...(from && { from: beginningOf(from, 0, timeZone) }),
    ...(to && { to: beginningOf(to, 1, timeZone) }),
  };
}

/** The moment at which the day `daysLater` than `day` begins in `timeZone`. */
export function beginningOf(day: string, daysLater: number, timeZone: string | undefined): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const wall = Date.UTC(year, month - 1, date + daysLater);
  // Twice, because the first guess may lie on the other side of a change of daylight-saving time.
  const first = wall - offsetAt(wall, timeZone);
  return new Date(wall - offsetAt(first, timeZone)).toISOString();
}

/** How far the wall clock of `timeZone` is ahead of UTC, in milliseconds. */
function offsetAt(instant: number, timeZone: string | undefined): number {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const parts = Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, Number(part.value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

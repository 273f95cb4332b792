/** What the calculator's form holds, and the request it becomes. Pure. */
import type { CalendarChoice, EventKind, Op, Request } from "./types";

/** A moment on the wall of the calendar's zone, `2026-02-03T09:00:00`. */
export type Wall = string;

export interface Length {
  hours: number;
  minutes: number;
}

export interface EventRow {
  id: number;
  kind: EventKind;
  at?: Wall;
  length: Length;
  reason: string;
}

export interface Draft {
  /** A name, or `custom`. */
  calendar: string;
  /** The calendar written out, where it is `custom`. */
  written: string;
  from?: Wall;
  to?: Wall;
  day?: string;
  days: number;
  basis: "calendar" | "working";
  roll: "none" | "next_working_day";
  length: Length;
  events: EventRow[];
  now?: Wall;
}

export const custom = "custom";

/** What is still missing before it can be asked. */
export type Gap = "calendar" | "written" | "from" | "to" | "day" | "events" | "event_at";

export const durationOf = ({ hours, minutes }: Length): string => `PT${hours}H${minutes ? `${minutes}M` : ""}`;

export const secondsOf = ({ hours, minutes }: Length): number => hours * 3600 + minutes * 60;

export function calendarOf(draft: Draft): CalendarChoice | undefined {
  if (draft.calendar !== custom) return draft.calendar || undefined;
  try {
    const read: unknown = JSON.parse(draft.written);
    const isObject = typeof read === "object" && read !== null && !Array.isArray(read);
    // Whether it is a calendar, the server says.
    return isObject ? (read as CalendarChoice) : undefined;
  } catch {
    return undefined;
  }
}

/** The request, or the first thing it lacks. */
export function requestOf(op: Op, draft: Draft): { request: Request } | { gap: Gap } {
  const calendar = calendarOf(draft);
  if (!calendar) return { gap: draft.calendar === custom ? "written" : "calendar" };
  if (op === "add_days") {
    const { day, days, basis, roll } = draft;
    return day ? { request: { op, calendar, from: day, days, basis, roll } } : { gap: "day" };
  }
  if (op === "clock") return clockOf(calendar, draft);
  if (!draft.from) return { gap: "from" };
  if (op === "add") return { request: { op, calendar, from: draft.from, duration: durationOf(draft.length) } };
  return draft.to ? { request: { op, calendar, from: draft.from, to: draft.to } } : { gap: "to" };
}

function clockOf(calendar: CalendarChoice, draft: Draft): { request: Request } | { gap: Gap } {
  if (!draft.events.length) return { gap: "events" };
  const events = [];
  for (const { kind, at, length, reason } of draft.events) {
    if (!at) return { gap: "event_at" };
    const said = reason.trim();
    events.push({
      at,
      kind,
      ...(kind === "extend" && { duration: durationOf(length) }),
      ...((kind === "pause" || kind === "extend") && said && { reason: said }),
    });
  }
  const target = durationOf(draft.length);
  return { request: { op: "clock", calendar, target, events, ...(draft.now && { now: draft.now }) } };
}

const example = {
  time_zone: "Asia/Shanghai",
  weekly: Object.fromEntries(
    ["mon", "tue", "wed", "thu", "fri"].map((day) => [
      day,
      [
        ["09:00", "12:00"],
        ["13:00", "18:00"],
      ],
    ]),
  ),
  holidays: ["2026-10-01"],
  holiday_names: { "2026-10-01": "国庆节" },
  special_days: { "2026-10-10": [["09:00", "12:00"]] },
};

export function emptyDraft(calendar: string, today: string): Draft {
  return {
    calendar,
    written: JSON.stringify(example, null, 2),
    from: `${today}T09:00:00`,
    to: `${today}T18:00:00`,
    day: today,
    days: 15,
    basis: "calendar",
    roll: "next_working_day",
    length: { hours: 8, minutes: 0 },
    events: [{ id: 1, kind: "start", at: `${today}T09:00:00`, length: { hours: 8, minutes: 0 }, reason: "" }],
  };
}

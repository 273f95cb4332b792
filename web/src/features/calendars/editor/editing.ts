/** What the editor of a calendar holds, and the draft it becomes. Pure. */
import type { CalendarDraft, CalendarFacts } from "../types";

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof weekdays)[number];
/** Opening and close, `["09:00", "12:00"]`. */
export type Period = [string, string];

/** A row keeps its id while its place moves, so that what one types in stays under the fingers. */
export interface DayRow {
  id: number;
  on: string;
  name: string;
}
export interface SpecialRow extends DayRow {
  periods: Period[];
}

export interface Editing {
  name: string;
  title: string;
  title_en: string;
  time_zone: string;
  weekly: Record<Weekday, Period[]>;
  holidays: DayRow[];
  special_days: SpecialRow[];
  first: number | null;
  last: number | null;
}

export const emptyDraft = (time_zone: string): CalendarDraft => ({
  title: "",
  title_en: "",
  time_zone,
  weekly: {},
  holidays: [],
  special_days: [],
});

/** What editing begins with; a copy begins without a name of its own. */
export function editingOf(of: CalendarDraft, name = ""): Editing {
  const weekly = Object.fromEntries(weekdays.map((day) => [day, (of.weekly?.[day] ?? []) as Period[]]));
  return {
    name,
    title: of.title,
    title_en: of.title_en,
    time_zone: of.time_zone,
    weekly: weekly as Record<Weekday, Period[]>,
    holidays: (of.holidays ?? []).map((row, id) => ({ id, on: row.on, name: row.name ?? "" })),
    special_days: (of.special_days ?? []).map((row, id) => ({
      id,
      on: row.on,
      name: row.name ?? "",
      periods: (row.periods ?? []) as Period[],
    })),
    first: of.known_years?.first ?? null,
    last: of.known_years?.last ?? null,
  };
}

/** The draft as the server takes it. One known year without the other means that year alone. */
export function draftOf(of: Editing): CalendarDraft {
  const named = ({ on, name }: DayRow) => ({ on: on.trim(), ...(name.trim() && { name: name.trim() }) });
  const first = of.first ?? of.last;
  const last = of.last ?? of.first;
  return {
    title: of.title,
    title_en: of.title_en,
    time_zone: of.time_zone,
    weekly: of.weekly,
    holidays: of.holidays.map(named),
    special_days: of.special_days.map((row) => ({ ...named(row), periods: row.periods })),
    ...(first !== null && last !== null && { known_years: { first, last } }),
  };
}

export const nextId = (rows: { id: number }[]) => rows.reduce((most, row) => Math.max(most, row.id), -1) + 1;

/** A close before its opening is on the next day. */
export const endsNextDay = ([open, close]: Period) => close < open && /^\d\d:\d\d$/.test(close);

/** Whether a date is shown with a year: its own, one that comes every year, or one that is still being typed. */
export const shownIn = (on: string, year: number) => !/^\d{4}-\d\d-\d\d$/.test(on) || on.startsWith(`${year}-`);

/** What the server found wrong, by field, as the editor names them: `holidays[3].on`. */
export type Wrong = Map<string, { field: string; code: string; message: string }>;

export function wrongOf(fields: { field: string; code: string; message: string }[] = []): Wrong {
  const mine = fields.map((one) => ({ ...one, field: one.field.replace(/^calendar\./, "") }));
  return new Map(mine.map((one) => [one.field, one]));
}

/** The places of a list that are shown: those of the year, and those that are wrong. */
export function placesIn(rows: DayRow[], year: number, list: string, wrong: Wrong): number[] {
  const broken = (at: number) => [...wrong.keys()].some((field) => field.startsWith(`${list}[${at}]`));
  return rows.flatMap((row, at) => (shownIn(row.on, year) || broken(at) ? [at] : []));
}

export const titleOfCopy = (of: CalendarFacts): CalendarDraft => ({
  ...of.calendar,
  title: `${of.calendar.title}（副本）`,
  title_en: `${of.calendar.title_en} (copy)`,
});

/** What the dashboard is asked, as the address holds it. Pure. */
import type { CaseQuery, DashboardQuery } from "@/api/types";

export const ranges = ["today", "week", "month", "quarter", "year", "custom"] as const;
export type RangeName = (typeof ranges)[number];
export const compares = ["none", "previous", "year"] as const;
export const dimensions = ["unit", "kind", "channel", "priority", "staff"] as const;
export type Dimension = (typeof dimensions)[number];

export interface DashboardSearch {
  range?: RangeName;
  from?: string;
  to?: string;
  compare?: (typeof compares)[number];
  by?: Dimension;
  unit_id?: string;
  kind?: string;
  channel?: string;
  priority?: string;
  staff_id?: string;
}

const oneOf = <T extends string>(all: readonly T[], value: unknown): T | undefined => all.find((v) => v === value);
const text = (value: unknown) => (typeof value === "string" && value.trim() ? value.slice(0, 60) : undefined);
const day = (value: unknown) => (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined);

/** Reads an address leniently: what it does not know it leaves out. */
export function readDashboardSearch(raw: Record<string, unknown>): DashboardSearch {
  const search: DashboardSearch = {
    range: oneOf(ranges, raw.range),
    from: day(raw.from),
    to: day(raw.to),
    compare: oneOf(compares, raw.compare),
    by: oneOf(dimensions, raw.by),
    unit_id: text(raw.unit_id),
    kind: text(raw.kind),
    channel: text(raw.channel),
    priority: text(raw.priority),
    staff_id: text(raw.staff_id),
  };
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as DashboardSearch;
}

const utc = (iso: string) => new Date(`${iso}T00:00:00Z`);
const written = (date: Date) => date.toISOString().slice(0, 10);
const plusDays = (iso: string, days: number) => written(new Date(utc(iso).getTime() + days * 86_400_000));

/** The first and the last day of what is asked, where `today` is the institution's. A custom range without its days is a week. */
export function daysOf(search: DashboardSearch, today: string): { from: string; to: string } {
  const range = search.range ?? "week";
  if (range === "custom" && search.from && search.to) {
    return search.from <= search.to ? { from: search.from, to: search.to } : { from: search.to, to: search.from };
  }
  const [year, month] = today.split("-").map(Number) as [number, number];
  const first = (m: number) => `${year}-${String(m).padStart(2, "0")}-01`;
  switch (range) {
    case "today":
      return { from: today, to: today };
    case "month":
      return { from: first(month), to: today };
    case "quarter":
      return { from: first(month - ((month - 1) % 3)), to: today };
    case "year":
      return { from: plusDays(today, -364), to: today };
    default:
      return { from: plusDays(today, -6), to: today };
  }
}

/** Whether a filter stands that a person's figures are not divided by. */
export const isDivided = (search: DashboardSearch) => Boolean(search.kind || search.channel || search.priority);

/** The query for the server. */
export function queryOf(search: DashboardSearch, today: string): DashboardQuery {
  const { range: _range, from: _from, to: _to, ...rest } = search;
  return { ...rest, ...daysOf(search, today) } as DashboardQuery;
}

/** The filters as a list of cases has them: there, a unit stands for itself, and another filter for all below it. */
export function filtersOf(search: DashboardSearch): Record<string, string> {
  const { unit_id, kind, channel, priority, staff_id } = search;
  const filters = { below_unit_id: unit_id, kind, channel, priority, assignee_id: staff_id };
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value)) as Record<string, string>;
}

export type FigureCode = NonNullable<CaseQuery["figure"]>;

const sorts: Partial<Record<FigureCode, string>> = { resolved: "resolved", closed: "closed", due: "due" };

/** The address of the rows behind a figure. */
export function rowsBehind(
  figure: FigureCode,
  days: { from: string; to: string } | undefined,
  filters: Record<string, string>,
): Record<string, string> {
  const period = days && { figure_from: days.from, figure_to: days.to };
  return { tab: "all", figure, ...period, ...filters, sort: sorts[figure] ?? "newest" };
}

/** The filter that narrows the list to one member of a dimension. */
export const memberFilter = (by: Dimension, key: string): Record<string, string> => ({
  [{ unit: "unit_id", staff: "assignee_id", kind: "kind", channel: "channel", priority: "priority" }[by]]: key,
});

/** The share in time, 0 to 1; none when nothing was decided. */
export const shareOf = (kept: { met: number; breached: number }): number | undefined =>
  kept.met + kept.breached ? kept.met / (kept.met + kept.breached) : undefined;

/** By how much it changed, as a share of what it was; none when it was nothing. */
export function changeOf(now: number | null | undefined, before: number | null | undefined): number | undefined {
  if (now === null || now === undefined || !before) return undefined;
  return (now - before) / before;
}

/** The filters of the list of cases, as the address holds them and as the server takes them. Pure. */
import type { CaseQuery } from "@/api/types";
import { startOfDay } from "@/ui/format";
import { readFilter, writeFilter } from "./fields/values";

/** First one's own work lists, then the queues in sight. */
export const tabs = [
  "mine",
  "due_today",
  "overdue",
  "resting",
  "done",
  "opened",
  "followed",
  "unassigned",
  "open",
  "breached",
  "resolved",
  "all",
] as const;
export type Tab = (typeof tabs)[number];
export const sorts = ["oldest_unanswered", "due", "newest", "resolved", "closed", "waking"] as const;
export type Sort = (typeof sorts)[number];

export const kinds = ["consultation", "transaction", "complaint", "technical", "suggestion", "compliment"] as const;
export const channels = [
  "phone",
  "chat",
  "email",
  "counter",
  "web_form",
  "survey",
  "app",
  "letter",
  "social",
  "regulator",
] as const;
export const priorities = ["urgent", "high", "normal", "low"] as const;
export const statuses = ["new", "assigned", "waiting_customer", "resolved", "closed"] as const;

export const figures = [
  "arrived",
  "resolved",
  "closed",
  "open",
  "aged",
  "due",
  "breached",
  "waiting_customer",
  "unassigned",
  "first_response",
  "first_response_met",
  "first_response_breached",
  "first_response_due_met",
  "resolution_met",
  "resolution_breached",
  "resolution_due_met",
  "further_met",
  "further_breached",
  "further_due_met",
  "met",
  "ran_out",
  "due_met",
  "open_at_end",
] as const satisfies readonly NonNullable<CaseQuery["figure"]>[];
export type Figure = (typeof figures)[number];

export interface CasesSearch {
  tab?: Tab;
  q?: string;
  status?: (typeof statuses)[number];
  kind?: (typeof kinds)[number];
  channel?: (typeof channels)[number];
  priority?: (typeof priorities)[number];
  unit_id?: string;
  /** This unit, or one below it. */
  below_unit_id?: string;
  assignee_id?: string;
  customer_id?: string;
  product_id?: string;
  created_from?: string;
  created_to?: string;
  escalated?: true;
  tag?: string;
  /** A unit's id, or `any`. */
  waiting_department?: string;
  /** Values of the institution's own fields, as JSON. */
  fields?: string;
  /** Only the rows behind a figure of the dashboard, of its period. */
  figure?: Figure;
  figure_from?: string;
  figure_to?: string;
  sort?: Sort;
  /** The columns shown, by code, with commas between. */
  cols?: string;
  /** Rows close together. */
  dense?: true;
  /** The saved view this began as. */
  view?: string;
  /** The case that is looked at in the drawer. */
  peek?: string;
  /** `new` shows the drawer for a new case. */
  open?: "new";
}

const oneOf = <T extends string>(all: readonly T[], value: unknown): T | undefined => all.find((v) => v === value);
const text = (value: unknown): string | undefined => {
  const read = typeof value === "number" ? String(value) : value;
  return typeof read === "string" && read.trim() ? read.slice(0, 200) : undefined;
};
const names = (value: unknown) => (typeof value === "string" && value ? value.slice(0, 1000) : undefined);
const day = (value: unknown) => (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined);

/** The router reads JSON in an address by itself; what came by hand is still text. */
const ownFields = (value: unknown) => {
  const read = typeof value === "object" && value ? JSON.stringify(value) : value;
  return typeof read === "string" ? writeFilter(readFilter(read)) : undefined;
};

/** Reads an address leniently: what it does not know it leaves out, so that an old link still opens. */
export function readCasesSearch(raw: Record<string, unknown>): CasesSearch {
  const search: CasesSearch = {
    tab: oneOf(tabs, raw.tab),
    q: text(raw.q),
    status: oneOf(statuses, raw.status),
    kind: oneOf(kinds, raw.kind),
    channel: oneOf(channels, raw.channel),
    priority: oneOf(priorities, raw.priority),
    unit_id: text(raw.unit_id),
    below_unit_id: text(raw.below_unit_id),
    assignee_id: text(raw.assignee_id),
    customer_id: text(raw.customer_id),
    product_id: text(raw.product_id),
    created_from: day(raw.created_from),
    created_to: day(raw.created_to),
    escalated: raw.escalated === true || raw.escalated === "true" ? true : undefined,
    tag: text(raw.tag),
    waiting_department: text(raw.waiting_department),
    fields: ownFields(raw.fields),
    figure: oneOf(figures, raw.figure),
    figure_from: day(raw.figure_from),
    figure_to: day(raw.figure_to),
    sort: oneOf(sorts, raw.sort),
    cols: names(raw.cols),
    dense: raw.dense === true || raw.dense === "true" ? true : undefined,
    view: text(raw.view),
    peek: text(raw.peek),
    open: raw.open === "new" ? "new" : undefined,
  };
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as CasesSearch;
}

const ofTab: Record<Tab, CaseQuery> = {
  mine: { status: "open", assignee_id: "me", snoozed: false },
  due_today: { status: "open", assignee_id: "me", due_today: true },
  overdue: { status: "open", assignee_id: "me", breached: true },
  resting: { status: "open", assignee_id: "me", snoozed: true },
  done: { handled_by: "me" },
  opened: { opened_by: "me" },
  followed: { followed: true },
  unassigned: { status: "open", assignee_id: "none" },
  open: { status: "open" },
  breached: { status: "open", breached: true },
  resolved: { status: "resolved" },
  all: {},
};

export const tabOf = (search: CasesSearch): Tab => search.tab ?? "mine";

/** What a tab shows first: waiting work by its age, finished work by its newest. */
export function sortOf(search: CasesSearch): Sort {
  if (search.sort) return search.sort;
  const tab = tabOf(search);
  if (tab === "due_today") return "due";
  if (tab === "resting") return "waking";
  return ["resolved", "all", "done", "opened", "followed"].includes(tab) ? "newest" : "oldest_unanswered";
}

/** What of the address is no filter: how rows are shown, and what is open beside them. */
const noFilters = ["tab", "open", "sort", "cols", "dense", "view", "peek"] as const;

function filtersOf(search: CasesSearch): Omit<CasesSearch, (typeof noFilters)[number]> {
  const filters: CasesSearch = { ...search };
  for (const name of noFilters) delete filters[name];
  return filters;
}

/** What a saved view keeps of the address, as text. Pure. */
export function keptOf(search: CasesSearch): Record<string, string> {
  const { open: _open, peek: _peek, view: _view, ...kept } = search;
  return Object.fromEntries(
    Object.entries({ tab: tabOf(search), ...kept }).map(([name, value]) => [name, String(value)]),
  );
}

/** The query for the server: what the tab means, narrowed by the filters, which win. Days are those of `timeZone`. */
export function queryOf(search: CasesSearch, timeZone: string | undefined): CaseQuery {
  const { created_from, created_to, ...filters } = filtersOf(search);
  return {
    ...ofTab[tabOf(search)],
    ...filters,
    created_from: created_from && startOfDay(created_from, timeZone),
    // The last day counts whole.
    created_to: created_to && startOfDay(created_to, timeZone, 1),
    sort: sortOf(search),
  };
}

/** How many filters narrow the list beyond its tab. */
export function filterCount(search: CasesSearch): number {
  return Object.keys(filtersOf(search)).length;
}

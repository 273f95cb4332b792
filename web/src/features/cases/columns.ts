/** The columns a list of cases can have, and its tiers. Pure. */
import type { CaseColumn, CaseField, CaseRow, Column } from "@/api/types";

export const allColumns: CaseColumn[] = [
  "clock",
  "subject",
  "number",
  "kind",
  "status",
  "priority",
  "customer",
  "assignee",
  "unit",
  "product",
  "channel",
  "waiting",
  "created",
  "updated",
  "escalation",
  "owner",
  "first_owner",
  "tags",
  "urged",
  "returned",
  "reopened",
];
const usual: Column[] = [
  "clock",
  "subject",
  "number",
  "kind",
  "status",
  "priority",
  "customer",
  "assignee",
  "waiting",
  "created",
];

/** The column of a field of the institution's own. */
export const columnOf = (field: CaseField): Column => `field.${field.key}`;

/** Every column there is, and what only a file shows. Pure. */
export const columnsOfFile = (fields: CaseField[]): Column[] => [...allColumns, "breached", ...fields.map(columnOf)];

/**
 * The columns an address names; the usual ones when it names none. Unknown ones are left out, and own fields that are
 * not among `fields`. Pure.
 */
export function columnsOf(cols: string | undefined, fields: CaseField[]): Column[] {
  const known: Column[] = [...allColumns, ...fields.map(columnOf)];
  const named = (cols ?? "").split(",").filter((one): one is Column => known.includes(one as Column));
  return named.length ? [...new Set(named)] : usual;
}

/** How an address names them; not at all when they are the usual ones. Pure. */
export function colsOf(columns: Column[]): string | undefined {
  return columns.join() === usual.join() || !columns.length ? undefined : columns.join();
}

/** Rows that head a tier stand among the cases. */
export interface Tier {
  id: string;
  tier: "waiting" | "rest";
  count: number;
}
export type TableRow = CaseRow | Tier;
export const isTier = (row: TableRow): row is Tier => "tier" in row;

/** Who waits for us above, the rest below, each with its heading; one tier alone needs none. Pure. */
export function inTiers(rows: CaseRow[]): TableRow[] {
  const waiting = rows.filter((row) => row.waiting_since);
  const rest = rows.filter((row) => !row.waiting_since);
  if (!waiting.length || !rest.length) return rows;
  return [
    { id: "tier-waiting", tier: "waiting", count: waiting.length },
    ...waiting,
    { id: "tier-rest", tier: "rest", count: rest.length },
    ...rest,
  ];
}

/** The columns a list of cases can have. */
import { Link } from "@tanstack/react-router";
import type { TableColumnsType } from "antd";
import type { CaseFound, CaseRow, Column } from "@/api/types";
import { ClockChip } from "@/ui/ClockChip";
import { Marked } from "@/ui/Marked";
import { EscalationMark, KindTag, PriorityMark, StatusTag } from "@/ui/Tags";
import { Ago, When } from "@/ui/Time";
import { useLocale, useWords } from "@/ui/words";
import { CaseMarks, WasBreached } from "./CaseMarks";
import { RowSigns } from "./tasks/RowSigns";

export const allColumns: Column[] = [
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

/** The columns an address names; the usual ones when it names none. Unknown ones are left out. Pure. */
export function columnsOf(cols: string | undefined): Column[] {
  const named = (cols ?? "").split(",").filter((one): one is Column => allColumns.includes(one as Column));
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

type Render = (row: CaseRow) => React.ReactNode;

/** Where the words are, when the subject does not show them. */
function Reason({ found }: { found?: CaseFound }) {
  const t = useWords("common");
  if (!found?.snippet) return null;
  return (
    <div className="hit-text cut">
      <span className="muted">{t(`matched.${found.matched}`)}</span>
      <Marked segments={found.snippet} />
    </div>
  );
}

export function useColumns(columns: Column[], found: Record<string, CaseFound>): TableColumnsType<TableRow> {
  const t = useWords("cases");
  const english = useLocale() === "en-US";
  const none = <span className="muted">—</span>;
  const named = (one?: { name: string; name_en?: string } | null) =>
    one ? (english && one.name_en) || one.name : none;
  const clock: Render = (row) => {
    if (row.next_due) return <ClockChip clock={row.next_due} />;
    if (!row.breached)
      return <span className="muted">{row.status === "waiting_customer" ? t("clock_stands") : "—"}</span>;
    return <WasBreached />;
  };
  const subject: Render = (row) => (
    <>
      <div className="row gap-sm">
        <Link to="/cases/$id" params={{ id: row.id }} className="subject cut" title={row.subject}>
          <Marked segments={found[row.id]?.subject ?? [{ text: row.subject, hit: false }]} />
        </Link>
        <EscalationMark level={row.escalation_level} />
        <CaseMarks it={row} />
      </div>
      <RowSigns row={row} />
      <Reason found={found[row.id]} />
    </>
  );
  const looks: Record<Column, [number | undefined, Render]> = {
    clock: [english ? 168 : 162, clock],
    subject: [undefined, subject],
    number: [114, (row) => <span className="mono">{row.number}</span>],
    kind: [english ? 96 : 78, (row) => <KindTag kind={row.kind} />],
    status: [english ? 98 : 82, (row) => <StatusTag status={row.status} />],
    priority: [english ? 76 : 64, (row) => <PriorityMark priority={row.priority} quiet />],
    channel: [88, (row) => t(`common:channel.${row.channel}`)],
    customer: [88, (row) => named(row.customer)],
    assignee: [80, (row) => row.assignee?.name ?? <span className="muted">{t("nobody")}</span>],
    unit: [120, (row) => named(row.unit)],
    product: [120, (row) => named(row.product)],
    waiting: [english ? 98 : 84, (row) => <Ago at={row.waiting_since} />],
    created: [92, (row) => <When at={row.created_at} style="short" />],
    updated: [92, (row) => <When at={row.updated_at} style="short" />],
    breached: [80, (row) => (row.breached ? t("common:yes") : none)],
    escalation: [80, (row) => row.escalation_level || none],
  };
  return columns.map((column, n) => ({
    key: column,
    title: t(`column.${column}`),
    width: looks[column][0],
    ellipsis: true,
    onCell: (row: TableRow) => (isTier(row) ? { colSpan: n === 0 ? columns.length : 0 } : {}),
    render: (_: unknown, row: TableRow) => {
      if (!isTier(row)) return looks[column][1](row);
      return n === 0 ? <span className="tier">{t(`tier.${row.tier}`, { count: row.count })}</span> : null;
    },
  }));
}

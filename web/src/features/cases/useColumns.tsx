/** How the columns of a list of cases look. */
import { Link } from "@tanstack/react-router";
import type { TableColumnsType } from "antd";
import type { CaseColumn, CaseField, CaseFound, CaseRow, Column } from "@/api/types";
import { ClockChip } from "@/ui/ClockChip";
import { Marked } from "@/ui/Marked";
import { EscalationMark, KindTag, PriorityMark, StatusTag } from "@/ui/Tags";
import { Since, When } from "@/ui/Time";
import { useLocale, useWords } from "@/ui/words";
import { CaseMarks, WasBreached } from "./CaseMarks";
import { columnOf, isTier, type TableRow } from "./columns";
import { FieldValue } from "./fields/FieldValue";
import { RowSigns } from "./tasks/RowSigns";

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

export function useColumns(
  columns: Column[],
  fields: CaseField[],
  found: Record<string, CaseFound>,
): TableColumnsType<TableRow> {
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
  const looks: Record<CaseColumn, [number | undefined, Render]> = {
    clock: [english ? 180 : 164, clock],
    subject: [undefined, subject],
    number: [114, (row) => <span className="mono">{row.number}</span>],
    kind: [english ? 96 : 78, (row) => <KindTag kind={row.kind} />],
    status: [english ? 98 : 92, (row) => <StatusTag status={row.status} />],
    priority: [english ? 76 : 64, (row) => <PriorityMark priority={row.priority} quiet />],
    channel: [88, (row) => t(`common:channel.${row.channel}`)],
    customer: [88, (row) => named(row.customer)],
    assignee: [80, (row) => row.assignee?.name ?? <span className="muted">{t("nobody")}</span>],
    unit: [120, (row) => named(row.unit)],
    product: [120, (row) => named(row.product)],
    waiting: [english ? 98 : 84, (row) => <Since at={row.waiting_since} />],
    created: [92, (row) => <When at={row.created_at} style="short" />],
    updated: [92, (row) => <When at={row.updated_at} style="short" />],
    breached: [80, (row) => (row.breached ? t("common:yes") : none)],
    escalation: [80, (row) => row.escalation_level || none],
    owner: [90, (row) => row.owner?.name ?? none],
    first_owner: [90, (row) => row.first_owner?.name ?? none],
    tags: [140, (row) => row.tags.join(t("common:list_comma")) || none],
    urged: [80, (row) => row.urge_count || none],
    returned: [80, (row) => row.return_count || none],
    reopened: [80, (row) => row.reopen_count || none],
  };
  const own = (column: Column) => fields.find((field) => columnOf(field) === column);
  const look = (column: Column): [string, number | undefined, Render] => {
    const field = own(column);
    if (!field) return [t(`column.${column}`), ...looks[column as CaseColumn]];
    return [
      (english && field.name_en) || field.name,
      130,
      (row) => <FieldValue field={field} value={row.fields[field.key]} />,
    ];
  };
  return columns.map(look).map(([title, width, render], n) => ({
    key: columns[n],
    title,
    width,
    ellipsis: true,
    onCell: (row: TableRow) => (isTier(row) ? { colSpan: n === 0 ? columns.length : 0 } : {}),
    render: (_: unknown, row: TableRow) => {
      if (!isTier(row)) return render(row);
      return n === 0 ? <span className="tier">{t(`tier.${row.tier}`, { count: row.count })}</span> : null;
    },
  }));
}

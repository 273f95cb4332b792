import { Table, type TableColumnsType, Tag } from "antd";
import { useHolds } from "@/api/session";
import { Nothing } from "@/ui/Loaded";
import { Ago, Count, When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { Failures } from "./Failures";
import { formatMicros } from "./lengths";
import { PartName } from "./PartName";
import { useOperationsVerbs } from "./queries";
import type { Timer } from "./types";
import { VerbButton } from "./VerbButton";

const none = <span className="muted">—</span>;
/** A start this late is worth a word. */
const lateUs = 60_000_000;

function Lag({ micros }: { micros?: number | null }) {
  const t = useWords("operations");
  if (micros == null) return none;
  return (
    <span className="row gap-xs">
      <span className="num">{formatMicros(micros)}</span>
      {micros > lateUs && (
        <Tag color="orange" variant="filled" className="tag">
          {t("late")}
        </Tag>
      )}
    </span>
  );
}

function Lease({ timer }: { timer: Timer }) {
  const t = useWords("operations");
  if (!timer.lease_holder || !timer.lease_until) return <span className="muted">{t("lease_free")}</span>;
  return (
    <div className="small">
      <div className="mono cut" title={timer.lease_holder}>
        {timer.lease_holder}
      </div>
      <span className="muted">
        {t("until")} <When at={timer.lease_until} style="time" />
      </span>
    </div>
  );
}

function useColumns(): TableColumnsType<Timer> {
  const t = useWords("operations");
  const verbs = useOperationsVerbs();
  const mayManage = useHolds("operations.manage");
  const columns: TableColumnsType<Timer> = [
    {
      title: t("column.timer"),
      width: 250,
      render: (_, row) => <PartName words={t(`timer.${row.name}`, { defaultValue: row.name })} name={row.name} />,
    },
    { title: t("column.last_run"), width: 110, render: (_, row) => <Ago at={row.last_run_at} /> },
    {
      title: t("column.duration"),
      width: 80,
      render: (_, row) =>
        row.last_duration_us == null ? none : <span className="num">{formatMicros(row.last_duration_us)}</span>,
    },
    {
      title: t("column.count"),
      width: 80,
      render: (_, row) => (row.last_count == null ? none : <Count of={row.last_count} />),
    },
    { title: t("column.lag"), width: 110, render: (_, row) => <Lag micros={row.lag_us} /> },
    { title: t("column.next"), width: 100, render: (_, row) => <When at={row.next_run_at} style="short" /> },
    { title: t("column.lease"), width: 150, render: (_, row) => <Lease timer={row} /> },
    {
      title: t("column.failures"),
      width: 170,
      ellipsis: true,
      render: (_, row) => <Failures count={row.failures} error={row.last_error} />,
    },
  ];
  if (mayManage)
    columns.push({
      title: t("column.verb"),
      width: 110,
      render: (_, row) => <VerbButton label={t("run_now")} done={t("run_done")} run={() => verbs.runTimer(row.name)} />,
    });
  return columns;
}

export function TimerTable({ timers }: { timers: Timer[] }) {
  const t = useWords("operations");
  return (
    <Table<Timer>
      size="small"
      rowKey="name"
      columns={useColumns()}
      dataSource={timers}
      pagination={false}
      scroll={{ x: 1150 }}
      locale={{ emptyText: <Nothing text={t("no_timers")} /> }}
    />
  );
}

/** What a replay found: by month as a chart, by unit and clock as a table, and some of the cases behind it. */
import { Link } from "@tanstack/react-router";
import { Table } from "antd";
import { useMemo } from "react";
import { Chart } from "@/ui/Chart";
import { Nothing } from "@/ui/Loaded";
import { Count } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { shareOf, summed } from "./levels";
import type { Replay, ReplayTally } from "./types";
import { useUnitName } from "./useConditions";

export function ReplayResult({ it }: { it: Replay }) {
  const t = useWords("levels");
  if (!it.total.clocks && !it.total.would_clocks) {
    return it.state === "running" ? null : <Nothing text={t("nothing_ran")} />;
  }
  return (
    <div className="col gap-lg">
      <p>
        {t("replay_sum", {
          breached: it.total.breached,
          would: it.total.would_breach,
          added: it.total.added,
          spared: it.total.spared,
        })}
      </p>
      <Months it={it} />
      <Units it={it} />
      <Samples title={t("added_cases")} cases={it.added} />
      <Samples title={t("spared_cases")} cases={it.spared} />
    </div>
  );
}

function Months({ it }: { it: Replay }) {
  const t = useWords("levels");
  const option = useMemo(() => {
    const months = summed(it.cells, (cell) => cell.month).sort(([a], [b]) => a.localeCompare(b));
    const bar = (name: string, of: (tally: ReplayTally) => number) => ({
      type: "bar",
      name,
      data: months.map(([, tally]) => of(tally)),
    });
    return {
      aria: { enabled: true },
      tooltip: { trigger: "axis" },
      legend: { top: 0 },
      grid: { left: 48, right: 16, top: 36, bottom: 28 },
      xAxis: { type: "category", data: months.map(([month]) => month) },
      yAxis: { type: "value", minInterval: 1 },
      series: [bar(t("did_breach"), (tally) => tally.breached), bar(t("would_breach"), (tally) => tally.would_breach)],
    };
  }, [it.cells, t]);
  return <Chart option={option} label={t("by_month")} />;
}

interface Row extends ReplayTally {
  key: string;
  unit: string;
  clock: string;
}

function Units({ it }: { it: Replay }) {
  const t = useWords("levels");
  const unitName = useUnitName();
  const rows: Row[] = useMemo(
    () =>
      summed(it.cells, (cell) => `${cell.unit_id} ${cell.clock}`)
        .map(([key, tally]) => ({ key, unit: key.split(" ")[0] ?? "", clock: key.split(" ")[1] ?? "", ...tally }))
        .sort((a, b) => b.added + b.spared - a.added - a.spared),
    [it.cells],
  );
  const count = (title: string, of: (row: Row) => number) => ({
    title,
    align: "right" as const,
    sorter: (a: Row, b: Row) => of(a) - of(b),
    render: (_: unknown, row: Row) => <Count of={of(row)} />,
  });
  const share = (title: string, part: (row: Row) => number, whole: (row: Row) => number) => ({
    title,
    align: "right" as const,
    render: (_: unknown, row: Row) => <span className="num">{shareOf(part(row), whole(row))}</span>,
  });
  return (
    <Table<Row>
      size="small"
      rowKey="key"
      dataSource={rows}
      pagination={{ pageSize: 20, hideOnSinglePage: true }}
      scroll={{ x: 900 }}
      columns={[
        { title: t("unit"), render: (_, row) => unitName(row.unit) },
        { title: t("clock"), render: (_, row) => t(`common:clock_kind.${row.clock}`) },
        count(t("ran"), (row) => row.clocks),
        count(t("did_breach"), (row) => row.breached),
        share(
          t("did_share"),
          (row) => row.breached,
          (row) => row.clocks,
        ),
        count(t("would_breach"), (row) => row.would_breach),
        share(
          t("would_share"),
          (row) => row.would_breach,
          (row) => row.would_clocks,
        ),
        count(t("added"), (row) => row.added),
        count(t("spared"), (row) => row.spared),
      ]}
    />
  );
}

function Samples({ title, cases }: { title: string; cases: Replay["added"] }) {
  const t = useWords("levels");
  if (!cases.length) return null;
  return (
    <section className="col gap-xs">
      <h3>{title}</h3>
      <div className="row gap wrap">
        {cases.map((one) => (
          <Link key={`${one.case_id}-${one.clock}`} to="/cases/$id" params={{ id: one.case_id }} className="num">
            {one.number} · {t(`common:clock_kind_short.${one.clock}`)}
          </Link>
        ))}
      </div>
    </section>
  );
}

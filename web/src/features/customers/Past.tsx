/** What was, at a glance: their cases in figures and by month. */
import { useMemo } from "react";
import type { Customer } from "@/api/types";
import { Chart } from "@/ui/Chart";
import { formatInstant } from "@/ui/format";
import { Loaded, NotAllowed } from "@/ui/Loaded";
import { Panel } from "@/ui/PageHead";
import { Count, useTimeZone, useToday } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { type Glance, glanceOf } from "./figures";
import { casesShown, useCasesOf } from "./queries";

function Figures({ of }: { of: Glance }) {
  const t = useWords("customers");
  const counts = [
    ["all", of.all],
    ["open", of.open],
    ["complaints", of.complaints],
    ["late", of.late],
  ] as const;
  return (
    <dl className="glance">
      {counts.map(([name, count]) => (
        <div key={name}>
          <dt className="muted small">{t(`glance.${name}`)}</dt>
          <dd className={name === "late" && count > 0 ? "alarm-text num" : "num"}>
            <Count of={count} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function Past({ it, maySee }: { it: Customer; maySee: boolean }) {
  const t = useWords("customers");
  const zone = useTimeZone();
  const today = useToday();
  const cases = useCasesOf(it.id, maySee);
  const rows = cases.data?.items;
  const glance = useMemo(
    () => rows && glanceOf(rows, today, (at) => formatInstant(at, zone, "day").slice(0, 7)),
    [rows, today, zone],
  );
  const option = useMemo(() => {
    const months = glance?.months ?? [];
    const series = (name: string, data: number[]) => ({ type: "bar", stack: "all", name, data, barMaxWidth: 22 });
    return {
      color: ["#d9534f", "#5b7fdb"],
      grid: { left: 28, right: 8, top: 24, bottom: 20 },
      legend: { top: 0, right: 0, itemWidth: 10, itemHeight: 10 },
      tooltip: { trigger: "axis" },
      xAxis: { type: "category", data: months.map((one) => one.month.slice(2)) },
      yAxis: { type: "value", minInterval: 1 },
      series: [
        series(
          t("glance.complaints"),
          months.map((one) => one.complaints),
        ),
        series(
          t("glance.others"),
          months.map((one) => one.count - one.complaints),
        ),
      ],
    };
  }, [glance, t]);
  if (!maySee) return <NotAllowed />;
  return (
    <Panel title={t("past")}>
      <Loaded query={cases} rows={3}>
        {(page) =>
          glance && (
            <>
              <Figures of={glance} />
              {glance.all > 0 && (
                <div className="glance-chart">
                  <Chart option={option} label={t("glance.by_month")} />
                </div>
              )}
              {page.next && <div className="muted small">{t("glance.newest_only", { count: casesShown })}</div>}
            </>
          )
        }
      </Loaded>
    </Panel>
  );
}

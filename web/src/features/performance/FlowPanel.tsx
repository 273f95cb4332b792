/** Day by day: what came, what was resolved, what ran out, what was open at the end; a point opens its day. */
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useMemo } from "react";
import type { Dashboard } from "@/api/types";
import { Panel } from "@/ui/PageHead";
import { useMode } from "@/ui/preferences";
import { useWords } from "@/ui/words";
import { Formula } from "./Formula";
import { flowOption } from "./flow";
import { type DashboardSearch, filtersOf, rowsBehind } from "./search";

/** What a point of each series opens, in their order. */
const opened = ["arrived", "resolved", "ran_out", "open_at_end"] as const;

const Chart = lazy(() => import("@/ui/Chart").then((m) => ({ default: m.Chart })));

export function FlowPanel({ shown, search }: { shown: Dashboard; search: DashboardSearch }) {
  const t = useWords("performance");
  const navigate = useNavigate();
  const dark = useMode() === "dark";
  const option = useMemo(
    () =>
      flowOption(
        shown.days,
        shown.days_before,
        dark,
        (key) => t(`series.${key}`),
        (name) => t("series.before", { name }),
      ),
    [shown.days, shown.days_before, dark, t],
  );
  const open = (series: number, point: number) => {
    const figure = opened[series];
    const on = shown.days[point]?.on;
    if (figure && on) navigate({ to: "/cases", search: rowsBehind(figure, { from: on, to: on }, filtersOf(search)) });
  };
  return (
    <Panel
      title={t("flow")}
      extra={<Formula name={t("flow")} of={["flow", "arrived", "resolved", "breached", "open_at_end", "where"]} />}
    >
      <Suspense fallback={<div className="chart" />}>
        <Chart option={option} label={t("flow_label")} onPick={open} />
      </Suspense>
    </Panel>
  );
}

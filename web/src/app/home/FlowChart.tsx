import { lazy, Suspense, useMemo } from "react";
import type { Dashboard } from "@/api/types";
import { Nothing } from "@/ui/Loaded";
import { useMode } from "@/ui/preferences";
import { useWords } from "@/ui/words";

const Chart = lazy(() => import("@/ui/Chart").then((m) => ({ default: m.Chart })));

export function FlowChart({ figures }: { figures: Dashboard }) {
  const t = useWords("common");
  const dark = useMode() === "dark";
  const option = useMemo(() => {
    const text = dark ? "#8d97ab" : "#6b7487";
    const line = dark ? "#262c3a" : "#eceff4";
    const series = [
      { key: "arrived", color: "#4a72e0", symbol: "circle" },
      { key: "resolved", color: "#2a9a6a", symbol: "rect" },
      { key: "breached", color: "#d05252", symbol: "triangle" },
    ] as const;
    return {
      color: series.map((s) => s.color),
      grid: { left: 34, right: 12, top: 30, bottom: 24 },
      legend: { right: 0, top: 0, itemHeight: 8, textStyle: { color: text } },
      tooltip: { trigger: "axis" },
      aria: { enabled: true },
      xAxis: {
        type: "category",
        data: figures.days.map((d) => d.on.slice(5)),
        axisLine: { lineStyle: { color: line } },
        axisTick: { show: false },
        axisLabel: { color: text },
      },
      yAxis: { type: "value", minInterval: 1, splitLine: { lineStyle: { color: line } }, axisLabel: { color: text } },
      series: series.map((s) => ({
        name: t(`home.series.${s.key}`),
        type: s.key === "breached" ? "bar" : "line",
        barMaxWidth: 8,
        symbol: s.symbol,
        symbolSize: 5,
        lineStyle: { width: 2 },
        data: figures.days.map((d) => d[s.key]),
      })),
    };
  }, [figures, t, dark]);
  if (!figures.days.length) return <Nothing text={t("home.no_figures")} />;
  return (
    <Suspense fallback={<div className="chart" />}>
      <Chart option={option} label={t("home.flow_label")} />
    </Suspense>
  );
}

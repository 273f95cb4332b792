/** What the chart of the days draws. Pure. */
import type { DashboardDay } from "@/api/types";

const series = [
  { key: "arrived", color: "#4a72e0", symbol: "circle" },
  { key: "resolved", color: "#2a9a6a", symbol: "rect" },
  { key: "breached", color: "#d05252", symbol: "triangle" },
  { key: "open", color: "#8a6bd1", symbol: "diamond" },
] as const;

/** Up to so many days each has a mark of its own. */
const marksMax = 62;

export function flowOption(
  days: DashboardDay[],
  before: DashboardDay[],
  dark: boolean,
  nameOf: (key: string) => string,
  nameBefore: (name: string) => string,
) {
  const text = dark ? "#9aa4b8" : "#626b7d";
  const line = dark ? "#262c3a" : "#eceff4";
  const marks = days.length <= marksMax;
  const axis = (name: string) => ({
    type: "value",
    name,
    // Ends where its axis stands: there is no room to the right of it.
    nameTextStyle: { color: text, align: "right" },
    minInterval: 1,
    splitLine: { lineStyle: { color: line } },
    axisLabel: { color: text },
  });
  const now = series.map((s) => ({
    name: nameOf(s.key),
    type: s.key === "breached" ? "bar" : "line",
    yAxisIndex: s.key === "open" ? 1 : 0,
    barMaxWidth: 8,
    color: s.color,
    showSymbol: marks,
    symbol: s.symbol,
    symbolSize: 5,
    lineStyle: { width: 2, type: s.key === "open" ? "dotted" : "solid" },
    data: days.map((d) => d[s.key]),
  }));
  const compared = before.length
    ? series.slice(0, 2).map((s) => ({
        name: nameBefore(nameOf(s.key)),
        type: "line",
        color: s.color,
        showSymbol: false,
        lineStyle: { width: 1, type: "dashed", opacity: 0.7 },
        data: days.map((_, n) => before[n]?.[s.key] ?? null),
      }))
    : [];
  return {
    // Below the legend a line for the name of the axis.
    grid: { left: 40, right: 44, top: 58, bottom: 24 },
    legend: { left: 0, top: 0, itemHeight: 8, textStyle: { color: text }, type: "scroll" },
    tooltip: { trigger: "axis", confine: true },
    aria: { enabled: true },
    xAxis: {
      type: "category",
      data: days.map((d) => d.on),
      axisLine: { lineStyle: { color: line } },
      axisTick: { show: false },
      axisLabel: { color: text, hideOverlap: true, formatter: (on: string) => on.slice(5) },
    },
    yAxis: [axis(""), { ...axis(nameOf("open")), splitLine: { show: false } }],
    series: [...now, ...compared],
  };
}

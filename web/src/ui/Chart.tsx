/** A chart, brought only when one is shown: ECharts is the largest thing we carry. */
import type { ECharts, EChartsCoreOption } from "echarts/core";
import { useEffect, useRef } from "react";
import { useMode } from "./preferences";

type Props = {
  option: EChartsCoreOption;
  label: string;
  /** A point was clicked: the series and the place in it. */
  onPick?: (series: number, point: number) => void;
};

/** Draws `option`; a new one is drawn in the same chart, so that fresh figures do not make it blink. */
export function Chart({ option, label, onPick }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(undefined);
  const latest = useRef({ option, onPick });
  latest.current = { option, onPick };
  const mode = useMode();
  useEffect(() => {
    let gone = false;
    let dispose = () => {};
    import("./echarts").then(({ init }) => {
      if (gone || !box.current) return;
      const made = init(box.current, mode === "dark" ? "dark" : undefined, { renderer: "svg" });
      draw(made, latest.current.option);
      made.on("click", (at) => latest.current.onPick?.(at.seriesIndex ?? -1, at.dataIndex));
      chart.current = made;
      const watch = new ResizeObserver(() => made.resize());
      watch.observe(box.current);
      dispose = () => {
        watch.disconnect();
        made.dispose();
        chart.current = undefined;
      };
    });
    return () => {
      gone = true;
      dispose();
    };
  }, [mode]);
  useEffect(() => {
    if (chart.current) draw(chart.current, option);
  }, [option]);
  // The frame bears the name: ECharts writes a description of its own on its box.
  return (
    <div role="img" aria-label={label}>
      <div ref={box} className="chart" />
    </div>
  );
}

function draw(chart: ECharts, option: EChartsCoreOption): void {
  chart.setOption({ backgroundColor: "transparent", animation: false, ...option }, { notMerge: true });
}

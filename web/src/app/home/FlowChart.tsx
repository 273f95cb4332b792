/** How the work came in and went out, day by day. Drawn by hand: the first page does not fetch the chart library. */
import { Tooltip } from "antd";
import type { Dashboard } from "@/api/types";
import { Nothing } from "@/ui/Loaded";
import { useWords } from "@/ui/words";
import { lineOf, middleOf, ticksOf } from "./days";

type Day = Dashboard["days"][number];
const series = ["arrived", "resolved", "breached"] as const;

export function FlowChart({ figures }: { figures: Dashboard }) {
  const t = useWords("common");
  const days = figures.days;
  if (!days.length) return <Nothing text={t("home.no_figures")} />;
  return (
    <>
      <Legend />
      <div className="days">
        <Drawing days={days} />
        <div className="days-columns" aria-hidden>
          {days.map((day) => (
            <Tooltip key={day.on} title={<DayFigures day={day} />}>
              <div />
            </Tooltip>
          ))}
        </div>
      </div>
    </>
  );
}

/** The plot is stretched over a square of 100 by 100; words stand beside it, so that they are not stretched. */
function Drawing({ days }: { days: Day[] }) {
  const t = useWords("common");
  const ticks = ticksOf(Math.max(...days.flatMap((day) => series.map((one) => day[one]))));
  const top = ticks.at(-1) ?? 1;
  const shown = days.map((day, n) => ({ on: day.on.slice(5), n })).filter(({ n }) => n % 5 === 2);
  return (
    <>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={t("home.flow_label")}>
        {ticks.map((tick) => (
          <line
            key={tick}
            className="days-line"
            x1={0}
            x2={100}
            y1={100 - (tick / top) * 100}
            y2={100 - (tick / top) * 100}
          />
        ))}
        {days.map((day, n) => {
          const height = (day.breached / top) * 100;
          const width = 30 / days.length;
          return (
            <rect
              key={day.on}
              className="days-breached"
              x={middleOf(n, days.length) - width / 2}
              y={100 - height}
              width={width}
              height={height}
            />
          );
        })}
        <polyline
          className="days-arrived"
          points={lineOf(
            days.map((day) => day.arrived),
            top,
          )}
        />
        <polyline
          className="days-resolved"
          points={lineOf(
            days.map((day) => day.resolved),
            top,
          )}
        />
      </svg>
      {ticks.map((tick) => (
        <span key={tick} className="days-count num" style={{ bottom: `${(tick / top) * 100}%` }}>
          {tick}
        </span>
      ))}
      {shown.map(({ on, n }) => (
        <span key={on} className="days-on num" style={{ left: `${middleOf(n, days.length)}%` }}>
          {on}
        </span>
      ))}
    </>
  );
}

function Legend() {
  const t = useWords("common");
  return (
    <div className="days-legend small muted">
      {series.map((one) => (
        <span key={one} className="days-sign">
          <svg viewBox="0 0 18 8" aria-hidden>
            {one === "breached" ? (
              <rect className="days-breached" x={6} y={0} width={6} height={8} />
            ) : (
              <line className={`days-${one}`} x1={0} x2={18} y1={4} y2={4} />
            )}
          </svg>
          {t(`home.series.${one}`)}
        </span>
      ))}
    </div>
  );
}

function DayFigures({ day }: { day: Day }) {
  const t = useWords("common");
  return (
    <>
      <div className="num">{day.on}</div>
      {series.map((one) => (
        <div key={one} className="num">
          {t(`home.series.${one}`)} {day[one]}
        </div>
      ))}
    </>
  );
}

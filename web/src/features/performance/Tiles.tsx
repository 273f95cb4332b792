/** The figures of now and of the period. */
import type { Dashboard, TimeFigures } from "@/api/types";
import { formatCount, formatShortDuration } from "@/ui/format";
import { Panel } from "@/ui/PageHead";
import { useLocale, useWords } from "@/ui/words";
import { type DashboardSearch, type FigureCode, filtersOf, rowsBehind } from "./search";
import { Tile } from "./Tile";

type Props = { shown: Dashboard; search: DashboardSearch };

const ofNow = [
  { key: "open", field: "open", figure: "open" },
  { key: "due_today", field: "due_today", figure: "due" },
  { key: "open_breached", field: "breached", figure: "breached" },
  { key: "unassigned", field: "unassigned", figure: "unassigned" },
  { key: "waiting_customer", field: "waiting_customer", figure: "waiting_customer" },
] as const;

export function NowTiles({ shown, search }: Props) {
  const t = useWords("performance");
  const locale = useLocale();
  const today = { from: shown.today, to: shown.today };
  return (
    <Panel title={t("section.now")}>
      <div className="cards five">
        {ofNow.map(({ key, field, figure }) => (
          <Tile
            key={key}
            name={t(`figure.${key}`)}
            formula={[key]}
            value={formatCount(shown.now[field], locale)}
            rows={rowsBehind(figure, figure === "due" ? today : undefined, filtersOf(search))}
            alarm={key === "open_breached" && shown.now.breached > 0}
          />
        ))}
      </div>
    </Panel>
  );
}

const counted = [
  { key: "arrived", figure: "arrived" },
  { key: "resolved", figure: "resolved" },
  { key: "closed", figure: "closed" },
  { key: "breached", figure: "ran_out" },
] as const;
const timed = ["first_response", "resolution"] as const;

export function PeriodTiles({ shown, search }: Props) {
  const t = useWords("performance");
  const locale = useLocale();
  const { figures, before } = shown;
  const rows = (figure: FigureCode) => rowsBehind(figure, shown.period, filtersOf(search));
  return (
    <Panel title={t("section.period")} extra={<ComparedWith shown={shown} />}>
      <div className="cards six">
        {counted.map(({ key, figure }) => (
          <Tile
            key={key}
            name={t(`figure.${key}`)}
            formula={[key]}
            value={formatCount(figures[key], locale)}
            rows={rows(figure)}
            compared={
              before ? { now: figures[key], before: before[key], shown: formatCount(before[key], locale) } : undefined
            }
          />
        ))}
        {timed.map((key) => (
          <TimeTile
            key={key}
            name={key}
            times={figures[key]}
            before={before?.[key]}
            rows={rows(key === "first_response" ? "first_response" : "resolved")}
          />
        ))}
      </div>
    </Panel>
  );
}

function ComparedWith({ shown }: { shown: Dashboard }) {
  const t = useWords("performance");
  if (!shown.compared) return null;
  return <span className="muted small num">{t("compared", { ...shown.compared })}</span>;
}

type TimeProps = {
  name: "first_response" | "resolution";
  times: TimeFigures;
  before?: TimeFigures;
  rows: Record<string, string>;
};

function TimeTile({ name, times, before, rows }: TimeProps) {
  const t = useWords("performance");
  const locale = useLocale();
  const length = (seconds?: number | null) =>
    seconds === null || seconds === undefined ? t("no_data") : formatShortDuration(seconds, locale);
  return (
    <Tile
      name={t(`figure.${name}`)}
      formula={[name]}
      value={length(times.median_seconds)}
      rows={rows}
      compared={
        before
          ? { now: times.median_seconds, before: before.median_seconds, shown: length(before.median_seconds) }
          : undefined
      }
    >
      <span className="small num">
        {t("p90", { length: length(times.p90_seconds) })}{" "}
        <span className="muted">{t("measured", { count: times.count })}</span>
      </span>
      <span className="muted small num">{t("elapsed", { length: length(times.elapsed_median_seconds) })}</span>
    </Tile>
  );
}

/** How time limits were kept, in both cohorts: by end and by due time, each open to its rows. */
import { Link } from "@tanstack/react-router";
import { Progress } from "antd";
import type { Dashboard, Attainment as OneKept } from "@/api/types";
import { Panel } from "@/ui/PageHead";
import { useLocale, useWords } from "@/ui/words";
import { Formula } from "./Formula";
import { type DashboardSearch, type FigureCode, filtersOf, rowsBehind, shareOf } from "./search";

type Props = { shown: Dashboard; search: DashboardSearch };
const decided = (one: OneKept) => one.ended.met + one.ended.breached + one.due.met + one.due.breached;

export function Attainment({ shown, search }: Props) {
  const t = useWords("performance");
  const all = shown.figures.attainment.filter((one) => one.clock !== "further" || decided(one) > 0);
  return (
    <Panel title={t("section.kept")}>
      <div className="kept">
        {all.map((one) => (
          <Kept key={one.clock} one={one} shown={shown} search={search} />
        ))}
      </div>
    </Panel>
  );
}

function Kept({ one, shown, search }: Props & { one: OneKept }) {
  const t = useWords("performance");
  const name = t(`figure.kept.${one.clock}`);
  const before = shown.before?.attainment.find((other) => other.clock === one.clock);
  return (
    <section className="col gap-xs">
      <span className="row between">
        <span className="strong">{name}</span>
        <Formula name={name} of={["kept", "ended", "due", "where"]} />
      </span>
      {(["ended", "due"] as const).map((cohort) => (
        <Cohort key={cohort} one={one} cohort={cohort} before={before} shown={shown} search={search} />
      ))}
    </section>
  );
}

type CohortProps = Props & { one: OneKept; before?: OneKept; cohort: "ended" | "due" };

function Cohort({ one, before, cohort, shown, search }: CohortProps) {
  const t = useWords("performance");
  const locale = useLocale();
  const percent = (share?: number) =>
    share === undefined
      ? t("no_data")
      : new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }).format(share);
  const kept = one[cohort];
  const share = shareOf(kept);
  const rows = (figure: string) => rowsBehind(figure as FigureCode, shown.period, filtersOf(search));
  const met = `${one.clock}_${cohort === "ended" ? "met" : "due_met"}`;
  return (
    <div className="row gap-sm">
      <span className="muted" style={{ width: 84 }}>
        {t(`cohort.${cohort}`)}
      </span>
      <b className="num right" style={{ width: 56 }}>
        {percent(share)}
      </b>
      <span className="grow" aria-hidden>
        <Progress percent={(share ?? 0) * 100} showInfo={false} size="small" status="normal" />
      </span>
      <span className="num small" style={{ minWidth: 150 }}>
        <Link to="/cases" search={rows(met)}>
          {t("workbook.met")} {kept.met}
        </Link>
        {" · "}
        <Link to="/cases" search={rows(`${one.clock}_breached`)}>
          {t("workbook.late")} {kept.breached}
        </Link>
      </span>
      {before && (
        <span className="muted small num" style={{ width: 96 }}>
          {t("before", { value: percent(shareOf(before[cohort])) })}
        </span>
      )}
    </div>
  );
}

/** The columns of the breakdown: each number opens its rows, each heading its formula. */
import { Link } from "@tanstack/react-router";
import type { TableColumnsType } from "antd";
import type { Dashboard, DashboardMember } from "@/api/types";
import { formatCount, formatShortDuration } from "@/ui/format";
import { useLocale, useWords } from "@/ui/words";
import { Formula } from "./Formula";
import {
  type DashboardSearch,
  type Dimension,
  type FigureCode,
  filtersOf,
  memberFilter,
  rowsBehind,
  shareOf,
} from "./search";

type Kept = { met: number; breached: number };
type Cohort = "ended" | "due";

function useName(by: Dimension) {
  const t = useWords("common");
  const english = useLocale() === "en-US";
  const words: Partial<Record<Dimension, string>> = { kind: "case_kind", channel: "channel", priority: "priority" };
  return (m: DashboardMember) => (words[by] ? t(`${words[by]}.${m.key}`) : (english && m.name_en) || m.name || m.key);
}

/** Of all sorts of clocks together: their sums, never a mean of shares. */
const keptOf = (m: DashboardMember, cohort: Cohort): Kept =>
  m.figures.attainment.reduce(
    (all, one) => ({ met: all.met + one[cohort].met, breached: all.breached + one[cohort].breached }),
    { met: 0, breached: 0 },
  );

/** A heading with its formula; the click on the one does not sort by the other. */
function Heading({ title, formula }: { title: string; formula: string[] }) {
  return (
    <span className="row gap-xs" style={{ justifyContent: "flex-end" }}>
      {title}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the button's events from the heading. */}
      <span onClick={(e) => e.stopPropagation()} onKeyDown={(e) => e.stopPropagation()}>
        <Formula name={title} of={[...formula, "where"]} />
      </span>
    </span>
  );
}

/** The share in time; below it the clocks it is of, both sorts open to their rows. */
function KeptCell({ kept, met, late }: { kept: Kept; met: Record<string, string>; late: Record<string, string> }) {
  const t = useWords("performance");
  const locale = useLocale();
  const share = shareOf(kept);
  if (share === undefined) return <span className="muted">—</span>;
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  return (
    <>
      <span className="num">{percent.format(share)}</span>
      <div className="num small">
        <Link to="/cases" search={met}>
          {t("workbook.met")} {kept.met}
        </Link>
        {" · "}
        <Link to="/cases" search={late}>
          {t("workbook.late")} {kept.breached}
        </Link>
      </div>
    </>
  );
}

export function useColumns(
  shown: Dashboard,
  search: DashboardSearch,
  by: Dimension,
): TableColumnsType<DashboardMember> {
  const t = useWords("performance");
  const locale = useLocale();
  const nameOf = useName(by);
  const rows = (figure: FigureCode, m: DashboardMember, ofNow = false) =>
    rowsBehind(figure, ofNow ? undefined : shown.period, { ...filtersOf(search), ...memberFilter(by, m.key) });
  const column = (key: string, formula: string[], of: (m: DashboardMember) => number) => ({
    key,
    title: <Heading title={t(`column.${key}`)} formula={formula} />,
    align: "right" as const,
    sorter: (a: DashboardMember, b: DashboardMember) => of(a) - of(b),
  });
  const number = (key: string, figure: FigureCode, of: (m: DashboardMember) => number, ofNow = false) => ({
    ...column(key, [key], of),
    render: (_: unknown, m: DashboardMember) => (
      <Link to="/cases" search={rows(figure, m, ofNow)} className="num">
        {formatCount(of(m), locale)}
      </Link>
    ),
  });
  const length = (key: "first_response" | "resolution") => ({
    ...column(key, [key], (m) => m.figures[key].median_seconds ?? -1),
    render: (_: unknown, m: DashboardMember) => {
      const { median_seconds: median, p90_seconds: p90 } = m.figures[key];
      if (median === null || median === undefined) return <span className="muted">—</span>;
      return (
        <Link
          to="/cases"
          search={rows(key === "resolution" ? "resolved" : key, m)}
          className="num"
          title={`${t("column.p90")} ${formatShortDuration(p90 ?? 0, locale)}`}
        >
          {formatShortDuration(median, locale)}
        </Link>
      );
    },
  });
  const kept = (cohort: Cohort, met: FigureCode) => ({
    ...column(`kept_${cohort}`, ["kept", cohort], (m) => shareOf(keptOf(m, cohort)) ?? -1),
    render: (_: unknown, m: DashboardMember) => (
      <KeptCell kept={keptOf(m, cohort)} met={rows(met, m)} late={rows("ran_out", m)} />
    ),
  });
  return [
    { key: "member", title: t("column.member"), fixed: "left", render: (_, m) => nameOf(m), width: 180 },
    number("open", "open", (m) => m.open, true),
    number("open_breached", "breached", (m) => m.open_breached, true),
    number("arrived", "arrived", (m) => m.figures.arrived),
    number("resolved", "resolved", (m) => m.figures.resolved),
    length("first_response"),
    length("resolution"),
    kept("ended", "met"),
    kept("due", "due_met"),
  ];
}

/** The figures side by side: by unit, kind, channel, priority or person; every number opens its rows. */
import { Link } from "@tanstack/react-router";
import { Segmented, Table, type TableColumnsType } from "antd";
import { useHolds } from "@/api/session";
import type { Dashboard, DashboardMember } from "@/api/types";
import { formatCount, formatShortDuration } from "@/ui/format";
import { Nothing } from "@/ui/Loaded";
import { Panel } from "@/ui/PageHead";
import { useLocale, useWords } from "@/ui/words";
import {
  type DashboardSearch,
  type Dimension,
  dimensions,
  type FigureCode,
  filtersOf,
  isDivided,
  memberFilter,
  rowsBehind,
  shareOf,
} from "./search";

type Props = { shown: Dashboard; search: DashboardSearch; onChange: (by: Dimension) => void };

export function Breakdown({ shown, search, onChange }: Props) {
  const t = useWords("performance");
  const staff = useHolds("performance.view_staff") && !isDivided(search);
  const offered = dimensions.filter((d) => (d === "staff" ? staff : !search.staff_id || d === "unit"));
  const by = search.by ?? "unit";
  const columns = useColumns(shown, search, by);
  return (
    <Panel
      title={t("by_title")}
      extra={
        <Segmented<Dimension>
          aria-label={t("by_label")}
          size="small"
          value={by}
          onChange={onChange}
          options={offered.map((d) => ({ value: d, label: t(`by.${d}`) }))}
        />
      }
      flush
    >
      <Table<DashboardMember>
        size="small"
        rowKey="key"
        columns={columns}
        dataSource={shown.by}
        pagination={shown.by.length > 20 ? { pageSize: 20, size: "small", showSizeChanger: false } : false}
        scroll={{ x: 1000 }}
        locale={{ emptyText: <Nothing text={t("empty_by")} /> }}
      />
      {shown.left_off > 0 && <p className="muted small pad">{t("left_off", { count: shown.left_off })}</p>}
    </Panel>
  );
}

function useName(by: Dimension) {
  const t = useWords("common");
  const english = useLocale() === "en-US";
  const words: Partial<Record<Dimension, string>> = { kind: "case_kind", channel: "channel", priority: "priority" };
  return (m: DashboardMember) => (words[by] ? t(`${words[by]}.${m.key}`) : (english && m.name_en) || m.name || m.key);
}

function useColumns(shown: Dashboard, search: DashboardSearch, by: Dimension): TableColumnsType<DashboardMember> {
  const t = useWords("performance");
  const locale = useLocale();
  const nameOf = useName(by);
  const rows = (figure: FigureCode, m: DashboardMember, ofNow = false) =>
    rowsBehind(figure, ofNow ? undefined : shown.period, { ...filtersOf(search), ...memberFilter(by, m.key) });
  const number = (key: string, figure: FigureCode, of: (m: DashboardMember) => number, ofNow = false) => ({
    key,
    title: t(`column.${key}`),
    align: "right" as const,
    sorter: (a: DashboardMember, b: DashboardMember) => of(a) - of(b),
    render: (_: unknown, m: DashboardMember) => (
      <Link to="/cases" search={rows(figure, m, ofNow)} className="num">
        {formatCount(of(m), locale)}
      </Link>
    ),
  });
  const length = (key: "first_response" | "resolution") => ({
    key,
    title: t(`column.${key}`),
    align: "right" as const,
    sorter: (a: DashboardMember, b: DashboardMember) =>
      (a.figures[key].median_seconds ?? -1) - (b.figures[key].median_seconds ?? -1),
    render: (_: unknown, { figures }: DashboardMember) => {
      const { median_seconds: median, p90_seconds: p90 } = figures[key];
      if (median === null || median === undefined) return <span className="muted">—</span>;
      return (
        <span className="num" title={`${t("column.p90")} ${formatShortDuration(p90 ?? 0, locale)}`}>
          {formatShortDuration(median, locale)}
        </span>
      );
    },
  });
  return [
    { key: "member", title: t("column.member"), fixed: "left", render: (_, m) => nameOf(m), width: 180 },
    number("open", "open", (m) => m.open, true),
    number("open_breached", "breached", (m) => m.open_breached, true),
    number("arrived", "arrived", (m) => m.figures.arrived),
    number("resolved", "resolved", (m) => m.figures.resolved),
    length("first_response"),
    length("resolution"),
    kept(t("column.kept_ended"), "ended", locale),
    kept(t("column.kept_due"), "due", locale),
  ];
}

/** Of resolution and first response together: their sums, never a mean of shares. */
function kept(title: string, cohort: "ended" | "due", locale: string) {
  const sum = (m: DashboardMember) =>
    m.figures.attainment.reduce(
      (all, one) => ({ met: all.met + one[cohort].met, breached: all.breached + one[cohort].breached }),
      { met: 0, breached: 0 },
    );
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  return {
    key: `kept_${cohort}`,
    title,
    align: "right" as const,
    sorter: (a: DashboardMember, b: DashboardMember) => (shareOf(sum(a)) ?? -1) - (shareOf(sum(b)) ?? -1),
    render: (_: unknown, m: DashboardMember) => {
      const share = shareOf(sum(m));
      if (share === undefined) return <span className="muted">—</span>;
      return (
        <span className="num" title={`${sum(m).met} / ${sum(m).met + sum(m).breached}`}>
          {percent.format(share)}
        </span>
      );
    },
  };
}

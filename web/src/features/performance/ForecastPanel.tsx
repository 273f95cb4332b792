/** What will probably breach in the next hours, the likeliest first: opening a case is the way to hand it on. */
import { Link } from "@tanstack/react-router";
import { Button, Table, type TableColumnsType, Tooltip } from "antd";
import { useState } from "react";
import type { AtRisk, DashboardQuery, Forecast } from "@/api/types";
import { formatShortDuration } from "@/ui/format";
import { Loaded, Nothing } from "@/ui/Loaded";
import { Panel } from "@/ui/PageHead";
import { KindTag, PriorityMark } from "@/ui/Tags";
import { When } from "@/ui/Time";
import { useLocale, useWords } from "@/ui/words";
import { Formula } from "./Formula";
import { useForecast } from "./queries";

export function ForecastPanel({ query }: { query: DashboardQuery }) {
  const t = useWords("performance");
  const forecast = useForecast(query);
  return (
    <Panel title={t("forecast.title")} extra={<Formula name={t("forecast.title")} of={["forecast"]} />} flush>
      <Loaded query={forecast}>{(shown) => <Expected shown={shown} />}</Loaded>
    </Panel>
  );
}

function Expected({ shown }: { shown: Forecast }) {
  const t = useWords("performance");
  const locale = useLocale();
  const about = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const columns = useColumns();
  const [within, setWithin] = useState<number>();
  const rows = within ? dueWithin(shown.items, shown.at, within) : shown.items;
  return (
    <>
      <div className="cards three pad">
        {shown.horizons.map((h) => (
          <div key={h.hours} className={h.expected >= 1 ? "figure alarm" : "figure"}>
            <span className="muted">{t("forecast.within", { hours: h.hours })}</span>
            <b>{t("forecast.expected", { number: about.format(h.expected) })}</b>
            <span className="muted small">
              <Button
                type="link"
                size="small"
                aria-pressed={within === h.hours}
                onClick={() => setWithin(within === h.hours ? undefined : h.hours)}
              >
                {t("forecast.due", { count: h.due })}
              </Button>
              {h.unknown > 0 && ` · ${t("forecast.unknown", { count: h.unknown })}`}
            </span>
          </div>
        ))}
      </div>
      {within && (
        <p className="muted small pad">
          {t("forecast.only_within", { hours: within, count: rows.length })}{" "}
          <Button type="link" size="small" onClick={() => setWithin(undefined)}>
            {t("forecast.all")}
          </Button>
        </p>
      )}
      {shown.cut && <p className="muted small pad">{t("forecast.cut")}</p>}
      <Table<AtRisk>
        size="small"
        rowKey={(r) => r.case.id}
        columns={columns}
        dataSource={rows}
        pagination={rows.length > 10 ? { pageSize: 10, size: "small", showSizeChanger: false } : false}
        scroll={{ x: 900 }}
        locale={{ emptyText: <Nothing text={t("forecast.empty")} /> }}
      />
    </>
  );
}

/** Those of the likeliest whose clock falls due within some hours. */
function dueWithin(items: AtRisk[], at: string, hours: number): AtRisk[] {
  const until = Date.parse(at) + hours * 3_600_000;
  return items.filter((item) => Date.parse(item.due_at) <= until);
}

function useColumns(): TableColumnsType<AtRisk> {
  const t = useWords("performance");
  const locale = useLocale();
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  return [
    {
      key: "case",
      title: t("forecast.case"),
      render: (_, r) => (
        <span className="row gap-sm">
          <KindTag kind={r.case.kind} />
          <Link to="/cases/$id" params={{ id: r.case.id }} className="cut subject" style={{ maxWidth: 320 }}>
            {r.case.subject}
          </Link>
          <PriorityMark priority={r.case.priority} />
        </span>
      ),
    },
    { key: "clock", title: t("forecast.clock"), render: (_, r) => t(`common:clock_kind.${r.clock}`) },
    { key: "due_at", title: t("forecast.due_at"), render: (_, r) => <When at={r.due_at} style="short" /> },
    {
      key: "remaining",
      title: t("forecast.remaining"),
      align: "right",
      render: (_, r) => <span className="num">{formatShortDuration(r.remaining_seconds, locale)}</span>,
    },
    {
      key: "chance",
      title: t("forecast.chance"),
      align: "right",
      render: (_, r) =>
        r.chance === null || r.chance === undefined ? (
          <span className="muted">{t("forecast.chance_unknown")}</span>
        ) : (
          <Tooltip title={t("forecast.seen", { count: r.seen })}>
            <span className={r.chance >= 0.5 ? "num strong late" : "num"}>{percent.format(r.chance)}</span>
          </Tooltip>
        ),
    },
    { key: "assignee", title: t("forecast.assignee"), render: (_, r) => r.case.assignee?.name ?? t("nobody") },
    {
      key: "reassign",
      title: "",
      render: (_, r) => (
        <Link to="/cases/$id" params={{ id: r.case.id }} aria-label={`${t("forecast.reassign")}: ${r.case.subject}`}>
          {t("forecast.reassign")}
        </Link>
      ),
    },
  ];
}

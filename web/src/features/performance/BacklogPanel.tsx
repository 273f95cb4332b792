/** How old the open cases are: each bar opens its rows. */
import { Link } from "@tanstack/react-router";
import { Progress } from "antd";
import type { Dashboard } from "@/api/types";
import { Panel } from "@/ui/PageHead";
import { Count } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { Formula } from "./Formula";
import { type DashboardSearch, filtersOf, rowsBehind } from "./search";

export function BacklogPanel({ shown, search }: { shown: Dashboard; search: DashboardSearch }) {
  const t = useWords("performance");
  const { buckets, median_days, oldest_on } = shown.backlog;
  const most = Math.max(1, ...buckets.map((b) => b.count));
  return (
    <Panel title={t("backlog")} extra={<Formula name={t("backlog")} of={["backlog", "where"]} />}>
      <div className="col gap-xs">
        {buckets.map((b) => (
          <Link
            key={b.from_days}
            to="/cases"
            search={rowsBehind("aged", { from: b.from ?? "1970-01-01", to: b.to }, filtersOf(search))}
            className="row gap"
          >
            <span className="num" style={{ width: 110 }}>
              {b.to_days === null || b.to_days === undefined
                ? t("age.over", { from: b.from_days })
                : t("age.between", { from: b.from_days, to: b.to_days })}
            </span>
            <span className="grow" aria-hidden>
              <Progress percent={(b.count / most) * 100} showInfo={false} size="small" status="normal" />
            </span>
            <span className="right" style={{ width: 56 }}>
              <Count of={b.count} />
            </span>
          </Link>
        ))}
        {oldest_on && <p className="muted small">{t("backlog_about", { days: median_days, on: oldest_on })}</p>}
      </div>
    </Panel>
  );
}

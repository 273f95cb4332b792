/** 绩效看板: what a manager steers by. Everything asked stands in the address, so that a view can be shared. */
import { getRouteApi } from "@tanstack/react-router";
import { useRef } from "react";
import type { Dashboard, DashboardQuery } from "@/api/types";
import { formatInstant } from "@/ui/format";
import { Allowed, Loaded } from "@/ui/Loaded";
import { PageHead } from "@/ui/PageHead";
import { useNow, useTimeZone } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { Attainment } from "./Attainment";
import { BacklogPanel } from "./BacklogPanel";
import { Breakdown } from "./Breakdown";
import { ExportMenu } from "./ExportMenu";
import { Filters } from "./Filters";
import { FlowPanel } from "./FlowPanel";
import { ForecastPanel } from "./ForecastPanel";
import { useDashboard } from "./queries";
import { RangeBar } from "./RangeBar";
import { type DashboardSearch, queryOf } from "./search";
import { NowTiles, PeriodTiles } from "./Tiles";

const route = getRouteApi("/performance");

export function DashboardPage() {
  return (
    <Allowed to="performance.view">
      <Figures />
    </Allowed>
  );
}

function Figures() {
  const t = useWords("performance");
  const zone = useTimeZone();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const picture = useRef<HTMLDivElement>(null);
  const today = formatInstant(new Date(useNow()).toISOString(), zone, "day");
  const query = queryOf(search, today);
  const dashboard = useDashboard(query);
  const change = (next: DashboardSearch) => navigate({ search: next, replace: true, resetScroll: false });
  const at = dashboard.data && formatInstant(dashboard.data.at, zone, "time");
  return (
    <div className="page" ref={picture}>
      <PageHead
        title={t("title")}
        about={at && t("as_of", { at })}
        extra={
          <>
            <RangeBar search={search} today={today} onChange={change} />
            <ExportMenu query={query} picture={picture} />
          </>
        }
      />
      <Filters search={search} onChange={change} />
      <Loaded query={dashboard} rows={12}>
        {(shown) => <Shown shown={shown} search={search} query={query} onChange={change} />}
      </Loaded>
    </div>
  );
}

type Props = {
  shown: Dashboard;
  search: DashboardSearch;
  query: DashboardQuery;
  onChange: (next: DashboardSearch) => void;
};

function Shown({ shown, search, query, onChange }: Props) {
  return (
    <>
      <NowTiles shown={shown} search={search} />
      <PeriodTiles shown={shown} search={search} />
      <div className="split even">
        <FlowPanel shown={shown} search={search} />
        <BacklogPanel shown={shown} search={search} />
      </div>
      <Attainment shown={shown} search={search} />
      <ForecastPanel query={query} />
      <Breakdown shown={shown} search={search} onChange={(by) => onChange({ ...search, by })} />
    </>
  );
}

/** 工作台: what waits for me, how the work comes in and goes out, what is due next. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { api, got } from "@/api/client";
import { useHolds, useMe } from "@/api/session";
import { rowsBehind } from "@/features/performance/search";
import { ClockChip } from "@/ui/ClockChip";
import { formatInstant } from "@/ui/format";
import { Loaded, Nothing } from "@/ui/Loaded";
import { PageHead, Panel } from "@/ui/PageHead";
import { KindTag, StatusTag } from "@/ui/Tags";
import { Count, useTimeZone } from "@/ui/Time";
import { useName, useWords } from "@/ui/words";
import { FlowChart } from "./FlowChart";
import { KindBars } from "./KindBars";

const days = 30;

function useFigures(enabled: boolean) {
  const zone = useTimeZone();
  const to = formatInstant(new Date().toISOString(), zone, "day");
  const from = formatInstant(new Date(Date.now() - (days - 1) * 86_400_000).toISOString(), zone, "day");
  return useQuery({
    queryKey: ["performance", "home", from, to],
    queryFn: () => got(api.GET("/api/v1/dashboard", { params: { query: { from, to, by: "kind" } } })),
    enabled,
  });
}

function useCounts(enabled: boolean) {
  return useQuery({
    queryKey: ["cases", "figures", "counts"],
    queryFn: () => got(api.GET("/api/v1/case-counts")),
    enabled,
  });
}

type Card = { key: string; count?: number; search: Record<string, unknown>; alarm?: boolean };

function Cards({ cards }: { cards: Card[] }) {
  const t = useWords("common");
  return (
    <div className="cards">
      {cards.map((card) => (
        <Link
          key={card.key}
          to="/cases"
          search={card.search}
          className={card.alarm && card.count ? "figure alarm" : "figure"}
        >
          <span className="muted">{t(`home.${card.key}`)}</span>
          <b>{card.count === undefined ? "—" : <Count of={card.count} />}</b>
          <span className="muted small">{t(`home.${card.key}_about`)}</span>
        </Link>
      ))}
    </div>
  );
}

function NextDue() {
  const t = useWords("common");
  const mine = useQuery({
    queryKey: ["cases", "list", "next-due"],
    queryFn: () =>
      got(
        api.GET("/api/v1/cases", { params: { query: { assignee_id: "me", status: "open", sort: "due", limit: 10 } } }),
      ),
  });
  return (
    <Panel title={t("home.next_due")} extra={<Link to="/cases">{t("home.all_mine")}</Link>} flush>
      <Loaded query={mine}>
        {(page) =>
          page.items.length === 0 ? (
            <Nothing text={t("home.nothing_due")} />
          ) : (
            <ul style={{ listStyle: "none", margin: 0, padding: "4px 0" }}>
              {page.items.map((row) => (
                <li key={row.id} className="row gap-sm" style={{ padding: "6px 14px" }}>
                  <Link to="/cases/$id" params={{ id: row.id }} className="grow cut subject">
                    {row.subject}
                  </Link>
                  <KindTag kind={row.kind} />
                  {row.next_due ? <ClockChip clock={row.next_due} /> : <StatusTag status={row.status} />}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}

/** The open cases whose next limit is on this day. */
const dueOn = (day?: string) => (day ? rowsBehind("due", { from: day, to: day }, {}) : { tab: "open", sort: "due" });

export function HomePage() {
  const t = useWords("common");
  const me = useMe();
  const nameOf = useName();
  const sees = useHolds("cases.view");
  const figured = useHolds("performance.view");
  const figures = useFigures(figured);
  const data = useCounts(sees).data;
  const cards: Card[] = useMemo(
    () => [
      { key: "mine", count: data?.mine, search: { tab: "mine" } },
      { key: "unassigned", count: data?.unassigned, search: { tab: "unassigned" } },
      { key: "due_today", count: data?.due_today, search: dueOn(data?.today) },
      { key: "breached", count: data?.breached, search: { tab: "breached" }, alarm: true },
    ],
    [data],
  );
  return (
    <div className="page">
      <PageHead
        title={t("home.greeting", { name: me.name })}
        about={`${nameOf(me.institution)} · ${nameOf(me.unit)}`}
      />
      {!sees && <Panel>{t("home.no_cases")}</Panel>}
      {sees && <Cards cards={cards} />}
      {sees && (
        <div className={figured ? "split" : undefined}>
          {figured && (
            <div className="col gap">
              <Panel title={t("home.flow", { days })} extra={<Link to="/performance">{t("home.all_figures")}</Link>}>
                <Loaded query={figures}>{(f) => <FlowChart figures={f} />}</Loaded>
              </Panel>
              <Panel title={t("home.by_kind")}>
                <Loaded query={figures}>{(f) => <KindBars figures={f} />}</Loaded>
              </Panel>
            </div>
          )}
          <NextDue />
        </div>
      )}
    </div>
  );
}

/** One year of a calendar: how many days are what, and each of them. */
import { CopyOutlined, EditOutlined } from "@ant-design/icons";
import { Link, useNavigate } from "@tanstack/react-router";
import { Alert, Button } from "antd";
import { useHolds } from "@/api/session";
import { Failure, Loaded } from "@/ui/Loaded";
import { Panel } from "@/ui/PageHead";
import { useShortcuts } from "@/ui/shortcuts";
import { Count } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { Legend } from "./DayCell";
import { countsOf } from "./days";
import { useCalendarYear } from "./queries";
import { useTitle } from "./title";
import type { CalendarYear } from "./types";
import { YearGrid } from "./YearGrid";
import { YearSwitch } from "./YearSwitch";

export function YearPanel({ name, year }: { name: string; year?: number }) {
  const t = useWords("calendars");
  const navigate = useNavigate({ from: "/calendars" });
  const titleOf = useTitle();
  const query = useCalendarYear(name, year);
  const shown = query.data;
  const go = (next: number) => navigate({ search: { name, year: next }, replace: true });
  const step = (by: number) => {
    const next = (shown?.year ?? 0) + by;
    const known = shown?.years_known ?? [];
    if (shown && next >= 1 && next <= 9999 && (!known.length || known.includes(next))) go(next);
  };
  useShortcuts(t("title"), [
    { key: "ArrowLeft", label: t("year_before"), run: () => step(-1) },
    { key: "ArrowRight", label: t("year_after"), run: () => step(1) },
  ]);
  if (query.isError && (!shown || shown.name !== name || shown.year !== year))
    return (
      <Panel>
        <Failure error={query.error} onRetry={() => query.refetch()} />
        {year !== undefined && (
          <div className="row" style={{ justifyContent: "center" }}>
            <Button onClick={() => navigate({ search: { name }, replace: true })}>{t("this_year")}</Button>
          </div>
        )}
      </Panel>
    );
  return (
    <Panel
      title={shown ? t("year_of", { title: titleOf(shown), year: shown.year }) : t("title")}
      extra={
        shown && (
          <>
            <YearSwitch year={shown.year} known={shown.years_known} onChange={go} />
            <CalendarVerbs of={shown} />
          </>
        )
      }
    >
      <Loaded query={query} rows={14}>
        {(data) => <Year of={data} />}
      </Loaded>
    </Panel>
  );
}

function Year({ of }: { of: CalendarYear }) {
  const t = useWords("calendars");
  const counts = countsOf(of.days);
  const figures = ["working", "holiday", "makeup_workday"] as const;
  return (
    <div className="col gap">
      <div className="row between gap wrap">
        <Legend />
        <div className="row gap">
          {figures.map((kind) => (
            <span key={kind} className="small">
              <span className="muted">{t(`count.${kind}`)}</span> <Count of={counts[kind]} />
            </span>
          ))}
        </div>
      </div>
      {!counts.working && <Alert type="warning" showIcon title={t("no_working_days")} />}
      <YearGrid of={of} />
    </div>
  );
}

/** A calendar that comes with the program is copied, never changed. */
function CalendarVerbs({ of }: { of: CalendarYear }) {
  const t = useWords("calendars");
  if (!useHolds("calendars.edit")) return null;
  return (
    <>
      <Link to="/calendars/new" search={{ from: of.name }}>
        <Button size="small" icon={<CopyOutlined aria-hidden />} tabIndex={-1}>
          {t("copy")}
        </Button>
      </Link>
      {!of.built_in && (
        <Link to="/calendars/$name/edit" params={{ name: of.name }}>
          <Button size="small" icon={<EditOutlined aria-hidden />} tabIndex={-1}>
            {t("edit")}
          </Button>
        </Link>
      )}
    </>
  );
}

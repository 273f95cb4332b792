/** All calendars as cards, and one year of the chosen one. */
import { CalculatorOutlined, PlusOutlined } from "@ant-design/icons";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useHolds } from "@/api/session";
import type { Calendar } from "@/api/types";
import { Allowed, Loaded, Nothing } from "@/ui/Loaded";
import { PageHead } from "@/ui/PageHead";
import { useWords } from "@/ui/words";
import { useCalendars } from "./queries";
import { useTitle } from "./title";
import { YearPanel } from "./YearPanel";

const route = getRouteApi("/calendars");

export function CalendarsPage() {
  return (
    <Allowed to="calendars.view">
      <Calendars />
    </Allowed>
  );
}

function Calendars() {
  const t = useWords("calendars");
  const calendars = useCalendars();
  const mayEdit = useHolds("calendars.edit");
  const search = route.useSearch();
  return (
    <div className="page">
      <PageHead
        title={t("title")}
        about={t("about")}
        extra={
          <>
            <Link to="/calculator" search={search.name ? { calendar: search.name } : {}}>
              <Button icon={<CalculatorOutlined aria-hidden />} tabIndex={-1}>
                {t("calculator")}
              </Button>
            </Link>
            {mayEdit && (
              <Link to="/calendars/new">
                <Button type="primary" icon={<PlusOutlined aria-hidden />} tabIndex={-1}>
                  {t("new")}
                </Button>
              </Link>
            )}
          </>
        }
      />
      <Loaded query={calendars}>
        {(items) => {
          const chosen =
            items.find((one) => one.name === search.name) ?? items.find((one) => one.years_known.length) ?? items[0];
          if (!chosen) return <Nothing text={t("no_calendars")} />;
          return (
            <>
              <div className="cards">
                {items.map((one) => (
                  <CalendarCard key={one.name} of={one} chosen={one.name === chosen.name} />
                ))}
              </div>
              <YearPanel name={chosen.name} year={search.year} />
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function CalendarCard({ of, chosen }: { of: Calendar; chosen: boolean }) {
  const t = useWords("calendars");
  const titleOf = useTitle();
  const [first, last] = [of.years_known[0], of.years_known[of.years_known.length - 1]];
  return (
    <Link
      to="/calendars"
      search={(before) => ({ ...before, name: of.name })}
      replace
      className="figure"
      aria-current={chosen}
      style={
        chosen ? { borderColor: "var(--ant-color-primary)", background: "var(--ant-color-primary-bg)" } : undefined
      }
    >
      <div className="row between gap-sm">
        <span className="strong cut">{titleOf(of)}</span>
        {chosen && <span className="small num">✓ {t("shown")}</span>}
      </div>
      <div className="mono muted">{of.version}</div>
      <div className="small muted">
        {of.time_zone}
        {of.built_in && ` · ${t("built_in")}`}
      </div>
      <div className="small muted">{first === undefined ? t("every_year") : t("years_known", { first, last })}</div>
    </Link>
  );
}

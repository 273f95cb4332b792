import { Button } from "antd";
import { Panel } from "@/ui/PageHead";
import { useLocale, useWords } from "@/ui/words";
import { type Editing, type Period, type Weekday, type Wrong, weekdays } from "./editing";
import { Periods } from "./Periods";
import { WrongAt } from "./WrongAt";

/** The names of the weekdays, Monday first: 2001 began on a Monday. */
function useWeekdays(): [Weekday, string][] {
  const format = new Intl.DateTimeFormat(useLocale(), { weekday: "long", timeZone: "UTC" });
  return weekdays.map((day, at) => [day, format.format(Date.UTC(2001, 0, at + 1))]);
}

interface WeekHoursProps {
  weekly: Editing["weekly"];
  wrong: Wrong;
  onChange: (weekly: Editing["weekly"]) => void;
}

export function WeekHours({ weekly, wrong, onChange }: WeekHoursProps) {
  const t = useWords("calendars");
  const named = useWeekdays();
  const set = (day: Weekday, periods: Period[]) => onChange({ ...weekly, [day]: periods });
  const asMonday = () => onChange({ ...weekly, tue: weekly.mon, wed: weekly.mon, thu: weekly.mon, fri: weekly.mon });
  return (
    <Panel
      title={t("editor.week")}
      extra={
        <Button size="small" onClick={asMonday}>
          {t("editor.monday_for_all")}
        </Button>
      }
    >
      <div className="col gap-sm">
        <p className="muted small">{t("editor.week_about")}</p>
        <WrongAt field="weekly" wrong={wrong} />
        {named.map(([day, name]) => (
          <fieldset key={day} className="level-form row gap-sm top" aria-label={name}>
            <span className="level-row-name">{name}</span>
            <Periods
              of={name}
              field={`weekly.${day}`}
              periods={weekly[day]}
              wrong={wrong}
              onChange={(periods) => set(day, periods)}
            />
          </fieldset>
        ))}
      </div>
    </Panel>
  );
}

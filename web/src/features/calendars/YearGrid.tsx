/** Twelve months of one calendar. */
import { useMemo } from "react";
import { formatInstant } from "@/ui/format";
import { useNow } from "@/ui/Time";
import { useLocale } from "@/ui/words";
import { DayCell } from "./DayCell";
import { type Month, monthsOf } from "./days";
import type { CalendarYear } from "./types";

export function YearGrid({ of }: { of: Pick<CalendarYear, "days" | "time_zone"> }) {
  const months = useMemo(() => monthsOf(of.days), [of.days]);
  const today = formatInstant(new Date(useNow()).toISOString(), of.time_zone, "day");
  return (
    <div className="year">
      {months.map((month) => (
        <MonthGrid key={month.number} month={month} today={today} />
      ))}
    </div>
  );
}

/** Names of months and weekdays come from the browser: 2001 began on a Monday. */
function useName(options: Intl.DateTimeFormatOptions): (month: number, day: number) => string {
  const locale = useLocale();
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
  return (month, day) => format.format(Date.UTC(2001, month, day));
}

function MonthGrid({ month, today }: { month: Month; today: string }) {
  const monthName = useName({ month: "long" });
  const weekday = useName({ weekday: "narrow" });
  return (
    <section className="month" aria-label={monthName(month.number - 1, 1)}>
      <h3>{monthName(month.number - 1, 1)}</h3>
      <div className="month-grid">
        {Array.from({ length: 7 }, (_, at) => (
          <span key={`w${at}`} className="wd" aria-hidden>
            {weekday(0, at + 1)}
          </span>
        ))}
        {Array.from({ length: month.blanks }, (_, at) => (
          <span key={`b${at}`} />
        ))}
        {month.days.map((day) => (
          <DayCell key={day.on} day={day} today={day.on === today} />
        ))}
      </div>
    </section>
  );
}

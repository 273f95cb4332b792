/** A year as months and weeks. Pure. */
import type { CalendarDay } from "./types";

export interface Month {
  /** 1 to 12. */
  number: number;
  /** Empty places before the first day, in a week that begins on Monday. */
  blanks: number;
  days: CalendarDay[];
}

/** Days of one year in order, by month. */
export function monthsOf(days: CalendarDay[]): Month[] {
  return Array.from({ length: 12 }, (_, at) => {
    const mine = days.filter((day) => Number(day.on.slice(5, 7)) === at + 1);
    return { number: at + 1, blanks: mine[0] ? weekdayOf(mine[0].on) : 0, days: mine };
  });
}

/** 0 for Monday, 6 for Sunday. */
export const weekdayOf = (on: string): number => (new Date(`${on}T00:00:00Z`).getUTCDay() + 6) % 7;

export const isWorked = (day: CalendarDay): boolean => day.periods.length > 0;

/** How many days of a year are what. */
export function countsOf(days: CalendarDay[]): { working: number; holiday: number; makeup_workday: number } {
  const count = (fits: (day: CalendarDay) => boolean) => days.filter(fits).length;
  return {
    working: count(isWorked),
    holiday: count((day) => day.kind === "holiday"),
    makeup_workday: count((day) => day.kind === "makeup_workday"),
  };
}

/** The look of a day: colours exist for four kinds, a special day looks like what it comes to. */
export function lookOf(day: Pick<CalendarDay, "kind" | "periods">): string {
  if (day.kind === "special_day") return day.periods.length ? "makeup_workday" : "holiday";
  return day.kind === "no_hours" ? "weekend" : day.kind;
}

import { describe, expect, it } from "vitest";
import { countsOf, isWorked, lookOf, monthsOf, weekdayOf } from "@/features/calendars/days";
import type { CalendarDay, DayKind } from "@/features/calendars/types";

const hours: [string, string][] = [["09:00", "18:00"]];
const day = (on: string, kind: DayKind = "working", periods = hours): CalendarDay => ({
  on,
  kind,
  name: null,
  periods,
});

function year(number: number): CalendarDay[] {
  const days: CalendarDay[] = [];
  for (let at = Date.UTC(number, 0, 1); new Date(at).getUTCFullYear() === number; at += 86_400_000) {
    days.push(day(new Date(at).toISOString().slice(0, 10)));
  }
  return days;
}

describe("a year of months", () => {
  it("holds every day once", () => {
    const months = monthsOf(year(2026));
    expect(months.map((month) => month.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(months.flatMap((month) => month.days)).toEqual(year(2026));
  });

  it("has a 29th of February when it is a leap year", () => {
    expect(monthsOf(year(2028))[1]?.days).toHaveLength(29);
    expect(monthsOf(year(2026))[1]?.days).toHaveLength(28);
  });

  it("begins each month under its weekday, in a week that begins on Monday", () => {
    // 2026-01-01 is a Thursday, 2026-02-01 a Sunday, 2026-06-01 a Monday.
    const months = monthsOf(year(2026));
    expect([months[0]?.blanks, months[1]?.blanks, months[5]?.blanks]).toEqual([3, 6, 0]);
  });

  it("is twelve empty months when nothing is known", () => {
    expect(monthsOf([]).every((month) => month.days.length === 0 && month.blanks === 0)).toBe(true);
  });
});

describe("a weekday", () => {
  it("is counted from Monday, whatever zone this computer is in", () => {
    expect(weekdayOf("2026-03-02")).toBe(0);
    expect(weekdayOf("2026-03-08")).toBe(6);
  });
});

describe("what a day comes to", () => {
  it("is worked when it has hours, whatever it is called", () => {
    expect(isWorked(day("2026-10-10", "makeup_workday"))).toBe(true);
    expect(isWorked(day("2026-10-01", "holiday", []))).toBe(false);
  });

  it("is counted by kind, and worked days by their hours", () => {
    const days = [
      day("2026-09-30"),
      day("2026-10-01", "holiday", []),
      day("2026-10-03", "weekend", []),
      day("2026-10-10", "makeup_workday"),
      day("2026-10-12", "special_day"),
    ];
    expect(countsOf(days)).toEqual({ working: 3, holiday: 1, makeup_workday: 1 });
  });

  it("gives a special day the look of what it comes to", () => {
    expect(lookOf(day("2026-10-12", "special_day"))).toBe("makeup_workday");
    expect(lookOf(day("2026-10-12", "special_day", []))).toBe("holiday");
    expect(lookOf(day("2026-10-13", "no_hours", []))).toBe("weekend");
    expect(lookOf(day("2026-10-14", "holiday", []))).toBe("holiday");
  });
});

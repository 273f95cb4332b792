/** What the address of the calendar pages holds. Pure. */
import { type Op, ops } from "./types";

export interface CalendarSearch {
  name?: string;
  year?: number;
}

export function readCalendarSearch(raw: Record<string, unknown>): CalendarSearch {
  const year = Number(raw.year);
  return {
    ...(typeof raw.name === "string" && raw.name && { name: raw.name.slice(0, 60) }),
    ...(Number.isInteger(year) && year >= 1 && year <= 9999 && { year }),
  };
}

export interface CalculatorSearch {
  op?: Op;
  calendar?: string;
}

export function readCalculatorSearch(raw: Record<string, unknown>): CalculatorSearch {
  const op = ops.find((known) => known === raw.op);
  return {
    ...(op && { op }),
    ...(typeof raw.calendar === "string" && raw.calendar && { calendar: raw.calendar.slice(0, 60) }),
  };
}

export interface NewCalendarSearch {
  /** The calendar that is copied. */
  from?: string;
}

export function readNewCalendarSearch(raw: Record<string, unknown>): NewCalendarSearch {
  return typeof raw.from === "string" && raw.from ? { from: raw.from.slice(0, 60) } : {};
}

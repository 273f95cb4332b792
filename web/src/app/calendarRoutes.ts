/** The routes of calendars and the clock calculator. */
import { createRoute } from "@tanstack/react-router";
import { readCalculatorSearch, readCalendarSearch, readNewCalendarSearch } from "@/features/calendars/search";
import { page } from "./page";
import { root } from "./root";

export const calendars = createRoute({
  getParentRoute: () => root,
  path: "/calendars",
  validateSearch: readCalendarSearch,
  component: page(() => import("@/features/calendars/CalendarsPage"), "CalendarsPage", "calendars"),
});
export const newCalendar = createRoute({
  getParentRoute: () => root,
  path: "/calendars/new",
  validateSearch: readNewCalendarSearch,
  component: page(() => import("@/features/calendars/EditorPage"), "NewCalendarPage", "calendars"),
});
export const editCalendar = createRoute({
  getParentRoute: () => root,
  path: "/calendars/$name/edit",
  component: page(() => import("@/features/calendars/EditorPage"), "EditCalendarPage", "calendars"),
});
export const calculator = createRoute({
  getParentRoute: () => root,
  path: "/calculator",
  validateSearch: readCalculatorSearch,
  component: page(() => import("@/features/calendars/CalculatorPage"), "CalculatorPage", "calendars"),
});

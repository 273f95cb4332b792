/** The routes of calendars and the clock calculator. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { readCalculatorSearch, readCalendarSearch, readNewCalendarSearch } from "@/features/calendars/search";
import { root } from "./root";

export const calendars = createRoute({
  getParentRoute: () => root,
  path: "/calendars",
  validateSearch: readCalendarSearch,
  component: lazyRouteComponent(() => import("@/features/calendars/CalendarsPage"), "CalendarsPage"),
});
export const newCalendar = createRoute({
  getParentRoute: () => root,
  path: "/calendars/new",
  validateSearch: readNewCalendarSearch,
  component: lazyRouteComponent(() => import("@/features/calendars/EditorPage"), "NewCalendarPage"),
});
export const editCalendar = createRoute({
  getParentRoute: () => root,
  path: "/calendars/$name/edit",
  component: lazyRouteComponent(() => import("@/features/calendars/EditorPage"), "EditCalendarPage"),
});
export const calculator = createRoute({
  getParentRoute: () => root,
  path: "/calculator",
  validateSearch: readCalculatorSearch,
  component: lazyRouteComponent(() => import("@/features/calendars/CalculatorPage"), "CalculatorPage"),
});

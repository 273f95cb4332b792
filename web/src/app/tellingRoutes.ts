/** The routes of what tells: figures, notifications, the search. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { readDashboardSearch } from "@/features/performance/search";
import { readSearchSearch } from "@/features/search/search";
import { root } from "./root";

export const performance = createRoute({
  getParentRoute: () => root,
  path: "/performance",
  validateSearch: readDashboardSearch,
  component: lazyRouteComponent(() => import("@/features/performance/DashboardPage"), "DashboardPage"),
});
export const notificationPreferences = createRoute({
  getParentRoute: () => root,
  path: "/notifications/preferences",
  component: lazyRouteComponent(() => import("@/features/notifications/PreferencesPage"), "PreferencesPage"),
});
export const search = createRoute({
  getParentRoute: () => root,
  path: "/search",
  validateSearch: readSearchSearch,
  component: lazyRouteComponent(() => import("@/features/search/SearchPage"), "SearchPage"),
});

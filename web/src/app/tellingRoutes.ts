/** The routes of what tells: figures, notifications, the search, webhooks. */
import { createRoute } from "@tanstack/react-router";
import { readDashboardSearch } from "@/features/performance/search";
import { readSearchSearch } from "@/features/search/search";
import { readWebhooksSearch } from "@/features/webhooks/search";
import { page } from "./page";
import { root } from "./root";

export const performance = createRoute({
  getParentRoute: () => root,
  path: "/performance",
  validateSearch: readDashboardSearch,
  component: page(() => import("@/features/performance/DashboardPage"), "DashboardPage", "performance"),
});
export const notificationPreferences = createRoute({
  getParentRoute: () => root,
  path: "/notifications/preferences",
  component: page(() => import("@/features/notifications/PreferencesPage"), "PreferencesPage"),
});
export const webhooks = createRoute({
  getParentRoute: () => root,
  path: "/webhooks",
  validateSearch: readWebhooksSearch,
  component: page(() => import("@/features/webhooks/WebhooksPage"), "WebhooksPage", "webhooks", "audit"),
});
export const search = createRoute({
  getParentRoute: () => root,
  path: "/search",
  validateSearch: readSearchSearch,
  component: page(() => import("@/features/search/SearchPage"), "SearchPage"),
});

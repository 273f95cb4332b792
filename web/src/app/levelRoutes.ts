/** The routes of service levels. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { readVersionSearch } from "@/features/cases/levels/search";
import { root } from "./root";

export const serviceLevels = createRoute({
  getParentRoute: () => root,
  path: "/service-levels",
  component: lazyRouteComponent(() => import("@/features/cases/levels/LevelsPage"), "LevelsPage"),
});
export const oneServiceLevel = createRoute({
  getParentRoute: () => root,
  path: "/service-levels/$id",
  validateSearch: readVersionSearch,
  component: lazyRouteComponent(() => import("@/features/cases/levels/VersionPage"), "VersionPage"),
});

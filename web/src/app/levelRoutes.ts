/** The routes of service levels. */
import { createRoute } from "@tanstack/react-router";
import { readVersionSearch } from "@/features/cases/levels/search";
import { page } from "./page";
import { root } from "./root";

export const serviceLevels = createRoute({
  getParentRoute: () => root,
  path: "/service-levels",
  component: page(() => import("@/features/cases/levels/LevelsPage"), "LevelsPage", "levels"),
});
export const oneServiceLevel = createRoute({
  getParentRoute: () => root,
  path: "/service-levels/$id",
  validateSearch: readVersionSearch,
  component: page(() => import("@/features/cases/levels/VersionPage"), "VersionPage", "levels"),
});

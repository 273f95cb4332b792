/** The routes of what belongs to cases: tasks for departments, and the settings of fields and checklists. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { readTasksSearch } from "@/features/cases/tasks/search";
import { root } from "./root";

export const tasks = createRoute({
  getParentRoute: () => root,
  path: "/tasks",
  validateSearch: readTasksSearch,
  component: lazyRouteComponent(() => import("@/features/cases/tasks/TasksPage"), "TasksPage"),
});
export const oneTask = createRoute({
  getParentRoute: () => root,
  path: "/tasks/$id",
  component: lazyRouteComponent(() => import("@/features/cases/tasks/TaskPage"), "TaskPage"),
});
export const fields = createRoute({
  getParentRoute: () => root,
  path: "/settings/fields",
  component: lazyRouteComponent(() => import("@/features/cases/fields/FieldsPage"), "FieldsPage"),
});
export const checklists = createRoute({
  getParentRoute: () => root,
  path: "/settings/checklists",
  component: lazyRouteComponent(() => import("@/features/cases/checklists/ChecklistsPage"), "ChecklistsPage"),
});

/** The routes of what belongs to cases: tasks for departments, and the settings of fields and checklists. */
import { createRoute } from "@tanstack/react-router";
import { readTasksSearch } from "@/features/cases/tasks/search";
import { page } from "./page";
import { root } from "./root";

export const tasks = createRoute({
  getParentRoute: () => root,
  path: "/tasks",
  validateSearch: readTasksSearch,
  component: page(() => import("@/features/cases/tasks/TasksPage"), "TasksPage"),
});
export const oneTask = createRoute({
  getParentRoute: () => root,
  path: "/tasks/$id",
  component: page(() => import("@/features/cases/tasks/TaskPage"), "TaskPage"),
});
export const fields = createRoute({
  getParentRoute: () => root,
  path: "/settings/fields",
  component: page(() => import("@/features/cases/fields/FieldsPage"), "FieldsPage", "fields"),
});
export const checklists = createRoute({
  getParentRoute: () => root,
  path: "/settings/checklists",
  component: page(() => import("@/features/cases/checklists/ChecklistsPage"), "ChecklistsPage", "checklists"),
});

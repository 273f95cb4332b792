/** All routes of the console. Each page is its own chunk; search params are typed by the feature that reads them. */
import type { QueryClient } from "@tanstack/react-query";
import { createRoute, createRouter } from "@tanstack/react-router";
import { readJournalSearch } from "@/features/audit/search";
import { readCasesSearch } from "@/features/cases/filters";
import { askForCases } from "@/features/cases/queries";
import { readWorkbenchSearch } from "@/features/workbench/search";
import { Failure } from "@/ui/Loaded";
import { calculator, calendars, editCalendar, newCalendar } from "./calendarRoutes";
import { checklists, fields, oneTask, tasks } from "./caseRoutes";
import {
  customerChanges,
  customerNeeds,
  customers,
  oneCustomer,
  privacy,
  revealDigest,
  verificationSettings,
} from "./customerRoutes";
import { oneServiceLevel, serviceLevels } from "./levelRoutes";
import { account, organisation, roles, signInRules } from "./organisationRoutes";
import { page } from "./page";
import { root } from "./root";
import { notificationPreferences, performance, search, webhooks } from "./tellingRoutes";

// Each by itself: inside one array literal their paths would be plain strings to the compiler.
const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: page(() => import("./home/HomePage"), "HomePage"),
});
const cases = createRoute({
  getParentRoute: () => root,
  path: "/cases",
  validateSearch: readCasesSearch,
  loaderDeps: ({ search }) => ({ search }),
  loader: ({ context, deps }) => askForCases(context.queryClient, deps.search),
  component: page(() => import("./cases/CasesPlace"), "CasesPlace", "cases", "fields", "workbench"),
});
const oneCase = createRoute({
  getParentRoute: () => root,
  path: "/cases/$id",
  component: page(
    () => import("./cases/CasePlace"),
    "CasePlace",
    "cases",
    "checklists",
    "fields",
    "verification",
    "workbench",
  ),
});
const workbench = createRoute({
  getParentRoute: () => root,
  path: "/workbench",
  validateSearch: readWorkbenchSearch,
  component: page(() => import("@/features/workbench/WorkbenchPage"), "WorkbenchPage", "workbench"),
});
const products = createRoute({
  getParentRoute: () => root,
  path: "/products",
  component: page(() => import("@/features/products/ProductsPage"), "ProductsPage", "products"),
});
const imports = createRoute({
  getParentRoute: () => root,
  path: "/imports",
  component: page(() => import("@/features/imports/ImportsPage"), "ImportsPage", "imports"),
});
const oneImport = createRoute({
  getParentRoute: () => root,
  path: "/imports/$id",
  component: page(() => import("@/features/imports/ImportPage"), "ImportPage", "imports"),
});
const operations = createRoute({
  getParentRoute: () => root,
  path: "/operations",
  component: page(() => import("@/features/operations/OperationsPage"), "OperationsPage", "operations"),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  validateSearch: readJournalSearch,
  component: page(() => import("@/features/audit/AuditPage"), "AuditPage", "audit"),
});

const routeTree = root.addChildren([
  home,
  cases,
  oneCase,
  workbench,
  tasks,
  oneTask,
  fields,
  checklists,
  performance,
  customers,
  oneCustomer,
  verificationSettings,
  privacy,
  revealDigest,
  customerNeeds,
  customerChanges,
  products,
  calendars,
  newCalendar,
  editCalendar,
  serviceLevels,
  oneServiceLevel,
  calculator,
  organisation,
  roles,
  signInRules,
  account,
  imports,
  oneImport,
  notificationPreferences,
  operations,
  audit,
  search,
  webhooks,
]);

export function routerOf(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultErrorComponent: ({ error, reset }) => <Failure error={error} onRetry={reset} />,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof routerOf>;
  }
}

/** All routes of the console. Each page is its own chunk; search params are typed by the feature that reads them. */
import type { QueryClient } from "@tanstack/react-query";
import { createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { readJournalSearch } from "@/features/audit/search";
import { readCasesSearch } from "@/features/cases/filters";
import { readCustomersSearch } from "@/features/customers/search";
import { readOrganisationSearch } from "@/features/organisation/search";
import { readWorkbenchSearch } from "@/features/workbench/search";
import { Failure } from "@/ui/Loaded";
import { calculator, calendars, editCalendar, newCalendar } from "./calendarRoutes";
import { checklists, fields, oneTask, tasks } from "./caseRoutes";
import { oneServiceLevel, serviceLevels } from "./levelRoutes";
import { root } from "./root";
import { notificationPreferences, performance, search } from "./tellingRoutes";

// Each by itself: inside one array literal their paths would be plain strings to the compiler.
const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("./home/HomePage"), "HomePage"),
});
const cases = createRoute({
  getParentRoute: () => root,
  path: "/cases",
  validateSearch: readCasesSearch,
  component: lazyRouteComponent(() => import("./cases/CasesPlace"), "CasesPlace"),
});
const oneCase = createRoute({
  getParentRoute: () => root,
  path: "/cases/$id",
  component: lazyRouteComponent(() => import("./cases/CasePlace"), "CasePlace"),
});
const workbench = createRoute({
  getParentRoute: () => root,
  path: "/workbench",
  validateSearch: readWorkbenchSearch,
  component: lazyRouteComponent(() => import("@/features/workbench/WorkbenchPage"), "WorkbenchPage"),
});
const customers = createRoute({
  getParentRoute: () => root,
  path: "/customers",
  validateSearch: readCustomersSearch,
  component: lazyRouteComponent(() => import("@/features/customers/CustomersPage"), "CustomersPage"),
});
const oneCustomer = createRoute({
  getParentRoute: () => root,
  path: "/customers/$id",
  component: lazyRouteComponent(() => import("@/features/customers/CustomerPage"), "CustomerPage"),
});
const products = createRoute({
  getParentRoute: () => root,
  path: "/products",
  component: lazyRouteComponent(() => import("@/features/products/ProductsPage"), "ProductsPage"),
});
const organisation = createRoute({
  getParentRoute: () => root,
  path: "/organisation",
  validateSearch: readOrganisationSearch,
  component: lazyRouteComponent(() => import("@/features/organisation/OrganisationPage"), "OrganisationPage"),
});
const roles = createRoute({
  getParentRoute: () => root,
  path: "/roles",
  component: lazyRouteComponent(() => import("@/features/organisation/RolesPage"), "RolesPage"),
});
const imports = createRoute({
  getParentRoute: () => root,
  path: "/imports",
  component: lazyRouteComponent(() => import("@/features/imports/ImportsPage"), "ImportsPage"),
});
const oneImport = createRoute({
  getParentRoute: () => root,
  path: "/imports/$id",
  component: lazyRouteComponent(() => import("@/features/imports/ImportPage"), "ImportPage"),
});
const operations = createRoute({
  getParentRoute: () => root,
  path: "/operations",
  component: lazyRouteComponent(() => import("@/features/operations/OperationsPage"), "OperationsPage"),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  validateSearch: readJournalSearch,
  component: lazyRouteComponent(() => import("@/features/audit/AuditPage"), "AuditPage"),
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
  products,
  calendars,
  newCalendar,
  editCalendar,
  serviceLevels,
  oneServiceLevel,
  calculator,
  organisation,
  roles,
  imports,
  oneImport,
  notificationPreferences,
  operations,
  audit,
  search,
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

/** The routes of the institution: its tree and people, what they may do, how they sign in, one's own account. */
import { createRoute } from "@tanstack/react-router";
import { readOrganisationSearch } from "@/features/organisation/search";
import { page } from "./page";
import { root } from "./root";

export const organisation = createRoute({
  getParentRoute: () => root,
  path: "/organisation",
  validateSearch: readOrganisationSearch,
  component: page(
    () => import("@/features/organisation/OrganisationPage"),
    "OrganisationPage",
    "organisation",
    "account",
  ),
});
export const roles = createRoute({
  getParentRoute: () => root,
  path: "/roles",
  component: page(() => import("@/features/organisation/RolesPage"), "RolesPage", "organisation"),
});
export const signInRules = createRoute({
  getParentRoute: () => root,
  path: "/settings/sign-in",
  component: page(() => import("@/features/organisation/SignInRulesPage"), "SignInRulesPage", "organisation"),
});
export const account = createRoute({
  getParentRoute: () => root,
  path: "/account",
  component: page(
    () => import("@/features/organisation/account/AccountPage"),
    "AccountPage",
    "account",
    "organisation",
  ),
});

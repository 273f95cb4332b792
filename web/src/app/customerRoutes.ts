/** The routes of customers, their verification and their privacy. */
import { createRoute } from "@tanstack/react-router";
import { readCustomerSearch, readCustomersSearch, readFollowUpSearch } from "@/features/customers/search";
import { readPrivacySearch } from "@/features/privacy/search";
import { page } from "./page";
import { root } from "./root";

export const customers = createRoute({
  getParentRoute: () => root,
  path: "/customers",
  validateSearch: readCustomersSearch,
  component: page(() => import("@/features/customers/CustomersPage"), "CustomersPage", "customers"),
});
export const oneCustomer = createRoute({
  getParentRoute: () => root,
  path: "/customers/$id",
  validateSearch: readCustomerSearch,
  component: page(() => import("./customers/CustomerPlace"), "CustomerPlace", "customers", "privacy", "verification"),
});
export const customerNeeds = createRoute({
  getParentRoute: () => root,
  path: "/customer-needs",
  validateSearch: readFollowUpSearch,
  component: page(() => import("@/features/customers/FollowUpsPage"), "FollowUpsPage", "customers"),
});
export const verificationSettings = createRoute({
  getParentRoute: () => root,
  path: "/settings/verification",
  component: page(() => import("@/features/verification/SettingsPage"), "VerificationSettingsPage", "verification"),
});
export const privacy = createRoute({
  getParentRoute: () => root,
  path: "/privacy",
  validateSearch: readPrivacySearch,
  component: page(() => import("@/features/privacy/PrivacyPage"), "PrivacyPage", "privacy"),
});
export const revealDigest = createRoute({
  getParentRoute: () => root,
  path: "/privacy/digests/$id",
  component: page(() => import("@/features/privacy/DigestPage"), "DigestPage", "privacy"),
});
export const customerChanges = createRoute({
  getParentRoute: () => root,
  path: "/customer-changes",
  component: page(() => import("@/features/customers/ChangesPage"), "ChangesPage", "customers"),
});

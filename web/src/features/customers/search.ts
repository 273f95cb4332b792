export const customerTabs = [
  "overview",
  "profile",
  "holdings",
  "relations",
  "needs",
  "consents",
  "cases",
  "history",
] as const;
export type CustomerTab = (typeof customerTabs)[number];

export interface CustomersSearch {
  q?: string;
  /** Only those to be looked at again. */
  due?: true;
  open?: "new" | "settings";
}
export function readCustomersSearch(raw: Record<string, unknown>): CustomersSearch {
  const q = raw.q === undefined ? "" : String(raw.q).slice(0, 200);
  const open = raw.open === "new" || raw.open === "settings" ? raw.open : undefined;
  return { ...(q && { q }), ...(raw.due === true && { due: true as const }), ...(open && { open }) };
}

export interface CustomerSearch {
  tab?: CustomerTab;
}
export function readCustomerSearch(raw: Record<string, unknown>): CustomerSearch {
  const tab = customerTabs.find((one) => one === raw.tab);
  return tab ? { tab } : {};
}

export interface FollowUpSearch {
  /** Everybody's, not only mine. */
  all?: true;
  /** Only those due by today. */
  due?: true;
}
export function readFollowUpSearch(raw: Record<string, unknown>): FollowUpSearch {
  return { ...(raw.all === true && { all: true as const }), ...(raw.due === true && { due: true as const }) };
}

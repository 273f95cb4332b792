export const workbenchTabs = ["replies", "macros", "views", "recurring", "bulk", "exports"] as const;
export type WorkbenchTab = (typeof workbenchTabs)[number];

/** Reads an address leniently. */
export function readWorkbenchSearch(raw: Record<string, unknown>): { tab?: WorkbenchTab } {
  const tab = workbenchTabs.find((one) => one === raw.tab);
  return tab ? { tab } : {};
}

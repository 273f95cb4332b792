/** What the address of a version says. */
export const tabs = ["levels", "check", "trial", "replay", "diff"] as const;
export type Tab = (typeof tabs)[number];

export function readVersionSearch(search: Record<string, unknown>): { tab?: Tab } {
  const tab = tabs.find((one) => one === search.tab);
  return tab ? { tab } : {};
}

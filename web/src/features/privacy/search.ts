/** What the address of the privacy page says. */
export const tabs = ["digests", "requests", "retention"] as const;
export type PrivacyTab = (typeof tabs)[number];

export interface PrivacySearch {
  tab?: PrivacyTab;
}

export function readPrivacySearch(raw: Record<string, unknown>): PrivacySearch {
  return { tab: tabs.find((one) => one === raw.tab) };
}

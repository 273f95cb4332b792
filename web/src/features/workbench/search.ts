export const workbenchTabs = ["replies", "macros", "views", "recurring", "bulk", "exports"] as const;
export type WorkbenchTab = (typeof workbenchTabs)[number];

export interface WorkbenchSearch {
  tab?: WorkbenchTab;
  /** The bulk action whose report is open, or the export that is pointed at. */
  job?: string;
}

/** Reads an address leniently. */
export function readWorkbenchSearch(raw: Record<string, unknown>): WorkbenchSearch {
  const tab = workbenchTabs.find((one) => one === raw.tab);
  const job = typeof raw.job === "string" && /^(blk|exp)_\w{1,60}$/.test(raw.job) ? raw.job : undefined;
  return { ...(tab && { tab }), ...(job && { job }) };
}

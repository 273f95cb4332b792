/** What the address of the search page says. */
import type { SearchKind } from "@/api/types";

export const searchKinds = ["case", "entry", "attachment", "customer", "staff", "org_unit"] as const;

export interface SearchSearch {
  q?: string;
  kind?: SearchKind;
}

export function readSearchSearch(raw: Record<string, unknown>): SearchSearch {
  const q = raw.q === undefined ? "" : String(raw.q).slice(0, 100);
  const kind = searchKinds.find((one) => one === raw.kind);
  return { ...(q && { q }), ...(kind && { kind }) };
}

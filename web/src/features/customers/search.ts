export interface CustomersSearch {
  q?: string;
  open?: "new";
}
export function readCustomersSearch(raw: Record<string, unknown>): CustomersSearch {
  const q = raw.q === undefined ? "" : String(raw.q).slice(0, 200);
  return { ...(q && { q }), ...(raw.open === "new" && { open: "new" as const }) };
}

import { roleCodes } from "./queries";

export interface OrganisationSearch {
  q?: string;
  unit_id?: string;
  role?: (typeof roleCodes)[number];
}
export function readOrganisationSearch(raw: Record<string, unknown>): OrganisationSearch {
  const text = (value: unknown) => (value === undefined || value === "" ? undefined : String(value).slice(0, 200));
  const search = { q: text(raw.q), unit_id: text(raw.unit_id), role: roleCodes.find((role) => role === raw.role) };
  return Object.fromEntries(Object.entries(search).filter(([, v]) => v !== undefined)) as OrganisationSearch;
}

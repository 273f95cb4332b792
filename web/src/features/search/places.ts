/** Where a hit leads, and what was opened lately. */
import type { SearchHit } from "@/api/types";
import { plainText } from "@/ui/Marked";

export type Destination =
  | { to: "/cases/$id" | "/customers/$id"; params: { id: string } }
  | { to: "/organisation"; search: { q?: string; unit_id?: string } };

export function destinationOf(hit: SearchHit): Destination {
  if (hit.kind === "customer") return { to: "/customers/$id", params: { id: hit.id } };
  if (hit.kind === "org_unit") return { to: "/organisation", search: { unit_id: hit.id } };
  if (hit.kind === "staff") return { to: "/organisation", search: { q: hit.number ?? plainText(hit.title) } };
  return { to: "/cases/$id", params: { id: hit.case_id ?? hit.id } };
}

/** One thing for each place: a case once, however many of its notes were found. */
export const keyOf = (hit: SearchHit) => `${hit.kind}:${hit.id}`;

const recentMax = 6;
const place = (person: string) => `lingke.recent.${person}`;

/** What this person opened lately. Kept while the tab is open: it may name customers, and others use this machine. */
export function recentOf(person: string): SearchHit[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(place(person)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((hit) => typeof hit?.id === "string" && Array.isArray(hit.title)) : [];
  } catch {
    return [];
  }
}

export function remember(person: string, hit: SearchHit): void {
  const title = [{ text: plainText(hit.title), hit: false }];
  const plain: SearchHit = { ...hit, title, snippet: undefined, matched: undefined };
  const rest = recentOf(person).filter((other) => keyOf(other) !== keyOf(hit));
  try {
    sessionStorage.setItem(place(person), JSON.stringify([plain, ...rest].slice(0, recentMax)));
  } catch {
    // A browser without storage still works; it only forgets.
  }
}

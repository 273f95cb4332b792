/** What others wrote since one began to write. Pure. */
import type { TimelineEntry } from "@/api/types";

const messages = ["customer_message_recorded", "case_replied", "case_noted", "case_resolved"];

export function newerThan(events: TimelineEntry[], seen: string | undefined, me: string): TimelineEntry[] {
  if (!seen) return [];
  const after = Date.parse(seen);
  return events.filter(
    (one) => messages.includes(one.type) && one.text && one.actor?.id !== me && isLater(one.at, seen, after),
  );
}

/** Instants have microseconds; `Date` has not. */
function isLater(at: string, seen: string, after: number): boolean {
  const own = Date.parse(at);
  return own === after ? at > seen : own > after;
}

export const lastAt = (events: TimelineEntry[]): string | undefined => events.at(-1)?.at;

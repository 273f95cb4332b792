/** Notifications by day, as the institution counts days. Pure. */
import type { Notification } from "@/api/types";
import { formatInstant } from "@/ui/format";

export interface Day {
  /** `2026-03-01`. */
  on: string;
  /** Which word stands for it, if one does. */
  word?: "today" | "yesterday";
  items: Notification[];
}

const dayMs = 86_400_000;

/** The same list, cut where the day changes; its order stays. */
export function byDay(items: Notification[], zone: string | undefined, now: number): Day[] {
  const today = formatInstant(new Date(now).toISOString(), zone, "day");
  const yesterday = formatInstant(new Date(now - dayMs).toISOString(), zone, "day");
  const days: Day[] = [];
  for (const item of items) {
    const on = formatInstant(item.at, zone, "day");
    const last = days.at(-1);
    if (last?.on === on) last.items.push(item);
    else days.push({ on, word: on === today ? "today" : on === yesterday ? "yesterday" : undefined, items: [item] });
  }
  return days;
}

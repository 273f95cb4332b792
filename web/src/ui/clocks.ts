/** What a clock chip says: level by share of the target, and which words. Pure. */
import type { ClockLevel, ClockState } from "@/api/types";

/** green below 50 %, yellow from 50, orange from 75, red from 99 % of the target or once late. */
export function levelOf(share: number): ClockLevel {
  if (share >= 0.99) return "red";
  if (share >= 0.75) return "orange";
  return share >= 0.5 ? "yellow" : "green";
}

export interface ChipWords {
  key: "left" | "over" | "paused" | "met" | "met_late" | "cancelled" | "no_due";
  /** The length the words speak of, where they speak of one. */
  seconds?: number;
}

/**
 * The words of a chip: working time, as the receipt counts it. Only where the server did not count it
 * do the words count on the wall.
 */
export function chipWords(
  clock: { state: ClockState; due_at?: string | null; remaining_seconds?: number },
  now: number,
): ChipWords {
  const remaining = clock.remaining_seconds;
  if (clock.state === "cancelled") return { key: "cancelled" };
  if (clock.state === "met") return { key: remaining !== undefined && remaining < 0 ? "met_late" : "met" };
  if (clock.state === "paused") return { key: "paused", seconds: remaining };
  if (!clock.due_at) {
    return clock.state === "breached" ? { key: "over", seconds: Math.abs(remaining ?? 0) } : { key: "no_due" };
  }
  const wall = (new Date(clock.due_at).getTime() - now) / 1000;
  const seconds = Math.abs(remaining ?? wall);
  return { key: clock.state === "breached" || wall < 0 ? "over" : "left", seconds };
}

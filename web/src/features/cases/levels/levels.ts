/** What the editor does to a list of levels, and what it says of them. Pure. */
import type { ClockRule, Level, ReplayCell, ReplayTally, Step } from "./types";

/** The list with the level at `from` moved to `to`. */
export function moved<T>(list: T[], from: number, to: number): T[] {
  if (to < 0 || to >= list.length || from === to) return list;
  const next = [...list];
  const [one] = next.splice(from, 1);
  next.splice(to, 0, one as T);
  return next;
}

/** A level to begin with: an answer in four hours, done in two working days. */
export function newLevel(name: string): Level {
  return {
    name,
    kinds: [],
    priorities: [],
    classes: [],
    unit_ids: [],
    clocks: [newClock("first_response"), newClock("resolution")],
    chain: [{ at_percent: 100, clocks: [], tell: [{ who: "unit_manager" }] }],
    examples: [],
  };
}

export function newClock(kind: ClockRule["kind"]): ClockRule {
  const hours = { first_response: 4, next_response: 4, update: 22.5, resolution: 15, task: 7.5 }[kind];
  const pauses: ClockRule["pauses"] = kind === "resolution" ? ["waiting_customer"] : [];
  return { kind, target_seconds: hours * 3600, calendar: "cn", pauses, warn_percents: [75] };
}

export function newStep(chain: Step[]): Step {
  const last = Math.max(100, ...chain.map((step) => step.at_percent + 50));
  return { at_percent: chain.length ? last : 100, clocks: [], tell: [{ who: "upper_manager" }] };
}

/** `75, 90` as shares; what is no number is left out. */
export function sharesOf(text: string): number[] {
  return text
    .split(/[,，、\s]+/)
    .map((part) => Number.parseInt(part, 10))
    .filter((share) => Number.isFinite(share));
}

export type Change = "added" | "removed" | "changed" | "moved" | "same";
export interface Difference {
  change: Change;
  /** Line in the draft, from 1; none when removed. */
  line?: number;
  /** Line in the version it is held against; none when added. */
  before?: number;
  level: Level;
  old?: Level;
  /** Which parts differ. */
  parts: (keyof Level)[];
}

const parts = ["kinds", "priorities", "classes", "unit_ids", "clocks", "chain", "examples"] as const;
const same = (a: unknown, b: unknown) => JSON.stringify(a ?? []) === JSON.stringify(b ?? []);

/** How a list of levels differs from another; levels are the same by their name. */
export function differences(levels: Level[], against: Level[]): Difference[] {
  const found: Difference[] = levels.map((level, n) => {
    const m = against.findIndex((other) => other.name === level.name);
    const old = against[m];
    if (!old) return { change: "added", line: n + 1, level, parts: [] };
    const differing = parts.filter((part) => !same(level[part], old[part]));
    const rank = (list: Level[], others: Level[]) =>
      list.filter((one) => others.some((other) => other.name === one.name)).findIndex((one) => one.name === level.name);
    const at = rank(levels, against) !== rank(against, levels);
    const change: Change = differing.length ? "changed" : at ? "moved" : "same";
    return { change, line: n + 1, before: m + 1, level, old, parts: differing };
  });
  const gone = against
    .map((level, m): Difference => ({ change: "removed", before: m + 1, level, parts: [] }))
    .filter(({ level }) => !levels.some((other) => other.name === level.name));
  return [...found, ...gone];
}

const zero: ReplayTally = { clocks: 0, breached: 0, would_clocks: 0, would_breach: 0, added: 0, spared: 0 };

/** Sums of a replay's cells by whatever `key` says, in the order in which keys first come. */
export function summed(cells: ReplayCell[], key: (cell: ReplayCell) => string): [string, ReplayTally][] {
  const sums = new Map<string, ReplayTally>();
  for (const cell of cells) {
    const sum = sums.get(key(cell)) ?? zero;
    sums.set(key(cell), {
      clocks: sum.clocks + cell.clocks,
      breached: sum.breached + cell.breached,
      would_clocks: sum.would_clocks + cell.would_clocks,
      would_breach: sum.would_breach + cell.would_breach,
      added: sum.added + cell.added,
      spared: sum.spared + cell.spared,
    });
  }
  return [...sums];
}

/** A share in percent with one digit; none of nothing. */
export function shareOf(part: number, whole: number): string {
  return whole ? `${((part / whole) * 100).toFixed(1)}%` : "—";
}

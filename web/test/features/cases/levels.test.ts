import { describe, expect, it } from "vitest";
import {
  differences,
  moved,
  newClock,
  newLevel,
  newStep,
  shareOf,
  sharesOf,
  summed,
} from "@/features/cases/levels/levels";
import { readVersionSearch } from "@/features/cases/levels/search";
import type { Level, ReplayCell } from "@/features/cases/levels/types";

const level = (name: string, change: Partial<Level> = {}): Level => ({ ...newLevel(name), ...change });

describe("the order of levels", () => {
  it("moves one and leaves the others in their order", () => {
    expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
    expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
  });
  it("moves nothing beyond the ends", () => {
    const list = ["a", "b"];
    expect(moved(list, 0, -1)).toBe(list);
    expect(moved(list, 1, 2)).toBe(list);
  });
});

describe("what differs", () => {
  it("tells added, removed, changed and moved levels apart", () => {
    const before = [level("a"), level("b"), level("c"), level("d")];
    const after = [level("b"), level("a"), level("new"), level("c", { priorities: ["urgent"] })];
    const found = differences(after, before).map((one) => [one.level.name, one.change]);
    expect(found).toEqual([
      ["b", "moved"],
      ["a", "moved"],
      ["new", "added"],
      ["c", "changed"],
      ["d", "removed"],
    ]);
  });
  it("says which parts changed", () => {
    const [one] = differences([level("a", { clocks: [newClock("update")] })], [level("a")]);
    expect(one?.parts).toEqual(["clocks"]);
  });
  it("takes an absent condition for an empty one", () => {
    const { kinds: _, ...bare } = level("a");
    expect(differences([bare as Level], [level("a")])[0]?.change).toBe("same");
  });
});

describe("shares", () => {
  it("are read however they are parted", () => {
    expect(sharesOf("50, 75，90 x")).toEqual([50, 75, 90]);
    expect(sharesOf("")).toEqual([]);
  });
  it("of nothing are nothing", () => {
    expect([shareOf(1, 4), shareOf(0, 0)]).toEqual(["25.0%", "—"]);
  });
  it("of a new step come after those there are", () => {
    const first = newStep([]);
    expect(first.at_percent).toBe(100);
    expect(newStep([first]).at_percent).toBe(150);
  });
});

it("sums a replay's cells by any key", () => {
  const cell = (unit_id: string, month: string, breached: number): ReplayCell => ({
    unit_id,
    clock: "resolution",
    month,
    clocks: 2,
    breached,
    would_clocks: 2,
    would_breach: 1,
    added: 1,
    spared: breached,
  });
  const cells = [cell("u", "2026-08", 1), cell("u", "2026-09", 2), cell("v", "2026-09", 0)];
  expect(summed(cells, (one) => one.unit_id).map(([key, sum]) => [key, sum.breached, sum.clocks])).toEqual([
    ["u", 3, 4],
    ["v", 0, 2],
  ]);
});

it("opens the tab that the address names, and none that there is not", () => {
  expect(readVersionSearch({ tab: "replay" })).toEqual({ tab: "replay" });
  expect(readVersionSearch({ tab: "elsewhere" })).toEqual({});
});

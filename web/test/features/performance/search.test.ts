import { describe, expect, it } from "vitest";
import {
  changeOf,
  daysOf,
  filtersOf,
  memberFilter,
  queryOf,
  readDashboardSearch,
  rowsBehind,
  shareOf,
} from "@/features/performance/search";

describe("the days of a range", () => {
  const of = (range: string, today = "2026-09-17") => daysOf(readDashboardSearch({ range }), today);
  it("are those people mean", () => {
    expect(of("today")).toEqual({ from: "2026-09-17", to: "2026-09-17" });
    expect(of("week")).toEqual({ from: "2026-09-11", to: "2026-09-17" });
    expect(of("month")).toEqual({ from: "2026-09-01", to: "2026-09-17" });
    expect(of("quarter")).toEqual({ from: "2026-07-01", to: "2026-09-17" });
    expect(of("quarter", "2026-12-31")).toEqual({ from: "2026-10-01", to: "2026-12-31" });
    expect(of("year", "2028-02-29")).toEqual({ from: "2027-03-02", to: "2028-02-29" });
  });
  it("stand in their order, and are a week where they are missing", () => {
    const custom = { range: "custom", from: "2026-03-31", to: "2026-03-01" };
    expect(daysOf(readDashboardSearch(custom), "2026-09-17")).toEqual({ from: "2026-03-01", to: "2026-03-31" });
    expect(of("custom")).toEqual(of("week"));
  });
});

describe("an address", () => {
  it("leaves out what it does not know", () => {
    expect(readDashboardSearch({ range: "decade", by: "weather", from: "x", kind: "complaint" })).toEqual({
      kind: "complaint",
    });
  });
  it("becomes the query of its days", () => {
    const query = queryOf({ range: "today", by: "kind", compare: "year" }, "2026-09-17");
    expect(query).toEqual({ from: "2026-09-17", to: "2026-09-17", by: "kind", compare: "year" });
  });
});

describe("the rows behind a figure", () => {
  it("have its filters, its period and an order that fits", () => {
    const filters = { ...filtersOf({ kind: "complaint", staff_id: "stf_1" }), ...memberFilter("unit", "unt_1") };
    expect(rowsBehind("resolved", { from: "2026-09-01", to: "2026-09-30" }, filters)).toEqual({
      tab: "all",
      figure: "resolved",
      figure_from: "2026-09-01",
      figure_to: "2026-09-30",
      kind: "complaint",
      assignee_id: "stf_1",
      unit_id: "unt_1",
      sort: "resolved",
    });
    expect(filtersOf({ unit_id: "unt_2" }), "a unit with all below it").toEqual({ below_unit_id: "unt_2" });
    expect(rowsBehind("open", undefined, {})).toEqual({ tab: "all", figure: "open", sort: "newest" });
  });
});

describe("a share and a change", () => {
  it("are absent where there is nothing to divide by", () => {
    expect(shareOf({ met: 0, breached: 0 })).toBeUndefined();
    expect(shareOf({ met: 3, breached: 1 })).toBe(0.75);
    expect(changeOf(3, 0)).toBeUndefined();
    expect(changeOf(null, 4)).toBeUndefined();
    expect(changeOf(3, 4)).toBe(-0.25);
  });
});

import { describe, expect, it } from "vitest";
import type { CaseField } from "@/api/types";
import { moved } from "@/features/cases/checklists/order";
import { differing } from "@/features/cases/fields/FieldHistory";
import {
  changed,
  decimalsOf,
  filled,
  isOf,
  majorOf,
  minorOf,
  readFilter,
  writeFilter,
} from "@/features/cases/fields/values";
import { dueOf, readTasksSearch } from "@/features/cases/tasks/search";

describe("values of own fields", () => {
  it("sends what changed, and null for what was emptied", () => {
    const before = { note: "a", tags: ["x"], seen: false };
    expect(changed(before, { note: " ", tags: ["x"], seen: true, more: undefined })).toEqual({
      note: null,
      seen: true,
    });
  });
  it("opens a case with what was filled only", () => {
    expect(filled({ a: "", b: [], c: null, d: 0, e: false })).toEqual({ d: 0, e: false });
    expect(filled({ a: " " })).toBeUndefined();
  });
  it("counts money in the smallest unit of its currency", () => {
    expect([decimalsOf("CNY"), decimalsOf("JPY"), decimalsOf("not one")]).toEqual([2, 0, 2]);
    expect(minorOf(1234.56, "CNY")).toBe(123456);
    expect(majorOf(500, "JPY")).toBe(500);
  });
  it("reads a filter leniently and writes nothing for nothing", () => {
    expect(readFilter('{"branch":"BJ01","amount":5,"bad":{"a":1}}')).toEqual({ branch: "BJ01", amount: "5" });
    expect([readFilter("x"), readFilter("[]"), readFilter(undefined)]).toEqual([{}, {}, {}]);
    expect(writeFilter({ branch: undefined, other: "" })).toBeUndefined();
  });
  it("belongs to its kinds, and without kinds to all", () => {
    const field = { active: true, kinds: ["complaint"] } as unknown as CaseField;
    expect([isOf(field, "complaint"), isOf(field, "technical"), isOf({ ...field, kinds: [] }, "technical")]).toEqual([
      true,
      false,
      true,
    ]);
  });
  it("says which parts of a field changed", () => {
    expect(differing({ name: "甲", active: true }, { name: "乙", active: true })).toEqual(["name"]);
    expect(differing(undefined, { name: "乙" })).toEqual([]);
  });
});

describe("an order", () => {
  it("moves one up or down and stops at the ends", () => {
    expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
    expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
    expect(moved(["a"], 5, 1)).toEqual(["a"]);
  });
});

describe("by when a task is due", () => {
  it("is working time or a moment on the institution's wall", () => {
    expect(dueOf({ way: "hours", hours: 1.5 }, undefined)).toEqual({ working_seconds: 5400 });
    const moment = dueOf({ way: "moment", moment: "2026-03-01 17:00" }, "Asia/Shanghai");
    expect(moment).toEqual({ at: "2026-03-01T09:00:00.000Z" });
  });
  it("is nothing while it is not whole", () => {
    expect(dueOf({ way: "hours", hours: null }, undefined)).toBeUndefined();
    expect(dueOf({ way: "moment" }, "Asia/Shanghai")).toBeUndefined();
  });
  it("an address it does not know opens the list", () => {
    expect(readTasksSearch({ standing: "moon", mine: "true" })).toEqual({ mine: true });
  });
});

import { describe, expect, it } from "vitest";
import {
  draftOf,
  editingOf,
  emptyDraft,
  endsNextDay,
  nextId,
  placesIn,
  shownIn,
  wrongOf,
} from "@/features/calendars/editor/editing";
import { readPasted, withPasted } from "@/features/calendars/editor/pasted";
import type { CalendarDraft } from "@/features/calendars/types";

const draft: CalendarDraft = {
  title: "西安分行",
  title_en: "Xi'an branch",
  time_zone: "Asia/Shanghai",
  weekly: { mon: [["09:00", "12:00"]], fri: [["22:00", "02:00"]] },
  holidays: [{ on: "2027-01-01", name: "元旦" }, { on: "12-26" }],
  special_days: [{ on: "2027-01-03", name: "元旦", periods: [["09:00", "18:00"]] }],
  known_years: { first: 2026, last: 2027 },
};

describe("a calendar in the editor", () => {
  it("goes to the server as it came", () => {
    const sent = draftOf(editingOf(draft, "xian"));
    expect(sent).toEqual({ ...draft, weekly: { ...sent.weekly, ...draft.weekly } });
    expect(Object.values(sent.weekly ?? {}).filter((periods) => periods?.length)).toHaveLength(2);
  });

  it("begins closed and without a limit", () => {
    const sent = draftOf(editingOf(emptyDraft("UTC")));
    expect(sent.known_years).toBeUndefined();
    expect(sent.holidays).toEqual([]);
  });

  it("takes one known year alone as that year", () => {
    expect(draftOf({ ...editingOf(draft), first: null, last: 2028 }).known_years).toEqual({ first: 2028, last: 2028 });
  });

  it("marks a close on the next day, not one that is still being typed", () => {
    expect(endsNextDay(["22:00", "02:00"])).toBe(true);
    expect(endsNextDay(["00:00", "24:00"])).toBe(false);
    expect(endsNextDay(["09:00", "0"])).toBe(false);
  });

  it("shows the days of a year, what comes every year, what is being typed and what is wrong", () => {
    expect(["2027-01-01", "12-26", "2028-", "2028-01-01"].map((on) => shownIn(on, 2027))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    const rows = editingOf(draft).holidays;
    expect(placesIn(rows, 2026, "holidays", new Map())).toEqual([1]);
    const wrong = wrongOf([{ field: "calendar.holidays[0].on", code: "duplicate", message: "" }]);
    expect(wrong.has("holidays[0].on")).toBe(true);
    expect(placesIn(rows, 2026, "holidays", wrong)).toEqual([0, 1]);
    expect([nextId(rows), nextId([])]).toEqual([2, 0]);
  });
});

describe("pasted holidays", () => {
  it("are read in the forms that people write", () => {
    const read = readPasted("2027-01-01 元旦\n\n2027/2/5，春节\r\n2027年2月6日 春节\n12-25 Christmas Day\n02-29");
    expect(read.faults).toEqual([]);
    expect(read.days).toEqual([
      { on: "2027-01-01", name: "元旦" },
      { on: "2027-02-05", name: "春节" },
      { on: "2027-02-06", name: "春节" },
      { on: "12-25", name: "Christmas Day" },
      { on: "02-29", name: "" },
    ]);
  });

  it("are refused line by line", () => {
    const text = `元旦 2027-01-01\n2027-02-30 x\n2027-01-01\n2027-1-1 again\n2027-01-02 ${"长".repeat(61)}\n2027-01-011 x`;
    expect(readPasted(text).faults).toEqual([
      { line: 1, why: "not_a_date" },
      { line: 2, why: "not_a_date" },
      { line: 4, why: "duplicate" },
      { line: 5, why: "too_long" },
      { line: 6, why: "not_a_date" },
    ]);
    const many = readPasted(Array.from({ length: 10_000 }, () => "x").join("\n"));
    expect(many.faults).toHaveLength(401);
    expect(many.faults.at(-1)).toEqual({ line: 401, why: "too_many" });
  });

  it("rename what is there and come in order", () => {
    const rows = editingOf(draft).holidays;
    const joined = withPasted(rows, [
      { on: "2026-05-01", name: "劳动节" },
      { on: "2027-01-01", name: "New Year" },
    ]);
    expect(joined.map(({ on, name }) => [on, name])).toEqual([
      ["12-26", ""],
      ["2026-05-01", "劳动节"],
      ["2027-01-01", "New Year"],
    ]);
    expect(new Set(joined.map((row) => row.id)).size).toBe(3);
  });
});

import { describe, expect, it } from "vitest";
import { custom, type Draft, durationOf, type EventRow, emptyDraft, requestOf } from "@/features/calendars/request";
import { ops } from "@/features/calendars/types";

const draft = (changed: Partial<Draft> = {}): Draft => ({ ...emptyDraft("cn_bank", "2026-02-03"), ...changed });
const step = (changed: Partial<EventRow>): EventRow => ({
  id: 1,
  kind: "start",
  at: "2026-02-03T09:00:00",
  length: { hours: 8, minutes: 0 },
  reason: "",
  ...changed,
});

describe("the calculator's request", () => {
  it("can be asked at once, for every question", () => {
    for (const op of ops) expect(requestOf(op, draft())).toHaveProperty("request.op", op);
  });

  it("asks when a length of working time will have passed", () => {
    expect(requestOf("add", draft({ length: { hours: 1, minutes: 30 } }))).toEqual({
      request: { op: "add", calendar: "cn_bank", from: "2026-02-03T09:00:00", duration: "PT1H30M" },
    });
  });

  it("asks how much lies between two moments", () => {
    expect(requestOf("between", draft())).toEqual({
      request: { op: "between", calendar: "cn_bank", from: "2026-02-03T09:00:00", to: "2026-02-03T18:00:00" },
    });
  });

  it("asks for the last day", () => {
    expect(requestOf("add_days", draft({ basis: "working", roll: "none", days: 5 }))).toEqual({
      request: { op: "add_days", calendar: "cn_bank", from: "2026-02-03", days: 5, basis: "working", roll: "none" },
    });
  });

  it("gives a length only to an extension and a reason only to what may have one", () => {
    const events = [
      step({ reason: "not sent" }),
      step({ kind: "pause", reason: " 等待客户 " }),
      step({ kind: "resume" }),
      step({ kind: "extend", length: { hours: 2, minutes: 0 }, reason: "  " }),
    ];
    const asked = requestOf("clock", draft({ events, now: "2026-02-04T10:00:00" }));
    const at = "2026-02-03T09:00:00";
    expect(asked).toEqual({
      request: {
        op: "clock",
        calendar: "cn_bank",
        target: "PT8H",
        events: [
          { at, kind: "start" },
          { at, kind: "pause", reason: "等待客户" },
          { at, kind: "resume" },
          { at, kind: "extend", duration: "PT2H" },
        ],
        now: "2026-02-04T10:00:00",
      },
    });
  });

  it("is read now when no moment is given", () => {
    const asked = requestOf("clock", draft());
    expect("request" in asked && "now" in asked.request).toBe(false);
  });

  it("names the first thing it lacks", () => {
    expect(requestOf("add", draft({ calendar: "" }))).toEqual({ gap: "calendar" });
    expect(requestOf("add", draft({ from: undefined }))).toEqual({ gap: "from" });
    expect(requestOf("between", draft({ from: undefined, to: undefined }))).toEqual({ gap: "from" });
    expect(requestOf("between", draft({ to: undefined }))).toEqual({ gap: "to" });
    expect(requestOf("add_days", draft({ day: undefined }))).toEqual({ gap: "day" });
    expect(requestOf("clock", draft({ events: [] }))).toEqual({ gap: "events" });
    expect(requestOf("clock", draft({ events: [step({}), step({ at: undefined })] }))).toEqual({ gap: "event_at" });
  });
});

describe("a calendar written out", () => {
  it("goes along as an object", () => {
    const asked = requestOf("between", draft({ calendar: custom, written: '{"time_zone":"UTC"}' }));
    expect(asked).toHaveProperty("request.calendar", { time_zone: "UTC" });
  });

  it("begins with an example that can be asked", () => {
    expect(requestOf("add", draft({ calendar: custom }))).toHaveProperty("request.calendar.time_zone", "Asia/Shanghai");
  });

  it("must be one JSON object", () => {
    for (const written of ["", "{", "[]", "null", '"cn_bank"', "3"]) {
      expect(requestOf("add", draft({ calendar: custom, written }))).toEqual({ gap: "written" });
    }
  });
});

describe("a length in ISO 8601", () => {
  it("leaves out minutes that are none, but always says its hours", () => {
    expect(durationOf({ hours: 8, minutes: 0 })).toBe("PT8H");
    expect(durationOf({ hours: 0, minutes: 45 })).toBe("PT0H45M");
    expect(durationOf({ hours: 0, minutes: 0 })).toBe("PT0H");
  });
});

import { describe, expect, it } from "vitest";
import type { Case, TimelineEntry } from "@/api/types";
import { flowOf, type Step } from "@/features/cases/flow";

const now = "2026-09-14T04:00:00Z";
const lin = { id: "stf_lin", name: "林芳" };
const chen = { id: "stf_chen", name: "陈强" };

const clock = (kind: string, due_at: string | null, more: object = {}) => ({
  kind,
  due_at,
  cycle: 1,
  running: true,
  state: "running",
  ...more,
});
const clocks = [clock("first_response", "2026-09-14T05:00:00Z"), clock("resolution", "2026-09-16T09:00:00Z")];

const a = (change: object = {}): Case =>
  ({
    id: "cas_1",
    status: "new",
    assignee: null,
    created_at: "2026-09-14T01:00:00Z",
    resolved_at: null,
    closed_at: null,
    reopen_count: 0,
    merged_into_id: null,
    tasks: null,
    clocks,
    relations: { children: [], merged_into: null },
    ...change,
  }) as unknown as Case;

let hour = 1;
const event = (type: string, actor: typeof lin | null = lin, details: object = {}, case_id = "cas_1") => {
  const at = `2026-09-14T01:${String(hour++).padStart(2, "0")}:00Z`;
  return { id: at, at, type, actor, details, people: [], case_id } as unknown as TimelineEntry;
};
const opened = event("case_opened", null);
const taken = event("case_assigned", lin, { staff_id: lin.id });
const replied = event("case_replied");
const ended = event("case_resolved");
const mine = { status: "assigned", assignee: lin };

const keys = (steps: Step[]) => steps.map((step) => `${step.key}:${step.state}`);
const step = (steps: Step[], key: string) => steps.find((one) => one.key === key);

describe("the steps of a case", () => {
  it("begin with who received it and end with what is expected, by when", () => {
    const steps = flowOf(a(), [opened], now);
    expect(keys(steps)).toEqual([
      "received:done",
      "assigned:now",
      "answered:future",
      "resolved:future",
      "closed:future",
    ]);
    expect(steps[0]).toMatchObject({ at: "2026-09-14T01:00:00Z", who: null });
    expect(step(steps, "answered")).toMatchObject({ due: "2026-09-14T05:00:00Z", late: false });
    expect(step(steps, "resolved")).toMatchObject({ due: "2026-09-16T09:00:00Z", late: false });
    expect(step(steps, "closed")?.due).toBeUndefined();
  });

  it("say who works on it now and since when, also after it went on to another", () => {
    const passed = event("case_transferred", lin, { staff_id: chen.id });
    const steps = flowOf(a({ ...mine, assignee: chen }), [opened, taken, passed], now);
    expect(step(steps, "assigned")).toMatchObject({ state: "done", who: "陈强", at: passed.at });
    expect(step(steps, "answered")?.state).toBe("now");
  });

  it("say when a limit has passed, and when it stands still", () => {
    const late = [clock("first_response", "2026-09-14T03:00:00Z"), clock("resolution", null, { state: "paused" })];
    const steps = flowOf(a({ ...mine, clocks: late }), [opened, taken], now);
    expect(step(steps, "answered")).toMatchObject({ state: "now", late: true });
    expect(step(steps, "resolved")).toEqual({ key: "resolved", state: "future", stands: true });
  });

  it("stand at the customer while we wait for them, and at the department while it has the ball", () => {
    const waits = event("case_waiting");
    const customer = flowOf(a({ ...mine, status: "waiting_customer" }), [opened, taken, replied, waits], now);
    expect(keys(customer).slice(2)).toEqual([
      "answered:done",
      "waiting_customer:now",
      "resolved:future",
      "closed:future",
    ]);
    expect(step(customer, "waiting_customer")?.at).toBe(waits.at);
    const tasks = { open: 1, waits_for: { id: "u", name: "信用卡部" }, due_at: "2026-09-14T03:30:00Z" };
    const department = flowOf(a({ ...mine, tasks }), [opened, taken], now);
    expect(keys(department).slice(1, 4)).toEqual(["assigned:done", "waiting_department:now", "answered:future"]);
    expect(step(department, "waiting_department")).toMatchObject({ name: "信用卡部", late: true });
  });

  it("wait for the parts of a parent that are still open", () => {
    const children = [{ status: "assigned" }, { status: "closed" }];
    const steps = flowOf(a({ ...mine, relations: { children } }), [opened, taken, replied], now);
    expect(step(steps, "resolved")).toMatchObject({ state: "now", count: 1 });
  });

  it("pass over the first answer when the outcome was the answer", () => {
    const steps = flowOf(a({ ...mine, status: "resolved", resolved_at: ended.at }), [opened, taken, ended], now);
    expect(keys(steps).slice(2)).toEqual(["answered:skipped", "resolved:done", "closed:now"]);
    expect(step(steps, "resolved")).toMatchObject({ who: "林芳", at: ended.at });
  });

  it("begin again when a case is reopened, with the limit of this time", () => {
    const again = event("case_reopened", chen, { count: 1 });
    const twice = [
      clock("resolution", "2026-09-12T00:00:00Z", { running: false }),
      clock("resolution", "2026-09-18T00:00:00Z", { cycle: 2 }),
    ];
    const it = a({ ...mine, reopen_count: 1, clocks: twice });
    const steps = flowOf(it, [opened, taken, ended, again], now);
    expect(keys(steps).slice(2)).toEqual(["answered:skipped", "reopened:done", "resolved:now", "closed:future"]);
    expect(step(steps, "reopened")).toMatchObject({ who: "陈强", count: 1 });
    expect(step(steps, "resolved")?.due).toBe("2026-09-18T00:00:00Z");
  });

  it("end in the case that took this one in, and expect nothing here", () => {
    const merged = event("case_merged", chen);
    const relations = { children: [], merged_into: { number: "26-0000-0002" } };
    const it = a({ ...mine, status: "closed", merged_into_id: "cas_2", relations });
    const steps = flowOf(it, [opened, taken, merged], now);
    expect(keys(steps)).toEqual(["received:done", "assigned:done", "merged:now"]);
    expect(step(steps, "merged")).toMatchObject({ name: "26-0000-0002", who: "陈强" });
  });

  it("are not those of the cases it took in", () => {
    const theirs = [event("case_opened", chen, {}, "cas_9"), event("case_replied", chen, {}, "cas_9")];
    expect(step(flowOf(a(mine), [...theirs, opened, taken], now), "answered")?.state).toBe("now");
    expect(flowOf(a(mine), [...theirs, opened, taken], now)[0]?.who).toBeNull();
  });

  it("stand at the end of a closed case", () => {
    const closed = event("case_closed", chen);
    const it = a({ ...mine, status: "closed", resolved_at: ended.at, closed_at: closed.at });
    const steps = flowOf(it, [opened, taken, replied, ended, closed], now);
    expect(steps.at(-1)).toMatchObject({ key: "closed", state: "now", who: "陈强", at: closed.at });
    expect(steps.filter((one) => one.state === "now")).toHaveLength(1);
  });

  it("tell what the case itself knows when its history is not read yet", () => {
    const steps = flowOf(a({ status: "closed", resolved_at: ended.at, closed_at: now }), [], now);
    expect(keys(steps)).toEqual([
      "received:done",
      "assigned:skipped",
      "answered:skipped",
      "resolved:done",
      "closed:now",
    ]);
  });
});

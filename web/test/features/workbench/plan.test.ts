import { describe, expect, it } from "vitest";
import type { Action, CaseViewKept } from "@/api/types";
import { all, blank, ready, withRest } from "@/features/workbench/actions";
import { cronOf, plainOf } from "@/features/workbench/plan";
import { inOrder } from "@/features/workbench/queries";

describe("plans in plain words", () => {
  it("come back from what cron writes", () => {
    const every = ["0 9 * * *", "30 8 * * 1-5", "0 14 * * 5", "15 10 28 * *", "0 18 L * *"];
    expect(every.map((cron) => cronOf(plainOf(cron)))).toEqual(every);
    expect(every.map((cron) => plainOf(cron).rhythm)).toEqual(["daily", "workdays", "weekly", "monthly", "month_end"]);
  });
  it("leave everything else as it is written", () => {
    for (const cron of ["*/30 9-17 * * *", "0 9 1,15 * *", "0 9 1 * 1", "99 9 * * *", ""]) {
      expect(plainOf(cron).rhythm).toBe("other");
      expect(cronOf(plainOf(cron))).toBe(cron);
    }
  });
});

describe("actions", () => {
  it("are not ready before what they need is filled in", () => {
    const unready = all
      .map(blank)
      .filter((action) => !ready(action))
      .map((action) => action.do);
    expect(unready).toEqual([
      "assign",
      "transfer",
      "give_back",
      "tag",
      "note",
      "reply",
      "resolve",
      "reopen",
      "escalate",
      "macro",
    ]);
    expect(ready({ do: "transfer", unit_id: "unt_1", opinion: " " })).toBe(false);
    expect(ready({ do: "tag", add: [], remove: ["急"] })).toBe(true);
    expect(ready({ do: "reply", saved_reply_id: "kpt_1", then_wait: false } as Action)).toBe(true);
  });
  it("rest until one end only, whichever was chosen last", () => {
    const days = withRest({ do: "snooze", until: "2026-09-15T01:00:00Z", opinion: "等对账" }, { days: 2 });
    expect(days).toEqual({ do: "snooze", opinion: "等对账", days: 2 });
    expect(withRest(days, {})).toEqual({ do: "snooze", opinion: "等对账" });
  });
});

describe("views", () => {
  it("stand in one's own order, the others after them by name", () => {
    const view = (id: string, name: string) => ({ id, name }) as CaseViewKept;
    const order = inOrder([view("a", "A"), view("b", "B"), view("c", "C")], { order: ["c", "gone"], version: 1 });
    expect(order.map((one) => one.id)).toEqual(["c", "a", "b"]);
  });
});

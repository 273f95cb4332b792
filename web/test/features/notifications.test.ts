import { describe, expect, it } from "vitest";
import type { Notification } from "@/api/types";
import { byDay } from "@/features/notifications/days";
import { kinds } from "@/features/notifications/kinds";
import { targetOf } from "@/features/notifications/target";

const shanghai = "Asia/Shanghai";
const now = Date.parse("2026-09-14T16:30:00Z"); // half past midnight on the 15th in Shanghai

function told(at: string, more: Partial<Notification> = {}): Notification {
  return {
    id: `ntf_${at}`,
    kind: "customer_wrote",
    reason: "assignee",
    case: { id: "cas_1", number: "26-0000-0018", kind: "technical", subject: "卡片被吞" },
    about_case: true,
    opens: { thing: "case", id: "cas_1" },
    actor: null,
    count: 1,
    particulars: {},
    at,
    read_at: null,
    mailed_at: null,
    ...more,
  };
}

describe("notifications by day", () => {
  it("are cut at the institution's midnight, not the browser's, and keep their order", () => {
    const items = ["2026-09-14T16:10:00Z", "2026-09-14T15:59:00Z", "2026-09-14T01:00:00Z", "2026-09-12T01:00:00Z"];
    const days = byDay(
      items.map((at) => told(at)),
      shanghai,
      now,
    );
    expect(days.map((day) => [day.on, day.word, day.items.length])).toEqual([
      ["2026-09-15", "today", 1],
      ["2026-09-14", "yesterday", 2],
      ["2026-09-12", undefined, 1],
    ]);
  });

  it("are nothing when there is nothing", () => {
    expect(byDay([], shanghai, now)).toEqual([]);
  });
});

describe("a click on a notification", () => {
  const opened = (opens: Notification["opens"]) => targetOf(told("2026-09-14T01:00:00Z", { opens }));
  it("leads to the page of its case, task or import", () => {
    expect(opened({ thing: "case", id: "cas_1" })).toEqual({ to: "/cases/$id", params: { id: "cas_1" } });
    expect(opened({ thing: "task", id: "tsk_1" })).toEqual({ to: "/tasks/$id", params: { id: "tsk_1" } });
    expect(opened({ thing: "import", id: "imp_1" })).toEqual({ to: "/imports/$id", params: { id: "imp_1" } });
  });

  it("leads to the report of a bulk action and to the file of an export", () => {
    expect(opened({ thing: "bulk_job", id: "blk_1" })).toEqual({
      to: "/workbench",
      search: { tab: "bulk", job: "blk_1" },
    });
    expect(opened({ thing: "export", id: "exp_1" })).toEqual({
      to: "/workbench",
      search: { tab: "exports", job: "exp_1" },
    });
  });

  it("leads nowhere when the thing is out of sight", () => {
    expect(opened(null)).toBeUndefined();
  });
});

it("every kind is offered once as an exception", () => {
  expect(new Set(kinds).size).toBe(kinds.length);
  expect(kinds).toContain("breached");
});

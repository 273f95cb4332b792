import { describe, expect, it } from "vitest";
import type { Notification } from "@/api/types";
import { byDay, targetOf } from "@/features/notifications/days";
import { kinds } from "@/features/notifications/kinds";

const shanghai = "Asia/Shanghai";
const now = Date.parse("2026-09-14T16:30:00Z"); // half past midnight on the 15th in Shanghai

function told(at: string, more: Partial<Notification> = {}): Notification {
  return {
    id: `ntf_${at}`,
    kind: "customer_wrote",
    reason: "assignee",
    case: { id: "cas_1", number: "26-0000-0018", kind: "technical", subject: "卡片被吞" },
    about_case: true,
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
  it("leads to its case while that is in sight", () => {
    expect(targetOf(told("2026-09-14T01:00:00Z"))).toEqual({ to: "/cases/$id", id: "cas_1" });
    expect(targetOf(told("2026-09-14T01:00:00Z", { case: null }))).toBeUndefined();
  });

  it("leads to the import that came to its end", () => {
    const ended = told("2026-09-14T01:00:00Z", {
      kind: "import_finished",
      case: null,
      about_case: false,
      particulars: { subject_id: "imp_1" },
    });
    expect(targetOf(ended)).toEqual({ to: "/imports/$id", id: "imp_1" });
  });
});

it("every kind is offered once as an exception", () => {
  expect(new Set(kinds).size).toBe(kinds.length);
  expect(kinds).toContain("breached");
});

import { expect, test } from "vitest";
import type { CaseRow } from "@/api/types";
import { glanceOf } from "@/features/customers/figures";

const row = (created_at: string, kind: string, status: string, breached = false) =>
  ({ created_at, kind, status, breached }) as CaseRow;

test("a customer's cases are counted, and by month over a year's end", () => {
  const rows = [
    row("2026-02-10T01:00:00Z", "complaint", "closed", true),
    row("2026-02-20T01:00:00Z", "consultation", "assigned"),
    row("2025-12-01T01:00:00Z", "complaint", "resolved"),
    row("2024-01-01T01:00:00Z", "technical", "closed"),
  ];
  const glance = glanceOf(rows, "2026-02-28", (at) => at.slice(0, 7));
  expect([glance.all, glance.open, glance.complaints, glance.late]).toEqual([4, 1, 2, 1]);
  expect(glance.months.map((one) => one.month).slice(0, 2)).toEqual(["2025-03", "2025-04"]);
  expect(glance.months.at(-1)).toEqual({ month: "2026-02", count: 2, complaints: 1 });
  expect(glance.months.find((one) => one.month === "2025-12")?.complaints).toBe(1);
});

/** What a customer's cases say at a glance. Pure. */
import type { CaseRow } from "@/api/types";

export interface Glance {
  all: number;
  open: number;
  complaints: number;
  late: number;
  /** The last twelve months, the oldest first: `2026-03` and how many were opened. */
  months: { month: string; count: number; complaints: number }[];
}

/** The twelve months up to the one of `today`. */
function lastMonths(today: string): string[] {
  const [year = 0, month = 1] = today.split("-").map(Number);
  return Array.from({ length: 12 }, (_, n) => {
    const at = year * 12 + month - 1 - (11 - n);
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
  });
}

/** `monthOf` names the month of an instant where the institution is. */
export function glanceOf(rows: CaseRow[], today: string, monthOf: (at: string) => string): Glance {
  const isComplaint = (row: CaseRow) => row.kind === "complaint";
  const isOpen = (row: CaseRow) => row.status !== "resolved" && row.status !== "closed";
  return {
    all: rows.length,
    open: rows.filter(isOpen).length,
    complaints: rows.filter(isComplaint).length,
    late: rows.filter((row) => row.breached).length,
    months: lastMonths(today).map((month) => {
      const of = rows.filter((row) => monthOf(row.created_at) === month);
      return { month, count: of.length, complaints: of.filter(isComplaint).length };
    }),
  };
}

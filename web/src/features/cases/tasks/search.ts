/** The list of tasks as the address holds it, and by when something is due. Pure. */
import dayjs from "dayjs";
import timezone from "dayjs/plugin/timezone";
import utc from "dayjs/plugin/utc";
import type { TaskDue } from "@/api/types";

dayjs.extend(utc);
dayjs.extend(timezone);

export const standings = ["to_do", "with_asker", "ended"] as const;
export type Standing = (typeof standings)[number];

export interface TasksSearch {
  standing?: Standing;
  mine?: true;
}

export function readTasksSearch(raw: Record<string, unknown>): TasksSearch {
  const search: TasksSearch = {
    standing: standings.find((one) => one === raw.standing),
    mine: raw.mine === true || raw.mine === "true" ? true : undefined,
  };
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as TasksSearch;
}

/** What a form says of a due time: working hours, or a moment on the institution's wall. */
export interface DueInput {
  way: "hours" | "moment";
  hours?: number | null;
  /** `2026-03-01 17:00`, without a zone. */
  moment?: string;
}

export const defaultDue: DueInput = { way: "hours", hours: 8 };

/** The same as the server takes it; nothing while it is not whole. */
export function dueOf(input: DueInput, timeZone: string | undefined): TaskDue | undefined {
  if (input.way === "hours") {
    const hours = input.hours ?? 0;
    return hours > 0 ? { working_seconds: Math.round(hours * 3600) } : undefined;
  }
  if (!input.moment) return undefined;
  const moment = timeZone ? dayjs.tz(input.moment, timeZone) : dayjs(input.moment);
  return moment.isValid() ? { at: moment.toISOString() } : undefined;
}

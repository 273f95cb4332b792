/** Calendars and the clock calculator, as the server answers them. */
import type { components } from "@/api/schema";

type Schema = components["schemas"];

export type { CalendarYear } from "@/api/types";
export type CalendarDay = Schema["CalendarDay"];
export type DayKind = Schema["DayKind"];
export type CalendarDraft = Schema["CalendarDraft"];
export type CalendarFacts = Schema["CalendarFacts"];
export type CalendarTrial = Schema["CalendarTrial"];
export type CalendarTrialRequest = Schema["CalendarTrialRequest"];

export const ops = ["add", "between", "add_days", "clock"] as const;
export type Op = (typeof ops)[number];

export const eventKinds = ["start", "pause", "resume", "extend", "stop"] as const;
export type EventKind = (typeof eventKinds)[number];

/** A name, or a calendar written out. */
export type CalendarChoice = Schema["CalendarChoice"];
/** Time limits of the law are asked for elsewhere. */
export type Request = Exclude<Schema["ClockRequest"], { op: "profile" }>;
export type Reading = Schema["ReadingAnswer"];
export type Answer = Exclude<Schema["ClockAnswer"], Schema["ProfileAnswer"]>;

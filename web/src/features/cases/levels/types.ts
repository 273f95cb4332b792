/** The shapes of service levels, from the server's document. */
import type { components } from "@/api/schema";

type Schema = components["schemas"];

export type Version = Schema["ServiceLevelVersion"];
export type VersionRow = Schema["ServiceLevelVersionRow"];
export type Level = Schema["ServiceLevelDefinition"];
export type ClockRule = Schema["ClockRule"];
export type Step = Schema["EscalationStep"];
export type Whom = Schema["Whom"];
export type Who = Schema["EscalationWho"];
export type Example = Schema["ServiceLevelExample"];
export type Report = Schema["ServiceLevelReport"];
export type Gap = Schema["ServiceLevelGap"];
export type Trial = Schema["ServiceLevelTrial"];
export type ClockTried = Schema["ServiceLevelClockTried"];
export type Question = Schema["ServiceLevelQuestion"];
export type Replay = Schema["Replay"];
export type ReplayCell = Schema["ReplayCell"];
export type ReplayTally = Schema["ReplayTally"];
export type PauseReason = Schema["PauseReason"];

export const kinds = ["consultation", "transaction", "complaint", "technical", "suggestion", "compliment"] as const;
export const priorities = ["low", "normal", "high", "urgent"] as const;
export const classes = ["ordinary", "valued", "private"] as const;
export const clockKinds = ["first_response", "next_response", "update", "resolution", "task"] as const;
export const pauseReasons = ["waiting_customer", "waiting_department", "snoozed"] as const;
export const whos = ["assignee", "owner", "unit_manager", "upper_manager", "unit_role"] as const;
export const exampleEvents = ["start", "pause", "resume", "stop"] as const;
export const roles = [
  "service_manager",
  "service_agent",
  "complaint_specialist",
  "technical_support",
  "quality_supervisor",
  "department_handler",
] as const;

/** Actions of macros and bulk actions: what there is, what each asks for. Pure. */
import type { Action } from "@/api/types";

export type Does = Action["do"];

export const all: Does[] = [
  "take",
  "assign",
  "transfer",
  "give_back",
  "set_priority",
  "tag",
  "note",
  "reply",
  "wait",
  "resume",
  "snooze",
  "wake",
  "urge",
  "follow",
  "unfollow",
  "resolve",
  "close",
  "reopen",
  "escalate",
  "macro",
];

/** A new action of a kind, with nothing filled in. */
export function blank(does: Does): Action {
  switch (does) {
    case "set_priority":
      return { do: does, priority: "normal" };
    case "note":
    case "resolve":
      return { do: does, text: "" };
    case "reopen":
    case "escalate":
    case "give_back":
      return { do: does, reason: "" };
    case "transfer":
      return { do: does, opinion: "" };
    case "tag":
      return { do: does, add: [], remove: [] };
    case "reply":
      return { do: does, then_wait: false };
    case "macro":
      return { do: does, macro_id: "" };
    default:
      return { do: does } as Action;
  }
}

/** Whether everything that an action must have is there. */
export function ready(action: Action): boolean {
  switch (action.do) {
    case "assign":
      return Boolean(action.staff_id || action.unit_id);
    case "note":
    case "resolve":
      return action.text.trim().length > 0;
    case "reopen":
    case "escalate":
    case "give_back":
      return action.reason.trim().length > 0;
    case "transfer":
      return Boolean(action.staff_id || action.unit_id) && action.opinion.trim().length > 0;
    case "tag":
      return Boolean(action.add?.length || action.remove?.length);
    case "reply":
      return Boolean(action.text?.trim() || action.saved_reply_id);
    case "macro":
      return action.macro_id !== "";
    default:
      return true;
  }
}

type Snooze = Extract<Action, { do: "snooze" }>;

/** The same rest, ended otherwise: some days on, at a moment, or by the customer's answer when neither is given. */
export function withRest({ opinion }: Snooze, end: Pick<Snooze, "days" | "until">): Snooze {
  return { do: "snooze", opinion, ...end };
}

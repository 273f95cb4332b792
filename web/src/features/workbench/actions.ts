/** Actions of macros and bulk actions: what there is, what each asks for. Pure. */
import type { Action } from "@/api/types";

export type Does = Action["do"];

export const all: Does[] = [
  "take",
  "assign",
  "set_priority",
  "note",
  "reply",
  "wait",
  "resume",
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
      return { do: does, reason: "" };
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
      return action.reason.trim().length > 0;
    case "reply":
      return Boolean(action.text?.trim() || action.saved_reply_id);
    case "macro":
      return action.macro_id !== "";
    default:
      return true;
  }
}

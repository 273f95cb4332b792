/** Turns what the live stream tells into fresh reads: only of what is shown and only of what changed. */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { onLive, openLive } from "@/api/live";
import type { LiveEvent } from "@/api/types";

/** Which reads an event makes old. Those of one object at once, those of lists together after a rest. */
export function touched(event: LiveEvent): { now: unknown[][]; soon: unknown[][] } {
  const { kind, id } = event.subject;
  const now: unknown[][] = [];
  const soon: unknown[][] = [];
  if (kind === "case") {
    now.push(["cases", "one", id], ["cases", "events", id], ["cases", "receipt", id]);
    now.push(["cases", "tasks", id], ["cases", "checklist", id]);
    soon.push(["cases", "list"], ["cases", "figures"], ["performance"]);
    if (event.type.startsWith("task_")) soon.push(["tasks"]);
  } else if (kind === "held_reply") now.push(["cases", "held"]);
  else if (kind === "bulk_job") now.push(["workbench", "bulk"]);
  else if (kind === "export") now.push(["workbench", "exports"]);
  else if (kind === "workbench_item") soon.push(["workbench"]);
  else if (kind === "recurring_case") soon.push(["workbench", "recurring"]);
  else if (kind === "customer") {
    now.push(["customers", "one", id], ["verification", id], ["privacy", "of", id]);
    soon.push(["customers", "list"]);
  } else if (kind === "staff") soon.push(["staff"], ["pick", "staff-"]);
  else if (kind === "org_unit") soon.push(["units"]);
  else if (kind === "product") soon.push(["products"]);
  else if (kind === "calendar") soon.push(["calendars"], ["levels", "calendars"]);
  else if (kind === "case_field") soon.push(["case-fields"]);
  else if (kind === "checklist_template") soon.push(["checklist-templates"]);
  else if (kind === "reveal_digest" || kind === "retention") soon.push(["privacy"]);
  else if (kind === "verification_settings") soon.push(["verification-settings"]);
  else if (kind === "import") now.push(["imports"]);
  else if (kind === "notifications") now.push(["notifications"]);
  // The index hears of it at the same time: a second later it is found.
  if (["case", "customer", "staff", "org_unit"].includes(kind)) soon.push(["search"]);
  return { now, soon };
}

const rest = 1500;

export function follow(client: QueryClient): () => void {
  const waiting = new Map<string, unknown[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = onLive((event) => {
    if (event === "reset") {
      client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "session" });
      return;
    }
    const { now, soon } = touched(event);
    for (const queryKey of now) client.invalidateQueries({ queryKey });
    for (const queryKey of soon) waiting.set(JSON.stringify(queryKey), queryKey);
    if (waiting.size && !timer) {
      timer = setTimeout(() => {
        timer = undefined;
        for (const queryKey of waiting.values()) client.invalidateQueries({ queryKey });
        waiting.clear();
      }, rest);
    }
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

export function useLiveUpdates(): void {
  const client = useQueryClient();
  useEffect(() => {
    const stop = follow(client);
    const close = openLive();
    return () => {
      stop();
      close();
    };
  }, [client]);
}

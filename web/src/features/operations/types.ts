/** How the machinery stands, as the server answers it. */
import type { components } from "@/api/schema";

type Schema = components["schemas"];

export type Operations = Schema["Operations"];
export type Timer = Operations["timers"][number];
export type Subscription = Operations["subscriptions"][number];
export type Node = Operations["nodes"][number];
export type Backup = Schema["Backup"];
export type BackupPlan = Schema["BackupPlan"];
export type OutboxItem = Schema["OutboxItem"];

export const outboxStates = ["dead", "pending", "sending", "sent"] as const;
export type OutboxState = (typeof outboxStates)[number];

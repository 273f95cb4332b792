/** Where a notification leads: to the thing it is about. Pure. */
import type { Notification } from "@/api/types";

/** An address of the console, as the router takes it. */
export type Target =
  | {
      to: "/cases/$id" | "/tasks/$id" | "/imports/$id" | "/customers/$id" | "/privacy/digests/$id";
      params: { id: string };
    }
  | { to: "/customers/$id"; params: { id: string }; search: { tab: "needs" } }
  | { to: "/operations" }
  | { to: "/webhooks"; search: { endpoint: string } }
  | { to: "/workbench"; search: { tab: "bulk" | "exports"; job: string } };

/** Nowhere when the server names nothing that this person may see. */
export function targetOf({ opens }: Notification): Target | undefined {
  if (!opens) return undefined;
  const { thing, id } = opens;
  switch (thing) {
    case "case":
      return { to: "/cases/$id", params: { id } };
    case "task":
      return { to: "/tasks/$id", params: { id } };
    case "import":
      return { to: "/imports/$id", params: { id } };
    case "customer":
      return { to: "/customers/$id", params: { id } };
    case "customer_need":
      return { to: "/customers/$id", params: { id }, search: { tab: "needs" } };
    case "reveal_digest":
      return { to: "/privacy/digests/$id", params: { id } };
    case "bulk_job":
      return { to: "/workbench", search: { tab: "bulk", job: id } };
    case "backup":
      return { to: "/operations" };
    case "webhook_endpoint":
      return { to: "/webhooks", search: { endpoint: id } };
    case "export":
      return { to: "/workbench", search: { tab: "exports", job: id } };
  }
}
